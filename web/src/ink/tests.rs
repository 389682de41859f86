use super::*;

/// The text with every hidden byte as a dot.
fn shown(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in hidden(text) {
        bytes[range].fill(b'.');
    }
    String::from_utf8(bytes).unwrap()
}

#[track_caller]
fn check(text: &str, expect: &str) {
    assert_eq!(shown(text), expect);
}

#[test]
fn a_password_is_hidden_in_every_spelling() {
    check("password: hunter2", "password: .......");
    check("password: 'it''s' # why", "password: '.....' # why");
    check(
        "{\"username\": \"u\", \"password\": \"p\\\"w\"}",
        "{\"username\": \"u\", \"password\": \"....\"}",
    );
    check("\"auth\" : \"dTpw\",", "\"auth\" : \"....\",");
    check("auths: {a: {auth: dTpw, email: e}}", "auths: {a: {auth: ...., email: e}}");
}

#[test]
fn a_password_of_a_command_line_is_hidden() {
    check(
        "kubectl create secret docker-registry r --docker-password=pw --docker-username=u",
        "kubectl create secret docker-registry r --docker-password=.. --docker-username=u",
    );
    check("--docker-password 'a b'c \\", "--docker-password ...... \\");
    check("docker login --password  \"x", "docker login --password  ..");
    // Hidden for two reasons.
    check("a: {cmd: 1, password: b} --password x y", "a: {cmd: 1, password: .} --password . y");
    check("password: --password=x y", "password: ..............");
    check("--password-stdin x --docker-password=", "--password-stdin x --docker-password=");
}

#[test]
fn what_a_registries_file_holds_is_hidden() {
    check(
        "endpoint: [\"https://a:pw@m.io/v2\", https://m.io/a@b]",
        "endpoint: [\"https://....@m.io/v2\", https://m.io/a@b]",
    );
    check("auth: {identity_token: pw}", "auth: {identity_token: ..}");
    check("password: https://a:pw@m.io", "password: .................");
}

#[test]
fn the_config_of_a_secret_is_hidden_unless_it_is_readable_json() {
    check(
        "data:\n  .dockerconfigjson: eyJhdXRocyI6e319\nb: 1",
        "data:\n  .dockerconfigjson: ................\nb: 1",
    );
    check(
        "kind: Secret\ndata:\n  .dockerconfigjson: >-\n    eyJh\n    dXRo\ntype: t",
        "kind: Secret\ndata:\n  .dockerconfigjson: >-\n    ....\n    ....\ntype: t",
    );
    check(
        "stringData:\n  .dockerconfigjson: |\n    {\"auths\": {\n      \"a\": {\"password\": \"pw\"}}}\ntype: t",
        "stringData:\n  .dockerconfigjson: |\n    {\"auths\": {\n      \"a\": {\"password\": \"..\"}}}\ntype: t",
    );
    check(".dockercfg: \"{\\\"a\\\":1}\"", ".dockercfg: \".........\"");
}

#[test]
fn all_data_of_a_secret_is_hidden_and_none_of_a_config_map() {
    check("kind: Secret\ndata:\n  any: dmFs\nmore: x", "kind: Secret\ndata:\n  any: ....\nmore: x");
    check("kind: ConfigMap\ndata:\n  any: val\n", "kind: ConfigMap\ndata:\n  any: val\n");
    check(
        "data:\n  any: dmFs\nkind: Secret\n---\ndata:\n  any: val",
        "data:\n  any: ....\nkind: Secret\n---\ndata:\n  any: val",
    );
    check(
        "{\"kind\":\"Secret\",\"data\":{\"k\":\"dg==\"},\"type\":\"t\"}",
        "{\"kind\":\"Secret\",\"data\":{\"k\":\"....\"},\"type\":\"t\"}",
    );
    check(
        "{\n  \"data\": {\n    \"k\": \"dg==\"\n  },\n  \"kind\": \"Secret\"\n}",
        "{\n  \"data\": {\n    \"k\": \"....\"\n  },\n  \"kind\": \"Secret\"\n}",
    );
}

#[test]
fn a_user_in_front_of_a_host_is_hidden() {
    check("\"https://u:pw@reg.io\": {}", "\"https://....@reg.io\": {}");
    check("\"u:pw@reg.io\": {}", "\"....@reg.io\": {}");
}

#[test]
fn half_typed_text_hides_what_is_there() {
    check("password: \"hunt", "password: \"....");
    check("password: \"hunt\n  er2\"\nb: 1", "password: \"....\n  ...\"\nb: 1");
    check("password:\n  hunter2\nb: 1", "password:\n  .......\nb: 1");
    check("auth: abc\n  def\nb: 1", "auth: ...\n  ...\nb: 1");
}

#[test]
fn pieces_cover_every_character_that_is_not_space() {
    for line in
        ["- image: a:1 # c", "{\"a\": [1, 'x'], b}", ": : -", "é: 'ü", "-", "a:b:", "'", "\"\\"]
    {
        let mut left: Vec<u8> = line.as_bytes().to_vec();
        for (range, _) in pieces(line) {
            assert!(line.get(range.clone()).is_some(), "{line} {range:?}");
            left[range].fill(b' ');
        }
        assert!(left.iter().all(u8::is_ascii_whitespace), "{line}");
    }
}

#[test]
fn a_key_a_string_a_number_and_a_comment_differ() {
    let inks: Vec<_> = pieces("- port: 80 # \"x\"").into_iter().map(|(_, ink)| ink).collect();
    assert_eq!(inks, [Ink::Mark, Ink::Key, Ink::Mark, Ink::Number, Ink::Comment]);
}
