use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::docker_config::{Format, decode};

fn config(keys: &[&str]) -> DockerConfig {
    let entries: Vec<String> =
        keys.iter().map(|key| format!("\"{key}\":{{\"username\":\"{key}\"}}")).collect();
    decode(Format::DockerCfg, format!("{{{}}}", entries.join(",")).as_bytes()).unwrap()
}

#[track_caller]
fn finds(keys: &[&str], repository: &str, expect: &[&str]) {
    let config = config(keys);
    let mut keyring = Keyring::new();
    keyring.add(&config, 7);
    let found: Vec<&str> =
        keyring.lookup(repository).iter().map(|it| it.entry.key.as_str()).collect();
    assert_eq!(found, expect, "{repository}");
    let mut explained: Vec<_> = keyring.explain(repository).keys;
    explained.retain(|key| key.place.is_some());
    explained.sort_by_key(|key| key.place);
    let explained: Vec<&str> = explained.iter().map(|key| key.entry.key.as_str()).collect();
    assert_eq!(explained, expect, "{repository}, explained");
}

#[track_caller]
fn refuses(key: &str, repository: &str, rule: &str, sentence: &str) {
    let config = config(&[key]);
    let mut keyring = Keyring::new();
    keyring.add(&config, 0);
    let explanation = keyring.explain(repository);
    let refused_by = explanation.keys[0].refused_by.as_ref().unwrap();
    assert_eq!((refused_by.name(), refused_by.to_string().as_str()), (rule, sentence));
    assert_eq!(keyring.lookup(repository).len(), 0);
}

#[test]
fn index_keys_are_tried_in_descending_byte_order() {
    let keys = ["reg.io", "*.io/team", "reg.io/team/app", "r*.io/team/app", "*.io", "reg.io/team"];
    let order = ["reg.io/team/app", "reg.io/team", "reg.io", "r*.io/team/app", "*.io/team", "*.io"];
    finds(&keys, "reg.io/team/app", &order);
}

#[test]
fn a_path_is_a_prefix_of_bytes_not_of_segments() {
    finds(
        &["quay.io/org/foo", "quay.io/org/foo/"],
        "quay.io/org/foo-private",
        &["quay.io/org/foo"],
    );
    finds(
        &["r.io/a", "r.io/ab", "r.io/abd", "r.io/b", "r.io"],
        "r.io/abc",
        &["r.io/ab", "r.io/a", "r.io"],
    );
}

#[test]
fn docker_hub_falls_back_to_its_old_key() {
    finds(
        &["https://index.docker.io/v1/"],
        "docker.io/library/nginx",
        &["https://index.docker.io/v1/"],
    );
    finds(&["https://index.docker.io/v1/"], "localhost/app", &["https://index.docker.io/v1/"]);
    finds(&["https://index.docker.io/v1/"], "quay.io/app", &[]);
    finds(&["https://index.docker.io/v1"], "docker.io/library/nginx", &[]);
    finds(&["index.docker.io", "docker.io"], "docker.io/library/nginx", &["docker.io"]);
}

#[test]
fn the_rule_that_says_no_is_named() {
    refuses("private", "private:5000/app", "port", "the key has no port, the image has :5000");
    refuses("reg.io:443", "reg.io/app", "port", "the key has port :443, the image has none");
    refuses("*.io", "a.reg.io/app", "labelCount", "the key's host has 2 labels, the image's has 3");
    refuses("reg.io/b", "reg.io/app", "path", "the path /app does not begin with /b");
    refuses("reg.com", "reg.io/app", "label", "label 2 is \"io\", the key has \"com\"");
    refuses("oci://reg.io", "reg.io/app", "scheme", "\"oci://\" is no scheme that a key may have");
    refuses(
        "reg io",
        "reg.io/app",
        "url",
        "the key holds ' ', which no host name has, so it is left out",
    );
}

#[test]
fn a_thousand_keys_under_one_host_are_found_by_their_paths() {
    let keys: Vec<String> = (0..1000).map(|i| format!("reg.io/team-{i}/")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    finds(&keys, "reg.io/team-77/app", &["reg.io/team-77/"]);
}
