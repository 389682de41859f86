//! `registries.conf`, as far as it decides about names without a registry.
//!
//! ```text
//! unqualified-search-registries = ["docker.io", "quay.io"]
//! short-name-mode = "enforcing"
//!
//! [aliases]
//! "kong" = "docker.io/library/kong"
//! ```
//!
//! # The rule
//!
//! The file itself, `/etc/containers/registries.conf`, is read first, and then those of
//! `registries.conf.d`: a list of registries replaces the one before, an alias the one of its name. One
//! file that is refused breaks all of them, so that no short name is resolved any more.
//!
//! `short-name-mode` is for podman and its kin. CRI-O has its own setting, `short_name_mode` in its
//! own file, and before 1.34 the mode `disabled` for all: what stands here never counts for it.
//!
//! What `[[registry]]` says of mirrors and blocked registries is checked, because it makes the file
//! refused, and not followed.
//!
//! Upstream: `loadConfigFile`, `postProcessRegistries` in containers/image
//! `pkg/sysregistriesv2/system_registries_v2.go`; `newShortNameAliasCache` in `shortnames.go` there.

mod registry;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::ShortNames;
use super::short_name::is_domain;
use crate::go::Quoted;
use crate::json::{Data, Value};
use crate::reference::{Grammar, Raw, Reference};
use crate::text::{Limits, toml};
use registry::{Registries, location};

/// What one file says of names without a registry, with the bytes of each value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistriesConf {
    /// `unqualified-search-registries`, without slashes at their ends; `None` when it does not say.
    pub search: Option<Vec<String>>,
    /// Where `short-name-mode` stands, when it does.
    pub mode: Option<Range<usize>>,
    /// The aliases, in the order of the text: the name, and what it stands for; nothing takes an alias
    /// of an earlier file back.
    pub aliases: Vec<(String, String)>,
}

/// Why a file is refused. `Display` is upstream's text, where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistriesConfError {
    message: String,
    span: Range<usize>,
    is_toml: bool,
}

impl RegistriesConfError {
    fn new(message: impl Into<String>, span: &Range<usize>) -> Self {
        Self { message: message.into(), span: span.clone(), is_toml: false }
    }

    /// A value of another type than `what`.
    fn type_of(name: &str, what: &str, value: &Value<'_>) -> Self {
        Self { message: format!("{name} is {what}"), span: value.span.clone(), is_toml: true }
    }

    /// Whether the text is no TOML, or a value of another type, of which upstream speaks in the words
    /// of its decoder.
    pub fn is_toml(&self) -> bool {
        self.is_toml
    }

    /// The bytes of the value that is refused.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl fmt::Display for RegistriesConfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for RegistriesConfError {}

impl RegistriesConf {
    /// Reads a file.
    ///
    /// ```
    /// use pullscope_core::runtime::RegistriesConf;
    ///
    /// let error = RegistriesConf::of_file("short-name-mode = 'strict'").unwrap_err();
    /// assert_eq!(error.to_string(), "invalid short-name mode: \"strict\"");
    /// ```
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), and for a text that is no TOML.
    pub fn of_file(text: &str) -> Result<Self, RegistriesConfError> {
        let limits = Limits::default();
        if text.len() > limits.bytes {
            let message = format!("the text is larger than {} bytes", limits.bytes);
            let span = limits.bytes..text.len();
            return Err(RegistriesConfError { message, span, is_toml: true });
        }
        match toml(text, 0..text.len(), &limits) {
            (root, None) => Self::read(&root),
            (_, Some(error)) => {
                let (message, span) = (error.to_string(), error.span());
                Err(RegistriesConfError { message, span, is_toml: true })
            }
        }
    }

    /// Reads the tree of a file.
    ///
    /// ```
    /// use pullscope_core::runtime::RegistriesConf;
    /// use pullscope_core::text::documents;
    ///
    /// let read = documents("unqualified-search-registries = ['docker.io', 'quay.io/']");
    /// let conf = RegistriesConf::read(&read.docs[0].root)?;
    /// assert_eq!(conf.search.unwrap(), ["docker.io", "quay.io"]);
    /// # Ok::<(), pullscope_core::runtime::RegistriesConfError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What upstream refuses, in its words; a value of another type in ours.
    pub fn read(root: &Value<'_>) -> Result<Self, RegistriesConfError> {
        // Types come first, as they do where the text is decoded.
        let written = match member(root, "unqualified-search-registries") {
            Some(value) => Some(texts(value, "unqualified-search-registries")?),
            None => None,
        };
        let mode = text(root, "short-name-mode")?;
        text(root, "additional-layer-store-auth-helper")?;
        if let Some(value) = member(root, "credential-helpers") {
            texts(value, "credential-helpers")?;
        }
        let mut registries = Registries::read(root)?;
        let mut pairs = Vec::new();
        for table in root.as_object().unwrap_or_default() {
            // Tables whose names differ by letter case are all decoded into one.
            if table.key.eq_ignore_ascii_case("aliases") {
                pairs.extend(pairs_of(&table.value)?);
            }
        }
        if let Some(span) = version_1(root)? {
            let message = "registries.conf must be in v2 format but is in v1";
            return Err(RegistriesConfError::new(message, &span));
        }
        registries.check()?;
        let search = match written {
            Some(written) => Some(
                written.into_iter().map(|(it, span)| entry(it, span)).collect::<Result<_, _>>()?,
            ),
            None => None,
        };
        let mode_span = member(root, "short-name-mode").map_or(0..0, |it| it.span.clone());
        if !matches!(mode, "" | "disabled" | "enforcing" | "permissive") {
            let message = format!("invalid short-name mode: {}", Quoted(mode.as_bytes()));
            return Err(RegistriesConfError::new(message, &mode_span));
        }
        registries.check_stars()?;
        let aliases = aliases(&pairs)?;
        Ok(Self { search, mode: Some(mode_span).filter(|_| !mode.is_empty()), aliases })
    }
}

impl ShortNames {
    /// Adds what a file says, over what the files before it have said.
    pub fn add(&mut self, conf: &RegistriesConf) {
        if let Some(search) = &conf.search {
            self.registries = Some(search.clone());
        }
        self.aliases.extend(conf.aliases.iter().cloned());
    }
}

/// The member of that name; Go's decoder takes any letter case where none is spelled exactly so.
fn member<'v, 'a>(value: &'v Value<'a>, name: &str) -> Option<&'v Value<'a>> {
    value.get(name).or_else(|| {
        let members = value.as_object()?.iter();
        members.filter(|it| it.key.eq_ignore_ascii_case(name)).map(|it| &it.value).next()
    })
}

/// A text, or none.
fn text<'v>(value: &'v Value<'_>, name: &str) -> Result<&'v str, RegistriesConfError> {
    let Some(value) = member(value, name) else { return Ok("") };
    value.as_str().ok_or_else(|| RegistriesConfError::type_of(name, "a text", value))
}

fn boolean(value: &Value<'_>, name: &str) -> Result<bool, RegistriesConfError> {
    match member(value, name) {
        None => Ok(false),
        Some(Value { data: Data::Bool(it), .. }) => Ok(*it),
        Some(value) => Err(RegistriesConfError::type_of(name, "true or false", value)),
    }
}

fn list<'v, 'a>(
    value: &'v Value<'a>,
    name: &str,
    what: &str,
) -> Result<&'v [Value<'a>], RegistriesConfError> {
    value.as_array().ok_or_else(|| RegistriesConfError::type_of(name, what, value))
}

/// Texts, each with its bytes.
type Texts<'v> = Vec<(&'v str, &'v Range<usize>)>;

fn texts<'v>(value: &'v Value<'_>, name: &str) -> Result<Texts<'v>, RegistriesConfError> {
    let wrong = |it| RegistriesConfError::type_of(name, "a list of texts", it);
    let items = list(value, name, "a list of texts")?.iter();
    items.map(|it| Ok((it.as_str().ok_or_else(|| wrong(it))?, &it.span))).collect()
}

/// Where the old format is used.
fn version_1(root: &Value<'_>) -> Result<Option<Range<usize>>, RegistriesConfError> {
    let Some(old) = member(root, "registries") else { return Ok(None) };
    let table = |it: &Value<'_>, name| match it.as_object() {
        Some(_) => Ok(()),
        None => Err(RegistriesConfError::type_of(name, "a table", it)),
    };
    table(old, "registries")?;
    let mut found = None;
    for name in ["search", "insecure", "block"] {
        let Some(value) = member(old, name) else { continue };
        table(value, name)?;
        if let Some(value) = member(value, "registries") {
            texts(value, "registries")?;
            found.get_or_insert(value.span.clone());
        }
    }
    Ok(found)
}

/// One of `unqualified-search-registries`.
fn entry(written: &str, span: &Range<usize>) -> Result<String, RegistriesConfError> {
    let registry = location(written).map_err(|it| RegistriesConfError::new(it, span))?;
    if !is_domain(registry) {
        let quoted = Quoted(registry.as_bytes());
        let message = format!("Invalid unqualified-search-registries entry {quoted}");
        return Err(RegistriesConfError::new(message, span));
    }
    Ok(registry.to_string())
}

/// A name and what it stands for, each with its bytes.
type Pair<'v> = ((&'v str, &'v Range<usize>), (&'v str, &'v Range<usize>));

fn pairs_of<'v>(value: &'v Value<'_>) -> Result<Vec<Pair<'v>>, RegistriesConfError> {
    let wrong = |it| RegistriesConfError::type_of("aliases", "a table of texts", it);
    let members = value.as_object().ok_or_else(|| wrong(value))?.iter();
    members
        .map(|it| {
            let target = it.value.as_str().ok_or_else(|| wrong(&it.value))?;
            Ok(((&*it.key, &it.key_span), (target, &it.value.span)))
        })
        .collect()
}

/// All that is wrong with them is told together, at the first place.
fn aliases(pairs: &[Pair<'_>]) -> Result<Vec<(String, String)>, RegistriesConfError> {
    let mut aliases = Vec::with_capacity(pairs.len());
    let mut wrong: Option<(String, &Range<usize>)> = None;
    for &((name, name_span), (target, span)) in pairs {
        let of_name = short(name).err().map(|it| (it, name_span));
        let of_target = if target.is_empty() { None } else { full(target).err() };
        let of_target = of_target.map(|it| (it, span));
        for (message, span) in [of_name, of_target].into_iter().flatten() {
            match &mut wrong {
                Some((all, _)) if all.len() > MOST_TOLD => {}
                Some((all, _)) => {
                    all.push('\n');
                    all.push_str(&message);
                }
                None => wrong = Some((message, span)),
            }
        }
        aliases.push((name.to_string(), target.to_string()));
    }
    let Some((message, span)) = wrong else { return Ok(aliases) };
    Err(RegistriesConfError::new(format!("validating short-name aliases: {message}"), span))
}

/// More bytes of errors than a person reads.
const MOST_TOLD: usize = 4_096;

fn is_host(host: &str) -> bool {
    host.contains(['.', ':']) || host == "localhost"
}

/// Whether a text is a short name that may have an alias.
///
/// Upstream: `validateShortName`.
fn short(name: &str) -> Result<(), String> {
    let quoted = Quoted(name.as_bytes());
    let raw = Raw::parse(name).map_err(|it| format!("cannot parse short name: {quoted}: {it}"))?;
    let what = match () {
        () if raw.digest.is_some() => "must not contain digest",
        () if raw.tag.is_some() => "must not contain tag",
        () if is_host(raw.host) => "must not contain registry",
        () => return Ok(()),
    };
    Err(format!("invalid short name {quoted}: {what}"))
}

/// Whether a text is what an alias may stand for.
///
/// Upstream: `parseShortNameValue`.
fn full(alias: &str) -> Result<(), String> {
    let quoted = Quoted(alias.as_bytes());
    let raw = Raw::parse(alias).map_err(|it| format!("parsing alias {quoted}: {it}"))?;
    let what = match () {
        () if raw.digest.is_some() => "must not contain digest",
        () if raw.tag.is_some() => "must not contain tag",
        () if !is_host(raw.host) => "must contain registry and repository",
        () => {
            let parsed = Reference::parse_as(alias, Grammar::V1_20);
            return parsed.map(|_| ()).map_err(|it| it.upstream().to_string());
        }
    };
    Err(format!("invalid alias {quoted}: {what}"))
}

#[cfg(test)]
mod tests;
