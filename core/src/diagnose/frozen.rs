//! What was decided when an object was made, and stays when it is written again.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use core::ops::Range;

use super::report::{ImageId, Refused};
use super::workload::Reader;
use crate::PullPolicy;
use crate::api_server::always_pull_images::{self, InPlaceOf, Passed, Request};
use crate::api_server::update::{
    LAST_APPLIED, PodRefusal, PodRefusalKind, Rule, Update, Write, pod_refusal, policies,
};
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
pub(super) struct Kept {
    by_holder: BTreeMap<String, Frozen>,
    /// Why AlwaysPullImages, where it is on, passes the update.
    pub(super) passed: Option<Passed>,
}

impl Kept {
    fn new(policies: impl Iterator<Item = Frozen>, passed: Option<Passed>) -> Self {
        let by_holder = policies.map(|it| (holder(&it.path).to_string(), it)).collect();
        Self { by_holder, passed }
    }

    /// The policy of the image at `path`, which may be that of the policy as well.
    pub(super) fn of(&self, path: &str) -> Option<&Frozen> {
        self.by_holder.get(holder(path))
    }

    /// A policy that AlwaysPullImages would change, which a Pod does not allow: the field, and the
    /// policy.
    fn changed_by_plugin(&self) -> Option<(&Frozen, PullPolicy)> {
        let stored = self.by_holder.values().filter_map(|it| Some((it, it.policy?)));
        stored.into_iter().find(|it| it.1 != PullPolicy::Always)
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
        let request =
            Request { kind: object.kind, subresource: "", object: object.root, old: Some(old) };
        let is_on = self.scene.options.always_pull_images && object.kind == "Pod";
        let admitted = is_on.then(|| always_pull_images::admit(&request, server));
        let passed = admitted.as_ref().and_then(|it| it.as_ref().err().copied());
        let kept = kept.iter().map(|it| Frozen {
            path: it.path.clone(),
            policy: it.outcome.policy(),
            stays: it.rule == Rule::Stays,
            is_left_behind: it.is_left_behind(),
            fresh: it.fresh.policy(),
            stored: it.stored.as_ref().map(|it| it.span.clone()),
            sentence: it.to_string(),
        });
        let kept = Kept::new(kept, passed);
        let refused = pod_refusal(&update, server).ok().flatten().map(|it| Refused {
            path: it.path.clone(),
            span: it.span.clone().unwrap_or_else(|| object.name_span()),
            sentence: it.to_string(),
            message: it.field_error().text_as(self.scene.options.kubernetes),
        });
        let by_plugin = || {
            let (frozen, before) =
                kept.changed_by_plugin().filter(|_| is_on && passed.is_none())?;
            let kind = PodRefusalKind::ChangesOtherFields;
            let refusal = PodRefusal { kind, path: frozen.path.clone(), span: None };
            Some(Refused {
                path: frozen.path.clone(),
                span: object.name_span(),
                sentence: format!("{}, and {refusal}", InPlaceOf(before)),
                message: refusal.field_error().text_as(self.scene.options.kubernetes),
            })
        };
        let refused = refused.or_else(by_plugin);
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
