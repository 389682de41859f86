//! What a person has set for the policy: its settings, what happens to the objects, and what is shown.

use std::rc::Rc;

use pullscope_core::text::yaml;

use super::file::{PolicyFile, Taken};
use super::form::{Answer, Question};
use super::job;
use super::requests::Operation;

/// Settings to start from: a name, and the YAML of `docs/policy.md`.
pub(crate) const PRESETS: [(&str, &str); 4] = [
    ("baseline", include_str!("presets/baseline.yaml")),
    ("strict", include_str!("presets/strict.yaml")),
    ("airgapped", include_str!("presets/airgapped.yaml")),
    ("repair", include_str!("presets/repair.yaml")),
];

/// Where a manifest says that the policy is, until a person says otherwise.
pub(crate) const MODULE: &str = "registry://registry.example.com/policies/pullscope:v0.1.0";

/// What the panel of one answer shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    #[default]
    Changes,
    Response,
    Log,
}

/// The state of the view.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Desk {
    /// YAML or JSON, as it is typed.
    pub(crate) settings: Rc<str>,
    /// The settings are shown as text.
    pub(crate) as_text: bool,
    pub(crate) operation: Operation,
    /// Images and their digests, one a line.
    pub(crate) digests: Rc<str>,
    /// Which request is looked at.
    pub(crate) chosen: usize,
    pub(crate) tab: Tab,
    /// Where the policy is, for the manifest.
    pub(crate) module: Rc<str>,
    /// Another policy in place of this project's own.
    pub(crate) taken: Option<Taken>,
    /// What is run, once it was looked at.
    pub(crate) file: Option<Rc<PolicyFile>>,
    /// The settings of this project's policy while another one is looked at.
    aside: Option<Rc<str>>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            settings: PRESETS[0].1.into(),
            as_text: false,
            operation: Operation::OfText,
            digests: "".into(),
            chosen: 0,
            tab: Tab::Changes,
            module: MODULE.into(),
            taken: None,
            file: None,
            aside: None,
        }
    }
}

/// What a person can do at it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Turn {
    Settings(String),
    /// An answer to a question.
    Answer(Question, Answer),
    AsText(bool),
    Operation(Operation),
    Digests(String),
    Choose(usize),
    Show(Tab),
    Module(String),
    /// Run this file, or this project's own policy.
    Take(Option<Taken>),
    /// What was taken was looked at.
    Opened(Option<Taken>, Rc<PolicyFile>),
}

impl Desk {
    /// After one turn.
    pub(crate) fn after(&self, turn: Turn) -> Self {
        let mut next = self.clone();
        match turn {
            Turn::Settings(text) => next.settings = text.into(),
            Turn::Answer(question, answer) => {
                // The form is only there while the settings can be read.
                if let Ok(settings) = job::settings(&self.settings) {
                    let settings = question.answered(&settings, answer);
                    let is_empty = settings.as_object().is_some_and(<[_]>::is_empty);
                    next.settings = if is_empty { "".into() } else { yaml(&settings).into() };
                }
            }
            Turn::AsText(as_text) => next.as_text = as_text,
            Turn::Operation(operation) => next.operation = operation,
            Turn::Digests(text) => next.digests = text.into(),
            Turn::Choose(at) => next.chosen = at,
            Turn::Show(tab) => next.tab = tab,
            Turn::Module(module) => next.module = module.into(),
            Turn::Take(taken) => {
                // Settings are those of one policy.
                next.settings = match (&taken, self.aside.clone()) {
                    (Some(_), None) => {
                        next.aside = Some(self.settings.clone());
                        "".into()
                    }
                    (None, Some(own)) => {
                        next.aside = None;
                        own
                    }
                    _ => self.settings.clone(),
                };
                (next.taken, next.file, next.chosen) = (taken, None, 0);
            }
            // Another one may have been taken since.
            Turn::Opened(taken, file) if taken == self.taken => next.file = Some(file),
            Turn::Opened(..) => {}
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::admission::Settings;

    use super::*;
    use crate::policy::form::questions;

    #[test]
    fn the_settings_to_start_from_are_those_of_the_documentation_and_valid() {
        let documentation = include_str!("../../../docs/policy.md");
        for (name, yaml) in PRESETS {
            assert!(documentation.contains(&format!("```yaml\n{yaml}```")), "{name}");
            let settings = job::settings(yaml).expect("it can be read");
            assert!(Settings::parse(&settings).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_form_and_the_text_are_the_same_settings() {
        let all = questions(include_str!("../../../wasm/questions-ui.yml"));
        let question = |variable: &str| {
            all.iter().find(|it| it.variable == variable).expect("it is asked").clone()
        };
        let desk = Desk::default();
        let mode = question("mode");
        let desk = desk.after(Turn::Answer(mode.clone(), Answer::Word("warn".into())));
        assert_eq!(&*desk.settings, "references:\n  latest: warn\nmode: warn\n");
        let desk = desk.after(Turn::Settings("mode: warn\nsecrets: {codes: {x: warn}}\n".into()));
        let desk = desk.after(Turn::Answer(mode, Answer::Word("reject".into())));
        assert_eq!(&*desk.settings, "secrets:\n  codes:\n    x: warn\n");
        let desk = Desk::default();
        let latest = question("references.latest");
        assert_eq!(&*desk.after(Turn::Answer(latest, Answer::Word("off".into()))).settings, "");
    }

    #[test]
    fn the_settings_of_a_policy_are_there_again_when_it_is() {
        let taken = |name: &str| Turn::Take(Some(Taken { name: name.into(), bytes: [].into() }));
        let desk = Desk::default().after(Turn::Settings("mode: warn".into()));
        let other = desk.after(taken("a.wasm"));
        assert_eq!(&*other.settings, "");
        let other = other.after(Turn::Settings("x: 1".into())).after(taken("b.wasm"));
        assert_eq!(&*other.settings, "x: 1");
        assert_eq!(other.after(Turn::Take(None)), desk);
    }

    #[test]
    fn a_file_that_was_looked_at_too_late_is_not_run() {
        let taken = Some(Taken { name: "a.wasm".into(), bytes: [].into() });
        let file = Rc::new(PolicyFile::read("policy.wasm", "{}", None));
        let desk = Desk::default().after(Turn::Take(taken.clone()));
        assert_eq!(desk.after(Turn::Opened(None, file.clone())).file, None);
        assert!(desk.after(Turn::Opened(taken, file)).file.is_some());
    }

    #[test]
    fn settings_that_cannot_be_read_are_not_written_over() {
        let all = questions(include_str!("../../../wasm/questions-ui.yml"));
        let desk = Desk::default().after(Turn::Settings("mode: [".into()));
        let answer = Turn::Answer(all[0].clone(), Answer::Word("warn".into()));
        assert_eq!(desk.after(answer), desk);
    }
}
