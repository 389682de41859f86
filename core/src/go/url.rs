//! URLs as Go's `net/url` reads them.
//!
//! [`Url`] is what a key of a Docker config can reach, and is read fast; [`WholeUrl`] is all of a
//! URL, and is written again.
//!
//! Upstream: `Parse` in Go 1.26 `net/url` and `ParseAddr` in `net/netip`, whose texts these are.

#[cfg(feature = "text")]
mod whole;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::ip;
use crate::go::Quoted;

#[cfg(feature = "text")]
pub(crate) use whole::WholeUrl;

/// Host and path of a URL. Scheme, user, query and fragment decide nothing here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url<'a> {
    /// With its port, decoded.
    pub(crate) host: Cow<'a, [u8]>,
    /// From the first slash on, decoded.
    pub(crate) path: Cow<'a, [u8]>,
}

impl<'a> Url<'a> {
    /// Reads what follows a scheme: `https://`, `http://`, or another one. Those two allow one colon in
    /// a host that is no address; otherwise the scheme is for the error's text.
    pub(crate) fn parse(scheme: &'static str, rest: &'a [u8]) -> Result<Self, UrlError> {
        Self::parse_as(scheme, rest, matches!(scheme, "https://" | "http://"))
    }

    /// The same; where not `strict`, a host may have several colons, whatever the scheme, as in Go
    /// before 1.26.
    pub(crate) fn parse_as(
        scheme: &'static str,
        rest: &'a [u8],
        strict: bool,
    ) -> Result<Self, UrlError> {
        let (before_fragment, fragment) = cut(rest, b'#');
        let fail = |problem, text: &[u8]| UrlError::new(problem, scheme, text);
        let url =
            parse(before_fragment, strict).map_err(|problem| fail(problem, before_fragment))?;
        match unescape(fragment, Mode::Path) {
            Ok(_) => Ok(url),
            Err(problem) => Err(fail(problem, rest)),
        }
    }

    /// Host name labels and port.
    ///
    /// Upstream: `SplitURL` in kubernetes `pkg/credentialprovider/keyring.go`, and `SplitHostPort`
    /// in Go's `net`, whose failure means that there is no port.
    pub(crate) fn split_host(&self) -> (&[u8], &[u8]) {
        split_host_port(&self.host).unwrap_or((&self.host, b""))
    }
}

fn cut(text: &[u8], at: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|&byte| byte == at) {
        Some(i) => (&text[..i], &text[i + 1..]),
        None => (text, b""),
    }
}

fn parse(text: &[u8], strict: bool) -> Result<Url<'_>, Problem> {
    if text.iter().any(|&byte| byte < b' ' || byte == 0x7f) {
        return Err(Problem::ControlCharacter);
    }
    let (text, _query) = cut(text, b'?');
    let slash = text.iter().position(|&byte| byte == b'/').unwrap_or(text.len());
    let (authority, path) = text.split_at(slash);
    let (host, _) = parse_authority(authority, strict)?;
    Ok(Url { host, path: unescape(path, Mode::Path)? })
}

/// A host, decoded, and the user info as it is written.
type Authority<'a> = (Cow<'a, [u8]>, Option<&'a [u8]>);

/// The host, decoded, and the user info as it is written. Where `strict`, which is for `http` and
/// `https`, a host has one colon at most.
fn parse_authority(authority: &[u8], strict: bool) -> Result<Authority<'_>, Problem> {
    match authority.iter().rposition(|&byte| byte == b'@') {
        None => Ok((parse_host(authority, strict)?, None)),
        Some(at) => {
            let host = parse_host(&authority[at + 1..], strict)?;
            check_userinfo(&authority[..at])?;
            Ok((host, Some(&authority[..at])))
        }
    }
}

fn check_userinfo(userinfo: &[u8]) -> Result<(), Problem> {
    let allowed =
        |&byte: &u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !userinfo.iter().all(allowed) {
        return Err(Problem::Userinfo);
    }
    let (user, password) = cut(userinfo, b':');
    unescape(user, Mode::Path)?;
    unescape(password, Mode::Path)?;
    Ok(())
}

fn parse_host(host: &[u8], strict: bool) -> Result<Cow<'_, [u8]>, Problem> {
    match host.iter().rposition(|&byte| byte == b'[') {
        Some(0) => return parse_ip_literal(host),
        Some(_) => return Err(Problem::IpLiteral),
        None => {}
    }
    let mut colons = host.iter();
    let is_colon = |byte: &u8| *byte == b':';
    if let Some(colon) = if strict { colons.position(is_colon) } else { colons.rposition(is_colon) }
    {
        check_port(&host[colon..])?;
    }
    unescape(host, Mode::Host)
}

fn parse_ip_literal(host: &[u8]) -> Result<Cow<'_, [u8]>, Problem> {
    let Some(close) = host.iter().rposition(|&byte| byte == b']') else {
        return Err(Problem::MissingBracket);
    };
    let port = &host[close + 1..];
    check_port(port)?;
    let inner = &host[1..close];
    let zone = inner.windows(3).position(|window| window == b"%25");
    let address = match zone {
        None => unescape(inner, Mode::Host)?,
        Some(at) => {
            let mut address = unescape(&inner[..at], Mode::Host)?.into_owned();
            address.extend_from_slice(&unescape(&inner[at..], Mode::Zone)?);
            Cow::Owned(address)
        }
    };
    if ip::parse(&address).map_err(Problem::Address)? == ip::Version::V4 {
        return Err(Problem::IpLiteral);
    }
    Ok(match address {
        Cow::Borrowed(_) => Cow::Borrowed(host),
        Cow::Owned(address) => Cow::Owned([b"[", &address[..], b"]", port].concat()),
    })
}

/// Empty, or a colon and digits, of which there may be none.
fn check_port(port: &[u8]) -> Result<(), Problem> {
    match port {
        [] => Ok(()),
        [b':', digits @ ..] if digits.iter().all(u8::is_ascii_digit) => Ok(()),
        _ => Err(Problem::Port(port.into())),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Host,
    Zone,
    /// Also for users and fragments, in which any escape is allowed too.
    Path,
}

fn is_host_byte(byte: u8) -> bool {
    byte >= 0x80 || byte.is_ascii_alphanumeric() || b"!$&'()*+,;=:[]<>\"-_.~".contains(&byte)
}

fn unescape(text: &[u8], mode: Mode) -> Result<Cow<'_, [u8]>, Problem> {
    let mut escapes = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'%' {
            let Some(byte) = hex_pair(&text[at + 1..]) else {
                return Err(Problem::Escape(text[at..text.len().min(at + 3)].into()));
            };
            let is_percent = &text[at + 1..at + 3] == b"25";
            let refused = match mode {
                Mode::Path => false,
                Mode::Host => byte < 0x80 && !is_percent,
                Mode::Zone => !is_percent && byte != b' ' && !is_host_byte_escaped(byte),
            };
            if refused {
                return Err(Problem::Escape(text[at..at + 3].into()));
            }
            escapes += 1;
            at += 3;
        } else if mode != Mode::Path && !is_host_byte(text[at]) {
            return Err(Problem::HostCharacter(text[at]));
        } else {
            at += 1;
        }
    }
    if escapes == 0 {
        return Ok(Cow::Borrowed(text));
    }
    let mut plain = Vec::with_capacity(text.len() - 2 * escapes);
    let mut at = 0;
    while at < text.len() {
        match (text[at], hex_pair(&text[at + 1..])) {
            (b'%', Some(byte)) => {
                plain.push(byte);
                at += 3;
            }
            (byte, _) => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    Ok(Cow::Owned(plain))
}

/// In a zone, a byte from 0x80 on may stand as it is, but not as an escape.
fn is_host_byte_escaped(byte: u8) -> bool {
    byte < 0x80 && is_host_byte(byte)
}

fn hex_pair(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| (byte as char).to_digit(16).map(|it| it as u8);
    Some(digit(*text.first()?)? << 4 | digit(*text.get(1)?)?)
}

pub(crate) fn split_host_port(host: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = host.iter().rposition(|&byte| byte == b':')?;
    let (name, open_from, close_from) = if host[0] == b'[' {
        let end = host.iter().position(|&byte| byte == b']')?;
        if end + 1 != colon {
            return None;
        }
        (&host[1..end], 1, end + 1)
    } else {
        let name = &host[..colon];
        if name.contains(&b':') {
            return None;
        }
        (name, 0, 0)
    };
    if host[open_from..].contains(&b'[') || host[close_from..].contains(&b']') {
        return None;
    }
    Some((name, &host[colon + 1..]))
}

/// Why a key, or an image, is not a URL.
///
/// `Display` describes the problem without repeating the key, which may hold a user's password;
/// [`upstream`](Self::upstream) is Go's text, which quotes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlError {
    problem: Problem,
    url: Vec<u8>,
}

impl UrlError {
    fn new(problem: Problem, scheme: &str, rest: &[u8]) -> Self {
        Self { problem, url: [scheme.as_bytes(), rest].concat() }
    }

    /// The text of Go's `url.Parse`, with the whole URL in it.
    pub fn upstream(&self) -> impl fmt::Display + '_ {
        UpstreamText(self)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    ControlCharacter,
    Escape(Vec<u8>),
    HostCharacter(u8),
    Port(Vec<u8>),
    IpLiteral,
    MissingBracket,
    Address(ip::AddressError),
    Userinfo,
    #[cfg(feature = "text")]
    NoScheme,
    #[cfg(feature = "text")]
    ColonInFirstSegment,
}

struct UpstreamText<'a>(&'a UrlError);

impl fmt::Display for UpstreamText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UrlError { problem, url } = self.0;
        write!(f, "parse {}: ", Quoted(url))?;
        match problem {
            Problem::ControlCharacter => f.write_str("net/url: invalid control character in URL"),
            Problem::Escape(text) => write!(f, "invalid URL escape {}", Quoted(text)),
            Problem::HostCharacter(byte) => {
                write!(f, "invalid character {} in host name", Quoted(&[*byte]))
            }
            Problem::Port(port) => write!(f, "invalid port {} after host", Quoted(port)),
            Problem::IpLiteral => f.write_str("invalid IP-literal"),
            Problem::MissingBracket => f.write_str("missing ']' in host"),
            Problem::Address(error) => write!(f, "invalid host: {error}"),
            Problem::Userinfo => f.write_str("net/url: invalid userinfo"),
            #[cfg(feature = "text")]
            Problem::NoScheme => f.write_str("missing protocol scheme"),
            #[cfg(feature = "text")]
            Problem::ColonInFirstSegment => {
                f.write_str("first path segment in URL cannot contain colon")
            }
        }
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::ControlCharacter => f.write_str("holds a line break or a control character"),
            Problem::Escape(_) => f.write_str("holds a '%' that is no valid escape there"),
            Problem::HostCharacter(byte) => {
                write!(f, "holds '{}', which no host name has", byte.escape_ascii())
            }
            Problem::Port(_) => f.write_str("has a port that is not a number"),
            Problem::IpLiteral | Problem::Address(_) => {
                f.write_str("has brackets around something that is no IPv6 address")
            }
            Problem::MissingBracket => f.write_str("has a '[' without a ']'"),
            Problem::Userinfo => {
                f.write_str("has a character before '@' that no user name may have")
            }
            #[cfg(feature = "text")]
            Problem::NoScheme => f.write_str("has nothing before the ':'"),
            #[cfg(feature = "text")]
            Problem::ColonInFirstSegment => f.write_str("has a ':' where a path begins"),
        }
    }
}

impl core::error::Error for UrlError {}
