//! The two Rust clients that the core models, asked on the inputs of the recorded corpora and, where
//! Go is installed, on fresh ones: docker_credential and oci-spec.

use std::path::Path;
use std::process::Command;

use docker_credential::{CredentialRetrievalError, DockerCredential};
use oci_spec::distribution::Reference;
use pullscope_core::clients::auth::{Client, Gives, Outcome, Sent};
use pullscope_core::clients::reference::Parser;
use serde_json::Value;

/// The rows of a corpus, and of a fresh one of `count` rows.
fn rows(kind: &str, count: usize) -> Vec<Value> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = tests.join("corpus").join(kind).with_extension("jsonl");
    let mut text = std::fs::read_to_string(corpus).expect("the corpus can be read");
    let generate = Command::new("go")
        .args(["run", ".", "generate", kind, "--count", &count.to_string()])
        .current_dir(tests.join("oracle-clients"))
        .output();
    match generate {
        Err(_) => println!("Go is not installed: recorded rows only"),
        Ok(made) => {
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            text += &String::from_utf8(made.stdout).expect("rows are UTF-8");
        }
    }
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("rows are JSON"));
    rows.filter(|row: &Value| row.get("_meta").is_none()).collect()
}

/// The text of a field; `None` when it is not UTF-8.
fn text<'r>(row: &'r Value, name: &str) -> Option<&'r str> {
    row.get(name).and_then(Value::as_str)
}

#[test]
fn oci_spec_reads_references_as_modelled() {
    let rows = rows("client_reference", 6_000);
    assert!(rows.len() > 500);
    for row in &rows {
        let Some(input) = text(row, "input") else { continue };
        let theirs = Reference::try_from(input).ok().map(|it| {
            let part = |part: Option<&str>| part.unwrap_or_default().to_string();
            [it.registry().into(), it.repository().into(), part(it.tag()), part(it.digest())]
        });
        let ours = Parser::OciSpec.parse(input).ok().map(|it| {
            [it.registry(), it.repository(), it.tag(), it.digest()].map(|it| it.into_owned())
        });
        assert_eq!(ours, theirs, "{input:?}");
    }
}

/// What docker_credential may come to: what it sends, `asks` or `refuses`.
#[derive(Debug, PartialEq)]
enum Answer {
    Login(Vec<u8>, Vec<u8>),
    Token(Vec<u8>),
    Nothing,
    Asks,
    Refuses,
}

fn theirs(config: &str, server: &str) -> Answer {
    match docker_credential::get_credential_from_reader(config.as_bytes(), server) {
        Ok(DockerCredential::UsernamePassword(user, password)) => {
            Answer::Login(user.into_bytes(), password.into_bytes())
        }
        Ok(DockerCredential::IdentityToken(token)) => Answer::Token(token.into_bytes()),
        Err(CredentialRetrievalError::NoCredentialConfigured) => Answer::Nothing,
        // No program of that name is installed anywhere.
        Err(CredentialRetrievalError::HelperCommunicationError) => Answer::Asks,
        Err(_) => Answer::Refuses,
    }
}

fn possible(config: &str, image: &str) -> Vec<Answer> {
    match Client::DockerCredential.answer(config.as_bytes(), image).outcome {
        Outcome::ImageRefused(_) => Vec::new(),
        Outcome::FileRefused(_) => vec![Answer::Refuses],
        Outcome::NoKey { .. } => vec![Answer::Nothing],
        Outcome::Asks { .. } => vec![Answer::Asks],
        Outcome::Takes { takes, .. } => takes.into_iter().map(|it| gives(it.gives)).collect(),
    }
}

fn gives(gives: Gives) -> Answer {
    match gives {
        Gives::Sends(Sent { identity_token, .. }) if !identity_token.is_empty() => {
            Answer::Token(identity_token.expose().to_vec())
        }
        Gives::Sends(Sent { username, password, .. }) => {
            Answer::Login(username, password.expose().to_vec())
        }
        Gives::Nothing(_) => Answer::Nothing,
        Gives::Stops(_) => Answer::Refuses,
        Gives::Asks(_) => Answer::Asks,
    }
}

/// The config with a helper that nobody has in place of those that somebody may have installed.
fn without_real_helpers(config: &str) -> String {
    let names = ["desktop", "ecr-login", "gcloud", "pass"];
    names.iter().fold(config.to_string(), |config, name| {
        config.replace(&format!("\"{name}\""), "\"pullscope-has-none\"")
    })
}

#[test]
fn docker_credential_takes_keys_as_modelled() {
    let rows = rows("client_auth", 3_000);
    assert!(rows.len() > 500);
    let mut sent = 0;
    for row in &rows {
        let (Some(config), Some(image)) = (text(row, "config"), text(row, "image")) else {
            continue;
        };
        let Ok(reference) = Reference::try_from(image) else {
            assert_eq!(possible(config, image), []);
            continue;
        };
        let config = &without_real_helpers(config);
        let expect = possible(config, image);
        // Where a map decides, every walk has to find one of the answers.
        for _ in 0..if expect.len() > 1 { 20 } else { 1 } {
            let found = theirs(config, reference.resolve_registry());
            assert!(expect.contains(&found), "{row}\nfound {found:?}\nours {expect:?}");
            sent += usize::from(matches!(found, Answer::Login(..) | Answer::Token(_)));
        }
    }
    assert!(sent > 100, "only {sent} credentials were sent");
}
