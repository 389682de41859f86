//! Directives, tags, anchors and aliases.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::scan::{Kind, Result, Scanner, Token};

impl<'t> Scanner<'t> {
    fn is_name(&self, ahead: usize) -> bool {
        self.byte(ahead).is_ascii_alphanumeric() || matches!(self.byte(ahead), b'_' | b'-')
    }

    /// Passes letters, digits, `_` and `-`.
    fn name(&mut self) -> &'t str {
        let start = self.at.byte;
        while self.is_name(0) {
            self.advance();
        }
        &self.text[start..self.at.byte]
    }

    fn blanks(&mut self) {
        while self.is_blank(0) {
            self.advance();
        }
    }

    pub(super) fn anchor(&mut self) -> Result<Token<'t>> {
        let start = self.at;
        let is_alias = self.byte(0) == b'*';
        self.advance();
        let name = self.name();
        if name.is_empty() || !(self.is_white(0) || b"?:,]}%@`".contains(&self.byte(0))) {
            return self.error("did not find expected alphabetic or numeric character");
        }
        let kind = if is_alias { Kind::Alias(name) } else { Kind::Anchor(name) };
        Ok(Token { kind, start, end: self.at })
    }

    pub(super) fn tag(&mut self) -> Result<Token<'t>> {
        let start = self.at;
        let (handle, suffix) = if self.byte(1) == b'<' {
            self.advance_by(2);
            let uri = self.uri("")?;
            if self.byte(0) != b'>' {
                return self.error("did not find the expected '>'");
            }
            self.advance();
            ("", uri)
        } else {
            let handle = self.handle(false)?;
            match handle.len() > 1 && handle.ends_with('!') {
                true => (handle, self.uri("")?),
                false => match self.uri(handle)? {
                    // A tag that is only the sign.
                    suffix if suffix.is_empty() => ("", Cow::Borrowed("!")),
                    suffix => ("!", suffix),
                },
            }
        };
        if !self.is_white(0) {
            return self.error("did not find expected whitespace or line break");
        }
        Ok(Token { kind: Kind::Tag(handle, suffix), start, end: self.at })
    }

    /// `!`, `!!` or `!name!`; where a tag is written, also the beginning of `!suffix`.
    fn handle(&mut self, in_directive: bool) -> Result<&'t str> {
        let start = self.at.byte;
        if self.byte(0) != b'!' {
            return self.error("did not find expected '!'");
        }
        self.advance();
        self.name();
        if self.byte(0) == b'!' {
            self.advance();
        } else if in_directive && self.at.byte > start + 1 {
            return self.error("did not find expected '!'");
        }
        Ok(&self.text[start..self.at.byte])
    }

    /// The rest of a tag; `head` is what was read of it with its sign.
    fn uri(&mut self, head: &str) -> Result<Cow<'t, str>> {
        let mut bytes: Vec<u8> = head.as_bytes().get(1..).unwrap_or_default().to_vec();
        let mut any = !head.is_empty();
        while self.is_name(0) || b";/?:@&=+$,.!~*'()[]%".contains(&self.byte(0)) {
            match self.byte(0) {
                b'%' => self.escaped_octets(&mut bytes)?,
                other => {
                    bytes.push(other);
                    self.advance();
                }
            }
            any = true;
        }
        if !any {
            return self.error("did not find expected tag URI");
        }
        Ok(Cow::Owned(alloc::string::String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// The octets of one character, each as `%` and two digits.
    fn escaped_octets(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        let mut left = 0;
        loop {
            let digit =
                |byte: u8| char::from(byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
            let octet = match (self.byte(0), digit(self.byte(1)), digit(self.byte(2))) {
                (b'%', Some(high), Some(low)) => high << 4 | low,
                _ => return self.error("did not find URI escaped octet"),
            };
            if left == 0 {
                left = match octet {
                    0..=0x7f => 1,
                    0xc0..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf7 => 4,
                    _ => return self.error("found an incorrect leading UTF-8 octet"),
                };
            } else if octet & 0xc0 != 0x80 {
                return self.error("found an incorrect trailing UTF-8 octet");
            }
            bytes.push(octet);
            self.advance_by(3);
            left -= 1;
            if left == 0 {
                return Ok(());
            }
        }
    }

    /// `%YAML 1.1` or `%TAG ! prefix`, with the rest of the line.
    pub(super) fn directive(&mut self) -> Result<Token<'t>> {
        let start = self.at;
        self.advance();
        let name = self.name();
        if name.is_empty() {
            return self.error("could not find expected directive name");
        }
        if !self.is_white(0) {
            return self.error("found unexpected non-alphabetical character");
        }
        let kind = match name {
            "YAML" => self.version()?,
            "TAG" => self.tag_directive()?,
            _ => return self.error("found unknown directive name"),
        };
        let end = self.at;
        self.blanks();
        self.skip_comment();
        if !self.is_break_or_end(0) {
            return self.error("did not find expected comment or line break");
        }
        if self.is_break(0) {
            self.next_line();
        }
        Ok(Token { kind, start, end })
    }

    fn version(&mut self) -> Result<Kind<'t>> {
        self.blanks();
        let major = self.version_number()?;
        if self.byte(0) != b'.' {
            return self.error("did not find expected digit or '.' character");
        }
        self.advance();
        let minor = self.version_number()?;
        Ok(Kind::Version((major, minor) == (1, 1)))
    }

    fn version_number(&mut self) -> Result<u8> {
        let mut value = 0;
        let mut length = 0;
        while self.byte(0).is_ascii_digit() {
            length += 1;
            if length > 2 {
                return self.error("found extremely long version number");
            }
            value = value * 10 + (self.byte(0) - b'0');
            self.advance();
        }
        match length {
            0 => self.error("did not find expected version number"),
            _ => Ok(value),
        }
    }

    fn tag_directive(&mut self) -> Result<Kind<'t>> {
        self.blanks();
        let handle = self.handle(true)?;
        if !self.is_blank(0) {
            return self.error("did not find expected whitespace");
        }
        self.blanks();
        let prefix = self.uri("")?;
        if !self.is_white(0) {
            return self.error("did not find expected whitespace or line break");
        }
        Ok(Kind::TagDirective(handle, prefix))
    }
}
