//! The errors of the API server about images, pull policies and image volumes, word for word.
//!
//! ```text
//! image of a container       not empty                                  any object
//!                            no white space at its ends                 Pods, ephemeral containers
//! imagePullPolicy            Always, IfNotPresent or Never              any object
//! containers                 at least one                               any object
//! ephemeralContainers        none when a Pod is created; none           as said
//!                            in a template
//! volumes[].image            no other sort of volume beside it          any object
//!   .reference               not empty                                  Pods
//!   .pullPolicy              Always, IfNotPresent or Never              any object
//! ```
//!
//! There is no check of the image reference itself: what is no reference is stored, and fails at
//! the kubelet. The names of pull Secrets are not checked either; an element of `imagePullSecrets`
//! has no other member once it is decoded, so that "only name may be set" is never said. What the
//! API server says of a further member is one of the [`warnings`](super::warnings).
//!
//! Upstream: `ValidatePodSpec`, `validateContainerCommon`, `validateContainersOnlyForPod`,
//! `validateVolumeSource`, `ValidatePodCreate` and `ValidatePodTemplateSpec` in kubernetes
//! `pkg/apis/core/validation/validation.go`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::defaults::{self, Outcome};
use super::{ApiServer, Parts, field, is_pod};
use crate::PullPolicy;
use crate::field_error::{FieldError, FieldErrorKind};
use crate::json::Value;
use crate::workload::{ImageField, PodSpec, Role, pod_spec, pod_spec_path};

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It is new.
    Create,
    /// It is stored already.
    Update,
}

/// One reason for which the API server refuses an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field, from the top of the object.
    pub path: String,
    /// Bytes of the text: the value, or what lacks one.
    pub span: Range<usize>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A ReplicationController without a template.
    NoTemplate,
    /// A Pod spec without `containers`.
    NoContainers,
    /// A container that names no image.
    NoImage,
    /// An image with white space at an end, as it is written.
    WhiteSpace(String),
    /// An image volume that names no image, in a Pod.
    NoReference,
    /// A pull policy that is none of the three, as it is written.
    UnknownPolicy(String),
    /// An image volume without a pull policy, which is not filled in while the feature gate is off.
    NoPolicy,
    /// An image volume that is a volume of another sort as well.
    TwoSources,
    /// Ephemeral containers in a Pod that is new.
    EphemeralContainersOfNewPod,
    /// Ephemeral containers in a template.
    EphemeralContainersOfTemplate,
}

impl Refusal {
    /// The API server's own words.
    pub fn field_error(&self) -> FieldError {
        let field = self.path.clone();
        match &self.problem {
            Problem::NoTemplate
            | Problem::NoContainers
            | Problem::NoImage
            | Problem::NoReference
            | Problem::NoPolicy => FieldError::required(field),
            Problem::WhiteSpace(image) => FieldError {
                kind: FieldErrorKind::Invalid,
                field,
                bad_value: image.clone(),
                detail: "must not have leading or trailing whitespace".into(),
            },
            Problem::UnknownPolicy(written) => {
                FieldError::not_supported(field, written, &PullPolicy::ALL.map(PullPolicy::as_str))
            }
            Problem::TwoSources => {
                FieldError::forbidden(field, "may not specify more than 1 volume type")
            }
            Problem::EphemeralContainersOfNewPod => {
                FieldError::forbidden(field, "cannot be set on create")
            }
            Problem::EphemeralContainersOfTemplate => {
                FieldError::forbidden(field, "ephemeral containers not allowed in pod template")
            }
        }
    }
}

/// What is wrong, for a person.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoTemplate => "there is no template",
            Self::NoContainers => "there is no container",
            Self::NoImage => "there is no image",
            Self::WhiteSpace(_) => "the image begins or ends with white space",
            Self::NoReference => "the volume names no image",
            Self::UnknownPolicy(_) => return crate::pull_policy::UnknownPolicy.fmt(f),
            Self::NoPolicy => {
                "the volume has no pullPolicy, and while the feature gate ImageVolume is off none \
                 is filled in"
            }
            Self::TwoSources => "the volume is of another sort as well",
            Self::EphemeralContainersOfNewPod => {
                "ephemeral containers cannot be in a new Pod; kubectl debug adds them later"
            }
            Self::EphemeralContainersOfTemplate => "ephemeral containers cannot be in a template",
        })
    }
}

/// Why the API server refuses an object of a `kind` because of its images, in its order.
///
/// A `kind` that makes no Pods has no such errors. Nor has an object with a
/// [`WrongType`](crate::workload::WrongType), which is refused for that.
pub fn refusals(
    kind: &str,
    object: &Value<'_>,
    operation: Operation,
    server: ApiServer,
) -> Vec<Refusal> {
    match pod_spec(kind, object) {
        Ok(Some(spec)) => spec_refusals(&spec, operation, server),
        Ok(None) => missing(kind, object).into_iter().collect(),
        Err(_) => Vec::new(),
    }
}

/// What is said of an object without a Pod spec.
fn missing(kind: &str, object: &Value<'_>) -> Option<Refusal> {
    let path = pod_spec_path(kind)?;
    let template = object.get("spec").and_then(|it| it.get("template"));
    // Only here the template is a pointer, which tells an absent one from an empty one.
    let without_template = kind == "ReplicationController" && template.is_none_or(Value::is_null);
    let (path, problem) = match without_template {
        true => ("spec.template".into(), Problem::NoTemplate),
        false => (format!("{path}.containers"), Problem::NoContainers),
    };
    Some(Refusal { path, span: object.span.clone(), problem })
}

/// Why the API server refuses a Pod spec because of its images, in its order.
pub fn spec_refusals(spec: &PodSpec<'_>, operation: Operation, server: ApiServer) -> Vec<Refusal> {
    let images = Parts::of(spec).images;
    let of = |wanted: fn(Role) -> bool| images.iter().filter(move |it| wanted(it.role));
    let is_pod = is_pod(spec);
    let mut refusals = Vec::new();

    let volumes = of(|role| role == Role::ImageVolume);
    for volume in volumes.filter(|_| server.image_volumes.are_stored()) {
        image_volume(volume, is_pod, server, &mut refusals);
    }
    let elements = |list| spec.value.get(list).filter(|it| !it.is_null());
    if elements("containers").and_then(Value::as_array).is_none_or(<[_]>::is_empty) {
        refusals.push(Refusal {
            path: field(spec, "containers"),
            span: elements("containers").unwrap_or(spec.value).span.clone(),
            problem: Problem::NoContainers,
        });
    }
    let is_init = |role| matches!(role, Role::InitContainer | Role::SidecarContainer);
    for container in of(|role| role == Role::Container).chain(of(is_init)) {
        any_container(container, server, &mut refusals);
    }
    for container in of(|role| role == Role::EphemeralContainer) {
        any_container(container, server, &mut refusals);
        refusals.extend(white_space(container));
    }
    if is_pod {
        let containers = of(|role| role == Role::Container).chain(of(is_init));
        refusals.extend(containers.filter_map(white_space));
    }
    let ephemeral = elements("ephemeralContainers");
    if let Some(list) = ephemeral.filter(|it| it.as_array().is_some_and(|it| !it.is_empty())) {
        let problem = match (is_pod, operation) {
            (false, _) => Some(Problem::EphemeralContainersOfTemplate),
            (true, Operation::Create) => Some(Problem::EphemeralContainersOfNewPod),
            (true, Operation::Update) => None,
        };
        let path = field(spec, "ephemeralContainers");
        let span = list.span.clone();
        refusals.extend(problem.map(|problem| Refusal { path, span, problem }));
    }
    refusals
}

/// Why the API server refuses the Pods of a template for one image. What it holds against the
/// image in the template itself is among [`spec_refusals`].
pub fn refusal_of_pods(image: &ImageField<'_>, server: ApiServer) -> Option<Refusal> {
    match image.role {
        Role::ImageVolume if !server.image_volumes.are_stored() => None,
        Role::ImageVolume => missing_image(image, Problem::NoReference),
        _ => missing_image(image, Problem::NoImage).or_else(|| white_space(image)),
    }
}

fn missing_image(image: &ImageField<'_>, problem: Problem) -> Option<Refusal> {
    let is_missing = image.text().unwrap_or_default().is_empty();
    is_missing.then(|| {
        let span = image.image.unwrap_or(image.element).span.clone();
        Refusal { path: image.path.clone(), span, problem }
    })
}

fn image_volume(
    image: &ImageField<'_>,
    is_pod: bool,
    server: ApiServer,
    refusals: &mut Vec<Refusal>,
) {
    if let Some(other) = other_source(image.element) {
        let path = format!("{}.image", image.element_path());
        let span = other.span.clone();
        return refusals.push(Refusal { path, span, problem: Problem::TwoSources });
    }
    refusals.extend(missing_image(image, Problem::NoReference).filter(|_| is_pod));
    policy(image, server, refusals);
}

fn any_container(image: &ImageField<'_>, server: ApiServer, refusals: &mut Vec<Refusal>) {
    refusals.extend(missing_image(image, Problem::NoImage));
    policy(image, server, refusals);
}

fn policy(image: &ImageField<'_>, server: ApiServer, refusals: &mut Vec<Refusal>) {
    let policy = defaults::policy(image, server);
    let problem = match policy.outcome {
        Outcome::Unknown(_) => Problem::UnknownPolicy(image.policy_text().to_string()),
        Outcome::NotFilledIn => Problem::NoPolicy,
        _ => return,
    };
    refusals.push(Refusal { path: policy.path, span: policy.span, problem });
}

fn white_space(image: &ImageField<'_>) -> Option<Refusal> {
    let value = image.image?;
    let text = value.as_str()?;
    // Go's `unicode.IsSpace` and Rust's `char::is_whitespace` are both Unicode's White_Space.
    if text.trim() == text {
        return None;
    }
    let problem = Problem::WhiteSpace(text.to_string());
    Some(Refusal { path: image.path.clone(), span: value.span.clone(), problem })
}

/// The members of a volume that say of which sort it is, in the order of upstream's type.
///
/// Upstream: `VolumeSource` in kubernetes `staging/src/k8s.io/api/core/v1/types.go`.
const VOLUME_SOURCES: [&str; 29] = [
    "hostPath",
    "emptyDir",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "gitRepo",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "persistentVolumeClaim",
    "rbd",
    "flexVolume",
    "cinder",
    "cephfs",
    "flocker",
    "downwardAPI",
    "fc",
    "azureFile",
    "configMap",
    "vsphereVolume",
    "quobyte",
    "azureDisk",
    "photonPersistentDisk",
    "projected",
    "portworxVolume",
    "scaleIO",
    "storageos",
    "csi",
    "ephemeral",
];

/// What makes a volume one of another sort.
fn other_source<'v>(volume: &'v Value<'v>) -> Option<&'v Value<'v>> {
    VOLUME_SOURCES.iter().find_map(|name| volume.get(name).filter(|it| !it.is_null()))
}
