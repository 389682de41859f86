//! The registry's own address: listed among the endpoints, or meant to be switched off.

use alloc::format;
use alloc::vec::Vec;

use super::keys::INDEX;
use super::{Lint, Listed, info, mirror_path, shown, warning};
use crate::edit;
use crate::finding::{Finding, Fix};
use crate::registries::address::{HUB, HUB_HOST, port};
use crate::registries::{DEFAULT, Mirror, Profile};

impl<'r> Lint<'r> {
    pub(super) fn default_endpoints(&mut self) {
        let file = self.file;
        for (key, mirror) in &file.mirrors {
            if self.is_full() {
                return;
            }
            let found = [self.rewrites_nothing(key, mirror), self.not_disabled(key, mirror)];
            let ignores_rewrites = found[0].is_some();
            for finding in found.into_iter().flatten() {
                self.say(finding);
            }
            if !ignores_rewrites && let Some(finding) = self.listed_default(key, mirror) {
                self.say(finding);
            }
        }
    }

    /// The directory of a mirror, as it is written.
    fn name(key: &'r str) -> &'r str {
        if key == "*" { DEFAULT } else { key }
    }

    /// Rewrites, and no endpoint at which they are made.
    fn rewrites_nothing(&self, key: &'r str, mirror: &'r Mirror) -> Option<Finding> {
        let (_, first) = mirror.rewrites.first_key_value()?;
        let listed = self.endpoints.get(key)?;
        let code = "registries/rewrite-of-default";
        let path = format!("{}.rewrite", mirror_path(key));
        let name = shown(key);
        if mirror.endpoints.is_empty() {
            let message = format!(
                "rewrites are made at the endpoints that are listed, and {name} lists none: nothing is rewritten"
            );
            return Some(warning(code, message).at(path, first.pattern.clone()));
        }
        let directory = self.table.directories.get(Self::name(key));
        let is_made =
            directory.is_some_and(|it| it.endpoints.iter().any(|it| it.rewrites.is_some()));
        let is_made = is_made || self.setting.profile == Profile::Legacy;
        let last = listed.last().filter(|_| !is_made)?;
        let text = shown(last.text);
        let how = match port(&last.address.host()) {
            None => {
                "with :443 it is another address, and rewrites are made there; settings under configs then need \
                 that port too"
            }
            Some(_) => "with /v2/ at its end it is another address, and rewrites are made there",
        };
        let message = format!(
            "{text} is the default endpoint of {name}, at which nothing is rewritten: {how}"
        );
        let finding = warning(code, message)
            .at(path, first.pattern.clone())
            .with("the endpoint", last.span.clone())
            .fixed_by(self.another_way(last));
        Some(finding)
    }

    /// The same address, written so that it is another one.
    fn another_way(&self, it: &Listed<'_>) -> Option<Fix> {
        let host = it.address.host();
        let is_plain = it.address.scheme() == "https" && !it.text.contains('@');
        let new = match port(&host) {
            None => format!("https://{host}:443"),
            Some(_) => format!("https://{host}/v2/"),
        };
        is_plain.then(|| self.write(&it.span, &new))
    }

    /// The default endpoint among the others.
    fn listed_default(&self, key: &'r str, mirror: &'r Mirror) -> Option<Finding> {
        let own = self.address(key).filter(|_| key != "*")?.exposed();
        let listed = self.endpoints.get(key)?;
        let it = listed.iter().find(|it| it.address.exposed() == own)?;
        let is_last = it.index + 1 == mirror.endpoints.len();
        let is_pruned = self.pruned.contains(key);
        let has_default = self.table.directories.get(key).is_some_and(|it| it.default.is_some());
        // Where it is switched off, this brings it back; where the entry is left out, that is said.
        if (!has_default && !is_pruned) || (is_pruned && self.file.mirrors.contains_key("*")) {
            return None;
        }
        let name = shown(key);
        let own = match key {
            HUB => HUB_HOST.into(),
            _ => name.clone(),
        };
        let message = match (is_last, mirror.rewrites.is_empty()) {
            (true, _) => format!(
                "{own} is asked last for images of {name} in any case, and needs no entry here"
            ),
            (false, true) => format!(
                "{own} is asked last for images of {name} in any case: listed before the last, it is asked twice"
            ),
            (false, false) => format!(
                "{own} is asked last for images of {name} in any case: listed before the last, it is asked here \
                 with the rewritten name, and again at the end with the name as it is"
            ),
        };
        let fix = is_last.then(|| self.without_endpoint(key, it)).flatten();
        let path = format!("{}.endpoint[{}]", mirror_path(key), it.index);
        Some(info("registries/default-listed", message).at(path, it.span.clone()).fixed_by(fix))
    }

    /// An address of Docker Hub that is not its default endpoint. Where rewrites are wanted of Docker Hub
    /// itself, that is what it is good for.
    pub(super) fn hub_index(&self, key: &str, it: &Listed<'_>) -> Option<Finding> {
        let mirror = self.file.mirrors.get(key).filter(|it| it.rewrites.is_empty())?;
        if key != HUB || it.address.host() != INDEX {
            return None;
        }
        let after = match self.setting.default_endpoint_disabled {
            true => "",
            false => ", and that one is asked last in any case",
        };
        let message = format!(
            "{INDEX} is not the default endpoint of {HUB}, which is {HUB_HOST}: it is asked like a mirror, with \
             the settings of configs.{INDEX}{after}"
        );
        let has_others = mirror.endpoints.len() > 1;
        let fix = has_others.then(|| self.without_endpoint(key, it)).flatten();
        Some(info("registries/hub-index", message).fixed_by(fix))
    }

    /// The list without one of its elements, where it has others.
    fn without_endpoint(&self, key: &str, it: &Listed<'_>) -> Option<Fix> {
        let list = self.root.get("mirrors")?.get(key)?.get("endpoint")?;
        let items = list.as_array()?;
        let is_listed = items.get(it.index).is_some_and(|item| item.span == it.span);
        let edit = edit::remove_item(self.text, list, it.index).filter(|_| is_listed)?;
        let title = format!("Take {} out of the list", shown(it.text));
        Some(Fix { title, edits: Vec::from([edit]), command: None })
    }

    /// A default endpoint that stays although the node is told to ask none.
    fn not_disabled(&self, key: &'r str, mirror: &'r Mirror) -> Option<Finding> {
        if !self.setting.default_endpoint_disabled {
            return None;
        }
        let flag = "--disable-default-registry-endpoint";
        let name = shown(key);
        let config = self.file.configs.get(key).filter(|_| key != "*");
        let directory = self.table.directories.get(Self::name(key));
        if let Some(config) = config
            && directory.is_some_and(|it| it.default.is_some() && !it.endpoints.is_empty())
        {
            let message = format!(
                "configs has an entry {name}, and with it {name} itself is asked last in spite of {flag}; without \
                 the entry only the endpoints of its mirror are"
            );
            let finding = warning("registries/default-kept-by-config", message)
                .at(super::config_path(key), config.key.clone())
                .with("the mirror", mirror.key.clone())
                .fixed_by(self.look_at(Self::name(key)));
            return Some(finding);
        }
        let is_pruned = self.pruned.contains(key);
        let has_wildcard = self.table.directories.contains_key(DEFAULT);
        if config.is_some() || !is_pruned || has_wildcard {
            return None;
        }
        let what = match mirror.endpoints.is_empty() {
            true => "has no endpoint",
            false => "has no endpoint that can be used",
        };
        let whose = if key == "*" { "each registry" } else { &name };
        let message = format!(
            "the entry {name} {what}, and is left out: {whose} itself is asked in spite of {flag}"
        );
        let list = Self::look("List what is made of the file", self.setting.list_directories());
        let finding = warning("registries/default-kept", message);
        Some(finding.at(mirror_path(key), mirror.key.clone()).fixed_by(list))
    }
}
