//! The images of a workload, judged one by one.

use core::fmt;

use super::registry::{HostSet, RegistryHost};
use super::{Digests, LatestTag, Settings, Unparsable, Verdict};
use crate::json::Value;
use crate::quoted::Quoted;
use crate::reference::{Advice, Grammar, Reference, mistake, unlikely};
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
                path,
                "missing, so that no image can be judged; a workload has a Pod spec here",
            );
        }
        Err(wrong_type) => return verdict.refuse_wrong_type(&wrong_type),
    };
    spec.visit(&mut |part| match part {
        Part::WrongType(wrong_type) => verdict.refuse_wrong_type(&wrong_type),
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
            let Advice { code, span, message, .. } = mistake(image, &err, Grammar::NEWEST);
            return match settings.unparsable {
                Unparsable::Reject => verdict.refuse(
                    code,
                    path,
                    format_args!(
                        "{message} (at byte {}); the kubelet would stop at InvalidImageName",
                        span.start
                    ),
                ),
                Unparsable::Accept => verdict.warn(code, path, message),
            };
        }
    };
    if let Some(Advice { code, message, .. }) = unlikely(&reference, Grammar::NEWEST) {
        verdict.warn(code, path, message);
    }

    let registry = RegistryHost::of_image(reference.registry());
    if let Some(entry) = settings.registries.refuse.refusing(&registry) {
        verdict.refuse(
            "image/registry-refused",
            path,
            format_args!(
                "{} comes from the registry {}, which registries.refuse has as {}; \
                 use an image of another registry",
                Quoted(image),
                Named(&registry),
                Quoted(entry.as_str())
            ),
        );
    } else if let Some(allow) = &settings.registries.allow
        && !allow.allows(&registry)
    {
        verdict.refuse(
            "image/registry-not-allowed",
            path,
            format_args!(
                "{} comes from the registry {}, which is not in registries.allow; use an image of {}",
                Quoted(image),
                Named(&registry),
                Suggestion(allow)
            ),
        );
    }

    let pinned = reference.digest().is_some();
    if settings.digest == Digests::Required && !pinned {
        // A digest mends a refused `latest` as well, so that one problem says it all.
        return verdict.refuse(
            "image/no-digest",
            path,
            format_args!(
                "{} has no digest, and digest is required; \
                 append the digest of the image, @sha256:…",
                Quoted(image)
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
        verdict.refuse(
            "image/latest",
            path,
            format_args!(
                "{} {how}, and latest is refused; name a version{}, or a digest",
                Quoted(image),
                Example(name)
            ),
        );
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
struct Suggestion<'a>(&'a HostSet<'a>);

impl fmt::Display for Suggestion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.iter().count();
        if count > 3 {
            return f.write_str("one of these");
        }
        for (index, host) in self.0.iter().enumerate() {
            f.write_str(match index {
                0 => "",
                _ if index + 1 == count => " or ",
                _ => ", ",
            })?;
            f.write_str(host.as_str())?;
        }
        Ok(())
    }
}
