//! Names without a registry on CRI-O.
//!
//! # The rule
//!
//! A name is short when its first component has no `.` and no `:` and is not `localhost`. Others are
//! asked for as they are. A short name is
//!
//! 1. what `aliases` of `registries.conf` say, if they name it, without tag and digest;
//! 2. else that name at each of the `unqualified-search-registries`, in their order.
//!
//! More than one of these are too many in the mode `enforcing`, which CRI-O has by default since
//! 1.34: the image is refused, and no registry is asked. In the other modes each is tried until one
//! answers. Without an alias and without registries no mode has anything to ask.
//!
//! Upstream: `Resolve` in containers/image `pkg/shortnames/shortnames.go`;
//! `CandidatesForPotentiallyShortImageName` in cri-o `internal/storage/image.go`.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::go::Quoted;
use crate::reference::{Grammar, ParseError, Raw, RawError, Reference};

/// The file that says how short names are resolved.
pub const REGISTRIES_CONF: &str = "/etc/containers/registries.conf";

/// How CRI-O resolves names without a registry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortNames {
    /// What happens where several registries could be meant.
    pub mode: ShortNameMode,
    /// `unqualified-search-registries`, in their order; `None` when they are not known.
    pub registries: Option<Vec<String>>,
    /// `aliases`: what a short name without tag and digest stands for. An empty value takes an alias
    /// back.
    pub aliases: BTreeMap<String, String>,
}

/// What happens where several registries could be meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ShortNameMode {
    /// The image is refused. CRI-O's default since 1.34.
    #[default]
    Enforcing,
    /// Each is tried. `registries.conf` knows it; CRI-O's own setting does not.
    Permissive,
    /// Each is tried. What CRI-O did before 1.34.
    Disabled,
}

impl ShortNameMode {
    /// As it is written in a configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enforcing => "enforcing",
            Self::Permissive => "permissive",
            Self::Disabled => "disabled",
        }
    }

    /// The mode of that name.
    ///
    /// ```
    /// use pullscope_core::runtime::ShortNameMode;
    ///
    /// assert_eq!(ShortNameMode::named("disabled"), Some(ShortNameMode::Disabled));
    /// assert_eq!(ShortNameMode::named("Disabled"), None);
    /// ```
    pub fn named(text: &str) -> Option<Self> {
        [Self::Enforcing, Self::Permissive, Self::Disabled]
            .into_iter()
            .find(|it| it.as_str() == text)
    }
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// The references that are tried, in their order; empty where it is not known.
    pub references: Vec<String>,
    /// What decides.
    pub rule: ShortNameRule,
}

/// What decides what a name stands for on CRI-O.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShortNameRule {
    /// It names its registry.
    Written,
    /// An alias.
    Alias,
    /// The registries that are searched.
    Registries,
    /// They are not known.
    Unknown,
}

/// Why CRI-O refuses a name before it asks a registry. `Display` is a sentence of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortNameError {
    name: String,
    kind: ShortNameErrorKind,
}

/// The kinds of [`ShortNameError`].
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShortNameErrorKind {
    /// Several registries could be meant: how many.
    Ambiguous { registries: usize },
    /// There is neither an alias nor a registry to search.
    Nowhere,
    /// It is not a reference to CRI-O.
    Invalid { upstream: String },
}

impl ShortNames {
    /// What CRI-O asks for, when the kubelet asks for `name`.
    ///
    /// ```
    /// use pullscope_core::runtime::{ShortNameMode, ShortNames};
    ///
    /// let mut node = ShortNames::default();
    /// node.registries = Some(vec!["docker.io".into(), "quay.io".into()]);
    /// let error = node.resolve("kong:3.9").unwrap_err();
    /// assert_eq!(
    ///     error.upstream(),
    ///     "short name mode is enforcing, but image name kong:3.9 returns ambiguous list"
    /// );
    /// node.mode = ShortNameMode::Disabled;
    /// let asked = node.resolve("kong:3.9")?.references;
    /// assert_eq!(asked, ["docker.io/library/kong:3.9", "quay.io/kong:3.9"]);
    /// # Ok::<(), pullscope_core::runtime::ShortNameError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When CRI-O refuses the name without asking a registry.
    pub fn resolve(&self, name: &str) -> Result<Candidates, ShortNameError> {
        let invalid = |upstream| self.error(name, ShortNameErrorKind::Invalid { upstream });
        let raw = Raw::parse(name).map_err(|error: RawError| {
            invalid(format!("cannot parse input: {}: {error}", Quoted(name.as_bytes())))
        })?;
        if !is_short(&raw) {
            let reference = parse(name).map_err(|error| {
                let quoted = Quoted(name.as_bytes());
                invalid(format!("cannot normalize input: {quoted}: {}", error.upstream()))
            })?;
            return Ok(Candidates {
                references: Vec::from([reference.docker_reference().to_string()]),
                rule: ShortNameRule::Written,
            });
        }
        if let Some(alias) = self.aliases.get(raw.name).filter(|it| !it.is_empty()) {
            let mut reference = alias.clone();
            raw.tag.iter().for_each(|it| reference += &format!(":{it}"));
            raw.digest.iter().for_each(|it| reference += &format!("@{}", it.as_str()));
            let reference = parse(&reference)
                .map_err(|error| invalid(format!("parsing alias: {}", error.upstream())))?;
            return Ok(Candidates {
                references: Vec::from([reference.docker_reference().to_string()]),
                rule: ShortNameRule::Alias,
            });
        }
        let Some(registries) = &self.registries else {
            return Ok(Candidates { references: Vec::new(), rule: ShortNameRule::Unknown });
        };
        if registries.is_empty() {
            return Err(self.error(name, ShortNameErrorKind::Nowhere));
        }
        let mut references = Vec::with_capacity(registries.len());
        for registry in registries {
            let registry = registry.trim_end_matches('/');
            let text = format!("{registry}/{name}");
            let reference = parse(&text).map_err(|error| {
                invalid(format!(
                    "creating reference with unqualified-search registry {}: {}",
                    Quoted(registry.as_bytes()),
                    error.upstream()
                ))
            })?;
            references.push(reference.docker_reference().to_string());
        }
        if self.mode == ShortNameMode::Enforcing && references.len() > 1 {
            let registries = references.len();
            return Err(self.error(name, ShortNameErrorKind::Ambiguous { registries }));
        }
        Ok(Candidates { references, rule: ShortNameRule::Registries })
    }

    fn error(&self, name: &str, kind: ShortNameErrorKind) -> ShortNameError {
        ShortNameError { name: name.to_string(), kind }
    }
}

/// Whether a name is one without a registry to CRI-O.
///
/// ```
/// use pullscope_core::runtime::is_short_name;
///
/// assert!(is_short_name("library/nginx"));
/// assert!(!is_short_name("localhost/nginx"));
/// ```
///
/// Upstream: `IsShortName` in containers/image `pkg/shortnames/shortnames.go`.
pub fn is_short_name(name: &str) -> bool {
    Raw::parse(name).is_ok_and(|it| is_short(&it))
}

fn is_short(raw: &Raw<'_>) -> bool {
    !raw.host.contains(['.', ':']) && raw.host != "localhost"
}

/// Whether a text is the host of a registry, with or without a port, and nothing besides.
///
/// Upstream: `DomainRegexp` in containers/image `docker/reference/regexp.go`.
#[cfg(feature = "text")]
pub(super) fn is_domain(text: &str) -> bool {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let is_label = |it: &str| {
        !it.is_empty()
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
            && !it.starts_with('-')
            && !it.ends_with('-')
    };
    host.split('.').all(is_label)
        && port.is_none_or(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

/// CRI-O links the parser that Kubernetes had up to 1.28.
fn parse(text: &str) -> Result<Reference<'_>, ParseError> {
    Reference::parse_as(text, Grammar::V1_20)
}

impl ShortNameError {
    /// What is wrong, for code.
    pub fn kind(&self) -> &ShortNameErrorKind {
        &self.kind
    }

    /// CRI-O's text, as it stands in an event.
    pub fn upstream(&self) -> String {
        let name = &self.name;
        match &self.kind {
            ShortNameErrorKind::Ambiguous { .. } => {
                format!(
                    "short name mode is enforcing, but image name {name} returns ambiguous list"
                )
            }
            ShortNameErrorKind::Nowhere => format!(
                "short-name {} did not resolve to an alias and no unqualified-search registries are \
                 defined in \"{REGISTRIES_CONF}\"",
                Quoted(name.as_bytes())
            ),
            ShortNameErrorKind::Invalid { upstream } => upstream.clone(),
        }
    }
}

impl fmt::Display for ShortNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.kind {
            ShortNameErrorKind::Ambiguous { registries } => write!(
                f,
                "{name} names no registry, CRI-O would search {registries}, and in the mode \
                 enforcing it refuses to choose"
            ),
            ShortNameErrorKind::Nowhere => write!(
                f,
                "{name} names no registry, and CRI-O has neither an alias for it nor a registry to \
                 search"
            ),
            ShortNameErrorKind::Invalid { .. } => {
                write!(f, "{name} is no reference to CRI-O, whose parser is an older one")
            }
        }
    }
}

impl core::error::Error for ShortNameError {}
