//! The images of a workload, judged one by one.

use alloc::string::String;
use core::fmt::Write;

use super::registry::{HostSet, RegistryHost};
use super::{Digests, LatestTag, Settings, Unparsable, Verdict};
use crate::json::Value;
use crate::reference::Reference;
use crate::workload::{self, Part, Role};

/// Judges the images of an object whose `kind` makes Pods.
///
/// With `only_ephemeral` the other images are passed over: a request for the subresource cannot
/// change them, and whoever runs `kubectl debug` cannot mend them.
pub(super) fn judge(
    kind: &str,
    object: &Value<'_>,
    only_ephemeral: bool,
    settings: &Settings<'_>,
    verdict: &mut Verdict,
) {
    let spec = match workload::pod_spec(kind, object) {
        Ok(Some(spec)) => spec,
        Ok(None) => {
            let path = workload::pod_spec_path(kind).unwrap_or_default();
            return verdict.refuse(
                "object/no-pod-spec",
                path.into(),
                "missing, so that no image can be judged; a workload has a Pod spec here",
            );
        }
        Err(wrong_type) => return verdict.refuse_wrong_type(wrong_type),
    };
    spec.visit(&mut |part| match part {
        Part::WrongType(wrong_type) => verdict.refuse_wrong_type(wrong_type),
        Part::Image(field) => {
            if only_ephemeral && field.role != Role::EphemeralContainer {
                return;
            }
            if let Some(image) = field.text() {
                judge_one(&field.path, image, settings, verdict);
            }
        }
        Part::PullSecret(_) => {}
    });
}

/// Every rule that one image breaks, in the order of the settings.
fn judge_one(path: &str, image: &str, settings: &Settings<'_>, verdict: &mut Verdict) {
    let reference = match Reference::parse(image) {
        Ok(reference) => reference,
        Err(err) => {
            let image = quoted(image);
            return match settings.unparsable {
                Unparsable::Reject => verdict.refuse(
                    "image/unparsable",
                    path.into(),
                    alloc::format!(
                        "{image} is not an image reference: {err} (at byte {}); the kubelet would \
                         stop at InvalidImageName, so correct the name",
                        err.span().start
                    ),
                ),
                Unparsable::Accept => verdict.warn(
                    "image/unparsable",
                    path.into(),
                    alloc::format!("{image} is not an image reference: {err}"),
                ),
            };
        }
    };

    let registry = RegistryHost::of_image(reference.registry());
    if let Some(entry) = settings.registries.refuse.refusing(&registry) {
        verdict.refuse(
            "image/registry-refused",
            path.into(),
            alloc::format!(
                "{} comes from the registry {}, which registries.refuse has as {}; \
                 use an image of another registry",
                quoted(image),
                named(&registry),
                quoted(entry.as_str())
            ),
        );
    } else if let Some(allow) = &settings.registries.allow
        && !allow.allows(&registry)
    {
        verdict.refuse(
            "image/registry-not-allowed",
            path.into(),
            alloc::format!(
                "{} comes from the registry {}, which is not in registries.allow; use an image of {}",
                quoted(image),
                named(&registry),
                suggestion(allow)
            ),
        );
    }

    let pinned = reference.digest().is_some();
    if settings.digest == Digests::Required && !pinned {
        // A digest mends a refused `latest` as well, so that one problem says it all.
        return verdict.refuse(
            "image/no-digest",
            path.into(),
            alloc::format!(
                "{} has no digest, and digest is required; \
                 append the digest of the image, @sha256:…",
                quoted(image)
            ),
        );
    }
    if settings.latest == LatestTag::Refuse && !pinned {
        let how = match reference.tag() {
            None => "implies the tag latest, having neither tag nor digest",
            Some("latest") => "has the tag latest",
            Some(_) => return,
        };
        // The image as written, without the tag; there is no digest here.
        let name = reference.spans().tag.map_or(image, |tag| &image[..tag.start - 1]);
        let example =
            if name.len() <= 100 { alloc::format!(" such as {name}:1.2.3") } else { String::new() };
        verdict.refuse(
            "image/latest",
            path.into(),
            alloc::format!(
                "{} {how}, and latest is refused; name a version{example}, or a digest",
                quoted(image)
            ),
        );
    }
}

/// The registry in words; a reference such as `my_host.io/app` has none.
fn named(registry: &RegistryHost<'_>) -> String {
    match registry.as_str() {
        "" => "\"\" (the first component is no host name)".into(),
        host => quoted(host),
    }
}

/// What to use instead, when the list is short enough to be read in a message.
fn suggestion(allow: &HostSet<'_>) -> String {
    let mut text = String::new();
    let count = allow.iter().count();
    if count > 3 {
        return "one of these".into();
    }
    for (index, host) in allow.iter().enumerate() {
        match index {
            0 => {}
            _ if index + 1 == count => text.push_str(" or "),
            _ => text.push_str(", "),
        }
        text.push_str(host.as_str());
    }
    text
}

/// How many bytes of a value a message shows.
const SHOWN: usize = 200;

/// A value for a message: in quotes, cut, without anything that could be a password or could
/// confuse a terminal.
///
/// An image that parses holds no secret; one that does not may be `https://user:secret@host/app`.
pub(super) fn quoted(value: &str) -> String {
    let hidden = user_info(value);
    let mut text = String::with_capacity(value.len().min(SHOWN) + 2);
    text.push('"');
    for (at, char) in value.char_indices() {
        if at >= SHOWN {
            text.push('…');
            break;
        }
        if let Some(hidden) = &hidden
            && hidden.contains(&at)
        {
            if at == hidden.start {
                text.push_str("[elided]");
            }
            continue;
        }
        match char {
            '"' | '\\' => text.extend(['\\', char]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{a0}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => escape(&mut text, char),
            _ if char.is_control() => escape(&mut text, char),
            _ => text.push(char),
        }
    }
    text.push('"');
    text
}

/// A name as it is, when it reads as one; else quoted and cut.
pub(super) fn plain_or_quoted(name: &str) -> String {
    let plain = name.len() <= 64
        && !name.is_empty()
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-.".contains(&it));
    if plain { name.into() } else { quoted(name) }
}

fn escape(text: &mut String, char: char) {
    // Writing to a `String` cannot fail.
    let _ = write!(text, "\\u{{{:x}}}", u32::from(char));
}

/// The bytes between `scheme://user:` and `@`, or `scheme://` and `@`, that may be a secret.
fn user_info(value: &str) -> Option<core::ops::Range<usize>> {
    let start = value.find("://").map_or(0, |at| at + 3);
    let end = start + value[start..].rfind('@')?;
    let after = &value[end + 1..];
    if after.starts_with("sha") && after.contains(':') && !after.contains('/') {
        return None; // a digest
    }
    match value[start..end].find(':') {
        Some(colon) => Some(start + colon + 1..end),
        None if start > 0 || after.contains('/') => Some(start..end),
        None => None, // nginx@latest
    }
}
