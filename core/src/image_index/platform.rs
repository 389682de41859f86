//! What a manifest is for, and what a node is.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use core::str::FromStr;

/// A platform: of a node, or of one manifest of an index.
///
/// ```text
/// linux/arm/v7      windows(10.0.17763+win32k)/amd64
/// |---| |-| |        |-----| |--------| |----| |---|
///  os  arch variant     os   os.version feature arch
/// ```
///
/// ```
/// use pullscope_core::image_index::Platform;
///
/// let platform: Platform = "linux/arm/v7".parse()?;
/// assert_eq!((&*platform.architecture, &*platform.variant), ("arm", "v7"));
/// assert_eq!(platform.to_string(), "linux/arm/v7");
///
/// let error = "linux".parse::<Platform>().unwrap_err();
/// assert_eq!(error.to_string(), "the architecture is missing: linux/amd64 is one with it");
/// # Ok::<(), pullscope_core::image_index::PlatformError>(())
/// ```
///
/// Upstream: `Platform` in opencontainers/image-spec `specs-go/v1/descriptor.go`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Platform {
    /// `linux`, `windows`.
    pub os: String,
    /// `amd64`, `arm64`, `arm`: as Go names them.
    pub architecture: String,
    /// `v7`, `v8`; empty where there is none.
    pub variant: String,
    /// `10.0.17763.1234`, of Windows; else empty.
    pub os_version: String,
    /// `win32k`, of Windows.
    pub os_features: Vec<String>,
}

impl Platform {
    /// A platform without a version or features of its system.
    pub fn new(os: &str, architecture: &str, variant: &str) -> Self {
        Self {
            os: os.to_string(),
            architecture: architecture.to_string(),
            variant: variant.to_string(),
            ..Self::default()
        }
    }

    /// The platform of a node, from what its status says: `status.nodeInfo.operatingSystem`,
    /// `architecture` and, on Windows, `kernelVersion`.
    ///
    /// The variant is the one that a runtime finds in the processor; a status does not say it, so
    /// `arm64` is taken for `v8` and `arm` for `v7`.
    ///
    /// ```
    /// use pullscope_core::image_index::Platform;
    ///
    /// let node = Platform::of_node("windows", "amd64", "10.0.20348.2031");
    /// assert_eq!(node.to_string(), "windows(10.0.20348)/amd64");
    /// assert_eq!(Platform::of_node("linux", "arm64", "6.8.0").to_string(), "linux/arm64/v8");
    /// ```
    ///
    /// Upstream: `DefaultSpec` in containerd/platforms `defaults_unix.go` and `defaults_windows.go`.
    pub fn of_node(os: &str, architecture: &str, kernel_version: &str) -> Self {
        let variant = match architecture {
            "arm64" => "v8",
            "arm" => "v7",
            _ => "",
        };
        let os_version = match os {
            "windows" => first_three(kernel_version),
            _ => "",
        };
        let os_version = os_version.to_string();
        Self { os_version, ..Self::new(os, architecture, variant) }
    }

    /// The same in the words that containerd compares.
    ///
    /// Upstream: `Normalize` in containerd/platforms `platforms.go`.
    pub(super) fn normalized(&self, default_os: &str) -> Self {
        let os = match self.os.as_str() {
            "" => default_os.to_string(),
            os => match lower(os).as_ref() {
                "macos" => "darwin".to_string(),
                os => os.to_string(),
            },
        };
        let (architecture, variant) = architecture(&self.architecture, &self.variant);
        let mut os_features = self.os_features.clone();
        os_features.sort_unstable();
        os_features.dedup();
        let os_version = self.os_version.clone();
        Self { os, architecture, variant, os_version, os_features }
    }

    /// Whether it is what BuildKit writes for a manifest that describes another one.
    pub(super) fn is_unknown(&self) -> bool {
        self.os == "unknown" && self.architecture == "unknown"
    }
}

/// Upstream: `normalizeArch` in containerd/platforms `database.go`.
fn architecture(architecture: &str, variant: &str) -> (String, String) {
    let (architecture, variant) = (lower(architecture), lower(variant));
    let (architecture, variant) = match (architecture.as_ref(), variant.as_ref()) {
        ("i386", _) => ("386", ""),
        ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
        ("x86_64" | "x86-64" | "amd64", variant) => ("amd64", variant),
        ("aarch64" | "arm64", "8" | "v8" | "v8.0") => ("arm64", ""),
        ("aarch64" | "arm64", "9" | "9.0" | "v9.0") => ("arm64", "v9"),
        ("aarch64" | "arm64", variant) => ("arm64", variant),
        ("armhf", _) | ("arm", "" | "7") => ("arm", "v7"),
        ("armel", _) | ("arm", "6") => ("arm", "v6"),
        ("arm", "5") => ("arm", "v5"),
        ("arm", "8") => ("arm", "v8"),
        other => other,
    };
    (architecture.to_string(), variant.to_string())
}

/// In lower case, as Go's `strings.ToLower` makes it.
fn lower(text: &str) -> Cow<'_, str> {
    match text.chars().any(|it| crate::go::to_lower(it) != it) {
        true => text.chars().map(crate::go::to_lower).collect(),
        false => text.into(),
    }
}

/// `10.0.17763` of `10.0.17763.1234`.
fn first_three(version: &str) -> &str {
    let end = version.match_indices('.').nth(2).map_or(version.len(), |it| it.0);
    &version[..end]
}

impl fmt::Display for Platform {
    /// As containerd writes it, with the version and the features of the system.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.os)?;
        if !self.os_version.is_empty() || !self.os_features.is_empty() {
            write!(f, "({}", self.os_version)?;
            self.os_features.iter().try_for_each(|it| write!(f, "+{it}"))?;
            f.write_str(")")?;
        }
        write!(f, "/{}", self.architecture)?;
        match self.variant.as_str() {
            "" => Ok(()),
            variant => write!(f, "/{variant}"),
        }
    }
}

impl FromStr for Platform {
    type Err = PlatformError;

    /// Reads `os[(version[+feature]…)]/architecture[/variant]`.
    fn from_str(text: &str) -> Result<Self, PlatformError> {
        let error = |kind, span| Err(PlatformError { kind, span });
        if text.is_empty() {
            return error(PlatformErrorKind::Empty, 0..0);
        }
        let Some((system, rest)) = text.split_once('/') else {
            return error(PlatformErrorKind::NoArchitecture, text.len()..text.len());
        };
        let (os, options) = match system.split_once('(') {
            None => (system, ""),
            Some((os, options)) => match options.strip_suffix(')') {
                Some(options) => (os, options),
                None => return error(PlatformErrorKind::OpenBracket, os.len()..system.len()),
            },
        };
        let (architecture, variant) = rest.split_once('/').unwrap_or((rest, ""));
        let mut options = options.split('+');
        let os_version = options.next().unwrap_or_default();
        let os_features: Vec<&str> = options.collect();
        let start = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let parts = [os, architecture, variant, os_version];
        for part in parts.into_iter().chain(os_features.iter().copied()) {
            let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-');
            if let Some((at, found)) = part.char_indices().find(|it| !is_part(it.1)) {
                let at = start(part) + at;
                let kind = PlatformErrorKind::Unexpected { found };
                return error(kind, at..at + found.len_utf8());
            }
        }
        if os.is_empty() {
            return error(PlatformErrorKind::NoSystem, 0..0);
        }
        if architecture.is_empty() {
            let at = start(architecture);
            return error(PlatformErrorKind::NoArchitecture, at..at);
        }
        Ok(Self {
            os_version: os_version.to_string(),
            os_features: os_features.iter().map(ToString::to_string).collect(),
            ..Self::new(os, architecture, variant)
        })
    }
}

/// Why a text is not a [`Platform`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformError {
    kind: PlatformErrorKind,
    span: Range<usize>,
}

impl PlatformError {
    /// What is wrong, for code.
    pub fn kind(&self) -> PlatformErrorKind {
        self.kind
    }

    /// The bytes that are wrong; empty where something is missing.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// The kinds of [`PlatformError`].
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformErrorKind {
    /// Nothing is written.
    Empty,
    /// There is no operating system before the slash.
    NoSystem,
    /// There is no architecture.
    NoArchitecture,
    /// A bracket is opened and not closed.
    OpenBracket,
    /// The character `found` is in no name of a platform.
    Unexpected { found: char },
}

impl fmt::Display for PlatformError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PlatformErrorKind::Empty => {
                f.write_str("a platform is expected, as linux/amd64, here is nothing")
            }
            PlatformErrorKind::NoSystem => {
                f.write_str("the operating system is missing: linux/amd64 is one with it")
            }
            PlatformErrorKind::NoArchitecture => {
                f.write_str("the architecture is missing: linux/amd64 is one with it")
            }
            PlatformErrorKind::OpenBracket => {
                f.write_str("the bracket after the operating system is not closed")
            }
            PlatformErrorKind::Unexpected { found } => {
                write!(f, "unexpected {found:?}, a platform is written as linux/arm64/v8")
            }
        }
    }
}

impl core::error::Error for PlatformError {}
