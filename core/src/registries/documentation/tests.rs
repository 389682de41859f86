use alloc::string::ToString;
use alloc::vec::Vec;

use super::*;
use crate::diagnose::{Options, diagnose};
use crate::finding::CODES;
use crate::reference::Reference;
use crate::registries::{Registries, Setting, Table, Teller};

/// What the documentation says otherwise of a file and images: the statement, and what is done.
fn told(file: &str, images: &[&str]) -> Vec<(&'static str, String)> {
    let setting = Setting::default();
    let report = diagnose(file, &Options::default());
    let read = Registries::parse(file).expect("K3s reads it");
    let flags = setting.flags();
    let table = Table::new(&read, &flags);
    let teller = Teller::new(&read, &table, setting);
    let asks = images.iter().map(|it| {
        let reference = Reference::parse(it).expect("a reference");
        teller.tell(&reference, false)
    });
    let findings = report.findings.iter().map(|it| &it.finding);
    let all = differences(findings, &asks.collect::<Vec<_>>(), setting.distribution);
    all.into_iter().map(|it| (it.statement.said, it.does)).collect()
}

#[test]
fn what_is_asked_tells_what_is_said_otherwise() {
    let mirror = "mirrors:\n  docker.io:\n    endpoint: [\"https://m.io\"]\n";
    assert_eq!(told(mirror, &["quay.io/a"]), []);
    assert_eq!(
        told(mirror, &["quay.io/a", "busybox"]),
        [(
            "The default endpoint of Docker Hub is https://index.docker.io/v2",
            "the containerd of K3s asks https://registry-1.docker.io for images of docker.io"
                .to_string()
        )]
    );
    let does = |file: &str, image: &str| told(file, &[image]).into_iter().map(|it| it.1);
    let all: Vec<String> = does("mirrors: {}\n", "localhost/a").collect();
    assert_eq!(all, ["localhost is the registry of localhost/a"]);
    let local = "configs:\n  \"localhost:5000\":\n    auth: {username: a}\n";
    let all: Vec<String> = does(local, "localhost:5000/a").collect();
    assert_eq!(all, ["localhost:5000 is asked with http"]);
}

#[test]
fn a_finding_tells_the_statement_that_it_is_about() {
    let file = "configs:\n  r.io:\n    auth:\n      token: parrot\n      auth: parrot\n  q.io:\n    auth: {token: parrot}\n";
    let said: Vec<_> = told(file, &[]).into_iter().map(|it| it.0).collect();
    assert_eq!(
        said,
        ["The auth of a registry may hold a token", "auth is an authentication token"]
    );
}

#[test]
fn every_statement_can_be_told() {
    for it in STATEMENTS {
        assert!(!it.codes.is_empty() || it.told_by.is_some(), "{}", it.said);
        for code in it.codes {
            assert!(CODES.iter().any(|known| known.code == *code), "{code}");
        }
    }
}
