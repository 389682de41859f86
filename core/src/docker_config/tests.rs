use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use super::*;

#[track_caller]
fn entries(format: Format, text: &str, expect: &[(&str, &str, &str)]) {
    let config = decode(format, text.as_bytes()).unwrap();
    let found: Vec<_> =
        config.entries.iter().map(|it| (it.key.clone(), shown(&it.credential))).collect();
    let expect: Vec<_> = expect
        .iter()
        .map(|(key, user, password)| (String::from(*key), format!("{user}/{password}")))
        .collect();
    assert_eq!(found, expect);
}

fn shown(credential: &Credential) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}/{}", text(&credential.username), text(credential.password.expose()))
}

#[track_caller]
fn refused(text: &str, at: &str, says: &str, upstream: &str) {
    let err = decode(Format::ConfigJson, text.as_bytes()).unwrap_err();
    assert_eq!((&text[err.span()], err.to_string().as_str()), (at, says));
    assert_eq!(err.upstream(), upstream);
}

#[track_caller]
fn notes(entry: &str, expect: &[(NoteKind, &str)]) {
    let text = format!(r#"{{"auths": {{"a": {entry}}}}}"#);
    let config = decode(Format::ConfigJson, text.as_bytes()).unwrap();
    let found: Vec<_> =
        config.entries[0].notes.iter().map(|it| (it.kind, &text[it.span.clone()])).collect();
    assert_eq!(found, expect);
}

const CONFIG: Format = Format::ConfigJson;

#[test]
fn names_fold_and_keys_do_not() {
    entries(CONFIG, r#"{"AuthS":{"A":{"uſername":"u","PASSWORD":"p"}}}"#, &[("A", "u", "p")]);
    entries(CONFIG, r#"{"auths":{"A":{"user":"u"},"a":{}}}"#, &[("A", "", ""), ("a", "", "")]);
    entries(Format::DockerCfg, r#"{"auths":{"auth":"dTpw"}}"#, &[("auths", "u", "p")]);
}

#[test]
fn the_later_wins() {
    let twice = r#"{"auths":{"a":{"username":"1","password":"x"},"b":null,"a":{"username":"2"}}}"#;
    entries(CONFIG, twice, &[("a", "2", ""), ("b", "", "")]);
    let merged = r#"{"auths":{"a":null},"Auths":{"b":null},"auths":{"a":{"auth":"dTpw"}}}"#;
    entries(CONFIG, merged, &[("a", "u", "p"), ("b", "", "")]);
    entries(CONFIG, r#"{"auths":{"a":null},"auths":null}"#, &[]);
    entries(CONFIG, r#"{"auths":{"a":{"auth":"dTpw","auth":null}}}"#, &[("a", "u", "p")]);
}

#[test]
fn auth_replaces_the_explicit_members() {
    let explicit = r#""username":"x","password":"y""#;
    let with = |auth: &str| format!(r#"{{"auths":{{"a":{{{explicit},"auth":"{auth}"}}}}}}"#);
    entries(CONFIG, &with("dTpw"), &[("a", "u", "p")]);
    entries(CONFIG, &with("Og=="), &[("a", "", "")]);
    entries(CONFIG, &with(""), &[("a", "x", "y")]);
    entries(CONFIG, &with("dTphOmI="), &[("a", "u", "a:b")]);
    entries(CONFIG, &with("dTpw\\n"), &[("a", "u", "p")]);
}

#[test]
fn nothing_is_no_credential() {
    for text in ["null", "{}", r#"{"auths":null}"#, r#"{"auths":{}}"#, r#"{"credsStore":"x"}"#] {
        entries(CONFIG, text, &[]);
    }
}

#[test]
fn errors_name_the_place_and_never_the_value() {
    refused(
        r#"{"auths":{"quay.io":{"auth":"cGFudHM="}}}"#,
        r#""cGFudHM=""#,
        r#"auths["quay.io"].auth has no colon: it must be the base64 of username:password"#,
        "unable to parse auth field, must be formatted as base64(username:password)",
    );
    refused(
        r#"{"auths":{"quay.io":{"auth":"Zm9v!secret"}}}"#,
        "!",
        r#"auths["quay.io"].auth is not base64: it stops being so at byte 4"#,
        "illegal base64 data at input byte 4",
    );
    refused(
        r#"{"auths":{"quay.io":"secret"}}"#,
        r#""secret""#,
        r#"auths["quay.io"] must be an object, not a string"#,
        "json: cannot unmarshal string into Go struct field DockerConfigJSON.auths of type credentialprovider.dockerConfigEntryWithAuth",
    );
    refused(
        r#"{"auths":[{}]}"#,
        "[{}]",
        "auths must be an object, not a list",
        "json: cannot unmarshal array into Go struct field DockerConfigJSON.auths of type credentialprovider.DockerConfig",
    );
    refused(
        r#"{"HttpHeaders":{"a":["b"]}}"#,
        r#"["b"]"#,
        "a header in HttpHeaders must be a string, not a list",
        "json: cannot unmarshal array into Go struct field DockerConfigJSON.HttpHeaders of type string",
    );
    refused(
        "eyJ",
        "e",
        "not JSON: unexpected 'e', expected a value",
        "invalid character 'e' looking for beginning of value",
    );
}

#[test]
fn a_bad_entry_goes_before_other_wrong_types() {
    refused(
        r#"{"HttpHeaders":1,"auths":{"a":{"password":[1],"auth":2},"b":3}}"#,
        "[1]",
        r#"auths["a"].password must be a string, not a list"#,
        "json: cannot unmarshal array into Go struct field DockerConfigJSON.auths.password of type string",
    );
    refused(
        r#"{"auths":1,"HttpHeaders":1}"#,
        "1",
        "auths must be an object, not a number",
        "json: cannot unmarshal number into Go struct field DockerConfigJSON.auths of type credentialprovider.DockerConfig",
    );
}

#[test]
fn a_dockercfg_has_no_outer_field() {
    let text = br#"{"credsStore":"x"}"#;
    let err = decode(Format::DockerCfg, text).unwrap_err();
    assert_eq!(err.to_string(), r#"["credsStore"] must be an object, not a string"#);
    assert_eq!(
        err.upstream(),
        "json: cannot unmarshal string into Go value of type credentialprovider.dockerConfigEntryWithAuth"
    );
}

#[test]
fn notes_point_to_what_is_meant_otherwise() {
    use NoteKind::{AuthReplaces, Blank, IdentityToken, TrailingNewline};
    notes("null", &[(Blank, "null")]);
    notes(
        r#"{"identitytoken":"t"}"#,
        &[(IdentityToken, r#""t""#), (Blank, r#"{"identitytoken":"t"}"#)],
    );
    notes(r#"{"auth":"dTpwCg=="}"#, &[(TrailingNewline, r#""dTpwCg==""#)]);
    notes(r#"{"username":"u","password":"p\n"}"#, &[(TrailingNewline, r#""p\n""#)]);
    notes(r#"{"username":"v","auth":"dTpw"}"#, &[(AuthReplaces, r#""dTpw""#)]);
    notes(r#"{"username":"u","password":"p","auth":"dTpw"}"#, &[]);
    notes(
        r#"{"auth":"dTpw"},"a":{"auth":"dTpw"}"#,
        &[(NoteKind::ReplacesEarlier, r#"{"auth":"dTpw"}"#)],
    );
}

#[test]
fn members_that_only_docker_reads_are_listed() {
    let text =
        r#"{"credsStore":"desktop","credHelpers":{"a":"b"},"HttpHeaders":{},"psFormat":"x"}"#;
    let config = decode(CONFIG, text.as_bytes()).unwrap();
    let found: Vec<_> =
        config.ignored.iter().map(|it| (it.member.as_str(), &text[it.span.clone()])).collect();
    assert_eq!(found, vec![("credsStore", r#""desktop""#), ("credHelpers", r#"{"a":"b"}"#)]);
    assert!(!config.has_auths);
}

#[test]
fn no_debug_text_holds_a_secret() {
    let config = decode(CONFIG, br#"{"auths":{"a":{"auth":"dTpjYW5hcnk="}}}"#).unwrap();
    assert!(!format!("{config:?}").contains("canary"));
    assert!(!format!("{config:?}").contains("99, 97, 110, 97, 114, 121"));
    let err = decode(CONFIG, br#"{"auths":{"a":{"password":["canary"],"auth":"canary!"}}}"#);
    assert!(!format!("{err:?}").contains("canary"));
}

#[test]
fn an_error_shows_no_user_of_a_key() {
    let text = r#"{"auths":{"https://foo:hidden@quay.io":{"auth":1}}}"#;
    let err = decode(Format::ConfigJson, text.as_bytes()).unwrap_err();
    let expect = r#"auths["https://…@quay.io"].auth must be a string, not a number"#;
    assert_eq!(err.to_string(), expect);
}
