//! What to change in a Secret, or to type, so that it does what it is for.
//!
//! A fix never repeats a secret. What stands in the clear, such as the type or a data key, is
//! edited; so is a registry's key within a value, because it can be told apart from what stands
//! beside it, also in base64. For everything else there is the command that makes the Secret anew,
//! with a placeholder for the password.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Context, Places, PullSecret, Written};
use crate::docker_config::{Format, without_user};
use crate::finding::{Edit, Fix};
use crate::inside::Inside;
use crate::json;
use crate::kubectl::{Arg, CreateSecret, Form};

/// The edit that writes `new` in place of a registry's key, and nothing else.
///
/// `value` is a `config.json` or `.dockercfg`, `inside` how it stands in the text, and `key` the
/// [`key_span`](crate::docker_config::Entry::key_span) of the entry. In base64 the white space
/// behind the new key makes up for another length, so that nothing but the key and the punctuation
/// beside it is written again.
///
/// `None` when that is not possible without repeating anything else, or when `new` needs escapes or
/// has a user in front of the host.
///
/// ```
/// use pullscope_core::docker_config::{Format, decode};
/// use pullscope_core::inside::Inside;
/// use pullscope_core::pull_secret::replace_key;
///
/// let text = r#"{"auths": {"quay.io": {"auth": "Zm9vOmJhcg=="}}}"#;
/// let config = decode(Format::ConfigJson, text.as_bytes()).unwrap();
/// let inside = Inside::verbatim(0..text.len());
/// let key = config.entries[0].key_span.clone();
/// let edit = replace_key(text.as_bytes(), &inside, key, "ghcr.io").unwrap();
/// assert_eq!((edit.span, edit.text.as_str()), (12..19, "ghcr.io"));
/// ```
pub fn replace_key(value: &[u8], inside: &Inside, key: Range<usize>, new: &str) -> Option<Edit> {
    let is_plain =
        |c: char| matches!(c, '!'..='~') && !matches!(c, '"' | '\'' | '\\' | '<' | '>' | '&');
    // A user in front of the host comes with a password.
    let is_safe = without_user(new) == new;
    if !new.chars().all(is_plain) || !is_safe || key.len() < 2 {
        return None;
    }
    if !inside.is_base64() {
        return inside.replace(value, key.start + 1..key.end - 1, new, is_punctuation);
    }
    let padding = (key.len() + 3 - (new.len() + 2) % 3) % 3;
    let padded = format!("\"{new}\"{}", &"  "[..padding]);
    inside.replace(value, key, &padded, is_punctuation)
}

/// What stands between the strings of JSON, and says nothing: `null` with the others, of which only
/// the first or the last letter can be within two bytes of a key.
fn is_punctuation(byte: u8) -> bool {
    let is_mark = matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"' | b'n' | b'l');
    is_mark || byte.is_ascii_whitespace()
}

/// Edits and commands for one Secret.
pub(super) struct Fixer<'a> {
    pub(super) secret: &'a PullSecret<'a>,
    pub(super) places: &'a Places<'a>,
}

impl<'a> Fixer<'a> {
    /// Another type. The API server takes no other type for a Secret that exists.
    pub(super) fn other_type(&self, format: Format) -> Fix {
        Fix {
            title: format!("Make the type {}", format.secret_type()),
            edits: self.set_type(format).into_iter().collect(),
            command: Some(self.delete()),
        }
    }

    /// The type and the data key of the other layout.
    pub(super) fn other_format(&self, from: Format, to: Format) -> Fix {
        let edits = self.set_type(to).zip(self.rename(from.data_key(), to.data_key()));
        let mut edits = edits.map_or(Vec::new(), |(a, b)| Vec::from([a, b]));
        crate::order::sort_by_key(&mut edits, |it| it.span.start);
        Fix {
            title: format!("Make the type {} and the key {}", to.secret_type(), to.data_key()),
            edits,
            command: Some(self.delete()),
        }
    }

    /// The name of a data key.
    pub(super) fn rename_key(&self, from: &str, to: &str) -> Option<Fix> {
        let edit = self.rename(from, to)?;
        Some(Fix { title: format!("Name the key {to}"), edits: Vec::from([edit]), command: None })
    }

    /// The only value under `stringData` is base64, and so belongs under `data`.
    pub(super) fn string_data_to_data(&self) -> Option<Edit> {
        let Written { text, data_name, .. } = self.places.written.as_ref()?;
        if self.secret.data.len() != 1 {
            return None;
        }
        scalar(text, data_name.clone()?, "stringData", "data")
    }

    /// `{"auths":` and `}` around the value under the data key of `format`.
    pub(super) fn wrap_in_auths(&self, format: Format) -> Option<Fix> {
        let (value, inside) = self.inside(format)?;
        let end = value.len();
        // A block of lines ends with a line break, which is not among its lines.
        let trimmed = value.trim_ascii_end().len();
        let edits = [
            inside.replace(value, 0..0, "{\"auths\":", is_punctuation)?,
            inside
                .replace(value, end..end, "}", is_punctuation)
                .or_else(|| inside.replace(value, trimmed..trimmed, "}", is_punctuation))?,
        ];
        let title = String::from("Wrap the entries in {\"auths\": …}");
        Some(Fix { title, edits: Vec::from(edits), command: None })
    }

    /// Blanks for the commas behind which nothing follows, when the value is JSON without them.
    pub(super) fn without_stray_commas(&self, format: Format) -> Option<Fix> {
        const COMMAS: usize = 8;
        let (value, inside) = self.inside(format)?;
        let mut repaired = value.to_vec();
        let mut edits: Vec<Edit> = Vec::new();
        while let Err(error) = json::check(&repaired) {
            let before = repaired.get(..error.span().start)?.trim_ascii_end();
            let closes = matches!(repaired.get(error.span().start), Some(b'}' | b']'));
            let comma = before.len().checked_sub(1).filter(|&at| closes && before[at] == b',')?;
            let edit = inside.replace(value, comma..comma + 1, " ", is_punctuation)?;
            let is_behind = edits.last().is_none_or(|it| it.span.end <= edit.span.start);
            if !is_behind || edits.len() == COMMAS {
                return None;
            }
            edits.push(edit);
            repaired[comma] = b' ';
        }
        let title = String::from("Take out the comma behind which nothing follows");
        Some(Fix { title, edits, command: None })
    }

    /// Another key for one entry.
    pub(super) fn replace_key(&self, format: Format, key: Range<usize>, new: &str) -> Option<Edit> {
        let (value, inside) = self.inside(format)?;
        replace_key(value, inside, key, new)
    }

    /// The command that makes the Secret anew, with one entry.
    pub(super) fn create(&self, key: Option<&str>, username: Option<&[u8]>) -> Fix {
        let Context { name, namespace, .. } = self.places.context;
        // A user in front of the host belongs to `--docker-username`.
        let server = key.filter(|it| is_shown(it) && without_user(it) == *it).unwrap_or_default();
        let username = username.and_then(|it| str::from_utf8(it).ok()).filter(|it| is_shown(it));
        let username = username.unwrap_or_default();
        let command = CreateSecret::for_registry(name_or(name), namespace, server, username);
        let title = String::from("Create the Secret with kubectl");
        Fix { title, edits: Vec::new(), command: Some(format!("{command}")) }
    }

    /// The command that makes the Secret anew from a `config.json`.
    pub(super) fn create_from_file(&self, format: Format) -> Fix {
        let Context { name, namespace, .. } = self.places.context;
        let mut command = CreateSecret::new(Form::Generic, name_or(name), namespace);
        command.secret_type = Some(Arg::new(format.secret_type()));
        let file = match format {
            Format::ConfigJson => "config.json",
            Format::DockerCfg => ".dockercfg",
        };
        command.from_file = Vec::from([Arg::new(&format!("{}={file}", format.data_key()))]);
        let title = format!("Create the Secret from the {file} itself");
        Fix { title, edits: Vec::new(), command: Some(format!("{command}")) }
    }

    fn delete(&self) -> String {
        let Context { name, namespace, .. } = self.places.context;
        let mut command = format!("kubectl delete secret {}", Arg::new(name_or(name)));
        if !namespace.is_empty() {
            command += &format!(" --namespace={}", Arg::new(namespace));
        }
        command
    }

    fn set_type(&self, format: Format) -> Option<Edit> {
        let written = self.places.written.as_ref()?;
        let text = written.text;
        let new = format.secret_type();
        if let Some(span) = &written.type_span {
            return scalar(text, span.clone(), self.secret.secret_type, new);
        }
        // Without a type: in front of the data.
        let at = written.data_name.clone()?.start;
        let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let indent = &text[line..at];
        let text = if written.is_in_brackets && text[at..].starts_with('"') {
            format!("\"type\": \"{new}\", ")
        } else if !written.is_in_brackets && indent.bytes().all(|it| it == b' ') {
            format!("type: {new}\n{indent}")
        } else {
            return None;
        };
        Some(Edit { span: at..at, text })
    }

    fn rename(&self, from: &str, to: &str) -> Option<Edit> {
        let Written { text, keys, .. } = self.places.written.as_ref()?;
        let at = self.secret.data.iter().rposition(|(key, _)| *key == from)?;
        scalar(text, keys.get(at)?.clone(), from, to)
    }

    fn inside(&self, format: Format) -> Option<(&'a [u8], &'a Inside)> {
        let at = self.secret.data.iter().rposition(|(key, _)| *key == format.data_key())?;
        let inside = self.places.written.as_ref()?.insides.get(at)?.as_ref()?;
        Some((self.secret.data[at].1, inside))
    }
}

/// The edit that makes `new` of the scalar in `span`, which says `old`, and leaves its quotes.
fn scalar(text: &str, span: Range<usize>, old: &str, new: &str) -> Option<Edit> {
    // White space in front of a comment may count to a plain scalar.
    let written = text.get(span.clone())?.trim_end();
    if old.is_empty() {
        return None;
    }
    let at = match written.strip_prefix(['"', '\'']) {
        _ if written == old => 0,
        Some(rest) if rest.strip_suffix(['"', '\'']) == Some(old) => 1,
        _ => return None,
    };
    let start = span.start + at;
    Some(Edit { span: start..start + old.len(), text: String::from(new) })
}

fn name_or(name: &str) -> &str {
    if is_shown(name) { name } else { "<name>" }
}

/// Whether a text can stand in a command: some, and all of it to be seen.
fn is_shown(text: &str) -> bool {
    const SHOWN: usize = 200;
    (1..=SHOWN).contains(&text.len()) && text.chars().all(|c| !c.is_control())
}
