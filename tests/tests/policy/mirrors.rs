//! Images that are taken from the mirrors of a `registries.yaml`.

use pullscope_core::Reference;
use pullscope_core::registries::{Flags, Profile, Registries, Resolver, Rewritten, Table};
use pullscope_tests::processor::timed;
use serde_json::{Value, json};

use crate::host::host;
use crate::requests::{accepted, image, refused};
use crate::settings::to_json;

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const FILE: &str = r#"
mirrors:
  docker.io:
    endpoint: ["https://m.example:5000", "https://other.example"]
    rewrite:
      "^library/(.*)": "official/$1"
      "^rancher/(.*)": "mirror/images/$1"
  quay.io:
    endpoint: ["https://m.example:5000/v2/quay/"]
  "[::1]:5000":
    endpoint: ["http://localhost:5001"]
    rewrite: {"/": "-"}
  gcr.io: {}
  "*":
    endpoint: [cache.example]
    rewrite: {"(.*)": "all/$1"}
configs:
  m.example:5000: {auth: {username: robot, password: cQx81k-Qv7mWp3rTbN}}
"#;

fn settings(file: &str) -> Value {
    let documents = pullscope_core::text::documents(file);
    json!({"rewrite": {"registries": to_json(&documents.docs[0].root)}})
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    let answer = image(before, &settings(FILE));
    accepted(&answer);
    let found = answer.object.as_ref().map(|it| &it["spec"]["containers"][0]["image"]);
    assert_eq!(found.map_or(before, |it| it.as_str().expect("an image")), after);
}

#[test]
fn the_first_endpoint_of_the_registry_is_taken() {
    becomes("nginx", "m.example:5000/official/nginx");
    becomes("index.docker.io/library/nginx:1", "m.example:5000/official/nginx:1");
    becomes("rancher/pause:3.6", "m.example:5000/mirror/images/pause:3.6");
    becomes(&format!("a/b:1@{DIGEST}"), &format!("m.example:5000/a/b:1@{DIGEST}"));
    becomes("quay.io/team/app:1", "m.example:5000/quay/team/app:1");
    becomes("[::1]:5000/a/b/c", "localhost:5001/a-b-c");
    becomes("gcr.io/x/y", "gcr.io/x/y");
    becomes("ghcr.io/x/y:1", "cache.example/all/x/y:1");
    // What is there already stays, or it would go on for ever.
    for same in ["m.example:5000/x", "cache.example/x", "localhost:5001/x", "Bad"] {
        let mut settings = settings(FILE);
        settings["references"] = json!({"unparsable": "off"});
        assert_eq!(image(same, &settings).object, None, "{same}");
    }
}

#[test]
fn a_node_would_ask_the_same_place_for_the_same_repository() {
    let file = Registries::parse(FILE).expect("a file");
    let flags = Flags::default();
    let table = Table::new(&file, &flags);
    let resolver = Resolver::new(&file, &table, Profile::default());
    for before in [
        "nginx",
        "rancher/pause:3.6",
        "a/b:1",
        "quay.io/team/app:1",
        "[::1]:5000/a/b/c:2",
        "ghcr.io/x/y:1",
        "ghcr.io/z",
    ] {
        let resolution = resolver.resolve(&Reference::parse(before).expect("an image"));
        let first = &resolution.attempts[0];
        let repository = match &first.rewritten {
            Rewritten::To(_, repository) => repository,
            _ => &resolution.repository,
        };
        let asked = first.url(repository, &resolution.object);
        let object = image(before, &settings(FILE)).object.expect("another image");
        let after = object["spec"]["containers"][0]["image"].as_str().expect("an image");
        let after = Reference::parse(after).expect("an image");
        let expected = format!(
            "//{}/v2/{}/manifests/{}",
            after.registry(),
            after.repository(),
            after.tag_or_default()
        );
        assert!(asked.contains(&expected), "{before}: {asked} is not {expected}");
    }
}

#[test]
fn rules_come_before_mirrors() {
    let mut settings = settings(FILE);
    settings["rewrite"]["rules"] = json!([{"from": "docker.io/library", "to": "r.example/lib"}]);
    let image = |text: &str| {
        let object = image(text, &settings).object.expect("another image");
        object["spec"]["containers"][0]["image"].as_str().expect("an image").to_owned()
    };
    assert_eq!(image("nginx"), "r.example/lib/nginx");
    assert_eq!(image("a/b"), "m.example:5000/a/b");
}

#[test]
fn what_is_not_one_image_is_refused() {
    let file = r#"
mirrors:
  docker.io:
    endpoint: ["https://m.example"]
    rewrite: {"^library/(.*)": "a/$1", "(.*)": "b/$1", "^x/.*": "X", "^y/.*": ""}
  quay.io:
    endpoint: ["https://m.example"]
    rewrite: {"^a/(.*)": "A/$1", "^b/.*": ""}
"#;
    refused(
        &image("nginx", &settings(file)),
        "spec.containers[0].image: \"nginx\" has no other place by the mirror of \"docker.io\": \
         several of its patterns change it, each into another; mend the mirror",
    );
    refused(
        &image("quay.io/a/b:1", &settings(file)),
        "spec.containers[0].image: \"quay.io/a/b:1\" would become \"m.example/A/b:1\" by the mirror \
         of \"quay.io\", which is not the image that is meant or none at all; use another image, or \
         another rule",
    );
    assert_eq!(image("quay.io/b/c", &settings(file)).rejected, "rewrite/unusable");
}

#[test]
fn a_pattern_is_looked_at_when_the_server_starts() {
    let file = "mirrors: {docker.io: {endpoint: [m.example], rewrite: {'(': x, 'a**': z}}}";
    let message = host().validate_settings(&settings(file)).expect("invalid");
    for part in [
        "rewrite.registries.mirrors[docker.io].rewrite[\"(\"]: error parsing regexp: missing \
         closing ): `(`",
        "rewrite[\"a**\"]: error parsing regexp: invalid nested repetition operator: `**`",
    ] {
        assert!(message.contains(part), "{message}");
    }
    // A request compiles what it needs; where that is none, nothing is guessed.
    refused(
        &image("nginx", &settings(file)),
        "spec.containers[0].image: \"nginx\" has no other place by the mirror of \"docker.io\": error \
         parsing regexp: missing closing ): `(`; mend the mirror",
    );
    assert_eq!(image("quay.io/a", &settings(file)).object, None);
}

#[test]
fn a_pattern_means_what_it_means_to_go() {
    let mirror = |pattern: &str| {
        let rewrite = json!({ pattern: "x$1" });
        let mirror = json!({"endpoint": ["m.example"], "rewrite": rewrite});
        json!({"rewrite": {"registries": {"mirrors": {"docker.io": mirror}}}})
    };
    for (pattern, after) in [
        (r"^\p{L}+/(.*)", "xnginx"),
        (r"^\pL+/(.*)", "xnginx"),
        (r"(?i)^LIBRARY/(.*)", "xnginx"),
        // No image has a letter of another alphabet, but it is a class of characters all the same.
        (r"^\p{Greek}(.*)", "library/nginx"),
        (r"^[^\p{Greek}]*/(.*)", "xnginx"),
        (r"^[[:alpha:]]{7}/(.*)", "xnginx"),
    ] {
        assert_eq!(host().validate_settings(&mirror(pattern)), None, "{pattern}");
        let object = image("nginx", &mirror(pattern)).object.expect("another image");
        let expect = format!("m.example/{after}");
        assert_eq!(object["spec"]["containers"][0]["image"], expect, "{pattern}");
    }
    for (pattern, reason) in [
        (r"\p{Gondor}", r"invalid character class range: `\p{Gondor}`"),
        ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
        ("((a{1000}){1000})", "invalid repeat count: `{1000}`"),
    ] {
        let message = host().validate_settings(&mirror(pattern)).expect("invalid");
        assert!(message.contains(reason), "{message}");
    }
}

/// Nothing that a pattern can be keeps a request, or the check of settings, for long.
#[test]
fn a_hostile_pattern_costs_no_more_than_its_length() {
    let large = "(?:a{1000})".repeat(21);
    // The module is compiled before anything is measured.
    host();
    for (pattern, is_valid) in [
        ("(a*)*(a*)*(a*)*b", true),
        ("(?:a?){1000}(?:a?){1000}b", true),
        ("(.*)(.*)(.*)(.*)(.*)(.*)(.*)[^a]", true),
        (&"(?:a|".repeat(900), false),
        (&"(".repeat(200_000), false),
        (&"[[:".repeat(100_000), false),
        (&"a{1".repeat(100_000), false),
        (&large, false),
    ] {
        let mirror = json!({"endpoint": ["m.example"], "rewrite": { pattern: "x" }});
        let settings = json!({"rewrite": {"registries": {"mirrors": {"docker.io": mirror}}}});
        // Both are done by the native code, too, which is not optimized.
        let ((), taken) = timed(|| {
            let message = host().validate_settings(&settings);
            assert_eq!(message.is_none(), is_valid, "{message:?}");
            let answer = image(&"a".repeat(200), &settings);
            assert_eq!(answer.accepted, is_valid, "{answer:?}");
        });
        assert!(taken.as_secs() < 5, "{taken:?}");
    }
}

#[test]
fn a_file_that_leads_nowhere_is_invalid() {
    let file = r#"
mirrors:
  nginx: {}
  docker.io/library: {}
  "*.example.com": {}
  quay.io: {endpoint: ["https://m.example/proxy", "ftp://m.example", "registry", "r.io?x=1"]}
  gcr.io: {endpoint: n.example, rewrite: [x], endpoints: []}
  ghcr.io: {endpoint: [gcr.io], rewrite: {a: 1, b: é}}
  k8s.io: {endpoint: [n.example]}
  n.example: {endpoint: [o.example]}
mirror: {}
"#;
    let message = host().validate_settings(&settings(file)).expect("invalid");
    let mirrors = "rewrite.registries.mirrors";
    for part in [
        "[nginx]: \"nginx\" is no registry host",
        "[\"docker.io/library\"]: \"docker.io/library\" has a path",
        "[\"*.example.com\"]: a star stands alone here, as *",
        "[quay.io].endpoint[0]: \"https://m.example/proxy\" has a path that no image has; write the \
         host, or https://HOST/v2/PATH",
        "[quay.io].endpoint[1]: \"ftp:\" is not a registry host",
        "[quay.io].endpoint[2]: \"registry\" is no registry host",
        "[quay.io].endpoint[3]: \"r.io?x=1\" is not a registry host",
        "[gcr.io].endpoint: expected a list of endpoints, found a string",
        "[gcr.io].rewrite: expected an object of patterns, found a list",
        "[gcr.io].endpoints: unknown setting; did you mean endpoint?",
        "[ghcr.io].rewrite[a]: expected a replacement in quotes, found a number",
        "[ghcr.io].rewrite[b]: holds a character that no image has",
        "[n.example]: is where an entry leads; what is there already stays as it is",
        "[gcr.io]: is where an entry leads",
    ] {
        let part = format!("{mirrors}{part}");
        assert!(message.contains(&part), "{part}\n{message}");
    }
    assert!(message.contains("rewrite.registries.mirror: unknown setting; did you mean mirrors?"));
}
