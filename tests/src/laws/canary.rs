//! No part of a password is in an answer.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// So many characters of a password are a part of it; fewer may stand anywhere by chance.
const PART: usize = 6;

/// A password that is looked for: every part of it, as it is and in base64 up to three times, as
/// it is within an `auth` within the value of a Secret that was encoded twice.
#[derive(Clone, Debug)]
pub struct Canary {
    parts: BTreeMap<[u8; PART], usize>,
}

impl Canary {
    /// Looks for `password`. Its parts should stand in no text by chance.
    pub fn new(password: &str) -> Self {
        let mut texts = vec![password.as_bytes().to_vec()];
        let mut parts = BTreeMap::new();
        for depth in 0..=3 {
            for text in &texts {
                for part in text.windows(PART).filter_map(|it| it.first_chunk()) {
                    parts.entry(*part).or_insert(depth);
                    // A host is written in lower case, with what stands in front of it.
                    parts.entry(part.map(|it| it.to_ascii_lowercase())).or_insert(depth);
                }
            }
            texts = texts.iter().flat_map(|it| encoded(it)).collect();
        }
        Self { parts }
    }

    /// The first part of the password in a text, and how often it was encoded.
    pub fn find<'t>(&self, text: &'t str) -> Option<(&'t str, usize)> {
        for (at, part) in text.as_bytes().windows(PART).enumerate() {
            let Some(depth) = part.first_chunk().and_then(|it| self.parts.get::<[u8; PART]>(it))
            else {
                continue;
            };
            // Parts are ASCII, so that this is at boundaries of characters.
            return Some((text.get(at..at + PART).unwrap_or_default(), *depth));
        }
        None
    }
}

/// What stands for the bytes in base64, whatever stands in front of them and behind them.
fn encoded(bytes: &[u8]) -> Vec<Vec<u8>> {
    (0..3)
        .map(|shift| {
            let mut padded = vec![0; shift];
            padded.extend(bytes);
            let whole = padded.len() / 3 * 4;
            let text = STANDARD.encode(&padded).into_bytes();
            // The first characters hold bits of what is in front, the last ones of what is behind.
            let start = [0, 2, 3][shift];
            text[start.min(whole)..whole].to_vec()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_found_however_it_is_encoded() {
        let password = "Xq7vZk2mWp9rTb4n";
        let canary = Canary::new(password);
        let mut text = format!("robot:{password}");
        for depth in 0..=3 {
            assert_eq!(canary.find(&text).map(|it| it.1), Some(depth), "{text}");
            assert!(canary.find(&text[text.len() / 2..]).is_some());
            text = STANDARD.encode(format!("{{\"auths\": \"{text}\"}}"));
        }
        assert_eq!(canary.find("https://u:xq7vzk2mwp9rtb4n@quay.io"), Some(("xq7vzk", 0)));
        assert_eq!(canary.find("Zk2mW and Kubernetes refuses the object; nothing is pulled"), None);
    }
}
