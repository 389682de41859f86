//! Files of a node that hold what nobody means: each is answered with a place, in the kubelet's words
//! where it has some.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::finding::Severity;

const KUBELET: &str = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
const PROVIDERS: &str =
    "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: ";
const PROVIDER: &str =
    "name: a, apiVersion: credentialprovider.kubelet.k8s.io/v1, matchImages: [a.io]";
const ANSWER: &str = r#"{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1","cacheKeyType":"Image","auth":{}}"#;
const RECORD: &str = r#"{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1","lastUpdatedTime":null,"imageRef":"sha256:1","credentialMapping":{}}"#;
const INDEX: &str =
    r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#;

/// The first finding: its code and what it marks. Every place stands in the text.
#[track_caller]
fn first(text: &str, code: &str, marked: &str) {
    let report = look(text);
    let found =
        report.findings.first().unwrap_or_else(|| panic!("nothing is found in {text:.200}"));
    let span = found.finding.span.clone().expect("a place");
    assert_eq!((found.finding.code, &text[span]), (code, marked), "{text:.200}");
}

/// What the kubelet ends with, and what is marked as the reason.
#[track_caller]
fn ends(fields: &str, marked: &str, said: &str) {
    let text = format!("{KUBELET}{fields}\n");
    let report = look(&text);
    let kubelet = report.node.kubelet.as_ref().expect("it is recognized");
    let upstream = kubelet.end.as_ref().and_then(|it| it.upstream.clone()).unwrap_or_default();
    assert_eq!(upstream, said, "{fields}");
    let found = report.findings.iter().find(|it| it.finding.severity == Severity::Error);
    let span = found.and_then(|it| it.finding.span.clone()).expect("an error has a place");
    assert_eq!(&text[span], marked, "{fields}");
}

#[test]
fn a_number_of_a_kubelet_is_negative_huge_or_none() {
    let parallel = |it: &str| {
        format!("invalid configuration: maxParallelImagePulls {it} must be a positive number")
    };
    let decode = |value: &str, field: &str, kind: &str| {
        format!(
            "failed to decode: json: cannot unmarshal {value} into Go struct field \
             KubeletConfiguration.{field} of type {kind}"
        )
    };
    ends("maxParallelImagePulls: 0", "0", &parallel("0"));
    ends("maxParallelImagePulls: -2147483648", "-2147483648", &parallel("-2147483648"));
    let huge = "99999999999999999999";
    let said = decode(&format!("number {huge}"), "maxParallelImagePulls", "int32");
    ends("maxParallelImagePulls: 2147483648", "2147483648", &said.replace(huge, "2147483648"));
    ends("registryPullQPS: 1.5", "1.5", &decode("number 1.5", "registryPullQPS", "int32"));
    ends("registryBurst: []", "[]", &decode("array", "registryBurst", "int32"));
    ends("serializeImagePulls: {}", "{}", &decode("object", "serializeImagePulls", "bool"));
    ends(
        "registryBurst: -1",
        "-1",
        "invalid configuration: registryBurst (--registry-burst) -1 must not be a negative number",
    );
    ends(
        "maxParallelImagePulls: 3\nserializeImagePulls: true",
        "true",
        "invalid configuration: maxParallelImagePulls cannot be larger than 1 unless \
         SerializeImagePulls (--serialize-image-pulls) is set to false",
    );
    let digits = "9".repeat(100_000);
    first(&format!("{KUBELET}registryBurst: {digits}\n"), "kubelet-config/wrong-type", &digits);
}

#[test]
fn a_value_that_is_refused_says_nothing_of_pulls() {
    let report = look(&format!("{KUBELET}registryPullQPS: -1\nmaxParallelImagePulls: 2\n"));
    let kubelet = report.node.kubelet.as_ref().expect("it is recognized");
    let says = |path: &str| {
        let field = kubelet.fields.iter().find(|it| it.path == path);
        field.map(|it| it.sentence.clone()).unwrap_or_default()
    };
    assert_eq!(says("registryPullQPS"), "The kubelet does not start with this value.");
    assert_eq!(
        says("maxParallelImagePulls"),
        "At most 2 pulls run at once; others wait for one to end."
    );
}

#[test]
fn a_thousand_findings_are_made_of_any_number_of_unknown_fields() {
    let fields: String = (0..3_000).map(|it| format!("imagePull{it}: 1\n")).collect();
    let report = look(&format!("{KUBELET}{fields}"));
    assert_eq!(report.findings.len(), 1_000);
}

#[test]
fn a_configuration_of_providers_is_of_any_type() {
    let refused = "credential-provider/refused";
    let of = |providers: &str, marked: &str| {
        first(&format!("{PROVIDERS}{providers}\n"), refused, marked);
    };
    of("{}", "{}");
    of("[1]", "1");
    of("7", "7");
    of(&format!("[{{{PROVIDER}, defaultCacheDuration: 99999999999h}}]"), "99999999999h");
    of(&format!("[{{{PROVIDER}, defaultCacheDuration: -1m}}]"), "-1m");
    of(&format!("[{{{PROVIDER}, defaultCacheDuration: 5}}]"), "5");
    of(&format!("[{{{PROVIDER}, defaultCacheDuration: 1m, matchImage: []}}]"), "matchImage");
    let deep = format!("{PROVIDERS}{}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    first(&deep, "document/broken", "");
}

#[test]
fn an_answer_of_a_plugin_is_of_any_type_and_size() {
    let unusable = "credential-provider/answer-unusable";
    let of =
        |from: &str, to: &str, marked: &str| first(&ANSWER.replace(from, to), unusable, marked);
    of("{}", "[1]", "[1]");
    of("\"Image\"", "{}", "{}");
    of("\"auth\":{}", "\"cacheDuration\":5", "5");
    of("\"auth\":{}", "\"auths\":{}", "\"auths\"");
    first(&ANSWER[..ANSWER.len() - 5], "document/broken", "");
    let auth: Vec<String> =
        (0..20_000).map(|it| format!(r#""r{it}.io":{{"password":"parrot-7Qp"}}"#)).collect();
    let many = ANSWER.replace("{}", &format!("{{{}}}", auth.join(",")));
    let providers = format!("{PROVIDERS}[{{{PROVIDER}, defaultCacheDuration: 1h}}]\n---\n");
    let report = look(&format!("{providers}{many}\n---\na.io/b:1\n"));
    assert_eq!(report.node.providers.answers[0].keys.len(), 20_000);
    assert!(!format!("{report:?}").contains("parrot"));
}

#[test]
fn a_record_of_a_pull_is_of_any_type() {
    let broken = "verification/broken-record";
    let of = |from: &str, to: &str, marked: &str| first(&RECORD.replace(from, to), broken, marked);
    of("{}", "[]", "[]");
    of("{}", "{\"r.io/a\":1}", "1");
    of("null", "5", "5");
    of("\"imageRef\":\"sha256:1\"", "\"imageRef\":7", "7");
    of("{}", "{\"r.io/a\":{\"nodePodsAccessible\":\"yes\"}}", "\"yes\"");
}

#[test]
fn an_image_index_is_of_any_type() {
    let of = |manifests: &str, marked: &str| {
        first(&INDEX.replace("[]", manifests), "image-index/broken", marked);
    };
    of("{}", "{}");
    of("[1]", "1");
    of("[{\"digest\":\"x\"}]", "\"x\"");
    of("[{\"digest\":5}]", "5");
    let deep = INDEX.replace("[]", &format!("{}{}", "[".repeat(50_000), "]".repeat(50_000)));
    first(&deep, "document/broken", "[");
}

#[test]
fn binary_and_half_a_file_are_answered() {
    for file in [KUBELET, PROVIDERS, ANSWER, RECORD, INDEX] {
        for at in (0..file.len()).step_by(3) {
            look(&file[..at]);
            look(&format!("{}\0{}", &file[..at], &file[at..]));
        }
    }
    assert!(!look("\u{1}\u{7f}").documents.is_empty());
}
