//! Commands to type that are made, and not read: none of them has a password.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Arg, CreateSecret, Form, SecretArg};
use crate::json;
use crate::pull_secret::CONFIG_JSON_KEY;

/// The variable that [`CreateSecret::asking`] takes the password from.
pub const PASSWORD: &str = "PASSWORD";

/// The line that asks for the password without showing it, for bash and zsh.
pub const ASK: &str = "printf 'Password: '; read -rs PASSWORD; echo";

/// The command that gives a ServiceAccount this list of pull Secrets, in place of the one it has:
/// the list is atomic.
///
/// ```
/// use pullscope_core::kubectl::patch_service_account;
///
/// let expect = "kubectl patch serviceaccount default --namespace=apps \
///     --patch='{\"imagePullSecrets\":[{\"name\":\"regcred\"}]}'";
/// assert_eq!(patch_service_account("default", "apps", &["regcred"]), expect);
/// ```
///
/// Upstream: `ServiceAccount.ImagePullSecrets` in kubernetes `staging/src/k8s.io/api/core/v1/types.go`,
/// which has no merge key.
pub fn patch_service_account(account: &str, namespace: &str, secrets: &[&str]) -> String {
    let mut patch = String::from("{\"imagePullSecrets\":[");
    for (at, secret) in secrets.iter().enumerate() {
        patch += if at > 0 { ",{\"name\":" } else { "{\"name\":" };
        json::write_string(&mut patch, secret);
        patch += "}";
    }
    patch += "]}";
    let mut out = format!("kubectl patch serviceaccount {}", Arg::new(account));
    if !namespace.is_empty() {
        out += &format!(" --namespace={}", Arg::new(namespace));
    }
    out += &format!(" --patch={}", Arg::new(&patch));
    out
}

impl CreateSecret {
    /// The command that makes a pull Secret with one entry, and takes the password from the variable
    /// [`PASSWORD`] of the shell, so that it stands neither in the command nor in the history.
    ///
    /// ```
    /// use pullscope_core::kubectl::CreateSecret;
    ///
    /// let command = CreateSecret::asking("regcred", "apps", "quay.io", "robot", "");
    /// let expect = "kubectl create secret docker-registry regcred --namespace=apps \
    ///     --docker-server=quay.io --docker-username=robot --docker-password=\"$PASSWORD\"";
    /// assert_eq!(command.to_string(), expect);
    /// ```
    pub fn asking(name: &str, namespace: &str, server: &str, username: &str, email: &str) -> Self {
        let mut command = Self::new(Form::DockerRegistry, name, namespace);
        command.server = Some(Arg::new(server));
        command.username = Some(Arg::new(username));
        let variable = Some(PASSWORD);
        command.password = Some(SecretArg { variable, ..SecretArg::placeholder() });
        command.email = (!email.is_empty()).then(|| Arg::new(email));
        command
    }

    /// The command that makes a pull Secret of a `config.json` at this path.
    ///
    /// ```
    /// use pullscope_core::kubectl::CreateSecret;
    ///
    /// let command = CreateSecret::from_config("regcred", "", "config.json");
    /// let expect = "kubectl create secret docker-registry regcred \
    ///     --from-file=.dockerconfigjson=config.json";
    /// assert_eq!(command.to_string(), expect);
    /// ```
    pub fn from_config(name: &str, namespace: &str, path: &str) -> Self {
        let mut command = Self::new(Form::DockerRegistry, name, namespace);
        command.from_file = Vec::from([Arg::new(&format!("{CONFIG_JSON_KEY}={path}"))]);
        command
    }
}
