//! One pull Secret for several registries and namespaces, in every form in which it is handed over.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::build::write_yaml;
use super::{BuildError, CONFIG_JSON_KEY, CONFIG_JSON_TYPE, Login, build_all, yaml};
use crate::Version;
use crate::base64;
use crate::field_error::FieldError;
use crate::kubectl::{self, CreateSecret};
use crate::object_name;

/// What a pull Secret is made of, and where it goes.
///
/// ```
/// use pullscope_core::pull_secret::{Blueprint, Login, Source};
///
/// let login = Login { server: "quay.io", username: "robot", password: "secret", email: "" };
/// let secret = Blueprint {
///     name: "regcred",
///     namespaces: &["apps", "jobs"],
///     source: Source::Logins(&[login]),
/// };
/// assert_eq!(secret.yaml().unwrap().matches("kind: Secret").count(), 2);
/// assert!(!secret.commands().contains("secret\""), "a command never has the password");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Blueprint<'a> {
    /// `metadata.name`.
    pub name: &'a str,
    /// One Secret is made in each; with none, it goes where kubectl is.
    pub namespaces: &'a [&'a str],
    /// The credentials.
    pub source: Source<'a>,
}

/// Where the credentials of a [`Blueprint`] come from.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// Parts, one registry each.
    Logins(&'a [Login<'a>]),
    /// A `config.json` as `docker login` leaves it, taken byte for byte.
    File(&'a [u8]),
}

impl Default for Source<'_> {
    fn default() -> Self {
        Self::Logins(&[])
    }
}

impl core::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Logins(logins) => f.debug_tuple("Logins").field(logins).finish(),
            Self::File(_) => f.write_str("File(elided)"),
        }
    }
}

/// The file that the commands and the kustomization name.
const FILE: &str = "config.json";

impl<'a> Blueprint<'a> {
    /// What the API server says of the name and of the namespaces.
    pub fn errors(&self, version: Version) -> Vec<FieldError> {
        let mut errors = object_name::name_errors(self.name);
        for namespace in self.namespaces {
            errors.extend(object_name::namespace_errors(namespace, version));
        }
        errors
    }

    /// The `config.json`.
    ///
    /// # Errors
    ///
    /// A part is missing, as kubectl says it; or there is no registry, or the file is empty.
    pub fn config_json(&self) -> Result<Cow<'a, [u8]>, BuildError> {
        match self.source {
            _ if self.name.is_empty() => Err(BuildError::NoName),
            Source::Logins([]) | Source::File([]) => Err(BuildError::NoCredential),
            Source::File(file) => Ok(Cow::Borrowed(file)),
            Source::Logins(logins) => {
                let lacks = |it: &Login<'_>| [it.server, it.username, it.password].contains(&"");
                match logins.iter().any(lacks) {
                    true => Err(BuildError::NoCredential),
                    false => Ok(Cow::Owned(build_all(logins))),
                }
            }
        }
    }

    /// The Secrets as YAML, one document for each namespace, each as `kubectl create secret
    /// docker-registry … --dry-run=client -o yaml` of 1.34 or later prints it.
    ///
    /// # Errors
    ///
    /// As for [`config_json`](Self::config_json).
    pub fn yaml(&self) -> Result<String, BuildError> {
        let value = base64::encode(&self.config_json()?);
        let secrets = self.places().map(|namespace| write_yaml(self.name, namespace, &value));
        Ok(secrets.collect::<Vec<_>>().join("---\n"))
    }

    /// Whether the commands read the `config.json` from a file: kubectl makes an entry for one
    /// registry alone.
    pub fn needs_file(&self) -> bool {
        !matches!(self.source, Source::Logins([_]))
    }

    /// The lines to type, for bash or zsh. The password is asked for, or read from `config.json`.
    pub fn commands(&self) -> String {
        let mut lines = Vec::new();
        match self.source {
            Source::Logins([login]) => {
                lines.push(String::from(kubectl::ASK));
                let Login { server, username, email, .. } = login;
                lines.extend(self.places().map(|namespace| {
                    let asking =
                        CreateSecret::asking(self.name, namespace, server, username, email);
                    format!("{asking}")
                }));
                lines.push(format!("unset {}", kubectl::PASSWORD));
            }
            _ => lines.extend(self.places().map(|namespace| {
                format!("{}", CreateSecret::from_config(self.name, namespace, FILE))
            })),
        }
        lines.join("\n") + "\n"
    }

    /// The lines of a `kustomization.yaml` that make the Secrets from a `config.json` beside it. The
    /// name stays as it is, because a ServiceAccount that is not part of it names the Secret too.
    ///
    /// Upstream: `SecretArgs` in kustomize `api/types/secretargs.go`.
    pub fn kustomization(&self) -> String {
        let mut out = String::from("secretGenerator:\n");
        for namespace in self.places() {
            out += "- name: ";
            yaml::write_scalar(&mut out, self.name);
            if !namespace.is_empty() {
                out += "\n  namespace: ";
                yaml::write_scalar(&mut out, namespace);
            }
            out += &format!(
                "\n  type: {CONFIG_JSON_TYPE}\n  files:\n  - {CONFIG_JSON_KEY}={FILE}\n  options:\n    \
                 disableNameSuffixHash: true\n"
            );
        }
        out
    }

    /// The commands that put the Secret into the list of a ServiceAccount in each namespace.
    /// `listed` are the Secrets that stand there already: the command replaces the list.
    pub fn patches(&self, account: &str, listed: &[&str]) -> String {
        let secrets = self.listed(listed);
        let patch = |namespace| kubectl::patch_service_account(account, namespace, &secrets) + "\n";
        self.places().map(patch).collect()
    }

    /// The ServiceAccounts as YAML, with the Secret behind those that are listed already.
    pub fn accounts(&self, account: &str, listed: &[&str]) -> String {
        let secrets = self.listed(listed);
        let one = |namespace: &str| {
            let mut out = String::from("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ");
            yaml::write_scalar(&mut out, account);
            if !namespace.is_empty() {
                out += "\n  namespace: ";
                yaml::write_scalar(&mut out, namespace);
            }
            out += "\nimagePullSecrets:\n";
            for secret in &secrets {
                out += "- name: ";
                yaml::write_scalar(&mut out, secret);
                out += "\n";
            }
            out
        };
        self.places().map(one).collect::<Vec<_>>().join("---\n")
    }

    fn listed<'s>(&'s self, listed: &[&'s str]) -> Vec<&'s str> {
        let mut secrets: Vec<&str> =
            listed.iter().copied().filter(|it| *it != self.name && !it.is_empty()).collect();
        secrets.push(self.name);
        secrets
    }

    /// The namespaces; an empty one where there is none.
    fn places(&self) -> impl Iterator<Item = &'a str> {
        let none = self.namespaces.is_empty().then_some("");
        self.namespaces.iter().copied().chain(none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pull_secret::Manifest;

    const QUAY: Login<'_> =
        Login { server: "quay.io", username: "foo", password: "parrot", email: "" };

    fn of<'a>(namespaces: &'a [&'a str], logins: &'a [Login<'a>]) -> Blueprint<'a> {
        Blueprint { name: "regcred", namespaces, source: Source::Logins(logins) }
    }

    #[test]
    fn one_registry_is_what_kubectl_makes() {
        let logins = [QUAY];
        let made = of(&["apps"], &logins);
        let kubectl = Manifest {
            name: "regcred",
            namespace: Some("apps"),
            server: "quay.io",
            username: "foo",
            password: "parrot",
            email: "",
        };
        assert_eq!(made.yaml(), kubectl.yaml());
        assert_eq!(
            made.commands(),
            "printf 'Password: '; read -rs PASSWORD; echo\nkubectl create secret docker-registry \
             regcred --namespace=apps --docker-server=quay.io --docker-username=foo \
             --docker-password=\"$PASSWORD\"\nunset PASSWORD\n"
        );
    }

    #[test]
    fn several_registries_need_the_file() {
        let logins = [QUAY, Login { server: "ghcr.io", ..QUAY }];
        let made = of(&[], &logins);
        assert!(made.needs_file());
        assert_eq!(
            made.commands(),
            "kubectl create secret docker-registry regcred \
             --from-file=.dockerconfigjson=config.json\n"
        );
        let config = made.config_json().expect("all parts are there");
        let config =
            crate::docker_config::decode(crate::docker_config::Format::ConfigJson, &config);
        let keys: Vec<_> = config.expect("a config").entries.into_iter().map(|it| it.key).collect();
        assert_eq!(keys, ["quay.io", "ghcr.io"]);
    }

    #[test]
    fn a_namespace_each() {
        let logins = [QUAY];
        let made = of(&["apps", "true"], &logins);
        assert_eq!(
            made.kustomization(),
            "secretGenerator:\n\
             - name: regcred\n  namespace: apps\n  type: kubernetes.io/dockerconfigjson\n  files:\n  \
             - .dockerconfigjson=config.json\n  options:\n    disableNameSuffixHash: true\n\
             - name: regcred\n  namespace: \"true\"\n  type: kubernetes.io/dockerconfigjson\n  \
             files:\n  - .dockerconfigjson=config.json\n  options:\n    disableNameSuffixHash: true\n"
        );
        assert_eq!(
            made.patches("default", &["old", "regcred"]),
            "kubectl patch serviceaccount default --namespace=apps \
             --patch='{\"imagePullSecrets\":[{\"name\":\"old\"},{\"name\":\"regcred\"}]}'\n\
             kubectl patch serviceaccount default --namespace=true \
             --patch='{\"imagePullSecrets\":[{\"name\":\"old\"},{\"name\":\"regcred\"}]}'\n"
        );
        assert!(made.accounts("default", &[]).ends_with(
            "---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\n  \
             namespace: \"true\"\nimagePullSecrets:\n- name: regcred\n"
        ));
    }

    #[test]
    fn what_is_missing_is_said_as_kubectl_says_it() {
        assert_eq!(of(&[], &[]).yaml(), Err(BuildError::NoCredential));
        let blank = [QUAY, Login { password: "", ..QUAY }];
        assert_eq!(of(&[], &blank).yaml(), Err(BuildError::NoCredential));
        let nameless = Blueprint { name: "", ..of(&[], &[]) };
        assert_eq!(nameless.yaml(), Err(BuildError::NoName));
        let errors = Blueprint { name: "Reg", ..of(&["a.b"], &[]) }.errors(Version::NEWEST);
        let fields: Vec<_> = errors.iter().map(|it| &*it.field).collect();
        assert_eq!(fields, ["metadata.name", "metadata.namespace"]);
    }

    #[test]
    fn nothing_but_the_secret_itself_has_the_password() {
        let logins = [QUAY];
        let made = of(&["apps"], &logins);
        let auth = base64::encode(b"foo:parrot");
        let patches = made.patches("default", &[]) + &made.accounts("default", &[]);
        let texts = [made.commands(), made.kustomization(), patches, format!("{made:?}")];
        for text in texts {
            assert!(!text.contains("parrot") && !text.contains(&auth), "{text}");
        }
    }
}
