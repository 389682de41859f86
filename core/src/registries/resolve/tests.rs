use super::*;
use crate::registries::{Flags, Security};
use alloc::collections::BTreeSet;

/// What is asked: the URL, then in words what else decides.
fn asked(file: &str, flags: &Flags, profile: Profile, image: &str) -> Vec<String> {
    let file = Registries::parse(file).expect("the file can be read");
    let table = Table::new(&file, flags);
    let resolver = Resolver::new(&file, &table, profile);
    let image = Reference::parse(image).expect("it is an image");
    let found = resolver.resolve(&image);
    let attempts = found.attempts.iter().map(|attempt| {
        let repository = match &attempt.rewritten {
            Rewritten::Same => &found.repository,
            Rewritten::To(_, to) => to,
            Rewritten::AnyOf(_) => "ANY",
        };
        let mut line = attempt.url(repository, &found.object);
        if attempt.is_default {
            line += " D";
        }
        if let Some((key, _)) = attempt.auth {
            line += &format!(" auth={key}");
        }
        match attempt.tls {
            Some(Security::Cluster) => line += " cluster",
            Some(Security::File(tls)) if tls.insecure_skip_verify => line += " skip",
            Some(Security::File(tls)) if !tls.ca_file.value.is_empty() => line += " ca",
            _ if attempt.skips_verification => line += " skip",
            _ => {}
        }
        if attempt.then_http {
            line += " then-http";
        }
        line
    });
    attempts.collect()
}

#[track_caller]
fn check_with(file: &str, flags: &Flags, image: &str, expect: &[&str]) {
    assert_eq!(asked(file, flags, Profile::July2025, image), expect, "{image}");
}

#[track_caller]
fn check(file: &str, image: &str, expect: &[&str]) {
    check_with(file, &Flags::default(), image, expect);
}

fn disabled() -> Flags {
    Flags { disable_default_endpoint: true, ..Flags::default() }
}

fn embedded() -> Flags {
    Flags { embedded_registry: true, ..Flags::default() }
}

const HUB_AB: &str = "https://registry-1.docker.io/v2/a/b/manifests/1 D";

/// The first vector: no file.
#[test]
fn without_a_file_the_registry_itself_is_asked() {
    check("", "busybox", &["https://registry-1.docker.io/v2/library/busybox/manifests/latest D"]);
    check("", "index.docker.io/a/b:1", &[HUB_AB]);
    check("", "10.0.0.5:5000/a", &["https://10.0.0.5:5000/v2/a/manifests/latest D"]);
    check(
        "",
        "localhost:5000/a/b",
        &["https://localhost:5000/v2/a/b/manifests/latest D skip then-http"],
    );
    check(
        "",
        "myregistry/a/b:1",
        &["https://registry-1.docker.io/v2/myregistry/a/b/manifests/1 D"],
    );
}

/// The second vector: mirror, rewrite, TLS and credentials.
#[test]
fn a_mirror_is_asked_before_the_default() {
    let file = "
mirrors:
  docker.io:
    endpoint: ['https://registry.example.com:5000']
    rewrite: {'^rancher/(.*)': 'mirrorproject/rancher-images/$1'}
configs:
  'registry.example.com:5000':
    auth: {username: u, password: p}
    tls: {ca_file: /ca.crt, cert_file: /c.crt, key_file: /c.key}
";
    check(
        file,
        "docker.io/rancher/mirrored-pause:3.6",
        &[
            "https://registry.example.com:5000/v2/mirrorproject/rancher-images/mirrored-pause/manifests/3.6?ns=docker.io auth=registry.example.com:5000 ca",
            "https://registry-1.docker.io/v2/rancher/mirrored-pause/manifests/3.6 D",
        ],
    );
    check(file, "ghcr.io/a/b:1", &["https://ghcr.io/v2/a/b/manifests/1 D"]);
}

/// The vectors 3 to 6: the default endpoint switched off.
#[test]
fn the_default_can_be_switched_off_and_comes_back() {
    let mirror = "mirrors: {docker.io: {endpoint: ['https://m.example.com']}}";
    let asked = "https://m.example.com/v2/a/b/manifests/1?ns=docker.io";
    check_with(mirror, &disabled(), "docker.io/a/b:1", &[asked]);
    check_with(mirror, &disabled(), "ghcr.io/a/b:1", &["https://ghcr.io/v2/a/b/manifests/1 D"]);
    let with_config = [mirror, "\nconfigs: {docker.io: {auth: {username: u}}}"].concat();
    let hub = [HUB_AB, " auth=docker.io"].concat();
    check_with(&with_config, &disabled(), "docker.io/a/b:1", &[asked, &hub]);
    check_with("mirrors: {docker.io: }", &disabled(), "docker.io/a/b:1", &[HUB_AB]);
    let both = Flags { embedded_registry: true, ..disabled() };
    check_with(
        "mirrors: {docker.io: }",
        &both,
        "docker.io/a/b:1",
        &["https://127.0.0.1:6443/v2/a/b/manifests/1?ns=docker.io cluster"],
    );
}

/// The vectors 7 to 11: the wildcard, and what hides it.
#[test]
fn the_wildcard_is_for_what_has_no_directory() {
    let example = "
mirrors: {'*': {endpoint: ['https://registry.example.com:5000']}}
configs: {docker.io: , '*': {tls: {insecure_skip_verify: true}}}
";
    let mirror = "https://registry.example.com:5000/v2/a/b/manifests/1?ns=docker.io";
    check(example, "docker.io/a/b:1", &[mirror, HUB_AB]);
    check(
        example,
        "registry.example.com:5000/x/y:1",
        &[
            "https://registry.example.com:5000/v2/x/y/manifests/1",
            "https://registry.example.com:5000/v2/x/y/manifests/1 D",
        ],
    );
    let config = "configs: {'*': {tls: {insecure_skip_verify: true}, auth: {username: u}}}";
    check(config, "quay.io/a/b:1", &["https://quay.io/v2/a/b/manifests/1 D skip"]);
    let both = "
mirrors: {'*': {endpoint: ['https://m.example.com']}}
configs: {ghcr.io: {auth: {username: u}}}
";
    check(both, "ghcr.io/a/b:1", &["https://ghcr.io/v2/a/b/manifests/1 D auth=ghcr.io"]);
    let pruned = "
mirrors:
  '*': {endpoint: ['https://m.example.com']}
  docker.io: {endpoint: ['https://registry-1.docker.io']}
";
    let mirror = "https://m.example.com/v2/a/b/manifests/1?ns=docker.io";
    check(pruned, "docker.io/a/b:1", &[mirror, HUB_AB]);
    let hub = "configs: {docker.io: {auth: {username: u}}}";
    check(hub, "docker.io/a/b:1", &[&[HUB_AB, " auth=docker.io"].concat()]);
    let older = asked(hub, &Flags::default(), Profile::March2024, "docker.io/a/b:1");
    assert_eq!(older, [HUB_AB]);
    let broken = asked(example, &Flags::default(), Profile::BrokenWildcard, "docker.io/a/b:1");
    assert_eq!(broken, ["https://registry.example.com:5000/v2/a/b/manifests/1?ns=docker.io"]);
}

/// v1.31.6 and v1.32.2, k3s-io/k3s#11857.
#[test]
fn a_wildcard_mirror_of_two_releases_has_no_default() {
    let file = "mirrors: {'*': {endpoint: ['https://m.io']}}";
    let asked = |profile| asked(file, &Flags::default(), profile, "quay.io/a/b:1");
    let mirror = "https://m.io/v2/a/b/manifests/1?ns=quay.io";
    let default = "https://quay.io/v2/a/b/manifests/1 D";
    assert_eq!(asked(Profile::BrokenWildcard), [mirror]);
    assert_eq!(asked(Profile::July2025), [mirror, default]);
}

/// The vectors 12 to 16: paths, ports and schemes of endpoints.
#[test]
fn the_address_of_an_endpoint_is_used_as_it_is_written() {
    check(
        "mirrors: {docker.io: {endpoint: ['https://h.example.com/v2/dockerhub', 'https://h.example.com/dockerhub']}}",
        "nginx:1",
        &[
            "https://h.example.com/v2/dockerhub/library/nginx/manifests/1?ns=docker.io",
            "https://h.example.com/dockerhub/library/nginx/manifests/1?ns=docker.io",
            "https://registry-1.docker.io/v2/library/nginx/manifests/1 D",
        ],
    );
    let own = "https://r.example.com/v2/rancher/a/manifests/1 D";
    let rewrite = |endpoint: &str| {
        format!(
            "mirrors: {{r.example.com: {{endpoint: ['{endpoint}'], rewrite: {{'^rancher/(.*)': 'p/$1'}}}}}}"
        )
    };
    let image = "r.example.com/rancher/a:1";
    check(&rewrite("https://r.example.com"), image, &[own]);
    check(
        &rewrite("https://r.example.com:443"),
        image,
        &["https://r.example.com:443/v2/p/a/manifests/1?ns=r.example.com", own],
    );
    check(
        &rewrite("https://r.example.com/v2/"),
        image,
        &["https://r.example.com/v2/p/a/manifests/1", own],
    );
    check(
        "mirrors: {docker.io: {endpoint: ['http://r.example.com:5000']}}\nconfigs: {'r.example.com:5000': {tls: {insecure_skip_verify: yes}}}",
        "a/b:1",
        &["https://r.example.com:5000/v2/a/b/manifests/1?ns=docker.io skip then-http", HUB_AB],
    );
    check(
        "mirrors: {'reg.local:5000': {endpoint: ['http://reg.local:5000']}}",
        "reg.local:5000/a/b:1",
        &[
            "http://reg.local:5000/v2/a/b/manifests/1",
            "https://reg.local:5000/v2/a/b/manifests/1 D",
        ],
    );
}

/// The vectors 17 to 19 and 21: rewrites that break the file, and the default in the list.
#[test]
fn a_broken_file_and_the_default_in_the_list() {
    check(
        r"mirrors: {docker.io: {endpoint: ['https://m.io'], rewrite: {'^foo\.bar/(.*)': '$1'}}}",
        "docker.io/a/b:1",
        &[HUB_AB],
    );
    let file = |endpoints: &str| {
        format!("mirrors: {{docker.io: {{endpoint: [{endpoints}], rewrite: {{'(.*)': 'p/$1'}}}}}}")
    };
    let mirror = "https://m.example.com/v2/p/a/b/manifests/1?ns=docker.io";
    let rewritten = "https://registry-1.docker.io/v2/p/a/b/manifests/1";
    check(&file("docker.io, 'https://m.example.com'"), "a/b:1", &[rewritten, mirror, HUB_AB]);
    check(&file("'https://m.example.com', docker.io"), "a/b:1", &[mirror, HUB_AB]);
    let digest = format!("sha256:{}", "a".repeat(64));
    check(
        "mirrors: {docker.io: {endpoint: ['https://index.docker.io']}}",
        &format!("a/b:1@{digest}"),
        &[
            &format!("https://index.docker.io/v2/a/b/manifests/{digest}?ns=docker.io"),
            &format!("https://registry-1.docker.io/v2/a/b/manifests/{digest} D"),
        ],
    );
}

/// The vectors 22 to 26.
#[test]
fn keys_are_compared_as_they_are_written() {
    check(
        "mirrors: {'localhost:5000': {endpoint: ['https://localhost:5000']}}\nconfigs: {'localhost:5000': {tls: {insecure_skip_verify: true}}}",
        "localhost:5000/a/b:1",
        &[
            "https://localhost:5000/v2/a/b/manifests/1 skip",
            "https://localhost:5000/v2/a/b/manifests/1 D skip then-http",
        ],
    );
    let file = "
mirrors:
  docker.io: {endpoint: ['https://mirror.example.com'], rewrite: {'(.*)': p/$1}}
  '*':
configs: {ghcr.io: {auth: {username: u}}}
";
    check_with(
        file,
        &embedded(),
        "docker.io/a/b:1",
        &[
            "https://127.0.0.1:6443/v2/a/b/manifests/1?ns=docker.io cluster",
            "https://mirror.example.com/v2/p/a/b/manifests/1?ns=docker.io",
            HUB_AB,
        ],
    );
    check_with(
        file,
        &embedded(),
        "quay.io/a/b:1",
        &[
            "https://127.0.0.1:6443/v2/a/b/manifests/1?ns=quay.io cluster",
            "https://quay.io/v2/a/b/manifests/1 D",
        ],
    );
    check_with(
        file,
        &embedded(),
        "ghcr.io/a/b:1",
        &["https://ghcr.io/v2/a/b/manifests/1 D auth=ghcr.io"],
    );
    check(
        "mirrors: {registry.example.com: {endpoint: ['https://m.io']}}",
        "registry.example.com:5000/a/b:1",
        &["https://registry.example.com:5000/v2/a/b/manifests/1 D"],
    );
    check(
        "mirrors: {myregistry: {endpoint: ['http://myregistry:5000']}}",
        "myregistry/a/b:1",
        &["https://registry-1.docker.io/v2/myregistry/a/b/manifests/1 D"],
    );
}

/// The 22nd vector.
#[test]
fn a_key_with_a_path_hides_the_wildcard() {
    let file = "mirrors: {docker.io/library: {endpoint: ['https://x.io']}, '*': {endpoint: ['https://m.io']}}";
    check(file, "docker.io/a/b:1", &[HUB_AB]);
    let quay = "https://m.io/v2/a/b/manifests/1?ns=quay.io";
    check(file, "quay.io/a/b:1", &[quay, "https://quay.io/v2/a/b/manifests/1 D"]);
}

#[test]
fn a_last_endpoint_without_a_host_is_the_registry_itself() {
    let file = "mirrors: {docker.io: {endpoint: [''], rewrite: {'^a/': 'x/'}}}";
    let rewritten = "https://registry-1.docker.io/v2/x/b/manifests/1 D";
    check_with(file, &disabled(), "docker.io/a/b:1", &[rewritten]);
    check(file, "docker.io/a/b:1", &["https:///v2/x/b/manifests/1?ns=docker.io", HUB_AB]);
}

#[test]
fn an_endpoint_of_another_scheme_becomes_a_host() {
    let file = "mirrors: {docker.io: {endpoint: ['ftp://robot:secret@m.io/p?x']}}";
    let asked = "https://ftp:/m.io/p/a/b/manifests/1?ns=docker.io";
    check(file, "docker.io/a/b:1", &[asked, HUB_AB]);
}

#[test]
fn several_rewrites_that_fit_are_all_told() {
    let file =
        "mirrors: {docker.io: {endpoint: ['https://m.io'], rewrite: {'^a/': 'x/', 'b$': 'y'}}}";
    let file = Registries::parse(file).expect("the file can be read");
    let flags = Flags::default();
    let table = Table::new(&file, &flags);
    let resolver = Resolver::new(&file, &table, Profile::default());
    let found = resolver.resolve(&Reference::parse("a/b:1").expect("it is an image"));
    let Rewritten::AnyOf(results) = &found.attempts[0].rewritten else { panic!("{found:?}") };
    let results: BTreeSet<&str> = results.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(results, BTreeSet::from(["x/b", "a/y"]));
}
