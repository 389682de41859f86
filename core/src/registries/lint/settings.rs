//! Credentials and TLS under `configs`: what is not read, what cannot be used, and for whom it is.

use alloc::format;
use alloc::string::ToString;

use super::keys::INDEX;
use super::{Lint, Listed, config_path, error, info, shown, warning};
use crate::base64::{self, Alphabet};
use crate::finding::{Finding, Severity};
use crate::registries::address::{HUB, HUB_HOST};
use crate::registries::{Auth, Config, Meant, Tls, Unknown};

impl<'r> Lint<'r> {
    pub(super) fn settings(&mut self) {
        let file = self.file;
        for unknown in file.passed_over.iter().filter(|it| it.meant == Some(Meant::Token)) {
            if self.is_full() {
                return;
            }
            let finding = self.token(unknown);
            self.say(finding);
        }
        for (key, config) in &file.configs {
            if self.is_full() {
                return;
            }
            if let Some(finding) = config.auth.as_ref().and_then(|it| no_base64(key, it)) {
                self.say(finding);
            }
            if let Some(finding) = self.of_a_mirror(key, config) {
                self.say(finding);
            }
            if let Some(tls) = &config.tls {
                self.files(key, tls);
            }
        }
        self.hub_credentials();
        self.hub_tls();
    }

    /// Settings for TLS under a name of Docker Hub that is not asked.
    fn hub_tls(&mut self) {
        let file = self.file;
        let Some(config) = file.configs.get(INDEX).filter(|_| !self.hosts.contains_key(INDEX))
        else {
            return;
        };
        let Some(tls) = config.tls.as_ref().filter(|it| it.is_set()) else { return };
        if !self.images_of(INDEX).is_empty() {
            return;
        }
        let message = format!(
            "nothing is asked at {INDEX}: the default endpoint of {HUB} is {HUB_HOST}, whose settings for TLS are \
             those of configs.{HUB}"
        );
        // Before July 2025 credentials are looked for under the host alone.
        let has_its_names = self.setting.profile.knows_hub_by_its_names();
        let fix = self.rename("configs", &config.key, HUB);
        let fix = fix.filter(|_| config.auth.is_none() || has_its_names);
        let finding = warning("registries/hub-index", message)
            .at(config_path(INDEX), config.key.clone())
            .with("the settings", tls.key.clone())
            .fixed_by(fix);
        self.say(finding);
    }

    /// Upstream: `AuthConfig` in rancher/wharfie `pkg/registries/types.go`.
    fn token(&self, unknown: &Unknown) -> Finding {
        let suffix = format!(".auth.{}", unknown.key);
        let key = unknown.path.strip_prefix("configs.").and_then(|it| it.strip_suffix(&*suffix));
        let key = key.unwrap_or_default();
        let auth = self.file.configs.get(key).and_then(|it| it.auth.as_ref());
        let (severity, what) = match auth {
            Some(auth) if !auth.is_empty() => {
                (Severity::Warning, "only the other members of auth are used")
            }
            _ => (Severity::Error, "the file has no credentials for this registry"),
        };
        let message = format!(
            "auth has no member {}: it is passed over in silence, and {what}. A personal access token \
             goes into password, a refresh token into identity_token",
            unknown.key
        );
        let path = format!("{}{suffix}", config_path(key));
        Finding::new("registries/auth-token", severity, message).at(path, unknown.span.clone())
    }

    /// Settings under the name of a mirror: they are those of a host that is asked.
    ///
    /// Only if no endpoint of the mirror has an entry: else this one is for its default endpoint, and
    /// meant so.
    fn of_a_mirror(&self, key: &str, config: &Config) -> Option<Finding> {
        if key == "*" || (config.auth.is_none() && config.tls.is_none()) {
            return None;
        }
        let endpoints = self.endpoints.get(key)?;
        let has_entry = |it: &Listed<'_>| {
            let configs = &self.file.configs;
            it.address.registry == key
                || configs.contains_key(&it.address.registry)
                || configs.contains_key(&it.address.host())
        };
        if endpoints.iter().any(has_entry) {
            return None;
        }
        let first = endpoints.first()?;
        let (name, host) = (shown(key), shown(&first.address.registry));
        let message = format!(
            "configs is keyed by the host that is asked: this entry is for {name} itself, which is \
             asked last or not at all, and not for the endpoints of the mirror {name}. For those the key is {host}"
        );
        let finding = warning("registries/configs-of-mirror", message)
            .at(config_path(key), config.key.clone())
            .with("the endpoint", first.span.clone())
            .fixed_by(self.look_in_log("trying next host"));
        Some(finding)
    }

    /// A certificate without its key, and paths that lead nowhere.
    fn files(&mut self, key: &str, tls: &Tls) {
        let path = |name: &str| format!("{}.tls.{name}", config_path(key));
        let (cert, private) = (&tls.cert_file, &tls.key_file);
        let lone = match (cert.value.is_empty(), private.value.is_empty()) {
            (false, true) => Some(("cert_file", "key_file", cert)),
            (true, false) => Some(("key_file", "cert_file", private)),
            _ => None,
        };
        if let Some((name, other, text)) = lone {
            let message = format!(
                "{name} without {other}: containerd reads both, fails at the one that is missing, and with it \
                 every pull whose list of endpoints has {}, those from its other endpoints too",
                shown(key)
            );
            let finding = error("registries/cert-without-key", message);
            let log = self.look_in_log("unable to read");
            self.say(finding.at(path(name), text.span.clone()).fixed_by(log));
        }
        for (name, text) in [("ca_file", &tls.ca_file), ("cert_file", cert), ("key_file", private)]
        {
            if text.value.is_empty() || is_absolute(&text.value) {
                continue;
            }
            let directory = format!("{}/agent/etc/containerd/certs.d", self.flags.data_dir);
            let message = format!(
                "{} is no absolute path: containerd looks for it beside the hosts.toml that is made of this \
                 file, below {directory}, and a file that it cannot read fails every pull whose list of \
                 endpoints has {}",
                shown(&text.value),
                shown(key)
            );
            let log = self.look_in_log("unable to read");
            let finding = error("registries/tls-path", message);
            self.say(finding.at(path(name), text.span.clone()).fixed_by(log));
        }
    }

    /// Credentials of Docker Hub under a name that this release does not look for.
    ///
    /// Upstream: k3s-io/k3s#12561.
    fn hub_credentials(&mut self) {
        let file = self.file;
        let has_auth = |key: &str| file.configs.get(key).is_some_and(|it| it.auth.is_some());
        if self.setting.profile.knows_hub_by_its_names() || has_auth(HUB_HOST) {
            return;
        }
        for key in [HUB, INDEX] {
            let Some(config) = file.configs.get(key).filter(|it| it.auth.is_some()) else {
                continue;
            };
            let message = format!(
                "before July 2025 (v1.33.3, v1.32.7) containerd looks for the credentials of Docker Hub under \
                 {HUB_HOST}, the host that it asks, and not under {key}; the key {HUB_HOST} works in every release"
            );
            // Settings for TLS would no longer be those of the registry itself.
            let fix = self.rename("configs", &config.key, HUB_HOST);
            let fix = fix.filter(|_| config.tls.is_none());
            let finding = info("registries/hub-credentials", message);
            self.say(finding.at(config_path(key), config.key.clone()).fixed_by(fix));
            return;
        }
    }
}

/// "auth is an authentication token". What is used before it hides it.
///
/// Upstream: `ParseAuth` in containerd `internal/cri/server/images/image_pull.go`.
fn no_base64(key: &str, auth: &Auth) -> Option<Finding> {
    if auth.auth.is_empty() || !auth.username.value.is_empty() || !auth.identity_token.is_empty() {
        return None;
    }
    let what = match base64::decode(Alphabet::Padded, auth.auth.expose()) {
        Err(error) => format!("this is none ({error})"),
        Ok(decoded) if !decoded.contains(&b':') => "what it decodes to has no colon".to_string(),
        Ok(_) => return None,
    };
    let message = format!(
        "auth is read as the base64 of user:password, and {what}: containerd gives up on the \
         endpoint. A token goes into password, with a username"
    );
    let path = format!("{}.auth.auth", config_path(key));
    let span = auth.auth.span.clone();
    Some(error("registries/auth-not-base64", message).at(path, span))
}

/// Whether a path leads to the same file from everywhere; on Windows it begins with a drive.
fn is_absolute(path: &str) -> bool {
    let drive = path.as_bytes().first_chunk::<3>();
    let has_drive =
        drive.is_some_and(|it| it[0].is_ascii_alphabetic() && matches!(&it[1..], b":\\" | b":/"));
    path.starts_with('/') || has_drive
}
