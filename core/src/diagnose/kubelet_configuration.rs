//! The files that a kubelet is configured with: what it runs with, and whether it starts.
//!
//! Of several files one counts here, the first by its letters, so that the order of the text does not
//! matter: a kubelet takes one with `--config`, and since 1.28 those of `--config-dir` over it, and
//! nothing in a file tells which it is.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Scene;
use super::edit;
use super::findings::Findings;
use super::report::{ImageId, KubeletReport, WorkloadReport};
use crate::features::known::{self, Refused};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::json::{Member, Value};
use crate::kubelet::configuration::{Configuration, Error, ErrorKind, Unknown, Written};
use crate::kubelet::{Settings, VerificationPolicy};
use crate::near_name::near_name;
use crate::recognize::What;
use crate::text::Syntax;

/// The kubelet's own file, as far as the text has it.
pub(super) struct Kubelet {
    pub(super) report: Option<KubeletReport>,
    /// The finding that tells why it does not start: its number.
    broken: Option<usize>,
}

impl Kubelet {
    /// Reads it, and says what the kubelet runs with.
    pub(super) fn read(scene: &Scene<'_, '_>, findings: &mut Findings) -> (Settings, Self) {
        let options = scene.options;
        let is_one = |it: &usize| {
            let document = &scene.documents.docs[*it];
            scene.recognized[*it].what == What::KubeletConfiguration && document.error.is_none()
        };
        let mut files: Vec<usize> = (0..scene.recognized.len()).filter(is_one).collect();
        let written = |it: usize| &scene.documents.text[scene.documents.docs[it].span.clone()];
        crate::order::sort_by_key(&mut files, |it| written(*it).trim());
        let defaults = || Settings::with_flags(options.kubernetes, &options.feature_gates);
        let [used, others @ ..] = files.as_slice() else {
            return (defaults(), Self { report: None, broken: None });
        };
        for &other in others.iter().filter(|it| written(**it).trim() != written(*used).trim()) {
            let message = "this is another file of a kubelet: the other one is used here. A kubelet \
                           takes one with --config; since 1.28 it also merges those of --config-dir, in \
                           the order of their names";
            let span = scene.recognized[other].span.clone();
            findings.say(other, "kubelet-config/several", Severity::Info, ("kind", span), message);
        }
        let document = &scene.documents.docs[*used];
        let written = if document.syntax == Syntax::Json { Written::Json } else { Written::Yaml };
        let read = Configuration::read(
            &document.root,
            written,
            options.kubernetes,
            &options.feature_gates,
        );
        let file = File { scene, index: *used, root: &document.root, read: &read };
        let broken = file.findings(findings);
        let report = KubeletReport {
            document: *used,
            starts: read.starts(),
            end: read.end,
            errors: read.errors,
            log: read.strict,
            ignored: read.unknown,
            fields: read.fields,
        };
        (read.settings, Self { report: Some(report), broken })
    }

    /// Why no image of the node is pulled: a sentence. `None` where the kubelet starts.
    pub(super) fn broken(&self) -> Option<String> {
        let report = self.report.as_ref()?;
        let error = report.errors.first()?;
        Some(format!("The kubelet does not start with its configuration: {error}."))
    }

    /// What can be said once the images are known.
    pub(super) fn images(
        &self,
        settings: &Settings,
        scene: &Scene<'_, '_>,
        workloads: &[WorkloadReport],
        findings: &mut Findings,
    ) {
        let Some(report) = &self.report else { return };
        let ids = workloads.iter().enumerate().flat_map(|(workload, it)| {
            (0..it.images.len()).map(move |image| ImageId { workload, image })
        });
        if let Some(broken) = self.broken {
            findings.link(broken, &ids.collect::<Vec<_>>(), []);
            return;
        }
        let all = workloads.iter().flat_map(|it| &it.images);
        let images: BTreeSet<&str> = all.map(|it| it.image.as_str()).take(1_000).collect();
        if settings.serialize_image_pulls && images.len() > 1 {
            let field = report.fields.iter().find(|it| it.path == "serializeImagePulls");
            let written = field.and_then(|it| it.span.clone());
            let how = if written.is_some() { "" } else { " where nothing is written" };
            let message = format!(
                "serializeImagePulls is true{how}: this kubelet pulls one image after the other, so a \
                 great one, or a slow registry, keeps all others waiting"
            );
            let span = written.unwrap_or_else(|| scene.recognized[report.document].span.clone());
            let place = ("serializeImagePulls", span);
            findings.say(
                report.document,
                "kubelet-config/serial-pulls",
                Severity::Info,
                place,
                message,
            );
        }
        let period = "crashLoopBackOff.maxContainerRestartPeriod";
        if let Some(field) = report.fields.iter().find(|it| it.path == period)
            && let Some(span) = &field.span
        {
            let message = "this is the longest wait between two starts of a container that ends; images \
                           are tried again after 10s, 20s and so on up to 5m, whatever stands here";
            let place = (period, span.clone());
            let code = "kubelet-config/not-image-back-off";
            findings.say(report.document, code, Severity::Info, place, message);
        }
    }
}

/// The file that counts.
struct File<'f, 'a> {
    scene: &'f Scene<'f, 'a>,
    index: usize,
    root: &'f Value<'f>,
    read: &'f Configuration,
}

impl File<'_, '_> {
    /// Says what is wrong; gives the finding that tells why the kubelet does not start.
    fn findings(&self, findings: &mut Findings) -> Option<usize> {
        let mut broken = None;
        for error in &self.read.errors {
            let code = match error.kind() {
                ErrorKind::WrongType { .. } | ErrorKind::Duration | ErrorKind::NotANumber => {
                    "kubelet-config/wrong-type"
                }
                ErrorKind::Gate(_) => "kubelet-config/feature-gate",
                ErrorKind::Policy => "kubelet-config/verification-policy",
                _ => "kubelet-config/does-not-start",
            };
            let (fix, hint) = self.repair(error);
            let version = self.scene.options.kubernetes;
            let message = format!("the kubelet of {version} does not start: {error}{hint}");
            let finding = Finding::new(code, Severity::Error, message)
                .at(error.path(), error.span())
                .fixed_by(fix);
            let number = findings.add(self.index, finding);
            broken = broken.or(number);
        }
        for unknown in &self.read.unknown {
            findings.add(self.index, self.unknown(unknown));
        }
        self.not_needed(findings);
        broken
    }

    fn text(&self, span: &Range<usize>) -> &str {
        self.scene.documents.text.get(span.clone()).unwrap_or_default()
    }

    fn replaced(&self, span: &Range<usize>, new: &str) -> Vec<Edit> {
        Vec::from([edit::replace(self.scene.documents.text, span, new)])
    }

    /// The one change that is right for sure, and what else to say.
    fn repair(&self, error: &Error) -> (Option<Fix>, String) {
        let span = error.span();
        let none = String::new();
        match error.kind() {
            ErrorKind::ApiVersion if error.path() == "apiVersion" => {
                let member = self.root.get("apiVersion").filter(|it| it.as_str().is_some());
                let right = "kubelet.config.k8s.io/v1beta1";
                let fix = member.map(|it| Fix {
                    title: format!("Write {right}"),
                    // A slash needs no quotes in YAML.
                    edits: Vec::from([match self.text(&it.span).starts_with(['"', '\'']) {
                        true => edit::replace(self.scene.documents.text, &it.span, right),
                        false => Edit { span: it.span.clone(), text: right.into() },
                    }]),
                    command: None,
                });
                (fix, none)
            }
            ErrorKind::WrongType { plain: Some(plain) } => {
                let fix = Fix {
                    title: format!("Write {plain} without quotes"),
                    edits: Vec::from([Edit { span, text: plain.clone() }]),
                    command: None,
                };
                (Some(fix), none)
            }
            ErrorKind::Policy => {
                let written = self.root.get("imagePullCredentialsVerificationPolicy");
                let written = written.and_then(Value::as_str).unwrap_or_default();
                let names = VerificationPolicy::ALL.into_iter().map(VerificationPolicy::as_str);
                let Some(name) = nearest(written, names) else { return (None, none) };
                let hint = match written == "NeverVerifyAllowListedImages" {
                    true => format!(
                        "; some pages spell it with a capital L, and say that it frees preloaded images: \
                         {name} frees the images of the list, whoever pulled them, and no others"
                    ),
                    false => format!("; {name} is near"),
                };
                let edits = self.replaced(&span, name);
                (Some(Fix { title: format!("Write {name}"), edits, command: None }), hint)
            }
            ErrorKind::Gate(Refused::Unknown { name }) => {
                let version = self.scene.options.kubernetes;
                let others = known::all().filter(|it| it.state(version).is_some());
                let others = others.map(known::Known::name);
                match nearest(name, others).filter(|_| known::named(name).is_none()) {
                    Some(near) => {
                        let edits = self.replaced(&span, near);
                        let fix = Fix { title: format!("Write {near}"), edits, command: None };
                        (Some(fix), format!("; {near} is near"))
                    }
                    None => (self.without_gate(name), none),
                }
            }
            ErrorKind::Gate(Refused::Locked { name, .. }) => (self.without_gate(name), none),
            ErrorKind::Conflict if error.path() == "serializeImagePulls" => {
                let hint = "; leave serializeImagePulls out, or write false";
                let is_true = matches!(self.text(&span), "true");
                let fix = is_true.then(|| Fix {
                    title: "Write serializeImagePulls: false".into(),
                    edits: Vec::from([Edit { span, text: "false".into() }]),
                    command: None,
                });
                (fix, hint.into())
            }
            _ => (None, none),
        }
    }

    /// Takes a gate out of `featureGates`.
    fn without_gate(&self, name: &str) -> Option<Fix> {
        let gates = self.member("featureGates")?;
        let members = gates.value.as_object()?;
        let text = self.scene.documents.text;
        let removed = match members {
            // Without it nothing is left.
            [_] => edit::remove_member(text, self.root, gates),
            _ => {
                let member = members.iter().find(|it| it.key == name)?;
                edit::remove_member(text, &gates.value, member)
            }
        };
        let title = format!("Take {name} out of featureGates");
        Some(Fix { title, edits: Vec::from([removed?]), command: None })
    }

    /// The one member of that name at the top.
    fn member(&self, name: &str) -> Option<&Member<'_>> {
        let mut named = self.root.as_object()?.iter().filter(|it| it.key == name);
        named.next().filter(|_| named.next().is_none())
    }

    fn unknown(&self, unknown: &Unknown) -> Finding {
        let version = self.scene.options.kubernetes;
        let Unknown { path, span, since, .. } = unknown;
        if let Some(since) = since {
            let message = format!(
                "{version} has no {path}, and its kubelet goes on without it: the field came in {since}"
            );
            return Finding::new("kubelet-config/not-in-release", Severity::Warning, message)
                .at(path, span.clone());
        }
        let name = path.rsplit('.').next().unwrap_or(path);
        let near = nearest(name, unknown.siblings());
        let hint = near.map_or_else(String::new, |near| format!("; {near} is near"));
        let message = format!(
            "{version} has no field {path}: the kubelet logs it, and goes on as if it were not there{hint}"
        );
        // A name that is there already would be there twice.
        let fix = near.filter(|near| path == name && self.root.get(near).is_none());
        let fix = fix.map(|near| Fix {
            title: format!("Write {near}"),
            edits: self.replaced(span, near),
            command: None,
        });
        Finding::new("kubelet-config/unknown-field", Severity::Warning, message)
            .at(path, span.clone())
            .fixed_by(fix)
    }

    /// `serializeImagePulls: false` beside `maxParallelImagePulls`.
    fn not_needed(&self, findings: &mut Findings) {
        let settings = &self.read.settings;
        let Some(parallel) = settings.max_parallel_image_pulls.filter(|it| *it > 1) else { return };
        let Some(member) = self.member("serializeImagePulls") else { return };
        if member.value.as_bool() != Some(false) || !self.read.starts() {
            return;
        }
        let message = format!(
            "pages say that maxParallelImagePulls needs this; since 1.27, where that came, it is false by \
             itself beside maxParallelImagePulls: {parallel}"
        );
        let fix = edit::remove_member(self.scene.documents.text, self.root, member);
        let fix = fix.map(|it| Fix {
            title: "Leave serializeImagePulls out".into(),
            edits: Vec::from([it]),
            command: None,
        });
        let finding = Finding::new("kubelet-config/not-needed", Severity::Info, message)
            .at("serializeImagePulls", member.value.span.clone())
            .fixed_by(fix);
        findings.add(self.index, finding);
    }
}

/// The one name that was probably meant.
fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut near = names.filter(|it| it.eq_ignore_ascii_case(written) || near_name(written, it));
    let first = near.next()?;
    near.next().is_none().then_some(first)
}
