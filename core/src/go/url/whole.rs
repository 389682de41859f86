//! All of a URL, as Go reads it and writes it again.
//!
//! Upstream: `Parse` and `String` in Go 1.26 `net/url/url.go`.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Mode, Problem, UrlError, cut, parse_authority, unescape};

/// A URL in its parts, which can be changed before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WholeUrl {
    /// In lower case; empty when there is none.
    pub(crate) scheme: String,
    /// What follows the scheme when no slash does: such a URL has no host and no path.
    opaque: Vec<u8>,
    user: Option<UserInfo>,
    /// With its port, decoded.
    pub(crate) host: Vec<u8>,
    path: Vec<u8>,
    /// The path as it was written, where Go would write it otherwise.
    raw_path: Option<Vec<u8>>,
    /// Whether an empty host is left out with its slashes.
    omit_host: bool,
    query: Option<Vec<u8>>,
    fragment: Vec<u8>,
    raw_fragment: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Eq)]
struct UserInfo {
    name: Vec<u8>,
    password: Option<Vec<u8>>,
}

impl core::fmt::Debug for UserInfo {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("UserInfo(hidden)")
    }
}

impl WholeUrl {
    /// Reads a URL.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, UrlError> {
        let (before_fragment, fragment) = cut(text, b'#');
        let fail = |problem, text: &[u8]| UrlError::new(problem, "", text);
        let mut url = parse(before_fragment).map_err(|it| fail(it, before_fragment))?;
        let decoded = unescape(fragment, Mode::Path).map_err(|it| fail(it, text))?;
        url.fragment = decoded.into_owned();
        if escape(&url.fragment, Part::Fragment) != fragment {
            url.raw_fragment = Some(fragment.to_vec());
        }
        Ok(url)
    }

    /// The path, decoded.
    pub(crate) fn path(&self) -> &[u8] {
        &self.path
    }

    /// Puts another path there. What was written before still shows where it means the same.
    pub(crate) fn set_path(&mut self, path: impl Into<Vec<u8>>) {
        self.path = path.into();
    }

    /// Puts more behind the path, which is then written in the plain way.
    pub(crate) fn append_path(&mut self, more: &[u8]) {
        self.path.extend_from_slice(more);
        self.raw_path = None;
    }

    /// Scheme, host and path as Go writes them.
    pub(crate) fn without_user_and_query(&self) -> String {
        let url = Self {
            user: None,
            query: None,
            fragment: Vec::new(),
            raw_fragment: None,
            ..self.clone()
        };
        url.exposed()
    }

    /// Host and port without user, as it is compared with registries.
    pub(crate) fn host(&self) -> String {
        String::from_utf8_lossy(&self.host).into_owned()
    }

    /// As Go writes it. The password, if there is one, is in it.
    pub(crate) fn exposed(&self) -> String {
        self.write(|it| escape(it, Part::User))
    }

    /// As Go writes it, without the password.
    pub(crate) fn masked(&self) -> String {
        self.write(|_| b"***".to_vec())
    }

    fn write(&self, password: impl Fn(&[u8]) -> Vec<u8>) -> String {
        let mut out = Vec::new();
        if !self.scheme.is_empty() {
            out.extend_from_slice(self.scheme.as_bytes());
            out.push(b':');
        }
        if !self.opaque.is_empty() {
            out.extend_from_slice(&self.opaque);
        } else {
            let has_authority = !self.host.is_empty() || self.user.is_some();
            let is_left_out = self.omit_host && !has_authority;
            if (!self.scheme.is_empty() || has_authority) && !is_left_out {
                if has_authority || !self.path.is_empty() {
                    out.extend_from_slice(b"//");
                }
                if let Some(user) = &self.user {
                    out.extend(escape(&user.name, Part::User));
                    if let Some(secret) = &user.password {
                        out.push(b':');
                        out.extend(password(secret));
                    }
                    out.push(b'@');
                }
                out.extend(escape(&self.host, Part::Host));
            }
            let path = self.escaped_path();
            if path.first().is_some_and(|it| *it != b'/') && !self.host.is_empty() {
                out.push(b'/');
            }
            if out.is_empty() && cut(&path, b'/').0.contains(&b':') {
                out.extend_from_slice(b"./");
            }
            out.extend(path);
        }
        if let Some(query) = &self.query {
            out.push(b'?');
            out.extend_from_slice(query);
        }
        if !self.fragment.is_empty() {
            out.push(b'#');
            out.extend(self.escaped(&self.raw_fragment, &self.fragment, Part::Fragment));
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    /// The path as it is written.
    pub(crate) fn escaped_path(&self) -> Vec<u8> {
        if self.path == b"*" && self.raw_path.is_none() {
            return self.path.clone();
        }
        self.escaped(&self.raw_path, &self.path, Part::Path)
    }

    /// What was written, where it still means the same; else the plain escape.
    fn escaped(&self, raw: &Option<Vec<u8>>, plain: &[u8], part: Part) -> Vec<u8> {
        let same = raw.as_ref().filter(|raw| {
            raw.iter().all(|it| b"!$&'()*+,;=:@[]%".contains(it) || !is_escaped(*it, part))
                && unescape(raw, Mode::Path).is_ok_and(|it| *it == *plain)
        });
        same.cloned().unwrap_or_else(|| escape(plain, part))
    }
}

fn parse(text: &[u8]) -> Result<WholeUrl, Problem> {
    if text.iter().any(|&byte| byte < b' ' || byte == 0x7f) {
        return Err(Problem::ControlCharacter);
    }
    let mut url = WholeUrl {
        scheme: String::new(),
        opaque: Vec::new(),
        user: None,
        host: Vec::new(),
        path: Vec::new(),
        raw_path: None,
        omit_host: false,
        query: None,
        fragment: Vec::new(),
        raw_fragment: None,
    };
    if text == b"*" {
        url.path = text.to_vec();
        return Ok(url);
    }
    let (scheme, rest) = cut_scheme(text)?;
    url.scheme = String::from_utf8_lossy(scheme).to_ascii_lowercase();
    let (mut rest, query) = match cut(rest, b'?') {
        (before, _) if before.len() == rest.len() => (rest, None),
        // A question mark at the end is kept even though nothing follows it.
        (before, query) => (before, Some(query.to_vec())),
    };
    url.query = query;
    if !rest.starts_with(b"/") {
        if !url.scheme.is_empty() {
            url.opaque = rest.to_vec();
            return Ok(url);
        }
        if cut(rest, b'/').0.contains(&b':') {
            return Err(Problem::ColonInFirstSegment);
        }
    }
    let has_scheme = !url.scheme.is_empty();
    if (has_scheme || !rest.starts_with(b"///")) && rest.starts_with(b"//") {
        let after = &rest[2..];
        let slash = after.iter().position(|&byte| byte == b'/').unwrap_or(after.len());
        let strict = matches!(&*url.scheme, "http" | "https");
        let (host, user) = parse_authority(&after[..slash], strict)?;
        url.host = host.into_owned();
        url.user = user.map(user_info).transpose()?;
        rest = &after[slash..];
    } else if has_scheme && rest.starts_with(b"/") {
        url.omit_host = true;
    }
    url.path = unescape(rest, Mode::Path)?.into_owned();
    if escape(&url.path, Part::Path) != rest {
        url.raw_path = Some(rest.to_vec());
    }
    Ok(url)
}

fn cut_scheme(text: &[u8]) -> Result<(&[u8], &[u8]), Problem> {
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Err(Problem::NoScheme),
            b':' => return Ok((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Ok((b"", text))
}

fn user_info(text: &[u8]) -> Result<UserInfo, Problem> {
    let plain = |text| Ok(unescape(text, Mode::Path)?.into_owned());
    let colon = text.iter().position(|&byte| byte == b':');
    Ok(match colon {
        None => UserInfo { name: plain(text)?, password: None },
        Some(at) => UserInfo { name: plain(&text[..at])?, password: Some(plain(&text[at + 1..])?) },
    })
}

/// A part of a URL, which decides what is written as an escape.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Host,
    Path,
    User,
    Fragment,
}

/// Upstream: `shouldEscape` in `net/url`.
fn is_escaped(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() {
        return false;
    }
    match byte {
        b'-' | b'_' | b'.' | b'~' => false,
        b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':'
        | b'[' | b']' | b'<' | b'>' | b'"'
            if part == Part::Host =>
        {
            false
        }
        b'$' | b'&' | b'+' | b',' | b'/' | b':' | b';' | b'=' | b'?' | b'@' => match part {
            Part::Path => byte == b'?',
            Part::User => b"@/?:".contains(&byte),
            Part::Fragment => false,
            Part::Host => true,
        },
        b'!' | b'(' | b')' | b'*' => part != Part::Fragment,
        _ => true,
    }
}

fn escape(text: &[u8], part: Part) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len());
    for &byte in text {
        match is_escaped(byte, part) {
            false => out.push(byte),
            true => {
                out.push(b'%');
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, host: &str, path: &str, written: &str) {
        let url = WholeUrl::parse(text.as_bytes()).expect("it is a URL");
        assert_eq!((&*url.host(), &*String::from_utf8_lossy(&url.path)), (host, path), "{text}");
        assert_eq!(url.exposed(), written);
    }

    /// What Go 1.26 answers for the same texts.
    #[test]
    fn a_url_is_written_as_go_writes_it() {
        check("//r.io:5000", "r.io:5000", "", "//r.io:5000");
        check("HTTPS://R.io/v2/", "R.io", "/v2/", "https://R.io/v2/");
        check("///v2", "", "///v2", "///v2");
        check("https:///v2", "", "/v2", "https:///v2");
        check("https://u:p%40@r.io/a%2Fb?q#f", "r.io", "/a/b", "https://u:p%40@r.io/a%2Fb?q#f");
        check("https://r.io/a b?", "r.io", "/a b", "https://r.io/a%20b?");
        check("//\u{fc}.io/", "\u{fc}.io", "/", "//%C3%BC.io/");
        check("ftp:x", "", "", "ftp:x");
    }

    #[test]
    fn a_password_can_be_left_out() {
        let url = WholeUrl::parse(b"https://u:canary@r.io/v2").expect("it is a URL");
        assert_eq!(url.masked(), "https://u:***@r.io/v2");
        assert!(!alloc::format!("{url:?}").contains("canary"));
    }

    #[test]
    fn only_http_is_strict_about_colons() {
        assert!(WholeUrl::parse(b"https://a:80:90").is_err());
        assert!(WholeUrl::parse(b"//a:80:90").is_ok());
        assert!(WholeUrl::parse(b"//a:b").is_err());
        assert!(WholeUrl::parse(b":").is_err());
        assert_eq!(WholeUrl::parse(b"").map(|it| it.exposed()), Ok(String::new()));
    }
}
