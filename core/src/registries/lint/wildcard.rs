//! `"*"`: what stands under it and is not used, and what escapes it.
//!
//! containerd reads one directory for a registry, its own or that of `"*"`, and never both. Credentials
//! are looked up by the host that is asked, and never under `"*"`.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::{Lint, config_path, listing, mirror_path, shown, warning};
use crate::finding::Fix;
use crate::registries::address::HUB_HOST;
use crate::registries::{Config, DEFAULT, Distribution, Mirror, Why};

impl<'r> Lint<'r> {
    pub(super) fn wildcard(&mut self) {
        let file = self.file;
        let mirror = file.mirrors.get("*");
        if let Some(config) = file.configs.get("*") {
            self.settings_of_all(config);
        }
        let is_written =
            self.table.directories.get(DEFAULT).is_some_and(|it| !it.endpoints.is_empty());
        if let Some(mirror) = mirror.filter(|_| is_written) {
            self.without_default(mirror);
            for (key, config) in &file.configs {
                let is_asked = self.hosts.contains_key(key);
                let hides = self.table.directories.contains_key(key.as_str());
                let is_said = key.contains(['/', '*']);
                if !hides
                    || is_asked
                    || is_said
                    || file.mirrors.contains_key(key)
                    || key == HUB_HOST
                {
                    continue;
                }
                let name = shown(key);
                let message = format!(
                    "with an entry of its own {name} has a directory of its own, and the mirror \"*\" is not asked \
                     for its images; for that mirrors needs an entry {name} with the same endpoints"
                );
                let finding = warning("registries/config-hides-wildcard", message)
                    .at(config_path(key), config.key.clone())
                    .with("the wildcard", mirror.key.clone())
                    .fixed_by(self.look_at(key));
                let images = self.images_of(key);
                self.say_of(images, finding);
            }
        }
        if !self.table.directories.contains_key(DEFAULT) {
            return;
        }
        for dropped in &self.table.dropped {
            if self.is_full() {
                return;
            }
            if dropped.why != Why::Nothing || dropped.key == "*" {
                continue;
            }
            let name = shown(dropped.key);
            let is_mirror = file.mirrors.get(dropped.key).is_some_and(|it| it.key == dropped.span);
            let path = if is_mirror { mirror_path(dropped.key) } else { config_path(dropped.key) };
            let message = format!(
                "this entry changes nothing, so {} leaves it out, and \"*\" holds for images of {name} as well",
                self.product()
            );
            let wildcard = mirror.map(|it| &it.key).or(file.configs.get("*").map(|it| &it.key));
            let mut finding = warning("registries/entry-says-nothing", message)
                .at(path, dropped.span.clone())
                .fixed_by(self.look_at(DEFAULT));
            if let Some(wildcard) = wildcard {
                finding = finding.with("the wildcard", wildcard.clone());
            }
            let images = self.images_of(dropped.key);
            self.say_of(images, finding);
        }
    }

    /// v1.31.6 and v1.32.2 ask nobody after a wildcard mirror.
    ///
    /// Upstream: k3s-io/k3s#11857.
    fn without_default(&mut self, mirror: &Mirror) {
        if !self.setting.profile.loses_wildcard_default() || self.setting.default_endpoint_disabled
        {
            return;
        }
        let message = format!(
            "in v1.31.6 and v1.32.2 of {} a registry that is asked by way of \"*\" is not asked itself when the \
             mirror fails; v1.31.7 and v1.32.3 do it again",
            self.product()
        );
        let finding = warning("registries/wildcard-without-default", message);
        self.say(finding.at("mirrors.*", mirror.key.clone()));
    }

    /// `configs."*"`.
    fn settings_of_all(&mut self, config: &Config) {
        let mirror = self.file.mirrors.get("*");
        let hosts: BTreeSet<String> = self
            .endpoints
            .values()
            .flatten()
            .map(|it| it.address.registry.clone())
            .filter(|it| !it.is_empty() && !it.contains('@'))
            .collect();
        let whose = match hosts.is_empty() {
            true => "Each host that is asked needs an entry of its own".into(),
            false => format!("They belong under {}", listing(&hosts, "and")),
        };
        let loses_tls = mirror.is_some() && config.tls.is_some();
        if let Some(auth) = &config.auth {
            let but = match self.setting.distribution {
                Distribution::K3s => "",
                Distribution::Rke2 => "; only RKE2 itself uses it, for its own image",
            };
            let message = format!(
                "containerd looks for credentials under the host that it asks, and never under \"*\"{but}. \
                 {whose}"
            );
            let fix =
                self.under_the_host(config, &hosts).filter(|_| config.tls.is_none() || loses_tls);
            let finding = warning("registries/wildcard-auth", message)
                .at("configs.*.auth", auth.key.clone())
                .fixed_by(fix);
            self.say(finding);
        }
        if let Some(tls) = config.tls.as_ref().filter(|_| loses_tls) {
            let message = format!(
                "beside mirrors.\"*\" these settings are lost: its directory takes the place of this entry's, \
                 and endpoints have settings by their host. {whose}"
            );
            let mut finding = warning("registries/wildcard-tls", message)
                .at("configs.*.tls", tls.key.clone())
                .fixed_by(self.under_the_host(config, &hosts));
            if let Some(mirror) = mirror {
                finding = finding.with("the mirror", mirror.key.clone());
            }
            self.say(finding);
        }
    }

    /// The one host of all endpoints in place of `"*"`.
    fn under_the_host(&self, config: &Config, hosts: &BTreeSet<String>) -> Option<Fix> {
        let one = hosts.first().filter(|_| hosts.len() == 1)?;
        self.rename("configs", &config.key, one)
    }
}
