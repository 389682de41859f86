//! The node's `registries.yaml`: which addresses are asked for each image, and which of its entries
//! touch none.
//!
//! Of several files the first by its text counts, so that the order of the documents does not matter.
//! A node with another runtime than containerd does not have one.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Scene;
use super::outcome::{BARE, NO_CREDENTIALS};
use super::report::{
    ImageId, ImageReport, OutcomeKind, RegistriesEntry, RegistriesReport, RuntimeReport, Stage,
    Step, WorkloadReport,
};
use crate::finding::Related;
use crate::recognize::What;
use crate::reference::Reference;
use crate::registries::{Asked, Asks, FileError, Registries, Sent, Table, Teller, error_seen};
use crate::runtime::Runtime;
use crate::text::Document;

/// Says of each image that the runtime is asked for which addresses it asks.
pub(super) fn add(
    scene: &Scene<'_, '_>,
    told: &RuntimeReport,
    workloads: &mut [WorkloadReport],
) -> Option<RegistriesReport> {
    let (document, read) = chosen(scene)?;
    let setting = scene.options.registries;
    let mut report = RegistriesReport {
        document,
        setting,
        error: None,
        is_used: matches!(told.runtime, Runtime::Containerd { .. }),
        is_complete: true,
        error_seen: error_seen(setting.containerd()),
        entries: Vec::new(),
    };
    let file = match read {
        Ok(file) => file,
        Err(error) => {
            report.error = Some(error.to_string());
            return Some(report);
        }
    };
    if !report.is_used {
        return Some(report);
    }
    let flags = setting.flags();
    let table = Table::new(&file, &flags);
    let teller = Teller::new(&file, &table, setting);
    let grammar = scene.options.kubernetes.grammar();
    let mut left = scene.options.comparisons;
    let mut ids = Vec::new();
    let mut asked = Vec::new();
    for (number, workload) in workloads.iter_mut().enumerate() {
        for (place, image) in workload.images.iter_mut().enumerate() {
            let is_asked = image.plan.last().is_some_and(|it| it.stage == Stage::Runtime);
            let written = image.image.clone();
            let reference = Reference::parse_as(&written, grammar);
            let Some(reference) = reference.ok().filter(|_| is_asked) else { continue };
            let cost = teller.cost(reference.registry()).saturating_mul(ADDRESS_COST);
            let Some(rest) = left.checked_sub(cost) else {
                report.is_complete = false;
                continue;
            };
            left = rest;
            let asks = teller.tell(&reference, has_credential(image));
            tell(image, &asks, report.error_seen);
            ids.push(ImageId { workload: number, image: place });
            asked.push(asks.clone());
            image.endpoints = Some(asks);
        }
    }
    let entries = teller.entries(&asked).into_iter().map(|it| RegistriesEntry {
        kind: it.kind,
        path: it.path,
        span: it.span,
        images: it.images.iter().filter_map(|it| ids.get(*it).copied()).collect(),
        idle: it.idle,
    });
    report.entries = entries.collect();
    Some(report)
}

/// The file that counts.
fn chosen(scene: &Scene<'_, '_>) -> Option<(usize, Result<Registries, FileError>)> {
    let text = scene.documents.text;
    let documents = scene.documents.docs.iter().zip(scene.recognized).enumerate();
    let files = documents.filter(|it| it.1.1.what == What::Registries);
    let written = |document: &Document<'_>| &text[document.span.clone()];
    let (number, (document, _)) = files.min_by_key(|it| written(it.1.0))?;
    let read = match &document.error {
        // What is no YAML to this program may be some to K3s.
        Some(_) => Registries::read_in(text, document.span.clone()),
        None => Registries::read(text, &document.root),
    };
    Some((number, read))
}

/// Whether the kubelet hands a credential over, a blank one included: then the runtime does not look
/// for one of its own.
fn has_credential(image: &ImageReport) -> bool {
    let has_key = image.credentials.as_ref().is_some_and(|it| it.used > 0);
    has_key || image.providers.iter().any(|it| !it.used.is_empty())
}

/// Puts the addresses into the plan and into the outcome.
fn tell(image: &mut ImageReport, asks: &Asks, error_seen: &str) {
    let mut because = asks.because.clone();
    if asks.endpoints.len() > 1 {
        because += &format!("; {error_seen}");
    }
    if image.outcome.kind == OutcomeKind::AsksProvider {
        because += "; what a credential provider answers goes before the credentials of the file";
    }
    let broken = asks.broken.iter().map(|it| ("what breaks the file", &it.span));
    let written = asks.endpoints.iter().filter_map(|it| Some(("an endpoint", it.span.as_ref()?)));
    let from = broken.chain(written).take(MAX_PLACES);
    image.plan.push(Step {
        stage: Stage::Endpoints,
        decided: hosts(asks, |it| it.host.clone()),
        rule: format!("endpoints/{}", asks.why.name()),
        because,
        from: from.map(|(label, span)| related(label, span.clone())).collect(),
    });
    let shown = asks.endpoints.iter().take(MAX_PLACES);
    image.plan.extend(shown.map(request));
    let is_plain = asks.endpoints.iter().all(|it| {
        it.is_default && it.span.is_none() && it.credential == Sent::Nothing && it.tls.is_none()
    });
    if !is_plain {
        outcome(image, asks);
    }
}

/// One address, and what it is asked.
fn request(asked: &Asked) -> Step {
    let rule = match asked.rewrites.len() {
        2.. => "endpoints/undetermined",
        _ if asked.is_default => "endpoints/default",
        _ => "endpoints/mirror",
    };
    let endpoint = asked.span.iter().map(|it| related("the endpoint", it.clone()));
    let rewrites = asked.rewrites.iter().map(|it| related("the rewrite", it.span.clone()));
    let credential = match &asked.credential {
        Sent::OfEntry { span, .. } => Some(related("the credentials", span.clone())),
        _ => None,
    };
    let tls = asked.tls.iter().filter(|it| it.key.is_some());
    let tls = tls.map(|it| related("the TLS", it.span.clone()));
    let from = endpoint.chain(rewrites).chain(credential).chain(tls);
    Step {
        stage: Stage::Endpoints,
        decided: ["HEAD ", &asked.urls.join(" or ")].concat(),
        rule: rule.to_string(),
        because: asked.sentence(),
        from: from.take(MAX_PLACES).collect(),
    }
}

/// What is said of one address takes as much room as what is said of so many keys.
const ADDRESS_COST: usize = 10;

/// More places, and more addresses, than a person looks at.
const MAX_PLACES: usize = 8;

fn related(label: &'static str, span: core::ops::Range<usize>) -> Related {
    Related { label: label.into(), span }
}

/// The addresses in order: `m.example.com, then registry-1.docker.io`.
fn hosts(asks: &Asks, name: impl Fn(&Asked) -> String) -> String {
    let mut names: Vec<String> = asks.endpoints.iter().take(MAX_PLACES).map(name).collect();
    if let Some(more) = asks.endpoints.len().checked_sub(MAX_PLACES + 1) {
        names.push(format!("{} more", more + 1));
    }
    names.join(", then ")
}

/// Names the addresses in the sentence. Where the kubelet has nothing and the file has, that is what
/// becomes of the image.
fn outcome(image: &mut ImageReport, asks: &Asks) {
    let outcome = &mut image.outcome;
    let has_none = matches!(outcome.kind, OutcomeKind::Anonymous | OutcomeKind::NoKeyFits);
    if !has_none || !asks.endpoints.iter().any(|it| it.credential.is_of_the_node()) {
        let asked = hosts(asks, |it| it.host.clone());
        outcome.sentence += &format!(" The node asks {asked}.");
        return;
    }
    let asked = hosts(asks, |it| match &it.credential {
        Sent::OfEntry { key, .. } if it.credential.is_of_the_node() => {
            format!("{} with the credentials of configs.{key}", it.host)
        }
        _ => format!("{} without a password", it.host),
    });
    let Some((lead, _)) = outcome.sentence.split_once(BARE) else { return };
    let lead = match outcome.kind {
        OutcomeKind::Anonymous => lead.replace(NO_CREDENTIALS, "No credentials of the Pod: "),
        _ => lead.to_string(),
    };
    outcome.kind = OutcomeKind::WithNodeCredential;
    outcome.sentence = format!("{lead}the node asks {asked}.");
}
