//! What K3s cannot read, and what it passes over.
//!
//! A file that is not read keeps the node from becoming ready, and K3s' log says so behind a sentence
//! about the server that is not; so the parser's own words are repeated here.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Found, Lint, MAX_FOUND, error, shown, warning};
use crate::edit;
use crate::finding::{Edit, Finding, Fix};
use crate::json::{Data, Member, Value};
use crate::registries::{FileError, Meant, Registries, Setting, TypeError, Unknown};
use crate::text::{TextError, TextErrorKind, sentences};

/// Whether a text that is no YAML was meant to be a `registries.yaml`.
pub fn looks_like_registries(document: &str) -> bool {
    let begins = |line: &str| {
        let key = line.split(':').next().unwrap_or_default();
        key.len() < line.len() && matches!(key, "mirrors" | "configs")
    };
    let is_object = |line: &str| line.starts_with("kind:") || line.starts_with("apiVersion:");
    document.lines().any(begins) && !document.lines().any(is_object)
}

/// What is said of a document that is no YAML: `span` is the document's, `problem` why it is none.
pub fn not_yaml(
    text: &str,
    span: &Range<usize>,
    problem: &TextError,
    setting: &Setting,
) -> Finding {
    let product = setting.distribution.title();
    let document = text.get(span.clone()).unwrap_or_default();
    let words = Registries::parse(document).err().and_then(|it| it.shown());
    let words = words.map_or_else(String::new, |it| format!("; its log says \"{it}\""));
    let place = problem.span();
    let wildcard = match *problem.kind() {
        TextErrorKind::Yaml(sentences::NO_NAME | sentences::NO_ANCHOR) => star(text, span, &place),
        _ => None,
    };
    if let Some(star) = wildcard {
        let key = &text[star.clone()];
        let message = format!(
            "{key} without quotes is an alias of YAML: {product} cannot read the file, and the node does \
             not become ready{words}"
        );
        let quote = |at: usize| Edit { span: at..at, text: "\"".into() };
        let fix = Fix {
            title: format!("Write \"{key}\""),
            edits: Vec::from([quote(star.start), quote(star.end)]),
            command: Some(setting.journal("yaml:")),
        };
        return error("registries/wildcard-unquoted", message).at("", star).fixed_by(fix);
    }
    let message = format!(
        "{problem}: {product} cannot read the file, and the node does not become ready{words}"
    );
    error("registries/not-yaml", message).at("", place).fixed_by(in_journal(setting))
}

/// The key that begins with a star at an error, or before it on its line.
fn star(text: &str, document: &Range<usize>, place: &Range<usize>) -> Option<Range<usize>> {
    let line = text[document.start..place.start]
        .rfind('\n')
        .map_or(document.start, |it| document.start + it + 1);
    let end = text[line..].find('\n').map_or(text.len(), |it| line + it);
    let start = line + text[line..end].find('*')?;
    let before = text[line..start].trim_start_matches([' ', '-', '{', '[', ',']);
    let rest = &text[start..end];
    let length = rest.find(": ").or_else(|| rest.trim_end().strip_suffix(':').map(str::len))?;
    (before.is_empty() && !rest[..length].contains(['"', '\'', ' '])).then(|| start..start + length)
}

/// What is said of a file with values of another type than is read there.
pub(super) fn refused(
    text: &str,
    document: &Range<usize>,
    setting: &Setting,
    error: &FileError,
) -> Vec<Found> {
    let FileError::Types(errors) = error else { return Vec::new() };
    // The log counts lines from the beginning of the file.
    let alone = text.get(document.clone()).map(Registries::parse);
    let alone = match &alone {
        Some(Err(FileError::Types(alone))) if alone.len() == errors.len() => alone,
        _ => errors,
    };
    let found = errors.iter().zip(alone).take(MAX_FOUND).map(|(problem, alone)| {
        let finding = wrong_type(text, setting, problem, &alone.shown());
        Found { finding, images: Vec::new() }
    });
    found.collect()
}

fn wrong_type(text: &str, setting: &Setting, problem: &TypeError, words: &str) -> Finding {
    let product = setting.distribution.title();
    let path = shown(&problem.path);
    let message = format!(
        "{path}: {problem}; {product} refuses the whole file, and the node does not become ready. Its log \
         says \"{words}\""
    );
    let fix = retyped(text, problem).unwrap_or_else(|| in_journal(setting));
    error("registries/wrong-type", message).at(path, problem.span.clone()).fixed_by(fix)
}

/// The change that is right for sure: an endpoint by itself, a boolean in quotes.
fn retyped(text: &str, problem: &TypeError) -> Option<Fix> {
    let written = text.get(problem.span.clone())?;
    let name = problem.path.rsplit('.').next()?;
    let is_one_line = !written.is_empty() && !written.contains('\n');
    let is_scalar = !written.starts_with(['{', '[', '-', '|', '>']) && is_one_line;
    if name == "endpoint" && is_scalar {
        // In brackets a comma or a brace would mean something.
        let is_plain = !written.starts_with(['"', '\'']);
        if is_plain && written.contains(['"', '\\']) {
            return None;
        }
        let quote = if is_plain { "\"" } else { "" };
        // Nothing of it is repeated: it may hold a password.
        let (start, end) = (problem.span.start, problem.span.end);
        let edits = Vec::from([
            Edit { span: start..start, text: format!("[{quote}") },
            Edit { span: end..end, text: format!("{quote}]") },
        ]);
        return Some(Fix { title: "Make it a list".into(), edits, command: None });
    }
    if name != "insecure_skip_verify" {
        return None;
    }
    let new = match written.trim_matches(['"', '\'']) {
        "1" => "true",
        "0" => "false",
        word => ["true", "false"].into_iter().find(|it| it.eq_ignore_ascii_case(word))?,
    };
    Some(fix("Write true or false without quotes", &problem.span, new.into()))
}

/// What the node says of it.
fn in_journal(setting: &Setting) -> Fix {
    let title = format!("Look into the log of {} on the node", setting.distribution.title());
    Fix { title, edits: Vec::new(), command: Some(setting.journal("yaml:")) }
}

fn fix(title: &str, span: &Range<usize>, text: String) -> Fix {
    let edits = Vec::from([Edit { span: span.clone(), text }]);
    Fix { title: title.into(), edits, command: None }
}

/// The objects of a document, by where the keys of their members stand.
fn parents<'v>(root: &'v Value<'v>) -> BTreeMap<usize, &'v [Member<'v>]> {
    let mut parents = BTreeMap::new();
    let mut open = Vec::from([root]);
    while let Some(value) = open.pop() {
        match &value.data {
            Data::Object(members) => {
                for member in members {
                    parents.insert(member.key_span.start, members.as_slice());
                    open.push(&member.value);
                }
            }
            Data::Array(items) => open.extend(items),
            _ => {}
        }
    }
    parents
}

impl Lint<'_> {
    /// Keys that are passed over in silence; `token` has a finding of its own.
    pub(super) fn unknown_keys(&mut self) {
        let file = self.file;
        let unknown = || file.passed_over.iter().filter(|it| it.meant != Some(Meant::Token));
        if unknown().next().is_none() {
            return;
        }
        let parents = parents(self.root);
        for it in unknown() {
            if self.is_full() {
                return;
            }
            let siblings = parents.get(&it.span.start).copied().unwrap_or_default();
            let finding = self.unknown_key(it, siblings);
            self.say(finding);
        }
    }

    fn unknown_key(&self, unknown: &Unknown, siblings: &[Member<'_>]) -> Finding {
        let product = self.product();
        let key = shown(&unknown.key);
        let above = unknown.path.strip_suffix(&*unknown.key).unwrap_or_default();
        let place = match above.trim_end_matches('.') {
            "" => "at the top of the file".into(),
            above => format!("in {}", shown(above)),
        };
        let (hint, fix) = match unknown.meant {
            Some(Meant::Key(name)) => {
                let is_free = siblings.iter().all(|it| it.key != name);
                let edits = Vec::from([edit::replace(self.text, &unknown.span, name)]);
                let fix = Fix { title: format!("Write {name}"), edits, command: None };
                (format!("; {name} is near"), is_free.then_some(fix))
            }
            Some(Meant::Registry) => (
                "; it holds what an entry of mirrors holds, so it belongs under mirrors, indented"
                    .into(),
                None,
            ),
            Some(Meant::Host) => (
                "; it holds what an entry of configs holds, so it belongs under configs, indented"
                    .into(),
                None,
            ),
            Some(Meant::Token) | None => (String::new(), None),
        };
        let message = format!(
            "{product} knows no key {key} {place}, and passes it over in silence, with all that it holds{hint}"
        );
        let path = shown(&unknown.path);
        warning("registries/unknown-key", message).at(path, unknown.span.clone()).fixed_by(fix)
    }
}
