//! The inputs on which credible parsers disagree, row by row.

use super::*;
use alloc::string::ToString;

/// In the order of [`Parser::ALL`]: kubelet, podman, crane, containerd, regclient, oci-spec, swimlane,
/// parse-docker-image-name; `+` accepts, `-` refuses.
#[track_caller]
fn check(input: &str, expect: &str) {
    let found: String = readings(input)
        .iter()
        .map(|reading| if reading.parsed.is_ok() { '+' } else { '-' })
        .collect();
    assert_eq!(found, expect, "{input}");
}

fn long(prefix: &str, letter: &str, count: usize) -> String {
    format!("{prefix}{}", letter.repeat(count))
}

#[test]
fn a_tag_without_a_slash_is_a_port_to_containerd() {
    check("busybox:1.32.0", "+++-++++");
}

#[test]
fn localhost_alone_is_a_repository_to_all_but_regclient() {
    check("localhost:5000", "++++-+++");
    check("localhost", "++++-+++");
}

#[test]
fn upper_case_is_a_host_a_repository_or_an_error() {
    check("MYHOST/app", "+--+++-+");
    check("MyHost/app:v1", "+--+++-+");
    let host = |parser: Parser, input| parser.parse(input).map(|it| it.registry().to_string());
    assert_eq!(host(Parser::Kubelet, "MYHOST/app"), Ok("MYHOST".to_string()));
    assert_eq!(host(Parser::OciSpec, "MYHOST/app"), Ok("docker.io".to_string()));
    assert_eq!(host(Parser::ParseDockerImageName, "MYHOST/app"), Ok(String::new()));
}

#[test]
fn addresses_in_brackets() {
    check("[2001:db8::1]:5000/app", "+-+++---");
    check("[fe80::1%25eth0]/app", "---+----");
}

#[test]
fn hosts_that_no_grammar_has() {
    for input in ["example.com:/app", "-host.com/app", "host-.com/app", "a..b/app"] {
        check(input, "--++----");
    }
}

#[test]
fn upper_case_in_a_repository() {
    for input in ["docker.io/Library/busybox", "example.com/App", "Busybox"] {
        check(input, "---+----");
    }
}

#[test]
fn tags_that_begin_or_end_wrongly() {
    check("busybox:-1", "--+-----");
    check("busybox:.1", "--+-----");
    check("busybox:", "---+----");
    check("x/app:v1:v2", "---+----");
}

#[test]
fn digests_by_shape_or_by_value() {
    let hex = "0123456789abcdef".repeat(4);
    check(&format!("busybox@sha256:{}", hex.to_uppercase()), "----+++-");
    check(&format!("busybox@SHA256:{hex}"), "----+---");
    check(&format!("busybox@md5:{}", &hex[..32]), "----+---");
    check(&format!("busybox@sha256:{hex}0"), "----+---");
    // go-containerregistry links SHA-512 by now, and accepts both.
    check(&format!("busybox@sha512:{hex}{hex}"), "+++-++++");
    check(&format!("busybox@sha384:{}", &format!("{hex}{hex}")[..96]), "+++-++++");
    check(&hex, "--++++-+");
    check(&format!("sha256:{hex}"), "+++-++++");
}

#[test]
fn separators_and_empty_components() {
    for input in ["a/b___c", "a/b-.c", "a/b..c", "a/_b", "a/b_", "a//b", "busybox/"] {
        check(input, "--++----");
    }
}

#[test]
fn schemes_and_a_slash_in_front() {
    // go-containerregistry names http:// and https:// by now, and refuses both.
    check("https://example.com/app", "--------");
    check("docker://x", "--+-----");
    check("oci://example.com/app", "--+-----");
    check("/busybox", "--+-----");
}

#[test]
fn lengths() {
    check(&long("", "a", 255), "--+++--+");
    check(&long("", "a", 256), "---++---");
    check(&long("example.com/", "a", 255), "+-++++--");
}

#[test]
fn hosts_without_a_repository_and_letters_beyond_ascii() {
    for input in ["gcr.io/", "docker.io/", "ünïcode/app"] {
        check(input, "---+----");
    }
}

#[test]
fn a_difference_is_a_sentence() {
    let of = |input, parser| {
        readings(input).into_iter().find(|it| it.parser == parser).and_then(|it| it.difference)
    };
    assert_eq!(of("nginx:1.27", Parser::Crane), None);
    assert_eq!(
        of("nginx:1.27", Parser::Containerd).as_deref(),
        Some(
            "it refuses what the kubelet accepts: 1.27 is no port, and what stands before the first \
             / is a host here"
        )
    );
    assert_eq!(
        of("busybox:-1", Parser::Crane).as_deref(),
        Some(
            "it accepts what the kubelet refuses: unexpected '-' in tag, which begins with a letter, a digit or '_'"
        )
    );
    assert_eq!(
        of("busybox", Parser::Containerd).as_deref(),
        Some(
            "it takes this for the registry host busybox without a repository, the kubelet for \
              library/busybox on docker.io"
        )
    );
}
