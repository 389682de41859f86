//! Handing the workspace on: a link, a ticket, files; and keeping it in this browser.

use std::collections::HashMap;

use gloo_timers::callback::Timeout;
use js_sys::Array;
use pullscope_core::diagnose::{Offsets, Texts, diagnose};
use wasm_bindgen::JsCast;
use web_sys::{Blob, File, HtmlAnchorElement, HtmlDialogElement, HtmlInputElement, Url};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::copy::CopyButton;
use super::explain;
use super::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::hooks::read;
use crate::hooks::workspace::Keeping;
use crate::share::{Shared, link, ticket};
use crate::state::{Action, State};
use crate::texts::{Language, t};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: UseReducerHandle<State>,
    pub(crate) keeping: Keeping,
    /// The language that was chosen, which the link names.
    pub(crate) language: Option<Language>,
    pub(crate) on_close: Callback<()>,
}

/// Characters of a link that some programs cut off behind.
const SAFE: usize = 8_000;

#[component]
pub(crate) fn Share(props: &Props) -> Html {
    use_language();
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // A dialog that cannot be opened as such still stands in the page.
                let _ = dialog.show_modal();
            }
        });
    }
    let close = {
        let dialog = dialog.clone();
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let state = &props.state;
    let shared = use_memo(state.clone(), |state| state.shared());
    let made = use_state(|| None::<Result<AttrValue, AttrValue>>);
    {
        let (shared, made, view) = (shared.clone(), made.setter(), state.view());
        use_effect_with((shared, props.language), move |(shared, language)| {
            let language = *language;
            let shared = (**shared).clone();
            spawn_local(async move { made.set(Some(link::of(shared, view, language).await)) });
        });
    }
    let on_close = props.on_close.reform(|_: Event| ());
    let blank = state.is_blank();
    html! {
        <dialog ref={dialog} class="explain share" aria-labelledby="share-h" onclose={on_close}>
            // A form of this sort closes its dialog, and sends nothing anywhere.
            <form method="dialog">
                <button class="btn quiet ib" aria-label={t!("Close sharing")}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </form>
            <h2 id="share-h">{ t!("Share") }</h2>
            if blank {
                <p>{ t!("There is no text yet that could be shared.") }</p>
            } else {
                { as_link(&shared, props.language, made.as_ref()) }
                { for_ticket(state) }
            }
            <Files state={state.clone()} on_done={Callback::from(move |()| close())} />
            { keep(&props.keeping) }
        </dialog>
    }
}

/// The link, and exactly what it holds.
fn as_link(
    shared: &Shared,
    language: Option<Language>,
    made: Option<&Result<AttrValue, AttrValue>>,
) -> Html {
    let lines = shared.text.lines().count().to_string();
    html! {
        <section aria-labelledby="share-link">
            <h3 id="share-link">{ t!("A link") }</h3>
            <p>{ t!("It holds the text, the switches and what you look at, behind the #, which no browser sends to a server. Each password, token and value of a Secret is replaced by a placeholder of the same length, so that the answer is the same. Names stay: of registries, users, images.") }</p>
            <div class="share-row">
                { match made {
                    None => html! { <p role="status">{ t!("The link is being made.") }</p> },
                    Some(Err(why)) => html! { <p role="alert">{ why }</p> },
                    Some(Ok(link)) => html! { <>
                        <CopyButton text={link.clone()} label={t!("Copy link")} name={t!("Copy link")} is_primary=true />
                        <p id="share-size">
                            { t!("{size} characters", size = link.len()) }
                            if link.len() > SAFE {
                                { ": " }{ t!("some programs cut off a link that long; a file is safer") }
                            }
                        </p>
                    </> },
                } }
            </div>
            <label class="share-label" for="share-text">{ t!("Everything that the link holds") }</label>
            <textarea id="share-text" class="in" readonly=true rows="8" spellcheck="false" value={shared.text.clone()} aria-describedby="share-more" />
            <p id="share-more">
                { t!("Lines of text: {lines}.", lines = lines) }
                { for shared.switches.iter().map(|(name, value)| html! { <>{ " " }<code>{ format!("{name}: {value}") }</code></> }) }
                if let Some(language) = language {
                    { " " }<code>{ format!("lang: {}", language.tag()) }</code>
                }
                if let Some((owner, name)) = &shared.container {
                    { " " }{ t!("Looking at {name} of {owner}, stop {stop}.", name = name, owner = owner, stop = shared.stop.unwrap_or_default()) }
                }
            </p>
        </section>
    }
}

/// The answer as Markdown.
fn for_ticket(state: &State) -> Html {
    let picture = state.picture();
    let markdown = ticket::markdown(
        state.trip().map(|trip| &**trip),
        &picture.sentence,
        &picture.notes,
        state.what_if(),
        state.lines(),
    );
    html! {
        <section aria-labelledby="share-ticket">
            <h3 id="share-ticket">{ t!("For a ticket") }</h3>
            <p>{ t!("The answer, the stops and the findings as Markdown, without the text and without a password.") }</p>
            <div class="share-row">
                <CopyButton text={markdown} label={t!("Copy as Markdown")} name={t!("Copy as Markdown")} />
            </div>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct FilesProps {
    state: UseReducerHandle<State>,
    on_done: Callback<()>,
}

/// Files to save and to open.
#[component]
fn Files(props: &FilesProps) -> Html {
    use_language();
    let with_secrets = use_state(|| false);
    let state = &props.state;
    let on_save = {
        let (state, with_secrets) = (state.clone(), *with_secrets);
        move |_: MouseEvent| match with_secrets {
            true => download("pullscope.yaml", state.text()),
            false => download("pullscope.yaml", &state.shared().text),
        }
    };
    let export = |name: &'static str, format: Format| {
        let state = state.clone();
        move |_: MouseEvent| {
            let state = state.clone();
            spawn_local(async move { download(name, &findings(&state, format).await) });
        }
    };
    let on_files = {
        let (state, on_done) = (state.clone(), props.on_done.clone());
        move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let list = input.files();
            let files: Vec<File> = list
                .iter()
                .flat_map(|list| (0..list.length()).filter_map(|at| list.get(at)))
                .collect();
            let (state, on_done) = (state.clone(), on_done.clone());
            spawn_local(async move {
                let dropped = read(files).await;
                on_done.emit(());
                state.dispatch(Action::Append(dropped));
            });
        }
    };
    let secret = with_secrets.clone();
    let on_secret = move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            secret.set(input.checked());
        }
    };
    html! {
        <section aria-labelledby="share-files">
            <h3 id="share-files">{ t!("Files") }</h3>
            if !state.is_blank() {
                <div class="share-row">
                    <button type="button" class="btn" onclick={on_save}>{ t!("Save the text") }</button>
                    <label class="share-check">
                        <input type="checkbox" checked={*with_secrets} onchange={on_secret} />
                        { t!("with its passwords, as it is here") }
                    </label>
                </div>
                <div class="share-row">
                    <button type="button" class="btn" onclick={export("pullscope.json", Format::Json)}>{ t!("Save the diagnosis as JSON") }</button>
                    <button type="button" class="btn" onclick={export("pullscope.sarif", Format::Sarif)}>{ t!("Save the findings as SARIF") }</button>
                </div>
            }
            <div class="share-row">
                <label class="btn share-open">
                    { t!("Open files") }
                    <input type="file" multiple=true onchange={on_files} />
                </label>
                <p>{ t!("Their text is put behind yours. Files and folders can be dropped anywhere on the page, too.") }</p>
            </div>
        </section>
    }
}

/// The switch to keep the workspace.
fn keep(keeping: &Keeping) -> Html {
    let (is_on, on_switch) = (keeping.is_on, keeping.on_switch.clone());
    html! {
        <section aria-labelledby="share-keep">
            <h3 id="share-keep">{ t!("This browser") }</h3>
            <button type="button" class="switch" role="switch" aria-checked={is_on.to_string()} aria-describedby="share-kept" onclick={move |_| on_switch.emit(!is_on)}>
                <span class="tr" aria-hidden="true"><i /></span>
                { t!("Keep this workspace in this browser") }
            </button>
            <p id="share-kept">
                { match is_on {
                    true => t!("Kept in this browser on this device, with placeholders for the passwords. Switching it off deletes it at once."),
                    false => t!("Nothing is stored: a reload starts with an empty page. Switched on, the text and the switches are kept on this device, with placeholders for the passwords."),
                } }
            </p>
            if let Some(why) = &keeping.hindered_by {
                <p role="alert">{ why }</p>
            }
        </section>
    }
}

/// What findings are saved as.
#[derive(Clone, Copy)]
enum Format {
    Json,
    Sarif,
}

/// The findings of the text with placeholders: the same ones, and no fix of them repeats a secret.
async fn findings(state: &State, format: Format) -> String {
    let safe = state.shared().text;
    let image = state.trip().and_then(|trip| trip.runtime.clone());
    let texts = Texts::from(&*safe);
    let diagnosis = diagnose(&safe, &state.what_if().options(image.as_deref()));
    match format {
        Format::Json => diagnosis.to_json(&texts, Offsets::Bytes),
        Format::Sarif => {
            let mut pages = HashMap::new();
            for found in &diagnosis.findings {
                let code = found.finding.code;
                // A log without help is one, too.
                if !pages.contains_key(code)
                    && let Ok(page) = explain::read(code).await
                {
                    pages.insert(code, page);
                }
            }
            let page = |code: &str| pages.get(code).map(|page| page.to_string());
            diagnosis.to_sarif(&texts, &["pullscope.yaml"], &page)
        }
    }
}

/// Has the browser save a file.
fn download(name: &str, text: &str) {
    let save = || {
        let blob = Blob::new_with_str_sequence(&Array::of1(&text.into())).ok()?;
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        let anchor = web_sys::window()?.document()?.create_element("a").ok()?;
        let anchor: HtmlAnchorElement = anchor.dyn_into().ok()?;
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
        // The browser has begun to read it by then.
        Timeout::new(10_000, move || {
            // What cannot be freed is freed with the page.
            let _ = Url::revoke_object_url(&url);
        })
        .forget();
        Some(())
    };
    // A browser that saves nothing says so itself.
    save();
}
