//! The node's runtime: what it makes of each name, and which manifest of an index it takes.
//!
//! What it is, the options say, or a Node of the text; then findings follow from it. Of a node of
//! which nothing is known, only what is the same everywhere is said.

mod conf;
mod found;
pub(super) mod handler;
mod indexes;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Scene;
use super::findings::Findings;
use super::report::{
    ImageId, IndexReport, ResolvedImage, RuntimeReport, Stage, Step, ToldBy, WorkloadReport,
};
use crate::image_index::Platform;
use crate::recognize::{What, node};
use crate::reference::Reference;
use crate::runtime::{ResolveRule, Resolved, Runtime, ShortNameError};

/// What the text and the options tell of the node.
pub(super) fn told(scene: &Scene<'_, '_>, findings: &mut Findings) -> RuntimeReport {
    let documents = scene.documents.docs.iter().zip(scene.recognized).enumerate();
    let nodes: Vec<_> = documents
        .filter(|(_, (_, recognized))| recognized.what == What::Node)
        .filter_map(|(number, (document, _))| Some((number, node(&document.root)?)))
        .collect();
    let runtimes = nodes.iter().filter_map(|(number, it)| {
        Some((*number, Runtime::of_version(it.runtime_version?.as_str()?)?))
    });
    let platforms = nodes.iter().filter_map(|(number, it)| {
        let kernel = it.kernel_version.and_then(|it| it.as_str()).unwrap_or_default();
        let os = it.operating_system?.as_str()?;
        Some((*number, Platform::of_node(os, it.architecture?.as_str()?, kernel)))
    });
    let (runtime, runtime_from) = match &scene.options.runtime {
        Some(runtime) => (Some(runtime.clone()), ToldBy::Options),
        None => agreed(runtimes),
    };
    let (platform, platform_from) = match &scene.options.platform {
        Some(platform) => (Some(platform.clone()), ToldBy::Options),
        None => agreed(platforms),
    };
    let (runtime, runtime_from) = conf::add(scene, (runtime, runtime_from), findings);
    RuntimeReport { runtime: runtime.unwrap_or_default(), runtime_from, platform, platform_from }
}

impl RuntimeReport {
    /// The names under which the runtime looks for an image on the node, in their order; `None` for
    /// the one that every runtime but CRI-O has for it. None in the list where they are not known.
    pub(super) fn names(
        &self,
        reference: &Reference<'_>,
    ) -> Result<Option<Vec<String>>, ShortNameError> {
        match &self.runtime {
            Runtime::CriO(_) => Ok(Some(self.runtime.resolve(reference)?.references)),
            Runtime::Containerd { .. } | Runtime::Docker => Ok(None),
        }
    }
}

/// What all nodes have in common.
fn agreed<T: PartialEq>(mut told: impl Iterator<Item = (usize, T)>) -> (Option<T>, ToldBy) {
    let Some((number, first)) = told.next() else { return (None, ToldBy::Nothing) };
    match told.all(|it| it.1 == first) {
        true => (Some(first), ToldBy::Node(number)),
        false => (None, ToldBy::Nothing),
    }
}

/// Says of each image what the runtime makes of it; gives the indexes of the text.
pub(super) fn add(
    scene: &Scene<'_, '_>,
    told: &RuntimeReport,
    workloads: &mut [WorkloadReport],
    findings: &mut Findings,
) -> Vec<IndexReport> {
    let mut indexes = indexes::read(scene, told, findings);
    let bound = indexes::bind(scene, &mut indexes, workloads);
    let grammar = scene.options.kubernetes.grammar();
    for (number, workload) in workloads.iter_mut().enumerate() {
        let document = workload.document;
        for (place, image) in workload.images.iter_mut().enumerate() {
            let id = ImageId { workload: number, image: place };
            let written = image.image.clone();
            let Ok(reference) = Reference::parse_as(&written, grammar) else { continue };
            let resolved = told.runtime.resolve(&reference);
            found::name(told, &reference, image, (document, id), &resolved, findings);
            found::architecture(told, &reference, image, (document, id), findings);
            let mut report = report(told, &reference, resolved);
            report.index = bound.get(&id).copied();
            steps(told, &report, &indexes, &mut image.plan);
            image.runtime = Some(report);
        }
    }
    for index in &indexes {
        found::index(index, workloads, findings);
    }
    indexes
}

fn report(
    told: &RuntimeReport,
    reference: &Reference<'_>,
    resolved: Result<Resolved, ShortNameError>,
) -> ResolvedImage {
    let runtime = told.runtime.as_str();
    let resolved = match resolved {
        Ok(resolved) => resolved,
        Err(error) => {
            return ResolvedImage {
                references: Vec::new(),
                rule: None,
                sentence: error.to_string(),
                message: Some(error.upstream()),
                index: None,
            };
        }
    };
    let mut sentence = match resolved.rule {
        ResolveRule::Written => format!("{runtime} asks the registry that the image names"),
        ResolveRule::DockerHub => {
            format!("{runtime} takes a name without a registry for one of Docker Hub")
        }
        ResolveRule::Alias => format!("{runtime} has an alias for the name"),
        ResolveRule::Registries => match resolved.references.len() {
            1 => format!("{runtime} searches one registry for names without one"),
            count => format!("{runtime} tries {count} registries, one after the other"),
        },
        ResolveRule::Unknown => format!(
            "the image names no registry, and which ones {runtime} searches stands in the node's \
             registries.conf"
        ),
    };
    if reference.tag().is_some() && reference.digest().is_some() {
        sentence += "; it asks by the digest, and leaves the tag out";
    }
    ResolvedImage {
        references: resolved.references,
        rule: Some(resolved.rule),
        sentence,
        message: None,
        index: None,
    }
}

/// Adds what the runtime decides behind what it is asked for, as far as it is known.
fn steps(
    told: &RuntimeReport,
    report: &ResolvedImage,
    indexes: &[IndexReport],
    plan: &mut Vec<Step>,
) {
    let Some(asked) = plan.last().filter(|it| it.stage == Stage::Runtime) else { return };
    let from = asked.from.clone();
    let step = |decided: String, rule: &str, because: &str| Step {
        stage: Stage::Runtime,
        decided,
        rule: format!("runtime/{rule}"),
        because: because.to_string(),
        from: from.clone(),
    };
    let mut further = Vec::new();
    if told.runtime_from != ToldBy::Nothing {
        let decided = match report.references.is_empty() {
            false => report.references.join(", then "),
            true if report.message.is_some() => "the name is refused".to_string(),
            true => "not known".to_string(),
        };
        let because = match &report.message {
            Some(message) => format!("{}: {message}", report.sentence),
            None => report.sentence.clone(),
        };
        further.push(step(decided, report.rule.map_or("refused", ResolveRule::name), &because));
    }
    if let Some(index) = report.index.and_then(|it| indexes.get(it))
        && let Some(selection) = &index.selection
        && report.message.is_none()
    {
        let (decided, because) = match (selection.chosen, &selection.refusal) {
            (Some(chosen), _) => (
                index.manifests.get(chosen).map(|it| it.digest.clone()).unwrap_or_default(),
                selection.verdicts.get(chosen).map(|it| it.sentence.clone()).unwrap_or_default(),
            ),
            (None, Some(refusal)) => ("no manifest".to_string(), refusal.to_string()),
            (None, None) => return,
        };
        let mut step = step(decided, "manifest", &because);
        let chosen = selection.chosen.and_then(|it| index.manifests.get(it));
        if let Some(manifest) = chosen {
            let (label, span) = ("the manifest".into(), manifest.span.clone());
            step.from = Vec::from([crate::finding::Related { label, span }]);
        }
        further.push(step);
    }
    plan.extend(further);
}
