//! `references`: which images may be used, and how they are named.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::pattern::ImagePattern;
use super::super::registry::{HostSet, RegistryHost, starless};
use super::{Mode, Reader, Setting};
use crate::quoted::Quoted;
use crate::reference::Reference;

/// `references`. Every check stands for itself: an image has to pass all of them.
#[derive(Clone, Debug)]
pub struct References<'a> {
    /// `registries`: where images may come from.
    pub registries: RegistryLists<'a>,
    /// `images`: repositories, and references with a tag or digest.
    pub images: ImageLists<'a>,
    /// `tags`: tags that are refused.
    pub tags: TagList<'a>,
    /// `latest`, off by default: the tag `latest`, written, or implied by a reference without tag
    /// and digest. A digest pins the image whatever the tag.
    pub latest: Mode,
    /// `requireDigest`, off by default: an image without a digest.
    pub require_digest: Mode,
    /// `requireTag`, off by default: an image without a tag, also beside a digest.
    pub require_tag: Mode,
    /// `requireRegistry`, off by default: an image whose registry host is not written.
    pub require_registry: Mode,
    /// `unparsable`, reject by default: an image that the kubelet cannot parse. No other check can
    /// judge it, so none does.
    pub unparsable: Mode,
}

/// `references.registries`.
#[derive(Clone, Debug)]
pub struct RegistryLists<'a> {
    /// The only registries, or `None` for all.
    pub allow: Option<HostSet<'a>>,
    /// The registries that are refused, also when allowed.
    pub refuse: HostSet<'a>,
    /// What happens to an image of another registry; reject by default.
    pub mode: Mode,
}

/// `references.images`.
#[derive(Clone, Debug)]
pub struct ImageLists<'a> {
    /// The only images, or `None` for all.
    pub allow: Option<Vec<ImagePattern<'a>>>,
    /// The images that are refused, also when allowed.
    pub refuse: Vec<ImagePattern<'a>>,
    /// What happens to another image; reject by default.
    pub mode: Mode,
}

/// `references.tags`.
#[derive(Clone, Debug)]
pub struct TagList<'a> {
    /// Tags with stars. An image without tag and digest has the tag `latest`; one with a digest is
    /// not looked at.
    pub refuse: Vec<&'a str>,
    /// What happens to an image with such a tag; reject by default.
    pub mode: Mode,
}

impl Default for References<'_> {
    fn default() -> Self {
        let mode = Mode::Reject;
        Self {
            registries: RegistryLists { allow: None, refuse: HostSet::default(), mode },
            images: ImageLists { allow: None, refuse: Vec::new(), mode },
            tags: TagList { refuse: Vec::new(), mode },
            latest: Mode::Off,
            require_digest: Mode::Off,
            require_tag: Mode::Off,
            require_registry: Mode::Off,
            unparsable: Mode::Reject,
        }
    }
}

impl<'a> References<'a> {
    const NAMES: [&'static str; 8] = [
        "registries",
        "images",
        "tags",
        "latest",
        "requireDigest",
        "requireTag",
        "requireRegistry",
        "unparsable",
    ];

    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        reader.members(setting.value, &setting.path, &Self::NAMES, &mut |reader, it| {
            match it.name {
                "registries" => read.registries.read(reader, &it),
                "images" => read.images.read(reader, &it),
                "tags" => read.tags.read(reader, &it),
                "latest" => read.latest = reader.mode(&it, Mode::Off),
                "requireDigest" => read.require_digest = reader.mode(&it, Mode::Off),
                "requireTag" => read.require_tag = reader.mode(&it, Mode::Off),
                "requireRegistry" => read.require_registry = reader.mode(&it, Mode::Off),
                // Only the names of the list come here.
                _ => read.unparsable = reader.mode(&it, Mode::Reject),
            }
        });
        read
    }
}

impl<'a> RegistryLists<'a> {
    fn read(&mut self, reader: &mut Reader, setting: &Setting<'a>) {
        let (mut allow, mut refuse) = (None, Vec::new());
        let (path, mode) = (&setting.path, &mut self.mode);
        reader.members(
            setting.value,
            path,
            &["allow", "refuse", "mode"],
            &mut |reader, it| match it.name {
                "allow" => {
                    allow = Some(reader.hosts(&it));
                    reader.not_empty(&it);
                }
                "refuse" => refuse = reader.hosts(&it),
                _ => *mode = reader.mode(&it, Mode::Reject),
            },
        );
        self.refuse = set(refuse);
        for (index, host) in allow.iter().flatten() {
            if let Some(refused) = self.refuse.refusing(host) {
                reader.error(
                    alloc::format!("{path}.allow[{index}]"),
                    alloc::format!(
                        "{} is refused by {} in {path}.refuse, so that allowing it does nothing; \
                         take one of them out",
                        Quoted(host.as_str()),
                        Quoted(refused.as_str())
                    ),
                );
            }
        }
        self.allow = allow.map(set);
    }
}

impl<'a> ImageLists<'a> {
    fn read(&mut self, reader: &mut Reader, setting: &Setting<'a>) {
        let patterns = |found: Vec<(usize, ImagePattern<'a>)>| {
            found.into_iter().map(|(_, pattern)| pattern).collect()
        };
        reader.members(
            setting.value,
            &setting.path,
            &["allow", "refuse", "mode"],
            &mut |reader, it| match it.name {
                "allow" => {
                    self.allow = Some(patterns(reader.images(&it)));
                    reader.not_empty(&it);
                }
                "refuse" => self.refuse = patterns(reader.images(&it)),
                _ => self.mode = reader.mode(&it, Mode::Reject),
            },
        );
    }
}

impl<'a> TagList<'a> {
    fn read(&mut self, reader: &mut Reader, setting: &Setting<'a>) {
        reader.members(
            setting.value,
            &setting.path,
            &["refuse", "mode"],
            &mut |reader, it| match it.name {
                "refuse" => {
                    let found = reader.parsed(&it, "tag", &mut tag);
                    self.refuse = found.into_iter().map(|(_, tag)| tag).collect();
                }
                _ => self.mode = reader.mode(&it, Mode::Reject),
            },
        );
    }
}

/// A tag with stars, read by the parser that reads images.
fn tag(text: &str) -> Result<&str, String> {
    let probe = alloc::format!("a:{}", starless(text));
    match Reference::parse(&probe) {
        Ok(reference) if reference.digest().is_none() && reference.tag().is_some() => Ok(text),
        _ => Err(alloc::format!(
            "{} is no tag with stars, so that no image could match; write one such as *-dev, \
             without the colon",
            Quoted(text)
        )),
    }
}

fn set(hosts: Vec<(usize, RegistryHost<'_>)>) -> HostSet<'_> {
    HostSet::new(hosts.into_iter().map(|(_, host)| host).collect())
}
