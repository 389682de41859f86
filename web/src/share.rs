//! What a person hands on: the workspace as a link, as a file and for a ticket.
//!
//! Whatever is handed on has placeholders for its secrets, unless the person asks for a file with
//! them. Nothing leaves by itself: a link is only copied, and what it says stands behind the `#`,
//! which no browser sends to a server.

pub(crate) mod fragment;
pub(crate) mod kept;
pub(crate) mod link;
mod switches;
pub(crate) mod ticket;

pub(crate) use switches::{pairs, position, positions, switch, what_if};

use pullscope_core::json::{self, Value, write_string};
use pullscope_core::redact::redacted;
use yew::AttrValue;

use crate::texts::t;
use crate::trip::Place;
use crate::what_if::WhatIf;

/// The version of what a link says. One that says more has another.
const VERSION: &str = "1";

/// A workspace without its secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(crate) text: String,
    /// Names and positions of the what-if switches that are not where they stand at first.
    pub(crate) switches: Vec<(String, String)>,
    /// The image that is looked at: whose it is, and the container's name.
    pub(crate) container: Option<(String, String)>,
    /// The number of the stop that is looked at.
    pub(crate) stop: Option<usize>,
}

impl Shared {
    /// A workspace with placeholders for its secrets.
    pub(crate) fn of(
        text: &str,
        what_if: &WhatIf,
        container: Option<(String, String)>,
        stop: Place,
    ) -> Self {
        let stop = container.is_some().then(|| stop.number());
        Self { text: redacted(text), switches: switches::pairs(what_if), container, stop }
    }

    /// The switches; those that this page does not know stay where they are.
    pub(crate) fn what_if(&self, clock: Option<i64>) -> WhatIf {
        switches::what_if(&self.switches, clock)
    }

    /// The stop, if there is one of that number.
    pub(crate) fn place(&self) -> Option<Place> {
        Place::ALL.into_iter().find(|place| Some(place.number()) == self.stop)
    }

    /// As JSON, in one line.
    pub(crate) fn to_json(&self) -> String {
        let mut out = format!("{{\"v\":{VERSION},\"text\":");
        write_string(&mut out, &self.text);
        if !self.switches.is_empty() {
            out += ",\"switches\":[";
            for (index, (name, value)) in self.switches.iter().enumerate() {
                out += if index > 0 { ",[" } else { "[" };
                write_string(&mut out, name);
                out.push(',');
                write_string(&mut out, value);
                out.push(']');
            }
            out.push(']');
        }
        if let Some((owner, name)) = &self.container {
            out += ",\"container\":[";
            write_string(&mut out, owner);
            out.push(',');
            write_string(&mut out, name);
            out.push(']');
        }
        if let Some(stop) = self.stop {
            out += &format!(",\"stop\":{stop}");
        }
        out.push('}');
        out
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// A sentence for the person. Nothing of it repeats what was read.
    pub(crate) fn of_json(json: &str) -> Result<Self, AttrValue> {
        let is_none = || t!("what it holds is no workspace");
        let root = json::parse(json, MAX_DEPTH).map_err(|_| is_none())?;
        match root.get("v").map(|it| &it.data) {
            Some(json::Data::Number(version)) if *version == VERSION => {}
            Some(json::Data::Number(_)) => return Err(t!("a newer version of this page made it")),
            _ => return Err(is_none()),
        }
        let text = root.get("text").and_then(Value::as_str).ok_or_else(is_none)?;
        let pair = |value: &Value<'_>| {
            let [one, other] = value.as_array()? else { return None };
            Some((one.as_str()?.to_owned(), other.as_str()?.to_owned()))
        };
        let switches = root.get("switches").and_then(Value::as_array).unwrap_or_default();
        let stop = match root.get("stop").map(|it| &it.data) {
            Some(json::Data::Number(stop)) => stop.parse().ok(),
            _ => None,
        };
        Ok(Self {
            text: text.to_owned(),
            switches: switches.iter().filter_map(pair).collect(),
            container: root.get("container").and_then(pair),
            stop,
        })
    }
}

/// Brackets within brackets that a workspace needs, with room.
const MAX_DEPTH: usize = 8;

#[cfg(test)]
mod tests;
