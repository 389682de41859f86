//! What the API server does with one object: refuse it, warn of it, add pull Secrets to it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::credentials::Lookups;
use super::object::Object;
use super::pull_secrets::{Named, account_names};
use super::report::{ImageId, PullSecretsFrom, Refused};
use super::workload::Reader;
use super::{edit, image};
use crate::Version;
use crate::api_server::service_account::{
    Account, DenialKind, Injection, NewPod, Rule, ServiceAccount, account_name, inject,
};
use crate::api_server::validate::{self, Operation, Problem, Refusal};
use crate::api_server::warnings::{WarningKind, warnings};
use crate::finding::{Finding, Fix, Severity};
use crate::json::Value;
use crate::kubectl::Arg;
use crate::workload::Workload;

/// What comes of the pull Secrets of an object.
pub(super) struct Admitted<'v> {
    pub(super) service_account: String,
    pub(super) from: PullSecretsFrom,
    pub(super) because: String,
    pub(super) names: Vec<Named<'v>>,
    /// Whether there are more of them than are looked at, so that they are left out.
    pub(super) has_too_many: bool,
}

impl<'r> Reader<'r, '_> {
    /// Why the API server refuses the object as it is written: the first reason. All of them are
    /// findings.
    pub(super) fn refused(
        &mut self,
        workload: &Workload<'_>,
        images: &[ImageId],
    ) -> Option<Refused> {
        let mut first = None;
        let object = self.object;
        let version = self.scene.options.kubernetes;
        let server = self.scene.options.api_server();
        // Texts in the list of pull Secrets have a finding of their own.
        let list = object.pod_spec().and_then(|it| it.value.get("imagePullSecrets"));
        let items = list.and_then(Value::as_array).unwrap_or_default();
        let texts = list.iter().copied().chain(items).filter(|it| it.as_str().is_some());
        let texts: BTreeSet<usize> = texts.map(|it| it.span.start).collect();
        for wrong in &workload.wrong_types {
            let sentence = wrong_type(&wrong.path, &wrong.to_string());
            let refused = Refused {
                path: wrong.path.clone(),
                span: wrong.span.clone(),
                message: format!("{}: {wrong}", wrong.path),
                sentence: sentence.clone(),
            };
            first.get_or_insert(refused);
            if texts.contains(&wrong.span.start) {
                continue;
            }
            let finding = Finding::new("workload/wrong-type", Severity::Error, sentence)
                .at(&*wrong.path, wrong.span.clone());
            self.findings.add_for(self.object.document, images, finding);
        }
        let operation = match object.is_live() || object.replaced().is_some() {
            true => Operation::Update,
            false => Operation::Create,
        };
        // A wrong type keeps the API server from reading any further.
        let refusals = match workload.wrong_types.is_empty() {
            true => validate::refusals(object.kind, object.root, operation, server),
            false => Vec::new(),
        };
        let own: BTreeMap<String, ImageId> = match refusals.is_empty() {
            true => BTreeMap::new(),
            false => {
                let images = workload.images.iter().zip(images);
                images.map(|(image, id)| (image.element_path().to_string(), *id)).collect()
            }
        };
        for refusal in refusals {
            let Refusal { path, span, problem } = &refusal;
            let mut sentence = problem.to_string();
            if let Problem::UnknownPolicy(written) = problem {
                sentence = format!("{sentence}; {written} is none of them");
            }
            let message = refusal.field_error().text_as(version);
            let refused = Refused { path: path.clone(), span: span.clone(), sentence, message };
            // The image that the field belongs to; all, when it belongs to none.
            let element = path.rfind(']').and_then(|at| own.get(&path[..=at]));
            let touched = element.map_or(images, core::slice::from_ref);
            let finding = Finding::new(code(problem), Severity::Error, &*refused.sentence)
                .at(&**path, span.clone());
            let fix = match problem {
                Problem::UnknownPolicy(written) => self.policy_fix(span, written),
                Problem::WhiteSpace(_) => {
                    let text = self.scene.documents.text;
                    let field = workload.images.iter().find(|it| it.path == *path);
                    field.and_then(|it| image::rewritten(text, it, version.grammar()))
                }
                _ => None,
            };
            self.findings.add_for(self.object.document, touched, finding.fixed_by(fix));
            first.get_or_insert(refused);
        }
        first
    }

    /// The policy that was meant, where only the case of letters is wrong.
    fn policy_fix(&self, span: &core::ops::Range<usize>, written: &str) -> Option<Fix> {
        let meant = crate::PullPolicy::ALL
            .into_iter()
            .find(|it| it.as_str().eq_ignore_ascii_case(written.trim()))?;
        let title = format!("Write {meant}");
        let edits = Vec::from([edit::replace(self.scene.documents.text, span, meant.as_str())]);
        Some(Fix { title, edits, command: None })
    }

    /// The API server's warnings about pull Secrets.
    pub(super) fn warned(&mut self, images: &[ImageId]) {
        let Some(spec) = self.object.pod_spec() else { return };
        // What is warned of is so in every release; only the warning itself came later.
        for warning in warnings(&spec, Version::NEWEST) {
            let (code, message, first) = match &warning.kind {
                WarningKind::DuplicateName { name, first } if !name.is_empty() => (
                    "pull-secret/duplicate-name",
                    format!(
                        "Secret {name} is listed twice: the kubelet reads it twice and tries its \
                         credentials twice"
                    ),
                    Some(first.clone()),
                ),
                WarningKind::UnknownField => (
                    "pull-secret/unknown-field",
                    format!(
                        "{warning}: it is left out; a pull Secret is named by its name alone, and \
                         looked for in the namespace of the Pod"
                    ),
                    None,
                ),
                // An empty name is told with what comes of each name.
                _ => continue,
            };
            if !warning.path.contains("imagePullSecrets") {
                continue;
            }
            let mut finding = Finding::new(code, Severity::Warning, message)
                .at(&*warning.path, warning.span.clone());
            if let Some(first) = first {
                finding = finding.with("the first of them", first);
            }
            self.findings.add_for(self.object.document, images, finding);
        }
    }

    /// The pull Secrets of the Pods that come of the object, and why it is refused for them.
    pub(super) fn admitted(
        &mut self,
        workload: &Workload<'r>,
        namespace: &'r str,
        images: &[ImageId],
        lookups: &mut Lookups<'_>,
    ) -> (Admitted<'r>, Option<Refused>) {
        let object = self.object;
        let spec = object.pod_spec();
        let service_account = account_name(spec.as_ref()).name.to_string();
        let found = self.snapshot.service_account(namespace, &service_account);
        let found: Option<&'r Object<'r>> = found.map(|it| &self.scene.objects[it]);
        let own: Vec<Named<'r>> =
            workload.pull_secrets.iter().map(|it| Named::new(it, object.document)).collect();
        let listed = workload.wrong_types.iter().any(|it| it.path.contains("imagePullSecrets"));
        let admitted = |from, because: String, names| Admitted {
            service_account: service_account.clone(),
            from,
            because,
            names,
            has_too_many: false,
        };
        // One list may be that of ten thousand Pods.
        if let Some(account) = found
            && !lookups.may_list(listed_by(account))
        {
            let from = match own.is_empty() {
                true => PullSecretsFrom::ServiceAccount { document: account.document },
                false => PullSecretsFrom::Pod,
            };
            let because = "there are more pull Secrets than are looked at".to_string();
            let none = admitted(from, because, Vec::new());
            return (Admitted { has_too_many: true, ..none }, None);
        }
        if (!own.is_empty() || listed)
            && let Some(account) = found
        {
            self.not_merged(account, &service_account, &own, images);
        }
        // A Pod with a uid has been through admission; nothing is added to it any more.
        if object.kind == "Pod" && object.is_live() {
            let because = match own.is_empty() {
                true => "this Pod exists, and was made without pull Secrets",
                false => "this Pod exists, and these are its pull Secrets",
            };
            let from = match own.is_empty() {
                true => PullSecretsFrom::Nowhere,
                false => PullSecretsFrom::Pod,
            };
            let late = found.filter(|_| own.is_empty()).map(account_names).unwrap_or_default();
            if let Some(first) = late.first() {
                self.told.names.extend(late.iter().map(|it| it.name.to_string()));
                self.too_late(&service_account, first, images);
            }
            return (admitted(from, because.to_string(), own), None);
        }
        let account = found.map(|it| ServiceAccount::read(it.root));
        let known = account.as_ref().map_or(Account::Unknown, Account::Known);
        let pod = NewPod { kind: object.kind, object: object.root, namespace, spec };
        match inject(&pod, known, false) {
            Ok(injection) => {
                let because = injection.to_string();
                let Injection { pull_secrets, rule, .. } = injection;
                let (from, document) = match (rule, found) {
                    (Rule::Account, Some(account)) => {
                        let document = account.document;
                        (PullSecretsFrom::ServiceAccount { document }, document)
                    }
                    (Rule::Own | Rule::EmptyNames, _) => (PullSecretsFrom::Pod, object.document),
                    (Rule::AccountUnknown, _) if !listed => {
                        (PullSecretsFrom::Unknown, object.document)
                    }
                    (Rule::Mirror, _) => (PullSecretsFrom::StaticPod, object.document),
                    _ => (PullSecretsFrom::Nowhere, object.document),
                };
                let names = pull_secrets.iter().map(|it| Named::new(it, document)).collect();
                (admitted(from, because, names), None)
            }
            Err(denial) => {
                let code = match denial.kind {
                    DenialKind::MirrorAccount | DenialKind::MirrorPullSecret => "pod/mirror",
                    DenialKind::NoAccount | DenialKind::NotListed => "service-account/forbidden",
                };
                let who = match object.kind {
                    "Pod" => "the API server refuses the Pod",
                    _ => "the API server refuses every Pod of this template",
                };
                let sentence = format!("{who}: {}", denial.forbidden.reason());
                let span = denial.span.unwrap_or_else(|| object.name_span());
                let refused = Refused {
                    path: String::new(),
                    span: span.clone(),
                    sentence: sentence.clone(),
                    message: denial.forbidden.to_string(),
                };
                let mut finding = Finding::new(code, Severity::Error, &*sentence).at("", span);
                if let Some(account) = found {
                    finding = finding.with("the ServiceAccount", account.name_span());
                }
                self.findings.add_for(object.document, images, finding);
                (admitted(PullSecretsFrom::Pod, sentence, own), Some(refused))
            }
        }
    }

    /// The Pod was made before its ServiceAccount had a list.
    fn too_late(&mut self, service_account: &str, first: &Named<'_>, images: &[ImageId]) {
        let namespace = self.object.namespace(self.scene.options);
        let name = self.object.name().unwrap_or_default();
        let message = format!(
            "Pod {name} was made without pull Secrets; the list of the ServiceAccount \
             {service_account} is copied when a Pod is made and at no other time, so make the Pod \
             anew"
        );
        let fix = Fix {
            title: format!("Make Pod {name} anew"),
            edits: Vec::new(),
            command: Some(format!(
                "kubectl delete pod {} -n {}",
                Arg::new(name),
                Arg::new(namespace)
            )),
        };
        let finding = Finding::new("service-account/too-late", Severity::Warning, message)
            .at("metadata.name", self.object.name_span())
            .with("the list of the ServiceAccount", first.span.clone())
            .fixed_by(fix);
        self.findings.add_for(self.object.document, images, finding);
    }
}

/// The code for what the API server refuses.
pub(super) fn code(problem: &Problem) -> &'static str {
    match problem {
        Problem::NoImage | Problem::NoReference => "image/missing",
        Problem::WhiteSpace(_) => "image/white-space",
        Problem::UnknownPolicy(_) => "pull-policy/unknown",
        _ => "workload/refused",
    }
}

/// How many pull Secrets a ServiceAccount lists.
fn listed_by(account: &Object<'_>) -> usize {
    let list = account.root.get("imagePullSecrets").and_then(Value::as_array);
    list.map_or(0, <[_]>::len)
}

/// The sentence for a value of the wrong type, with what is usually behind it.
fn wrong_type(path: &str, wrong: &str) -> String {
    if path.contains("imagePullSecrets[") && !path.ends_with(".name") {
        return format!("{wrong}; write each pull Secret as \"name: …\" on a line of its own");
    }
    if path.ends_with("image") || path.ends_with("Policy") || path.ends_with("name") {
        return format!("{wrong}; put the value in quotes");
    }
    wrong.to_string()
}
