//! Laws of what is changed, tried on requests that no hand wrote.
//!
//! `Host::validate` checks each of them: only what may be changed is changed, the same settings
//! accept the result, and nothing is left to change.

use serde_json::{Value, json};

use crate::host::host;
use crate::requests::{creation, workload};

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

const IMAGES: [&str; 16] = [
    "nginx",
    "nginx:1.27.3",
    "a/b:stable",
    "docker.io/library/x:latest",
    "quay.io/team/app:1",
    "quay.io/team",
    "m.example/hub/library/x",
    "m.example/hub",
    "[::1]:5000/x:1",
    "EvilHost/app:1",
    "my_host.io/x",
    "Bad",
    "",
    "a@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "quay.io/a:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "index.docker.io/a",
];

fn settings(numbers: &mut Numbers) -> Value {
    let mut settings = json!({
        "references": {"unparsable": numbers.of(&["warn", "off"])},
        "rewrite": {"rules": []}, "pullPolicy": {}, "pullSecrets": {}
    });
    for rule in [
        json!({"from": "docker.io/library", "to": "m.example/hub/library"}),
        json!({"from": "docker.io", "to": "m.example/hub"}),
        json!({"from": "quay.io/team", "to": "docker.io/team"}),
        json!({"from": "quay.io", "to": "n.example:5000"}),
    ] {
        if numbers.below(2) == 0 {
            settings["rewrite"]["rules"].as_array_mut().unwrap().push(rule);
        }
    }
    if numbers.below(3) > 0 {
        settings["pullPolicy"]["set"] = numbers.of(&["Default", "Always", "IfNotPresent"]).into();
    }
    if numbers.below(3) == 0 {
        settings["pullPolicy"]["require"] = json!({"floating": "Always", "digest": "Never"});
    }
    if numbers.below(3) == 0 {
        settings["pullPolicy"]["prePulled"] = json!(["docker.io/**"]);
    }
    if numbers.below(2) == 0 {
        settings["pullSecrets"]["inject"] =
            json!([{"name": "one", "images": ["m.example/**"]}, {"name": "two"}]);
    }
    settings
}

fn spec(numbers: &mut Numbers) -> Value {
    let mut spec =
        json!({"containers": [], "initContainers": [], "volumes": [], "other": {"1": 1.0}});
    for list in ["containers", "initContainers", "volumes"] {
        for index in 0..numbers.below(4) {
            let image = numbers.of(&IMAGES);
            let policy = numbers.of(&["", "Always", "IfNotPresent", "Never"]);
            let mut element = match list {
                "volumes" => json!({"image": {"reference": image, "pullPolicy": policy}}),
                _ => json!({"image": image, "imagePullPolicy": policy}),
            };
            if numbers.below(3) == 0 {
                let holder = if list == "volumes" { &mut element["image"] } else { &mut element };
                for name in ["imagePullPolicy", "pullPolicy"] {
                    holder.as_object_mut().unwrap().remove(name);
                }
            }
            element["name"] = format!("n{index}").into();
            spec[list].as_array_mut().unwrap().push(element);
        }
    }
    match numbers.below(4) {
        0 => spec["imagePullSecrets"] = json!([{"name": "two"}]),
        1 => spec["imagePullSecrets"] = json!([]),
        2 => spec["imagePullSecrets"] = json!(null),
        _ => {}
    }
    spec
}

#[test]
fn what_is_changed_stays_and_passes() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let kinds = ["Pod", "Pod", "Deployment", "CronJob", "Job", "PodTemplate"];
    let (mut changed, mut refused) = (0, 0);
    for _ in 0..600 {
        let settings = settings(&mut numbers);
        let kind = kinds[numbers.below(kinds.len())];
        let (object, _) = workload(kind, &spec(&mut numbers));
        let answer = host().validate(&creation(kind, object), &settings);
        changed += usize::from(answer.object.is_some());
        refused += usize::from(!answer.accepted);
    }
    assert!(changed > 200, "{changed} of 600 are changed");
    assert!((20..400).contains(&refused), "{refused} of 600 are refused");
}

/// Any JSON, with the names that the policy looks at more often than others.
fn anything(numbers: &mut Numbers, depth: usize) -> Value {
    const NAMES: [&str; 14] = [
        "spec",
        "template",
        "containers",
        "volumes",
        "image",
        "reference",
        "imagePullPolicy",
        "imagePullSecrets",
        "name",
        "metadata",
        "deletionTimestamp",
        "data",
        "type",
        "x",
    ];
    match numbers.below(if depth == 0 { 5 } else { 9 }) {
        0 => Value::Null,
        1 => json!(numbers.below(2) == 0),
        2 => json!(numbers.below(1000) as f64 / 8.0 - 5.0),
        3 => json!(numbers.of(&IMAGES)),
        4 => json!(numbers.of(&["Always", "Never", "regcred", "\u{0}é\n"])),
        5 => (0..numbers.below(4)).map(|_| anything(numbers, depth - 1)).collect(),
        _ => (0..numbers.below(5))
            .map(|_| (numbers.of(&NAMES).to_owned(), anything(numbers, depth - 1)))
            .collect(),
    }
}

#[test]
fn any_json_gets_an_answer() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    for _ in 0..400 {
        let settings = settings(&mut numbers);
        let kind = numbers.of(&["Pod", "Deployment", "Secret", "CronJob", "PodTemplate"]);
        let mut object = anything(&mut numbers, 6);
        // Half of them have a Pod spec.
        if numbers.below(2) == 0 && kind != "Secret" {
            object = workload(kind, &anything(&mut numbers, 5)).0;
        }
        let mut review = creation(kind, object);
        review["request"]["operation"] = numbers.of(&["CREATE", "UPDATE", "DELETE"]).into();
        review["request"]["oldObject"] = anything(&mut numbers, 5);
        host().validate(&review, &settings);
        // And anything for the settings, or for the whole.
        host().validate(&review, &anything(&mut numbers, 3));
        let whole = serde_json::to_vec(&anything(&mut numbers, 4)).unwrap();
        host().validate_bytes(&whole);
        host().call("validate_settings", &whole).unwrap();
    }
}
