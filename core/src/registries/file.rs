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
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::unknown::Unknown;
use crate::credential::Password;
use crate::json::{Data, Member, Value};
use crate::text::{Limits, Lines, TextError, first_document};

/// A text of the file, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text {
    /// What is read.
    pub value: String,
    /// Bytes of the file.
    pub span: Range<usize>,
}

/// What a file says, as far as K3s reads it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Registries {
    /// `mirrors`, by the registry in the names of images.
    pub mirrors: BTreeMap<String, Mirror>,
    /// `configs`, by the host and port that is asked.
    pub configs: BTreeMap<String, Config>,
    /// What K3s passes over in silence.
    pub passed_over: Vec<Unknown>,
}

/// One entry of `mirrors`.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Mirror {
    /// Where its key stands.
    pub key: Range<usize>,
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
    Syntax(TextError),
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
    line: usize,
    /// What is written: its tag, and a few characters of it.
    found: String,
    /// Go's name for what is read there.
    expected: &'static str,
    /// The same for people.
    wanted: &'static str,
    /// Whether what is written may be secret.
    secret: bool,
}

impl fmt::Display for TypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tag = self.found.split(' ').next().unwrap_or_default();
        let found = match tag {
            "!!seq" => "a list",
            "!!map" => "a mapping",
            "!!str" => "a text",
            "!!bool" => "true or false",
            "!!timestamp" => "a date",
            _ => "a number",
        };
        write!(f, "{found} stands where {} is read", self.wanted)
    }
}

impl TypeError {
    /// Upstream's line. Of a secret it shows nothing.
    pub fn upstream(&self) -> String {
        let found = match (self.secret, self.found.split_once(' ')) {
            (true, Some((tag, _))) => tag,
            _ => &self.found,
        };
        format!("line {}: cannot unmarshal {found} into {}", self.line, self.expected)
    }
}

impl FileError {
    /// The text that K3s logs, as far as it is known: of a file that is no YAML `None` where the
    /// words of its parser are not known.
    pub fn upstream(&self, text: &str) -> Option<String> {
        match self {
            Self::Types(errors) => {
                let lines: Vec<String> = errors.iter().map(TypeError::upstream).collect();
                Some(format!("yaml: unmarshal errors:\n  {}", lines.join("\n  ")))
            }
            Self::Syntax(error) => super::syntax::upstream(text, error),
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
            Self::Syntax(error) => error.fmt(f),
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
        let (root, error) = first_document(text, &Limits::default());
        match error {
            Some(error) => Err(FileError::Syntax(error)),
            None => Self::read(text, &root),
        }
    }

    /// Reads a document of `text`.
    ///
    /// # Errors
    ///
    /// Values of another type than is read there.
    pub fn read(text: &str, root: &Value<'_>) -> Result<Self, FileError> {
        let mut reader = Reader { text, lines: None, path: Vec::new(), errors: Vec::new() };
        let mut registries = Self::default();
        reader.registries(root, &mut registries);
        match reader.errors.is_empty() {
            true => Ok(registries),
            false => Err(FileError::Types(reader.errors)),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Made when a line is to be told; a text may hold many documents.
    lines: Option<Lines<'t>>,
    path: Vec<String>,
    errors: Vec<TypeError>,
}

/// What is read at a place: Go's name, and ours.
type Expected = (&'static str, &'static str);

const MAPPING: &str = "a mapping";

impl Reader<'_> {
    fn registries(&mut self, root: &Value<'_>, into: &mut Registries) {
        let Some(members) = self.members(root, ("registries.Registry", MAPPING)) else {
            *into = Registries::default();
            return;
        };
        for member in members {
            match &*self.key(member) {
                "mirrors" => self.within(member, |it, value| it.mirrors(value, into)),
                "configs" => self.within(member, |it, value| it.configs(value, into)),
                "auths" => self.within(member, |it, value| it.auths(value)),
                _ => self.pass_over(member, Known::Root, into),
            }
        }
    }

    fn mirrors(&mut self, value: &Value<'_>, into: &mut Registries) {
        let expected = ("map[string]registries.Mirror", MAPPING);
        let Some(members) = self.members(value, expected) else {
            return into.mirrors.clear();
        };
        for member in members {
            let key = self.key(member);
            let mut mirror = Mirror { key: member.key_span.clone(), ..Mirror::default() };
            self.within(member, |it, value| it.mirror(value, &mut mirror, into));
            into.mirrors.insert(key, mirror);
        }
    }

    fn mirror(&mut self, value: &Value<'_>, mirror: &mut Mirror, into: &mut Registries) {
        let Some(members) = self.members(value, ("registries.Mirror", MAPPING)) else { return };
        for member in members {
            match &*self.key(member) {
                "endpoint" => self.within(member, |it, value| {
                    mirror.endpoints = it.texts(value);
                }),
                "rewrite" => self.within(member, |it, value| it.rewrites(value, mirror)),
                _ => self.pass_over(member, Known::Mirror, into),
            }
        }
    }

    fn texts(&mut self, value: &Value<'_>) -> Vec<Text> {
        match &value.data {
            Data::Null => Vec::new(),
            Data::Array(items) => items.iter().filter_map(|it| self.string(it)).collect(),
            _ => {
                self.refuse(value, ("[]string", "a list"));
                Vec::new()
            }
        }
    }

    fn rewrites(&mut self, value: &Value<'_>, mirror: &mut Mirror) {
        let expected = ("map[string]string", MAPPING);
        let Some(members) = self.members(value, expected) else { return mirror.rewrites.clear() };
        for member in members {
            let key = self.key(member);
            self.within(member, |it, value| {
                if let Some(replacement) = it.string(value) {
                    let rewrite = Rewrite { pattern: member.key_span.clone(), replacement };
                    mirror.rewrites.insert(key, rewrite);
                }
            });
        }
    }

    fn configs(&mut self, value: &Value<'_>, into: &mut Registries) {
        let expected = ("map[string]registries.RegistryConfig", MAPPING);
        let Some(members) = self.members(value, expected) else {
            return into.configs.clear();
        };
        for member in members {
            let key = self.key(member);
            let mut config = Config { key: member.key_span.clone(), ..Config::default() };
            self.within(member, |it, value| it.config(value, &mut config, into));
            into.configs.insert(key, config);
        }
    }

    fn config(&mut self, value: &Value<'_>, config: &mut Config, into: &mut Registries) {
        let expected = ("registries.RegistryConfig", MAPPING);
        let Some(members) = self.members(value, expected) else { return };
        for member in members {
            match &*self.key(member) {
                "auth" if member.value.is_null() => config.auth = None,
                "auth" => {
                    let auth = config.auth.get_or_insert_default();
                    auth.key = member.key_span.clone();
                    self.within(member, |it, value| it.auth(value, auth, Some(into)));
                }
                "tls" if member.value.is_null() => config.tls = None,
                "tls" => {
                    let tls = config.tls.get_or_insert_default();
                    tls.key = member.key_span.clone();
                    self.within(member, |it, value| it.tls(value, tls, into));
                }
                _ => self.pass_over(member, Known::Config, into),
            }
        }
    }

    fn auth(&mut self, value: &Value<'_>, auth: &mut Auth, mut into: Option<&mut Registries>) {
        let expected = ("registries.AuthConfig", MAPPING);
        let Some(members) = self.members(value, expected) else { return };
        for member in members {
            let mut secret = |into: &mut Secret| {
                self.within(member, |it, value| *into = it.secret(value));
            };
            match &*member.key {
                "username" => self.within(member, |it, value| {
                    auth.username = it.string(value).unwrap_or_default();
                }),
                "password" => secret(&mut auth.password),
                "auth" => secret(&mut auth.auth),
                "identity_token" => secret(&mut auth.identity_token),
                _ => {
                    if let Some(into) = into.as_deref_mut() {
                        self.pass_over(member, Known::Auth, into);
                    }
                }
            }
        }
    }

    /// What `auths` holds is checked, and never used.
    fn auths(&mut self, value: &Value<'_>) {
        let expected = ("map[string]registries.AuthConfig", MAPPING);
        for member in self.members(value, expected).unwrap_or_default() {
            self.within(member, |it, value| it.auth(value, &mut Auth::default(), None));
        }
    }

    fn tls(&mut self, value: &Value<'_>, tls: &mut Tls, into: &mut Registries) {
        let Some(members) = self.members(value, ("registries.TLSConfig", MAPPING)) else { return };
        for member in members {
            let text = match &*member.key {
                "ca_file" => &mut tls.ca_file,
                "cert_file" => &mut tls.cert_file,
                "key_file" => &mut tls.key_file,
                "insecure_skip_verify" => {
                    self.within(member, |it, value| match value.data {
                        Data::Bool(value) => tls.insecure_skip_verify = value,
                        Data::Null => tls.insecure_skip_verify = false,
                        _ => it.refuse(value, ("bool", "true or false")),
                    });
                    continue;
                }
                _ => {
                    self.pass_over(member, Known::Tls, into);
                    continue;
                }
            };
            self.within(member, |it, value| *text = it.string(value).unwrap_or_default());
        }
    }

    /// The members of a mapping. What is null counts as not written; anything else is an error.
    fn members<'v>(
        &mut self,
        value: &'v Value<'_>,
        expected: Expected,
    ) -> Option<&'v [Member<'v>]> {
        match &value.data {
            Data::Object(members) => return Some(members),
            Data::Null => {}
            _ => self.refuse(value, expected),
        }
        None
    }

    /// A key as it is written: a word such as `yes` is not `true` here.
    fn key(&self, member: &Member<'_>) -> String {
        match (&*member.key, self.text.get(member.key_span.clone())) {
            ("true" | "false", Some(written)) if !written.starts_with(['"', '\'']) => {
                written.to_string()
            }
            (key, _) => key.to_string(),
        }
    }

    /// Any scalar is a text, as it is written; null is an empty one.
    fn string(&mut self, value: &Value<'_>) -> Option<Text> {
        let text = match &value.data {
            Data::String(text) | Data::Number(text) => text.to_string(),
            Data::Bool(_) => self.text.get(value.span.clone()).unwrap_or_default().to_string(),
            Data::Null => String::new(),
            Data::Array(_) | Data::Object(_) => {
                self.refuse(value, ("string", "a text"));
                return None;
            }
        };
        Some(Text { value: text, span: value.span.clone() })
    }

    fn secret(&mut self, value: &Value<'_>) -> Secret {
        let Some(text) = self.string(value) else { return Secret::default() };
        let span = text.span;
        let value = (!text.value.is_empty()).then(|| Password::new(text.value.into_bytes()));
        Secret { value, span }
    }

    fn within(&mut self, member: &Member<'_>, read: impl FnOnce(&mut Self, &Value<'_>)) {
        let key = self.key(member);
        self.path.push(key);
        read(self, &member.value);
        self.path.pop();
    }

    fn pass_over(&mut self, member: &Member<'_>, known: Known, into: &mut Registries) {
        let unknown = Unknown::new(&self.path, &self.key(member), member, known);
        into.passed_over.push(unknown);
    }

    fn refuse(&mut self, value: &Value<'_>, (expected, wanted): Expected) {
        let is_secret = self.path.iter().any(|it| it == "auth" || it == "auths");
        let lines = self.lines.get_or_insert_with(|| Lines::new(self.text));
        let line = lines.position(value.span.start).line;
        self.errors.push(TypeError {
            span: value.span.clone(),
            path: self.path.join("."),
            line,
            found: self.found(value),
            expected,
            wanted,
            secret: is_secret,
        });
    }

    /// Upstream: `terror` in `gopkg.in/yaml.v2` `decode.go`.
    fn found(&self, value: &Value<'_>) -> String {
        let written = self.text.get(value.span.clone()).unwrap_or_default();
        let (tag, text) = match &value.data {
            Data::Array(_) => return "!!seq".to_string(),
            Data::Object(_) => return "!!map".to_string(),
            Data::Null => ("!!null", written),
            Data::Bool(_) => ("!!bool", written),
            Data::Number(text) => (number_tag(text), &**text),
            Data::String(text) if written == text && is_date(text) => ("!!timestamp", &**text),
            Data::String(text) => ("!!str", &**text),
        };
        match text.len() > 10 {
            // Go cuts bytes; a character that is cut in two is not shown whole either way.
            true => format!("{tag} `{}...`", &text[..text.floor_char_boundary(7)]),
            false => format!("{tag} `{text}`"),
        }
    }
}

/// Which keys are known at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Root,
    Mirror,
    Config,
    Auth,
    Tls,
}

fn number_tag(text: &str) -> &'static str {
    let plain = text.trim_start_matches(['+', '-']);
    let is_based = ["0x", "0X", "0b", "0B", "0o", "0O"].iter().any(|it| plain.starts_with(it));
    let is_whole = plain.bytes().all(|it| it.is_ascii_digit() || it == b'_');
    let fits = || {
        let digits: String = text.chars().filter(|it| *it != '_').collect();
        digits.parse::<i128>().is_ok_and(|it| (i64::MIN.into()..=u64::MAX.into()).contains(&it))
    };
    if is_based || (is_whole && fits()) { "!!int" } else { "!!float" }
}

/// A date that begins as `2001-12-14` or `2001-1-4`, as `gopkg.in/yaml.v2` knows one.
fn is_date(text: &str) -> bool {
    let day = text.split(['T', 't', ' ']).next().unwrap_or_default();
    let mut parts = day.split('-');
    let digits = |part: Option<&str>, lengths: Range<usize>| {
        part.is_some_and(|it| {
            lengths.contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit())
        })
    };
    digits(parts.next(), 4..5)
        && digits(parts.next(), 1..3)
        && digits(parts.next(), 1..3)
        && parts.next().is_none()
}
