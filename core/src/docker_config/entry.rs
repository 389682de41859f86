//! One entry: its members, and the `auth` that may replace them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::decode::Decoder;
use super::error::{DecodeError, DecodeErrorKind, Field, JsonType, Place};
use super::{Note, NoteKind, is_member};
use crate::base64::{self, Alphabet};
use crate::credential::{Credential, Password};
use crate::json::{Token, TokenKind};

/// What stands under one key.
pub(super) struct Decoded {
    pub(super) span: Range<usize>,
    pub(super) credential: Credential,
    pub(super) has_auth: bool,
    pub(super) notes: Vec<Note>,
}

/// The string members of an entry, as far as they were read.
#[derive(Default)]
struct Members<'a> {
    username: Text<'a>,
    password: Text<'a>,
    email: Text<'a>,
    auth: Text<'a>,
}

#[derive(Default)]
struct Text<'a> {
    text: Cow<'a, str>,
    span: Range<usize>,
    escaped: bool,
}

/// Decodes the entry that `first` begins.
///
/// Any error ends the decoding of the document at once, before what is wrong elsewhere.
///
/// Upstream: `DockerConfigEntry.UnmarshalJSON`.
pub(super) fn decode(
    decoder: &mut Decoder<'_>,
    key: &str,
    first: &Token,
) -> Result<Decoded, DecodeError> {
    let mut members = Members::default();
    let mut notes = Vec::new();
    let mut span = first.span.clone();
    match first.kind {
        TokenKind::Null => {}
        TokenKind::ObjectStart => {
            span.end = read_members(decoder, key, &mut members, &mut notes)?;
        }
        _ => {
            let place = Place::Entry { key: String::from(key) };
            return Err(decoder.wrong_type(place, first));
        }
    }
    let has_auth = !members.auth.text.is_empty();
    let newline_span =
        if has_auth { members.auth.span.clone() } else { members.password.span.clone() };
    let credential = credential(members, &mut notes).map_err(|(kind, span)| {
        let place = Place::Member { key: String::from(key), field: Field::Auth };
        decoder.error(kind, place, span)
    })?;
    if credential.is_blank() {
        notes.push(Note { kind: NoteKind::Blank, span: span.clone() });
    }
    if let Some(b'\n' | b'\r') = credential.password.expose().last() {
        notes.push(Note { kind: NoteKind::TrailingNewline, span: newline_span });
    }
    Ok(Decoded { span, credential, has_auth, notes })
}

/// Reads up to the end of the object, which it returns. Of the wrong types the first is the error.
fn read_members<'a>(
    decoder: &mut Decoder<'a>,
    key: &str,
    members: &mut Members<'a>,
    notes: &mut Vec<Note>,
) -> Result<usize, DecodeError> {
    let mut wrong = None;
    loop {
        let token = decoder.next()?;
        if token.kind != TokenKind::Name {
            return match wrong {
                None => Ok(token.span.end),
                Some(err) => Err(err),
            };
        }
        let name = decoder.tokens.unquote(&token);
        let value = decoder.next()?;
        let (field, target) = match &*name {
            name if is_member(name, "username") => (Field::Username, &mut members.username),
            name if is_member(name, "password") => (Field::Password, &mut members.password),
            name if is_member(name, "email") => (Field::Email, &mut members.email),
            name if is_member(name, "auth") => (Field::Auth, &mut members.auth),
            name => {
                let kind = value.kind;
                let end = decoder.skip(&value)?;
                let is_set = kind == TokenKind::String && end - value.span.start > 2;
                let span = value.span.start..end;
                if is_set && is_member(name, "identitytoken") {
                    notes.push(Note { kind: NoteKind::IdentityToken, span });
                } else if is_set && is_member(name, "registrytoken") {
                    notes.push(Note { kind: NoteKind::RegistryToken, span });
                }
                continue;
            }
        };
        match value.kind {
            TokenKind::Null => {}
            TokenKind::String => {
                let text = decoder.tokens.unquote(&value);
                *target = Text { text, span: value.span, escaped: value.escaped };
            }
            _ => {
                let end = decoder.skip(&value)?;
                if wrong.is_none() {
                    let place = Place::Member { key: String::from(key), field };
                    let found = JsonType::of(&value);
                    let kind = DecodeErrorKind::WrongType { found };
                    wrong = Some(decoder.error(kind, place, value.span.start..end));
                }
            }
        }
    }
}

fn credential(
    members: Members<'_>,
    notes: &mut Vec<Note>,
) -> Result<Credential, (DecodeErrorKind, Range<usize>)> {
    let Members { username, password, email, auth } = members;
    let email = email.text.into_owned();
    if auth.text.is_empty() {
        let password = Password::new(password.text.into_owned());
        return Ok(Credential {
            username: username.text.into_owned().into_bytes(),
            password,
            email,
        });
    }
    let decoded = decode_auth(&auth)?;
    let Some(colon) = decoded.iter().position(|&byte| byte == b':') else {
        return Err((DecodeErrorKind::AuthWithoutColon, auth.span));
    };
    let (user, secret) = (&decoded[..colon], &decoded[colon + 1..]);
    let differs = |explicit: &str, decoded| !explicit.is_empty() && explicit.as_bytes() != decoded;
    if differs(&username.text, user) || differs(&password.text, secret) {
        notes.push(Note { kind: NoteKind::AuthReplaces, span: auth.span });
    }
    Ok(Credential { username: user.to_vec(), password: Password::new(secret), email })
}

/// Upstream: `decodeDockerConfigFieldAuth`.
fn decode_auth(auth: &Text<'_>) -> Result<Vec<u8>, (DecodeErrorKind, Range<usize>)> {
    // White space around the text only decides about the padding. It is an error all the same,
    // unless it is a line break.
    let alphabet =
        if auth.text.trim().ends_with('=') { Alphabet::Padded } else { Alphabet::Unpadded };
    base64::decode(alphabet, auth.text.as_bytes()).map_err(|err| {
        let mut span = auth.span.clone();
        // Without escapes the bytes of the text stand in the document one for one, unless one of
        // them was replaced, in which case what is in front of the first such byte still does.
        if !auth.escaped && err.offset() < auth.text.len() {
            let start = span.start + 1 + err.offset();
            let length = auth
                .text
                .get(err.offset()..)
                .and_then(|it| it.chars().next())
                .map_or(1, char::len_utf8);
            if start + length < span.end {
                span = start..start + length;
            }
        }
        (DecodeErrorKind::AuthNotBase64(err), span)
    })
}
