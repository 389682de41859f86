use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::spoke_http;
use crate::diagnose::{Options, diagnose};

#[test]
fn an_error_tells_which_host_speaks_plain_http() {
    let text = "failed to do request: Head \"https://r.io:5000/v2/a/manifests/1\": http: server gave HTTP \
        response to HTTPS client\nserver gave HTTP response to HTTPS client";
    let hosts: Vec<String> = spoke_http(text).into_keys().collect();
    assert_eq!(hosts, ["r.io:5000"]);
}

#[test]
fn no_secret_is_repeated() {
    let text = "mirrors:\n  https://a:parrot@r.io:\n    endpoint: [\"https://b:parrot@m.io\", \"https://b:parrot@m.io:x\"]\n    \
        rewrite: {\"^a\": b, \"a\": c}\n  \"*\":\n    endpoint: [\"c:parrot@m.io/proxy\"]\n\
        configs:\n  https://a:parrot@r.io:\n    auth:\n      token: parrot\n      auth: parrot\n      \
        passwort: parrot\n  a:parrot@x.io: {tls: {ca_file: a, cert_file: b}}\n";
    let found = diagnose(text, &Options::default()).findings;
    assert!(found.len() > 8, "{found:?}");
    for it in found {
        let said = format!("{} {} {:?}", it.finding.path, it.finding.message, it.finding.fix);
        assert!(!said.contains("parrot"), "{said}");
    }
}

#[test]
fn what_is_wrong_with_an_entry_touches_the_images_that_the_entry_does() {
    let text = "mirrors:\n  docker.io: {endpoint: [\"m.io:5000\"]}\n  quay.io: {endpoint: [\"q.io:5000\"]}\n\
        configs:\n  m.io:5000: {auth: {username: u, passwd: p}}\n  q.io:5000: {auth: {username: u, passwd: p}}\n\
        ---\nkind: Pod\nspec: {containers: [{name: a, image: nginx}, {name: b, image: 'r.io/x:1'}]}\n";
    let found = diagnose(text, &Options::default()).findings;
    let touched = |path: &str| -> Vec<usize> {
        let placed = found.iter().find(|it| it.finding.path == path);
        placed.map_or_else(Vec::new, |it| it.images.iter().map(|it| it.image).collect())
    };
    assert_eq!(touched("mirrors.docker.io.endpoint[0]"), [0]);
    assert_eq!(touched("configs.m.io:5000.auth.passwd"), [0]);
    for other in ["mirrors.quay.io.endpoint[0]", "configs.q.io:5000.auth.passwd"] {
        assert!(found.iter().any(|it| it.finding.path == other), "{found:#?}");
        assert!(touched(other).is_empty(), "{other}");
    }
}
