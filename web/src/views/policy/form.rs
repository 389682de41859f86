//! The questions of the policy, group by group.

use pullscope_core::json::Value;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::icon::{Glyph, Icon, State};
use crate::policy::desk::Turn;
use crate::policy::form::{Answer, Column, Question, Sort};
use crate::texts::{sentence, t};
use crate::trip::Mark;

pub(super) fn form(
    questions: &[Question],
    settings: &Value<'static>,
    refused: Option<&AttrValue>,
    on_turn: &Callback<Turn>,
) -> Html {
    let asked: Vec<&Question> = questions.iter().filter(|it| it.is_asked(settings)).collect();
    let groups = asked.chunk_by(|one, other| one.group() == other.group());
    html! {
        <div class="pol-form">
            { for groups.map(|group| {
                let name = group.first().map_or("", |it| it.group()).to_owned();
                let is_set = settings.get(&name).is_some();
                html! {
                    <details key={name.clone()} class="pol-g" open={is_set}>
                        <summary><code>{ name }</code></summary>
                        { for group.iter().map(|it| question(it, settings, refused, on_turn)) }
                    </details>
                }
            }) }
        </div>
    }
}

fn question(
    question: &Question,
    settings: &Value<'static>,
    refused: Option<&AttrValue>,
    on_turn: &Callback<Turn>,
) -> Html {
    let id = format!("pol-{}", question.variable.replace('.', "-"));
    let answer = {
        let (on_turn, question) = (on_turn.clone(), question.clone());
        Callback::from(move |answer| on_turn.emit(Turn::Answer(question.clone(), answer)))
    };
    let problem = refused.and_then(|it| question.problem(it)).map(str::to_owned);
    let told = format!("{id}-about");
    let control = match &question.sort {
        Sort::Choice(options) => choice(&id, &told, options, &question.word(settings), answer),
        Sort::Switch => switch(&id, &told, question.word(settings) == "true", answer),
        Sort::Text => line(&id, &told, question.word(settings), answer),
        Sort::List => list(&id, &told, &question.list(settings), answer),
        Sort::Rows(columns) => rows(&id, columns, question.rows(settings), answer, &question.label),
    };
    let label = sentence(&question.label);
    let is_rows = matches!(question.sort, Sort::Rows(_));
    html! {
        <div class="pol-q" data-wrong={problem.is_some().to_string()}>
            if is_rows {
                <p class="pol-f"><b>{ &label }</b></p>
            } else {
                <label class="pol-f" for={id}><b>{ &label }</b></label>
            }
            <small id={told}>{ sentence(&question.description) }</small>
            { control }
            if let Some(problem) = problem {
                <p class="pol-wrong"><State mark={Mark::Error} /><span>{ t!("{sentence}.", sentence = sentence(&problem)) }</span></p>
            }
        </div>
    }
}

fn choice(
    id: &str,
    told: &str,
    options: &[String],
    chosen: &str,
    answer: Callback<Answer>,
) -> Html {
    let onchange = answer.reform(|event: Event| {
        Answer::Word(event.target_unchecked_into::<HtmlSelectElement>().value())
    });
    let is_listed = options.iter().any(|it| it == chosen);
    html! {
        <select id={id.to_owned()} class="in" aria-describedby={told.to_owned()} {onchange}>
            { for options.iter().map(|it| html! {
                <option value={it.clone()} selected={it == chosen}>{ it }</option>
            }) }
            if !is_listed {
                <option value={chosen.to_owned()} selected={true}>{ chosen }</option>
            }
        </select>
    }
}

fn switch(id: &str, told: &str, is_on: bool, answer: Callback<Answer>) -> Html {
    let onchange = answer.reform(|event: Event| {
        Answer::Switch(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! { <input id={id.to_owned()} type="checkbox" aria-describedby={told.to_owned()} checked={is_on} {onchange} /> }
}

fn line(id: &str, told: &str, value: String, answer: Callback<Answer>) -> Html {
    let onchange = answer.reform(|event: Event| {
        Answer::Word(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    html! { <input id={id.to_owned()} class="in mono" aria-describedby={told.to_owned()} {value} {onchange} /> }
}

/// One text a line. It is read when the field is left, so that half a line is no setting.
fn list(id: &str, told: &str, values: &[String], answer: Callback<Answer>) -> Html {
    let onchange = answer.reform(|event: Event| {
        let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
        Answer::List(lines.map(str::to_owned).collect())
    });
    html! {
        <textarea
            id={id.to_owned()}
            class="in mono"
            aria-describedby={told.to_owned()}
            rows={(values.len() + 1).clamp(1, 8).to_string()}
            placeholder={t!("one a line")}
            value={values.join("\n")}
            {onchange}
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
        />
    }
}

fn rows(
    id: &str,
    columns: &[Column],
    rows: Vec<Vec<String>>,
    answer: Callback<Answer>,
    label: &str,
) -> Html {
    let cell = |row: usize, column: usize, value: &str| {
        let (rows, answer) = (rows.clone(), answer.clone());
        let onchange = move |event: Event| {
            let mut rows = rows.clone();
            rows[row][column] = event.target_unchecked_into::<HtmlInputElement>().value();
            answer.emit(Answer::Rows(rows));
        };
        let label = sentence(&columns[column].label);
        let name = t!("{column}, row {row}", column = label, row = row + 1);
        html! { <input class="in mono" aria-label={name} placeholder={label} value={value.to_owned()} {onchange} /> }
    };
    let without = |row: usize| {
        let (mut rows, answer) = (rows.clone(), answer.clone());
        rows.remove(row);
        move |_: MouseEvent| answer.emit(Answer::Rows(rows.clone()))
    };
    let with_one = {
        let (mut rows, answer) = (rows.clone(), answer.clone());
        rows.push(vec![String::new(); columns.len()]);
        move |_: MouseEvent| answer.emit(Answer::Rows(rows.clone()))
    };
    html! {
        <div id={id.to_owned()} class="pol-rows" role="group" aria-label={sentence(label)}>
            { for rows.iter().enumerate().map(|(row, cells)| html! {
                <div key={row} class="pol-row">
                    { for cells.iter().enumerate().map(|(column, value)| cell(row, column, value)) }
                    <button type="button" class="btn ib" aria-label={t!("Take row {row} out", row = row + 1)} onclick={without(row)}>
                        <Icon glyph={Glyph::Close} />
                    </button>
                </div>
            }) }
            <button type="button" class="btn" onclick={with_one}><Icon glyph={Glyph::Plus} />{ t!("Add a row") }</button>
        </div>
    }
}
