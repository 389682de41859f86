//! The layers of a pull Secret, of which a person may have only an inner one at hand.
//!
//! ```text
//! Secret ─► type and data key ─► base64 ─► JSON ─► auths, its entries ─► auth of one
//! ```

use alloc::borrow::Cow;
use alloc::string::String;

use super::{CONFIG_JSON_KEY, CONFIG_JSON_TYPE, DOCKER_CFG_KEY, DOCKER_CFG_TYPE};
use crate::base64::{self, Alphabet};
use crate::docker_config::is_member;
use crate::json::{self, Data, Member, Value};
use crate::kubectl;
use crate::text;

/// One layer, from the outside in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The object.
    Secret,
    /// `type`, and the data key that belongs to it.
    TypeAndKey,
    /// What stands under the key.
    Base64,
    /// The `config.json`.
    Json,
    /// Its entries, each under a registry.
    Auths,
    /// User name and password of one entry.
    Auth,
}

impl Layer {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Secret, Self::TypeAndKey, Self::Base64, Self::Json, Self::Auths, Self::Auth];

    /// The layer that a finding is about; `None` for one that is about something else.
    ///
    /// ```
    /// use pullscope_core::pull_secret::Layer;
    ///
    /// assert_eq!(Layer::of_code("secret/encoded-twice"), Some(Layer::Base64));
    /// assert_eq!(Layer::of_code("reference/invalid"), None);
    /// ```
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "keyring/odd-key" | "keyring/docker-hub-client" => Self::Auths,
            _ => match code.strip_prefix("secret/")? {
                "ignored-type" | "missing-key" | "wrong-layout" | "data-key" => Self::TypeAndKey,
                "data-not-base64" | "encoded-twice" | "empty-value" => Self::Base64,
                "not-json" | "not-an-object" | "huge-number" => Self::Json,
                "wrong-structure" | "creds-store" | "no-entries" | "duplicate-key"
                | "http-headers" | "more" => Self::Auths,
                "auth-not-base64" | "auth-without-colon" | "blank-entry" | "identity-token"
                | "trailing-newline" | "auth-replaces" | "white-space" | "token-expired"
                | "token-short-lived" | "no-auth" => Self::Auth,
                _ => Self::Secret,
            },
        })
    }
}

/// A pasted layer, within a Secret around it.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrapped<'a> {
    /// The layer that was pasted. What stands outside of it is made up, and right.
    pub outermost: Layer,
    /// The Secret as a manifest. It holds what was pasted, passwords included.
    pub manifest: Cow<'a, str>,
}

/// The registry of an `auth` that was pasted alone.
const SOME_REGISTRY: &str = "registry.example.com";

/// Takes a text for a Secret, or for one of the layers within. `None` when it is neither.
///
/// ```
/// use pullscope_core::pull_secret::{Layer, wrap};
///
/// // The base64 of `user:pass`.
/// let wrapped = wrap("dXNlcjpwYXNz").unwrap();
/// assert_eq!(wrapped.outermost, Layer::Auth);
/// assert!(wrapped.manifest.contains(r#"\"auth\":\"dXNlcjpwYXNz\""#));
/// assert!(wrap("What is a Secret?").is_none());
/// ```
pub fn wrap(text: &str) -> Option<Wrapped<'_>> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    let made =
        |outermost, manifest: String| Some(Wrapped { outermost, manifest: Cow::Owned(manifest) });
    if !trimmed.contains(['{', ':', ' ']) {
        return of_base64(trimmed);
    }
    if let Some(Ok(command)) = kubectl::parse(text, 0..text.len())
        && let Some(manifest) = command.manifest()
    {
        return made(Layer::Secret, manifest.yaml().ok()?);
    }
    let parsed = text::documents(text);
    if parsed.docs.iter().any(|it| it.kind.as_deref() == Some("Secret")) {
        return Some(Wrapped { outermost: Layer::Secret, manifest: Cow::Borrowed(text) });
    }
    let document = match &parsed.docs[..] {
        [document] if document.error.is_none() => document,
        // Half of a JSON object is still to be told where it breaks.
        _ if trimmed.starts_with('{') => return made(Layer::Json, string_data(trimmed)),
        _ => return None,
    };
    let root = &document.root;
    let members = root.as_object()?;
    let has = |name: &str| members.iter().any(|it| it.key == name);
    let has_member = |name: &str| members.iter().any(|it| is_member(&it.key, name));
    if let Some(field) = ["data", "stringData"].into_iter().find(|it| has(it)) {
        let secret_type = root.get("type").and_then(Value::as_str);
        let map = root.get(field)?.as_object()?;
        return made(Layer::TypeAndKey, with_map(map, field, secret_type));
    }
    if has(CONFIG_JSON_KEY) || has(DOCKER_CFG_KEY) {
        let is_plain =
            |it: &Member<'_>| it.value.as_str().is_some_and(|it| it.trim().starts_with('{'));
        let field = if members.iter().all(is_plain) { "stringData" } else { "data" };
        return made(Layer::TypeAndKey, with_map(members, field, None));
    }
    if has_member("auths") || has_member("credsstore") || has_member("credhelpers") {
        return made(Layer::Json, string_data(&as_json(root)));
    }
    let is_entry = |value: &Value<'_>| {
        let members = value.as_object().unwrap_or_default();
        let names = ["auth", "username", "password"];
        members.iter().any(|it| names.iter().any(|name| is_member(&it.key, name)))
    };
    if is_entry(root) {
        let entry = alloc::format!("{{\"auths\":{{\"{SOME_REGISTRY}\":{}}}}}", as_json(root));
        return made(Layer::Auth, string_data(&entry));
    }
    if !members.is_empty() && members.iter().any(|it| is_entry(&it.value)) {
        let entries = alloc::format!("{{\"auths\":{}}}", as_json(root));
        return made(Layer::Auths, string_data(&entries));
    }
    None
}

/// A text without a word that JSON or YAML would have: the value of a data key, or an `auth`.
fn of_base64(text: &str) -> Option<Wrapped<'_>> {
    if !text.bytes().all(base64::may_stand) {
        return None;
    }
    let digits: String = text.chars().filter(|it| !it.is_ascii_whitespace()).collect();
    let decoded = [Alphabet::Padded, Alphabet::Unpadded]
        .into_iter()
        .find_map(|it| base64::decode(it, digits.as_bytes()).ok());
    // What was cut off begins as it did before.
    let begins = decoded.as_deref().map(<[u8]>::trim_ascii_start);
    let is_value = match begins {
        Some(bytes) => bytes.starts_with(b"{") || !bytes.contains(&b':') && is_base64_text(bytes),
        None => digits.starts_with("ey") || digits.starts_with("ew"),
    };
    let manifest = match is_value {
        true => one_value("data", &digits),
        false => {
            let mut config = alloc::format!("{{\"auths\":{{\"{SOME_REGISTRY}\":{{\"auth\":");
            json::write_string(&mut config, &digits);
            config += "}}}";
            string_data(&config)
        }
    };
    let outermost = if is_value { Layer::Base64 } else { Layer::Auth };
    Some(Wrapped { outermost, manifest: Cow::Owned(manifest) })
}

/// Whether the bytes are base64 of some length themselves.
fn is_base64_text(bytes: &[u8]) -> bool {
    bytes.len() >= 16 && bytes.iter().all(|it| base64::may_stand(*it))
}

/// A Secret with a `config.json` as it is.
fn string_data(config: &str) -> String {
    one_value("stringData", config)
}

fn one_value(field: &str, value: &str) -> String {
    let mut out = opened(CONFIG_JSON_TYPE);
    out += "\"";
    out += field;
    out += "\":{\"";
    out += CONFIG_JSON_KEY;
    out += "\":";
    json::write_string(&mut out, value);
    out += "}}";
    out
}

/// A Secret with these values; without a type, it has the one that belongs to its key.
fn with_map(map: &[Member<'_>], field: &str, secret_type: Option<&str>) -> String {
    let is_old = !map.iter().any(|it| it.key == CONFIG_JSON_KEY)
        && map.iter().any(|it| it.key == DOCKER_CFG_KEY);
    let mut out =
        opened(secret_type.unwrap_or(if is_old { DOCKER_CFG_TYPE } else { CONFIG_JSON_TYPE }));
    out += "\"";
    out += field;
    out += "\":{";
    for (at, member) in map.iter().enumerate() {
        if at > 0 {
            out += ",";
        }
        json::write_string(&mut out, member.key.as_bytes());
        out += ":";
        out += &as_json(&member.value);
    }
    out += "}}";
    out
}

fn opened(secret_type: &str) -> String {
    let mut out = String::from(
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"pasted\"},\"type\":",
    );
    json::write_string(&mut out, secret_type);
    out += ",";
    out
}

/// A value as JSON, on one line. Its depth is bounded by the reader.
fn as_json(value: &Value<'_>) -> String {
    let mut out = String::new();
    write_json(&mut out, value);
    out
}

fn write_json(out: &mut String, value: &Value<'_>) {
    match &value.data {
        Data::Null => *out += "null",
        Data::Bool(is) => *out += if *is { "true" } else { "false" },
        // YAML has numbers that JSON has not.
        Data::Number(number) if json::check(number.as_bytes()).is_ok() => *out += number,
        Data::Number(text) | Data::String(text) => json::write_string(out, text.as_bytes()),
        Data::Array(items) => {
            *out += "[";
            for (at, item) in items.iter().enumerate() {
                *out += if at > 0 { "," } else { "" };
                write_json(out, item);
            }
            *out += "]";
        }
        Data::Object(members) => {
            *out += "{";
            for (at, member) in members.iter().enumerate() {
                *out += if at > 0 { "," } else { "" };
                json::write_string(out, member.key.as_bytes());
                *out += ":";
                write_json(out, &member.value);
            }
            *out += "}";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::CODES;
    use crate::json::DEFAULT_MAX_DEPTH;
    use crate::pull_secret::{PullSecret, Reading, SecretObject, build, read};

    /// What the kubelet reads from the Secret that is made around a layer: keys and user names.
    #[track_caller]
    fn check(text: &str, outermost: Layer, entries: &[(&str, &str)]) {
        let wrapped = wrap(text).expect("a layer of a Secret");
        assert_eq!(wrapped.outermost, outermost, "{text}");
        let parsed = text::documents(&wrapped.manifest);
        let object = SecretObject::read(&parsed.docs[0].root);
        let data = object.data();
        let secret = PullSecret { secret_type: object.secret_type, data: &data, annotations: &[] };
        let Ok(Reading::Config(_, config)) = read(&secret) else { panic!("{text}") };
        let found = config
            .entries
            .iter()
            .map(|it| (&*it.key, str::from_utf8(&it.credential.username).expect("a text")));
        assert!(found.eq(entries.iter().copied()), "{text}");
    }

    #[test]
    fn every_layer_may_be_pasted_alone() {
        let config = String::from_utf8(build("quay.io", "foo", "bar", "")).expect("a text");
        let value = base64::encode(config.as_bytes());
        let quay = [("quay.io", "foo")];
        let secret = alloc::format!(
            "kind: Secret\nmetadata: {{name: a}}\ntype: {CONFIG_JSON_TYPE}\ndata:\n  \
             {CONFIG_JSON_KEY}: {value}\n"
        );
        check(&secret, Layer::Secret, &quay);
        check(
            "kubectl create secret docker-registry a --docker-server=quay.io \
             --docker-username=foo --docker-password=bar",
            Layer::Secret,
            &quay,
        );
        check(&alloc::format!("data:\n  {CONFIG_JSON_KEY}: {value}\n"), Layer::TypeAndKey, &quay);
        check(&alloc::format!("{{\"{CONFIG_JSON_KEY}\":\"{value}\"}}"), Layer::TypeAndKey, &quay);
        check(&alloc::format!("{CONFIG_JSON_KEY}: '{config}'"), Layer::TypeAndKey, &quay);
        check(&value, Layer::Base64, &quay);
        check(&alloc::format!(" {}\n{} ", &value[..20], &value[20..]), Layer::Base64, &quay);
        check(&config, Layer::Json, &quay);
        check("{\"quay.io\": {\"auth\": \"Zm9vOmJhcg==\"}}", Layer::Auths, &quay);
        let some = [(SOME_REGISTRY, "foo")];
        check("{\"username\": \"foo\", \"password\": \"bar\"}", Layer::Auth, &some);
        check("Zm9vOmJhcg==", Layer::Auth, &some);
        check("Zm9vOmJhcg", Layer::Auth, &some);
    }

    #[test]
    fn a_data_map_of_the_old_layout_has_its_type() {
        check(
            ".dockercfg: '{\"quay.io\": {\"auth\": \"Zm9vOmI=\"}}'",
            Layer::TypeAndKey,
            &[("quay.io", "foo")],
        );
    }

    #[test]
    fn what_is_broken_is_wrapped_as_what_it_begins_as() {
        let outermost = |text| wrap(text).map(|it| it.outermost);
        assert_eq!(outermost("{\"auths\": {\"quay.io\": {"), Some(Layer::Json));
        assert_eq!(outermost("eyJhdXRocyI6e30"), Some(Layer::Base64));
        assert_eq!(outermost("Zm9vOmJhcg="), Some(Layer::Auth));
        let twice = base64::encode(base64::encode(b"{\"auths\":{}}").as_bytes());
        assert_eq!(outermost(&twice), Some(Layer::Base64));
    }

    #[test]
    fn other_texts_are_no_layer() {
        for text in ["", " ", "a sentence", "kind: Pod", "a: 1", "[]", "a\u{0}b", "ä", "- a"] {
            assert!(wrap(text).is_none(), "{text}");
        }
        let deep = "[".repeat(DEFAULT_MAX_DEPTH * 4);
        assert!(wrap(&deep).is_none());
    }

    #[test]
    fn every_finding_about_a_secret_has_its_layer() {
        let of_secrets = CODES.iter().filter(|it| it.code.starts_with("secret/"));
        let known: alloc::vec::Vec<_> = of_secrets
            .filter(|it| Layer::of_code(it.code) == Some(Layer::Secret))
            .map(|it| it.code)
            .collect();
        let whole = [
            "secret/command-refused",
            "secret/same-name",
            "secret/shell-variable",
            "secret/too-long",
            "secret/unused",
            "secret/wrong-type",
        ];
        assert_eq!(known, whole);
    }
}
