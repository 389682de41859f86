//! Credential providers: a configuration, an image and an answer in; who is asked, and what it gives.

use pullscope_wasm::js::check_credential_providers;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::answers::CANARY;
use crate::support::{answer, argument, at, cut, json, list, parse, text};

const CONFIG: &str = "# ä🦀
apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
- name: harbor-provider
  apiVersion: credentialprovider.kubelet.k8s.io/v1
  matchImages: ['*.quay.io', harbor.example.com, harbor.example.com/team]
  defaultCacheDuration: 5m
- name: token-provider
  apiVersion: credentialprovider.kubelet.k8s.io/v1
  matchImages: [harbor.example.com]
  defaultCacheDuration: 0s
  tokenAttributes:
    serviceAccountTokenAudience: harbor
    cacheType: ServiceAccount
    requireServiceAccount: true
    requiredServiceAccountAnnotationKeys: [example.com/team]
- name: other
  apiVersion: credentialprovider.kubelet.k8s.io/v1
  matchImages: [quay.io]
  defaultCacheDuration: 1h
";

/// Asks with these members beside the configuration and the image.
fn ask(config: &str, more: &str) -> JsValue {
    let config = json(&config.into());
    let input =
        format!("{{\"config\": {config}, \"image\": \"harbor.example.com/team/shop:1\"{more}}}");
    answer(check_credential_providers(argument(parse(&input))))
}

fn verdicts(outcome: &JsValue) -> Vec<String> {
    list(outcome, "providers").iter().filter_map(|it| text(it, "verdict")).collect()
}

#[wasm_bindgen_test]
fn each_entry_tells_why_it_fits_or_not() {
    let outcome = ask(CONFIG, "");
    assert_eq!(text(&outcome, "status").as_deref(), Some("checked"));
    assert_eq!(text(&outcome, "repository").as_deref(), Some("harbor.example.com/team/shop"));
    assert_eq!(verdicts(&outcome), ["asked", "maybe", "noMatch"]);
    let fits: Vec<_> =
        list(&outcome, "providers.0.matchImages").iter().map(|it| at(it, "fits")).collect();
    assert_eq!(fits, [JsValue::FALSE, JsValue::TRUE, JsValue::NULL]);
    assert_eq!(cut(CONFIG, &outcome, "providers.0.matchImages.0.span"), "'*.quay.io'");
    assert_eq!(
        text(&outcome, "providers.2.matchImages.0.refusal").as_deref(),
        Some("the entry's host has 2 labels, the image's has 3")
    );
    assert_eq!(
        text(&outcome, "providers.0.request").as_deref(),
        Some(
            "{\"kind\":\"CredentialProviderRequest\",\
             \"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\",\
             \"image\":\"harbor.example.com/team/shop\"}\n"
        )
    );
    assert_eq!(text(&outcome, "providers.0.cacheKeys.1.type").as_deref(), Some("Registry"));
    assert_eq!(text(&outcome, "providers.0.defaultCacheDuration").as_deref(), Some("5m0s"));
    assert_eq!(text(&outcome, "providers.1.cacheKeys.0.hex"), None);
}

#[wasm_bindgen_test]
fn the_service_account_decides() {
    let none = ask(CONFIG, r#", "serviceAccount": {"known": "none"}"#);
    assert_eq!(verdicts(&none), ["asked", "noServiceAccount", "noMatch"]);
    let bare =
        ask(CONFIG, r#", "serviceAccount": {"known": "object", "namespace": "a", "name": "b"}"#);
    assert_eq!(verdicts(&bare), ["asked", "annotationMissing", "noMatch"]);
    let known = ask(
        CONFIG,
        r#", "serviceAccount": {"known": "object", "namespace": "a", "name": "b", "uid": "1",
            "annotations": {"example.com/team": "blue"}}"#,
    );
    assert_eq!(verdicts(&known), ["asked", "asked", "noMatch"]);
    assert!(text(&known, "providers.1.request").is_some_and(|it| it.contains(
        r#""serviceAccountToken":"…","serviceAccountAnnotations":{"example.com/team":"blue"}"#
    )));
    assert!(text(&known, "providers.1.cacheKeys.0.hex").is_some());
}

#[wasm_bindgen_test]
fn what_a_plugin_prints_is_judged_and_its_passwords_stay() {
    let response = format!(
        r#"{{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
        "cacheKeyType":"Registry","auth":{{"harbor.example.com":{{"username":"robot",
        "password":"{CANARY}"}},"quay.io":{{"username":"u","password":"{CANARY}"}}}}}}"#
    );
    let outcome = ask(CONFIG, &format!(", \"response\": {}", json(&response.as_str().into())));
    assert_eq!(at(&outcome, "response.provider"), JsValue::from(0));
    assert_eq!(text(&outcome, "response.cacheKeyType").as_deref(), Some("Registry"));
    assert_eq!(text(&outcome, "response.lifetime").as_deref(), Some("5m0s"));
    let used = list(&outcome, "response.keys");
    let used: Vec<_> = used.iter().filter(|it| !at(it, "place").is_null()).collect();
    assert_eq!(used.len(), 1);
    assert_eq!(text(used[0], "username").as_deref(), Some("robot"));
    assert_eq!(at(used[0], "hasPassword"), JsValue::TRUE);
    assert!(!json(&outcome).contains(CANARY));

    for (broken, sentence) in [
        (
            response.replace("Registry", "registry"),
            "cacheKeyType has to be Image, Registry or Global",
        ),
        (
            response.replace("/v1\"", "/v1beta1\""),
            "the provider is configured for credentialprovider.kubelet.k8s.io/v1, and this is another",
        ),
        (format!("password: {CANARY}"), "a plugin has to print JSON, and this is none"),
        (
            format!("{{\"auth\": \"{CANARY}"),
            "a plugin has to print JSON, and this breaks off: the document ends too soon, expected '\"' to close the string",
        ),
    ] {
        let outcome = ask(CONFIG, &format!(", \"response\": {}", json(&broken.as_str().into())));
        assert_eq!(text(&outcome, "response.error.sentence").as_deref(), Some(sentence));
        assert!(!json(&outcome).contains(CANARY));
    }
}

#[wasm_bindgen_test]
fn what_the_kubelet_refuses_is_in_its_words() {
    let broken = CONFIG.replace("defaultCacheDuration: 5m", "defaultCacheDuration: -5m");
    let outcome = ask(&broken, "");
    assert_eq!(list(&outcome, "providers").len(), 0);
    assert_eq!(
        text(&outcome, "errors.0.path").as_deref(),
        Some("providers[0].defaultCacheDuration")
    );
    assert_eq!(cut(&broken, &outcome, "errors.0.span"), "-5m");
    assert!(
        text(&outcome, "errors.0.upstream")
            .is_some_and(|it| it.contains("must be greater than or equal to 0"))
    );
    let older = ask(CONFIG, r#", "kubernetes": "1.25""#);
    assert!(text(&older, "errors.0.upstream").is_some_and(|it| it.starts_with(
        "error decoding config: no kind \"CredentialProviderConfig\" is registered for version \
         \"kubelet.config.k8s.io/v1\""
    )));
    let off =
        ask(&CONFIG.replace("/v1\n", "/v1alpha1\n"), r#", "kubernetes": "1.22", "response": "{}""#);
    assert_eq!(at(&off, "isRead"), JsValue::FALSE);
}

#[wasm_bindgen_test]
fn what_cannot_be_read_is_told_where_and_other_shapes_throw() {
    let unreadable = ask("a: [", "");
    assert_eq!(text(&unreadable, "status").as_deref(), Some("configUnreadable"));
    let input = r#"{"config": ["{}"], "image": "A"}"#;
    let rejected = answer(check_credential_providers(argument(parse(input))));
    assert_eq!(text(&rejected, "status").as_deref(), Some("imageRejected"));
    let none =
        answer(check_credential_providers(argument(parse(r#"{"config": [], "image": "a"}"#))));
    assert_eq!(text(&none, "message").as_deref(), Some("config is an empty list"));
    for more in [
        r#", "kubernetes": "2""#,
        r#", "featureGates": {"A": true}"#,
        r#", "respondedBy": "x", "response": """#,
    ] {
        assert_eq!(text(&ask(CONFIG, more), "status").as_deref(), Some("rejected"));
    }
    assert!(check_credential_providers(argument(parse(r#"{"config": 1, "image": "a"}"#))).is_err());
    assert!(
        check_credential_providers(argument(parse(r#"{"config": "", "imgae": "a"}"#))).is_err()
    );
}

#[wasm_bindgen_test]
fn hostile_texts_are_answered() {
    for config in ["", "\u{0}", "[", "- a", "{\"a\":", "a: ".repeat(1 << 20).as_str()] {
        let outcome = ask(config, "");
        let status = text(&outcome, "status");
        assert!(matches!(status.as_deref(), Some("checked" | "configUnreadable")), "{status:?}");
        assert_eq!(list(&outcome, "providers").len(), 0);
    }
}
