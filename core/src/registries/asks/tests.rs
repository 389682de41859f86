use super::*;
use crate::registries::Distribution;

#[track_caller]
fn told(file: &str, setting: Setting, image: &str, has_pod_credential: bool) -> Asks {
    let file = Registries::parse(file).expect("the file can be read");
    let flags = setting.flags();
    let table = Table::new(&file, &flags);
    let image = Reference::parse(image).expect("it is an image");
    Teller::new(&file, &table, setting).tell(&image, has_pod_credential)
}

#[track_caller]
fn check(file: &str, image: &str, expect: &[&str]) {
    let asks = told(file, Setting::default(), image, false);
    let sentences: Vec<String> = asks.endpoints.iter().map(Asked::sentence).collect();
    assert_eq!(sentences, expect, "{image}");
}

#[track_caller]
fn check_why(file: &str, image: &str, why: WhyDirectory, because: &str) {
    let asks = told(file, Setting::default(), image, false);
    assert_eq!((asks.why, &*asks.because), (why, because), "{image}");
}

const MIRROR: &str = "
mirrors:
  docker.io:
    endpoint: ['https://m.example.com:5000']
    rewrite: {'^rancher/(.*)': 'mirror/$1'}
configs:
  'm.example.com:5000':
    auth: {username: robot, password: parrot-7Qp}
    tls: {ca_file: /ca.crt, insecure_skip_verify: true}
  registry-1.docker.io: {auth: {}}
";

#[test]
fn an_address_is_told_with_rewrite_credentials_and_tls() {
    check(
        MIRROR,
        "rancher/pause:3",
        &[
            "https://m.example.com:5000, for mirror/pause by the rewrite ^rancher/(.*), with the \
         credentials of configs.m.example.com:5000, TLS by configs.m.example.com:5000, \
         certificates not verified",
            "https://registry-1.docker.io, the registry's own address, without a password: auth of \
         configs.registry-1.docker.io is empty",
        ],
    );
    let asks = told(MIRROR, Setting::default(), "rancher/pause:3", false);
    let rewriting = &asks.endpoints[0].rewrites[0];
    assert_eq!(rewriting.groups, [Some("rancher/pause".into()), Some("pause".into())]);
    assert_eq!(&MIRROR[rewriting.span.clone()], "'^rancher/(.*)'");
    assert_eq!(
        asks.endpoints[0].urls,
        ["https://m.example.com:5000/v2/mirror/pause/manifests/3?ns=docker.io"]
    );
    assert!(!alloc::format!("{asks:?}").contains("parrot-7Qp"));
}

#[test]
fn what_the_kubelet_has_for_the_pod_replaces_the_files() {
    let asks = told(MIRROR, Setting::default(), "rancher/pause:3", true);
    let instead_of = Some("m.example.com:5000".to_owned());
    assert_eq!(asks.endpoints[0].credential, Sent::OfPod { instead_of });
    assert_eq!(asks.endpoints[1].credential, Sent::OfPod { instead_of: None });
}

#[test]
fn several_rewrites_that_fit_are_all_told() {
    let file = "mirrors: {docker.io: {endpoint: [m.io], rewrite: {'^a/': 'x/', 'b$': 'y'}}}";
    check(
        file,
        "a/b:1",
        &[
            "https://m.io, for any of x/b and a/y: several rewrites fit, without a password",
            "https://registry-1.docker.io, the registry's own address, without a password",
        ],
    );
    let asks = told(file, Setting::default(), "a/b:1", false);
    assert_eq!(
        asks.endpoints[0].urls,
        [
            "https://m.io/v2/a/y/manifests/1?ns=docker.io",
            "https://m.io/v2/x/b/manifests/1?ns=docker.io",
        ]
    );
}

#[test]
fn why_a_directory_is_read_is_told() {
    let own = "docker.io has a directory of its own, because of mirrors.docker.io";
    check_why(MIRROR, "a", WhyDirectory::Own, own);
    let none = "no entry is for ghcr.io, so its own address is asked";
    check_why(MIRROR, "ghcr.io/a", WhyDirectory::BuiltIn, none);
    let wildcard = "mirrors: {'*': {endpoint: [m.io]}, quay.io: }";
    let idle = "mirrors.quay.io changes nothing and makes no directory, so that of mirrors.\"*\" is \
                read";
    check_why(wildcard, "quay.io/a", WhyDirectory::Wildcard, idle);
    let hidden = "mirrors: {'*': {endpoint: [m.io]}, docker.io/library: {endpoint: [n.io]}}";
    let because = "a key that begins with docker.io/ makes a directory without a file, and it hides \
                   that of \"*\"";
    check_why(hidden, "a", WhyDirectory::Hidden, because);
    let broken = r"mirrors: {docker.io: {endpoint: [m.io], rewrite: {'\.': x}}}";
    let because = "docker.io has a directory of its own, because of mirrors.docker.io; its hosts.toml \
                   cannot be read because of a pattern, and is passed over";
    check_why(broken, "a", WhyDirectory::Own, because);
}

#[test]
fn the_embedded_mirror_is_asked_with_the_files_of_the_cluster() {
    let setting =
        Setting { distribution: Distribution::Rke2, embedded_registry: true, ..Setting::default() };
    let asks = told("mirrors: {docker.io: }", setting, "a", false);
    let tls = asks.endpoints[0].tls.as_ref().expect("it is secured");
    assert_eq!(tls.ca_file, "/var/lib/rancher/rke2/agent/server-ca.crt");
    assert_eq!(
        asks.endpoints[0].sentence(),
        "https://127.0.0.1:9345, without a password, TLS with \
                                              the files of the cluster"
    );
}
