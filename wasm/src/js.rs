//! The JavaScript module: one function for each question.
//!
//! Every function takes text and gives an object whose shape the declarations say. Text that is
//! malformed is an answer, with `status` naming it; an exception means that the call itself broke.
//! Places are counted in UTF-16 code units, as JavaScript counts, so that
//! `text.slice(span.start, span.end)` cuts out what is meant. No password comes back, but in the Secret
//! that [`build_secret`] makes of one.
//!
//! Only conversions live here: [`pullscope_core`] decides. The shapes stand in one file for each
//! module of the core, and `types.d.ts` holds what TypeScript sees of them.

use pullscope_core::diagnose::{self as core_diagnose, Offsets, Options, Texts};
use pullscope_core::finding as finding_pages;
use pullscope_core::runtime::Runtime;
use serde::{Serialize, de::DeserializeOwned};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

pub mod advise;
pub mod clients;
pub mod credential_provider;
pub mod diagnose;
pub mod docker_config;
pub mod finding;
pub mod image_index;
pub mod keyring;
mod members;
pub mod pull_policy;
pub mod pull_secret;
pub mod queue;
pub mod reference;
pub mod registries;
pub mod runtime;
pub mod span;
pub mod verification;

use advise::{AdviceFacts, AdviceOutcome};
use clients::{ClientsOutcome, CompareClientsInput, ParsersOutcome};
use credential_provider::{CheckProvidersInput, CheckProvidersOutcome};
use diagnose::{DiagnoseOptions, Fix, Given};
use docker_config::{ConfigFormat, DecodeOutcome};
use image_index::ManifestOutcome;
use keyring::{ConfigSource, LookupOutcome};
use pull_policy::PolicyOutcome;
use pull_secret::{BuildOutcome, SecretInput, SecretOutcome, SecretParts};
use queue::{PullQueueInput, PullQueueOutcome};
use reference::ParseOutcome;
use registries::{RegistriesInput, RegistriesOutcome};
use verification::{VerifyInput, VerifyOutcome};

#[wasm_bindgen]
extern "C" {
    /// Text, until it is looked at. A `&str` would take a number for empty text, and `image: 1.25`
    /// is a number in YAML.
    #[wasm_bindgen(typescript_type = "string")]
    pub type Text;

    /// One text, or several, until they are looked at.
    #[wasm_bindgen(typescript_type = "string | string[]")]
    pub type GivenTexts;

    /// Texts by their names, until they are looked at.
    #[wasm_bindgen(typescript_type = "Record<string, string>")]
    pub type GivenFiles;

    /// [`DiagnoseOptions`], until they are looked at: then an error can name the option.
    #[wasm_bindgen(typescript_type = "DiagnoseOptions")]
    pub type GivenOptions;

    /// The fix of a finding, until it is looked at.
    #[wasm_bindgen(typescript_type = "Fix")]
    pub type GivenFix;

    /// The object that `docs/diagnosis.schema.json` describes.
    #[wasm_bindgen(typescript_type = "Diagnosis")]
    pub type DiagnosisObject;

    /// The object that `docs/sarif.schema.json` describes.
    #[wasm_bindgen(typescript_type = "SarifLog")]
    pub type SarifObject;

    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn parse_json(text: &str) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(typescript_custom_section)]
const DIAGNOSIS: &str = include_str!("js/diagnosis.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const SARIF: &str = include_str!("js/sarif.d.ts");

// Two declarations of one function; wasm-bindgen writes one.
#[wasm_bindgen(typescript_custom_section)]
const APPLY_FIX: &str = "\
/**
 * Makes the edits of a fix in the texts that were diagnosed: in the one, or in those of the list.
 */
export function applyFix(documents: string, fix: Fix): string;
export function applyFix(documents: string[], fix: Fix): string[];
";

/// Reads everything in `documents` and says for each image in it what the kubelet does, and why:
/// manifests, Secrets, files of the node, events and names of images, in any order, YAML or JSON.
///
/// Several texts are diagnosed as one, the files of a folder for example; every place says which of
/// them it is in, as an index. Any text gives an answer; what cannot be read is a finding.
/// An exception names the argument or the option that is wrong.
#[wasm_bindgen]
pub fn diagnose(
    documents: &GivenTexts,
    options: Option<GivenOptions>,
) -> Result<DiagnosisObject, JsError> {
    let given = Given::read(documents).map_err(thrown)?;
    let options = options.map_or(JsValue::UNDEFINED, JsValue::from);
    let options = DiagnoseOptions::read(&options).map_err(thrown)?;
    let answers = options.answers().map_err(thrown)?;
    let options = Options::try_from(options).map_err(thrown)?;
    let texts = given.texts();
    let diagnosis = core_diagnose::diagnose(texts.as_str(), &options);
    let answers = answers.as_deref().unwrap_or_else(|| diagnosis.common_answers());
    parsed(&diagnosis.to_json_for(&texts, Offsets::Utf16, answers))
}

/// The findings of a diagnosis as a SARIF 2.1.0 log, which code hosts and editors show at the lines
/// of the files. `files` has the texts by their paths, as they are called in the repository:
/// `{ "deploy/pod.yaml": "kind: Pod…" }`. They are diagnosed as one, in that order.
///
/// A rule is a code with its page, a result a finding: its place, the other places that it involves,
/// and the edits of its fix. Columns are counted in UTF-16 code units, from 1. Nothing found is a log
/// without results. An exception names the argument or the option that is wrong.
#[wasm_bindgen(js_name = toSarif)]
pub fn to_sarif(files: &GivenFiles, options: Option<GivenOptions>) -> Result<SarifObject, JsError> {
    let files = diagnose::files(files).map_err(thrown)?;
    let options = options.map_or(JsValue::UNDEFINED, JsValue::from);
    let options = DiagnoseOptions::read(&options).map_err(thrown)?;
    // What is predicted is in no log, and what cannot be is still an error.
    options.answers().map_err(thrown)?;
    let options = Options::try_from(options).map_err(thrown)?;
    let names: Vec<&str> = files.iter().map(|it| &*it.0).collect();
    let texts = Texts::join(files.iter().map(|it| &*it.1));
    let diagnosis = core_diagnose::diagnose(texts.as_str(), &options);
    let page = |code: &str| finding_pages::explain(code).map(String::from);
    parsed(&diagnosis.to_sarif(&texts, &names, &page))
}

/// Makes the edits of a fix in the texts that were diagnosed.
#[wasm_bindgen(js_name = applyFix, skip_typescript)]
pub fn apply_fix(documents: &GivenTexts, fix: GivenFix) -> Result<JsValue, JsError> {
    let given = Given::read(documents).map_err(thrown)?;
    let fix = Fix::read(fix.into()).map_err(thrown)?;
    let edited = fix.apply(given.as_slice()).map_err(thrown)?;
    Ok(match given {
        Given::One(_) => edited.concat().into(),
        Given::Several(_) => edited.into(),
    })
}

/// The page about a finding's code, in Markdown: what happens, how to tell, how to fix it, when it is
/// fine. `undefined` for a code that does not exist.
#[wasm_bindgen(js_name = explainFinding)]
pub fn explain_finding(code: &Text) -> Result<Option<String>, JsError> {
    let code = string(code, "code is not a string")?;
    Ok(finding_pages::explain(&code).map(String::from))
}

/// Reads `input` as the kubelet reads the `image` field of a container.
#[wasm_bindgen(js_name = parseReference)]
pub fn parse_reference(input: &Text) -> Result<Ts<ParseOutcome>, JsError> {
    answer(&ParseOutcome::new(&string(input, "input is not a string")?))
}

/// The `imagePullPolicy` of a container with `image`, and what decides it. `written` is the policy
/// that the manifest says; leave it out to get the default.
#[wasm_bindgen(js_name = pullPolicy)]
pub fn pull_policy(image: &Text, written: Option<Text>) -> Result<Ts<PolicyOutcome>, JsError> {
    let image = string(image, "image is not a string")?;
    let written = written.map(|it| string(&it, "written is not a string")).transpose()?;
    answer(&PolicyOutcome::new(&image, written.as_deref().unwrap_or_default()))
}

/// Decodes a Docker config as Kubernetes does.
#[wasm_bindgen(js_name = decodeDockerConfig)]
pub fn decode_docker_config(
    text: &Text,
    format: Ts<ConfigFormat>,
) -> Result<Ts<DecodeOutcome>, JsError> {
    let text = string(text, "text is not a string")?;
    answer(&DecodeOutcome::new(&text, argument(&format, "format is not a ConfigFormat")?))
}

/// Looks up the credentials that `image` gets from `sources`, in the order in which the kubelet
/// tries them, and says of every key why it matches or does not.
#[wasm_bindgen(js_name = lookUpCredentials)]
pub fn look_up_credentials(
    image: &Text,
    sources: Vec<Ts<ConfigSource>>,
) -> Result<Ts<LookupOutcome>, JsError> {
    let image = string(image, "image is not a string")?;
    let sources: Result<Vec<ConfigSource>, JsError> =
        sources.iter().map(|it| argument(it, "sources is not a list of ConfigSource")).collect();
    answer(&LookupOutcome::new(&image, &sources?))
}

/// Says what the API server and the kubelet make of a Secret with registry credentials.
#[wasm_bindgen(js_name = validateSecret)]
pub fn validate_secret(secret: Ts<SecretInput>) -> Result<Ts<SecretOutcome>, JsError> {
    answer(&SecretOutcome::new(&argument(&secret, "secret is not a SecretInput")?))
}

/// The same for every Secret of a manifest in YAML or JSON, in the order of the text. What cannot
/// be read is reported in its place; documents of other kinds are passed over.
#[wasm_bindgen(js_name = validateSecretManifest)]
pub fn validate_secret_manifest(text: &Text) -> Result<Vec<Ts<SecretOutcome>>, JsError> {
    let text = string(text, "text is not a string")?;
    SecretOutcome::of_manifest(&text).iter().map(answer).collect()
}

/// Builds a Secret as `kubectl create secret docker-registry` does.
#[wasm_bindgen(js_name = buildSecret)]
pub fn build_secret(parts: Ts<SecretParts>) -> Result<Ts<BuildOutcome>, JsError> {
    answer(&BuildOutcome::new(&argument(&parts, "parts is not a SecretParts")?))
}

/// Weighs the ways in which images can get their credentials against a few facts: which fits, which
/// do not and why, and manifests to start from.
#[wasm_bindgen]
pub fn advise(facts: Ts<AdviceFacts>) -> Result<Ts<AdviceOutcome>, JsError> {
    answer(&AdviceOutcome::new(&own_argument(&facts, "facts is not an AdviceFacts")?))
}

/// Says what other clients take from the same `config.json` for the same image, beside the kubelet:
/// whether a credential is sent, by which key, and why.
#[wasm_bindgen(js_name = compareClients)]
pub fn compare_clients(input: Ts<CompareClientsInput>) -> Result<Ts<ClientsOutcome>, JsError> {
    answer(&ClientsOutcome::new(&argument(&input, "input is not a CompareClientsInput")?))
}

/// Says how other parsers read the same image, beside the kubelet's.
#[wasm_bindgen(js_name = compareParsers)]
pub fn compare_parsers(image: &Text) -> Result<Ts<ParsersOutcome>, JsError> {
    answer(&ParsersOutcome::new(&string(image, "image is not a string")?))
}

/// Runs the pulls of several Pods on one node: who waits for whom, from when to when.
#[wasm_bindgen(js_name = simulatePulls)]
pub fn simulate_pulls(input: Ts<PullQueueInput>) -> Result<Ts<PullQueueOutcome>, JsError> {
    answer(&PullQueueOutcome::new(&own_argument(&input, "input is not a PullQueueInput")?))
}

/// What a node of K3s or RKE2 makes of its `registries.yaml`: the files for containerd, and for each
/// image which addresses are asked, in order, by which requests, with whose credentials, and which
/// entries touch no image. An exception names which member of the input is wrong.
#[wasm_bindgen(js_name = resolveRegistries)]
pub fn resolve_registries(input: Ts<RegistriesInput>) -> Result<Ts<RegistriesOutcome>, JsError> {
    let input = own_argument(&input, "input is not a RegistriesInput")?;
    let outcome = RegistriesOutcome::new(&input);
    answer(&outcome.map_err(|expected| thrown(format!("setting is not {expected}")))?)
}

/// Which manifest of an image index a node takes, and of each other why not. `index` is what the
/// registry answers: the output of `crane manifest`, `skopeo inspect --raw`, `docker manifest
/// inspect`, with and without `-v`.
///
/// `platform` is that of the node: `linux/arm64/v8`, `windows(10.0.20348)/amd64`. `runtime` is its
/// container runtime as a Node object has it: `containerd://1.7.27`, `cri-o://1.34.1`; containerd 2.1
/// and later when missing. An exception names which of the two is wrong.
#[wasm_bindgen(js_name = selectManifest)]
pub fn select_manifest(
    index: &Text,
    platform: &Text,
    runtime: Option<Text>,
) -> Result<Ts<ManifestOutcome>, JsError> {
    let index = string(index, "index is not a string")?;
    let platform = string(platform, "platform is not a string")?;
    let platform = platform
        .parse()
        .map_err(|error| thrown(format!("platform is not that of a node: {error}")))?;
    let runtime = match runtime {
        None => Runtime::default(),
        Some(text) => {
            Runtime::of_version(&string(&text, "runtime is not a string")?).ok_or_else(|| {
                JsError::new("runtime is none with its version, as containerd://2.1.4")
            })?
        }
    };
    answer(&ManifestOutcome::new(&index, &platform, &runtime))
}

/// Says which credential providers of a node are asked for an image, with what, and why not the
/// others: what a kubelet refuses of their configuration, in its words, and what it takes from what a
/// plugin has printed. Passwords do not come back.
#[wasm_bindgen(js_name = checkCredentialProviders)]
pub fn check_credential_providers(
    input: Ts<CheckProvidersInput>,
) -> Result<Ts<CheckProvidersOutcome>, JsError> {
    answer(&CheckProvidersOutcome::new(&own_argument(
        &input,
        "input is not a CheckProvidersInput",
    )?))
}

/// Whether a Pod may use an image that the node has, by the records of the node's kubelet: from 1.33
/// on with the feature gate `KubeletEnsureSecretPulledImages`, which is on from 1.35 on.
#[wasm_bindgen(js_name = verifyImagePull)]
pub fn verify_image_pull(question: Ts<VerifyInput>) -> Result<Ts<VerifyOutcome>, JsError> {
    answer(&VerifyOutcome::new(own_argument(&question, "question is not a VerifyInput")?))
}

/// The object that some JSON of the core is. What is wrong with it can only be its size.
fn parsed<T: JsCast>(json: &str) -> Result<T, JsError> {
    let too_large = |_| JsError::new("the answer is larger than a string of JavaScript");
    parse_json(json).map(JsCast::unchecked_into).map_err(too_large)
}

fn thrown(message: String) -> JsError {
    JsError::new(&message)
}

/// Takes text over; half a surrogate pair becomes U+FFFD, which is as long.
fn string(text: &Text, error: &str) -> Result<String, JsError> {
    text.as_string().ok_or_else(|| JsError::new(error))
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

/// The same, for questions of this module's own: a member that the type does not have is refused.
/// Whoever hands over an object of another's making, a Secret, is asked for no more than is read.
fn own_argument<T>(value: &Ts<T>, error: &str) -> Result<T, JsError>
where
    T: DeserializeOwned + Tsify,
    T::JsType: Clone,
{
    if members::has_unknown::<T>(&value.js_value()) {
        return Err(JsError::new(error));
    }
    argument(value, error)
}

/// Hands a view over to JavaScript.
fn answer<T: Serialize + Tsify>(view: &T) -> Result<Ts<T>, JsError> {
    // The types inside say `null` in TypeScript, and only the outermost decides what is written.
    const { assert!(T::SERIALIZATION_CONFIG.missing_as_null, "missing is null, not undefined") };
    view.into_ts().map_err(|_| JsError::new("the answer cannot be handed over to JavaScript"))
}
