//! Patterns and replacements by themselves.
//!
//! containerd compiles what it reads in `hosts.toml`, where K3s has put the texts between quotes as they
//! are; it tries the patterns in no fixed order, and takes the first that changes the repository.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::patterns::{is_anchored, literal_start};
use super::{Lint, MAX_TRIED, error, mirror_path, warning};
use crate::finding::{Finding, Fix};
use crate::quoted::Quoted;
use crate::registries::{Rewrites, Rewritten, Rule, TomlTrap, toml_trap};

/// More patterns of one mirror than are compared with each other.
const MAX_PAIRS: usize = 20;
/// States of patterns times images, beyond which no more images are tried.
const MAX_STEPS: usize = 1_000_000;

impl<'r> Lint<'r> {
    pub(super) fn all_rewrites(&mut self) {
        for (key, mirror, rewrites) in self.rewrites() {
            let path = format!("{}.rewrite", mirror_path(key));
            for rule in rewrites.rules() {
                for finding in self.rule(rule, &path) {
                    self.say(finding);
                }
            }
            if let Some((images, finding)) = self.overlap(key, &rewrites) {
                self.say_of(images, finding);
            }
            self.patterns(key, &rewrites, &path);
            self.of_an_endpoint(key, mirror);
        }
    }

    fn rule(&self, rule: &Rule<'r>, path: &str) -> Vec<Finding> {
        let [pattern_span, replacement_span] = &rule.spans;
        let mut found = Vec::new();
        let mut is_broken = false;
        for (what, text, span) in [
            ("pattern", rule.pattern, pattern_span),
            ("replacement", rule.replacement, replacement_span),
        ] {
            let Some(trap) = toml_trap(text).filter(|it| !is_doubled(text, it)) else { continue };
            is_broken = true;
            let product = self.product();
            let (TomlTrap::Breaks { span: at } | TomlTrap::Means { span: at, .. }) = &trap;
            let part = Quoted(text.get(at.clone()).unwrap_or_default()).to_string();
            let part = if text[at.start..].starts_with('"') { "\"".into() } else { part };
            let effect = match trap {
                TomlTrap::Breaks { .. } => {
                    "the file is no TOML with it, and containerd passes over the whole entry: only the registry \
                     itself is asked, also where that is switched off"
                }
                TomlTrap::Means { .. } => {
                    "it means another character there, and nothing is rewritten"
                }
            };
            let message = format!(
                "{product} pastes the {what} between quotes in hosts.toml as it is, {part} with it: {effect}. {}",
                match text.contains('"') {
                    true => "A quote cannot be written there",
                    false => "Write [.] for a dot, or double each backslash",
                }
            );
            let log = match trap {
                TomlTrap::Breaks { .. } => self.look_in_log("failed to decode"),
                TomlTrap::Means { .. } => self.look_in_log("Rewrote repository"),
            };
            let is_sure = !text.contains('"') && !text.bytes().any(|it| it.is_ascii_control());
            let fix = match is_sure {
                true => Fix { command: log.command, ..self.write(span, &survives(what, text)) },
                false => log,
            };
            found.push(
                error("registries/rewrite-escape", message).at(path, span.clone()).fixed_by(fix),
            );
        }
        if is_broken {
            return found;
        }
        if let Some(problem) = rule.error() {
            // What only this program does not compile is fine with containerd.
            if problem.is_a_limit_of_ours() {
                let message = format!(
                    "{problem}: what is asked for the images of this entry may be something else"
                );
                let finding = warning("registries/rewrite-too-large", message);
                found.push(finding.at(path, pattern_span.clone()));
            } else {
                let ahead =
                    ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|it| rule.pattern.contains(it));
                let hint =
                    if ahead { "; Go's expressions cannot look ahead or behind" } else { "" };
                let message = format!(
                    "containerd logs a warning, and makes this rewrite nowhere: {problem}{hint}"
                );
                let finding = error("registries/rewrite-not-a-regexp", message);
                let log = self.look_in_log("Failed to compile rewrite");
                found.push(finding.at(path, pattern_span.clone()).fixed_by(log));
            }
            return found;
        }
        if let Some(finding) = self.groups(rule) {
            found.push(finding.at(path, replacement_span.clone()));
        }
        let starts = |it: String| it.starts_with('/');
        if let Some(rest) = rule.replacement.strip_prefix('/')
            && rule.apply(&format!("{}app", literal_start(rule.pattern))).is_some_and(starts)
        {
            let message = format!(
                "the name of a repository has no slash at its beginning: in the address of the request it \
                 disappears, and a token is asked for {}, with the slash",
                Quoted(rule.replacement)
            );
            let fix = self.write(replacement_span, rest.trim_start_matches('/'));
            let finding = warning("registries/rewrite-leading-slash", message);
            found.push(finding.at(path, replacement_span.clone()).fixed_by(fix));
        }
        found
    }

    /// Groups that the pattern does not have.
    fn groups(&self, rule: &Rule<'r>) -> Option<Finding> {
        let missing = rule.missing_groups();
        let first = missing.first()?;
        let group = rule.replacement.get(first.span.clone())?;
        let is_a_name = first.meant.is_some();
        let mut new = rule.replacement.to_string();
        for it in missing.iter().rev() {
            let (Some(number), Some(written)) = (it.meant, rule.replacement.get(it.span.clone()))
            else {
                continue;
            };
            let rest = written.trim_start_matches(['$', '{']).trim_end_matches('}');
            let rest = rest.trim_start_matches(|it: char| it.is_ascii_digit());
            new.replace_range(it.span.clone(), &format!("${{{number}}}{rest}"));
        }
        let message = match is_a_name {
            true => format!(
                "{group} is one name, letters, digits and underscores with it, and the pattern has no group of \
                 that name: it becomes nothing"
            ),
            false => format!(
                "the pattern {} has no group {group}, which becomes nothing; a group is a part in parentheses",
                Quoted(rule.pattern)
            ),
        };
        let all_meant = missing.iter().all(|it| it.meant.is_some());
        let fix = all_meant.then(|| self.write(&rule.spans[1], &new));
        Some(warning("registries/rewrite-group", message).fixed_by(fix))
    }

    /// Two patterns that change one repository, each to something else.
    fn overlap(&self, key: &'r str, rewrites: &Rewrites<'r>) -> Option<(Vec<usize>, Finding)> {
        let rules = rewrites.rules();
        if rules.len() < 2 {
            return None;
        }
        let images = self.tried_on(key, rewrites);
        let both = |number: usize| match rewrites.apply(self.images[number].repository) {
            Rewritten::AnyOf(results) => Some(results),
            _ => None,
        };
        let touched: Vec<usize> = images.into_iter().filter(|it| both(*it).is_some()).collect();
        let sample = match touched.first() {
            Some(first) => {
                let image = &self.images[*first];
                both(*first).map(|results| (image.repository.to_string(), results))
            }
            None => samples(rules).into_iter().find_map(|sample| match rewrites.apply(&sample) {
                Rewritten::AnyOf(results) => Some((sample, results)),
                _ => None,
            }),
        };
        let (repository, results) = sample?;
        let [(first, one), (second, other), ..] = &results[..] else { return None };
        let message = format!(
            "{} and {} both change {repository}, to {} or to {}: containerd tries patterns in no fixed order, so \
             which of them is made differs from request to request",
            Quoted(rules[*first].pattern),
            Quoted(rules[*second].pattern),
            Quoted(one),
            Quoted(other)
        );
        let path = format!("{}.rewrite", mirror_path(key));
        let mut finding = warning("registries/rewrites-overlap", message)
            .at(path, rules[*first].spans[0].clone())
            .with("the other pattern", rules[*second].spans[0].clone());
        if let Some(image) = touched.first() {
            finding = finding.with("the image", self.images[*image].span.clone());
        }
        Some((touched, finding))
    }

    /// The images whose repositories a mirror's patterns are tried on.
    pub(super) fn tried_on(&self, key: &str, rewrites: &Rewrites<'_>) -> Vec<usize> {
        let tried = MAX_TRIED.min(MAX_STEPS / rewrites.states().max(1)).max(1);
        let is_mine = |number: &usize| {
            let registry = self.images[*number].registry;
            registry == key || (key == "*" && !self.file.mirrors.contains_key(registry))
        };
        match key {
            "*" => (0..self.images.len()).filter(is_mine).take(tried).collect(),
            key => self.images_of(key).into_iter().take(tried).collect(),
        }
    }
}

/// Whether every backslash is written twice, so that containerd reads one.
fn is_doubled(text: &str, trap: &TomlTrap) -> bool {
    matches!(trap, TomlTrap::Means { text: read, .. } if *read == text.replace("\\\\", "\\"))
}

/// A text that comes out of the quotes as it was meant.
fn survives(what: &str, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    let dots_only = what == "pattern" && text.replace("\\.", "").find('\\').is_none();
    while let Some(it) = rest.next() {
        match it {
            '\\' if dots_only => {
                rest.next();
                out += "[.]";
            }
            '\\' => {
                // One that is written twice stays.
                rest.next_if_eq(&'\\');
                out += "\\\\";
            }
            it => out.push(it),
        }
    }
    out
}

/// Repositories that the patterns may change, where no image of the text tells.
fn samples(rules: &[Rule<'_>]) -> Vec<String> {
    let mut samples =
        ["library/busybox", "rancher/mirrored-pause", "team/app"].map(String::from).to_vec();
    let rules = &rules[..rules.len().min(MAX_PAIRS)];
    let start = |rule: &Rule<'_>| literal_start(rule.pattern).trim_matches('/').to_string();
    let starts: Vec<String> = rules.iter().map(start).collect();
    let named = |it: &&String| !it.is_empty();
    samples.extend(starts.iter().filter(named).map(|it| format!("{it}/app")));
    for (start, rule) in starts.iter().zip(rules) {
        // What may stand anywhere stands behind what another one begins with.
        if !is_anchored(rule.pattern) && !start.is_empty() {
            samples.extend(starts.iter().filter(named).map(|it| format!("{it}/{start}")));
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_so_that_it_survives() {
        assert_eq!(survives("pattern", r"^foo\.bar/(.*)"), "^foo[.]bar/(.*)");
        assert_eq!(survives("pattern", r"^a/(\w+)\.x$"), r"^a/(\\w+)\\.x$");
        assert_eq!(survives("replacement", r"a\.b"), r"a\\.b");
        assert_eq!(survives("pattern", r"\\.\w"), r"\\.\\w");
    }

    #[test]
    fn a_backslash_that_is_written_twice_is_fine() {
        let fine = |text: &str| toml_trap(text).is_none_or(|it| is_doubled(text, &it));
        assert!(fine(r"^foo\\.bar"));
        assert!(fine("^foo[.]bar"));
        assert!(!fine(r"\bfoo"));
        assert!(!fine(r"^foo\.bar"));
    }
}
