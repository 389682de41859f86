//! What a text that was put in as a whole turned out to be: told by what the diagnosis took the
//! documents for, and by nothing else.

use std::ops::Range;

use pullscope_core::diagnose::{Diagnosis, DocumentReport};
use pullscope_core::recognize::What;
use yew::AttrValue;

use super::documents::summary;
use crate::texts::t;
use crate::trip::Mark;

/// A text that was put in as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arrival {
    how: How,
    span: Range<usize>,
    /// What it is: `Pasted: Pod, 2 × Secret`.
    pub(crate) said: AttrValue,
    pub(crate) mark: Mark,
    /// What can be put in, where nothing of it was recognized.
    pub(crate) hint: Option<AttrValue>,
}

/// How a text came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Into the editor.
    Pasted,
    /// From files, behind the text.
    Added,
}

/// Kinds that are named; of the rest their number is told.
const NAMED: usize = 6;

/// What the bytes of `span` are in a text; `None` where they are blank.
pub(crate) fn arrival(
    report: Option<&Diagnosis>,
    text: &str,
    how: How,
    span: Range<usize>,
) -> Option<Arrival> {
    text.get(span.clone()).filter(|it| !it.trim().is_empty())?;
    let shared = |it: &DocumentReport| {
        it.span.end.min(span.end).saturating_sub(it.span.start.max(span.start))
    };
    let touched: Vec<_> = report?.documents.iter().filter(|it| shared(it) > 0).collect();
    // What was put in is most of it; else it was there, and has got something into it.
    let is_new = |it: &&&DocumentReport| 2 * shared(it) > it.span.len();
    let new: Vec<_> = touched.iter().filter(is_new).copied().collect();
    let (documents, is_into) = if new.is_empty() { (touched, true) } else { (new, false) };
    let is_any = |holds: fn(&DocumentReport) -> bool| documents.iter().any(|it| holds(it));
    let (is_known, is_broken) = (is_any(is_recognized), is_any(|it| it.error.is_some()));
    let what = match (is_known, is_broken) {
        (true, _) => summary(documents.iter().copied(), NAMED),
        (false, true) => t!("text that cannot be read"),
        (false, false) => t!("nothing that is recognized"),
    };
    let said = match how {
        How::Pasted if is_into && is_known => t!("Pasted into: {what}", what = what),
        How::Pasted => t!("Pasted: {what}", what = what),
        How::Added => t!("Added: {what}", what = what),
    };
    let mark = match (is_known, is_broken) {
        (_, true) => Mark::Warning,
        (true, false) => Mark::Ok,
        (false, false) => Mark::Info,
    };
    let hint = (!is_known && !is_broken).then(|| {
        t!(
            "What can be read: workloads, Secrets, ServiceAccounts, config.json, registries.yaml, events, what kubectl describe says, or just the name of an image."
        )
    });
    Some(Arrival { how, span, said, mark, hint })
}

/// Whether it was taken for something that says more than words do.
fn is_recognized(document: &DocumentReport) -> bool {
    match document.recognized {
        _ if document.error.is_some() => false,
        What::Words | What::Command | What::Broken => false,
        What::Unknown { .. } => document.kind.is_some(),
        _ => true,
    }
}

impl Arrival {
    /// The same, in the words of the language that is shown now.
    pub(crate) fn again(&self, report: Option<&Diagnosis>, text: &str) -> Option<Self> {
        arrival(report, text, self.how, self.span.clone())
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};

    use super::*;

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: b:1}]}\n";

    /// What is said when `put` comes between two texts.
    fn said(how: How, before: &str, put: &str, after: &str) -> Option<String> {
        let text = format!("{before}{put}{after}");
        let span = before.len()..before.len() + put.len();
        let report = diagnose(&text, &Options::default());
        arrival(Some(&report), &text, how, span).map(|it| it.said.to_string())
    }

    #[track_caller]
    fn check(put: &str, expect: &str) {
        assert_eq!(said(How::Pasted, "", put, "").as_deref(), Some(expect), "{put}");
    }

    #[test]
    fn what_was_pasted_is_named_by_its_kinds() {
        check(POD, "Pasted: Pod");
        check(&format!("{POD}---\n{POD}---\nkind: Secret\n"), "Pasted: 2 × Pod, Secret");
        check("mirrors: {docker.io: {}}\n", "Pasted: registries.yaml of the node");
        check("nginx:1\nredis:7\n", "Pasted: image names");
        check("kind: ConfigMap\n", "Pasted: ConfigMap");
        let kinds = ["A", "B", "C", "D", "E", "F", "G", "H"].map(|it| format!("kind: {it}\n"));
        check(&kinds.join("---\n"), "Pasted: A, B, C, D, E, F, 2 more kinds");
    }

    #[test]
    fn what_stood_there_before_was_not_pasted() {
        let secret = "kind: Secret\nmetadata: {name: s}\n";
        let before = format!("{POD}---\n");
        assert_eq!(said(How::Pasted, &before, secret, "").as_deref(), Some("Pasted: Secret"));
        let after = format!("---\n{POD}");
        assert_eq!(said(How::Pasted, "", secret, &after).as_deref(), Some("Pasted: Secret"));
        assert_eq!(said(How::Added, &before, secret, "").as_deref(), Some("Added: Secret"));
        // Below a comment, it is still the whole of it.
        assert_eq!(said(How::Pasted, "# mine\n", POD, "").as_deref(), Some("Pasted: Pod"));
    }

    #[test]
    fn a_word_within_a_document_is_pasted_into_it() {
        let (before, after) = POD.split_once("b:1").expect("an image");
        let said = said(How::Pasted, before, "nginx:1.27", after);
        assert_eq!(said.as_deref(), Some("Pasted into: Pod"));
    }

    #[test]
    fn what_is_not_recognized_is_said_with_what_can_be() {
        for put in ["what a day it was\n", "a: 1\n", "ls -la /tmp\n", "# a comment\n"] {
            let report = diagnose(put, &Options::default());
            let arrival = arrival(Some(&report), put, How::Pasted, 0..put.len());
            let Arrival { said, hint, mark, .. } = arrival.expect("something was pasted");
            assert_eq!(said, "Pasted: nothing that is recognized", "{put}");
            assert!(hint.is_some_and(|it| it.contains("registries.yaml")));
            assert_eq!(mark, Mark::Info);
        }
        check("kind: Pod\n  a: [\n", "Pasted: text that cannot be read");
        check(&format!("{POD}---\na: [\n"), "Pasted: Pod, 1 broken");
        assert_eq!(said(How::Pasted, POD, " \n", ""), None);
        assert_eq!(arrival(None, "", How::Pasted, 0..0), None);
    }
}
