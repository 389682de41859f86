//! Whether the kubelet starts with its configuration, and the names in it that it does not know.

use pullscope_core::diagnose::KubeletReport;
use pullscope_core::kubelet::configuration::{Error, Unknown};
use yew::prelude::*;

use super::super::place::Places;
use crate::components::icon::State;
use crate::components::woven::woven;
use crate::read::whole;
use crate::texts::t;
use crate::trip::Mark;

/// What is wrong with the configuration; nothing where nothing is.
pub(super) fn panel(kubelet: &KubeletReport, places: &Places) -> Html {
    if kubelet.errors.is_empty() && kubelet.ignored.is_empty() {
        return html! {};
    }
    let end = kubelet.end.as_ref().and_then(|end| end.upstream.as_ref());
    html! {
        <section class="panel node-starts" aria-labelledby="node-starts">
            <div class="panel-h">
                <h2 id="node-starts">
                    { if kubelet.starts { t!("It starts, and leaves out") } else { t!("Why it does not start") } }
                </h2>
            </div>
            <div class="panel-b">
                <ul class="node-errors">
                    { for kubelet.errors.iter().map(|error| wrong(error, places)) }
                    { for kubelet.ignored.iter().map(|name| unknown(name, places)) }
                </ul>
                if let Some(end) = end {
                    <p class="means">{ t!("The kubelet's log ends with") }</p>
                    <pre class="said"><code>{ end }</code></pre>
                }
            </div>
        </section>
    }
}

fn wrong(error: &Error, places: &Places) -> Html {
    html! {
        <li>
            <State mark={Mark::Error} />
            <span>{ whole(&error.to_string()) }{ " " }{ places.link(&error.span()) }</span>
        </li>
    }
}

fn unknown(name: &Unknown, places: &Places) -> Html {
    let why = match name.since {
        Some(since) => t!(
            "{field} is a field from Kubernetes {since} on; this kubelet goes on without it.",
            since = since
        ),
        None => t!("{field} is no field of a kubelet's configuration; it goes on without it."),
    };
    let field = html! { <code>{ &name.path }</code> };
    html! {
        <li>
            <State mark={Mark::Warning} />
            <span>{ woven(&why, &[("field", field)]) }{ " " }{ places.link(&name.span) }</span>
        </li>
    }
}
