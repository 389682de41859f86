//! The credential providers of the node: for which images each is asked, with what, and how long its
//! answer is kept.

use pullscope_core::credential_provider::Verdict;
use pullscope_core::diagnose::{
    Diagnosis, ImageProvider, ImageReport, Masked, ProviderAnswer, ProviderReport, ProvidersReport,
};
use yew::prelude::*;

use super::super::place::Places;
use crate::components::icon::State;
use crate::components::woven::woven;
use crate::read::whole;
use crate::texts::{sentence, t};
use crate::trip::Mark;

/// Images of one provider that are shown one by one.
const SHOWN: usize = 12;

/// All providers; nothing where the text has no configuration of them.
pub(super) fn panel(report: &Diagnosis, places: &Places) -> Html {
    let ProvidersReport { documents, is_read, errors, providers, answers } = &report.node.providers;
    if documents.is_empty() && answers.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel node-plugins" aria-labelledby="node-plugins">
            <div class="panel-h">
                <h2 id="node-plugins">{ t!("Credential providers") }</h2>
                <p class="panel-n">{ t!("asked after the pull Secrets and the files of the node") }</p>
            </div>
            <div class="panel-b">
                if !is_read {
                    <p class="node-e"><State mark={Mark::Warning} /><span>{ t!("A kubelet of Kubernetes {version} asks none: its feature gate is off.", version = report.kubernetes) }</span></p>
                }
                <ul class="node-errors">
                    { for errors.iter().map(|error| html! {
                        <li>
                            <State mark={Mark::Error} />
                            <span>{ whole(&error.sentence) }{ " " }{ places.link(&error.span) }<br /><code>{ &error.message }</code></span>
                        </li>
                    }) }
                </ul>
                { for providers.iter().enumerate().map(|(number, provider)| one(report, number, provider, places)) }
                { for answers.iter().map(|it| answer(report, it, places)) }
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
    let kept = t!(
        "{duration}, where the answer does not say it",
        duration = provider.default_cache_duration
    );
    html! {
        <article class="plugin">
            <h3><code>{ &provider.name }</code>{ " " }{ places.link(&provider.span) }</h3>
            <dl class="facts">
                <div><dt>{ t!("For images like") }</dt><dd><code>{ provider.match_images.join(", ") }</code></dd></div>
                <div><dt>{ t!("Kept for") }</dt><dd>{ kept }</dd></div>
                <div>
                    <dt>{ t!("Knows the Pod") }</dt>
                    <dd>{ if provider.gets_token { t!("yes, by a token of its ServiceAccount") } else { t!("no, it answers for the whole node") } }</dd>
                </div>
            </dl>
            <ul class="node-errors">
                { for asked.iter().take(SHOWN).map(|(image, it)| question(report, image, it)) }
                if asked.len() > SHOWN {
                    <li>{ t!("and {count} images more", count = asked.len() - SHOWN) }</li>
                }
                { for others.iter().take(SHOWN).map(|(image, it)| html! {
                    <li>
                        <State mark={Mark::Unknown} word={t!("Not asked")} />
                        <div>
                            <code>{ &image.image }</code>{ ": " }{ sentence(&it.sentence) }
                            if it.refusals.len() > 1 {
                                { refusals(provider, it) }
                            }
                        </div>
                    </li>
                }) }
                if others.len() > SHOWN {
                    <li>{ t!("and {count} images for which it is not asked", count = others.len() - SHOWN) }</li>
                }
            </ul>
        </article>
    }
}

/// Of each entry of `matchImages` why it does not fit.
fn refusals(provider: &ProviderReport, told: &ImageProvider) -> Html {
    let entries = provider.match_images.iter().zip(&told.refusals);
    html! {
        <details>
            <summary>{ t!("Entry by entry") }</summary>
            <ul class="cache">
                { for entries.take(SHOWN).map(|(entry, why)| html! {
                    <li><code>{ entry }</code>{ ": " }{ sentence(why) }</li>
                }) }
            </ul>
        </details>
    }
}

/// What a plugin has printed, and for which images it counts.
fn answer(report: &Diagnosis, answer: &ProviderAnswer, places: &Places) -> Html {
    let place = report.documents.get(answer.document).map(|it| places.link(&it.span));
    let of = answer.provider.and_then(|it| report.node.providers.providers.get(it));
    html! {
        <article class="plugin">
            <h3>{ match of {
                Some(it) => woven(&t!("Answer of {name}"), &[("name", html! { <code>{ &it.name }</code> })]),
                None => t!("Answer").into(),
            } }{ " " }{ for place }</h3>
            if let Some(error) = &answer.error {
                <p class="node-e">
                    <State mark={Mark::Warning} word={t!("Not used")} />
                    <span>{ whole(&error.sentence) }{ " " }{ places.link(&error.span) }<br /><code>{ &error.message }</code></span>
                </p>
            } else {
                <dl class="facts">
                    <div><dt>{ t!("Kept for") }</dt><dd>{ kept(answer) }</dd></div>
                </dl>
                <table class="grid-t">
                    <thead>
                        <tr><th scope="col">{ t!("Key") }</th><th scope="col">{ t!("Given to") }</th></tr>
                    </thead>
                    <tbody>
                        { for answer.keys.iter().take(SHOWN).map(|(key, credential)| html! {
                            <tr>
                                <th scope="row"><code>{ key }</code><p class="means">{ shown(credential) }</p></th>
                                <td>{ given(report, answer, key) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
                if answer.keys.len() > SHOWN {
                    <p class="means">{ t!("{count} more keys are not listed.", count = answer.keys.len() - SHOWN) }</p>
                }
            }
        </article>
    }
}

/// For which images an answer is kept, and how long.
fn kept(answer: &ProviderAnswer) -> AttrValue {
    let what = match answer.cache_key_type {
        Some("Image") => t!("the repository that was asked for"),
        Some("Registry") => t!("all images of the registry"),
        _ => t!("all images for which it is asked"),
    };
    match answer.lifetime.as_deref() {
        Some("0s") => t!("nothing: each pull asks again"),
        Some(lifetime) => t!("{what}, {lifetime}", what = what, lifetime = lifetime),
        None => what,
    }
}

fn shown(credential: &Masked) -> AttrValue {
    match (credential.username.as_str(), credential.has_password) {
        ("", true) => t!("no user, with a password"),
        ("", false) => t!("no user, without a password"),
        (user, true) => t!("user {name}, with a password", name = user),
        (user, false) => t!("user {name}, without a password", name = user),
    }
}

/// The images that get the credential of a key.
fn given(report: &Diagnosis, answer: &ProviderAnswer, key: &str) -> AttrValue {
    let number = report.node.providers.answers.iter().position(|it| it == answer);
    let images = report.workloads.iter().flat_map(|it| &it.images).filter(|image| {
        image.providers.iter().any(|it| it.answer == number && it.used.iter().any(|it| it == key))
    });
    let mut names: Vec<&str> = images.map(|it| it.image.as_str()).collect();
    names.dedup();
    let left = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    match (names.is_empty(), left) {
        (true, _) => t!("none of the images here"),
        (_, 0) => names.join(", ").into(),
        (_, left) => t!("{names}, and {count} more", names = names.join(", "), count = left),
    }
}

/// What it is asked for one image.
fn question(report: &Diagnosis, image: &ImageReport, provider: &ImageProvider) -> Html {
    let mark = if provider.verdict == Verdict::Asked { Mark::Ok } else { Mark::Info };
    let answer = provider.answer.and_then(|answer| report.node.providers.answers.get(answer));
    let lifetime = answer.and_then(|answer| answer.lifetime.as_ref());
    html! {
        <li>
            <State {mark} word={if mark == Mark::Ok { t!("Asked") } else { t!("Maybe asked") }} />
            <div>
                <code>{ &image.image }</code>{ ": " }{ sentence(&provider.sentence) }
                <details>
                    <summary>{ t!("Request and cache") }</summary>
                    if let Some(request) = &provider.request {
                        <p class="means">{ t!("Its program reads this line") }</p>
                        <pre class="said"><code>{ request }</code></pre>
                    }
                    <p class="means">{ t!("An answer is looked for in the cache under, in this order") }</p>
                    <ul class="cache">
                        { for provider.cache_keys.iter().map(|key| html! {
                            <li>{ sentence(key.kind.as_str()) }{ " " }<code>{ &key.base }</code></li>
                        }) }
                    </ul>
                    if let Some(lifetime) = lifetime {
                        <p class="means">{ t!("The answer in the text is kept for {lifetime}.", lifetime = lifetime) }</p>
                    }
                    if !provider.used.is_empty() {
                        <p class="means">{ woven(&t!("Keys of it that fit, in their turn: {keys}"), &[("keys", html! { <code>{ provider.used.join(", ") }</code> })]) }</p>
                    }
                </details>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};

    use super::*;
    use crate::examples::Example;

    #[test]
    fn what_a_plugin_printed_is_given_to_the_images_that_its_keys_fit() {
        let report = diagnose(Example::Node.text(), &Options::default());
        let answers = &report.node.providers.answers;
        assert_eq!(kept(&answers[0]), "all images of the registry, 6h0m0s");
        let (key, credential) = &answers[0].keys[0];
        assert_eq!(
            given(&report, &answers[0], key),
            "123456789012.dkr.ecr.eu-central-1.amazonaws.com/report:7"
        );
        assert_eq!(shown(credential), "user AWS, with a password");
    }

    #[test]
    fn a_key_that_fits_nothing_says_so() {
        let text =
            Example::Node.text().replace("\"*.dkr.ecr.*.amazonaws.com\": {", "\"quay.io\": {");
        let report = diagnose(&text, &Options::default());
        let answer = &report.node.providers.answers[0];
        assert_eq!(given(&report, answer, "quay.io"), "none of the images here");
    }
}
