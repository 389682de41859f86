//! A text with placeholders is answered as the text with its secrets.

use pullscope_core::diagnose::{Offsets, Options, Texts, diagnose};
use pullscope_core::redact::redacted;
use serde_json::Value;

use super::Canary;

/// Compares the answers to a text and to the same with placeholders: all of it, with every place,
/// but for the text of an edit and of an error that names a number or a character, which hold what
/// stands there. `canary` is nowhere in the text with placeholders, and a second time nothing is
/// replaced.
///
/// # Errors
///
/// What differs, or what is left.
pub fn redaction(text: &str, options: &Options, canary: &Canary) -> Result<(), String> {
    let safe = redacted(text);
    if let Some((part, depth)) = canary.find(&safe) {
        return Err(format!("{part} is left, encoded {depth} times\n{safe}"));
    }
    if redacted(&safe) != safe {
        return Err(format!("a second time changes\n{safe}\nto\n{}", redacted(&safe)));
    }
    let answer = |text: &str| {
        let json = diagnose(text, options).to_json(&Texts::from(text), Offsets::Bytes);
        let mut answer: Value = serde_json::from_str(&json).unwrap_or_default();
        forget(&mut answer);
        answer
    };
    super::same(&answer(text), &answer(&safe)).map_err(|it| format!("{it}\n{text}\n=====\n{safe}"))
}

/// Holds that `canary` is nowhere in the text with placeholders, whatever is broken
/// in it.
///
/// # Errors
///
/// What is left.
pub fn hiding(text: &str, canary: &Canary) -> Result<(), String> {
    let safe = redacted(text);
    // Encoded three times, parts of a placeholder and of a password are alike by chance.
    match canary.find(&safe).filter(|it| it.1 < 3) {
        Some((part, depth)) => {
            Err(format!("{part} is left, encoded {depth} times\n{safe}\n=====\n{text}"))
        }
        None => Ok(()),
    }
}

/// Forgets the text of each edit, and upstream's text about a number or a character, which names it.
fn forget(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(forget),
        Value::Object(members) => {
            if members.len() == 2 && members.contains_key("span") {
                members.remove("text");
            }
            let quotes = ["cannot unmarshal number ", "invalid character "];
            members.retain(|_, it| {
                let text = it.as_str().unwrap_or_default();
                !quotes.iter().any(|quote| text.contains(quote))
            });
            members.values_mut().for_each(forget);
        }
        _ => {}
    }
}
