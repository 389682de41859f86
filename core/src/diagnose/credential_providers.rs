//! The kubelet's credential providers: their configuration, which of them is asked for an image, and
//! what is found about both.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Scene;
use super::findings::Findings;
use super::image::{Context, Say};
use super::object::Sort;
use super::report::{
    ImageProvider, ProviderAnswer, ProviderError, ProviderReport, ProvidersReport, PullSecretsFrom,
};
use super::secret::masked;
use crate::credential_provider::{
    Account, Config, Considered, DeadEntry, PodAccount, Provider, Response, Skip, Source, Verdict,
    are_used, consider, legacy,
};
use crate::docker_config::{DockerConfig, without_user};
use crate::features::Gates;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::json::Value;
use crate::keyring::Keyring;
use crate::recognize::What;
use crate::text::{Document, Syntax};
use crate::version::Version;

/// A ServiceAccount as a provider sees it.
struct KnownAccount {
    uid: Option<String>,
    annotations: Vec<(String, String)>,
}

/// What the text tells of the providers of the node.
pub(super) struct Providers {
    pub(super) report: ProvidersReport,
    config: Config,
    answers: Vec<Option<DockerConfig>>,
    accounts: BTreeMap<(String, String), KnownAccount>,
    gates: Gates,
}

impl Default for Providers {
    fn default() -> Self {
        Self {
            report: ProvidersReport::default(),
            config: Config::default(),
            answers: Vec::new(),
            accounts: BTreeMap::new(),
            gates: Gates::new(Version::NEWEST),
        }
    }
}

impl Providers {
    /// Reads the configurations and the answers of the text.
    pub(super) fn new(scene: &Scene<'_, '_>, gates: Gates, findings: &mut Findings) -> Self {
        let mut providers = Self {
            report: ProvidersReport { is_read: are_used(gates), ..ProvidersReport::default() },
            config: Config::default(),
            answers: Vec::new(),
            accounts: accounts(scene),
            gates,
        };
        let documents = || scene.documents.docs.iter().zip(scene.recognized).enumerate();
        let of = |what: What| {
            documents().filter(move |it| it.1.1.what == what && it.1.0.error.is_none())
        };
        let mut configs: Vec<(usize, &Document<'_>)> =
            of(What::CredentialProviderConfig).map(|it| (it.0, it.1.0)).collect();
        if !gates.version().reads_a_directory_of_providers() {
            for (index, document) in configs.drain(configs.len().min(1)..) {
                findings.add(index, second_file(gates.version(), document));
            }
        }
        providers.report.documents = configs.iter().map(|it| it.0).collect();
        providers.read(scene.documents.text, &configs, findings);
        for (index, (document, _)) in of(What::CredentialProviderResponse) {
            providers.answer(scene.documents.text, index, document, findings);
        }
        providers
    }

    fn read(&mut self, text: &str, configs: &[(usize, &Document<'_>)], findings: &mut Findings) {
        if configs.is_empty() {
            return;
        }
        let sources: Vec<Source<'_>> = configs.iter().map(|it| source(text, it.1)).collect();
        match Config::read(&sources, self.gates) {
            Ok(config) => self.config = config,
            Err(refused) => {
                for error in refused.errors {
                    let document = configs[error.file].0;
                    let message = format!(
                        "{}: the kubelet of {} ends at its start with \"{}\"",
                        error.sentence,
                        self.gates.version(),
                        error.upstream
                    );
                    let place = (&*error.path, error.span.clone());
                    let code = "credential-provider/refused";
                    if self.report.is_read {
                        findings.say(document, code, Severity::Error, place, message);
                    }
                    self.report.errors.push(ProviderError {
                        document,
                        path: error.path,
                        span: error.span,
                        sentence: error.sentence,
                        message: error.upstream,
                    });
                }
            }
        }
        if !self.report.is_read {
            self.config = Config::default();
        }
        for provider in &self.config.providers {
            for entry in &provider.match_images {
                if let Some(dead) = entry.is_dead() {
                    let finding = dead_entry(text, &entry.text, &entry.span, dead);
                    findings.add(configs[provider.file].0, finding);
                }
            }
        }
        self.report.providers = self.config.providers.iter().map(report).collect();
    }

    /// Reads what a plugin has printed. Of one answer it is not told who gave it: the first provider
    /// that speaks its version is taken for it, and of several the next one.
    fn answer(
        &mut self,
        text: &str,
        index: usize,
        document: &Document<'_>,
        findings: &mut Findings,
    ) {
        let source = source(text, document);
        let written = document.api_version().unwrap_or_default();
        let taken: Vec<usize> = self.report.answers.iter().filter_map(|it| it.provider).collect();
        let free = (0..self.config.providers.len()).filter(|it| !taken.contains(it));
        let number = self.config.answering(written, free);
        // Without a configuration an answer is judged by itself.
        let alone = Provider::speaking(written);
        let provider = number.map_or(&alone, |it| &self.config.providers[it]);
        let mut answer = ProviderAnswer {
            document: index,
            provider: number,
            error: None,
            cache_key_type: None,
            lifetime: None,
            keys: Vec::new(),
        };
        let mut config = None;
        match Response::read(&source, provider, "", self.gates.version()) {
            Ok(response) => {
                answer.cache_key_type = Some(response.cache_key_type.as_str());
                answer.lifetime = number.map(|_| response.lifetime(provider).to_string());
                let entries = response.config.entries.iter();
                answer.keys = entries
                    .map(|it| (without_user(&it.key).into_owned(), masked(&it.credential)))
                    .collect();
                config = Some(response.config);
            }
            Err(error) => {
                let message = format!(
                    "{}: the kubelet uses nothing of this answer, logs \"{}\" and goes on without",
                    error.sentence, error.upstream
                );
                let place = (&*error.path, error.span.clone());
                let code = "credential-provider/answer-unusable";
                findings.say(index, code, Severity::Warning, place, message);
                answer.error = Some(ProviderError {
                    document: index,
                    path: error.path,
                    span: error.span,
                    sentence: error.sentence,
                    message: error.upstream,
                });
            }
        }
        self.report.answers.push(answer);
        self.answers.push(config);
    }

    /// How much has to be compared for one image.
    pub(super) fn cost(&self) -> usize {
        let entries = self.config.providers.iter().map(|it| it.match_images.len() + 1);
        let keys = self.answers.iter().flatten().map(|it| it.entries.len());
        entries.chain(keys).sum()
    }

    /// Which providers are asked for an image, in their order.
    pub(super) fn of_image(
        &self,
        context: &Context<'_, '_>,
        repository: &str,
        (path, span): (&str, &Range<usize>),
        say: &mut Say<'_>,
    ) -> Vec<ImageProvider> {
        let pod = context.pod;
        let name = (pod.namespace.to_string(), pod.service_account.to_string());
        let known = self.accounts.get(&name);
        let annotations: Vec<(&str, &str)> = known
            .iter()
            .flat_map(|it| &it.annotations)
            .map(|it| (it.0.as_str(), it.1.as_str()))
            .collect();
        let account = match (pod.pull_secrets_from, known) {
            (PullSecretsFrom::StaticPod, _) => Account::None,
            (_, Some(_)) => Account::Known { annotations: &annotations },
            _ => Account::Named,
        };
        let uid = known.and_then(|it| it.uid.as_deref());
        let (namespace, name) = (&*name.0, &*name.1);
        let account = PodAccount { namespace, name, uid, account };
        let mut all = Vec::with_capacity(self.config.providers.len());
        for (number, provider) in self.config.providers.iter().enumerate() {
            let considered = consider(provider, repository, &account, self.gates);
            if let Some(skip @ (Skip::NoAccount | Skip::NoAnnotation { .. })) = &considered.skip {
                let name = &provider.name;
                let message = format!(
                    "provider {name} is not asked for this image, although its matchImages fit: \
                     {skip}"
                );
                let finding =
                    Finding::new("credential-provider/token-skipped", Severity::Warning, message);
                let finding =
                    finding.at(path, span.clone()).with("the provider", provider.name_span.clone());
                say(context.document, finding);
            }
            all.push(self.one(number, repository, considered));
        }
        all
    }

    /// What a provider has answered.
    pub(super) fn answer_of(&self, one: &ImageProvider) -> Option<&DockerConfig> {
        self.answers.get(one.answer?)?.as_ref()
    }

    fn one(&self, number: usize, repository: &str, considered: Considered) -> ImageProvider {
        let is_asked = considered.skip.is_none();
        let answer = self.report.answers.iter().position(|it| it.provider == Some(number));
        let answer = answer.filter(|_| is_asked);
        let config = answer.and_then(|it| self.answers[it].as_ref());
        ImageProvider {
            provider: number,
            name: self.config.providers[number].name.clone(),
            entry: considered.entry,
            verdict: considered.verdict,
            sentence: considered.sentence,
            refusals: considered.refusals,
            request: considered.request,
            cache_keys: considered.cache_keys,
            answer,
            used: config.map(|it| fitting(it, repository)).unwrap_or_default(),
        }
    }

    /// An image for which an older kubelet had credentials by itself, and nothing else gives any.
    pub(super) fn left_by_the_cloud(
        &self,
        context: &Context<'_, '_>,
        repository: &str,
        (path, span): (&str, &Range<usize>),
        asked: &[ImageProvider],
        say: &mut Say<'_>,
    ) {
        let Some(legacy) = legacy(repository, self.gates).filter(|it| !it.is_served) else {
            return;
        };
        if asked.iter().any(ImageProvider::is_asked) {
            return;
        }
        let (cloud, release) = (legacy.cloud, self.gates.version());
        let since = match legacy.is_disabled {
            true => {
                "has that turned off (DisableKubeletCloudCredentialProviders, on by default since \
                     1.29)"
                    .to_string()
            }
            false => format!("has no code for that since {}", legacy.gone_since),
        };
        let message = format!(
            "on a node of that cloud an older kubelet had credentials for {} by itself; the kubelet of \
             {release} {since} and needs a credential provider such as {}, of which nothing stands here",
            cloud.as_str(),
            cloud.plugin()
        );
        let finding = Finding::new("credential-provider/legacy-gone", Severity::Info, message);
        say(context.document, finding.at(path, span.clone()));
    }
}

/// A file that a kubelet does not read which takes one.
fn second_file(version: Version, document: &Document<'_>) -> Finding {
    let message = format!(
        "the kubelet of {version} reads one file of credential providers, and another one stands \
         before this: its providers are not asked; a directory of files is read since 1.34"
    );
    let kind = document.root.get("kind").map_or(document.span.clone(), |it| it.span.clone());
    Finding::new("credential-provider/second-file", Severity::Warning, message).at("kind", kind)
}

fn source<'s>(text: &'s str, document: &'s Document<'_>) -> Source<'s> {
    let (span, root) = (document.span.clone(), &document.root);
    Source { text, span, root, is_json: document.syntax == Syntax::Json }
}

fn report(provider: &Provider) -> ProviderReport {
    let duration = provider.default_cache_duration.as_ref().map(|it| it.0).unwrap_or_default();
    ProviderReport {
        name: provider.name.clone(),
        span: provider.name_span.clone(),
        api_version: provider.api_version.clone(),
        match_images: provider.match_images.iter().map(|it| it.text.clone()).collect(),
        default_cache_duration: duration.to_string(),
        env: provider.env.clone(),
        args: provider.args,
        gets_token: provider.token.is_some(),
    }
}

/// The keys of an answer that fit a repository, in their turn.
fn fitting(config: &DockerConfig, repository: &str) -> Vec<String> {
    let mut keyring = Keyring::new();
    keyring.add(config, 0);
    let found = keyring.lookup(repository);
    found.iter().map(|it| without_user(&it.entry.key).into_owned()).collect()
}

fn accounts(scene: &Scene<'_, '_>) -> BTreeMap<(String, String), KnownAccount> {
    let accounts = scene.objects.iter().filter(|it| it.sort == Sort::ServiceAccount);
    accounts
        .filter_map(|object| {
            let name = object.name()?.to_string();
            let metadata = object.root.get("metadata");
            let uid = metadata.and_then(|it| it.get("uid")).and_then(Value::as_str);
            let annotations = metadata
                .and_then(|it| it.get("annotations"))
                .and_then(Value::as_object)
                .unwrap_or_default();
            let known = KnownAccount {
                uid: uid.map(String::from),
                annotations: annotations
                    .iter()
                    .filter_map(|it| Some((it.key.to_string(), it.value.as_str()?.to_string())))
                    .collect(),
            };
            Some(((object.namespace(scene.options).to_string(), name), known))
        })
        .collect()
}

/// An entry of `matchImages` that fits no image, and what was meant.
fn dead_entry(text: &str, entry: &str, span: &Range<usize>, dead: DeadEntry) -> Finding {
    let hub = |rest: &str| {
        let path = rest.strip_prefix("index.docker.io")?;
        Some(format!("docker.io{}", if matches!(path, "/v1/" | "/v2/" | "/") { "" } else { path }))
    };
    let (code, message, meant) = match dead {
        DeadEntry::PathGlob { kept } => {
            let before = &entry[..kept];
            let meant = match before.strip_suffix('/') {
                Some(host) if !host.contains('/') => host,
                _ => before,
            };
            let is_last = entry[kept..].chars().all(|it| it == '*');
            (
                "credential-provider/path-glob",
                "a star in the path is only a star, which no image has: the entry matches nothing. A \
                 path is compared as the beginning of the image's path",
                is_last.then(|| meant.to_string()),
            )
        }
        DeadEntry::Scheme { rest } => {
            let rest = &entry[rest..];
            let rest =
                ["/v1/", "/v2/", "/"].iter().find_map(|it| rest.strip_suffix(it)).unwrap_or(rest);
            (
                "credential-provider/scheme",
                "an entry of matchImages has no scheme: this one matches nothing, unlike a key of a \
                 config.json",
                Some(hub(rest).unwrap_or_else(|| rest.to_string())).filter(|it| !it.is_empty()),
            )
        }
        DeadEntry::IndexDockerIo => (
            "credential-provider/index-docker-io",
            "a provider is asked for images of Docker Hub under docker.io, so this entry matches \
             nothing, unlike a key of a config.json",
            hub(entry),
        ),
    };
    let written = text.get(span.clone()).unwrap_or_default();
    let inner = match written.len().checked_sub(entry.len()) {
        Some(0) => Some(span.clone()),
        Some(2) if written.get(1..=entry.len()) == Some(entry) => {
            Some(span.start + 1..span.end - 1)
        }
        _ => None,
    };
    let fix = inner.zip(meant).map(|(span, meant)| Fix {
        title: format!("Write {meant}"),
        edits: Vec::from([Edit { span, text: meant }]),
        command: None,
    });
    Finding::new(code, Severity::Warning, message).at("matchImages", span.clone()).fixed_by(fix)
}

/// Providers none of whose entries fits an image of the text.
pub(super) fn matches_nothing(
    report: &ProvidersReport,
    workloads: &[super::report::WorkloadReport],
    findings: &mut Findings,
) {
    let mut images = 0;
    let mut fits = alloc::vec![false; report.providers.len()];
    for image in workloads.iter().flat_map(|it| &it.images) {
        images += usize::from(!image.providers.is_empty());
        for one in image.providers.iter().filter(|it| it.verdict != Verdict::NoMatch) {
            if let Some(fits) = fits.get_mut(one.provider) {
                *fits = true;
            }
        }
    }
    let Some(&document) = report.documents.first() else { return };
    for (provider, _) in report.providers.iter().zip(fits).filter(|it| images > 0 && !it.1) {
        let message = format!(
            "provider {} is asked for none of the {images} images here: no entry of its matchImages fits",
            provider.name
        );
        let place = ("matchImages", provider.span.clone());
        findings.say(
            document,
            "credential-provider/matches-nothing",
            Severity::Info,
            place,
            message,
        );
    }
}
