//! The functions that a first look does not need are cut off the page's module when it is built, into
//! one that `web/boot.js` loads behind it. This is the thread between them; `xtask/split` ties it.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = pullscope)]
extern "C" {
    /// Hands over what the first module exports, which the rest is made with.
    #[wasm_bindgen(js_name = started)]
    fn started(exports: JsValue);

    /// Loads the rest at once, if it is not there. The cut finds this import by its name.
    #[wasm_bindgen(js_name = loadRest)]
    fn load_rest();
}

/// Says what the rest is made with, before anything of it can be called.
pub(crate) fn announce() {
    started(wasm_bindgen::exports());
}

/// Keeps the import, which only functions that are made by the cut call.
#[wasm_bindgen(js_name = loadRest)]
#[expect(unreachable_pub, reason = "JavaScript reaches what wasm-bindgen exports")]
pub fn keep() {
    load_rest();
}
