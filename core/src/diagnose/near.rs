//! The key that was meant for an image, and does not fit.

use alloc::format;
use alloc::string::{String, ToString};

use super::report::{Parts, TriedKey};
use crate::keyring::{OddKey, Rule};

/// A key that was surely or probably meant.
pub(super) struct Near<'k> {
    pub(super) key: &'k TriedKey,
    pub(super) code: &'static str,
    /// What the key has to be, where that is sure.
    pub(super) instead: Option<String>,
    /// What is different, and why that matters.
    pub(super) why: String,
}

/// The hosts that people take for Docker Hub's registry.
const HUB_HOSTS: [&str; 8] = [
    "registry-1.docker.io",
    "registry.docker.io",
    "auth.docker.io",
    "hub.docker.com",
    "registry.hub.docker.com",
    "cloud.docker.com",
    "www.docker.com",
    "docker.com",
];

/// The key for Docker Hub that every client takes.
pub(super) const HUB_KEY: &str = "https://index.docker.io/v1/";

/// Of all keys that do not fit, the one that comes nearest. Which one it is does not depend on
/// their order.
pub(super) fn nearest<'k>(keys: &'k [TriedKey], parts: &Parts) -> Option<Near<'k>> {
    let rank = |near: &Near<'_>| match near.code {
        "keyring/docker-hub-key" => 0,
        "keyring/port-differs" => 1,
        "keyring/near-miss" => 2,
        "keyring/glob-segments" => 3,
        _ => 4,
    };
    keys.iter().filter_map(|key| near(key, parts)).min_by(|a, b| {
        (rank(a), &a.key.key, a.key.secret).cmp(&(rank(b), &b.key.key, b.key.secret))
    })
}

fn near<'k>(key: &'k TriedKey, parts: &Parts) -> Option<Near<'k>> {
    let rule = key.refused_by.as_ref()?;
    let registry = parts.registry.value.as_str();
    // What a key with a scheme says after it; the index key holds no more of it than the host.
    let written = key.key.split_once("://").map_or(key.key.as_str(), |(_, rest)| rest);
    let (host, path) = match written.find('/') {
        Some(at) => written.split_at(at),
        None => (written, ""),
    };
    let odd = OddKey::of(&key.key);
    let found = |code, instead: Option<String>, why: String| Some(Near { key, code, instead, why });

    if registry == "docker.io" {
        if matches!(host, "index.docker.io" | "docker.io") && odd == Some(OddKey::ApiPath) {
            let why = format!(
                "{path} is read as the beginning of a repository unless a slash follows it"
            );
            return found("keyring/docker-hub-key", Some(HUB_KEY.to_string()), why);
        }
        if HUB_HOSTS.iter().any(|it| host.eq_ignore_ascii_case(it)) {
            let why =
                format!("{host} is not the host that Docker Hub's images are looked up under");
            return found("keyring/docker-hub-key", Some(HUB_KEY.to_string()), why);
        }
    }
    let (key_name, image_name) = (host_name(host), host_name(registry));
    let same_host = key_name.eq_ignore_ascii_case(image_name);
    let why = || key.sentence.clone();
    match rule {
        Rule::Port { .. } if same_host => {
            found("keyring/port-differs", Some(rekeyed(registry, path, parts)), why())
        }
        Rule::Scheme { .. } if same_host => {
            found("keyring/near-miss", Some(rekeyed(registry, path, parts)), why())
        }
        Rule::Label { .. } if same_host => found(
            "keyring/near-miss",
            Some(rekeyed(registry, path, parts)),
            format!("hosts are compared with regard to case, and {key_name} is not {image_name}"),
        ),
        // A glob fits other hosts of the same number of labels; anything else may be a typo.
        Rule::Label { .. } if !key_name.contains('*') && is_typo(key_name, image_name) => {
            found("keyring/near-miss", Some(rekeyed(registry, path, parts)), why())
        }
        Rule::Label { .. } if is_another_region(key_name, image_name) => found(
            "keyring/near-miss",
            None,
            format!("{key_name} is of the same account in another region, and so is its token"),
        ),
        Rule::LabelCount { .. } if key_name.contains('*') => {
            let instead = more_labels(key_name, image_name)?;
            let port = &registry[image_name.len()..];
            found("keyring/glob-segments", Some(format!("{instead}{port}{path}")), why())
        }
        Rule::Path { .. } if same_host || glob_fits(key_name, image_name) => {
            let is_glob = odd == Some(OddKey::GlobInPath);
            let tag = path.rsplit('/').next().is_some_and(|it| it.contains([':', '@']));
            let instead = match (odd, tag) {
                // As much of the path as fits.
                (Some(odd @ (OddKey::ApiPath | OddKey::GlobInPath)), _) => {
                    let meant = odd.instead(written).filter(|it| fits(it, parts));
                    meant.or_else(|| Some(host.to_string()))
                }
                (_, true) => {
                    let end = path.find([':', '@']).unwrap_or(path.len());
                    Some(format!("{host}{}", &path[..end]))
                }
                _ => None,
            };
            let why = match (is_glob, tag) {
                (true, _) => "a * in the path of a key stands for itself".to_string(),
                (_, true) => "a key names a repository, without a tag or digest".to_string(),
                _ => why(),
            };
            found("keyring/path-differs", instead.filter(|it| fits(it, parts)), why)
        }
        _ => None,
    }
}

/// The key for a registry, with the path of the wrong key as long as the image is under it.
fn rekeyed(registry: &str, path: &str, parts: &Parts) -> String {
    let path = path.trim_end_matches('/');
    let under = !path.is_empty() && parts.repository.value.starts_with(&path[1..]);
    if under { format!("{registry}{path}") } else { registry.to_string() }
}

fn fits(key: &str, parts: &Parts) -> bool {
    crate::keyring::urls_match(key, &parts.repository_name) == Ok(true)
}

fn glob_fits(key_host: &str, image_host: &str) -> bool {
    crate::keyring::urls_match(key_host, image_host) == Ok(true)
}

/// A host without its port.
fn host_name(host: &str) -> &str {
    match host.rfind(']') {
        Some(end) => &host[..=end],
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// The glob with as many labels as the image's host, when the host ends with what the glob spells
/// out.
fn more_labels(glob: &str, host: &str) -> Option<String> {
    let spelled = glob.trim_start_matches(['*', '.']);
    if spelled.is_empty() || spelled.contains('*') || !spelled.contains('.') {
        return None;
    }
    let stars = match host.strip_suffix(spelled)? {
        "" => 0,
        rest => rest.strip_suffix('.')?.split('.').count(),
    };
    Some(format!("{}{spelled}", "*.".repeat(stars)))
}

/// Whether one host name is the other with a character left out, or with two swapped.
///
/// A character in place of another is no typo: `a.example.com` and `b.example.com` are two hosts.
fn is_typo(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() {
        (a.as_bytes(), b.as_bytes())
    } else {
        (b.as_bytes(), a.as_bytes())
    };
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[same..], &b[same..]);
    let is_alike = match (rest_a, rest_b) {
        (_, [found, tail @ ..]) if rest_a == tail => !found.is_ascii_digit(),
        ([x, y, tail_a @ ..], [v, w, tail_b @ ..]) => (x, y, tail_a) == (w, v, tail_b),
        _ => false,
    };
    // `ghcr.io` and `gcr.io` are two registries.
    is_alike && a.len() >= 8
}

/// Whether both are the registry of one account of Amazon ECR, each in its own region:
/// `ACCOUNT.dkr.ecr.REGION.amazonaws.com`. A token is of one region.
fn is_another_region(a: &str, b: &str) -> bool {
    fn parts(host: &str) -> Option<(&str, &str)> {
        let (account, rest) = host.split_once(".dkr.ecr.")?;
        let (region, domain) = rest.split_once('.')?;
        matches!(domain, "amazonaws.com" | "amazonaws.com.cn").then_some((account, region))
    }
    parts(a).zip(parts(b)).is_some_and(|(a, b)| a.0 == b.0 && a.1 != b.1 && !a.1.contains('*'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::{Options, diagnose};

    #[test]
    fn a_typo_is_a_character_too_few_or_two_swapped() {
        for (a, b) in
            [("registry.example.com", "registy.example.com"), ("harbor.local", "habror.local")]
        {
            assert!(is_typo(a, b) && is_typo(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("ghcr.io", "gcr.io"),
            ("a.example.com", "b.example.com"),
            ("reg1.example.com", "reg.example.com"),
            ("reg1.example.com", "reg2.example.com"),
            ("registry.example.com", "registry.example.com"),
            ("eu.gcr.io", "us.gcr.io"),
        ] {
            assert!(!is_typo(a, b) && !is_typo(b, a), "{a} {b}");
        }
    }

    #[test]
    fn as_much_of_a_path_with_a_star_is_kept_as_fits() {
        for (key, instead) in [
            ("quay.io/org/*", "quay.io/org"),
            ("quay.io/other/*", "quay.io"),
            ("quay.io/*", "quay.io"),
        ] {
            let config = format!("{{\"auths\": {{\"{key}\": {{\"auth\": \"YTpi\"}}}}}}");
            let text = format!("{config}\n---\nquay.io/org/app:1\n");
            let findings = diagnose(&text, &Options::default()).findings;
            let finding = findings.iter().find(|it| it.finding.code == "keyring/path-differs");
            let fix = finding.and_then(|it| it.finding.fix.as_ref()).expect("a fix");
            assert_eq!(fix.title, format!("Write the key as {instead}"));
        }
    }

    #[test]
    fn a_glob_grows_and_shrinks_with_the_host() {
        for (glob, host, expect) in [
            ("*registry.io", "a.b.registry.io", Some("*.*.registry.io")),
            ("*.example.com", "example.com", Some("example.com")),
            ("*.example.com", "a.b.example.com", Some("*.*.example.com")),
            ("*.*.example.com", "a.example.com", Some("*.example.com")),
            ("*.example.com", "a.example.org", None),
            ("*.com", "a.example.com", None),
            ("*.example.com", "a.myexample.com", None),
            ("a.*.example.com", "b.example.com", None),
        ] {
            assert_eq!(more_labels(glob, host).as_deref(), expect, "{glob} {host}");
        }
    }
}
