//! What the worker is asked to do: look at the settings, and judge each request.

use std::collections::BTreeMap;

use pullscope_core::json::{Value, write_string};
use pullscope_core::text::{Lines, documents};
use yew::AttrValue;

use super::requests::Request;
use super::tree;
use crate::read;
use crate::texts::{sentence, t};

/// Why the settings cannot be sent to a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) message: AttrValue,
    /// From 1.
    pub(crate) line: usize,
}

/// The settings that are typed, YAML or JSON. Nothing is no settings at all.
///
/// # Errors
///
/// It is no YAML, or several documents, or no object.
pub(crate) fn settings(text: &str) -> Result<Value<'static>, Wrong> {
    let read = documents(text);
    let wrong = |message: AttrValue, at: usize| {
        Err(Wrong { message, line: Lines::new(text).position(at).line })
    };
    let mut docs = read.docs.iter().filter(|it| !it.root.is_null() || it.error.is_some());
    let Some(first) = docs.next() else {
        let is_blank = text.lines().all(|it| it.trim().is_empty() || it.starts_with(['#', '-']));
        return match is_blank {
            true => Ok(tree::object([])),
            false => wrong(t!("Settings are an object: a name, a colon and a value"), 0),
        };
    };
    if let Some(error) = &first.error {
        return wrong(read::capital(&sentence(&error.to_string())).into(), error.span().start);
    }
    if first.root.as_object().is_none() {
        return wrong(t!("Settings are an object: a name, a colon and a value"), first.span.start);
    }
    match docs.next() {
        Some(second) => wrong(t!("Settings are one document"), second.span.start),
        None => Ok(tree::owned(&first.root)),
    }
}

/// The job as JSON: `validate_settings`, then `validate` for each request that a rule asks for.
///
/// `granted` are the kinds that the policy may read, or all; `digests` is JSON of [`digests`].
pub(crate) fn job(
    settings: &str,
    requests: &[Request],
    world: &str,
    granted: Option<&[String]>,
    digests: &str,
) -> String {
    let mut out = String::from("{\"calls\":[");
    call(&mut out, "validate_settings", settings);
    for request in requests.iter().filter(|it| it.is_asked) {
        out.push(',');
        let payload = format!("{{\"request\":{},\"settings\":{settings}}}", request.json);
        call(&mut out, "validate", &payload);
    }
    let granted =
        granted.map(|it| tree::list(it.iter().map(|it| tree::text(it.clone()))).to_json());
    let granted = granted.as_deref().unwrap_or("null");
    out += &format!(
        "],\"world\":{{\"objects\":{world},\"granted\":{granted},\"digests\":{digests}}}}}"
    );
    out
}

fn call(out: &mut String, operation: &str, payload: &str) {
    *out += &format!("{{\"operation\":\"{operation}\",\"payload\":");
    write_string(out, payload);
    out.push('}');
}

/// The digests that a person gives, one a line: an image, white space, its digest. As JSON.
pub(crate) fn digests(text: &str) -> String {
    let lines = text.lines().filter_map(|it| it.trim().split_once(char::is_whitespace));
    let digests: BTreeMap<&str, &str> =
        lines.map(|(image, digest)| (image, digest.trim())).collect();
    let members =
        digests.into_iter().map(|(image, it)| (image.to_owned(), tree::text(it.to_owned())));
    tree::object(members).to_json()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_one_object_or_nothing() {
        let json = |text: &str| settings(text).map(|it| it.to_json()).map_err(|it| it.line);
        assert_eq!(
            json("references:\n  latest: warn # soon\n"),
            Ok(r#"{"references":{"latest":"warn"}}"#.into())
        );
        assert_eq!(json(r#"{"mode": "warn"}"#), Ok(r#"{"mode":"warn"}"#.into()));
        for text in ["", "\n", "# none yet\n", "---\n"] {
            assert_eq!(json(text), Ok("{}".into()), "{text:?}");
        }
        assert_eq!(json("mode: warn\nscope: [\n"), Err(2));
        assert_eq!(json("- a\n"), Err(1));
        assert_eq!(json("mode: warn\n---\nmode: reject\n"), Err(3));
        assert!(settings("what is this").is_err());
    }

    #[test]
    fn a_job_asks_for_the_settings_first_and_then_for_what_a_rule_asks_for() {
        let request = |is_asked| Request {
            kind: "Pod".into(),
            name: "a".into(),
            operation: "CREATE".into(),
            json: r#"{"uid":"1"}"#.into(),
            object: "null".into(),
            document: 0,
            span: 0..0,
            is_asked,
        };
        let granted = ["v1/Secret".to_owned()];
        let job = job("{}", &[request(false), request(true)], "[]", Some(&granted), "{}");
        assert_eq!(
            job,
            r#"{"calls":[{"operation":"validate_settings","payload":"{}"},{"operation":"validate","payload":"{\"request\":{\"uid\":\"1\"},\"settings\":{}}"}],"world":{"objects":[],"granted":["v1/Secret"],"digests":{}}}"#
        );
    }

    #[test]
    fn a_digest_stands_behind_its_image() {
        assert_eq!(digests(" nginx:1  sha256:ab \n\nhalf\n"), r#"{"nginx:1":"sha256:ab"}"#);
    }
}
