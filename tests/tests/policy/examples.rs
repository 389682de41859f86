//! The manifests in `wasm/examples`, and the settings to start from, as they run.

use pullscope_core::text;
use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::{accepted, creation, fixture};
use crate::session::Session;
use crate::settings::to_json;

const METADATA: &str = include_str!("../../../wasm/metadata.yml");
const PAGE: &str = include_str!("../../../docs/policy.md");

fn documents(text: &str) -> Vec<Value> {
    let documents = text::documents(text);
    let read = documents.docs.iter().map(|it| {
        assert!(it.error.is_none() && it.duplicates.is_empty(), "{text}");
        to_json(&it.root)
    });
    read.collect()
}

/// Every manifest of a file.
#[track_caller]
fn manifests(name: &str) -> Vec<Value> {
    let file = format!("{}/../wasm/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    documents(&std::fs::read_to_string(&file).unwrap_or_else(|err| panic!("{file}: {err}")))
}

fn files() -> Vec<String> {
    let folder = format!("{}/../wasm/examples", env!("CARGO_MANIFEST_DIR"));
    let names = std::fs::read_dir(folder).unwrap();
    names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
}

/// A Pod of one image, with these members of its spec.
fn pod(image: &str, spec: &Value) -> Value {
    let mut object = json!({"spec": {"containers": [{"name": "web", "image": image}]}});
    for (name, value) in spec.as_object().unwrap() {
        object["spec"][name] = value.clone();
    }
    creation("Pod", object)
}

fn refused(answer: &Answer, code: &str) {
    assert!(!answer.accepted && answer.rejected.split(',').any(|it| it == code), "{answer:?}");
}

#[test]
fn every_manifest_is_a_policy_that_the_server_takes() {
    let metadata = &documents(METADATA)[0];
    let offered = |rule: &Value, key: &str| -> Vec<String> {
        let items = rule[key].as_array().unwrap();
        items.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let rules = metadata["rules"].as_array().unwrap();
    let module = format!(
        "registry://{}:v{}",
        metadata["annotations"]["io.kubewarden.policy.ociUrl"].as_str().unwrap(),
        env!("CARGO_PKG_VERSION")
    );
    for file in files() {
        for manifest in manifests(&file) {
            assert_eq!(manifest["apiVersion"], "policies.kubewarden.io/v1", "{file}");
            assert_eq!(manifest["kind"], "ClusterAdmissionPolicy", "{file}");
            let spec = &manifest["spec"];
            assert_eq!(spec["module"], *module, "{file}");
            let settings = &spec["settings"];
            assert_eq!(host().validate_settings(settings), None, "{file}");
            for rule in spec["rules"].as_array().unwrap() {
                for resource in offered(rule, "resources") {
                    let fits = rules.iter().any(|it| {
                        it["apiGroups"] == rule["apiGroups"]
                            && it["operations"] == rule["operations"]
                            && offered(it, "resources").contains(&resource)
                    });
                    assert!(fits, "{file}: {resource} is no rule of the metadata");
                }
            }
            let changes = [
                &settings["rewrite"]["rules"],
                &settings["rewrite"]["registries"],
                &settings["pullSecrets"]["inject"],
                &settings["pullPolicy"]["set"],
                &settings["digests"]["pin"],
            ];
            let changes = changes.iter().any(|it| !it.is_null());
            assert_eq!(spec["mutating"], changes, "{file}: mutating");
            let asks = settings["pullSecrets"]["verify"].is_string();
            let context = if asks { &metadata["contextAwareResources"] } else { &Value::Null };
            assert_eq!(&spec["contextAwareResources"], context, "{file}");
        }
    }
    assert!(files().len() >= 5);
}

#[test]
fn every_manifest_and_page_names_this_version() {
    let version = concat!("pullscope:v", env!("CARGO_PKG_VERSION"));
    let mut pages = vec![PAGE.to_owned(), include_str!("../../../wasm/README.md").to_owned()];
    pages.push(include_str!("../../../docs/policy-guide.md").to_owned());
    let example = |it: &String| {
        std::fs::read_to_string(format!("{}/../wasm/examples/{it}", env!("CARGO_MANIFEST_DIR")))
    };
    pages.extend(files().iter().map(|it| example(it).unwrap()));
    let mut found = 0;
    for page in pages {
        for (at, _) in page.match_indices("pullscope:v") {
            let end = at + version.len();
            assert_eq!(page.get(at..end), Some(version));
            assert!(!page[end..].starts_with(|it: char| it.is_ascii_digit() || it == '.'));
            found += 1;
        }
    }
    assert!(found >= 6, "{found}");
}

#[test]
fn the_validating_policy_refuses_and_changes_nothing() {
    let settings = &manifests("validating.yaml")[0]["spec"]["settings"];
    let judge = |image: &str| host().validate(&pod(image, &json!({})), settings);
    accepted(&judge("registry.example.com/team/app:1.4"));
    refused(&judge("evil.example/app:1"), "image/registry-not-allowed");
    refused(&judge("docker.io/library/nginx"), "image/latest");
    assert_eq!(judge("nginx:1.27").warned, "image/no-registry");
    let secret = host().validate(&fixture("secret-encoded-twice.json"), settings);
    refused(&secret, "secret/encoded-twice");
}

#[test]
fn the_mutating_policy_repairs_and_leaves_what_is_right() {
    let settings = &manifests("mutating.yaml")[0]["spec"]["settings"];
    let answer = host().validate(&pod("nginx:1.27", &json!({})), settings);
    accepted(&answer);
    assert_eq!(
        answer.object.unwrap()["spec"],
        json!({
            "containers": [{
                "name": "web",
                "image": "registry.example.com/hub/library/nginx:1.27",
                "imagePullPolicy": "IfNotPresent",
            }],
            "imagePullSecrets": [{"name": "regcred"}],
        })
    );
    let spec = json!({"containers": [{
        "name": "web", "image": "quay.io/team/app:1.4", "imagePullPolicy": "IfNotPresent",
    }]});
    let right = host().validate(&creation("Pod", json!({"spec": spec})), settings);
    accepted(&right);
    assert_eq!(right.object, None);
}

#[test]
fn what_the_first_of_both_policies_repairs_the_second_accepts() {
    let both = manifests("both.yaml");
    let (repair, enforce) = (&both[0]["spec"]["settings"], &both[1]["spec"]["settings"]);
    let request = pod("nginx:1.27", &json!({}));
    refused(&host().validate(&request, enforce), "image/registry-not-allowed");
    let repaired = host().validate(&request, repair).object.expect("it is repaired");
    accepted(&host().validate(&creation("Pod", repaired), enforce));
    let other = host().validate(&pod("quay.io/team/app:1.4", &json!({})), repair);
    assert_eq!(other.mutated, "pull-policy/set");
    let other = host().validate(&creation("Pod", other.object.unwrap()), enforce);
    refused(&other, "image/registry-not-allowed");
}

#[test]
fn the_policy_with_context_looks_at_the_secrets() {
    let settings = &manifests("context-aware.yaml")[0]["spec"]["settings"];
    let spec = json!({"imagePullSecrets": [{"name": "regcred"}]});
    let request = pod("registry.example.com/team/app:1.4", &spec);
    let missing = Session::default().no_resource("Secret", "team", "regcred");
    let answer = host().validate_with(&request, settings, &missing);
    refused(&answer, "pull-secret/missing");
    // A cluster that was not granted does not answer.
    let answer = host().validate(&request, settings);
    accepted(&answer);
    assert_eq!(answer.warned, "pull-secret/unanswered");
}

#[test]
fn the_monitoring_policy_says_what_it_would_refuse() {
    let settings = &manifests("monitor.yaml")[0]["spec"]["settings"];
    let answer = host().validate(&pod("registry.example.com/app", &json!({})), settings);
    accepted(&answer);
    assert_eq!(answer.warned, "image/latest,pull-secret/required");
}

/// The settings of a preset, from the documentation.
#[track_caller]
fn preset(name: &str) -> Value {
    let title = format!("(`{name}`):\n\n```yaml\n");
    let (_, rest) = PAGE.split_once(&title).unwrap_or_else(|| panic!("no preset {name}"));
    documents(rest.split("```").next().unwrap()).remove(0)
}

#[test]
fn the_presets_do_what_they_are_for() {
    let pinned =
        format!("registry.example.com/team/app:1.4@sha256:{}", "0123456789abcdef".repeat(4));
    let judge = |name: &str, image: &str| host().validate(&pod(image, &json!({})), &preset(name));

    let latest = judge("baseline", "nginx");
    accepted(&latest);
    assert_eq!(latest.warned, "image/latest");
    refused(&judge("baseline", "Nginx"), "image/upper-case");
    let secret = fixture("secret-encoded-twice.json");
    refused(&host().validate(&secret, &preset("baseline")), "secret/encoded-twice");

    accepted(&judge("strict", &pinned));
    refused(&judge("strict", "registry.example.com/team/app:1.4"), "image/no-digest");
    refused(&judge("strict", "quay.io/team/app:1.4"), "image/registry-not-allowed");

    accepted(&judge("airgapped", "registry.example.com:5000/team/app:1.4"));
    refused(&judge("airgapped", "nginx:1.27"), "image/registry-not-allowed");
    refused(&judge("airgapped", "registry.example.com:5000/quarantine/app:1"), "image/refused");
    refused(&judge("airgapped", "registry.example.com:5000/private/a:1"), "pull-secret/required");
}
