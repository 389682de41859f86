//! Manifests to start from.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Facts, Manifest, Nodes, Registry, SetUp};
use crate::features::{Gate, Stage};
use crate::pull_secret::{self, DEFAULT_SERVER};

/// The namespace, and the name of Secret and ServiceAccount.
const NAMESPACE: &str = "example";
const SECRET: &str = "registry-credential";
const ACCOUNT: &str = "example";

const PASSWORD: &str = "PASSWORD";

/// The manifests of one set-up that is taken.
pub(super) fn of(set_up: SetUp, facts: &Facts) -> Vec<Manifest> {
    let manifest = |title, yaml| Manifest { set_up, title, yaml };
    match set_up {
        SetUp::Nothing | SetUp::AlwaysPullImages => Vec::new(),
        SetUp::PrePulled => Vec::from([manifest(
            "A Pod that uses what is on the node, and never asks a registry",
            pod(facts, "imagePullPolicy: Never", ""),
        )]),
        SetUp::RegistriesYaml => Vec::from([manifest(
            "/etc/rancher/k3s/registries.yaml on every node; K3s reads it when it starts",
            registries_yaml(facts),
        )]),
        SetUp::NodeConfig => {
            Vec::from([manifest("/var/lib/kubelet/config.json on every node", node_config(facts))])
        }
        SetUp::CredentialProvider => Vec::from([manifest(
            "The file of the kubelet's flag --image-credential-provider-config",
            provider(facts, false),
        )]),
        SetUp::ServiceAccountTokens => Vec::from([
            manifest(
                "The file of the kubelet's flag --image-credential-provider-config",
                provider(facts, true),
            ),
            manifest("The ServiceAccount whose Pods may use the images", account(false)),
            manifest("A Pod of it", pod(facts, "", &format!("  serviceAccountName: {ACCOUNT}\n"))),
        ]),
        SetUp::ServiceAccountSecret => Vec::from([
            manifest("The Secret", secret(facts)),
            manifest("The ServiceAccount that lists it", account(true)),
            manifest("A Pod of it", pod(facts, "", &format!("  serviceAccountName: {ACCOUNT}\n"))),
        ]),
        SetUp::PodSecret => Vec::from([
            manifest("The Secret", secret(facts)),
            manifest(
                "A Pod that names it",
                pod(facts, "", &format!("  imagePullSecrets:\n  - name: {SECRET}\n")),
            ),
        ]),
        SetUp::Verification if facts.nodes == Nodes::Ours => Vec::from([manifest(
            "The KubeletConfiguration that says what is the default anyway",
            String::from(
                "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n\
                 imagePullCredentialsVerificationPolicy: NeverVerifyPreloadedImages\n",
            ),
        )]),
        SetUp::Verification => Vec::new(),
    }
}

/// The registry host of the example, and what stands before the last part of its repositories.
fn repository(registry: Registry) -> (&'static str, &'static str) {
    match registry {
        Registry::Ecr => ("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "team"),
        Registry::Acr => ("example.azurecr.io", "team"),
        Registry::Google => ("europe-docker.pkg.dev", "example-project/team"),
        Registry::Ghcr => ("ghcr.io", "example"),
        Registry::DockerHub => ("docker.io", "example"),
        Registry::Other => ("registry.example.com", "team"),
    }
}

/// Who logs in.
fn username(registry: Registry) -> &'static str {
    match registry {
        Registry::Ecr => "AWS",
        Registry::Google => "oauth2accesstoken",
        _ => "USERNAME",
    }
}

/// The key of a credential: the whole registry, or what the static Pods use of it.
fn key(facts: &Facts) -> String {
    let (host, path) = repository(facts.registry);
    match (facts.static_pods && !facts.is_for_all(), facts.registry) {
        (true, _) => format!("{host}/{path}/static"),
        (false, Registry::DockerHub) => DEFAULT_SERVER.into(),
        (false, _) => host.into(),
    }
}

fn secret(facts: &Facts) -> String {
    let (host, _) = repository(facts.registry);
    let server = if facts.registry == Registry::DockerHub { DEFAULT_SERVER } else { host };
    let manifest = pull_secret::Manifest {
        name: SECRET,
        namespace: Some(NAMESPACE),
        server,
        username: username(facts.registry),
        password: PASSWORD,
        email: "",
    };
    // Nothing that it asks for is missing.
    manifest.yaml().unwrap_or_default()
}

fn node_config(facts: &Facts) -> String {
    let config = pull_secret::build(key(facts), username(facts.registry), PASSWORD, "");
    // It is made of texts alone.
    let mut config = String::from_utf8(config).unwrap_or_default();
    config.push('\n');
    config
}

fn account(lists_secret: bool) -> String {
    let list = match lists_secret {
        true => format!("imagePullSecrets:\n- name: {SECRET}\n"),
        false => String::new(),
    };
    format!(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {ACCOUNT}\n  namespace: \
         {NAMESPACE}\n{list}"
    )
}

/// A Pod with one more line of its container, and more lines of its spec.
fn pod(facts: &Facts, of_container: &str, of_spec: &str) -> String {
    let (host, path) = repository(facts.registry);
    let of_container = match of_container {
        "" => String::new(),
        line => format!("    {line}\n"),
    };
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\n  namespace: {NAMESPACE}\nspec:\n\
         {of_spec}  containers:\n  - name: app\n    image: {host}/{path}/app:1.0.0\n{of_container}"
    )
}

fn registries_yaml(facts: &Facts) -> String {
    let (host, _) = repository(facts.registry);
    let mirror = "mirror.example.com:5000";
    let auth = match facts.needs_credential() && facts.is_for_all() {
        true => format!(
            "configs:\n  {mirror:?}:\n    auth:\n      username: USERNAME\n      password: {PASSWORD}\n"
        ),
        false => String::new(),
    };
    format!("mirrors:\n  {host}:\n    endpoint:\n    - https://{mirror}\n{auth}")
}

/// The name of the provider's program, the images it is asked for, how long an answer holds, and
/// the lines of its arguments.
fn program(facts: &Facts) -> (&'static str, Vec<String>, &'static str, &'static str) {
    let images = |list: &[&str]| list.iter().map(|it| String::from(*it)).collect();
    match facts.registry {
        Registry::Ecr => {
            ("ecr-credential-provider", images(&["*.dkr.ecr.*.amazonaws.com"]), "12h", "")
        }
        Registry::Acr => (
            "acr-credential-provider",
            images(&["*.azurecr.io"]),
            "10m",
            "  args:\n  - /etc/kubernetes/azure.json\n",
        ),
        Registry::Google => (
            "auth-provider-gcp",
            images(&["gcr.io", "*.gcr.io", "*.pkg.dev"]),
            "1m",
            "  args:\n  - get-credentials\n  - --v=3\n",
        ),
        _ => ("registry-credential-provider", images(&[repository(facts.registry).0]), "1h", ""),
    }
}

fn provider(facts: &Facts, with_tokens: bool) -> String {
    let (name, images, lasts, args) = program(facts);
    let images = match facts.static_pods && !facts.is_for_all() && !with_tokens {
        true => Vec::from([key(facts)]),
        false => images,
    };
    // Both may stand in one directory, where a name stands once.
    let name = match with_tokens {
        true => format!("{name}-with-tokens"),
        false => name.into(),
    };
    let version = match Gate::KubeletCredentialProviders.stage(facts.kubernetes) {
        Some(Stage::Stable) => "v1",
        _ => "v1beta1",
    };
    let mut yaml = format!(
        "apiVersion: kubelet.config.k8s.io/{version}\nkind: CredentialProviderConfig\nproviders:\n\
         - name: {name}\n  apiVersion: credentialprovider.kubelet.k8s.io/{version}\n  \
         defaultCacheDuration: {lasts}\n  matchImages:\n"
    );
    for image in images {
        // A star at the beginning would name something else in YAML.
        yaml += &format!("  - {image:?}\n");
    }
    yaml += args;
    if with_tokens {
        yaml += "  tokenAttributes:\n    serviceAccountTokenAudience: registry.example.com\n    \
                 requireServiceAccount: true\n    cacheType: ServiceAccount\n";
    }
    yaml
}
