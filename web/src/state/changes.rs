//! How the text changes other than by typing: what is pasted, dropped or opened, what a fix makes of
//! it, and the way back.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use pullscope_core::finding::{self, Edit};

use super::{Change, Dropped, MAX_EDITED, State};
use crate::read::{self, How};
use crate::share::Shared;
use crate::texts::t;
use crate::what_if::WhatIf;

impl State {
    /// The same choices over a text that nobody typed.
    pub(super) fn with_pasted(&self, text: &str) -> Self {
        let next = self.with_text(text);
        Self { large: next.lines.is_long() || text.len() > MAX_EDITED, ..next }
    }

    /// With a word about what came in these bytes of the text.
    pub(super) fn arrived(self, how: How, span: Range<usize>) -> Self {
        let report = self.picture.report.as_deref();
        let arrival = read::arrival(report, &self.text, how, span).map(Rc::new);
        Self { arrival, ..self }
    }

    /// The text after a change of the page's own, which can be taken back.
    fn changed(&self, text: &str, what: String) -> Self {
        let jump = self.jump.clone();
        let change = self.clone().noticed(what).change;
        Self { change, jump, ..self.with_pasted(text) }
    }

    /// With a word about what was done.
    fn noticed(self, what: String) -> Self {
        let count = self.change.as_ref().map_or(0, |change| change.count + 1);
        let change = Change {
            count,
            what: what.into(),
            left_out: Vec::new(),
            is_undone: false,
            is_fix: false,
            switches: None,
            other: self.text.clone(),
        };
        Self { change: Some(change), ..self }
    }

    pub(super) fn apply(&self, note: usize) -> Option<Self> {
        let repair = self.picture.notes.get(note)?.edits()?;
        self.repaired(&repair.edits, repair.said().to_string())
    }

    /// With edits that repair something.
    pub(super) fn repaired(&self, edits: &[Edit], what: String) -> Option<Self> {
        // An edit that does not fit is none: the text stays as it is.
        let text = finding::apply(&self.text, edits).ok()?;
        let what_if = WhatIf { old_events: self.events(), ..self.what_if.clone() };
        let next = Self { what_if, ..self.clone() }.changed(&text, what);
        let change = next.change.map(|change| Change { is_fix: true, ..change });
        Some(Self { change, ..next })
    }

    /// The events of the text.
    fn events(&self) -> BTreeSet<Rc<str>> {
        let events = self.picture.report.iter().flat_map(|report| &report.events);
        events.filter_map(|event| self.text.get(event.span.clone())).map(Into::into).collect()
    }

    /// The last change of the page's own taken back, or made again.
    pub(super) fn undo(&self, change: &Change) -> Self {
        let is_undone = !change.is_undone;
        let mut what_if = self.what_if.clone();
        if change.is_fix {
            what_if.old_events = if is_undone { BTreeSet::new() } else { self.events() };
        }
        let switches = change.switches.as_ref().map(|other| {
            let clock = what_if.clock;
            std::mem::replace(&mut what_if, WhatIf { clock, ..other.clone() })
        });
        let next = Self { what_if, ..self.clone() }.changed(&change.other, change.what.to_string());
        let is_fix = change.is_fix;
        let change = next.change.map(|change| Change { is_undone, is_fix, switches, ..change });
        Self { change, ..next }
    }

    /// Whether this is the text on the other side of the last change of the page's own.
    pub(super) fn is_other_side(&self, text: &str) -> bool {
        self.change.as_ref().is_some_and(|change| change.has_changed() && *change.other == *text)
    }

    /// A workspace that was handed on, with the way back to this one.
    pub(super) fn open(&self, shared: &Shared) -> Self {
        let what_if = shared.what_if(self.what_if.clock);
        let what = t!("Opened from a link").to_string();
        let next = Self { what_if, ..self.clone() }.changed(&shared.text, what);
        let switches = Some(self.what_if.clone());
        let change = next.change.clone().map(|change| Change { switches, ..change });
        let same = shared.container.as_ref().and_then(|(owner, name)| {
            let mut trips = next.picture.trips.iter();
            trips.position(|trip| (&*trip.owner, &*trip.name) == (&**owner, &**name))
        });
        let trip = same.unwrap_or_else(|| next.picture.telling());
        let (place, assumed) = (shared.place(), None);
        Self { trip, place, assumed, change, ..next }.settled()
    }

    /// A workspace that was kept, at the start of the page.
    pub(crate) fn with_kept(self, shared: &Shared) -> Self {
        Self { change: None, ..self.open(shared) }
    }

    /// What was typed before the page was there, behind what is there already.
    pub(crate) fn with_typed(self, typed: String) -> Self {
        match self.is_blank() {
            true => self.with_pasted(&typed.replace("\r\n", "\n")),
            false => {
                let files = vec![(t!("what you typed").to_string(), typed)];
                let next = self.append(Dropped { files, ..Dropped::default() });
                Self { arrival: None, ..next }
            }
        }
    }

    /// The workspace without its secrets, to be handed on or kept.
    pub(crate) fn shared(&self) -> Shared {
        let container = self.trip().map(|it| (it.owner.to_string(), it.name.to_string()));
        Shared::of(&self.text, &self.what_if, container, self.place())
    }

    pub(super) fn append(&self, dropped: Dropped) -> Self {
        let Dropped { files, left_out, .. } = dropped;
        let mut text = self.text.to_string();
        for (_, file) in &files {
            if !text.trim().is_empty() {
                text += if text.ends_with('\n') { "---\n" } else { "\n---\n" };
            }
            text += file.strip_prefix('\u{feff}').unwrap_or(file);
        }
        let text = text.replace("\r\n", "\n");
        let what = match &files[..] {
            [] => String::new(),
            [(name, _)] => t!("Add {name} to the text", name = name).to_string(),
            files => t!("Add {count} files to the text", count = files.len()).to_string(),
        };
        let next = match files.is_empty() {
            true => self.clone().noticed(what),
            false => self.changed(&text, what).arrived(How::Added, self.text.len()..text.len()),
        };
        let change = next.change.map(|change| Change { left_out, ..change });
        Self { change, ..next }
    }
}
