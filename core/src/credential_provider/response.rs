//! What a plugin answers.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry as Place;
use alloc::format;
use alloc::string::{String, ToString};
use core::ops::Range;

use super::config::Kind;
use super::{CacheKeyType, GROUP, Provider, Source, versions};
use crate::credential::{Credential, Password};
use crate::docker_config::{DockerConfig, Entry};
use crate::go::Quoted;
use crate::json::{self, Value};
use crate::strict::{self, Shape, Struct, Syntax};
use crate::time::GoDuration;
use crate::version::Version;

static AUTH: Struct = Struct {
    name: "AuthConfig",
    fields: &[("username", Shape::Text("string")), ("password", Shape::Text("string"))],
};

static RESPONSE: Shape = Shape::Struct(&Struct {
    name: "CredentialProviderResponse",
    fields: &[
        ("kind", Shape::Text("string")),
        ("apiVersion", Shape::Text("string")),
        ("cacheKeyType", Shape::Text("PluginCacheKeyType")),
        ("cacheDuration", Shape::Duration),
        ("auth", Shape::Map(&Shape::Struct(&AUTH))),
    ],
});

/// An answer that a kubelet uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// `cacheKeyType`: for which images it is kept.
    pub cache_key_type: CacheKeyType,
    /// `cacheDuration`; `None` for the one of the provider.
    pub cache_duration: Option<GoDuration>,
    /// `auth`, as a Docker config: its keys are read as those of a config are.
    pub config: DockerConfig,
}

/// Why a kubelet uses nothing of an answer. It only logs that, and goes on without.
///
/// No text repeats a value but the two that upstream prints: `apiVersion` and `cacheKeyType`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseError {
    /// Where it stands in the object.
    pub path: String,
    /// Bytes of what is wrong.
    pub span: Range<usize>,
    /// In our words, without a final stop.
    pub sentence: String,
    /// Upstream's text, as it stands in the kubelet's log behind the words about the plugin.
    pub upstream: String,
}

/// What stands before the reason in the log: since 1.35 an error of `Failed to provide credentials for
/// image`, before a line of its own.
fn not_got(version: Version) -> &'static str {
    match version.minor() {
        ..35 => "Failed getting credential from external registry credential provider: ",
        35.. => "failed to get credential from external registry credential provider: ",
    }
}

impl Response {
    /// Reads what `provider` has printed; `token` is what it was sent.
    ///
    /// # Errors
    ///
    /// When it is not JSON, is of another API version than the provider, does not decode, or names
    /// no `cacheKeyType`; or when a password is the token and its credentials would be kept for
    /// other Pods.
    ///
    /// Upstream: `ExecPlugin`, `decodeResponse`, `provide` in kubernetes
    /// `pkg/credentialprovider/plugin/plugin.go`.
    pub fn read(
        source: &Source<'_>,
        provider: &Provider,
        token: &str,
        version: Version,
    ) -> Result<Self, ResponseError> {
        let fail = |path: &str, span: Range<usize>, sentence: String, upstream: String| {
            ResponseError { path: path.to_string(), span, sentence, upstream }
        };
        let root = source.root;
        let not_got = not_got(version);
        if !source.is_json {
            let text = source.text.get(source.span.clone()).unwrap_or_default();
            let broken = json::check(text.as_bytes()).err();
            let why = broken.as_ref().map(|it| it.upstream()).unwrap_or_default();
            let upstream = format!(
                "{not_got}error reading GVK from response: couldn't get version/kind; json parse \
                 error: {why}"
            );
            if let Some(error) = broken.filter(|_| text.trim_ascii_start().starts_with('{')) {
                let error = error.moved(source.span.start);
                let sentence = format!("a plugin has to print JSON, and this breaks off: {error}");
                return Err(fail("", error.span(), sentence, upstream));
            }
            let sentence = "a plugin has to print JSON, and this is none".to_string();
            return Err(fail("", root.span.clone(), sentence, upstream));
        }
        let object = Kind::of(source).map_err(|it| {
            let upstream = format!("{not_got}error reading GVK from response: {}", it.upstream);
            fail("apiVersion", it.span, it.sentence, upstream)
        })?;
        let written = object.group_version();
        if written != provider.api_version {
            let expected = &provider.api_version;
            let upstream = match version.minor() {
                ..22 => "apiVersion from credential plugin response did not match".to_string(),
                22.. => format!(
                    "apiVersion from credential plugin response did not match expected \
                     apiVersion:{expected}, actual apiVersion:{written}"
                ),
            };
            let sentence =
                format!("the provider is configured for {expected}, and this is another");
            let span = object.version_span.clone();
            return Err(fail("apiVersion", span, sentence, format!("{not_got}{upstream}")));
        }
        let not_decoded = |path: &str, span: Range<usize>, sentence: String| {
            let upstream = "error decoding credential provider plugin response from stdout";
            fail(path, span, sentence, format!("{not_got}{upstream}"))
        };
        let is_known = object.group == GROUP && versions(version).contains(&object.package);
        if object.kind != "CredentialProviderResponse" || !is_known {
            let sentence = "the answer is of another kind than CredentialProviderResponse";
            return Err(not_decoded("kind", root.span.clone(), sentence.to_string()));
        }
        let found = strict::check(root, &RESPONSE, object.package, Syntax::Json)
            .map_err(|it| not_decoded(&it.path, it.span, it.sentence))?;
        if let Some(first) = found.first().filter(|_| version.minor() >= 32) {
            let sentence = match first.is_duplicate {
                true => "a member stands twice".to_string(),
                false => "a member is none that a kubelet knows".to_string(),
            };
            return Err(not_decoded(&first.path, first.span.clone(), sentence));
        }
        let config = config(root);
        // 1.33 knows no cacheType, and takes the token for a password as any other.
        let may_be_token =
            version.minor() < 34 || provider.token.as_ref().is_none_or(|it| it.caches_per_token());
        if !token.is_empty()
            && !may_be_token
            && let Some(entry) =
                config.entries.iter().find(|it| it.credential.password.expose() == token.as_bytes())
        {
            let upstream = match version.minor() {
                ..35 => {
                    "Credential provider plugin returned the service account token as the password \
                     for image \"…\", which is not allowed when service account cache type is not set \
                     to 'Token'"
                }
                35.. => {
                    "credential provider plugin returned the service account token as the password \
                     which is not allowed when service account cache type is not set to 'Token'"
                }
            };
            let sentence = "a password is the token of the ServiceAccount, which needs the cacheType \
                            Token";
            return Err(fail("auth", entry.span.clone(), sentence.into(), upstream.into()));
        }
        let named = root.get("cacheKeyType");
        let written = named.and_then(Value::as_str).unwrap_or_default();
        let Some(cache_key_type) = CacheKeyType::named(written) else {
            let said = match version.minor() {
                ..35 => Quoted(written.as_bytes()).to_string(),
                35.. => written.to_string(),
            };
            let upstream =
                format!("credential provider plugin did not return a valid cacheKeyType: {said}");
            let span = named.map_or_else(|| root.span.clone(), |it| it.span.clone());
            let sentence = "cacheKeyType has to be Image, Registry or Global".to_string();
            return Err(fail("cacheKeyType", span, sentence, upstream));
        };
        let cache_duration = root
            .get("cacheDuration")
            .and_then(Value::as_str)
            .and_then(|it| GoDuration::parse(it).ok());
        Ok(Self { cache_key_type, cache_duration, config })
    }

    /// How long it is kept; zero for not at all.
    pub fn lifetime(&self, provider: &Provider) -> GoDuration {
        let default = provider.default_cache_duration.as_ref().map(|it| it.0).unwrap_or_default();
        self.cache_duration.unwrap_or(default)
    }
}

fn config(root: &Value<'_>) -> DockerConfig {
    let mut config = DockerConfig { has_auths: true, ..DockerConfig::default() };
    let mut places = BTreeMap::new();
    for member in root.get("auth").and_then(Value::as_object).unwrap_or_default() {
        let text = |name: &str| member.value.get(name).and_then(Value::as_str).unwrap_or_default();
        let credential = Credential {
            username: text("username").as_bytes().to_vec(),
            password: Password::new(text("password").as_bytes()),
            email: String::new(),
        };
        let entry = Entry {
            key: member.key.to_string(),
            key_span: member.key_span.clone(),
            span: member.value.span.clone(),
            credential,
            has_auth: false,
            notes: alloc::vec::Vec::new(),
        };
        match places.entry(&*member.key) {
            Place::Occupied(earlier) => config.entries[*earlier.get()] = entry,
            Place::Vacant(place) => {
                place.insert(config.entries.len());
                config.entries.push(entry);
            }
        }
    }
    config
}
