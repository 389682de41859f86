//! The credential providers of the node: for which images each is asked, with what, and how long its
//! answer is kept.

use pullscope_core::credential_provider::Verdict;
use pullscope_core::diagnose::{
    Diagnosis, ImageProvider, ImageReport, ProviderReport, ProvidersReport,
};
use yew::prelude::*;

use super::super::place::Places;
use crate::components::icon::State;
use crate::read::capital;
use crate::trip::Mark;

/// Images of one provider that are shown one by one.
const SHOWN: usize = 12;

/// All providers; nothing where the text has no configuration of them.
pub(super) fn panel(report: &Diagnosis, places: &Places) -> Html {
    let ProvidersReport { documents, is_read, errors, providers, .. } = &report.node.providers;
    if documents.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel node-plugins" aria-labelledby="node-plugins">
            <div class="panel-h">
                <h2 id="node-plugins">{ "Credential providers" }</h2>
                <p class="panel-n">{ "asked after the pull Secrets and the files of the node" }</p>
            </div>
            <div class="panel-b">
                if !is_read {
                    <p class="node-e"><State mark={Mark::Warning} /><span>{ format!("A kubelet of Kubernetes {} asks none: its feature gate is off.", report.kubernetes) }</span></p>
                }
                <ul class="node-errors">
                    { for errors.iter().map(|error| html! {
                        <li>
                            <State mark={Mark::Error} />
                            <span>{ capital(&error.sentence) }{ ". " }{ places.link(&error.span) }<br /><code>{ &error.message }</code></span>
                        </li>
                    }) }
                </ul>
                { for providers.iter().enumerate().map(|(number, provider)| one(report, number, provider, places)) }
            </div>
        </section>
    }
}

fn one(report: &Diagnosis, number: usize, provider: &ProviderReport, places: &Places) -> Html {
    let images = report.workloads.iter().flat_map(|workload| &workload.images);
    let told: Vec<(&ImageReport, &ImageProvider)> = images
        .filter_map(|image| Some((image, image.providers.iter().find(|it| it.provider == number)?)))
        .collect();
    let (asked, others): (Vec<_>, Vec<_>) = told.into_iter().partition(|(_, it)| it.is_asked());
    let kept = format!("{}, where the answer does not say it", provider.default_cache_duration);
    html! {
        <article class="plugin">
            <h3><code>{ &provider.name }</code>{ " " }{ places.link(&provider.span) }</h3>
            <dl class="facts">
                <div><dt>{ "For images like" }</dt><dd><code>{ provider.match_images.join(", ") }</code></dd></div>
                <div><dt>{ "Kept for" }</dt><dd>{ kept }</dd></div>
                <div>
                    <dt>{ "Knows the Pod" }</dt>
                    <dd>{ if provider.gets_token { "yes, by a token of its ServiceAccount" } else { "no, it answers for the whole node" } }</dd>
                </div>
            </dl>
            <ul class="node-errors">
                { for asked.iter().take(SHOWN).map(|(image, it)| question(report, image, it)) }
                if asked.len() > SHOWN {
                    <li>{ format!("and {} images more", asked.len() - SHOWN) }</li>
                }
                { for others.iter().take(SHOWN).map(|(image, it)| html! {
                    <li>
                        <State mark={Mark::Unknown} word="Not asked" />
                        <span><code>{ &image.image }</code>{ ": " }{ &it.sentence }</span>
                    </li>
                }) }
                if others.len() > SHOWN {
                    <li>{ format!("and {} images for which it is not asked", others.len() - SHOWN) }</li>
                }
            </ul>
        </article>
    }
}

/// What it is asked for one image.
fn question(report: &Diagnosis, image: &ImageReport, provider: &ImageProvider) -> Html {
    let mark = if provider.verdict == Verdict::Asked { Mark::Ok } else { Mark::Info };
    let answer = provider.answer.and_then(|answer| report.node.providers.answers.get(answer));
    let lifetime = answer.and_then(|answer| answer.lifetime.as_ref());
    html! {
        <li>
            <State {mark} word={if mark == Mark::Ok { "Asked" } else { "Maybe asked" }} />
            <div>
                <code>{ &image.image }</code>{ ": " }{ &provider.sentence }
                <details>
                    <summary>{ "Request and cache" }</summary>
                    if let Some(request) = &provider.request {
                        <p class="means">{ "Its program reads this line" }</p>
                        <pre class="said"><code>{ request }</code></pre>
                    }
                    <p class="means">{ "An answer is looked for in the cache under, in this order" }</p>
                    <ul class="cache">
                        { for provider.cache_keys.iter().map(|key| html! {
                            <li>{ key.kind.as_str() }{ " " }<code>{ &key.base }</code></li>
                        }) }
                    </ul>
                    if let Some(lifetime) = lifetime {
                        <p class="means">{ format!("The answer in the text is kept for {lifetime}.") }</p>
                    }
                    if !provider.used.is_empty() {
                        <p class="means">{ "Keys of it that fit, in their turn: " }<code>{ provider.used.join(", ") }</code></p>
                    }
                </details>
            </div>
        </li>
    }
}
