//! The mistakes that make a text no image reference, the most telling first.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::{Advice, apply};
use crate::finding::{Edit, Severity};
use crate::quoted::{Quoted, is_blank, user_info};
use crate::reference::{
    Component, DOCKER_HUB, ErrorKind, Grammar, HostMark, ParseError, Reference, RegistryRule,
};
use crate::substring;

/// The first mistake that is surely there, or else the parser's own sentence.
pub(super) fn first(image: &str, error: &ParseError, grammar: Grammar) -> Advice {
    if *error.kind() == ErrorKind::Empty {
        return Advice::new("image/missing", Severity::Error, 0..0, error.to_string());
    }
    template(image)
        .or_else(|| white_space(image, grammar))
        .or_else(|| scheme(image, grammar))
        .or_else(|| registry_twice(image, Severity::Error, grammar))
        .or_else(|| tag_twice(image, grammar))
        .or_else(|| upper_case(image, error, grammar))
        .unwrap_or_else(|| {
            let message = format!("{} is not an image reference: {error}", Quoted(image));
            Advice::new("image/invalid", Severity::Error, error.span(), message)
        })
}

/// The longest template that is looked for, in bytes.
const MAX_TEMPLATE: usize = 200;
/// How many places are looked at.
const MAX_PLACES: usize = 1_000;

/// `${X}`, `$(X)`, `{{ .X }}`, `<X>`, `%X%` and `$X`, none of which a reference can hold.
fn template(image: &str) -> Option<Advice> {
    let hidden = user_info(image);
    let is_shown = |span: &Range<usize>| {
        hidden.as_ref().is_none_or(|it| span.end <= it.start || it.end <= span.start)
    };
    let span = image
        .match_indices(['$', '{', '<', '%'])
        .take(MAX_PLACES)
        .filter_map(|(start, _)| Some(start..start + template_length(&image[start..])?))
        .find(is_shown)?;
    let found = &image[span.clone()];
    let message = if found == "<no value>" {
        format!("{} is what a template writes for a value that is missing: give it", Quoted(found))
    } else if found.starts_with("$(") {
        format!(
            "{} was never filled in: Kubernetes does that in command, args and env, not in an image",
            Quoted(found)
        )
    } else {
        format!(
            "{} was never filled in: an image is taken as it is written, so fill it in before the \
             manifest is applied",
            Quoted(found)
        )
    };
    Some(Advice::new("image/template-not-filled", Severity::Error, span, message))
}

/// The length of the template at the start of a text.
fn template_length(text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(MAX_TEMPLATE)];
    for (open, close) in [("${", "}"), ("$(", ")"), ("{{", "}}"), ("<", ">")] {
        if let Some(rest) = text.strip_prefix(open) {
            let length = substring::find(rest, close).filter(|&it| it > 0)?;
            return Some(open.len() + length + close.len());
        }
    }
    let is_word = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    let word = text[1..].bytes().take_while(|&it| is_word(it)).count();
    let is_name = word > 0 && !text.as_bytes()[1].is_ascii_digit();
    match text.as_bytes()[0] {
        b'$' if is_name => Some(1 + word),
        b'%' if is_name && text[1 + word..].starts_with('%') => Some(word + 2),
        _ => None,
    }
}

fn white_space(image: &str, grammar: Grammar) -> Option<Advice> {
    let start = image.find(is_blank)?;
    let after = image[start..].trim_start_matches(is_blank);
    let first = start..image.len() - after.len();
    let trimmed = image.trim_matches(is_blank);
    let is_one = !after.contains(is_blank);
    let place = match &image[first.clone()] {
        it if it.contains(|c| is_blank(c) && !char::is_whitespace(c)) => {
            "holds a character that is not seen"
        }
        _ if first.start == 0 => "begins with white space",
        _ if first.end == image.len() => "ends with white space",
        _ => "holds white space",
    };
    let message = format!("{} {place}, and no image name has any", Quoted(image));
    let advice = Advice::new("image/white-space", Severity::Error, first.clone(), message);
    if !is_glued(trimmed) {
        return Some(advice);
    }
    let edit = if is_one {
        Edit { span: first, text: String::new() }
    } else {
        Edit { span: 0..image.len(), text: trimmed.replace(is_blank, "") }
    };
    Some(advice.offering(image, edit, grammar))
}

/// Whether all white space in a text stands beside a mark that joins two parts of a name, or is
/// none that is seen, so that the parts belong together.
fn is_glued(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, ':' | '/' | '@');
    let mut rest = text;
    while let Some(start) = rest.find(is_blank) {
        let after = rest[start..].trim_start_matches(is_blank);
        let blank = &rest[start..rest.len() - after.len()];
        let is_joined = rest[..start].ends_with(is_mark) || after.starts_with(is_mark);
        if !is_joined && blank.contains(char::is_whitespace) {
            return false;
        }
        rest = after;
    }
    true
}

/// `https://`, `docker://`, `oci://` and what else a URL begins with.
fn scheme(image: &str, grammar: Grammar) -> Option<Advice> {
    let end = substring::find(image, "://")?;
    let is_scheme = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.');
    if end == 0 || !image[..end].bytes().all(is_scheme) {
        return None;
    }
    let (scheme, rest) = image.split_at(end + 3);
    // A page of Docker Hub's site is no image.
    // A page of Docker Hub's site is no image.
    let edit = match Reference::parse_as(rest, grammar) {
        _ if rest.starts_with("hub.docker.com/") => None,
        Ok(_) => Some(Edit { span: 0..scheme.len(), text: String::new() }),
        // Both mistakes at once, so that what is offered is a name.
        Err(error) => {
            upper_case(rest, &error, grammar).and_then(|it| it.replacement).map(|small| {
                let text = format!("{}{}", &rest[..small.span.start], small.text);
                Edit { span: 0..scheme.len() + small.span.end, text }
            })
        }
    };
    let lead = format!("{} is no part of an image name", Quoted(scheme));
    let message = match &edit {
        Some(edit) => format!("{lead}: write {}", Quoted(&apply(image, edit))),
        None => format!("{lead}: it begins with the registry host, or the repository"),
    };
    let advice = Advice::new("image/scheme", Severity::Error, 0..scheme.len(), message);
    Some(Advice { replacement: edit, ..advice })
}

/// `reg.io/reg.io/app`, and `docker.io/reg.io/app`: no repository of Docker Hub begins with a host.
pub(super) fn registry_twice(image: &str, severity: Severity, grammar: Grammar) -> Option<Advice> {
    let (first, rest) = image.split_once('/')?;
    let (second, _) = rest.split_once('/')?;
    let has_mark = second.contains(['.', ':']);
    let is_same = first == second && (has_mark || second == "localhost");
    let is_hub = first == DOCKER_HUB || first == "index.docker.io";
    if !(is_same || is_hub && has_mark) {
        return None;
    }
    if !Reference::parse_as(rest, grammar).is_ok_and(|it| it.is_registry_written()) {
        return None;
    }
    let message = if is_same {
        format!("the registry host {} stands twice: write {}", Quoted(first), Quoted(rest))
    } else {
        format!(
            "{} stands in front of another registry host, {}: write {}",
            Quoted(first),
            Quoted(second),
            Quoted(rest)
        )
    };
    let span = 0..first.len() + 1;
    let edit = Edit { span: span.clone(), text: String::new() };
    let advice = Advice::new("image/registry-twice", severity, span, message);
    Some(Advice { replacement: Some(edit), ..advice })
}

/// `app:1.2:latest`, where every part is a tag.
fn tag_twice(image: &str, grammar: Grammar) -> Option<Advice> {
    let last = image.rfind('/').map_or(0, |at| at + 1);
    let colon = last + image[last..].find(':')?;
    let tags: Vec<&str> = image[colon + 1..].splitn(4, ':').collect();
    let (name, [one, another, ..]) = (&image[..colon], &tags[..]) else { return None };
    let is_tag = |tag: &&str| {
        let tagged = format!("{name}:{tag}");
        Reference::parse_as(&tagged, grammar).is_ok_and(|it| it.tag() == Some(tag))
    };
    if !tags.iter().all(is_tag) {
        return None;
    }
    let message = format!(
        "{} has more than one tag, {} and {}: keep the one that is meant",
        Quoted(image),
        Quoted(one),
        Quoted(another)
    );
    let advice = Advice::new("image/tag-twice", Severity::Error, colon + 1..image.len(), message);
    if tags.iter().any(|it| it != one) {
        return Some(advice);
    }
    let edit = Edit { span: colon + 1 + one.len()..image.len(), text: String::new() };
    Some(advice.offering(image, edit, grammar))
}

/// Upper case where only lower case can stand.
fn upper_case(image: &str, error: &ParseError, grammar: Grammar) -> Option<Advice> {
    match error.kind() {
        ErrorKind::Unexpected { found: 'A'..='Z', component: Component::Repository } => {}
        _ => return None,
    }
    let start = error.span().start;
    let end = image[start..].find([':', '@']).map_or(image.len(), |at| start + at);
    let mut edit = Edit { span: start..end, text: image[start..end].to_ascii_lowercase() };
    let fixed = apply(image, &edit);
    let rule = Reference::parse_as(&fixed, grammar).ok()?.registry_rule();
    // Whoever writes `MyOrg/MyApp` means no host.
    if rule == RegistryRule::Written(HostMark::UpperCase) {
        edit =
            Edit { span: 0..end, text: format!("docker.io/{}", image[..end].to_ascii_lowercase()) };
    }
    let message = format!(
        "{} has an upper-case letter, and a repository has none: write {}",
        Quoted(&image[start..end]),
        Quoted(&apply(image, &edit))
    );
    let advice = Advice::new("image/upper-case", Severity::Error, start..end, message);
    Some(advice.offering(image, edit, grammar))
}
