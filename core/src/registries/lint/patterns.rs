//! Patterns, and what they are meant for: a pattern is tried on the repository alone.

use alloc::format;
use alloc::string::{String, ToString};

use super::{Lint, mirror_path, shown, warning};
use crate::quoted::Quoted;
use crate::registries::address::HUB;
use crate::registries::{Mirror, Rewrites, Rule};

/// Images of Docker Hub by themselves, none of which is the name of an account as well known.
const OFFICIAL: &[&str] = &[
    "alpine",
    "busybox",
    "caddy",
    "debian",
    "golang",
    "haproxy",
    "httpd",
    "mariadb",
    "memcached",
    "mongo",
    "mysql",
    "nginx",
    "node",
    "openjdk",
    "php",
    "postgres",
    "python",
    "rabbitmq",
    "redis",
    "registry",
    "ubuntu",
    "wordpress",
];

impl<'r> Lint<'r> {
    pub(super) fn patterns(&mut self, key: &'r str, rewrites: &Rewrites<'r>, path: &str) {
        for rule in rewrites.rules() {
            if rule.error().is_some() {
                continue;
            }
            if let Some(message) = self.not_of_the_repository(key, rule) {
                let fix =
                    without_registry(rule.pattern, key).map(|new| self.write(&rule.spans[0], &new));
                let finding = warning("registries/rewrite-not-repository", message)
                    .at(path, rule.spans[0].clone())
                    .fixed_by(fix);
                self.say(finding);
            } else if let Some((name, touched)) = self.official(key, rule, rewrites) {
                let message = format!(
                    "the repository of {name} on Docker Hub is library/{name}, so {} does not fit it",
                    Quoted(rule.pattern)
                );
                let new = rule.pattern.replacen('^', "^library/", 1);
                let mut finding = warning("registries/rewrite-library", message)
                    .at(path, rule.spans[0].clone())
                    .fixed_by(self.write(&rule.spans[0], &new));
                if let Some(image) = touched {
                    finding = finding.with("the image", self.images[image].span.clone());
                }
                self.say_of(touched.into_iter().collect(), finding);
            }
        }
    }

    /// A tag, a digest or a registry in a pattern.
    fn not_of_the_repository(&self, key: &str, rule: &Rule<'_>) -> Option<String> {
        let pattern = Quoted(rule.pattern);
        let plain = plain(rule.pattern);
        let what = match registry_in(&plain, key) {
            Some(registry) => format!("the registry {registry}"),
            None if plain.contains("@") || plain.contains("sha256:") => "a digest".into(),
            None if plain.contains(':') => "a tag, or a port".into(),
            None => return None,
        };
        Some(format!(
            "{pattern} has {what} in it, and is tried on the repository alone, library/busybox of \
             {HUB}/library/busybox:1: it fits nothing"
        ))
    }

    /// A pattern for an image of Docker Hub that has no account before its name.
    fn official(
        &self,
        key: &str,
        rule: &Rule<'_>,
        rewrites: &Rewrites<'_>,
    ) -> Option<(String, Option<usize>)> {
        if key != HUB || !rule.pattern.starts_with('^') || rule.pattern.contains('/') {
            return None;
        }
        let is_missed = |name: &str| {
            rule.apply(name).is_some() && rule.apply(&format!("library/{name}")).is_none()
        };
        let mut mine = self.tried_on(key, rewrites).into_iter();
        let of_text = mine.find_map(|number| {
            let name = self.images[number].repository.strip_prefix("library/")?;
            is_missed(name).then(|| (name.to_string(), Some(number)))
        });
        let start = literal_start(rule.pattern);
        let known = || OFFICIAL.iter().find(|it| **it == start && is_missed(it));
        // A whole name without a slash is no repository of Docker Hub.
        let whole = || rule.pattern.ends_with('$') && !start.is_empty() && is_missed(start);
        of_text
            .or_else(|| known().map(|it| (it.to_string(), None)))
            .or_else(|| whole().then(|| (start.to_string(), None)))
    }

    /// Rewrites under the host of a mirror, and not under the registry that it mirrors.
    pub(super) fn of_an_endpoint(&mut self, key: &'r str, mirror: &'r Mirror) {
        let Some((other, endpoint)) = self.hosts.get(key) else { return };
        let (other, endpoint) = (*other, endpoint.clone());
        if other == key || self.by_registry.contains_key(key) {
            return;
        }
        let Some((_, first)) = mirror.rewrites.first_key_value() else { return };
        let (name, meant) = (shown(key), shown(other));
        let message = format!(
            "these rewrites are for images whose names begin with {name}. What is asked there for images of \
             {meant} is rewritten by the entry {meant}"
        );
        let path = format!("{}.rewrite", mirror_path(key));
        let finding = warning("registries/rewrite-of-endpoint", message)
            .at(path, first.pattern.clone())
            .with("the endpoint", endpoint);
        self.say(finding);
    }
}

/// Whether a pattern fits at the beginning only.
pub(super) fn is_anchored(pattern: &str) -> bool {
    let rest = match pattern.strip_prefix("(?") {
        Some(flags) => flags.split_once(')').map_or(pattern, |it| it.1),
        None => pattern,
    };
    rest.starts_with('^') || rest.starts_with("\\A")
}

/// What a pattern begins with that stands for itself.
pub(super) fn literal_start(pattern: &str) -> &str {
    let pattern = pattern.trim_start_matches(['^', '(']);
    let is_literal = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '/');
    let end = pattern.find(|it| !is_literal(it)).unwrap_or(pattern.len());
    // What may be left out, or comes several times, is not sure.
    match pattern[end..].starts_with(['?', '*', '{']) {
        true => &pattern[..end.saturating_sub(1)],
        false => &pattern[..end],
    }
}

/// A pattern without what groups and classes are written with; dots by themselves.
fn plain(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            // Flags of a group, and its name: `(?i:`, `(?P<name>`.
            '(' if rest.starts_with("(?") => rest.find([':', ')', '>']).map(|it| it + 1),
            '[' if rest.starts_with("[.]") => {
                out.push('.');
                Some(3)
            }
            '[' => {
                let end = rest[1..].find("]").map(|it| it + 2);
                out.push('.');
                // A class of a name: `[[:alpha:]]`.
                match rest[1..].find(":]") {
                    Some(at) if end.is_some_and(|end| at + 1 < end) => {
                        let after = at + 3;
                        Some(rest[after..].find(']').map_or(rest.len(), |it| after + it + 1))
                    }
                    _ => end,
                }
            }
            '\\' => {
                let next = rest[1..].chars().next().filter(|it| !it.is_ascii_alphanumeric());
                out.extend(next.filter(|it| *it != '\\'));
                Some(1 + rest[1..].chars().next().map_or(0, char::len_utf8))
            }
            _ => None,
        };
        let length = skipped.unwrap_or_else(|| {
            out.push(first);
            first.len_utf8()
        });
        rest = &rest[length.min(rest.len())..];
    }
    out
}

/// The registry that a pattern begins with.
fn registry_in(plain: &str, key: &str) -> Option<String> {
    let start = plain.trim_start_matches(['^', '(']);
    let begins = |host: &str| start.strip_prefix(host).is_some_and(|it| it.starts_with('/'));
    let hosts = [key, HUB, "index.docker.io", "ghcr.io", "quay.io", "registry.k8s.io", "gcr.io"];
    let found = hosts.into_iter().find(|it| *it != "*" && begins(it));
    found.map(str::to_string)
}

/// The pattern without the registry that it begins with.
fn without_registry(pattern: &str, key: &str) -> Option<String> {
    let registry = registry_in(&plain(pattern), key)?;
    let rest = pattern.strip_prefix('^')?;
    let spellings =
        [registry.clone(), registry.replace('.', "[.]"), registry.replace('.', "\\\\.")];
    let after =
        spellings.iter().find_map(|it| rest.strip_prefix(it.as_str())?.strip_prefix('/'))?;
    (!after.is_empty()).then(|| format!("^{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_groups_and_classes_are_written_with_is_no_text() {
        assert_eq!(plain("^(?i:a)[[:alpha:]]+$"), "^a).+$");
        assert_eq!(plain("(?P<name>.*)"), ".*)");
        assert_eq!(plain(r"^docker\\.io/"), "^docker.io/");
        assert_eq!(plain("^docker[.]io/(.*):"), "^docker.io/(.*):");
    }

    #[test]
    fn a_registry_is_taken_off() {
        let without = |it: &str| without_registry(it, "r.io:5000");
        assert_eq!(without("^r.io:5000/(.*)").as_deref(), Some("^(.*)"));
        assert_eq!(without("^docker[.]io/library/(.*)").as_deref(), Some("^library/(.*)"));
        assert_eq!(without("docker.io/(.*)"), None);
        assert_eq!(without("^docker.io/"), None);
    }

    #[test]
    fn what_stands_for_itself_begins_a_pattern() {
        assert_eq!(literal_start("^(rancher/).*"), "rancher/");
        assert_eq!(literal_start("^busybox$"), "busybox");
        assert_eq!(literal_start("ab?c"), "a");
        assert_eq!(literal_start("(.*)"), "");
    }
}
