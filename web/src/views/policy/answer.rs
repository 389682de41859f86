//! One answer: what is said, what changes in the text, the response, the log; and the containers then.

use yew::prelude::*;

use super::Answered;
use crate::components::copy::CopyButton;
use crate::components::finding::diff_lines;
use crate::components::icon::{Glyph, Icon, State};
use crate::policy::after::Then;
use crate::policy::desk::{Desk, Tab, Turn};
use crate::policy::judged::{Judged, Verdict};
use crate::policy::summary;
use crate::read::whole;
use crate::state::Action;
use crate::texts::{sentence, t};
use crate::trip::{Mark, workload};
use crate::views::ViewProps;

/// More changes of one object are not drawn.
const CHANGES: usize = 60;
/// Bytes that one evaluation may have by default.
///
/// Upstream: Kubewarden 1.38.
const MEMORY: f64 = 256.0 * 1024.0 * 1024.0;

pub(super) fn panel(
    answer: &Answered,
    chosen: &Judged,
    desk: &Desk,
    on_turn: &Callback<Turn>,
    props: &ViewProps,
) -> Html {
    let tab = |tab: Tab, label: AttrValue| {
        let onclick = on_turn.reform(move |_: MouseEvent| Turn::Show(tab));
        let pressed = (desk.tab == tab).to_string();
        html! { <button type="button" aria-pressed={pressed} {onclick}>{ label }</button> }
    };
    html! {
        <section class="panel" aria-labelledby="pol-answer">
            <div class="panel-h">
                <h2 id="pol-answer">{ &chosen.title }</h2>
                <div class="seg pol-seg" role="group" aria-label={t!("What is shown of the answer")}>
                    { tab(Tab::Changes, t!("Answer")) }
                    { tab(Tab::Response, t!("Response")) }
                    { tab(Tab::Log, t!("Log")) }
                </div>
            </div>
            <div class="panel-b pol-set">
                { match desk.tab {
                    Tab::Changes => said(answer, chosen, props),
                    Tab::Response => response(chosen),
                    Tab::Log => log(chosen),
                } }
            </div>
        </section>
    }
}

/// The verdict, its reasons and the changes.
fn said(answer: &Answered, chosen: &Judged, props: &ViewProps) -> Html {
    let left = chosen.changes.len().saturating_sub(CHANGES);
    // Edits fit the text that they were made for.
    let is_current = answer.question.text == props.text && !answer.is_changed;
    let apply = (is_current && !chosen.edits.is_empty()).then(|| {
        let (edits, title) = (chosen.edits.clone(), chosen.title.clone());
        let on_apply = props.dispatch.reform(move |_: MouseEvent| {
            let what = t!("Change {object} as the policy does", object = title);
            Action::Change(edits.clone(), what.to_string())
        });
        html! {
            <button type="button" class="btn primary" onclick={on_apply}>
                <Icon glyph={Glyph::Wrench} />{ t!("Apply to my text") }
            </button>
        }
    });
    html! { <>
        <p class="pol-verdict"><State mark={summary::mark(chosen)} word="" /><b>{ summary::word(chosen) }</b></p>
        if !chosen.message.is_empty() {
            <ul class="pol-why">
                { for chosen.message.split("; ").map(|it| html! { <li>{ whole(it) }</li> }) }
            </ul>
        }
        { for chosen.warnings.iter().map(|it| html! {
            <p class="pol-warn"><State mark={Mark::Warning} /><span>{ sentence(it) }</span></p>
        }) }
        if chosen.verdict == Verdict::NotAsked {
            <p class="means">{ t!("The rules in the policy’s metadata do not name it, so that the API server never asks.") }</p>
        }
        <ol class="pol-changes">
            { for chosen.changes.iter().take(CHANGES).map(|change| html! {
                <li>
                    <p><b>{ change.operation }</b>{ " " }<code>{ &change.pointer }</code></p>
                    if !change.diff.is_empty() {
                        <div class="diff" role="group" aria-label={t!("The lines before and after")} tabindex="0">{ diff_lines(&change.diff) }</div>
                    }
                </li>
            }) }
        </ol>
        if left > 0 {
            <p class="means">{ t!("{count} more changes are not shown.", count = left) }</p>
        }
        if let Some(apply) = apply {
            <div class="acts">{ apply }
                if !chosen.patch.is_empty() {
                    <CopyButton text={chosen.patch.clone()} label={t!("Copy the JSON Patch")} />
                }
            </div>
        }
        if !chosen.annotations.is_empty() {
            <h3>{ t!("In the audit log") }</h3>
            <dl class="pol-dl">
                { for chosen.annotations.iter().map(|(key, value)| html! { <><dt><code>{ key }</code></dt><dd>{ value }</dd></> }) }
            </dl>
        }
    </> }
}

fn response(chosen: &Judged) -> Html {
    if chosen.response.is_empty() {
        let why = match chosen.kind.as_str() {
            "Secret" => t!("The patch of a Secret holds what the Secret holds, and is not shown."),
            _ => t!("There is no response."),
        };
        return html! { <p class="means">{ why }</p> };
    }
    html! { <>
        <p class="means">{ t!("What the policy server answers to the API server; the patch is base64, as it is sent.") }</p>
        <pre class="pol-y" tabindex="0" aria-label={t!("The response")}><code>{ &chosen.response }</code></pre>
        <h3>{ "JSON Patch" }</h3>
        <pre class="pol-y" tabindex="0" aria-label={"JSON Patch"}><code>{ &chosen.patch }</code></pre>
    </> }
}

/// What it asked and printed, and what it took.
fn log(chosen: &Judged) -> Html {
    html! { <>
        <dl class="pol-dl">
            <dt>{ t!("A fresh instance") }</dt><dd>{ summary::milliseconds(chosen.times.0) }</dd>
            <dt>{ t!("The call") }</dt><dd>{ summary::milliseconds(chosen.times.1) }</dd>
            <dt>{ t!("Memory") }</dt>
            <dd>{ t!("{size} kB", size = (chosen.memory / 1024.0).round()) }
                if chosen.memory > MEMORY {
                    { ". " }{ t!("A policy server of Kubewarden 1.38 gives an evaluation 256 MiB, and refuses the rest.") }
                }
            </dd>
        </dl>
        <h3>{ t!("What it asked") }</h3>
        if chosen.asked.is_empty() {
            <p class="means">{ t!("Nothing: the request was enough.") }</p>
        } else {
            <ul class="pol-why">
                { for chosen.asked.iter().map(|it| html! {
                    <li><code>{ &it.path }</code>{ " " }<code>{ &it.payload }</code>{ ": " }
                        { if it.error.is_empty() { t!("answered from your text") } else { it.error.clone().into() } }
                    </li>
                }) }
            </ul>
        }
        <h3>{ t!("What it printed") }</h3>
        if chosen.log.is_empty() {
            <p class="means">{ t!("Nothing.") }</p>
        } else {
            <pre class="pol-y" tabindex="0" aria-label={t!("What the policy printed")}><code>{ &chosen.log }</code></pre>
        }
    </> }
}

/// More containers are not listed.
const CONTAINERS: usize = 60;

/// The containers once the changes are made.
pub(super) fn containers(then: &[Then]) -> Html {
    if then.is_empty() {
        return html! {};
    }
    let left = then.len().saturating_sub(CONTAINERS);
    html! {
        <section class="panel" aria-labelledby="pol-then">
            <div class="panel-h"><h2 id="pol-then">{ t!("Then, container by container") }</h2></div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead><tr><th scope="col">{ t!("Container") }</th><th scope="col">{ t!("Before") }</th><th scope="col">{ t!("After") }</th></tr></thead>
                    <tbody>
                        { for then.iter().take(CONTAINERS).map(|it| html! {
                            <tr>
                                <th scope="row">{ &it.name }<p class="means">{ workload(&it.owner) }</p></th>
                                <td>
                                    if let Some((mark, sentence)) = &it.before {
                                        <span class="node-on"><State mark={*mark} /></span>{ sentence }
                                    }
                                </td>
                                <td><span class="node-on"><State mark={it.after.0} /></span>{ &it.after.1 }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                if left > 0 {
                    <p class="means">{ t!("{count} more are not listed.", count = left) }</p>
                }
            </div>
        </section>
    }
}
