//! Why each key matched, or did not.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{Held, Keyring, Slot, Target, UrlError};
use crate::docker_config::Entry;
use crate::{order, substring};

/// The whole of one look-up: every key in the order tried, and what came of it.
#[derive(Clone, Debug)]
pub struct Explanation<'k> {
    /// Every entry, in the order in which index keys are tried; those that are no URL come last.
    pub keys: Vec<TriedKey<'k>>,
    /// Whether nothing matched and Docker Hub's credentials were taken instead.
    pub is_fallback: bool,
    /// Why no key can match at all: the repository is no URL.
    pub repository_error: Option<UrlError>,
}

/// One entry in an [`Explanation`].
#[derive(Clone, Debug)]
pub struct TriedKey<'k> {
    /// The entry of the config, with the key as written.
    pub entry: &'k Entry,
    /// Which config it came from.
    pub source: u32,
    /// The normalized key; empty when the key is no URL.
    pub index_key: &'k [u8],
    /// Its place in what the look-up returns, from 0; `None` when it is not used.
    pub place: Option<usize>,
    /// The rule that said no. A key that is used by the Docker Hub rule has one too.
    pub refused_by: Option<Rule>,
}

/// The rule that keeps a key from matching, with both values.
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The key, or the image, is no URL.
    NotAUrl(UrlError),
    /// The key's scheme is neither `http://` nor `https://`, so that it is read as a host.
    Scheme { scheme: String },
    /// The ports differ as texts; an empty one is not written.
    Port { key: Vec<u8>, image: Vec<u8> },
    /// The host names have different numbers of labels.
    LabelCount { key: usize, image: usize },
    /// The image's path does not begin with the key's.
    Path { key: Vec<u8>, image: Vec<u8> },
    /// The labels with this number, counted from 1 at the left, differ.
    Label { number: usize, key: Vec<u8>, image: Vec<u8> },
    /// A label of the key is a malformed pattern.
    BadPattern,
}

impl Rule {
    /// The rule's name, for code: `port`, `labelCount`, `path`, `label`, `scheme`, `url`, `pattern`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotAUrl(_) => "url",
            Self::Scheme { .. } => "scheme",
            Self::Port { .. } => "port",
            Self::LabelCount { .. } => "labelCount",
            Self::Path { .. } => "path",
            Self::Label { .. } => "label",
            Self::BadPattern => "pattern",
        }
    }
}

impl Rule {
    /// The same sentence about something that is matched as a key is, such as an `entry`.
    pub(crate) fn of_a(&self, noun: &str) -> impl fmt::Display {
        fmt::from_fn(move |f| {
            let text = String::from_utf8_lossy;
            match self {
                Self::NotAUrl(error) => write!(f, "the {noun} {error}, so it is left out"),
                Self::Scheme { scheme } => {
                    let article = if noun.starts_with('e') { "an" } else { "a" };
                    write!(f, "\"{scheme}://\" is no scheme that {article} {noun} may have")
                }
                Self::Port { key, image } if key.is_empty() => {
                    write!(f, "the {noun} has no port, the image has :{}", text(image))
                }
                Self::Port { key, image } if image.is_empty() => {
                    write!(f, "the {noun} has port :{}, the image has none", text(key))
                }
                Self::Port { key, image } => {
                    write!(f, "the {noun} has port :{}, the image :{}", text(key), text(image))
                }
                Self::LabelCount { key, image } => {
                    write!(f, "the {noun}'s host has {key} labels, the image's has {image}")
                }
                Self::Path { key, image } => {
                    write!(f, "the path {} does not begin with {}", text(image), text(key))
                }
                Self::Label { number, key, image } => {
                    let (image, key) = (text(image), text(key));
                    write!(f, "label {number} is \"{image}\", the {noun} has \"{key}\"")
                }
                Self::BadPattern => write!(f, "a label of the {noun} is a malformed pattern"),
            }
        })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.of_a("key").fmt(f)
    }
}

impl<'a> Keyring<'a> {
    /// Looks `repository` up as [`lookup`](Self::lookup) does, and says of every key why.
    ///
    /// The comparison is the same function; only here every key is compared.
    pub fn explain(&self, repository: &str) -> Explanation<'_> {
        let target = Target::new(repository);
        let mut slots: Vec<&Slot<'_>> = self.slots.iter().collect();
        order::sort_by(&mut slots, |a, b| b.index_key.cmp(&a.index_key));
        let compared: Vec<(&Slot<'_>, Result<(), Rule>)> = slots
            .into_iter()
            .map(|slot| match &target {
                Ok(target) => (slot, slot.compare(target)),
                Err(error) => (slot, Err(Rule::NotAUrl(error.clone()))),
            })
            .collect();
        let fallback = match compared.iter().any(|(_, result)| result.is_ok()) {
            true => None,
            false => self.fallback(repository).map(|slot| self.slots[slot].index_key.as_slice()),
        };
        let mut used = 0;
        let mut keys = Vec::new();
        for (slot, result) in compared {
            let is_used = result.is_ok() || fallback == Some(&slot.index_key);
            for &Held { entry, source } in &slot.held {
                let place = is_used.then_some(used);
                used += usize::from(is_used);
                let refused_by = result
                    .clone()
                    .err()
                    .map(|rule| blame_scheme(rule, &entry.key, &["https", "http"]));
                let index_key = slot.index_key.as_slice();
                keys.push(TriedKey { entry, source, index_key, place, refused_by });
            }
        }
        keys.extend(self.dropped.iter().map(|dropped| TriedKey {
            entry: dropped.held.entry,
            source: dropped.held.source,
            index_key: b"",
            place: None,
            refused_by: Some(Rule::NotAUrl(dropped.error.clone())),
        }));
        Explanation { keys, is_fallback: fallback.is_some(), repository_error: target.err() }
    }
}

/// Names the scheme where the key has one that is read as a host, whatever rule that broke: any but
/// those that were `taken_off`.
pub(super) fn blame_scheme(rule: Rule, key: &str, taken_off: &[&str]) -> Rule {
    match substring::split_once(key, "://") {
        Some((scheme, _)) if !taken_off.contains(&scheme) && is_scheme(scheme) => {
            Rule::Scheme { scheme: scheme.into() }
        }
        _ => rule,
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}
