//! Every row of every corpus agrees with upstream, and the judge itself is strict.

use std::path::PathBuf;

use pullscope_tests::{Kind, corpus, run_file};

fn corpus_of(kind: Kind) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(kind.name())
        .with_extension("jsonl")
}

#[track_caller]
fn agrees(kind: Kind, rows: usize) {
    let report = run_file(&corpus_of(kind)).expect("the corpus can be read");
    let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
    assert_eq!((report.passed, report.failed), (rows, 0), "{}", differences.join("\n"));
}

#[test]
fn reference() {
    agrees(Kind::Reference, 6808);
}

#[test]
fn reference_1_20() {
    agrees(Kind::Reference1_20, 524);
}

#[test]
fn reference_1_29() {
    agrees(Kind::Reference1_29, 524);
}

#[test]
fn pull_policy() {
    agrees(Kind::PullPolicy, 1136);
}

#[test]
fn keyring() {
    agrees(Kind::Keyring, 3288);
}

#[test]
fn url_match() {
    agrees(Kind::UrlMatch, 3745);
}

#[test]
fn k3s_rewrite() {
    agrees(Kind::K3sRewrite, 281);
}

#[test]
fn registries_file() {
    agrees(Kind::RegistriesFile, 600);
}

#[test]
fn registries_wharfie() {
    agrees(Kind::RegistriesWharfie, 400);
}

#[test]
fn go_regexp() {
    agrees(Kind::GoRegexp, 600);
}

#[test]
fn registries_vector() {
    agrees(Kind::RegistriesVector, 43);
}

#[test]
fn registries_edge() {
    agrees(Kind::RegistriesEdge, 153);
}

#[test]
fn registries_toml() {
    agrees(Kind::RegistriesToml, 25);
}

#[test]
fn docker_config() {
    agrees(Kind::DockerConfigDecode, 596);
}

#[test]
fn client_auth() {
    agrees(Kind::ClientAuth, 515);
}

#[test]
fn client_reference() {
    agrees(Kind::ClientReference, 543);
}

#[test]
fn client_reference_npm() {
    agrees(Kind::ClientReferenceNpm, 538);
}

#[test]
fn secret() {
    agrees(Kind::SecretValidate, 267);
}

#[test]
fn back_off() {
    agrees(Kind::BackOff, 500);
}

#[test]
fn workload_create() {
    agrees(Kind::WorkloadCreate, 422);
}

#[test]
fn always_pull_images() {
    agrees(Kind::AlwaysPullImages, 409);
}

#[test]
fn image_index() {
    agrees(Kind::ImageIndex, 400);
}

#[test]
fn short_name() {
    agrees(Kind::ShortName, 400);
}

#[test]
fn registries_conf() {
    agrees(Kind::RegistriesConf, 400);
}

#[test]
fn service_account() {
    agrees(Kind::ServiceAccount, 413);
}

#[test]
fn image_manager() {
    agrees(Kind::ImageManager, 300);
}

#[test]
fn workload_update() {
    agrees(Kind::WorkloadUpdate, 410);
}

#[test]
fn allowlist() {
    agrees(Kind::Allowlist, 500);
}

#[test]
fn pull_manager() {
    agrees(Kind::PullManager, 500);
}

#[test]
fn pull_queue() {
    agrees(Kind::PullQueue, 60);
}

#[test]
fn kubelet_configuration() {
    agrees(Kind::KubeletConfiguration, 500);
}

#[test]
fn credential_provider_config() {
    agrees(Kind::CredentialProviderConfig, 400);
}

#[test]
fn credential_provider_request() {
    agrees(Kind::CredentialProviderRequest, 400);
}

#[track_caller]
fn fails(kind: Kind, row: &str) {
    let report = corpus::run(kind, row.as_bytes()).expect("bytes can be read");
    assert_eq!((report.passed, report.failed), (0, 1));
}

#[test]
fn a_row_that_cannot_be_judged_is_a_failure() {
    fails(Kind::Reference, r#"{"input":"nginx"}"#);
    fails(Kind::Reference, r#"{"ok":true}"#);
    fails(Kind::Reference, "nginx");
    fails(Kind::Keyring, r#"{"kind":"other","config":"{}","image":"a","found":false,"creds":[]}"#);
    fails(Kind::UrlMatch, r#"{"glob":"a","target":"a","match":true,"error":null,"more":1}"#);
    fails(
        Kind::RegistriesEdge,
        r#"{"case":1,"tags":["guess"],"source":"k3s","registries_yaml":"","error":null}"#,
    );
    fails(
        Kind::RegistriesEdge,
        r#"{"case":1,"tags":["src"],"source":"k3s","registries_yaml":"","erorr":null}"#,
    );
}

#[test]
fn a_wrong_answer_is_a_failure() {
    fails(Kind::PullPolicy, r#"{"image":"nginx","initial":"","policy":"IfNotPresent"}"#);
    fails(Kind::UrlMatch, r#"{"glob":"a","target":"a","match":false,"error":null}"#);
    fails(
        Kind::ServiceAccount,
        r#"{"object":{"spec":{}},"accounts":[],"limit":false,"refused":null,"account":"default","pull_secrets":[]}"#,
    );
    fails(
        Kind::Keyring,
        r#"{"kind":"config.json","config":"{}","image":"a","found":true,"creds":[],"group_sizes":[0]}"#,
    );
}

#[test]
fn a_file_name_tells_the_kind() {
    let kind = |name: &str| Kind::of_file(name.as_ref());
    assert_eq!(kind("keyring.jsonl"), Some(Kind::Keyring));
    assert_eq!(kind("fresh-dockerconfig_decode.jsonl"), Some(Kind::DockerConfigDecode));
    assert_eq!(kind("reference-2.jsonl"), Some(Kind::Reference));
    assert_eq!(kind("reference_1_20.jsonl"), Some(Kind::Reference1_20));
    assert_eq!(kind("reference_1_29-2.jsonl"), Some(Kind::Reference1_29));
    assert_eq!(kind("other.jsonl"), None);
}
