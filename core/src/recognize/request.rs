//! Admission requests: an object within a question.

use core::ops::Range;

use super::{Recognition, What, text_of};
use crate::json::Value;

/// What an AdmissionReview asks about.
///
/// Upstream: `AdmissionRequest` in kubernetes `staging/src/k8s.io/api/admission/v1/types.go`.
#[derive(Clone, Debug, PartialEq)]
pub struct AdmissionRequest<'v> {
    /// `CREATE`, `UPDATE`, `DELETE` or `CONNECT`.
    pub operation: Option<&'v str>,
    /// `kind.kind`, or the kind that the object says.
    pub kind: Option<&'v str>,
    /// `kind.group`; empty for the core group.
    pub group: Option<&'v str>,
    /// `namespace`.
    pub namespace: Option<&'v str>,
    /// `name`.
    pub name: Option<&'v str>,
    /// `subResource`.
    pub sub_resource: Option<&'v str>,
    /// `object`: what is to be stored.
    pub object: Option<&'v Value<'v>>,
    /// `oldObject`: what is stored.
    pub old_object: Option<&'v Value<'v>>,
    /// Where the request stands.
    pub span: Range<usize>,
}

/// The request of an AdmissionReview, or of a bare request.
///
/// ```
/// use pullscope_core::json;
/// use pullscope_core::recognize::admission_request;
///
/// let text = r#"{"kind": "AdmissionReview", "request": {"operation": "UPDATE",
///     "kind": {"kind": "Pod"}, "object": {"spec": {}}, "oldObject": {"spec": {}}}}"#;
/// let review = json::parse(text, json::DEFAULT_MAX_DEPTH).unwrap();
/// let request = admission_request(&review).unwrap();
/// assert_eq!((request.operation, request.kind), (Some("UPDATE"), Some("Pod")));
/// assert!(request.old_object.is_some());
/// ```
pub fn admission_request<'v>(root: &'v Value<'v>) -> Option<AdmissionRequest<'v>> {
    let request = match text_of(root, "kind") {
        Some("AdmissionReview") => root.get("request")?,
        Some(_) => return None,
        None if is_request(root) => root,
        None => root.get("request").filter(|it| is_request(it))?,
    };
    request.as_object()?;
    let object = |key: &str| request.get(key).filter(|it| it.as_object().is_some());
    let of_kind = |key: &str| request.get("kind").and_then(|it| text_of(it, key));
    let either = object("object").or_else(|| object("oldObject"));
    Some(AdmissionRequest {
        operation: text_of(request, "operation"),
        kind: of_kind("kind").or_else(|| text_of(either?, "kind")),
        group: of_kind("group"),
        namespace: text_of(request, "namespace"),
        name: text_of(request, "name"),
        sub_resource: text_of(request, "subResource"),
        object: object("object"),
        old_object: object("oldObject"),
        span: request.span.clone(),
    })
}

/// Whether an object without a kind of its own is a request.
fn is_request(value: &Value<'_>) -> bool {
    let kind = value.get("kind").is_some_and(|it| it.as_object().is_some());
    kind && (value.get("operation").is_some() || value.get("object").is_some())
}

pub(super) fn recognize(root: &Value<'_>) -> Option<Recognition> {
    let request = admission_request(root)?;
    let why = "it has a kind of several parts and an object, as an admission request does";
    Some(Recognition::new(What::AdmissionReview, request.span, why))
}
