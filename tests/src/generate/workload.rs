//! Workloads, and the other objects of a cluster that have to do with images.

use pullscope_core::workload::KINDS;

use super::pool::{ACCOUNTS, IMAGES, NAMESPACES, SECRETS, WORKLOADS};
use super::random::Random;
use super::tree::{Tree, map, text};

/// `metadata` of an object of this name.
pub(super) fn metadata(random: &mut Random, name: &str) -> Tree {
    let mut metadata = map([("name", text(name))]);
    let namespace = *random.pick(&NAMESPACES);
    if !namespace.is_empty() {
        metadata = metadata.with("namespace", text(namespace));
    }
    if random.chance(20) {
        metadata = metadata
            .with("uid", text("6f1c0f9e-3c55-4d4e-9a0b-0d6f3f9f7c11"))
            .with("resourceVersion", text(format!("{}", 100 + random.below(5))));
    }
    if random.chance(8) {
        metadata = metadata.with("labels", map([("app", text("größe 🐳"))]));
    }
    if random.chance(4) {
        metadata =
            metadata.with("annotations", map([("kubernetes.io/config.source", text("file"))]));
    }
    metadata
}

/// A workload of any kind.
pub(super) fn workload(random: &mut Random) -> Tree {
    let kind = random.pick(&KINDS).0;
    let name = *random.pick(&WORKLOADS);
    let version = match kind {
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" => "apps/v1",
        "Job" | "CronJob" => "batch/v1",
        _ => "v1",
    };
    let spec = pod_spec(random);
    let labels = map([("labels", map([("app", text("x"))]))]);
    let template = map([("metadata", labels)]).with("spec", spec.clone());
    let object = map([("apiVersion", text(version)), ("kind", text(kind))]);
    let object = object.with("metadata", metadata(random, name));
    let selector = map([("matchLabels", map([("app", text("x"))]))]);
    let mut object = match kind {
        "Pod" => object.with("spec", spec),
        "PodTemplate" => object.with("template", template),
        "CronJob" => {
            let job = map([("spec", map([("template", template)]))]);
            let schedule = text("*/5 * * * *");
            object.with("spec", map([("schedule", schedule), ("jobTemplate", job)]))
        }
        "ReplicationController" => {
            let selector = map([("app", text("x"))]);
            object.with("spec", map([("selector", selector), ("template", template)]))
        }
        "Job" => object.with("spec", map([("template", template)])),
        _ => object.with("spec", map([("selector", selector), ("template", template)])),
    };
    if kind == "Pod" && random.chance(20) {
        object = object.with("status", status(random));
    }
    if random.chance(4) {
        object = object.with("imagePullSecrets", pull_secrets(random));
    }
    object
}

fn pod_spec(random: &mut Random) -> Tree {
    let mut spec = map([]);
    if random.chance(30) {
        spec = spec.with("serviceAccountName", text(*random.pick(&ACCOUNTS)));
    }
    if random.chance(50) {
        spec = spec.with("imagePullSecrets", pull_secrets(random));
    }
    if random.chance(20) {
        spec = spec.with("initContainers", containers(random, 1));
    }
    let count = *random.pick(&[1, 1, 1, 2, 3]);
    spec = spec.with("containers", containers(random, count));
    if random.chance(8) {
        spec = spec.with("ephemeralContainers", containers(random, 1));
    }
    if random.chance(10) {
        let image = map([("reference", text(*random.pick(&IMAGES)))]);
        let image = match random.chance(50) {
            true => image.with("pullPolicy", text(policy(random))),
            false => image,
        };
        let volume = map([("name", text("v")), ("image", image)]);
        spec = spec.with("volumes", Tree::List(vec![volume]));
    }
    if random.chance(10) {
        spec = spec.with("restartPolicy", text("Never"));
    }
    if random.chance(3) {
        spec = spec.with("nodeName", text("node-1"));
    }
    match random.below(40) {
        0 => Tree::Bare("null".into()),
        1 => text("spec"),
        2 => map([("containers", text("nginx"))]),
        3 => map([("containers", map([("image", text("nginx"))]))]),
        _ => spec,
    }
}

fn policy(random: &mut Random) -> &'static str {
    let policies = ["Always", "IfNotPresent", "Never", "always", "IfNotpresent", "", "Sometimes"];
    policies[random.below(policies.len())]
}

fn containers(random: &mut Random, count: usize) -> Tree {
    let one = |number: usize, random: &mut Random| {
        let name = *random.pick(&["web", "app", "side-car", "Größe", "web"]);
        let mut one = map([("name", text(format!("{name}{number}")))]);
        one = match random.below(30) {
            0 => one,
            1 => one.with("image", Tree::Bare("1.25".into())),
            2 => one.with("image", Tree::Bare("null".into())),
            3 => one.with("image", Tree::List(vec![text("nginx")])),
            4 => one.with("Image", text("nginx")),
            5 => one.with("image", text("nginx")).with("image", text("redis")),
            _ => one.with("image", text(*random.pick(&IMAGES))),
        };
        if random.chance(30) {
            one = one.with("imagePullPolicy", text(policy(random)));
        }
        if random.chance(4) {
            one = one.with("imagePullSecrets", pull_secrets(random));
        }
        if random.chance(8) {
            let script = "set -e\necho 'kind: Pod' | grep \"x\"\n\nsleep 1\n";
            one = one.with("args", Tree::List(vec![text("-c"), text(script)]));
            one = one.with("command", Tree::List(vec![text("sh")]));
        }
        if random.chance(6) { text(name) } else { one }
    };
    Tree::List((0..count).map(|number| one(number, random)).collect())
}

fn pull_secrets(random: &mut Random) -> Tree {
    let count = *random.pick(&[1, 1, 1, 2, 3, 0]);
    let one = |random: &mut Random| {
        let name = text(*random.pick(&SECRETS));
        match random.below(20) {
            0 => name,
            1 => map([]),
            2 => map([("name", text(""))]),
            3 => map([("secretName", name)]),
            4 => Tree::Bare("null".into()),
            _ => map([("name", name)]),
        }
    };
    let list: Vec<Tree> = (0..count).map(|_| one(random)).collect();
    match random.below(30) {
        0 => Tree::Bare("null".into()),
        1 => text("regcred"),
        2 => map([("name", text("regcred"))]),
        _ => Tree::List(list),
    }
}

fn status(random: &mut Random) -> Tree {
    let image = *random.pick(&IMAGES);
    let reason = *random.pick(&["ErrImagePull", "ImagePullBackOff", "InvalidImageName"]);
    let message = text(format!("Back-off pulling image \"{image}\""));
    let waiting = map([("reason", text(reason)), ("message", message)]);
    let one = map([
        ("name", text("web0")),
        ("image", text(image)),
        ("state", map([("waiting", waiting)])),
    ]);
    map([("phase", text("Pending")), ("containerStatuses", Tree::List(vec![one]))])
}

/// A ServiceAccount.
pub(super) fn service_account(random: &mut Random) -> Tree {
    let name = *random.pick(&ACCOUNTS);
    let object = map([("apiVersion", text("v1")), ("kind", text("ServiceAccount"))]);
    let object = object.with("metadata", metadata(random, name));
    match random.below(8) {
        0 => object,
        1 => object.with("secrets", pull_secrets(random)),
        _ => object.with("imagePullSecrets", pull_secrets(random)),
    }
}

/// An object that is about images in another way, or not at all.
pub(super) fn other(random: &mut Random) -> Tree {
    let object =
        |version: &str, kind: &str| map([("apiVersion", text(version)), ("kind", text(kind))]);
    match random.below(5) {
        0 => {
            let names =
                Tree::List(vec![text(*random.pick(&IMAGES)), text("docker.io/library/x:1")]);
            let image = map([("names", names), ("sizeBytes", Tree::Bare("12".into()))]);
            object("v1", "Node")
                .with("metadata", map([("name", text("node-1"))]))
                .with("status", map([("images", Tree::List(vec![image]))]))
        }
        1 => {
            let image = *random.pick(&IMAGES);
            let about = map([
                ("kind", text("Pod")),
                ("name", text(*random.pick(&WORKLOADS))),
                ("namespace", text("apps")),
                ("fieldPath", text("spec.containers{web0}")),
            ]);
            let message = format!("Failed to pull image \"{image}\": unauthorized");
            object("v1", "Event")
                .with("metadata", metadata(random, "web.17a"))
                .with("reason", text("Failed"))
                .with("involvedObject", about)
                .with("message", text(message))
        }
        2 => {
            let uid = text("705ab4f5-6393-11e8-b7cc-42010a800002");
            let pod = workload(random);
            let request = map([("uid", uid), ("operation", text("CREATE")), ("object", pod)]);
            object("admission.k8s.io/v1", "AdmissionReview").with("request", request)
        }
        3 => {
            let spec = map([("template", map([("spec", pod_spec(random))]))]);
            object("argoproj.io/v1alpha1", "Rollout")
                .with("metadata", metadata(random, "web"))
                .with("spec", spec)
        }
        _ => object("v1", "ConfigMap")
            .with("metadata", metadata(random, "web"))
            .with("data", map([("pod.yaml", text("kind: Pod\nspec:\n  image: nginx\n"))])),
    }
}

/// A list of some objects.
pub(super) fn list(random: &mut Random, items: Vec<Tree>) -> Tree {
    let kind = *random.pick(&["List", "List", "PodList", "SecretList"]);
    map([("apiVersion", text("v1")), ("kind", text(kind)), ("items", Tree::List(items))])
}
