//! The keys of the page: one table, which the page listens by and which its sheet shows.
//!
//! What a component does with arrow keys or Escape, as every component of its kind does, stands in the
//! component; the sheet tells of it below the table.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::texts::t;

/// What a key asks the page for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Apply the first fix.
    Fix,
    /// Go to the chosen stop of the journey.
    Journey,
    /// Go to the text.
    Text,
    /// Go to the findings.
    Findings,
    /// Go to the menu of the views.
    Views,
    /// Show the sheet.
    Sheet,
}

/// The keys to press together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chord {
    /// Alt and this letter.
    Alt(char),
    /// A character by itself, where nothing is being typed.
    Alone(char),
}

/// Every key that the page listens to wherever the focus is.
///
/// No letter is among those that a Mac types a letter of some language with, as Polish does with A, C,
/// E, L, N, O, S, X and Z.
pub(crate) const TABLE: [(Chord, Command); 7] = [
    (Chord::Alt('f'), Command::Fix),
    (Chord::Alt('j'), Command::Journey),
    (Chord::Alt('t'), Command::Text),
    (Chord::Alt('g'), Command::Findings),
    (Chord::Alt('v'), Command::Views),
    (Chord::Alt('k'), Command::Sheet),
    (Chord::Alone('?'), Command::Sheet),
];

impl Command {
    /// What it does, as the sheet says it.
    pub(crate) fn does(self) -> AttrValue {
        match self {
            Self::Fix => t!("Apply the first fix"),
            Self::Journey => t!("Go to the journey, at the chosen stop"),
            Self::Text => t!("Go to the text"),
            Self::Findings => t!("Go to the findings"),
            Self::Views => t!("Go to the views"),
            Self::Sheet => t!("Show these keys"),
        }
    }

    /// The first of its chords.
    pub(crate) fn chord(self) -> Option<Chord> {
        TABLE.iter().find(|(_, command)| *command == self).map(|(chord, _)| *chord)
    }

    /// What it leads to, if that is a place: the first of these that is there has the focus then.
    pub(crate) fn leads_to(self) -> &'static [&'static str] {
        match self {
            Self::Fix | Self::Sheet => &[],
            Self::Journey => &[".journey .on .stop-btn"],
            Self::Text => &[".docs .code", ".docs textarea:not([hidden])", ".docs .text[role]"],
            Self::Findings => &[".finds .panel-b"],
            Self::Views => &[".views button", ".views a[aria-current]"],
        }
    }
}

impl Chord {
    /// The keys, each by its name, as they stand on a keyboard.
    pub(crate) fn keys(self) -> Vec<String> {
        match self {
            Self::Alt(letter) => vec!["Alt".to_owned(), letter.to_ascii_uppercase().to_string()],
            Self::Alone(character) => vec![character.to_string()],
        }
    }

    /// As `aria-keyshortcuts` wants them.
    pub(crate) fn aria(self) -> String {
        self.keys().join("+")
    }

    fn is(self, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() {
            return false;
        }
        match self {
            // The place of the key: with Alt, a Mac types another letter.
            Self::Alt(letter) => {
                let place = format!("Key{}", letter.to_ascii_uppercase());
                let is_letter = event.key().eq_ignore_ascii_case(letter.encode_utf8(&mut [0; 4]));
                event.alt_key() && (event.code() == place || is_letter)
            }
            Self::Alone(character) => {
                let is_character = event.key() == *character.encode_utf8(&mut [0; 4]);
                is_character && !event.alt_key() && !is_typing(event)
            }
        }
    }
}

/// What a key asks for, if it is in the table; nothing while a window stands over the page.
pub(crate) fn pressed(event: &Event) -> Option<Command> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    let document = web_sys::window()?.document()?;
    if document.query_selector("dialog[open]").ok()?.is_some() {
        return None;
    }
    TABLE.iter().find(|(chord, _)| chord.is(event)).map(|(_, command)| *command)
}

/// Moves the focus to the first of these that is there and is shown.
pub(crate) fn focus_first(places: &[&str]) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let shown = |place: &&str| {
        let element = document.as_ref()?.query_selector(place).ok().flatten()?;
        element.dyn_into::<HtmlElement>().ok().filter(|it| it.offset_parent().is_some())
    };
    places.iter().find_map(shown).is_some_and(|place| place.focus().is_ok())
}

/// Whether the keyboard is that of a Mac or an iPad, where the command key does what Control does elsewhere.
pub(crate) fn is_mac() -> bool {
    let platform = web_sys::window().and_then(|it| it.navigator().platform().ok());
    platform.is_some_and(|it| it.starts_with("Mac") || it.starts_with("iP"))
}

/// Whether the character goes into a text.
fn is_typing(event: &KeyboardEvent) -> bool {
    // The innermost: the target of an event from a shadow tree is what the tree hangs on.
    let target = event.composed_path().get(0).dyn_into::<HtmlElement>().ok();
    target.is_some_and(|it| {
        it.is_content_editable()
            || matches!(&*it.tag_name(), "TEXTAREA" | "SELECT")
            || it.tag_name() == "INPUT"
                && !matches!(
                    it.get_attribute("type").as_deref(),
                    Some("checkbox" | "radio" | "button")
                )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_keys_stand_in_the_table_twice() {
        for (index, (chord, _)) in TABLE.iter().enumerate() {
            assert!(TABLE[..index].iter().all(|(other, _)| other != chord), "{chord:?}");
        }
    }

    #[test]
    fn every_command_that_is_a_place_names_where_it_is() {
        for (_, command) in TABLE {
            let is_place = !matches!(command, Command::Fix | Command::Sheet);
            assert_eq!(!command.leads_to().is_empty(), is_place, "{command:?}");
            assert!(command.chord().is_some());
        }
    }

    #[test]
    fn a_chord_is_named_by_its_keys() {
        assert_eq!(Chord::Alt('f').keys(), ["Alt", "F"]);
        assert_eq!(Chord::Alt('f').aria(), "Alt+F");
        assert_eq!(Chord::Alone('?').aria(), "?");
    }
}
