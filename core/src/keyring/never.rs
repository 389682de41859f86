//! Keys that no image can fit, whatever it is.
//!
//! A key is alive when there is one image that it fits. That image is made from the key: each `*`
//! becomes a letter, and what is still missing of a repository is added. It then goes through the
//! same grammar and the same comparison as every other image, so that nothing is decided here a
//! second time.
//!
//! ```text
//! *.example.com/team      a.example.com/teama    fits: alive
//! example.com/Team        example.com/Teama      no repository
//! index.docker.io/team    docker.io/teama/a      the image is looked up under another host
//! myregistry              docker.io/myregistry/a the same
//! ```

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{DEFAULT_REGISTRY_KEY, Pattern, Rule, Target, UrlError, blame_scheme, index_key};
use crate::reference::{Grammar, Reference};

/// Why no image fits a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Never {
    /// The key is no URL, and is left out.
    NotAUrl(UrlError),
    /// The scheme is neither `http://` nor `https://`, and is read as a host.
    Scheme(String),
    /// A host of Docker Hub with a path: its images are looked up under `docker.io`.
    DockerHubPath,
    /// The host has neither a dot nor a port, and is read as a part of a repository on Docker Hub.
    PartOfRepository,
    /// No image has a registry host like this.
    Host,
    /// No repository begins like this.
    Path,
}

impl Never {
    /// Its name, for code.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotAUrl(_) => "url",
            Self::Scheme(_) => "scheme",
            Self::DockerHubPath => "dockerHubPath",
            Self::PartOfRepository => "partOfRepository",
            Self::Host => "host",
            Self::Path => "path",
        }
    }
}

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAUrl(error) => write!(f, "the key {error}, so it is left out"),
            Self::Scheme(scheme) => {
                write!(f, "\"{scheme}://\" is no scheme that a key may have, and is read as a host")
            }
            Self::DockerHubPath => write!(
                f,
                "images of Docker Hub are looked up as docker.io/…, and {DEFAULT_REGISTRY_KEY} \
                 stands for them only without a path"
            ),
            Self::PartOfRepository => f.write_str(
                "a host without a dot and without a port is read as a part of a repository on \
                 Docker Hub",
            ),
            Self::Host => f.write_str("no image has a registry host like this"),
            Self::Path => f.write_str(
                "no repository begins with this path: repositories are lower case, and have \
                 neither tag nor digest nor *",
            ),
        }
    }
}

/// A host that is longer than this is not looked into.
const MAX_HOST: usize = 1_024;

/// Why no image that `grammar` reads can fit `key`; `None` when there is one that does.
///
/// ```
/// use pullscope_core::keyring::{Never, never_fits};
/// use pullscope_core::reference::Grammar;
///
/// let why = |key| never_fits(key, Grammar::NEWEST);
/// assert_eq!(why("*.example.com/team"), None);
/// assert_eq!(why("example.com/team:v1"), Some(Never::Path));
/// assert_eq!(why("myregistry/team"), Some(Never::PartOfRepository));
/// ```
pub fn never_fits(key: &str, grammar: Grammar) -> Option<Never> {
    let index_key = match index_key(key) {
        Ok(index_key) => index_key,
        Err(error) => return Some(Never::NotAUrl(error)),
    };
    if index_key == DEFAULT_REGISTRY_KEY.as_bytes() {
        return None;
    }
    let pattern = match Pattern::new(&index_key) {
        Ok(pattern) => pattern,
        Err(error) => return Some(Never::NotAUrl(error)),
    };
    if pattern.host.len() > MAX_HOST {
        return None;
    }
    let never = |otherwise| match blame_scheme(Rule::BadPattern, key, &["https", "http"]) {
        Rule::Scheme { scheme } => Some(Never::Scheme(scheme)),
        _ => Some(otherwise),
    };
    let end = index_key.iter().position(|&it| it == b'/').unwrap_or(index_key.len());
    let (Ok(host), Ok(path)) = (str::from_utf8(&index_key[..end]), str::from_utf8(&pattern.path))
    else {
        return never(Never::Host);
    };
    // An empty port is none.
    let host = host.strip_suffix(':').unwrap_or(host);
    let fits = |pattern: &Pattern, path: &str| {
        hosts(host).any(|host| image_fits(pattern, &host, path, grammar))
    };
    if fits(&pattern, path) {
        return None;
    }
    let of_host = Pattern { path: Vec::new(), ..pattern.clone() };
    let is_alone =
        !host.is_empty() && host.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    never(match fits(&of_host, "") {
        true => Never::Path,
        false if host == DEFAULT_REGISTRY_KEY => Never::DockerHubPath,
        false if is_alone => Never::PartOfRepository,
        false => Never::Host,
    })
}

/// Registry hosts that fit a host with wildcards, if any host does: letters in place of each
/// wildcard, and those that need no dot.
fn hosts(host: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let has_glob = host.contains('*');
    let filled = move |letter: &str| Cow::from(host.replace('*', letter));
    let globs = [filled("a"), filled("A"), Cow::from("localhost")];
    let plain = (!has_glob).then_some(Cow::from(host));
    plain.into_iter().chain(globs.into_iter().filter(move |_| has_glob))
}

/// Whether some repository below `path` of a registry host is an image, and fits.
fn image_fits(pattern: &Pattern, host: &str, path: &str, grammar: Grammar) -> bool {
    let tails: &[&str] = if path.is_empty() { &["/a", "/a/a"] } else { &["", "a", "a/a"] };
    tails.iter().any(|tail| {
        let image = format!("{host}{path}{tail}");
        // Without a tag, which would leave the name shorter than the text.
        let name = Reference::parse_as(&image, grammar).map(|it| it.name().to_string());
        let target = Target::new(&image);
        name.is_ok_and(|it| it == image)
            && target.is_ok_and(|target| pattern.compare(&target).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(keys: &[&str], why: Option<&str>) {
        for key in keys {
            let never = never_fits(key, Grammar::NEWEST);
            assert_eq!(never.as_ref().map(Never::name), why, "{key}");
        }
    }

    #[test]
    fn a_key_that_some_image_fits_is_alive() {
        check(
            &[
                "https://index.docker.io/v1/",
                "index.docker.io",
                "docker.io",
                "docker.io/library",
                "docker.io/nginx",
                "quay.io",
                "https://quay.io/v1/org/",
                "reg.io/team-",
                "reg.io/v2tools",
                "https://reg.io/v2",
                "*.example.com:5000/a/b",
                "*:5000",
                "*.*",
                "*",
                "k*s",
                "l*t",
                "localhost",
                "MYHOST",
                "10.0.*.*:5000",
                "[::1]:5000",
                "my_host.io",
                "reg.io:",
                "registry-1.docker.io",
                "*.docker.io",
                "index.*.io",
                "reg.io/te%61m",
                "reg.io:05000",
            ],
            None,
        );
    }

    #[test]
    fn a_key_that_no_image_can_fit_is_told_with_the_reason() {
        check(&["reg.io\n", "re g.io", "reg[ab].io", "::1"], Some("url"));
        check(&["oci://reg.io", "HTTPS://reg.io", "docker://docker.io/a"], Some("scheme"));
        check(&["index.docker.io/team", "https://index.docker.io/v1"], Some("dockerHubPath"));
        check(&["myregistry", "myregistry/team", "registry-k8s"], Some("partOfRepository"));
        check(&["[::1]", "reg.io.", "-reg.io", "reg..io", ""], Some("host"));
        check(
            &["reg.io/Team", "reg.io/team:v1", "reg.io/*", "reg.io/team/*", "reg.io//a", "*.io/a@"],
            Some("path"),
        );
    }

    #[test]
    fn an_older_grammar_has_no_hosts_in_upper_case_alone() {
        assert_eq!(never_fits("MYHOST", Grammar::V1_20), Some(Never::PartOfRepository));
        assert_eq!(never_fits("[::1]:5000", Grammar::V1_20), Some(Never::Host));
    }

    #[test]
    fn a_key_of_many_stars_is_quick() {
        let key = "*a".repeat(500_000);
        assert_eq!(never_fits(&key, Grammar::NEWEST), None);
    }
}
