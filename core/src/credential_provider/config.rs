//! The file: decoding, and what is refused.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::{MatchImage, Provider, TokenAttributes, validate, versions};
use crate::docker_config::{JsonType, is_member};
use crate::features::{Gate, Gates};
use crate::go::Quoted;
use crate::json::{Data, Member, Value};
use crate::strict::{self, Shape, Struct, Syntax};
use crate::time::GoDuration;
use crate::version::Version;

const KUBELET_GROUP: &str = "kubelet.config.k8s.io";

const TEXT: Shape = Shape::Text("string");

static ENV: Struct = Struct { name: "ExecEnvVar", fields: &[("name", TEXT), ("value", TEXT)] };

macro_rules! fields {
    ($($more:tt)*) => {
        &[
            ("name", TEXT),
            ("matchImages", Shape::List(&TEXT)),
            ("defaultCacheDuration", Shape::Duration),
            ("apiVersion", TEXT),
            ("args", Shape::List(&TEXT)),
            ("env", Shape::List(&Shape::Struct(&ENV))),
            $($more)*
        ]
    };
}

static PROVIDER: Struct = Struct { name: "CredentialProvider", fields: fields!() };
static PROVIDER_1_33: Struct = Struct {
    name: "CredentialProvider",
    fields: fields!(("tokenAttributes", Shape::Struct(&TOKEN_1_33))),
};
static PROVIDER_1_34: Struct = Struct {
    name: "CredentialProvider",
    fields: fields!(("tokenAttributes", Shape::Struct(&TOKEN_1_34))),
};

macro_rules! token {
    ($($more:tt)*) => {
        Struct {
            name: "ServiceAccountTokenAttributes",
            fields: &[
                ("serviceAccountTokenAudience", TEXT),
                ("requireServiceAccount", Shape::Bool),
                ("requiredServiceAccountAnnotationKeys", Shape::List(&TEXT)),
                ("optionalServiceAccountAnnotationKeys", Shape::List(&TEXT)),
                $($more)*
            ],
        }
    };
}

static TOKEN_1_33: Struct = token!();
static TOKEN_1_34: Struct = token!(("cacheType", Shape::Text("ServiceAccountTokenCacheType")));

macro_rules! config {
    ($provider:ident) => {
        Shape::Struct(&Struct {
            name: "CredentialProviderConfig",
            fields: &[
                ("kind", TEXT),
                ("apiVersion", TEXT),
                ("providers", Shape::List(&Shape::Struct(&$provider))),
            ],
        })
    };
}

static CONFIG: Shape = config!(PROVIDER);
static CONFIG_1_33: Shape = config!(PROVIDER_1_33);
static CONFIG_1_34: Shape = config!(PROVIDER_1_34);

/// Stands for the text of a file in what is shown of an error.
const BODY: &str = "'…'";

/// One file, as it was read.
#[derive(Clone, Debug)]
pub struct Source<'s> {
    /// The text that the spans index.
    pub text: &'s str,
    /// The bytes of the file in it.
    pub span: Range<usize>,
    /// The object of the file.
    pub root: &'s Value<'s>,
    /// Whether it is JSON; YAML otherwise.
    pub is_json: bool,
}

/// What a kubelet has of its providers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// In their order.
    pub providers: Vec<Provider>,
}

/// Why a kubelet does not take a configuration. It ends then: `Failed to register CRI auth plugins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The errors, in upstream's order.
    pub errors: Vec<ConfigError>,
    /// Upstream's text, without the name of the file.
    upstream: String,
}

impl ReadError {
    pub(super) fn new(errors: Vec<ConfigError>, upstream: String) -> Self {
        Self { errors, upstream }
    }

    /// Upstream's text: what stands behind `err=` in the kubelet's log. The name of the file, which
    /// no text tells, is left out. Where something is missing upstream repeats the whole file, which may
    /// hold secrets: show the texts of [`errors`](Self::errors), which do not.
    pub fn upstream(&self) -> &str {
        &self.upstream
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errors.first() {
            Some(first) => f.write_str(&first.sentence),
            None => f.write_str("the configuration is refused"),
        }
    }
}

impl core::error::Error for ReadError {}

/// One error of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Which of the files it stands in.
    pub file: usize,
    /// Where it stands in the object, such as `providers[0].name`.
    pub path: String,
    /// Bytes of the value, or of what should hold it.
    pub span: Range<usize>,
    /// In our words, without a final stop.
    pub sentence: String,
    /// Upstream's text of this one error.
    pub upstream: String,
}

impl Config {
    /// Reads the files of a kubelet: one, or since 1.34 those of a directory in the order of their
    /// names.
    ///
    /// # Errors
    ///
    /// What makes this kubelet end at its start. The first file that cannot be decoded, a name that
    /// two providers have, or everything that validation says of all providers.
    ///
    /// Upstream: `readCredentialProviderConfig`, `validateCredentialProviderConfig` in kubernetes
    /// `pkg/credentialprovider/plugin/config.go`.
    pub fn read(files: &[Source<'_>], gates: Gates) -> Result<Self, ReadError> {
        let mut providers: Vec<Provider> = Vec::new();
        for (file, source) in files.iter().enumerate() {
            providers.extend(decode(source, file, gates.version())?);
        }
        if gates.version().minor() >= 34 {
            one_name_once(&providers)?;
        }
        let whole = files.first().map_or(0..0, |it| it.root.span.clone());
        let errors = validate::validate(&providers, whole, gates);
        if !errors.is_empty() {
            let upstream = format!(
                "failed to validate credential provider config: {}",
                validate::aggregate(errors.iter().map(|it| &*it.upstream))
            );
            return Err(ReadError::new(errors, upstream));
        }
        Ok(Self { providers })
    }

    /// Which of the providers with these numbers an answer of that API version is taken to be of,
    /// where nobody says it: the first that speaks the version, and else the first.
    pub fn answering(
        &self,
        api_version: &str,
        numbers: impl Iterator<Item = usize> + Clone,
    ) -> Option<usize> {
        let speaks = |number: &usize| {
            self.providers.get(*number).is_some_and(|it| it.api_version == api_version)
        };
        numbers.clone().find(speaks).or_else(|| numbers.clone().next())
    }
}

/// Upstream compares the names before it validates them.
fn one_name_once(providers: &[Provider]) -> Result<(), ReadError> {
    let mut names = BTreeSet::new();
    for provider in providers {
        if !names.insert(&provider.name) {
            let name = Quoted(provider.name.as_bytes());
            let upstream = format!("duplicate provider name {name} found in configuration file(s)");
            let error = ConfigError {
                file: provider.file,
                path: "providers".to_string(),
                span: provider.name_span.clone(),
                sentence: format!("two providers are named {name}"),
                upstream: upstream.clone(),
            };
            return Err(ReadError::new(Vec::from([error]), upstream));
        }
    }
    Ok(())
}

fn decode(source: &Source<'_>, file: usize, version: Version) -> Result<Vec<Provider>, ReadError> {
    let one = |path: &str, span: Range<usize>, sentence: String, upstream: String| {
        let shown = format!("error decoding config: {upstream}");
        // Upstream repeats the file here, which may hold secrets.
        let body = source.text.get(source.span.clone()).unwrap_or_default();
        let upstream = match shown.strip_suffix(BODY) {
            Some(start) => format!("{start}'{body}'"),
            None => shown.clone(),
        };
        let path = path.to_string();
        let error = ConfigError { file, path, span, sentence, upstream: shown };
        ReadError::new(Vec::from([error]), upstream)
    };
    let object = Kind::of(source).map_err(|it| one(it.path, it.span, it.sentence, it.upstream))?;
    let shape = object
        .shape(version)
        .map_err(|(path, span, sentence, upstream)| one(path, span, sentence, upstream))?;
    let syntax = if source.is_json { Syntax::Json } else { Syntax::Yaml };
    let found = strict::check(source.root, shape, object.package, syntax);
    let found = found.map_err(|it| one(&it.path, it.span, it.sentence, it.upstream))?;
    if version.minor() >= 32 {
        refuse_what_is_strict(source, file, found)?;
    }
    let providers = source.root.get("providers").and_then(Value::as_array).unwrap_or_default();
    let knows_tokens = object.package == "v1" && version.minor() >= 33;
    Ok(providers.iter().map(|it| provider(it, file, knows_tokens)).collect())
}

/// Unknown and doubled members.
fn refuse_what_is_strict(
    source: &Source<'_>,
    file: usize,
    found: Vec<strict::StrictError>,
) -> Result<(), ReadError> {
    let doubled = match source.is_json {
        true => None,
        false => strict::yaml_duplicates(source.text, source.span.start, source.root),
    };
    let mut errors = Vec::new();
    let mut texts = Vec::new();
    if let Some((upstream, spans)) = doubled {
        for span in spans {
            errors.push(ConfigError {
                file,
                path: String::new(),
                span,
                sentence: "this name stands twice in one object".to_string(),
                upstream: format!("strict decoding error: {upstream}"),
            });
        }
        texts.push(upstream);
    }
    for found in found {
        let sentence = match found.is_duplicate {
            true => format!("{} stands twice", found.path),
            false => format!("{} is no member that this kubelet knows", found.path),
        };
        texts.push(found.upstream.clone());
        let upstream = format!("strict decoding error: {}", found.upstream);
        errors.push(ConfigError { file, path: found.path, span: found.span, sentence, upstream });
    }
    if errors.is_empty() {
        return Ok(());
    }
    let upstream = format!("error decoding config: strict decoding error: {}", texts.join(", "));
    Err(ReadError::new(errors, upstream))
}

/// What a document says it is.
pub(super) struct Kind {
    pub(super) kind: String,
    kind_span: Range<usize>,
    pub(super) group: String,
    pub(super) version: String,
    pub(super) version_span: Range<usize>,
    /// The Go package of its types.
    pub(super) package: &'static str,
}

/// Why it says nothing.
pub(super) struct Unsaid {
    path: &'static str,
    pub(super) span: Range<usize>,
    pub(super) sentence: String,
    pub(super) upstream: String,
}

type Unread = (&'static str, Range<usize>, String, String);

impl Kind {
    /// Upstream: `Interpret` in kubernetes `apimachinery/pkg/runtime/serializer/json/meta.go`, by Go's
    /// own reader, to which `Kind` is `kind` as well.
    pub(super) fn of(source: &Source<'_>) -> Result<Self, Unsaid> {
        const TARGET: &str = "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; \
                              Kind string \"json:\\\"kind,omitempty\\\"\" }";
        let root = source.root;
        let failed = |why: String| format!("couldn't get version/kind; json parse error: {why}");
        let members: &[Member<'_>] = match &root.data {
            Data::Object(members) => members,
            Data::Null => &[],
            other => {
                let found = JsonType::of_data(other).upstream();
                return Err(Unsaid {
                    path: "",
                    span: root.span.clone(),
                    sentence: format!("the document is no object, but of type {found}"),
                    upstream: failed(format!(
                        "json: cannot unmarshal {found} into Go value of type {TARGET}"
                    )),
                });
            }
        };
        let mut found = [("", root.span.clone()), ("", root.span.clone())];
        let mut ordered: Vec<&Member<'_>> = members.iter().collect();
        if !source.is_json {
            crate::order::sort_by(&mut ordered, |a, b| a.key.cmp(&b.key));
        }
        let mut wrong = None;
        for member in ordered {
            let folded = ["apiversion", "kind"];
            let Some(which) = folded.iter().position(|it| is_member(&member.key, it)) else {
                continue;
            };
            match &member.value.data {
                Data::Null => {}
                Data::String(text) => found[which] = (text, member.value.span.clone()),
                other => {
                    let name = ["apiVersion", "kind"][which];
                    let what = JsonType::of_data(other).upstream();
                    wrong.get_or_insert(Unsaid {
                        path: name,
                        span: member.value.span.clone(),
                        sentence: format!("{name} has to be a string"),
                        upstream: failed(format!(
                            "json: cannot unmarshal {what} into Go struct field .{name} of type string"
                        )),
                    });
                }
            }
        }
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        let [(api_version, version_span), (kind, kind_span)] = found;
        let (group, version) = match api_version.matches('/').count() {
            _ if api_version == "/" => ("", ""),
            0 => ("", api_version),
            1 => api_version.split_once('/').unwrap_or_default(),
            _ => {
                let upstream = format!("unexpected GroupVersion string: {api_version}");
                let sentence = "apiVersion has more than one slash".to_string();
                return Err(Unsaid { path: "apiVersion", span: version_span, sentence, upstream });
            }
        };
        let package = ["v1", "v1alpha1", "v1beta1"].into_iter().find(|it| *it == version);
        Ok(Self {
            kind: kind.to_owned(),
            kind_span,
            group: group.to_owned(),
            version: version.to_owned(),
            version_span,
            package: package.unwrap_or_default(),
        })
    }

    /// Group and version in one.
    pub(super) fn group_version(&self) -> String {
        match self.group.is_empty() {
            true => self.version.clone(),
            false => format!("{}/{}", self.group, self.version),
        }
    }

    fn shape(&self, version: Version) -> Result<&'static Shape, Unread> {
        if self.kind.is_empty() {
            let upstream = format!("Object 'Kind' is missing in {BODY}");
            return Err(("kind", self.kind_span.clone(), "kind is missing".to_string(), upstream));
        }
        if self.version.is_empty() {
            let upstream = format!("Object 'apiVersion' is missing in {BODY}");
            let sentence = "apiVersion is missing".to_string();
            return Err(("apiVersion", self.version_span.clone(), sentence, upstream));
        }
        let group_version = self.group_version();
        let is_known = versions(version).contains(&self.package) && self.group == KUBELET_GROUP;
        if is_known && self.kind == "CredentialProviderConfig" {
            return Ok(match (self.package, version.minor()) {
                ("v1", 34..) => &CONFIG_1_34,
                ("v1", 33) => &CONFIG_1_33,
                _ => &CONFIG,
            });
        }
        let (path, span) = match self.kind == "CredentialProviderConfig" {
            true => ("apiVersion", self.version_span.clone()),
            false => ("kind", self.kind_span.clone()),
        };
        let sentence = match path {
            "kind" => "kind is not CredentialProviderConfig".to_string(),
            _ => {
                let known: Vec<String> =
                    versions(version).iter().map(|it| format!("{KUBELET_GROUP}/{it}")).collect();
                format!("a kubelet of {version} knows only {}", known.join(", "))
            }
        };
        let upstream = format!(
            "no kind {} is registered for version {} in scheme {}",
            Quoted(self.kind.as_bytes()),
            Quoted(group_version.as_bytes()),
            Quoted(scheme(version).as_bytes())
        );
        Err((path, span, sentence, upstream))
    }
}

/// The line of upstream's source that its errors name.
fn scheme(version: Version) -> String {
    let line = match version.minor() {
        ..22 => 50,
        22..24 => 54,
        24..26 => 56,
        26..33 => 58,
        33 => 66,
        34.. => 69,
    };
    format!("pkg/credentialprovider/plugin/plugin.go:{line}")
}

fn text(value: Option<&Value<'_>>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v, 'a>(value: &'v Value<'a>, name: &str) -> &'v [Value<'a>] {
    value.get(name).and_then(Value::as_array).unwrap_or_default()
}

fn provider(value: &Value<'_>, file: usize, knows_tokens: bool) -> Provider {
    let member = |name: &str| value.get(name);
    let span_of =
        |name: &str| member(name).map_or_else(|| value.span.clone(), |it| it.span.clone());
    let duration = member("defaultCacheDuration")
        .and_then(|it| Some((GoDuration::parse(it.as_str()?).ok()?, it.span.clone())));
    let token = member("tokenAttributes").filter(|it| knows_tokens && !it.is_null());
    Provider {
        file,
        name: text(member("name")),
        name_span: span_of("name"),
        span: value.span.clone(),
        api_version: text(member("apiVersion")),
        api_version_span: span_of("apiVersion"),
        match_images: list(value, "matchImages")
            .iter()
            .map(|it| MatchImage { text: text(Some(it)), span: it.span.clone() })
            .collect(),
        default_cache_duration: duration,
        args: list(value, "args").len(),
        env: list(value, "env").iter().map(|it| text(it.get("name"))).collect(),
        token: token.map(token_attributes),
    }
}

fn token_attributes(value: &Value<'_>) -> TokenAttributes {
    let keys =
        |name: &str| list(value, name).iter().map(|it| (text(Some(it)), it.span.clone())).collect();
    TokenAttributes {
        span: value.span.clone(),
        audience: text(value.get("serviceAccountTokenAudience")),
        cache_type: text(value.get("cacheType")),
        require_service_account: value.get("requireServiceAccount").and_then(Value::as_bool),
        required: keys("requiredServiceAccountAnnotationKeys"),
        optional: keys("optionalServiceAccountAnnotationKeys"),
    }
}

/// Whether a release has tokens of ServiceAccounts for plugins, and they are on.
pub(super) fn tokens_are_on(gates: Gates) -> bool {
    gates.is_on(Gate::KubeletServiceAccountTokenForCredentialProviders)
}
