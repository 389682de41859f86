//! Secrets with registry credentials, judged by what the API server and the kubelet say of them.

use alloc::string::String;
use alloc::vec::Vec;

use super::quoted::PlainOrQuoted;
use super::{Secrets, Settings, Verdict};
use crate::base64::{self, Alphabet};
use crate::finding::{Finding, Severity};
use crate::json::{Data, Value};
use crate::pull_secret::{self, Places, PullSecret};
use crate::workload::WrongType;

/// Judges a Secret of any type.
///
/// What cannot work is refused, the rest of the findings are warnings. A Secret of another type
/// may be meant for another program, so that nothing about it is more than a warning.
pub(super) fn judge(object: &Value<'_>, settings: &Settings<'_>, verdict: &mut Verdict) {
    if settings.secrets == Secrets::Ignore {
        return;
    }
    if object.as_object().is_none() {
        return refuse_wrong_type(verdict, "", "an object", object);
    }
    let secret_type = match object.get("type") {
        None => "",
        Some(value) => match &value.data {
            Data::String(text) => text,
            Data::Null => "",
            _ => return refuse_wrong_type(verdict, "type", "a string", value),
        },
    };
    let is_for_registries =
        PullSecret { secret_type, data: &[], annotations: &[] }.format().is_some();

    let Some(values) = values(object, is_for_registries, verdict) else { return };
    let data: Vec<(&str, &[u8])> = values.iter().map(|(key, it)| (*key, &it[..])).collect();
    let secret = PullSecret { secret_type, data: &data, annotations: &[] };
    for finding in pull_secret::findings(&secret, &Places::default()) {
        let Finding { code, severity, path, message, .. } = finding;
        match severity {
            Severity::Error if is_for_registries => verdict.refuse(code, &path, message),
            Severity::Error | Severity::Warning => verdict.warn(code, &path, message),
            Severity::Info => {}
        }
    }
}

/// `data` after base64 with `stringData` merged over it, or `None` after saying what is wrong.
///
/// Of a Secret that is not for registries only the keys are of interest.
fn values<'v>(
    object: &'v Value<'v>,
    is_for_registries: bool,
    verdict: &mut Verdict,
) -> Option<Vec<(&'v str, Vec<u8>)>> {
    let mut values = Vec::new();
    let mut is_readable = true;
    for field in ["data", "stringData"] {
        let Some(map) = object.get(field).filter(|it| !it.is_null()) else { continue };
        let Some(members) = map.as_object() else {
            refuse_wrong_type(verdict, field, "an object", map);
            is_readable = false;
            continue;
        };
        for member in members {
            let path = || alloc::format!("{field}[{}]", PlainOrQuoted(&member.key));
            let value = match &member.value.data {
                Data::String(_) | Data::Null if !is_for_registries => Vec::new(),
                Data::Null => Vec::new(),
                Data::String(text) if field == "stringData" => text.as_bytes().to_vec(),
                Data::String(text) => match base64::decode(Alphabet::Padded, text.as_bytes()) {
                    Ok(value) => value,
                    Err(err) => {
                        is_readable = false;
                        verdict.refuse(
                            "secret/data-not-base64",
                            &path(),
                            format_args!(
                                "the value is not base64 (from byte {} on); encode it once, or \
                                 put the text itself under stringData",
                                err.offset()
                            ),
                        );
                        continue;
                    }
                },
                _ => {
                    is_readable = false;
                    refuse_wrong_type(verdict, &path(), "a string", &member.value);
                    continue;
                }
            };
            values.push((&*member.key, value));
        }
    }
    is_readable.then_some(values)
}

fn refuse_wrong_type(verdict: &mut Verdict, path: &str, expected: &'static str, found: &Value<'_>) {
    verdict.refuse_wrong_type(&WrongType::new(String::from(path), expected, found));
}
