//! The indexes of the text, and the images that they belong to.
//!
//! # What an index belongs to
//!
//! 1. The images with the name that `docker manifest inspect -v` repeats, or that stands in the
//!    command right before it.
//! 2. Images that name the digest of one of its manifests.
//! 3. Where the text names one image and holds one index: that one.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::Scene;
use super::super::findings::Findings;
use super::super::present::full_name;
use super::super::report::{ImageId, IndexReport, ManifestReport, RuntimeReport, WorkloadReport};
use crate::finding::{Finding, Severity};
use crate::image_index::Index;
use crate::recognize::What;
use crate::reference::Reference;

/// Every index of the text, in its order.
pub(super) fn read(
    scene: &Scene<'_, '_>,
    told: &RuntimeReport,
    findings: &mut Findings,
) -> Vec<IndexReport> {
    let mut reports = Vec::new();
    let puller = told.runtime.puller();
    for (document, (read, recognized)) in
        scene.documents.docs.iter().zip(scene.recognized).enumerate()
    {
        if recognized.what != What::ImageIndex {
            continue;
        }
        let index = match Index::read(&read.root) {
            Ok(index) => index,
            Err(error) => {
                let finding =
                    Finding::new("image-index/broken", Severity::Error, error.to_string());
                findings.add(document, finding.at("", error.span()));
                continue;
            }
        };
        let selection = told.platform.as_ref().map(|it| index.select(it, puller));
        let manifests = index.entries.iter().map(|it| ManifestReport {
            digest: it.digest.clone(),
            platform: it.platform.as_ref().map(ToString::to_string),
            span: it.span.clone(),
        });
        reports.push(IndexReport {
            document,
            manifests: manifests.collect(),
            name: index.name.or_else(|| command_before(scene, document)),
            images: Vec::new(),
            format: index.format,
            puller,
            selection,
        });
    }
    reports
}

/// The image that the command right before a document names: `crane manifest nginx:1.27`.
fn command_before(scene: &Scene<'_, '_>, document: usize) -> Option<String> {
    let before = document.checked_sub(1)?;
    (scene.recognized[before].what == What::Command).then_some(())?;
    let text = &scene.documents.text[scene.documents.docs[before].span.clone()];
    let line = text.lines().rfind(|it| !it.trim().is_empty())?;
    let (_, words) = line.split_once("manifest").or_else(|| line.split_once("inspect"))?;
    let word = words.split_whitespace().rfind(|it| !it.starts_with('-') && *it != "get")?;
    let word = word.trim_matches(['"', '\'']).trim_start_matches("docker://");
    Reference::parse(word).is_ok().then(|| word.to_string())
}

/// Which index each image has; each index gets its images.
pub(super) fn bind(
    scene: &Scene<'_, '_>,
    indexes: &mut [IndexReport],
    workloads: &[WorkloadReport],
) -> BTreeMap<ImageId, usize> {
    let mut bound = BTreeMap::new();
    if indexes.is_empty() {
        return bound;
    }
    let full = |text: &str| Reference::parse(text).ok().map(|it| full_name(&it));
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_digest: BTreeMap<String, usize> = BTreeMap::new();
    for (number, index) in indexes.iter().enumerate() {
        if let Some(name) = index.name.as_deref().and_then(full) {
            by_name.entry(name).or_insert(number);
        }
        for manifest in &index.manifests {
            by_digest.entry(manifest.digest.clone()).or_insert(number);
        }
    }
    let all = workloads.iter().enumerate().flat_map(|(workload, it)| {
        it.images.iter().enumerate().map(move |(image, it)| (ImageId { workload, image }, it))
    });
    let mut names = BTreeSet::new();
    let mut unnamed = Vec::new();
    for (id, image) in all {
        let Ok(parts) = &image.reference else { continue };
        names.insert(parts.full_name());
        let digest = parts.digest.as_ref().and_then(|it| by_digest.get(&it.value));
        match by_name.get(parts.full_name()).or(digest) {
            Some(&index) => {
                bound.insert(id, index);
            }
            None => unnamed.push(id),
        }
    }
    let broken = scene.recognized.iter().filter(|it| it.what == What::ImageIndex).count();
    if let ([index], 1, 1) = (&*indexes, names.len(), broken)
        && index.name.is_none()
    {
        bound.extend(unnamed.into_iter().map(|id| (id, 0)));
    }
    for (&id, &index) in &bound {
        indexes[index].images.push(id);
    }
    bound
}
