//! The `ClusterAdmissionPolicy` that makes a cluster do what the page shows.
//!
//! Upstream: `ClusterAdmissionPolicySpec` in kubewarden `api/policies/v1/clusteradmissionpolicy_types.go`.

use pullscope_core::admission::Settings;
use pullscope_core::json::Value;
use pullscope_core::text::yaml;

use super::rules::Metadata;

/// What the manifest says beside the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wants<'w> {
    /// Whether it changes objects.
    pub(crate) is_mutating: bool,
    /// `v1/Secret`, …: what it may read.
    pub(crate) reads: &'w [String],
}

/// What a policy wants with these settings. `is_own` is the policy of this project, whose settings tell;
/// of another one its metadata does, and whether it has `changed` an object here.
pub(crate) fn wants<'w>(
    metadata: &'w Metadata,
    settings: &Value<'_>,
    is_own: bool,
    changed: bool,
) -> Wants<'w> {
    match Settings::parse(settings) {
        Ok(settings) if is_own => Wants {
            is_mutating: settings.changes_objects(),
            reads: if settings.reads_cluster() { &metadata.reads } else { &[] },
        },
        _ => Wants { is_mutating: changed || metadata.is_mutating, reads: &metadata.reads },
    }
}

/// The manifest.
pub(crate) fn manifest(
    metadata: &Metadata,
    module: &str,
    settings: &Value<'_>,
    wants: Wants<'_>,
) -> String {
    let name = match metadata.title.as_str() {
        "" => "policy",
        title => title,
    };
    let mut out = format!(
        "apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata:\n  name: {name}\nspec:\n  module: {module}\n  mutating: {}\n  backgroundAudit: {}\n",
        wants.is_mutating, metadata.background_audit
    );
    if !wants.reads.is_empty() {
        out += "  contextAwareResources:\n";
        for (version, kind) in wants.reads.iter().filter_map(|it| it.rsplit_once('/')) {
            out += &format!("  - apiVersion: {version}\n    kind: {kind}\n");
        }
    }
    out += "  rules:\n";
    out += &match metadata.rules_yaml.as_str() {
        "" => indented(ALL_PODS),
        rules => indented(rules),
    };
    match settings.as_object() {
        Some([_, ..]) => {
            out += "  settings:\n";
            out += &indented(&indented(&yaml(settings)));
        }
        _ => out += "  settings: {}\n",
    }
    out
}

/// The rules of a policy that names none.
const ALL_PODS: &str = "- apiGroups: [\"\"]\n  apiVersions: [v1]\n  resources: [pods]\n  operations: [CREATE, UPDATE]\n";

fn indented(yaml: &str) -> String {
    yaml.lines().map(|it| format!("  {it}\n")).collect()
}

#[cfg(test)]
mod tests {
    use pullscope_core::text::documents;

    use super::*;
    use crate::policy::job;

    const OWN: &str = include_str!("../../../wasm/metadata.yml");

    /// The manifest for these settings, read again.
    fn made(settings: &str) -> String {
        let metadata = Metadata::read(OWN);
        let settings = job::settings(settings).expect("settings");
        let wants = wants(&metadata, &settings, true, false);
        let text = manifest(&metadata, "registry://reg.io/p:v1", &settings, wants);
        let read = documents(&text);
        assert!(read.docs.len() == 1 && read.docs[0].error.is_none(), "{text}");
        read.docs[0].root.get("spec").expect("a spec").to_json()
    }

    #[test]
    fn it_asks_for_no_more_than_the_settings_need() {
        let plain = made("references: {latest: warn}");
        assert!(plain.starts_with(r#"{"module":"registry://reg.io/p:v1","mutating":false,"backgroundAudit":true,"rules":[{"apiGroups":[""],"#), "{plain}");
        assert!(plain.ends_with(r#""settings":{"references":{"latest":"warn"}}}"#), "{plain}");
        let reads = made("pullSecrets: {verify: warn}");
        assert!(reads.contains(r#""contextAwareResources":[{"apiVersion":"v1","kind":"Secret"},{"apiVersion":"v1","kind":"ServiceAccount"}]"#), "{reads}");
        let changes = made("pullPolicy: {set: Always}");
        assert!(changes.contains(r#""mutating":true"#) && !changes.contains("contextAware"));
        assert!(made("").ends_with(r#""settings":{}}"#));
    }

    #[test]
    fn another_policy_says_by_its_metadata_what_it_wants() {
        let metadata = Metadata::read(
            r#"{"mutating": true, "contextAwareResources": [{"apiVersion": "apps/v1", "kind": "Deployment"}]}"#,
        );
        let settings = job::settings("").expect("settings");
        let wants = wants(&metadata, &settings, false, false);
        assert!(wants.is_mutating);
        let text = manifest(&metadata, "file:///p.wasm", &settings, wants);
        assert!(text.contains("  - apiVersion: apps/v1\n    kind: Deployment\n"), "{text}");
        assert!(text.contains("name: policy\n") && text.contains("resources: [pods]"), "{text}");
    }
}
