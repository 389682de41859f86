//! What the policy asks beyond its request: of the cluster, and of registries.
//!
//! Only a setting makes it ask, so that without one a verdict depends on nothing but the request.
//! Whoever runs the policy answers; an answer that does not come is told by what it was needed for.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question<'a> {
    /// The Secret of this name, with its type and its data.
    Secret {
        /// The namespace.
        namespace: &'a str,
        /// The name.
        name: &'a str,
    },
    /// The ServiceAccount of this name, with its pull Secrets.
    ServiceAccount {
        /// The namespace.
        namespace: &'a str,
        /// The name.
        name: &'a str,
    },
    /// The digest that the registry has for an image: `{"digest": "sha256:…"}`.
    Digest {
        /// The image, with its registry host.
        image: &'a str,
    },
}

/// What comes back. It may hold a Secret, and has no `Debug`.
#[derive(Clone)]
pub enum Reply {
    /// The JSON that was asked for.
    Found(Vec<u8>),
    /// There is no such object.
    Missing,
    /// None, and why.
    Nothing(NoReply),
}

/// Why there is no reply. The host's own words are not repeated: they can hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoReply {
    /// The policy may not ask this.
    NotGranted,
    /// The host failed, or there is nobody to ask.
    Failed,
    /// The reply is not what was asked for.
    Unreadable,
    /// So much was asked for this request already.
    TooMany,
    /// The host would take the image for another one.
    OtherImage,
}

impl fmt::Display for NoReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotGranted => {
                "the policy may not ask for it; list it under contextAwareResources of the policy"
            }
            Self::Failed => "the policy server did not answer",
            Self::Unreadable => "what the policy server answered cannot be read",
            Self::TooMany => "this is more than the policy asks for one request",
            Self::OtherImage => {
                "without a dot or a port in its registry the policy server would look it up on \
                 Docker Hub"
            }
        })
    }
}

/// Whoever answers.
pub type Host<'h> = dyn Fn(Question<'_>) -> Reply + 'h;

/// The host with a bound on what it is asked, and a memory of the digests that it gave.
pub(super) struct Asked<'h> {
    host: &'h Host<'h>,
    left: Cell<u32>,
    digests: RefCell<Vec<(String, Result<String, NoReply>)>>,
}

impl<'h> Asked<'h> {
    /// How much one request may ask: more than a Pod of any use has, and few enough for the time
    /// that an evaluation has.
    pub(super) const LIMIT: u32 = 64;

    pub(super) fn new(host: &'h Host<'h>) -> Self {
        Self { host, left: Cell::new(Self::LIMIT), digests: RefCell::default() }
    }

    pub(super) fn ask(&self, question: Question<'_>) -> Reply {
        match self.left.get().checked_sub(1) {
            None => Reply::Nothing(NoReply::TooMany),
            Some(left) => {
                self.left.set(left);
                (self.host)(question)
            }
        }
    }

    /// What `ask` says of an image, once for each.
    pub(super) fn digest(
        &self,
        image: String,
        ask: impl FnOnce(&str) -> Result<String, NoReply>,
    ) -> Result<String, NoReply> {
        if let Some((_, known)) = self.digests.borrow().iter().find(|it| it.0 == image) {
            return known.clone();
        }
        let digest = ask(&image);
        self.digests.borrow_mut().push((image, digest.clone()));
        digest
    }
}
