//! What a Pod lets be changed.

use alloc::format;
use alloc::string::String;
use core::fmt;
use core::ops::Range;

use super::merge::{Lists, Slot};
use super::{NoName, Update};
use crate::api_server::ApiServer;
use crate::field_error::FieldError;

/// Why the API server refuses to change a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodRefusal {
    /// What is wrong.
    pub kind: PodRefusalKind,
    /// The field, from the top of the object, that decides it.
    pub path: String,
    /// Bytes of the new version, where the value stands there.
    pub span: Option<Range<usize>>,
}

/// The kinds of [`PodRefusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodRefusalKind {
    /// A container more, or less.
    AddsOrRemovesContainers,
    /// Something else than the images of the containers.
    ChangesOtherFields,
}

impl PodRefusal {
    /// The API server's own words (1.36). Those about other fields go on with a comparison of the
    /// two versions, from the next line on.
    pub fn field_error(&self) -> FieldError {
        match self.kind {
            PodRefusalKind::AddsOrRemovesContainers => {
                let detail = "pod updates may not add or remove containers";
                FieldError::forbidden(self.path.clone(), detail)
            }
            PodRefusalKind::ChangesOtherFields => FieldError::forbidden(
                "spec".into(),
                "pod updates may not change fields other than `spec.containers[*].image`,\
                 `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` \
                 (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` \
                 (allow it to be set to 1 if it was previously negative)",
            ),
        }
    }
}

/// What is wrong, for a person.
impl fmt::Display for PodRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PodRefusalKind::AddsOrRemovesContainers => {
                write!(f, "{}: a Pod keeps its containers, no more and no less", self.path)
            }
            PodRefusalKind::ChangesOtherFields => write!(
                f,
                "{}: of a Pod's containers only the image may change; delete the Pod and create it \
                 again",
                self.path
            ),
        }
    }
}

/// Why the API server refuses the update of a Pod, as far as names, images, pull policies and pull
/// Secrets tell; other fields are not looked at. `None` for other kinds.
///
/// # Errors
///
/// The two versions cannot be merged.
pub fn pod_refusal(update: &Update<'_>, server: ApiServer) -> Result<Option<PodRefusal>, NoName> {
    if update.kind != "Pod" {
        return Ok(None);
    }
    let lists = Lists::of(update, server)?;
    for name in ["containers", "initContainers"] {
        let Some(list) = lists.0.iter().find(|it| it.name == name) else { continue };
        if list.before.len() != list.after.len() {
            let (path, span) = (format!("spec.{name}"), list.span.clone());
            let kind = PodRefusalKind::AddsOrRemovesContainers;
            return Ok(Some(PodRefusal { kind, path, span }));
        }
    }
    let kind = PodRefusalKind::ChangesOtherFields;
    for list in &lists.0 {
        let may_have_new_image = matches!(list.name, "containers" | "initContainers");
        let mut pairs = list.before.iter().zip(&list.after);
        let other = pairs.position(|(before, after)| !allows(before, after, may_have_new_image));
        let at = match other {
            Some(at) => at,
            None if list.before.len() == list.after.len() => continue,
            None => list.before.len(),
        };
        let kept = list.after.get(at).and_then(|it| it.kept.as_ref());
        let path = kept.map_or_else(|| format!("spec.{}", list.name), |it| it.path.clone());
        let span = kept.map(|it| it.span.clone()).or(list.span.clone());
        return Ok(Some(PodRefusal { kind, path, span }));
    }
    Ok(None)
}

/// Whether a Pod lets one element of a list become another.
fn allows(before: &Slot<'_>, after: &Slot<'_>, may_have_new_image: bool) -> bool {
    let same = match (&before.image, &after.image) {
        (Some((image, policy)), Some((new_image, new_policy))) => {
            policy == new_policy && (may_have_new_image || image == new_image)
        }
        (before, after) => before.is_none() && after.is_none(),
    };
    same && before.name == after.name
}
