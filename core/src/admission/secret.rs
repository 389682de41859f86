//! Secrets with registry credentials, judged by what the API server and the kubelet say of them.

use super::{Mode, Settings, Verdict};
use crate::finding::{Finding, Severity};
use crate::json::Value;
use crate::pull_secret::{self, ObjectProblem, PullSecret, SecretObject};

/// Judges a Secret of any type.
///
/// What cannot work is refused, the rest of the findings are warnings, unless the settings say
/// otherwise of a code. A Secret of another type may be meant for another program, so that nothing
/// about it is more than a warning.
pub(super) fn judge(object: &Value<'_>, settings: &Settings<'_>, verdict: &mut Verdict) {
    if settings.secrets.mode == Mode::Off {
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
            ObjectProblem::NotBase64 { path, error, .. } => verdict.tell(
                settings.secrets.mode_of("secret/data-not-base64", Severity::Error),
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
    for finding in pull_secret::bare_findings(&secret) {
        let Finding { code, severity, path, message, .. } = finding;
        match settings.secrets.mode_of(code, severity) {
            Mode::Reject if !is_for_registries => verdict.warn(code, &path, message),
            mode => verdict.tell(mode, code, &path, message),
        }
    }
}
