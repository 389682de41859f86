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
