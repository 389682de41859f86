//! Keys that surely do not do what was meant, whatever the image is.

use core::fmt;

use super::index_key;
use crate::substring;

/// What is odd about a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OddKey {
    /// It ends with `/v1` or `/v2`, which is a path like any other without a slash behind it.
    ApiPath,
    /// The host has an upper-case letter.
    UpperCase,
    /// `?` cuts the key off, and `[` opens no pattern.
    NoPattern,
    /// `*` in the path stands for itself.
    GlobInPath,
    /// `:443` is written out.
    Port443,
}

impl OddKey {
    /// What is odd about a key, if anything is.
    pub(crate) fn of(key: &str) -> Option<Self> {
        let rest = substring::split_once(key, "://").map_or(key, |(_, rest)| rest);
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        // A literal address of IPv6 stands in brackets.
        let bracket = host.rfind('[').is_some_and(|at| at > 0) || path.contains('[');
        if bracket || rest.contains('?') {
            return Some(Self::NoPattern);
        }
        if index_key(key).is_err() {
            return None;
        }
        if matches!(path, "/v1" | "/v2") {
            return Some(Self::ApiPath);
        }
        if path.contains('*') {
            return Some(Self::GlobInPath);
        }
        if host.bytes().any(|it| it.is_ascii_uppercase()) && !host.starts_with('[') {
            return Some(Self::UpperCase);
        }
        host.ends_with(":443").then_some(Self::Port443)
    }

    /// The key that was probably meant.
    pub(crate) fn instead(self, key: &str) -> Option<alloc::string::String> {
        let scheme = substring::split_once(key, "://").map_or(0, |(scheme, _)| scheme.len() + 3);
        let host = key[scheme..].find('/').map_or(key.len(), |at| scheme + at);
        match self {
            Self::ApiPath => match &key[scheme..host] {
                "index.docker.io" => Some(alloc::format!("{key}/")),
                _ => Some(key[..host].into()),
            },
            Self::UpperCase => {
                Some(alloc::format!("{}{}", key[..host].to_ascii_lowercase(), &key[host..]))
            }
            Self::GlobInPath => {
                let glob = key[host..].find('*').map(|at| host + at)?;
                Some(key[..key[..glob].rfind('/')?].into())
            }
            Self::NoPattern | Self::Port443 => None,
        }
    }
}

impl fmt::Display for OddKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ApiPath => {
                "ends with a path that only a slash behind it makes one of the registry's API: as it \
                 is, it fits repositories that begin so"
            }
            Self::UpperCase => {
                "has an upper-case letter in its host, and hosts are compared letter by letter: it \
                 fits only images that are written so"
            }
            Self::NoPattern => {
                "holds ? or [, which are no patterns here: what follows ? is dropped, and [ fits \
                 nothing"
            }
            Self::GlobInPath => "has * in its path, where it stands for itself and fits nothing",
            Self::Port443 => "says :443, and fits only images that say it, too",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_odd_key_is_told_with_what_was_meant() {
        for (key, odd, instead) in [
            (
                "https://index.docker.io/v1",
                Some(OddKey::ApiPath),
                Some("https://index.docker.io/v1/"),
            ),
            ("https://ghcr.io/v2", Some(OddKey::ApiPath), Some("https://ghcr.io")),
            ("Registry.example.com/a", Some(OddKey::UpperCase), Some("registry.example.com/a")),
            ("reg-[ab].io", Some(OddKey::NoPattern), None),
            ("reg?.io", Some(OddKey::NoPattern), None),
            ("quay.io/*", Some(OddKey::GlobInPath), Some("quay.io")),
            ("quay.io/org/*/x", Some(OddKey::GlobInPath), Some("quay.io/org")),
            ("quay.io:443", Some(OddKey::Port443), None),
            ("https://index.docker.io/v1/", None, None),
            ("[::1]:5000", None, None),
            ("[2001:DB8::1]", None, None),
            ("*.example.com/Team", None, None),
        ] {
            let found = OddKey::of(key);
            let meant = found.and_then(|it| it.instead(key));
            assert_eq!((found, meant.as_deref()), (odd, instead), "{key}");
        }
    }
}
