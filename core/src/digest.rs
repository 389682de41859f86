//! Content digests: `algorithm ":" hex`.
//!
//! ```text
//! sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
//! |----| |--------------------------------------------------------------|
//! algorithm                        hex digits, lower case
//! ```
//!
//! Behavior: opencontainers/go-digest v1.0.0 with SHA-256, SHA-384 and SHA-512 registered, as
//! Kubernetes links it.

use core::fmt;
use core::ops::Range;

/// A hash function that a digest may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// SHA-256: 64 hex digits.
    Sha256,
    /// SHA-384: 96 hex digits.
    Sha384,
    /// SHA-512: 128 hex digits.
    Sha512,
}

impl Algorithm {
    /// The name before the colon, lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// How many hex digits the digest has.
    pub fn hex_digits(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 => 128,
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// A valid digest, borrowed from the text it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest<'a> {
    text: &'a str,
    algorithm: Algorithm,
}

impl<'a> Digest<'a> {
    /// Reads a digest.
    ///
    /// # Errors
    ///
    /// When the algorithm is unknown, or the value is not lower-case hex of its length.
    ///
    /// ```
    /// use pullscope_core::digest::Digest;
    ///
    /// let err = Digest::parse("sha256:abc").unwrap_err();
    /// assert_eq!(err.to_string(), "sha256 needs 64 hex digits, here are 3");
    /// assert_eq!(err.upstream(), "invalid checksum digest length");
    /// ```
    ///
    /// Upstream: `Digest.Validate` in opencontainers/go-digest.
    pub fn parse(text: &'a str) -> Result<Self, DigestError> {
        let colon = match text.bytes().position(|byte| byte == b':') {
            None => return Err(DigestError::new(Kind::NoAlgorithm, 0..text.len())),
            Some(colon) if colon == 0 || colon + 1 == text.len() => {
                return Err(DigestError::new(Kind::NoAlgorithm, colon..colon + 1));
            }
            Some(colon) => colon,
        };
        let (name, hex) = (&text[..colon], &text[colon + 1..]);
        let Some(algorithm) = Algorithm::from_name(name) else {
            let kind =
                if is_well_formed(name, hex) { Kind::Unsupported } else { Kind::AlgorithmName };
            return Err(DigestError::new(kind, 0..colon));
        };
        if hex.len() != algorithm.hex_digits() {
            let kind = Kind::Length { algorithm, found: hex.len() };
            return Err(DigestError::new(kind, colon + 1..text.len()));
        }
        // Without an early exit the compiler compares many digits at once.
        if hex.bytes().fold(true, |all, byte| all & is_lower_hex(byte)) {
            return Ok(Self { text, algorithm });
        }
        let at = hex.bytes().take_while(|&byte| is_lower_hex(byte)).count();
        let start = colon + 1 + at;
        let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
        Err(DigestError::new(Kind::NotLowerHex, start..end))
    }

    /// The whole digest.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The hash function.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The hex digits.
    pub fn hex(&self) -> &'a str {
        &self.text[self.algorithm.as_str().len() + 1..]
    }
}

impl fmt::Display for Digest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() | (b'a'..=b'f').contains(&byte)
}

/// `[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+`: what go-digest calls a digest at all.
fn is_well_formed(name: &str, value: &str) -> bool {
    let component = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'))
    };
    name.split(['.', '+', '_', '-']).all(component)
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'=' | b'_' | b'-'))
}

/// Why a text is not a digest, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestError {
    kind: Kind,
    span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    NoAlgorithm,
    AlgorithmName,
    Unsupported,
    Length { algorithm: Algorithm, found: usize },
    NotLowerHex,
}

impl DigestError {
    fn new(kind: Kind, span: Range<usize>) -> Self {
        Self { kind, span }
    }

    /// The bytes of the text that are wrong.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// go-digest's own text.
    pub fn upstream(&self) -> &'static str {
        match self.kind {
            Kind::NoAlgorithm | Kind::AlgorithmName | Kind::NotLowerHex => {
                "invalid checksum digest format"
            }
            Kind::Unsupported => "unsupported digest algorithm",
            Kind::Length { .. } => "invalid checksum digest length",
        }
    }
}

impl fmt::Display for DigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::NoAlgorithm => f.write_str("a digest is written algorithm:hex"),
            Kind::AlgorithmName => f.write_str("a digest's algorithm is written in lower case"),
            Kind::Unsupported => {
                f.write_str("unknown digest algorithm; known are sha256, sha384 and sha512")
            }
            Kind::Length { algorithm, found } => {
                let needed = algorithm.hex_digits();
                write!(f, "{} needs {needed} hex digits, here are {found}", algorithm.as_str())
            }
            Kind::NotLowerHex => f.write_str("a digest has the digits 0-9 and a-f only"),
        }
    }
}

impl core::error::Error for DigestError {}
