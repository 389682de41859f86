//! `registries.yaml`: the files that a node makes of it, what it asks for each image, and which entries
//! touch none.

mod checks;
mod documentation;
mod files;
mod model;
mod playground;
mod requests;

use std::rc::Rc;

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::registries::{Distribution, Entry};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use super::place::Places;
use crate::components::field;
use crate::components::findings::Findings;
use crate::components::icon::State;
use crate::components::what_if::registries::RegistriesSwitches;
use crate::examples::Example;
use crate::examples::documentation::PRINTED;
use crate::hooks::language::use_language;
use crate::read::{capital, whole};
use crate::state::Action;
use crate::texts::{sentence, t};
use crate::trip::Mark;
use model::{Choice, IMAGES, Model};
use playground::Playground;

/// The area of what is found in the file.
const AREA: &str = "registries/";

#[component]
pub(super) fn RegistriesView(props: &ViewProps) -> Html {
    use_language();
    let choice = use_state(Choice::default);
    let own = use_state(|| None::<String>);
    let images = match &*own {
        Some(text) => lines(text),
        None => of_text(props.report.as_deref()),
    };
    let model = props.report.as_deref().and_then(|report| {
        Model::new(&props.text, report, props.what_if.registries, *choice, &images)
    });
    let (mark, sentence) = match &model {
        Some(model) => model.sentence(),
        None => (
            Mark::Unknown,
            t!("Paste a registries.yaml of K3s or RKE2, to see what its nodes ask for."),
        ),
    };
    let evidence = model
        .as_ref()
        .map_or_else(|| t!("Begin with an example of the documentation."), Model::evidence);
    let places = Places::new(props);
    // An example is asked about its own images.
    let on_example = {
        let (dispatch, own) = (props.dispatch.clone(), own.clone());
        Callback::from(move |action: Action| {
            own.set(None);
            dispatch.emit(action);
        })
    };
    let is_example = documentation::is_example(&props.text);
    html! { <>
        <ViewHead {mark} {sentence} {evidence} example={Example::Registries(&PRINTED[0])} dispatch={on_example.clone()} />
        <div class="view registries">
            <div class="reg-side">
                { node(props, &choice) }
                { image_list(&images, &own) }
            </div>
            <div class="reg-main">
                if let Some(model) = &model {
                    if is_example {
                        { documentation::differences(model, true, &places, &props.dispatch) }
                    }
                    if !props.notes.iter().any(|it| it.code.starts_with(AREA)) {
                        { refused(model, &places) }
                    }
                    { requests::panel(model, &places) }
                    { findings(props) }
                    if !is_example {
                        { documentation::differences(model, false, &places, &props.dispatch) }
                    }
                    <Playground key={format!("{:?}", model.rewrites)} rules={model.rewrites.clone()} images={images.clone()} />
                    { files::panel(model) }
                    { entries(model, &places) }
                    { checks::panel(model) }
                } else {
                    <Playground rules={Vec::new()} images={images.clone()} />
                }
            </div>
            <div class="reg-docs">{ documentation::examples(&props.text, &on_example) }</div>
        </div>
    </> }
}

/// The images of a list, one a line.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    lines.take(IMAGES).map(str::to_owned).collect()
}

/// The images of the text, each once; else two that show most.
fn of_text(report: Option<&Diagnosis>) -> Vec<String> {
    let mut images: Vec<String> = Vec::new();
    let all = report.into_iter().flat_map(|it| &it.workloads).flat_map(|it| &it.images);
    for image in all.filter(|it| it.reference.is_ok()) {
        if images.len() < IMAGES && !images.contains(&image.image) {
            images.push(image.image.clone());
        }
    }
    if images.is_empty() {
        images = ["busybox:1.37", "rancher/mirrored-pause:3.6"].map(str::to_owned).to_vec();
    }
    images
}

/// What is found in the file.
fn findings(props: &ViewProps) -> Html {
    let notes = props.notes.iter().filter(|it| it.code.starts_with(AREA));
    let on_apply = props.dispatch.reform(Action::Apply);
    let on_explain = props.dispatch.reform(|code| Action::Explain(Some(code)));
    html! {
        <Findings
            notes={Rc::new(notes.cloned().collect::<Vec<_>>())}
            at={None::<usize>}
            later={props.later.clone()}
            on_go={props.on_go.clone()}
            {on_apply}
            {on_explain}
            has_key={false}
        />
    }
}

/// How the node is set.
fn node(props: &ViewProps, choice: &UseStateHandle<Choice>) -> Html {
    let toggle = |label: AttrValue, is_on: bool, change: fn(&mut Choice, bool)| {
        let choice = choice.clone();
        let on_switch = Callback::from(move |on| {
            let mut next = *choice;
            change(&mut next, on);
            choice.set(next);
        });
        field::toggle(label, None, is_on, on_switch, html! {})
    };
    html! {
        <section class="panel" aria-labelledby="reg-node">
            <div class="panel-h"><h2 id="reg-node">{ t!("Node") }</h2></div>
            <div class="panel-b reg-set">
                <RegistriesSwitches setting={props.what_if.registries} on_switch={props.dispatch.reform(Action::Set)} />
                { toggle("Windows".into(), choice.windows, |choice, on| choice.windows = on) }
                if props.what_if.registries.distribution == Distribution::Rke2 {
                    { toggle(t!("RKE2 itself pulls its own image"), choice.is_own_pull, |choice, on| choice.is_own_pull = on) }
                }
                { toggle(t!("The kubelet has a credential"), choice.has_pod_credential, |choice, on| choice.has_pod_credential = on) }
            </div>
        </section>
    }
}

/// The images that are asked about.
fn image_list(images: &[String], own: &UseStateHandle<Option<String>>) -> Html {
    let value = match &**own {
        Some(text) => text.clone(),
        None => images.join("\n"),
    };
    let oninput = {
        let own = own.clone();
        move |event: InputEvent| {
            own.set(Some(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
        }
    };
    let back = own.is_some().then(|| {
        let own = own.clone();
        move |_: MouseEvent| own.set(None)
    });
    html! {
        <section class="panel" aria-labelledby="reg-images">
            <div class="panel-h"><h2 id="reg-images">{ t!("Images") }</h2></div>
            <div class="panel-b reg-set">
                <label class="vh" for="reg-list">{ t!("Images, one a line") }</label>
                <textarea id="reg-list" class="in mono" rows="4" {value} {oninput} spellcheck="false" autocapitalize="off" autocomplete="off" />
                if let Some(back) = back {
                    <button type="button" class="btn quiet" onclick={back}>{ t!("Those of the text") }</button>
                }
            </div>
        </section>
    }
}

/// Why the node does not get ready.
fn refused(model: &Model, places: &Places<'_>) -> Html {
    let Some(refused) = &model.refused else { return html! {} };
    html! {
        <section class="panel" aria-labelledby="reg-refused">
            <div class="panel-h"><h2 id="reg-refused">{ t!("Why it cannot be read") }</h2></div>
            <div class="panel-b">
                <p><State mark={Mark::Error} word={t!("Error")} />{ " " }{ capital(&sentence(&refused.sentence)) }{ ": " }{ places.link(&refused.span) }</p>
                if let Some(upstream) = &refused.upstream {
                    <pre class="said" tabindex="0" aria-label={t!("What the node logs")}><code>{ upstream }</code></pre>
                }
            </div>
        </section>
    }
}

/// More entries than a person reads.
const ENTRIES: usize = 200;

/// Which images each entry touches.
fn entries(model: &Model, places: &Places<'_>) -> Html {
    if model.entries.is_empty() && model.unknown.is_empty() {
        return html! {};
    }
    let left = model.entries.len().saturating_sub(ENTRIES);
    html! {
        <section class="panel" aria-labelledby="reg-entries">
            <div class="panel-h">
                <h2 id="reg-entries">{ t!("Entries") }</h2>
                <p class="panel-n">{ t!("and the images above that each touches") }</p>
            </div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead><tr><th scope="col">{ t!("Entry") }</th><th scope="col">{ t!("Touches") }</th></tr></thead>
                    <tbody>
                        { for model.entries.iter().take(ENTRIES).map(|it| entry(it, model, places)) }
                        { for model.unknown.iter().take(ENTRIES).map(|(path, span)| html! {
                            <tr>
                                <th scope="row"><code>{ path }</code><p class="means">{ places.link(span) }</p></th>
                                <td class="reg-e"><State mark={Mark::Warning} word={t!("Dead")} /><span>{ t!("No such key is known: it is passed over in silence.") }</span></td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                if left > 0 {
                    <p class="means">{ t!("{count} more entries are not shown.", count = left) }</p>
                }
            </div>
        </section>
    }
}

fn entry(entry: &Entry, model: &Model, places: &Places<'_>) -> Html {
    // Only what is a reference was asked about.
    let asked: Vec<&str> =
        model.images.iter().filter(|it| it.asks.is_ok()).map(|it| it.name.as_str()).collect();
    let names: Vec<&str> = entry.images.iter().filter_map(|it| asked.get(*it).copied()).collect();
    let (mark, word, text) = match entry.idle {
        None => (Mark::Ok, t!("Used"), names.join(", ").into()),
        Some(idle) => {
            let said = whole(&idle.to_string());
            match idle.is_dead() {
                true => (Mark::Warning, t!("Dead"), said),
                false => (Mark::Unknown, t!("Not met"), said),
            }
        }
    };
    html! {
        <tr>
            <th scope="row"><code>{ &entry.path }</code><p class="means">{ places.link(&entry.span) }</p></th>
            <td class="reg-e"><State {mark} {word} /><span>{ text }</span></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};

    use super::*;

    #[test]
    fn the_images_of_the_text_are_asked_about_first() {
        let report = diagnose("nginx:1\nghcr.io/a\nnginx:1\n", &Options::default());
        assert_eq!(of_text(Some(&report)), ["nginx:1", "ghcr.io/a"]);
        assert_eq!(of_text(None).len(), 2);
    }

    #[test]
    fn a_list_has_one_image_a_line() {
        assert_eq!(lines(" nginx \n\nghcr.io/a\n"), ["nginx", "ghcr.io/a"]);
        assert_eq!(lines(&"a\n".repeat(100)).len(), IMAGES);
    }
}
