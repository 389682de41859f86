//! `digests`: tags that are pinned to the digest that their registry has for them now.

use alloc::vec::Vec;

use super::super::pattern::ImagePattern;
use super::{Mode, Reader, Setting};

/// `digests`. The registry is asked through the policy server.
#[derive(Clone, Debug)]
pub struct DigestPins<'a> {
    /// `pin`: images that get their digest, beside the tag.
    pub pin: Vec<ImagePattern<'a>>,
    /// `unanswered`, reject by default: what happens when there is no digest to be had.
    pub unanswered: Mode,
}

impl Default for DigestPins<'_> {
    fn default() -> Self {
        Self { pin: Vec::new(), unanswered: Mode::Reject }
    }
}

impl<'a> DigestPins<'a> {
    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        let known = ["pin", "unanswered"];
        reader.members(setting.value, &setting.path, &known, &mut |reader, it| match it.name {
            "pin" => read.pin = reader.images(&it).into_iter().map(|(_, it)| it).collect(),
            _ => read.unanswered = reader.mode(&it, Mode::Reject),
        });
        read
    }
}
