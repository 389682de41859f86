//! What the page says when its module has failed: `web/boot.js` says it, because nothing of the module
//! can be called any more.

use wasm_bindgen::prelude::*;

use crate::texts::t;

#[wasm_bindgen]
extern "C" {
    /// The words for then: a heading, a sentence, and what three buttons do.
    #[wasm_bindgen(js_namespace = pullscope, js_name = mayCrash)]
    fn may_crash(title: &str, told: &str, again: &str, copy: &str, blank: &str);
}

/// Hands over the words, in the language that is shown.
pub(crate) fn tell() {
    may_crash(
        &t!("The page broke. Your text is still here."),
        &t!(
            "A part of the page failed, so nothing that it shows can be trusted. The text is untouched, and was sent nowhere."
        ),
        &t!("Start again with this text"),
        &t!("Copy the text"),
        &t!("Start again without it"),
    );
}
