use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use super::*;

fn secret<'a>(secret_type: &'a str, data: &'a [(&'a str, &'a [u8])]) -> PullSecret<'a> {
    PullSecret { secret_type, data, annotations: &[] }
}

#[track_caller]
fn refused(secret_type: &str, data: &[(&str, &[u8])], expect: &[&str]) {
    let found: Vec<_> = validate(&secret(secret_type, data)).iter().map(FieldError::text).collect();
    assert_eq!(found, expect);
}

#[track_caller]
fn found(secret_type: &str, data: &[(&str, &str)], expect: &[&str]) {
    let data: Vec<(&str, &[u8])> =
        data.iter().map(|(key, value)| (*key, value.as_bytes())).collect();
    let findings = findings(&secret(secret_type, &data), &Places::default());
    let shown: Vec<_> = findings.iter().map(|it| format!("{} {}", it.severity, it.code)).collect();
    assert_eq!(shown, expect, "{findings:#?}");
}

#[test]
fn the_api_server_asks_for_the_key_and_an_object() {
    refused(CONFIG_JSON_TYPE, &[], &["data[.dockerconfigjson]: Required value"]);
    refused(DOCKER_CFG_TYPE, &[(DOCKER_CFG_KEY, b"null\n")], &[]);
    refused(
        CONFIG_JSON_TYPE,
        &[(CONFIG_JSON_KEY, b"eyJ9")],
        &[
            "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid character 'e' looking for beginning of value",
        ],
    );
    refused(
        CONFIG_JSON_TYPE,
        &[(CONFIG_JSON_KEY, b"[]")],
        &[
            "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": json: cannot unmarshal array into Go value of type map[string]interface {}",
        ],
    );
    refused(
        CONFIG_JSON_TYPE,
        &[(CONFIG_JSON_KEY, br#"{"a":[1,-2e999]}"#)],
        &[
            "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": json: cannot unmarshal number … into Go value of type float64",
        ],
    );
}

#[test]
fn a_password_that_is_a_number_is_only_in_what_is_compared_with_upstream() {
    let value = br#"{"auths":{"r.io":{"username":"u","password":47114711e4711}}}"#;
    let data = [(CONFIG_JSON_KEY, &value[..])];
    let secret = secret(CONFIG_JSON_TYPE, &data);
    let upstream = &upstream_errors(&secret)[0].detail;
    assert_eq!(
        upstream,
        "json: cannot unmarshal number 47114711e4711 into Go value of type float64"
    );
    let shown = format!("{:?} {:?}", validate(&secret), findings(&secret, &Places::default()));
    assert!(shown.contains("number …") && !shown.contains("4711"), "{shown}");
}

#[test]
fn data_keys_are_checked_for_every_type() {
    let detail = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
    refused(
        "Opaque",
        &[("b c", b""), ("..x", b""), ("", b"")],
        &[
            &format!("data[]: Invalid value: \"\": {detail}"),
            "data[..x]: Invalid value: \"..x\": must not start with '..'",
            &format!("data[b c]: Invalid value: \"b c\": {detail}"),
        ],
    );
}

#[test]
fn the_values_together_have_a_limit() {
    let value = vec![b'a'; 1024 * 1024];
    refused("Opaque", &[("a", &value)], &[]);
    refused("Opaque", &[("a", b"1"), ("a", &value)], &[]);
    let expect = "data: Too long: may not be more than 1048576 bytes";
    refused("Opaque", &[("a", &value), ("b", b"1")], &[expect]);
}

#[test]
fn other_types_have_their_own_keys() {
    refused("kubernetes.io/tls", &[("tls.crt", b"")], &["data[tls.key]: Required value"]);
    refused(
        "kubernetes.io/ssh-auth",
        &[("ssh-privatekey", b"")],
        &["data[ssh-privatekey]: Required value"],
    );
    refused("kubernetes.io/basic-auth", &[("password", b"")], &[]);
    refused(
        "kubernetes.io/service-account-token",
        &[],
        &["metadata.annotations[kubernetes.io/service-account.name]: Required value"],
    );
}

#[test]
fn type_and_key_must_agree() {
    let read = |secret_type, key| {
        let data: [(&str, &[u8]); 1] = [(key, b"{}")];
        read(&secret(secret_type, &data)).unwrap()
    };
    assert!(matches!(
        read(CONFIG_JSON_TYPE, CONFIG_JSON_KEY),
        Reading::Config(Format::ConfigJson, _)
    ));
    let missing = Reading::Ignored(Unread::MissingKey(Format::DockerCfg));
    assert_eq!(read(DOCKER_CFG_TYPE, CONFIG_JSON_KEY), missing);
    assert_eq!(read("Opaque", CONFIG_JSON_KEY), Reading::Ignored(Unread::OtherType));
    let empty = secret(CONFIG_JSON_TYPE, &[(CONFIG_JSON_KEY, b"")]);
    let unread = Unread::EmptyValue(Format::ConfigJson);
    assert_eq!(super::read(&empty), Ok(Reading::Ignored(unread)));
    assert_eq!(unread.to_string(), "the value under the data key .dockerconfigjson is empty");
}

#[test]
fn a_built_config_escapes_as_go_does() {
    let config = build("a<b", "u&", b"p\xff", "e");
    let expect = r#"{"auths":{"a\u003cb":{"username":"u\u0026","password":"p\ufffd","email":"e","auth":"dSY6cP8="}}}"#;
    assert_eq!(String::from_utf8(config).unwrap(), expect);
}

#[test]
fn manifests_are_those_of_kubectl() {
    let manifest = Manifest {
        name: "foo",
        namespace: Some("bar"),
        username: "test-user",
        password: "test-password",
        email: "test-user@example.org",
        ..Manifest::default()
    };
    let config = r#"{"auths":{"https://index.docker.io/v1/":{"username":"test-user","password":"test-password","email":"test-user@example.org","auth":"dGVzdC11c2VyOnRlc3QtcGFzc3dvcmQ="}}}"#;
    let value = crate::base64::encode(config.as_bytes());
    assert_eq!(
        manifest.yaml().unwrap(),
        format!(
            "apiVersion: v1\ndata:\n  .dockerconfigjson: {value}\nkind: Secret\nmetadata:\n  name: foo\n  namespace: bar\ntype: kubernetes.io/dockerconfigjson\n"
        )
    );
    assert_eq!(
        manifest.json().unwrap(),
        format!(
            "{{\n    \"kind\": \"Secret\",\n    \"apiVersion\": \"v1\",\n    \"metadata\": {{\n        \"name\": \"foo\",\n        \"namespace\": \"bar\"\n    }},\n    \"data\": {{\n        \".dockerconfigjson\": \"{value}\"\n    }},\n    \"type\": \"kubernetes.io/dockerconfigjson\"\n}}\n"
        )
    );
}

#[test]
fn what_is_missing_is_said_as_kubectl_does() {
    let named = Manifest { name: "a", ..Manifest::default() };
    assert_eq!(named.yaml(), Err(BuildError::NoCredential));
    assert_eq!(Manifest::default().json(), Err(BuildError::NoName));
    assert_eq!(
        BuildError::NoCredential.to_string(),
        "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required"
    );
}

#[test]
fn a_type_that_is_almost_right_is_found() {
    found("kubernetes.io/DockerConfigJson", &[], &["error secret/ignored-type"]);
    found("dockercfg", &[], &["error secret/ignored-type"]);
    found("Opaque", &[(CONFIG_JSON_KEY, "{}")], &["warning secret/ignored-type"]);
    found("Opaque", &[("password", "x")], &[]);
}

#[test]
fn what_the_api_server_refuses_is_found() {
    let config = |value| [(CONFIG_JSON_KEY, value)];
    found(CONFIG_JSON_TYPE, &[("config.json", "{}")], &["error secret/missing-key"]);
    found(CONFIG_JSON_TYPE, &config(" \n"), &["error secret/empty-value"]);
    found(CONFIG_JSON_TYPE, &config("eyJhdXRocyI6e319Cg==\n"), &["error secret/encoded-twice"]);
    found(CONFIG_JSON_TYPE, &config("eyJhdXRocyI6"), &["error secret/not-json"]);
    found(CONFIG_JSON_TYPE, &config("[]"), &["error secret/not-an-object"]);
    found(
        CONFIG_JSON_TYPE,
        &config(r#"{"auths":{"a":{"auth":"dTpw"}},"b":1e999}"#),
        &["error secret/huge-number"],
    );
}

#[test]
fn what_only_the_kubelet_refuses_is_found() {
    let config = |value| [(CONFIG_JSON_KEY, value)];
    let entry = r#"{"auths":{"a":{"auth":"canary!"}}}"#;
    found(CONFIG_JSON_TYPE, &config(entry), &["error secret/auth-not-base64"]);
    let entry = r#"{"auths":{"a":{"auth":"cGFudHM="}}}"#;
    found(CONFIG_JSON_TYPE, &config(entry), &["error secret/auth-without-colon"]);
    let entry = r#"{"auths":{"a":{"email":false}}}"#;
    found(CONFIG_JSON_TYPE, &config(entry), &["error secret/wrong-structure"]);
    let both = [("a b", ""), (CONFIG_JSON_KEY, entry)];
    found(CONFIG_JSON_TYPE, &both, &["error secret/data-key", "error secret/wrong-structure"]);
}

#[test]
fn the_layout_of_the_other_type_is_found() {
    let bare = r#"{"quay.io":{"auth":"dTpw"}}"#;
    found(CONFIG_JSON_TYPE, &[(CONFIG_JSON_KEY, bare)], &["error secret/wrong-layout"]);
    let wrapped = r#"{"auths":{"quay.io":{"auth":"dTpw"}},"credsStore":"x"}"#;
    found(DOCKER_CFG_TYPE, &[(DOCKER_CFG_KEY, wrapped)], &["error secret/wrong-layout"]);
}

#[test]
fn what_does_not_help_to_pull_is_found() {
    let config = |value| [(CONFIG_JSON_KEY, value)];
    found(CONFIG_JSON_TYPE, &config("{}"), &["warning secret/no-entries"]);
    found(CONFIG_JSON_TYPE, &config(r#"{"auths":{"a":{"auth":"dTpw"}}}"#), &[]);
    let store = r#"{"auths":{"a":{}},"credsStore":"desktop"}"#;
    found(
        CONFIG_JSON_TYPE,
        &config(store),
        &["error secret/creds-store", "warning secret/blank-entry"],
    );
    let newline = r#"{"auths":{"a":{"auth":"dTpwCg=="}},"HttpHeaders":{"a":"b"}}"#;
    let expect = ["warning secret/trailing-newline", "info secret/http-headers"];
    found(CONFIG_JSON_TYPE, &config(newline), &expect);
    let token = r#"{"auths":{"a":{"identitytoken":"t"}}}"#;
    found(CONFIG_JSON_TYPE, &config(token), &["warning secret/identity-token"]);
}

#[test]
fn findings_point_to_their_field() {
    let data: [(&str, &[u8]); 2] = [("a b", b""), (CONFIG_JSON_KEY, b"{")];
    let values = [Some(10..20), Some(30..40)];
    let places =
        Places { secret_type: Some(1..2), data: Some(5..50), values: &values, ..Places::default() };
    let shown = |secret_type| -> Vec<_> {
        let findings = findings(&secret(secret_type, &data), &places);
        findings.into_iter().map(|it| (it.path, it.span)).collect()
    };
    assert_eq!(
        shown(CONFIG_JSON_TYPE),
        [("data[a b]".into(), Some(10..20)), ("data[.dockerconfigjson]".into(), Some(30..40))]
    );
    assert_eq!(shown(DOCKER_CFG_TYPE)[1], ("data[.dockercfg]".into(), Some(5..50)));
    assert_eq!(shown("Opaque"), [("type".into(), Some(1..2))]);
}

#[test]
fn findings_about_keys_and_entries_are_bounded() {
    let keys: Vec<_> = (0..1000).map(|n| format!(" {n}")).collect();
    let data: Vec<(&str, &[u8])> = keys.iter().map(|key| (key.as_str(), &b""[..])).collect();
    let remarks = findings(&secret(CONFIG_JSON_TYPE, &data), &Places::default());
    assert_eq!(remarks.len(), 102, "the keys, the missing one, and how many more");
    assert_eq!(remarks[101].message, "900 more data keys are refused");

    let entries: Vec<_> = (0..1000).map(|n| format!("\"{n}\":{{}}")).collect();
    let value = format!("{{\"auths\":{{{}}}}}", entries.join(","));
    let data: [(&str, &[u8]); 1] = [(CONFIG_JSON_KEY, value.as_bytes())];
    let findings = findings(&secret(CONFIG_JSON_TYPE, &data), &Places::default());
    assert_eq!(findings.len(), 101);
    assert_eq!(findings[100].message, "900 more remarks about entries are not listed");
}

#[test]
fn no_finding_and_no_debug_text_holds_a_secret() {
    let values = [
        r#"{"auths":{"a":{"auth":"canary!"}}}"#,
        r#"{"auths":{"a":{"password":["canary"]}}}"#,
        r#"{"auths":{"a":{"auth":"dTpjYW5hcnkK","identitytoken":"canary"}}}"#,
        "canary",
        r#"{"auths":{"a":"canary"}}"#,
    ];
    for value in values {
        let data: [(&str, &[u8]); 1] = [(CONFIG_JSON_KEY, value.as_bytes())];
        let secret = secret(CONFIG_JSON_TYPE, &data);
        let findings = findings(&secret, &Places::default());
        assert!(!findings.is_empty());
        let text = format!("{findings:?} {secret:?} {:?}", validate(&secret));
        assert!(!text.contains("canary"), "{text}");
    }
    let manifest = Manifest { name: "a", username: "u", password: "canary", ..Manifest::default() };
    assert!(!format!("{manifest:?}").contains("canary"));
}
