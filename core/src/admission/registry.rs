//! Registry hosts in settings, and which hosts of images they mean.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use super::glob;
use crate::quoted::Quoted;
use crate::reference::Reference;
use crate::{order, substring};

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
/// it. An IPv6 address is compared by its value, a port by its number. `*` stands for any characters
/// of one label, as in a keyring: `*.example.com` means `eu.example.com`, and neither `example.com`
/// nor `a.b.example.com`.
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
    V6([u16; 8]),
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
        if let Some((_, rest)) = substring::split_once(text, "://") {
            return Err(not_a_host(Reason::Scheme(rest)));
        }
        if let Some((host, _)) = text.split_once('/') {
            return Err(not_a_host(Reason::Path(host)));
        }
        let name = starless(text);
        let probe = alloc::format!("{name}/a");
        let reference = Reference::parse(&probe).map_err(|_| not_a_host(Reason::Grammar))?;
        match reference.registry() {
            _ if text.eq_ignore_ascii_case(DOCKER_HUB[1]) => {
                Ok(Self { text, ..Self::of_image(DOCKER_HUB[0]) })
            }
            it if it == name => Ok(Self::of_image(text)),
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
            .and_then(address)
            .map_or(Host::Name(host), Host::V6);
        let port = port.strip_prefix(':').map(|it| Port(it.trim_start_matches('0')));
        Self { text, host, port }
    }

    /// The entry as written.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Whether an image of `image` may be used when only this entry may: narrow.
    pub(super) fn allows(&self, image: &RegistryHost<'_>) -> bool {
        self.host.means(&image.host) && self.port == image.port
    }

    /// Whether an image of `image` may not be used when this entry may not: wide.
    pub(super) fn refuses(&self, image: &RegistryHost<'_>) -> bool {
        let is_hub = self.host == Host::Name(DOCKER_HUB[0]) && image.host.serves_docker_hub();
        let has_port = self.port.is_none() || self.port == Some(image.port.unwrap_or(HTTPS));
        (is_hub || self.host.means(&image.host)) && has_port
    }
}

/// The groups of an IPv6 address, of which the grammar of images leaves hex digits and colons.
fn address(text: &str) -> Option<[u16; 8]> {
    let read = |part: &str| -> Option<Vec<u16>> {
        let is_group = |it: &str| it.len() <= 4 && it.bytes().all(|it| it.is_ascii_hexdigit());
        let groups = part.split(':').filter(|_| !part.is_empty());
        groups.map(|it| u16::from_str_radix(it, 16).ok().filter(|_| is_group(it))).collect()
    };
    let Some((head, tail)) = substring::split_once(text, "::") else {
        return read(text)?.try_into().ok();
    };
    let (mut groups, tail) = (read(head)?, read(tail)?);
    // The two colons stand for one group at least.
    let left_out = 8_usize.checked_sub(groups.len() + tail.len()).filter(|it| *it > 0)?;
    groups.resize(groups.len() + left_out, 0);
    groups.extend(tail);
    groups.try_into().ok()
}

/// The text with a letter for every star: it is of the same grammar, and of the same length.
pub(super) fn starless(text: &str) -> Cow<'_, str> {
    if text.contains('*') { Cow::Owned(text.replace('*', "a")) } else { Cow::Borrowed(text) }
}

/// The port of a registry that is written without one.
const HTTPS: Port<'_> = Port("443");

impl Host<'_> {
    /// Whether this host of an entry, which may hold stars, means the host of an image.
    fn means(&self, image: &Self) -> bool {
        match (self, image) {
            (Self::Name(entry), Self::Name(image)) if entry.contains('*') => {
                let (mut entry, mut image) = (entry.split('.'), image.split('.'));
                loop {
                    match (entry.next(), image.next()) {
                        (None, None) => return true,
                        (Some(entry), Some(image)) if glob::matches_host(entry, image) => {}
                        _ => return false,
                    }
                }
            }
            _ => self == image,
        }
    }

    fn serves_docker_hub(&self) -> bool {
        DOCKER_HUB.iter().any(|it| Host::Name(it) == *self)
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

/// Registry hosts of the settings: those without a star are sorted, so that an image is looked up
/// and not compared with all.
#[derive(Clone, Debug, Default)]
pub struct HostSet<'a> {
    plain: Vec<RegistryHost<'a>>,
    starred: Vec<RegistryHost<'a>>,
}

impl<'a> HostSet<'a> {
    pub(crate) fn new(hosts: Vec<RegistryHost<'a>>) -> Self {
        let (starred, mut plain): (Vec<_>, Vec<_>) =
            hosts.into_iter().partition(|it| it.text.contains('*'));
        order::sort_by(&mut plain, |a, b| a.host.cmp(&b.host).then(a.port.cmp(&b.port)));
        Self { plain, starred }
    }

    /// The entries: those without a star, sorted, then those with one.
    pub fn iter(&self) -> impl Iterator<Item = &RegistryHost<'a>> + Clone {
        self.plain.iter().chain(&self.starred)
    }

    /// Whether an image of `image` may be used when only these hosts may.
    pub(crate) fn allows(&self, image: &RegistryHost<'_>) -> bool {
        self.find(image.host, image.port).is_some()
            || self.starred.iter().any(|it| it.allows(image))
    }

    /// The entry that refuses an image of `image`.
    pub(crate) fn refusing(&self, image: &RegistryHost<'_>) -> Option<&RegistryHost<'a>> {
        let ports = [None, Some(image.port.unwrap_or(HTTPS))];
        let docker_hub = image.host.serves_docker_hub().then_some(Host::Name(DOCKER_HUB[0]));
        let hosts = [Some(image.host), docker_hub];
        let mut places = hosts.iter().flatten().flat_map(|host| ports.map(|port| (*host, port)));
        places
            .find_map(|(host, port)| self.find(host, port))
            .or_else(|| self.starred.iter().find(|it| it.refuses(image)))
    }

    fn find(&self, host: Host<'_>, port: Option<Port<'_>>) -> Option<&RegistryHost<'a>> {
        let found = self.plain.binary_search_by(|it| it.host.cmp(&host).then(it.port.cmp(&port)));
        found.ok().map(|index| &self.plain[index])
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

#[cfg(test)]
mod tests {
    use super::address;

    /// The standard library reads the same, and would be two kilobytes of the policy.
    #[test]
    fn addresses_are_those_of_the_standard_library() {
        let mut random = 7_u32;
        let mut valid = 0;
        for _ in 0..200_000 {
            let mut text = alloc::string::String::new();
            let mut next = |of: u32| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (random >> 16) % of
            };
            for _ in 0..next(11) {
                text.push_str(
                    [":", ":", ":", "::", "1:", "a:", "0:", "F0a:", "12345", "g"]
                        [next(10) as usize],
                );
                text.push_str(["", "", "2", "fe80"][next(4) as usize]);
            }
            let expect = text.parse::<core::net::Ipv6Addr>().ok().map(|it| it.segments());
            assert_eq!(address(&text), expect, "{text}");
            valid += u32::from(expect.is_some());
        }
        assert!(valid > 5_000, "{valid}");
    }
}
