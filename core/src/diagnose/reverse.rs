//! The diagnosis from the side of the keys: which images each serves, and which Secrets nobody uses.
//!
//! Nothing is compared here again. Every image carries the keys that it was tried with, and this
//! turns them around; only of a key that served none is asked whether any image could fit it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

mod present;

use super::Scene;
use super::findings::Findings;
use super::object::Sort;
use super::pull_secrets::account_names;
use super::report::{
    Idle, ImageId, KeyUse, OutcomeKind, PullSecretState, PullSecretsFrom, SecretState, SecretUse,
    Served, TriedKey, Usage, WorkloadReport,
};
use super::secret::Held;
use super::snapshot::Snapshot;
use crate::docker_config::{Format, ShortKey};
use crate::finding::{Finding, KeyId, Severity};
use crate::keyring::{DEFAULT_REGISTRY_KEY, never_fits};
use crate::reference::DOCKER_HUB;

pub(super) use present::present;

/// What comes of each Secret and of each of its keys, in the order of the Secrets.
pub(super) fn secrets(
    scene: &Scene<'_, '_>,
    snapshot: &Snapshot,
    workloads: &[WorkloadReport],
) -> Vec<SecretUse> {
    let mut uses = usages(scene, snapshot, workloads);
    let mut tried = Tried::new(snapshot);
    for (workload, report) in workloads.iter().enumerate() {
        for (image, report) in report.images.iter().enumerate() {
            let Some(credentials) = &report.credentials else {
                tried.is_complete &= report.outcome.kind != OutcomeKind::NotLookedUp;
                continue;
            };
            let registry = report.reference.as_ref().map_or("", |it| &it.registry.value);
            for key in &credentials.keys {
                tried.count(ImageId { workload, image }, registry, key);
            }
        }
    }
    let grammar = scene.options.kubernetes.grammar();
    for ((held, one), seen) in snapshot.held.iter().zip(&mut uses).zip(tried.keys) {
        let entries = held.config.entries.iter().zip(seen);
        let keys = entries.map(|(entry, seen)| {
            let never = || never_fits(&entry.key, grammar).map(Idle::Never);
            let idle = match seen.serves.is_empty() {
                true => Some(never().unwrap_or_else(|| seen.idle(one.usage, tried.is_complete))),
                false => None,
            };
            KeyUse { serves: seen.serves, idle }
        });
        one.keys = keys.collect();
    }
    uses
}

/// What was seen of one key.
#[derive(Clone, Default)]
struct Seen {
    serves: Vec<Served>,
    is_tried: bool,
    is_blocked: bool,
    is_shadowed: bool,
    is_near: bool,
}

impl Seen {
    fn idle(&self, usage: Usage, is_complete: bool) -> Idle {
        match self {
            _ if !usage.is_used() => Idle::NotOnKeyring,
            Self { is_blocked: true, .. } => Idle::Blocked,
            Self { is_shadowed: true, .. } => Idle::Shadowed,
            Self { is_near: true, .. } => Idle::OtherPath,
            Self { is_tried: false, .. } if !is_complete => Idle::NotLookedUp,
            _ => Idle::NoImage,
        }
    }
}

/// The keys of all Secrets, and what the images say of them.
struct Tried {
    /// By Secret, then by key.
    keys: Vec<Vec<Seen>>,
    /// Whether every image was looked up.
    is_complete: bool,
}

impl Tried {
    fn new(snapshot: &Snapshot) -> Self {
        let count = |it: &Held| alloc::vec![Seen::default(); it.config.entries.len()];
        Self { keys: snapshot.held.iter().map(count).collect(), is_complete: true }
    }

    fn count(&mut self, image: ImageId, registry: &str, key: &TriedKey) {
        let seen = &mut self.keys[key.secret][key.entry];
        seen.is_tried = true;
        match (key.place, &key.refused_by) {
            (Some(place), _) => seen.serves.push(Served { image, place }),
            (None, None) => seen.is_blocked = true,
            (None, Some(_)) => {
                let host = key.index_key.split('/').next().unwrap_or_default();
                seen.is_near |= host == registry;
                seen.is_shadowed |= registry == DOCKER_HUB && key.index_key == DEFAULT_REGISTRY_KEY;
            }
        }
    }
}

/// Who uses each Secret.
fn usages(
    scene: &Scene<'_, '_>,
    snapshot: &Snapshot,
    workloads: &[WorkloadReport],
) -> Vec<SecretUse> {
    let mut states: Vec<BTreeSet<State>> = alloc::vec![BTreeSet::new(); snapshot.held.len()];
    let mut named_by: Vec<Vec<usize>> = alloc::vec![Vec::new(); snapshot.held.len()];
    // By namespace: whether all lists of its Pods are known.
    let mut namespaces: BTreeMap<&str, bool> = BTreeMap::new();
    for (number, workload) in workloads.iter().enumerate() {
        let is_pasted = workload.pull_secrets_from == PullSecretsFrom::Pasted;
        if !is_pasted {
            *namespaces.entry(&workload.namespace).or_insert(true) &= is_known(workload);
        }
        for used in &workload.pull_secrets {
            let Some(secret) = used.secret else { continue };
            states[secret].insert(State::of(used.state, is_pasted));
            if !is_pasted && named_by[secret].last() != Some(&number) {
                named_by[secret].push(number);
            }
        }
    }
    let listed = listed(scene);
    let uses = snapshot.held.iter().zip(states).zip(named_by).enumerate();
    let usage = |(secret, ((held, states), named_by))| {
        let usage = usage(snapshot, secret, held, &states, &namespaces, &listed);
        SecretUse { usage, named_by, keys: Vec::new() }
    };
    uses.map(usage).collect()
}

/// What naming a Secret comes to; the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Used,
    InVain,
    OtherNamespace,
    BareNames,
}

impl State {
    fn of(state: PullSecretState, is_pasted: bool) -> Self {
        match state {
            PullSecretState::Used if is_pasted => Self::BareNames,
            PullSecretState::Used => Self::Used,
            PullSecretState::OtherNamespace => Self::OtherNamespace,
            _ => Self::InVain,
        }
    }
}

/// Whether the text tells which pull Secrets the Pods have.
fn is_known(workload: &WorkloadReport) -> bool {
    match workload.pull_secrets_from {
        PullSecretsFrom::Unknown => false,
        // An empty list of these is one that was too long.
        PullSecretsFrom::Pod | PullSecretsFrom::ServiceAccount { .. } => {
            !workload.pull_secrets.is_empty()
        }
        PullSecretsFrom::Nowhere | PullSecretsFrom::Pasted | PullSecretsFrom::StaticPod => true,
    }
}

/// The namespaces and names of the Secrets that ServiceAccounts list.
fn listed<'d>(scene: &Scene<'d, '_>) -> BTreeSet<(&'d str, &'d str)> {
    let accounts = scene.objects.iter().filter(|it| it.sort == Sort::ServiceAccount);
    let names = accounts.flat_map(|account| {
        let namespace = account.namespace(scene.options);
        account_names(account).into_iter().map(move |it| (namespace, it.name))
    });
    names.collect()
}

fn usage(
    snapshot: &Snapshot,
    secret: usize,
    held: &Held,
    states: &BTreeSet<State>,
    namespaces: &BTreeMap<&str, bool>,
    listed: &BTreeSet<(&str, &str)>,
) -> Usage {
    let report = &held.report;
    let Some(namespace) = report.namespace.as_deref() else {
        return if snapshot.node == Some(secret) { Usage::Node } else { Usage::NodeUnused };
    };
    let name = report.name.as_str();
    match states.first() {
        Some(State::Used) => return Usage::Pods,
        Some(State::InVain) => return Usage::InVain,
        _ => {}
    }
    if snapshot.secret(namespace, name) != Some(secret) {
        return Usage::Replaced;
    }
    let is_for_registries = [Format::ConfigJson, Format::DockerCfg]
        .iter()
        .any(|it| it.secret_type() == report.secret_type);
    match (states.first(), namespaces.get(namespace)) {
        (Some(State::OtherNamespace), _) => Usage::OtherNamespace,
        _ if !is_for_registries => Usage::NotForRegistries,
        _ if listed.contains(&(namespace, name)) => Usage::ServiceAccount,
        (Some(State::BareNames), _) => Usage::BareNames,
        (_, None) => Usage::NoPods,
        (_, Some(false)) => Usage::Unknown,
        (_, Some(true)) => Usage::NotNamed,
    }
}

/// The findings: Secrets that nobody names, and keys that no image can fit.
pub(super) fn findings(
    snapshot: &Snapshot,
    workloads: &[WorkloadReport],
    uses: &[SecretUse],
    findings: &mut Findings,
) {
    let troubled = troubled(workloads, findings);
    // Where the keys stand of which something is said.
    let of_key = |code: &str| code.starts_with("keyring/") || code == "secret/white-space";
    let told = findings.all().filter(|it| of_key(it.finding.code));
    let told: BTreeSet<(usize, usize)> =
        told.filter_map(|it| Some((it.document, it.finding.span.as_ref()?.start))).collect();
    for (secret, (held, one)) in snapshot.held.iter().zip(uses).enumerate() {
        if held.report.state != SecretState::Read {
            continue;
        }
        let namespace = held.report.namespace.as_deref().unwrap_or_default();
        if one.usage == Usage::NotNamed && !troubled.contains(namespace) {
            unused(held, namespace, findings);
        }
        // In the layout of the other type nothing is a key that looks like one.
        let is_told = findings.of_code(held.report.document, "secret/wrong-layout").is_some();
        if one.usage != Usage::Replaced && !is_told {
            dead_keys(secret, held, one, &told, findings);
        }
    }
}

/// The namespaces with a Pod whose list of pull Secrets has a finding: the Secret that was meant
/// may be any.
fn troubled<'w>(workloads: &'w [WorkloadReport], findings: &Findings) -> BTreeSet<&'w str> {
    let about = findings.all().filter(|it| {
        let code = it.finding.code;
        code.starts_with("pull-secret/") || code.starts_with("service-account/")
    });
    let images = about.flat_map(|it| &it.images);
    images.filter_map(|it| Some(workloads.get(it.workload)?.namespace.as_str())).collect()
}

fn unused(held: &Held, namespace: &str, findings: &mut Findings) {
    let name = &held.report.name;
    let message = format!(
        "no Pod of namespace {namespace} names Secret {name} in imagePullSecrets, and no \
         ServiceAccount here lists it: the kubelet never reads it"
    );
    let place = ("metadata.name", held.name_span.clone());
    let document = held.report.document;
    findings.say(document, "secret/unused", Severity::Info, place, message);
}

/// One finding for all keys of a Secret that no image can fit, but for those of which it is said
/// already.
fn dead_keys(
    secret: usize,
    held: &Held,
    one: &SecretUse,
    told: &BTreeSet<(usize, usize)>,
    findings: &mut Findings,
) {
    let document = held.report.document;
    let keys = held.config.entries.iter().zip(&one.keys).enumerate();
    let mut dead = keys.filter_map(|(number, (entry, key))| match &key.idle {
        Some(Idle::Never(never)) => {
            let span = held.place.of(&entry.key_span);
            let id = KeyId { secret, entry: number };
            (!told.contains(&(document, span.start))).then_some((entry, never, span, id))
        }
        _ => None,
    });
    let Some((entry, never, span, id)) = dead.next() else { return };
    let mut related = Vec::new();
    let mut more = 0_usize;
    for (_, _, span, id) in dead {
        more += 1;
        if related.len() < MAX_RELATED {
            related.push((span, id));
        }
    }
    let others = match more {
        0 => "".to_string(),
        1 => "; so it is with another key".to_string(),
        _ => format!("; so it is with {more} other keys"),
    };
    let message = format!("no image can fit the key {}: {never}{others}", ShortKey(&entry.key));
    let mut finding = Finding::new("keyring/dead-key", Severity::Info, message)
        .at(held.key_path(), span)
        .about(id);
    for (span, id) in related {
        finding = finding.with("a key like it", span).about(id);
    }
    findings.add(document, finding);
}

/// More keys of one sort than a person looks at.
const MAX_RELATED: usize = 8;

#[cfg(test)]
mod tests;
