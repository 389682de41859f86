//! Paths that a text names: a `registries.yaml` where nobody reads it, and a template in the place of
//! containerd's configuration.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::super::Scene;
use super::super::findings::Findings;
use crate::finding::{Finding, Fix, Severity};
use crate::registries::Distribution;

/// More places than are told.
const MAX_PLACES: usize = 20;

/// Finds both. `has_file` says whether the file itself is in the text.
pub(super) fn findings(scene: &Scene<'_, '_>, has_file: bool, findings: &mut Findings) {
    let text = scene.documents.text;
    let documents = &scene.documents.docs;
    let index_of = |at: usize| {
        let after = documents.partition_point(|it| it.span.start <= at);
        after.saturating_sub(1)
    };
    if documents.is_empty() {
        return;
    }
    for at in text.match_indices("registries.y").map(|it| it.0).take(10 * MAX_PLACES) {
        let place = path(text, at);
        if let Some(finding) = misplaced(text, &place, has_file) {
            findings.add(index_of(at), finding);
        }
    }
    if let Some((place, finding)) = template(scene) {
        findings.add(index_of(place.start), finding);
    }
}

/// The path around a byte.
fn path(text: &str, at: usize) -> Range<usize> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || "/._-~".contains(it);
    let start = text[..at].rfind(|it| !is_part(it));
    let start = start.map_or(0, |it| it + text[it..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|it| !is_part(it)).map_or(text.len(), |it| at + it);
    let written = text[start..end].trim_end_matches(['.', '-']);
    start..start + written.len()
}

/// A file that K3s does not look for.
///
/// Upstream: the flag `private-registry` in k3s `pkg/cli/cmds/agent.go`; k3s-io/k3s#8677, #2299.
fn misplaced(text: &str, place: &Range<usize>, has_file: bool) -> Option<Finding> {
    let written = &text[place.clone()];
    let (directory, name) = written.rsplit_once('/').unwrap_or(("", written));
    let line = text[..place.start].rfind('\n').map_or(0, |it| it + 1);
    let is_of_rancher = format!("{directory}/").contains("/rancher/");
    if text[line..place.start].contains("private-registry") || !(is_of_rancher || has_file) {
        return None;
    }
    let distribution = match directory.contains("rke2") {
        true => Distribution::Rke2,
        false => Distribution::K3s,
    };
    let (product, right) = (distribution.title(), distribution.file());
    let why = match name {
        "registries.yml" => {
            format!("{product} looks for registries.yaml, and never for registries.yml")
        }
        "registries.yaml" if directory.ends_with("/server/manifests") => format!(
            "what stands in this directory is applied to the cluster as an object, and {written} is none: \
             {product} reads {right}"
        ),
        "registries.yaml" if is_of_rancher && directory.starts_with("/var/") => {
            format!("{product} reads {right}, also where its data is elsewhere, and not {written}")
        }
        _ => return None,
    };
    let fix = directory.starts_with('/').then(|| Fix {
        title: format!("Put it at {right}"),
        edits: Vec::new(),
        command: Some(format!("sudo mv {written} {right}")),
    });
    let finding = Finding::new("registries/wrong-place", Severity::Warning, why);
    Some(finding.at("", place.clone()).fixed_by(fix))
}

/// A template of containerd's configuration that does not begin with K3s' own.
///
/// Upstream: k3s-io/k3s#6754, #7992.
fn template(scene: &Scene<'_, '_>) -> Option<(Range<usize>, Finding)> {
    let text = scene.documents.text;
    let has_base = ["template \"base\"", "template `base`"].iter().any(|it| text.contains(it));
    if has_base {
        return None;
    }
    let names = ["config.toml.tmpl", "config-v3.toml.tmpl"];
    let named = names.iter().find_map(|it| text.find(it)).map(|it| path(text, it));
    let place = named.or_else(|| {
        let table = text.find("[plugins.")?;
        let line = text[..table].rfind('\n').map_or(0, |it| it + 1);
        let is_table = text[line..table].trim().is_empty() && text.contains("{{");
        is_table.then(|| table..table + "[plugins".len())
    })?;
    let product = scene.options.registries.distribution.title();
    let base = "{{ template \"base\" . }}";
    let message: String = format!(
        "a template of one's own takes the place of the one of {product}, which writes the credentials of \
         registries.yaml and the path to its mirrors: without {base} at its beginning neither is in containerd's \
         configuration"
    );
    let finding = Finding::new("registries/config-template", Severity::Info, message);
    let data = scene.options.registries.distribution.data_dir();
    let fix = Fix {
        title: "Count the registries whose credentials are in containerd's configuration".into(),
        edits: Vec::new(),
        command: Some(format!("sudo grep -c 'auth\\]' {data}/agent/etc/containerd/config.toml")),
    };
    Some((place.clone(), finding.at("", place).fixed_by(fix)))
}
