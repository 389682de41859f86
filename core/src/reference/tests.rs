use alloc::format;
use alloc::string::{String, ToString};

use super::*;

#[track_caller]
fn rejects(input: &str, span: Range<usize>, message: &str) {
    let error = Reference::parse(input).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.span()), (message, span));
}

#[track_caller]
fn reads(input: &str, registry: &str, repository: &str, familiar: &str) {
    let reference = Reference::parse(input).unwrap();
    assert_eq!(reference.registry(), registry);
    assert_eq!(reference.repository().to_string(), repository);
    assert_eq!(reference.familiar().to_string(), familiar);
    let again = reference.to_string();
    assert_eq!(Reference::parse(&again).map(|it| it.to_string()), Ok(again.clone()));
}

#[test]
fn a_missing_registry_is_docker_hub() {
    reads("nginx", "docker.io", "library/nginx", "nginx");
    reads("team/app:1", "docker.io", "team/app", "team/app:1");
    reads("index.docker.io/nginx", "docker.io", "library/nginx", "nginx");
    reads("docker.io/library/nginx", "docker.io", "library/nginx", "nginx");
    reads("docker.io/library/a/b", "docker.io", "library/a/b", "library/a/b");
}

#[test]
fn a_first_component_with_dot_colon_or_upper_case_is_a_registry() {
    reads("reg.io/app", "reg.io", "app", "reg.io/app");
    reads("localhost/app", "localhost", "app", "localhost/app");
    reads("host:5000/a/b", "host:5000", "a/b", "host:5000/a/b");
    reads("MyOrg/app", "MyOrg", "app", "MyOrg/app");
    reads("[::1]:5000/app", "[::1]:5000", "app", "[::1]:5000/app");
}

#[test]
fn a_host_that_is_none_but_a_component_leaves_the_registry_empty() {
    reads("my_host.io/foo", "", "my_host.io/foo", "my_host.io/foo");
}

#[test]
fn the_rule_of_the_registry_is_the_parsers_decision() {
    let rule = |input| Reference::parse(input).unwrap().registry_rule();
    assert_eq!(rule("team/app"), RegistryRule::Implied);
    assert_eq!(rule("index.docker.io/app"), RegistryRule::Alias);
    assert_eq!(rule("docker.io/app"), RegistryRule::Written(HostMark::DotOrColon));
    assert_eq!(rule("reg.io/app"), RegistryRule::Written(HostMark::DotOrColon));
    assert_eq!(rule("my_host.io/app"), RegistryRule::Component);
}

#[test]
fn an_error_names_the_part_and_the_place() {
    rejects("", 0..0, "an image reference is expected, here is nothing");
    rejects("nginx ", 5..6, "white space around the reference is part of it");
    rejects("https://reg.io/a", 0..8, "a reference has no scheme: write the host without it");
    rejects("nginx:", 6..6, "a tag is expected after ':'");
    rejects("reg.io/", 7..7, "a repository is expected at the end");
    rejects("reg.io//a", 7..8, "unexpected '/' in repository, where a component is expected");
    rejects(
        "reg.io/a..b",
        9..10,
        "unexpected '.' in repository, where a letter or a digit is expected",
    );
    rejects("reg.io:x/a", 7..8, "unexpected 'x' in port, which has digits only");
    rejects(
        "my_host:1/a",
        2..3,
        "unexpected '_' in registry host, which has letters, digits, '-' and '.'",
    );
    rejects("a:1:2", 3..4, "unexpected ':' in tag: a second ':' (the digest comes after '@')");
    rejects("a@sha256:abc", 12..12, "the digest stops too soon; it is written algorithm:hex");
    rejects(
        &format!("a@sha256:{}", "a".repeat(63)),
        9..72,
        "sha256 needs 64 hex digits, here are 63",
    );
    rejects(
        &format!("a:{}", "t".repeat(129)),
        2..131,
        "a tag has at most 128 characters, here are 129",
    );
    rejects(&"a".repeat(248), 0..248, "a repository has at most 255 bytes, here are 256");
    rejects("föö", 1..3, "unexpected 'ö' in repository");
}

#[test]
fn spans_point_at_what_is_written() {
    let input = format!("reg.io:5000/team/app:1.4@sha256:{}", "0".repeat(64));
    let spans = Reference::parse(&input).unwrap().spans();
    let text = |span: Range<usize>| input[span].to_string();
    assert_eq!(spans.registry.map(text), Some(String::from("reg.io:5000")));
    assert_eq!(&input[spans.repository], "team/app");
    assert_eq!(&input[spans.tag.unwrap()], "1.4");
    assert_eq!(&input[spans.digest.unwrap()], &input[25..]);
    assert_eq!(Reference::parse("nginx").unwrap().spans().registry, None);
}

#[test]
fn a_failure_is_linear_in_the_input() {
    let long = "A/".repeat(5_000_000);
    assert!(Reference::parse(&long).is_err());
    assert!(Reference::parse(&"a-".repeat(5_000_000)).is_err());
}
