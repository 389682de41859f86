//! What JavaScript sees of a diagnosis: texts and options in, one object out.
//!
//! The shape of the answer is that of `docs/diagnosis.schema.json`, which the declarations in
//! `diagnosis.d.ts` are made from; a test of the package compares them. The core writes it as JSON,
//! and JavaScript's own parser reads that: building the objects one by one from here takes longer.

use std::collections::BTreeMap;

use pullscope_core::diagnose::{Options, Texts};
use pullscope_core::features::Gate;
use pullscope_core::finding::{self, Edit};
use pullscope_core::image_index::Platform;
use pullscope_core::kubelet::Answer;
use pullscope_core::recognize;
use pullscope_core::version::Version;
use serde::{Deserialize, de::DeserializeOwned};
use tsify::Tsify;
use tsify::serde_wasm_bindgen::from_value;
use wasm_bindgen::{JsCast, JsValue};

use super::registries::RegistriesSetting;
use super::runtime::NodeRuntimeOptions;
use super::span::bytes;
use super::verification::PulledBefore;

/// What the texts do not say: what-if switches.
#[derive(Debug, Default, PartialEq, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DiagnoseOptions {
    /// The release of Kubernetes, of the API server and of the kubelet, from `1.20` on; the newest
    /// that is known when missing.
    #[tsify(optional)]
    pub kubernetes: Option<String>,
    /// The namespace of an object that does not say one; `default` when missing.
    #[tsify(optional)]
    pub default_namespace: Option<String>,
    /// Whether the API server runs the admission plugin AlwaysPullImages; it does not when missing.
    #[tsify(optional)]
    pub always_pull_images: Option<bool>,
    /// The images that the node has, by the names that the runtime knows them under; not known when
    /// missing. Nodes and lists of images among the texts are added to it.
    #[tsify(optional)]
    pub present: Option<Vec<String>>,
    /// The container runtime of the node. When missing, a Node among the texts tells it.
    #[tsify(optional)]
    pub runtime: Option<NodeRuntimeOptions>,
    /// The platform of the node, as `linux/arm64/v8` or `windows(10.0.20348)/amd64`. When missing, a
    /// Node among the texts tells it.
    #[tsify(optional)]
    pub platform: Option<String>,
    /// How K3s or RKE2 is set on the node, where the texts have its `registries.yaml`; as K3s is
    /// installed when missing.
    #[tsify(optional)]
    pub registries: Option<RegistriesSetting>,
    /// Feature gates about images as `--feature-gates` sets them, for the kubelet and the API server;
    /// none when missing. One that the release does not know or locks stays as it is.
    #[tsify(optional, type = "Record<string, boolean>")]
    pub feature_gates: Option<BTreeMap<String, bool>>,
    /// Images that the node has, and who pulled them; records of the node among the texts are added
    /// to it.
    #[tsify(optional)]
    pub pulled: Option<Vec<PulledBefore>>,
    /// Whether a `config.json` or `.dockercfg` among the texts is on the node; it is when missing.
    #[tsify(optional)]
    pub node_config: Option<bool>,
    /// The time with which the age of tokens is judged, in milliseconds since 1970, as `Date.now()`
    /// gives it; their age is not judged when missing.
    #[tsify(optional)]
    pub now: Option<f64>,
    /// Kinds, besides the known ones, that make Pods, and where their Pod spec stands.
    #[tsify(optional)]
    pub pod_templates: Option<Vec<PodTemplatePath>>,
    /// The answers of the registry for which is predicted what is seen. When missing: `ok`,
    /// `unauthorized`, `forbidden`, `notFound`, `tooManyRequests`, `networkError` and `malformed`
    /// for up to 50 images, and none for more. What an event tells is added to them.
    #[tsify(optional)]
    pub answers: Option<Vec<String>>,
}

/// A kind that makes Pods.
#[derive(Debug, Deserialize, PartialEq, Tsify)]
pub struct PodTemplatePath {
    /// The kind: `Rollout`.
    pub kind: String,
    /// The path of the Pod spec: `spec.template.spec`.
    pub path: String,
}

impl DiagnoseOptions {
    /// Reads what a caller gives; an error names the option, and repeats no value.
    pub(super) fn read(given: &JsValue) -> Result<Self, String> {
        let mut options = Self::default();
        if given.is_undefined() || given.is_null() {
            return Ok(options);
        }
        let Some(object) = given.dyn_ref::<js_sys::Object>().filter(|it| !is_list(it)) else {
            return Err("options is not an object".into());
        };
        for (name, value) in members(object) {
            match name.as_str() {
                "kubernetes" => options.kubernetes = option(&name, value, "a string")?,
                "defaultNamespace" => {
                    options.default_namespace = option(&name, value, "a string")?;
                }
                "alwaysPullImages" => {
                    options.always_pull_images = option(&name, value, "true or false")?;
                }
                "present" => options.present = option(&name, value, "a list of strings")?,
                "runtime" => {
                    let expected = "an object with version and, of CRI-O, shortNameMode, \
                                    searchRegistries and aliases";
                    options.runtime = option(&name, value, expected)?;
                }
                "registries" => {
                    let expected = "an object with distribution, version or profile, \
                                    defaultEndpointDisabled and embeddedRegistry";
                    options.registries = option(&name, value, expected)?;
                }
                "platform" => options.platform = option(&name, value, "a string")?,
                "pulled" => {
                    let expected = "a list of objects with image and by";
                    options.pulled = option(&name, value, expected)?;
                }
                "featureGates" => {
                    let expected = "an object of true and false";
                    options.feature_gates = option(&name, value, expected)?;
                }
                "nodeConfig" => options.node_config = option(&name, value, "true or false")?,
                "now" => options.now = option(&name, value, "a number")?,
                "podTemplates" => {
                    let expected = "a list of objects with kind and path";
                    options.pod_templates = option(&name, value, expected)?;
                }
                "answers" => options.answers = option(&name, value, "a list of strings")?,
                _ => {
                    return Err(format!(
                        "options.{name} is not known; the options are kubernetes, defaultNamespace, \
                         alwaysPullImages, present, pulled, runtime, platform, registries, featureGates, nodeConfig, now, podTemplates and answers"
                    ));
                }
            }
        }
        Ok(options)
    }
}

impl DiagnoseOptions {
    /// The answers to predict for, where they are said.
    pub(super) fn answers(&self) -> Result<Option<Vec<Answer>>, String> {
        let Some(names) = &self.answers else { return Ok(None) };
        let known = |name: &String| Answer::ALL.into_iter().find(|it| it.name() == name);
        let answers: Option<Vec<Answer>> = names.iter().map(known).collect();
        answers.map(Some).ok_or_else(|| {
            let all = Answer::ALL.map(Answer::name).join(", ");
            not("answers", &format!("a list of these: {all}"))
        })
    }
}

impl TryFrom<DiagnoseOptions> for Options {
    type Error = String;

    fn try_from(given: DiagnoseOptions) -> Result<Self, String> {
        let mut options = Self::default();
        if let Some(text) = given.kubernetes {
            let version = text.parse::<Version>();
            options.kubernetes = version.map_err(|error| not("kubernetes", &error.to_string()))?;
        }
        if let Some(namespace) = given.default_namespace {
            if namespace.is_empty() {
                return Err(not("defaultNamespace", "the name of a namespace: it is empty"));
            }
            options.default_namespace = namespace;
        }
        options.always_pull_images = given.always_pull_images.unwrap_or(false);
        options.present = given.present;
        options.runtime = match given.runtime {
            Some(runtime) => Some(runtime.read().map_err(|expected| not("runtime", expected))?),
            None => None,
        };
        if let Some(platform) = given.platform {
            let platform = platform.parse::<Platform>();
            options.platform =
                Some(platform.map_err(|error| not("platform", &format!("one: {error}")))?);
        }
        if let Some(registries) = given.registries {
            options.registries =
                registries.read().map_err(|expected| not("registries", expected))?;
        }
        options.feature_gates = feature_gates(given.feature_gates.as_ref())
            .map_err(|expected| not("featureGates", &expected))?;
        options.pulled = given.pulled.into_iter().flatten().map(PulledBefore::into_core).collect();
        options.node_config = given.node_config.unwrap_or(true);
        if let Some(now) = given.now {
            if !now.is_finite() {
                return Err(not("now", "a time in milliseconds since 1970"));
            }
            // What is beyond the range of seconds is its end, and far beyond any token's time.
            options.now = Some((now / 1000.0).floor() as i64);
        }
        let templates = given.pod_templates.into_iter().flatten();
        options.pod_templates = templates
            .map(|PodTemplatePath { kind, path }| recognize::PodTemplatePath { kind, path })
            .collect();
        Ok(options)
    }
}

/// Feature gates by their names; an error says what is expected.
pub(super) fn feature_gates(
    given: Option<&BTreeMap<String, bool>>,
) -> Result<Vec<(Gate, bool)>, String> {
    let gates = given.into_iter().flatten().map(|(name, on)| Some((Gate::named(name)?, *on)));
    gates.collect::<Option<_>>().ok_or_else(|| {
        let all = Gate::ALL.map(Gate::as_str).join(", ");
        format!("an object with names of these: {all}")
    })
}

/// One text, or several.
pub(super) enum Given {
    One(String),
    Several(Vec<String>),
}

impl Given {
    /// Reads what a caller gives.
    pub(super) fn read(given: &JsValue) -> Result<Self, String> {
        if let Some(text) = given.as_string() {
            return Ok(Self::One(text));
        }
        let list = given.dyn_ref::<js_sys::Array>();
        let texts = list.and_then(|it| it.iter().map(|text| text.as_string()).collect());
        texts.map(Self::Several).ok_or_else(|| "documents is not a string or a list of them".into())
    }

    pub(super) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }

    pub(super) fn texts(&self) -> Texts<'_> {
        match self {
            Self::One(text) => text.as_str().into(),
            Self::Several(texts) => Texts::join(texts.iter().map(String::as_str)),
        }
    }
}

/// Reads texts by their names.
pub(super) fn files(given: &JsValue) -> Result<Vec<(String, String)>, String> {
    let object = given.dyn_ref::<js_sys::Object>().filter(|it| !is_list(it));
    let files = object
        .and_then(|it| members(it).map(|(name, text)| Some((name, text.as_string()?))).collect());
    files.ok_or_else(|| "files is not an object of strings".into())
}

/// The edits of a fix, in JavaScript's units: which text, from where to where, and what comes there.
#[derive(Deserialize)]
pub(super) struct Fix {
    edits: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    span: Place,
    text: String,
}

#[derive(Deserialize)]
struct Place {
    source: usize,
    start: usize,
    end: usize,
}

impl Fix {
    /// Reads what a caller gives. The deserializer's error is dropped, because it may quote a value.
    pub(super) fn read(given: JsValue) -> Result<Self, String> {
        from_value(given).map_err(|_| "fix is not a Fix".into())
    }

    /// The texts with the edits made.
    pub(super) fn apply(self, texts: &[String]) -> Result<Vec<String>, String> {
        let mut of_text: Vec<Vec<Change>> = texts.iter().map(|_| Vec::new()).collect();
        for edit in self.edits {
            let edits = of_text.get_mut(edit.span.source);
            edits.ok_or("the fix is for a text that was not given")?.push(edit);
        }
        let edited = texts.iter().zip(of_text).map(|(text, changes)| {
            let places = changes.iter().flat_map(|it| [it.span.start, it.span.end]);
            let places = bytes(text, &places.collect::<Vec<_>>());
            let edits = changes.into_iter().zip(places.chunks(2));
            let edits: Vec<Edit> =
                edits.map(|(it, place)| Edit { span: place[0]..place[1], text: it.text }).collect();
            finding::apply(text, &edits).map_err(|error| error.to_string())
        });
        edited.collect()
    }
}

/// The members of an object that has nothing but members.
fn members(object: &js_sys::Object) -> impl Iterator<Item = (String, JsValue)> {
    js_sys::Object::entries(object).into_iter().filter_map(|entry| {
        let entry: js_sys::Array = entry.dyn_into().ok()?;
        Some((entry.get(0).as_string()?, entry.get(1)))
    })
}

fn is_list(object: &js_sys::Object) -> bool {
    js_sys::Array::is_array(object)
}

/// The value of an option; `undefined` and `null` count as missing.
fn option<T: DeserializeOwned>(
    name: &str,
    value: JsValue,
    expected: &str,
) -> Result<Option<T>, String> {
    // The deserializer's error may quote the value.
    from_value(value).map_err(|_| not(name, expected))
}

fn not(name: &str, expected: &str) -> String {
    format!("options.{name} is not {expected}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_means_nothing_is_named() {
        #[track_caller]
        fn check(options: DiagnoseOptions, expect: &str) {
            assert_eq!(Options::try_from(options), Err(expect.into()));
        }
        let kubernetes = Some("1.19".into());
        check(
            DiagnoseOptions { kubernetes, ..Default::default() },
            "options.kubernetes is not a Kubernetes release from 1.20 to 1.36",
        );
        let default_namespace = Some(String::new());
        check(
            DiagnoseOptions { default_namespace, ..Default::default() },
            "options.defaultNamespace is not the name of a namespace: it is empty",
        );
        let answers = Some(vec!["teapot".into()]);
        let read = DiagnoseOptions { answers, ..Default::default() }.answers();
        assert!(
            read.is_err_and(|it| it.starts_with("options.answers is not a list of these: ok, "))
        );
        let now = Some(f64::NAN);
        check(
            DiagnoseOptions { now, ..Default::default() },
            "options.now is not a time in milliseconds since 1970",
        );
    }

    #[test]
    fn no_option_is_the_default() {
        assert_eq!(Options::try_from(DiagnoseOptions::default()), Ok(Options::default()));
    }

    #[test]
    fn time_is_counted_in_seconds() {
        let at = |now| Options::try_from(DiagnoseOptions { now: Some(now), ..Default::default() });
        assert_eq!(at(1999.0).map(|it| it.now), Ok(Some(1)));
        assert_eq!(at(-1.0).map(|it| it.now), Ok(Some(-1)));
        assert_eq!(at(f64::MAX).map(|it| it.now), Ok(Some(i64::MAX)));
    }
}
