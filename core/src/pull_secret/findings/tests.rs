//! Findings with their places and fixes, in texts as people have them.

use alloc::format;
use alloc::string::{String, ToString};

use super::*;
use crate::base64;
use crate::json::{self, Value};
use crate::pull_secret::{Context, SecretObject};

const CANARY: &str = "canary-Pa55word";

fn in_object(text: &str, root: &Value<'_>, now: Option<i64>) -> Vec<Finding> {
    let object = SecretObject::read(root);
    let data = object.data();
    let secret_type = if object.secret_type.is_empty() { "Opaque" } else { object.secret_type };
    let secret = PullSecret { secret_type, data: &data, annotations: &[] };
    let insides = object.insides(text);
    let mut places = object.places_in(text, &root.span, &insides);
    places.context.now = now;
    findings(&secret, &places)
}

/// The findings in a text of JSON, or of YAML when that can be read.
fn look_at(text: &str, now: Option<i64>) -> Vec<Finding> {
    #[cfg(feature = "text")]
    {
        let read = crate::text::documents(text);
        assert_eq!(read.docs[0].error, None, "{text}");
        in_object(text, &read.docs[0].root, now)
    }
    #[cfg(not(feature = "text"))]
    in_object(text, &json::parse(text, 16).unwrap(), now)
}

fn look(text: &str) -> Vec<Finding> {
    look_at(text, None)
}

fn codes(text: &str) -> Vec<&'static str> {
    look(text).iter().map(|it| it.code).collect()
}

/// The finding with a code, whose text must not hold the canary, in the clear or encoded.
#[track_caller]
fn find(text: &str, code: &str) -> Finding {
    let all = look(text);
    let shown = format!("{all:?}");
    for shift in 0..3 {
        let encoded = base64::encode(&[&b"xxx"[..shift], CANARY.as_bytes()].concat());
        assert!(!shown.contains(&encoded[4..16]), "{shown}");
    }
    assert!(!shown.contains(CANARY), "{shown}");
    all.into_iter().find(|it| it.code == code).unwrap_or_else(|| panic!("no {code}: {shown}"))
}

#[track_caller]
fn marked(text: &str, code: &str, expect: &str) {
    let finding = find(text, code);
    assert_eq!(&text[finding.span.expect("a place")], expect, "{text}");
}

/// The text with the edits of a finding's fix, in which it must not be found again.
#[track_caller]
fn fixed(text: &str, code: &str) -> String {
    let fix = find(text, code).fix.expect("a fix");
    assert!(!fix.edits.is_empty(), "{fix:?}");
    let fixed = crate::finding::apply(text, &fix.edits).unwrap();
    assert!(!codes(&fixed).contains(&code), "{fixed}");
    fixed
}

#[track_caller]
fn command(text: &str, code: &str, expect: &str) {
    let fix = find(text, code).fix.expect("a fix");
    assert_eq!((fix.edits.len(), fix.command.as_deref()), (0, Some(expect)));
}

const TYPE: &str = "kubernetes.io/dockerconfigjson";

/// A Secret in JSON, with `config` in base64.
fn secret_of(secret_type: &str, key: &str, config: &str) -> String {
    let value = base64::encode(config.as_bytes());
    format!(
        r#"{{"kind": "Secret", "metadata": {{"name": "regcred", "namespace": "apps"}}, "type": "{secret_type}", "data": {{"{key}": "{value}"}}}}"#
    )
}

fn secret(config: &str) -> String {
    secret_of(TYPE, ".dockerconfigjson", config)
}

/// The same `config` in base64 and as it is, JSON in JSON.
fn both(config: &str) -> [String; 2] {
    let mut quoted = String::new();
    json::write_string(&mut quoted, config);
    let plain = format!(r#"{{"type": "{TYPE}", "stringData": {{".dockerconfigjson": {quoted}}}}}"#);
    [secret(config), plain]
}

fn entry(key: &str) -> String {
    let auth = base64::encode(format!("robot:{CANARY}").as_bytes());
    format!(
        r#"{{"auths":{{"{key}":{{"username":"robot","password":"{CANARY}","auth":"{auth}"}}}}}}"#
    )
}

/// What the Secret of a text holds.
#[track_caller]
fn config_of(text: &str) -> DockerConfig {
    let read = |root: &Value<'_>| {
        let object = SecretObject::read(root);
        let data = object.data();
        let secret = PullSecret { secret_type: object.secret_type, data: &data, annotations: &[] };
        match read(&secret) {
            Ok(Reading::Config(_, config)) => config,
            other => panic!("{other:?}"),
        }
    };
    #[cfg(feature = "text")]
    return read(&crate::text::documents(text).docs[0].root);
    #[cfg(not(feature = "text"))]
    return read(&json::parse(text, 16).unwrap());
}

#[track_caller]
fn keys_of(text: &str) -> Vec<String> {
    let config = config_of(text);
    let is_whole = |it: &crate::docker_config::Entry| {
        it.credential.password.expose() == CANARY.as_bytes() && it.credential.username == b"robot"
    };
    assert!(config.entries.iter().all(is_whole), "nothing but keys changes");
    config.entries.into_iter().map(|it| it.key).collect()
}

#[test]
fn an_ordinary_secret_is_silent() {
    for text in both(&entry("quay.io")).iter().chain(&both(&entry("https://index.docker.io/v1/"))) {
        assert_eq!(codes(text), [""; 0], "{text}");
    }
}

#[test]
fn a_type_is_edited_where_it_stands() {
    let config = entry("quay.io");
    for (found, key, expect) in [
        ("Opaque", ".dockerconfigjson", TYPE),
        ("kubernetes.io/DockerConfigJson", ".dockerconfigjson", TYPE),
        ("kubernetes.io/dockerconfig", ".dockerconfigjson", TYPE),
        ("DockerCfg", ".dockercfg", "kubernetes.io/dockercfg"),
    ] {
        let text = secret_of(found, key, &config);
        marked(&text, "secret/ignored-type", &format!("\"{found}\""));
        assert_eq!(fixed(&text, "secret/ignored-type"), text.replace(found, expect));
        let fix = find(&text, "secret/ignored-type").fix.unwrap();
        assert_eq!(fix.title, format!("Make the type {expect}"));
        assert_eq!(fix.command.unwrap(), "kubectl delete secret regcred --namespace=apps");
    }
    let without = secret(&config).replace(&format!("\"type\": \"{TYPE}\", "), "");
    assert_eq!(fixed(&without, "secret/ignored-type"), secret(&config));
}

#[test]
fn a_data_key_is_renamed_when_its_value_is_a_config() {
    let config = entry("quay.io");
    let text = secret_of(TYPE, "config.json", &config);
    assert_eq!(fixed(&text, "secret/missing-key"), secret(&config));
    let other = secret_of(TYPE, "config.json", "{}");
    assert_eq!(find(&other, "secret/missing-key").fix, None);
    let wrong_type = secret_of("kubernetes.io/dockercfg", ".dockerconfigjson", &config);
    assert_eq!(fixed(&wrong_type, "secret/missing-key"), secret(&config));
    let none = r#"{"type": "kubernetes.io/dockerconfigjson", "metadata": {"name": "a b"}}"#;
    command(
        none,
        "secret/missing-key",
        "kubectl create secret docker-registry 'a b' --docker-server='<registry>' \
         --docker-username='<user name>' --docker-password='<password>'",
    );
}

#[test]
fn commas_behind_which_nothing_follows_are_taken_out() {
    let config = entry("ghcr.io");
    let inner = config.strip_suffix("}}").unwrap();
    for value in
        [format!("{inner},}}}}"), format!("{inner} ,\n  }} , }}\n"), format!("{inner}}},}}")]
    {
        for text in both(&value) {
            assert_eq!(keys_of(&fixed(&text, "secret/not-json")), ["ghcr.io"], "{text}");
        }
    }
    let many = format!("{{\"a\":[{}1],{}", "[1 , ],".repeat(9), &config[1..]);
    for value in [format!("{inner},,}}}}"), format!("{inner},}}"), many] {
        for text in both(&value) {
            assert_eq!(find(&text, "secret/not-json").fix, None, "{text}");
        }
    }
}

#[test]
fn what_was_encoded_twice_says_for_which_registry() {
    let config = entry("ghcr.io");
    let once = base64::encode(config.as_bytes());
    let finding = find(&secret(&once), "secret/encoded-twice");
    assert!(
        finding.message.contains("decoded again it is a config for \"ghcr.io\""),
        "{finding:?}"
    );
    command(
        &secret(&once),
        "secret/encoded-twice",
        "kubectl create secret generic regcred --namespace=apps \
         --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=config.json",
    );
    // In the clear, under stringData, it was encoded once too often.
    let [_, plain] = both(&once);
    let moved = fixed(&plain, "secret/encoded-twice");
    assert_eq!(moved, plain.replace("\"stringData\"", "\"data\""));
    assert_eq!(keys_of(&moved), ["ghcr.io"]);
    let four = r#"{"auths":{"a.io":{},"b.io":{},"c.io":{},"d.io":{}}}"#;
    let finding = find(&secret(&base64::encode(four.as_bytes())), "secret/encoded-twice");
    assert!(finding.message.contains("for \"a.io\", \"b.io\", \"c.io\" and 1 more;"));
}

#[test]
fn the_other_layout_is_wrapped_or_gets_the_other_type() {
    let config = entry("quay.io");
    let bare = config.strip_prefix("{\"auths\":").unwrap().strip_suffix('}').unwrap();
    for tail in ["", "\n", " \n", "\n\n\n"] {
        for text in both(&format!("{bare}{tail}")) {
            let wrapped = fixed(&text, "secret/wrong-layout");
            assert_eq!(keys_of(&wrapped), ["quay.io"], "{text}");
        }
    }
    let text = secret_of("kubernetes.io/dockercfg", ".dockercfg", &config);
    assert_eq!(fixed(&text, "secret/wrong-layout"), secret(&config));
}

#[test]
fn a_key_is_marked_by_its_own_bytes_and_changed_alone() {
    let code = "keyring/docker-hub-client";
    let hub = "https://index.docker.io/v1/";
    for key in
        ["docker.io", "index.docker.io", "https://docker.io/v1/", "http://index.docker.io/v1/"]
    {
        for text in both(&entry(key)) {
            let found = fixed(&text, code);
            assert_eq!(keys_of(&found), [hub], "{text}");
        }
        let [_, plain] = both(&entry(key));
        marked(&plain, code, &format!(r#"\"{key}\""#));
    }
    // All three ways in which the key can lie in the groups of base64, with neighbours.
    for spaces in ["", " ", "  "] {
        let two = entry("docker.io").replace("{\"auths\":{", &format!("{{\"auths\":{spaces}{{"));
        let other = entry("quay.io").replace("{\"auths\":{", "").replace("}}}", "}");
        let before = two.replace("{\"docker.io\"", &format!("{{{other},\"docker.io\""));
        let after = two.replace("}}}", &format!("}},{spaces}{other}}}}}"));
        assert_eq!(keys_of(&fixed(&secret(&before), code)), ["quay.io", hub]);
        assert_eq!(keys_of(&fixed(&secret(&after), code)), [hub, "quay.io"]);
    }
    for config in [r#"{"auths":{"a.io":null,"docker.io":null}}"#, r#"{"auths":{"docker.io":null}}"#]
    {
        let changed = config_of(&fixed(&secret(config), code));
        assert_eq!(changed.entries.last().unwrap().key, hub);
    }
    for silent in ["registry-1.docker.io", "docker.io/team", "my-docker.io"] {
        assert_eq!(codes(&secret(&entry(silent))), [""; 0], "{silent}");
    }
    let with_both =
        r#"{"auths":{"docker.io":{"auth":"dTpw"},"https://index.docker.io/v1/":{"auth":"dTpw"}}}"#;
    assert_eq!(codes(&secret(with_both)), [""; 0]);
}

#[test]
fn white_space_in_a_key_is_taken_out() {
    let code = "secret/white-space";
    for key in
        ["quay.io ", " quay.io", r"quay.io\n", "quay .io", "quay.io\u{a0}", "quay.io\u{200b}"]
    {
        for text in both(&entry(key)) {
            assert_eq!(keys_of(&fixed(&text, code)), ["quay.io"], "{text}");
        }
    }
    let dropped = codes(&secret(&entry("quay.io?a b")));
    assert_eq!(dropped, ["keyring/odd-key"], "a query is dropped");
    let taken = r#"{"auths":{"quay.io ":{"auth":"dTpw"},"quay.io":{"auth":"dTpw"}}}"#;
    assert_eq!(find(&secret(taken), code).fix, None);
}

#[test]
fn what_was_copied_along_is_told_and_not_repeated() {
    let code = "secret/white-space";
    let of = |username: &str, password: &str| {
        let auth = base64::encode(format!("{username}:{password}").as_bytes());
        secret(&format!(r#"{{"auths":{{"quay.io":{{"auth":"{auth}"}}}}}}"#))
    };
    let create = "kubectl create secret docker-registry regcred --namespace=apps \
                  --docker-server=quay.io --docker-username=robot --docker-password='<password>'";
    for (username, password, says) in [
        (" robot", CANARY, "the user name of the entry \"quay.io\" begins with white space"),
        ("robot\n", CANARY, "the user name of the entry \"quay.io\" ends with white space"),
        ("\"robot\"", CANARY, "the user name of the entry \"quay.io\" stands in quotation marks"),
        ("robot", &format!(" {CANARY}"), "the password of the entry \"quay.io\" begins with"),
        ("robot", &format!("{CANARY}\0"), "the password of the entry \"quay.io\" ends with"),
        ("robot", &format!("'{CANARY}'"), "the password of the entry \"quay.io\" stands in"),
    ] {
        let text = of(username, password);
        command(&text, code, create);
        let finding = find(&text, code);
        assert!(finding.message.starts_with(says), "{}", finding.message);
    }
    assert_eq!(codes(&of("robot", &format!("{CANARY}\n"))), ["secret/trailing-newline"]);
    command(&of("robot", &format!("{CANARY}\n")), "secret/trailing-newline", create);
    assert_eq!(codes(&of("ro bot", "a b")), [""; 0]);
}

#[test]
fn commands_name_the_registry_and_the_user() {
    let text = secret(r#"{"auths":{"quay.io":{}},"credsStore":"desktop"}"#);
    let create = "kubectl create secret docker-registry regcred --namespace=apps \
                  --docker-server=quay.io --docker-username='<user name>' \
                  --docker-password='<password>'";
    command(&text, "secret/creds-store", create);
    command(&text, "secret/blank-entry", create);
    let canary = base64::encode(CANARY.as_bytes());
    let text = secret(&format!(r#"{{"auths":{{"quay.io":{{"auth":"{canary}"}}}}}}"#));
    command(&text, "secret/auth-without-colon", create);
    let text = secret(&format!(r#"{{"auths":{{"quay.io":{{"auth":"{CANARY}!"}}}}}}"#));
    command(&text, "secret/auth-not-base64", create);
    let any = create.replace("=quay.io", "='<registry>'");
    command(&secret("{}"), "secret/no-entries", &any);
    command(&secret(""), "secret/empty-value", &any);
    let text = secret(&format!(r#"{{"auths":{{"u:{CANARY}@quay.io":{{}}}}}}"#));
    command(&text, "secret/blank-entry", &any);
    // Of two entries the command would lose one.
    let two = r#"{"auths":{"quay.io":{},"ghcr.io":{"auth":"dTpw"}}}"#;
    assert_eq!(find(&secret(two), "secret/blank-entry").fix, None);
}

#[test]
fn what_is_wrong_within_a_value_is_marked_there() {
    let [_, plain] = both(r#"{"auths":{"quay.io":{}},"credsStore":"desktop"}"#);
    marked(&plain, "secret/creds-store", r#"\"credsStore\""#);
    marked(&plain, "secret/blank-entry", r#"\"quay.io\""#);
    let [encoded, plain] = both(r#"{"auths":{"quay.io":{"auth":"dTp!"}}}"#);
    marked(&plain, "secret/auth-not-base64", "!");
    // One byte of the value is in two digits.
    assert_eq!(find(&encoded, "secret/auth-not-base64").span.unwrap().len(), 2);
    let [_, plain] = both(r#"{"auths":{"quay.io":x}}"#);
    marked(&plain, "secret/not-json", "x");
}

#[test]
fn an_entry_without_auth_is_worth_knowing() {
    let code = "secret/no-auth";
    let text = secret(r#"{"auths":{"quay.io":{"username":"u","password":"p"}}}"#);
    assert_eq!(codes(&text), [code]);
    assert_eq!(find(&text, code).severity, Severity::Info);
    command(
        &text,
        code,
        "kubectl create secret docker-registry regcred --namespace=apps --docker-server=quay.io \
         --docker-username=u --docker-password='<password>'",
    );
    assert_eq!(codes(&secret(r#"{"auths":{"quay.io":{}}}"#)), ["secret/blank-entry"]);
}

#[test]
fn tokens_of_a_cloud_end_after_hours() {
    let of = |username: &str, key: &str, metadata: &str| {
        let auth = base64::encode(format!("{username}:{CANARY}").as_bytes());
        let config = format!(r#"{{"auths":{{"{key}":{{"auth":"{auth}"}}}}}}"#);
        secret(&config).replace("\"name\"", &format!("{metadata}\"name\""))
    };
    let ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    let zeros = "00000000-0000-0000-0000-000000000000";
    let found = |text: &str, now: &str| {
        let now = crate::time::parse(now);
        let all = look_at(text, now);
        all.iter().map(|it| (it.code, it.severity.as_str(), it.message.clone())).next()
    };
    let (short, expired) = ("secret/token-short-lived", "secret/token-expired");
    for (username, key) in [
        ("AWS", ecr),
        ("AWS", "https://public.ecr.aws"),
        ("oauth2accesstoken", "eu.gcr.io"),
        (zeros, "acme.azurecr.io"),
    ] {
        let text = of(username, key, "");
        assert_eq!(find(&text, short).severity, Severity::Info, "{text}");
        assert_eq!(found(&text, "2026-01-01T00:00:00Z").unwrap().0, short);
    }
    for (username, key) in [("AWS", "quay.io"), ("aws", ecr), (zeros, "quay.io")] {
        assert_eq!(codes(&of(username, key, "")), [""; 0]);
    }

    let created = "\"creationTimestamp\": \"2026-01-01T00:00:00Z\", ";
    let text = of("AWS", ecr, created);
    assert_eq!(found(&text, "2026-01-01T12:00:00Z").unwrap().0, short);
    let (code, severity, message) = found(&text, "2026-01-03T00:00:01Z").unwrap();
    assert_eq!((code, severity), (expired, "warning"));
    assert_eq!(
        message,
        format!(
            "the user name AWS of the entry \"{ecr}\" belongs to a token of Amazon ECR, which is \
             valid for 12 hours; the Secret was made 2 days ago, so it has expired unless something \
             renews it: get a new one, or let a credential provider of the kubelet do it"
        )
    );

    let renewed = format!(
        "{created}\"managedFields\": [\
         {{\"time\": \"2026-01-02T00:00:00Z\", \"fieldsV1\": {{\"f:data\": {{}}}}}}, \
         {{\"time\": \"2026-01-02T20:00:00Z\", \"fieldsV1\": {{\"f:metadata\": {{}}}}}}, \
         {{\"time\": \"2026-01-01T09:00:00Z\", \"fieldsV1\": {{\"f:data\": {{}}}}}}], "
    );
    let text = of("AWS", ecr, &renewed);
    assert_eq!(found(&text, "2026-01-02T12:00:00Z").unwrap().0, short);
    let (code, severity, message) = found(&text, "2026-01-02T12:00:01Z").unwrap();
    assert_eq!((code, severity), (expired, "error"));
    assert!(message.contains("written 12 hours ago, so it has expired"), "{message}");
}

#[test]
fn a_warning_is_not_hidden_by_what_is_worth_knowing() {
    let mut entries: Vec<_> =
        (0..300).map(|n| format!(r#""{n}.io":{{"username":"u","password":"p"}}"#)).collect();
    entries.push(r#""quay.io":{}"#.to_string());
    let found = codes(&secret(&format!("{{\"auths\":{{{}}}}}", entries.join(","))));
    assert_eq!(found[0], "secret/blank-entry");
    assert_eq!(found.len(), 1 + MAX_LIKE_FINDINGS + 1);
}

#[test]
fn context_is_what_the_object_says() {
    let text = secret("{}");
    let root = json::parse(&text, 16).unwrap();
    let expect = Context { name: "regcred", namespace: "apps", ..Context::default() };
    assert_eq!(Context::of(&root), expect);
    let nothing = json::parse("[]", 2).unwrap();
    assert_eq!(Context::of(&nothing), Context::default());
}

#[cfg(feature = "text")]
mod yaml {
    use super::*;

    fn block(text: &str, indent: &str) -> String {
        text.lines().flat_map(|line| [indent, line, "\n"]).collect()
    }

    #[test]
    fn a_key_is_changed_in_every_way_to_write_a_value() {
        let config = entry("docker.io");
        let pretty = config.replace("{\"", "{\n  \"").replace("}}}", "}\n}\n}");
        let encoded = base64::encode(config.as_bytes());
        let wrapped: Vec<String> =
            encoded.as_bytes().chunks(20).map(|it| String::from_utf8_lossy(it).into()).collect();
        let wrapped = wrapped.join("\n");
        for (member, value) in [
            ("data", format!(" {encoded}\n")),
            ("data", format!(" \"{encoded}\"\n")),
            ("data", format!(" |\n{}", block(&wrapped, "    "))),
            ("data", format!(" |-\n{}", block(&wrapped, "      ")).replace('\n', "\r\n")),
            ("stringData", format!(" '{config}'\n")),
            ("stringData", format!(" |\n{}", block(&pretty, "    "))),
            ("stringData", format!(" >\n{}", block(&pretty, "    "))),
            ("stringData", format!(" |-\n{}", block(&pretty, "    ")).replace('\n', "\r\n")),
        ] {
            let text =
                format!("kind: Secret\ntype: {TYPE}\n{member}:\n  .dockerconfigjson:{value}");
            let found = fixed(&text, "keyring/docker-hub-client");
            assert_eq!(keys_of(&found), ["https://index.docker.io/v1/"], "{found}");
        }
    }

    #[test]
    fn bare_entries_are_wrapped_in_a_block() {
        let config = entry("quay.io");
        let bare = config.strip_prefix("{\"auths\":").unwrap().strip_suffix('}').unwrap();
        for head in ["|", "|-", "|+", ">"] {
            let text = format!(
                "type: {TYPE}\nstringData:\n  .dockerconfigjson: {head}\n    {bare}\nkind: Secret\n"
            );
            assert_eq!(keys_of(&fixed(&text, "secret/wrong-layout")), ["quay.io"], "{text}");
        }
    }

    #[test]
    fn a_missing_type_is_put_in_front_of_the_data() {
        let value = base64::encode(entry("quay.io").as_bytes());
        let text = format!("kind: Secret\ndata:\n  .dockerconfigjson: {value}\n");
        let expect = text.replace("data:", &format!("type: {TYPE}\ndata:"));
        assert_eq!(fixed(&text, "secret/ignored-type"), expect);
        let item = format!(
            "- kind: Secret\n  metadata: {{name: x}}\n  data:\n    .dockerconfigjson: {value}\n"
        );
        let list = format!("kind: List\nitems:\n{item}");
        let expect = list.replace("  data:", &format!("  type: {TYPE}\n  data:"));
        assert_eq!(fixed(&list, "secret/ignored-type"), expect);
        // In the middle of a line no place is certain.
        let flow = format!("{{kind: Secret, data: {{.dockerconfigjson: {value}}}}}\n");
        assert_eq!(find(&flow, "secret/ignored-type").fix.unwrap().edits, []);
    }

    #[test]
    fn quotes_of_a_type_and_a_key_stay() {
        let value = base64::encode(entry("quay.io").as_bytes());
        for quote in ["", "'", "\""] {
            let text = format!(
                "type: {quote}Opaque{quote}  # mine\ndata: {{.dockerconfigjson: {value}}}\n"
            );
            assert_eq!(fixed(&text, "secret/ignored-type"), text.replace("Opaque", TYPE));
            let text = format!("type: {TYPE}\ndata:\n  {quote}config.json{quote}: {value}\n");
            let expect = text.replace("config.json", ".dockerconfigjson");
            assert_eq!(fixed(&text, "secret/missing-key"), expect);
        }
    }
}

#[test]
fn a_key_that_fits_nothing_is_told_with_the_one_that_was_meant() {
    let code = "keyring/odd-key";
    for (key, instead) in [
        ("https://ghcr.io/v2", "https://ghcr.io"),
        ("Quay.io/team", "quay.io/team"),
        ("quay.io/*", "quay.io"),
    ] {
        for text in both(&entry(key)) {
            assert_eq!(keys_of(&fixed(&text, code)), [instead], "{text}");
        }
    }
    let port = find(&secret(&entry("docker.io:443")), code);
    assert_eq!((port.severity, port.fix), (Severity::Info, None));
}

#[test]
fn a_key_with_a_user_in_front_is_not_written_again() {
    let config = r#"{"auths":{"https://u:Parrot@Quay.io":{"auth":"dTpw"}}}"#;
    let read = crate::docker_config::decode(Format::ConfigJson, config.as_bytes()).unwrap();
    let inside = crate::inside::Inside::verbatim(0..config.len());
    let key = || read.entries[0].key_span.clone();
    let new = |new| crate::pull_secret::replace_key(config.as_bytes(), &inside, key(), new);
    assert_eq!(new("https://u:parrot@quay.io"), None);
    assert!(new("https://quay.io").is_some());
}

#[test]
fn of_a_key_that_stands_twice_none_is_changed() {
    let entry = r#""Quay.io":{"auth":"dTpw"}"#;
    let once = secret(&format!(r#"{{"auths":{{{entry}}}}}"#));
    assert!(find(&once, "keyring/odd-key").fix.is_some());
    let twice = secret(&format!(r#"{{"auths":{{{entry},{entry}}}}}"#));
    assert_eq!(find(&twice, "keyring/odd-key").fix, None);
}
