//! The kubelet, whose keyring decides; here it only takes the others' form.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::answer::{self, Gives, Order, Outcome, Rule, Sent, Take};
use super::file::Refusal;
use crate::Reference;
use crate::docker_config::{self, Format};
use crate::keyring::Keyring;

/// A pull Secret of this content.
///
/// Upstream: [`keyring`](crate::keyring) and [`docker_config`] name the functions.
pub(super) fn secret(config: &[u8], image: &str) -> Outcome {
    let reference = match Reference::parse(image) {
        Ok(reference) => reference,
        Err(error) => return Outcome::ImageRefused(error.to_string()),
    };
    let config = match docker_config::decode(Format::ConfigJson, config) {
        Ok(config) => config,
        Err(error) => {
            return Outcome::FileRefused(Refusal::new(error.to_string(), error.span()));
        }
    };
    let mut keyring = Keyring::new();
    keyring.add(&config, 0);
    let name = reference.name().to_string();
    let explained = keyring.explain(&name);
    let rule = if explained.is_fallback { Rule::HubFallback } else { Rule::Pattern };
    let mut used: Vec<_> = explained.keys.iter().filter(|key| key.place.is_some()).collect();
    crate::order::sort_by_key(&mut used, |key| key.place);
    let takes: Vec<Take> = used
        .into_iter()
        .map(|key| {
            let credential = &key.entry.credential;
            Take {
                key: key.entry.key.clone(),
                key_span: key.entry.key_span.clone(),
                rule,
                // A blank entry matches, and the runtime is sent empty fields.
                gives: Gives::Sends(Sent {
                    username: credential.username.clone(),
                    password: credential.password.clone(),
                    ..Sent::default()
                }),
            }
        })
        .collect();
    match takes.len() {
        0 => answer::no_key(&[&name]),
        1 => Outcome::Takes { takes, order: Order::One },
        _ => Outcome::Takes { takes, order: Order::All },
    }
}
