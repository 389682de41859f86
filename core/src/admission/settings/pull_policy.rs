//! `pullPolicy`: which pull policies may be used, and which one is written.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::pattern::{Image, ImagePattern};
use super::{Mode, Reader, Setting};
use crate::pull_policy::PullPolicy;
use crate::reference::Reference;

/// How much a reference holds still: what `pullPolicy.require` tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// `digest`: a digest is written, whatever the tag.
    Digest,
    /// `version`: the tag begins with three numbers, `1.27.3`, `v1.2.3-alpine`.
    Version,
    /// `floating`: any other tag, or none.
    Floating,
}

impl TagKind {
    /// Which it is. What is no reference is floating.
    ///
    /// ```
    /// use pullscope_core::admission::TagKind;
    ///
    /// assert_eq!(TagKind::of("nginx:1.27.3-alpine"), TagKind::Version);
    /// assert_eq!(TagKind::of("nginx:1.27"), TagKind::Floating);
    /// ```
    pub fn of(image: &str) -> Self {
        match Reference::parse(image) {
            Ok(reference) if reference.digest().is_some() => Self::Digest,
            Ok(reference) if reference.tag().is_some_and(is_version) => Self::Version,
            _ => Self::Floating,
        }
    }

    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Version => "version",
            Self::Floating => "floating",
        }
    }
}

fn is_version(tag: &str) -> bool {
    let mut parts = tag.strip_prefix('v').unwrap_or(tag).splitn(3, '.');
    let mut number = |may_go_on: bool| {
        parts.next().is_some_and(|it| {
            let digits = it.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0 && (may_go_on || digits == it.len())
        })
    };
    number(false) && number(false) && number(true)
}

/// `pullPolicy`. A policy that is left out is judged as the one that the API server writes.
#[derive(Clone, Debug)]
pub struct PullPolicyChecks<'a> {
    /// `allow`: the only policies, or `None` for all.
    pub allow: Option<Vec<PullPolicy>>,
    /// `require`: the policy of each kind of tag that has to have one.
    pub require: Vec<(TagKind, PullPolicy)>,
    /// `prePulled`: the images that may have the policy `Never`, or `None` for all.
    pub pre_pulled: Option<Vec<ImagePattern<'a>>>,
    /// `mode`, reject by default: what another policy does.
    pub mode: Mode,
    /// `set`: what is written; nothing by default.
    pub set: Option<SetPolicy>,
}

/// `pullPolicy.set`: what is written where `require` asks for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetPolicy {
    /// `Default`: what the API server writes where the policy is left out.
    Default,
    /// `Always` or `IfNotPresent`.
    To(PullPolicy),
}

impl Default for PullPolicyChecks<'_> {
    fn default() -> Self {
        let mode = Mode::Reject;
        Self { allow: None, require: Vec::new(), pre_pulled: None, mode, set: None }
    }
}

const POLICIES: [(&str, PullPolicy); 3] = [
    ("Always", PullPolicy::Always),
    ("IfNotPresent", PullPolicy::IfNotPresent),
    ("Never", PullPolicy::Never),
];

const SET: [(&str, Option<SetPolicy>); 4] = [
    ("off", None),
    ("Default", Some(SetPolicy::Default)),
    ("Always", Some(SetPolicy::To(PullPolicy::Always))),
    ("IfNotPresent", Some(SetPolicy::To(PullPolicy::IfNotPresent))),
];

const KINDS: [(&str, TagKind); 3] =
    [("floating", TagKind::Floating), ("version", TagKind::Version), ("digest", TagKind::Digest)];

impl<'a> PullPolicyChecks<'a> {
    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        let known = ["allow", "require", "prePulled", "mode", "set"];
        reader.members(setting.value, &setting.path, &known, &mut |reader, it| match it.name {
            "allow" => {
                let found = reader.parsed(&it, "pull policy", &mut policy);
                read.allow = Some(found.into_iter().map(|(_, policy)| policy).collect());
                reader.not_empty(&it);
            }
            "require" => {
                let names = KINDS.map(|(name, _)| name);
                reader.members(it.value, &it.path, &names, &mut |reader, it| {
                    let kind = KINDS.iter().find(|(name, _)| *name == it.name);
                    let policy = reader.choice(it.value, &it.path, &POLICIES);
                    read.require
                        .extend(kind.zip(policy).map(|((_, kind), policy)| (*kind, policy)));
                });
            }
            "prePulled" => {
                let found = reader.images(&it);
                read.pre_pulled = Some(found.into_iter().map(|(_, pattern)| pattern).collect());
            }
            "mode" => read.mode = reader.mode(&it, Mode::Reject),
            _ => read.set = reader.choice(it.value, &it.path, &SET).flatten(),
        });
        read.agree(reader, &setting.path);
        read
    }

    /// What is required, and what is written, has to be allowed.
    fn agree(&self, reader: &mut Reader, path: &str) {
        let Some(allow) = &self.allow else { return };
        for (kind, policy) in &self.require {
            if !allow.contains(policy) {
                let path = alloc::format!("{path}.require.{}", kind.name());
                let message = "is not in pullPolicy.allow, so that no image could pass";
                reader.error(path, alloc::format!("{policy} {message}"));
            }
        }
        let kinds = [TagKind::Floating, TagKind::Version, TagKind::Digest];
        let written: &[PullPolicy] = match self.set {
            None => &[],
            _ if kinds.iter().all(|it| self.required(*it).is_some()) => &[],
            Some(SetPolicy::To(PullPolicy::Always)) => &[PullPolicy::Always],
            Some(SetPolicy::To(_)) => &[PullPolicy::IfNotPresent],
            Some(SetPolicy::Default) => &[PullPolicy::Always, PullPolicy::IfNotPresent],
        };
        for policy in written.iter().filter(|it| !allow.contains(it)) {
            reader.error(
                alloc::format!("{path}.set"),
                alloc::format!("writes {policy}, which is not in pullPolicy.allow; add it there"),
            );
        }
    }

    /// Whether there is anything to check or to write.
    pub(in super::super) fn is_on(&self) -> bool {
        let checks = self.allow.is_some() || !self.require.is_empty() || self.pre_pulled.is_some();
        self.set.is_some() || (checks && self.mode.is_on())
    }

    /// The policy that a kind of tag has to have.
    pub(in super::super) fn required(&self, kind: TagKind) -> Option<PullPolicy> {
        self.require.iter().find(|it| it.0 == kind).map(|it| it.1)
    }

    /// Whether an image may be taken for one that the node has.
    pub(in super::super) fn is_pre_pulled(&self, image: &str) -> bool {
        let Some(patterns) = &self.pre_pulled else { return true };
        let image = Reference::parse(image).map(Image::new);
        image.is_ok_and(|image| patterns.iter().any(|it| it.allows(&image)))
    }

    /// The policy that is written for an image which has `current`.
    pub(in super::super) fn target(&self, image: &str, current: PullPolicy) -> Option<PullPolicy> {
        let set = self.set?;
        if let Some(required) = self.required(TagKind::of(image)) {
            return Some(required);
        }
        // Who says that the node has the image is believed where the settings say the same.
        let is_allowed = self.allow.as_ref().is_none_or(|it| it.contains(&PullPolicy::Never));
        if current == PullPolicy::Never
            && is_allowed
            && self.pre_pulled.is_some()
            && self.is_pre_pulled(image)
        {
            return None;
        }
        Some(match set {
            SetPolicy::Default => PullPolicy::default_for(image).policy,
            SetPolicy::To(policy) => policy,
        })
    }
}

fn policy(text: &str) -> Result<PullPolicy, String> {
    text.parse().map_err(|err| alloc::format!("{err}"))
}
