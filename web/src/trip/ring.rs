//! The keyring of an image, laid out under the lock that its keys have to fit.

use std::ops::Range;

use yew::AttrValue;

use super::{Line, Mark};

/// The keys that an image is tried with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ring {
    /// What a key has to fit; absent when the image has no repository.
    pub(crate) lock: Option<Lock>,
    /// In the order tried.
    pub(crate) keys: Vec<Key>,
    /// Secrets that are there and not on the ring, with the reason.
    pub(crate) off: Vec<(AttrValue, AttrValue)>,
    /// The credential providers of the node, which are asked after these keys: whether each is asked,
    /// its name, and why.
    pub(crate) plugins: Vec<(Mark, AttrValue, AttrValue)>,
    /// What is sent, in a sentence.
    pub(crate) sent: AttrValue,
    /// Why it will hardly be accepted, where a finding says so of every key that is sent.
    pub(crate) doubt: Option<AttrValue>,
    pub(crate) out: Option<Line>,
}

impl Ring {
    pub(crate) fn fitting(&self) -> usize {
        self.keys.iter().filter(|key| key.turn.is_some()).count()
    }
}

/// The three things that are compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lock {
    pub(crate) labels: Vec<AttrValue>,
    pub(crate) port: AttrValue,
    pub(crate) path: AttrValue,
}

/// One key of a Docker config.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    /// As written.
    pub(crate) text: AttrValue,
    /// The Secret it stands in.
    pub(crate) source: AttrValue,
    pub(crate) kin: Kin,
    /// When it is sent, from 1; `None` when it is not.
    pub(crate) turn: Option<usize>,
    pub(crate) labels: Vec<Tooth>,
    pub(crate) port: Option<Tooth>,
    pub(crate) path: Option<Tooth>,
    /// Two or three words.
    pub(crate) why: AttrValue,
    /// The core's sentence.
    pub(crate) because: AttrValue,
    pub(crate) span: Option<Range<usize>>,
}

/// How near a key comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kin {
    /// It is sent.
    Fit,
    /// It is for this registry, nearly.
    Near,
    /// It is for another one.
    Other,
}

/// One part of a key under its socket.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tooth {
    pub(crate) text: AttrValue,
    pub(crate) fit: Fit,
}

/// Whether a part fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Fits,
    Misses,
    /// It is not there and should be.
    Gap,
    /// It was not compared.
    Idle,
}
