//! The JavaScript module: one function for each question.
//!
//! Every function takes text and gives an object whose shape the declarations say. Text that is
//! malformed is an answer, with `status` naming it; an exception means that the call itself broke.
//! Places are counted in UTF-16 code units, as JavaScript counts, so that
//! `text.slice(span.start, span.end)` cuts out what is meant. No password comes back.
//!
//! Only conversions live here: [`pullscope_core`] decides. The shapes stand in one file for each
//! module of the core, and `types.d.ts` holds what TypeScript sees of them.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

pub mod pull_policy;
pub mod reference;
pub mod span;

use pull_policy::PolicyOutcome;
use reference::ParseOutcome;

/// Reads `input` as the kubelet reads the `image` field of a container.
#[wasm_bindgen(js_name = parseReference)]
pub fn parse_reference(input: &str) -> Result<Ts<ParseOutcome>, JsError> {
    answer(&ParseOutcome::new(input))
}

/// The `imagePullPolicy` of a container with `image`, and what decides it. `written` is the policy
/// that the manifest says; leave it out to get the default.
#[wasm_bindgen(js_name = pullPolicy)]
pub fn pull_policy(image: &str, written: Option<String>) -> Result<Ts<PolicyOutcome>, JsError> {
    answer(&PolicyOutcome::new(image, written.as_deref().unwrap_or_default()))
}

/// Hands a view over to JavaScript.
fn answer<T: Serialize + Tsify>(view: &T) -> Result<Ts<T>, JsError> {
    view.into_ts().map_err(|_| JsError::new("the answer cannot be handed over to JavaScript"))
}
