//! Keys that K3s does not know and passes over in silence, and what was probably meant.

use alloc::format;
use alloc::string::String;
use core::ops::Range;

use super::file::Text;
use crate::near_name::near_name;

/// Which keys are known at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Root,
    Mirror,
    Config,
    Auth,
    Tls,
}

/// A key that is passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The path to it: `mirrors.docker.io.endpoints`.
    pub path: String,
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub span: Range<usize>,
    /// What was probably meant.
    pub meant: Option<Meant>,
}

/// What a key that is passed over was probably meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Another spelling of this key.
    Key(&'static str),
    /// A registry, which belongs under `mirrors`.
    Registry,
    /// A registry, which belongs under `configs`.
    Host,
    /// A bearer token, for which there is no key; `identity_token` is a refresh token.
    Token,
}

impl Unknown {
    /// A key at a path; `within` are the keys of what stands behind it.
    pub(super) fn new(path: &[String], key: &Text, known: Known, within: &[&str]) -> Self {
        let Text { value: key, span } = key;
        let path = match path.is_empty() {
            true => key.clone(),
            false => format!("{}.{key}", path.join(".")),
        };
        let meant = meant(key, within, known);
        Self { path, key: key.clone(), span: span.clone(), meant }
    }
}

fn names(known: Known) -> &'static [&'static str] {
    match known {
        Known::Root => &["mirrors", "configs"],
        Known::Mirror => &["endpoint", "rewrite"],
        Known::Config => &["auth", "tls"],
        Known::Auth => &["username", "password", "auth", "identity_token"],
        Known::Tls => &["ca_file", "cert_file", "key_file", "insecure_skip_verify"],
    }
}

/// Other names for a key, by which it goes elsewhere.
const ALIASES: &[(Known, &str, &str)] = &[
    (Known::Root, "registries", "mirrors"),
    (Known::Mirror, "url", "endpoint"),
    (Known::Mirror, "urls", "endpoint"),
    (Known::Config, "credentials", "auth"),
    (Known::Auth, "user", "username"),
    (Known::Auth, "pass", "password"),
    (Known::Tls, "ca", "ca_file"),
    (Known::Tls, "cert", "cert_file"),
    (Known::Tls, "key", "key_file"),
    (Known::Tls, "insecure", "insecure_skip_verify"),
    (Known::Tls, "skip_verify", "insecure_skip_verify"),
];

fn meant(key: &str, within: &[&str], known: Known) -> Option<Meant> {
    let plain = |key: &str| -> String {
        let letters = key.chars().filter(|it| it.is_ascii_alphanumeric());
        letters.map(|it| it.to_ascii_lowercase()).collect()
    };
    let key = plain(key);
    if known == Known::Auth && matches!(&*key, "token" | "registrytoken") {
        return Some(Meant::Token);
    }
    if let Some((_, _, name)) = ALIASES.iter().find(|it| it.0 == known && plain(it.1) == key) {
        return Some(Meant::Key(name));
    }
    if let Some(name) = names(known).iter().find(|it| near_name(&key, &plain(it))) {
        return Some(Meant::Key(name));
    }
    let has = |names: &[&str]| within.iter().any(|it| names.contains(it));
    match known {
        Known::Root if has(&["endpoint", "rewrite"]) => Some(Meant::Registry),
        Known::Root if has(&["auth", "tls"]) => Some(Meant::Host),
        _ => None,
    }
}
