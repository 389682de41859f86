use super::*;
use alloc::vec;

#[track_caller]
fn resolves(runtime: &str, image: &str, expect: &[&str], rule: ResolveRule) {
    let runtime = Runtime::of_version(runtime).expect("a runtime is named");
    let reference = Reference::parse(image).expect("the image is a reference");
    let resolved = runtime.resolve(&reference).expect("it takes the name");
    assert_eq!((&resolved.references[..], resolved.rule), (expect_texts(expect).as_slice(), rule));
}

fn expect_texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

#[test]
fn containerd_and_docker_mean_docker_hub() {
    for runtime in ["containerd://1.7.0", "containerd://2.2.0", "docker://27.0.3"] {
        let expect = ["docker.io/library/kong:3.9"];
        resolves(runtime, "kong:3.9", &expect, ResolveRule::DockerHub);
        resolves(runtime, "localhost/a", &["localhost/a:latest"], ResolveRule::Written);
    }
}

#[test]
fn cri_o_searches_registries_that_a_node_does_not_tell() {
    resolves("cri-o://1.33.2", "kong:3.9", &[], ResolveRule::Unknown);
    resolves("cri-o://1.34.0", "localhost/a", &["localhost/a:latest"], ResolveRule::Written);
}

#[test]
fn the_version_of_cri_o_decides_the_mode() {
    let mode = |text| match Runtime::of_version(text) {
        Some(Runtime::CriO(it)) => it.mode,
        other => panic!("{other:?} is not CRI-O"),
    };
    assert_eq!(mode("cri-o://1.33.9"), ShortNameMode::Disabled);
    assert_eq!(mode("cri-o://1.34.0-dev"), ShortNameMode::Enforcing);
    assert_eq!(mode("cri-o://"), ShortNameMode::Enforcing);
}

#[test]
fn one_registry_is_no_ambiguity() {
    let registries = Some(vec!["quay.io/".to_string()]);
    let node = ShortNames { registries, ..ShortNames::default() };
    assert_eq!(
        node.resolve("team/app").map(|it| it.references),
        Ok(vec!["quay.io/team/app:latest".into()])
    );
}

#[test]
fn without_registries_nothing_is_asked() {
    let node = ShortNames { registries: Some(vec![]), ..ShortNames::default() };
    let error = node.resolve("kong").expect_err("there is nowhere to look");
    assert_eq!(
        error.upstream(),
        "short-name \"kong\" did not resolve to an alias and no unqualified-search registries are \
         defined in \"/etc/containers/registries.conf\""
    );
    assert_eq!(
        error.to_string(),
        "kong names no registry, and CRI-O has neither an alias for it nor a registry to search"
    );
}

#[test]
fn an_alias_comes_before_the_registries_and_keeps_the_tag() {
    let registries = Some(vec!["docker.io".to_string(), "quay.io".to_string()]);
    let mut node = ShortNames { registries, ..ShortNames::default() };
    node.aliases.insert("kong".into(), "docker.io/kong".into());
    let asked = node.resolve("kong:3.9").map(|it| (it.references, it.rule));
    assert_eq!(asked, Ok((vec!["docker.io/library/kong:3.9".into()], ShortNameRule::Alias)));
}

#[test]
fn a_host_that_newer_parsers_read_is_none_to_cri_o() {
    let node = ShortNames::default();
    let error = node.resolve("[::1]:5000/app:1").expect_err("its parser knows no IPv6");
    assert_eq!(
        error.upstream(),
        "cannot parse input: \"[::1]:5000/app:1\": invalid reference format"
    );
}
