use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::base64::encode;

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
fn a_number_on_the_line_after_its_name_ends_where_json_goes_on() {
    check(
        "{\"password\" :\n 12345678,\"auth\" : \"a\"}",
        "{\"password\" :\n ........,\"auth\" : \".\"}",
    );
    check("{\"password\":\n12345678}", "{\"password\":\n........}");
    check("{\"password\":\n  -1.5e3\n}", "{\"password\":\n  ......\n}");
    check("\"password\":\n 123 , \"email\": \"a\"", "\"password\":\n ...., \"email\": \"a\"");
    check("password:\n  123, 456 more\nb: 1", "password:\n  .............\nb: 1");
    check(
        "kind: Secret\nstringData:\n  .dockerconfigjson: |\n    {\"auths\": {\"r.io\": {\"password\":\n      4711, \"username\": \"u\"}}}",
        "kind: Secret\nstringData:\n  .dockerconfigjson: |\n    {\"auths\": {\"r.io\": {\"password\":\n      ...., \"username\": \"u\"}}}",
    );
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

#[test]
fn a_block_with_the_members_of_a_credential_is_no_password() {
    check(
        "auth:\n  username: robot\n  password: pw\nb: 1",
        "auth:\n  username: robot\n  password: ..\nb: 1",
    );
    check("auth:\n  dTpw\nb: 1", "auth:\n  ....\nb: 1");
}

#[test]
fn a_line_that_is_no_longer_used_is_hidden_too() {
    check("# password: pw", "# password: ..");
    check("a: b #  \"auth\": \"dTpw\", c: d", "a: b #  \"auth\": \"....\", c: d");
    check("# image: a # b", "# image: a # b");
}

#[test]
fn a_mapping_where_a_text_should_be_keeps_its_names() {
    check(
        "kind: Secret\nstringData:\n  .dockerconfigjson: &a\n    auths: &b\n      quay.io:\n        username: u\n        password: pw\n  other: x",
        "kind: Secret\nstringData:\n  .dockerconfigjson: &a\n    auths: &b\n      quay.io:\n        username: u\n        password: ..\n  other: .",
    );
    check(
        "{\"kind\": \"Secret\", \"stringData\": {\"username\": \"u\", \"a\": {\"username\": \"u\"}}}",
        "{\"kind\": \"Secret\", \"stringData\": {\"username\": \".\", \"a\": {\"username\": \"u\"}}}",
    );
}

#[test]
fn a_member_in_json_is_hidden_wherever_it_stands() {
    check(
        "kind: ConfigMap\ndata:\n  a: \"{\\\"x\\\":{\\\"auth\\\":\\\"dTpw\\\"}}\"",
        "kind: ConfigMap\ndata:\n  a: \"{\\\"x\\\":{\\\"auth\\\":\\\"....\\\"}}\"",
    );
    check("a: 'b'c\": {\"password\": \"p\\\"w\"}", "a: 'b'c\": {\"password\": \"....\"}");
}

#[test]
fn a_variable_that_is_named_for_a_secret_is_hidden() {
    check(
        "env:\n- name: DB_PASSWORD\n  value: pw\n- name: USER\n  value: me",
        "env:\n- name: DB_PASSWORD\n  value: ..\n- name: USER\n  value: me",
    );
    check("rootPassword: pw", "rootPassword: ..");
    check("AWS_SECRET_ACCESS_KEY: pw", "AWS_SECRET_ACCESS_KEY: ..");
    check(
        "secretKey: a\nmonkey: b\nserviceAccountToken: {path: t}",
        "secretKey: a\nmonkey: b\nserviceAccountToken: {path: t}",
    );
    check(
        "kind: CredentialProviderConfig\nproviders:\n- env: [{name: A, value: b}]",
        "kind: CredentialProviderConfig\nproviders:\n- env: [{name: A, value: .}]",
    );
}

#[track_caller]
fn redacts(text: &str, expect: &str) {
    assert_eq!(redacted(text), expect);
    assert_eq!(redacted(expect), expect, "a second time");
}

#[test]
fn a_placeholder_keeps_length_and_classes() {
    redacts("password: aB3-é あ!$ ' z\n", "password: xX1^é あ^$ ' x\n");
    redacts("password: \"'hunter2'\"", "password: \"'xxxxxx1'\"");
    redacts("password: \"a\\n\\\"b\\u0041\\/\"", "password: \"x\\n\\\"x\\u0058^\"");
    redacts("password: 'it''s'", "password: 'xx''x'");
}

#[test]
fn what_yaml_takes_for_no_string_stays_none() {
    for text in ["true", "null", "~", "0x1F", "012", "1.5e3", "2024-05-01", "12:30"] {
        let safe = redacted(&["password: ", text].concat());
        let value = safe.strip_prefix("password: ").unwrap();
        assert_eq!(value.len(), text.len());
        assert!(!value.contains('x') || value.starts_with("0x"), "{value}");
    }
    redacts("password: *hunter2", "password: *xxxxxx1");
}

#[test]
fn a_number_keeps_whether_go_can_hold_it_and_no_digit() {
    let json = |number: &str| format!(r#"{{"auths": {{"r.io": {{"password": {number}}}}}}}"#);
    for (number, placeholder) in [
        ("4711", "1111"),
        ("47.5e12", "11.1e00"),
        ("4711e4711", "1111e9999"),
        ("47E-4711", "11E-9999"),
        ("0e4711", "0e0000"),
    ] {
        redacts(&json(number), &json(placeholder));
        let fits = |it: &str| it.parse::<f64>().unwrap().is_finite();
        assert_eq!(fits(number), fits(placeholder), "{number}");
    }
}

#[test]
fn a_password_that_looks_like_base64_with_a_colon_in_it_has_no_user() {
    // Encoded without a user; its digits say bytes, and one of them is a colon.
    let password = "7391528640173952";
    assert!(
        crate::base64::decode(crate::base64::Alphabet::Unpadded, password.as_bytes())
            .is_ok_and(|it| it.contains(&b':') && str::from_utf8(&it).is_err())
    );
    let safe = redacted(&format!(
        r#"{{"auths": {{"r.io": {{"auth": "{}"}}}}}}"#,
        encode(password.as_bytes())
    ));
    let placeholder = safe.split('"').nth(7).unwrap();
    let said = crate::base64::decode(
        crate::base64::Alphabet::Unpadded,
        placeholder.trim_end_matches('=').as_bytes(),
    )
    .unwrap();
    let said = String::from_utf8(said).unwrap();
    assert_eq!(said.len(), password.len());
    assert!((0..password.len() - 4).all(|at| !said.contains(&password[at..at + 4])), "{said}");
}

#[test]
fn different_secrets_have_different_placeholders_and_equal_ones_the_same() {
    redacts(
        "{\"password\": \"abc\", \"token\": \"abd\", \"passwd\": \"abc\"}",
        "{\"password\": \"xxx\", \"token\": \"xxv\", \"passwd\": \"xxx\"}",
    );
    let many: String = (0..100).map(|it| alloc::format!("password: pw{it:03}\n")).collect();
    let safe = redacted(&many);
    let mut lines: Vec<&str> = safe.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 100);
}

#[test]
fn an_auth_keeps_its_user_and_shares_its_password() {
    let auth = |text: &str| encode(text.as_bytes());
    let text = [
        "{\"a\": {\"username\": \"bot\", \"password\": \"s3cret\", \"auth\": \"",
        &auth("bot:s3cret"),
        "\"}, \"b\": {\"auth\": \"",
        &auth("bot:s3cret\n"),
        "\"}, \"c\": {\"auth\": \"bot:s3cret\"}}",
    ]
    .concat();
    let expect = text
        .replace("s3cret", "x1xxxx")
        .replace(&auth("bot:s3cret"), &auth("bot:x1xxxx"))
        .replace(&auth("bot:s3cret\n"), &auth("bot:x1xxxx\n"));
    assert_eq!(redacted(&text), expect);
}

#[test]
fn a_user_that_looks_like_base64_stays() {
    // Four letters of each decode to characters.
    for user in ["admin", "robot", "root", "user"] {
        let auth = |password: &str| encode([user, ":", password].concat().as_bytes());
        let text = |password: &str| ["auth: ", &auth(password)].concat();
        redacts(&text("hunter2"), &text("xxxxxx1"));
    }
}

#[test]
fn layers_of_base64_are_taken_apart_and_put_together() {
    let config = |password: &str| {
        let auth = encode(["bot:", password].concat().as_bytes());
        ["{\"auths\": {\"quay.io\": {\"auth\": \"", &auth, "\"}}}\n"].concat()
    };
    for layers in 1..4 {
        let secret = |password: &str| {
            let mut value = config(password);
            for _ in 0..layers {
                value = encode(value.as_bytes());
            }
            ["kind: Secret\ndata:\n  .dockerconfigjson: ", &value, "\n"].concat()
        };
        redacts(&secret("hunter2"), &secret("xxxxxx1"));
    }
}

#[test]
fn broken_base64_stays_broken_at_its_byte() {
    let head = "kind: Secret\ndata:\n  .dockerconfigjson: ";
    for value in ["eyJh!dXRocyI6", "eyJh dXRo", "eyJhdXRocyI6e30", "a===", "-----BEGIN"] {
        let safe = redacted(&[head, value].concat());
        let decode =
            |it: &str| crate::base64::decode(crate::base64::Alphabet::Padded, it.as_bytes());
        assert_eq!(decode(&safe[head.len()..]).err(), decode(value).err(), "{safe}");
    }
}

#[test]
fn a_url_keeps_its_user_and_stays_one() {
    redacts("https://bot:p%40s-s@quay.io/v2", "https://bot:x%5Ex~x@quay.io/v2");
    redacts("a: https://ghp123@quay.io", "a: https://xxx111@quay.io");
}

#[test]
fn every_value_of_a_secret_goes_and_the_names_stay() {
    let data = encode(b"{\"apiKey\": \"s3cret\", \"port\": 5432}");
    let safe = encode(b"{\"apiKey\": \"x1xxxx\", \"port\": 1111}");
    let text = |data: &str| ["kind: Secret\ndata:\n  some.json: ", data, "\n"].concat();
    redacts(&text(&data), &text(&safe));
    redacts(
        "kind: Secret\nstringData:\n  tls.key: |\n    -----BEGIN KEY-----\n    aB3\n",
        "kind: Secret\nstringData:\n  tls.key: |\n    -----XXXXX XXX-----\n    xX1\n",
    );
}

#[test]
fn the_last_applied_object_is_read_as_one() {
    let applied = |value: &str| {
        let object = alloc::format!(
            "{{\\\"data\\\":{{\\\"a\\\":\\\"{}\\\"}},\\\"kind\\\":\\\"Secret\\\"}}",
            encode(value.as_bytes())
        );
        alloc::format!(
            "kind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: \"{object}\"\n"
        )
    };
    redacts(&applied("hunter2"), &applied("xxxxxx1"));
}

#[test]
fn a_word_of_a_command_keeps_its_quotes_and_variables() {
    redacts(
        "--docker-password='a b'c\\ d --x",
        "--docker-password='x x'x\\ d --x".replace("\\ d", "\\ x").as_str(),
    );
    redacts("--docker-password=aB$cD!", "--docker-password=xX$xX^");
}

#[test]
fn a_password_is_hidden_in_every_command() {
    for (text, expect) in [
        ("$ docker login -u bot -p hunter2 r.io", "$ docker login -u bot -p xxxxxx1 r.io"),
        ("docker login -phunter2 r.io", "docker login -pxxxxxx1 r.io"),
        ("mkdir -p some/folder", "mkdir -p some/folder"),
        ("curl -u bot:hunter2 https://r.io", "curl -u bot:xxxxxx1 https://r.io"),
        ("curl -ubot:hunter2 r.io", "curl -ubot:xxxxxx1 r.io"),
        ("podman pull --creds 'bot:hunter2' r.io/a", "podman pull --creds 'bot:xxxxxx1' r.io/a"),
        ("--from-literal=password=hunter2 -n a", "--from-literal=password=xxxxxx1 -n a"),
        ("create configmap c --from-literal=a=b", "create configmap c --from-literal=a=b"),
        ("echo -n hunter2 | base64", "echo -n xxxxxx1 | base64"),
        ("echo $PW | docker login --password-stdin", "echo $PW | docker login --password-stdin"),
        (
            "echo hunter2 | docker login --password-stdin",
            "echo xxxxxx1 | docker login --password-stdin",
        ),
        ("base64 <<< hunter2", "base64 <<< xxxxxx1"),
        ("export DB_PASSWORD=hunter2", "export DB_PASSWORD=xxxxxx1"),
        ("https://r.io/token?password=hunter2&a=b", "https://r.io/token?password=xxxxxx1&a=b"),
        (
            "curl -H 'Authorization: Basic Ym90Og' r.io",
            "curl -H 'Authorization: Basic Xx11Xx' r.io",
        ),
        ("Www-Authenticate: Bearer realm=\"r.io\"", "Www-Authenticate: Bearer realm=\"r.io\""),
        ("authorization: denied", "authorization: denied"),
        (
            "args: [\"--password\", \"hunter2\", \"a\"]",
            "args: [\"--password\", \"xxxxxx1\", \"a\"]",
        ),
        ("- --password\n- hunter2\n- a", "- --password\n- xxxxxx1\n- a"),
        ("--docker-password \\\n  hunter2 \\\n", "--docker-password \\\n  xxxxxx1 \\\n"),
    ] {
        redacts(text, expect);
    }
}

#[test]
fn a_flag_with_a_slip_hides_its_value() {
    for flag in [
        "--docker-passwor",
        "--docker-ppassword",
        "--}docker-password",
        "--docker-pasword",
        "--dockre-password",
    ] {
        redacts(&[flag, "=hunter2 -n a"].concat(), &[flag, "=xxxxxx1 -n a"].concat());
        redacts(&[flag, " hunter2 -n a"].concat(), &[flag, " xxxxxx1 -n a"].concat());
    }
    redacts("--docker-passwordhunter2 -n a", "--docker-passwordxxxxxx1 -n a");
}

#[test]
fn a_broken_text_hides_what_a_whole_one_does() {
    for (text, expect) in [
        // A quote was lost, or a colon.
        (
            "\"username\": \"robot\", \"password: \"hunter2\"}",
            "\"username\": \"robot\", \"password: \"xxxxxx1\"}",
        ),
        ("{\"password\"hunter2\"}", "{\"password\"xxxxxx1\"}"),
        ("{\\\"password\\\":\\,\"hunter2\\\"}", "{\\\"password\\\":\\,\"xxxxxx1\\\"}"),
        ("'    auth: hunter2", "'    auth: xxxxxx1"),
        ("  password:hunter2", "  password:xxxxxx1"),
        // A line break was lost, or put in.
        ("a:\n  password: hunter2  password: other", "a:\n  password: xxxxxx1  xxxxxxxx: xxxxx"),
        (
            "auth: {username: robot, pass\nword: hunter2}",
            "auth: {username: robot, pass\nword: xxxxxx1}",
        ),
        ("password: hunt\ner2", "password: xxxx\nxx1"),
        ("\"password\"\n: \"hunter2\"", "\"password\"\n: \"xxxxxx1\""),
        // The name was mistyped.
        ("psasword: hunter2", "psasword: xxxxxx1"),
        ("\"identittyoken\": \"hunter2\"", "\"identittyoken\": \"xxxxxx1\""),
        // The text was cut.
        ("sword: hunter2", "sword: xxxxxx1"),
        ("sword=hunter2 -n a", "sword=xxxxxx1 -n a"),
        ("//robot:hunter2@mirror.example.com", "//robot:xxxxxx1@mirror.example.com"),
        ("m90LTdRcA==\"", "x11XXxXxX==\""),
        ("shop3N3b3JkIjoicGFycm90LTdRcCIsImF1", "xxxx1X1x1XxXxxxxXXxxx11XXxXxXXxXxX1"),
    ] {
        redacts(text, expect);
    }
}

#[test]
fn an_auth_with_a_line_below_it_that_is_none_of_it_shows_no_user() {
    redacts("  auth: hunter2\n    tls: {}\n", "  auth: xxxxxx1\n    xxx: ^^\n");
}

#[test]
fn what_only_looks_broken_is_left() {
    for text in [
        "image: quay.io/password:1.0",
        "failed to fetch anonymous token: unexpected status: 401",
        "GET https://auth.example.com/token: 401",
        "imagePullSecrets KubeletEnsureSecretPulledImages ServiceAccountTokenRequest",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "{\"password\": \"\", \"email\": \"a@b.c\"}",
        "kind: Secret\ndata:\n  a: y",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn the_value_of_a_secret_variable_is_hidden_wherever_its_name_stands() {
    check("- value: pw\n  name: DB_PASSWORD", "- value: ..\n  name: DB_PASSWORD");
    check(
        "- name: A\n  value: b\n- name: DB_PASSWORD\n  valueFrom: x",
        "- name: A\n  value: b\n- name: DB_PASSWORD\n  valueFrom: x",
    );
    check(
        "\"env\":[{name\":\"DB_PASSWORD\",value\":\"pw\"},{\"name\":\"A\",\"value\":\"b\"}]",
        "\"env\":[{name\":\"DB_PASSWORD\",.....\":\"..\"},{\"name\":\"A\",\"value\":\"b\"}]",
    );
    check("      DB_PASSWORD  pw\n      PORT  80", "      DB_PASSWORD  ..\n      PORT  80");
    check("- na DB_PASWSORD\n  value: pw", "- na DB_PASWSORD\n  value: ..");
}

#[test]
fn a_long_line_takes_no_longer_than_it_is() {
    let units = [
        "--password ",
        "-p x ",
        "a=",
        "authorization: basic ",
        "password:\"",
        "@a.b:",
        "eyJ",
        "\\n\"",
        "value: ",
        "DB_PASSWORD ",
        "echo a|base64 ",
    ];
    for unit in units {
        let line = unit.repeat(200_000 / unit.len());
        // A step that looked at the rest of the line for each unit would take minutes.
        assert!(redacted(&line).len().abs_diff(line.len()) <= 200_000);
    }
}

#[test]
fn any_text_keeps_its_length() {
    let letters = [
        "",
        "\"",
        "'",
        "\\",
        "\\u",
        "\\ud83d",
        "é",
        "\n",
        "{",
        "auth: ",
        "password: \"",
        "==",
        "eyJ",
        "kind: Secret\ndata:\n a: ",
        "\u{0}",
    ];
    for a in letters {
        for b in letters {
            for c in letters {
                for d in ["", "x", "\"auth\":\"YTpi\"", "\\"] {
                    let text = [a, b, c, d].concat();
                    let safe = redacted(&text);
                    assert_eq!(safe.lines().count(), text.lines().count(), "{text:?}");
                    assert!(safe.len().abs_diff(text.len()) <= 1, "{text:?} {safe:?}");
                }
            }
        }
    }
}
