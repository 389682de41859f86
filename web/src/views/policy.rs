//! The admission policy, run in the page: its settings, what it says of each object of the text, what it
//! changes, and how the containers pull after that.

mod answer;
mod engine;
mod file;
mod form;
mod reviews;
mod settings;

use std::rc::Rc;

use pullscope_core::text::{Lines, documents};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::copy::CopyButton;
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::hooks::use_at_rest;
use crate::policy::after::{self, Then};
use crate::policy::desk::{Desk, Turn};
use crate::policy::file::PolicyFile;
use crate::policy::job::{self, Wrong};
use crate::policy::judged::{self, Judged, Source};
use crate::policy::manifest::{manifest, wants};
use crate::policy::objects::world;
use crate::policy::outcome::{Outcome, outcomes};
use crate::policy::requests::{Operation, Request, requests};
use crate::policy::summary;
use crate::state::Action;
use crate::texts::t;
use crate::trip::Mark;
use crate::what_if::WhatIf;
use crate::{ink, read};

/// Milliseconds without a change until the policy is asked.
const REST: u32 = 120;

/// What an answer is to.
#[derive(Clone, PartialEq)]
struct Question {
    text: Rc<str>,
    settings: Rc<str>,
    operation: Operation,
    digests: Rc<str>,
    what_if: WhatIf,
    handle: u32,
}

/// What came of it.
struct Answered {
    question: Question,
    /// What the policy says of its settings, where it does not take them.
    refused: Option<AttrValue>,
    judged: Vec<Judged>,
    /// Objects that were not asked about.
    left: usize,
    /// The text with all changes.
    then: Vec<Then>,
    /// Whether every change stands in the text already.
    is_changed: bool,
}

#[component]
pub(super) fn PolicyView(props: &ViewProps) -> Html {
    use_language();
    let desk = &props.policy;
    let failure = use_state(|| None::<AttrValue>);
    let answered = use_state(|| None::<Rc<Answered>>);
    let on_turn = props.dispatch.reform(Action::Policy);
    {
        let (failure, on_turn) = (failure.clone(), on_turn.clone());
        use_effect_with((desk.taken.clone(), desk.file.is_some()), move |(taken, is_open)| {
            if !is_open {
                let taken = taken.clone();
                spawn_local(async move {
                    match engine::open(taken.as_ref()).await {
                        Ok(file) => {
                            failure.set(None);
                            on_turn.emit(Turn::Opened(taken, file.into()));
                        }
                        Err(sentence) => failure.set(Some(sentence)),
                    }
                });
            }
        });
    }
    let handle = desk.file.as_ref().and_then(|it| it.handle);
    let question = handle.map(|handle| Question {
        text: props.text.clone(),
        settings: desk.settings.clone(),
        operation: desk.operation,
        digests: desk.digests.clone(),
        what_if: props.what_if.clone(),
        handle,
    });
    let settings = job::settings(&desk.settings);
    {
        let (failure, answered, desk) = (failure.clone(), answered.clone(), desk.clone());
        let wanted = question.clone();
        use_at_rest(
            question,
            REST,
            Callback::from(move |()| {
                let (Some(question), Some(file)) = (wanted.clone(), desk.file.clone()) else {
                    return;
                };
                let (failure, answered) = (failure.clone(), answered.clone());
                spawn_local(async move {
                    match ask(question, &file).await {
                        Ok(Some(answer)) => {
                            failure.set(None);
                            answered.set(Some(answer.into()));
                        }
                        Ok(None) => {}
                        Err(sentence) => failure.set(Some(sentence)),
                    }
                });
            }),
        );
    }
    // What was answered for another file says nothing of this one.
    let answer = answered.as_ref().filter(|it| Some(it.question.handle) == handle);
    let (mark, sentence) = headline(desk, &settings, answer.map(|it| &**it), failure.as_ref());
    let chosen = answer.and_then(|it| it.judged.get(desk.chosen.min(it.judged.len().max(1) - 1)));
    let manifest_text = desk.file.as_ref().zip(settings.as_ref().ok()).map(|(file, settings)| {
        let changed = answer.is_some_and(|it| it.judged.iter().any(|it| !it.changes.is_empty()));
        let wants = wants(&file.metadata, settings, file.is_own, changed);
        manifest(&file.metadata, &desk.module, settings, wants)
    });
    html! { <>
        <ViewHead {mark} {sentence} evidence={evidence(desk, answer.map(|it| &**it))} example={Example::Port} dispatch={props.dispatch.clone()}>
            { file::picker(&on_turn) }
        </ViewHead>
        <div class="view policy">
            if let (Some(answer), Some(chosen)) = (answer, chosen) {
                { reviews::flow(chosen, desk, &answer.then) }
            }
            <div class="pol-cols">
                { settings::panel(desk, &settings, answer.and_then(|it| it.refused.as_ref()), &on_turn) }
                <div class="pol-col">
                    { reviews::panel(answer.map(|it| &**it), desk, &on_turn, props) }
                    { file::panel(desk, &on_turn) }
                </div>
                <div class="pol-col">
                    if let (Some(answer), Some(chosen)) = (answer, chosen) {
                        { answer::panel(answer, chosen, desk, &on_turn, props) }
                        { answer::containers(&answer.then) }
                    }
                    if let Some(text) = manifest_text {
                        { deployment(desk, text, &on_turn) }
                    }
                </div>
            </div>
        </div>
    </> }
}

/// Has the policy judge what a question is about.
async fn ask(question: Question, file: &PolicyFile) -> Result<Option<Answered>, AttrValue> {
    let Ok(settings) = job::settings(&question.settings) else { return Ok(None) };
    let namespace = question.what_if.options(None).default_namespace;
    let (requests, left, job) = {
        let read = documents(&question.text);
        let (requests, left) = requests(&read, &file.metadata, question.operation, &namespace);
        let granted = wants(&file.metadata, &settings, file.is_own, false).reads;
        // A policy without metadata says nowhere what it wants to read.
        let has_list = file.is_own || !file.metadata.reads.is_empty();
        let world = world(&read, &namespace);
        let digests = job::digests(&question.digests);
        let settings = settings.to_json();
        let job = job::job(&settings, &requests, &world, has_list.then_some(granted), &digests);
        (requests, left, job)
    };
    let Some(said) = engine::run(question.handle, &job).await? else { return Ok(None) };
    let outcomes = outcomes(&said);
    Ok(Some(answered(question, &requests, left, &outcomes)))
}

fn answered(
    question: Question,
    requests: &[Request],
    left: usize,
    outcomes: &[Outcome],
) -> Answered {
    let (first, others) =
        outcomes.split_first().map_or((None, &[][..]), |(first, others)| (Some(first), others));
    let refused = first.and_then(judged::refused_settings);
    let text = question.text.clone();
    let (read, lines, hidden) = (documents(&text), Lines::new(&text), ink::hidden(&text));
    let source = Source { documents: &read, lines: &lines, hidden: &hidden };
    let judged = match refused {
        Some(_) => Vec::new(),
        None => judged::judged(&source, requests, others),
    };
    let after = after::after(&text, &judged);
    let picture = |text: &str| read::picture(text, &question.what_if, None, &ink::hidden(text));
    let then = match &after {
        Some(after) => after::then(&picture(&text), &picture(after)),
        None => Vec::new(),
    };
    Answered { question, refused, judged, left, then, is_changed: after.is_none() }
}

fn headline(
    desk: &Desk,
    settings: &Result<pullscope_core::json::Value<'static>, Wrong>,
    answer: Option<&Answered>,
    failure: Option<&AttrValue>,
) -> (Mark, AttrValue) {
    if let Some(failure) = failure {
        return (Mark::Error, failure.clone());
    }
    if let Some(problem) = desk.file.as_ref().and_then(|it| it.problem()) {
        return (Mark::Error, format!("{problem}.").into());
    }
    if let Err(wrong) = settings {
        let message = &wrong.message;
        return (
            Mark::Error,
            t!(
                "The settings cannot be read, line {line}: {message}.",
                line = wrong.line,
                message = message
            ),
        );
    }
    match answer {
        None => (Mark::Unknown, t!("The policy is being looked at.")),
        Some(Answered { refused: Some(message), .. }) => (
            Mark::Error,
            t!("The policy does not take these settings: {message}.", message = message),
        ),
        Some(answer) if answer.judged.is_empty() => (
            Mark::Unknown,
            t!(
                "Paste a workload, a Secret or an AdmissionReview, and the policy says whether it may enter the cluster."
            ),
        ),
        Some(answer) => summary::sentence(&answer.judged, &answer.then),
    }
}

/// What ran, where, and for how long.
fn evidence(desk: &Desk, answer: Option<&Answered>) -> AttrValue {
    let Some(file) = &desk.file else {
        return t!("The policy file is loaded from beside this page.");
    };
    if file.handle.is_none() {
        return t!("The file was looked at in this page and sent nowhere.");
    }
    let judged = answer.map_or(&[][..], |it| &it.judged);
    let times: Vec<f64> = judged
        .iter()
        .filter(|it| it.times != (0.0, 0.0))
        .map(|it| it.times.0 + it.times.1)
        .collect();
    let time = summary::milliseconds(times.iter().sum());
    match times.len() {
        0 => t!("{name} runs in this page; nothing is sent.", name = file.name),
        1 => t!(
            "{name} ran in this page, on 1 request made from your text, in {time}. Nothing was sent.",
            name = file.name,
            time = time
        ),
        count => t!(
            "{name} ran in this page, on {count} requests made from your text, each in a fresh instance, in {time}. Nothing was sent.",
            name = file.name,
            count = count,
            time = time
        ),
    }
}

/// The manifest, and where the policy is.
fn deployment(desk: &Desk, text: String, on_turn: &Callback<Turn>) -> Html {
    let oninput = on_turn.reform(|event: InputEvent| {
        Turn::Module(event.target_unchecked_into::<web_sys::HtmlInputElement>().value())
    });
    html! {
        <section class="panel" aria-labelledby="pol-deploy">
            <div class="panel-h">
                <h2 id="pol-deploy">{ "ClusterAdmissionPolicy" }</h2>
                <CopyButton text={text.clone()} label={t!("Copy the ClusterAdmissionPolicy")} />
            </div>
            <div class="panel-b pol-set">
                <label class="pol-f" for="pol-module"><b>{ t!("Where you push the policy to") }</b>
                    <small>{ t!("The registry of your own to which kwctl push sends the annotated policy.wasm; registry.example.com stands for it.") }</small>
                </label>
                <input id="pol-module" class="in mono" value={desk.module.to_string()} {oninput} spellcheck="false" autocapitalize="off" autocomplete="off" />
                <pre class="pol-y" tabindex="0" aria-label={t!("The manifest")}><code>{ text }</code></pre>
            </div>
        </section>
    }
}
