//! Secrets with registry credentials, judged by what the API server and the kubelet say of them.

use super::{Secrets, Settings, Verdict};
use crate::finding::{Finding, Severity};
use crate::json::Value;
use crate::pull_secret::{self, ObjectProblem, Places, PullSecret, SecretObject};

/// Judges a Secret of any type.
///
/// What cannot work is refused, the rest of the findings are warnings. A Secret of another type
/// may be meant for another program, so that nothing about it is more than a warning.
pub(super) fn judge(object: &Value<'_>, settings: &Settings<'_>, verdict: &mut Verdict) {
    if settings.secrets == Secrets::Ignore {
        return;
    }
    let read = SecretObject::read(object);
    let is_for_registries = read.is_for_registries();
    let mut is_readable = true;
    for problem in &read.problems {
        match problem {
            ObjectProblem::WrongType(wrong) => verdict.refuse_wrong_type(wrong),
            // The API server refuses it too; a Secret for another program is its own affair.
            ObjectProblem::NotBase64 { .. } if !is_for_registries => continue,
            ObjectProblem::NotBase64 { path, error, .. } => verdict.refuse(
                "secret/data-not-base64",
                path,
                format_args!(
                    "the value is not base64 (from byte {} on); encode it once, or put the text \
                     itself under stringData",
                    error.offset()
                ),
            ),
        }
        is_readable = false;
    }
    if !is_readable {
        return;
    }
    let data = read.data();
    let secret = PullSecret { secret_type: read.secret_type, data: &data, annotations: &[] };
    for finding in pull_secret::findings(&secret, &Places::default()) {
        let Finding { code, severity, path, message, .. } = finding;
        match severity {
            Severity::Error if is_for_registries => verdict.refuse(code, &path, message),
            Severity::Error | Severity::Warning => verdict.warn(code, &path, message),
            Severity::Info => {}
        }
    }
}
