//! The views: the journey, and others that zoom into a part of it. Each has an address of its own,
//! behind the `#`, so that the browser's history leads through them and a link opens one. The text,
//! the switches and what is chosen are the same in all of them.
//!
//! A view is a component with [`ViewProps`]. It is drawn, and what it shows is worked out, only while
//! it is the one that is shown. A new one is a variant of [`View`], a line in [`View::ALL`], what
//! [`View::about`] and [`shown`] say of it, and a style sheet named in `index.html`.

mod advise;
mod clients;
mod dump;
mod head;
mod index;
mod keys;
mod museum;
mod node;
mod place;
mod policy;
mod queue;
mod reference;
mod registries;
mod secret;
mod strip;

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::diagnose::Diagnosis;
use yew::prelude::*;

use crate::dump::reading::Reading;
use crate::policy::desk::Desk;
use crate::read::Later;
use crate::state::Action;
use crate::texts::t;
use crate::trip::{Note, Picture, Place, Trip};
use crate::what_if::WhatIf;

pub(crate) use strip::Strip;

/// One view of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    #[default]
    Journey,
    Reference,
    Node,
    Keys,
    Adviser,
    Clients,
    Queue,
    Index,
    Registries,
    Secret,
    Policy,
    Museum,
    Dump,
}

/// What is said of a view where it is linked to.
pub(crate) struct About {
    /// What follows `#/` in its address.
    path: &'static str,
    /// A word or two.
    pub(crate) name: AttrValue,
    /// What it answers, in a sentence.
    pub(crate) answers: AttrValue,
    /// The stop of the journey that it zooms into; the journey then stands above it in one line.
    pub(crate) zooms: Option<Place>,
    /// The what-if switches change it, so that they stand above it without a text, too.
    pub(crate) is_switched: bool,
}

impl View {
    /// All of them, in the order of the menu.
    pub(crate) const ALL: &[Self] = &[
        Self::Journey, //
        Self::Reference,
        Self::Node,
        Self::Keys,
        Self::Adviser,
        Self::Clients,
        Self::Queue,
        Self::Index,
        Self::Registries,
        Self::Secret,
        Self::Policy,
        Self::Museum,
        Self::Dump,
    ];

    pub(crate) fn about(self) -> About {
        match self {
            Self::Journey => About {
                path: "",
                name: t!("Journey"),
                answers: t!("Where the pull of an image stops, and why."),
                zooms: None,
                is_switched: false,
            },
            Self::Reference => About {
                path: "reference",
                name: t!("Reference"),
                answers: t!("The name of an image taken apart, and names a few characters away."),
                zooms: Some(Place::Reference),
                is_switched: true,
            },
            Self::Node => About {
                path: "node",
                name: t!("Node"),
                answers: t!("What the kubelet runs with: settings, feature gates, and since when."),
                zooms: Some(Place::Node),
                is_switched: true,
            },
            Self::Keys => About {
                path: "keys",
                name: t!("Keys"),
                answers: t!("Which images each key serves, and which keys and Secrets serve none."),
                zooms: None,
                is_switched: true,
            },
            Self::Adviser => About {
                path: "adviser",
                name: t!("Adviser"),
                answers: t!("Which way to credentials fits, from a few facts, with manifests."),
                zooms: None,
                is_switched: true,
            },
            Self::Clients => About {
                path: "clients",
                name: t!("Other clients"),
                answers: t!("The same file and image under docker, podman, crane and kwctl."),
                zooms: Some(Place::Keyring),
                is_switched: false,
            },
            Self::Queue => About {
                path: "queue",
                name: t!("Pull queue"),
                answers: t!("Which Pods of a node wait for whose pulls, from when to when."),
                zooms: Some(Place::Outcome),
                is_switched: true,
            },
            Self::Index => About {
                path: "index",
                name: t!("Image index"),
                answers: t!("Which manifest of an index a node takes, and why not the others."),
                zooms: None,
                is_switched: false,
            },
            Self::Registries => About {
                path: "registries",
                name: "registries.yaml".into(),
                answers: t!(
                    "What a node of K3s or RKE2 asks for an image, and the files it makes."
                ),
                zooms: Some(Place::Endpoints),
                is_switched: false,
            },
            Self::Secret => About {
                path: "secret",
                name: t!("Secret"),
                answers: t!("A pull Secret taken apart layer by layer, or made from its parts."),
                zooms: Some(Place::Keyring),
                is_switched: false,
            },
            Self::Dump => About {
                path: "dump",
                name: t!("Cluster dump"),
                answers: t!(
                    "A dump of a whole cluster as a table: what cannot be pulled, and why."
                ),
                zooms: None,
                is_switched: true,
            },
            Self::Policy => About {
                path: "policy",
                name: t!("Policy"),
                answers: t!(
                    "What the admission policy says of the objects: the deployed file runs here."
                ),
                zooms: None,
                is_switched: true,
            },
            Self::Museum => About {
                path: "museum",
                name: t!("Museum"),
                answers: t!("Every cause of a failed pull: broken, explained, fixed."),
                zooms: None,
                is_switched: false,
            },
        }
    }

    /// Its address, from the `#` on.
    pub(crate) fn hash(self) -> String {
        format!("#/{}", self.about().path)
    }

    /// The view of an address, from the `#` on; an address that is none is the journey's.
    pub(crate) fn of_hash(hash: &str) -> Self {
        let path = hash.strip_prefix("#/").unwrap_or_default();
        // The museum has an address for each exhibit.
        let path = if path.starts_with("museum/") { "museum" } else { path };
        Self::ALL.iter().copied().find(|it| it.about().path == path).unwrap_or_default()
    }
}

/// What a view is made from.
#[derive(Clone, Properties)]
pub(crate) struct ViewProps {
    pub(crate) text: Rc<str>,
    /// The core's answer to the text and the switches; absent for an empty text.
    pub(crate) report: Option<Rc<Diagnosis>>,
    pub(crate) what_if: WhatIf,
    /// All that the page shows of it.
    pub(crate) picture: Rc<Picture>,
    /// The image that is looked at.
    pub(crate) trip: Option<Rc<Trip>>,
    /// The findings of the report, as the page shows them, and what follows from their fixes.
    pub(crate) notes: Rc<Vec<Note>>,
    pub(crate) later: Rc<Later>,
    /// What is set for the policy.
    pub(crate) policy: Rc<Desk>,
    /// The dump of a cluster that is read.
    pub(crate) dump: Rc<Reading>,
    /// Shows the journey, with the caret at these bytes of the text.
    pub(crate) on_go: Callback<Range<usize>>,
    pub(crate) dispatch: Callback<Action>,
}

impl PartialEq for ViewProps {
    /// Whether they are made from the same answer: a report is not compared member by member.
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.report, &other.report) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        let is_later = Rc::ptr_eq(&self.later, &other.later);
        same && is_later
            && self.text == other.text
            && self.what_if == other.what_if
            && self.trip == other.trip
            && self.policy == other.policy
            && Rc::ptr_eq(&self.dump, &other.dump)
    }
}

/// A view that is not the journey.
pub(crate) fn shown(view: View, props: ViewProps) -> Html {
    match view {
        View::Journey => html! {},
        View::Reference => html! { <reference::ReferenceView ..props /> },
        View::Node => html! { <node::Node ..props /> },
        View::Keys => html! { <keys::Keys ..props /> },
        View::Adviser => html! { <advise::Adviser ..props /> },
        View::Clients => html! { <clients::Clients ..props /> },
        View::Queue => html! { <queue::Queue ..props /> },
        View::Index => html! { <index::ImageIndex ..props /> },
        View::Registries => html! { <registries::RegistriesView ..props /> },
        View::Secret => html! { <secret::SecretView ..props /> },
        View::Policy => html! { <policy::PolicyView ..props /> },
        View::Museum => html! { <museum::Museum ..props /> },
        View::Dump => html! { <dump::DumpView ..props /> },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_has_an_address_of_its_own() {
        for view in View::ALL {
            assert_eq!(View::of_hash(&view.hash()), *view);
        }
    }

    #[test]
    fn an_exhibit_is_in_the_museum() {
        assert_eq!(View::of_hash("#/museum/port-missing"), View::Museum);
    }

    #[test]
    fn an_address_that_is_none_is_the_journeys() {
        for hash in ["", "#", "#/", "#main", "#node", "#/nowhere", "#/node/"] {
            assert_eq!(View::of_hash(hash), View::Journey, "{hash}");
        }
    }
}
