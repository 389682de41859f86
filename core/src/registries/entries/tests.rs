use alloc::string::ToString;

use super::*;
use crate::reference::Reference;
use crate::registries::{Registries, Setting, Table, Teller};

/// Of every entry its path, then its images or why it has none.
fn told(file: &str, setting: Setting, images: &[(&str, bool)]) -> Vec<String> {
    let file = Registries::parse(file).expect("the file can be read");
    let flags = setting.flags();
    let table = Table::new(&file, &flags);
    let teller = Teller::new(&file, &table, setting);
    let image = |text| Reference::parse(text).expect("it is an image");
    let asks: Vec<Asks> = images.iter().map(|it| teller.tell(&image(it.0), it.1)).collect();
    let entries = teller.entries(&asks);
    let line = |it: &Entry| match it.idle {
        Some(idle) => {
            assert_eq!(it.images, [], "{}", it.path);
            format!("{} {}", it.path, idle.name())
        }
        None => format!("{} {:?}", it.path, it.images),
    };
    entries.iter().map(line).collect()
}

#[track_caller]
fn check(file: &str, images: &[&str], expect: &[&str]) {
    let images: Vec<(&str, bool)> = images.iter().map(|it| (*it, false)).collect();
    assert_eq!(told(file, Setting::default(), &images), expect);
}

#[test]
fn each_entry_has_the_images_that_it_touches() {
    let file = "
mirrors:
  docker.io: {endpoint: [m.io, m.io, n.io], rewrite: {'^rancher/': 'r/', '^nope/': 'x/'}}
  quay.io: {endpoint: [m.io]}
configs:
  m.io: {auth: {username: u, password: p}}
  o.io: {tls: {insecure_skip_verify: true}}
  p.io:
";
    check(
        file,
        &["nginx", "rancher/pause:3", "ghcr.io/a"],
        &[
            "mirrors.docker.io [0, 1]",
            "mirrors.docker.io.endpoint[0] [0, 1]",
            "mirrors.docker.io.endpoint[1] twice",
            "mirrors.docker.io.endpoint[2] [0, 1]",
            "mirrors.docker.io.rewrite.^nope/ noRepository",
            "mirrors.docker.io.rewrite.^rancher/ [1]",
            "mirrors.quay.io noImage",
            "mirrors.quay.io.endpoint[0] noImage",
            "configs.m.io [0, 1]",
            "configs.o.io notAsked",
            "configs.p.io changesNothing",
        ],
    );
}

#[test]
fn an_entry_that_no_image_can_touch_is_dead() {
    let file = r"
mirrors:
  '*.example.com': {endpoint: [m.io]}
  docker.io/library: {endpoint: [m.io]}
  ghcr.io: {endpoint: [m.io], rewrite: {'a\.b': x}}
  index.docker.io: {endpoint: [m.io]}
  registry.k8s.io: {endpoint: ['http://a b'], rewrite: {a: b}}
  quay.io: {endpoint: [m.io], rewrite: {'(a': b}}
  gcr.io: {endpoint: [gcr.io], rewrite: {a: b}}
  team: {endpoint: [m.io]}
configs:
  '*': {auth: {username: u, password: p}}
  'https://m.io': {auth: {username: u, password: p}}
";
    check(
        file,
        &["ghcr.io/a/b:1", "quay.io/a"],
        &[
            "mirrors.*.example.com noRegistry",
            "mirrors.*.example.com.endpoint[0] noRegistry",
            "mirrors.docker.io/library noRegistry",
            "mirrors.docker.io/library.endpoint[0] noRegistry",
            "mirrors.gcr.io noImage",
            "mirrors.gcr.io.endpoint[0] noImage",
            "mirrors.gcr.io.rewrite.a onlyDefault",
            "mirrors.ghcr.io broken",
            "mirrors.ghcr.io.endpoint[0] broken",
            "mirrors.ghcr.io.rewrite.a\\.b broken",
            "mirrors.index.docker.io noRegistry",
            "mirrors.index.docker.io.endpoint[0] noRegistry",
            "mirrors.quay.io [1]",
            "mirrors.quay.io.endpoint[0] [1]",
            "mirrors.quay.io.rewrite.(a noPattern",
            "mirrors.registry.k8s.io changesNothing",
            "mirrors.registry.k8s.io.endpoint[0] noAddress",
            "mirrors.registry.k8s.io.rewrite.a changesNothing",
            "mirrors.team noRegistry",
            "mirrors.team.endpoint[0] noRegistry",
            "configs.* wildcardConfig",
            "configs.https://m.io noHost",
        ],
    );
}

#[test]
fn what_the_kubelet_has_for_a_pod_replaces_the_entrys() {
    let file = "configs: {quay.io: {auth: {username: u, password: p}}}";
    let of = |has| told(file, Setting::default(), &[("quay.io/a", has)]);
    assert_eq!(of(true), ["configs.quay.io replaced"]);
    assert_eq!(of(false), ["configs.quay.io [0]"]);
}

#[test]
fn an_alias_has_the_images_of_its_own_registry() {
    let file = "mirrors: {docker.io: &m {endpoint: [m.io]}, quay.io: *m}";
    check(
        file,
        &["nginx"],
        &[
            "mirrors.docker.io [0]",
            "mirrors.docker.io.endpoint[0] [0]",
            "mirrors.quay.io noImage",
            "mirrors.quay.io.endpoint[0] noImage",
        ],
    );
}

#[test]
fn a_password_in_a_key_is_not_told() {
    let file = "configs: {'https://u:parrot-7Qp@m.io': {auth: {}}}";
    let told = told(file, Setting::default(), &[]);
    assert!(!told.concat().contains("parrot-7Qp"), "{told:?}");
    assert_eq!(Idle::NoHost.to_string().find("parrot"), None);
}
