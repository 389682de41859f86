//! Secrets of every type and encoding, the files of a node, and the commands that make Secrets: each
//! with the password where one can stand.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::pool::{KEYS, NAMESPACES, SECRETS, USERS};
use super::random::Random;
use super::tree::{Tree, map, text};
use super::workload::metadata;

/// A Secret that is right, so that something pulls with it.
pub(super) fn good_secret(random: &mut Random, password: &str) -> Tree {
    let user = *random.pick(&USERS);
    let auth = STANDARD.encode(format!("{user}:{password}"));
    let key = *random.pick(&KEYS);
    let config = map([("auths", map([(key, map([("auth", text(auth))]))]))]).to_json();
    object(random, SECRETS[0], "kubernetes.io/dockerconfigjson")
        .with("data", map([(".dockerconfigjson", text(STANDARD.encode(config)))]))
}

/// Any Secret.
pub(super) fn secret(random: &mut Random, password: &str) -> Tree {
    let name = *random.pick(&SECRETS);
    let (secret_type, key) = *random.pick(&[
        ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
        ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
        ("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
        ("kubernetes.io/dockerconfigjson", "dockerconfigjson"),
        ("kubernetes.io/dockerconfigjson", ".dockercfg"),
        ("kubernetes.io/dockerconfigjson", "config.json"),
        ("kubernetes.io/dockercfg", ".dockercfg"),
        ("kubernetes.io/dockercfg", ".dockerconfigjson"),
        ("Kubernetes.io/DockerConfigJson", ".dockerconfigjson"),
        ("Opaque", ".dockerconfigjson"),
        ("", ".dockerconfigjson"),
        ("kubernetes.io/tls", "tls.crt"),
        ("kubernetes.io/basic-auth", "password"),
    ]);
    let object = object(random, name, secret_type);
    if secret_type == "kubernetes.io/basic-auth" {
        let members = map([("username", text("u")), ("password", text(password))]);
        return object.with("stringData", members);
    }
    let config = config_text(random, password, key == ".dockercfg");
    let value = match random.below(12) {
        0 => text(STANDARD.encode(STANDARD.encode(&config))),
        1 => text(format!("{}\n", wrapped(&STANDARD.encode(&config)))),
        2 => text(format!("{}\n", STANDARD.encode(&config))),
        3 => text(STANDARD.encode(format!("{config}\n"))),
        4 => text(format!("!{}", STANDARD.encode(&config))),
        5 => text(config.clone()),
        6 => Tree::Bare((*random.pick(&["12", "true", "null", "1.5"])).into()),
        7 => map([("auths", map([("quay.io", map([("password", text(password))]))]))]),
        8 => text(format!("{{ {} }}", "please fill in")),
        _ => text(STANDARD.encode(&config)),
    };
    let plain = text(config);
    let pair = |value: Tree| Tree::Map(vec![(key.to_string(), value)]);
    match random.below(10) {
        0 => object.with("stringData", pair(value)),
        1..=3 => object.with("stringData", pair(plain)),
        4 => object.with("data", pair(value)).with("stringData", pair(plain)),
        5 => object.with("data", map([("other", text("eA=="))])),
        6 => object,
        _ => object.with("data", pair(value)),
    }
}

fn object(random: &mut Random, name: &str, secret_type: &str) -> Tree {
    let object = map([("apiVersion", text("v1")), ("kind", text("Secret"))]);
    let object = object.with("metadata", metadata(random, name));
    let object =
        if random.chance(5) { object.with("immutable", Tree::Bare("true".into())) } else { object };
    if secret_type.is_empty() { object } else { object.with("type", text(secret_type)) }
}

/// Lines of 76 characters, as `base64` prints them.
fn wrapped(encoded: &str) -> String {
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(76)
        .map(|it| std::str::from_utf8(it).unwrap_or_default())
        .collect();
    lines.join("\n")
}

/// The text of a `config.json` or `.dockercfg`, whole or broken.
fn config_text(random: &mut Random, password: &str, is_old: bool) -> String {
    let tree = config(random, password, is_old);
    let mut written = tree.to_json();
    match random.below(24) {
        0 => {
            written.pop();
        }
        1 => written.push(','),
        2 => written = written.replacen('{', "{ // the registry\n", 1),
        3 => written = written.replacen('"', "'", 2),
        4 => written = format!("\u{feff}{written}"),
        5 => written = String::new(),
        6 => written = format!("config.json: {written}"),
        7 => written = written.replace("\":", "\" :\n  "),
        _ => {}
    }
    written
}

/// The object of a `config.json` or `.dockercfg`.
pub(super) fn config(random: &mut Random, password: &str, is_old: bool) -> Tree {
    let count = *random.pick(&[1, 1, 1, 2, 3, 0]);
    let mut entries = Vec::new();
    for _ in 0..count {
        let key = random.pick(&KEYS).to_string();
        let key = if random.chance(4) { format!("https://u:{password}@{key}") } else { key };
        entries.push((key, entry(random, password)));
    }
    let entries = Tree::Map(entries);
    if is_old && !random.chance(15) {
        return entries;
    }
    let auths = *random.pick(&["auths", "auths", "auths", "auths", "Auths", "auth", "auths "]);
    let config = match random.below(24) {
        0 => Tree::Map(vec![(auths.into(), Tree::List(vec![entries]))]),
        1 => Tree::Map(vec![(auths.into(), text("quay.io"))]),
        2 => entries,
        _ => Tree::Map(vec![(auths.into(), entries)]),
    };
    match random.below(12) {
        0 => config.with("credsStore", text("desktop")),
        1 => config.with("credHelpers", map([("quay.io", text("ecr-login"))])),
        2 => config.with("HttpHeaders", map([("User-Agent", text("Docker-Client"))])),
        3 => config.with("currentContext", text("default")),
        _ => config,
    }
}

fn entry(random: &mut Random, password: &str) -> Tree {
    let user = *random.pick(&USERS);
    let auth = STANDARD.encode(format!("{user}:{password}"));
    match random.below(20) {
        0 | 1 => map([("username", text(user)), ("password", text(password))]),
        2 => map([("username", text(user)), ("password", text(password)), ("auth", text(auth))]),
        3 => map([("username", text("other")), ("password", text("x")), ("auth", text(auth))]),
        4 => map([("auth", text(STANDARD.encode(password)))]),
        5 => map([("auth", text(format!("!!{password}")))]),
        6 => map([("auth", text(STANDARD.encode(&auth)))]),
        7 => map([("auth", text(STANDARD.encode(format!("{user}:{password}\n"))))]),
        8 => map([("auth", text(format!("{auth}\n")))]),
        9 => map([("identitytoken", text(password))]),
        10 => map([("auth", text(auth)), ("identitytoken", text(password))]),
        11 => map([("registrytoken", text(password))]),
        12 => map([]),
        13 => map([("username", text(user))]),
        14 => map([("password", text(password))]),
        15 => map([("Username", text(user)), ("PASSWORD", text(password))]),
        16 => map([("username", text("")), ("password", text("")), ("email", text("a@b.c"))]),
        17 => map([("auth", text(auth.clone())), ("auth", text(auth))]),
        18 => random.pick(&[text("x"), Tree::Bare("12".into()), Tree::List(vec![])]).clone(),
        _ => map([("auth", text(auth))]),
    }
}

/// A command that makes a Secret.
pub(super) fn command(random: &mut Random, password: &str) -> String {
    let name = random.pick(&SECRETS);
    let namespace = random.pick(&NAMESPACES);
    let key = random.pick(&KEYS);
    let user = random.pick(&USERS);
    let mut line = (*random.pick(&["", "", "$ ", "# ", "root@host:~# "])).to_string();
    line += "kubectl create secret docker-registry ";
    line += name;
    let quote = *random.pick(&["", "'", "\""]);
    let equals = *random.pick(&["=", " "]);
    let server =
        *random.pick(&["--docker-server", "--docker-server", "--server", "--docker-sever"]);
    let flags = [
        (server, *key),
        ("--docker-username", *user),
        ("--docker-password", password),
        ("--docker-email", "a@b.c"),
    ];
    for (flag, value) in flags {
        if random.chance(8) {
            continue;
        }
        line += if random.chance(30) { " \\\n  " } else { " " };
        // What a shell would take apart is always quoted.
        let safe = value.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_./:".contains(&it));
        let quote = if safe { quote } else { "'" };
        line += &format!("{flag}{equals}{quote}{value}{quote}");
    }
    if !namespace.is_empty() {
        line += &format!(" -n {namespace}");
    }
    if random.chance(10) {
        line += " --dry-run=client -o yaml | kubectl apply -f -";
    }
    line
}
