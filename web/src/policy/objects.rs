//! The objects of the text as a cluster would hold them: what a policy that asks for context is told.

use std::collections::BTreeMap;

use pullscope_core::base64;
use pullscope_core::json::{Data, Value};
use pullscope_core::text::Documents;
use pullscope_core::workload;

use super::tree;

/// An object as the API server has it before a policy sees it: with its namespace, and a Secret with all
/// of its data encoded. `None` for what is no object of Kubernetes.
///
/// Upstream: `Convert_v1_Secret_To_core_Secret` in kubernetes `pkg/apis/core/v1/conversion.go`.
pub(crate) fn stored(object: &Value<'_>, namespace: &str) -> Option<Value<'static>> {
    let kind = object.get("kind")?.as_str()?;
    object.get("apiVersion")?.as_str()?;
    let mut stored = tree::owned(object);
    let has_namespace = tree::at(object, "metadata.namespace").is_some_and(|it| !it.is_null());
    if is_in_a_namespace(kind) && !has_namespace {
        let namespace = tree::text(namespace.to_owned());
        stored = tree::with(&stored, "metadata.namespace", Some(namespace));
    }
    if kind == "Secret" && object.get("stringData").is_some() {
        stored = encoded(&stored);
    }
    Some(stored)
}

/// Whether objects of a kind, of those that matter here, have a namespace.
pub(crate) fn is_in_a_namespace(kind: &str) -> bool {
    workload::pod_spec_path(kind).is_some()
        || matches!(
            kind,
            "Secret" | "ServiceAccount" | "ConfigMap" | "Service" | "Role" | "RoleBinding"
        )
}

/// A Secret whose `stringData` has become `data`; of a name in both the first counts.
fn encoded(secret: &Value<'static>) -> Value<'static> {
    let written = |name: &str| secret.get(name).and_then(Value::as_object).unwrap_or_default();
    let mut data: BTreeMap<String, Value<'static>> =
        written("data").iter().map(|it| (it.key.to_string(), tree::owned(&it.value))).collect();
    for member in written("stringData") {
        if let Data::String(text) = &member.value.data {
            let value = tree::text(base64::encode(text.as_bytes()));
            data.insert(member.key.to_string(), value);
        }
    }
    let secret = tree::with(secret, "stringData", None);
    tree::with(&secret, "data", Some(tree::object(data)))
}

/// Every named object of the documents, as JSON: a list. Each namespace has the ServiceAccount `default`
/// that Kubernetes makes for it.
pub(crate) fn world(documents: &Documents<'_>, namespace: &str) -> String {
    let mut objects: Vec<String> = Vec::new();
    // Of versions of one object the last one counts.
    let mut places: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut namespaces: BTreeMap<String, bool> = BTreeMap::new();
    for document in documents.docs.iter().filter(|it| it.error.is_none()) {
        let Some(object) = stored(&document.root, namespace) else { continue };
        let text = |path| tree::at(&object, path).and_then(Value::as_str).unwrap_or_default();
        let (kind, space, name) = (text("kind"), text("metadata.namespace"), text("metadata.name"));
        if !space.is_empty() {
            let has_account = namespaces.entry(space.to_owned()).or_default();
            *has_account |= kind == "ServiceAccount" && name == "default";
        }
        if name.is_empty() {
            continue;
        }
        let at = places.entry((kind.to_owned(), space.to_owned(), name.to_owned()));
        let at = *at.or_insert(objects.len());
        match objects.get_mut(at) {
            Some(older) => *older = object.to_json(),
            None => objects.push(object.to_json()),
        }
    }
    for (space, _) in namespaces.iter().filter(|it| !it.1) {
        let metadata = [("name", tree::text("default")), ("namespace", tree::text(space.clone()))];
        let account = [
            ("apiVersion", tree::text("v1")),
            ("kind", tree::text("ServiceAccount")),
            ("metadata", tree::object(metadata.map(|(key, value)| (key.to_owned(), value)))),
        ];
        let account = account.map(|(key, value)| (key.to_owned(), value));
        objects.push(tree::object(account).to_json());
    }
    format!("[{}]", objects.join(","))
}

#[cfg(test)]
mod tests {
    use pullscope_core::text::documents;

    use super::*;

    #[test]
    fn a_secret_is_stored_with_its_data_encoded() {
        let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {x: eA==, z: eQ==}\nstringData: {z: z, w: ''}\n";
        let read = documents(text);
        let stored = stored(&read.docs[0].root, "apps").expect("an object");
        assert_eq!(
            stored.to_json(),
            r#"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"apps"},"data":{"w":"","x":"eA==","z":"eg=="}}"#
        );
    }

    #[test]
    fn a_cluster_has_the_last_version_of_each_object_and_an_account_in_each_namespace() {
        let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: x}\ntype: one\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: x}\ntype: two\n---\nnginx\n---\napiVersion: v1\nkind: Node\nmetadata: {name: one}\n";
        assert_eq!(
            world(&documents(text), "default"),
            r#"[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"x"},"type":"two"},{"apiVersion":"v1","kind":"Node","metadata":{"name":"one"}},{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"x"}}]"#
        );
        let own = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default}\n";
        assert_eq!(
            world(&documents(own), "default"),
            r#"[{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"default"}}]"#
        );
    }
}
