//! What was typed here is not lost by closing or reloading the page without a question.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::{Whose, use_listener};

/// Bytes that one change of somebody who types puts in or takes away, at most: a letter of any
/// script, a quote that brings its other half, a line break with its indentation.
const KEY: usize = 12;

/// Changes by typing that are worth a question.
const WORTH: usize = 12;

/// What was typed into the text since it was empty or came from elsewhere.
#[derive(Clone, Debug, Default)]
struct Typing {
    text: AttrValue,
    changes: usize,
}

impl Typing {
    /// With another text. A paste counts for nothing, because what was pasted is still where it came
    /// from; a text that shares nothing with the one before was not typed, such as an example.
    fn then(&self, text: &str) -> Self {
        let (old, new) = (self.text.as_bytes(), text.as_bytes());
        let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - start;
        let ends = old.iter().rev().zip(new.iter().rev()).take(most);
        let same = start + ends.take_while(|(a, b)| a == b).count();
        let is_key = old.len() - same <= KEY && new.len() - same <= KEY;
        let changes = match (is_key, same) {
            _ if text.trim().is_empty() => 0,
            (true, _) => self.changes + 1,
            (false, 0) => 0,
            (false, _) => self.changes,
        };
        Self { text: text.to_owned().into(), changes }
    }

    fn is_worth_a_question(&self) -> bool {
        self.changes >= WORTH
    }
}

/// Has the browser ask before it closes or reloads the page, when more than a few letters were typed
/// here and the browser does not keep the workspace.
#[hook]
pub(crate) fn use_leaving(text: &std::rc::Rc<str>, is_kept: bool) {
    let typing = use_mut_ref(Typing::default);
    {
        let typing = typing.clone();
        use_effect_with(text.clone(), move |text| {
            let next = typing.borrow().then(text);
            typing.replace(next);
        });
    }
    use_listener(Whose::Window, "beforeunload", move |event: &Event| {
        if !is_kept && typing.borrow().is_worth_a_question() {
            event.prevent_default();
            // What older browsers go by. Where it cannot be set, the line above does.
            let _ = js_sys::Reflect::set(event, &"returnValue".into(), &JsValue::TRUE);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(typing: Typing, word: &str) -> Typing {
        let start = typing.text.to_string();
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.fold(typing, |it, end| it.then(&[&start, &word[..end]].concat()))
    }

    #[test]
    fn more_than_a_few_letters_are_worth_a_question() {
        assert!(!typed(Typing::default(), "nginx:1").is_worth_a_question());
        assert!(typed(Typing::default(), "registry.example.com/app").is_worth_a_question());
    }

    #[test]
    fn what_came_from_elsewhere_is_not() {
        let pasted = "kind: Pod\nspec: {}\n".repeat(20);
        let typing = Typing::default().then(&pasted);
        assert!(!typing.is_worth_a_question());
        // A second paste, and an example in place of it.
        let typing = typing.then(&[&*pasted, "---\n", &*pasted].concat());
        assert!(!typing.is_worth_a_question());
        let typing = typed(typing, "# this is why it fails");
        assert!(typing.is_worth_a_question());
        assert!(!typing.then("").is_worth_a_question());
        assert!(!typing.then("x: another text, of which nothing was there").is_worth_a_question());
    }
}
