//! The kubelet's settings about images: value, where it is from, and what it does.

use pullscope_core::kubelet::{Settings, VerificationPolicy};
use yew::prelude::*;

/// How pulls go on this node, as the answer.
pub(super) fn sentence(settings: &Settings) -> String {
    let at_once = match (settings.serialize_image_pulls, settings.max_parallel_image_pulls) {
        (true, _) => "one image at a time".to_owned(),
        (false, None) => "any number of images at once".to_owned(),
        (false, Some(1)) => "one image at a time".to_owned(),
        (false, Some(most)) => format!("up to {most} images at once"),
    };
    let verification = match settings.verification {
        None | Some(VerificationPolicy::NeverVerify) => {
            "every Pod may use an image that is there already"
        }
        Some(VerificationPolicy::NeverVerifyPreloadedImages) => {
            "an image that it pulled with a credential is not for every Pod"
        }
        Some(VerificationPolicy::NeverVerifyAllowlistedImages) => {
            "an image that is there already is for every Pod only if it is on the allowlist"
        }
        Some(VerificationPolicy::AlwaysVerify) => {
            "a Pod has to show a credential for each image that is there already"
        }
    };
    format!("The kubelet pulls {at_once}, and {verification}.")
}

/// The release, and how many settings are not its defaults.
pub(super) fn evidence(settings: &Settings) -> String {
    let rows = rows(settings);
    let version = settings.gates.version();
    match rows.iter().filter(|row| row.is_set()).count() {
        0 => format!("All of it is the default of Kubernetes {version}: the text sets none of it."),
        1 => format!("One setting is not the default of Kubernetes {version}."),
        set => format!("{set} settings are not the defaults of Kubernetes {version}."),
    }
}

/// One setting.
struct Row {
    name: &'static str,
    value: String,
    default: String,
    means: &'static str,
}

impl Row {
    fn is_set(&self) -> bool {
        self.value != self.default
    }
}

fn rows(settings: &Settings) -> Vec<Row> {
    let default = Settings::with_gates(settings.gates);
    let row = |name, value: fn(&Settings) -> String, means| Row {
        name,
        value: value(settings),
        default: value(&default),
        means,
    };
    let serial = settings.serialize_image_pulls;
    vec![
        row(
            "serializeImagePulls",
            |it| it.serialize_image_pulls.to_string(),
            match serial {
                true => "One pull after the other: all others wait for a large image.",
                false => "Pulls of several Pods run side by side.",
            },
        ),
        row(
            "maxParallelImagePulls",
            |it| it.max_parallel_image_pulls.map_or("no limit".into(), |most| most.to_string()),
            match serial {
                true => "Counts only where serializeImagePulls is false.",
                false => "This many pulls run at once, and the others wait.",
            },
        ),
        row(
            "registryPullQPS",
            |it| match it.registry_pull_qps {
                0 => "no limit".into(),
                qps => format!("{qps} a second"),
            },
            match settings.registry_pull_qps {
                0 => "Pulls may begin as fast as they are asked for.",
                _ => {
                    "Pulls that may begin, on average. One beyond it fails at once with “pull QPS exceeded”, and is tried again after the back-off."
                }
            },
        ),
        row(
            "registryBurst",
            |it| it.registry_burst.to_string(),
            match settings.registry_pull_qps {
                0 => "Counts only where registryPullQPS is a limit.",
                _ => "Pulls that may begin at one moment after a quiet time.",
            },
        ),
        row(
            "imagePullCredentialsVerificationPolicy",
            |it| it.verification.map_or("off", VerificationPolicy::as_str).into(),
            verification(settings.verification),
        ),
        row(
            "preloadedImagesVerificationAllowlist",
            |it| match it.allowlist.is_empty() {
                true => "empty".into(),
                false => it.allowlist.join("\n"),
            },
            match settings.verification {
                Some(VerificationPolicy::NeverVerifyAllowlistedImages) => {
                    "These images any Pod may use."
                }
                _ => "Counts only with the policy NeverVerifyAllowlistedImages.",
            },
        ),
    ]
}

/// What the policy means for a Pod whose image is on the node.
fn verification(policy: Option<VerificationPolicy>) -> &'static str {
    match policy {
        None => {
            "The feature gate KubeletEnsureSecretPulledImages is off: whoever may run a Pod here may use every image on the node."
        }
        Some(VerificationPolicy::NeverVerify) => {
            "Whoever may run a Pod here may use every image on the node."
        }
        Some(VerificationPolicy::NeverVerifyPreloadedImages) => {
            "What the kubelet did not pull itself is for everyone; what it pulled with a credential is for Pods that have one, too."
        }
        Some(VerificationPolicy::NeverVerifyAllowlistedImages) => {
            "Images on the allowlist are for everyone; for any other the Pod needs a credential that it can be pulled with."
        }
        Some(VerificationPolicy::AlwaysVerify) => {
            "For every image on the node the Pod needs a credential that it can be pulled with."
        }
    }
}

/// All settings.
pub(super) fn table(settings: &Settings) -> Html {
    html! {
        <section class="panel" aria-labelledby="node-settings">
            <div class="panel-h">
                <h2 id="node-settings">{ "Settings" }</h2>
                <p class="panel-n">{ "of the KubeletConfiguration, as far as they are about images" }</p>
            </div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead>
                        <tr><th scope="col">{ "Setting" }</th><th scope="col">{ "Value" }</th></tr>
                    </thead>
                    <tbody>
                        { for rows(settings).iter().map(|row| html! {
                            <tr>
                                <th scope="row">
                                    <code>{ breakable(row.name) }</code>
                                    <p class="means">{ row.means }</p>
                                </th>
                                <td class="node-v">
                                    <code>{ breakable(&row.value) }</code>
                                    <small>{ if row.is_set() { format!("default: {}", row.default) } else { "default".into() } }</small>
                                </td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// A name in camel case, with places where a line may break.
pub(super) fn breakable(name: &str) -> Html {
    let starts = name.char_indices().filter(|(at, it)| *at > 0 && it.is_ascii_uppercase());
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in starts {
        pieces.push(&name[from..at]);
        from = at;
    }
    pieces.push(&name[from..]);
    html! { <>{ for pieces.into_iter().map(|piece| html! { <>{ piece }<wbr /></> }) }</> }
}
