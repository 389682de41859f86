//! Endpoints by themselves: scheme, host, port and path.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Lint, Listed, MAX_FOUND, error, info, mirror_path, shown, warning};
use crate::finding::{Finding, Fix};
use crate::kubectl::Arg;
use crate::quoted::Quoted;
use crate::registries::address::{is_local, port};
use crate::registries::resolve::clean;
use crate::registries::{Address, Containerd, DEFAULT, Endpoint, Security, Why};

impl<'r> Lint<'r> {
    pub(super) fn endpoints(&mut self) {
        self.not_asked();
        let file = self.file;
        for key in file.mirrors.keys() {
            if self.is_full() {
                return;
            }
            let listed = self.endpoints.get(key.as_str()).map_or(0, Vec::len);
            for number in 0..listed {
                if self.is_full() {
                    return;
                }
                let it = &self.endpoints[key.as_str()][number];
                let path = format!("{}.endpoint[{}]", mirror_path(key), it.index);
                let found = [
                    self.no_scheme(it),
                    self.local(it),
                    self.hub_index(key, it),
                    self.path(key, it),
                    self.version_6(it),
                ];
                let span = it.span.clone();
                for finding in found.into_iter().flatten() {
                    self.say(finding.at(path.clone(), span.clone()));
                }
            }
        }
        self.plain_http();
    }

    /// Endpoints that K3s leaves out, and those at which nothing can be asked.
    fn not_asked(&mut self) {
        let file = self.file;
        let code = "registries/endpoint-not-asked";
        let product = self.product();
        let mut said = Vec::new();
        for dropped in self.table.dropped.iter().take(MAX_FOUND) {
            let number = self.numbers.get(&(dropped.key, dropped.span.start));
            let endpoint = file.mirrors.get(dropped.key).zip(number);
            let Some(endpoint) = endpoint.and_then(|it| it.0.endpoints.get(*it.1)) else {
                continue;
            };
            let finding = match dropped.why {
                Why::Endpoint => {
                    let text = Quoted(&endpoint.value);
                    let hint = match endpoint.value.contains('$') {
                        true => "; nothing is put in for a variable here",
                        false => "",
                    };
                    let message = format!(
                        "{text} is no address: {product} logs a warning, and leaves it out{hint}"
                    );
                    warning(code, message)
                }
                Why::Twice => info(
                    code,
                    format!(
                        "this address is in the list before: {product} logs a warning, and leaves it out"
                    ),
                ),
                Why::Key | Why::Nothing => continue,
            };
            let path = self.endpoint_path(dropped.key, &dropped.span);
            let journal =
                Self::look("Look into the log on the node", self.setting.journal("endpoint"));
            said.push(finding.at(path, dropped.span.clone()).fixed_by(journal));
        }
        for (key, listed) in &self.endpoints {
            for it in listed {
                let scheme = it.address.scheme();
                let why = match (it.address.host().is_empty(), scheme) {
                    (true, _) => "it has no host".to_string(),
                    (false, "http" | "https") => continue,
                    _ => format!("containerd speaks http and https, and not {}", shown(scheme)),
                };
                let message = format!("nothing can be asked at {}: {why}", Quoted(it.text));
                let path = format!("{}.endpoint[{}]", mirror_path(key), it.index);
                said.push(warning(code, message).at(path, it.span.clone()));
            }
        }
        said.into_iter().for_each(|it| self.say(it));
    }

    fn no_scheme(&self, it: &Listed<'_>) -> Option<Finding> {
        let host = it.address.host();
        let port = port(&host).filter(|it| *it != "443")?;
        if it.text.contains("://") || is_local(&host) || it.text.is_empty() {
            return None;
        }
        let text = shown(it.text);
        let message = format!(
            "without a scheme {text} is asked with https, also at port {port}; where that registry speaks plain \
             HTTP, write http://{text}"
        );
        let fix = (!it.text.contains('@')).then(|| {
            let text = it.text.trim_start_matches('/');
            let command = format!("curl -v {}", Arg::new(&format!("http://{host}/v2/")));
            Fix { command: Some(command), ..self.write(&it.span, &format!("https://{text}")) }
        });
        Some(warning("registries/endpoint-without-scheme", message).fixed_by(fix))
    }

    /// An endpoint on the machine itself, which is asked with plain HTTP unless it says otherwise.
    fn local(&self, it: &Listed<'_>) -> Option<Finding> {
        if it.text.contains("://") || it.address.scheme() != "http" {
            return None;
        }
        let text = shown(it.text);
        let message = format!(
            "without a scheme {text} is asked with http, since it is on the node itself and its port is not \
             443; where it speaks TLS, write https://{text}"
        );
        let fix = (!it.text.contains('@')).then(|| {
            let text = it.text.trim_start_matches('/');
            self.write(&it.span, &format!("http://{text}"))
        });
        Some(info("registries/local-without-scheme", message).fixed_by(fix))
    }

    fn path(&self, key: &str, it: &Listed<'_>) -> Option<Finding> {
        if !it.address.override_path {
            return None;
        }
        let url = &it.address.url;
        let written = String::from_utf8_lossy(url.path()).into_owned();
        let path = clean(&written);
        if path == "/v2" {
            // This spelling is not the default endpoint's, so rewrites are made at it.
            let is_for_rewrites =
                self.file.mirrors.get(key).is_some_and(|it| !it.rewrites.is_empty());
            if is_for_rewrites && it.address.registry == key {
                return None;
            }
            let end = it.text.trim_end_matches('/');
            let message = format!(
                "{} asks what {} asks, and counts as another address; some older releases of RKE2 did not start \
                 with it",
                shown(it.text),
                shown(end)
            );
            let is_plain = it.text.ends_with("/v2/") && !it.text.contains('@');
            let fix = is_plain.then(|| self.write(&it.span, end));
            return Some(info("registries/endpoint-v2-slash", message).fixed_by(fix));
        }
        // A project of a registry is below its /v2.
        if path.ends_with("/v2") || path.starts_with("/v2/") {
            return None;
        }
        let host = it.address.host();
        let address = format!("{}://{}", it.address.scheme(), shown(&host));
        let (prefix, name) = match path.as_str() {
            "/" => ("", "project"),
            path => (path, path.trim_start_matches('/')),
        };
        let message = format!(
            "an endpoint with a path of its own gets no /v2: requests go to \
             {address}{prefix}/REPOSITORY/manifests/TAG, where few registries answer. For the project {name} of \
             a registry at {address} write {address}/v2/{name}, or a rewrite \"^(.*)$\": \"{name}/$1\"; for a \
             registry below that path {address}{prefix}/v2"
        );
        let is_plain = !host.contains('@') && matches!(it.address.scheme(), "http" | "https");
        let below = format!("{}://{host}{prefix}/v2/", it.address.scheme());
        let ask = is_plain.then(|| {
            Self::look("Ask whether a registry is there", format!("curl -v {}", Arg::new(&below)))
        });
        Some(warning("registries/endpoint-path", message).fixed_by(ask))
    }

    /// Upstream: k3s-io/k3s#9897.
    fn version_6(&self, it: &Listed<'_>) -> Option<Finding> {
        let host = it.address.host();
        if self.setting.containerd() != Containerd::V1 || !host.starts_with('[') {
            return None;
        }
        let message = format!(
            "containerd 1.7 refuses the whole hosts.toml with {host} in it, and asks none of the endpoints of \
             this mirror; it needs a host name, or containerd 2"
        );
        Some(error("registries/ipv6-endpoint", message))
    }

    /// Endpoints with plain HTTP: what is told of a failure, and what TLS settings do to them.
    fn plain_http(&mut self) {
        let file = self.file;
        let table = self.table;
        for key in file.mirrors.keys() {
            if self.is_full() {
                return;
            }
            let name = if key == "*" { DEFAULT } else { key };
            let Some(directory) = table.directories.get(name) else { continue };
            let plain = |it: &&Endpoint<'_>| {
                it.address.address().is_some_and(|it| it.scheme() == "http") && !it.span.is_empty()
            };
            let http: Vec<&Endpoint<'_>> = directory.endpoints.iter().filter(plain).collect();
            for it in http.iter().take(MAX_FOUND) {
                let Some(Security::File(tls)) = it.tls else { continue };
                let host = it.address.address().map(Address::host);
                let host = host.unwrap_or_default();
                let what = match port(&host) {
                    Some("80") => {
                        "at port 80 plain HTTP is spoken all the same, and the settings are of no use"
                    }
                    _ if !tls.is_set() => continue,
                    _ => "HTTPS is tried first, and plain HTTP when that does not answer",
                };
                let message = format!(
                    "configs has settings for TLS at {host}: {what}. Leave them out for plain HTTP, or write https://"
                );
                let path = self.endpoint_path(key, &it.span);
                let finding = info("registries/http-with-tls", message)
                    .at(path, it.span.clone())
                    .with("the settings", tls.key.clone());
                self.say(finding);
            }
            let default = directory.default.as_ref();
            let own = default.map(|it| it.address.address().map_or("https", |it| it.scheme()));
            if let (Some(first), Some("https")) = (http.first(), own)
                && (key == "*" || !is_local(key))
            {
                let whose = if key == "*" { "the registry" } else { key.as_str() };
                let message = format!(
                    "after this address {} itself is asked, with https: when both fail, the error of the Pod may \
                     be about that one, and containerd's log has a line for each",
                    shown(whose)
                );
                let path = self.endpoint_path(key, &first.span);
                let finding = info("registries/http-then-https", message)
                    .fixed_by(self.look_in_log("trying next host"));
                self.say(finding.at(path, first.span.clone()));
            }
        }
    }
}
