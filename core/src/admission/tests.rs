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
    accepted(r#"{"references": {"unparsable": "off"}}"#, "Nginx");
}

#[test]
fn latest_is_refused_written_and_implied_unless_pinned() {
    let settings = r#"{"references": {"latest": "reject"}}"#;
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
    let settings = r#"{"references": {"requireDigest": "reject", "latest": "reject"}}"#;
    refused(settings, "nginx", "image/no-digest");
    refused(settings, "nginx:1.27", "image/no-digest");
    accepted(settings, &format!("nginx{PINNED}"));
}

#[test]
fn allowing_is_narrow() {
    let settings = r#"{"references": {"registries": {"allow": ["docker.io", "R.example:5000", "[::1]:80", "*.eu.example"]}}}"#;
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
        "a-1.EU.example/x",
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
        "eu.example/x",
        "a.b.eu.example/x",
        "a.eu.example:5000/x",
    ] {
        refused(settings, image, "image/registry-not-allowed");
    }
}

#[test]
fn refusing_is_wide() {
    let settings = r#"{"references": {"registries": {"refuse": ["EVIL.com", "index.docker.io", "r.example:443", "s.example:5000", "[fe80::1]", "*.bad.example"]}}}"#;
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
        "x.bad.example:5000/x",
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
fn a_list_of_thousands_is_looked_up_and_not_compared() {
    let hosts: Vec<_> = (0..5_000).map(|it| format!("\"r{it}.example\"")).collect();
    let settings = format!(
        r#"{{"references": {{"registries": {{"allow": [{}], "refuse": ["x.example"]}}}}}}"#,
        hosts.join(",")
    );
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

#[test]
fn entries_mean_images_exactly_below_or_with_stars() {
    for (entry, fits, others) in [
        (
            "nginx",
            &["nginx", "docker.io/library/nginx:1", "library/nginx@DIGEST"][..],
            &["a/nginx", "nginx/b", "quay.io/nginx"][..],
        ),
        (
            "r.example/team/app",
            &["R.example/team/app:1"],
            &["r.example/team/app/b", "r.example/team", "r.example:5000/team/app"],
        ),
        (
            "r.example/team/**",
            &["r.example/team/app", "r.example/team/a/b:1"],
            &["r.example/team", "r.example/team-b/app"],
        ),
        ("r.example/**", &["r.example/a", "r.example/a/b/c:1"], &["s.example/a", "r.example:1/a"]),
        (
            "docker.io/**",
            &["nginx", "a/b", "index.docker.io/library/c"],
            &["registry-1.docker.io/a/b"],
        ),
        ("nginx/**", &["nginx/a", "docker.io/nginx/a/b"], &["nginx", "library/nginx"]),
        (
            "*.example/team-*/app",
            &["a.example/team-a/app", "b.example/team-x/app:2"],
            &["example/team-x/app", "a.b.example/team-x/app", "a.example/team-x/y/app"],
        ),
        ("app-*", &["app-1", "library/app-b-c"], &["x/app-1"]),
        (
            "r.example/app:1.*",
            &["r.example/app:1.2"],
            &["r.example/app", "r.example/app:2", "r.example/app:1.2@DIGEST"],
        ),
        (
            "r.example/app:latest",
            &["r.example/app", "r.example/app:latest"],
            &["r.example/app@DIGEST"],
        ),
        (
            "r.example/app@DIGEST",
            &["r.example/app:x@DIGEST", "r.example/app@DIGEST"],
            &["r.example/app"],
        ),
    ] {
        let full = |it: &str| it.replace("@DIGEST", PINNED);
        let list = |name: &str| {
            format!(r#"{{"references": {{"images": {{"{name}": ["{}"]}}}}}}"#, full(entry))
        };
        for image in fits {
            accepted(&list("allow"), &full(image));
            refused(&list("refuse"), &full(image), "image/refused");
        }
        for image in others {
            refused(&list("allow"), &full(image), "image/not-allowed");
        }
    }
    // Refusing is wide.
    let refuse =
        |entry: &str| format!(r#"{{"references": {{"images": {{"refuse": ["{entry}"]}}}}}}"#);
    refused(&refuse("nginx"), "registry-1.docker.io/library/nginx:1", "image/refused");
    refused(&refuse("r.example/a"), "r.example:5000/a", "image/refused");
    accepted(&refuse("r.example:5000/a"), "r.example/a");
}

#[test]
fn each_way_of_naming_is_a_check_of_its_own() {
    let set = |check: &str| format!(r#"{{"references": {{{check}}}}}"#);
    let tags = set(r#""tags": {"refuse": ["*-dev", "latest"]}"#);
    for image in ["a:1-dev", "a", "a:latest"] {
        refused(&tags, image, "image/tag-refused");
    }
    accepted(&tags, "a:1-devel");
    accepted(&tags, &format!("a:1-dev{PINNED}"));
    let tag = set(r#""requireTag": "reject""#);
    refused(&tag, "a", "image/no-tag");
    refused(&tag, &format!("a{PINNED}"), "image/no-tag");
    accepted(&tag, &format!("a:1{PINNED}"));
    let registry = set(r#""requireRegistry": "reject""#);
    for image in ["nginx", "a/b:1", "my_host.io/x"] {
        refused(&registry, image, "image/no-registry");
    }
    accepted(&registry, "docker.io/library/nginx");
    accepted(&registry, "localhost/a");
}

#[test]
fn a_check_warns_or_is_silent_as_it_is_told() {
    let verdict = |settings: &str| {
        let request = r#"{"kind": {"kind": "Pod"}, "object": {"spec": {"containers": [{"image": "nginx"}]}}}"#;
        let request = json::parse(request, json::DEFAULT_MAX_DEPTH).unwrap();
        let settings = json::parse(settings, json::DEFAULT_MAX_DEPTH).unwrap();
        let settings = Settings::parse(&settings).unwrap();
        let verdict = review(&request, &settings);
        (verdict.rejected, verdict.warned)
    };
    let latest = Vec::from(["image/latest"]);
    let check = |mode: &str| format!(r#"{{"references": {{"latest": "{mode}"}}}}"#);
    assert_eq!(verdict(&check("reject")), (latest.clone(), Vec::new()));
    assert_eq!(verdict(&check("warn")), (Vec::new(), latest.clone()));
    assert_eq!(verdict(&check("off")), (Vec::new(), Vec::new()));
    let softened = r#"{"references": {"latest": "reject"}, "mode": "warn"}"#;
    assert_eq!(verdict(softened), (Vec::new(), latest));
}
