//! The objects of the text, wherever in a document they stand.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Options;
use super::report::Began;
use crate::json::Value;
use crate::recognize::{
    AdmissionRequest, Embedded, Recognition, What, admission_request, pod_specs,
};
use crate::text::Documents;
use crate::time;
use crate::workload::{self, PodSpec};

/// What an object is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Workload,
    Secret,
    ServiceAccount,
}

impl Sort {
    fn of(kind: &str) -> Option<Self> {
        match kind {
            "Secret" => Some(Self::Secret),
            "ServiceAccount" => Some(Self::ServiceAccount),
            _ => workload::pod_spec_path(kind).map(|_| Self::Workload),
        }
    }
}

/// An object that matters to pulling images.
pub(super) struct Object<'d> {
    /// The document that it stands in.
    pub(super) document: usize,
    pub(super) sort: Sort,
    pub(super) kind: &'d str,
    pub(super) root: &'d Value<'d>,
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// Where the Pod spec stands in an object of a kind that the user has named.
    embedded: Option<Embedded<'d>>,
    /// The admission request that it is the object of.
    request: Option<AdmissionRequest<'d>>,
}

/// Every object of the text, in its order.
pub(super) fn objects<'d>(
    documents: &'d Documents<'_>,
    recognized: &[Recognition],
) -> Vec<Object<'d>> {
    let mut objects = Vec::new();
    for (number, (document, recognition)) in documents.docs.iter().zip(recognized).enumerate() {
        let root = &document.root;
        let plain = |sort, kind| Object {
            document: number,
            sort,
            kind,
            root,
            span: document.span.clone(),
            embedded: None,
            request: None,
        };
        let kind = document.kind.as_deref().unwrap_or_default();
        match &recognition.what {
            What::Workload => objects.push(plain(Sort::Workload, kind)),
            What::Secret => objects.push(plain(Sort::Secret, kind)),
            What::ServiceAccount => objects.push(plain(Sort::ServiceAccount, kind)),
            What::Embedding { path } => {
                for embedded in pod_specs(root, path) {
                    let object = plain(Sort::Workload, kind);
                    objects.push(Object { embedded: Some(embedded), ..object });
                }
            }
            What::AdmissionReview => {
                let Some(request) = admission_request(root) else { continue };
                let (Some(kind), Some(root)) = (request.kind, request.object) else { continue };
                if let Some(sort) = Sort::of(kind) {
                    let span = root.span.clone();
                    let object = plain(sort, kind);
                    objects.push(Object { root, span, request: Some(request), ..object });
                }
            }
            _ => {}
        }
    }
    objects
}

impl<'d> Object<'d> {
    fn metadata(&self, key: &str) -> Option<&'d str> {
        let text = self.root.get("metadata")?.get(key)?.as_str()?;
        (!text.is_empty()).then_some(text)
    }

    /// `metadata.name`.
    pub(super) fn name(&self) -> Option<&'d str> {
        self.metadata("name").or_else(|| self.request.as_ref()?.name.filter(|it| !it.is_empty()))
    }

    /// `metadata.namespace`, or that of the request.
    pub(super) fn written_namespace(&self) -> Option<&'d str> {
        let requested = || self.request.as_ref()?.namespace.filter(|it| !it.is_empty());
        self.metadata("namespace").or_else(requested)
    }

    /// The namespace, written or not.
    pub(super) fn namespace<'o>(&self, options: &'o Options) -> &'o str
    where
        'd: 'o,
    {
        self.written_namespace().unwrap_or(&options.default_namespace)
    }

    /// When it began, if it is a Pod that says so.
    pub(super) fn began(&self) -> Option<Began> {
        if self.kind != "Pod" {
            return None;
        }
        let time = |part: &str, key: &str, is_start| {
            let value = self.root.get(part)?.get(key)?;
            let at = time::parse(value.as_str()?)?;
            Some(Began { at, is_start, span: value.span.clone() })
        };
        let started = time("status", "startTime", true);
        started.or_else(|| time("metadata", "creationTimestamp", false))
    }

    /// `metadata.uid`.
    pub(super) fn uid(&self) -> Option<&'d str> {
        self.metadata("uid")
    }

    /// Whether it comes from a cluster, which gives every object a uid. The object of a request to
    /// make one has none yet.
    pub(super) fn is_live(&self) -> bool {
        self.metadata("uid").is_some() && self.request.is_none()
    }

    /// Where the name stands; the object, when it has none.
    pub(super) fn name_span(&self) -> Range<usize> {
        let name = self.root.get("metadata").and_then(|it| it.get("name"));
        name.map_or(self.span.clone(), |it| it.span.clone())
    }

    /// `Deployment apps/shop`.
    pub(super) fn title(&self) -> String {
        let shown = self.name().or_else(|| self.metadata("generateName")).unwrap_or("?");
        let kind = self.kind;
        let title = match self.written_namespace() {
            Some(namespace) => format!("{kind} {namespace}/{shown}"),
            None => format!("{kind} {shown}"),
        };
        match &self.embedded {
            Some(embedded) => format!("{title}, {}", embedded.path),
            None => title,
        }
    }

    /// The Pod spec.
    pub(super) fn pod_spec(&self) -> Option<PodSpec<'_>> {
        match &self.embedded {
            Some(embedded) => Some(embedded.pod_spec()),
            None => workload::pod_spec(self.kind, self.root).ok().flatten(),
        }
    }

    /// Whether the kind is one that the API server itself knows.
    pub(super) fn is_builtin(&self) -> bool {
        self.embedded.is_none()
    }

    /// What is stored, and is replaced by this object of a request.
    pub(super) fn replaced(&self) -> Option<&'d Value<'d>> {
        self.request.as_ref()?.old_object
    }

    /// Whether it is the object of a request.
    pub(super) fn is_requested(&self) -> bool {
        self.request.is_some()
    }

    /// `metadata.resourceVersion`, which grows with every change.
    pub(super) fn resource_version(&self) -> u64 {
        self.metadata("resourceVersion").and_then(|it| it.parse().ok()).unwrap_or(0)
    }
}
