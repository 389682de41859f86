//! Texts to start from: three of the start page, and one for each view that reads a text.

pub(crate) mod documentation;

use documentation::Page;
use pullscope_core::registries::Setting;
use yew::AttrValue;

use crate::texts::t;

/// An example. Its answer is never stored: it is worked out like that of any text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    Port,
    Order,
    Twice,
    Node,
    Present,
    Queue,
    Index,
    /// One of the K3s documentation on private registries.
    Registries(&'static Page),
}

impl Example {
    /// Those of the start page.
    pub(crate) const ALL: [Self; 3] = [Self::Port, Self::Order, Self::Twice];

    pub(crate) fn title(self) -> AttrValue {
        match self {
            Self::Port => t!("Key without the port"),
            Self::Order => t!("Three keys fit one image"),
            Self::Twice => t!("Encoded twice"),
            Self::Node => t!("A node with plugins"),
            Self::Present => t!("An image that is there already"),
            Self::Queue => t!("Three Pods on one node"),
            Self::Index => t!("An image for four platforms"),
            Self::Registries(page) => (page.title)(),
        }
    }

    pub(crate) fn about(self) -> AttrValue {
        match self {
            Self::Port => {
                t!(
                    "The image is at registry.example.com:5000, the key is for registry.example.com."
                )
            }
            Self::Order => {
                t!("They are tried from narrow to wide, and the wildcard is read label by label.")
            }
            Self::Twice => {
                t!("base64 of base64 is not JSON any more, and a template was not filled in.")
            }
            Self::Node => {
                t!("What the kubelet is configured with, two credential providers, and a Pod.")
            }
            Self::Present => {
                t!(
                    "Two Pods want it, the node remembers who pulled it, and the Secret has changed since."
                )
            }
            Self::Index => {
                t!("Which of them a node takes depends on its platform and its runtime.")
            }
            Self::Registries(_) => t!("A file of the K3s documentation."),
            Self::Queue => t!("They come at the same moment, and one image is pulled at a time."),
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Port => include_str!("examples/port.yaml"),
            Self::Order => include_str!("examples/order.yaml"),
            Self::Twice => include_str!("examples/twice.yaml"),
            Self::Node => include_str!("examples/node.yaml"),
            Self::Present => include_str!("examples/present.yaml"),
            Self::Queue => include_str!("examples/queue.yaml"),
            Self::Index => include_str!("examples/index.yaml"),
            Self::Registries(page) => page.text,
        }
    }

    /// How K3s or RKE2 is set, where the example depends on it.
    pub(crate) fn registries(self) -> Option<Setting> {
        match self {
            Self::Registries(page) => Some(page.setting),
            _ => None,
        }
    }
}
