//! The second resolver: how RKE2 pulls its own runtime image, before there is a containerd.
//!
//! The same file, by other rules: Docker Hub is `index.docker.io`, a registry without a port is also
//! looked for with `:443` and `:80`, `"*"` holds for credentials and TLS too, the default endpoint is
//! always asked last, and a rewrite has to give the name of a repository, which has two characters.
//!
//! Upstream: rancher/wharfie `pkg/registries/{registries,endpoint}.go`.

mod sentence;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::ops::Range;

use super::address::{is_local, port};
use super::file::{Auth, Config, Mirror, Registries, Tls};
use super::resolve::{clean, push_query};
use crate::base64;
use crate::clients::reference::crane::{self, Release};
use crate::go::Quoted;
use crate::go::url::{WholeUrl, split_host_port};
use crate::rewrite::{Rewrites, Rewritten};

/// Docker Hub, as this resolver calls it.
const HUB: &str = "index.docker.io";

/// One address that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct WharfieEndpoint<'r> {
    url: WholeUrl,
    /// Whether its host is the image's registry, so that nothing is rewritten.
    pub is_default: bool,
    /// What becomes of the repository.
    pub rewritten: Rewritten,
    /// The key of the entry of `configs` that is for its host, also where it has neither credentials
    /// nor TLS.
    pub config: Option<&'r str>,
    /// The credentials; `None` is anonymous.
    pub auth: Option<&'r Auth>,
    /// How the connection is secured; of no use where it is plain HTTP.
    pub tls: Option<&'r Tls>,
    /// Where it is written; `None` for the registry's own.
    pub span: Option<Range<usize>>,
}

impl WharfieEndpoint<'_> {
    /// Its URL, without a password.
    pub fn url(&self) -> String {
        self.url.masked()
    }

    /// Its URL, with a password that it may hold.
    pub fn exposed(&self) -> String {
        self.url.exposed()
    }

    /// Host and port that are asked.
    pub fn host(&self) -> String {
        self.url.host()
    }

    /// The request for the manifest of `repository`, at this endpoint, for an image of `registry`.
    pub fn request(&self, registry: &str, repository: &str, object: &str) -> String {
        let mut url = self.url.clone();
        // An escape in the endpoint's path is lost here, as upstream loses it.
        let rest = format!("/{repository}/manifests/{object}");
        url.append_path(rest.as_bytes());
        let mut text = url.without_user_and_query();
        let ns = if registry == HUB { "docker.io" } else { registry };
        let is_own = ns == self.host() || (ns == "docker.io" && self.host() == HUB);
        if !is_own {
            text += "?ns=";
            push_query(&mut text, ns);
        }
        text
    }

    /// The header that is sent when the endpoint asks for Basic authentication.
    pub fn authorization(&self) -> Option<String> {
        let auth = self.auth?;
        let (user, password) = (auth.username.value.as_bytes(), auth.password.expose());
        if !user.is_empty() && !password.is_empty() {
            let both = [user, b":", password].concat();
            return Some(format!("Basic {}", base64::encode(&both)));
        }
        let token = String::from_utf8_lossy(auth.auth.expose());
        (!token.is_empty()).then(|| format!("Basic {token}"))
    }

    /// Whether a request with that header can be sent: one with a line break cannot.
    pub fn is_sendable(&self) -> bool {
        let is_text = |it: char| it == '\t' || !it.is_ascii_control();
        let is_http = matches!(&*self.url.scheme, "http" | "https");
        !is_http || self.authorization().is_none_or(|it| it.chars().all(is_text))
    }

    /// Why the settings for TLS are of no use, as far as the files on the node do not matter.
    pub fn tls_error(&self) -> Option<String> {
        let Tls { cert_file, key_file, .. } = self.tls?;
        let quoted = |text: &str| Quoted(text.as_bytes()).to_string();
        match (cert_file.value.as_str(), key_file.value.as_str()) {
            ("", "") => None,
            (cert, "") => Some(format!(
                "cert file {} was specified, but no corresponding key file was specified",
                quoted(cert)
            )),
            ("", key) => Some(format!(
                "key file {} was specified, but no corresponding cert file was specified",
                quoted(key)
            )),
            _ => None,
        }
    }

    /// Whether certificates are not verified.
    pub fn skips_verification(&self) -> bool {
        self.tls_error().is_none() && self.tls.is_some_and(|it| it.insecure_skip_verify)
    }
}

/// An image as this resolver names it, and what is asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct WharfieImage<'r> {
    /// The registry; `index.docker.io` for Docker Hub.
    pub registry: String,
    /// The repository, with `library/` where Docker Hub's own images need it.
    pub repository: String,
    /// The tag, or the digest; of both the digest.
    pub identifier: String,
    /// What is asked, in order. The registry's own address is the last; a registry that is no host
    /// has none.
    pub endpoints: Vec<WharfieEndpoint<'r>>,
}

impl WharfieImage<'_> {
    /// Whether the registry is an address that can be asked. `http:` of an image that begins with a
    /// scheme is none, nor is an IPv6 address without brackets.
    pub fn can_be_asked(&self) -> bool {
        let is_bare = !self.registry.starts_with('[') && self.registry.matches(':').count() > 1;
        !is_bare && !self.registry.ends_with(':')
    }
}

/// A file, ready to be asked for one image after the other: each pattern is compiled once, when it is
/// tried first.
#[derive(Clone, Debug)]
pub struct Wharfie<'r> {
    file: &'r Registries,
    /// The rewrites of the entries that were asked with.
    ready: RefCell<BTreeMap<&'r str, Rc<Rewrites<'r>>>>,
}

impl<'r> Wharfie<'r> {
    /// Nothing is worked out before it is needed.
    pub fn new(file: &'r Registries) -> Self {
        Self { file, ready: RefCell::default() }
    }

    /// What is asked for an image, in order; `None` for a name that this resolver does not take.
    ///
    /// ```
    /// use pullscope_core::registries::{Registries, Wharfie};
    ///
    /// let file = Registries::parse("mirrors: {docker.io: {endpoint: [m.example.com]}}").unwrap();
    /// let wharfie = Wharfie::new(&file);
    /// let image = wharfie.resolve("rancher/rke2-runtime:v1.36").unwrap();
    /// let urls: Vec<String> = image.endpoints.iter().map(|it| it.url()).collect();
    /// assert_eq!(urls, ["https://m.example.com/v2", "https://index.docker.io/v2"]);
    /// ```
    pub fn resolve(&self, image: &str) -> Option<WharfieImage<'r>> {
        let parsed = crane::parse_as(Release::V0_21, image).ok()?;
        let (registry, repository) = (parsed.registry(), parsed.repository());
        let identifier = if parsed.digest().is_empty() { parsed.tag() } else { parsed.digest() };
        Some(WharfieImage {
            endpoints: self.endpoints(&registry, &repository),
            registry: registry.into_owned(),
            repository: repository.into_owned(),
            identifier: identifier.into_owned(),
        })
    }

    fn endpoints(&self, registry: &str, repository: &str) -> Vec<WharfieEndpoint<'r>> {
        let mut keys = alloc::vec![registry.to_string()];
        match registry {
            HUB => keys.push("docker.io".to_string()),
            _ if split_host_port(registry.as_bytes()).is_none() => {
                keys.extend([format!("{registry}:443"), format!("{registry}:80")]);
            }
            _ => {}
        }
        keys.push("*".to_string());
        let mirror = keys.iter().find_map(|it| self.file.mirrors.get(it));
        let rewritten = self.rewritten(registry, repository);
        let endpoint = |url: WholeUrl, span| {
            let host = url.host();
            let is_default = hub_name(&host) == hub_name(registry);
            let config = config(self.file, &host);
            WharfieEndpoint {
                is_default,
                rewritten: if is_default { Rewritten::Same } else { rewritten.clone() },
                config: config.map(|it| it.0),
                auth: config.and_then(|it| it.1.auth.as_ref()).filter(|it| !it.is_empty()),
                tls: config.and_then(|it| it.1.tls.as_ref()),
                url,
                span,
            }
        };
        let written = mirror.into_iter().flat_map(|it| &it.endpoints);
        let written =
            written.filter_map(|it| Some(endpoint(address(&it.value)?, Some(it.span.clone()))));
        written.chain(address(registry).map(|it| endpoint(it, None))).collect()
    }

    /// What becomes of a repository, which has to stay the name of one.
    fn rewritten(&self, registry: &str, repository: &str) -> Rewritten {
        let Some((key, mirror)) = rewriting(self.file, registry) else { return Rewritten::Same };
        let made = || Rc::new(Rewrites::as_written(&mirror.rewrites));
        let rewrites = self.ready.borrow_mut().entry(key).or_insert_with(made).clone();
        rewrites
            .apply_and(repository, |result| crane::repository(Release::V0_21, registry, &result))
    }
}

/// What is asked for one image, in order; `None` for a name that this resolver does not take. For
/// several a [`Wharfie`] is faster.
pub fn wharfie<'r>(file: &'r Registries, image: &str) -> Option<WharfieImage<'r>> {
    Wharfie::new(file).resolve(image)
}

/// The entry whose rewrites are made; the first that is there counts.
fn rewriting<'r>(file: &'r Registries, registry: &str) -> Option<(&'r str, &'r Mirror)> {
    let found = alias_keys(registry).find_map(|it| file.mirrors.get_key_value(it));
    found.map(|(key, mirror)| (key.as_str(), mirror))
}

/// The entry of `configs` for a host; the first that is there counts.
fn config<'r>(file: &'r Registries, host: &str) -> Option<(&'r str, &'r Config)> {
    let found = alias_keys(host).find_map(|it| file.configs.get_key_value(it));
    found.map(|(key, config)| (key.as_str(), config))
}

fn alias_keys(host: &str) -> impl Iterator<Item = &str> {
    let alias = (host == HUB).then_some("docker.io");
    core::iter::once(host).chain(alias).chain(core::iter::once("*"))
}

fn hub_name(host: &str) -> &str {
    if host == HUB { "docker.io" } else { host }
}

/// Upstream: `normalizeEndpointAddress`.
fn address(text: &str) -> Option<WholeUrl> {
    let with_slashes = match text.contains("://") {
        true => text.to_string(),
        false => ["//", text].concat(),
    };
    let mut url = WholeUrl::parse(with_slashes.as_bytes()).ok()?;
    let host = url.host();
    if host.is_empty() {
        return None;
    }
    if url.scheme.is_empty() {
        let plain = is_local(&host) && port(&host).is_some_and(|it| it != "443");
        url.scheme = if plain { "http" } else { "https" }.to_string();
    }
    let path = match url.path() {
        b"" | b"/" | b"/v2" => "/v2".to_string(),
        path => clean(&String::from_utf8_lossy(path)),
    };
    url.set_path(path);
    Some(url)
}
