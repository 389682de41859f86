use alloc::vec::Vec;

use super::*;
use crate::version::Version;

/// Every combination of facts.
fn all() -> Vec<Facts> {
    let versions: Vec<Version> = Version::all().collect();
    let flags = [false, true];
    let facts = Vec::from([Facts::default()]);
    let facts = with_each(&facts, &versions, |it, value| it.kubernetes = value);
    let facts = with_each(&facts, Images::ALL, |it, value| it.images = value);
    let facts = with_each(&facts, Audience::ALL, |it, value| it.audience = value);
    let facts = with_each(&facts, Nodes::ALL, |it, value| it.nodes = value);
    let facts = with_each(&facts, Registry::ALL, |it, value| it.registry = value);
    let facts = with_each(&facts, Supply::ALL, |it, value| it.supply = value);
    let facts = with_each(&facts, &flags, |it, value| it.tenants = value);
    let facts = with_each(&facts, &flags, |it, value| it.rotates = value);
    let facts = with_each(&facts, &flags, |it, value| it.static_pods = value);
    with_each(&facts, &flags, |it, value| it.k3s = value)
}

/// All facts with each of the values.
fn with_each<T: Copy>(facts: &[Facts], values: &[T], set: fn(&mut Facts, T)) -> Vec<Facts> {
    let with = |facts: &Facts, value: T| {
        let mut facts = facts.clone();
        set(&mut facts, value);
        facts
    };
    facts.iter().flat_map(|it| values.iter().map(move |&value| with(it, value))).collect()
}

fn taken(facts: &Facts) -> Vec<SetUp> {
    advise(facts).taken.iter().map(|it| it.set_up).collect()
}

#[test]
fn every_set_up_is_weighed_once_and_has_a_reason() {
    for facts in all() {
        let advice = advise(&facts);
        let told = advice.taken.iter().chain(&advice.refused);
        let mut weighed: Vec<SetUp> = told.clone().map(|it| it.set_up).collect();
        weighed.sort_unstable();
        assert_eq!(weighed, SetUp::ALL, "{facts:?}");
        assert!(told.clone().all(|it| it.because.len() > 10), "{facts:?}");
    }
}

#[test]
fn whoever_needs_a_credential_has_one_way_to_it_and_static_pods_another() {
    use SetUp as S;
    for facts in all() {
        let taken = taken(&facts);
        let pods = [S::ServiceAccountTokens, S::ServiceAccountSecret, S::PodSecret];
        let node = [S::RegistriesYaml, S::NodeConfig, S::CredentialProvider];
        let count = |of: &[SetUp]| taken.iter().filter(|it| of.contains(it)).count();
        let is_open = facts.images == Images::Public && !taken.contains(&S::PrePulled);
        assert_eq!(taken.contains(&S::Nothing), is_open, "{facts:?}");
        if !taken.contains(&S::PrePulled) && facts.images == Images::Private {
            let all = facts.audience == Audience::Cluster && facts.nodes == Nodes::Ours;
            assert_eq!(count(&pods), usize::from(!all), "{facts:?}: {taken:?}");
            // For all Pods the node has exactly one; beside the Pods' own only static Pods' and a
            // mirror without any.
            if all {
                assert_eq!(count(&node), 1, "{facts:?}: {taken:?}");
            } else if facts.nodes == Nodes::Theirs {
                assert_eq!(count(&node), 0, "{facts:?}: {taken:?}");
            } else {
                let of_static = [S::NodeConfig, S::CredentialProvider];
                assert_eq!(
                    count(&of_static),
                    usize::from(facts.static_pods),
                    "{facts:?}: {taken:?}"
                );
            }
        }
    }
}

#[test]
fn each_use_case_of_the_documentation_has_its_set_up() {
    use SetUp as S;
    let version = |minor| Version::new(minor).expect("a release");
    let facts = Facts::default();
    let few = Facts { audience: Audience::SomePods, ..facts.clone() };
    let tenants = Facts { audience: Audience::Namespace, tenants: true, ..facts.clone() };
    let cloud = Facts { registry: Registry::Ecr, ..facts.clone() };
    let cases: [(Facts, &[SetUp]); 11] = [
        (Facts { images: Images::Public, ..facts.clone() }, &[S::Nothing]),
        (facts.clone(), &[S::NodeConfig]),
        (Facts { nodes: Nodes::Theirs, ..facts.clone() }, &[S::ServiceAccountSecret]),
        (few, &[S::PodSecret, S::Verification]),
        (tenants.clone(), &[S::ServiceAccountSecret, S::Verification]),
        (
            Facts { kubernetes: version(34), ..tenants.clone() },
            &[S::ServiceAccountSecret, S::AlwaysPullImages],
        ),
        (cloud.clone(), &[S::CredentialProvider]),
        (
            Facts { registry: Registry::Ecr, ..tenants.clone() },
            &[S::ServiceAccountTokens, S::Verification],
        ),
        (
            Facts { registry: Registry::Ecr, kubernetes: version(33), ..tenants },
            &[S::ServiceAccountSecret, S::AlwaysPullImages],
        ),
        (Facts { supply: Supply::AirGapped, ..facts.clone() }, &[S::PrePulled]),
        (Facts { supply: Supply::Mirror, k3s: true, ..facts }, &[S::RegistriesYaml]),
    ];
    for (facts, expect) in cases {
        assert_eq!(taken(&facts), expect, "{facts:?}");
    }
}

#[test]
fn a_reason_names_the_fact_that_decided() {
    // Whoever changes another fact than those that were named changes nothing of a refusal for
    // public images.
    let facts = Facts { images: Images::Public, ..Facts::default() };
    let refused = advise(&facts).refused;
    let secret = refused.iter().find(|it| it.set_up == SetUp::PodSecret);
    assert_eq!(secret.map(|it| it.fact), Some(Fact::Images));
    let older = Facts {
        kubernetes: Version::new(33).expect("a release"),
        audience: Audience::Namespace,
        registry: Registry::Acr,
        ..Facts::default()
    };
    let refused = advise(&older).refused;
    let tokens = refused.iter().find(|it| it.set_up == SetUp::ServiceAccountTokens);
    assert_eq!(
        tokens.map(|it| (it.fact, &*it.because)),
        Some((Fact::Kubernetes, "it is on by default since 1.34, not in 1.33"))
    );
}

#[cfg(feature = "text")]
#[test]
fn no_manifest_of_any_combination_has_an_error() {
    use alloc::collections::BTreeSet;

    use crate::diagnose::{Options, diagnose};
    use crate::finding::Severity;

    // What one person is told together is diagnosed together: the Pod finds its Secret.
    let mut texts: BTreeSet<(Version, String)> = BTreeSet::new();
    for facts in all() {
        let manifests = advise(&facts).manifests;
        let texts_of: Vec<&str> = manifests.iter().map(|it| it.yaml.as_str()).collect();
        texts.insert((facts.kubernetes, texts_of.join("---\n")));
    }
    assert!(texts.len() > 100, "{}", texts.len());
    for (kubernetes, text) in texts {
        let diagnosis = diagnose(&text, &Options { kubernetes, ..Options::default() });
        let wrong = diagnosis.findings.iter().filter(|it| it.finding.severity == Severity::Error);
        let wrong: Vec<&str> = wrong.map(|it| it.finding.message.as_str()).collect();
        assert!(wrong.is_empty(), "of {kubernetes}: {wrong:?}\n{text}");
        let unknown = diagnosis.documents.iter().find(|it| it.error.is_some());
        assert!(unknown.is_none(), "{text}");
    }
}

#[test]
fn a_cloud_that_older_kubelets_knew_is_cautioned_of_with_the_releases() {
    let first = |registry, minor: u8| {
        let kubernetes = Version::new(minor).expect("a release that is known");
        let facts = Facts { registry, kubernetes, ..Facts::default() };
        advise(&facts).cautions.first().map(|it| it.clone().into_owned()).unwrap_or_default()
    };
    assert_eq!(
        first(Registry::Ecr, 26),
        "on a node of that cloud the kubelet of 1.26 has credentials for Amazon ECR by itself; it is \
         gone since 1.27: ecr-credential-provider has to be on the nodes before that"
    );
    assert_eq!(
        first(Registry::Google, 30),
        "an older kubelet had credentials for Google's registries by itself, on a node of that cloud; \
         it is off by default since 1.29 and gone since 1.31, so that the kubelet of 1.30 has none but \
         through auth-provider-gcp or a Secret"
    );
    assert!(first(Registry::Acr, 28).contains("off by default since 1.29 and gone since 1.30"));
    assert!(!first(Registry::Ghcr, 26).contains("older kubelet"));
    let public = Facts { registry: Registry::Ecr, images: Images::Public, ..Facts::default() };
    assert!(advise(&public).cautions.is_empty());
}
