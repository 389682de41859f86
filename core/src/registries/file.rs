//! The file as K3s decodes it: what is kept, what is passed over, and every error of types.
//!
//! | written | read |
//! | --- | --- |
//! | an unknown key | passed over, on every level |
//! | `mirrors`, `configs`, `rewrite` a second time | merged; the later entry of a key counts |
//! | `auth`, `tls` a second time | merged, member by member |
//! | one registry a second time | the later one counts, whole |
//! | null for a list, a map or a block | as if it were not written |
//! | a number or a word such as `yes` for a text | the text as it is written |
//! | anything else of another type | an error; all of them together |
//!
//! Upstream: `Registry` in rancher/wharfie `pkg/registries/types.go`, `Unmarshal` in
//! `gopkg.in/yaml.v2` v2.4.0 `decode.go`.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::syntax;
use super::unknown::Unknown;
use crate::credential::Password;
use crate::docker_config::without_user;
use crate::go::yaml::YamlError;
use crate::json::Value;

/// A text of the file, and where it stands.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// What is read.
    pub value: String,
    /// Bytes of the file.
    pub span: Range<usize>,
}

/// Without a user and a password that stand before a host.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}", without_user(&self.value), self.span)
    }
}

/// What a file says, as far as K3s reads it.
#[derive(Clone, PartialEq, Default)]
pub struct Registries {
    /// `mirrors`, by the registry in the names of images.
    pub mirrors: BTreeMap<String, Mirror>,
    /// `configs`, by the host and port that is asked.
    pub configs: BTreeMap<String, Config>,
    /// What K3s passes over in silence.
    pub passed_over: Vec<Unknown>,
}

/// Without a user and a password in a key.
impl fmt::Debug for Registries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registries ")?;
        let mirrors = self.mirrors.iter().map(|(key, it)| (without_user(key), it));
        f.debug_map().entries(mirrors).finish()?;
        let configs = self.configs.iter().map(|(key, it)| (without_user(key), it));
        f.debug_map().entries(configs).finish()
    }
}

/// One entry of `mirrors`.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Mirror {
    /// Where its key stands.
    pub key: Range<usize>,
    /// Whether the same key stands above it, too; this entry is the one that counts.
    pub is_again: bool,
    /// `endpoint`, in order.
    pub endpoints: Vec<Text>,
    /// `rewrite`: by the pattern, what it is replaced with.
    pub rewrites: BTreeMap<String, Rewrite>,
}

/// One entry of `rewrite`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Rewrite {
    /// Where the pattern stands.
    pub pattern: Range<usize>,
    /// What it is replaced with.
    pub replacement: Text,
}

/// One entry of `configs`.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Config {
    /// Where its key stands.
    pub key: Range<usize>,
    /// Whether the same key stands above it, too; this entry is the one that counts.
    pub is_again: bool,
    /// `auth`; an empty block is one.
    pub auth: Option<Auth>,
    /// `tls`; an empty block is one.
    pub tls: Option<Tls>,
}

/// Credentials. What is secret is a [`Password`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Auth {
    /// Where the block's key stands.
    pub key: Range<usize>,
    /// `username`.
    pub username: Text,
    /// `password`.
    pub password: Secret,
    /// `auth`: base64 of user name, colon and password.
    pub auth: Secret,
    /// `identity_token`.
    pub identity_token: Secret,
}

/// What of a block `auth` is used; the first that is written counts.
///
/// Upstream: `ParseAuth` in containerd `internal/cri/server/images/image_pull.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthKind {
    /// `username` and `password`.
    Password,
    /// `identity_token`, which the service for tokens gets; of no use where Basic authentication is
    /// asked for.
    IdentityToken,
    /// `auth`, decoded.
    Auth,
    /// Nothing is written: the pull goes on without a password.
    Nothing,
}

impl AuthKind {
    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::IdentityToken => "identityToken",
            Self::Auth => "auth",
            Self::Nothing => "nothing",
        }
    }
}

impl Auth {
    /// What of it is used.
    pub fn kind(&self) -> AuthKind {
        match self {
            it if !it.username.value.is_empty() => AuthKind::Password,
            it if !it.identity_token.is_empty() => AuthKind::IdentityToken,
            it if !it.auth.is_empty() => AuthKind::Auth,
            _ => AuthKind::Nothing,
        }
    }

    /// Whether nothing is written in the block.
    pub fn is_empty(&self) -> bool {
        let secrets = [&self.password, &self.auth, &self.identity_token];
        self.username.value.is_empty() && secrets.iter().all(|it| it.is_empty())
    }
}

/// A secret text of the file.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Secret {
    /// What it is; it is not printed.
    pub value: Option<Password>,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Secret {
    /// The text, to be handed on and not shown.
    pub fn expose(&self) -> &[u8] {
        self.value.as_ref().map_or(b"", Password::expose)
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

/// How a connection is secured.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tls {
    /// Where the block's key stands.
    pub key: Range<usize>,
    /// `ca_file`.
    pub ca_file: Text,
    /// `cert_file`.
    pub cert_file: Text,
    /// `key_file`.
    pub key_file: Text,
    /// `insecure_skip_verify`.
    pub insecure_skip_verify: bool,
}

impl Tls {
    /// Whether anything is set in the block.
    pub fn is_set(&self) -> bool {
        let files = [&self.ca_file, &self.cert_file, &self.key_file];
        self.insecure_skip_verify || files.iter().any(|it| !it.value.is_empty())
    }
}

/// Why K3s cannot read a file, and so does not start the node.
#[derive(Clone, Debug, PartialEq)]
pub enum FileError {
    /// It is not YAML.
    Syntax(YamlError),
    /// Values of another type than is read there; at least one.
    Types(Vec<TypeError>),
}

/// One value of another type than is read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeError {
    /// Where it stands.
    pub span: Range<usize>,
    /// The path to it: `mirrors.docker.io.endpoint`.
    pub path: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// What is written: its tag, such as `!!str`.
    pub(super) tag: String,
    /// The first bytes of it, as Go quotes them; none of a list, a mapping, or what is surely secret.
    pub(super) quote: Option<Quote>,
    /// Whether a password may be meant by what is written.
    pub(super) may_be_secret: bool,
    /// Go's name for what is read there.
    pub(super) expected: &'static str,
    /// The same for people.
    pub(super) wanted: &'static str,
}

/// A few bytes of a value, which may be secret.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Quote(pub(super) String);

impl fmt::Debug for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Quote(elided)")
    }
}

impl fmt::Display for TypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = match &*self.tag {
            "!!seq" => "a list",
            "!!map" => "a mapping",
            "!!str" => "a text",
            "!!bool" => "true or false",
            "!!timestamp" => "a date",
            "!!int" | "!!float" => "a number",
            _ => "another value",
        };
        write!(f, "{found} stands where {} is read", self.wanted)
    }
}

impl TypeError {
    /// Upstream's line byte for byte, to compare with it; but nothing of what stands under `auth`. It
    /// may hold a part of a password that stands elsewhere: what is shown is [`shown`](Self::shown).
    pub fn upstream(&self) -> String {
        self.line(self.quote.as_ref())
    }

    /// Upstream's line, without a value that may be a password.
    pub fn shown(&self) -> String {
        self.line(self.quote.as_ref().filter(|_| !self.may_be_secret))
    }

    fn line(&self, quote: Option<&Quote>) -> String {
        let Self { line, tag, expected, .. } = self;
        let quote = quote.map_or_else(String::new, |it| format!(" `{}`", it.0));
        format!("line {line}: cannot unmarshal {tag}{quote} into {expected}")
    }
}

impl FileError {
    /// The text that K3s logs, byte for byte as [`TypeError::upstream`]; `None` where only this
    /// program has a limit.
    pub fn upstream(&self) -> Option<String> {
        self.text(TypeError::upstream)
    }

    /// The same text, without a value that may be a password.
    pub fn shown(&self) -> Option<String> {
        self.text(TypeError::shown)
    }

    fn text(&self, line: impl Fn(&TypeError) -> String) -> Option<String> {
        match self {
            Self::Types(errors) => {
                let lines: Vec<String> = errors.iter().map(line).collect();
                Some(format!("yaml: unmarshal errors:\n  {}", lines.join("\n  ")))
            }
            Self::Syntax(error) => error.upstream(),
        }
    }

    /// The first place that is wrong.
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::Types(errors) => errors.first().map_or(0..0, |it| it.span.clone()),
            Self::Syntax(error) => error.span(),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => f.write_str(syntax::sentence(error.problem())),
            Self::Types(errors) => match &errors[..] {
                [] => Ok(()),
                [one] => write!(f, "{}: {one}", one.path),
                [first, rest @ ..] => write!(f, "{}: {first}; and {} more", first.path, rest.len()),
            },
        }
    }
}

impl core::error::Error for FileError {}

impl Registries {
    /// Reads a file. Only its first YAML document counts.
    ///
    /// # Errors
    ///
    /// The file is not YAML, or holds values of another type than is read there.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        super::read::read(text, 0..text.len())
    }

    /// Reads the file that stands in `span` of `text`.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn read_in(text: &str, span: Range<usize>) -> Result<Self, FileError> {
        super::read::read(text, span)
    }

    /// Reads a document of `text`, whose root is known: the file is what stands there.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn read(text: &str, root: &Value<'_>) -> Result<Self, FileError> {
        let Range { start, end } = root.span;
        // The first key stands as far in as the others.
        let line = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let start = if text[line..start].trim().is_empty() { line } else { start };
        super::read::read(text, start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_password_is_only_in_what_is_compared_with_upstream() {
        let check = |text: &str, found: &str, upstream: &str, shown: &str| {
            let error = Registries::parse(text).expect_err("a wrong type");
            let FileError::Types(types) = &error else { panic!("{error}") };
            assert_eq!(
                types[0].upstream(),
                format!("line 2: cannot unmarshal {upstream} into {found}")
            );
            assert_eq!(types[0].shown(), format!("line 2: cannot unmarshal {shown} into {found}"));
            assert!(!format!("{error} {error:?} {:?}", error.shown()).contains("4711"));
        };
        let config = "registries.RegistryConfig";
        check("configs:\n  r.io: 47114711", config, "!!int `47114711`", "!!int");
        check("configs:\n  r.io: u:4711471147", config, "!!str `u:47114...`", "!!str");
        let auth = "registries.AuthConfig";
        check("configs: {r.io: {\n  auth: 47114711}}", auth, "!!int", "!!int");
        let tls = "configs: {r.io: {tls: {\n  insecure_skip_verify: perhaps}}}";
        check(tls, "bool", "!!str `perhaps`", "!!str `perhaps`");
    }
}
