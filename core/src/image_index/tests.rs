use super::*;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::json;

/// The text of an index with these platforms, as `os/architecture/variant`; `-` has none.
fn text_of(platforms: &[&str]) -> String {
    let entry = |(number, platform): (usize, &&str)| {
        let digest = format!("sha256:{number:064}");
        let mut parts = platform.split('/');
        let mut next = || parts.next().unwrap_or_default();
        let platform = match *platform {
            "-" => String::new(),
            _ => format!(
                r#", "platform": {{"os": "{}", "architecture": "{}", "variant": "{}", "os.version": "{}"}}"#,
                next(),
                next(),
                next(),
                next()
            ),
        };
        format!(
            r#"{{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "{digest}"{platform}}}"#
        )
    };
    let entries: Vec<String> = platforms.iter().enumerate().map(entry).collect();
    format!(r#"{{"schemaVersion": 2, "manifests": [{}]}}"#, entries.join(", "))
}

fn index(platforms: &[&str]) -> Index {
    read(&text_of(platforms)).expect("it is an index")
}

fn read(text: &str) -> Result<Index, IndexError> {
    Index::read(&json::parse(text, json::DEFAULT_MAX_DEPTH).expect("it is JSON"))
}

#[track_caller]
fn takes(platforms: &[&str], node: &str, expect: [Option<usize>; 3]) {
    let node: Platform = node.parse().expect("it is a platform");
    let index = index(platforms);
    let pullers = [Puller::Containerd, Puller::ContainerdLocal, Puller::CriO];
    assert_eq!(pullers.map(|it| index.select(&node, it).chosen), expect);
}

#[track_caller]
fn says(platforms: &[&str], node: &str, puller: Puller, expect: &[&str]) {
    let node: Platform = node.parse().expect("it is a platform");
    let selection = index(platforms).select(&node, puller);
    let said: Vec<&str> = selection.verdicts.iter().map(|it| it.sentence.as_str()).collect();
    assert_eq!(said, expect);
}

#[track_caller]
fn refused(text: &str, at: &str, expect: &str) {
    let error = read(text).expect_err("it is no index");
    assert_eq!((error.to_string().as_str(), &text[error.span()]), (expect, at));
}

#[test]
fn a_newer_32_bit_arm_takes_what_an_older_one_ran_but_not_over_the_transfer_service() {
    takes(&["linux/arm/v5", "linux/arm/v6"], "linux/arm/v7", [None, Some(1), Some(1)]);
    takes(&["linux/arm/v6", "linux/arm/v7"], "linux/arm/v7", [Some(1); 3]);
    takes(&["linux/arm/v7"], "linux/arm/v6", [None; 3]);
}

#[test]
fn runtimes_differ_on_a_64_bit_processor_that_ran_32_bit_programs() {
    takes(&["linux/arm/v7"], "linux/arm64/v8", [None, Some(0), None]);
    takes(&["linux/386"], "linux/amd64", [None, Some(0), None]);
}

#[test]
fn other_words_for_an_architecture_are_those_of_containerd_alone() {
    takes(&["linux/x86_64", "linux/aarch64/8"], "linux/amd64", [Some(0), Some(0), None]);
    takes(&["linux/amd64/v1"], "linux/amd64", [Some(0), Some(0), None]);
}

#[test]
fn no_platform_comes_last_and_an_attestation_never() {
    takes(&["-", "linux/amd64"], "linux/amd64", [Some(1); 3]);
    takes(&["unknown/unknown", "-"], "linux/amd64", [Some(1); 3]);
    says(
        &["unknown/unknown"],
        "linux/amd64",
        Puller::Containerd,
        &["its platform is unknown/unknown, as of what is no image to run"],
    );
}

#[test]
fn windows_has_to_be_of_a_build_that_the_host_runs() {
    let builds = ["windows/amd64//10.0.17763.5458", "windows/amd64//10.0.20348.2340"];
    takes(&builds, "windows(10.0.17763)/amd64", [Some(0), Some(0), Some(0)]);
    takes(&builds, "windows(10.0.26100)/amd64", [Some(1), Some(1), Some(0)]);
    says(
        &builds,
        "windows(10.0.26100)/amd64",
        Puller::Containerd,
        &[
            "it is for Windows 10.0.17763.5458 (Windows Server 2019), and the node is 10.0.26100 \
             (Windows Server 2025), which runs builds 20348 to 26100",
            "it is for amd64, as the node is",
        ],
    );
}

#[test]
fn each_manifest_is_told_why_not() {
    says(
        &["linux/amd64", "windows/arm64", "linux/arm64", "linux/arm/v6", "linux/arm64"],
        "linux/arm64/v8",
        Puller::Containerd,
        &[
            "it is for amd64, and the node is arm64",
            "it is for windows, and the node runs linux",
            "it is for arm64, as the node is",
            "it is for arm/v6, whose programs arm64 runs, but this runtime fetches the node's own \
             platform alone; another one comes before it",
            "it is for arm64, as the node is; another one comes before it",
        ],
    );
    says(
        &["linux/arm/v8", "linux/arm/v5"],
        "linux/arm/v7",
        Puller::CriO,
        &[
            "it is for arm/v8, and the node is arm/v7",
            "it is for arm/v5, whose programs arm/v7 runs",
        ],
    );
}

#[test]
fn a_level_of_amd64_without_end_is_compared_without_a_list() {
    let levels = ["linux/amd64/v3", "linux/amd64"];
    takes(&levels, "linux/amd64/v999999999999999999", [None, Some(0), Some(1)]);
}

#[test]
fn the_verbose_output_of_docker_is_an_index_with_a_name() {
    let digest = format!("sha256:{:064}", 7);
    let text = format!(
        r#"[{{"Ref": "docker.io/library/alpine:3.20@{digest}", "Descriptor": {{
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "digest": "{digest}",
        "size": 528, "platform": {{"architecture": "arm", "os": "linux", "variant": "v6"}}}}}}]"#
    );
    let index = read(&text).expect("it is an index");
    assert_eq!(index.name.as_deref(), Some("docker.io/library/alpine:3.20"));
    assert_eq!((index.format, index.entries[0].size), (IndexFormat::Docker, Some(528)));
    assert_eq!(
        &text[index.entries[0].platform_span.clone()],
        r#"{"architecture": "arm", "os": "linux", "variant": "v6"}"#
    );
}

#[test]
fn what_is_no_index_is_refused_at_its_place() {
    refused("{}", "{}", "this is no image index, which is an object with a list of manifests");
    refused("[]", "[]", "this is no image index, which is an object with a list of manifests");
    refused(
        r#"{"manifests": [], "layers": [1]}"#,
        "[1]",
        "it has manifests, as an index, and layers, as the manifest of one image: runtimes refuse \
         what may be either",
    );
    refused(
        r#"{"mediaType": "text/plain", "manifests": []}"#,
        "\"text/plain\"",
        "the media type is neither that of an image index nor of a manifest list",
    );
    refused(r#"{"manifests": 1}"#, "1", "manifests has to be a list");
    refused(r#"{"manifests": [2]}"#, "2", "an entry of manifests has to be an object");
    refused(
        r#"{"manifests": [{}]}"#,
        "{}",
        "the entry has no digest, by which it would be fetched",
    );
    refused(r#"{"manifests": [{"digest": 5}]}"#, "5", "digest has to be a text");
    let with =
        |member: &str| format!(r#"{{"manifests": [{{"digest": "sha256:{:064}", {member}}}]}}"#, 1);
    refused(&with(r#""size": -1"#), "-1", "size has to be a number of bytes");
    refused(&with(r#""platform": "linux""#), "\"linux\"", "platform has to be an object");
    refused(&with(r#""platform": {"os": 3}"#), "3", "os has to be a text");
    refused(
        &with(r#""platform": {"os.features": {}}"#),
        "{}",
        "os.features has to be a list of texts",
    );
    refused(
        &with(r#""platform": {"os.features": [1]}"#),
        "1",
        "os.features has to be a list of texts",
    );
}

#[test]
fn a_platform_that_is_none_says_where() {
    let error = |text: &str| {
        let error = text.parse::<Platform>().expect_err("it is no platform");
        (error.to_string(), error.span())
    };
    assert_eq!(error("").0, "a platform is expected, as linux/amd64, here is nothing");
    assert_eq!(error("/amd64").0, "the operating system is missing: linux/amd64 is one with it");
    assert_eq!(error("linux/").1, 6..6);
    assert_eq!(error("linux(1/amd64").0, "the bracket after the operating system is not closed");
    let unexpected = "unexpected ' ', a platform is written as linux/arm64/v8";
    assert_eq!(error("linux/amd 64"), (unexpected.to_string(), 9..10));
    assert_eq!(error("linux/arm/v7/x").1, 12..13);
}
