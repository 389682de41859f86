//! What would follow: from another position of a switch, and from a fix.
//!
//! Each is the whole answer once more, for a changed question; so this is asked when the text is at
//! rest, and only as often as a text of its size allows.

use pullscope_core::diagnose::{Diagnosis, ImageReport, diagnose};
use pullscope_core::finding::{Edit, apply};
use yew::AttrValue;

use crate::texts::{sentence, t};
use crate::trip::{Note, Picture};
use crate::what_if::{Switch, WhatIf};

/// What would follow.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Later {
    /// Switches that would change the outcome of the image that is looked at.
    pub(crate) switches: Vec<Switch>,
    /// What follows from the fix of a finding, by [`Note::index`].
    pub(crate) fixes: Vec<(usize, AttrValue)>,
}

impl Later {
    /// Whether a switch would change the outcome.
    pub(crate) fn changes(&self, switch: &Switch) -> bool {
        self.switches.contains(switch)
    }

    /// What follows from the fix of a finding.
    pub(crate) fn fix(&self, note: usize) -> Option<&AttrValue> {
        self.fixes.iter().find(|(index, _)| *index == note).map(|(_, sentence)| sentence)
    }
}

/// Bytes up to which the releases of Kubernetes are tried one by one.
const SMALL: usize = 32 << 10;
/// Bytes up to which the other switches are tried.
const MEDIUM: usize = 96 << 10;
/// Bytes up to which anything is tried.
const LARGE: usize = 256 << 10;

/// Tries the switches and the fixes for the image at `at`.
pub(crate) fn later(text: &str, what_if: &WhatIf, picture: &Picture, at: Option<usize>) -> Later {
    let mut later = Later::default();
    if text.len() > LARGE {
        return later;
    }
    let trip = at.and_then(|at| picture.trips.get(at));
    let image = trip.and_then(|trip| trip.runtime.as_deref());
    let now = diagnose(text, &what_if.options(image));
    if let Some(at) = at.filter(|_| text.len() <= MEDIUM) {
        let outcome =
            |report: &Diagnosis| images(report).nth(at).map(|image| image.outcome.clone());
        let here = outcome(&now);
        later.switches = what_if
            .others(picture.has_node_config, text.len() <= SMALL)
            .into_iter()
            .filter(|switch| {
                let there = diagnose(text, &what_if.with(switch.clone()).options(image));
                outcome(&there) != here
            })
            .collect();
    }
    let fixes = picture.notes.iter().filter(|note| note.is_near(at)).filter_map(|note| {
        let edits = note.edits()?.edits.as_slice();
        Some((note, edits))
    });
    let most = if text.len() <= MEDIUM { 6 } else { 1 };
    for (note, edits) in fixes.take(most) {
        if let Some(sentence) = after(text, what_if, image, &now, note, edits) {
            later.fixes.push((note.index, sentence));
        }
    }
    later
}

/// `Then web and worker: “Pulls with the credential from Secret regcred.”`
fn after(
    text: &str,
    what_if: &WhatIf,
    image: Option<&str>,
    now: &Diagnosis,
    note: &Note,
    edits: &[Edit],
) -> Option<AttrValue> {
    let fixed = apply(text, edits).ok()?;
    let then = diagnose(&fixed, &what_if.options(image));
    // The same sentence is said once for all the images that get it.
    let mut changed: Vec<(&str, Vec<&str>)> = Vec::new();
    for (before, after) in images(now).zip(images(&then)) {
        if before.outcome == after.outcome {
            continue;
        }
        let name = after.name.as_deref().unwrap_or(&after.image);
        let said = after.outcome.sentence.as_str();
        match changed.iter_mut().find(|(known, _)| *known == said) {
            Some((_, names)) => names.push(name),
            None => changed.push((said, vec![name])),
        }
    }
    if let [(said, names), ..] = &changed[..] {
        let names = list(names);
        return Some(t!("Then {names}: {sentence}", names = names, sentence = sentence(said)));
    }
    let count = |report: &Diagnosis| {
        let same = report.findings.iter().filter(|it| it.finding.code == note.code.as_str());
        same.count()
    };
    match count(&then) < count(now) {
        true if note.images.is_empty() => Some(t!("Then this finding is gone.")),
        true => Some(t!("Then this finding is gone; the outcome stays.")),
        false => None,
    }
}

/// The images in the order of the trips.
fn images(report: &Diagnosis) -> impl Iterator<Item = &ImageReport> {
    report.workloads.iter().flat_map(|workload| &workload.images)
}

/// `web`, `web and worker`, `web, worker and 3 more`.
fn list(names: &[&str]) -> AttrValue {
    match names {
        [] => AttrValue::default(),
        [one] => (*one).to_owned().into(),
        [one, other] => t!("{one} and {other}", one = one, other = other),
        [one, other, more @ ..] => {
            t!("{one}, {other} and {count} more", one = one, other = other, count = more.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::picture;
    use pullscope_core::kubelet::Presence;

    fn ask(text: &str, what_if: &WhatIf, at: usize) -> Later {
        let picture = picture(text, what_if, None, &[]);
        later(text, what_if, &picture, Some(at))
    }

    #[test]
    fn a_switch_that_changes_the_outcome_is_known() {
        let text = "kind: Pod\nspec: {containers: [{name: a, image: x:1, imagePullPolicy: Never}]}";
        let later = ask(text, &WhatIf::default(), 0);
        assert!(later.changes(&Switch::OnNode(Presence::Present)));
        assert!(later.changes(&Switch::OnNode(Presence::Absent)));
        assert!(later.changes(&Switch::AlwaysPullImages(true)));
        assert!(!later.changes(&Switch::Kubernetes(pullscope_core::Version::OLDEST)));
        assert!(!later.changes(&Switch::NodeConfig(false)));
    }

    #[test]
    fn names_are_listed_and_counted() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c", "d"]), "a, b and 2 more");
    }
}
