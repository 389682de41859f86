//! Every setting, on and off, and in the documentation.
//!
//! The schema names the settings, so that a new one fails here until it is shown in the host and has
//! an example in a page.

use std::collections::BTreeSet;

use pullscope_core::{base64, text};
use pullscope_tests::schema;
use serde_json::{Value, json};

use crate::generated::DIGEST;
use crate::host::{Answer, CANARY, host};
use crate::requests::{creation, fixture};
use crate::session::Session;
use crate::settings::to_json;

const MODES: [&str; 3] = ["reject", "warn", "off"];

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../wasm/settings.schema.json")).unwrap()
}

/// A Pod of one image and these members of its spec.
fn pod(image: &str, policy: &str, secrets: &[&str]) -> Value {
    let secrets: Value = secrets.iter().map(|it| json!({ "name": it })).collect();
    let container = json!({"name": "web", "image": image, "imagePullPolicy": policy});
    creation("Pod", json!({"spec": {"containers": [container], "imagePullSecrets": secrets}}))
}

/// What an answer is about: `rejected image/latest`.
fn told(answer: &Answer) -> String {
    let codes =
        [("rejected", &answer.rejected), ("warned", &answer.warned), ("mutated", &answer.mutated)];
    let told = codes.iter().filter(|it| !it.1.is_empty());
    told.map(|(name, codes)| format!("{name} {codes}")).collect::<Vec<_>>().join(", ")
}

fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}

/// The same settings without one.
fn without(settings: &Value, path: &str) -> Value {
    let mut settings = settings.clone();
    let (group, name) = path.rsplit_once('.').unwrap_or(("", path));
    let group = if group.is_empty() { String::new() } else { pointer(group) };
    let members = settings.pointer_mut(&group).and_then(Value::as_object_mut).unwrap();
    assert!(members.remove(name).is_some(), "{path} is not in the settings");
    settings
}

/// What is shown of the settings.
#[derive(Default)]
struct Shown {
    settings: BTreeSet<String>,
}

impl Shown {
    /// A setting, what is told with it, and what without.
    #[track_caller]
    fn case(
        &mut self,
        path: &str,
        settings: Value,
        (request, session): (&Value, &Session),
        [with, by_default]: [&str; 2],
    ) {
        let off = without(&settings, path);
        for settings in [&settings, &off] {
            assert_eq!(host().validate_settings(settings), None, "{path}");
        }
        let answer = host().validate_with(request, &settings, session);
        assert_eq!(told(&answer), with, "{path} is on: {answer:?}");
        // Without the setting nobody may be asked.
        let payload = json!({"request": request["request"], "settings": off}).to_string();
        let (answer, _) = host().call_with("validate", payload.as_bytes(), session);
        let answer = Answer::of(answer);
        assert_eq!(told(&answer), by_default, "{path} is off: {answer:?}");
        self.settings.insert(path.to_owned());
    }

    /// A mode, and what is found; the settings have what makes it be found.
    #[track_caller]
    fn modes(
        &mut self,
        path: &str,
        settings: &Value,
        (request, session): (&Value, &Session),
        code: &str,
    ) {
        let setting = path.split('.').fold(&schema(), |it, name| &it["properties"][name]).clone();
        assert_eq!(setting["enum"], json!(MODES), "{path}");
        let default = setting["default"].as_str().expect("the schema has the default");
        let expected = |mode: &str| match mode {
            "reject" => format!("rejected {code}"),
            "warn" => format!("warned {code}"),
            _ => String::new(),
        };
        for mode in MODES {
            let mut settings = settings.clone();
            path.split('.').fold(&mut settings, |it, name| &mut it[name]).clone_from(&json!(mode));
            let with = expected(mode);
            self.case(path, settings, (request, session), [&with, &expected(default)]);
        }
    }
}

/// A Secret that nothing is wrong with.
fn good_secret() -> Value {
    let config = json!({"auths": {"quay.io": {"username": "robot", "password": CANARY}}});
    let data = base64::encode(config.to_string().as_bytes());
    json!({"type": "kubernetes.io/dockerconfigjson", "data": {".dockerconfigjson": data}})
}

fn references(shown: &mut Shown) {
    let nobody = Session::default();
    let app = pod("quay.io/team/app:1-dev", "", &[]);
    let app = (&app, &nobody);
    for (group, list, values, code) in [
        ("registries", "allow", json!(["docker.io"]), "image/registry-not-allowed"),
        ("registries", "refuse", json!(["quay.io"]), "image/registry-refused"),
        ("images", "allow", json!(["docker.io/**"]), "image/not-allowed"),
        ("images", "refuse", json!(["quay.io/team/*"]), "image/refused"),
        ("tags", "refuse", json!(["*-dev"]), "image/tag-refused"),
    ] {
        let path = format!("references.{group}.{list}");
        let settings = json!({"references": {group: {list: values}}});
        shown.case(&path, settings.clone(), app, [&format!("rejected {code}"), ""]);
        shown.modes(&format!("references.{group}.mode"), &settings, app, code);
    }
    let pinned = format!("quay.io/team/app@{DIGEST}");
    for (name, image, code) in [
        ("latest", "quay.io/team/app:latest", "image/latest"),
        ("requireDigest", "quay.io/team/app:1", "image/no-digest"),
        ("requireTag", &pinned, "image/no-tag"),
        ("requireRegistry", "nginx:1.27", "image/no-registry"),
        ("unparsable", "quay.io/Team/app:1", "image/upper-case"),
    ] {
        let request = pod(image, "", &[]);
        let path = format!("references.{name}");
        shown.modes(&path, &json!({}), (&request, &nobody), code);
    }
}

fn pull_policies(shown: &mut Shown) {
    let nobody = Session::default();
    let never = pod("quay.io/team/app:1.4.2", "Never", &[]);
    let never = (&never, &nobody);
    let allow = json!({"pullPolicy": {"allow": ["Always"]}});
    let code = "pull-policy/not-allowed";
    shown.case("pullPolicy.allow", allow.clone(), never, [&format!("rejected {code}"), ""]);
    shown.modes("pullPolicy.mode", &allow, never, code);
    let require = json!({"pullPolicy": {"require": {"version": "IfNotPresent"}}});
    shown.case("pullPolicy.require", require, never, ["rejected pull-policy/required", ""]);
    for (listed, with) in [
        (json!([]), "rejected pull-policy/never"),
        (json!(["docker.io/**"]), "rejected pull-policy/never"),
        (json!(["quay.io/**"]), ""),
    ] {
        let settings = json!({"pullPolicy": {"prePulled": listed}});
        shown.case("pullPolicy.prePulled", settings, never, [with, ""]);
    }
    for (policy, set, with) in [
        ("Always", "off", ""),
        ("Always", "Default", "mutated pull-policy/set"),
        ("Always", "IfNotPresent", "mutated pull-policy/set"),
        ("Always", "Always", ""),
        ("IfNotPresent", "Always", "mutated pull-policy/set"),
    ] {
        let request = pod("quay.io/team/app:1.4.2", policy, &[]);
        let settings = json!({"pullPolicy": {"set": set}});
        shown.case("pullPolicy.set", settings, (&request, &nobody), [with, ""]);
    }
}

fn pull_secrets(shown: &mut Shown) {
    let nobody = Session::default();
    let (bare, named) =
        (pod("quay.io/team/app:1", "", &[]), pod("quay.io/team/app:1", "", &["hub"]));
    let require = json!({"pullSecrets": {"require": ["quay.io/**"]}});
    let code = "pull-secret/required";
    let with = format!("rejected {code}");
    shown.case("pullSecrets.require", require.clone(), (&bare, &nobody), [&with, ""]);
    shown.modes("pullSecrets.mode", &require, (&bare, &nobody), code);
    for (name, list, code) in [
        ("allow", json!(["team-*"]), "pull-secret/not-allowed"),
        ("refuse", json!(["hub*"]), "pull-secret/refused"),
    ] {
        let settings = json!({"pullSecrets": {name: list}});
        let with = format!("rejected {code}");
        shown.case(&format!("pullSecrets.{name}"), settings, (&named, &nobody), [&with, ""]);
    }
    let inject =
        json!({"pullSecrets": {"inject": [{"name": "regcred", "images": ["quay.io/**"]}]}});
    let with = ["mutated pull-secret/injected", ""];
    shown.case("pullSecrets.inject", inject, (&bare, &nobody), with);

    // The second Secret that is named is there, the first one is not.
    let both = pod("quay.io/team/app:1", "", &["hub", "regcred"]);
    let cluster = || {
        Session::default().no_resource("Secret", "team", "hub").resource(
            "Secret",
            "team",
            "regcred",
            &good_secret(),
        )
    };
    for (mode, with) in [
        ("reject", "rejected pull-secret/missing"),
        ("warn", "warned pull-secret/missing"),
        ("off", ""),
    ] {
        let session = if mode == "off" { Session::default() } else { cluster() };
        let settings = json!({"pullSecrets": {"require": ["quay.io/**"], "verify": mode}});
        shown.case("pullSecrets.verify", settings, (&both, &session), [with, ""]);
    }
    let silent = Session::default().failed("Secret", "team", "hub", CANARY);
    let verify = json!({"pullSecrets": {"verify": "reject"}});
    let code = "pull-secret/unanswered";
    shown.modes("pullSecrets.unanswered", &verify, (&named, &silent), code);
}

fn changes(shown: &mut Shown) {
    let nobody = Session::default();
    let app = pod("quay.io/team/app:1", "", &[]);
    let with = ["mutated rewrite/image", ""];
    let rules = json!({"rewrite": {"rules": [{"from": "quay.io", "to": "m.example/quay"}]}});
    shown.case("rewrite.rules", rules, (&app, &nobody), with);
    let mirrors = json!({"quay.io": {"endpoint": ["https://m.example"]}});
    let registries = json!({"rewrite": {"registries": {"mirrors": mirrors}}});
    shown.case("rewrite.registries.mirrors", registries.clone(), (&app, &nobody), with);
    let mut whole = registries;
    let auth = json!({"username": "robot", "password": CANARY});
    whole["rewrite"]["registries"]["configs"] = json!({"m.example": {"auth": auth}});
    let with = ["mutated rewrite/image"; 2];
    shown.case("rewrite.registries.configs", whole, (&app, &nobody), with);

    let pin = json!({"digests": {"pin": ["quay.io/**"]}});
    let registry = Session::default().digest("quay.io/team/app:1", Ok(DIGEST));
    shown.case("digests.pin", pin.clone(), (&app, &registry), ["mutated digest/pinned", ""]);
    let silent = Session::default().digest("quay.io/team/app:1", Err(CANARY));
    shown.modes("digests.unanswered", &pin, (&app, &silent), "digest/unanswered");
}

fn the_rest(shown: &mut Shown) {
    let nobody = Session::default();
    let secret = fixture("secret-encoded-twice.json");
    let code = "secret/encoded-twice";
    let refused = format!("rejected {code}");
    shown.modes("secrets.mode", &json!({}), (&secret, &nobody), code);
    for (mode, with) in
        [("reject", &*refused), ("warn", "warned secret/encoded-twice"), ("off", "")]
    {
        let settings = json!({"secrets": {"codes": {code: mode}}});
        shown.case("secrets.codes", settings, (&secret, &nobody), [with, &refused]);
    }
    let latest = pod("nginx:latest", "", &[]);
    for (mode, with) in [("reject", "rejected image/latest"), ("warn", "warned image/latest")] {
        let settings = json!({"mode": mode, "references": {"latest": "reject"}});
        shown.case("mode", settings, (&latest, &nobody), [with, "rejected image/latest"]);
    }
    for (name, exempt, other) in [
        ("exemptNamespaces", json!(["te*"]), json!(["kube-system"])),
        ("exemptKinds", json!(["Pod"]), json!(["Secret"])),
    ] {
        for (value, with) in [(exempt, ""), (other, "rejected image/latest")] {
            let settings = json!({"scope": {name: value}, "references": {"latest": "reject"}});
            let path = format!("scope.{name}");
            shown.case(&path, settings, (&latest, &nobody), [with, "rejected image/latest"]);
        }
    }
    let settings = json!({"scope": {"exemptKinds": ["Secret"]}});
    shown.case("scope.exemptKinds", settings, (&secret, &nobody), ["", &refused]);
}

#[test]
fn every_setting_does_what_it_says_and_nothing_without_it() {
    let mut shown = Shown::default();
    references(&mut shown);
    pull_policies(&mut shown);
    pull_secrets(&mut shown);
    changes(&mut shown);
    the_rest(&mut shown);
    let settings: BTreeSet<String> = schema::leaves(&schema()).into_iter().collect();
    assert_eq!(shown.settings, settings);
}

#[test]
fn every_setting_has_an_example_in_the_documentation() {
    let pages =
        [include_str!("../../../docs/policy.md"), include_str!("../../../docs/policy-guide.md")];
    let mut settings = Vec::new();
    for page in pages {
        for block in page.split("```yaml\n").skip(1).filter_map(|it| it.split("```").next()) {
            for document in &text::documents(block).docs {
                let document = to_json(&document.root);
                let is_manifest = document["kind"].is_string();
                settings.push(if is_manifest {
                    document["spec"]["settings"].clone()
                } else {
                    document
                });
            }
        }
    }
    for path in schema::leaves(&schema()) {
        let path = pointer(&path);
        assert!(settings.iter().any(|it| it.pointer(&path).is_some()), "{path} has no example");
    }
}
