use pullscope_core::PullPolicy;
use pullscope_core::reference::{AnyReference, Reference};
use pullscope_core::version::Version;
use serde_json::{Value, json};

use super::text;
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    Ok(answer_as(text(row, "input")?, Version::NEWEST))
}

/// Kubernetes 1.28, and how the releases before it put the error.
pub(super) fn answer_1_20(row: &Row) -> Result<Row, String> {
    let mut out = answer_older(row, 28)?;
    let input = text(row, "input")?;
    let version = release(27)?;
    if let Err(error) = Reference::parse_as(input, version.grammar()) {
        let k8s = out.get_mut("k8s").and_then(Value::as_object_mut).ok_or("no k8s")?;
        let text = error.kubernetes_as(input, version).to_string();
        k8s.insert("error_1_27".into(), text.into());
    }
    Ok(out)
}

/// Kubernetes 1.29 to 1.31.
pub(super) fn answer_1_29(row: &Row) -> Result<Row, String> {
    answer_older(row, 29)
}

/// What an older release answers, and the policy that it fills in.
fn answer_older(row: &Row, minor: u8) -> Result<Row, String> {
    let (input, version) = (text(row, "input")?, release(minor)?);
    let mut out = answer_as(input, version);
    let policy = PullPolicy::default_for_as(input, version).policy;
    out.insert("policy".into(), policy.as_str().into());
    Ok(out)
}

fn release(minor: u8) -> Result<Version, String> {
    Version::new(minor).ok_or(format!("no rules for 1.{minor} are known"))
}

fn answer_as(input: &str, version: Version) -> Row {
    let mut out = Row::new();
    let mut put = |name: &str, value: Value| out.insert(name.into(), value);
    match AnyReference::parse_as(input, version.grammar()) {
        Ok(any) => put("any", any.to_string().into()),
        Err(error) => put("any_error", error.upstream().to_string().into()),
    };
    match Reference::parse_as(input, version.grammar()) {
        Err(error) => {
            put("ok", false.into());
            put("error", error.upstream().to_string().into());
            put("k8s", json!({ "error": error.kubernetes_as(input, version).to_string() }));
        }
        Ok(reference) => {
            let (tag, digest) = (reference.tag(), reference.digest().map(|it| it.to_string()));
            put("ok", true.into());
            put("domain", reference.registry().into());
            put("path", reference.repository().to_string().into());
            put("familiar_name", reference.familiar_name().to_string().into());
            put("familiar", reference.familiar().to_string().into());
            put("tag", tag.into());
            put("digest", digest.clone().into());
            put("string", reference.to_string().into());
            put("tag_name_only", reference.with_default_tag().to_string().into());
            put("docker_ref", reference.docker_reference().to_string().into());
            put(
                "k8s",
                json!({
                    "repo": reference.name().to_string(),
                    "tag": reference.tag_or_default(),
                    "digest": digest.unwrap_or_default(),
                }),
            );
        }
    }
    out
}
