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
//! What `[[registry]]` says of mirrors and blocked registries is not read here.
//!
//! Upstream: `loadConfigFile`, `postProcessRegistries` in containers/image
//! `pkg/sysregistriesv2/system_registries_v2.go`; `newShortNameAliasCache` in `shortnames.go` there.

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
}

impl RegistriesConfError {
    fn new(message: impl Into<String>, span: &Range<usize>) -> Self {
        Self { message: message.into(), span: span.clone() }
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
        let mut conf = Self::default();
        if let Some(span) = version_1(root) {
            let message = "registries.conf must be in v2 format but is in v1";
            return Err(RegistriesConfError::new(message, &span));
        }
        if let Some(value) = root.get("unqualified-search-registries") {
            conf.search = Some(search(value)?);
        }
        if let Some(value) = root.get("short-name-mode") {
            conf.mode = mode(value)?;
        }
        if let Some(value) = root.get("aliases") {
            conf.aliases = aliases(value)?;
        }
        Ok(conf)
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

/// Where the old format is used.
fn version_1(root: &Value<'_>) -> Option<Range<usize>> {
    let old = root.get("registries")?;
    let lists = ["search", "insecure", "block"].iter().filter_map(|it| old.get(it));
    lists.filter_map(|it| it.get("registries")).map(|it| it.span.clone()).next()
}

fn search(value: &Value<'_>) -> Result<Vec<String>, RegistriesConfError> {
    let wrong = |it: &Value<'_>| {
        RegistriesConfError::new("unqualified-search-registries is a list of texts", &it.span)
    };
    let mut search = Vec::new();
    for item in value.as_array().ok_or_else(|| wrong(value))? {
        let written = item.as_str().ok_or_else(|| wrong(item))?;
        let registry = written.trim_end_matches('/');
        let refuse = |message| Err(RegistriesConfError::new(message, &item.span));
        if registry.starts_with("http://") || registry.starts_with("https://") {
            return refuse(format!("invalid location '{written}': URI schemes are not supported"));
        }
        if !is_domain(registry) {
            let quoted = Quoted(registry.as_bytes());
            return refuse(format!("Invalid unqualified-search-registries entry {quoted}"));
        }
        search.push(registry.to_string());
    }
    Ok(search)
}

fn mode(value: &Value<'_>) -> Result<Option<Range<usize>>, RegistriesConfError> {
    let refuse = |message: String| Err(RegistriesConfError::new(message, &value.span));
    match value.as_str() {
        None => refuse("short-name-mode is a text".into()),
        Some("") => Ok(None),
        Some("disabled" | "enforcing" | "permissive") => Ok(Some(value.span.clone())),
        Some(mode) => refuse(format!("invalid short-name mode: {}", Quoted(mode.as_bytes()))),
    }
}

fn aliases(value: &Value<'_>) -> Result<Vec<(String, String)>, RegistriesConfError> {
    let Data::Object(members) = &value.data else {
        return Err(RegistriesConfError::new("aliases is a table of texts", &value.span));
    };
    let mut aliases = Vec::with_capacity(members.len());
    for member in members {
        short(&member.key).map_err(|it| {
            RegistriesConfError::new(
                format!("validating short-name aliases: {it}"),
                &member.key_span,
            )
        })?;
        let target = member.value.as_str().ok_or_else(|| {
            RegistriesConfError::new("what an alias stands for is a text", &member.value.span)
        })?;
        if !target.is_empty() {
            full(target).map_err(|it| {
                let message = format!("validating short-name aliases: {it}");
                RegistriesConfError::new(message, &member.value.span)
            })?;
        }
        aliases.push((member.key.to_string(), target.to_string()));
    }
    Ok(aliases)
}

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
mod tests {
    use super::*;
    use crate::text::documents;

    /// What a file says, or why it is refused and at which bytes.
    fn read(text: &str) -> Result<RegistriesConf, (String, String)> {
        let read = documents(text);
        assert_eq!(read.docs[0].error, None, "{text}");
        let conf = RegistriesConf::read(&read.docs[0].root);
        conf.map_err(|it| (it.to_string(), text[it.span()].to_string()))
    }

    #[track_caller]
    fn refuses(text: &str, message: &str, bytes: &str) {
        assert_eq!(read(text), Err((message.to_string(), bytes.to_string())), "{text}");
    }

    #[test]
    fn later_files_replace_the_registries_and_add_aliases() {
        let main = "unqualified-search-registries = ['a.io', 'b.io']\n[aliases]\nx = 'a.io/x'";
        let more = "[aliases]\nx = ''\ny = 'b.io/y'";
        let mut names = ShortNames::default();
        for text in [main, more, "unqualified-search-registries = []"] {
            names.add(&read(text).expect("it is fine"));
        }
        assert_eq!(names.registries, Some(Vec::new()));
        let aliases: Vec<_> = names.aliases.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(aliases, [("x", ""), ("y", "b.io/y")]);
    }

    #[test]
    fn what_upstream_refuses_is_refused_in_its_words() {
        let entry = |it: &str| format!("unqualified-search-registries = [\"a.io\", \"{it}\"]");
        refuses(
            &entry("https://b.io"),
            "invalid location 'https://b.io': URI schemes are not supported",
            "\"https://b.io\"",
        );
        refuses(
            &entry("b.io/team"),
            "Invalid unqualified-search-registries entry \"b.io/team\"",
            "\"b.io/team\"",
        );
        refuses(&entry(""), "Invalid unqualified-search-registries entry \"\"", "\"\"");
        refuses(
            "short-name-mode = \"strict\"",
            "invalid short-name mode: \"strict\"",
            "\"strict\"",
        );
        refuses(
            "[registries.search]\nregistries = ['a.io']",
            "registries.conf must be in v2 format but is in v1",
            "['a.io']",
        );
        refuses(
            "[aliases]\n\"a.io/x\" = 'a.io/x'",
            "validating short-name aliases: invalid short name \"a.io/x\": must not contain registry",
            "\"a.io/x\"",
        );
        refuses(
            "[aliases]\nx = 'a.io/x:1'",
            "validating short-name aliases: invalid alias \"a.io/x:1\": must not contain tag",
            "'a.io/x:1'",
        );
        refuses(
            "[aliases]\nx = 'library/x'",
            "validating short-name aliases: invalid alias \"library/x\": must contain registry and repository",
            "'library/x'",
        );
    }

    #[test]
    fn values_of_another_type_are_refused() {
        let list = "unqualified-search-registries is a list of texts";
        refuses("unqualified-search-registries = 'a.io'", list, "'a.io'");
        refuses("unqualified-search-registries = [1]", list, "1");
        refuses("short-name-mode = true", "short-name-mode is a text", "true");
        refuses("[aliases]\nx = 1", "what an alias stands for is a text", "1");
    }
}
