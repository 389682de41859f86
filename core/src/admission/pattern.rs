//! Images in settings: exact, everything below a path, or with stars.

use core::fmt;

use super::glob;
use super::registry::{RegistryHost, starless};
use crate::quoted::Quoted;
use crate::reference::{DOCKER_HUB, Reference};
use crate::substring;

/// An entry of the settings that means images: `registry.example.com/team/**`.
///
/// # Which images it means
///
/// | entry | images |
/// | --- | --- |
/// | `nginx` | `docker.io/library/nginx`, whatever the tag or digest |
/// | `r.example/team/app` | that repository, and none below it |
/// | `r.example/team/**` | every repository below `r.example/team` |
/// | `r.example/**` | every repository of the registry |
/// | `*.example/team-*/app` | `*`: any characters within one label or segment |
/// | `r.example/app:1.*` | the tags `1.…`, where no digest is written |
/// | `r.example/app@sha256:…` | that digest, whatever the tag |
///
/// An entry is read by the parser that reads images, so that a short name means Docker Hub. The
/// host is compared as [`RegistryHost`] says: narrow where the entry allows, wide where it refuses.
/// A tag beside a digest is not looked at, as the kubelet does not look at it either. An image
/// without tag and digest has the tag `latest`.
#[derive(Clone, Copy, Debug)]
pub struct ImagePattern<'a> {
    text: &'a str,
    host: RegistryHost<'a>,
    /// The path as written, without `/**`.
    path: &'a str,
    /// Whether `library/` belongs in front of the path.
    in_library: bool,
    /// Whether everything below the path is meant, and not the path.
    below: bool,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> ImagePattern<'a> {
    /// Reads an entry of the settings.
    ///
    /// # Errors
    ///
    /// The entry is none, so that no image could ever match it, or not what is meant.
    pub(crate) fn parse(text: &'a str) -> Result<Self, NotAnImage<'a>> {
        let refuse = |reason| NotAnImage { text, reason };
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        let last = rest.rfind('/').map_or(0, |at| at + 1);
        let (name, tag) = match rest[last..].find(':') {
            Some(at) => (&rest[..last + at], Some(&rest[last + at + 1..])),
            None => (rest, None),
        };
        let (name, below) = match name.strip_suffix("/**") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if substring::find(name, "**").is_some() {
            return Err(refuse(Reason::InnerStars));
        }
        let is_plain = !below && !text.contains('*');
        let probe = match (is_plain, below) {
            (true, _) => None,
            (_, true) => Some(alloc::format!("{}/a", starless(name))),
            (..) => Some(starless(name).into_owned()),
        };
        // A registry host alone is one with a port or a dot only when something follows.
        let reference = Reference::parse(probe.as_deref().unwrap_or(name))
            .map_err(|_| refuse(Reason::Grammar))?;
        if tag.is_some() || digest.is_some() {
            let tag_part =
                tag.map_or_else(Default::default, |it| alloc::format!(":{}", starless(it)));
            let digest_part = digest.map_or_else(Default::default, |it| alloc::format!("@{it}"));
            let whole = alloc::format!("a{tag_part}{digest_part}");
            Reference::parse(&whole).map_err(|_| refuse(Reason::Grammar))?;
        }
        let written = reference.spans().registry;
        if written.is_none() && name.split('/').next().is_some_and(|it| it == "*") {
            return Err(refuse(Reason::AnyRegistry));
        }
        let (host, path) = match &written {
            // `r.example/**`: the name is the host alone.
            Some(span) if span.end >= name.len() => (name, ""),
            Some(span) => (&name[span.clone()], &name[span.end + 1..]),
            None if reference.registry().is_empty() => return Err(refuse(Reason::Grammar)),
            None => (DOCKER_HUB, name),
        };
        let in_library = !below && reference.repository().is_library_filled_in();
        let host = RegistryHost::parse(host).map_err(|_| refuse(Reason::Grammar))?;
        Ok(Self { text, host, path, in_library, below, tag, digest })
    }

    /// The entry as written.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Whether the image may be used when only this entry may.
    pub(super) fn allows(&self, image: &Image<'_>) -> bool {
        self.fits(image) && self.host.allows(&image.host)
    }

    /// Whether the image may not be used when this entry may not.
    pub(super) fn refuses(&self, image: &Image<'_>) -> bool {
        self.fits(image) && self.host.refuses(&image.host)
    }

    /// Whether repository, tag and digest are meant, whatever the registry.
    fn fits(&self, image: &Image<'_>) -> bool {
        let reference = image.reference;
        let repository = reference.repository();
        let mut found = repository.components();
        let library = self.in_library.then_some("library");
        let path = self.path.split('/').filter(|_| !self.path.is_empty());
        for expected in library.into_iter().chain(path) {
            if !found.next().is_some_and(|it| glob::matches(expected, it)) {
                return false;
            }
        }
        if found.next().is_some() != self.below {
            return false;
        }
        match (self.digest, self.tag, reference.digest()) {
            (Some(expected), _, found) => found.is_some_and(|it| it.as_str() == expected),
            (None, Some(_), Some(_)) => false,
            (None, Some(tag), None) => glob::matches(tag, reference.tag_or_default()),
            (None, None, _) => true,
        }
    }
}

/// A parsed image, with its registry host split once for all entries.
#[derive(Clone, Copy)]
pub(super) struct Image<'a> {
    pub(super) reference: Reference<'a>,
    pub(super) host: RegistryHost<'a>,
}

impl<'a> Image<'a> {
    pub(super) fn new(reference: Reference<'a>) -> Self {
        Self { reference, host: RegistryHost::of_image(reference.registry()) }
    }

    /// The image as written.
    pub(super) fn text(&self) -> &'a str {
        self.reference.input()
    }
}

/// Why an entry means no image.
pub(crate) struct NotAnImage<'a> {
    text: &'a str,
    reason: Reason,
}

enum Reason {
    InnerStars,
    AnyRegistry,
    Grammar,
}

impl fmt::Display for NotAnImage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text);
        match self.reason {
            Reason::InnerStars => write!(
                f,
                "{text} has ** before its end; it stands for all that is below a path, as in \
                 registry.example.com/team/**"
            ),
            Reason::AnyRegistry => write!(
                f,
                "{text} begins with a star that could be a registry or a part of Docker Hub; write \
                 the registry, as in docker.io/**"
            ),
            Reason::Grammar => write!(
                f,
                "{text} is no image with stars; write a repository such as \
                 registry.example.com/team/app, with /** for all below it, or with a tag or digest"
            ),
        }
    }
}
