//! What to say of an image name: why it is none, what it probably does not mean, and what to write.
//!
//! Whether a text is a reference is the parser's decision alone. Only when it has said no, or when
//! it reads something unlikely, the mistakes that people make are looked for: a mistake is told
//! when it is surely there, and a text to write instead is offered when the parser takes it.

mod mistakes;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Grammar, HostMark, ParseError, Reference, RegistryRule};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::inside::Inside;
use crate::quoted::Quoted;

/// One thing that a person should know of an image name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What it is; see [`advice()`].
    pub code: &'static str,
    /// How bad it is. An error is a name that the kubelet answers with `InvalidImageName`.
    pub severity: Severity,
    /// The bytes of the name that it is about; empty, at its end, when the name stops too soon.
    pub span: Range<usize>,
    /// What is wrong, and what to write. A password in front of a host is not repeated.
    pub message: String,
    /// What to write instead, when it is a reference and surely meant.
    pub replacement: Option<Edit>,
}

/// Everything there is to say of an image name, for the releases with this grammar: at most one
/// thing that is wrong, then what is worth knowing.
///
/// | code | severity | what it says |
/// | --- | --- | --- |
/// | `image/missing` | error | nothing is written |
/// | `image/template-not-filled` | error | a part is a template that was not filled in |
/// | `image/white-space` | error | white space or an invisible character |
/// | `image/scheme` | error | `https://` or the like in front |
/// | `image/registry-twice` | error, warning | two registry hosts in front |
/// | `image/tag-twice` | error | more than one tag |
/// | `image/upper-case` | error | an upper-case letter in the repository |
/// | `image/invalid` | error | anything else that is no image reference |
/// | `image/upper-case-host` | warning | an upper-case letter makes a name a registry host |
/// | `image/tag-and-digest` | info | the tag is not looked at |
/// | `image/short-name` | info | no registry host is written |
///
/// ```
/// use pullscope_core::reference::{Grammar, advice};
///
/// let advice = advice("https://reg.io/team/app:1", Grammar::NEWEST);
/// assert_eq!(advice[0].code, "image/scheme");
/// assert_eq!(
///     advice[0].message,
///     r#""https://" is no part of an image name: write "reg.io/team/app:1""#
/// );
/// assert_eq!(advice[0].replaced("https://reg.io/team/app:1").unwrap(), "reg.io/team/app:1");
/// ```
pub fn advice(image: &str, grammar: Grammar) -> Vec<Advice> {
    match Reference::parse_as(image, grammar) {
        Err(error) => Vec::from([mistake(image, &error, grammar)]),
        Ok(reference) => unlikely(&reference, grammar)
            .into_iter()
            .chain(tag_and_digest(&reference))
            .chain(short_name(&reference))
            .collect(),
    }
}

/// Why `image` is no reference, of which the parser's answer is `error`: the mistake that was made,
/// or else the parser's own sentence.
pub fn mistake(image: &str, error: &ParseError, grammar: Grammar) -> Advice {
    mistakes::first(image, error, grammar)
}

/// What is read, and probably otherwise than it is meant.
pub fn unlikely(reference: &Reference<'_>, grammar: Grammar) -> Option<Advice> {
    let image = reference.input();
    if let Some(advice) = mistakes::registry_twice(image, Severity::Warning, grammar) {
        return Some(advice);
    }
    if reference.registry_rule() != RegistryRule::Written(HostMark::UpperCase) {
        return None;
    }
    let host = reference.registry();
    let span = 0..host.len();
    let edit =
        Edit { span: span.clone(), text: format!("docker.io/{}", host.to_ascii_lowercase()) };
    let message = format!(
        "{} has an upper-case letter, and so is read as a registry host; write {} if Docker Hub is \
         meant",
        Quoted(host),
        Quoted(&apply(image, &edit))
    );
    let advice = Advice::new("image/upper-case-host", Severity::Warning, span, message);
    Some(advice.offering(image, edit, grammar))
}

impl Advice {
    fn new(
        code: &'static str,
        severity: Severity,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self { code, severity, span, message: message.into(), replacement: None }
    }

    /// The same advice with a text to put in place of some bytes, if what comes out is a reference
    /// for these releases.
    fn offering(mut self, image: &str, edit: Edit, grammar: Grammar) -> Self {
        let parses = Reference::parse_as(&apply(image, &edit), grammar).is_ok();
        self.replacement = parses.then_some(edit);
        self
    }

    /// The name with the replacement made.
    pub fn replaced(&self, image: &str) -> Option<String> {
        self.replacement.as_ref().map(|it| apply(image, it))
    }

    /// The same about a value of a text: `image` is the whole name, `whole` where its value stands,
    /// and `inside` how the bytes of the name stand there, when that is known.
    pub fn finding(
        self,
        path: impl Into<String>,
        image: &str,
        whole: Range<usize>,
        inside: Option<&Inside>,
    ) -> Finding {
        let span = inside.and_then(|it| it.place(self.span.clone())).unwrap_or(whole);
        let fix = self.replacement.as_ref().and_then(|it| {
            let edit = inside?.replace(image.as_bytes(), it.span.clone(), &it.text, |_| true)?;
            let title = format!("Write {}", Quoted(&apply(image, it)));
            Some(Fix { title, edits: Vec::from([edit]), command: None })
        });
        Finding::new(self.code, self.severity, self.message).at(path, span).fixed_by(fix)
    }
}

fn apply(image: &str, edit: &Edit) -> String {
    let after = &image[edit.span.end..];
    [&image[..edit.span.start], &edit.text, after].concat()
}

/// Upstream: `ParseDockerRef` in distribution/reference `normalize.go`, which the runtimes use.
fn tag_and_digest(reference: &Reference<'_>) -> Option<Advice> {
    let (tag, _) = (reference.tag()?, reference.digest()?);
    let only = if tag == "latest" { ", and only makes the default pull policy Always" } else { "" };
    let message = format!(
        "the tag {} is not looked at{only}: the digest alone says which image it is",
        Quoted(tag)
    );
    let span = reference.spans().tag?;
    Some(Advice::new("image/tag-and-digest", Severity::Info, span, message))
}

/// Upstream: `short_name_mode` of CRI-O, whose default is `enforcing` since 1.34.
fn short_name(reference: &Reference<'_>) -> Option<Advice> {
    if reference.registry_rule() != RegistryRule::Implied {
        return None;
    }
    let image = reference.input();
    let library = if reference.repository().is_library_filled_in() { "library/" } else { "" };
    let message = format!(
        "{} names no registry: containerd takes docker.io, while CRI-O 1.34 and later refuse a name \
         that several registries of the node could hold; write {}",
        Quoted(image),
        Quoted(&format!("{reference}"))
    );
    let span = reference.spans().repository;
    let edit = Edit { span: 0..0, text: format!("docker.io/{library}") };
    let advice = Advice::new("image/short-name", Severity::Info, span, message);
    Some(Advice { replacement: Some(edit), ..advice })
}

#[cfg(test)]
mod tests;
