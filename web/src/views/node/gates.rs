//! The feature gates about images: the stage each has in the release, and whether it is on.

use pullscope_core::features::{Gate, Gates, Stage};
use yew::prelude::*;

use super::settings::breakable;
use crate::components::icon::State;
use crate::texts::{sentence, t};
use crate::trip::Mark;

/// What a gate brings when it is on.
fn brings(gate: Gate) -> AttrValue {
    match gate {
        Gate::KubeletCredentialProviders => {
            t!("The kubelet asks plugins of the node for credentials.")
        }
        Gate::DisableKubeletCloudCredentialProviders => {
            t!(
                "The kubelet's own code for the registries of ACR, ECR and GCR is off; plugins take its place."
            )
        }
        Gate::RuntimeClassInImageCriApi => {
            t!(
                "The runtime is told the RuntimeClass of the Pod with each image, and may keep one image in several forms."
            )
        }
        Gate::ImageVolume => t!("A Pod may mount an image as a volume."),
        Gate::ImageVolumeWithDigest => {
            t!("The status of the Pod tells the digest of an image that is a volume.")
        }
        Gate::KubeletEnsureSecretPulledImages => {
            t!(
                "The kubelet remembers with which credentials it pulled an image, and verifies that a Pod may use one that is there already."
            )
        }
        Gate::KubeletServiceAccountTokenForCredentialProviders => {
            t!(
                "A plugin can get a token of the Pod's ServiceAccount, and ask for credentials of this Pod alone."
            )
        }
    }
}

/// All gates in one release.
pub(super) fn table(gates: Gates) -> Html {
    let version = gates.version();
    html! {
        <section class="panel" aria-labelledby="node-gates">
            <div class="panel-h">
                <h2 id="node-gates">{ t!("Feature gates") }</h2>
                <p class="panel-n">{ t!("in Kubernetes {version}", version = version) }</p>
            </div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead>
                        <tr><th scope="col">{ t!("Gate") }</th><th scope="col">{ t!("Now") }</th></tr>
                    </thead>
                    <tbody>
                        { for Gate::ALL.into_iter().map(|gate| {
                            let is_on = gates.is_on(gate);
                            let stage = gate.stage(version);
                            html! {
                                <tr>
                                    <th scope="row">
                                        <code>{ breakable(gate.as_str()) }</code>
                                        <p class="means">{ brings(gate) }</p>
                                    </th>
                                    <td class="node-v">
                                        <span class="node-on">
                                            <State mark={if is_on { Mark::Ok } else { Mark::Unknown }} word="" />
                                            { if is_on { t!("on") } else { t!("off") } }
                                        </span>
                                        <small>{ stage.map_or_else(|| t!("not in this release"), |it| sentence(Stage::as_str(it))) }</small>
                                    </td>
                                </tr>
                            }
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}
