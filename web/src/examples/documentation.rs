//! Files of the K3s documentation on private registries, each with images to ask about.
//!
//! What the documentation says otherwise of them is not written here: the core tells it of any file.

use pullscope_core::registries::{Distribution, Profile, Setting};
use yew::AttrValue;

use crate::texts::t;

/// A file, and how the node is set that reads it.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) title: fn() -> AttrValue,
    pub(crate) text: &'static str,
    pub(crate) setting: Setting,
}

impl PartialEq for Page {
    /// No two have the same text.
    fn eq(&self, other: &Self) -> bool {
        (self.text, self.setting) == (other.text, other.setting)
    }
}

impl Eq for Page {}

/// As K3s is installed.
const INSTALLED: Setting = Setting {
    distribution: Distribution::K3s,
    profile: Profile::July2025,
    default_endpoint_disabled: false,
    embedded_registry: false,
    containerd: None,
};

macro_rules! pages {
    ($( $name:literal: $title:expr, $setting:expr; )*) => {
        &[$( Page {
            title: || $title,
            text: include_str!(concat!("registries/", $name, ".yaml")),
            setting: $setting,
        }, )*]
    };
}

/// The files that the documentation prints. Where it has a placeholder, something stands for it.
pub(crate) static PRINTED: &[Page] = pages! {
    "mirror": t!("a mirror of Docker Hub"), INSTALLED;
    "endpoint": t!("a registry at another port"), INSTALLED;
    "rewrite": t!("rewrites"), INSTALLED;
    "rewrite-self-printed": t!("rewrites at the registry itself, as printed"), INSTALLED;
    "rewrite-self": t!("rewrites at the registry itself"), INSTALLED;
    "wildcard": t!("wildcard"), INSTALLED;
    "tls-auth": t!("with TLS and credentials"), INSTALLED;
    "tls": t!("with TLS, without credentials"), INSTALLED;
    "plain-auth": t!("without TLS, with credentials"), INSTALLED;
    "plain": t!("without TLS and credentials"), INSTALLED;
    "schema": t!("the schema, with a token"), INSTALLED;
};

/// Files of a person who believes one of its sentences.
pub(crate) static BELIEVED: &[Page] = pages! {
    "hub": t!("the address of Docker Hub"), INSTALLED;
    "local": t!("a registry on the node itself"), INSTALLED;
    "names": t!("names of registries"), INSTALLED;
    "flag": t!("no default endpoint"), Setting { default_endpoint_disabled: true, ..INSTALLED };
    "empty": t!("a mirror without endpoints"), INSTALLED;
    "each": t!("credentials for each mirror"), INSTALLED;
    "token": t!("a token as auth"), INSTALLED;
    "all": t!("credentials for all registries"), INSTALLED;
    "hidden": t!("a registry beside the wildcard"), INSTALLED;
    "release": t!("the wildcard in v1.31.6"),
        Setting { profile: Profile::BrokenWildcard, ..INSTALLED };
    "ignored": t!("the default endpoint in the list"), INSTALLED;
};
