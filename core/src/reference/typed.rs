//! The grammar alone: a reference as it is typed, in which nothing is filled in.

use alloc::string::String;

use super::error::Upstream;
use super::explain::describe;
use super::parse::{Problem, scan, scan_host};
use super::{Grammar, Host, HostMark, ParseError, REPOSITORY_MAX, parse};
use crate::go;

/// The text of a reference up to its tag and its digest, as it is typed.
///
/// Nothing is filled in and nothing is rewritten: `nginx` stays `nginx`, and 64 hex digits are a
/// name like any other. So this reads a few texts that [`Reference::parse`](super::Reference::parse)
/// refuses.
///
/// ```
/// use pullscope_core::reference::typed_name;
///
/// assert_eq!(typed_name("nginx:1.27")?, "nginx");
/// assert_eq!(typed_name("docker.io/nginx")?, "docker.io/nginx");
/// let err = typed_name("Nginx").unwrap_err();
/// assert_eq!(err.upstream().to_string(), "repository name must be lowercase");
/// # Ok::<(), pullscope_core::reference::ParseError>(())
/// ```
///
/// # Errors
///
/// When the text does not follow the grammar of Kubernetes 1.32 and later.
///
/// Upstream: `trimImageTagDigest` in kubernetes
/// `pkg/kubelet/images/pullmanager/image_pull_policies.go`, and `Parse` in distribution/reference
/// `reference.go`.
pub fn typed_name(input: &str) -> Result<&str, ParseError> {
    let (host, path_start) = split(input);
    let problem = match scan(input, host, path_start, Grammar::NEWEST) {
        Ok(shape) => {
            let path = path_start..shape.path_end;
            match shape.digest {
                _ if path.len() > REPOSITORY_MAX => {
                    Problem::TooLong { repository: path.len(), path, host_length: 0 }
                }
                Some((start, Err(error))) => Problem::Digest(start, error),
                _ => return Ok(&input[..path.end]),
            }
        }
        Err(mismatch) => Problem::Shape(mismatch),
    };
    let upstream = match &problem {
        Problem::TooLong { .. } => Upstream::TooLong,
        Problem::Digest(_, error) => Upstream::Digest(error.upstream()),
        Problem::Shape(_) if input.is_empty() => Upstream::Empty,
        Problem::Shape(_) if fits_in_lower_case(input) => Upstream::MustBeLowerCase,
        Problem::Shape(_) => Upstream::InvalidFormat,
    };
    let (kind, span) = describe(input, problem);
    Err(ParseError::new(kind, span, upstream))
}

/// The first component is the host where it has the shape of one.
fn split(input: &str) -> (Host, usize) {
    match input.split_once('/') {
        Some((first, _)) if scan_host(first.as_bytes(), Grammar::NEWEST).is_ok() => {
            (Host::Written(HostMark::DotOrColon), first.len() + 1)
        }
        _ => (Host::Implied, 0),
    }
}

fn fits_in_lower_case(input: &str) -> bool {
    if !parse::is_changed_by_lower_case(input) {
        return false;
    }
    let lower = input.chars().map(go::to_lower).collect::<String>();
    let (host, path_start) = split(&lower);
    scan(&lower, host, path_start, Grammar::NEWEST).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn check(input: &str, expect: Result<&str, &str>) {
        let found = typed_name(input).map_err(|err| err.upstream().to_string());
        assert_eq!(found, expect.map_err(ToString::to_string), "{input}");
    }

    #[test]
    fn tag_and_digest_are_cut_and_nothing_is_filled_in() {
        let digest = "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        check("ubuntu", Ok("ubuntu"));
        check("ubuntu:22.04", Ok("ubuntu"));
        check(&["ubuntu:22.04", digest].concat(), Ok("ubuntu"));
        check(&["r.io:5000/a/b", digest].concat(), Ok("r.io:5000/a/b"));
        check("index.docker.io/nginx", Ok("index.docker.io/nginx"));
        check("localhost:5000", Ok("localhost"));
        check("my_host.io/app:1", Ok("my_host.io/app"));
        check("Team/app", Ok("Team/app"));
        check("[::1]:5000/app:1", Ok("[::1]:5000/app"));
        let id = "0123456789abcdef".repeat(4);
        check(&id, Ok(&id));
    }

    #[test]
    fn what_the_grammar_refuses_has_upstreams_text() {
        check("", Err("repository name must have at least one component"));
        check("image.repo/", Err("invalid reference format"));
        check("Team", Err("repository name must be lowercase"));
        check("team/App", Err("repository name must be lowercase"));
        check("https://r.io/app", Err("invalid reference format"));
        check("\u{212a}ube", Err("repository name must be lowercase"));
        check(" ubuntu", Err("invalid reference format"));
        check("a@sha256:0123456789abcdef0123456789abcdef", Err("invalid checksum digest length"));
        let long = "a".repeat(REPOSITORY_MAX + 1);
        check(&long, Err("repository name must not be more than 255 characters"));
        // The first component counts only where it is no host.
        let path = "a".repeat(REPOSITORY_MAX);
        check(&["b/", &path].concat(), Ok(&["b/", &path].concat()));
    }
}
