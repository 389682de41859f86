use alloc::format;

use super::*;

/// The outcomes that the rules for rewrites name, and those in which Go differs from other engines.
#[test]
fn every_match_is_replaced_as_go_replaces_it() {
    for (pattern, replacement, input, expect) in [
        (
            "^rancher/(.*)",
            "mirror/images/$1",
            "rancher/mirrored-pause",
            "mirror/images/mirrored-pause",
        ),
        ("(.*)", "docker/$1", "library/busybox", "docker/library/busybox"),
        ("(.*)", "$1/docker", "library/busybox", "library/busybox/docker"),
        ("rancher/(.*)", "x/$1", "foo/rancher/bar", "foo/x/bar"),
        ("/", "-", "team1/images/test", "team1-images-test"),
        ("^library/(.*)", "$1_x", "library/busybox", ""),
        ("^library/(.*)", "${1}_x", "library/busybox", "busybox_x"),
        ("^library/(.*)", "p/$2", "library/busybox", "p/"),
        ("^library/(.*)", "p/$$1", "library/busybox", "p/$1"),
        ("^library/", "p/$1", "library/busybox", "p/busybox"),
        ("^Library/(.*)", "p/$1", "library/busybox", "library/busybox"),
        ("(?i)^Library/(.*)", "p/$1", "library/busybox", "p/busybox"),
        ("", "p/", "ab", "p/ap/bp/"),
        ("^(a|ab)(c|bcd)(d*)$", "$1-$2-$3", "abcd", "a-bcd-"),
        (r"\Qa.b\E", "x", "a.b/acb", "x/acb"),
        ("{", "x", "a{", "ax"),
        ("a{,2}", "x", "a{,2}", "x"),
        ("[a&&b]", "x", "a&b", "xxx"),
        (r"\<", "x", "a<b", "axb"),
        (r"(?P<first>a+)(?<second>b)", "${second}$first$none", "aab", "baa"),
        ("a*", "x", "baaac", "xbxcx"),
        ("(?U)a+", "x", "aa", "xx"),
        ("a(?i)b", "x", "aB Ab", "x Ab"),
        (r"[[:upper:]\d-]", "x", "A1-b", "xxxb"),
        (r"\pL", "x", "a1", "x1"),
        (r"(?i)\p{Lu}", "x", "a1", "x1"),
        ("(a*)*", "x", "b", "xbx"),
        ("a*(?i)*", "x", "aab", "xbx"),
        (r"\141", "x", "ab", "xb"),
        ("trailing", "$", "trailing", "$"),
        ("x", "${1", "x", "${1"),
        ("(?P<n>a)|(?P<n>b)", "<$n>", "ab", "<a><b>"),
        ("(a){0}(b)", "<$1$2>", "ab", "a<b>"),
    ] {
        let regexp = Regexp::new(pattern).expect(pattern);
        assert_eq!(regexp.replace_all(input, replacement), expect, "{pattern} {replacement}");
    }
}

#[test]
fn an_expression_that_go_refuses_gives_its_error() {
    for (pattern, expect) in [
        ("(.*", "missing closing ): `(.*`"),
        ("a)", "unexpected ): `a)`"),
        ("^(?!foo)(.*)", "invalid or unsupported Perl syntax: `(?!`"),
        ("a**", "invalid nested repetition operator: `**`"),
        ("x*+", "invalid nested repetition operator: `*+`"),
        ("*", "missing argument to repetition operator: `*`"),
        ("a|*", "missing argument to repetition operator: `*`"),
        ("a{1001}", "invalid repeat count: `{1001}`"),
        ("((a{100}){100}){100}", "invalid repeat count: `{100}`"),
        ("a{2,1}", "invalid repeat count: `{2,1}`"),
        ("[a--b]", "invalid character class range: `a--`"),
        ("[b-a]", "invalid character class range: `b-a`"),
        ("[[:foo:]]", "invalid character class range: `[:foo:]`"),
        ("[a", "missing closing ]: `[a`"),
        (r"\1", r"invalid escape sequence: `\1`"),
        (r"\Z", r"invalid escape sequence: `\Z`"),
        (r"\p{Nope}", r"invalid character class range: `\p{Nope}`"),
        ("\\", "trailing backslash at end of expression: ``"),
        (r"\p", r"invalid character class range: `\p`"),
        ("(?P<n-o>a)", "invalid named capture: `(?P<n-o>`"),
        ("(?x)", "invalid or unsupported Perl syntax: `(?x`"),
    ] {
        let error = Regexp::new(pattern).expect_err(pattern).to_string();
        assert_eq!(error, format!("error parsing regexp: {expect}"), "{pattern}");
    }
}

#[test]
fn hostile_expressions_end_soon() {
    let deep = "(".repeat(5_000) + &")".repeat(5_000);
    let error = Regexp::new(&deep).expect_err("it is too deep").to_string();
    assert!(error.starts_with("error parsing regexp: expression nests too deeply: `(((("));
    let plain = "(?:".repeat(5_000) + &")".repeat(5_000);
    assert!(Regexp::new(&plain).is_ok());
    let large = "(a{30}){30}".repeat(400);
    assert!(Regexp::new(&large).is_err_and(|it| it.is_a_limit_of_ours()));
    let slow = Regexp::new("(a*)*(a*)*(a*)*b").expect("it is one");
    assert_eq!(slow.replace_all(&"a".repeat(255), "x"), "a".repeat(255));
}

#[test]
fn the_length_of_a_program_is_told_without_making_it() {
    for pattern in [
        "",
        "|",
        "^((a|b|)*/)?(.*)$",
        "(a){0}b{3}c{2,}d{0,}e{2,5}(?:f*){7}(g?)*",
        "((x{3}|y{2,4}?)*?z+?|[[:alpha:]]??){3,5}",
        "(?i:a|(b|(c|d)){2}){4,}",
    ] {
        let regexp = Regexp::new(pattern).expect(pattern);
        assert_eq!(Regexp::size(pattern), Ok(regexp.program.len()), "{pattern}");
    }
    // Twenty thousand instructions are tried, and one more is not.
    let most = "(?:a{100}){10}".repeat(20);
    assert_eq!(Regexp::size(&most), Ok(20_000));
    let error = Regexp::new(&(most + "a")).expect_err("one more");
    assert!(error.is_a_limit_of_ours());
    // What Go refuses is told even where there is too much of it.
    let broken = "(a{30}){30}".repeat(400) + "(";
    assert!(Regexp::new(&broken).is_err_and(|it| !it.is_a_limit_of_ours()));
}
