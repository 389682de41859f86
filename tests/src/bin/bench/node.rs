//! How long a node's side takes to read when a file of it is as large as nobody writes one.

use std::fmt::Write;
use std::hint::black_box;

use pullscope_core::diagnose::{Offsets, Options, Texts, diagnose};

use crate::{Table, time};

/// Nanoseconds in which each of the texts has to be answered.
const BAR: f64 = 1e9;

/// Bytes of each text, or as many as its values allow.
const SIZE: usize = 5_000_000;

const KUBELET: &str = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

const PROVIDERS: &str =
    "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n";

/// Lines or elements, until they are as long as that.
fn many(size: usize, each: impl Fn(usize, &mut String)) -> String {
    let mut text = String::with_capacity(size + 100);
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        each(number, &mut text);
    }
    text
}

fn unknown_fields() -> String {
    KUBELET.to_owned()
        + &many(SIZE, |number, text| {
            let _ = writeln!(text, "imagePull{number}: {number} # {:60}", "");
        })
}

fn long_value() -> String {
    format!("{KUBELET}imagePullCredentialsVerificationPolicy: {}\n", "x".repeat(SIZE))
}

fn allowlist() -> String {
    let list = many(SIZE, |number, text| {
        let _ = writeln!(text, "- registry.example.com/team-{number}/applications/*");
    });
    let policy = "imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages\n";
    format!("{KUBELET}{policy}preloadedImagesVerificationAllowlist:\n{list}")
}

fn match_images() -> String {
    let entries = many(SIZE, |number, text| {
        let _ = writeln!(text, "  - \"*.registry-{number}.example.com\"");
    });
    let provider = "- name: plugin\n  apiVersion: credentialprovider.kubelet.k8s.io/v1\n  \
                    defaultCacheDuration: 1h\n  matchImages:\n";
    format!("{PROVIDERS}{provider}{entries}---\nr.registry-7.example.com/app:1\n")
}

fn answer() -> String {
    let auth = many(SIZE, |number, text| {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}"registry-{number}.example.com":{{"username":"robot","password":"password"}}"#
        );
    });
    let provider = "- name: plugin\n  apiVersion: credentialprovider.kubelet.k8s.io/v1\n  \
                    defaultCacheDuration: 1h\n  matchImages: [\"*.example.com\"]\n";
    let head = r#"{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1","cacheKeyType":"Registry","auth":{"#;
    format!("{PROVIDERS}{provider}---\n{head}{auth}}}}}\n---\nregistry-7.example.com/app:1\n")
}

fn record() -> String {
    let names = many(SIZE, |number, text| {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}"registry.example.com/app-{number}":{{"nodePodsAccessible":true}}"#
        );
    });
    let head = r#"{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1","lastUpdatedTime":"2026-01-01T00:00:00Z","imageRef":"sha256:1","credentialMapping":{"#;
    format!("{head}{names}}}}}\n---\nregistry.example.com/app-7:1\n")
}

fn index() -> String {
    let manifests = many(SIZE, |number, text| {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"mediaType":"application/vnd.oci.image.manifest.v1+json","size":1,"digest":"sha256:{number:064x}","platform":{{"os":"linux","architecture":"a{number}"}}}}"#
        );
    });
    let head =
        r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":["#;
    format!("{head}{manifests}]}}\n---\nregistry.example.com/app:1\n")
}

pub(crate) fn measure(table: &mut Table) {
    let options = Options::default();
    let texts: [(&str, String); 7] = [
        ("kubelet's fields that are none", unknown_fields()),
        ("a kubelet's value", long_value()),
        ("a kubelet's allowlist", allowlist()),
        ("matchImages of a provider", match_images()),
        ("a provider's answer", answer()),
        ("a record of a pull", record()),
        ("an image index", index()),
    ];
    for (name, text) in &texts {
        let mut found = 0;
        let run = time(1, || {
            let diagnosis = diagnose(black_box(text), &options);
            found = diagnosis.findings.len();
            black_box(diagnosis.to_json(&Texts::from(&**text), Offsets::Utf16).len());
        });
        let name = format!("{name}, {} kB", text.len() / 1000);
        table.row(&name, run, &format!("{found} findings"));
        table.bar(&format!("{name}, within a second"), run <= BAR);
    }
}
