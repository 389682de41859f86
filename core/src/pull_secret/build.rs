//! What `kubectl create secret docker-registry` makes.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{CONFIG_JSON_KEY, CONFIG_JSON_TYPE, yaml};
use crate::{base64, json};

/// The server that kubectl takes when none is given: Docker Hub.
pub const DEFAULT_SERVER: &str = "https://index.docker.io/v1/";

/// The `config.json` for one registry, byte for byte as kubectl writes it.
///
/// The server is taken as it is. An empty user name, password or email is left out. What is not
/// UTF-8 becomes U+FFFD in `username` and `password`, while `auth` keeps the bytes.
///
/// ```
/// use pullscope_core::pull_secret::build;
///
/// let config = build("quay.io", "foo", "bar", "");
/// let expect = r#"{"auths":{"quay.io":{"username":"foo","password":"bar","auth":"Zm9vOmJhcg=="}}}"#;
/// assert_eq!(config, expect.as_bytes());
/// ```
///
/// Upstream: `handleDockerCfgJSONContent` in kubernetes
/// `staging/src/k8s.io/kubectl/pkg/cmd/create/create_secret_docker.go`.
pub fn build(
    server: impl AsRef<[u8]>,
    username: impl AsRef<[u8]>,
    password: impl AsRef<[u8]>,
    email: impl AsRef<[u8]>,
) -> Vec<u8> {
    let mut out = String::from("{\"auths\":{");
    write_entry(&mut out, server.as_ref(), username.as_ref(), password.as_ref(), email.as_ref());
    out += "}}";
    out.into_bytes()
}

/// Who logs in to one registry.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Login<'a> {
    /// The registry, which becomes the key.
    pub server: &'a str,
    /// The user name.
    pub username: &'a str,
    /// The password.
    pub password: &'a str,
    /// The email address, or nothing.
    pub email: &'a str,
}

impl fmt::Debug for Login<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("server", &self.server).finish_non_exhaustive()
    }
}

/// The `config.json` for several registries, in their order, each as [`build`] writes it.
///
/// ```
/// use pullscope_core::pull_secret::{Login, build, build_all};
///
/// let quay = Login { server: "quay.io", username: "foo", password: "bar", email: "" };
/// assert_eq!(build_all(&[quay]), build("quay.io", "foo", "bar", ""));
/// assert_eq!(build_all(&[]), br#"{"auths":{}}"#);
/// ```
pub fn build_all(logins: &[Login<'_>]) -> Vec<u8> {
    let mut out = String::from("{\"auths\":{");
    for (at, login) in logins.iter().enumerate() {
        if at > 0 {
            out += ",";
        }
        let Login { server, username, password, email } = login;
        let [server, username, password, email] =
            [server, username, password, email].map(|it| it.as_bytes());
        write_entry(&mut out, server, username, password, email);
    }
    out += "}}";
    out.into_bytes()
}

fn write_entry(out: &mut String, server: &[u8], username: &[u8], password: &[u8], email: &[u8]) {
    json::write_string(out, server);
    *out += ":{";
    for (name, value) in [("username", username), ("password", password), ("email", email)] {
        if !value.is_empty() {
            *out += "\"";
            *out += name;
            *out += "\":";
            json::write_string(out, value);
            *out += ",";
        }
    }
    *out += "\"auth\":\"";
    *out += &base64::encode(&[username, b":", password].concat());
    *out += "\"}";
}

/// A Secret with the credentials for one registry, to be written as a manifest.
///
/// ```
/// use pullscope_core::pull_secret::Manifest;
///
/// let secret = Manifest { name: "quay", username: "foo", password: "bar", ..Manifest::default() };
/// assert!(secret.yaml().unwrap().starts_with("apiVersion: v1\ndata:\n  .dockerconfigjson: ey"));
/// let err = Manifest::default().yaml().unwrap_err();
/// assert_eq!(err.to_string(), "name must be specified");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Manifest<'a> {
    /// `metadata.name`.
    pub name: &'a str,
    /// `metadata.namespace`; kubectl writes it when it is told with `--namespace`.
    pub namespace: Option<&'a str>,
    /// The registry, which becomes the key; [`DEFAULT_SERVER`] by default.
    pub server: &'a str,
    /// The user name.
    pub username: &'a str,
    /// The password.
    pub password: &'a str,
    /// The email address, or nothing.
    pub email: &'a str,
}

impl Default for Manifest<'_> {
    fn default() -> Self {
        Self {
            name: "",
            namespace: None,
            server: DEFAULT_SERVER,
            username: "",
            password: "",
            email: "",
        }
    }
}

impl fmt::Debug for Manifest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manifest")
            .field("name", &self.name)
            .field("namespace", &self.namespace)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// Why kubectl makes no Secret. `Display` is its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildError {
    /// There is no name.
    NoName,
    /// The server, the user name or the password is empty.
    NoCredential,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoName => "name must be specified",
            Self::NoCredential => {
                "either --from-file or the combination of --docker-username, \
                 --docker-password and --docker-server is required"
            }
        })
    }
}

impl core::error::Error for BuildError {}

impl Manifest<'_> {
    /// The Secret as YAML, as `kubectl … --dry-run=client -o yaml` of 1.34 or later prints it.
    ///
    /// Older ones print a line `creationTimestamp: null` as well, which means nothing.
    ///
    /// # Errors
    ///
    /// Something is missing.
    pub fn yaml(&self) -> Result<String, BuildError> {
        let value = self.value()?;
        Ok(write_yaml(self.name, self.written_namespace().unwrap_or_default(), &value))
    }

    /// The Secret as JSON, as `kubectl … --dry-run=client -o json` of 1.34 or later prints it.
    ///
    /// # Errors
    ///
    /// Something is missing.
    pub fn json(&self) -> Result<String, BuildError> {
        let value = self.value()?;
        let mut out = String::from("{\n    \"kind\": \"Secret\",\n    \"apiVersion\": \"v1\",");
        out += "\n    \"metadata\": {\n        \"name\": ";
        json::write_string(&mut out, self.name);
        if let Some(namespace) = self.written_namespace() {
            out += ",\n        \"namespace\": ";
            json::write_string(&mut out, namespace);
        }
        out += "\n    },\n    \"data\": {\n        ";
        json::write_string(&mut out, CONFIG_JSON_KEY);
        out += ": ";
        json::write_string(&mut out, &value);
        out += "\n    },\n    \"type\": ";
        json::write_string(&mut out, CONFIG_JSON_TYPE);
        out += "\n}\n";
        Ok(out)
    }

    /// The `config.json` that becomes the value of the data key.
    ///
    /// # Errors
    ///
    /// Something is missing.
    pub fn config_json(&self) -> Result<Vec<u8>, BuildError> {
        if self.name.is_empty() {
            return Err(BuildError::NoName);
        }
        if [self.server, self.username, self.password].contains(&"") {
            return Err(BuildError::NoCredential);
        }
        Ok(build(self.server, self.username, self.password, self.email))
    }

    /// The value of the data key, in base64.
    fn value(&self) -> Result<String, BuildError> {
        self.config_json().map(|it| base64::encode(&it))
    }

    fn written_namespace(&self) -> Option<&str> {
        self.namespace.filter(|it| !it.is_empty())
    }
}

/// The Secret as kubectl prints it. `value` is in base64; an empty namespace is not written.
pub(super) fn write_yaml(name: &str, namespace: &str, value: &str) -> String {
    let mut out = String::from("apiVersion: v1\ndata:\n  ");
    out += CONFIG_JSON_KEY;
    out += ": ";
    out += value;
    out += "\nkind: Secret\nmetadata:\n  name: ";
    yaml::write_scalar(&mut out, name);
    if !namespace.is_empty() {
        out += "\n  namespace: ";
        yaml::write_scalar(&mut out, namespace);
    }
    out += "\ntype: ";
    out += CONFIG_JSON_TYPE;
    out += "\n";
    out
}
