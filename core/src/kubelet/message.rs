//! What a person sees: why a container waits, and the events of its Pod, word for word.
//!
//! | reason of the waiting | message |
//! | --- | --- |
//! | `InvalidImageName` | `Failed to apply default image tag "<image>": …` |
//! | `ImageInspectError` | `Failed to inspect image "": …` |
//! | `ErrImageNeverPull` | `Container image "<image>" is not present with pull policy of Never` |
//! | `ErrImagePull` | the error of the pull |
//! | `RegistryUnavailable` | `image pull failed for <image> because the registry is unavailable…` |
//! | `SignatureValidationFailed` | `image pull failed for <image> because the signature validation failed…` |
//! | `ImagePullBackOff` | `Back-off pulling image "<image>": <reason>: <message>` |
//! | the error itself | the error of decoding a pull Secret |
//!
//! The image is always the text of the manifest, without a tag that was filled in. Each failure also
//! leaves the event `Failed` with `Error: ` and the reason.
//!
//! Upstream: kubernetes `pkg/kubelet/images/image_manager.go`, `pkg/kubelet/events/event.go`,
//! `startContainer` in `pkg/kubelet/kuberuntime/kuberuntime_container.go`, `getPullSecretsForPod` in
//! `pkg/kubelet/kubelet_pods.go`.

use core::fmt;

use super::error_text::PullError;
use crate::Version;
use crate::go::{Milliseconds, Quoted};
use crate::reference::ParseError;

/// Why a container waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause<'a> {
    /// The image is not a reference.
    InvalidName(&'a ParseError),
    /// The runtime could not say whether it has the image; its words.
    InspectFailed(&'a str),
    /// The policy is `Never`, and the node does not have the image.
    NeverPresent,
    /// A pull Secret cannot be decoded, since 1.33; upstream's words.
    BrokenSecret(&'a str),
    /// The pull failed.
    PullFailed(PullError<'a>),
    /// An earlier pull failed, not long enough ago.
    BackOff(Option<PullError<'a>>),
}

/// The state of a container that waits, as `status.containerStatuses[].state.waiting` holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting<'a> {
    /// The image as it is written.
    pub image: &'a str,
    /// The release of Kubernetes.
    pub version: Version,
    /// Why it waits.
    pub cause: Cause<'a>,
}

/// An error to which Kubernetes gives a reason of its own, and what follows its name.
///
/// Upstream: `evalCRIPullErr` in kubernetes `pkg/kubelet/images/image_manager.go`.
fn special<'a>(error: PullError<'a>, version: Version) -> Option<(Special, &'a str)> {
    if !version.knows_special_pull_errors() {
        return None;
    }
    let text = error.known()?;
    [Special::RegistryUnavailable, Special::SignatureValidationFailed]
        .into_iter()
        .find_map(|it| Some((it, text.strip_prefix(it.reason())?)))
}

#[derive(Clone, Copy)]
enum Special {
    RegistryUnavailable,
    SignatureValidationFailed,
}

impl Special {
    fn reason(self) -> &'static str {
        match self {
            Self::RegistryUnavailable => "RegistryUnavailable",
            Self::SignatureValidationFailed => "SignatureValidationFailed",
        }
    }

    fn because(self) -> &'static str {
        match self {
            Self::RegistryUnavailable => "the registry is unavailable",
            Self::SignatureValidationFailed => "the signature validation failed",
        }
    }
}

impl<'a> Waiting<'a> {
    /// The reason: one word, except where it is the error itself.
    pub fn reason(&self) -> &'a str {
        match self.cause {
            Cause::InvalidName(_) => "InvalidImageName",
            Cause::InspectFailed(_) => "ImageInspectError",
            Cause::NeverPresent => "ErrImageNeverPull",
            Cause::BrokenSecret(error) => error,
            Cause::PullFailed(error) => match special(error, self.version) {
                Some((special, _)) => special.reason(),
                None => "ErrImagePull",
            },
            Cause::BackOff(_) => "ImagePullBackOff",
        }
    }

    /// The message.
    pub fn message(&self) -> impl fmt::Display + use<'a> {
        let waiting = *self;
        fmt::from_fn(move |f| waiting.write_message(f))
    }

    fn write_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { image, version, cause } = *self;
        let quoted = Quoted(image.as_bytes());
        match cause {
            Cause::InvalidName(error) => {
                write!(f, "Failed to apply default image tag {quoted}: ")?;
                match version.says_image_name() {
                    true => write!(f, "{}", error.kubernetes_as(image, version)),
                    false => {
                        write!(f, "couldn't parse image reference {quoted}: {}", error.upstream())
                    }
                }
            }
            Cause::InspectFailed(error) if version.inspect_error_names_image() => {
                write!(f, "Failed to inspect image {quoted}: {error}")
            }
            Cause::InspectFailed(error) => write!(f, "Failed to inspect image \"\": {error}"),
            Cause::NeverPresent => {
                write!(f, "Container image {quoted} is not present with pull policy of Never")
            }
            Cause::BrokenSecret(error) => f.write_str(error),
            Cause::PullFailed(error) => match special(error, version) {
                Some((special, rest)) => {
                    let because = special.because();
                    write!(f, "image pull failed for {image} because {because}{rest}")
                }
                None => write!(f, "{error}"),
            },
            Cause::BackOff(previous) => {
                write!(f, "Back-off pulling image {quoted}")?;
                let Some(error) = previous.filter(|_| version.back_off_tells_the_error()) else {
                    return Ok(());
                };
                let before = Self { cause: Cause::PullFailed(error), ..*self };
                write!(f, ": {}: {}", before.reason(), before.message())
            }
        }
    }
}

/// How much an event matters, by Kubernetes' two types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventType {
    /// `Normal`.
    Normal,
    /// `Warning`.
    Warning,
}

impl EventType {
    /// As it stands in an event.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "Normal",
            Self::Warning => "Warning",
        }
    }
}

/// One event of a Pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The image as it is written.
    pub image: &'a str,
    /// The release of Kubernetes.
    pub version: Version,
    /// What happened.
    pub kind: EventKind<'a>,
}

/// What an [`Event`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind<'a> {
    /// Pull Secrets that could not be read, since 1.28; their names.
    MissingSecrets(&'a [&'a str]),
    /// The node has the image; whether it was verified that the Pod may use it.
    AlreadyPresent {
        /// Whether the gate `KubeletEnsureSecretPulledImages` is on.
        verified: bool,
    },
    /// A pull begins.
    Pulling,
    /// A pull is done, nobody knows how fast.
    Pulled,
    /// A pull is done, and was measured.
    PulledIn(Measured),
    /// A pull failed.
    PullFailed(PullError<'a>),
    /// No pull is tried, because one failed not long ago.
    BackOff,
    /// What the container waits for, in full: an image that is no reference, one that could not be
    /// looked for, or one that `Never` needs.
    Refused(Cause<'a>),
    /// What the container waits for, by its reason.
    Error(Cause<'a>),
}

/// What the kubelet measures of a pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Milliseconds that the runtime was busy with it.
    pub pulling: u64,
    /// Milliseconds from the moment at which the kubelet wanted it.
    pub with_waiting: u64,
    /// Bytes of the image, as the runtime tells them.
    pub size: u64,
}

impl<'a> Event<'a> {
    /// Normal or Warning.
    pub fn event_type(&self) -> EventType {
        match self.kind {
            EventKind::AlreadyPresent { .. }
            | EventKind::Pulling
            | EventKind::Pulled
            | EventKind::PulledIn(_)
            | EventKind::BackOff => EventType::Normal,
            EventKind::MissingSecrets(_)
            | EventKind::PullFailed(_)
            | EventKind::Refused(_)
            | EventKind::Error(_) => EventType::Warning,
        }
    }

    /// The reason, one word.
    pub fn reason(&self) -> &'static str {
        match self.kind {
            EventKind::MissingSecrets(_) => "FailedToRetrieveImagePullSecret",
            EventKind::AlreadyPresent { .. } | EventKind::Pulled | EventKind::PulledIn(_) => {
                "Pulled"
            }
            EventKind::Pulling => "Pulling",
            EventKind::PullFailed(_) | EventKind::Error(_) => "Failed",
            EventKind::BackOff => "BackOff",
            EventKind::Refused(Cause::NeverPresent) => "ErrImageNeverPull",
            EventKind::Refused(_) => "InspectFailed",
        }
    }

    /// The message. Where the durations and the size that a finished pull tells are not known, `…`
    /// stands for each. Up to 1.24 the one duration includes the waiting.
    pub fn message(&self) -> impl fmt::Display + use<'a> {
        let event = *self;
        fmt::from_fn(move |f| event.write_message(f))
    }

    fn write_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { image, version, kind } = *self;
        let quoted = Quoted(image.as_bytes());
        match kind {
            EventKind::MissingSecrets(names) => {
                f.write_str("Unable to retrieve some image pull secrets (")?;
                for (i, name) in names.iter().enumerate() {
                    write!(f, "{}{name}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str("); attempting to pull the image may not succeed.")
            }
            EventKind::AlreadyPresent { verified } => {
                write!(f, "Container image {quoted} already present on machine")?;
                match verified {
                    true => f.write_str(" and can be accessed by the pod"),
                    false => Ok(()),
                }
            }
            EventKind::Pulling => write!(f, "Pulling image {quoted}"),
            EventKind::Pulled => {
                write!(f, "Successfully pulled image {quoted} in …")?;
                if version.tells_waiting_for_a_pull() {
                    f.write_str(" (… including waiting)")?;
                }
                if version.tells_image_size() {
                    f.write_str(". Image size: … bytes.")?;
                }
                Ok(())
            }
            EventKind::PulledIn(Measured { pulling, with_waiting, size }) => {
                let (pulling, with_waiting) = (Milliseconds(pulling), Milliseconds(with_waiting));
                write!(f, "Successfully pulled image {quoted} in ")?;
                match version.tells_waiting_for_a_pull() {
                    true => write!(f, "{pulling} ({with_waiting} including waiting)")?,
                    false => write!(f, "{with_waiting}")?,
                }
                match version.tells_image_size() {
                    true => write!(f, ". Image size: {size} bytes."),
                    false => Ok(()),
                }
            }
            EventKind::PullFailed(error) => write!(f, "Failed to pull image {quoted}: {error}"),
            EventKind::BackOff => write!(f, "Back-off pulling image {quoted}"),
            EventKind::Refused(cause) => Waiting { image, version, cause }.write_message(f),
            EventKind::Error(cause) => {
                write!(f, "Error: {}", Waiting { image, version, cause }.reason())
            }
        }
    }
}
