//! Parts of the page that load on demand: an editor, say, which is larger than all the rest.
//!
//! A part is a JavaScript module that stands beside the page and is made from a file of `web/parts/src`.
//! The page's policy allows it as it allows nothing else; what a part needs is inside it or handed over.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use yew::AttrValue;

use crate::texts::t;

#[wasm_bindgen]
extern "C" {
    /// `boot.js` has the addresses of the parts, and those that are loaded.
    #[wasm_bindgen(js_namespace = pullscope, js_name = part, catch)]
    fn import(name: &str) -> Result<Promise, JsValue>;
}

/// The module made from `web/parts/src/NAME.js`; what it exports is read with [`js_sys::Reflect`].
///
/// Asked for again, it is the same module, without another request.
///
/// # Errors
///
/// A sentence for the person: the part could not be loaded. Another attempt may succeed.
pub(crate) async fn load(name: &str) -> Result<JsValue, AttrValue> {
    let loaded = match import(name) {
        Ok(loading) => JsFuture::from(loading).await,
        Err(error) => Err(error),
    };
    loaded.map_err(|_| {
        t!(
            "The part “{name}” of this page could not be loaded. It comes from where the page came from: is that within reach?",
            name = name
        )
    })
}
