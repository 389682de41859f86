//! What a registry may answer, and the words in which a runtime reports it.
//!
//! Kubernetes fixes only the frame of an event or a status; the words inside are the runtime's.
//! They are given here as containerd 1.7 and 2.x put them when the first request, `HEAD` of the
//! manifest, is answered so. A runtime may say the same in other words, and a registry may add its
//! own; what the runtime cannot be known to say here (the address of a name server, the digest of an
//! answer) is left out or filled in with a plain example.
//!
//! Upstream: containerd `core/remotes/docker/resolver.go`, `core/remotes/errors/errors.go`,
//! `core/images/image.go`, `client/pull.go` and `internal/cri/server/images/image_pull.go`.

use core::fmt;

use super::error_text::write_all;
use crate::Version;
use crate::reference::{DOCKER_HUB, Reference};

/// What comes of asking a registry for an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The image.
    Ok,
    /// 401: the credential is not accepted, or one is needed.
    Unauthorized,
    /// 403: the credential is known, and may not pull this.
    Forbidden,
    /// 404: there is no such repository, tag or digest, or none that the credential may see.
    NotFound,
    /// 429: too many requests from this address or account.
    TooManyRequests,
    /// No answer: the name is not known, the host refuses or stays silent.
    NetworkError,
    /// The host's certificate is not trusted.
    Certificate,
    /// The host speaks HTTP where HTTPS is asked for.
    PlainHttp,
    /// An answer that is not one of a registry.
    Malformed,
    /// An image, and none for the platform of the node.
    NoPlatform,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Ok,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::TooManyRequests,
        Self::NetworkError,
        Self::Certificate,
        Self::PlainHttp,
        Self::Malformed,
        Self::NoPlatform,
    ];

    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "notFound",
            Self::TooManyRequests => "tooManyRequests",
            Self::NetworkError => "networkError",
            Self::Certificate => "certificate",
            Self::PlainHttp => "plainHttp",
            Self::Malformed => "malformed",
            Self::NoPlatform => "noPlatform",
        }
    }

    fn status(self) -> Option<&'static str> {
        match self {
            Self::Unauthorized => Some("401 Unauthorized"),
            Self::Forbidden => Some("403 Forbidden"),
            Self::TooManyRequests => Some("429 Too Many Requests"),
            _ => None,
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "the registry has the image and gives it",
            Self::Unauthorized => "401: the registry does not accept the credential, or wants one",
            Self::Forbidden => {
                "403: the registry refuses this pull to whoever asks, with a credential or without"
            }
            Self::NotFound => {
                "404: the registry has no such repository, tag or digest, or does not show it"
            }
            Self::TooManyRequests => "429: too many requests from this address or account",
            Self::NetworkError => "the registry cannot be reached",
            Self::Certificate => "the node does not trust the registry's certificate",
            Self::PlainHttp => "the registry speaks HTTP, and the node asks with HTTPS",
            Self::Malformed => "the answer is not one of a registry",
            Self::NoPlatform => "the registry has the image, but not for the node's platform",
        })
    }
}

/// What becomes of all attempts of one pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers<'a> {
    /// The image that is asked for.
    pub reference: &'a Reference<'a>,
    /// What the registry answers to each attempt; the last one goes for all that follow.
    pub answers: &'a [Answer],
    /// How many credentials there are. Each is one attempt; without any, there is one attempt
    /// without a credential.
    pub credentials: usize,
    /// The release of Kubernetes.
    pub version: Version,
}

impl<'a> Answers<'a> {
    /// What is answered to each attempt that can differ from the one before, and no more than needed.
    fn told(&self) -> &'a [Answer] {
        &self.answers[..self.answers.len().min(self.credentials.max(1))]
    }

    /// How many attempts are made: up to the first success.
    pub fn attempts(&self) -> usize {
        match self.told().iter().position(|it| *it == Answer::Ok) {
            Some(place) => place + 1,
            None if self.answers.is_empty() => 1,
            None => self.credentials.max(1),
        }
    }

    /// Whether an attempt succeeds. Where nothing is said of any answer, the registry gives the
    /// image.
    pub fn succeed(&self) -> bool {
        self.answers.is_empty() || self.told().contains(&Answer::Ok)
    }
}

impl fmt::Display for Answers<'_> {
    /// The text of the error, as the kubelet has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.told();
        // There are ten answers, so this looks at no more than ten places for each.
        let mut seen = 0_u16;
        let different = told.iter().filter(|it| {
            let bit = 1 << **it as u16;
            let is_new = seen & bit == 0;
            seen |= bit;
            is_new
        });
        write_all(f, different.map(|answer| Words { of: self, answer: *answer }))
    }
}

/// One answer in the runtime's words.
struct Words<'a> {
    of: &'a Answers<'a>,
    answer: Answer,
}

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Answers { reference, credentials, version, .. } = *self.of;
        match self.answer {
            Answer::NotFound | Answer::NoPlatform | Answer::Malformed => {
                f.write_str("rpc error: code = NotFound desc = ")?;
            }
            _ if version.strips_unknown_code() => {}
            _ => f.write_str("rpc error: code = Unknown desc = ")?,
        }
        let image = reference.docker_reference();
        write!(f, "failed to pull and unpack image \"{image}\": ")?;
        match self.answer {
            Answer::NoPlatform => {
                return f.write_str("no match for platform in manifest: not found");
            }
            Answer::Malformed => {
                f.write_str("failed to unpack image on snapshotter overlayfs: ")?;
                f.write_str("unexpected media type text/html for ")?;
                match reference.digest() {
                    Some(digest) => write!(f, "{digest}")?,
                    None => f.write_str(EMPTY)?,
                }
                return f.write_str(": not found");
            }
            _ => write!(f, "failed to resolve reference \"{image}\": ")?,
        }
        let is_encrypted = matches!(self.answer, Answer::Certificate | Answer::PlainHttp);
        let manifest = Manifest::of(reference, is_encrypted);
        match (self.answer, self.answer.status()) {
            (Answer::NotFound, _) => write!(f, "{image}: not found"),
            (Answer::Unauthorized, _) if credentials == 0 => f.write_str(
                "pull access denied, repository does not exist or may require authorization: \
                 server message: insufficient_scope: authorization failed",
            ),
            (_, Some(status)) => {
                write!(f, "unexpected status from HEAD request to {manifest}: {status}")
            }
            (answer, None) => {
                write!(f, "failed to do request: Head \"{manifest}\": ")?;
                match answer {
                    Answer::Certificate => f.write_str(
                        "tls: failed to verify certificate: x509: certificate signed by unknown \
                         authority",
                    ),
                    Answer::PlainHttp => {
                        f.write_str("http: server gave HTTP response to HTTPS client")
                    }
                    _ => manifest.write_unreachable(f),
                }
            }
        }
    }
}

/// The digest of no bytes at all, as an example of an answer's.
const EMPTY: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Where the manifest of a reference is asked for.
struct Manifest<'a> {
    /// The host as it is asked, port included.
    host: &'a str,
    scheme: &'static str,
    reference: &'a Reference<'a>,
}

impl<'a> Manifest<'a> {
    /// Hosts of the node itself are asked without encryption, unless `is_encrypted` says otherwise.
    ///
    /// Upstream: `ConfigureHosts` in containerd `core/remotes/docker/config/hosts.go`.
    fn of(reference: &'a Reference<'a>, is_encrypted: bool) -> Self {
        let host = match reference.registry() {
            DOCKER_HUB => "registry-1.docker.io",
            // The oddity of a host that is none by the grammar.
            "" => reference.repository().written().split('/').next().unwrap_or_default(),
            host => host,
        };
        let (name, port) = host_and_port(host);
        let is_plain = is_local(name) && port.is_some_and(|it| it != "443");
        let scheme = if is_plain && !is_encrypted { "http" } else { "https" };
        Self { host, scheme, reference }
    }

    /// What Go says of a host that gives no answer.
    fn write_unreachable(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (host, port) = host_and_port(self.host);
        let port = port.unwrap_or("443");
        if host == "localhost" {
            write!(f, "dial tcp 127.0.0.1:{port}: connect: connection refused")
        } else if is_local(host) {
            write!(f, "dial tcp {host}:{port}: connect: connection refused")
        } else if host.starts_with('[') || host.bytes().all(|it| matches!(it, b'0'..=b'9' | b'.')) {
            write!(f, "dial tcp {host}:{port}: i/o timeout")
        } else {
            write!(f, "dial tcp: lookup {host}: no such host")
        }
    }
}

/// A host without its port, and the port.
fn host_and_port(host: &str) -> (&str, Option<&str>) {
    match host.rfind([':', ']']) {
        Some(colon) if host[colon..].starts_with(':') => (&host[..colon], Some(&host[colon + 1..])),
        _ => (host, None),
    }
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host == "127.0.0.1" || host == "[::1]"
}

impl fmt::Display for Manifest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let repository = self.reference.repository();
        write!(f, "{}://{}/v2/", self.scheme, self.host)?;
        match self.reference.registry() {
            "" => f.write_str(repository.written().split_once('/').unwrap_or_default().1)?,
            _ => write!(f, "{repository}")?,
        }
        f.write_str("/manifests/")?;
        match self.reference.digest() {
            Some(digest) => write!(f, "{digest}"),
            None => f.write_str(self.reference.tag_or_default()),
        }
    }
}
