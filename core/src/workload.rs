//! Workloads: where images and pull Secrets stand in everything that makes Pods.
//!
//! ```text
//! kind                                              Pod spec
//! Pod                                               spec
//! ReplicationController, ReplicaSet, Deployment,
//! StatefulSet, DaemonSet, Job                       spec.template.spec
//! CronJob                                           spec.jobTemplate.spec.template.spec
//! PodTemplate                                       template.spec
//! ```
//!
//! Within a Pod spec, in the order in which [`images`] gives them:
//!
//! ```text
//! initContainers[].image         restartPolicy: Always makes it a sidecar
//! containers[].image
//! ephemeralContainers[].image
//! volumes[].image.reference      an image volume
//! ```
//!
//! # Half a document is still read
//!
//! A part that is missing or `null` is absent, as it is for the API server, and a `null` element of
//! a list is an empty one. A part of the wrong type hides nothing else: it is reported as a
//! [`WrongType`], and what stands beside it is read. A rule that must not be fooled refuses an
//! object with any [`WrongType`].
//!
//! Names are compared exactly, and of two members with one name the last counts, as in
//! `sigs.k8s.io/json`, which decodes requests in the API server.
//!
//! Upstream: the types in kubernetes `staging/src/k8s.io/api/core/v1/types.go`, `apps/v1`,
//! `batch/v1`; `VisitContainers` in `pkg/api/v1/pod/util.go`, which knows no image volumes.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::json::{Data, Value};

/// Every kind that holds a Pod spec, with the path to it.
pub const KINDS: [(&str, &str); 9] = [
    ("Pod", "spec"),
    ("PodTemplate", "template.spec"),
    ("ReplicationController", "spec.template.spec"),
    ("ReplicaSet", "spec.template.spec"),
    ("Deployment", "spec.template.spec"),
    ("StatefulSet", "spec.template.spec"),
    ("DaemonSet", "spec.template.spec"),
    ("Job", "spec.template.spec"),
    ("CronJob", "spec.jobTemplate.spec.template.spec"),
];

/// Where the Pod spec of a `kind` stands, or `None` for a kind that makes no Pods.
///
/// ```
/// use pullscope_core::workload::pod_spec_path;
///
/// assert_eq!(pod_spec_path("CronJob"), Some("spec.jobTemplate.spec.template.spec"));
/// assert_eq!(pod_spec_path("Service"), None);
/// ```
pub fn pod_spec_path(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, path)| *path)
}

/// What names an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An element of `initContainers` that runs to its end before the next starts.
    InitContainer,
    /// An element of `initContainers` with `restartPolicy: Always`, which goes on running.
    SidecarContainer,
    /// An element of `containers`.
    Container,
    /// An element of `ephemeralContainers`, as `kubectl debug` adds them.
    EphemeralContainer,
    /// An element of `volumes` with the member `image`.
    ImageVolume,
}

impl Role {
    /// The role in words: `init container`, `sidecar container`, `image volume`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InitContainer => "init container",
            Self::SidecarContainer => "sidecar container",
            Self::Container => "container",
            Self::EphemeralContainer => "ephemeral container",
            Self::ImageVolume => "image volume",
        }
    }

    /// Its name, for code outside of Rust: `initContainer`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InitContainer => "initContainer",
            Self::SidecarContainer => "sidecarContainer",
            Self::Container => "container",
            Self::EphemeralContainer => "ephemeralContainer",
            Self::ImageVolume => "imageVolume",
        }
    }
}

/// One place that names an image, or leaves it out.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageField<'v> {
    /// The field, from the top of the object: `spec.containers[0].image`,
    /// `spec.volumes[1].image.reference`. It is given for an absent image as well.
    pub path: String,
    /// What names it.
    pub role: Role,
    /// The name of the container or volume.
    pub name: Option<&'v str>,
    /// The image as written; always a string. `None` when absent or of the wrong type.
    pub image: Option<&'v Value<'v>>,
    /// The pull policy as written; always a string. `None` when absent or of the wrong type.
    pub pull_policy: Option<&'v Value<'v>>,
    /// The container or volume as a whole.
    pub element: &'v Value<'v>,
}

impl<'v> ImageField<'v> {
    /// The text of the image.
    pub fn text(&self) -> Option<&'v str> {
        self.image.and_then(Value::as_str)
    }

    /// The container or volume, from the top of the object: `spec.containers[0]`.
    pub fn element_path(&self) -> &str {
        let end = match self.role {
            Role::ImageVolume => ".image.reference",
            _ => ".image",
        };
        self.path.strip_suffix(end).unwrap_or(&self.path)
    }

    /// The field of the pull policy, from the top of the object:
    /// `spec.containers[0].imagePullPolicy`, `spec.volumes[1].image.pullPolicy`.
    pub fn policy_path(&self) -> String {
        let member = match self.role {
            Role::ImageVolume => "image.pullPolicy",
            _ => "imagePullPolicy",
        };
        alloc::format!("{}.{member}", self.element_path())
    }

    /// The pull policy as written, empty where it is absent.
    pub fn policy_text(&self) -> &'v str {
        self.pull_policy.and_then(Value::as_str).unwrap_or_default()
    }
}

/// One element of `imagePullSecrets`.
#[derive(Clone, Debug, PartialEq)]
pub struct PullSecretName<'v> {
    /// The field, from the top of the object: `spec.imagePullSecrets[0].name`.
    pub path: String,
    /// The name as written; always a string. `None` when absent or of the wrong type; the kubelet
    /// skips an absent name as it skips an empty one.
    pub name: Option<&'v Value<'v>>,
    /// The element as a whole.
    pub element: &'v Value<'v>,
}

/// A part of an object that the API server could not decode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongType {
    /// The field, from the top of the object.
    pub path: String,
    /// Bytes of the text in which the offending value stands.
    pub span: Range<usize>,
    expected: &'static str,
    found: &'static str,
}

impl WrongType {
    pub(crate) fn new(path: String, expected: &'static str, found: &Value<'_>) -> Self {
        Self { path, span: found.span.clone(), expected, found: type_name(found) }
    }
}

/// What was expected and what was found, without the path and without the value.
impl fmt::Display for WrongType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

/// One thing met on the way through an object.
#[derive(Clone, Debug, PartialEq)]
pub enum Part<'v> {
    /// A place that names an image, or leaves it out.
    Image(ImageField<'v>),
    /// An element of `imagePullSecrets`.
    PullSecret(PullSecretName<'v>),
    /// Something that cannot be what it stands for.
    WrongType(WrongType),
}

/// The Pod spec of an object, and the path to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PodSpec<'v> {
    /// The path from the top of the object, `spec.template.spec`.
    pub path: &'v str,
    /// The Pod spec, an object.
    pub value: &'v Value<'v>,
}

/// Finds the Pod spec in an object of a `kind`.
///
/// `Ok(None)` when the kind makes no Pods, or the object leaves its Pod spec out.
///
/// # Errors
///
/// Something on the way to the Pod spec is not an object.
pub fn pod_spec<'v>(kind: &str, object: &'v Value<'v>) -> Result<Option<PodSpec<'v>>, WrongType> {
    let Some(path) = pod_spec_path(kind) else { return Ok(None) };
    let mut value = object;
    let mut walked = 0;
    for step in path.split('.') {
        if value.as_object().is_none() {
            let place = path[..walked].trim_end_matches('.');
            return Err(WrongType::new(place.into(), "an object", value));
        }
        walked += step.len() + 1;
        match value.get(step) {
            Some(it) if !it.is_null() => value = it,
            _ => return Ok(None),
        }
    }
    match value.as_object() {
        Some(_) => Ok(Some(PodSpec { path, value })),
        None => Err(WrongType::new(path.into(), "an object", value)),
    }
}

impl<'v> PodSpec<'v> {
    /// Visits the images in the order of the module's table, then the pull Secrets, and everything
    /// of the wrong type where it is met.
    ///
    /// The visitor decides what to keep, so that an object with a million odd elements costs no
    /// more memory than it has already.
    pub fn visit(&self, visitor: &mut dyn FnMut(Part<'v>)) {
        for (list, role) in [
            ("initContainers", Role::InitContainer),
            ("containers", Role::Container),
            ("ephemeralContainers", Role::EphemeralContainer),
        ] {
            self.elements(list, visitor, |path, element, visitor| {
                container(path, role, element, visitor);
            });
        }
        self.elements("volumes", visitor, image_volume);
        self.elements("imagePullSecrets", visitor, |mut path, element, visitor| {
            path.push_str(".name");
            let name = string(element, "name", || path.clone(), visitor);
            visitor(Part::PullSecret(PullSecretName { path, name, element }));
        });
    }

    /// Calls `each` with the path and value of every element of a list of objects.
    fn elements(
        &self,
        list: &str,
        visitor: &mut dyn FnMut(Part<'v>),
        each: impl Fn(String, &'v Value<'v>, &mut dyn FnMut(Part<'v>)),
    ) {
        let Some(value) = self.value.get(list) else { return };
        let items = match &value.data {
            Data::Null => return,
            Data::Array(items) => items,
            _ => {
                let path = alloc::format!("{}.{list}", self.path);
                return visitor(Part::WrongType(WrongType::new(path, "a list", value)));
            }
        };
        for (index, element) in items.iter().enumerate() {
            let path = alloc::format!("{}.{list}[{index}]", self.path);
            match element.data {
                Data::Object(_) | Data::Null => each(path, element, visitor),
                _ => visitor(Part::WrongType(WrongType::new(path, "an object", element))),
            }
        }
    }
}

fn container<'v>(
    mut path: String,
    role: Role,
    element: &'v Value<'v>,
    visitor: &mut dyn FnMut(Part<'v>),
) {
    let beside = |member: &str| alloc::format!("{path}.{member}");
    let name = string(element, "name", || beside("name"), visitor).and_then(Value::as_str);
    let image = string(element, "image", || beside("image"), visitor);
    let pull_policy = string(element, "imagePullPolicy", || beside("imagePullPolicy"), visitor);
    let restart = string(element, "restartPolicy", || beside("restartPolicy"), visitor);
    let role = match role {
        Role::InitContainer if restart.and_then(Value::as_str) == Some("Always") => {
            Role::SidecarContainer
        }
        role => role,
    };
    path.push_str(".image");
    visitor(Part::Image(ImageField { path, role, name, image, pull_policy, element }));
}

/// A volume is of one sort; every sort but `image` is passed over.
fn image_volume<'v>(mut path: String, element: &'v Value<'v>, visitor: &mut dyn FnMut(Part<'v>)) {
    let Some(source) = element.get("image").filter(|it| !it.is_null()) else { return };
    let name = string(element, "name", || alloc::format!("{path}.name"), visitor);
    path.push_str(".image");
    if source.as_object().is_none() {
        return visitor(Part::WrongType(WrongType::new(path, "an object", source)));
    }
    let beside = |member: &str| alloc::format!("{path}.{member}");
    let image = string(source, "reference", || beside("reference"), visitor);
    let pull_policy = string(source, "pullPolicy", || beside("pullPolicy"), visitor);
    path.push_str(".reference");
    visitor(Part::Image(ImageField {
        path,
        role: Role::ImageVolume,
        name: name.and_then(Value::as_str),
        image,
        pull_policy,
        element,
    }));
}

/// The member `key` where it is a string; reports it where it is something else.
fn string<'v>(
    object: &'v Value<'v>,
    key: &str,
    path: impl FnOnce() -> String,
    visitor: &mut dyn FnMut(Part<'v>),
) -> Option<&'v Value<'v>> {
    let value = object.get(key)?;
    match value.data {
        Data::String(_) => Some(value),
        Data::Null => None,
        _ => {
            visitor(Part::WrongType(WrongType::new(path(), "a string", value)));
            None
        }
    }
}

/// What [`read`] found in one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workload<'v> {
    /// Every place that names an image, in the order of the module's table.
    pub images: Vec<ImageField<'v>>,
    /// `imagePullSecrets`, in the order of the text, which is the order of the look-up.
    pub pull_secrets: Vec<PullSecretName<'v>>,
    /// What could not be read.
    pub wrong_types: Vec<WrongType>,
}

/// Reads an object of a `kind` as a whole, or `None` for a kind that makes no Pods.
///
/// ```
/// use pullscope_core::json;
/// use pullscope_core::workload::{self, Role};
///
/// let text = r#"{"spec": {
///     "initContainers": [{"name": "wait", "image": "busybox", "restartPolicy": "Always"}],
///     "containers": [{"name": "web", "image": 7}]
/// }}"#;
/// let object = json::parse(text, json::DEFAULT_MAX_DEPTH).unwrap();
/// let workload = workload::read("Pod", &object).unwrap();
/// assert_eq!(workload.images[0].path, "spec.initContainers[0].image");
/// assert_eq!(workload.images[0].role, Role::SidecarContainer);
/// assert_eq!(workload.wrong_types[0].path, "spec.containers[0].image");
/// assert_eq!(workload.wrong_types[0].to_string(), "expected a string, found a number");
/// ```
pub fn read<'v>(kind: &str, object: &'v Value<'v>) -> Option<Workload<'v>> {
    pod_spec_path(kind)?;
    Some(match pod_spec(kind, object) {
        Ok(Some(spec)) => read_spec(&spec),
        Ok(None) => Workload::default(),
        Err(wrong_type) => Workload { wrong_types: Vec::from([wrong_type]), ..Workload::default() },
    })
}

/// Reads a Pod spec as a whole, wherever it stands.
pub fn read_spec<'v>(spec: &PodSpec<'v>) -> Workload<'v> {
    let mut workload = Workload::default();
    spec.visit(&mut |part| match part {
        Part::Image(it) => workload.images.push(it),
        Part::PullSecret(it) => workload.pull_secrets.push(it),
        Part::WrongType(it) => workload.wrong_types.push(it),
    });
    workload
}

/// The images of an object that says its own `kind`; none for a kind that makes no Pods.
pub fn images<'v>(object: &'v Value<'v>) -> Vec<ImageField<'v>> {
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default();
    read(kind, object).map(|it| it.images).unwrap_or_default()
}

/// A type in words, with its article: `a string`, `an object`, `null`.
pub(crate) fn type_name(value: &Value<'_>) -> &'static str {
    match value.data {
        Data::Null => "null",
        Data::Bool(_) => "a boolean",
        Data::Number(_) => "a number",
        Data::String(_) => "a string",
        Data::Array(_) => "a list",
        Data::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests;
