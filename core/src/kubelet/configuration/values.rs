//! The fields that touch images, read from a document whose types are right.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::Written;
use super::decode::{in_order, number_text};
use super::schema::KUBELET_CONFIGURATION;
use crate::features::Gate;
use crate::features::known::GateMap;
use crate::go::duration::Duration;
use crate::json::{Data, Member, Value};
use crate::kubelet::{Settings, VerificationPolicy};
use crate::version::Version;

/// A value, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Set<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// One of `featureGates`.
#[derive(Clone, Debug)]
pub(super) struct GateValue {
    pub(super) name: String,
    pub(super) on: bool,
    /// Bytes of the name.
    pub(super) span: Range<usize>,
}

/// What is written, defaults not filled in. Zero and empty stand for nothing where the field is no
/// pointer.
pub(super) struct Values {
    pub(super) serialize: Option<Set<bool>>,
    pub(super) max_parallel: Option<Set<i32>>,
    pub(super) qps: Option<Set<i32>>,
    pub(super) burst: Option<Set<i32>>,
    pub(super) policy: Option<Set<String>>,
    pub(super) allowlist: Vec<Set<String>>,
    pub(super) minimum_age: Option<Set<Duration>>,
    pub(super) maximum_age: Option<Set<Duration>>,
    pub(super) high: Option<Set<i32>>,
    pub(super) low: Option<Set<i32>>,
    pub(super) status_images: Option<Set<i32>>,
    pub(super) timeout: Option<Set<Duration>>,
    pub(super) runtime: Option<Set<String>>,
    pub(super) images: Option<Set<String>>,
    pub(super) restart_period: Option<Set<Duration>>,
    pub(super) gates: Vec<GateValue>,
}

struct Reader<'v, 'a> {
    members: Vec<&'v Member<'a>>,
    written: Written,
    version: Version,
}

pub(super) fn read(document: &Value<'_>, written: Written, version: Version) -> Values {
    let members = in_order(document.as_object().unwrap_or_default(), written);
    let reader = Reader { members, written, version };
    let not_zero = |it: &Set<i32>| it.value != 0;
    let lasts = |it: &Set<Duration>| it.value != Duration::default();
    let says = |it: &Set<String>| !it.value.is_empty();
    let mut restart =
        reader.all("crashLoopBackOff").filter_map(|it| it.get("maxContainerRestartPeriod"));
    Values {
        serialize: reader.pointer("serializeImagePulls", |it| it.as_bool()),
        max_parallel: reader.pointer("maxParallelImagePulls", |it| reader.number(it)),
        qps: reader.pointer("registryPullQPS", |it| reader.number(it)),
        burst: reader.plain("registryBurst", |it| reader.number(it)).filter(not_zero),
        policy: reader.plain("imagePullCredentialsVerificationPolicy", text).filter(says),
        allowlist: reader.list("preloadedImagesVerificationAllowlist"),
        minimum_age: reader.plain("imageMinimumGCAge", duration).filter(lasts),
        maximum_age: reader.plain("imageMaximumGCAge", duration).filter(lasts),
        high: reader.pointer("imageGCHighThresholdPercent", |it| reader.number(it)),
        low: reader.pointer("imageGCLowThresholdPercent", |it| reader.number(it)),
        status_images: reader.pointer("nodeStatusMaxImages", |it| reader.number(it)),
        timeout: reader.plain("runtimeRequestTimeout", duration).filter(lasts),
        runtime: reader.plain("containerRuntimeEndpoint", text).filter(says),
        images: reader.plain("imageServiceEndpoint", text).filter(says),
        restart_period: restart.next_back().and_then(|it| set(it, duration)),
        gates: reader.gates(),
    }
}

fn set<T>(value: &Value<'_>, read: impl Fn(&Value<'_>) -> Option<T>) -> Option<Set<T>> {
    Some(Set { value: read(value)?, span: value.span.clone() })
}

/// A string; also a number that is too great for Go to be one.
fn text(value: &Value<'_>) -> Option<String> {
    match &value.data {
        Data::String(text) | Data::Number(text) => Some(text.to_string()),
        _ => None,
    }
}

fn duration(value: &Value<'_>) -> Option<Duration> {
    Duration::parse(&text(value)?).ok()
}

impl Reader<'_, '_> {
    /// The values of a field that the release has, in the order in which they are decoded.
    fn all(&self, name: &'static str) -> impl DoubleEndedIterator<Item = &Value<'_>> {
        let is_field = KUBELET_CONFIGURATION.field(name, self.version).is_some();
        self.members.iter().filter(move |it| is_field && it.key == name).map(|it| &it.value)
    }

    /// A pointer, which the last value sets, `null` too.
    fn pointer<T>(
        &self,
        name: &'static str,
        read: impl Fn(&Value<'_>) -> Option<T>,
    ) -> Option<Set<T>> {
        set(self.all(name).next_back()?, read)
    }

    /// A plain value, of which `null` changes nothing.
    fn plain<T>(
        &self,
        name: &'static str,
        read: impl Fn(&Value<'_>) -> Option<T>,
    ) -> Option<Set<T>> {
        set(self.all(name).rfind(|it| !it.is_null())?, read)
    }

    fn number(&self, value: &Value<'_>) -> Option<i32> {
        let Data::Number(text) = &value.data else { return None };
        let json: Cow<'_, str> = number_text(text, self.written);
        json.parse().ok()
    }

    fn list(&self, name: &'static str) -> Vec<Set<String>> {
        let last = self.all(name).next_back().and_then(Value::as_array);
        let item = |it: &Value<'_>| set(it, |it| Some(text(it).unwrap_or_default()));
        last.unwrap_or_default().iter().filter_map(item).collect()
    }

    fn gates(&self) -> Vec<GateValue> {
        let mut gates: Vec<GateValue> = Vec::new();
        let mut known = alloc::collections::BTreeMap::new();
        for value in self.all("featureGates") {
            let Some(members) = value.as_object() else {
                gates.clear();
                known.clear();
                continue;
            };
            for member in members {
                let on = member.value.as_bool().unwrap_or_default();
                let at = *known.entry(&member.key).or_insert(gates.len());
                let gate =
                    GateValue { name: member.key.to_string(), on, span: member.key_span.clone() };
                match gates.get_mut(at) {
                    Some(known) => *known = gate,
                    None => gates.push(gate),
                }
            }
        }
        gates
    }
}

impl Values {
    /// The settings with every default filled in.
    ///
    /// Upstream: `SetDefaults_KubeletConfiguration` in kubernetes
    /// `pkg/kubelet/apis/config/v1beta1/defaults.go`.
    pub(super) fn settings(&self, gates: &GateMap) -> Settings {
        let mut settings = Settings::with_gates(gates.about_images());
        let parallel = self.max_parallel.as_ref().map(|it| it.value);
        settings.serialize_image_pulls = match &self.serialize {
            Some(serialize) => serialize.value,
            None => parallel.is_none_or(|it| it < 2),
        };
        settings.max_parallel_image_pulls = parallel;
        put(&mut settings.registry_pull_qps, &self.qps);
        put(&mut settings.registry_burst, &self.burst);
        if gates.is_on(Gate::KubeletEnsureSecretPulledImages.as_str())
            && let Some(policy) = &self.policy
        {
            settings.verification = VerificationPolicy::named(&policy.value);
        }
        settings.allowlist = self.allowlist.iter().map(|it| it.value.clone()).collect();
        put(&mut settings.image_minimum_gc_age, &self.minimum_age);
        put(&mut settings.image_maximum_gc_age, &self.maximum_age);
        put(&mut settings.image_gc_high_threshold_percent, &self.high);
        put(&mut settings.image_gc_low_threshold_percent, &self.low);
        put(&mut settings.node_status_max_images, &self.status_images);
        put(&mut settings.runtime_request_timeout, &self.timeout);
        if let Some(runtime) = &self.runtime {
            settings.container_runtime_endpoint = Some(runtime.value.clone());
        }
        settings.image_service_endpoint = self.images.as_ref().map(|it| it.value.clone());
        settings
    }
}

fn put<T: Clone>(setting: &mut T, written: &Option<Set<T>>) {
    if let Some(written) = written {
        *setting = written.value.clone();
    }
}
