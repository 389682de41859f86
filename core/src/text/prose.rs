//! Lines that are neither YAML nor JSON, and what they are the beginning of.

use crate::{event, kubectl};

/// What a piece of text is that is neither YAML nor JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prose {
    /// Messages of events, status text, lines of a log.
    Events,
    /// A table of events: `kubectl get events`, or the end of `kubectl describe`.
    EventTable,
    /// The output of `kubectl describe`.
    Describe,
    /// The table of `kubectl get pods`.
    PodTable,
    /// A table of images: `crictl images`, `docker images`, `ctr images ls`.
    ImageTable,
    /// A command of a shell.
    Command,
    /// A file of a container runtime in TOML, such as `registries.conf`.
    Toml,
    /// Names of images, one a line.
    Images,
    /// Words of a person, or of a program that is not known here.
    Other,
}

/// What a line says about the piece that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing, or white space.
    Blank,
    /// A comment of YAML.
    Comment,
    /// `apiVersion:` without indentation.
    ApiVersion,
    /// `kind:` without indentation.
    Kind,
    /// Another key of a manifest or of a node's file, whose value is below it.
    Section,
    /// Another key, or a part of YAML that only YAML has.
    Yaml,
    /// It begins with `{` or `[`.
    Bracket,
    /// It is told from YAML by what it says.
    Prose(Prose),
    /// One word, as the name of an image is.
    Word {
        /// Whether it can only be that: it has a `/`, a `:`, a `@` or a `.`.
        image: bool,
    },
    /// Several words without a key.
    Words,
    /// Several words that end with a colon, or a key of several words.
    WordsKey,
}

/// A longer line is no name of an image.
const MAX_WORD: usize = 1_024;

/// Sections of objects and files that are pasted without their beginning.
const SECTIONS: [&str; 14] = [
    "metadata",
    "spec",
    "status",
    "data",
    "stringData",
    "items",
    "auths",
    "mirrors",
    "configs",
    "providers",
    "state",
    "containerStatuses",
    "imagePullSecrets",
    "containers",
];

/// What a line is, its indentation apart. Linear in the line.
pub(super) fn line(line: &str) -> Line {
    let text = line.trim_matches([' ', '\t', '\n', '\r']);
    let Some(first) = text.chars().next() else { return Line::Blank };
    match first {
        '#' => {
            return if kubectl::is_command(text) {
                Line::Prose(Prose::Command)
            } else {
                Line::Comment
            };
        }
        '{' | '[' => {
            // `[root@node ~]# kubectl …` is a prompt.
            let command = first == '[' && kubectl::is_command(text);
            return if command { Line::Prose(Prose::Command) } else { Line::Bracket };
        }
        '-' | '?' if text[1..].is_empty() || text[1..].starts_with([' ', '\t']) => {
            return Line::Yaml;
        }
        // Bold words and items of Markdown; to YAML, an alias without a name.
        '*' if text[1..].starts_with(['*', ' ']) => return Line::Words,
        '"' | '\'' | '&' | '*' | '!' | '|' | '>' | '%' | ']' | '}' | ',' | ':' | '@' | '`' => {
            let command = matches!(first, '>' | '%') && kubectl::is_command(text);
            return if command { Line::Prose(Prose::Command) } else { Line::Yaml };
        }
        _ => {}
    }
    if let Some((key, value)) = key(text) {
        if first.is_ascii_lowercase() {
            return lower_key(key, value, text);
        }
        if let Some(found) = describe_key(key, value, text) {
            return Line::Prose(found);
        }
    }
    if let Some(found) = signal(text) {
        return Line::Prose(found);
    }
    let bytes = text.as_bytes();
    let colon = bytes.iter().enumerate().any(|(at, byte)| {
        *byte == b':' && bytes.get(at + 1).is_none_or(|it| matches!(it, b' ' | b'\t'))
    });
    let is_words = text.contains([' ', '\t']);
    match (is_words, colon) {
        (true, true) => Line::WordsKey,
        (true, false) => Line::Words,
        (false, true) => Line::Yaml,
        (false, false) => Line::Word { image: is_image(text) },
    }
}

/// A key of one word, and what follows its colon.
fn key(text: &str) -> Option<(&str, &str)> {
    let end =
        text.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.')))?;
    let value = text[end..].strip_prefix(':')?;
    (end > 0 && (value.is_empty() || value.starts_with([' ', '\t'])))
        .then(|| (&text[..end], value.trim()))
}

fn lower_key(key: &str, value: &str, text: &str) -> Line {
    match key {
        "apiVersion" => Line::ApiVersion,
        "kind" => Line::Kind,
        _ if value.is_empty() && SECTIONS.contains(&key) => Line::Section,
        // Programs put their names before what they say, and say it unquoted.
        "kubelet" | "error" | "containerd" | "crio" | "dockerd" | "unauthorized"
        | "toomanyrequests"
            if event::speaks_of_a_pull(text) =>
        {
            Line::Prose(Prose::Events)
        }
        _ => Line::Yaml,
    }
}

/// A line that stands without indentation in the output of `kubectl describe`. No key of a manifest
/// begins with a capital.
fn describe_key(key: &str, value: &str, text: &str) -> Option<Prose> {
    let below = value.is_empty();
    // Values stand in a column of their own.
    let column = text[key.len() + 1..].starts_with("  ") || text[key.len() + 1..].starts_with('\t');
    match key {
        "Name" | "Namespace" | "Priority" | "Node" if column && !below => Some(Prose::Describe),
        "Events" if below || value == "<none>" => Some(Prose::Describe),
        "Containers" | "Conditions" | "Volumes" if below => Some(Prose::Describe),
        _ => None,
    }
}

/// What only a program prints.
fn signal(text: &str) -> Option<Prose> {
    if kubectl::is_command(text) {
        return Some(Prose::Command);
    }
    if let Some(table) = table(text) {
        return Some(table);
    }
    if matches!(text, "Init Containers:" | "Ephemeral Containers:") {
        return Some(Prose::Describe);
    }
    let is_said = event::speaks_of_a_pull(text)
        || text.starts_with("Error from server")
        || text.starts_with("The Secret \"")
        || text.starts_with("The Pod \"")
        || is_log(text);
    is_said.then_some(Prose::Events)
}

/// `E0612 10:00:00.000000 …`, as Kubernetes' programs write their log.
fn is_log(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: core::ops::Range<usize>| {
        bytes.get(range).is_some_and(|it| it.iter().all(u8::is_ascii_digit))
    };
    matches!(bytes.first(), Some(b'I' | b'W' | b'E' | b'F'))
        && digits(1..5)
        && bytes.get(5) == Some(&b' ')
        && digits(6..8)
        && bytes.get(8) == Some(&b':')
}

/// Settings of `registries.conf` that stand at its beginning, and its tables.
const TOML_KEYS: [&str; 4] = [
    "unqualified-search-registries",
    "short-name-mode",
    "credential-helpers",
    "additional-layer-store-auth-helper",
];
const TOML_TABLES: [&str; 6] = [
    "[[registry]]",
    "[aliases]",
    "[registries]",
    "[registries.search]",
    "[registries.insecure]",
    "[registries.block]",
];

/// Whether a line without indentation begins a `registries.conf`.
pub(super) fn begins_toml(line: &str) -> bool {
    // Most lines are told apart by their first byte.
    match line.as_bytes().first() {
        Some(b'[') => {
            let text = line.split('#').next().unwrap_or_default();
            TOML_TABLES.iter().any(|it| text.starts_with(it) && text[it.len()..].trim().is_empty())
        }
        Some(b'u' | b's' | b'c' | b'a') => TOML_KEYS.iter().any(|it| {
            let rest = line.strip_prefix(it).unwrap_or_default();
            rest.trim_start_matches([' ', '\t']).starts_with('=')
        }),
        _ => false,
    }
}

/// The table that a line of headings begins.
pub(super) fn table(text: &str) -> Option<Prose> {
    let head = &text[..text.floor_char_boundary(400)];
    let has = |word: &str| head.split([' ', '\t']).any(|it| it == word);
    if head.starts_with("Type") && has("Reason") && has("Message") {
        return Some(Prose::EventTable);
    }
    if head.starts_with("FirstSeen") && has("Reason") && has("Message") {
        return Some(Prose::EventTable);
    }
    if !head.starts_with(|it: char| it.is_ascii_uppercase()) {
        return None;
    }
    if has("REASON") && has("MESSAGE") {
        return Some(Prose::EventTable);
    }
    if has("NAME") && has("STATUS") && has("READY") {
        return Some(Prose::PodTable);
    }
    let images = (head.starts_with("IMAGE") || head.starts_with("REPOSITORY")) && has("ID")
        || head.starts_with("REF") && has("DIGEST");
    images.then_some(Prose::ImageTable)
}

/// Whether one word can only be the name of an image.
pub(super) fn is_image(word: &str) -> bool {
    word.len() <= MAX_WORD
        && word.contains(['/', ':', '@', '.'])
        && word.starts_with(|it: char| it.is_ascii_alphanumeric())
        && word.bytes().all(|it| it.is_ascii_alphanumeric() || b"._:/@-+".contains(&it))
        && !word.ends_with(['.', ':', '/'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_what_it_is() {
        for (text, expect) in [
            ("", Line::Blank),
            ("  # x", Line::Comment),
            ("apiVersion: v1", Line::ApiVersion),
            ("kind:", Line::Kind),
            ("spec:", Line::Section),
            ("spec: {}", Line::Yaml),
            ("- name: x", Line::Yaml),
            ("message: 'Back-off pulling image \"x\"'", Line::Yaml),
            ("{\"kind\": 1}", Line::Bracket),
            ("$ kubectl get pods", Line::Prose(Prose::Command)),
            ("# kubectl get pods", Line::Prose(Prose::Command)),
            ("# kubectl", Line::Comment),
            ("[root@node ~]# kubectl get pods", Line::Prose(Prose::Command)),
            ("Name:         web", Line::Prose(Prose::Describe)),
            ("Events:", Line::Prose(Prose::Describe)),
            ("  Type  Reason  Age  From  Message", Line::Prose(Prose::EventTable)),
            ("LAST SEEN   TYPE   REASON   OBJECT   MESSAGE", Line::Prose(Prose::EventTable)),
            ("NAMESPACE NAME READY STATUS RESTARTS AGE", Line::Prose(Prose::PodTable)),
            ("IMAGE  TAG  IMAGE ID  SIZE", Line::Prose(Prose::ImageTable)),
            ("REF TYPE DIGEST SIZE PLATFORMS LABELS", Line::Prose(Prose::ImageTable)),
            ("Back-off pulling image \"x\"", Line::Prose(Prose::Events)),
            ("Failed to pull image \"x\": error", Line::Prose(Prose::Events)),
            ("E0612 10:00:00.000000   1 x.go:5] y", Line::Prose(Prose::Events)),
            ("nginx:1.27", Line::Word { image: true }),
            ("spec", Line::Word { image: false }),
            ("my pod does not start", Line::Words),
            ("this is what I see:", Line::WordsKey),
        ] {
            assert_eq!(line(text), expect, "{text}");
        }
    }
}
