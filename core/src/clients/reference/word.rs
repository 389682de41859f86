//! What `\w` matches in Rust's regular expressions, where one stands in for Docker's grammar.

/// The zeros of decimal digits beyond ASCII; nine more digits follow each.
#[rustfmt::skip]
const ZEROS: &[char] = &[
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
    '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}',
    '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}', '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}',
    '\u{1b50}', '\u{1bb0}', '\u{1c40}', '\u{1c50}', '\u{a620}', '\u{a8d0}', '\u{a900}', '\u{a9d0}',
    '\u{a9f0}', '\u{aa50}', '\u{abf0}', '\u{ff10}', '\u{104a0}', '\u{10d30}', '\u{10d40}',
    '\u{11066}', '\u{110f0}', '\u{11136}', '\u{111d0}', '\u{112f0}', '\u{11450}', '\u{114d0}',
    '\u{11650}', '\u{116c0}', '\u{116d0}', '\u{116da}', '\u{11730}', '\u{118e0}', '\u{11950}',
    '\u{11bf0}', '\u{11c50}', '\u{11d50}', '\u{11da0}', '\u{11f50}', '\u{16130}', '\u{16a60}',
    '\u{16ac0}', '\u{16b50}', '\u{16d70}', '\u{1ccf0}', '\u{1d7ce}', '\u{1d7d8}', '\u{1d7e2}',
    '\u{1d7ec}', '\u{1d7f6}', '\u{1e140}', '\u{1e2f0}', '\u{1e4f0}', '\u{1e5f1}', '\u{1e950}',
    '\u{1fbf0}',
];

/// Connector punctuation beyond ASCII, and the two joiners.
const CONNECTORS: &[char] = &[
    '\u{200c}', '\u{200d}', '\u{203f}', '\u{2040}', '\u{2054}', '\u{fe33}', '\u{fe34}', '\u{fe4d}',
    '\u{fe4e}', '\u{fe4f}', '\u{ff3f}',
];

/// Whether a character is a letter, a mark, a decimal digit, or connects words.
///
/// Upstream: `\w` of the crate regex, by annex C of Unicode's technical standard 18.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphabetic() || is_mark(c) || is_decimal(c) || CONNECTORS.contains(&c)
}

fn is_decimal(c: char) -> bool {
    let after = ZEROS.partition_point(|&zero| zero <= c);
    after > 0 && c as u32 - (ZEROS[after - 1] as u32) < 10
}

/// A mark that is no letter: what extends a character is escaped at the start of a text.
fn is_mark(c: char) -> bool {
    let printed = |text: &str| text.escape_debug().next() != Some('\\');
    let mut buffer = [b'a', 0, 0, 0, 0];
    let length = 1 + c.encode_utf8(&mut buffer[1..]).len();
    let behind = core::str::from_utf8(&buffer[..length]);
    // Escaped alone, and printed behind a letter.
    let alone = &buffer[1..length];
    !core::str::from_utf8(alone).is_ok_and(printed)
        && behind.is_ok_and(|text| text.escape_debug().nth(1) == Some(c))
}
