//! One secret, and the placeholder for it.
//!
//! A small letter becomes `x`, a capital `X`, a digit `1`, another character of a text `é`, `あ` or
//! `𝄞` by its length, another mark `^`. What a rule asks for stays as it is: white space and what
//! cannot be seen, the colon, quotes, backslashes and `$`. The last letters and digits count up for
//! each further secret of the same look, so that different secrets stay different.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;

/// None of these letters makes a word that YAML takes for something else, such as `on` or `null`.
const SMALL: &[u8] = b"xvzqkjw";
const CAPITAL: &[u8] = b"XVZQKJW";
const DIGITS: &[u8] = b"123456789";

/// Which marks stay, apart from those that stay everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// None: a password.
    None,
    /// Those of base64 in either alphabet, and the dot between the parts of a token, so that what
    /// is no base64 is none at the same byte.
    Base64,
    /// Of a URL: what may stand there becomes `~`, and `%2F` stays an escape.
    Url,
}

/// The placeholders that were given.
#[derive(Debug, Default)]
pub(super) struct Masks {
    known: BTreeMap<String, String>,
    /// How many secrets have this look.
    looks: BTreeMap<String, usize>,
}

impl Masks {
    /// The placeholder of a secret: the same for the same secret.
    pub(super) fn of(&mut self, secret: &str, marks: Marks) -> String {
        if is_typed(secret) {
            return secret.to_owned();
        }
        if let Some(known) = self.known.get(secret) {
            return known.clone();
        }
        let look = look(secret, marks);
        let count = self.looks.entry(look.clone()).or_default();
        let mask = counted(&look, *count);
        *count += 1;
        self.known.insert(secret.to_owned(), mask.clone());
        mask
    }
}

/// Whether a scalar without quotes is no string but `true`, `null` or the like, which hides nothing.
fn is_typed(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        &*lower,
        "" | "true"
            | "false"
            | "null"
            | "~"
            | "yes"
            | "no"
            | "y"
            | "n"
            | "on"
            | "off"
            | ".inf"
            | ".nan"
    )
}

/// What a secret looks like.
pub(super) fn look(secret: &str, marks: Marks) -> String {
    if is_number(secret) {
        let hex = secret.starts_with("0x");
        let exponent = secret.find(['e', 'E']).filter(|_| !hex).unwrap_or(secret.len());
        let of_exponent = exponent_digit(secret, exponent);
        let class = |(at, c): (usize, char)| match c {
            '0' if at == 0 => '0',
            '0'..='9' if at > exponent => of_exponent,
            '0'..='9' => '1',
            'a'..='f' | 'A'..='F' if hex => '1',
            other => other,
        };
        return secret.char_indices().map(class).collect();
    }
    let mut out = String::with_capacity(secret.len());
    let mut rest = secret.chars();
    let mut is_first = true;
    while let Some(c) = rest.next() {
        let escape = rest.as_str().as_bytes().first_chunk::<2>();
        let is_escape = escape.is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit));
        match c {
            '%' if marks == Marks::Url && is_escape => {
                out.push_str("%5E");
                rest = rest.as_str()[2..].chars();
            }
            // These say in YAML what follows, or that it is no text.
            '-' | '?' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '%'
            | '@' | '`'
                if is_first =>
            {
                out.push(c);
            }
            _ => out.push(class(c, marks)),
        }
        is_first = false;
    }
    out
}

/// What stands for each digit of a number's exponent: how large the number is says nothing, but Go
/// has to be able to hold the placeholder if, and only if, it can hold the number.
fn exponent_digit(number: &str, exponent: usize) -> char {
    let is_held = number.parse::<f64>().is_ok_and(f64::is_finite);
    let is_negative = number[exponent..].contains('-');
    if is_held == is_negative { '9' } else { '0' }
}

/// Whether YAML or JSON may take it for a number or a date without quotes.
fn is_number(text: &str) -> bool {
    let body = text.trim_start_matches(['+', '-', '.']);
    let body = body.strip_prefix("0x").unwrap_or(body);
    let is_hex = text.contains("0x");
    body.starts_with(|c: char| c.is_ascii_digit() || is_hex)
        && body.bytes().all(|it| {
            it.is_ascii_digit()
                || matches!(it, b'.' | b'_' | b'-' | b'+' | b':' | b'e' | b'E' | b'o')
                || is_hex && it.is_ascii_hexdigit()
        })
}

fn class(c: char, marks: Marks) -> char {
    match c {
        'a'..='z' => 'x',
        'A'..='Z' => 'X',
        '0'..='9' => '1',
        ':' | '$' | '"' | '\'' | '\\' => c,
        '+' | '/' | '=' | '-' | '_' | '.' if marks == Marks::Base64 => c,
        '-' | '.' | '_' | '~' | '!' | '&' | '(' | ')' | '*' | '+' | ',' | ';' | '='
            if marks == Marks::Url =>
        {
            '~'
        }
        // What cannot be seen is what a rule looks for.
        c if c.is_whitespace() || c.is_control() => c,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | char::REPLACEMENT_CHARACTER => c,
        c => match c.len_utf8() {
            1 => '^',
            2 => 'é',
            3 => 'あ',
            _ => '𝄞',
        },
    }
}

/// A look with its last letters and digits counted up.
fn counted(look: &str, count: usize) -> String {
    let mut out = look.as_bytes().to_vec();
    let mut left = count;
    for byte in out.iter_mut().rev() {
        if left == 0 {
            break;
        }
        let signs = match byte {
            b'x' => SMALL,
            b'X' => CAPITAL,
            b'1' => DIGITS,
            _ => continue,
        };
        *byte = signs[left % signs.len()];
        left /= signs.len();
    }
    // ASCII was replaced by ASCII.
    String::from_utf8(out).unwrap_or_default()
}
