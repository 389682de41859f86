//! The Secret workshop: a Secret taken apart layer by layer, or made from its parts.
//!
//! What is typed here stays here: it is no part of the documents, of a link or of what is stored, and
//! is forgotten with the page.

mod content;
mod draft;
mod fits;
mod inspected;
mod layers;
mod origin;
mod parts;
mod paste;
mod result;

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::finding::{self, Edit};
use pullscope_core::pull_secret::BuildError;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::findings::Findings;
use crate::components::icon::{Glyph, Icon};
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::shortcuts::focus_first;
use crate::state::{Action, Dropped};
use crate::texts::t;
use crate::trip::Mark;
use draft::{Draft, Mode, Part, words};
use inspected::{Inspected, of_documents, of_text, placeless};

#[component]
pub(super) fn SecretView(props: &ViewProps) -> Html {
    use_language();
    let draft = use_state(Draft::kept);
    let on_draft = {
        let draft = draft.clone();
        Callback::from(move |next: Draft| {
            next.keep();
            draft.set(next);
        })
    };
    let report = props.report.as_deref();
    let made = match draft.mode {
        Mode::Build => draft.blueprint(|it| it.yaml().ok()),
        Mode::Inspect => None,
    };
    let chosen = chosen(&draft, props);
    let inspected = match (draft.mode, chosen) {
        (Mode::Build, _) => {
            made.as_deref().and_then(|it| of_text(first(it), &props.what_if, report))
        }
        (Mode::Inspect, Some(secret)) => report
            .and_then(|it| of_documents(&props.text, it, &props.notes, secret, &props.what_if)),
        (Mode::Inspect, None) => of_text(&draft.pasted, &props.what_if, report),
    };
    let (mark, sentence) = answer(&draft, inspected.as_ref());
    let evidence = match &inspected {
        Some(inspected) => fits::evidence(inspected),
        None => t!("What is typed here stays in this view, is stored nowhere and enters no link."),
    };
    html! { <>
        <ViewHead {mark} {sentence} {evidence} dispatch={props.dispatch.clone()}>
            { modes(&draft, &on_draft) }
            { inspected.as_ref().map(|it| anew(it, &draft, &on_draft)).unwrap_or_default() }
            { example(&draft, &on_draft, props) }
        </ViewHead>
        <div class="view secret">
            if let Some(inspected) = &inspected { { layers::panel(inspected) } }
            <div class="secret-in">
                if draft.mode == Mode::Inspect {
                    <paste::Paste draft={(*draft).clone()} secrets={paste::secrets(report)} {chosen} on_draft={on_draft.clone()} />
                } else {
                    <parts::Parts
                        draft={(*draft).clone()}
                        registries={fits::registries(report)}
                        kubernetes={props.what_if.kubernetes}
                        on_draft={on_draft.clone()}
                    />
                }
            </div>
            <div class="secret-out">
                if draft.mode == Mode::Build {
                    <result::Outcome draft={(*draft).clone()} on_add={added(&draft, props)} />
                } else if let Some(inspected) = &inspected {
                    <content::Content entries={inspected.entries.clone()} count={inspected.count} decoded={inspected.decoded.clone()} />
                }
            </div>
            if let Some(inspected) = &inspected {
                <div class="secret-fit">
                    { fits::panel(inspected) }
                    { findings(inspected, &draft, chosen.is_some(), &on_draft, props) }
                </div>
            }
        </div>
    </> }
}

/// The Secret of the documents that is looked into: the one that was chosen, and the first one where
/// nothing was pasted.
fn chosen(draft: &Draft, props: &ViewProps) -> Option<usize> {
    let count = props.report.as_ref().map_or(0, |it| it.secrets.len());
    let first = draft.pasted.trim().is_empty().then_some(0);
    draft.chosen.or(first).filter(|it| *it < count)
}

/// Of several documents that differ in their namespace the first.
fn first(yaml: &str) -> &str {
    yaml.split("\n---\n").next().unwrap_or(yaml)
}

/// What is said of it in one sentence.
fn answer(draft: &Draft, inspected: Option<&Inspected>) -> (Mark, AttrValue) {
    let Some(inspected) = inspected else {
        return match draft.mode {
            Mode::Build => match draft.blueprint(|it| it.config_json().err()) {
                Some(error) => (Mark::Unknown, missing(draft, error)),
                None => (Mark::Error, t!("What was pasted is no config.json.")),
            },
            Mode::Inspect if draft.pasted.trim().is_empty() => {
                (Mark::Unknown, t!("Paste a Secret, or any layer of one, to take it apart."))
            }
            Mode::Inspect => (Mark::Unknown, t!("What was pasted is no layer of a pull Secret.")),
        };
    };
    if let Some(broken) = inspected.broken() {
        let said = t!("The kubelet reads no key: {why}.", why = lower(&broken.note));
        return (Mark::Error, said);
    }
    fits::answer(inspected)
}

/// What is still to be typed, so that a Secret can be made.
fn missing(draft: &Draft, error: BuildError) -> AttrValue {
    if error == BuildError::NoName {
        return t!("Not made yet: the Secret needs a name.");
    }
    if draft.from_file {
        return t!("Paste the config.json that docker login left, and the Secret is made of it.");
    }
    if draft.parts.iter().all(|it| *it == Part::default()) {
        return t!("Fill in a registry, a user and a password: the Secret is made as you type.");
    }
    let lacks = draft.parts.iter().enumerate().find_map(|(at, it)| {
        let login = it.login();
        let number = at + 1;
        if login.server.is_empty() {
            return Some(t!("Not made yet: registry {number} needs its host.", number = number));
        }
        if login.username.is_empty() {
            return Some(t!("Not made yet: registry {number} needs a user.", number = number));
        }
        let said = || t!("Not made yet: registry {number} needs a password.", number = number);
        login.password.is_empty().then(said)
    });
    lacks.unwrap_or_else(|| t!("Not made yet: a registry is needed."))
}

/// A title within a sentence.
fn lower(title: &str) -> String {
    let mut chars = title.chars();
    match chars.next() {
        Some(first) if chars.as_str().starts_with(|it: char| it == ' ' || it.is_lowercase()) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => title.to_owned(),
    }
}

/// The two things that the workshop does.
fn modes(draft: &Draft, on_draft: &Callback<Draft>) -> Html {
    let mode = |mode: Mode, name: AttrValue| {
        let (draft, on_draft) = (draft.clone(), on_draft.clone());
        let onclick = {
            let draft = draft.clone();
            move |_: MouseEvent| on_draft.emit(Draft { mode, ..draft.clone() })
        };
        html! { <button type="button" aria-pressed={(draft.mode == mode).to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <span class="seg secret-mode" role="group" aria-label={t!("What to do")}>
            { mode(Mode::Inspect, t!("Inspect one")) }
            { mode(Mode::Build, t!("Build one")) }
        </span>
    }
}

/// The button that fills the form with what the Secret holds that is looked into.
fn anew(inspected: &Inspected, draft: &Draft, on_draft: &Callback<Draft>) -> Html {
    if draft.mode == Mode::Build || inspected.origin.parts.is_empty() {
        return html! {};
    }
    let next = draft.anew(&inspected.origin);
    let on_draft = on_draft.clone();
    let onclick = move |_: MouseEvent| {
        // This button goes; the one beside it says what is shown.
        focus_first(&[".secret-mode button:last-child"]);
        on_draft.emit(next.clone());
    };
    html! {
        <button type="button" class="btn big" {onclick}>
            <Icon glyph={Glyph::Wrench} />{ t!("Build it anew") }
        </button>
    }
}

/// The button that loads a Secret to look into; what was pasted stays where it is.
fn example(draft: &Draft, on_draft: &Callback<Draft>, props: &ViewProps) -> Html {
    let (draft, on_draft, dispatch) = (draft.clone(), on_draft.clone(), props.dispatch.clone());
    let onclick = move |_: MouseEvent| {
        dispatch.emit(Action::Load(Example::Twice));
        on_draft.emit(Draft { mode: Mode::Inspect, chosen: Some(0), ..draft.clone() });
    };
    html! {
        <button type="button" class="btn big" title={Example::Twice.about()} {onclick}>
            <Icon glyph={Glyph::Play} />{ t!("Example") }
        </button>
    }
}

/// Puts what was made behind the documents, or where the Secret of this name is among them.
fn added(draft: &Draft, props: &ViewProps) -> Callback<()> {
    let place = place(draft, props);
    let (draft, dispatch) = (draft.clone(), props.dispatch.clone());
    Callback::from(move |()| {
        let Ok(yaml) = draft.blueprint(|it| it.yaml()) else { return };
        let name = draft.name.trim();
        dispatch.emit(match place.clone() {
            Some(span) => {
                let what = t!("Put Secret {name} where the one before it was", name = name);
                let edit = Edit { span, text: yaml.trim_end().to_owned() };
                Action::Change(vec![edit], what.to_string())
            }
            None => {
                let files = vec![(t!("Secret {name}", name = name).to_string(), yaml)];
                Action::Append(Dropped { files, ..Dropped::default() })
            }
        });
    })
}

/// Where the Secret stands that has the name and the one namespace already, when it is a document of
/// its own in YAML.
fn place(draft: &Draft, props: &ViewProps) -> Option<Range<usize>> {
    let report = props.report.as_deref()?;
    let spaces = words(&draft.namespaces);
    let [space] = spaces[..] else { return None };
    let is_it =
        |namespace: Option<&str>, name: &str| namespace == Some(space) && name == draft.name.trim();
    let mut secrets = report.secrets.iter();
    let secret = secrets.find(|it| is_it(it.namespace.as_deref(), &it.name))?;
    let document = report.documents.get(secret.document)?;
    let text = props.text.get(document.span.clone())?;
    let start = document.span.end - text.trim_start().len();
    let end = document.span.start + text.trim_end().len();
    let is_alone = document.kind.as_deref() == Some("Secret")
        && !text[start - document.span.start..].starts_with('{');
    is_alone.then_some(start..end)
}

/// The findings. Of a pasted text a fix is made in what was pasted, of the documents in these.
fn findings(
    inspected: &Inspected,
    draft: &Draft,
    is_of_documents: bool,
    on_draft: &Callback<Draft>,
    props: &ViewProps,
) -> Html {
    let notes = match draft.mode {
        Mode::Inspect if is_of_documents => inspected.notes.clone(),
        Mode::Inspect => Rc::new(
            (inspected.notes.iter().zip(placeless(&inspected.notes)))
                .map(|(with, without)| match with.edits() {
                    Some(_) => crate::trip::Note { repair: with.repair.clone(), ..without },
                    None => without,
                })
                .collect(),
        ),
        Mode::Build => Rc::new(placeless(&inspected.notes)),
    };
    let on_apply = match is_of_documents {
        true => props.dispatch.reform(Action::Apply),
        false => {
            let (manifest, notes) = (inspected.manifest.clone(), inspected.notes.clone());
            let (draft, on_draft) = (draft.clone(), on_draft.clone());
            Callback::from(move |index: usize| {
                let note = notes.iter().find(|it| it.index == index);
                let edits = note.and_then(|it| it.edits());
                // An edit that does not fit is none: what was pasted stays as it is.
                let fixed = edits.and_then(|it| finding::apply(&manifest, &it.edits).ok());
                if let Some(fixed) = fixed {
                    on_draft.emit(Draft { pasted: fixed.into(), chosen: None, ..draft.clone() });
                }
            })
        }
    };
    html! {
        <Findings
            {notes}
            at={None::<usize>}
            later={props.later.clone()}
            on_go={props.on_go.clone()}
            {on_apply}
            on_explain={props.dispatch.reform(|code| Action::Explain(Some(code)))}
            has_key={false}
        />
    }
}
