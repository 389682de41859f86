use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Grammar::{self, V1_20, V1_29, V1_32};
use crate::reference::{HostMark, ParseError, Reference, RegistryRule};
use crate::version::Version;

const UNNAMED: &str = "invalid reference format: repository name must be lowercase";
const INVALID: &str = "invalid reference format";
const TOO_LONG: &str = "repository name must not be more than 255 characters";

/// The normalized reference, or upstream's text.
fn outcome(input: &str, grammar: Grammar) -> Result<String, String> {
    let parsed = Reference::parse_as(input, grammar);
    parsed.map(|it| it.to_string()).map_err(|error| error.upstream().to_string())
}

#[track_caller]
fn error(input: &str, grammar: Grammar) -> ParseError {
    Reference::parse_as(input, grammar).expect_err("the input is no reference")
}

/// What each grammar gives, in the order of [`Grammar::ALL`].
#[track_caller]
fn gives(input: &str, expected: [Result<&str, &str>; 3]) {
    for (grammar, expected) in Grammar::ALL.into_iter().zip(expected) {
        let expected = expected.map(String::from).map_err(String::from);
        assert_eq!(outcome(input, grammar), expected, "{input} as {grammar:?}");
    }
}

#[test]
fn each_release_has_the_grammar_of_the_parser_it_links() {
    let grammars: Vec<Grammar> = Version::all().map(Version::grammar).collect();
    assert_eq!(grammars, [[V1_20; 9].as_slice(), &[V1_29; 3], &[V1_32; 5]].concat());
    assert_eq!(Version::NEWEST.grammar(), Grammar::NEWEST);
    assert_eq!(Grammar::default(), Grammar::NEWEST);
}

#[test]
fn an_ipv6_address_is_a_host_since_1_29() {
    for host in ["[::1]", "[::1]:5000", "[2001:db8::1]", "[FD00::1]:443"] {
        let input = format!("{host}/team/app:1");
        gives(&input, [Err(INVALID), Ok(&input), Ok(&input)]);
        let error = error(&input, V1_20);
        assert_eq!(error.span(), 0..input.find(']').expect("it is there") + 1);
        assert_eq!(
            error.to_string(),
            "an IPv6 address is a registry host only since Kubernetes 1.29"
        );
    }
    // What no release reads is not said to be an address.
    for input in ["[::1]", "[::1]x/app", "[::g]/app", "[]/app", "[fe80::1%eth0]:5000/app"] {
        gives(input, [Err(INVALID); 3]);
    }
    let error = error("[::g]/app", V1_20);
    assert_eq!(
        (error.to_string().as_str(), error.span()),
        ("unexpected '[' in registry host", 0..1)
    );
}

#[test]
fn an_upper_case_first_component_is_a_host_since_1_29() {
    gives("MYHOST/foo", [Err(UNNAMED), Ok("MYHOST/foo"), Ok("MYHOST/foo")]);
    gives("Foo/bar:1", [Err(UNNAMED), Ok("Foo/bar:1"), Ok("Foo/bar:1")]);
    gives("LOCALHOST/app", [Err(UNNAMED), Ok("LOCALHOST/app"), Ok("LOCALHOST/app")]);
    // The letter need not be ASCII to make a host, which is then no legal one.
    gives("É/app", [Err(UNNAMED), Err(INVALID), Err(INVALID)]);
    // A host anyway.
    for input in ["MYHOST:5000/foo", "Host.io/foo"] {
        gives(input, [Ok(input); 3]);
    }
    let error = error("Foo/bar", V1_20);
    assert_eq!(
        (error.to_string().as_str(), error.span()),
        ("unexpected 'F' in repository, which is lowercase", 0..1)
    );
}

#[test]
fn the_error_about_upper_case_names_the_repository_since_1_29() {
    let named = "invalid reference format: repository name (library/ROOT) must be lowercase";
    gives("ROOT", [Err(UNNAMED), Err(named), Err(named)]);
    let named = "invalid reference format: repository name (Foo) must be lowercase";
    gives("host.io/Foo:1", [Err(UNNAMED), Err(named), Err(named)]);
    // The grammar's own check says it without a name in all of them.
    gives("MY_HOST.io/foo", [Err("repository name must be lowercase"); 3]);
}

#[test]
fn the_limit_counts_the_host_until_1_31() {
    // "docker.io/library/" has 18 bytes, "library/" 8.
    let name = |length| "a".repeat(length);
    let full = |length| format!("docker.io/library/{}", name(length));
    gives(&name(237), [Ok(&full(237)); 3]);
    gives(&name(238), [Err(TOO_LONG), Err(TOO_LONG), Ok(&full(238))]);
    gives(&name(247), [Err(TOO_LONG), Err(TOO_LONG), Ok(&full(247))]);
    gives(&name(248), [Err(TOO_LONG); 3]);
    for host in ["reg.io:5000/", "docker.io/team/"] {
        let fits = format!("{host}{}", name(255 - host.len()));
        gives(&fits, [Ok(&fits); 3]);
        let more = format!("{fits}b");
        gives(&more, [Err(TOO_LONG), Err(TOO_LONG), Ok(&more)]);
    }
    // The alias counts as what it means.
    let alias = format!("index.docker.io/{}", name(237));
    gives(&alias, [Ok(&full(237)); 3]);
    // Tag and digest do not count, and neither does a host that is none.
    let tagged = format!("{}:{}", name(237), name(128));
    gives(&tagged, [Ok(&format!("docker.io/library/{tagged}")); 3]);
    let hostless = |length: usize| format!("my_host.io/{}", name(length - 11));
    gives(&hostless(255), [Ok(&hostless(255)); 3]);
    gives(&hostless(256), [Err(TOO_LONG); 3]);
}

#[test]
fn the_error_about_the_limit_says_what_counts() {
    let input = format!("reg.io/{}:1", "a".repeat(249));
    for grammar in [V1_20, V1_29] {
        let error = error(&input, grammar);
        assert_eq!(error.span(), 0..256);
        assert_eq!(
            error.to_string(),
            "before Kubernetes 1.32, registry host and repository have at most 255 bytes \
             together, here are 256"
        );
    }
    let error = error(&format!("reg.io/{}", "a".repeat(256)), V1_32);
    assert_eq!(
        (error.to_string().as_str(), error.span()),
        ("a repository has at most 255 bytes, here are 256", 7..263)
    );
}

#[test]
fn the_limit_is_judged_before_the_digest() {
    let input = format!("{}@sha256:{}", "a".repeat(240), "a".repeat(40));
    gives(&input, [Err(TOO_LONG), Err(TOO_LONG), Err("invalid checksum digest length")]);
}

#[test]
fn what_an_older_grammar_reads_means_the_same_in_newer_ones() {
    let digest = format!("sha256:{}", "0".repeat(64));
    for name in ["nginx", "team/app", "reg.io/a", "localhost/a", "Host.io:1/a", "my_host.io/a"] {
        for suffix in [String::new(), ":1".into(), format!("@{digest}"), format!(":1@{digest}")] {
            let input = format!("{name}{suffix}");
            let read = |grammar| Reference::parse_as(&input, grammar);
            assert!(read(V1_20).is_ok(), "{input}");
            assert_eq!(read(V1_20), read(V1_29));
            assert_eq!(read(V1_29), read(V1_32));
        }
    }
}

#[test]
fn the_rule_of_the_registry_names_the_mark_that_counted() {
    let rule = |input| Reference::parse_as(input, V1_29).map(|it| it.registry_rule());
    assert_eq!(rule("reg.io/a"), Ok(RegistryRule::Written(HostMark::DotOrColon)));
    assert_eq!(rule("Reg.io/a"), Ok(RegistryRule::Written(HostMark::DotOrColon)));
    assert_eq!(rule("[::1]/a"), Ok(RegistryRule::Written(HostMark::DotOrColon)));
    assert_eq!(rule("localhost/a"), Ok(RegistryRule::Written(HostMark::Localhost)));
    assert_eq!(rule("Localhost/a"), Ok(RegistryRule::Written(HostMark::UpperCase)));
}

#[test]
fn the_error_of_kubernetes_quotes_the_image_since_1_28() {
    let text = |minor| {
        let version = Version::new(minor).expect("it is known");
        let error = error("MyOrg/\"app", version.grammar());
        error.kubernetes_as("MyOrg/\"app", version).to_string()
    };
    assert_eq!(text(27), format!("couldn't parse image name: {UNNAMED}"));
    assert_eq!(text(28), format!(r#"couldn't parse image name "MyOrg/\"app": {UNNAMED}"#));
    assert_eq!(text(29), r#"couldn't parse image name "MyOrg/\"app": invalid reference format"#);
    let newest = error("MyOrg/\"app", V1_32);
    assert_eq!(newest.kubernetes("MyOrg/\"app").to_string(), text(36));
}
