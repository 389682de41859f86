//! The hash by which two credentials are compared without being kept.

use alloc::string::String;
use core::fmt;

use sha2::{Digest, Sha256};

use crate::credential::Credential;
use crate::json::write_string;

/// The hash of a credential, as a record holds it.
///
/// It is the SHA-256, in lower-case hex, of the JSON that Go writes: `username`, `password` and
/// `email` in this order, empty ones left out. A short password can be found from it by trying, so
/// it has no `Display`, and its `Debug` says nothing: what may be told is whether two are equal.
///
/// ```
/// use pullscope_core::credential::{Credential, Password};
/// use pullscope_core::kubelet::verification::CredentialHash;
///
/// let credential = |password: &str| Credential {
///     username: b"user".to_vec(),
///     password: Password::new(password.as_bytes()),
///     email: String::new(),
/// };
/// let hash = CredentialHash::of(&credential("password"));
/// assert_ne!(hash, CredentialHash::of(&credential("Password")));
/// # let known = "a55436fc140d516560d072c5fe8700385ce9f41629abf65c1edcbcb39fac691d";
/// # assert_eq!(hash, CredentialHash::from_record(known));
/// ```
///
/// Upstream: `hashAuthConfig` in kubernetes `pkg/credentialprovider/keyring.go`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CredentialHash(String);

impl CredentialHash {
    /// That of a credential.
    pub fn of(credential: &Credential) -> Self {
        let members = [
            ("username", &credential.username[..]),
            ("password", credential.password.expose()),
            ("email", credential.email.as_bytes()),
        ];
        let mut json = String::from("{");
        for (name, value) in members {
            if value.is_empty() {
                continue;
            }
            if json.len() > 1 {
                json.push(',');
            }
            write_string(&mut json, name);
            json.push(':');
            write_string(&mut json, value);
        }
        json.push('}');
        Self(hex(json.as_bytes()))
    }

    /// One that a record holds, whatever its text.
    pub fn from_record(text: &str) -> Self {
        Self(text.into())
    }

    /// Whether there is none: a record may say nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text itself. Every call is a place where something leaves from which a weak password can
    /// be found; there should be few.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CredentialHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialHash(elided)")
    }
}

/// The SHA-256 of bytes in lower-case hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|it| char::from(DIGITS[usize::from(it)]));
    Sha256::digest(bytes).iter().flat_map(|byte| digits(*byte)).collect()
}
