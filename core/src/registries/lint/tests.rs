use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Image, lint};
use crate::finding::apply;
use crate::registries::{Profile, Setting};
use crate::text::documents;

/// Codes without their area, but for what is only worth knowing.
fn codes(text: &str, setting: &Setting, images: &[Image<'_>]) -> Vec<String> {
    let read = documents(text);
    let document = &read.docs[0];
    let mut codes: Vec<String> = lint(text, &document.span, &document.root, setting, images)
        .into_iter()
        .map(|it| it.finding.code.trim_start_matches("registries/").to_string())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

#[track_caller]
fn found(text: &str, expect: &[&str]) {
    assert_eq!(codes(text, &Setting::default(), &[]), expect, "{text}");
}

/// What the fix of a code makes of a text.
#[track_caller]
fn fixed(text: &str, code: &str, expect: &str) {
    let read = documents(text);
    let document = &read.docs[0];
    let all = lint(text, &document.span, &document.root, &Setting::default(), &[]);
    let fix = all.into_iter().find(|it| it.finding.code == code).and_then(|it| it.finding.fix);
    let edits = fix.expect("a fix").edits;
    assert_eq!(apply(text, &edits).expect("edits of this text"), expect);
}

#[test]
fn auth_is_base64_of_user_and_password() {
    let auth = |auth: &str| ["configs:\n  r.io:\n    auth:\n      auth: ", auth, "\n"].concat();
    found(&auth("cGFycm90"), &["auth-not-base64"]);
    found(&auth("glpat-parrot"), &["auth-not-base64"]);
    found(&auth("dXNlcjpwYXJyb3Q="), &[]);
    found(&[&auth("glpat-parrot"), "      username: a\n"].concat(), &[]);
}

#[test]
fn a_token_is_passed_over() {
    found("configs:\n  r.io:\n    auth:\n      token: parrot\n", &["auth-token"]);
    found("configs:\n  r.io:\n    auth: {identity_token: parrot}\n", &[]);
}

#[test]
fn configs_are_those_of_a_host() {
    let mirrors = "mirrors:\n  r.io:\n    endpoint: [\"https://m.io:5000\"]\n";
    let config = |key: &str| {
        let tls = ":\n    tls:\n      ca_file: /etc/ca.pem\n";
        ["  ", key, tls].concat()
    };
    let only = [mirrors, "configs:\n", &config("r.io")].concat();
    found(&only, &["configs-of-mirror"]);
    found(&[&only, &*config("\"m.io:5000\"")].concat(), &[]);
    found(&[mirrors, "configs:\n", &config("\"m.io:5000\"")].concat(), &[]);
    found(&[mirrors, "configs:\n", &config("m.io")].concat(), &["config-matches-nothing"]);
    let own = "mirrors:\n  r.io:\n    endpoint: [\"https://r.io\"]\nconfigs:\n";
    found(&[own, &config("r.io")].concat(), &["default-listed"]);
}

#[test]
fn paths_of_files_are_absolute() {
    let ca = |path: &str| format!("configs:\n  r.io:\n    tls:\n      ca_file: {path}\n");
    for path in ["/etc/ca.pem", "C:\\ca.pem", "c:/ca.pem", "\"\"", ""] {
        found(&ca(path), &[]);
    }
    for path in ["ca.pem", "./ca.pem", "~/ca.pem"] {
        found(&ca(path), &["tls-path"]);
    }
}

#[test]
fn a_path_of_an_endpoint_ends_in_v2() {
    let endpoint = |url: &str| format!("mirrors:\n  r.io:\n    endpoint: [\"{url}\"]\n");
    for url in ["https://m.io", "https://m.io/", "https://m.io/v2", "https://m.io/a/v2", "m.io"] {
        found(&endpoint(url), &[]);
    }
    found(&endpoint("https://m.io/a"), &["endpoint-path"]);
    found(&endpoint("https://m.io/v2/a"), &[]);
    found(&endpoint("https://m.io/v1/a"), &["endpoint-path"]);
    found(&endpoint("https://m.io//"), &["endpoint-path"]);
    found(&endpoint("https://m.io/v2/"), &["endpoint-v2-slash"]);
    found(&endpoint(""), &["endpoint-not-asked"]);
    found(&endpoint("https://m.io:x"), &["endpoint-not-asked"]);
}

#[test]
fn the_default_endpoint_is_rewritten_in_another_spelling() {
    let rewrite = "    rewrite: {\"^a/\": \"b/\"}\n";
    let mirror = |key: &str, url: &str| {
        format!("mirrors:\n  \"{key}\":\n    endpoint:\n    - \"{url}\"\n{rewrite}")
    };
    let code = "registries/rewrite-of-default";
    fixed(&mirror("r.io", "r.io"), code, &mirror("r.io", "https://r.io:443"));
    fixed(
        &mirror("docker.io", "https://docker.io"),
        code,
        &mirror("docker.io", "https://registry-1.docker.io:443"),
    );
    fixed(&mirror("r.io:5", "https://r.io:5"), code, &mirror("r.io:5", "https://r.io:5/v2/"));
    found(&mirror("r.io:5", "https://r.io:5/v2/"), &[]);
    let legacy = Setting { profile: Profile::Legacy, ..Setting::default() };
    assert!(!codes(&mirror("r.io", "r.io"), &legacy, &[]).contains(&"rewrite-of-default".into()));
}

#[test]
fn the_default_endpoint_is_taken_out_of_the_list() {
    let list = "mirrors:\n  r.io:\n    endpoint:\n    - https://m.io # first\n";
    let with = [list, "    - r.io # last\n"].concat();
    fixed(&with, "registries/default-listed", list);
}

#[test]
fn patterns_are_tried_on_images_of_their_mirror() {
    let rewrite = "    rewrite:\n      \"^a/\": \"x/\"\n      \"/b$\": \"/y\"\n";
    let text = ["mirrors:\n  r.io:\n    endpoint: [m.io]\n", rewrite].concat();
    let image = |registry, repository| Image {
        registry,
        repository,
        span: 0..0,
        pull_secret: None,
        answered_http: None,
    };
    let touched = |images: &[Image<'_>]| {
        let read = documents(&text);
        let document = &read.docs[0];
        let all = lint(&text, &document.span, &document.root, &Setting::default(), images);
        let found = all.into_iter().find(|it| it.finding.code == "registries/rewrites-overlap");
        found.map(|it| it.images)
    };
    assert_eq!(touched(&[image("q.io", "a/b"), image("r.io", "a/b")]), Some([1].into()));
    assert_eq!(touched(&[image("q.io", "a/b"), image("r.io", "c/d")]), Some([].into()));
}

#[test]
fn a_missing_entry_is_added_before_the_first() {
    let text = "mirrors:\n  docker.io:\n    endpoint: [\"http://r.io:5000\"]\n";
    let read = documents(text);
    let image = Image {
        registry: "r.io:5000",
        repository: "a",
        span: 0..0,
        pull_secret: None,
        answered_http: None,
    };
    let document = &read.docs[0];
    let all = lint(text, &document.span, &document.root, &Setting::default(), &[image]);
    let found = all.iter().find(|it| it.finding.code == "registries/plain-http");
    let found = found.expect("it is found");
    let edits = &found.finding.fix.as_ref().expect("a fix").edits;
    assert_eq!(found.images, [0]);
    assert_eq!(
        apply(text, edits).expect("edits of this text"),
        "mirrors:\n  \"r.io:5000\":\n    endpoint: [\"http://r.io:5000\"]\n  docker.io:\n    \
         endpoint: [\"http://r.io:5000\"]\n"
    );
}
