//! The settings: a form made from the policy's questions, and the same as text.

use pullscope_core::json::Value;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::form;
use crate::components::copy::CopyButton;
use crate::components::icon::State;
use crate::policy::desk::{Desk, PRESETS, Turn};
use crate::policy::job::Wrong;
use crate::texts::t;
use crate::trip::Mark;

pub(super) fn panel(
    desk: &Desk,
    settings: &Result<Value<'static>, Wrong>,
    refused: Option<&AttrValue>,
    on_turn: &Callback<Turn>,
) -> Html {
    let questions = desk.file.as_ref().map_or(&[][..], |it| &it.questions);
    // What cannot be read has no form, and another policy has none, either.
    let has_form = settings.is_ok() && !questions.is_empty();
    let as_text = desk.as_text || !has_form;
    let side = |text: bool, label: AttrValue| {
        let onclick = on_turn.reform(move |_: MouseEvent| Turn::AsText(text));
        let pressed = (as_text == text).to_string();
        html! { <button type="button" aria-pressed={pressed} disabled={!text && !has_form} {onclick}>{ label }</button> }
    };
    html! {
        <section class="panel" aria-labelledby="pol-settings">
            <div class="panel-h">
                <h2 id="pol-settings">{ t!("Settings") }</h2>
                <div class="seg pol-seg" role="group" aria-label={t!("How the settings are shown")}>
                    { side(false, t!("Form")) }
                    { side(true, AttrValue::Static("YAML")) }
                </div>
            </div>
            <div class="panel-b pol-set">
                if desk.taken.is_none() {
                    <div class="pol-presets" role="group" aria-label={t!("Settings to start from")}>
                        { for PRESETS.iter().map(|(name, yaml)| preset(name, yaml, desk, on_turn)) }
                    </div>
                }
                if as_text {
                    { text(desk, on_turn) }
                } else if let Ok(settings) = settings {
                    { form::form(questions, settings, refused, on_turn) }
                }
                { state(settings, refused, desk) }
            </div>
        </section>
    }
}

fn preset(name: &'static str, yaml: &'static str, desk: &Desk, on_turn: &Callback<Turn>) -> Html {
    let onclick = on_turn.reform(move |_: MouseEvent| Turn::Settings(yaml.to_owned()));
    let pressed = (*desk.settings == *yaml).to_string();
    html! { <button type="button" class="btn" aria-pressed={pressed} {onclick}>{ name }</button> }
}

fn text(desk: &Desk, on_turn: &Callback<Turn>) -> Html {
    let oninput = on_turn.reform(|event: InputEvent| {
        Turn::Settings(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    });
    let rows = desk.settings.lines().count().clamp(8, 28).to_string();
    html! { <>
        <label class="vh" for="pol-yaml">{ t!("Settings as YAML or JSON") }</label>
        <textarea
            id="pol-yaml"
            class="in mono pol-yaml"
            {rows}
            value={desk.settings.to_string()}
            {oninput}
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
        />
        if desk.taken.is_none() {
            <p class="means">{ t!("An answer in the form writes this text anew, without its comments.") }</p>
        }
    </> }
}

/// Whether the policy takes the settings.
fn state(
    settings: &Result<Value<'static>, Wrong>,
    refused: Option<&AttrValue>,
    desk: &Desk,
) -> Html {
    let (mark, sentence) = match (settings, refused) {
        (Err(wrong), _) => {
            (Mark::Error, t!("Line {line}: {message}.", line = wrong.line, message = wrong.message))
        }
        (Ok(_), Some(message)) => (Mark::Error, format!("{message}.").into()),
        (Ok(_), None) => (Mark::Ok, t!("The policy accepts these settings.")),
    };
    html! {
        <div class="pol-state">
            <p role="status"><State {mark} word="" /><span>{ sentence }</span></p>
            <CopyButton text={desk.settings.to_string()} label={t!("Copy the settings as YAML")} />
        </div>
    }
}
