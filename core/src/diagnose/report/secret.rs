//! One Secret, and what may be shown of it.

use alloc::string::String;
use alloc::vec::Vec;

/// One Secret, or one file of the node with credentials.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretReport {
    /// Index into [`Diagnosis::documents`](super::Diagnosis::documents).
    pub document: usize,
    /// The Secret's name; `config.json` or `.dockercfg` for a file of the node.
    pub name: String,
    /// The namespace; `None` for a file of the node.
    pub namespace: Option<String>,
    /// `type` of a Secret, as written; empty for a file of the node.
    pub secret_type: String,
    /// What the kubelet makes of it.
    pub state: SecretState,
    /// Its keys in the order of the text, as written, with what is known of their credentials.
    pub keys: Vec<(String, Masked)>,
}

/// What the kubelet makes of a Secret or of a file of the node.
#[derive(Clone, Debug, PartialEq)]
pub enum SecretState {
    /// It reads the keys.
    Read,
    /// It ignores it, for the reason in words.
    Ignored {
        /// Why.
        reason: String,
    },
    /// The API server does not accept it.
    Refused {
        /// The API server's text.
        message: String,
    },
    /// The kubelet cannot decode it.
    Broken {
        /// Our sentence.
        reason: String,
        /// Kubernetes' text.
        message: String,
    },
}

impl SecretState {
    /// Its name, for code outside of Rust.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ignored { .. } => "ignored",
            Self::Refused { .. } => "refused",
            Self::Broken { .. } => "broken",
        }
    }
}

/// What may be shown of a credential.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masked {
    /// The user name; bytes that are no text are replaced.
    pub username: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether both are empty, so that the runtime is sent empty fields.
    pub is_blank: bool,
}
