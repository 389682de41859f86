//! What a person may change: the kubelet's settings, the bandwidth, sizes and times.

use std::fmt::Display;
use std::str::FromStr;

use pullscope_core::kubelet::Settings;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::model::{Assumed, MB, MOST, Pod};
use crate::hooks::language::use_language;
use crate::texts::t;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) assumed: Assumed,
    /// The settings that follow.
    pub(super) settings: Settings,
    pub(super) pods: Vec<Pod>,
    pub(super) on_change: Callback<Assumed>,
}

#[component]
pub(super) fn Assumptions(props: &Props) -> Html {
    use_language();
    let Props { assumed, settings, on_change, .. } = props;
    let serialize = settings.serialize_image_pulls;
    let most = settings.max_parallel_image_pulls.unwrap_or_default();
    let toggle = {
        let changed = Assumed { serialize: Some(!serialize), ..assumed.clone() };
        on_change.reform(move |_: MouseEvent| changed.clone())
    };
    html! {
        <section class="panel" aria-labelledby="queue-assumed">
            <div class="panel-h">
                <h2 id="queue-assumed">{ t!("Assumptions") }</h2>
                <p class="panel-n">{ t!("of the text, or yours") }</p>
            </div>
            <div class="panel-b q-set">
                <div class="q-row">
                    <code id="queue-serialize">{ "serializeImagePulls" }</code>
                    <button type="button" class="btn" aria-pressed={serialize.to_string()} id="queue-serialize-now" aria-labelledby="queue-serialize queue-serialize-now" onclick={toggle}>
                        { serialize.to_string() }
                    </button>
                </div>
                { number(props, "maxParallelImagePulls", t!("0 for no limit"), most, |it, to| it.parallel = Some(to)) }
                { number(props, "registryPullQPS", t!("0 for no limit"), settings.registry_pull_qps, |it, to| it.qps = Some(to)) }
                { number(props, "registryBurst", AttrValue::default(), settings.registry_burst, |it, to| it.burst = Some(to)) }
                if serialize && most > 1 {
                    <p class="q-note">{ t!("true together with a number above 1: the kubelet does not start.") }</p>
                }
                { number(props, &t!("Bandwidth"), t!("MB/s, for all pulls of the node"), assumed.bandwidth, |it, to| it.bandwidth = to) }
                { number(props, &t!("Size where none is told"), "MB".into(), assumed.usual, |it, to| it.usual = to) }
                { pods(props) }
            </div>
        </section>
    }
}

/// The Pods, when they come, and the sizes of their images.
fn pods(props: &Props) -> Html {
    let assumed = &props.assumed;
    html! { <>{ for props.pods.iter().take(MOST).enumerate().map(|(pod, it)| {
        let comes = assumed.comes.get(&pod).copied().unwrap_or_default();
        html! {
            <fieldset class="q-pod">
                <legend>{ &it.name }</legend>
                { number(props, &t!("Comes after"), "s".into(), comes, move |it, to| { it.comes.insert(pod, to); }) }
                { for it.images.iter().take(MOST).map(|image| {
                    let (size, is_told) = image.size(assumed);
                    let key = image.key.clone();
                    let about = if is_told { t!("MB, of the text") } else { "MB".into() };
                    number(props, &image.written, about, size / MB, move |it, to| { it.sizes.insert(key.clone(), to); })
                }) }
            </fieldset>
        }
    }) }</> }
}

/// A whole number that may be changed; what is none changes nothing.
fn number<T: Display + FromStr + Default + PartialOrd + 'static>(
    props: &Props,
    name: &str,
    about: AttrValue,
    value: T,
    change: impl Fn(&mut Assumed, T) + 'static,
) -> Html {
    let (assumed, on_change) = (props.assumed.clone(), props.on_change.clone());
    let on_input = Callback::from(move |event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        let number = input.and_then(|it| it.value().parse::<T>().ok());
        if let Some(number) = number.filter(|it| *it >= T::default()) {
            let mut changed = assumed.clone();
            change(&mut changed, number);
            on_change.emit(changed);
        }
    });
    html! {
        <label class="q-row">
            <span><code>{ name }</code>if !about.is_empty() { <small>{ about }</small> }</span>
            <input class="in" type="number" min="0" step="1" value={value.to_string()} oninput={on_input} />
        </label>
    }
}
