use super::*;
use alloc::format;
use alloc::string::String;

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn release(minor: u8) -> Version {
    Version::new(minor).expect("a known release")
}

#[track_caller]
fn covers(minor: u8, pattern: &str, image: &str, expect: bool) {
    let version = release(minor);
    let alone = Pattern::parse(pattern, version).expect("a pattern");
    assert_eq!(alone.matches(image), expect, "{pattern} {image}");
    let list = Allowlist::parse(["other.repo/x", pattern], version).expect("a list");
    assert_eq!(list.find(image), expect.then_some(1), "{pattern} {image}");
}

#[track_caller]
fn refuses(minor: u8, pattern: &str, text: &str, span: Range<usize>) {
    let error = Pattern::parse(pattern, release(minor)).expect_err("no pattern");
    assert_eq!((error.to_string(), error.span()), (String::from(text), span));
}

#[test]
fn a_name_covers_every_tag_and_a_prefix_everything_below() {
    covers(36, "test.io/test/test-image", "test.io/test/test-image:tag", true);
    for pattern in ["test.io/test/*", "test.io/*"] {
        covers(36, pattern, "test.io/test/test-image:tag", true);
    }
    covers(36, "different.repo/test/*", "test.io/test/test-image:tag", false);
    covers(36, "test.io/*", "test.io.example.com/a", false);
    for image in ["ubuntu", "ubuntu:tagged", &format!("ubuntu@{DIGEST}")] {
        covers(36, "ubuntu", image, true);
    }
}

#[test]
fn nothing_is_filled_in_on_either_side() {
    for pattern in ["docker.io/library/ubuntu", "docker.io/library/*"] {
        covers(36, pattern, "ubuntu", false);
    }
    covers(36, "ubuntu", "docker.io/library/ubuntu", false);
}

#[test]
fn before_1_36_a_name_covers_only_an_image_without_tag_and_digest() {
    for minor in 33..=35 {
        covers(minor, "test.io/image", "test.io/image", true);
        covers(minor, "test.io/image", "test.io/image:tag", false);
        covers(minor, "test.io/image", &format!("test.io/image@{DIGEST}"), false);
        covers(minor, "test.io/*", "test.io/image:tag", true);
        covers(minor, "docker.io/library/ubuntu", "docker.io/library/ubuntu", true);
        covers(minor, "docker.io/library/ubuntu", "ubuntu", false);
    }
}

#[test]
fn an_image_that_is_no_reference_is_compared_as_it_is() {
    covers(36, "test.io/*", "test.io/Image:a:b", true);
    covers(36, "test.io/image", "test.io/image:a:b", false);
}

#[test]
fn what_is_no_pattern_has_upstreams_text_and_a_place() {
    let star = "not a valid wildcard pattern, only patterns ending with '/*' are allowed: ";
    let tagged = "neither tag nor digest is accepted in an image reference: ";
    let name = "failed to parse as an image name: ";
    refuses(36, "x ", "leading/trailing spaces are not allowed: x ", 1..2);
    refuses(36, "\u{a0}x", "leading/trailing spaces are not allowed: \u{a0}x", 0..2);
    refuses(36, "", "the supplied pattern is too short: ", 0..0);
    refuses(36, "*", &format!("{star}*"), 0..1);
    refuses(36, "image.repo/pokus*", &format!("{star}image.repo/pokus*"), 16..17);
    refuses(36, "image.repo/*/x", &format!("{star}image.repo/*/x"), 11..12);
    refuses(36, "a*/*", &format!("{star}a*/*"), 1..2);
    refuses(36, "/*", "at least registry hostname is required", 0..2);
    refuses(36, "image.repo/", &format!("{name}invalid reference format"), 11..11);
    refuses(36, "image.repo/X", &format!("{name}repository name must be lowercase"), 11..12);
    refuses(36, "x:tag", &format!("{tagged}x:tag"), 1..5);
    let digest = format!("x@{DIGEST}");
    refuses(36, &digest, &format!("{tagged}{digest}"), 1..73);
}

#[test]
fn before_1_36_a_name_is_written_in_full() {
    let tagged = "neither tag nor digest is accepted in an image reference: ";
    for minor in 33..=35 {
        for short in ["ubuntu", "docker.io/ubuntu", "index.docker.io/library/ubuntu"] {
            refuses(minor, short, &format!("{tagged}{short}"), 0..short.len());
        }
        refuses(minor, "r.io/x:tag", &format!("{tagged}r.io/x:tag"), 6..10);
        let upper = "invalid reference format: repository name (X) must be lowercase";
        refuses(minor, "r.io/X", &format!("failed to parse as an image name: {upper}"), 5..6);
    }
}

#[test]
fn a_wildcards_prefix_is_not_parsed() {
    covers(36, "a:b@c /*", "a:b@c /x", true);
    covers(36, "//*", "//x", true);
}

#[test]
fn a_list_names_its_first_pattern_that_is_none() {
    let found = Allowlist::parse(["a", "b*", "*"], Version::NEWEST).expect_err("no list");
    assert_eq!((found.0, found.1.kind()), (1, &ErrorKind::Star));
}
