//! Images that are on the node already: whether each Pod may use them, and on whose pull that rests.
//!
//! Who pulled an image before is told by records in the text, or chosen here.

use pullscope_core::diagnose::{
    Diagnosis, ImageReport, PulledBy, Recorded, Verification, VerificationDecision, WorkloadReport,
};
use pullscope_core::features::Gate;
use pullscope_core::kubelet::{Presence, VerificationPolicy};
use pullscope_core::pull_policy::PullPolicy;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::super::ViewProps;
use super::super::place::Places;
use crate::components::icon::State;
use crate::read::{list, whole};
use crate::state::Action;
use crate::texts::t;
use crate::trip::{Mark, workload};
use crate::what_if::Switch;

/// Images that are shown one by one.
const SHOWN: usize = 24;

/// What is said of one image of one Pod.
#[derive(Debug, PartialEq)]
struct Row<'r> {
    image: &'r str,
    of: &'r str,
    mark: Mark,
    word: AttrValue,
    sentence: AttrValue,
    /// The Secret of the Pod that counts.
    counts: Option<&'r str>,
    verification: Option<&'r Verification>,
    choices: Vec<Choice>,
}

/// Somebody who may have pulled an image.
#[derive(Debug, PartialEq)]
struct Choice {
    name: AttrValue,
    label: AttrValue,
    by: Option<PulledBy>,
}

/// The images, and who may use them; nothing where the text has none.
pub(super) fn panel(report: &Diagnosis, props: &ViewProps, places: &Places) -> Html {
    let rows = rows(report);
    let policy = report.node.settings.verification;
    let is_on = report.node.settings.gates.is_on(Gate::KubeletEnsureSecretPulledImages);
    if rows.is_empty() {
        return html! {};
    }
    let left = rows.len().saturating_sub(SHOWN);
    html! {
        <section class="panel node-present" aria-labelledby="node-present">
            <div class="panel-h">
                <h2 id="node-present">{ t!("Images that are there already") }</h2>
                <p class="panel-n">{ about(policy.filter(|_| is_on)) }</p>
            </div>
            <div class="panel-b">
                { for rows.iter().take(SHOWN).enumerate().map(|(number, it)| one(number, it, props, places)) }
                if left > 0 {
                    <p class="means">{ t!("{count} more images are not listed.", count = left) }</p>
                }
                <p class="means">{ t!("The kubelet’s own records can be pasted, too: the files of image_manager/pulled in its directory on the node.") }</p>
            </div>
        </section>
    }
}

/// What the policy of the kubelet comes to.
fn about(policy: Option<VerificationPolicy>) -> AttrValue {
    match policy {
        None | Some(VerificationPolicy::NeverVerify) => t!("this kubelet lets every Pod use them"),
        Some(VerificationPolicy::NeverVerifyPreloadedImages) => {
            t!("NeverVerifyPreloadedImages: verified, if the kubelet pulled them")
        }
        Some(VerificationPolicy::NeverVerifyAllowlistedImages) => {
            t!("NeverVerifyAllowlistedImages: verified, but for those of the allowlist")
        }
        Some(VerificationPolicy::AlwaysVerify) => t!("AlwaysVerify: each is verified"),
    }
}

fn rows(report: &Diagnosis) -> Vec<Row<'_>> {
    let images = report.workloads.iter().flat_map(|it| it.images.iter().map(move |one| (it, one)));
    let named = images.filter(|it| it.1.reference.is_ok() && it.1.policy.policy.is_some());
    named.map(|(workload, image)| row(report, workload, image)).collect()
}

fn row<'r>(report: &'r Diagnosis, workload: &'r WorkloadReport, image: &'r ImageReport) -> Row<'r> {
    let verification = image.verification.as_ref();
    let secret = verification.and_then(|it| workload.pull_secrets.get(it.counts?));
    let (mark, word, sentence) = match (verification, image.policy.policy, image.presence) {
        (Some(it), ..) => {
            let (mark, word) = match it.decision {
                VerificationDecision::Use => (Mark::Ok, t!("May use it")),
                VerificationDecision::Pull => (Mark::Warning, t!("Registry is asked")),
                VerificationDecision::Wait => (Mark::Error, t!("Waits")),
                VerificationDecision::Unknown => (Mark::Info, t!("Depends")),
            };
            (mark, word, whole(&it.sentence))
        }
        (None, Some(PullPolicy::Always), _) => (
            Mark::Unknown,
            t!("Registry is asked"),
            t!("The pull policy is Always, so that the registry says who may use it."),
        ),
        (None, _, Presence::Absent) => {
            (Mark::Unknown, t!("Not there"), t!("The node does not have it."))
        }
        (None, _, Presence::Unknown) => (
            Mark::Unknown,
            t!("Not known"),
            t!("Nothing here tells whether the node has it, or who pulled it."),
        ),
        (None, _, Presence::Present) => (
            Mark::Ok,
            t!("May use it"),
            t!(
                "The kubelet of {version} verifies nothing: who names it, gets it.",
                version = report.kubernetes
            ),
        ),
    };
    Row {
        image: &image.image,
        of: &workload.title,
        mark,
        word,
        sentence,
        counts: secret.map(|it| it.name.as_str()),
        verification,
        choices: choices(report, workload),
    }
}

/// Who may have pulled it: nobody that is told first.
fn choices(report: &Diagnosis, workload: &WorkloadReport) -> Vec<Choice> {
    let choice =
        |name: &'static str, label, by| Choice { name: AttrValue::Static(name), label, by };
    let mut all = vec![
        choice("", t!("what the text tells"), None),
        choice("preloaded", t!("not by the kubelet: it was put there"), Some(PulledBy::Preloaded)),
        choice("node", t!("by the kubelet, without a Secret"), Some(PulledBy::Node)),
        choice("unknown", t!("by the kubelet, nobody knows with what"), Some(PulledBy::Unknown)),
    ];
    for secret in report.secrets.iter().take(SHOWN) {
        let Some(namespace) = &secret.namespace else { continue };
        let (namespace, name) = (namespace.clone(), secret.name.clone());
        let label = t!("with Secret {name}", name = format_args!("{namespace}/{name}"));
        let by = Some(PulledBy::Secret { namespace, name, uid: None });
        all.push(Choice { name: label.clone(), label, by });
    }
    if !workload.service_account.is_empty() {
        let (namespace, name) = (workload.namespace.clone(), workload.service_account.clone());
        let label = t!(
            "with a plugin’s answer for ServiceAccount {name}",
            name = format_args!("{namespace}/{name}")
        );
        let by = Some(PulledBy::ServiceAccount { namespace, name, uid: None });
        all.push(Choice { name: label.clone(), label, by });
    }
    all
}

/// Who is in the record.
fn who(recorded: &Recorded) -> AttrValue {
    let Recorded { node_pods, secrets, service_accounts, more } = recorded;
    let secrets = secrets.iter().map(|it| format!("Secret {}/{}", it.namespace, it.name).into());
    let accounts = service_accounts.iter();
    let accounts = accounts.map(|it| format!("ServiceAccount {}/{}", it.namespace, it.name).into());
    let all = (node_pods.then(|| t!("every Pod of the node")).into_iter())
        .chain(secrets)
        .chain(accounts)
        .chain((*more > 0).then(|| t!("{more} more", more = more)));
    match list(all) {
        nobody if nobody.is_empty() => t!("nobody"),
        all => all,
    }
}

fn one(number: usize, row: &Row<'_>, props: &ViewProps, places: &Places) -> Html {
    let id = format!("pulled-{number}");
    let chosen = props.what_if.pulled.get(row.image);
    let is_other = chosen.is_some() && !row.choices.iter().any(|it| it.by.as_ref() == chosen);
    let image = row.image.to_owned();
    let all: Vec<(AttrValue, Option<PulledBy>)> =
        row.choices.iter().map(|it| (it.name.clone(), it.by.clone())).collect();
    let on_change = props.dispatch.reform(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        let by = all.iter().find(|it| it.0 == value).and_then(|it| it.1.clone());
        Action::Set(Switch::Pulled(image.clone(), by))
    });
    html! {
        <article class="plugin">
            <h3><code>{ row.image }</code>{ " " }<small>{ workload(row.of) }</small></h3>
            <p class="node-e"><State mark={row.mark} word={row.word.clone()} /><span>{ &row.sentence }</span></p>
            <dl class="facts">
                if let Some(it) = row.verification {
                    if let Some(recorded) = &it.recorded {
                        <div><dt>{ t!("Recorded") }</dt><dd>{ who(recorded) }{ " " }{ for it.span.iter().map(|it| places.link(it)) }</dd></div>
                    }
                    if let Some(secret) = row.counts {
                        <div><dt>{ t!("What counts") }</dt><dd>{ t!("Secret {name} of the Pod", name = secret) }</dd></div>
                    }
                    if let Some(file) = &it.file {
                        <div><dt>{ t!("On the node") }</dt><dd><code>{ file }</code></dd></div>
                    }
                }
                <div>
                    <dt><label for={id.clone()}>{ t!("Pulled before") }</label></dt>
                    <dd>
                        <select {id} class="in" aria-label={t!("Who pulled {image} before, for {owner}", image = row.image, owner = workload(row.of))} onchange={on_change}>
                            { for row.choices.iter().map(|it| html! {
                                <option value={it.name.clone()} selected={!is_other && it.by.as_ref() == chosen}>{ &it.label }</option>
                            }) }
                            if is_other {
                                <option value="other" selected={true}>{ t!("with what is chosen for another Pod") }</option>
                            }
                        </select>
                    </dd>
                </div>
            </dl>
        </article>
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, PulledBefore, diagnose};

    use super::*;
    use crate::examples::Example;

    fn told(by: Option<PulledBy>) -> Diagnosis {
        let image = "registry.example.com/base/proxy:2.1".to_owned();
        let pulled = by.map(|by| PulledBefore { image, by }).into_iter().collect();
        diagnose(Example::Present.text(), &Options { pulled, ..Options::default() })
    }

    #[test]
    fn the_same_image_is_for_one_pod_and_not_for_another() {
        let report = told(None);
        let rows = rows(&report);
        let of: Vec<_> = rows.iter().map(|it| (it.of, &*it.word, it.counts)).collect();
        assert_eq!(
            of,
            [
                ("Pod apps/shop", "May use it", Some("regcred")),
                ("Pod apps/shop", "Depends", None),
                ("Pod guests/guest", "Registry is asked", None),
            ]
        );
        let recorded = rows[2].verification.and_then(|it| it.recorded.as_ref());
        assert_eq!(recorded.map(who).as_deref(), Some("Secret apps/regcred"));
        assert!(rows[0].sentence.contains("another credential than it holds now"));
    }

    #[test]
    fn who_pulled_can_be_chosen() {
        for (by, word) in [
            (PulledBy::Preloaded, "May use it"),
            (PulledBy::Node, "May use it"),
            (PulledBy::Unknown, "Registry is asked"),
        ] {
            assert_eq!(rows(&told(Some(by.clone())))[1].word, word, "{by:?}");
        }
        let report = told(None);
        let labels: Vec<_> = rows(&report)[0].choices.iter().map(|it| it.label.clone()).collect();
        assert_eq!(labels.len(), 6);
        assert_eq!(labels[4], "with Secret apps/regcred");
    }

    #[test]
    fn a_kubelet_that_verifies_nothing_says_so() {
        let kubernetes = "1.34".parse().expect("a release that is known");
        let options = Options { kubernetes, ..Options::default() };
        let report = diagnose(Example::Present.text(), &options);
        assert_eq!(
            rows(&report)[2].sentence,
            "The kubelet of 1.34 verifies nothing: who names it, gets it."
        );
    }
}
