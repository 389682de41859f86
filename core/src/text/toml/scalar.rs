//! Texts in quotes, numbers, `true` and `false`.

use super::{Cow, Data, Range, Read, Reader, String, error};

impl<'a> Reader<'a, '_> {
    /// A text in quotes on one line; in single ones nothing escapes.
    pub(super) fn quoted(&mut self, quote: u8) -> Read<Cow<'a, str>> {
        self.at += 1;
        let start = self.at;
        let end = |it: char| {
            it == char::from(quote) || it == '\\' && quote == b'"' || matches!(it, '\n' | '\r')
        };
        let mut made: Option<String> = None;
        loop {
            let rest = self.rest();
            let length = rest.find(end).unwrap_or(rest.len());
            let part = &rest[..length];
            self.at += length;
            match self.peek() {
                Some(it) if it == quote => {
                    let text = match made {
                        Some(made) => Cow::Owned(made + part),
                        None => Cow::Borrowed(&self.text[start..self.at]),
                    };
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    let made = made.get_or_insert_default();
                    made.push_str(part);
                    made.push(self.escaped()?);
                }
                _ => return Err(error("the text has no quote at its end", start - 1..self.at)),
            }
        }
    }

    /// A text between three quotes on each side.
    pub(super) fn lines_in_quotes(&mut self, quote: u8) -> Read<Cow<'a, str>> {
        let start = self.at;
        self.at += 3;
        // A line break right behind the quotes is not part of the text.
        let rest = self.rest();
        let skipped = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        self.at += rest.len() - skipped.len();
        let mut made = String::new();
        loop {
            let rest = self.rest();
            let stop = |it: char| it == char::from(quote) || it == '\\' && quote == b'"';
            let length = rest.find(stop).unwrap_or(rest.len());
            made.push_str(&rest[..length]);
            self.at += length;
            match self.peek() {
                Some(b'\\') if quote == b'"' => {
                    let after = self.rest()[1..].trim_start_matches([' ', '\t']);
                    if after.starts_with(['\n', '\r']) {
                        // A backslash at the end of a line takes the white space after it away.
                        let after = after.trim_start_matches([' ', '\t', '\n', '\r']);
                        self.at = self.text.len() - after.len();
                    } else {
                        made.push(self.escaped()?);
                    }
                }
                Some(_) => {
                    let rest = self.rest().as_bytes();
                    let quotes = rest.iter().take(6).take_while(|it| **it == quote).count();
                    // Up to two more belong to the text.
                    let inside = if quotes < 3 { quotes } else { (quotes - 3).min(2) };
                    made.extend(core::iter::repeat_n(char::from(quote), inside));
                    self.at += inside;
                    if quotes >= 3 {
                        self.at += 3;
                        return Ok(Cow::Owned(made));
                    }
                }
                None => {
                    return Err(error("the text has no quotes at its end", start..start + 3));
                }
            }
        }
    }

    /// What a backslash and the characters after it stand for.
    fn escaped(&mut self) -> Read<char> {
        let start = self.at;
        let mut rest = self.rest().chars();
        rest.next();
        let next = rest.next();
        let digits = match next {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        let found = match next {
            Some('b') => Some('\u{8}'),
            Some('t') => Some('\t'),
            Some('n') => Some('\n'),
            Some('f') => Some('\u{c}'),
            Some('r') => Some('\r'),
            Some('e') => Some('\u{1b}'),
            Some(it @ ('"' | '\\')) => Some(it),
            Some('x' | 'u' | 'U') => {
                let written = self.rest().get(2..2 + digits);
                let written = written.filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
                written.and_then(|it| char::from_u32(u32::from_str_radix(it, 16).ok()?))
            }
            _ => None,
        };
        let width = 1 + next.map_or(0, char::len_utf8);
        let Some(found) = found else {
            return Err(error("this escape is none of TOML", start..start + width));
        };
        self.at += width + digits;
        Ok(found)
    }

    /// A value without quotes.
    pub(super) fn word(&mut self) -> Read<Data<'a>> {
        let start = self.at;
        let rest = self.rest();
        let ends = |it: char| matches!(it, ' ' | '\t' | '\n' | '\r' | ',' | ']' | '}' | '#');
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let span = start..start + word.len();
        self.at = span.end;
        match word {
            "" => {
                self.at = start;
                Err(self.here("expected a value"))
            }
            "true" => Ok(Data::Bool(true)),
            "false" => Ok(Data::Bool(false)),
            _ if is_number(word) => Ok(Data::Number(Cow::Borrowed(word))),
            _ => Err(no_value(word, span)),
        }
    }
}

fn no_value(word: &str, span: Range<usize>) -> crate::text::TextError {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_date =
        (digits == 4 && word[4..].starts_with('-')) || (digits == 2 && word[2..].starts_with(':'));
    error(
        match is_date {
            true => "dates are not read here; no setting of a runtime is one",
            false => "this is no value; a text stands in quotes",
        },
        span,
    )
}

/// A number of TOML: with underscores between digits, in another base, a fraction, an exponent.
fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    if matches!(unsigned, "inf" | "nan") {
        return true;
    }
    let based = [("0x", 16), ("0o", 8), ("0b", 2)];
    if let Some((digits, radix)) =
        based.iter().find_map(|(it, radix)| Some((word.strip_prefix(it)?, *radix)))
    {
        return is_digits(digits, radix);
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|it| it.strip_prefix(['+', '-']).unwrap_or(it));
    is_digits(whole, 10)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(|it| is_digits(it, 10))
        && exponent.is_none_or(|it| is_digits(it, 10))
}

/// Digits with single underscores between them.
fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty()
        && text.split('_').all(|it| !it.is_empty() && it.chars().all(|it| it.is_digit(radix)))
}
