//! An address of a registry as K3s understands it: an endpoint, or a key of `mirrors` or `configs`.
//!
//! | written | asked |
//! | --- | --- |
//! | `r.example.com:5000` | `https://r.example.com:5000/v2` |
//! | `localhost:5000` | `http://localhost:5000/v2`: local, with a port that is not 443 |
//! | `http://r.example.com/` | `http://r.example.com/v2` |
//! | `https://r.example.com/proxy` | as written, and `/v2` is not added |
//! | `docker.io` | `https://registry-1.docker.io/v2` |
//!
//! Upstream: `normalizeEndpointAddress` in k3s `pkg/agent/containerd/config.go`.

use alloc::string::{String, ToString};

use crate::go::url::{UrlError, WholeUrl, split_host_port};

/// Docker Hub, as images name it.
pub(super) const HUB: &str = "docker.io";
/// The host that serves it.
pub(super) const HUB_HOST: &str = "registry-1.docker.io";

/// An address, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub(super) url: WholeUrl,
    /// Whether the path is one of its own, to which containerd adds no `/v2`.
    pub override_path: bool,
    /// Host and port, for which settings are looked up under `configs`; of Docker Hub its name.
    pub registry: String,
}

impl Address {
    /// Reads an address. `supervisor` is the address of the embedded mirror, to which nobody speaks
    /// plain HTTP.
    ///
    /// # Errors
    ///
    /// The text is no URL.
    pub fn parse(text: &str, supervisor: &str) -> Result<Self, UrlError> {
        let with_slashes = match text.contains("://") {
            true => text.to_string(),
            false => ["//", text].concat(),
        };
        let mut url = WholeUrl::parse(with_slashes.as_bytes())?;
        let mut registry = url.host();
        if url.scheme.is_empty() {
            let plain = is_local_with_port(&registry) && registry != supervisor;
            url.scheme = if plain { "http" } else { "https" }.to_string();
        }
        if registry == HUB {
            url.host = HUB_HOST.into();
        }
        if url.host == HUB_HOST.as_bytes() {
            registry = HUB.to_string();
        }
        let override_path = match url.path() {
            b"" | b"/" | b"/v2" => {
                url.set_path("/v2");
                false
            }
            _ => true,
        };
        Ok(Self { url, override_path, registry })
    }

    /// The URL as K3s writes it. A password in it shows.
    pub(super) fn exposed(&self) -> String {
        self.url.exposed()
    }

    /// The URL, without a password.
    pub fn url(&self) -> String {
        self.url.masked()
    }

    /// Host and port that are asked.
    pub fn host(&self) -> String {
        self.url.host()
    }

    /// `http`, `https`, or whatever else is written.
    pub fn scheme(&self) -> &str {
        &self.url.scheme
    }
}

/// Whether a host with its port is on the machine itself.
///
/// Upstream: `IsLocalhost` in containerd `core/remotes/docker/registry.go`.
pub(super) fn is_local(host: &str) -> bool {
    let name = split_host_port_of(host).map_or(host, |it| it.0);
    let address = name.parse::<core::net::IpAddr>();
    name == "localhost" || address.is_ok_and(|it| it.to_canonical().is_loopback())
}

/// Whether a local host has a port that is not that of HTTPS.
pub(super) fn is_local_with_port(host: &str) -> bool {
    is_local(host) && port(host).is_some_and(|it| it != "443")
}

/// The port that is written behind a host, if there is any.
pub(super) fn port(host: &str) -> Option<&str> {
    let after_brackets = &host[host.rfind(']').unwrap_or(0)..];
    let (_, port) = after_brackets.rsplit_once(':')?;
    Some(port).filter(|it| !it.is_empty())
}

/// Host name and port.
fn split_host_port_of(host: &str) -> Option<(&str, &str)> {
    if host.is_empty() {
        return None;
    }
    let (name, port) = split_host_port(host.as_bytes())?;
    // They are cut at ASCII characters.
    Some((core::str::from_utf8(name).ok()?, core::str::from_utf8(port).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, url: &str, override_path: bool, registry: &str) {
        let address = Address::parse(text, "127.0.0.1:6443").expect("it is an address");
        let found = (address.exposed(), address.override_path, &*address.registry);
        assert_eq!(found, (url.to_string(), override_path, registry), "{text}");
    }

    #[test]
    fn a_scheme_and_v2_are_filled_in() {
        check("r.io", "https://r.io/v2", false, "r.io");
        check("r.io:80", "https://r.io:80/v2", false, "r.io:80");
        check("1.2.3.4", "https://1.2.3.4/v2", false, "1.2.3.4");
        check("http://r.io/", "http://r.io/v2", false, "r.io");
        check("https://r.io/v2/", "https://r.io/v2/", true, "r.io");
        check("https://r.io//", "https://r.io//", true, "r.io");
        check("r.io/proxy", "https://r.io/proxy", true, "r.io");
        check("HTTPS://u:p@R.io", "https://u:p@R.io/v2", false, "R.io");
        check("", "https:///v2", false, "");
        check("/v2", "https://///v2", true, "");
    }

    #[test]
    fn a_local_host_with_a_port_speaks_http() {
        check("localhost:5000", "http://localhost:5000/v2", false, "localhost:5000");
        check("127.0.0.1:5000", "http://127.0.0.1:5000/v2", false, "127.0.0.1:5000");
        check("[::1]:5000", "http://[::1]:5000/v2", false, "[::1]:5000");
        check("localhost", "https://localhost/v2", false, "localhost");
        check("localhost:443", "https://localhost:443/v2", false, "localhost:443");
        check("127.0.0.1:6443", "https://127.0.0.1:6443/v2", false, "127.0.0.1:6443");
    }

    #[test]
    fn docker_hub_has_a_host_of_its_own() {
        check("docker.io", "https://registry-1.docker.io/v2", false, "docker.io");
        check("registry-1.docker.io", "https://registry-1.docker.io/v2", false, "docker.io");
        check("index.docker.io", "https://index.docker.io/v2", false, "index.docker.io");
    }

    #[test]
    fn what_is_no_url_is_an_error() {
        for text in ["https://a b.io", "r.io:x", "https://r.io/%zz", "http://a:80:90"] {
            assert!(Address::parse(text, "").is_err(), "{text}");
        }
    }
}
