//! What the page shows of one image: its eight stops, in words and ready to be drawn.
//!
//! Plain data. It is made from the core's report in [`read`](crate::read), and drawn by the components.

pub(crate) mod forecast;
mod note;
mod picture;
mod ring;

use std::ops::Range;
use std::rc::Rc;

use forecast::{Forecast, Known, Times};
use pullscope_core::diagnose::ImageId;
use pullscope_core::kubelet::Presence;
use yew::AttrValue;

pub(crate) use note::{DiffLine, Note, Repair, Sign, Spot};
pub(crate) use picture::{Document, Picture};
pub(crate) use ring::{Fit, Key, Kin, Lock, Ring, Tooth};

use crate::texts::{sentence, t};

/// One of the eight stops on the way of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Written,
    Reference,
    Policy,
    Node,
    Keyring,
    Endpoints,
    Registry,
    Outcome,
}

impl Place {
    /// All of them, in the order of the journey.
    pub(crate) const ALL: [Self; 8] = [
        Self::Written,
        Self::Reference,
        Self::Policy,
        Self::Node,
        Self::Keyring,
        Self::Endpoints,
        Self::Registry,
        Self::Outcome,
    ];

    /// Its number, from 1.
    pub(crate) fn number(self) -> usize {
        self as usize + 1
    }

    /// The stop with a number from 1; a number too large is the last one's.
    pub(crate) fn numbered(number: usize) -> Self {
        Self::ALL[number.saturating_sub(1).min(Self::ALL.len() - 1)]
    }

    pub(crate) fn name(self) -> AttrValue {
        match self {
            Self::Written => t!("Written"),
            Self::Reference => t!("Reference"),
            Self::Policy => t!("Policy"),
            Self::Node => t!("Node"),
            Self::Keyring => t!("Keyring"),
            Self::Endpoints => t!("Endpoints"),
            Self::Registry => t!("Registry"),
            Self::Outcome => t!("Outcome"),
        }
    }

    /// What the stop tells, for someone who sees the page for the first time.
    pub(crate) fn asks(self) -> AttrValue {
        match self {
            Self::Written => t!("what the field says"),
            Self::Reference => t!("what it means"),
            Self::Policy => t!("pull or not"),
            Self::Node => t!("is it there"),
            Self::Keyring => t!("which key fits"),
            Self::Endpoints => t!("mirrors, in order"),
            Self::Registry => t!("what it answers"),
            Self::Outcome => t!("what you see"),
        }
    }

    /// The stop `steps` further on; the ends stay where they are.
    pub(crate) fn step(self, steps: isize) -> Self {
        Self::ALL[(self as usize).saturating_add_signed(steps).min(Self::ALL.len() - 1)]
    }
}

/// The state of a stop, an image or a finding. Each has a shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Ok,
    Info,
    Warning,
    Error,
    /// Not reached, or not told by the text.
    Unknown,
}

impl Mark {
    /// As it stands in class names.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Unknown => "unknown",
        }
    }

    /// The more it matters, the higher.
    pub(crate) fn weight(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Unknown => 1,
            Self::Info => 2,
            Self::Warning => 3,
            Self::Error => 4,
        }
    }

    /// As a screen reader says it.
    pub(crate) fn word(self) -> AttrValue {
        match self {
            Self::Ok => t!("Fine"),
            Self::Info => t!("Note"),
            Self::Warning => t!("Warning"),
            Self::Error => t!("Error"),
            Self::Unknown => t!("Not known"),
        }
    }
}

/// How the line goes on after a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// On its way.
    Solid,
    /// Without a password, as intended.
    Plain,
    /// Without a password, although there are keys.
    Bare,
    /// Not reached, or not known.
    Ghost,
}

impl Line {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Plain => "plain",
            Self::Bare => "bare",
            Self::Ghost => "ghost",
        }
    }
}

/// A sign on a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Here is the fault.
    Cause,
    /// Here it ends; when that is the cause, too, there is one sign.
    End,
}

/// One stop of one image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stop {
    pub(crate) place: Place,
    pub(crate) mark: Mark,
    pub(crate) value: AttrValue,
    pub(crate) caption: AttrValue,
    pub(crate) flag: Option<Flag>,
    /// How the line goes on from here.
    pub(crate) out: Line,
    /// The first sentence of the pane.
    pub(crate) lead: AttrValue,
    /// What the core decided here, in its own words.
    pub(crate) steps: Vec<StepView>,
    pub(crate) facts: Vec<Fact>,
    /// The bytes of the text that were read for this stop.
    pub(crate) read: Vec<Range<usize>>,
}

/// One decision on the way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StepView {
    pub(crate) decided: AttrValue,
    /// The rule's name, for code.
    pub(crate) rule: AttrValue,
    pub(crate) because: AttrValue,
    /// The values that decided it.
    pub(crate) from: Vec<Spot>,
}

/// A name and a value in the pane of a stop.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fact {
    pub(crate) name: AttrValue,
    pub(crate) value: AttrValue,
    /// The value is text of a machine.
    pub(crate) code: bool,
}

/// One image on its way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trip {
    pub(crate) id: ImageId,
    /// `Deployment apps/shop`; [`workload`] shows it.
    pub(crate) owner: AttrValue,
    /// The container's name, or the volume's.
    pub(crate) name: AttrValue,
    /// `init`, `sidecar`, `volume`; empty for a plain container.
    pub(crate) role: AttrValue,
    pub(crate) mark: Mark,
    /// The outcome, as the core says it; [`Trip::said`] shows it.
    pub(crate) sentence: AttrValue,
    pub(crate) evidence: AttrValue,
    /// As written.
    pub(crate) image: AttrValue,
    /// What the runtime is asked for; absent when the image is no reference.
    pub(crate) runtime: Option<AttrValue>,
    pub(crate) presence: Presence,
    pub(crate) parts: Vec<Part>,
    pub(crate) policy: Option<AttrValue>,
    pub(crate) stops: [Stop; 8],
    /// The hosts that the node asks, in order; `None` where the text does not tell its mirrors.
    pub(crate) lanes: Option<Vec<AttrValue>>,
    pub(crate) ring: Ring,
    /// A registry is asked for it, unless the node has it.
    pub(crate) is_asked: bool,
    /// What an event tells of the registry's answer.
    pub(crate) known: Option<Known>,
    /// What is seen of it, with the answer that is known or assumed.
    pub(crate) forecast: Option<Rc<Forecast>>,
    /// What the text tells of when it was pulled.
    pub(crate) times: Option<Times>,
}

impl Trip {
    pub(crate) fn stop(&self, place: Place) -> &Stop {
        &self.stops[place as usize]
    }

    /// The outcome, in the language that is shown.
    pub(crate) fn said(&self) -> AttrValue {
        sentence(&self.sentence)
    }

    /// The stop that is shown first: the cause, else where it ends, else the outcome.
    pub(crate) fn first(&self) -> Place {
        let flagged = |flag| self.stops.iter().find(|stop| stop.flag == Some(flag));
        flagged(Flag::Cause)
            .or_else(|| flagged(Flag::End))
            .map_or(Place::Keyring, |stop| stop.place)
    }
}

/// The title of a workload, as it is shown: bare names have one of the core's words.
pub(crate) fn workload(title: &str) -> AttrValue {
    match title {
        "Image names" => t!("Image names"),
        title => title.to_owned().into(),
    }
}

/// A part of a reference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// `host`, `port`, `repo`, `tag`, `digest`.
    pub(crate) name: &'static str,
    pub(crate) value: AttrValue,
    /// It does not stand in the text.
    pub(crate) implied: bool,
    pub(crate) note: AttrValue,
}

impl Part {
    /// The part's name where there is little room.
    pub(crate) fn label(&self) -> AttrValue {
        match self.name {
            "host" => t!("host"),
            "port" => t!("port"),
            "repo" => t!("repo"),
            "tag" => t!("tag"),
            _ => t!("digest"),
        }
    }

    /// The part's whole name.
    pub(crate) fn title(&self) -> AttrValue {
        match self.name {
            "host" => t!("Registry host"),
            "port" => t!("Port"),
            "repo" => t!("Repository"),
            "tag" => t!("Tag"),
            _ => t!("Digest"),
        }
    }
}
