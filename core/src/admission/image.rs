//! The images of a workload, judged one by one.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::glob;
use super::host::Asked;
use super::mutation::Edits;
use super::old::Old;
use super::pattern::{Image, ImagePattern};
use super::pin::pin;
use super::registry::RegistryHost;
use super::rewrite::{Rewritten, rewrite};
use super::{Mode, References, Settings, Verdict, pull_policy, pull_secrets};
use crate::api_server::service_account::NewPod;
use crate::quoted::Quoted;
use crate::reference::{Advice, Grammar, Reference, mistake, unlikely};
use crate::workload::{self, Part, Role};

/// Judges the Pod spec of an object whose `kind` makes Pods.
///
/// With `only_ephemeral` the other images are passed over: a request for the subresource cannot
/// change them, and whoever runs `kubectl debug` cannot mend them.
pub(super) fn judge(
    new: &NewPod<'_>,
    only_ephemeral: bool,
    old: &Old<'_>,
    settings: &Settings<'_>,
    asked: &Asked<'_>,
    verdict: &mut Verdict,
) {
    let &NewPod { kind, object, .. } = new;
    let spec = match workload::pod_spec(kind, object) {
        Ok(Some(spec)) => spec,
        Ok(None) => {
            let path = workload::pod_spec_path(kind).unwrap_or_default();
            return verdict.refuse(
                "object/no-pod-spec",
                path,
                "missing, so that no image can be judged; a workload has a Pod spec here",
            );
        }
        Err(wrong_type) => return verdict.refuse_wrong_type(&wrong_type),
    };
    let mut edits = Edits::of(object);
    // Paths and images as they will be, for what is judged of the Pod as a whole.
    let mut judged: Vec<(String, Cow<'_, str>)> = Vec::new();
    let mut listed = Vec::new();
    let keeps_images =
        !settings.pull_secrets.require.is_empty() || !settings.pull_secrets.inject.is_empty();
    spec.visit(&mut |part| match part {
        Part::WrongType(wrong_type) => verdict.refuse_wrong_type(&wrong_type),
        Part::PullSecret(it) if !only_ephemeral => listed.push(it),
        Part::PullSecret(_) => {}
        Part::Image(field) => {
            if only_ephemeral && field.role != Role::EphemeralContainer {
                return;
            }
            let Some(written) = field.text() else { return };
            let before = old.find(&field);
            if before == Some((written, field.policy_text())) {
                return;
            }
            let mut codes = Vec::new();
            let mut image = match rewrite(written, &settings.rewrite) {
                Rewritten::Same => Cow::Borrowed(written),
                Rewritten::To(image) => {
                    codes.push("rewrite/image");
                    Cow::Owned(image)
                }
                Rewritten::Unusable(message) => {
                    return verdict.tell(Mode::Reject, "rewrite/unusable", &field.path, message);
                }
            };
            if before.is_none_or(|it| it.0 != written)
                && let Some(pinned) = pin(&field.path, &image, &settings.digests, asked, verdict)
            {
                codes.push("digest/pinned");
                image = Cow::Owned(pinned);
            }
            edits.set_image(&field, &image, &codes);
            if before.is_none_or(|it| it.0 != written) {
                judge_one(&field.path, &image, settings, verdict);
            }
            // The policy of a container that a Pod has already stays for its life.
            let can_set = before.is_none();
            let rules = &settings.pull_policy;
            pull_policy::judge(&field, &image, can_set, rules, verdict, &mut edits);
            if keeps_images {
                judged.push((field.path, image));
            }
        }
    });
    if !only_ephemeral {
        let images: Vec<(&str, &str)> = judged.iter().map(|it| (&*it.0, &*it.1)).collect();
        let rules = &settings.pull_secrets;
        let pod = pull_secrets::Pod { new: *new, spec, images: &images, listed: &listed };
        pull_secrets::judge(&pod, old.is_kept, rules, asked, verdict, &mut edits);
    }
    if verdict.accepted() {
        verdict.edits = edits;
    }
}

/// Every rule that one image breaks, in the order of the settings.
fn judge_one(path: &str, image: &str, settings: &Settings<'_>, verdict: &mut Verdict) {
    let rules = &settings.references;
    let reference = match Reference::parse(image) {
        Ok(reference) => reference,
        Err(err) => {
            let Advice { code, span, message, .. } = mistake(image, &err, Grammar::NEWEST);
            let message = format_args!(
                "{message} (at byte {}); the kubelet would stop at InvalidImageName",
                span.start
            );
            return verdict.tell(rules.unparsable, code, path, message);
        }
    };
    if let Some(Advice { code, message, .. }) = unlikely(&reference, Grammar::NEWEST) {
        verdict.warn(code, path, message);
    }
    let image = Image::new(reference);
    if rules.registries.mode.is_on() {
        registry(path, &image, rules, verdict);
    }
    if rules.images.mode.is_on() {
        listed(path, &image, rules, verdict);
    }
    if !reference.is_registry_written() {
        verdict.tell(
            rules.require_registry,
            "image/no-registry",
            path,
            format_args!(
                "{} names no registry, and requireRegistry is set; write {}",
                Quoted(image.text()),
                Cut(&reference)
            ),
        );
    }
    naming(path, &image, rules, verdict);
}

/// Where the image comes from.
fn registry(path: &str, image: &Image<'_>, rules: &References<'_>, verdict: &mut Verdict) {
    let lists = &rules.registries;
    if let Some(entry) = lists.refuse.refusing(&image.host) {
        verdict.tell(
            lists.mode,
            "image/registry-refused",
            path,
            format_args!(
                "{} comes from the registry {}, which references.registries.refuse has as {}; \
                 use an image of another registry",
                Quoted(image.text()),
                Named(&image.host),
                Quoted(entry.as_str())
            ),
        );
    } else if let Some(allow) = &lists.allow
        && !allow.allows(&image.host)
    {
        verdict.tell(
            lists.mode,
            "image/registry-not-allowed",
            path,
            format_args!(
                "{} comes from the registry {}, which is not in references.registries.allow; \
                 use an image of {}",
                Quoted(image.text()),
                Named(&image.host),
                Suggestion(allow.iter().map(RegistryHost::as_str))
            ),
        );
    }
}

/// Which image it is.
fn listed(path: &str, image: &Image<'_>, rules: &References<'_>, verdict: &mut Verdict) {
    let lists = &rules.images;
    if let Some(entry) = lists.refuse.iter().find(|it| it.refuses(image)) {
        verdict.tell(
            lists.mode,
            "image/refused",
            path,
            format_args!(
                "{} is refused by {} in references.images.refuse; use another image",
                Quoted(image.text()),
                Quoted(entry.as_str())
            ),
        );
    } else if let Some(allow) = &lists.allow
        && !allow.iter().any(|it| it.allows(image))
    {
        verdict.tell(
            lists.mode,
            "image/not-allowed",
            path,
            format_args!(
                "{} is not in references.images.allow; use an image of {}",
                Quoted(image.text()),
                Suggestion(allow.iter().map(ImagePattern::as_str))
            ),
        );
    }
}

/// How the image is named.
fn naming(path: &str, image: &Image<'_>, rules: &References<'_>, verdict: &mut Verdict) {
    let (reference, text) = (image.reference, image.text());
    let spans = reference.spans();
    // The image as written, without tag and digest.
    let name = &text[..spans.repository.end];
    let pinned = reference.digest().is_some();
    if !pinned {
        verdict.tell(
            rules.require_digest,
            "image/no-digest",
            path,
            format_args!(
                "{} has no digest, and requireDigest is set; \
                 append the digest of the image, @sha256:…",
                Quoted(text)
            ),
        );
    }
    if reference.tag().is_none() {
        verdict.tell(
            rules.require_tag,
            "image/no-tag",
            path,
            format_args!(
                "{} has no tag, and requireTag is set; name a version{}",
                Quoted(text),
                Example(name)
            ),
        );
    }
    // What is reported already is mended with the same edit.
    let told = rules.require_digest == Mode::Reject
        || (rules.require_tag == Mode::Reject && reference.tag().is_none());
    if pinned || told {
        return;
    }
    let tag = reference.tag_or_default();
    if tag == "latest" && rules.latest.is_on() {
        let how = match reference.tag() {
            None => "implies the tag latest, having neither tag nor digest",
            Some(_) => "has the tag latest",
        };
        verdict.tell(
            rules.latest,
            "image/latest",
            path,
            format_args!(
                "{} {how}, and latest is refused; name a version{}, or a digest",
                Quoted(text),
                Example(name)
            ),
        );
    } else if rules.tags.mode.is_on()
        && let Some(entry) = rules.tags.refuse.iter().find(|it| glob::matches(it, tag))
    {
        verdict.tell(
            rules.tags.mode,
            "image/tag-refused",
            path,
            format_args!(
                "{} has the tag {}, which references.tags.refuse has as {}; name another one, or a \
                 digest",
                Quoted(text),
                Quoted(tag),
                Quoted(entry)
            ),
        );
    }
}

/// The normalized image, unless it is too long to be an example.
struct Cut<'a>(&'a Reference<'a>);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.input().len() <= 200 {
            write!(f, "{}", self.0)
        } else {
            write!(f, "{}/ in front", self.0.registry())
        }
    }
}

/// The registry in words; a reference such as `my_host.io/app` has none.
struct Named<'a>(&'a RegistryHost<'a>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_str() {
            "" => f.write_str("\"\" (the first component is no host name)"),
            host => Quoted(host).fmt(f),
        }
    }
}

/// An image with a version, unless the name is too long to be an example.
struct Example<'a>(&'a str);

impl fmt::Display for Example<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.len() <= 100 { write!(f, " such as {}:1.2.3", self.0) } else { Ok(()) }
    }
}

/// What to use instead, when the list is short enough to be read in a message.
struct Suggestion<I>(I);

impl<'a, I: Iterator<Item = &'a str> + Clone> fmt::Display for Suggestion<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.clone().take(4).count();
        if count > 3 {
            return f.write_str("one of these");
        }
        for (index, entry) in self.0.clone().enumerate() {
            f.write_str(match index {
                0 => "",
                _ if index + 1 == count => " or ",
                _ => ", ",
            })?;
            f.write_str(entry)?;
        }
        Ok(())
    }
}
