//! The parts of a Secret that is made: its name, where it goes, and who logs in to which registry.

use pullscope_core::Version;
use pullscope_core::field_error::FieldError;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::draft::{Draft, Part};
use crate::components::icon::{Glyph, Icon, State};
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::Mark;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) draft: Draft,
    /// The registries of the documents, as a key says them.
    pub(super) registries: Vec<AttrValue>,
    pub(super) kubernetes: Version,
    pub(super) on_draft: Callback<Draft>,
}

/// How a change of one field is told.
type Change = fn(&mut Draft, usize, String);

#[component]
pub(super) fn Parts(props: &Props) -> Html {
    use_language();
    let Props { draft, on_draft, .. } = props;
    let errors = draft.blueprint(|it| it.errors(props.kubernetes));
    let said = |field: &str| -> Vec<String> {
        let of_field = errors.iter().filter(|it: &&FieldError| it.field == field);
        of_field.map(|it| it.text_as(props.kubernetes)).collect()
    };
    let source = |from_file: bool, name: AttrValue| {
        let (draft, on_draft) = (draft.clone(), on_draft.clone());
        let is_on = (draft.from_file == from_file).to_string();
        let onclick = move |_: MouseEvent| on_draft.emit(Draft { from_file, ..draft.clone() });
        html! { <button type="button" aria-pressed={is_on} {onclick}>{ name }</button> }
    };
    html! {
        <section class="panel" aria-labelledby="secret-parts">
            <div class="panel-h"><h2 id="secret-parts">{ t!("Parts") }</h2></div>
            <div class="panel-b secret-f">
                <div class="secret-2">
                    { text(props, "secret-name", t!("Name"), &draft.name, said("metadata.name"), |draft, _, value| draft.name = value.into()) }
                    { text(props, "secret-spaces", t!("Namespaces, with commas between"), &draft.namespaces, said("metadata.namespace"), |draft, _, value| draft.namespaces = value.into()) }
                </div>
                <span class="seg" role="group" aria-label={t!("Where the credentials come from")}>
                    { source(false, t!("From parts")) }
                    { source(true, t!("From a docker login file")) }
                </span>
                if draft.from_file {
                    <File draft={draft.clone()} on_draft={on_draft.clone()} />
                } else {
                    <datalist id="secret-hosts">
                        { for props.registries.iter().map(|it| html! { <option value={it.clone()} /> }) }
                    </datalist>
                    { for draft.parts.iter().enumerate().map(|(at, part)| registry(props, at, part)) }
                    { another(props) }
                }
                <div class="secret-2">
                    { text(props, "secret-account", t!("ServiceAccount"), &draft.account, Vec::new(), |draft, _, value| draft.account = value.into()) }
                    { text(props, "secret-listed", t!("Secrets that it lists already"), &draft.listed, Vec::new(), |draft, _, value| draft.listed = value.into()) }
                </div>
            </div>
        </section>
    }
}

/// A field with one line, and what the API server says of it.
fn text(
    props: &Props,
    id: &'static str,
    label: AttrValue,
    value: &str,
    errors: Vec<String>,
    change: Change,
) -> Html {
    let described = (!errors.is_empty()).then(|| format!("{id}-e"));
    html! {
        <span class="fld">
            <label for={id}>{ label }</label>
            <input
                {id}
                class="in mono"
                autocomplete="off"
                spellcheck="false"
                autocapitalize="off"
                value={value.to_owned()}
                aria-invalid={(!errors.is_empty()).to_string()}
                aria-describedby={described.clone()}
                oninput={changed(props, 0, change)}
            />
            if let Some(id) = described {
                <span {id} class="secret-e"><State mark={Mark::Error} word="" />{ errors.join("; ") }</span>
            }
        </span>
    }
}

fn changed(props: &Props, at: usize, change: Change) -> Callback<InputEvent> {
    let (draft, on_draft) = (props.draft.clone(), props.on_draft.clone());
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let mut draft = draft.clone();
            change(&mut draft, at, input.value());
            on_draft.emit(draft);
        }
    })
}

/// The fields of one registry.
fn registry(props: &Props, at: usize, part: &Part) -> Html {
    let field = |name: &'static str,
                 label: AttrValue,
                 value: &str,
                 list: Option<&'static str>,
                 change: Change| {
        let id = format!("secret-{name}-{at}");
        html! {
            <span class="fld">
                <label for={id.clone()}>{ label }</label>
                <input {id} class="in mono" autocomplete="off" spellcheck="false" autocapitalize="off" {list} value={value.to_owned()} oninput={changed(props, at, change)} />
            </span>
        }
    };
    let remove = (props.draft.parts.len() > 1).then(|| {
        let (draft, on_draft) = (props.draft.clone(), props.on_draft.clone());
        let onclick = move |_: MouseEvent| {
            let mut draft = draft.clone();
            draft.parts.remove(at);
            on_draft.emit(draft);
        };
        html! {
            <button type="button" class="btn quiet ib" aria-label={t!("Remove registry {number}", number = at + 1)} {onclick}>
                <Icon glyph={Glyph::Close} />
            </button>
        }
    });
    html! {
        <fieldset class="secret-r">
            <legend><span class="g" aria-hidden="true">{ at + 1 }</span>{ t!("Registry {number}", number = at + 1) }{ remove }</legend>
            { field("server", t!("Registry, as in the image name"), &part.server, Some("secret-hosts"), |draft, at, value| draft.parts[at].server = value) }
            <div class="secret-2">
                { field("user", t!("User"), &part.username, None, |draft, at, value| draft.parts[at].username = value) }
                <PasswordField id={format!("secret-password-{at}")} value={part.password.clone()} oninput={changed(props, at, |draft, at, value| draft.parts[at].password = value)} />
            </div>
            { field("email", t!("Email, which may stay empty"), &part.email, None, |draft, at, value| draft.parts[at].email = value) }
        </fieldset>
    }
}

/// The button that adds a registry.
fn another(props: &Props) -> Html {
    let (draft, on_draft) = (props.draft.clone(), props.on_draft.clone());
    let onclick = move |_: MouseEvent| {
        let mut draft = draft.clone();
        draft.parts.push(Part::default());
        on_draft.emit(draft);
    };
    html! {
        <p><button type="button" class="btn wi-more" {onclick}><Icon glyph={Glyph::Plus} />{ t!("Another registry") }</button></p>
    }
}

#[derive(PartialEq, Properties)]
struct PasswordProps {
    id: AttrValue,
    value: AttrValue,
    oninput: Callback<InputEvent>,
}

/// A password, which is shown when asked for.
#[component]
fn PasswordField(props: &PasswordProps) -> Html {
    use_language();
    let is_shown = use_state(|| false);
    let onclick = {
        let is_shown = is_shown.clone();
        move |_: MouseEvent| is_shown.set(!*is_shown)
    };
    html! {
        <span class="fld">
            <label for={props.id.clone()}>{ t!("Password") }</label>
            <span class="secret-p">
                <input
                    id={props.id.clone()}
                    class="in mono"
                    type={if *is_shown { "text" } else { "password" }}
                    autocomplete="new-password"
                    spellcheck="false"
                    value={props.value.clone()}
                    oninput={props.oninput.clone()}
                />
                <button type="button" class="btn ib" aria-pressed={is_shown.to_string()} aria-label={t!("Show the password")} {onclick}>
                    <Icon glyph={Glyph::Eye} />
                </button>
            </span>
        </span>
    }
}

/// The largest file that is read, in bytes: a Secret holds no more.
const MAX_FILE: f64 = 1_048_576.0;

#[derive(PartialEq, Properties)]
struct FileProps {
    draft: Draft,
    on_draft: Callback<Draft>,
}

/// A `config.json`, pasted or read from a file.
#[component]
fn File(props: &FileProps) -> Html {
    use_language();
    let wrong = use_state(|| false);
    let set = {
        let (draft, on_draft) = (props.draft.clone(), props.on_draft.clone());
        Callback::from(move |text: String| {
            on_draft.emit(Draft { file: text.into(), ..draft.clone() })
        })
    };
    let oninput = {
        let set = set.clone();
        move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                set.emit(area.value());
            }
        }
    };
    let onchange = {
        let wrong = wrong.setter();
        move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            let Some(file) = input.and_then(|it| it.files()).and_then(|it| it.get(0)) else {
                return;
            };
            if file.size() > MAX_FILE {
                wrong.set(true);
                return;
            }
            let (set, wrong) = (set.clone(), wrong.clone());
            spawn_local(async move {
                let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
                let text = text.ok().and_then(|it| it.as_string());
                wrong.set(text.is_none());
                if let Some(text) = text {
                    set.emit(text);
                }
            });
        }
    };
    html! { <>
        <span class="fld">
            <label for="secret-file">{ t!("config.json, as docker login leaves it") }</label>
            <textarea id="secret-file" class="in mono masked" rows="8" spellcheck="false" autocapitalize="off" autocomplete="off" value={AttrValue::from(props.draft.file.clone())} {oninput} />
        </span>
        <span class="fld">
            <label for="secret-read">{ t!("Or read it from a file") }</label>
            <input id="secret-read" type="file" accept=".json,application/json" {onchange} />
            if *wrong {
                <span class="secret-e" role="alert"><State mark={Mark::Error} word="" />{ t!("This file is no text of at most 1 MiB.") }</span>
            }
        </span>
    </> }
}
