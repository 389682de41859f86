//! Decoding: which values have the type of their field, and which names are no fields.
//!
//! A file is decoded strictly first. Where only names are unknown or stand twice, the kubelet logs it
//! and goes on without them, in every release. YAML becomes JSON with sorted names, and of a name
//! that stands twice the last; so the first error of a YAML file is that of the first name by its
//! letters. JSON is decoded as it stands.
//!
//! A type that does not fit is remembered, and decoding goes on; a duration that cannot be read ends
//! it at once, and is what the kubelet says.
//!
//! Upstream: `DecodeKubeletConfiguration` in kubernetes
//! `pkg/kubelet/kubeletconfig/util/codec/codec.go`, `Decode` in apimachinery
//! `pkg/runtime/serializer/json/json.go`, `sigs.k8s.io/json`.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::error::{Error, ErrorKind};
use super::schema::{KUBELET_CONFIGURATION, Kind, Struct};
use super::{Unknown, Written};
use crate::go::Quoted;
use crate::go::duration::Duration;
use crate::go::number::{self, YamlNumber};
use crate::json::{Data, Member, Value};
use crate::strict::{Syntax, ordered};
use crate::version::Version;

/// More unknown names than the kubelet tells.
const MAX_STRICT: usize = 100;
/// More of one sort than a person reads.
const MAX_TOLD: usize = 1_000;

/// What decoding a document says.
#[derive(Default)]
pub(super) struct Decoded {
    /// What does not fit, in the order in which it is decoded.
    pub(super) errors: Vec<Error>,
    /// Which of them the kubelet ends with, where it is not the first.
    fatal: Option<usize>,
    pub(super) unknown: Vec<Unknown>,
    /// What strict decoding says, each once.
    strict: Vec<String>,
}

impl Decoded {
    /// The error that the kubelet ends with.
    pub(super) fn told(&self) -> Option<&Error> {
        self.errors.get(self.fatal.unwrap_or(0))
    }

    /// What the kubelet logs before it goes on without what it does not know.
    pub(super) fn strict(&self) -> Option<String> {
        (!self.strict.is_empty())
            .then(|| format!("strict decoding error: {}", self.strict.join(", ")))
    }
}

/// Compares a document with the fields of a release.
pub(super) fn decode(document: &Value<'_>, written: Written, version: Version) -> Decoded {
    let mut decoder =
        Decoder { written, version, fields: Vec::new(), within: "", decoded: Decoded::default() };
    if written == Written::Yaml
        && let Some(error) = decoder.not_json(document, &mut String::new())
    {
        decoder.decoded.errors.push(error);
        return decoder.decoded;
    }
    if let Some(error) = api_version(document, written, version) {
        decoder.decoded.errors.push(error);
        return decoder.decoded;
    }
    decoder.object(document, &KUBELET_CONFIGURATION, &mut String::new());
    decoder.decoded
}

/// Members as they are decoded: of YAML by their names, of each the last.
pub(super) fn in_order<'v, 'a>(members: &'v [Member<'a>], written: Written) -> Vec<&'v Member<'a>> {
    ordered(members, if written == Written::Yaml { Syntax::Yaml } else { Syntax::Json })
}

/// What is wrong with `apiVersion`. Its name is read without regard to case.
fn api_version(document: &Value<'_>, written: Written, version: Version) -> Option<Error> {
    let members = document.as_object().unwrap_or_default();
    let named =
        |it: &&&Member<'_>| it.key.eq_ignore_ascii_case("apiVersion") && !it.value.is_null();
    let ordered = in_order(members, written);
    let member = ordered.iter().rev().find(named);
    let kind = ordered.iter().find(|it| it.key == "kind");
    let span = member.map_or_else(
        || kind.map_or(document.span.clone(), |it| it.value.span.clone()),
        |it| it.value.span.clone(),
    );
    let error = |message: &str, upstream: String| {
        let upstream = Some(format!("failed to decode: {upstream}"));
        let (kind, path, message) = (ErrorKind::ApiVersion, "apiVersion".into(), message.into());
        Some(Error { kind, path, span: span.clone(), message, upstream })
    };
    let missing =
        |message: &str| error(message, "Object 'apiVersion' is missing in '…'".to_string());
    let Some(member) = member else {
        return missing(
            "apiVersion is missing, which is kubelet.config.k8s.io/v1beta1 in a kubelet's configuration",
        );
    };
    let Some(text) = member.value.as_str() else {
        let (found, _) = found(&member.value, written);
        let upstream = format!(
            "couldn't get version/kind; json parse error: json: cannot unmarshal {found} into Go struct \
             field .apiVersion of type string"
        );
        return error("apiVersion must be a string", upstream);
    };
    if text == "kubelet.config.k8s.io/v1beta1" {
        return None;
    }
    let wrong = "this apiVersion has no KubeletConfiguration: it is kubelet.config.k8s.io/v1beta1";
    let (group, name) = text.split_once('/').unwrap_or(("", text));
    if name.contains('/') {
        return error(wrong, format!("unexpected GroupVersion string: {text}"));
    }
    if name.is_empty() {
        return missing(wrong);
    }
    let shown = if group.is_empty() { name } else { text };
    let line = match version.minor() {
        ..33 => 100,
        33..35 => 110,
        35.. => 111,
    };
    let upstream = format!(
        "no kind \"KubeletConfiguration\" is registered for version {} in scheme \
         \"pkg/runtime/scheme.go:{line}\"",
        Quoted(shown.as_bytes())
    );
    error(wrong, upstream)
}

/// What stands there, as Go says it, and in plain words.
fn found(value: &Value<'_>, written: Written) -> (Cow<'static, str>, &'static str) {
    match &value.data {
        Data::Null => ("null".into(), "nothing"),
        Data::Bool(_) => ("bool".into(), "true or false"),
        Data::Number(text) if is_text(text, written) => ("string".into(), "a string"),
        Data::Number(_) => ("number".into(), "a number"),
        Data::String(_) => ("string".into(), "a string"),
        Data::Array(_) => ("array".into(), "a list"),
        Data::Object(_) => ("object".into(), "an object"),
    }
}

/// Whether a number of YAML is too great for Go, and so a string.
fn is_text(number: &str, written: Written) -> bool {
    written == Written::Yaml && number::yaml(number) == YamlNumber::TooGreat
}

/// A number as the decoder sees it.
pub(super) fn number_text<'v>(text: &'v str, written: Written) -> Cow<'v, str> {
    match (written, number::yaml(text)) {
        (Written::Yaml, YamlNumber::Json(json)) => json.into(),
        _ => text.into(),
    }
}

struct Decoder {
    written: Written,
    version: Version,
    /// The fields that lead to the value, and the type of the innermost object with fields.
    fields: Vec<&'static str>,
    within: &'static str,
    decoded: Decoded,
}

impl Decoder {
    /// The first number that JSON cannot write.
    fn not_json(&self, value: &Value<'_>, path: &mut String) -> Option<Error> {
        match &value.data {
            Data::Number(text) => {
                let YamlNumber::Infinite(name) = number::yaml(text) else { return None };
                Some(Error {
                    kind: ErrorKind::NotANumber,
                    path: path.clone(),
                    span: value.span.clone(),
                    message:
                        "this number cannot be written in JSON, which the kubelet makes of YAML"
                            .into(),
                    upstream: Some(format!("failed to decode: json: unsupported value: {name}")),
                })
            }
            Data::Array(items) => items.iter().enumerate().find_map(|(at, it)| {
                let end = path.len();
                *path += &format!("[{at}]");
                let error = self.not_json(it, path);
                path.truncate(end);
                error
            }),
            Data::Object(members) => in_order(members, self.written).into_iter().find_map(|it| {
                let end = enter(path, &it.key);
                let error = self.not_json(&it.value, path);
                path.truncate(end);
                error
            }),
            _ => None,
        }
    }

    fn object(&mut self, value: &Value<'_>, of: &'static Struct, path: &mut String) {
        let members = value.as_object().unwrap_or_default();
        let mut seen = alloc::collections::BTreeSet::new();
        for member in in_order(members, self.written) {
            let Some(field) = of.field(&member.key, self.version) else {
                self.unknown(member, of, path);
                continue;
            };
            if !seen.insert(field.name) {
                self.strict("duplicate", path, field.name);
            }
            let end = enter(path, field.name);
            let outer = core::mem::replace(&mut self.within, of.name);
            self.fields.push(field.name);
            self.value(&member.value, field.kind, path);
            self.fields.pop();
            self.within = outer;
            path.truncate(end);
        }
    }

    fn unknown(&mut self, member: &Member<'_>, of: &'static Struct, path: &mut String) {
        self.strict("unknown", path, &member.key);
        let end = enter(path, &member.key);
        let since = of.known(&member.key).map(|it| it.since).and_then(Version::new);
        if self.decoded.unknown.len() < MAX_TOLD {
            self.decoded.unknown.push(Unknown {
                path: path.clone(),
                span: member.key_span.clone(),
                since: since.filter(|it| *it > self.version),
                of,
                version: self.version,
            });
        }
        path.truncate(end);
    }

    fn strict(&mut self, what: &str, path: &str, name: &str) {
        let dot = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{dot}{name}");
        let said = format!("{what} field {}", Quoted(path.as_bytes()));
        let strict = &mut self.decoded.strict;
        if strict.len() < MAX_STRICT && !strict.contains(&said) {
            strict.push(said);
        }
    }

    fn value(&mut self, value: &Value<'_>, kind: Kind, path: &mut String) {
        match (kind, &value.data) {
            (Kind::Unchecked, _) | (Kind::Duration { pointer: true }, Data::Null) => {}
            (Kind::Duration { .. }, Data::Null) => self.duration("", value, path),
            (Kind::Duration { .. }, Data::String(text)) => self.duration(text, value, path),
            (Kind::Duration { .. }, Data::Number(text)) if is_text(text, self.written) => {
                self.duration(text, value, path);
            }
            (_, Data::Null) | (Kind::Bool, Data::Bool(_)) | (Kind::Text(_), Data::String(_)) => {}
            (Kind::Text(_), Data::Number(text)) if is_text(text, self.written) => {}
            (Kind::Int32 | Kind::Int64 | Kind::Uint32 | Kind::Float64, Data::Number(text))
                if !is_text(text, self.written) =>
            {
                self.number(text, value, kind, path);
            }
            (Kind::List(of), Data::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    let end = path.len();
                    *path += &format!("[{at}]");
                    self.value(item, *of, path);
                    path.truncate(end);
                }
            }
            (Kind::Map(of), Data::Object(members)) => {
                let mut seen = alloc::collections::BTreeSet::new();
                for member in in_order(members, self.written) {
                    if !seen.insert(&member.key) {
                        self.strict("duplicate", path, &member.key);
                    }
                    let end = enter(path, &member.key);
                    self.value(&member.value, *of, path);
                    path.truncate(end);
                }
            }
            (Kind::Struct(of), Data::Object(_)) => self.object(value, of, path),
            _ => self.wrong_type(value, kind, path),
        }
    }

    fn number(&mut self, text: &str, value: &Value<'_>, kind: Kind, path: &str) {
        let json = number_text(text, self.written);
        let fits = match kind {
            Kind::Int32 => json.parse::<i32>().is_ok(),
            Kind::Int64 => json.parse::<i64>().is_ok(),
            Kind::Uint32 => json.parse::<u32>().is_ok(),
            _ => json.parse::<f64>().is_ok_and(f64::is_finite),
        };
        if !fits {
            let found = format!("number {json}");
            let words = match kind {
                Kind::Int32 => "a whole number of 32 bits",
                Kind::Uint32 => "a whole number of 32 bits that is not negative",
                Kind::Int64 => "a whole number of 64 bits",
                _ => "a number of 64 bits",
            };
            self.refuse(value, kind, path, &found, format!("{path} must be {words}"));
        }
    }

    fn wrong_type(&mut self, value: &Value<'_>, kind: Kind, path: &str) {
        let (found, words) = found(value, self.written);
        let message = format!("{path} must be {}, not {words}", kind.in_words());
        self.refuse(value, kind, path, &found, message);
    }

    fn refuse(&mut self, value: &Value<'_>, kind: Kind, path: &str, found: &str, message: String) {
        let upstream = self.has_known_words().then(|| {
            format!(
                "failed to decode: json: cannot unmarshal {found} into Go struct field {}.{} of type {}",
                self.within,
                self.fields.join("."),
                kind.go_type(self.version)
            )
        });
        // A duration is read by a decoder of its own, whose errors end the outer one.
        let is_fatal = matches!(kind, Kind::Duration { .. });
        let plain = plain(value, kind);
        self.error(
            (ErrorKind::WrongType { plain }, is_fatal),
            path,
            value.span.clone(),
            message,
            upstream,
        );
    }

    fn duration(&mut self, text: &str, value: &Value<'_>, path: &str) {
        let Err(said) = Duration::parse(text) else { return };
        let message = match said.split(' ').nth(1) {
            Some("missing") => format!("{path} has no unit, such as the s of 90s"),
            Some("unknown") => {
                format!("{path} has a unit that Go does not know: it knows ns, us, ms, s, m and h")
            }
            _ => format!("{path} must be a duration such as 2m0s"),
        };
        let upstream = self.has_known_words().then(|| format!("failed to decode: {said}"));
        self.error((ErrorKind::Duration, true), path, value.span.clone(), message, upstream);
    }

    /// Up to 1.22 another decoder read the file, which quotes what stands around an error.
    fn has_known_words(&self) -> bool {
        self.version.minor() >= 23
    }

    fn error(
        &mut self,
        (kind, is_fatal): (ErrorKind, bool),
        path: &str,
        span: Range<usize>,
        message: String,
        upstream: Option<String>,
    ) {
        let errors = &mut self.decoded.errors;
        if errors.len() >= MAX_TOLD && !(is_fatal && self.decoded.fatal.is_none()) {
            return;
        }
        if is_fatal {
            self.decoded.fatal.get_or_insert(errors.len());
        }
        errors.push(Error { kind, path: path.into(), span, message, upstream });
    }
}

/// What stands in quotes that do not belong there.
fn plain(value: &Value<'_>, kind: Kind) -> Option<String> {
    let text = value.as_str()?;
    let is_right = match kind {
        Kind::Bool => matches!(text, "true" | "false"),
        // As a number is commonly written, in YAML and in JSON.
        Kind::Int32 => text.parse::<i32>().is_ok_and(|it| it.to_string() == text),
        Kind::Int64 => text.parse::<i64>().is_ok_and(|it| it.to_string() == text),
        Kind::Uint32 => text.parse::<u32>().is_ok_and(|it| it.to_string() == text),
        _ => false,
    };
    is_right.then(|| text.to_string())
}

/// Makes a path that of a member, and gives where it ended before.
fn enter(path: &mut String, name: &str) -> usize {
    let end = path.len();
    if !path.is_empty() {
        path.push('.');
    }
    *path += name;
    end
}
