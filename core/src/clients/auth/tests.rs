//! The first table of how clients differ, row by row.

use super::*;
use alloc::format;
use alloc::string::{String, ToString};

const IMAGE: &str = "registry.example.com:5000/team/app";

/// The verdicts in the order of [`Client::ALL`]: Docker CLI, podman, crane, kubelet, kwctl.
#[track_caller]
fn check(config: &str, image: &str, expect: [&str; 5]) {
    let found = answers(config.as_bytes(), image);
    let found: Vec<&str> = found.iter().map(|it| it.sent().as_str()).collect();
    assert_eq!(found, expect, "{config}");
}

/// One key with an `auth`.
#[track_caller]
fn key(key: &str, image: &str, expect: [&str; 5]) {
    check(&format!(r#"{{"auths":{{"{key}":{{"auth":"dTpw"}}}}}}"#), image, expect);
}

const Y: &str = "yes";
const N: &str = "no";

#[test]
fn docker_hub_goes_by_other_names() {
    key("https://index.docker.io/v1/", "busybox", [Y, Y, Y, Y, Y]);
    key("docker.io", "busybox", [N, Y, N, Y, Y]);
    key("index.docker.io", "busybox", [N, Y, N, Y, Y]);
    key("registry-1.docker.io", "busybox", [N, Y, N, N, Y]);
}

#[test]
fn the_port_has_to_be_there() {
    key("registry.example.com:5000", IMAGE, [Y, Y, Y, Y, Y]);
    key("registry.example.com", IMAGE, [N, N, N, N, N]);
}

#[test]
fn a_url_is_a_host_to_all_but_the_kubelet() {
    key("https://registry.example.com:5000/v2/", IMAGE, [Y, Y, Y, Y, Y]);
    key("https://registry.example.com:5000/api/docker", IMAGE, [Y, Y, Y, N, Y]);
}

#[test]
fn a_path_is_ignored_or_counts_by_segments_or_by_bytes() {
    key("registry.example.com:5000/team", IMAGE, [Y, Y, Y, Y, N]);
    key("registry.example.com:5000/tea", IMAGE, [Y, N, Y, Y, N]);
}

#[test]
fn only_the_kubelet_knows_wildcards() {
    key("*.example.com:5000", IMAGE, [N, N, N, Y, N]);
}

#[test]
fn only_the_library_of_podman_reads_no_user_name() {
    let config = r#"{"auths":{"registry.example.com:5000":{"username":"u","password":"p"}}}"#;
    check(config, IMAGE, [Y, N, Y, Y, Y]);
}

#[test]
fn credential_helpers_are_asked_by_all_but_the_kubelet() {
    check(r#"{"credsStore":"desktop"}"#, IMAGE, ["asks", N, "asks", N, "asks"]);
    let helpers = r#"{"credHelpers":{"registry.example.com:5000":"pass"}}"#;
    check(helpers, IMAGE, ["asks", "asks", "asks", N, "asks"]);
    let crane = Client::Crane.answer(helpers.as_bytes(), IMAGE);
    assert!(
        matches!(crane.outcome, Outcome::Asks { ref about, .. } if about == "registry.example.com:5000")
    );
}

#[test]
fn of_several_keys_one_takes_any_one_the_longest_and_one_all() {
    let config = br#"{"auths":{
        "registry.example.com:5000/team":{"auth":"YTpw"},
        "https://registry.example.com:5000/v1/":{"auth":"Yjpw"},
        "https://registry.example.com:5000/v2/":{"auth":"Yzpw"}}}"#;
    let of = |client: Client| {
        let answer = client.answer(config, IMAGE);
        let keys: Vec<String> = answer.keys().map(ToString::to_string).collect();
        match answer.outcome {
            Outcome::Takes { order, .. } => (order, keys),
            outcome => panic!("{outcome:?}"),
        }
    };
    let team = "registry.example.com:5000/team";
    let (v1, v2) =
        ("https://registry.example.com:5000/v1/", "https://registry.example.com:5000/v2/");
    let keys = |keys: &[&str]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(of(Client::DockerCli), (Order::Any, keys(&[team, v1, v2])));
    assert_eq!(of(Client::Crane), (Order::Any, keys(&[team, v1, v2])));
    assert_eq!(of(Client::Containers), (Order::One, keys(&[team])));
    assert_eq!(of(Client::DockerCredential), (Order::Any, keys(&[v1, v2])));
    let (order, found) = of(Client::Kubelet);
    assert_eq!((order, found), (Order::All, keys(&[team, v1, v2])));
}

#[test]
fn an_auth_that_cannot_be_read_fails_one_entry_or_the_file() {
    let config = br#"{"auths":{"quay.io":{"auth":"dTpw"},"other.example.com":{"auth":"dTp"}}}"#;
    let of = |client: Client| client.answer(config, "quay.io/app");
    assert_eq!(
        of(Client::DockerCli).to_string(),
        "it refuses the whole file: the auth of \"other.example.com\" is not padded base64"
    );
    assert_eq!(of(Client::Containers).sent(), Verdict::Yes);
    assert_eq!(of(Client::DockerCredential).sent(), Verdict::Yes);
}

#[test]
fn no_answer_says_a_password() {
    let configs = [
        r#"{"auths":{"quay.io":{"auth":"dTpwYXJyb3QtN1Fw"},"https://quay.io":{"identitytoken":"parrot-7Qp"}}}"#,
        r#"{"auths":{"https://u:parrot-7Qp@quay.io/v1/":{"auth":"dTpw"}}}"#,
        r#"{"auths":{"u:parrot-7Qp@quay.io":{"auth":"dT"}}}"#,
        r#"{"auths":{"u:parrot-7Qp@quay.io":{"auth":1}}}"#,
    ];
    for answer in configs.iter().flat_map(|config| answers(config.as_bytes(), "quay.io/app")) {
        let text = answer.to_string();
        assert!(!text.contains("parrot-7Qp") && !text.contains("dTpwYXJyb3Qt"), "{text}");
    }
}
