//! Where a Secret is pasted, or one of the documents is chosen.

use pullscope_core::diagnose::Diagnosis;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::draft::Draft;
use crate::components::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::texts::t;

/// The value of the choice that is none of the documents.
const PASTED: &str = "pasted";

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) draft: Draft,
    /// The names of the Secrets of the documents.
    pub(super) secrets: Vec<AttrValue>,
    pub(super) chosen: Option<usize>,
    pub(super) on_draft: Callback<Draft>,
}

/// The Secrets of the documents by name.
pub(super) fn secrets(report: Option<&Diagnosis>) -> Vec<AttrValue> {
    let secrets = report.into_iter().flat_map(|it| &it.secrets);
    let names = secrets.map(|it| match &it.namespace {
        Some(namespace) => t!("Secret {namespace}/{name}", namespace = namespace, name = it.name),
        None => t!("The node’s {name}", name = it.name),
    });
    names.collect()
}

#[component]
pub(super) fn Paste(props: &Props) -> Html {
    use_language();
    let is_shown = use_state(|| false);
    let onchange = {
        let (draft, on_draft) = (props.draft.clone(), props.on_draft.clone());
        move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                on_draft.emit(Draft { chosen: select.value().parse().ok(), ..draft.clone() });
            }
        }
    };
    let oninput = {
        let (draft, on_draft) = (props.draft.clone(), props.on_draft.clone());
        move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                let pasted = area.value().into();
                on_draft.emit(Draft { pasted, chosen: None, ..draft.clone() });
            }
        }
    };
    let on_show = {
        let is_shown = is_shown.clone();
        move |_: MouseEvent| is_shown.set(!*is_shown)
    };
    html! {
        <section class="panel" aria-labelledby="secret-paste">
            <div class="panel-h">
                <h2 id="secret-paste">{ t!("Look into") }</h2>
                <button type="button" class="btn quiet" aria-pressed={is_shown.to_string()} onclick={on_show}>
                    <Icon glyph={Glyph::Eye} />{ t!("Show what is pasted") }
                </button>
            </div>
            <div class="panel-b secret-f">
                if !props.secrets.is_empty() {
                    <span class="fld">
                        <label for="secret-of">{ t!("Of the documents, or pasted below") }</label>
                        <select id="secret-of" class="in" {onchange}>
                            <option value={PASTED} selected={props.chosen.is_none()}>{ t!("What is pasted below") }</option>
                            { for props.secrets.iter().enumerate().map(|(at, name)| html! {
                                <option value={at.to_string()} selected={props.chosen == Some(at)}>{ name }</option>
                            }) }
                        </select>
                    </span>
                }
                <span class="fld">
                    <label for="secret-text">{ t!("A Secret, or one of its layers") }</label>
                    <textarea
                        id="secret-text"
                        class={classes!("in", "mono", (!*is_shown).then_some("masked"))}
                        rows="12"
                        spellcheck="false"
                        autocapitalize="off"
                        autocomplete="off"
                        placeholder={t!("The Secret in YAML or JSON, its data, the base64 of a value, a config.json, an auth, or the kubectl command that makes it")}
                        value={AttrValue::from(props.draft.pasted.clone())}
                        {oninput}
                    />
                </span>
            </div>
        </section>
    }
}
