//! The requests: what each is about, and what the policy says of it.

use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::Answered;
use crate::components::icon::State;
use crate::policy::after::Then;
use crate::policy::desk::{Desk, Turn};
use crate::policy::judged::{Judged, Verdict};
use crate::policy::requests::Operation;
use crate::policy::summary;
use crate::state::Action;
use crate::texts::t;
use crate::trip::Mark;
use crate::views::ViewProps;
use crate::what_if::Switch;

/// The way of one request: the policy, its verdict, and what becomes of the containers.
pub(super) fn flow(chosen: &Judged, desk: &Desk, then: &[Then]) -> Html {
    let stop = |mark: Mark, name: AttrValue, value: AttrValue, more: AttrValue| {
        html! {
            <li>
                <p class="pol-n"><State {mark} word="" />{ name }</p>
                <p class="pol-v">{ value }</p>
                <p class="pol-m">{ more }</p>
            </li>
        }
    };
    let file = desk.file.as_ref();
    let size = file.map(|it| it.shown_size()).unwrap_or_default();
    let about = match file.is_some_and(|it| it.is_own) {
        true => t!("{size}, the file you deploy", size = size),
        false => t!("{size}, your file", size = size),
    };
    let time = summary::milliseconds(chosen.times.0 + chosen.times.1);
    let of_object = |it: &&Then| it.owner == chosen.title;
    let (all, failing): (Vec<&Then>, usize) = {
        let all: Vec<&Then> = then.iter().filter(of_object).collect();
        let failing = all.iter().filter(|it| it.after.0 == Mark::Error).count();
        (all, failing)
    };
    let before =
        all.iter().filter(|it| it.before.as_ref().is_some_and(|it| it.0 == Mark::Error)).count();
    let outcome = match (all.len(), failing) {
        (0, _) => None,
        (count, 0) => Some((Mark::Ok, t!("No container of {count} fails", count = count))),
        (count, failing) => Some((
            Mark::Error,
            t!("{failing} of {count} containers fail", failing = failing, count = count),
        )),
    };
    html! {
        <ol class="panel pol-flow" aria-label={t!("The way of {object}", object = chosen.title)}>
            { stop(Mark::Ok, t!("Request"), format!("{} {}", chosen.operation, chosen.kind).into(), t!("{name}, from your text", name = chosen.name)) }
            { stop(Mark::Ok, t!("Policy"), file.map(|it| it.name.clone()).unwrap_or_default(), about) }
            { stop(summary::mark(chosen), t!("Verdict"), summary::word(chosen), match chosen.verdict {
                Verdict::NotAsked => t!("the rules of the policy decide"),
                _ => t!("in {time}, nothing sent", time = time),
            }) }
            if let Some((mark, sentence)) = outcome {
                { stop(mark, t!("Outcome"), sentence, t!("before: {count} fail", count = before)) }
            }
        </ol>
    }
}

/// The list of requests, and what they are made with.
pub(super) fn panel(
    answer: Option<&Answered>,
    desk: &Desk,
    on_turn: &Callback<Turn>,
    props: &ViewProps,
) -> Html {
    let judged = answer.map_or(&[][..], |it| &it.judged);
    let left = answer.map_or(0, |it| it.left);
    html! {
        <section class="panel" aria-labelledby="pol-reviews">
            <div class="panel-h">
                <h2 id="pol-reviews">{ t!("Reviews") }</h2>
                <p class="panel-n">{ t!("made from your text: {count}", count = judged.len()) }</p>
            </div>
            <div class="panel-b">
                <ul class="pol-list">
                    { for judged.iter().enumerate().map(|(at, it)| row(at, it, desk, on_turn)) }
                </ul>
                if left > 0 {
                    <p class="means">{ t!("{count} more objects are not asked about.", count = left) }</p>
                }
                { choices(desk, on_turn, props) }
                { digests(answer, desk, on_turn) }
            </div>
        </section>
    }
}

fn row(at: usize, judged: &Judged, desk: &Desk, on_turn: &Callback<Turn>) -> Html {
    let onclick = on_turn.reform(move |_: MouseEvent| Turn::Choose(at));
    html! {
        <li key={at}>
            <button type="button" aria-pressed={(at == desk.chosen).to_string()} {onclick}>
                <State mark={summary::mark(judged)} word="" />
                <span class="pol-o"><b>{ &judged.name }</b><small>{ format!("{} {}", judged.operation, judged.kind) }</small></span>
                <span class="pol-w">{ summary::word(judged) }</span>
            </button>
        </li>
    }
}

/// What happens to the objects, and in which namespace those are that do not say one.
fn choices(desk: &Desk, on_turn: &Callback<Turn>, props: &ViewProps) -> Html {
    let on_operation = on_turn.reform(|event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        let operation = Operation::ALL.iter().find(|it| it.name() == chosen);
        Turn::Operation(operation.copied().unwrap_or_default())
    });
    let on_namespace = props.dispatch.reform(|event: Event| {
        let namespace = event.target_unchecked_into::<HtmlInputElement>().value();
        Action::Set(Switch::Namespace(namespace))
    });
    html! {
        <div class="pol-choices">
            <span class="fld">
                <label for="pol-operation">{ t!("Operation") }</label>
                <select id="pol-operation" class="in" onchange={on_operation}>
                    { for Operation::ALL.iter().map(|it| html! {
                        <option value={it.name()} selected={*it == desk.operation}>{ it.label() }</option>
                    }) }
                </select>
            </span>
            <span class="fld">
                <label for="pol-namespace">{ t!("Namespace of objects without one") }</label>
                <input id="pol-namespace" class="in" placeholder="default" value={props.what_if.namespace.clone()} onchange={on_namespace} spellcheck="false" autocapitalize="off" autocomplete="off" />
            </span>
        </div>
    }
}

/// The digests that the policy asks a registry for.
fn digests(answer: Option<&Answered>, desk: &Desk, on_turn: &Callback<Turn>) -> Html {
    let asked = answer.map_or(&[][..], |it| &it.judged).iter().flat_map(|it| &it.asked);
    let mut images: Vec<&str> = asked
        .filter(|it| it.path == "oci/v1/manifest_digest")
        .map(|it| it.payload.trim_matches('"'))
        .collect();
    images.sort_unstable();
    images.dedup();
    if images.is_empty() && desk.digests.is_empty() {
        return html! {};
    }
    let onchange = on_turn.reform(|event: Event| {
        Turn::Digests(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    });
    let missing: Vec<String> = images
        .iter()
        .filter(|it| !desk.digests.lines().any(|line| line.split_whitespace().next() == Some(**it)))
        .map(|it| format!("{it} sha256:…"))
        .collect();
    html! {
        <div class="pol-q">
            <label class="pol-f" for="pol-digests"><b>{ t!("Digests of the registry") }</b></label>
            <small id="pol-digests-about">{ t!("The policy asks a registry for them, and this page asks nobody: type an image and its digest, one a line.") }</small>
            <textarea id="pol-digests" class="in mono" rows="3" aria-describedby="pol-digests-about" placeholder={missing.join("\n")} value={desk.digests.to_string()} {onchange} spellcheck="false" autocapitalize="off" autocomplete="off" />
        </div>
    }
}
