//! A user name and a password for a registry, as Kubernetes keeps them.

use alloc::string::String;
use core::fmt;

/// A registry password. No `Display`, no serialization; its bytes leave only through [`expose`].
///
/// Bytes, not text: a decoded `auth` need not be UTF-8, and Kubernetes keeps what it decoded.
///
/// [`expose`]: Password::expose
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Password(alloc::vec::Vec<u8>);

impl Password {
    /// Takes the bytes of a password.
    pub fn new(bytes: impl Into<alloc::vec::Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes themselves. Every call is a place where a secret leaves; there should be few.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Whether there is no password at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(elided)")
    }
}

/// One entry of a Docker config, decoded: what the kubelet hands to the container runtime.
///
/// `username` may hold bytes that are not UTF-8 for the same reason as [`Password`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credential {
    /// The user name; empty in a blank entry.
    pub username: alloc::vec::Vec<u8>,
    /// The password; empty in a blank entry.
    pub password: Password,
    /// The email address. Kubernetes decodes it and never sends it.
    pub email: String,
}

impl Credential {
    /// Whether both user name and password are empty, so that the runtime is sent empty fields.
    pub fn is_blank(&self) -> bool {
        self.username.is_empty() && self.password.is_empty()
    }
}
