//! Rules that no recorded row holds.

use alloc::format;
use alloc::string::{String, ToString};

use super::*;
use crate::json::parse;

const V1: &str = "credentialprovider.kubelet.k8s.io/v1";

fn gates(minor: u8) -> Gates {
    Gates::new(Version::new(minor).expect("a release that is known"))
}

#[track_caller]
fn read(minor: u8, config: &str) -> Result<Config, ReadError> {
    let root = parse(config.as_bytes(), 64).expect("the test's text is JSON");
    let source = Source { text: config, span: 0..config.len(), root: &root, is_json: true };
    Config::read(&[source], gates(minor))
}

fn config(version: &str, provider: &str) -> String {
    format!(
        r#"{{"kind":"CredentialProviderConfig","apiVersion":"kubelet.config.k8s.io/{version}","providers":[{provider}]}}"#
    )
}

const PROVIDER: &str = r#"{"name":"ecr","matchImages":["*.dkr.ecr.*.amazonaws.com"],"defaultCacheDuration":"12h","apiVersion":"credentialprovider.kubelet.k8s.io/v1"}"#;

#[track_caller]
fn refused(minor: u8, config: &str, upstream: &str) {
    let error = read(minor, config).expect_err("the configuration is refused");
    assert_eq!(error.upstream(), upstream);
    assert!(error.errors.iter().all(|it| config.get(it.span.clone()).is_some()));
}

#[test]
fn a_release_knows_the_versions_of_its_time() {
    assert!(read(26, &config("v1", PROVIDER)).is_ok());
    refused(
        25,
        &config("v1", PROVIDER),
        "error decoding config: no kind \"CredentialProviderConfig\" is registered for version \
         \"kubelet.config.k8s.io/v1\" in scheme \"pkg/credentialprovider/plugin/plugin.go:56\"",
    );
}

#[test]
fn before_1_32_unknown_members_and_tokens_are_passed_over() {
    let provider = PROVIDER.replace("\"name\"", "\"tokenAttributes\":{},\"x\":1,\"name\"");
    let read_in_1_31 = read(31, &config("v1", &provider)).expect("it is read");
    assert_eq!(read_in_1_31.providers[0].token, None);
    refused(
        32,
        &config("v1", &provider),
        "error decoding config: strict decoding error: unknown field \
         \"providers[0].tokenAttributes\", unknown field \"providers[0].x\"",
    );
    refused(
        33,
        &config("v1", &provider),
        "error decoding config: strict decoding error: unknown field \"providers[0].x\"",
    );
}

#[test]
fn texts_of_older_releases() {
    let provider = PROVIDER.replace("\"12h\"", "\"-1m\"");
    refused(
        33,
        &config("v1", &provider),
        "failed to validate credential provider config: providers.defaultCacheDuration: Invalid \
         value: -1m0s: defaultCacheDuration must be greater than or equal to 0",
    );
    let token = r#"{"name":"a","matchImages":["*.io"],"defaultCacheDuration":"1m","apiVersion":"credentialprovider.kubelet.k8s.io/v1","tokenAttributes":{"serviceAccountTokenAudience":"x","requireServiceAccount":true,"requiredServiceAccountAnnotationKeys":["a"],"optionalServiceAccountAnnotationKeys":["a"]}}"#;
    refused(
        33,
        &config("v1", token),
        "failed to validate credential provider config: [providers.tokenAttributes: Forbidden: \
         tokenAttributes is not supported when KubeletServiceAccountTokenForCredentialProviders \
         feature gate is disabled, providers.tokenAttributes: Invalid value: []string{\"a\"}: \
         annotation keys cannot be both required and optional]",
    );
}

#[test]
fn what_is_taken_off_a_key_is_not_taken_off_an_entry() {
    let why = |entry: &str, repository: &str| {
        let refused = MatchImage::new(entry).refuses(repository);
        refused.map(|it| it.of_a("entry").to_string()).unwrap_or_default()
    };
    assert_eq!(why("docker.io", "docker.io/library/nginx"), "");
    assert_eq!(
        why("index.docker.io", "docker.io/library/nginx"),
        "the entry's host has 3 labels, the image's has 2"
    );
    assert_eq!(
        why("https://ghcr.io", "ghcr.io/a"),
        "\"https://\" is no scheme that an entry may have"
    );
}

#[test]
fn the_keys_of_a_service_account_are_those_of_upstreams_test() {
    let key =
        ServiceAccountKey::new("namespace", "service-account", "service-account-uid", &[], None);
    let key = key.expect("every text is short");
    assert_eq!(
        key.as_bytes(),
        b"\x00\tnamespace\x00\x0fservice-account\x00\x13service-account-uid\x00\x00\x00\x00"
    );
}

#[test]
fn an_answer_is_judged_for_the_provider_that_gives_it() {
    let config = read(36, &config("v1", PROVIDER)).expect("it is read");
    let provider = &config.providers[0];
    let judge = |text: &str| {
        let root = parse(text.as_bytes(), 64).expect("the test's text is JSON");
        let source = Source { text, span: 0..text.len(), root: &root, is_json: true };
        Response::read(&source, provider, "", Version::NEWEST)
    };
    let good = format!(
        r#"{{"kind":"CredentialProviderResponse","apiVersion":"{V1}","cacheKeyType":"Registry","auth":{{"a.io":{{"username":"u","password":"parrot-7Qp"}}}}}}"#
    );
    let read = judge(&good).expect("it is read");
    assert_eq!(read.lifetime(provider).to_string(), "12h0m0s");
    assert!(!format!("{read:?}").contains("parrot"));
    let wrong = judge(&good.replace("Registry", "registry")).expect_err("no such type");
    assert_eq!(
        wrong.upstream,
        "credential provider plugin did not return a valid cacheKeyType: registry"
    );
    let wrong = judge(&good.replace("\"username\"", "\"user\"")).expect_err("no such member");
    assert_eq!(
        wrong.upstream,
        "failed to get credential from external registry credential provider: error decoding \
         credential provider plugin response from stdout"
    );
    assert!(!format!("{wrong:?}").contains("parrot"));
}

#[test]
fn clouds_were_served_until_their_code_left() {
    let served = |repository: &str| {
        let served = |minor| legacy(repository, gates(minor)).is_some_and(|it| it.is_served);
        (20..=36).filter(|minor| served(*minor)).max()
    };
    assert_eq!(served("123456789012.dkr.ecr.eu-west-1.amazonaws.com/a"), Some(26));
    assert_eq!(served("team.azurecr.io/a"), Some(28));
    assert_eq!(served("eu.gcr.io/a"), Some(28));
    assert_eq!(served("europe-docker.pkg.dev/p/r/a"), Some(28));
    assert_eq!(served("12345.dkr.ecr.eu-west-1.amazonaws.com/a"), None);
    assert_eq!(served("docker.io/library/nginx"), None);
    let disabled =
        |minor| legacy("team.azurecr.io/a", gates(minor)).is_some_and(|it| it.is_disabled);
    assert!(disabled(29) && !disabled(30));
}

#[test]
fn what_is_logged_of_an_answer_changed_in_1_35() {
    let config = read(36, &config("v1", PROVIDER)).expect("it is read");
    let mut provider = config.providers[0].clone();
    provider.token = Some(TokenAttributes {
        span: 0..0,
        audience: "a".into(),
        cache_type: "ServiceAccount".into(),
        require_service_account: Some(true),
        required: alloc::vec![],
        optional: alloc::vec![],
    });
    let said = |minor, text: &str| {
        let root = parse(text.as_bytes(), 64).expect("the test's text is JSON");
        let source = Source { text, span: 0..text.len(), root: &root, is_json: true };
        let version = Version::new(minor).expect("a release that is known");
        let read = Response::read(&source, &provider, "parrot-7Qp", version);
        read.map_or_else(|it| it.upstream, |_| String::new())
    };
    let answer = |key_type: &str, password: &str| {
        format!(
            r#"{{"kind":"CredentialProviderResponse","apiVersion":"{V1}","cacheKeyType":"{key_type}","auth":{{"a.io":{{"username":"u","password":"{password}"}}}}}}"#
        )
    };
    let no_type = answer("x", "p");
    let unusable = "credential provider plugin did not return a valid cacheKeyType: ";
    assert_eq!(said(34, &no_type), format!("{unusable}\"x\""));
    assert_eq!(said(35, &no_type), format!("{unusable}x"));
    let no_kind = no_type.replace("\"kind\"", "\"kin\"");
    let start = |minor| said(minor, &no_kind).split(':').next().map(ToString::to_string);
    let registry = "credential from external registry credential provider";
    assert_eq!(start(34), Some(format!("Failed getting {registry}")));
    assert_eq!(start(35), Some(format!("failed to get {registry}")));
    // 1.33 has no cacheType yet, and takes the token for a password as any other.
    let token = answer("Image", "parrot-7Qp");
    assert_eq!(said(33, &token), "");
    assert!(said(34, &token).starts_with("Credential provider plugin returned"));
    assert!(said(36, &token).starts_with("credential provider plugin returned"));
    assert!((33..=36).all(|minor| !said(minor, &token).contains("parrot")));
}
