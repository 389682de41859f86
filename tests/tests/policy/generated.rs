//! Settings, objects and clusters that no hand wrote.

use pullscope_core::base64;
use pullscope_core::workload::KINDS;
use pullscope_tests::generate::Random;
use pullscope_tests::schema;
use serde_json::{Value, json};

use crate::host::CANARY;
use crate::requests::workload;

pub(crate) const DIGEST: &str =
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const IMAGES: [&str; 20] = [
    "nginx",
    "nginx:1.27.3",
    "a/b:stable",
    "docker.io/library/x:latest",
    "quay.io/team/app:1",
    "quay.io/team",
    "quay.io/team/app-dev:1.2.3-dev",
    "m.example/hub/library/x",
    "m.example/hub",
    "registry.example.com:5000/team-a/app:1.4.2",
    "[::1]:5000/x:1",
    "EvilHost/app:1",
    "my_host.io/x",
    "Bad",
    "",
    "a@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "quay.io/a:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "index.docker.io/a",
    "https://robot:cQx81k-Qv7mWp3rTbN@quay.io/app:1",
    " quay.io/team/app:1\n",
];

const REGISTRIES: [&str; 8] = [
    "docker.io",
    "quay.io",
    "*.example.com:5000",
    "registry.example.com:5000",
    "m.example",
    "n.example:5000",
    "[::1]:5000",
    "evilhost",
];

const PATTERNS: [&str; 8] = [
    "docker.io/**",
    "quay.io/team/**",
    "nginx",
    "m.example/**",
    "registry.example.com:5000/**",
    "*.example.com:5000/team-*/app",
    "docker.io/library/*",
    "quay.io/team/app:1.*",
];

const SECRETS: [&str; 5] = ["one", "two", "regcred", "team-*", "hub-*"];

const MODES: [&str; 3] = ["reject", "warn", "off"];

/// One to three of these, in their order.
fn some(random: &mut Random, values: &[&str]) -> Value {
    let first = random.below(values.len());
    let count = 1 + random.below(3);
    values.iter().skip(first).take(count).map(|it| json!(it)).collect()
}

fn mirrors(random: &mut Random) -> Value {
    let all = json!({
        "docker.io": {"endpoint": ["https://m.example"], "rewrite": {
            "^library/(.*)": "hub/$1", "(?i)^TEAM/": "team/"}},
        "quay.io": {"endpoint": ["https://n.example:5000/v2/quay", "https://other.example"]},
        "[::1]:5000": {"endpoint": ["http://localhost:5001"], "rewrite": {"(a|b)+": "c", "^$": ""}},
        "my_host.io": {},
        "*": {"endpoint": ["cache.example"], "rewrite": {"^(.*)$": "all/$1"}},
    });
    let kept = all.as_object().unwrap().iter().filter(|_| random.chance(60));
    let kept: Value = kept.map(|(name, it)| (name.clone(), it.clone())).collect();
    json!({
        "mirrors": kept,
        "configs": {"m.example": {"auth": {"username": "robot", "password": CANARY}}},
    })
}

/// Settings as somebody may write them; each of them stands there in some of the cases.
pub(crate) fn settings(random: &mut Random) -> Value {
    loop {
        let mut settings = json!({});
        let mut put = |random: &mut Random, percent, path: &str, value: Value| {
            if random.chance(percent) {
                let (group, name) = path.rsplit_once('.').unwrap_or(("", path));
                let at = group.split('.').filter(|it| !it.is_empty());
                at.fold(&mut settings, |it, step| &mut it[step])[name] = value;
            }
        };
        let mode = json!(random.pick(&MODES));
        put(random, 5, "mode", json!("warn"));
        put(random, 5, "scope.exemptNamespaces", json!(["kube-*"]));
        put(random, 5, "scope.exemptKinds", json!(["Job", "Secret"]));
        put(random, 90, "references.unparsable", json!(random.clone().pick(&MODES[1..])));
        for (group, values) in
            [("registries", &REGISTRIES[..]), ("images", &PATTERNS), ("tags", &["*-dev", "stable"])]
        {
            let (one, other) = (some(random, values), some(random, values));
            if group != "tags" {
                put(random, 10, &format!("references.{group}.allow"), one);
            }
            put(random, 15, &format!("references.{group}.refuse"), other);
            put(random, 15, &format!("references.{group}.mode"), mode.clone());
        }
        for name in ["latest", "requireDigest", "requireTag", "requireRegistry"] {
            let mode = json!(random.pick(&MODES));
            put(random, 15, &format!("references.{name}"), mode);
        }
        let set = json!(random.pick(&["off", "Default", "Always", "IfNotPresent"]));
        put(random, 70, "pullPolicy.set", set);
        put(random, 30, "pullPolicy.require", json!({"floating": "Always", "digest": "Never"}));
        put(random, 30, "pullPolicy.prePulled", json!(["docker.io/**"]));
        put(random, 15, "pullPolicy.allow", json!(["Always", "IfNotPresent"]));
        put(random, 15, "pullPolicy.mode", mode);
        let (require, allow, refuse) =
            (some(random, &PATTERNS), some(random, &SECRETS), some(random, &SECRETS));
        put(random, 15, "pullSecrets.require", require);
        put(random, 10, "pullSecrets.allow", allow);
        put(random, 10, "pullSecrets.refuse", refuse);
        for name in ["verify", "unanswered", "mode"] {
            let mode = json!(random.pick(&MODES));
            put(random, 20, &format!("pullSecrets.{name}"), mode);
        }
        let two = json!([{"name": "one", "images": ["m.example/**"]}, {"name": "two"}]);
        put(random, 50, "pullSecrets.inject", two);
        let rules = [
            ("docker.io/library", "m.example/hub/library"),
            ("docker.io", "m.example/hub"),
            ("quay.io/team", "docker.io/team"),
            ("quay.io", "n.example:5000"),
        ];
        let rules = rules.iter().filter(|_| random.chance(50));
        let rules: Value = rules.map(|(from, to)| json!({"from": from, "to": to})).collect();
        put(random, 50, "rewrite.rules", rules);
        let mirrors = mirrors(random);
        put(random, 30, "rewrite.registries", mirrors);
        let pin = some(random, &PATTERNS);
        put(random, 30, "digests.pin", pin);
        put(random, 60, "digests.unanswered", json!(random.clone().pick(&MODES[1..])));
        put(random, 10, "secrets.mode", json!(random.clone().pick(&MODES)));
        put(random, 10, "secrets.codes", json!({"secret/blank-entry": "reject"}));
        if schema::errors(&settings).is_empty() {
            return settings;
        }
    }
}

fn pod_spec(random: &mut Random) -> Value {
    let mut spec = json!({"other": {"1": 1.0, "image": "x"}, "nodeSelector": {"image": "y"}});
    for list in ["containers", "initContainers", "ephemeralContainers", "volumes"] {
        spec[list] = json!([]);
        let count = if list == "ephemeralContainers" { 2 } else { 4 };
        for index in 0..random.below(count) {
            let image = random.pick(&IMAGES);
            let policy = random.pick(&["", "Always", "IfNotPresent", "Never", "always"]);
            let mut element = match list {
                "volumes" => json!({"image": {"reference": image, "pullPolicy": policy}}),
                _ => json!({"image": image, "imagePullPolicy": policy,
                            "env": [{"name": "PASSWORD", "value": CANARY}]}),
            };
            if random.chance(35) {
                let holder = if list == "volumes" { &mut element["image"] } else { &mut element };
                for name in ["imagePullPolicy", "pullPolicy"] {
                    holder.as_object_mut().unwrap().remove(name);
                }
            }
            element["name"] = format!("n{index}").into();
            spec[list].as_array_mut().unwrap().push(element);
        }
    }
    match random.below(5) {
        0 => spec["imagePullSecrets"] = json!([{"name": "two"}]),
        1 => spec["imagePullSecrets"] = json!([]),
        2 => spec["imagePullSecrets"] = json!(null),
        3 => spec["imagePullSecrets"] = json!([{"name": "regcred"}, {}, {"name": "hub-x"}]),
        _ => {}
    }
    spec
}

/// A workload of any kind, well formed but for its images and policies.
pub(crate) fn well_formed(random: &mut Random) -> (&'static str, Value) {
    let kind = if random.chance(30) { "Pod" } else { random.pick(&KINDS).0 };
    let (mut object, _) = workload(kind, &pod_spec(random));
    object["metadata"] = json!({"name": "shop", "annotations": {"image": CANARY, "n": "1e400"}});
    object["metadata"]["generation"] = json!(u64::MAX);
    (kind, object)
}

/// Any JSON, with the names that the policy looks at more often than others.
pub(crate) fn anything(random: &mut Random, depth: usize) -> Value {
    const NAMES: [&str; 28] = [
        "spec",
        "template",
        "jobTemplate",
        "containers",
        "initContainers",
        "ephemeralContainers",
        "volumes",
        "image",
        "reference",
        "pullPolicy",
        "imagePullPolicy",
        "imagePullSecrets",
        "name",
        "metadata",
        "namespace",
        "annotations",
        "ownerReferences",
        "deletionTimestamp",
        "data",
        "stringData",
        ".dockerconfigjson",
        "type",
        "request",
        "settings",
        "object",
        "oldObject",
        "kind",
        "x",
    ];
    match random.below(if depth == 0 { 5 } else { 9 }) {
        0 => Value::Null,
        1 => json!(random.chance(50)),
        2 => json!(random.below(1000) as f64 / 8.0 - 5.0),
        3 => json!(random.pick(&IMAGES)),
        4 => json!(random.pick(&["Always", "Never", "regcred", "\u{0}é\n", CANARY, DIGEST])),
        5 => (0..random.below(4)).map(|_| anything(random, depth - 1)).collect(),
        _ => (0..random.below(5))
            .map(|_| ((*random.pick(&NAMES)).to_owned(), anything(random, depth - 1)))
            .collect(),
    }
}

/// Any JSON for settings. A value that is none of a few words is told as it stands, so that no password
/// stands there alone; in front of a host there may be one.
pub(crate) fn any_setting(random: &mut Random) -> Value {
    let text = anything(random, 3).to_string();
    serde_json::from_str(&text.replace(&format!("\"{CANARY}\""), "\"x\"")).unwrap()
}

/// What a cluster or a registry answers that answers anything, the same to the same question.
pub(crate) fn reply(seed: u64, question: &Value) -> Result<String, String> {
    let text = question.to_string();
    let mixed = text.bytes().fold(seed, |it, byte| it.rotate_left(7) ^ u64::from(byte));
    let mut random = Random::new(mixed);
    if question["!"] == "OciManifestDigest" {
        return match random.below(6) {
            0 => Err(format!("{CANARY}: no such image")),
            1 => Ok(anything(&mut random, 2).to_string()),
            _ => Ok(json!({"digest": DIGEST}).to_string()),
        };
    }
    let kind = question["kind"].as_str().unwrap_or_default();
    let name = question["name"].as_str().unwrap_or_default();
    let auths =
        json!({"auths": {(*random.pick(&REGISTRIES)): {"username": "u", "password": CANARY}}});
    let data = base64::encode(auths.to_string().as_bytes());
    match random.below(8) {
        0 => Err(format!("Cannot find v1/{kind} named '{name}' inside of namespace 'team'")),
        1 => Err(format!("timeout {CANARY}")),
        2 => Ok(anything(&mut random, 4).to_string()),
        3 => Ok(CANARY.to_owned()),
        _ if kind == "ServiceAccount" => {
            Ok(json!({"imagePullSecrets": [{"name": random.pick(&SECRETS)}]}).to_string())
        }
        _ => Ok(json!({
            "type": "kubernetes.io/dockerconfigjson", "data": {".dockerconfigjson": data},
        })
        .to_string()),
    }
}
