//! `pullSecrets`: which pull Secrets a Pod names, and which are added.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::glob;
use super::super::pattern::{Image, ImagePattern};
use super::{Mode, Reader, Setting};
use crate::json::Value;
use crate::quoted::Quoted;
use crate::workload::type_name;

/// `pullSecrets`. Nothing of it but `verify` asks the cluster: what counts is the list of the Pod
/// spec.
#[derive(Clone, Debug)]
pub struct PullSecretChecks<'a> {
    /// `require`: images whose Pod has to name a pull Secret. Without `verify` it is judged of Pods
    /// alone, which have the list of their ServiceAccount by then; a template has not.
    pub require: Vec<ImagePattern<'a>>,
    /// `allow`: names, with stars, that alone may be listed, or `None` for all.
    pub allow: Option<Vec<&'a str>>,
    /// `refuse`: names, with stars, that may not be listed.
    pub refuse: Vec<&'a str>,
    /// `mode`, reject by default.
    pub mode: Mode,
    /// `verify`, off by default: asks the cluster for the Secrets that a Pod names, or that its
    /// ServiceAccount does, whether they are there, can be read, and have a key for each image of
    /// `require`.
    pub verify: Mode,
    /// `unanswered`, reject by default: what happens when the cluster is asked and does not answer.
    pub unanswered: Mode,
    /// `inject`: Secrets that are appended to the list of a Pod.
    pub inject: Vec<Injection<'a>>,
}

/// An element of `pullSecrets.inject`.
#[derive(Clone, Debug)]
pub struct Injection<'a> {
    /// `name`: the Secret, in the namespace of the Pod.
    pub name: &'a str,
    /// `images`: for which images, or `None` for all.
    pub images: Option<Vec<ImagePattern<'a>>>,
}

impl Injection<'_> {
    /// Whether a Pod with this image gets the Secret.
    pub(in super::super) fn is_for(&self, image: &Image<'_>) -> bool {
        self.images.as_ref().is_none_or(|it| it.iter().any(|it| it.allows(image)))
    }
}

impl Default for PullSecretChecks<'_> {
    fn default() -> Self {
        let (require, refuse, inject) = (Vec::new(), Vec::new(), Vec::new());
        let (mode, verify, unanswered) = (Mode::Reject, Mode::Off, Mode::Reject);
        Self { require, allow: None, refuse, mode, verify, unanswered, inject }
    }
}

impl<'a> PullSecretChecks<'a> {
    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        let names = |found: Vec<(usize, &'a str)>| found.into_iter().map(|(_, it)| it).collect();
        let known = ["require", "allow", "refuse", "inject", "mode", "verify", "unanswered"];
        reader.members(setting.value, &setting.path, &known, &mut |reader, it| match it.name {
            "require" => {
                let found = reader.images(&it);
                read.require = found.into_iter().map(|(_, pattern)| pattern).collect();
            }
            "allow" => {
                read.allow = Some(names(reader.parsed(&it, "name", &mut starred_name)));
                reader.not_empty(&it);
            }
            "refuse" => read.refuse = names(reader.parsed(&it, "name", &mut starred_name)),
            "mode" => read.mode = reader.mode(&it, Mode::Reject),
            "verify" => read.verify = reader.mode(&it, Mode::Off),
            "unanswered" => read.unanswered = reader.mode(&it, Mode::Reject),
            _ => read.inject = injections(reader, &it),
        });
        for (index, injection) in read.inject.iter().enumerate() {
            if read.forbidding(injection.name).is_some() {
                let path = alloc::format!("{}.inject[{index}].name", setting.path);
                let name = Quoted(injection.name);
                let message = "is a name that allow or refuse of pullSecrets keep out";
                reader.error(path, alloc::format!("{name} {message}"));
            }
        }
        read
    }

    /// Why a name may not be listed: the entry that refuses it, or `""` where none allows it.
    pub(in super::super) fn forbidding(&self, name: &str) -> Option<&'a str> {
        let refused = self.refuse.iter().find(|it| glob::matches(it, name)).copied();
        let is_allowed =
            || self.allow.as_ref().is_none_or(|it| it.iter().any(|it| glob::matches(it, name)));
        refused.or_else(|| (!is_allowed()).then_some(""))
    }
}

fn injections<'a>(reader: &mut Reader, setting: &Setting<'a>) -> Vec<Injection<'a>> {
    let Some(items) = setting.value.as_array() else {
        reader.wrong_type(&setting.path, "a list of objects", setting.value);
        return Vec::new();
    };
    let mut found: Vec<Injection<'a>> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = alloc::format!("{}[{index}]", setting.path);
        let mut injection = Injection { name: "", images: None };
        reader.members(item, &path, &["name", "images"], &mut |reader, it| match it.name {
            "name" => match it.value.as_str().map(name) {
                Some(Ok(name)) => injection.name = name,
                Some(Err(message)) => reader.error(it.path, message),
                None => {
                    let found = type_name(it.value);
                    reader
                        .error(it.path, alloc::format!("expected a name in quotes, found {found}"));
                }
            },
            _ => {
                let patterns = reader.images(&it).into_iter().map(|(_, pattern)| pattern);
                injection.images = Some(patterns.collect());
                reader.not_empty(&it);
            }
        });
        if item.as_object().is_some() && item.get("name").is_none_or(Value::is_null) {
            reader.error(path, "has no name; write the name of a Secret");
        } else if found.iter().any(|it| !it.name.is_empty() && it.name == injection.name) {
            reader.error(path, "has the name of an entry before it; put the images together");
        }
        found.push(injection);
    }
    found
}

/// Upstream: `ValidateSecretName`, a DNS subdomain, in kubernetes `pkg/apis/core/validation`.
fn name(text: &str) -> Result<&str, String> {
    match starred_name(text) {
        Ok(name) if !name.contains('*') => Ok(name),
        _ => Err(alloc::format!("{} is no name of a Secret", Quoted(text))),
    }
}

fn starred_name(text: &str) -> Result<&str, String> {
    let is_label = |it: &str| {
        let is_part =
            |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'*';
        !it.is_empty() && it.bytes().all(is_part) && !it.starts_with('-') && !it.ends_with('-')
    };
    if text.len() <= 253 && text.split('.').all(is_label) {
        return Ok(text);
    }
    let quoted = Quoted(text);
    Err(alloc::format!("{quoted} is no name of a Secret; * stands for any characters"))
}
