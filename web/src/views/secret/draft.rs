//! What a person has typed in the workshop. It lives as long as the page, and nowhere else.

use std::cell::RefCell;
use std::rc::Rc;

use pullscope_core::pull_secret::{Blueprint, Login, Source};

use super::origin::Origin;

/// What the workshop does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Look into a Secret that is there.
    #[default]
    Inspect,
    /// Make one.
    Build,
}

/// Everything that was typed. It has no `Debug`: most of it is secret.
#[derive(Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) mode: Mode,
    /// A Secret, or a layer of one, to look into.
    pub(super) pasted: Rc<str>,
    /// The Secret of the documents that is looked into instead, among those of the report.
    pub(super) chosen: Option<usize>,
    pub(super) name: Rc<str>,
    /// As typed, with commas or white space between.
    pub(super) namespaces: Rc<str>,
    pub(super) parts: Vec<Part>,
    /// A `config.json`, used instead of the parts when `from_file`.
    pub(super) file: Rc<str>,
    pub(super) from_file: bool,
    pub(super) account: Rc<str>,
    /// The Secrets that the ServiceAccount lists already, as typed.
    pub(super) listed: Rc<str>,
}

/// Who logs in to one registry.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Part {
    pub(super) server: String,
    pub(super) username: String,
    pub(super) password: String,
    pub(super) email: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            pasted: "".into(),
            chosen: None,
            name: "regcred".into(),
            namespaces: "".into(),
            parts: vec![Part::default()],
            file: "".into(),
            from_file: false,
            account: "default".into(),
            listed: "".into(),
        }
    }
}

thread_local! {
    /// The draft while another view is shown.
    static KEPT: RefCell<Draft> = RefCell::default();
}

impl Draft {
    /// As it was left.
    pub(super) fn kept() -> Self {
        KEPT.with_borrow(Clone::clone)
    }

    /// Remembers it until the page is closed.
    pub(super) fn keep(&self) {
        KEPT.set(self.clone());
    }

    /// Asks what is made of it.
    pub(super) fn blueprint<T>(&self, ask: impl FnOnce(&Blueprint<'_>) -> T) -> T {
        let namespaces = words(&self.namespaces);
        let logins: Vec<Login<'_>> = self.parts.iter().map(Part::login).collect();
        let source = match self.from_file {
            true => Source::File(self.file.trim().as_bytes()),
            false => Source::Logins(&logins),
        };
        ask(&Blueprint { name: self.name.trim(), namespaces: &namespaces, source })
    }

    /// The form with what a Secret holds. What is typed there already stays, before that.
    pub(super) fn anew(&self, origin: &Origin) -> Self {
        let mut draft = Self { mode: Mode::Build, from_file: false, ..self.clone() };
        draft.parts.retain(|it| *it != Part::default());
        if draft.parts.is_empty() {
            draft.name = origin.name.as_ref().unwrap_or(&draft.name).clone();
            draft.namespaces = origin.namespace.as_ref().unwrap_or(&draft.namespaces).clone();
        }
        for part in &origin.parts {
            if !draft.parts.contains(part) {
                draft.parts.push(part.clone());
            }
        }
        draft
    }

    /// The Secrets that the ServiceAccount lists already.
    pub(super) fn listed(&self) -> Vec<&str> {
        words(&self.listed)
    }
}

impl Part {
    pub(super) fn login(&self) -> Login<'_> {
        Login {
            server: self.server.trim(),
            username: &self.username,
            password: &self.password,
            email: self.email.trim(),
        }
    }
}

/// What stands between commas and white space.
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split(|it: char| it == ',' || it.is_whitespace()).filter(|it| !it.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_separated_by_commas_or_white_space() {
        assert_eq!(words(" apps, jobs\n\ntest,"), ["apps", "jobs", "test"]);
        assert!(words(" ,\t").is_empty());
    }

    #[test]
    fn a_file_takes_the_place_of_the_parts() {
        let part = Part {
            server: " quay.io ".into(),
            username: "robot".into(),
            password: " parrot ".into(),
            email: "".into(),
        };
        let draft = Draft { parts: vec![part], file: "{}\n".into(), ..Draft::default() };
        let config = |draft: &Draft| {
            let config = draft.blueprint(|it| it.config_json().map(|it| it.into_owned()));
            String::from_utf8(config.expect("all is there")).expect("a text")
        };
        // A password may begin and end with a space, and a registry does not.
        assert!(
            config(&draft)
                .starts_with(r#"{"auths":{"quay.io":{"username":"robot","password":" parrot ""#)
        );
        assert_eq!(config(&Draft { from_file: true, ..draft }), "{}");
    }

    #[test]
    fn what_a_secret_holds_comes_behind_what_was_typed() {
        let part = |server: &str| Part { server: server.into(), ..Part::default() };
        let origin = Origin {
            name: Some("ghcr".into()),
            namespace: Some("data".into()),
            parts: vec![part("ghcr.io"), part("quay.io")],
        };
        let first = Draft::default().anew(&origin);
        assert!(first.parts == origin.parts && first.mode == Mode::Build);
        assert_eq!((&*first.name, &*first.namespaces), ("ghcr", "data"));
        let typed = Draft { parts: vec![part("quay.io"), part("r.io")], ..Draft::default() };
        let second = typed.anew(&origin);
        assert!(second.parts == [part("quay.io"), part("r.io"), part("ghcr.io")]);
        assert_eq!((&*second.name, &*second.namespaces), ("regcred", ""));
    }

    #[test]
    fn what_was_typed_is_there_when_the_view_is_shown_again() {
        let draft = Draft { name: "other".into(), ..Draft::default() };
        draft.keep();
        assert!(Draft::kept() == draft);
        Draft::default().keep();
    }
}
