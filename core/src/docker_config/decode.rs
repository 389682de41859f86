//! The walk through a document, in the order in which Go finds what is wrong.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::error::{DecodeError, DecodeErrorKind, JsonType, Place};
use super::{
    DockerConfig, Entry, Format, Ignored, IgnoredMember, Note, NoteKind, entry, is_member,
};
use crate::json::{self, Token, TokenKind, Tokens};

/// Decodes a Docker config as Kubernetes does.
///
/// Linear in the document, and without recursion.
///
/// # Errors
///
/// The error that Kubernetes reports: of several the first that is not JSON, else the first bad
/// entry, else the first wrong type outside the entries.
///
/// Upstream: `json.Unmarshal` into `DockerConfigJSON` or `DockerConfig` of kubernetes
/// `pkg/credentialprovider/config.go`.
pub fn decode(format: Format, text: &[u8]) -> Result<DockerConfig, DecodeError> {
    // Go looks at the whole text before it decodes any of it.
    json::check(text).map_err(|err| DecodeError::syntax(format, err))?;
    let mut decoder = Decoder {
        tokens: Tokens::new(text),
        format,
        config: DockerConfig { has_auths: format == Format::DockerCfg, ..DockerConfig::default() },
        places: BTreeMap::new(),
        saved: None,
    };
    let first = decoder.next()?;
    match (format, first.kind) {
        (_, TokenKind::Null) => {}
        (Format::ConfigJson, TokenKind::ObjectStart) => decoder.document()?,
        (Format::DockerCfg, TokenKind::ObjectStart) => decoder.entries()?,
        _ => {
            decoder.save_wrong_type(Place::Document, &first)?;
        }
    }
    match decoder.saved {
        None => Ok(decoder.config),
        Some(err) => Err(err),
    }
}

pub(super) struct Decoder<'a> {
    pub(super) tokens: Tokens<'a>,
    format: Format,
    config: DockerConfig,
    /// Where each key stands among the entries. Bytes, as the keyring has them: one map less in the
    /// admission policy.
    places: BTreeMap<Cow<'a, [u8]>, usize>,
    /// The first error that does not stop Go. One that does goes before it.
    saved: Option<DecodeError>,
}

impl Decoder<'_> {
    pub(super) fn next(&mut self) -> Result<Token, DecodeError> {
        match self.tokens.next() {
            Ok(Some(token)) => Ok(token),
            // Neither can happen to a text that was checked, by one that asks only inside it.
            Ok(None) => Ok(Token { kind: TokenKind::ObjectEnd, span: 0..0, escaped: false }),
            Err(err) => Err(DecodeError::syntax(self.format, err)),
        }
    }

    pub(super) fn skip(&mut self, first: &Token) -> Result<usize, DecodeError> {
        self.tokens.skip(first).map_err(|err| DecodeError::syntax(self.format, err))
    }

    pub(super) fn error(
        &self,
        kind: DecodeErrorKind,
        place: Place,
        span: Range<usize>,
    ) -> DecodeError {
        DecodeError { kind, place, format: self.format, span }
    }

    /// The error for the value that `first` begins, which nothing reads any further.
    pub(super) fn wrong_type(&mut self, place: Place, first: &Token) -> DecodeError {
        match self.skip(first) {
            Ok(end) => {
                let kind = DecodeErrorKind::WrongType { found: JsonType::of(first) };
                self.error(kind, place, first.span.start..end)
            }
            Err(err) => err,
        }
    }

    fn save_wrong_type(&mut self, place: Place, first: &Token) -> Result<usize, DecodeError> {
        let end = self.skip(first)?;
        if self.saved.is_none() {
            let kind = DecodeErrorKind::WrongType { found: JsonType::of(first) };
            self.saved = Some(self.error(kind, place, first.span.start..end));
        }
        Ok(end)
    }

    /// The members of a `config.json`.
    fn document(&mut self) -> Result<(), DecodeError> {
        loop {
            let name_token = self.next()?;
            if name_token.kind != TokenKind::Name {
                return Ok(());
            }
            let name = self.tokens.unquote(&name_token);
            let value = self.next()?;
            if is_member(&name, "auths") {
                self.auths(&value)?;
                continue;
            }
            let (member, end) = if is_member(&name, "httpheaders") {
                (IgnoredMember::HttpHeaders, self.http_headers(&value)?)
            } else {
                let end = self.skip(&value)?;
                match &*name {
                    name if is_member(name, "credsstore") => (IgnoredMember::CredsStore, end),
                    name if is_member(name, "credhelpers") => (IgnoredMember::CredHelpers, end),
                    _ => continue,
                }
            };
            let span = value.span.start..end;
            // `""`, `{}` and `null` say nothing that could be missed.
            if value.kind != TokenKind::Null && span.len() > 2 {
                self.config.ignored.push(Ignored { member, key_span: name_token.span, span });
            }
        }
    }

    fn auths(&mut self, value: &Token) -> Result<(), DecodeError> {
        match value.kind {
            TokenKind::Null => {
                self.config.entries = Vec::new();
                self.places = BTreeMap::new();
                self.config.has_auths = false;
                Ok(())
            }
            TokenKind::ObjectStart => {
                self.config.has_auths = true;
                self.entries()
            }
            _ => self.save_wrong_type(Place::Auths, value).map(|_| ()),
        }
    }

    /// The entries up to the end of the object that was just opened.
    fn entries(&mut self) -> Result<(), DecodeError> {
        loop {
            let name = self.next()?;
            if name.kind != TokenKind::Name {
                return Ok(());
            }
            let key = self.tokens.unquote(&name);
            let value = self.next()?;
            let decoded = entry::decode(self, &key, &value)?;
            let mut entry = Entry {
                key: String::from(&*key),
                key_span: name.span,
                span: decoded.span,
                credential: decoded.credential,
                has_auth: decoded.has_auth,
                notes: decoded.notes,
            };
            let count = self.config.entries.len();
            let key = match key {
                Cow::Borrowed(key) => Cow::Borrowed(key.as_bytes()),
                Cow::Owned(key) => Cow::Owned(key.into_bytes()),
            };
            let place = *self.places.entry(key).or_insert(count);
            match self.config.entries.get_mut(place) {
                None => self.config.entries.push(entry),
                Some(earlier) => {
                    let kind = NoteKind::ReplacesEarlier;
                    entry.notes.push(Note { kind, span: earlier.span.clone() });
                    *earlier = entry;
                }
            }
        }
    }

    /// The type of the headers counts, though nobody reads them; the end of their bytes.
    fn http_headers(&mut self, value: &Token) -> Result<usize, DecodeError> {
        match value.kind {
            TokenKind::Null => return Ok(value.span.end),
            TokenKind::ObjectStart => {}
            _ => return self.save_wrong_type(Place::HttpHeaders, value),
        }
        loop {
            let name = self.next()?;
            if name.kind != TokenKind::Name {
                return Ok(name.span.end);
            }
            let header = self.next()?;
            if !matches!(header.kind, TokenKind::String | TokenKind::Null) {
                self.save_wrong_type(Place::HttpHeader, &header)?;
            }
        }
    }
}

impl DecodeError {
    fn syntax(format: Format, err: json::SyntaxError) -> Self {
        let span = err.span();
        Self { kind: DecodeErrorKind::Syntax(err), place: Place::Document, format, span }
    }
}

impl JsonType {
    /// The type of the value that a token begins.
    pub(crate) fn of(token: &Token) -> Self {
        match token.kind {
            TokenKind::Null => Self::Null,
            TokenKind::Bool(_) => Self::Bool,
            TokenKind::Number => Self::Number,
            TokenKind::String | TokenKind::Name => Self::String,
            TokenKind::ArrayStart | TokenKind::ArrayEnd => Self::Array,
            TokenKind::ObjectStart | TokenKind::ObjectEnd => Self::Object,
        }
    }
}
