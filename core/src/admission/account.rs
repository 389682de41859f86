//! ServiceAccounts: the pull Secrets that their Pods get.

use super::pull_secrets::judge_name;
use super::settings::PullSecretChecks;
use super::verdict::Verdict;
use crate::json::{Data, Value};
use crate::workload::{PullSecretName, WrongType};

/// Judges the names in `imagePullSecrets`, which are those of every Pod that names none itself.
pub(super) fn judge(object: &Value<'_>, rules: &PullSecretChecks<'_>, verdict: &mut Verdict) {
    if object.as_object().is_none() {
        return verdict.refuse_wrong_type(&WrongType::new("".into(), "an object", object));
    }
    let Some(list) = object.get("imagePullSecrets") else { return };
    let items = match &list.data {
        Data::Null => return,
        Data::Array(items) => items,
        _ => {
            let path = "imagePullSecrets".into();
            return verdict.refuse_wrong_type(&WrongType::new(path, "a list", list));
        }
    };
    for (index, element) in items.iter().enumerate() {
        let path = alloc::format!("imagePullSecrets[{index}]");
        if !matches!(element.data, Data::Object(_) | Data::Null) {
            verdict.refuse_wrong_type(&WrongType::new(path, "an object", element));
            continue;
        }
        let path = alloc::format!("{path}.name");
        let name = element.get("name").filter(|it| !it.is_null());
        match name.filter(|it| it.as_str().is_none()) {
            Some(other) => verdict.refuse_wrong_type(&WrongType::new(path, "a string", other)),
            None if rules.mode.is_on() => {
                judge_name(&PullSecretName { path, name, element }, rules, verdict);
            }
            None => {}
        }
    }
}
