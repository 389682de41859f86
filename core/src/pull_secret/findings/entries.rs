//! What to say of single entries.

use alloc::format;
use alloc::string::String;

use super::token::Token;
use super::{At, MAX_LIKE_FINDINGS, Report};
use crate::docker_config::{DockerConfig, Entry, Format, NoteKind, ShortKey};
use crate::finding::{Finding, Fix, KeyId, Severity};
use crate::keyring::{self, OddKey};
use crate::pull_secret::{Context, DEFAULT_SERVER};
use crate::quoted::is_blank;
use crate::substring;

/// One thing to say of an entry.
#[derive(Clone, Copy)]
enum Remark {
    Note(NoteKind),
    BlankInKey,
    /// Copied along with the user name or the password.
    Artefact(Member, Artefact),
    Token(&'static Token),
    NoAuth,
    DockerHubClient,
    OddKey(OddKey),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Username,
    Password,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Artefact {
    Start,
    End,
    Quotes,
}

impl<const PLACED: bool> Report<'_, PLACED> {
    pub(super) fn entries(&mut self, format: Format, config: &DockerConfig) {
        // Of a thousand remarks that are worth knowing none may hide a warning.
        let mut left = [MAX_LIKE_FINDINGS; 2];
        let mut left_out = 0_usize;
        let has_hub_key = config.entries.iter().any(|it| it.key == DEFAULT_SERVER);
        for (number, entry) in config.entries.iter().enumerate() {
            for remark in remarks(entry, has_hub_key) {
                let left = &mut left[usize::from(remark.is_info())];
                if *left == 0 {
                    left_out += 1;
                    continue;
                }
                *left -= 1;
                let (code, severity, message) = self.sentence(entry, remark);
                let fix = self.entry_fix(format, config, entry, remark);
                let finding = Finding::new(code, severity, message).fixed_by(fix);
                let finding = finding.about(KeyId { secret: 0, entry: number });
                self.put(finding, At::Inside(format, entry.key_span.clone()));
            }
        }
        if left_out > 0 {
            let message = format!("{left_out} more remarks about entries are not listed");
            self.put(Finding::new("secret/more", Severity::Info, message), At::Value(format));
        }
    }

    fn sentence(&self, entry: &Entry, remark: Remark) -> (&'static str, Severity, String) {
        let key = ShortKey(&entry.key);
        let warning = Severity::Warning;
        match remark {
            Remark::Note(kind) => {
                let (code, message) = note(entry, kind);
                (code, warning, message)
            }
            Remark::BlankInKey => (
                "secret/white-space",
                warning,
                format!("the key {key} holds white space, which no image has: it never matches"),
            ),
            Remark::Artefact(member, artefact) => {
                let member = match member {
                    Member::Username => "user name",
                    Member::Password => "password",
                };
                let what = match artefact {
                    Artefact::Start => "begins with white space, which is",
                    Artefact::End => "ends with white space or a zero byte, which is",
                    Artefact::Quotes => "stands in quotation marks, which are",
                };
                let message =
                    format!("the {member} of the entry {key} {what} sent to the registry with it");
                ("secret/white-space", warning, message)
            }
            Remark::Token(token) => {
                let context = if PLACED { self.places.context } else { Context::default() };
                token.remark(entry, &context)
            }
            Remark::NoAuth => (
                "secret/no-auth",
                Severity::Info,
                format!(
                    "the entry {key} has no auth: fine for the kubelet, while podman, and kwctl and \
                     the policy server before docker_credential 1.4.0, read nothing else"
                ),
            ),
            Remark::DockerHubClient => (
                "keyring/docker-hub-client",
                Severity::Info,
                format!(
                    "the key {key} works for the kubelet and podman, and not for docker, crane and \
                     flux; {DEFAULT_SERVER} works for all of them"
                ),
            ),
            Remark::OddKey(odd) => {
                let severity = match odd {
                    OddKey::Port443 => Severity::Info,
                    _ => warning,
                };
                ("keyring/odd-key", severity, format!("the key {key} {odd}"))
            }
        }
    }

    fn entry_fix(
        &self,
        format: Format,
        config: &DockerConfig,
        entry: &Entry,
        remark: Remark,
    ) -> Option<Fix> {
        let fixer = self.fixer()?;
        let other_key = |new: &str| {
            // Of a key that stands twice only one would be changed.
            let is_twice = entry.notes.iter().any(|it| it.kind == NoteKind::ReplacesEarlier);
            let is_free = !is_twice && config.entries.iter().all(|it| it.key != new);
            let span = entry.key_span.clone();
            let edit = is_free.then(|| fixer.replace_key(format, span, new))??;
            Some(Fix { title: format!("Make the key {new}"), edits: [edit].into(), command: None })
        };
        match remark {
            Remark::BlankInKey => other_key(&entry.key.replace(is_blank, "")),
            Remark::DockerHubClient => other_key(DEFAULT_SERVER),
            Remark::OddKey(odd) => other_key(&odd.instead(&entry.key)?),
            Remark::Note(NoteKind::ReplacesEarlier | NoteKind::AuthReplaces) => None,
            // The command makes a Secret with one entry, and would lose the others.
            _ if config.entries.len() > 1 => None,
            _ => Some(fixer.create(Some(&entry.key), trimmed(&entry.credential.username))),
        }
    }
}

impl Remark {
    fn is_info(self) -> bool {
        matches!(self, Self::NoAuth | Self::DockerHubClient | Self::OddKey(OddKey::Port443))
    }
}

/// A user name without what was copied along with it.
fn trimmed(username: &[u8]) -> Option<&[u8]> {
    let text = str::from_utf8(username).ok()?;
    let text = text.trim_matches(|c| is_blank(c) || c == '\0');
    let is_quote = |c| matches!(c, '"' | '\'');
    Some(text.trim_matches(is_quote).as_bytes()).filter(|it| !it.is_empty())
}

fn remarks(entry: &Entry, has_hub_key: bool) -> impl Iterator<Item = Remark> {
    let credential = &entry.credential;
    let has = |kind| entry.notes.iter().any(|it| it.kind == kind);
    let has_token = has(NoteKind::IdentityToken) || has(NoteKind::RegistryToken);
    // A blank entry with a token is told as the latter.
    let is_told = move |kind| kind != NoteKind::Blank || !has_token;
    let notes = entry.notes.iter().map(|it| it.kind).filter(move |&it| is_told(it));

    // What comes after the path of the key is dropped.
    let key = entry.key.split(['?', '#']).next().unwrap_or_default();
    let is_blank_in_key = key.contains(is_blank);
    let username = artefact(&credential.username).map(|it| (Member::Username, it));
    // A line break at the end was noted by the decoder.
    let password = artefact(credential.password.expose())
        .filter(|&it| it != Artefact::End || !has(NoteKind::TrailingNewline))
        .map(|it| (Member::Password, it));
    let no_auth = !entry.has_auth && !credential.is_blank();
    let is_hub = !has_hub_key && substring::find(&entry.key, "docker.io").is_some() && {
        let index_key = keyring::index_key(&entry.key);
        index_key.is_ok_and(|it| it == b"docker.io" || it == b"index.docker.io")
    };
    notes
        .map(Remark::Note)
        .chain(is_blank_in_key.then_some(Remark::BlankInKey))
        .chain([username, password].into_iter().flatten().map(|(it, of)| Remark::Artefact(it, of)))
        .chain(Token::of(entry).map(Remark::Token))
        .chain(no_auth.then_some(Remark::NoAuth))
        .chain(is_hub.then_some(Remark::DockerHubClient))
        .chain(OddKey::of(&entry.key).map(Remark::OddKey))
}

/// What was copied along with a user name or a password.
fn artefact(value: &[u8]) -> Option<Artefact> {
    let text = str::from_utf8(value).ok()?;
    let is_copied = |c: char| is_blank(c) || c == '\0';
    if text.starts_with(is_copied) {
        return Some(Artefact::Start);
    }
    if text.ends_with(is_copied) {
        return Some(Artefact::End);
    }
    let in_quotes = |quote| text.len() > 2 && text.starts_with(quote) && text.ends_with(quote);
    (in_quotes('"') || in_quotes('\'')).then_some(Artefact::Quotes)
}

fn note(entry: &Entry, kind: NoteKind) -> (&'static str, String) {
    let key = ShortKey(&entry.key);
    match kind {
        NoteKind::Blank => (
            "secret/blank-entry",
            format!(
                "the entry {key} has neither user name nor password; it still matches, and the \
                 runtime is sent empty credentials"
            ),
        ),
        NoteKind::IdentityToken | NoteKind::RegistryToken => (
            "secret/identity-token",
            format!(
                "the entry {key} holds a token that the kubelet does not read; give a user name and \
                 a password, such as an access token of the registry"
            ),
        ),
        NoteKind::TrailingNewline => (
            "secret/trailing-newline",
            format!(
                "the password of the entry {key} ends with a line break, which is sent to the \
                 registry; encode it with printf or echo -n"
            ),
        ),
        NoteKind::AuthReplaces => (
            "secret/auth-replaces",
            format!(
                "the entry {key} has an auth that differs from its username or password; auth wins"
            ),
        ),
        NoteKind::ReplacesEarlier => (
            "secret/duplicate-key",
            format!("the key {key} stands more than once; only its last entry counts"),
        ),
    }
}
