//! Files of the K3s documentation on private registries, each with images to ask about.
//!
//! What the documentation says otherwise of them is not written here: the core tells it of any file.

use pullscope_core::registries::{Distribution, Profile, Setting};

/// A file, and how the node is set that reads it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
    pub(crate) setting: Setting,
}

/// As K3s is installed.
const INSTALLED: Setting = Setting {
    distribution: Distribution::K3s,
    profile: Profile::July2025,
    default_endpoint_disabled: false,
    embedded_registry: false,
    containerd: None,
};

macro_rules! pages {
    ($( $name:literal: $title:literal, $setting:expr; )*) => {
        &[$( Page {
            title: $title,
            text: include_str!(concat!("registries/", $name, ".yaml")),
            setting: $setting,
        }, )*]
    };
}

/// The files that the documentation prints. Where it has a placeholder, something stands for it.
pub(crate) static PRINTED: &[Page] = pages! {
    "mirror": "a mirror of Docker Hub", INSTALLED;
    "endpoint": "a registry at another port", INSTALLED;
    "rewrite": "rewrites", INSTALLED;
    "rewrite-self-printed": "rewrites at the registry itself, as printed", INSTALLED;
    "rewrite-self": "rewrites at the registry itself", INSTALLED;
    "wildcard": "wildcard", INSTALLED;
    "tls-auth": "with TLS and credentials", INSTALLED;
    "tls": "with TLS, without credentials", INSTALLED;
    "plain-auth": "without TLS, with credentials", INSTALLED;
    "plain": "without TLS and credentials", INSTALLED;
    "schema": "the schema, with a token", INSTALLED;
};

/// Files of a person who believes one of its sentences.
pub(crate) static BELIEVED: &[Page] = pages! {
    "hub": "the address of Docker Hub", INSTALLED;
    "local": "a registry on the node itself", INSTALLED;
    "names": "names of registries", INSTALLED;
    "flag": "no default endpoint", Setting { default_endpoint_disabled: true, ..INSTALLED };
    "empty": "a mirror without endpoints", INSTALLED;
    "each": "credentials for each mirror", INSTALLED;
    "token": "a token as auth", INSTALLED;
    "all": "credentials for all registries", INSTALLED;
    "hidden": "a registry beside the wildcard", INSTALLED;
    "release": "the wildcard in v1.31.6",
        Setting { profile: Profile::BrokenWildcard, ..INSTALLED };
    "ignored": "the default endpoint in the list", INSTALLED;
};
