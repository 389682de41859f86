//! What generated texts found, cut down.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::*;

#[test]
fn what_one_image_finds_in_a_secret_is_not_laid_to_another() {
    let near = "registry.example.com/a:1\n";
    let uses = pod("quay.io/a:1", USES_REGCRED);
    let key = secret("regcred", "registry.example.com:5000");
    let touched = |documents: [&str; 3]| {
        let report = look(&documents.join("\n---\n"));
        let found = report.findings.iter().find(|it| it.finding.code == "keyring/port-differs");
        found.unwrap().images.len()
    };
    assert_eq!(touched([near, &uses, &key]), 1);
    assert_eq!(touched([&key, &uses, near]), 1);
}

#[test]
fn of_two_commands_that_make_one_secret_the_order_does_not_choose() {
    let command = |host: &str| {
        format!(
            "kubectl create secret docker-registry regcred --docker-server={host} \
             --docker-username=u --docker-password=p\n"
        )
    };
    let uses = pod("quay.io/a:1", USES_REGCRED);
    let outcome = |first: &str, second: &str| {
        let text = [uses.as_str(), &command(first), &command(second)].join("---\n");
        look(&text).workloads[0].images[0].outcome.kind
    };
    assert_eq!(outcome("ghcr.io", "quay.io"), outcome("quay.io", "ghcr.io"));
}

#[test]
fn a_fix_of_a_finding_that_two_workloads_share_mends_both() {
    let account =
        "kind: ServiceAccount\nmetadata: {name: default}\nimagePullSecrets: [{name: a}]\n";
    let shared = |name: &str| pod("quay.io/a:1", "  imagePullSecrets: [{}]\n").replace("web", name);
    let text = [account, &shared("one"), &shared("two")].join("---\n");
    let is_not_merged = |it: &&PlacedFinding| it.finding.code == "service-account/not-merged";
    let report = look(&text);
    let found: Vec<_> = report.findings.iter().filter(is_not_merged).collect();
    assert_eq!(found.len(), 1);
    let edits = &found[0].finding.fix.as_ref().unwrap().edits;
    let fixed = crate::finding::apply(&text, edits).unwrap();
    assert_eq!(fixed.matches("[{}, {\"name\": \"a\"}]").count(), 2);
    assert_eq!(look(&fixed).findings.iter().find(is_not_merged), None);
}

#[test]
fn a_fix_keeps_the_quotes() {
    let text = r#"{"kind":"Pod","metadata":{"name":"web"},"spec":{"imagePullSecrets":[{"name":"regcre"}],"containers":[{"name":"web","image":"a","imagePullPolicy":"ifNotPresent"}]}}"#;
    let text = format!("{text}\n---\n{}", secret("regcred", "docker.io"));
    let report = look(&text);
    let fixes = report.findings.iter().filter_map(|it| it.finding.fix.as_ref());
    let written: Vec<_> = fixes.flat_map(|it| &it.edits).map(|it| it.text.as_str()).collect();
    assert!(written.contains(&"\"IfNotPresent\""), "{written:?}");
    assert!(written.contains(&"\"regcred\""), "{written:?}");
    let text = text.replace(r#"[{"name":"regcre"}]"#, r#""regcred""#);
    let report = look(&text);
    let fixes = report.findings.iter().filter_map(|it| it.finding.fix.as_ref());
    let written: Vec<_> = fixes.flat_map(|it| &it.edits).map(|it| it.text.as_str()).collect();
    assert!(written.contains(&r#"[{"name": "regcred"}]"#), "{written:?}");
}

#[test]
fn a_document_twice_is_the_same_document_behind_its_marker() {
    let account = "kind: ServiceAccount\nmetadata: {name: robot}\n";
    let file = "{\"auths\": {\"quay.io\": {\"auth\": \"dTpw\"}}}\n";
    for twice in [account.to_string(), secret("regcred", "quay.io"), file.to_string()] {
        let report = look(&format!("{twice}---\n{twice}--- \n{twice}"));
        let about_two = |it: &&PlacedFinding| {
            matches!(it.finding.code, "secret/same-name" | "node-config/not-merged")
        };
        assert_eq!(report.findings.iter().find(about_two), None);
    }
}
