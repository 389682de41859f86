//! A dump of a whole cluster as a table: read in a worker, filtered, sorted, opened.

mod chart;

use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::icon::State;
use crate::dump::reading::{ROWS, Reading, Told};
use crate::dump::rows::{By, Row, Which};
use crate::dump::switches;
use crate::hooks::language::use_language;
use crate::parts;
use crate::state::Action;
use crate::texts::{sentence, t};
use crate::trip::Mark;
use crate::views::View;

#[component]
pub(super) fn DumpView(props: &ViewProps) -> Html {
    use_language();
    let reading = &props.dump;
    let on_told = props.dispatch.reform(Action::Dump);
    let switches = AttrValue::from(switches::text(&props.what_if));
    {
        let (on_told, switches) = (on_told.clone(), switches.clone());
        use_effect_with(reading.file.clone(), move |file| {
            let Some(file) = file.clone() else { return };
            on_told.emit(Told::Begin(switches.clone()));
            let told = on_told.clone();
            let tell = Closure::<dyn Fn(String, String)>::new(move |kind: String, text: String| {
                told.emit(match kind.as_str() {
                    "progress" => Told::Progress(text),
                    "rows" => Told::Rows(text),
                    _ => Told::Done(text),
                });
            });
            // The worker goes on while another view is shown.
            let tell = tell.into_js_value();
            spawn_local(async move {
                if let Err(why) = call("read", &[file.into(), switches.as_str().into(), tell]).await
                {
                    on_told.emit(Told::Done(why.to_string()));
                }
            });
        });
    }
    {
        let on_told = on_told.clone();
        // Switches that were moved while it was read count as soon as it is read.
        let is_stale = reading.is_held && reading.is_done && reading.judged != switches;
        use_effect_with((is_stale, switches), move |(is_stale, switches)| {
            if !is_stale {
                return;
            }
            on_told.emit(Told::Again(switches.clone()));
            let (told, switches) = (on_told.clone(), switches.clone());
            let tell = Closure::<dyn Fn(String, String)>::new(move |kind: String, text: String| {
                told.emit(if kind == "rows" { Told::Fresh(text) } else { Told::Judged });
            });
            let tell = tell.into_js_value();
            spawn_local(async move {
                if let Err(why) = call("judge", &[switches.as_str().into(), tell]).await {
                    on_told.emit(Told::Lost(why));
                }
            });
        });
    }
    let on_cancel = {
        let on_told = on_told.clone();
        move |_: MouseEvent| {
            let on_told = on_told.clone();
            spawn_local(async move {
                // A worker that is gone already is cancelled, too.
                let _ = call("cancel", &[]).await;
                on_told.emit(Told::Cancelled);
            });
        }
    };
    let on_open = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |places: AttrValue| {
            let dispatch = dispatch.clone();
            spawn_local(async move {
                let opened = call("open", &[places.as_str().into()]).await;
                if let Some(text) = opened.ok().and_then(|it| it.as_string()) {
                    dispatch.emit(Action::Paste(text));
                    dispatch.emit(Action::Show(View::Journey));
                }
            });
        })
    };
    let (mark, said) = headline(reading);
    let rows = reading.table.shown(reading.which, &reading.words, reading.by);
    let most = ROWS + reading.more;
    html! { <>
        <ViewHead {mark} sentence={said} evidence={t!("kubectl get pods,secrets,serviceaccounts -A -o json makes such a file. It is read in this page and sent nowhere.")} dispatch={props.dispatch.clone()}>
            { picker(&on_told) }
        </ViewHead>
        <div class="view dump">
            if reading.is_under_way() {
                <section class="panel dump-p" aria-label={t!("Reading")}>
                    <progress aria-label={t!("How much was read")} max={reading.size.to_string()} value={reading.progress.bytes.to_string()} />
                    <span>{ t!("{read} of {size} MB, {objects} objects", read = mega(reading.progress.bytes), size = mega(reading.size), objects = reading.progress.objects) }</span>
                    <button type="button" class="btn" onclick={on_cancel}>{ t!("Cancel") }</button>
                </section>
            }
            if let Some(fresh) = &reading.fresh {
                <section class="panel dump-p" aria-label={t!("Judging again")}>
                    <progress aria-label={t!("How much was judged again")} max={reading.table.images.len().max(1).to_string()} value={fresh.images.len().to_string()} />
                    <span>{ t!("What the switches change is worked out: {count} images so far", count = fresh.images.len()) }</span>
                </section>
            }
            if !reading.table.images.is_empty() || !reading.table.unused.is_empty() {
                { chart::panel(&reading.table) }
                { choices(reading, &on_told) }
                { table(&rows, reading.which, most, &on_open) }
                if rows.len() > most {
                    <button type="button" class="btn" onclick={on_told.reform(|_| Told::More)}>
                        { t!("Show more: {count} are left", count = rows.len() - most) }
                    </button>
                }
            }
        </div>
    </> }
}

fn mega(bytes: f64) -> String {
    format!("{:.1}", bytes / 1e6)
}

fn headline(reading: &Reading) -> (Mark, AttrValue) {
    let failing = reading.table.images.iter().filter(|it| it.fails).count();
    let images = reading.table.images.len();
    match reading.name.as_str() {
        "" => (
            Mark::Unknown,
            t!("Pick a dump of a cluster, and see which of its images cannot be pulled."),
        ),
        name if !reading.is_done => (Mark::Info, t!("{name} is being read.", name = name)),
        name if !reading.wrong.is_empty() => (
            Mark::Error,
            t!(
                "{name} was not read to its end: {why}.",
                name = name,
                why = sentence(&reading.wrong)
            ),
        ),
        _ if reading.progress.broken > 0 => (
            Mark::Warning,
            t!(
                "Of {images} images {failing} cannot be pulled; {broken} objects could not be read.",
                images = images,
                failing = failing,
                broken = reading.progress.broken
            ),
        ),
        _ if failing > 0 => (
            Mark::Error,
            t!(
                "Of {images} images {failing} cannot be pulled.",
                images = images,
                failing = failing
            ),
        ),
        _ => (Mark::Ok, t!("Of {images} images none is known to fail.", images = images)),
    }
}

fn picker(on_told: &Callback<Told>) -> Html {
    let on_told = on_told.clone();
    let onchange = move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        if let Some(file) = input.files().and_then(|it| it.get(0)) {
            input.set_value("");
            on_told.emit(Told::Take(file));
        }
    };
    html! {
        <label class="btn big pol-pick">
            <input type="file" class="vh" accept=".json,.yaml,.yml" {onchange} />
            { t!("Pick a dump") }
        </label>
    }
}

fn choices(reading: &Reading, on_told: &Callback<Told>) -> Html {
    let on_words = on_told.reform(|event: InputEvent| {
        Told::Words(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let on_order = on_told.reform(|event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        let order = By::ALL.iter().find(|it| it.name() == chosen);
        Told::By(order.copied().unwrap_or_default())
    });
    html! {
        <section class="panel dump-c" aria-label={t!("Which rows")}>
            <div class="seg" role="group" aria-label={t!("Which rows")}>
                { for Which::ALL.iter().map(|one| {
                    let pressed = (reading.which == *one).to_string();
                    let which = *one;
                    let onclick = on_told.reform(move |_: MouseEvent| Told::Which(which));
                    html! { <button type="button" aria-pressed={pressed} {onclick}>{ one.label() }</button> }
                }) }
            </div>
            <span class="fld"><label for="dump-words">{ t!("Filter") }</label><input id="dump-words" class="in" value={reading.words.clone()} oninput={on_words} /></span>
            <span class="fld">
                <label for="dump-by">{ t!("Sorted by") }</label>
                <select id="dump-by" class="in" onchange={on_order}>
                    { for By::ALL.iter().map(|it| html! { <option value={it.name()} selected={*it == reading.by}>{ it.label() }</option> }) }
                </select>
            </span>
        </section>
    }
}

fn table(rows: &[Rc<Row>], which: Which, most: usize, on_open: &Callback<AttrValue>) -> Html {
    html! {
        <section class="panel" aria-label={which.label()}>
            <div class="panel-b">
                <table class="grid-t">
                    <caption class="vh">{ which.label() }</caption>
                    <thead><tr>
                        <th scope="col">{ t!("Namespace and object") }</th>
                        <th scope="col">{ if which == Which::Unused { t!("Keys for") } else { t!("Image") } }</th>
                        <th scope="col">{ t!("What becomes of it") }</th>
                        <th scope="col">{ t!("Open") }</th>
                    </tr></thead>
                    <tbody>{ for rows.iter().take(most).map(|it| line(it, which, on_open)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn line(row: &Row, which: Which, on_open: &Callback<AttrValue>) -> Html {
    let places = row.places.clone();
    let onclick = on_open.reform(move |_: MouseEvent| places.clone());
    let mark = if row.fails || which == Which::Unused { Mark::Warning } else { Mark::Unknown };
    html! {
        <tr>
            <th scope="row">{ format!("{}/{}", row.namespace, row.owner) }
                <p class="means">{ &row.container }{ if row.count > 1 { t!(", {count} Pods", count = row.count) } else { AttrValue::default() } }</p>
            </th>
            <td><code>{ if which == Which::Unused { &row.registry } else { &row.image } }</code></td>
            <td>
                if mark != Mark::Unknown { <State {mark} /> }
                if !row.waiting.is_empty() { <b>{ &row.waiting }</b>{ ": " } }
                { sentence(&row.sentence) }
            </td>
            <td><button type="button" class="go" {onclick} aria-label={t!("Open {object}", object = row.owner)}>{ t!("open") }</button></td>
        </tr>
    }
}

/// Calls a function of the part `dump`.
async fn call(name: &str, arguments: &[JsValue]) -> Result<JsValue, AttrValue> {
    let part = parts::load("dump").await?;
    let told = |error: JsValue| -> AttrValue {
        let message = Reflect::get(&error, &"message".into()).ok().and_then(|it| it.as_string());
        message.unwrap_or_default().into()
    };
    let function = Reflect::get(&part, &name.into()).map_err(told)?;
    let function: Function = function.dyn_into().map_err(told)?;
    let arguments = arguments.iter().collect::<js_sys::Array>();
    let answer = function.apply(&JsValue::UNDEFINED, &arguments).map_err(told)?;
    JsFuture::from(Promise::resolve(&answer)).await.map_err(told)
}
