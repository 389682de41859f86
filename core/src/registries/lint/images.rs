//! The file and the images that are pasted with it.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Lint, info, mirror_path, shown, warning, without_port};
use crate::finding::{Edit, Finding, Fix};
use crate::registries::DEFAULT;
use crate::registries::address::is_local;

impl<'r> Lint<'r> {
    pub(super) fn images(&mut self) {
        self.port_differs();
        self.not_plain_http();
        self.pull_secrets();
    }

    /// A registry of images, and the mirror of the same host with another port.
    fn port_differs(&mut self) {
        let file = self.file;
        let mut mirrors: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for key in file.mirrors.keys().filter(|it| *it != "*") {
            let known = mirrors.entry(without_port(key));
            known.and_modify(|it| *it = None).or_insert(Some(key));
        }
        let by_registry = self.by_registry.clone();
        for (registry, images) in by_registry {
            if file.mirrors.contains_key(registry) {
                continue;
            }
            let Some(Some(key)) = mirrors.get(without_port(registry)) else { continue };
            let Some(mirror) = file.mirrors.get(*key) else { continue };
            let Some(first) = images.first() else { continue };
            let (name, written) = (shown(registry), shown(key));
            let message = format!(
                "images of {name} are not those of {written}: keys are compared as texts, with the port, so this \
                 mirror is not asked for them"
            );
            let is_unused = !self.by_registry.contains_key(key);
            let fix = self.rename("mirrors", &mirror.key, registry).filter(|_| is_unused);
            let finding = warning("registries/mirror-port-differs", message)
                .at(mirror_path(key), mirror.key.clone())
                .with("the image", self.images[*first].span.clone())
                .fixed_by(fix);
            self.say_of(images, finding);
        }
    }

    /// A registry that speaks plain HTTP, and is asked with HTTPS where images name it.
    ///
    /// That it does is told by an error, or by the file, which asks it with `http://` for another
    /// registry.
    fn not_plain_http(&mut self) {
        let mut plain: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for it in self.endpoints.values().flatten() {
            if it.address.scheme() == "http" {
                plain.entry(it.address.host()).or_insert(it.span.clone());
            }
        }
        let by_registry = self.by_registry.clone();
        for (registry, images) in by_registry {
            let told = images.iter().find_map(|it| self.images[*it].answered_http.clone());
            let Some(span) = plain.get(registry).or(told.as_ref()) else { continue };
            if let Some(finding) = self.plain(registry, span, plain.contains_key(registry)) {
                let image = images.first().map(|it| self.images[*it].span.clone());
                let finding = match image {
                    Some(image) => finding.with("the image", image),
                    None => finding,
                };
                self.say_of(images, finding);
            }
        }
    }

    /// Where `registry` is asked with HTTPS only.
    fn plain(&self, registry: &str, span: &Range<usize>, in_file: bool) -> Option<Finding> {
        let own = self.endpoints.get(registry).into_iter().flatten();
        let is_set = own.into_iter().any(|it| it.address.scheme() == "http");
        if is_set || is_local(registry) {
            return None;
        }
        let name = shown(registry);
        let told = match in_file {
            true => format!("{name} is asked with http here, for the images of another registry"),
            false => format!("{name} speaks plain HTTP"),
        };
        let message = format!(
            "{told}. Its own images are asked for with https: that needs an entry {name} of mirrors with the \
             endpoint http://{name}"
        );
        let fix = self.with_entry(registry, &format!("http://{registry}"));
        let finding = warning("registries/plain-http", message)
            .at(mirror_path(registry), span.clone())
            .fixed_by(fix);
        Some(finding)
    }

    /// One more entry of `mirrors`, before the first, where they are written line by line.
    fn with_entry(&self, registry: &str, endpoint: &str) -> Option<Fix> {
        if self.file.mirrors.contains_key(registry) || registry.contains(['"', '\\', '@']) {
            return None;
        }
        let members = self.root.get("mirrors")?.as_object()?;
        let at = members.first()?.key_span.start;
        let line = self.text[..at].rfind('\n')? + 1;
        let indent = &self.text[line..at];
        if indent.is_empty() || !indent.bytes().all(|it| it == b' ') {
            return None;
        }
        let text = format!("\"{registry}\":\n{indent}  endpoint: [\"{endpoint}\"]\n{indent}");
        let edits = Vec::from([Edit { span: at..at, text }]);
        Some(Fix { title: format!("Add the mirror {registry}"), edits, command: None })
    }

    /// Credentials of a Pod take the place of those of the file, at every endpoint.
    fn pull_secrets(&mut self) {
        let by_registry = self.by_registry.clone();
        for (registry, images) in by_registry {
            let with: Vec<usize> =
                images.into_iter().filter(|it| self.images[*it].pull_secret.is_some()).collect();
            let Some(first) = with.first() else { continue };
            let Some((name, directory)) = self.table.directory(registry) else { continue };
            let file = self.file;
            let found = directory.endpoints.iter().find_map(|it| {
                let host = it.address.address()?.host();
                let (key, config) = file.configs.get_key_value(&host)?;
                Some((key, config.auth.as_ref()?))
            });
            let Some((key, auth)) = found else { continue };
            let host = shown(key);
            let message = format!(
                "the Pod brings credentials for {}, and containerd then offers these to {host} as well, and none \
                 of the file: where {host} does not take them, it answers 401",
                shown(registry)
            );
            let mirror = if name == DEFAULT { "*" } else { name };
            let secret = self.images[*first].pull_secret.clone();
            let mut finding = info("registries/pull-secret-instead", message)
                .at(format!("{}.auth", super::config_path(key)), auth.key.clone())
                .with("the image", self.images[*first].span.clone())
                .fixed_by(self.look_in_log("trying next host"));
            if let Some(secret) = secret {
                finding = finding.with("the pull Secret", secret);
            }
            if let Some(mirror) = file.mirrors.get(mirror) {
                finding = finding.with("the mirror", mirror.key.clone());
            }
            self.say_of(with, finding);
        }
    }
}
