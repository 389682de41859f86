//! What stands behind the `#` of an address: a view, and a workspace that was handed on.
//!
//! ```text
//! #/keys?lang=ja&s=q1YqU7JSSkxKTklNS8_IzMrOyc3LLygsKi4pLSuvqKxSqgUA
//!   view   a language that was chosen, and deflated JSON in base64url
//! ```
//!
//! The address of the page itself never holds a workspace: typing does not change it, and what a
//! link brought is taken out of it as soon as it is read. So neither the history of the browser nor a
//! bookmark holds the text, and a reload never brings back a state that was edited since.

use crate::texts::Language;
use crate::views::View;

/// The name of the workspace.
const NAME: &str = "s=";
/// The name of the language.
const LANGUAGE: &str = "lang=";

/// The view and the packed workspace of a fragment.
pub(crate) fn parse(hash: &str) -> (View, Option<&str>) {
    let (view, rest) = hash.split_once('?').unwrap_or((hash, ""));
    let packed = rest.split('&').find_map(|it| it.strip_prefix(NAME));
    (View::of_hash(view), packed)
}

/// The fragment of a view and a packed workspace, and of a language that was chosen.
pub(crate) fn of(view: View, language: Option<Language>, packed: &str) -> String {
    let workspace = format!("{NAME}{packed}");
    match language {
        Some(language) => format!("{}?{LANGUAGE}{}&{workspace}", view.hash(), language.tag()),
        None => format!("{}?{workspace}", view.hash()),
    }
}

/// The same fragment with this language, and else as it is.
pub(crate) fn in_language(hash: &str, language: Language) -> String {
    let named = format!("{LANGUAGE}{}", language.tag());
    changed(if hash.is_empty() { "#/" } else { hash }, LANGUAGE, Some(&named))
}

/// The same fragment without a workspace.
pub(crate) fn without_workspace(hash: &str) -> String {
    changed(hash, NAME, None)
}

/// A fragment without what has this name, and with something else in front.
fn changed(hash: &str, name: &str, with: Option<&str>) -> String {
    let (view, rest) = hash.split_once('?').unwrap_or((hash, ""));
    let others = rest.split('&').filter(|it| !it.is_empty() && !it.starts_with(name));
    let all: Vec<&str> = with.into_iter().chain(others).collect();
    match all.is_empty() {
        true => view.to_owned(),
        false => format!("{view}?{}", all.join("&")),
    }
}

/// Bytes in base64url without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = pullscope_core::base64::encode(bytes);
    text.truncate(text.trim_end_matches('=').len());
    text.replace('+', "-").replace('/', "_")
}

/// Reads what [`encode`] wrote.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    use pullscope_core::base64::{Alphabet, decode};
    // Chat programs put what ends a sentence behind a link.
    let text = text.trim_end_matches(['.', ',', ')', '>', ' ']);
    let text = text.replace('-', "+").replace('_', "/");
    decode(Alphabet::Unpadded, text.as_bytes()).ok()
}
