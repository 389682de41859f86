//! Every case finds what it has to find, and codes, pages, sources and cases fit together.

use std::path::Path;

use pullscope_core::diagnose::{Options, diagnose};
use pullscope_tests::cases::{self, Case, Outcome, catalogue};
use pullscope_tests::laws::{Canary, redaction};

#[test]
fn every_case_finds_what_it_has_to_find() {
    let bless = std::env::var_os("PULLSCOPE_BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases::read(&catalogue::cases()).expect("the cases can be read") {
        match case.run(bless).expect("a case can be written") {
            Outcome::Passed => {}
            Outcome::Blessed => wrong.push(format!("{} was changed", case.path.display())),
            Outcome::Failed(differences) => {
                let name = case.path.display();
                wrong.extend(differences.iter().map(|it| format!("{name}, {it}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_finds_the_same_with_placeholders_for_its_secrets() {
    let canary = Canary::new(cases::CANARY);
    let cases = cases::read(&catalogue::cases()).expect("the cases can be read");
    let broken = cases.iter().filter_map(|case| {
        let broken = redaction(&case.text, &case.options, &canary).err()?;
        Some(format!("{}: {broken}", case.path.display()))
    });
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "{} cases\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn codes_pages_sources_and_cases_fit_together() {
    let cases = cases::read(&catalogue::cases()).expect("the cases can be read");
    let gaps = catalogue::gaps(&cases).expect("the repository can be read");
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}

/// Texts of a size that no case has.
#[test]
fn what_is_too_long_for_a_case_is_found_too() {
    let found = |text: &str, code: &str| {
        let diagnosis = diagnose(text, &Options::default());
        diagnosis.findings.iter().filter(|it| it.finding.code == code).count()
    };
    let header = "kind: Secret\nmetadata: {name: regcred}\ntype: kubernetes.io/dockerconfigjson\n";
    let large = |size: usize| {
        let note = "x".repeat(size);
        format!("{header}stringData: {{.dockerconfigjson: '{{}}', note: {note}}}\n")
    };
    assert_eq!(found(&large(1_048_574), "secret/too-long"), 0);
    assert_eq!(found(&large(1_048_575), "secret/too-long"), 1);

    let many = |count: usize| {
        let entries: Vec<String> = (0..count).map(|it| format!("\"r{it}.io\": {{}}")).collect();
        format!(
            "{header}stringData: {{.dockerconfigjson: '{{\"auths\": {{{}}}}}'}}\n",
            entries.join(", ")
        )
    };
    assert_eq!(found(&many(100), "secret/more"), 0);
    assert_eq!(found(&many(101), "secret/more"), 1);

    let broken = |count: usize| "kind: [\n---\n".repeat(count);
    assert_eq!(found(&broken(2_000), "document/more-findings"), 0);
    assert_eq!(found(&broken(2_001), "document/more-findings"), 1);
    let codes = ["secret/too-long", "secret/more", "document/more-findings"];
    assert!(catalogue::LONG.iter().all(|it| codes.contains(it)));
}

fn case(header: &str, text: &str) -> Result<Case, (usize, String)> {
    Case::parse(Path::new("a.case"), &format!("{header}-----\n{text}"))
}

#[track_caller]
fn fails(header: &str, text: &str, field: &str) {
    let case = case(header, text).expect("it is a case");
    let Outcome::Failed(found) = case.run(false).expect("nothing is written") else {
        panic!("it passes");
    };
    assert!(found.iter().any(|it| it.field == field), "{found:?}");
}

#[test]
fn a_case_that_differs_in_anything_fails() {
    let right = "source: here\nfirst: image/invalid\nfinds: image/invalid error at 1:6 \"+\"\n\
                 outcome: app:1+2 invalidImageName\n";
    let it = case(right, "app:1+2\n").expect("it is a case");
    assert!(matches!(it.run(false), Ok(Outcome::Passed)));
    for (from, to, field) in [
        ("first: image/invalid\n", "", "first"),
        ("1:6", "1:5", "finds"),
        ("error", "warning", "finds"),
        ("\"+\"", "\"1\"", "finds"),
        ("finds", "silent", "silent"),
        ("outcome: app:1+2 invalidImageName\n", "", "outcome"),
        ("invalidImageName", "anonymous", "outcome"),
        ("source: here\n", "source: here\nfixed: image/invalid leaves nothing; \n", "fixed"),
        ("source: here\n", "source: here\nfinds: image/missing\n", "finds"),
    ] {
        fails(&right.replace(from, to), "app:1+2\n", field);
    }
}

#[test]
fn what_is_no_case_is_an_error() {
    for (header, line) in [
        ("", 1),
        ("source: here\n", 2),
        ("finds: image/invalid\n", 2),
        ("source: here\nfind: image/invalid\n", 2),
        ("source: here\nfinds\n", 2),
        ("source: here\noptions: kubernetes=2\nfinds: image/invalid\n", 2),
        ("source: here\noptions: present\nno-such\n", 3),
    ] {
        assert_eq!(case(header, "").map_err(|it| it.0).err(), Some(line), "{header}");
    }
    assert!(Case::parse(Path::new("a.case"), "source: here\nfinds: image/invalid\n").is_err());
}
