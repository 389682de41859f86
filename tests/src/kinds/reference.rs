use pullscope_core::reference::{AnyReference, Reference};
use serde_json::{Value, json};

use super::text;
use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let input = text(row, "input")?;
    let mut out = Row::new();
    let mut put = |name: &str, value: Value| out.insert(name.into(), value);
    match AnyReference::parse(input) {
        Ok(any) => put("any", any.to_string().into()),
        Err(error) => put("any_error", error.upstream().to_string().into()),
    };
    match Reference::parse(input) {
        Err(error) => {
            put("ok", false.into());
            put("error", error.upstream().to_string().into());
            put("k8s", json!({ "error": error.kubernetes(input).to_string() }));
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
    Ok(out)
}
