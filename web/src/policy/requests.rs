//! The admission requests that are made of the text: one for each object, as the API server would send
//! it when the object is written.
//!
//! A pasted AdmissionReview is taken as it is. An object that stands there in two versions is an update
//! from the one that the cluster has to the other.

use std::collections::BTreeMap;
use std::ops::Range;

use pullscope_core::json::Value;
use pullscope_core::recognize::{What, admission_request, recognize};
use pullscope_core::text::{Document, Documents};
use pullscope_core::workload;
use yew::AttrValue;

use super::objects::stored;
use super::rules::{Metadata, Target};
use super::tree;
use crate::texts::t;

/// More objects are not asked about.
pub(crate) const MOST: usize = 200;

/// What happens to the objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Operation {
    /// `CREATE`, and `UPDATE` where the text has two versions.
    #[default]
    OfText,
    Create,
    Update,
    Delete,
}

impl Operation {
    pub(crate) const ALL: [Self; 4] = [Self::OfText, Self::Create, Self::Update, Self::Delete];

    /// As a request has it; empty for what the text says.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OfText => "",
            Self::Create => "CREATE",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }

    /// For a list to choose from.
    pub(crate) fn label(self) -> AttrValue {
        match self {
            Self::OfText => t!("as the text says"),
            other => AttrValue::Static(other.name()),
        }
    }
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    /// `Deployment`.
    pub(crate) kind: String,
    /// `apps/shop`, or the name alone.
    pub(crate) name: String,
    /// `CREATE` and so on.
    pub(crate) operation: String,
    /// JSON of the AdmissionRequest.
    pub(crate) json: String,
    /// JSON of its object, `null` without one.
    pub(crate) object: String,
    /// The document that the object stands in.
    pub(crate) document: usize,
    /// The bytes of the object in the text.
    pub(crate) span: Range<usize>,
    /// Whether a rule of the policy asks for it.
    pub(crate) is_asked: bool,
}

impl Request {
    /// `Deployment apps/shop`.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }
}

/// The object of a request in the text that it was made from.
pub(crate) fn object_in<'v>(
    documents: &'v Documents<'_>,
    request: &Request,
) -> Option<&'v Value<'v>> {
    let root = &documents.docs.get(request.document)?.root;
    match root.span == request.span {
        true => Some(root),
        false => admission_request(root)?.object,
    }
}

/// The requests, in the order of the text; at most [`MOST`], and how many objects there are besides.
pub(crate) fn requests(
    documents: &Documents<'_>,
    metadata: &Metadata,
    operation: Operation,
    namespace: &str,
) -> (Vec<Request>, usize) {
    let sorts: Vec<What> =
        documents.docs.iter().map(|it| recognize(documents.text, it, &[]).what).collect();
    // The versions of each object, the one that the cluster has first.
    let mut versions: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (at, (document, what)) in documents.docs.iter().zip(&sorts).enumerate() {
        if is_written(document, what)
            && let (Some(kind), Some(name)) = (document.kind.as_deref(), document.name())
        {
            let namespace = document.namespace().unwrap_or(namespace);
            versions.entry((kind, namespace, name)).or_default().push(at);
        }
    }
    let mut older: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    for mut same in versions.into_values().filter(|it| it.len() > 1) {
        same.sort_by_key(|&at| rank(&documents.docs[at]));
        let newest = same.pop();
        let stored = same.pop();
        older.extend(same.into_iter().chain(stored).map(|at| (at, None)));
        if let Some(newest) = newest {
            older.insert(newest, stored);
        }
    }
    let mut requests = Vec::new();
    let mut left = 0;
    for (at, (document, what)) in documents.docs.iter().zip(&sorts).enumerate() {
        let old = match older.get(&at) {
            // It is what another one replaces.
            Some(None) if operation == Operation::OfText => continue,
            Some(Some(old)) => Some(&documents.docs[*old].root),
            _ => None,
        };
        let request = match what {
            What::AdmissionReview => reviewed(document, at, metadata),
            _ if is_written(document, what) => {
                written(document, at, old, operation, namespace, metadata)
            }
            _ => None,
        };
        match request {
            Some(request) if requests.len() < MOST => requests.push(request),
            Some(_) => left += 1,
            None => {}
        }
    }
    (requests, left)
}

fn is_written(document: &Document<'_>, what: &What) -> bool {
    let is_object = document.error.is_none() && document.api_version().is_some();
    let is_file = matches!(
        what,
        What::KubeletConfiguration
            | What::CredentialProviderConfig
            | What::CredentialProviderResponse
            | What::ImagePulledRecord
            | What::ImagePullIntent
            | What::Event
            | What::Node
            | What::AdmissionReview
    );
    is_object && !is_file && document.kind.is_some()
}

/// What the cluster has is the least: an object with a uid, and of two the older one.
fn rank(document: &Document<'_>) -> (bool, u64) {
    let text = |path| tree::at(&document.root, path).and_then(Value::as_str);
    let version = text("metadata.resourceVersion").and_then(|it| it.parse().ok());
    (text("metadata.uid").is_none(), version.unwrap_or(0))
}

/// A request that was pasted.
fn reviewed(document: &Document<'_>, at: usize, metadata: &Metadata) -> Option<Request> {
    let request = admission_request(&document.root)?;
    let whole = document.root.get("request").filter(|it| it.span == request.span);
    let whole = whole.unwrap_or(&document.root);
    let object = request.object.or(request.old_object)?;
    let named = |value: &Value<'_>, path: &str| {
        tree::at(value, path).and_then(Value::as_str).map(str::to_owned)
    };
    let name = named(object, "metadata.name").or_else(|| request.name.map(str::to_owned));
    let group = request.group.unwrap_or_default();
    let resource = named(whole, "resource.resource");
    let version = named(whole, "kind.version").unwrap_or_else(|| "v1".to_owned());
    let kind = request.kind.unwrap_or("?");
    let operation = request.operation.unwrap_or("CREATE");
    // The audit scanner writes the kind there.
    let plural = resource.filter(|it| it != kind).unwrap_or_else(|| plural(kind));
    let target = Target {
        group,
        version: &version,
        resource: &plural,
        sub_resource: request.sub_resource.unwrap_or_default(),
        operation,
    };
    Some(Request {
        kind: kind.to_owned(),
        name: joined(request.namespace, name.as_deref()),
        operation: operation.to_owned(),
        json: whole.to_json(),
        object: request.object.map_or_else(|| "null".to_owned(), Value::to_json),
        document: at,
        span: object.span.clone(),
        is_asked: metadata.asks_for(target),
    })
}

/// The request that writing an object makes.
fn written(
    document: &Document<'_>,
    at: usize,
    old: Option<&Value<'_>>,
    operation: Operation,
    namespace: &str,
    metadata: &Metadata,
) -> Option<Request> {
    let object = stored(&document.root, namespace)?;
    let kind = document.kind.as_deref()?;
    let api_version = document.api_version()?;
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let resource = plural(kind);
    let operation = match operation {
        Operation::OfText if old.is_some() => "UPDATE",
        Operation::OfText => "CREATE",
        other => other.name(),
    };
    let target = Target { group, version, resource: &resource, sub_resource: "", operation };
    let named = |name: &str| -> Option<String> {
        tree::at(&object, &format!("metadata.{name}"))?.as_str().map(str::to_owned)
    };
    let name = named("name").or_else(|| named("generateName"));
    let space = named("namespace");
    // An update that nobody pasted the other side of changes nothing.
    let old = match operation {
        "UPDATE" => old.map_or(Some(object.clone()), |it| stored(it, namespace)),
        "DELETE" => Some(object.clone()),
        _ => None,
    };
    let text = |value: &str| tree::text(value.to_owned());
    let kinds = |last: &str, value: &str| {
        let parts = [("group", group), ("version", version), (last, value)];
        tree::object(parts.map(|(key, value)| (key.to_owned(), text(value))))
    };
    let uid = format!("00000000-0000-4000-8000-{:012}", at + 1);
    let kind_of = kinds("kind", kind);
    let resource_of = kinds("resource", &resource);
    let user = tree::object([
        ("username".to_owned(), tree::text("kubernetes-admin")),
        ("groups".to_owned(), tree::list([tree::text("system:authenticated")])),
    ]);
    let present = [
        ("uid", Some(text(&uid))),
        ("kind", Some(kind_of.clone())),
        ("resource", Some(resource_of.clone())),
        ("requestKind", Some(kind_of)),
        ("requestResource", Some(resource_of)),
        ("name", name.as_deref().map(text)),
        ("namespace", space.as_deref().map(text)),
        ("operation", Some(text(operation))),
        ("userInfo", Some(user)),
        ("object", (operation != "DELETE").then(|| object.clone())),
        ("oldObject", old),
        ("dryRun", Some(tree::bool(false))),
    ];
    let present = present.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Some(Request {
        kind: kind.to_owned(),
        name: joined(space.as_deref(), name.as_deref()),
        operation: operation.to_owned(),
        json: tree::object(present).to_json(),
        object: if operation == "DELETE" { "null".to_owned() } else { object.to_json() },
        document: at,
        span: document.root.span.clone(),
        is_asked: metadata.asks_for(target),
    })
}

/// The plural of a kind, which is what rules name; of Kubernetes' own kinds that make Pods it is right.
fn plural(kind: &str) -> String {
    let lower = kind.to_ascii_lowercase();
    match lower.as_bytes() {
        _ if workload::pod_spec_path(kind).is_some() => lower + "s",
        [.., b's'] | [.., b'x'] => lower + "es",
        [.., before, b'y'] if !b"aeiou".contains(before) => {
            format!("{}ies", &lower[..lower.len() - 1])
        }
        _ => lower + "s",
    }
}

fn joined(namespace: Option<&str>, name: Option<&str>) -> String {
    let name = name.unwrap_or("?");
    match namespace.filter(|it| !it.is_empty()) {
        Some(namespace) => format!("{namespace}/{name}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::text::documents;

    use super::*;

    const OWN: &str = include_str!("../../../wasm/metadata.yml");

    fn made(text: &str, operation: Operation) -> Vec<Request> {
        requests(&documents(text), &Metadata::read(OWN), operation, "apps").0
    }

    const POD: &str =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image: x}]}\n";

    #[test]
    fn an_object_is_created_in_the_namespace_that_it_gets() {
        let [request] = &made(POD, Operation::OfText)[..] else { panic!("one request") };
        assert_eq!(
            (request.title().as_str(), request.operation.as_str()),
            ("Pod apps/a", "CREATE")
        );
        assert!(request.is_asked);
        let object = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"apps"},"spec":{"containers":[{"image":"x"}]}}"#;
        assert_eq!(request.object, object);
        let head = r#"{"uid":"00000000-0000-4000-8000-000000000001","kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"}"#;
        assert!(request.json.starts_with(head), "{}", request.json);
        assert!(request.json.contains(&format!(r#""object":{object}"#)));
        assert!(!request.json.contains("oldObject"));
    }

    #[test]
    fn of_two_versions_the_one_of_the_cluster_is_the_old_one() {
        let live = POD.replace("name: a", "name: a, uid: u").replace("image: x", "image: old");
        for text in [format!("{POD}---\n{live}"), format!("{live}---\n{POD}")] {
            let [request] = &made(&text, Operation::OfText)[..] else { panic!("one request") };
            assert_eq!(request.operation, "UPDATE");
            assert!(request.object.contains(r#""image":"x""#));
            let (_, old) = request.json.split_once("oldObject").expect("an old object");
            assert!(old.contains(r#""image":"old""#));
            assert_eq!(made(&text, Operation::Create).len(), 2);
        }
    }

    #[test]
    fn a_deletion_has_only_what_was_there() {
        let [request] = &made(POD, Operation::Delete)[..] else { panic!("one request") };
        assert_eq!(request.object, "null");
        assert!(request.json.contains("oldObject") && !request.json.contains(r#""object""#));
        assert!(!request.is_asked);
    }

    #[test]
    fn a_pasted_review_is_taken_as_it_is() {
        let text = r#"{"kind": "AdmissionReview", "request": {"uid": "u", "operation": "UPDATE", "namespace": "x",
            "subResource": "ephemeralcontainers", "kind": {"group": "", "version": "v1", "kind": "Pod"},
            "object": {"metadata": {"name": "a"}, "spec": {}}}}"#;
        let read = documents(text);
        let (made, left) = requests(&read, &Metadata::read(OWN), Operation::OfText, "apps");
        let [request] = &made[..] else { panic!("one request") };
        assert_eq!((request.title().as_str(), left, request.is_asked), ("Pod x/a", 0, true));
        assert!(request.json.starts_with(r#"{"uid":"u","#));
        assert_eq!(object_in(&read, request).map(Value::to_json).as_ref(), Some(&request.object));
    }

    #[test]
    fn what_no_rule_asks_for_is_listed_and_what_is_no_object_is_not() {
        let text =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\nnginx:1\n---\nauths: {}\n";
        let [request] = &made(text, Operation::OfText)[..] else { panic!("one request") };
        assert_eq!((request.title().as_str(), request.is_asked), ("ConfigMap apps/c", false));
        let many = format!("{POD}---\n").repeat(MOST + 3);
        let read = documents(&many);
        let (made, left) = requests(&read, &Metadata::read(OWN), Operation::Create, "apps");
        assert_eq!((made.len(), left), (MOST, 3));
    }

    #[test]
    fn rules_name_kinds_by_their_plural() {
        for (kind, expect) in [
            ("Pod", "pods"),
            ("NetworkPolicy", "networkpolicies"),
            ("Ingress", "ingresses"),
            ("Gateway", "gateways"),
        ] {
            assert_eq!(plural(kind), expect);
        }
    }
}
