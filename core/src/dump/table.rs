//! The objects of a dump, gathered, and the rows that are made of them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Bound;

use super::cut::{CutError, Cutter, Item};
use super::objects::{Place, account, deciding, metadata, owner, secret, waiting};
use crate::diagnose::{Diagnosis, Options, OutcomeKind, Usage, diagnose};
use crate::json::{self, Value, write_string};
use crate::text;
use crate::workload;

/// Pods that are alike, of one namespace, that are diagnosed together.
const TOGETHER: usize = 200;

/// A dump that is being read.
///
/// ```
/// use pullscope_core::diagnose::Options;
/// use pullscope_core::dump::Dump;
///
/// let mut dump = Dump::new();
/// dump.push(br#"{"items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x"},
///     "spec": {"containers": [{"name": "web", "image": "nginx"}]}}]}"#)?;
/// dump.finish()?;
/// let (images, _) = dump.judge(&Options::default()).unwrap();
/// assert_eq!((images[0].image.as_str(), images[0].registry.as_str()), ("nginx", "docker.io"));
/// assert!(images[0].is_floating);
/// assert!(dump.judge(&Options::default()).is_none());
/// dump.judge_again();
/// assert!(dump.judge(&Options::default()).is_some());
/// # Ok::<(), pullscope_core::dump::CutError>(())
/// ```
#[derive(Debug, Default)]
pub struct Dump {
    cutter: Cutter,
    gathered: Gathered,
    /// The namespace that was judged last.
    judged: Option<String>,
}

/// What was read so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Bytes.
    pub bytes: u64,
    /// Objects of any kind.
    pub objects: usize,
    /// Pods, and objects that make Pods.
    pub workloads: usize,
    /// Secrets.
    pub secrets: usize,
    /// Objects that could not be read, and are left out.
    pub broken: usize,
}

/// One image of Pods that are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRow {
    /// The namespace.
    pub namespace: String,
    /// `Deployment shop`: who made the Pods.
    pub owner: String,
    /// How many objects are alike.
    pub count: usize,
    /// The name of the container or volume.
    pub container: String,
    /// As written.
    pub image: String,
    /// The registry host, `docker.io` where none is written; empty for what is no reference.
    pub registry: String,
    /// Whether what the name means can change: `latest`, written or implied, without a digest.
    pub is_floating: bool,
    /// What becomes of it.
    pub outcome: OutcomeKind,
    /// The same in a sentence.
    pub sentence: String,
    /// Why the container waits, where the dump says it: `ImagePullBackOff`.
    pub waiting: String,
    /// Where one of the objects stands.
    pub place: Place,
    /// The pull Secrets that its Pods name, and where they stand.
    pub secrets: Vec<Place>,
    /// Where the ServiceAccount stands.
    pub account: Option<Place>,
}

impl ImageRow {
    /// Whether it cannot be pulled: that follows from the dump, or the cluster says so in it.
    pub fn fails(&self) -> bool {
        self.outcome.is_failure()
            || matches!(
                self.waiting.as_str(),
                "ErrImagePull"
                    | "ImagePullBackOff"
                    | "InvalidImageName"
                    | "ErrImageNeverPull"
                    | "ImageInspectError"
                    | "RegistryUnavailable"
                    | "SignatureValidationFailed"
            )
    }
}

/// One Secret with credentials of registries.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretRow {
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// Whether and why it is used.
    pub usage: Usage,
    /// What the kubelet makes of it: `read`, `broken` and so on.
    pub state: &'static str,
    /// The registries that it has keys for, as written.
    pub keys: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

#[derive(Debug, Default)]
struct Gathered {
    seen: Seen,
    namespaces: BTreeMap<String, Namespace>,
}

#[derive(Debug, Default)]
struct Namespace {
    /// By what is the same in all that are alike.
    alike: BTreeMap<String, Alike>,
    /// By name: what is kept, and where it stands.
    secrets: BTreeMap<String, (String, Place)>,
    accounts: BTreeMap<String, (String, Place)>,
}

#[derive(Debug)]
struct Alike {
    owner: String,
    text: String,
    count: usize,
    waiting: Vec<(String, String)>,
    place: Place,
}

impl Dump {
    /// A dump of which nothing was read.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads on.
    ///
    /// # Errors
    ///
    /// The place at which it is no dump.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), CutError> {
        let Self { cutter, gathered, .. } = self;
        let result = cutter.push(piece, &mut |it| gathered.take(&it));
        gathered.seen.bytes = cutter.read();
        result
    }

    /// Ends the dump.
    ///
    /// # Errors
    ///
    /// It ends in the middle of something. What was read until there can be judged all the same.
    pub fn finish(&mut self) -> Result<(), CutError> {
        let Self { cutter, gathered, .. } = self;
        cutter.finish(&mut |it| gathered.take(&it))
    }

    /// What was read so far.
    pub fn seen(&self) -> Seen {
        self.gathered.seen
    }

    /// The rows of the next namespace; `None` when there is no other.
    pub fn judge(&mut self, options: &Options) -> Option<(Vec<ImageRow>, Vec<SecretRow>)> {
        let after = self.judged.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let mut rest = self.gathered.namespaces.range::<str, _>((after, Bound::Unbounded));
        let (name, namespace) = rest.next()?;
        let rows = namespace.judge(name, options);
        self.judged = Some(name.clone());
        Some(rows)
    }

    /// Goes back to the first namespace: what was read can be judged under other options.
    pub fn judge_again(&mut self) {
        self.judged = None;
    }
}

impl Gathered {
    fn take(&mut self, item: &Item<'_>) {
        self.seen.objects += 1;
        let place = Place { offset: item.offset, length: item.text.len() as u64 };
        if item.text.first() == Some(&b'{') {
            match json::parse(item.text, json::DEFAULT_MAX_DEPTH) {
                Ok(object) => self.add(&object, item.kind, place),
                Err(_) => self.seen.broken += 1,
            }
            return;
        }
        let read = core::str::from_utf8(item.text).ok().map(text::documents);
        match read.as_ref().and_then(|it| it.docs.first()) {
            Some(document) if document.error.is_none() => self.add(&document.root, None, place),
            _ => self.seen.broken += 1,
        }
    }

    fn add(&mut self, object: &Value<'_>, kind: Option<&str>, place: Place) {
        let written = object.get("kind").and_then(Value::as_str);
        let Some(kind) = written.or(kind) else { return };
        let namespace = match metadata(object, "namespace") {
            "" => "default",
            namespace => namespace,
        };
        let name = metadata(object, "name");
        let is_workload = workload::pod_spec_path(kind).is_some();
        if !is_workload && !matches!(kind, "Secret" | "ServiceAccount") {
            return;
        }
        let held = self.namespaces.entry(namespace.to_string()).or_default();
        match kind {
            "Secret" => {
                self.seen.secrets += 1;
                held.secrets.insert(name.to_string(), (secret(object, name, namespace), place));
            }
            "ServiceAccount" => {
                held.accounts.insert(name.to_string(), (account(object, name, namespace), place));
            }
            _ => {
                self.seen.workloads += 1;
                held.workload(kind, object, namespace, place);
            }
        }
    }
}

impl Namespace {
    fn workload(&mut self, kind: &str, object: &Value<'_>, namespace: &str, place: Place) {
        let (owner_kind, owner_name) = owner(kind, object);
        let spec = object.get("spec").or_else(|| object.get("template"));
        let spec_name = if object.get("spec").is_some() { "spec" } else { "template" };
        let spec = spec.map(deciding).unwrap_or_else(|| "{}".to_string());
        let key = format!("{owner_kind}/{owner_name}/{kind}/{spec}");
        let alike = self.alike.entry(key).or_insert_with(|| {
            let mut text =
                format!("{{\"apiVersion\":\"v1\",\"kind\":\"{kind}\",\"metadata\":{{\"name\":");
            write_string(&mut text, metadata(object, "name"));
            text += ",\"namespace\":";
            write_string(&mut text, namespace);
            text += &format!("}},\"{spec_name}\":{spec}}}");
            let owner = format!("{owner_kind} {owner_name}");
            Alike { owner, text, count: 0, waiting: Vec::new(), place }
        });
        alike.count += 1;
        let waiting = waiting(object);
        if alike.waiting.is_empty() && !waiting.is_empty() {
            (alike.waiting, alike.place) = (waiting, place);
        }
    }

    fn judge(&self, name: &str, options: &Options) -> (Vec<ImageRow>, Vec<SecretRow>) {
        let mut images = Vec::new();
        let mut secrets: BTreeMap<String, SecretRow> = BTreeMap::new();
        let alike: Vec<&Alike> = self.alike.values().collect();
        // A namespace without Pods has Secrets all the same.
        let chunks: Vec<&[&Alike]> = match alike.is_empty() {
            true => Vec::from([&[][..]]),
            false => alike.chunks(TOGETHER).collect(),
        };
        for together in chunks {
            let others = self.secrets.values().chain(self.accounts.values()).map(|it| &it.0);
            let lines: Vec<&str> =
                together.iter().map(|it| &*it.text).chain(others.map(|it| &**it)).collect();
            let report = diagnose(&lines.join("\n"), options);
            self.rows(name, together, &report, &mut images);
            self.used(&report, &mut secrets);
        }
        (images, secrets.into_values().collect())
    }

    fn rows(
        &self,
        namespace: &str,
        alike: &[&Alike],
        report: &Diagnosis,
        rows: &mut Vec<ImageRow>,
    ) {
        for workload in &report.workloads {
            let Some(alike) = alike.get(workload.document) else { continue };
            let named: BTreeSet<&str> = workload.pull_secrets.iter().map(|it| &*it.name).collect();
            let places = named.iter().filter_map(|it| self.secrets.get(*it)).map(|it| it.1);
            let places: Vec<Place> = places.collect();
            let account = self.accounts.get(&workload.service_account).map(|it| it.1);
            for image in &workload.images {
                let container = image.name.clone().unwrap_or_default();
                let waiting = alike.waiting.iter().find(|it| it.0 == container);
                let parts = image.reference.as_ref().ok();
                rows.push(ImageRow {
                    namespace: namespace.to_string(),
                    owner: alike.owner.clone(),
                    count: alike.count,
                    waiting: waiting.map(|it| it.1.clone()).unwrap_or_default(),
                    container,
                    image: image.image.clone(),
                    registry: parts.map(|it| it.registry.value.clone()).unwrap_or_default(),
                    is_floating: parts.is_some_and(|it| {
                        it.digest.is_none() && it.tag.as_ref().is_none_or(|it| it.value == "latest")
                    }),
                    outcome: image.outcome.kind,
                    sentence: image.outcome.sentence.clone(),
                    place: alike.place,
                    secrets: places.clone(),
                    account,
                });
            }
        }
    }

    /// What the report says of the Secrets. One that is used by some is used.
    fn used(&self, report: &Diagnosis, rows: &mut BTreeMap<String, SecretRow>) {
        for (secret, used) in report.secrets.iter().zip(&report.reverse.secrets) {
            let Some((_, place)) = self.secrets.get(&secret.name) else { continue };
            if used.usage == Usage::NotForRegistries {
                continue;
            }
            let row = SecretRow {
                namespace: secret.namespace.clone().unwrap_or_default(),
                name: secret.name.clone(),
                usage: used.usage,
                state: secret.state.name(),
                keys: secret.keys.iter().map(|it| it.0.clone()).collect(),
                place: *place,
            };
            match rows.get_mut(&secret.name) {
                Some(known) if used.usage == Usage::Pods => known.usage = Usage::Pods,
                Some(_) => {}
                None => {
                    rows.insert(secret.name.clone(), row);
                }
            }
        }
    }
}
