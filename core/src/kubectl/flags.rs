//! The flags of `kubectl create secret`, and what follows each.

use alloc::string::{String, ToString};

use super::words::Word;
use super::{Arg, CommandError, CommandErrorKind, Form};

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A value: after `=`, or the next word.
    Value,
    /// A value after `=`, or none.
    Optional,
    /// Nothing, or `=true` and `=false`.
    Nothing,
}

/// One flag as it is met.
pub(super) struct Flag {
    pub(super) name: &'static str,
    /// As kubectl names it in an error: `--namespace`, `'n' in -n`.
    pub(super) written: String,
    pub(super) takes: Takes,
    /// What follows it in the same word.
    pub(super) value: Option<Arg>,
}

impl Flag {
    /// Whether a switch is switched off.
    pub(super) fn is_false(&self) -> bool {
        self.value.as_ref().is_some_and(|it| matches!(&*it.text, "false" | "f" | "F" | "0"))
    }
}

type Known = (&'static str, Option<char>, Takes);

/// Flags of every `create secret`, those of kubectl itself among them.
const COMMON: [Known; 40] = {
    use Takes::{Nothing, Optional, Value};
    [
        ("namespace", Some('n'), Value),
        ("output", Some('o'), Value),
        ("server", Some('s'), Value),
        ("v", Some('v'), Value),
        ("help", Some('h'), Nothing),
        ("append-hash", None, Nothing),
        ("dry-run", None, Optional),
        ("validate", None, Optional),
        ("save-config", None, Nothing),
        ("field-manager", None, Value),
        ("from-file", None, Value),
        ("template", None, Value),
        ("allow-missing-template-keys", None, Nothing),
        ("show-managed-fields", None, Nothing),
        ("as", None, Value),
        ("as-group", None, Value),
        ("as-uid", None, Value),
        ("as-user-extra", None, Value),
        ("cache-dir", None, Value),
        ("certificate-authority", None, Value),
        ("client-certificate", None, Value),
        ("client-key", None, Value),
        ("cluster", None, Value),
        ("context", None, Value),
        ("disable-compression", None, Nothing),
        ("insecure-skip-tls-verify", None, Nothing),
        ("kubeconfig", None, Value),
        ("kuberc", None, Value),
        ("log-flush-frequency", None, Value),
        ("match-server-version", None, Nothing),
        ("password", None, Value),
        ("profile", None, Value),
        ("profile-output", None, Value),
        ("request-timeout", None, Value),
        ("tls-server-name", None, Value),
        ("token", None, Value),
        ("user", None, Value),
        ("username", None, Value),
        ("vmodule", None, Value),
        ("warnings-as-errors", None, Nothing),
    ]
};

const DOCKER_REGISTRY: [Known; 4] = [
    ("docker-server", None, Takes::Value),
    ("docker-username", None, Takes::Value),
    ("docker-password", None, Takes::Value),
    ("docker-email", None, Takes::Value),
];

const GENERIC: [Known; 3] = [
    ("from-literal", None, Takes::Value),
    ("from-env-file", None, Takes::Value),
    ("type", None, Takes::Value),
];

fn known(form: Form) -> impl Iterator<Item = &'static Known> {
    let own: &[Known] = match form {
        Form::DockerRegistry => &DOCKER_REGISTRY,
        Form::Generic => &GENERIC,
    };
    own.iter().chain(&COMMON)
}

/// A known flag that begins with what was typed, or that what was typed begins with.
pub(super) fn near(name: &str, form: Form) -> Option<&'static str> {
    let longer = |it: &&&'static Known| it.0.starts_with(name) || name.starts_with(it.0);
    // Of single letters and such, everything begins with them.
    known(form).filter(|it| it.0.len() > 3 && name.len() > 3).find(|it| longer(&it)).map(|it| it.0)
}

/// Reads a word that begins with `-`.
pub(super) fn read(word: &Word, form: Form) -> Result<Flag, CommandError> {
    let error = |kind| CommandError::new(kind, word.span.clone());
    let Some(long) = word.text.strip_prefix("--") else { return short(word, form) };
    let name = long.split('=').next().unwrap_or_default();
    if name.is_empty() || name.starts_with('-') {
        return Err(error(CommandErrorKind::BadSyntax { word: word.text.clone() }));
    }
    // kubectl takes `--docker_server` as well: `WordSepNormalizeFunc`.
    let normal = name.replace('_', "-");
    match known(form).find(|it| it.0 == normal) {
        Some(&(name, _, takes)) => {
            Ok(Flag { name, written: alloc::format!("--{name}"), takes, value: word.value() })
        }
        None => {
            let near = near(&normal, form);
            Err(error(CommandErrorKind::UnknownFlag { flag: name.to_string(), near }))
        }
    }
}

/// `-n team`, `-nteam`, `-n=team`. Of several letters in one word, the first is the flag and the
/// rest its value, for none of the letters but `-h` stands alone.
fn short(word: &Word, form: Form) -> Result<Flag, CommandError> {
    let letters = &word.text[1..];
    let letter = letters.chars().next().unwrap_or('-');
    let Some(&(name, _, takes)) = known(form).find(|it| it.1 == Some(letter)) else {
        let kind = CommandErrorKind::UnknownShorthand { letters: letters.to_string() };
        return Err(CommandError::new(kind, word.span.clone()));
    };
    let rest = &letters[letter.len_utf8()..];
    // Where the value begins is known only when nothing of it is quoted.
    let plain = word.span.len() == word.text.len();
    let after = |skipped: usize| Arg {
        text: rest[skipped..].to_string(),
        span: match plain {
            true => word.span.end - (rest.len() - skipped)..word.span.end,
            false => word.span.clone(),
        },
        expands: word.expands,
    };
    let value = match rest {
        "" => None,
        _ if rest.len() > 1 && rest.starts_with('=') => Some(after(1)),
        _ => Some(after(0)),
    };
    Ok(Flag { name, written: alloc::format!("'{letter}' in -{letters}"), takes, value })
}
