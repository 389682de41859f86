//! The files of a node: what its kubelet, its credential providers and its K3s are told, and what it
//! remembers of pulls.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::pool::{ACCOUNTS, IMAGES, KEYS, NAMESPACES, SECRETS, USERS};
use super::random::Random;
use super::tree::{Tree, map, text};

const HOSTS: [&str; 12] = [
    "docker.io",
    "quay.io",
    "registry.example.com",
    "registry.example.com:5000",
    "localhost:5000",
    "*",
    "\"*\"",
    "*.example.com",
    "index.docker.io",
    "https://quay.io",
    "library",
    "",
];

const ENDPOINTS: [&str; 12] = [
    "https://mirror.example.com",
    "http://mirror.example.com:5000",
    "https://mirror.example.com/v2/",
    "https://mirror.example.com/harbor/v2",
    "mirror.example.com:5000",
    "quay.io",
    "https://registry-1.docker.io",
    "https://quay.io:443",
    "http://[::1]:5000",
    "https://mirror.example.com:port",
    "ftp://mirror.example.com",
    "",
];

const REWRITES: [(&str, &str); 10] = [
    ("^library/(.*)", "cache/$1"),
    ("(.*)", "proxy/$1"),
    ("^team/(?P<name>[a-z]+)$", "${name}"),
    ("^team/(.*)", "team2/$1x"),
    ("^nginx$", "/library/nginx"),
    ("docker.io/(.*)", "$2"),
    ("\\d+", "\\1"),
    ("(?=team)", "a"),
    ("(", "b"),
    ("", ""),
];

/// One of these files, with `password` wherever one can stand.
pub(super) fn file(random: &mut Random, password: &str) -> Tree {
    match random.below(7) {
        0 => kubelet(random),
        1 => providers(random),
        2 => response(random, password),
        3 => record(random),
        _ => registries(random, password),
    }
}

fn bare(value: &str) -> Tree {
    Tree::Bare(value.into())
}

fn object(version: &str, kind: &str) -> Tree {
    map([("apiVersion", text(version)), ("kind", text(kind))])
}

/// A `registries.yaml`.
pub(super) fn registries(random: &mut Random, password: &str) -> Tree {
    let mirrors = (0..random.below(4)).map(|_| {
        let endpoints = (0..random.below(3)).map(|_| text(*random.pick(&ENDPOINTS))).collect();
        let member = *random.pick(&["endpoint", "endpoint", "endpoint", "endpoints"]);
        let mut mirror = Tree::Map(vec![(member.into(), Tree::List(endpoints))]);
        if random.chance(50) {
            let rewrites = (0..=random.below(2)).map(|_| {
                let (pattern, replacement) = *random.pick(&REWRITES);
                (pattern.to_string(), text(replacement))
            });
            mirror = mirror.with("rewrite", Tree::Map(rewrites.collect()));
        }
        ((*random.pick(&HOSTS)).to_string(), mirror)
    });
    let mirrors: Vec<(String, Tree)> = mirrors.collect();
    let configs = (0..random.below(3)).map(|_| {
        let user = *random.pick(&USERS);
        let auth = match random.below(6) {
            0 => map([("auth", text(STANDARD.encode(format!("{user}:{password}"))))]),
            1 => map([("auth", text(format!("!{password}")))]),
            2 => map([("token", text(password))]),
            3 => map([("identity_token", text(password))]),
            _ => map([("username", text(user)), ("password", text(password))]),
        };
        let mut config = map([("auth", auth)]);
        if random.chance(30) {
            let skip = *random.pick(&["true", "yes", "\"true\"", "1"]);
            let tls = map([("insecure_skip_verify", bare(skip)), ("ca_file", text("ca.pem"))]);
            config = config.with("tls", tls);
        }
        let host = *random.pick(&["mirror.example.com", "mirror.example.com:5000", "quay.io", "*"]);
        (host.to_string(), config)
    });
    let configs: Vec<(String, Tree)> = configs.collect();
    let file = Tree::Map(Vec::new()).with("mirrors", Tree::Map(mirrors));
    if configs.is_empty() { file } else { file.with("configs", Tree::Map(configs)) }
}

/// A `KubeletConfiguration`.
fn kubelet(random: &mut Random) -> Tree {
    let mut file = object("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration");
    for (name, values) in [
        ("serializeImagePulls", ["true", "false", "null"]),
        ("maxParallelImagePulls", ["3", "0", "x"]),
        ("registryPullQPS", ["0", "10", "-1"]),
        ("registryBurst", ["1", "99999999999", "5"]),
        ("imagePullCredentialsVerificationPolicy", ["NeverVerify", "AlwaysVerify", "always"]),
    ] {
        if random.chance(40) {
            file = file.with(name, bare(values[random.below(3)]));
        }
    }
    file
}

/// A `CredentialProviderConfig`.
fn providers(random: &mut Random) -> Tree {
    let version = *random.pick(&["v1", "v1beta1", "v1alpha1"]);
    let providers = (0..random.below(3)).map(|_| {
        let name = *random.pick(&["acr", "ecr", "a b", "", "gcr"]);
        let matches = (0..random.below(3)).map(|_| text(*random.pick(&KEYS))).collect();
        let provider = map([("name", text(name)), ("matchImages", Tree::List(matches))]);
        let lasts = *random.pick(&["12h", "0s", "-1m", "x"]);
        let speaks = format!("credentialprovider.kubelet.k8s.io/{version}");
        provider.with("defaultCacheDuration", text(lasts)).with("apiVersion", text(speaks))
    });
    let providers = providers.collect();
    object(&format!("kubelet.config.k8s.io/{version}"), "CredentialProviderConfig")
        .with("providers", Tree::List(providers))
}

/// A `CredentialProviderResponse`.
fn response(random: &mut Random, password: &str) -> Tree {
    let entry = map([("username", text(*random.pick(&USERS))), ("password", text(password))]);
    let key = *random.pick(&KEYS);
    object("credentialprovider.kubelet.k8s.io/v1", "CredentialProviderResponse")
        .with("cacheKeyType", text(*random.pick(&["Image", "Registry", "Global", "registry"])))
        .with("cacheDuration", text(*random.pick(&["0s", "1h", "5"])))
        .with("auth", map([(key, entry)]))
}

/// An `ImagePulledRecord`.
fn record(random: &mut Random) -> Tree {
    let coordinates = |random: &mut Random, name: &str| {
        map([
            ("uid", text(*random.pick(&["", "1"]))),
            ("namespace", text(*random.pick(&NAMESPACES))),
            ("name", text(name)),
        ])
    };
    let name = *random.pick(&SECRETS);
    let secret = coordinates(random, name).with("credentialHash", text("a55436fc"));
    let account = *random.pick(&ACCOUNTS);
    let access = match random.below(4) {
        0 => map([("nodePodsAccessible", bare("true"))]),
        1 => map([("kubernetesServiceAccounts", Tree::List(vec![coordinates(random, account)]))]),
        2 => map([]),
        _ => map([("kubernetesSecrets", Tree::List(vec![secret]))]),
    };
    let image = random.pick(&IMAGES).split([':', '@']).next().unwrap_or_default();
    object("kubelet.config.k8s.io/v1beta1", "ImagePulledRecord")
        .with("lastUpdatedTime", text("2026-01-01T00:00:00Z"))
        .with("imageRef", text("sha256:1"))
        .with("credentialMapping", map([(image, access)]))
}
