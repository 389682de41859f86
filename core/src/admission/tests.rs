use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::json;
use crate::quoted::Quoted;

/// What the settings make of one image of a Pod: the codes of the problems.
fn codes(settings: &str, image: &str) -> Vec<&'static str> {
    let mut text = String::new();
    json::write_string(&mut text, image);
    let request = format!(
        r#"{{"operation": "CREATE", "kind": {{"kind": "Pod"}},
            "object": {{"spec": {{"containers": [{{"image": {text}}}]}}}}}}"#
    );
    let request = json::parse(&request, json::DEFAULT_MAX_DEPTH).unwrap();
    let settings = json::parse(settings, json::DEFAULT_MAX_DEPTH).unwrap();
    let verdict = review(&request, &Settings::parse(&settings).unwrap());
    verdict.problems.iter().map(|it| it.code).collect()
}

#[track_caller]
fn accepted(settings: &str, image: &str) {
    assert_eq!(codes(settings, image), [""; 0], "{image} with {settings}");
}

#[track_caller]
fn refused(settings: &str, image: &str, code: &str) {
    assert_eq!(codes(settings, image), [code], "{image} with {settings}");
}

#[track_caller]
fn bad_settings(settings: &str, expect: &[&str]) {
    let value = json::parse(settings, json::DEFAULT_MAX_DEPTH).unwrap();
    let errors = Settings::parse(&value).unwrap_err();
    assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), expect);
}

const PINNED: &str = "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[test]
fn without_settings_all_that_parses_is_accepted() {
    for image in ["nginx", "nginx:latest", "[::1]:5000/x:1", "EVIL.com/x"] {
        accepted("{}", image);
        accepted("null", image);
    }
    for (image, code) in [
        ("Nginx", "image/upper-case"),
        ("", "image/missing"),
        (" nginx", "image/white-space"),
        ("nginx\n", "image/white-space"),
        ("https://quay.io/a", "image/scheme"),
        ("nginx@md5:00000000000000000000000000000000", "image/invalid"),
    ] {
        refused("{}", image, code);
    }
    accepted(r#"{"unparsable": "accept"}"#, "Nginx");
}

#[test]
fn latest_is_refused_written_and_implied_unless_pinned() {
    let settings = r#"{"latest": "refuse"}"#;
    for image in ["nginx", "nginx:latest", "r.example:5000/a/b", "localhost:5000/a:latest"] {
        refused(settings, image, "image/latest");
        accepted(settings, &format!("{image}{PINNED}"));
    }
    for image in ["nginx:1", "nginx:Latest", "nginx:latest-alpine"] {
        accepted(settings, image);
    }
}

#[test]
fn a_required_digest_is_asked_for_once() {
    let settings = r#"{"digest": "required", "latest": "refuse"}"#;
    refused(settings, "nginx", "image/no-digest");
    refused(settings, "nginx:1.27", "image/no-digest");
    accepted(settings, &format!("nginx{PINNED}"));
}

#[test]
fn allowing_is_narrow() {
    let settings = r#"{"registries": {"allow": ["docker.io", "R.example:5000", "[::1]:80"]}}"#;
    for image in [
        "nginx",
        "docker.io/a/b",
        "index.docker.io/x",
        "my-team/app",
        "Docker.io/x",
        "r.example:5000/x",
        "r.example:05000/x",
        "[::1]:80/x",
        "[0:0::1]:80/x",
    ] {
        accepted(settings, image);
    }
    for image in [
        "docker.io:443/x",
        "registry-1.docker.io/library/x",
        "r.example/x",
        "r.example:500/x",
        "r.example:50000/x",
        "[::1]:5000/x:1",
        "[::2]:80/x",
        "EvilHost/app:1",
        "docker.io.evil.com/x",
        "evil.com/docker.io/x",
        "my_host.io/x",
    ] {
        refused(settings, image, "image/registry-not-allowed");
    }
}

#[test]
fn refusing_is_wide() {
    let settings = r#"{"registries": {"refuse": ["EVIL.com", "index.docker.io", "r.example:443", "s.example:5000", "[fe80::1]"]}}"#;
    for image in [
        "evil.com/x",
        "EVIL.com/x",
        "evil.com:5000/x",
        "nginx",
        "docker.io/a/b",
        "docker.io:443/library/nginx",
        "registry-1.docker.io/library/nginx",
        "index.docker.io:443/x",
        "registry.hub.docker.com/library/nginx",
        "r.example/x",
        "r.example:443/x",
        "r.example:0443/x",
        "s.example:5000/x",
        "[FE80:0::1]:1/x",
    ] {
        refused(settings, image, "image/registry-refused");
    }
    for image in [
        "quay.io/x",
        "notevil.com/x",
        "sub.evil.com/x",
        "r.example:444/x",
        "s.example/x",
        "quay.io/evil.com/x",
        "localhost/docker.io",
    ] {
        accepted(settings, image);
    }
}

#[test]
fn settings_name_every_problem_at_once() {
    bad_settings(
        r#"{"latests": 1, "latest": "reject", "digest": null, "registries": {
            "allow": ["https://r.example/v2/", "*.example.com", "myregistry", "r.example/team", 5,
                      "my_host.io", "", "r.example", "evil.com:5000"],
            "refuse": ["evil.com"], "reject": []}, "latest": "allow", "secrets": ["x"]}"#,
        &[
            "latests: unknown setting; known are registries, latest, digest, unparsable, secrets",
            r#"latest: expected allow or refuse, found "reject""#,
            "digest: expected optional or required, found null",
            r#"registries.allow[0]: "https://r.example/v2/" has a scheme, which images do not; write "r.example""#,
            r#"registries.allow[1]: "*.example.com" has a wildcard; list each registry host"#,
            r#"registries.allow[2]: "myregistry" is no registry host: without a dot, a port or an uppercase letter it is the first part of a Docker Hub repository, so that no image could match"#,
            r#"registries.allow[3]: "r.example/team" has a path; registries are compared by host, so write "r.example""#,
            "registries.allow[4]: expected a registry host in quotes, found a number",
            r#"registries.allow[5]: "my_host.io" is not a registry host; write a host with an optional port, such as registry.example.com:5000"#,
            "registries.allow[6]: empty; write a registry host such as docker.io",
            "registries.reject: unknown setting; known are allow, refuse",
            r#"registries.allow[8]: "evil.com:5000" is refused by "evil.com" in registries.refuse, so that allowing it does nothing; take one of them out"#,
            "latest: given more than once; keep one",
            "secrets: expected validate or ignore, found a list",
        ],
    );
    bad_settings("[]", &["expected an object, found a list"]);
    bad_settings(
        r#"{"registries": {"allow": []}}"#,
        &["registries.allow: an empty list would refuse every image; leave the setting out to \
           allow every registry, or name at least one"],
    );
    bad_settings(
        r#"{"registries": {"allow": null}, "a b\n": 1}"#,
        &[
            "registries.allow: expected a list of registry hosts, found null",
            r#""a b\n": unknown setting; known are registries, latest, digest, unparsable, secrets"#,
        ],
    );
}

#[test]
fn a_list_of_thousands_is_looked_up_and_not_compared() {
    let hosts: Vec<_> = (0..5_000).map(|it| format!("\"r{it}.example\"")).collect();
    let settings =
        format!(r#"{{"registries": {{"allow": [{}], "refuse": ["x.example"]}}}}"#, hosts.join(","));
    accepted(&settings, "r4999.example/x");
    refused(&settings, "r5000.example/x", "image/registry-not-allowed");
    refused(&settings, "x.example/x", "image/registry-refused");
}

#[test]
fn a_value_in_a_message_shows_no_password_and_no_surprise() {
    let check = |value: &str, expect: &str| assert_eq!(Quoted(value).to_string(), expect);
    check("nginx", r#""nginx""#);
    check("a\n\"b\\\u{202e}\u{7}", r#""a\n\"b\\\u{202e}\u{7}""#);
    check("https://user:canary@r.example/x", r#""https://user:[elided]@r.example/x""#);
    check("user:can@ary@r.example/x", r#""user:[elided]@r.example/x""#);
    check("user:canary@r.example:5000", r#""user:[elided]@r.example:5000""#);
    check("canary@r.example/x", r#""[elided]@r.example/x""#);
    check("nginx@latest", r#""nginx@latest""#);
    check("Nginx:1@sha256:0", r#""Nginx:1@sha256:0""#);
    check(&"é".repeat(300), &format!("\"{}…\"", "é".repeat(100)));
}

#[test]
fn an_answer_lists_the_first_problems_and_counts_the_rest() {
    let containers: Vec<_> = (0..25).map(|_| r#"{"image": "X"}"#).collect();
    let request = format!(
        r#"{{"kind": {{"kind": "Pod"}}, "object": {{"spec": {{"containers": [{}]}}}}}}"#,
        containers.join(",")
    );
    let request = json::parse(&request, json::DEFAULT_MAX_DEPTH).unwrap();
    let verdict = review(&request, &Settings::default());
    assert_eq!((verdict.problems.len(), verdict.more), (Verdict::LIMIT, 5));
    assert!(verdict.message().unwrap().ends_with("; and 5 more"));
}
