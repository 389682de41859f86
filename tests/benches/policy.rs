//! How large the built policy is, and how long it takes in the engine that Kubewarden uses.
//!
//! `cargo xtask bench` builds the policy and names it in `PULLSCOPE_POLICY`. The policy server
//! compiles a module once, and makes a new instance for every request; so every time here is that
//! of an instance and one call, with the clock that ends a request which takes too long.

#[path = "../tests/policy/memory.rs"]
mod memory;

use std::time::Instant;

use pullscope_tests::Table;
use serde_json::{Value, json};
use wapc::WapcHost;
use wasmtime_provider::wasmtime::{Config, Engine, Module};
use wasmtime_provider::{EpochDeadlines, WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre};

/// The largest that the module may be, in bytes.
const SIZE: usize = 200_000;

/// The most memory that an ordinary request takes, in bytes.
const MEMORY: usize = 2 << 20;

/// The ticks after which the policy server ends a request. Here nothing ticks; what it costs is that
/// the code asks.
const DEADLINES: EpochDeadlines = EpochDeadlines { wapc_init: 2, wapc_func: 2 };

fn main() {
    let file = std::env::var("PULLSCOPE_POLICY").expect("PULLSCOPE_POLICY names the policy");
    let module = std::fs::read(&file).unwrap_or_else(|err| panic!("{file}: {err}"));
    let mut table = Table::default();
    table.figure("the policy's module", &module.len().to_string(), "bytes");
    table.bar("the module at most 200 kB", module.len() <= SIZE);
    let (policy, compiling) = Policy::new(&module);
    table.row("compile it", compiling, "");
    table.bar("compile within 0.4 s", compiling <= 0.4e9);

    let pod = pod();
    let cases = [
        ("a Pod of three images, no settings", json!({}), 100e3, 300e3),
        ("the same, every check", every_check(), 100e3, 300e3),
        ("the same, 500 patterns", patterns(500), 1e6, 3e6),
        ("the same, taken from a mirror by regular expressions", expressions(), 100e3, 300e3),
    ];
    for (name, settings, median_bar, slow_bar) in cases {
        let payload = payload(&pod, &settings);
        let (median, slow) = policy.time(&payload, 3_000);
        let used = policy.memory(&payload);
        table.row(
            name,
            median,
            &format!(
                "{} bytes, 99th percentile {:.0} µs, {} KiB of memory",
                payload.len(),
                slow / 1e3,
                used >> 10
            ),
        );
        table.bar(&format!("{name}: memory at most 2 MiB"), used <= MEMORY);
        table.bar(&format!("{name}: median"), median <= median_bar);
        table.bar(&format!("{name}: 99th percentile"), slow <= slow_bar);
    }
    let mut of_half = f64::NAN;
    for count in [355, 710] {
        let payload = payload(&deployment(count), &every_check());
        let (median, _) = policy.time(&payload, 30);
        let name = format!("a Deployment of {count} containers, every check");
        table.row(&name, median, &format!("{} bytes", payload.len()));
        match count {
            355 => of_half = median,
            _ => {
                table.bar("1 MB within 20 ms", payload.len() > 1_000_000 && median <= 20e6);
                table.bar("twice the object at most 2.5 times the time", median <= 2.5 * of_half);
            }
        }
    }
    table.finish();
}

/// The compiled policy, ready to be instantiated.
struct Policy {
    module: Module,
    ready: WasmtimeEngineProviderPre,
}

impl Policy {
    /// Compiles the module, and says in how many nanoseconds.
    fn new(module: &[u8]) -> (Self, f64) {
        let mut config = Config::new();
        config.epoch_interruption(true).wasm_function_references(true);
        let engine = Engine::new(&config).expect("an engine");
        let mut times = Vec::new();
        for _ in 0..5 {
            let start = Instant::now();
            Module::new(&engine, module).expect("a module");
            times.push(start.elapsed().as_nanos() as f64);
        }
        times.sort_by(f64::total_cmp);
        let module = Module::new(&engine, module).expect("a module");
        let ready = WasmtimeEngineProviderBuilder::new()
            .engine(engine.clone())
            .module(module.clone())
            .build_pre()
            .expect("a policy");
        (Self { module, ready }, times[times.len() / 2])
    }

    /// Median and 99th percentile of the nanoseconds from no instance to its answer.
    fn time(&self, payload: &[u8], rounds: usize) -> (f64, f64) {
        let mut times: Vec<f64> = (0..rounds + rounds / 10).map(|_| self.once(payload)).collect();
        // The first find nothing in any cache.
        times.drain(..rounds / 10);
        times.sort_by(f64::total_cmp);
        (times[times.len() / 2], times[times.len() * 99 / 100])
    }

    /// The bytes of memory that an instance has when it has answered.
    fn memory(&self, payload: &[u8]) -> usize {
        memory::measure(&self.module, payload.to_vec().leak()).1
    }

    fn once(&self, payload: &[u8]) -> f64 {
        let start = Instant::now();
        let instance = self.ready.rehydrate(Some(DEADLINES)).expect("an instance");
        let guest = WapcHost::new(Box::new(instance), None).expect("it starts");
        let answer = guest.call("validate", payload).expect("an answer");
        let time = start.elapsed().as_nanos() as f64;
        assert!(answer.starts_with(b"{\"accepted\":true"), "{}", String::from_utf8_lossy(&answer));
        time
    }
}

fn payload(review: &Value, settings: &Value) -> Vec<u8> {
    json!({"request": review["request"], "settings": settings}).to_string().into_bytes()
}

/// A Pod of an init container, a container and an image volume.
fn pod() -> Value {
    review(
        &json!({"group": "", "version": "v1", "kind": "Pod"}),
        &json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shop"}, "spec": {
            "imagePullSecrets": [{"name": "team-regcred"}],
            "initContainers": [container(0)],
            "containers": [container(1)],
            "volumes": [{"name": "data", "image": {
                "reference": "registry.example.com:5000/team/data:1.4.0",
                "pullPolicy": "IfNotPresent",
            }}],
        }}),
    )
}

fn deployment(containers: usize) -> Value {
    let containers: Vec<Value> = (0..containers)
        .map(|number| {
            let mut container = container(number);
            let names =
                (0..30).map(|it| json!({"name": format!("SETTING_{it}"), "value": "value"}));
            container["env"] = names.collect();
            container
        })
        .collect();
    let spec = json!({"template": {"spec": {"containers": containers}}});
    review(
        &json!({"group": "apps", "version": "v1", "kind": "Deployment"}),
        &json!({"apiVersion": "apps/v1", "kind": "Deployment", "spec": spec}),
    )
}

fn container(number: usize) -> Value {
    let hex = "0123456789abcdef".repeat(4);
    json!({
        "name": format!("container-{number}"),
        "image": format!("registry.example.com:5000/team/app-{number}:1.4.{number}@sha256:{hex}"),
        "imagePullPolicy": "IfNotPresent",
        "terminationMessagePath": "/dev/termination-log",
        "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
    })
}

fn review(kind: &Value, object: &Value) -> Value {
    json!({"request": {
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
        "kind": kind,
        "resource": {"group": kind["group"], "version": "v1", "resource": "any"},
        "name": "shop",
        "namespace": "team",
        "operation": "CREATE",
        "userInfo": {"username": "admin", "groups": ["system:authenticated"]},
        "object": object,
    }})
}

/// Every check that asks nothing of the cluster or of a registry.
fn every_check() -> Value {
    json!({
        "scope": {"exemptNamespaces": ["kube-system", "infra-*"]},
        "references": {
            "registries": {"allow": ["registry.example.com:5000", "*.eu.example.com"], "refuse": ["docker.io"]},
            "images": {
                "allow": ["registry.example.com:5000/team/**"],
                "refuse": ["registry.example.com:5000/team/old-*"],
            },
            "tags": {"refuse": ["*-dev", "*-snapshot"]},
            "latest": "reject",
            "requireDigest": "warn",
            "requireTag": "reject",
            "requireRegistry": "reject",
        },
        "pullPolicy": {
            "allow": ["Always", "IfNotPresent"],
            "require": {"floating": "Always", "version": "IfNotPresent", "digest": "IfNotPresent"},
            "prePulled": ["registry.example.com:5000/base/**"],
        },
        "pullSecrets": {
            "require": ["registry.example.com:5000/**"],
            "allow": ["team-*"],
            "refuse": ["hub-*"],
        },
        "rewrite": {"rules": [{"from": "quay.io", "to": "registry.example.com:5000/quay"}]},
    })
}

/// The same, with so many images and as many registries that are refused.
fn patterns(count: usize) -> Value {
    let mut settings = every_check();
    let images = (0..count / 2).map(|it| format!("registry-{it}.example.com/team-*/app:1.*"));
    let registries = (0..count / 2).map(|it| format!("*.registry-{it}.example.com"));
    settings["references"]["images"]["refuse"] = images.collect();
    settings["references"]["registries"]["refuse"] = registries.collect();
    settings
}

/// A `registries.yaml` that takes each of the images from another place.
fn expressions() -> Value {
    json!({"rewrite": {"registries": {"mirrors": {
        "registry.example.com:5000": {
            "endpoint": ["https://mirror.example.com"],
            "rewrite": {
                "^team/(.*)$": "hub/team/$1",
                "^(library|official)/([a-z0-9._-]+)$": "hub/$2",
                "^(?P<org>[a-z]+)/base/(.*)": "base/${org}/$2",
            },
        },
    }}}})
}
