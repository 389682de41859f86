//! Each set-up weighed against the facts: the first fact that speaks against it decides.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Audience, Fact, Facts, Images, Nodes, Registry, SetUp, Supply};
use crate::credential_provider::Legacy;
use crate::features::{Gate, Gates};
use crate::version::Version;

/// The fact that decided, and a sentence.
pub(super) type Why = (Fact, Cow<'static, str>);

/// Whether a set-up is taken: why, or why not.
pub(super) fn weigh(set_up: SetUp, facts: &Facts) -> Result<Why, Why> {
    match set_up {
        SetUp::Nothing => nothing(facts),
        SetUp::PrePulled => pre_pulled(facts),
        SetUp::RegistriesYaml => registries_yaml(facts),
        SetUp::NodeConfig => node_config(facts),
        SetUp::CredentialProvider => credential_provider(facts),
        SetUp::ServiceAccountTokens => service_account_tokens(facts),
        SetUp::ServiceAccountSecret => service_account_secret(facts),
        SetUp::PodSecret => pod_secret(facts),
        SetUp::AlwaysPullImages => always_pull_images(facts),
        SetUp::Verification => verification(facts),
    }
}

fn is_taken(set_up: SetUp, facts: &Facts) -> bool {
    weigh(set_up, facts).is_ok()
}

fn why(fact: Fact, because: impl Into<Cow<'static, str>>) -> Why {
    (fact, because.into())
}

/// Refuses for a fact.
fn no<T>(fact: Fact, because: impl Into<Cow<'static, str>>) -> Result<T, Why> {
    Err(why(fact, because))
}

/// Takes for a fact.
fn yes(fact: Fact, because: impl Into<Cow<'static, str>>) -> Result<Why, Why> {
    Ok(why(fact, because))
}

fn nothing(facts: &Facts) -> Result<Why, Why> {
    if facts.images == Images::Private {
        return no(Fact::Images, "the registry refuses a private image without a credential");
    }
    if facts.is_pre_pulled() {
        return no(Fact::Supply, "the nodes reach no registry that could be asked");
    }
    yes(Fact::Images, "the registry gives public images to anybody")
}

fn pre_pulled(facts: &Facts) -> Result<Why, Why> {
    if facts.supply != Supply::AirGapped {
        return no(
            Fact::Supply,
            "the nodes can pull; what is put on them has to be put on every new node, too",
        );
    }
    if facts.nodes == Nodes::Theirs {
        return no(Fact::Nodes, "only who controls the nodes can put images on them");
    }
    yes(
        Fact::Supply,
        "the nodes reach no registry, so every image has to be there before a Pod wants it",
    )
}

fn registries_yaml(facts: &Facts) -> Result<Why, Why> {
    if facts.supply == Supply::Registry {
        return no(Fact::Supply, "there is no mirror to send the nodes to");
    }
    if facts.is_pre_pulled() {
        return no(Fact::Supply, "there is no registry to send the nodes to");
    }
    if !facts.k3s {
        return no(
            Fact::K3s,
            "only K3s and RKE2 read registries.yaml; elsewhere a mirror stands in the runtime's own \
             configuration",
        );
    }
    if facts.nodes == Nodes::Theirs {
        return no(Fact::Nodes, "the file has to be on every node");
    }
    let because = match facts.needs_credential() && facts.is_for_all() {
        true => {
            "K3s asks the mirror before the registry, with the credential that stands there, for \
             every Pod of the node"
        }
        false => "K3s asks the mirror before the registry, and no image has to be renamed",
    };
    yes(Fact::Supply, because)
}

/// Whether a credential of the node itself can be used, for all its Pods.
fn on_node(facts: &Facts) -> Result<(), Why> {
    if facts.is_pre_pulled() {
        return no(Fact::Supply, "nothing is pulled");
    }
    if !facts.needs_credential() {
        return no(Fact::Images, "public images need no credential");
    }
    if facts.nodes == Nodes::Theirs {
        return no(Fact::Nodes, "it has to be on every node, which somebody else controls");
    }
    Ok(())
}

/// Whether every Pod of the node may have what the node has; static Pods have nothing else.
fn for_every_pod(facts: &Facts) -> Result<Why, Why> {
    if facts.static_pods && !facts.is_for_all() {
        return yes(
            Fact::StaticPods,
            "static Pods have neither pull Secrets nor a ServiceAccount: what they pull with has to \
             be on the node, for their images alone",
        );
    }
    if !facts.is_for_all() {
        return no(
            Fact::Audience,
            "it serves every Pod of the node, and not all Pods may use the images",
        );
    }
    yes(Fact::Audience, "every Pod may use the images, and no manifest has to name anything")
}

fn node_config(facts: &Facts) -> Result<Why, Why> {
    on_node(facts)?;
    if is_taken(SetUp::CredentialProvider, facts) {
        let fact = facts.short_lived().unwrap_or(Fact::Registry);
        return no(fact, "a password in a file does not last here; a provider fetches a new one");
    }
    if is_taken(SetUp::RegistriesYaml, facts) && facts.is_for_all() {
        return no(Fact::K3s, "registries.yaml holds the credential of the mirror, for every Pod");
    }
    for_every_pod(facts)
}

/// Whether a program on the node is worth it, and can run: the fact that asks for it.
fn plugin(facts: &Facts) -> Result<Fact, Why> {
    on_node(facts)?;
    if facts.supply == Supply::Mirror {
        return no(Fact::Supply, "the mirror has a credential of its own, which lasts");
    }
    let Some(fact) = facts.short_lived() else {
        return no(
            Fact::Rotates,
            "the password lasts, so that nothing has to fetch a new one on every node",
        );
    };
    let gates = Gates::new(facts.kubernetes);
    if !gates.is_on(Gate::KubeletCredentialProviders) {
        return no(
            Fact::Kubernetes,
            format!(
                "of Kubernetes {} it is an alpha feature; it is on by default since {}",
                facts.kubernetes,
                since(Gate::KubeletCredentialProviders)
            ),
        );
    }
    Ok(fact)
}

/// The first release that has a gate on by default.
fn since(gate: Gate) -> Version {
    Version::all().find(|it| gate.default_in(*it)).unwrap_or(Version::NEWEST)
}

fn credential_provider(facts: &Facts) -> Result<Why, Why> {
    let fact = plugin(facts)?;
    let (decided, because) = for_every_pod(facts)?;
    if decided == Fact::StaticPods {
        return Ok((decided, because));
    }
    yes(
        fact,
        match fact {
            Fact::Registry => {
                "the cloud's credentials live for hours, and its provider fetches new ones for \
                 every Pod of the node"
            }
            _ => "passwords are replaced, and a provider fetches the one that holds",
        },
    )
}

fn service_account_tokens(facts: &Facts) -> Result<Why, Why> {
    plugin(facts)?;
    if facts.is_for_all() {
        return no(
            Fact::Audience,
            "every Pod may use the images, so that nobody is to be told apart",
        );
    }
    let gate = Gate::KubeletServiceAccountTokenForCredentialProviders;
    if !Gates::new(facts.kubernetes).is_on(gate) {
        return no(
            Fact::Kubernetes,
            format!("it is on by default since {}, not in {}", since(gate), facts.kubernetes),
        );
    }
    yes(
        Fact::Audience,
        "only Pods of certain ServiceAccounts may use the images: the provider is given a token of \
         the Pod's own, and no password is kept anywhere",
    )
}

/// Whether pull Secrets are needed at all.
fn secrets(facts: &Facts) -> Result<(), Why> {
    if facts.is_pre_pulled() {
        return no(Fact::Supply, "nothing is pulled");
    }
    if !facts.needs_credential() {
        return no(Fact::Images, "public images need no credential");
    }
    if is_taken(SetUp::ServiceAccountTokens, facts) {
        return no(
            facts.short_lived().unwrap_or(Fact::Rotates),
            "what is written into a Secret has to be replaced again and again",
        );
    }
    if facts.is_for_all() && facts.nodes == Nodes::Ours {
        return no(
            Fact::Nodes,
            "the nodes hold the credential; a Secret would have to be in every namespace",
        );
    }
    Ok(())
}

fn service_account_secret(facts: &Facts) -> Result<Why, Why> {
    secrets(facts)?;
    match facts.audience {
        Audience::SomePods => no(
            Fact::Audience,
            "all Pods of a ServiceAccount get its list, and not all Pods may use the images; a \
             ServiceAccount of their own would do as well",
        ),
        Audience::Namespace => yes(
            Fact::Audience,
            "all Pods of the namespace may use the images, and none of them has to name the Secret",
        ),
        Audience::Cluster => yes(
            Fact::Nodes,
            "somebody else controls the nodes, so that each namespace gets the Secret, on its \
             ServiceAccount",
        ),
    }
}

fn pod_secret(facts: &Facts) -> Result<Why, Why> {
    secrets(facts)?;
    match facts.audience {
        Audience::SomePods => {
            yes(Fact::Audience, "only the Pods that name the Secret get its credential")
        }
        _ => no(Fact::Audience, "the ServiceAccount names it for all its Pods at once"),
    }
}

/// Whether anybody is to be kept from an image that is on the node.
fn kept(facts: &Facts) -> Result<(), Why> {
    if facts.images == Images::Public {
        return no(Fact::Images, "nobody is to be kept from public images");
    }
    if facts.is_pre_pulled() {
        return no(Fact::Supply, "the nodes reach no registry that could say who may use an image");
    }
    if facts.is_for_all() {
        return no(Fact::Audience, "nobody is to be kept from the images");
    }
    Ok(())
}

fn verifies(facts: &Facts) -> bool {
    Gates::new(facts.kubernetes).is_on(Gate::KubeletEnsureSecretPulledImages)
}

fn always_pull_images(facts: &Facts) -> Result<Why, Why> {
    kept(facts)?;
    if verifies(facts) {
        return no(
            Fact::Kubernetes,
            format!(
                "since {} the kubelet verifies credentials itself; the plugin asks the registry at \
                 every start of a container, and does not start one while the registry is away",
                since(Gate::KubeletEnsureSecretPulledImages)
            ),
        );
    }
    if !facts.tenants {
        return no(Fact::Tenants, "all who make Pods may use the images");
    }
    yes(
        Fact::Tenants,
        "a tenant's Pod could start a private image that another tenant's Pod left on the node; the \
         plugin lets the registry be asked each time. It does not cover ephemeral containers",
    )
}

fn verification(facts: &Facts) -> Result<Why, Why> {
    kept(facts)?;
    if !verifies(facts) {
        return no(
            Fact::Kubernetes,
            format!(
                "it is on by default since {}, not in {}",
                since(Gate::KubeletEnsureSecretPulledImages),
                facts.kubernetes
            ),
        );
    }
    yes(
        Fact::Kubernetes,
        "the kubelet lets a Pod use an image that was pulled with a credential only if the Pod has \
         one that holds; images that it did not pull itself stay free for all",
    )
}

/// What a kubelet did, or does, for the registry of its cloud by itself.
fn left_by_the_cloud(facts: &Facts) -> Option<String> {
    let cloud = facts.cloud().filter(|_| facts.needs_credential())?;
    let legacy = Legacy::of(cloud, Gates::new(facts.kubernetes))?;
    let (name, plugin, gone) = (cloud.as_str(), cloud.plugin(), legacy.gone_since);
    let off = since(Gate::DisableKubeletCloudCredentialProviders);
    let until = match off < gone {
        true => format!("it is off by default since {off} and gone since {gone}"),
        false => format!("it is gone since {gone}"),
    };
    Some(match legacy.is_served {
        true => format!(
            "on a node of that cloud the kubelet of {} has credentials for {name} by itself; {until}: \
             {plugin} has to be on the nodes before that",
            facts.kubernetes
        ),
        false => format!(
            "an older kubelet had credentials for {name} by itself, on a node of that cloud; {until}, \
             so that the kubelet of {} has none but through {plugin} or a Secret",
            facts.kubernetes
        ),
    })
}

/// What to keep in mind.
pub(super) fn cautions(facts: &Facts) -> Vec<Cow<'static, str>> {
    let mut cautions: Vec<Cow<'static, str>> = Vec::new();
    cautions.extend(left_by_the_cloud(facts).map(Cow::Owned));
    let mut when = |holds: bool, caution: &'static str| {
        if holds {
            cautions.push(caution.into());
        }
    };
    let has_secret =
        is_taken(SetUp::ServiceAccountSecret, facts) || is_taken(SetUp::PodSecret, facts);
    let on_node = is_taken(SetUp::NodeConfig, facts) || is_taken(SetUp::CredentialProvider, facts);
    when(
        facts.images == Images::Public && facts.registry == Registry::DockerHub,
        "Docker Hub counts pulls without a credential by address: a cluster behind one address may \
         have to log in for public images, too",
    );
    when(
        facts.static_pods && facts.needs_credential() && facts.nodes == Nodes::Theirs,
        "a static Pod cannot use pull Secrets: whoever controls the nodes has to put a credential, or \
         the images, on them",
    );
    when(
        facts.static_pods && !facts.is_for_all() && on_node,
        "every Pod of the node can pull what the node's credential is for: keep it to the path of the \
         static Pods' images",
    );
    when(
        facts.supply == Supply::AirGapped && facts.nodes == Nodes::Theirs,
        "the nodes reach no registry: without a hand on them there has to be a registry that they \
         reach, with the images in it",
    );
    when(
        facts.is_pre_pulled() && facts.images == Images::Private && !facts.is_for_all(),
        "whoever may make Pods can use any image that was put on the nodes",
    );
    when(
        has_secret && facts.short_lived().is_some(),
        "the password does not last: something has to write the new one into the Secret, into the \
         same object, whose uid the kubelet remembers",
    );
    when(
        is_taken(SetUp::NodeConfig, facts) && facts.short_lived().is_some(),
        "the password does not last: something has to write the file anew, which the kubelet reads \
         again after five minutes",
    );
    when(
        has_secret,
        "a Secret is used in its own namespace alone, and a ServiceAccount's list only by Pods that \
         have none of their own and are made after it",
    );
    cautions
}
