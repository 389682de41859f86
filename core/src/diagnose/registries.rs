//! What is found about a `registries.yaml` of K3s or RKE2, and about what comes with it: its place on
//! the node, the template of containerd's configuration, and what `crictl` shows of it.
//!
//! The rules of the file itself are in [`lint`](crate::registries::lint).

mod crictl;
mod places;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Scene;
use super::findings::Findings;
use super::report::{
    ImageId, PullSecretsFrom, RegistriesEntry, RegistriesReport, Source, WorkloadReport,
};
use crate::finding::{Finding, Fix, Severity};
use crate::recognize::What;
use crate::registries::Setting;
use crate::registries::lint::{Image, lint, looks_like_registries, not_yaml};
use crate::text::{Document, Syntax};

/// More files than are compared with the images of the text.
const MAX_FILES: usize = 20;

/// Finds everything that is told by the text as a whole. `told`: the file that counts, with the images
/// that its entries touch.
pub(super) fn findings(
    scene: &Scene<'_, '_>,
    told: Option<&RegistriesReport>,
    workloads: &[WorkloadReport],
    findings: &mut Findings,
) {
    let (text, setting) = (scene.documents.text, &scene.options.registries);
    let files: Vec<(usize, &Document<'_>)> = files(scene).collect();
    places::findings(scene, !files.is_empty(), findings);
    crictl::info(scene, findings);
    if files.is_empty() {
        return;
    }
    crictl::names(scene, &files, findings);
    let (ids, images) = images(text, workloads);
    let entries = |index| match told {
        Some(told) if told.document == index => &told.entries[..],
        _ => &[],
    };
    for (number, (index, document)) in files.into_iter().enumerate() {
        let images = if number < MAX_FILES { &images[..] } else { &[] };
        let by_path: BTreeMap<&str, &RegistriesEntry> =
            entries(index).iter().map(|it| (&*it.path, it)).collect();
        for found in lint(text, &document.span, &document.root, setting, images) {
            let mut touched: Vec<ImageId> = found.images.iter().map(|it| ids[*it]).collect();
            if touched.is_empty()
                && let Some(entry) = around(&by_path, &found.finding.path)
            {
                touched.clone_from(&entry.images);
            }
            findings.add_for(index, &touched, found.finding);
        }
        let place = scene.recognized[index].span.clone();
        findings.add(index, restart(setting, place));
    }
}

/// Members that a path is within, at most: of an entry there are two, and the dots of a pattern.
const MAX_LEVELS: usize = 16;

/// The entry that a path is, or is within.
fn around<'e>(
    entries: &BTreeMap<&str, &'e RegistriesEntry>,
    path: &str,
) -> Option<&'e RegistriesEntry> {
    let ends = path.rmatch_indices(['.', '[']).map(|(at, _)| at).take(MAX_LEVELS);
    let mut ends = core::iter::once(path.len()).chain(ends);
    ends.find_map(|end| entries.get(&path[..end]).copied())
}

/// The documents that are a `registries.yaml`, with their numbers.
fn files<'s>(scene: &'s Scene<'_, '_>) -> impl Iterator<Item = (usize, &'s Document<'s>)> {
    let all = scene.documents.docs.iter().zip(scene.recognized).enumerate();
    let files = all.filter(|(_, (document, recognized))| {
        recognized.what == What::Registries && document.error.is_none()
    });
    files.map(|(index, (document, _))| (index, document))
}

/// What takes the place of the finding about a document that cannot be read.
pub(super) fn broken(text: &str, document: &Document<'_>, setting: &Setting) -> Option<Finding> {
    let error = document.error.as_ref()?;
    let written = text.get(document.span.clone())?;
    let is_one = document.syntax == Syntax::Yaml && looks_like_registries(written);
    is_one.then(|| not_yaml(text, &document.span, error, setting))
}

/// The file is read when K3s starts, and at no other time.
fn restart(setting: &Setting, span: Range<usize>) -> Finding {
    let product = setting.distribution.title();
    let [server, agent] = setting.distribution.services();
    let file = setting.distribution.file();
    let message = format!(
        "{product} reads {file} when it starts, and the file is for its own node alone: a change needs a \
         restart of {server} or {agent} on each node that has it, servers included"
    );
    let fix = Fix {
        title: format!("Restart {product} on the node"),
        edits: Vec::new(),
        command: Some(format!("sudo systemctl try-restart {server} {agent}")),
    };
    Finding::new("registries/restart", Severity::Info, message).at("", span).fixed_by(fix)
}

/// The images of the text, as far as their names can be read.
fn images<'w>(text: &str, workloads: &'w [WorkloadReport]) -> (Vec<ImageId>, Vec<Image<'w>>) {
    let plain = spoke_http(text);
    let (mut ids, mut images) = (Vec::new(), Vec::new());
    for (workload, report) in workloads.iter().enumerate() {
        let is_listed = report.pull_secrets_from != PullSecretsFrom::Pasted;
        for (image, it) in report.images.iter().enumerate() {
            let Ok(parts) = &it.reference else { continue };
            let used = it.credentials.iter().filter(|_| is_listed).flat_map(|it| it.in_order());
            let secret = used.filter_map(|key| match key.source {
                Source::PullSecret(number) => report.pull_secrets.get(number),
                Source::Node(_) => None,
            });
            let registry = parts.registry.value.as_str();
            ids.push(ImageId { workload, image });
            images.push(Image {
                registry,
                repository: &parts.repository.value,
                span: it.span.clone(),
                pull_secret: secret.map(|it| it.span.clone()).next(),
                answered_http: plain.get(registry).cloned(),
            });
        }
    }
    (ids, images)
}

/// The hosts of which an error says that they speak plain HTTP, and where.
///
/// Upstream: `errServerHTTPResponse` of Go's `net/http`, within the words of its client:
/// `Get "https://r.io:5000/v2/": http: server gave HTTP response to HTTPS client`.
fn spoke_http(text: &str) -> BTreeMap<String, Range<usize>> {
    let words = "server gave HTTP response to HTTPS client";
    let mut hosts = BTreeMap::new();
    for (at, _) in text.match_indices(words).take(1_000) {
        let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
        // No URL is longer than this.
        let start = text.floor_char_boundary(line.max(at.saturating_sub(2_000)));
        let before = &text[start..at];
        let Some(url) = before.rfind("https://").map(|it| &before[it + "https://".len()..]) else {
            continue;
        };
        let host = url.split(['/', '"', '?', '\\', ' ']).next().unwrap_or_default();
        if !host.is_empty() && !host.contains('@') {
            hosts.entry(host.into()).or_insert(at..at + words.len());
        }
    }
    hosts
}

#[cfg(test)]
mod tests;
