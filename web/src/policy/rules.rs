//! Which requests a policy is asked about: the rules of its metadata.
//!
//! Upstream: `RuleWithOperations` in kubernetes `staging/src/k8s.io/api/admissionregistration/v1/types.go`.

use pullscope_core::json::Value;
use pullscope_core::text::{documents, yaml};

use super::tree;

/// What describes a policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Metadata {
    /// `None` for a policy that does not say: it is asked about everything.
    rules: Option<Vec<Rule>>,
    /// `v1/Secret` and so on: what it wants to read.
    pub(crate) reads: Vec<String>,
    /// Whether it says that it changes objects.
    pub(crate) is_mutating: bool,
    /// What a manifest repeats: `rules`, as YAML below that name; empty where it has none.
    pub(crate) rules_yaml: String,
    /// Whether the audit scanner asks it.
    pub(crate) background_audit: bool,
    /// `io.kubewarden.policy.title`.
    pub(crate) title: String,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    groups: Vec<String>,
    versions: Vec<String>,
    resources: Vec<String>,
    operations: Vec<String>,
}

/// What a request is about, as rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target<'t> {
    pub(crate) group: &'t str,
    pub(crate) version: &'t str,
    /// The plural.
    pub(crate) resource: &'t str,
    pub(crate) sub_resource: &'t str,
    pub(crate) operation: &'t str,
}

impl Metadata {
    /// Reads `metadata.yml`, or the JSON that `kwctl annotate` makes of it; empty for a policy without.
    pub(crate) fn read(text: &str) -> Self {
        let read = documents(text);
        let Some(root) = read.docs.first().map(|it| &it.root).filter(|it| it.as_object().is_some())
        else {
            return Self { background_audit: true, ..Self::default() };
        };
        let rules = root.get("rules").and_then(Value::as_array);
        let resource = |it: &Value<'_>| {
            Some(format!("{}/{}", it.get("apiVersion")?.as_str()?, it.get("kind")?.as_str()?))
        };
        let reads = root.get("contextAwareResources").and_then(Value::as_array).unwrap_or_default();
        let title = root.get("annotations").and_then(|it| it.get("io.kubewarden.policy.title"));
        let is_on = |name: &str| root.get(name).and_then(Value::as_bool);
        Self {
            rules: rules.map(|it| it.iter().map(Rule::read).collect()),
            reads: reads.iter().filter_map(resource).collect(),
            is_mutating: is_on("mutating") == Some(true),
            rules_yaml: rules.map(|it| yaml(&tree::list(it.iter().cloned()))).unwrap_or_default(),
            background_audit: is_on("backgroundAudit") != Some(false),
            title: title.and_then(Value::as_str).unwrap_or_default().to_owned(),
        }
    }

    /// Whether a rule asks for it.
    pub(crate) fn asks_for(&self, target: Target<'_>) -> bool {
        self.rules.as_ref().is_none_or(|rules| rules.iter().any(|it| it.asks_for(target)))
    }
}

impl Rule {
    fn read(rule: &Value<'_>) -> Self {
        let list = |name: &str| {
            let items = rule.get(name).and_then(Value::as_array).unwrap_or_default();
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self {
            groups: list("apiGroups"),
            versions: list("apiVersions"),
            resources: list("resources"),
            operations: list("operations"),
        }
    }

    fn asks_for(&self, target: Target<'_>) -> bool {
        let any = |list: &[String], value: &str| list.iter().any(|it| it == "*" || it == value);
        let resource = |it: &String| match it.split_once('/') {
            Some((resource, sub)) => {
                (resource == "*" || resource == target.resource)
                    && (sub == "*" || sub == target.sub_resource)
            }
            None => target.sub_resource.is_empty() && (it == "*" || it == target.resource),
        };
        any(&self.groups, target.group)
            && any(&self.versions, target.version)
            && any(&self.operations, target.operation)
            && self.resources.iter().any(resource)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = include_str!("../../../wasm/metadata.yml");

    fn pods(sub_resource: &'static str, operation: &'static str) -> Target<'static> {
        Target { group: "", version: "v1", resource: "pods", sub_resource, operation }
    }

    #[test]
    fn the_policy_of_this_project_is_asked_by_its_rules() {
        let metadata = Metadata::read(OWN);
        assert!(metadata.asks_for(pods("", "CREATE")));
        assert!(metadata.asks_for(pods("ephemeralcontainers", "UPDATE")));
        assert!(!metadata.asks_for(pods("", "DELETE")));
        assert!(!metadata.asks_for(pods("status", "UPDATE")));
        assert!(!metadata.asks_for(Target { resource: "configmaps", ..pods("", "CREATE") }));
        assert_eq!(metadata.reads, ["v1/Secret", "v1/ServiceAccount"]);
        assert_eq!((metadata.title.as_str(), metadata.is_mutating), ("pullscope", false));
        assert!(
            metadata.rules_yaml.starts_with("- apiGroups:\n  - \"\"\n"),
            "{}",
            metadata.rules_yaml
        );
    }

    #[test]
    fn a_policy_without_rules_is_asked_about_everything() {
        assert!(Metadata::read("").asks_for(pods("", "DELETE")));
        assert!(!Metadata::read(r#"{"rules": []}"#).asks_for(pods("", "CREATE")));
        let all = r#"{"rules": [{"apiGroups": ["*"], "apiVersions": ["*"], "resources": ["*/*"], "operations": ["*"]}]}"#;
        assert!(Metadata::read(all).asks_for(pods("status", "UPDATE")));
    }
}
