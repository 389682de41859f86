//! Registry hosts in settings, and which hosts of images they mean.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::net::Ipv6Addr;

use crate::quoted::Quoted;
use crate::reference::Reference;

/// Hosts that serve Docker Hub. Refusing Docker Hub refuses all of them.
///
/// The first is what the parser makes of `nginx`, `docker.io/nginx` and `index.docker.io/nginx`;
/// the others are registries of their own to the kubelet, but the same images come out.
const DOCKER_HUB: [&str; 4] =
    ["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];

/// A registry host of the settings: `registry.example.com`, `localhost:5000`, `[::1]:5000`.
///
/// # Which images it means
///
/// Hosts are names of the DNS, so letters are compared without regard to case: `EVIL.com` and
/// `evil.com` are one registry, although the kubelet keeps the case and compares credentials with
/// it. An IPv6 address is compared by its value, a port by its number.
///
/// Beyond that, allowing is narrow and refusing is wide, so that each fails closed:
///
/// | entry | allows images of | refuses images of |
/// | --- | --- | --- |
/// | `r.example` | `r.example` | `r.example` with any port or none |
/// | `r.example:5000` | `r.example:5000` | `r.example:5000` |
/// | `r.example:443` | `r.example:443` | `r.example:443`, `r.example` |
/// | `docker.io` or `index.docker.io` | `docker.io`: names without a host, `docker.io/…`, `index.docker.io/…` | these, and `registry-1.docker.io`, `registry.hub.docker.com`, each with any port or none |
#[derive(Clone, Copy, Debug)]
pub struct RegistryHost<'a> {
    text: &'a str,
    host: Host<'a>,
    port: Option<Port<'a>>,
}

/// A host without its port.
#[derive(Clone, Copy, Debug)]
enum Host<'a> {
    Name(&'a str),
    V6(Ipv6Addr),
}

/// Digits without leading zeros; empty for zero. The grammar sets no upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Port<'a>(&'a str);

impl<'a> RegistryHost<'a> {
    /// Reads an entry of the settings with the parser that reads images.
    ///
    /// # Errors
    ///
    /// The entry is not a registry host, so that no image could ever match it.
    pub(crate) fn parse(text: &'a str) -> Result<Self, NotAHost<'a>> {
        let not_a_host = |reason| NotAHost { text, reason };
        if text.is_empty() {
            return Err(not_a_host(Reason::Empty));
        }
        if let Some((_, rest)) = text.split_once("://") {
            return Err(not_a_host(Reason::Scheme(rest)));
        }
        if text.contains('*') {
            return Err(not_a_host(Reason::Wildcard));
        }
        if let Some((host, _)) = text.split_once('/') {
            return Err(not_a_host(Reason::Path(host)));
        }
        let probe = alloc::format!("{text}/a");
        let reference = Reference::parse(&probe).map_err(|_| not_a_host(Reason::Grammar))?;
        match reference.registry() {
            _ if text.eq_ignore_ascii_case(DOCKER_HUB[1]) => {
                Ok(Self { text, ..Self::of_image(DOCKER_HUB[0]) })
            }
            it if it == text => Ok(Self::of_image(text)),
            "docker.io" => Err(not_a_host(Reason::Repository)),
            _ => Err(not_a_host(Reason::Grammar)),
        }
    }

    /// Splits the registry host of a parsed image.
    pub(crate) fn of_image(text: &'a str) -> Self {
        // A colon inside of brackets belongs to an IPv6 address.
        let after_address = text.rfind(']').map_or(0, |at| at + 1);
        let (host, port) = match text[after_address..].find(':') {
            Some(at) => text.split_at(after_address + at),
            None => (text, ""),
        };
        let host = host
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'))
            .and_then(|it| it.parse().ok())
            .map_or(Host::Name(host), Host::V6);
        let port = port.strip_prefix(':').map(|it| Port(it.trim_start_matches('0')));
        Self { text, host, port }
    }

    /// The entry as written.
    pub fn as_str(&self) -> &'a str {
        self.text
    }
}

impl Ord for Host<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        fn lower(text: &str) -> impl Iterator<Item = u8> {
            text.bytes().map(|it| it.to_ascii_lowercase())
        }
        match (self, other) {
            (Self::V6(one), Self::V6(two)) => one.cmp(two),
            (Self::V6(_), Self::Name(_)) => Ordering::Less,
            (Self::Name(_), Self::V6(_)) => Ordering::Greater,
            (Self::Name(one), Self::Name(two)) => lower(one).cmp(lower(two)),
        }
    }
}

impl PartialOrd for Host<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Host<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Host<'_> {}

/// Registry hosts of the settings, sorted, so that an image is looked up and not compared with all.
#[derive(Clone, Debug, Default)]
pub struct HostSet<'a>(Vec<RegistryHost<'a>>);

impl<'a> HostSet<'a> {
    pub(crate) fn new(mut hosts: Vec<RegistryHost<'a>>) -> Self {
        hosts.sort_by_key(|it| (it.host, it.port));
        Self(hosts)
    }

    /// The entries, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &RegistryHost<'a>> {
        self.0.iter()
    }

    /// Whether an image of `image` may be used when only these hosts may.
    pub(crate) fn allows(&self, image: &RegistryHost<'_>) -> bool {
        self.find(image.host, image.port).is_some()
    }

    /// The entry that refuses an image of `image`.
    pub(crate) fn refusing(&self, image: &RegistryHost<'_>) -> Option<&RegistryHost<'a>> {
        let ports = [None, Some(image.port.unwrap_or(Port("443")))];
        let on_docker_hub = DOCKER_HUB.iter().any(|it| Host::Name(it) == image.host);
        let docker_hub = on_docker_hub.then_some(Host::Name(DOCKER_HUB[0]));
        let hosts = [Some(image.host), docker_hub];
        let mut places = hosts.iter().flatten().flat_map(|host| ports.map(|port| (*host, port)));
        places.find_map(|(host, port)| self.find(host, port))
    }

    fn find(&self, host: Host<'_>, port: Option<Port<'_>>) -> Option<&RegistryHost<'a>> {
        let found = self.0.binary_search_by(|it| it.host.cmp(&host).then(it.port.cmp(&port)));
        found.ok().map(|index| &self.0[index])
    }
}

/// Why an entry is not a registry host.
pub(crate) struct NotAHost<'a> {
    text: &'a str,
    reason: Reason<'a>,
}

enum Reason<'a> {
    Empty,
    Scheme(&'a str),
    Wildcard,
    Path(&'a str),
    Repository,
    Grammar,
}

impl fmt::Display for NotAHost<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text);
        match &self.reason {
            Reason::Empty => f.write_str("empty; write a registry host such as docker.io"),
            Reason::Scheme(rest) => {
                let host = rest.split('/').next().unwrap_or_default();
                write!(f, "{text} has a scheme, which images do not; write {}", Quoted(host))
            }
            Reason::Wildcard => write!(f, "{text} has a wildcard; list each registry host"),
            Reason::Path(host) => write!(
                f,
                "{text} has a path; registries are compared by host, so write {}",
                Quoted(host)
            ),
            Reason::Repository => write!(
                f,
                "{text} is no registry host: without a dot, a port or an uppercase letter it is \
                 the first part of a Docker Hub repository, so that no image could match"
            ),
            Reason::Grammar => write!(
                f,
                "{text} is not a registry host; write a host with an optional port, \
                 such as registry.example.com:5000"
            ),
        }
    }
}
