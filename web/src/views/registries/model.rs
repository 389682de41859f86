//! What the view of `registries.yaml` shows: worked out by the core from the text, the switches and a
//! list of images.

use std::ops::Range;

use pullscope_core::Reference;
use pullscope_core::diagnose::Diagnosis;
use pullscope_core::docker_config::without_user;
use pullscope_core::recognize::What;
use pullscope_core::registries::documentation::{Difference, differences};
use pullscope_core::registries::lint::looks_like_registries;
use pullscope_core::registries::{
    self, Asks, Check, Distribution, Entry, Registries, Rewritten, Secrets, Setting, Table, Teller,
};
use pullscope_core::text::documents;
use yew::AttrValue;

use crate::components::what_if::registries::time;
use crate::texts::{self, t};
use crate::trip::Mark;

/// Images that are resolved at once.
pub(super) const IMAGES: usize = 20;

/// What a node makes of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    pub(super) setting: Setting,
    /// Whether RKE2 itself pulls, before there is a containerd.
    pub(super) is_own_pull: bool,
    /// Why the node does not get ready; then the rest is empty.
    pub(super) refused: Option<Refused>,
    /// The files for containerd: of each registry, then the one with the credentials.
    pub(super) files: Vec<File>,
    pub(super) images: Vec<Image>,
    pub(super) entries: Vec<Entry>,
    /// Keys that are passed over: the path, and where it stands.
    pub(super) unknown: Vec<(String, Range<usize>)>,
    /// The rewrites of the first mirror that has any: patterns and replacements.
    pub(super) rewrites: Vec<(String, String)>,
    /// Whose error is seen when every address fails.
    pub(super) error_seen: &'static str,
    /// Where the documentation says otherwise of the file and the images.
    pub(super) differences: Vec<Difference>,
    /// What the text does not tell, and the commands that do.
    pub(super) checks: Vec<Check>,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refused {
    pub(super) sentence: String,
    /// What the node logs, as far as it is known.
    pub(super) upstream: Option<String>,
    pub(super) span: Range<usize>,
}

/// A file that the node writes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct File {
    /// The registry; empty for the one with the credentials.
    pub(super) name: String,
    pub(super) path: String,
    pub(super) text: String,
}

/// What is asked for one image, or why it is none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Image {
    pub(super) name: String,
    pub(super) asks: Result<Asks, String>,
    /// What RKE2 itself asks, in order, before there is a containerd; empty where that pulls.
    pub(super) own_pull: Vec<OwnRequest>,
}

/// A request of RKE2 itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OwnRequest {
    pub(super) host: String,
    /// The URLs of the manifest; several where chance decides which.
    pub(super) urls: Vec<String>,
    pub(super) sentence: String,
    pub(super) span: Option<Range<usize>>,
}

/// What a person chooses in the view.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Choice {
    pub(super) windows: bool,
    pub(super) has_pod_credential: bool,
    /// RKE2 itself pulls, as it does with its own image.
    pub(super) is_own_pull: bool,
}

impl Model {
    /// What the file in the text comes to; `None` where the text has none.
    pub(super) fn new(
        text: &str,
        report: &Diagnosis,
        setting: Setting,
        choice: Choice,
        images: &[String],
    ) -> Option<Self> {
        let parsed = documents(text);
        let number = match &report.node.registries {
            Some(file) => file.document,
            None => parsed.docs.iter().zip(&report.documents).position(|(document, told)| {
                // What is no YAML is recognized as nothing.
                let is_broken_one =
                    document.error.is_some() && looks_like_registries(&text[document.span.clone()]);
                told.recognized == What::Registries || is_broken_one
            })?,
        };
        let document = parsed.docs.get(number)?;
        let read = match document.error {
            Some(_) => Registries::read_in(text, document.span.clone()),
            None => Registries::read(text, &document.root),
        };
        let mut model = Self {
            setting,
            is_own_pull: choice.is_own_pull && setting.distribution == Distribution::Rke2,
            refused: None,
            files: Vec::new(),
            images: Vec::new(),
            entries: Vec::new(),
            unknown: Vec::new(),
            rewrites: Vec::new(),
            error_seen: registries::error_seen(setting.containerd()),
            differences: Vec::new(),
            checks: Vec::new(),
        };
        match read {
            Ok(file) => model.fill(&file, choice, images),
            Err(error) => {
                model.refused = Some(Refused {
                    sentence: error.to_string(),
                    upstream: error.shown(),
                    span: error.span(),
                });
            }
        }
        let asked: Vec<Asks> = model.asked().cloned().collect();
        let findings = report.findings.iter().map(|it| &it.finding);
        model.differences = differences(findings, &asked, setting.distribution);
        Some(model)
    }

    /// What is asked for the images that are references.
    fn asked(&self) -> impl Iterator<Item = &Asks> {
        self.images.iter().filter_map(|it| it.asks.as_ref().ok())
    }

    fn fill(&mut self, file: &Registries, choice: Choice, images: &[String]) {
        let setting = self.setting;
        let flags = setting.flags();
        let table = Table::new(file, &flags);
        let teller = Teller::new(file, &table, setting);
        if setting.profile.makes_directories() {
            let directories = table.directories.iter().map(|(name, directory)| {
                let name = without_user(name);
                let distribution = setting.distribution;
                File {
                    path: setting.hosts_toml_path(&name, choice.windows),
                    name: name.into_owned(),
                    text: registries::hosts_toml(directory, &flags, distribution, Secrets::Hidden),
                }
            });
            self.files.extend(directories);
        }
        self.files.push(File {
            name: String::new(),
            path: setting.config_toml_path(choice.windows),
            text: registries::config_toml(file, &flags, Secrets::Hidden),
        });
        let images = images.iter().take(IMAGES);
        let image = |name: &String| Image {
            asks: Reference::parse(name)
                .map(|it| teller.tell(&it, choice.has_pod_credential))
                .map_err(|error| error.to_string()),
            own_pull: match self.is_own_pull {
                true => own_pull(file, name),
                false => Vec::new(),
            },
            name: name.clone(),
        };
        self.images = images.map(image).collect();
        let asked: Vec<Asks> = self.asked().cloned().collect();
        self.entries = teller.entries(&asked);
        self.checks = registries::checks(file, &setting, &asked);
        let unknown = file.passed_over.iter();
        self.unknown =
            unknown.map(|it| (without_user(&it.path).into_owned(), it.span.clone())).collect();
        let rewritten = file.mirrors.values().find(|it| !it.rewrites.is_empty());
        let rewrites = rewritten.into_iter().flat_map(|it| &it.rewrites);
        self.rewrites =
            rewrites.map(|(pattern, it)| (pattern.clone(), it.replacement.value.clone())).collect();
    }

    /// The answer of the view: its state and a sentence.
    pub(super) fn sentence(&self) -> (Mark, AttrValue) {
        let product = self.setting.distribution.title();
        if let Some(refused) = &self.refused {
            let said = t!(
                "{product} does not get ready with this file: {why}.",
                product = product,
                why = texts::sentence(refused.sentence.trim_end_matches('.'))
            );
            return (Mark::Error, said);
        }
        let asked = self.images.iter().find_map(|it| Some((it, it.asks.as_ref().ok()?)));
        let said = match asked {
            Some((image, asks)) => self.asking(image, asks),
            None => t!("Name an image, to see what the node asks for it."),
        };
        match self.entries.iter().filter(|it| it.idle.is_some_and(|it| it.is_dead())).count() {
            0 => (Mark::Ok, said),
            1 => (
                Mark::Warning,
                t!("{sentence} One entry touches no image, whichever it is.", sentence = said),
            ),
            several => (
                Mark::Warning,
                t!(
                    "{sentence} {count} entries touch no image, whichever it is.",
                    sentence = said,
                    count = several
                ),
            ),
        }
    }

    /// Whom it asks for an image.
    fn asking(&self, image: &Image, asks: &Asks) -> AttrValue {
        let hosts: Vec<&str> = match self.is_own_pull {
            true => image.own_pull.iter().map(|it| it.host.as_str()).collect(),
            false => asks.endpoints.iter().map(|it| it.host.as_str()).collect(),
        };
        let (shown, more) = match &hosts[..] {
            [one, two, three, _, ..] => (&[*one, *two, *three][..], true),
            all => (all, false),
        };
        let asked = (shown.split_first()).map(|(first, rest)| {
            rest.iter().fold(AttrValue::from((*first).to_owned()), |asked, next| {
                t!("{words}, then {next}", words = asked, next = next)
            })
        });
        let asked = match (asked, more) {
            (None, _) => t!("nobody"),
            (Some(asked), false) => asked,
            (Some(asked), true) => t!("{words}, and more", words = asked),
        };
        match self.is_own_pull {
            true => {
                t!("For {image} RKE2 itself asks {hosts}.", image = image.name, hosts = asked)
            }
            false => t!("For {image} the node asks {hosts}.", image = image.name, hosts = asked),
        }
    }

    /// What the answer is for.
    pub(super) fn evidence(&self) -> AttrValue {
        let Setting { distribution, profile, .. } = self.setting;
        t!(
            "For {product} {time}, whose nodes each read {file} when they start.",
            product = distribution.title(),
            time = time(profile),
            file = distribution.file()
        )
    }
}

/// The requests with which RKE2 pulls an image itself.
fn own_pull(file: &Registries, image: &str) -> Vec<OwnRequest> {
    let Some(found) = registries::wharfie(file, image) else { return Vec::new() };
    let requests = found.endpoints.iter().map(|it| {
        let repositories: Vec<&str> = match &it.rewritten {
            Rewritten::Same => vec![&found.repository],
            Rewritten::To(_, to) => vec![to],
            Rewritten::AnyOf(several) => several.iter().map(|it| it.1.as_str()).collect(),
        };
        let request = |to: &&str| it.request(&found.registry, to, &found.identifier);
        OwnRequest {
            host: it.host(),
            urls: repositories.iter().map(request).collect(),
            sentence: it.sentence(),
            span: it.span.clone(),
        }
    });
    requests.collect()
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};
    use pullscope_core::registries::documentation::STATEMENTS;

    use super::*;
    use crate::examples::documentation::{BELIEVED, PRINTED};

    const TEXT: &str = "busybox\n---\nmirrors:\n  docker.io:\n    endpoint: [https://m.io]\n    rewrite: {'^library/': 'hub/'}\n  ghcr.io:\nconfigs:\n  m.io: {auth: {username: u, password: parrot-7Qp}}\n";

    fn model(text: &str, setting: Setting, images: &[&str]) -> Option<Model> {
        let images: Vec<String> = images.iter().map(ToString::to_string).collect();
        let report = diagnose(text, &Options { registries: setting, ..Options::default() });
        Model::new(text, &report, setting, Choice::default(), &images)
    }

    #[test]
    fn the_answer_names_the_addresses_and_the_dead_entries() {
        let model = model(TEXT, Setting::default(), &["busybox"]).expect("it has a file");
        let (mark, sentence) = model.sentence();
        assert_eq!(mark, Mark::Warning);
        assert_eq!(
            sentence,
            "For busybox the node asks m.io, then registry-1.docker.io. One entry touches no image, \
             whichever it is."
        );
        assert_eq!(
            model.evidence(),
            "For K3s from July 2025 on, whose nodes each read /etc/rancher/k3s/registries.yaml when \
             they start."
        );
        assert_eq!(model.rewrites, [("^library/".to_owned(), "hub/".to_owned())]);
        assert_eq!(model.files.len(), 3);
        assert!(!format!("{model:?}").contains("parrot-7Qp"));
    }

    #[test]
    fn rke2_pulls_its_own_image_otherwise() {
        let setting = Setting { distribution: Distribution::Rke2, ..Setting::default() };
        let report = diagnose(TEXT, &Options { registries: setting, ..Options::default() });
        let choice = Choice { is_own_pull: true, ..Choice::default() };
        let images = ["busybox".to_owned()];
        let model = Model::new(TEXT, &report, setting, choice, &images).expect("it has a file");
        let urls: Vec<&str> =
            model.images[0].own_pull.iter().flat_map(|it| &it.urls).map(String::as_str).collect();
        assert_eq!(
            urls,
            [
                "https://m.io/v2/hub/busybox/manifests/latest?ns=docker.io",
                "https://index.docker.io/v2/library/busybox/manifests/latest",
            ]
        );
        let sentence = model.sentence().1;
        assert!(sentence.starts_with("For busybox RKE2 itself asks m.io, then index.docker.io."));
        // K3s has no image of its own to pull.
        let setting = Setting::default();
        let model = Model::new(TEXT, &report, setting, choice, &images).expect("it has a file");
        assert_eq!(model.images[0].own_pull, []);
    }

    #[test]
    fn each_example_of_the_documentation_has_an_answer_and_each_statement_an_example() {
        let mut said: Vec<&str> = Vec::new();
        for page in PRINTED.iter().chain(BELIEVED) {
            let options = Options { registries: page.setting, ..Options::default() };
            let report = diagnose(page.text, &options);
            let images: Vec<String> = report
                .workloads
                .iter()
                .flat_map(|it| &it.images)
                .map(|it| it.image.clone())
                .collect();
            let model = Model::new(page.text, &report, page.setting, Choice::default(), &images);
            let model = model.expect("it has a file");
            let sentence = model.sentence().1;
            let is_answer = sentence.contains(" asks ") || sentence.contains("does not get ready");
            assert!(is_answer && !images.is_empty(), "{}: {sentence}", (page.title)());
            let of_it = model.differences.iter().map(|it| it.statement.said);
            assert!(
                !BELIEVED.contains(page) || of_it.clone().next().is_some(),
                "{}",
                (page.title)()
            );
            said.extend(of_it);
        }
        for it in STATEMENTS {
            assert!(said.contains(&it.said), "no example is about {}", it.said);
        }
    }

    #[test]
    fn a_file_that_is_not_read_is_the_answer() {
        let text = "mirrors: {docker.io: {endpoint: m.io}}";
        let model = model(text, Setting::default(), &[]).expect("it has a file");
        assert_eq!(
            model.sentence(),
            (
                Mark::Error,
                "K3s does not get ready with this file: mirrors.docker.io.endpoint: a text stands \
                 where a list is read."
                    .into()
            )
        );
        assert_eq!(model.files, []);
    }

    #[test]
    fn a_text_without_a_file_has_no_answer() {
        assert_eq!(model("nginx", Setting::default(), &["nginx"]), None);
    }
}
