//! The node that is asked for: its platform and its runtime.

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::image_index::{Platform, Puller};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::field;
use crate::hooks::language::use_language;
use crate::texts::{sentence, t};

/// What a person chooses.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    os: String,
    architecture: String,
    variant: String,
    os_version: String,
    pub(super) puller: Puller,
}

const SYSTEMS: [&str; 3] = ["linux", "windows", "freebsd"];
const ARCHITECTURES: [&str; 7] = ["amd64", "arm64", "arm", "386", "ppc64le", "riscv64", "s390x"];
/// Windows Server 2016, 2019, 2022 and 2025.
const VERSIONS: [&str; 4] = ["10.0.14393", "10.0.17763", "10.0.20348", "10.0.26100"];

/// The variants that a processor of an architecture can have, the common one first.
fn variants(architecture: &str) -> &'static [&'static str] {
    match architecture {
        "arm" => &["v7", "v8", "v6", "v5"],
        "arm64" => &["v8", "v9"],
        "amd64" => &["", "v2", "v3", "v4"],
        _ => &[""],
    }
}

impl Choice {
    /// The node of the text and of the switches, else `linux/amd64` with containerd.
    pub(super) fn of(report: Option<&Diagnosis>) -> Self {
        let runtime = report.map(|it| &it.node.runtime);
        let platform = runtime.and_then(|it| it.platform.clone());
        let platform = platform.unwrap_or_else(|| Platform::new("linux", "amd64", ""));
        Self {
            os: platform.os,
            architecture: platform.architecture,
            variant: platform.variant,
            os_version: platform.os_version,
            puller: runtime.map(|it| it.runtime.puller()).unwrap_or_default(),
        }
    }

    pub(super) fn platform(&self) -> Platform {
        let mut platform = Platform::new(&self.os, &self.architecture, &self.variant);
        if self.os == "windows" {
            platform.os_version.clone_from(&self.os_version);
        }
        platform
    }

    fn with_os(&self, os: String) -> Self {
        let os_version = match (os.as_str(), self.os_version.as_str()) {
            ("windows", "") => VERSIONS[2].to_owned(),
            (_, version) => version.to_owned(),
        };
        Self { os, os_version, ..self.clone() }
    }

    fn with_architecture(&self, architecture: String) -> Self {
        let variant = variants(&architecture).first().copied().unwrap_or_default().to_owned();
        Self { architecture, variant, ..self.clone() }
    }
}

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) choice: Choice,
    pub(super) on_choice: Callback<Choice>,
}

#[component]
pub(super) fn Chooser(props: &Props) -> Html {
    use_language();
    let choice = &props.choice;
    let changed = |change: fn(&Choice, String) -> Choice| {
        let (choice, on_choice) = (choice.clone(), props.on_choice.clone());
        Callback::from(move |value: String| on_choice.emit(change(&choice, value)))
    };
    let on_version = {
        let changed = changed(|it, os_version| Choice { os_version, ..it.clone() });
        move |event: InputEvent| {
            changed.emit(event.target_unchecked_into::<HtmlInputElement>().value())
        }
    };
    let pullers = Puller::ALL.map(|it| (it.name(), sentence(it.as_str())));
    let plain = |list: &[&'static str]| -> Vec<(&'static str, AttrValue)> {
        let name = |it: &'static str| match it {
            "" => t!("none"),
            it => AttrValue::Static(it),
        };
        list.iter().map(|it| (*it, name(it))).collect()
    };
    html! {
        <section class="panel" aria-labelledby="index-node">
            <div class="panel-h"><h2 id="index-node">{ t!("Node") }</h2></div>
            <form class="panel-b advise-f" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                { field::choice("index-os", t!("Operating system"), &plain(&SYSTEMS), &choice.os, changed(Choice::with_os)) }
                { field::choice("index-arch", t!("Architecture"), &plain(&ARCHITECTURES), &choice.architecture,
                    changed(Choice::with_architecture)) }
                { field::choice("index-variant", t!("Variant"), &plain(variants(&choice.architecture)), &choice.variant,
                    changed(|it, variant| Choice { variant, ..it.clone() })) }
                if choice.os == "windows" {
                    <div class="fld">
                        <label for="index-version">{ t!("Version of Windows") }</label>
                        <input id="index-version" class="in" type="text" autocomplete="off" spellcheck="false"
                            list="index-versions" value={choice.os_version.clone()} oninput={on_version} />
                        <datalist id="index-versions">
                            { for VERSIONS.iter().map(|it| html! { <option value={*it} /> }) }
                        </datalist>
                    </div>
                }
                { field::choice("index-runtime", t!("Runtime"), &pullers, choice.puller.name(), changed(|it, name| {
                    let puller = Puller::ALL.into_iter().find(|it| it.name() == name).unwrap_or_default();
                    Choice { puller, ..it.clone() }
                })) }
            </form>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};

    use super::*;

    #[test]
    fn the_node_of_the_text_is_asked_for_first() {
        let text = "kind: Node\nstatus:\n  nodeInfo:\n    architecture: arm64\n    \
                    operatingSystem: linux\n    containerRuntimeVersion: cri-o://1.34.1\n";
        let choice = Choice::of(Some(&diagnose(text, &Options::default())));
        assert_eq!(choice.platform().to_string(), "linux/arm64/v8");
        assert_eq!(choice.puller, Puller::CriO);
        assert_eq!(Choice::of(None).platform().to_string(), "linux/amd64");
    }

    #[test]
    fn another_architecture_has_variants_of_its_own() {
        let choice = Choice::of(None).with_architecture("arm".to_owned());
        assert_eq!(choice.platform().to_string(), "linux/arm/v7");
    }

    #[test]
    fn only_windows_has_a_version() {
        let windows = Choice::of(None).with_os("windows".to_owned());
        assert_eq!(windows.platform().to_string(), "windows(10.0.20348)/amd64");
        assert_eq!(windows.with_os("linux".to_owned()).platform().to_string(), "linux/amd64");
    }
}
