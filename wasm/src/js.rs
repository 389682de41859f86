//! The JavaScript module: one function for each question.
//!
//! Every function takes text and gives an object whose shape the declarations say. Text that is
//! malformed is an answer, with `status` naming it; an exception means that the call itself broke.
//! Places are counted in UTF-16 code units, as JavaScript counts, so that
//! `text.slice(span.start, span.end)` cuts out what is meant. No password comes back.
//!
//! Only conversions live here: [`pullscope_core`] decides. The shapes stand in one file for each
//! module of the core, and `types.d.ts` holds what TypeScript sees of them.

use serde::{Serialize, de::DeserializeOwned};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

pub mod docker_config;
pub mod finding;
pub mod keyring;
pub mod pull_policy;
pub mod pull_secret;
pub mod reference;
pub mod span;

use docker_config::{ConfigFormat, DecodeOutcome};
use keyring::{ConfigSource, LookupOutcome};
use pull_policy::PolicyOutcome;
use pull_secret::{BuildOutcome, SecretInput, SecretOutcome, SecretParts};
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

/// Decodes a Docker config as Kubernetes does.
#[wasm_bindgen(js_name = decodeDockerConfig)]
pub fn decode_docker_config(
    text: &str,
    format: Ts<ConfigFormat>,
) -> Result<Ts<DecodeOutcome>, JsError> {
    answer(&DecodeOutcome::new(text, argument(&format, "format is not a ConfigFormat")?))
}

/// Looks up the credentials that `image` gets from `sources`, in the order in which the kubelet
/// tries them, and says of every key why it matches or does not.
#[wasm_bindgen(js_name = lookUpCredentials)]
pub fn look_up_credentials(
    image: &str,
    sources: Vec<Ts<ConfigSource>>,
) -> Result<Ts<LookupOutcome>, JsError> {
    let sources: Result<Vec<ConfigSource>, JsError> =
        sources.iter().map(|it| argument(it, "sources is not a list of ConfigSource")).collect();
    answer(&LookupOutcome::new(image, &sources?))
}

/// Says what the API server and the kubelet make of a Secret with registry credentials.
#[wasm_bindgen(js_name = validateSecret)]
pub fn validate_secret(secret: Ts<SecretInput>) -> Result<Ts<SecretOutcome>, JsError> {
    answer(&SecretOutcome::new(&argument(&secret, "secret is not a SecretInput")?))
}

/// The same for every Secret of a manifest in YAML or JSON, in the order of the text. What cannot
/// be read is reported in its place; documents of other kinds are passed over.
#[wasm_bindgen(js_name = validateSecretManifest)]
pub fn validate_secret_manifest(text: &str) -> Result<Vec<Ts<SecretOutcome>>, JsError> {
    SecretOutcome::of_manifest(text).iter().map(answer).collect()
}

/// Builds a Secret as `kubectl create secret docker-registry` does.
#[wasm_bindgen(js_name = buildSecret)]
pub fn build_secret(parts: Ts<SecretParts>) -> Result<Ts<BuildOutcome>, JsError> {
    answer(&BuildOutcome::new(&argument(&parts, "parts is not a SecretParts")?))
}

/// Takes an argument over. The error of the deserializer is dropped, because it may quote the
/// argument, and that may hold a password.
fn argument<T>(value: &Ts<T>, error: &str) -> Result<T, JsError>
where
    T: DeserializeOwned + Tsify,
    T::JsType: Clone,
{
    value.to_rust().map_err(|_| JsError::new(error))
}

/// Hands a view over to JavaScript.
fn answer<T: Serialize + Tsify>(view: &T) -> Result<Ts<T>, JsError> {
    view.into_ts().map_err(|_| JsError::new("the answer cannot be handed over to JavaScript"))
}
