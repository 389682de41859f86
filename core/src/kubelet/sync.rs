//! One look of the kubelet at one container's image: what it does, and what it remembers.
//!
//! # The order
//!
//! 1. The image is a reference, or the container waits with `InvalidImageName`.
//! 2. The runtime is asked for the image; under `Always` only up to 1.31.
//! 3. `Never` without the image: `ErrImageNeverPull`. The image is there: it is used, if the Pod
//!    [may](super::NodeAccess).
//! 4. The pull Secrets are decoded. From 1.33 on, one that cannot be decoded ends it here; in 1.33
//!    itself even before an image that is there is used. Earlier, it makes the pull fail.
//! 5. A pull that failed not long ago: `ImagePullBackOff`.
//! 6. The pull.
//!
//! Upstream: `EnsureImageExists` in kubernetes `pkg/kubelet/images/image_manager.go`, read from 1.20
//! to 1.36.

use super::back_off::BackOff;
use super::error_text::PullError;
use super::message::{Cause, Event, EventKind, Waiting};
use super::pull::{Decision, NodeAccess, Presence, decide};
use crate::reference::{ParseError, Reference};
use crate::{PullPolicy, Version};

/// What decides about one image of one Pod, apart from the node and the registry.
#[derive(Clone, Copy, Debug)]
pub struct Pull<'a> {
    /// The image as it is written.
    pub image: &'a str,
    /// What it means.
    pub reference: Result<&'a Reference<'a>, &'a ParseError>,
    /// The policy, as it is stored.
    pub policy: PullPolicy,
    /// How many credentials the kubelet has for the image.
    pub credentials: usize,
    /// Why the Pod's pull Secrets cannot be decoded, in upstream's words.
    pub broken_secret: Option<&'a str>,
    /// The names of pull Secrets that cannot be read, in the order of the Pod; no empty ones.
    pub missing_secrets: &'a [&'a str],
    /// Whether the Pod may use the image, where the node has it.
    pub access: NodeAccess,
    /// The release of Kubernetes.
    pub version: Version,
}

/// What the kubelet remembers of an image of a Pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory<'a> {
    back_off: BackOff,
    previous: Option<PullError<'a>>,
}

impl Memory<'_> {
    /// Before the first pull.
    pub fn new() -> Self {
        Self::default()
    }

    /// The wait for the next pull.
    pub fn back_off(&self) -> BackOff {
        self.back_off
    }
}

/// What one look at an image comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sync<'a> {
    /// The image as it is written.
    pub image: &'a str,
    /// The release of Kubernetes.
    pub version: Version,
    /// The names of pull Secrets that could not be read.
    pub missing_secrets: &'a [&'a str],
    /// What becomes of the container.
    pub outcome: Outcome<'a>,
}

/// What becomes of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// It starts with the image that the node has; whether it was verified that the Pod may use it.
    Present {
        /// Whether the gate `KubeletEnsureSecretPulledImages` is on.
        verified: bool,
    },
    /// It starts with the image that was pulled.
    Pulled,
    /// It waits.
    Waits(Cause<'a>),
}

impl<'a> Pull<'a> {
    /// Looks at the image at `now`, in milliseconds since any fixed moment. `node` is whether the
    /// node has the image, or what the runtime says when it cannot tell; [`Presence::Unknown`]
    /// counts as [`Presence::Absent`]. `pull` is what comes of a pull, if there is one.
    pub fn sync(
        &self,
        node: Result<Presence, &'a str>,
        pull: Result<(), PullError<'a>>,
        memory: &mut Memory<'a>,
        now: u64,
    ) -> Sync<'a> {
        let outcome = self.outcome(node, pull, memory, now);
        let Self { image, version, missing_secrets, .. } = *self;
        Sync { image, version, missing_secrets, outcome }
    }

    fn outcome(
        &self,
        node: Result<Presence, &'a str>,
        pull: Result<(), PullError<'a>>,
        memory: &mut Memory<'a>,
        now: u64,
    ) -> Outcome<'a> {
        let version = self.version;
        if let Err(error) = self.reference {
            return Outcome::Waits(Cause::InvalidName(error));
        }
        let presence = match (self.policy, node) {
            (PullPolicy::Always, _) if !version.inspects_before_always() => Presence::Absent,
            (_, Err(error)) => return Outcome::Waits(Cause::InspectFailed(error)),
            (_, Ok(Presence::Present)) => Presence::Present,
            (_, Ok(Presence::Absent | Presence::Unknown)) => Presence::Absent,
        };
        match decide(self.policy, presence, self.access).decision {
            Decision::Refuse => return Outcome::Waits(Cause::NeverPresent),
            Decision::Use => match self.broken_secret {
                Some(error)
                    if self.access == NodeAccess::BrokenSecret
                        || version.reads_pull_secrets_for_present_images() =>
                {
                    return Outcome::Waits(Cause::BrokenSecret(error));
                }
                _ => {
                    let verified = self.access != NodeAccess::Unverified;
                    return Outcome::Present { verified };
                }
            },
            Decision::Pull | Decision::DependsOnNode => {}
        }
        let pull = match self.broken_secret {
            Some(error) if version.reads_pull_secrets_before_pulling() => {
                return Outcome::Waits(Cause::BrokenSecret(error));
            }
            Some(error) => Err(PullError::Text(error)),
            None => pull,
        };
        if memory.back_off.is_waiting(now) {
            return Outcome::Waits(Cause::BackOff(memory.previous));
        }
        memory.previous = pull.err();
        match pull {
            Ok(()) => {
                memory.back_off.collect(now);
                Outcome::Pulled
            }
            Err(error) => {
                memory.back_off.fail(now);
                Outcome::Waits(Cause::PullFailed(error))
            }
        }
    }
}

impl<'a> Sync<'a> {
    /// The state of the container, if it waits.
    pub fn waiting(&self) -> Option<Waiting<'a>> {
        let Self { image, version, .. } = *self;
        match self.outcome {
            Outcome::Waits(cause) => Some(Waiting { image, version, cause }),
            Outcome::Present { .. } | Outcome::Pulled => None,
        }
    }

    /// The events, in their order. That of missing pull Secrets is the Pod's: it comes once for all
    /// its containers.
    pub fn events(&self) -> impl Iterator<Item = Event<'a>> + use<'a> {
        let Self { image, version, missing_secrets, outcome } = *self;
        let tells = version.tells_missing_pull_secrets() && !missing_secrets.is_empty();
        let missing = tells.then_some(EventKind::MissingSecrets(missing_secrets));
        let (first, second) = match outcome {
            Outcome::Present { verified } => (Some(EventKind::AlreadyPresent { verified }), None),
            Outcome::Pulled => (Some(EventKind::Pulling), Some(EventKind::Pulled)),
            Outcome::Waits(cause) => match cause {
                Cause::InvalidName(_) | Cause::InspectFailed(_) | Cause::NeverPresent => {
                    (Some(EventKind::Refused(cause)), None)
                }
                Cause::BrokenSecret(_) => (None, None),
                Cause::PullFailed(error) => {
                    (Some(EventKind::Pulling), Some(EventKind::PullFailed(error)))
                }
                Cause::BackOff(_) => (Some(EventKind::BackOff), None),
            },
        };
        let error = match outcome {
            Outcome::Waits(cause) => Some(EventKind::Error(cause)),
            Outcome::Present { .. } | Outcome::Pulled => None,
        };
        [missing, first, second, error].into_iter().flatten().map(move |kind| Event {
            image,
            version,
            kind,
        })
    }
}
