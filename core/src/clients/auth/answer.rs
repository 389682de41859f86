//! What a client comes to, and the sentence that says why.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::Client;
use super::file::Refusal;
use crate::credential::Password;
use crate::docker_config::without_user;

/// What one client does with an image and a config. `Display` is the reason as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The client.
    pub client: Client,
    /// What it comes to.
    pub outcome: Outcome,
}

/// What a client comes to.
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The client refuses the image, by this rule.
    ImageRefused(String),
    /// The client refuses the whole file.
    FileRefused(Refusal),
    /// No key is the image's; the client looked for these.
    NoKey { looked_for: Vec<String> },
    /// The credential helper `program` is asked for the credential of `about`; which member of the
    /// file says so. crane asks about `then` when it has none.
    Asks { program: String, about: String, member: &'static str, then: Option<String> },
    /// These keys, of which `order` says which ones are used.
    Takes { takes: Vec<Take>, order: Order },
}

/// Which of several keys a client uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// There is one.
    One,
    /// Any single one: the client takes the first of a map, whose order changes from run to run.
    Any,
    /// All of them, one after another until a pull succeeds.
    All,
}

/// One key that a client takes for the image's, and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    /// The key, as written.
    pub key: String,
    /// Bytes of the key in the file, quotes included.
    pub key_span: Range<usize>,
    /// Why this key.
    pub rule: Rule,
    /// What is sent of its entry.
    pub gives: Gives,
}

/// Why a client takes a key for the image's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It is the text that the client looks for.
    Exact,
    /// Its host is the image's; Docker drops scheme and path of a key.
    Host,
    /// It is the image's name, or leads to it segment by segment, and is the longest that does.
    Longest,
    /// It is the registry host once a scheme, and the path behind it, is dropped, or one of Docker
    /// Hub's names.
    Normalized,
    /// Host, port and path match, wildcards and half segments included.
    Pattern,
    /// Nothing matched, and the image is on Docker Hub.
    HubFallback,
}

/// What a client makes of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gives {
    /// It sends this.
    Sends(Sent),
    /// It finds nothing to send there.
    Nothing(Why),
    /// It stops with an error.
    Stops(Why),
    /// It finds nothing there and asks this credential helper.
    Asks(String),
}

/// What is sent of an entry. The secrets are never printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The user name; bytes, since `auth` need not hold text.
    pub username: Vec<u8>,
    /// The password.
    pub password: Password,
    /// The identity token, which is exchanged for a registry's own token.
    pub identity_token: Password,
    /// The registry token, which is sent as it is.
    pub registry_token: Password,
}

impl Sent {
    pub(super) fn is_blank(&self) -> bool {
        self.username.is_empty()
            && self.password.is_empty()
            && self.identity_token.is_empty()
            && self.registry_token.is_empty()
    }
}

/// Why nothing is sent of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The entry is empty, or what the client reads of it is.
    Blank,
    /// It has `username` and `password`, and the client reads `auth` alone.
    NoAuth,
    /// `auth` is not base64 as the client wants it.
    NotBase64,
    /// `auth` holds no colon.
    NoColon,
    /// `auth` is not UTF-8.
    NotText,
    /// `auth` does not say what `username` and `password` do.
    Mismatch,
}

impl Why {
    /// The reason as a sentence about the entry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blank => "its entry holds nothing that is sent",
            Self::NoAuth => "its entry has username and password and no auth, which alone is read",
            Self::NotBase64 => "its auth is not padded base64",
            Self::NoColon => "its auth holds no colon between user name and password",
            Self::NotText => "its auth is no text",
            Self::Mismatch => "its auth says something else than username and password",
        }
    }
}

/// Whether a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Yes,
    /// None is.
    No,
    /// That changes from run to run.
    Varies,
    /// A credential helper decides.
    Asks,
}

impl Verdict {
    /// The verdict's name, for code: `yes`, `no`, `varies`, `asks`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Varies => "varies",
            Self::Asks => "asks",
        }
    }
}

impl Answer {
    /// Whether a credential is sent.
    pub fn sent(&self) -> Verdict {
        let Outcome::Takes { takes, order } = &self.outcome else {
            return match self.outcome {
                Outcome::Asks { .. } => Verdict::Asks,
                _ => Verdict::No,
            };
        };
        let sending = takes.iter().filter(|it| matches!(it.gives, Gives::Sends(_))).count();
        match order {
            _ if sending == 0 => Verdict::No,
            Order::Any if sending < takes.len() => Verdict::Varies,
            _ => Verdict::Yes,
        }
    }

    /// The keys it takes for the image's, as written.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let takes = match &self.outcome {
            Outcome::Takes { takes, .. } => takes.as_slice(),
            _ => &[],
        };
        takes.iter().map(|take| take.key.as_str())
    }
}

/// Keys named one by one, up to this many.
const NAMED: usize = 3;

fn names<'a>(keys: impl ExactSizeIterator<Item = &'a str>, and: &str) -> String {
    let count = keys.len();
    let quote = |key| format!("\"{}\"", without_user(key));
    let mut quoted: Vec<String> = keys.take(NAMED).map(quote).collect();
    if count > NAMED {
        quoted.push(format!("{} more", count - NAMED));
    }
    let Some(last) = quoted.pop() else { return String::new() };
    if quoted.is_empty() { last } else { format!("{} {and} {last}", quoted.join(", ")) }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::ImageRefused(why) => write!(f, "it refuses the image: {why}"),
            Outcome::FileRefused(why) => write!(f, "it refuses the whole file: {why}"),
            Outcome::NoKey { looked_for } => self.no_key(f, looked_for),
            Outcome::Asks { program, about, member, then } => {
                write!(
                    f,
                    "{member} names docker-credential-{program}, which is asked about \"{about}\""
                )?;
                match then {
                    Some(then) => write!(f, ", and about \"{then}\" if it knows nothing of that"),
                    None => Ok(()),
                }
            }
            Outcome::Takes { takes, order } => match (takes.as_slice(), order) {
                ([take], _) => self.take(f, take),
                (takes, Order::All) => {
                    let keys = names(takes.iter().map(|it| it.key.as_str()), "and");
                    write!(f, "it tries {keys} one after another, keys in descending order")
                }
                (takes, _) => {
                    let keys = names(takes.iter().map(|it| it.key.as_str()), "or");
                    write!(f, "it takes {keys}, whichever comes first in a map without an order")?;
                    match takes.iter().find_map(|it| it.gives.why()) {
                        Some(why) => write!(f, "; of one, {why}"),
                        None => Ok(()),
                    }
                }
            },
        }
    }
}

impl Gives {
    fn why(&self) -> Option<&'static str> {
        match self {
            Self::Sends(_) | Self::Asks(_) => None,
            Self::Nothing(why) | Self::Stops(why) => Some(why.as_str()),
        }
    }
}

impl Answer {
    fn no_key(&self, f: &mut fmt::Formatter<'_>, looked_for: &[String]) -> fmt::Result {
        let names = names(looked_for.iter().map(String::as_str), "or");
        match self.client {
            Client::DockerCli | Client::Crane
                if names.contains("\"https://index.docker.io/v1/\"") =>
            {
                write!(f, "no key is {names}, and Docker Hub goes by no other name here")
            }
            Client::DockerCli | Client::Crane => write!(f, "no key is {names}, or has that host"),
            Client::Containers => {
                write!(f, "no key is {names}, nor the host behind https://")
            }
            Client::DockerCredential => {
                write!(f, "no key is {names}, nor that host behind https://")
            }
            Client::Kubelet => write!(f, "no key matches host, port and path of {names}"),
        }
    }

    fn take(&self, f: &mut fmt::Formatter<'_>, take: &Take) -> fmt::Result {
        let key = without_user(&take.key);
        match &take.gives {
            Gives::Stops(why) => {
                return write!(f, "it takes \"{key}\" and stops: {}", why.as_str());
            }
            Gives::Nothing(why) => {
                return write!(f, "it takes \"{key}\" and sends nothing: {}", why.as_str());
            }
            Gives::Asks(program) => {
                return write!(
                    f,
                    "it takes \"{key}\", whose entry holds nothing, and asks docker-credential-{program}"
                );
            }
            Gives::Sends(_) => {}
        }
        match take.rule {
            Rule::Exact => write!(f, "\"{key}\" is the key that it looks for"),
            Rule::Host => {
                write!(
                    f,
                    "the host of \"{key}\" is the image's; scheme and path of a key count for nothing"
                )
            }
            Rule::Longest => {
                write!(
                    f,
                    "\"{key}\" is the longest key that leads to the image, segment by segment"
                )
            }
            Rule::Normalized => {
                write!(
                    f,
                    "\"{key}\" is the image's registry host, written as a URL or by another name of Docker Hub"
                )
            }
            Rule::Pattern => write!(f, "host, port and path of \"{key}\" match"),
            Rule::HubFallback => {
                write!(f, "no key matches, and \"{key}\" serves what is on Docker Hub")
            }
        }
    }
}

/// The one key that is used, or any of several.
pub(super) fn takes(takes: Vec<Take>) -> Outcome {
    let order = if takes.len() > 1 { Order::Any } else { Order::One };
    Outcome::Takes { takes, order }
}

pub(super) fn no_key(looked_for: &[&str]) -> Outcome {
    Outcome::NoKey { looked_for: looked_for.iter().map(ToString::to_string).collect() }
}
