//! Digests beside tags, so that what runs is what was there when the object was made.

use alloc::string::String;

use super::host::{Asked, NoReply, Question, Reply};
use super::pattern::Image;
use super::settings::DigestPins;
use super::verdict::Verdict;
use crate::digest::Digest;
use crate::json;
use crate::quoted::Quoted;
use crate::reference::Reference;

/// The image with its digest, where the settings pin it and it has none. Name and tag stay as they
/// are written.
pub(super) fn pin(
    path: &str,
    image: &str,
    pins: &DigestPins<'_>,
    asked: &Asked<'_>,
    verdict: &mut Verdict,
) -> Option<String> {
    if pins.pin.is_empty() {
        return None;
    }
    // What does not parse is told by another check.
    let image = Image::new(Reference::parse(image).ok()?);
    if image.reference.digest().is_some() || !pins.pin.iter().any(|it| it.allows(&image)) {
        return None;
    }
    let found = digest(&image.reference, asked).and_then(|digest| {
        let pinned = alloc::format!("{}@{digest}", image.text());
        Reference::parse(&pinned).map(|_| ()).map_err(|_| NoReply::Unreadable)?;
        Ok(pinned)
    });
    match found {
        Ok(pinned) => Some(pinned),
        Err(reason) => {
            verdict.tell(
                pins.unanswered,
                "digest/unanswered",
                path,
                format_args!(
                    "no digest for {}, which digests.pin has: {reason}; write the digest yourself, \
                     @sha256:…, or try again",
                    Quoted(image.text())
                ),
            );
            None
        }
    }
}

/// The digest that the registry has for an image.
fn digest(reference: &Reference<'_>, asked: &Asked<'_>) -> Result<String, NoReply> {
    let registry = reference.registry();
    // Only the kubelet tells an upper-case component from a part of Docker Hub.
    if !registry.contains(['.', ':']) && registry != "localhost" {
        return Err(NoReply::OtherImage);
    }
    let image = alloc::format!("{}:{}", reference.name(), reference.tag_or_default());
    asked.digest(image, |image| match asked.ask(Question::Digest { image }) {
        Reply::Found(text) => {
            let reply = json::parse(&text[..], json::DEFAULT_MAX_DEPTH).ok();
            let digest = reply.as_ref().and_then(|it| it.get("digest")?.as_str());
            let digest = digest.filter(|it| Digest::parse(it).is_ok());
            digest.map(String::from).ok_or(NoReply::Unreadable)
        }
        Reply::Missing => Err(NoReply::Failed),
        Reply::Nothing(reason) => Err(reason),
    })
}
