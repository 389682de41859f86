//! What `crictl` shows of mirrors: names stay as they are, and its `mirrors` are those of another time.

use alloc::format;
use alloc::vec::Vec;

use super::super::Scene;
use super::super::findings::Findings;
use crate::finding::{Finding, Fix, Severity};
use crate::json::{Data, Value};
use crate::recognize::{What, images_on_node};
use crate::reference::Reference;
use crate::registries::{Profile, Registries, Table};
use crate::text::Document;

/// `mirrors` of `crictl info` is empty since mirrors are written to `certs.d`.
///
/// Upstream: k3s-io/k3s#9626.
pub(super) fn info(scene: &Scene<'_, '_>, findings: &mut Findings) {
    let setting = &scene.options.registries;
    if setting.profile == Profile::Legacy {
        return;
    }
    for (index, document) in scene.documents.docs.iter().enumerate() {
        if let Some((mirrors, directory)) = registry(&document.root) {
            let data = setting.distribution.data_dir();
            let directory = match directory {
                "" => format!("{data}/agent/etc/containerd/certs.d"),
                // What is not a plain path is not repeated in a command.
                path if path
                    .bytes()
                    .all(|it| it.is_ascii_graphic() && !b"'\"\\$`;&|".contains(&it)) =>
                {
                    path.into()
                }
                _ => continue,
            };
            let message = format!(
                "mirrors is empty here on every node since January 2024: what is made of registries.yaml stands in \
                 {directory}, a directory with a hosts.toml for each registry"
            );
            let fix = Fix {
                title: "Look at what is made of registries.yaml".into(),
                edits: Vec::new(),
                command: Some(format!("sudo grep -r . {directory}")),
            };
            let finding = Finding::new("registries/crictl-info", Severity::Info, message)
                .at("config.registry.mirrors", mirrors.span.clone())
                .fixed_by(fix);
            findings.add(index, finding);
        }
    }
}

/// The empty `mirrors` of an answer of `crictl info`, and its `configPath`.
fn registry<'v>(root: &'v Value<'v>) -> Option<(&'v Value<'v>, &'v str)> {
    let registry = root.get("config")?.get("registry")?;
    let mirrors = registry.get("mirrors")?;
    let is_empty = match &mirrors.data {
        Data::Null => true,
        Data::Object(members) => members.is_empty(),
        _ => false,
    };
    let directory = registry.get("configPath").and_then(Value::as_str).unwrap_or_default();
    (is_empty && root.get("status").is_some()).then_some((mirrors, directory))
}

/// A list of images in which those that came from a mirror have the name that was asked for.
///
/// Upstream: k3s-io/k3s#5502.
pub(super) fn names(
    scene: &Scene<'_, '_>,
    files: &[(usize, &Document<'_>)],
    findings: &mut Findings,
) {
    let text = scene.documents.text;
    let Some((_, file)) = files.first() else { return };
    let Ok(file) = Registries::read(text, &file.root) else { return };
    let flags = scene.options.registries.flags();
    let table = Table::new(&file, &flags);
    let documents = scene.documents.docs.iter().zip(scene.recognized).enumerate();
    for (index, (document, recognized)) in documents {
        if recognized.what != What::NodeImages {
            continue;
        }
        for image in images_on_node(text, document) {
            let Ok(reference) = Reference::parse(&image.name) else { continue };
            let directory = table.directory(reference.registry());
            let mirror =
                directory.and_then(|it| it.1.endpoints.iter().find(|it| !it.span.is_empty()));
            let Some(mirror) = mirror else { continue };
            let message = format!(
                "an image keeps the name under which it is asked for, whoever gives it: {} does not tell whether \
                 it came from a mirror, and containerd's log does",
                image.name
            );
            let finding = Finding::new("registries/image-keeps-name", Severity::Info, message)
                .at("", image.span)
                .with("the mirror's endpoint", mirror.span.clone())
                .fixed_by(log(scene));
            findings.add(index, finding);
            break;
        }
    }
}

/// The command that shows what was asked.
fn log(scene: &Scene<'_, '_>) -> Fix {
    Fix {
        title: "Look which hosts were asked".into(),
        edits: Vec::new(),
        command: Some(scene.options.registries.containerd_log("host=")),
    }
}
