//! What an update could not change, and so does not answer for.
//!
//! A Pod and a Job keep almost all of their Pod spec for life, and an object that is being deleted
//! makes no Pods any more. Such an update comes from a controller that takes a finalizer away or
//! sets a label; to refuse it for an image that was there before would only keep the object from
//! ending. What is the same at the same place in the old object is passed over. Everything else is
//! judged, and every other kind is judged as a whole: there the update could have mended it.
//!
//! Upstream: `ValidatePodUpdate` in kubernetes `pkg/apis/core/validation/validation.go`, which lets
//! no element of a list of containers be moved; `ValidateJobSpecUpdate` in
//! `pkg/apis/batch/validation/validation.go`.

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::Value;
use crate::order;
use crate::workload::{self, ImageField};

/// The images of the old object, by their paths; empty where everything is judged.
pub(super) struct Old<'v> {
    images: Vec<(String, &'v str, &'v str)>,
    /// Whether the rest of the Pod spec is as it was.
    pub(super) is_kept: bool,
}

impl<'v> Old<'v> {
    pub(super) fn of(kind: &str, request: &'v Value<'v>, object: &Value<'_>) -> Self {
        let mut old = Self { images: Vec::new(), is_kept: false };
        if request.get("operation").and_then(Value::as_str) != Some("UPDATE") {
            return old;
        }
        let is_deleted = |it: &Value<'_>| {
            let metadata = it.get("metadata");
            metadata.and_then(|it| it.get("deletionTimestamp")).is_some_and(|it| !it.is_null())
        };
        let Some(before) = request.get("oldObject") else { return old };
        let is_for_life = matches!(kind, "Pod" | "Job");
        let is_ending = is_deleted(before) && is_deleted(object);
        if !is_for_life && !is_ending {
            return old;
        }
        old.is_kept = true;
        let images = workload::read(kind, before).map(|it| it.images).unwrap_or_default();
        old.images.extend(images.into_iter().filter_map(|it| {
            let (image, policy) = (it.text()?, it.policy_text());
            Some((it.path, image, policy))
        }));
        order::sort_by(&mut old.images, |a, b| a.0.cmp(&b.0));
        old
    }

    /// Image and pull policy of the same place before.
    pub(super) fn find(&self, field: &ImageField<'_>) -> Option<(&'v str, &'v str)> {
        let found = self.images.binary_search_by(|it| it.0.as_str().cmp(&field.path));
        found.ok().map(|index| (self.images[index].1, self.images[index].2))
    }
}
