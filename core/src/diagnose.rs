//! The answer for a pasted text: what the kubelet does with each image in it, and why.
//!
//! ```text
//! text ──► documents ──► what is there ──► for each image: reference ─ policy ─ credentials ─ outcome
//!                        workloads, Secrets, ServiceAccounts, node files
//! ```
//!
//! [`diagnose`] is one call that gives plain, owned data: a [`Report`] for a page, a JavaScript
//! module or a command line. Each part of it names the rule, the value, and the bytes of the text
//! that they come from. No password is in it, not even masked or counted.
//!
//! It decides nothing itself: references, policies, Secrets and keys are judged by the modules that
//! hold those rules, and this one puts the documents together.
//!
//! # What is taken for what
//!
//! | text | taken for |
//! | --- | --- |
//! | an object of a kind in [`workload::KINDS`](crate::workload::KINDS) | a workload |
//! | a `Secret`, a `ServiceAccount` | itself |
//! | an object without `kind`, with `auths`, `credsStore` or `credHelpers` | the node's `config.json` |
//! | an object without `kind` whose members look like entries | the node's `.dockercfg` |
//! | lines without white space in a document of their own | names of images |
//!
//! An object without a namespace is in [`Options::default_namespace`].
//!
//! A bare name of an image is taken as if a Pod named it and every pasted Secret of that namespace,
//! so that a key can be tried on a name.
//!
//! ```
//! use pullscope_core::diagnose::{Options, diagnose};
//!
//! let report = diagnose("nginx:1.27", &Options::default());
//! let image = &report.workloads[0].images[0];
//! assert_eq!(image.reference.as_ref().unwrap().normalized, "docker.io/library/nginx:1.27");
//! assert_eq!(
//!     image.outcome.sentence,
//!     "No credentials: unless the node has the image, the registry is asked without a password."
//! );
//! ```

mod credentials;
mod findings;
mod image;
mod outcome;
mod report;
mod secret;
mod snapshot;
mod workload;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::finding::{Finding, Severity};
use crate::text::{self, Limits};
use findings::Findings;
use snapshot::Snapshot;

pub use report::{
    Credentials, DocumentReport, ImageReport, Masked, Outcome, OutcomeKind, Part, Parts,
    PlacedFinding, Policy, PullSecretState, PullSecretUse, PullSecretsFrom, Recognized, Refusal,
    Report, SecretReport, SecretState, Source, TriedKey, WorkloadReport,
};

/// What the text does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The namespace of an object that does not say one; `kubectl` has a current one.
    pub default_namespace: String,
    /// How much is read.
    pub limits: Limits,
    /// How many keys are compared for all images together. Beyond it, images are still read, and
    /// a finding says that their credentials were not looked up.
    pub comparisons: usize,
}

impl Default for Options {
    /// The namespace `default`, the default [`Limits`], 200,000 comparisons.
    fn default() -> Self {
        Self {
            default_namespace: "default".to_string(),
            limits: Limits::default(),
            comparisons: 200_000,
        }
    }
}

/// Reads everything in `text` and says for each image in it what the kubelet does.
///
/// Any text gives a report; what cannot be read is a [`Finding`] with a place.
pub fn diagnose(text: &str, options: &Options) -> Report {
    let documents = text::documents_within(text, &options.limits);
    let mut findings = Findings::default();
    let snapshot = Snapshot::new(&documents, options, &mut findings);
    let workloads = workload::workloads(&documents, &snapshot, options, &mut findings);
    let documents = documents
        .docs
        .iter()
        .zip(&snapshot.recognized)
        .enumerate()
        .map(|(index, (document, recognized))| {
            for duplicate in &document.duplicates {
                findings.add(
                    index,
                    Finding::new(
                        "document/duplicate-member",
                        Severity::Warning,
                        "this name stands twice in one object; the later value counts, and kubectl \
                         apply refuses the object by default",
                    )
                    .at("", duplicate.kept.clone())
                    .with("the value that is lost", duplicate.lost.clone()),
                );
            }
            if let Some(error) = &document.error {
                findings.add(
                    index,
                    Finding::new("document/broken", Severity::Error, error.to_string())
                        .at("", error.span()),
                );
            }
            DocumentReport {
                span: document.span.clone(),
                kind: document.kind.as_deref().map(String::from),
                name: document.name().map(String::from),
                namespace: document.namespace().map(String::from),
                recognized: *recognized,
                error: document.error.clone(),
            }
        })
        .collect::<Vec<_>>();
    let findings = findings.finish(&documents);
    Report { documents, workloads, secrets: snapshot.into_secrets(), findings }
}

#[cfg(test)]
mod tests;
