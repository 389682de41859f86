//! What was decided when an object was made, and stays when it is written again.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use core::ops::Range;

use super::report::{ImageId, Refused};
use super::workload::Reader;
use crate::PullPolicy;
use crate::api_server::update::{LAST_APPLIED, Rule, Update, Write, pod_refusal, policies};
use crate::finding::{Finding, Severity};
use crate::json::{self, Value};

/// The policy of one image after the object is written over a stored one.
pub(super) struct Frozen {
    /// The field of the policy.
    pub(super) path: String,
    /// The policy after the update; `None` where the API server refuses it.
    pub(super) policy: Option<PullPolicy>,
    /// Whether the stored policy stays, because the new version says none.
    pub(super) stays: bool,
    /// Whether the image changed, and the policy is one that a new object would not get.
    pub(super) is_left_behind: bool,
    /// What a new object would get.
    pub(super) fresh: Option<PullPolicy>,
    /// The policy in the stored version, or what decided it there.
    pub(super) stored: Option<Range<usize>>,
    /// The rule, in a sentence.
    pub(super) sentence: String,
}

/// The policies of all images, by what holds an image and its policy.
#[derive(Default)]
pub(super) struct Kept(BTreeMap<String, Frozen>);

impl Kept {
    fn new(policies: impl Iterator<Item = Frozen>) -> Self {
        Self(policies.map(|it| (holder(&it.path).to_string(), it)).collect())
    }

    /// The policy of the image at `path`, which may be that of the policy as well.
    pub(super) fn of(&self, path: &str) -> Option<&Frozen> {
        self.0.get(holder(path))
    }
}

/// `spec.containers[0]` of each of its members.
fn holder(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(holder, _)| holder)
}

/// What comes of an object that is written over a stored one.
pub(super) struct Updated {
    pub(super) kept: Kept,
    /// Why the API server refuses to change a Pod so: its words and ours, the field, the place.
    refused: Option<Refused>,
}

impl Reader<'_, '_> {
    /// What stays of the stored version of the object, if there is one.
    ///
    /// A manifest is taken as applied; the object of a request is what is stored in the end.
    pub(super) fn update(&self) -> Option<Updated> {
        let object = self.object;
        let stored = self.snapshot.stored(self.place).map(|it| self.scene.objects[it].root);
        let (old, is_request) = match (stored, object.replaced()) {
            (Some(old), _) => (old, false),
            (None, Some(old)) => (old, true),
            (None, None) => return None,
        };
        let annotations = old.get("metadata").and_then(|it| it.get("annotations"));
        let applied = annotations.and_then(|it| it.get(LAST_APPLIED)).and_then(Value::as_str);
        let applied = applied.and_then(|it| json::parse(it, json::DEFAULT_MAX_DEPTH).ok());
        let write = match is_request {
            true => Write::Replace,
            false => Write::Apply(applied.as_ref()),
        };
        let update = Update { kind: object.kind, old, new: object.root, write };
        let server = self.scene.options.api_server();
        let kept = policies(&update, server).ok()?;
        let kept = Kept::new(kept.iter().map(|it| Frozen {
            path: it.path.clone(),
            policy: it.outcome.policy(),
            stays: it.rule == Rule::Stays,
            is_left_behind: it.is_left_behind(),
            fresh: it.fresh.policy(),
            stored: it.stored.as_ref().map(|it| it.span.clone()),
            sentence: it.to_string(),
        }));
        let refused = pod_refusal(&update, server).ok().flatten().map(|it| Refused {
            path: it.path.clone(),
            span: it.span.clone().unwrap_or_else(|| object.name_span()),
            sentence: it.to_string(),
            message: it.field_error().text_as(self.scene.options.kubernetes),
        });
        Some(Updated { kept, refused })
    }

    /// Why a Pod cannot be changed so.
    pub(super) fn unchangeable(
        &mut self,
        updated: &Updated,
        images: &[ImageId],
    ) -> Option<Refused> {
        let refused = updated.refused.clone()?;
        let finding = Finding::new("pod/unchangeable", Severity::Error, &*refused.sentence)
            .at(&*refused.path, refused.span.clone());
        self.findings.add_for(self.object.document, images, finding);
        Some(refused)
    }
}
