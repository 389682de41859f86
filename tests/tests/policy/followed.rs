//! The README and the guide, followed as somebody does who has just found them.

use std::path::Path;

use pullscope_core::text;
use serde_json::{Value, json};

use crate::host::{Answer, host};
use crate::requests::{creation, fixture};
use crate::settings::to_json;

const README: &str = include_str!("../../../README.md");
const GUIDE: &str = include_str!("../../../docs/policy-guide.md");
const USAGE: &str = include_str!("../../../wasm/README.md");

/// The commands of the blocks for a shell, each in one line.
fn commands(page: &str) -> Vec<String> {
    let blocks = page.split("```sh\n").skip(1).filter_map(|it| it.split("```").next());
    let joined = blocks.map(|it| it.replace("\\\n", " ")).collect::<Vec<_>>().join("\n");
    joined.lines().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The word after an option.
fn option<'c>(command: &'c str, name: &str) -> &'c str {
    let (_, rest) = command.split_once(&format!("{name} ")).unwrap_or_else(|| panic!("{name}"));
    match rest.strip_prefix('\'') {
        Some(quoted) => quoted.split('\'').next().expect("it ends"),
        None => rest.split(' ').next().expect("a word"),
    }
}

/// What `kwctl run` answers to the one command of a page.
#[track_caller]
fn run(page: &str) -> Answer {
    let commands = commands(page);
    let runs: Vec<_> = commands.iter().filter(|it| it.starts_with("kwctl run ")).collect();
    assert_eq!(runs.len(), 1);
    let settings: Value = serde_json::from_str(option(runs[0], "--settings-json")).unwrap();
    let request = option(runs[0], "--request-path");
    let request =
        request.strip_prefix("tests/fixtures/policy/").expect("a request of this project");
    assert_eq!(host().validate_settings(&settings), None);
    // What is run is what was annotated, and that is what was built.
    let annotate = commands.iter().find(|it| it.starts_with("kwctl annotate ")).unwrap();
    assert!(runs[0].starts_with(&format!("kwctl run {} ", option(annotate, "--output-path"))));
    assert!(annotate.starts_with("kwctl annotate out/policy.wasm "));
    assert!(commands.iter().any(|it| it.starts_with("cargo xtask policy")));
    for file in ["--metadata-path", "--usage-path"] {
        if annotate.contains(file) {
            let file = option(annotate, file);
            assert!(
                Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file).is_file(),
                "{file}"
            );
        }
    }
    host().validate(&fixture(request), &settings)
}

#[test]
fn the_example_of_each_page_gives_the_answer_that_it_promises() {
    for page in [README, GUIDE] {
        let answer = run(page);
        // "with the field, the value and what to write"
        assert!(!answer.accepted);
        assert!(
            answer.message.starts_with("spec.containers[0].image: \"nginx:latest\" has the tag")
        );
        assert!(answer.message.contains("name a version such as nginx:1.2.3, or a digest"));
        assert_eq!(answer.rejected, "image/latest");
    }
}

/// The blocks of settings of a page.
fn settings(page: &str) -> Vec<Value> {
    let blocks = page.split("```yaml\n").skip(1).filter_map(|it| it.split("```").next());
    blocks.map(|it| to_json(&text::documents(it).docs[0].root)).collect()
}

fn pod(image: &str) -> Value {
    let container = json!({"name": "web", "image": image, "imagePullPolicy": "Always"});
    creation("Pod", json!({"spec": {"containers": [container]}}))
}

#[test]
fn the_settings_of_the_readme_do_what_stands_beside_them() {
    let settings = &settings(README)[0];
    let judge = |image: &str| host().validate(&pod(image), settings);
    // What is not there: the tag, the registry.
    assert_eq!(judge("nginx").rejected, "image/latest");
    assert_eq!(judge("evil.example/app:1.4").rejected, "image/registry-not-allowed");
    // A mirror, and a pull policy, for an image that is accepted with a warning.
    let answer = judge("quay.io/team/app:1.4");
    assert!(answer.accepted, "{answer:?}");
    assert_eq!(
        (&*answer.warned, &*answer.mutated),
        ("image/no-digest", "pull-policy/set,rewrite/image")
    );
    let container = &answer.object.unwrap()["spec"]["containers"][0];
    assert_eq!(container["image"], "registry.example.com/quay/team/app:1.4");
    assert_eq!(container["imagePullPolicy"], "IfNotPresent");
    let mut review = pod("nginx");
    review["request"]["namespace"] = "kube-system".into();
    assert!(host().validate(&review, settings).accepted);
}

#[test]
fn the_settings_of_the_usage_text_do_what_it_says() {
    let settings = settings(USAGE);
    let (validating, mutating) = (&settings[0], &settings[1]);
    let judge = |image: &str| host().validate(&pod(image), validating);
    assert_eq!(judge("quay.io/team/app:1.4").rejected, "image/registry-not-allowed");
    assert_eq!(judge("nginx:1.27").rejected, "image/refused");
    assert_eq!(judge("docker.io/team/app:1-dev").rejected, "image/tag-refused");
    assert_eq!(judge("registry.example.com/app:1").rejected, "pull-secret/required");
    let answer = host().validate(&pod("nginx:1.27"), mutating);
    assert_eq!(answer.mutated, "pull-policy/set,pull-secret/injected,rewrite/image");
    let spec = &answer.object.unwrap()["spec"];
    assert_eq!(spec["containers"][0]["image"], "registry.example.com/hub/library/nginx:1.27");
    assert_eq!(spec["imagePullSecrets"], json!([{"name": "regcred"}]));
}

/// Links to files, and the files that commands name.
#[test]
fn every_file_that_the_guide_names_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("docs");
    let mut found = 0;
    for link in GUIDE.split("](").skip(1).filter_map(|it| it.split(')').next()) {
        let file = link.split('#').next().expect("the first part");
        if !link.starts_with("https://") && !file.is_empty() {
            assert!(folder.join(file).is_file(), "{link}");
            found += 1;
        }
    }
    assert!(found >= 6, "{found}");
}
