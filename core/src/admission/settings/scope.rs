//! `scope`: what is not judged at all.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::glob;
use super::reader::{Meant, Reader, Setting};
use crate::quoted::Quoted;
use crate::workload::KINDS;

/// `scope`. What is exempt is accepted unread, and nothing in it is changed.
#[derive(Clone, Debug, Default)]
pub struct Scope<'a> {
    /// `exemptNamespaces`: names, in which `*` stands for any characters.
    pub exempt_namespaces: Vec<&'a str>,
    /// `exemptKinds`: kinds that the policy judges.
    pub exempt_kinds: Vec<&'a str>,
}

impl<'a> Scope<'a> {
    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        let known = ["exemptNamespaces", "exemptKinds"];
        reader.members(setting.value, &setting.path, &known, &mut |reader, it| {
            let parse: &mut dyn FnMut(&'a str) -> Result<&'a str, String> = match it.name {
                "exemptNamespaces" => &mut namespace,
                _ => &mut kind,
            };
            let what = if it.name == "exemptKinds" { "kind" } else { "namespace" };
            let found = reader.parsed(&it, what, parse).into_iter().map(|(_, it)| it).collect();
            match it.name {
                "exemptNamespaces" => read.exempt_namespaces = found,
                _ => read.exempt_kinds = found,
            }
        });
        read
    }

    /// Whether objects of a kind, or in a namespace, are not judged.
    pub(in super::super) fn is_exempt(&self, kind: &str, namespace: &str) -> bool {
        // An object outside of every namespace is in none that is exempt.
        let in_namespace = !namespace.is_empty()
            && self.exempt_namespaces.iter().any(|it| glob::matches(it, namespace));
        in_namespace || self.exempt_kinds.contains(&kind)
    }
}

/// Upstream: `ValidateNamespaceName` in kubernetes `pkg/apis/core/validation`: a DNS label.
fn namespace(text: &str) -> Result<&str, String> {
    let is_label = (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-*".contains(&it))
        && !text.starts_with('-')
        && !text.ends_with('-');
    if is_label && text != "*" {
        return Ok(text);
    }
    let quoted = Quoted(text);
    Err(match text {
        "*" => "\"*\" exempts everything; take the policy away instead".into(),
        _ => alloc::format!("{quoted} is no namespace; write its name, with * for any characters"),
    })
}

fn kind(text: &str) -> Result<&str, String> {
    let mut known: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    known.extend(["Secret", "ServiceAccount"]);
    if known.contains(&text) {
        return Ok(text);
    }
    let quoted = Quoted(text);
    Err(alloc::format!("{quoted} is no kind that this policy judges; {}", Meant(text, &known)))
}
