//! `secrets`: what happens to Secrets with registry credentials.

use alloc::vec::Vec;

use super::Mode;
use super::reader::{Meant, Reader, Setting};
use crate::finding::Severity;

/// `secrets`.
#[derive(Clone, Debug)]
pub struct SecretChecks<'a> {
    /// `mode`, reject by default: what happens when a Secret cannot work. What may not work is a
    /// warning then; with `off` no Secret is looked at.
    pub mode: Mode,
    /// `codes`: findings, and what each of them does instead.
    pub codes: Vec<(&'a str, Mode)>,
}

impl Default for SecretChecks<'_> {
    fn default() -> Self {
        Self { mode: Mode::Reject, codes: Vec::new() }
    }
}

impl<'a> SecretChecks<'a> {
    pub(super) fn read(reader: &mut Reader, setting: &Setting<'a>) -> Self {
        let mut read = Self::default();
        let known = ["mode", "codes"];
        reader.members(setting.value, &setting.path, &known, &mut |reader, it| match it.name {
            "mode" => read.mode = reader.mode(&it, Mode::Reject),
            _ => read.codes = codes(reader, &it),
        });
        read
    }

    /// What a finding does.
    pub(in super::super) fn mode_of(&self, code: &str, severity: Severity) -> Mode {
        if let Some((_, mode)) = self.codes.iter().find(|(name, _)| *name == code) {
            return *mode;
        }
        match severity {
            Severity::Error => self.mode,
            Severity::Warning => Mode::Warn,
            Severity::Info => Mode::Off,
        }
    }
}

/// Every finding that a Secret by itself can have, in order; the pages in `docs/findings` say what
/// each is.
pub(in super::super) const SECRET_CODES: [&str; 28] = [
    "keyring/docker-hub-client",
    "keyring/odd-key",
    "secret/auth-not-base64",
    "secret/auth-replaces",
    "secret/auth-without-colon",
    "secret/blank-entry",
    "secret/creds-store",
    "secret/data-key",
    "secret/data-not-base64",
    "secret/duplicate-key",
    "secret/empty-value",
    "secret/encoded-twice",
    "secret/http-headers",
    "secret/huge-number",
    "secret/identity-token",
    "secret/ignored-type",
    "secret/missing-key",
    "secret/more",
    "secret/no-auth",
    "secret/no-entries",
    "secret/not-an-object",
    "secret/not-json",
    "secret/token-short-lived",
    "secret/too-long",
    "secret/trailing-newline",
    "secret/white-space",
    "secret/wrong-layout",
    "secret/wrong-structure",
];

fn codes<'a>(reader: &mut Reader, setting: &Setting<'a>) -> Vec<(&'a str, Mode)> {
    let mut found: Vec<(&str, Mode)> = Vec::new();
    reader.entries(setting, "an object of codes", &mut |reader, code, it| {
        if SECRET_CODES.contains(&code) {
            found.push((code, reader.mode(&it, Mode::Reject)));
        } else {
            let meant = Meant(code, &SECRET_CODES);
            reader.error(it.path, alloc::format!("no finding of a Secret; {meant}"));
        }
    });
    found
}
