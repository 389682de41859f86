//! Whose pull Secrets a new Pod gets: its own, or those of its service account.
//!
//! ```text
//! imagePullSecrets of the Pod   of the service account   the Pod is stored with
//! none                          a, b                     a, b
//! x                             a, b                     x           nothing is merged
//! one without a name            a, b                     that one    it keeps a and b away
//! ```
//!
//! It happens once, when a Pod is created; a service account that changes later changes no Pod.
//! The service account is `serviceAccountName`, else the deprecated `serviceAccount`, else
//! `default`, and it has to exist. The API's copy of a static Pod (a mirror Pod) gets nothing, and
//! may name neither a service account nor a pull Secret.
//!
//! Where secrets are enforced, each pull Secret of the Pod has to be one of the service account's.
//! The same plugin then asks for the Secrets of volumes and of the environment too, which is not
//! told here.
//!
//! Upstream: `Admit`, `Validate` and `limitSecretReferences` in kubernetes
//! `plugin/pkg/admission/serviceaccount/admission.go`; `Convert_v1_PodSpec_To_core_PodSpec` in
//! `pkg/apis/core/v1/conversion.go`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::{Forbidden, Parts, text};
use crate::json::Value;
use crate::order;
use crate::workload::{PodSpec, PullSecretName, pod_spec, pod_spec_path};

/// The annotation of the API's copy of a static Pod.
pub const MIRROR_ANNOTATION: &str = "kubernetes.io/config.mirror";
/// The annotation of a service account that enforces its list of secrets.
pub const ENFORCE_ANNOTATION: &str = "kubernetes.io/enforce-mountable-secrets";

/// What decides about pull Secrets in a ServiceAccount.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceAccount<'v> {
    /// Its name.
    pub name: &'v str,
    /// Its pull Secrets, in its order.
    pub pull_secrets: Vec<PullSecretName<'v>>,
    /// The value of [`ENFORCE_ANNOTATION`] where it enforces.
    pub enforces: Option<&'v Value<'v>>,
}

impl<'v> ServiceAccount<'v> {
    /// Reads an object of the kind ServiceAccount. What is of a wrong type counts as absent.
    pub fn read(object: &'v Value<'v>) -> Self {
        let metadata = object.get("metadata");
        let annotation =
            metadata.and_then(|it| it.get("annotations")).and_then(|it| it.get(ENFORCE_ANNOTATION));
        let elements = object.get("imagePullSecrets").and_then(Value::as_array).unwrap_or_default();
        let pull_secrets = elements.iter().enumerate().map(|(index, element)| PullSecretName {
            path: format!("imagePullSecrets[{index}].name"),
            name: element.get("name").filter(|it| it.as_str().is_some()),
            element,
        });
        Self {
            name: text(metadata.and_then(|it| it.get("name"))),
            pull_secrets: pull_secrets.collect(),
            enforces: annotation.filter(|it| it.as_str().is_some_and(is_true)),
        }
    }
}

/// Upstream: Go's `strconv.ParseBool`.
fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True")
}

/// The service account that a Pod runs as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountName<'v> {
    /// Its name.
    pub name: &'v str,
    /// What says so.
    pub rule: NameRule,
    /// Bytes of the text of the name, where it is written.
    pub span: Option<Range<usize>>,
}

/// What names the service account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRule {
    /// `serviceAccountName`.
    Written,
    /// The deprecated `serviceAccount`.
    Deprecated,
    /// Neither: it is `default`.
    Default,
}

impl fmt::Display for NameRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Written => "serviceAccountName says it",
            Self::Deprecated => "the deprecated serviceAccount says it",
            Self::Default => "no service account is named, which means default",
        })
    }
}

/// The service account that a Pod of this spec runs as, a mirror Pod excepted.
pub fn account_name<'v>(spec: Option<&PodSpec<'v>>) -> AccountName<'v> {
    for (member, rule) in
        [("serviceAccountName", NameRule::Written), ("serviceAccount", NameRule::Deprecated)]
    {
        let Some(value) = spec.and_then(|it| it.value.get(member)) else { continue };
        match value.as_str() {
            None | Some("") => {}
            Some(name) => return AccountName { name, rule, span: Some(value.span.clone()) },
        }
    }
    AccountName { name: "default", rule: NameRule::Default, span: None }
}

/// What is known of the service account of a Pod.
#[derive(Clone, Copy, Debug)]
pub enum Account<'a, 'v> {
    /// This is it.
    Known(&'a ServiceAccount<'v>),
    /// The cluster has none of that name.
    Missing,
    /// It may be in the cluster; it is not among what was given.
    Unknown,
}

/// What the API server writes into `imagePullSecrets` of a new Pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Injection<'v> {
    /// The service account; a mirror Pod has none.
    pub account: Option<AccountName<'v>>,
    /// The pull Secrets that the Pod is stored with, in order. The places are those of the Pod or
    /// of the ServiceAccount, as `rule` says.
    pub pull_secrets: Vec<PullSecretName<'v>>,
    /// Where they are from.
    pub rule: Rule,
}

/// Where the pull Secrets of a Pod are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The Pod names its own.
    Own,
    /// The Pod's list holds nothing but empty names, and is a list nevertheless.
    EmptyNames,
    /// The service account's.
    Account,
    /// Neither names any.
    Nobody,
    /// The Pod names none, and the service account was not given.
    AccountUnknown,
    /// The Pod is the API's copy of a static Pod.
    Mirror,
}

/// The rule, in the words of the person's own values.
impl fmt::Display for Injection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = self.account.as_ref().map(|it| it.name).unwrap_or_default();
        match self.rule {
            Rule::Own => write!(
                f,
                "the Pod names its own pull Secrets; those of the service account {account} are \
                 not added"
            ),
            Rule::EmptyNames => write!(
                f,
                "the Pod's list of pull Secrets holds an empty name, which is enough to keep those \
                 of the service account {account} away"
            ),
            Rule::Account => write!(
                f,
                "the Pod names no pull Secrets and gets those of the service account {account}"
            ),
            Rule::Nobody => {
                write!(f, "neither the Pod nor the service account {account} names a pull Secret")
            }
            Rule::AccountUnknown => write!(
                f,
                "the Pod names no pull Secrets and gets those of the service account {account}, \
                 which is not given"
            ),
            Rule::Mirror => f.write_str("a static Pod has no pull Secrets"),
        }
    }
}

/// Why the API server refuses a new Pod for its service account or pull Secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// What is wrong.
    pub kind: DenialKind,
    /// Bytes of the Pod's text, where a value there is to blame.
    pub span: Option<Range<usize>>,
    /// The API server's own words.
    pub forbidden: Forbidden,
}

/// The kinds of [`Denial`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenialKind {
    /// A mirror Pod that names a service account.
    MirrorAccount,
    /// A mirror Pod that names a pull Secret.
    MirrorPullSecret,
    /// There is no such service account.
    NoAccount,
    /// A pull Secret that the service account does not list, where that is enforced.
    NotListed,
}

/// A Pod that is created, or the Pods that are made from a template.
#[derive(Clone, Copy, Debug)]
pub struct NewPod<'v> {
    /// The kind of the object.
    pub kind: &'v str,
    /// The object that holds the Pod spec.
    pub object: &'v Value<'v>,
    /// The namespace of the request.
    pub namespace: &'v str,
    /// The Pod spec.
    pub spec: Option<PodSpec<'v>>,
}

impl<'v> NewPod<'v> {
    /// The Pods of an object of a kind of Kubernetes' own.
    pub fn new(kind: &'v str, object: &'v Value<'v>, namespace: &'v str) -> Self {
        let spec = pod_spec(kind, object).ok().flatten();
        Self { kind, object, namespace, spec }
    }
}

/// The pull Secrets that a new Pod is stored with.
///
/// `limit` is the plugin's own setting to enforce every service account's list, which is off.
///
/// # Errors
///
/// Why the Pod is refused. For a template it is the creation of its Pods that is refused, and the
/// controller that repeats these words in an event.
pub fn inject<'v>(
    pod: &NewPod<'v>,
    account: Account<'_, 'v>,
    limit: bool,
) -> Result<Injection<'v>, Denial> {
    let spec = pod.spec;
    let own = spec.as_ref().map(|it| Parts::of(it).pull_secrets).unwrap_or_default();
    let name = account_name(spec.as_ref());
    let deny = |kind, span, reason| Denial { kind, span, forbidden: pod.forbidden(reason) };
    if pod.is_mirror() {
        if name.rule != NameRule::Default {
            let reason = "a mirror pod may not reference service accounts".into();
            return Err(deny(DenialKind::MirrorAccount, name.span, reason));
        }
        if let Some(named) = own.iter().find(|it| !text(it.name).is_empty()) {
            let reason = "a mirror pod may not reference secrets".into();
            return Err(deny(DenialKind::MirrorPullSecret, Some(span_of(named)), reason));
        }
        return Ok(Injection { account: None, pull_secrets: own, rule: Rule::Mirror });
    }
    let known = match account {
        Account::Known(it) => Some(it),
        Account::Unknown => None,
        Account::Missing => {
            let reason = format!(
                "error looking up service account {}/{name}: serviceaccount {quoted} not found",
                pod.namespace,
                name = name.name,
                quoted = crate::go::Quoted(name.name.as_bytes())
            );
            return Err(deny(DenialKind::NoAccount, name.span, reason));
        }
    };
    let (pull_secrets, rule) = counted(own, known);
    if let Some(known) = known.filter(|it| limit || it.enforces.is_some()) {
        let mut listed: Vec<&str> = known.pull_secrets.iter().map(|it| text(it.name)).collect();
        order::sort_by(&mut listed, |a, b| a.cmp(b));
        let is_listed = |name: &str| listed.binary_search(&name).is_ok();
        let named = pull_secrets.iter().enumerate();
        if let Some((index, it)) = named.into_iter().find(|it| !is_listed(text(it.1.name))) {
            let reason = format!(
                "imagePullSecrets[{index}].name=\"{}\" is not allowed because service account {} \
                 does not reference that imagePullSecret",
                text(it.name),
                known.name
            );
            return Err(deny(DenialKind::NotListed, Some(span_of(it)), reason));
        }
    }
    Ok(Injection { account: Some(name), pull_secrets, rule })
}

/// Whose list counts, for a Pod that is none of the API's copies: `own` is its own.
pub(crate) fn counted<'v>(
    own: Vec<PullSecretName<'v>>,
    account: Option<&ServiceAccount<'v>>,
) -> (Vec<PullSecretName<'v>>, Rule) {
    match account {
        _ if !own.is_empty() => {
            let empty = own.iter().all(|it| text(it.name).is_empty());
            (own, if empty { Rule::EmptyNames } else { Rule::Own })
        }
        None => (own, Rule::AccountUnknown),
        Some(it) if it.pull_secrets.is_empty() => (own, Rule::Nobody),
        Some(it) => (it.pull_secrets.clone(), Rule::Account),
    }
}

fn span_of(secret: &PullSecretName<'_>) -> Range<usize> {
    secret.name.unwrap_or(secret.element).span.clone()
}

impl NewPod<'_> {
    /// The metadata of the Pods: the object's own, or that of its template.
    fn metadata(&self) -> Option<&Value<'_>> {
        let path = pod_spec_path(self.kind)?.strip_suffix("spec")?;
        let mut steps = path.split('.').filter(|it| !it.is_empty());
        steps.try_fold(self.object, |value, step| value.get(step))?.get("metadata")
    }

    /// Whether it is the API's copy of a static Pod. The annotation counts whatever its value is,
    /// `null` included.
    pub(crate) fn is_mirror(&self) -> bool {
        let annotations = self.metadata().and_then(|it| it.get("annotations"));
        annotations.is_some_and(|it| it.get(MIRROR_ANNOTATION).is_some())
    }

    fn forbidden(&self, reason: String) -> Forbidden {
        if self.kind == "Pod" {
            return Forbidden::pod(self.object, reason);
        }
        let name = text(self.object.get("metadata").and_then(|it| it.get("name")));
        // Pods of a template are named after its object, by one of its controllers at the last.
        let name = match self.kind {
            "StatefulSet" => format!("{name}-0"),
            "Deployment" | "CronJob" => format!("{name}-…-"),
            _ => format!("{name}-"),
        };
        Forbidden { name, reason }
    }
}
