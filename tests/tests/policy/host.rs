//! A waPC host: a new instance for every request, as in the policy server.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use pullscope_core::workload::KINDS;
use pullscope_tests::laws::Canary;
use pullscope_wasm::policy::{self, HostCall};
use serde_json::{Value, json};
use wapc::WapcHost;
use wasmtime_provider::wasmtime::{Engine, Module};
use wasmtime_provider::{WasmtimeEngineProviderBuilder, WasmtimeEngineProviderPre};

use crate::memory;
use crate::session::Session;

/// What stands in every password of every fixture, and must stand in no answer.
pub(crate) const CANARY: &str = "cQx81k-Qv7mWp3rTbN";

/// The compiled module, once for all tests.
pub(crate) struct Host {
    pub(crate) module: Module,
    ready: WasmtimeEngineProviderPre,
}

/// The answer to `validate`.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) accepted: bool,
    pub(crate) message: String,
    pub(crate) warnings: Vec<String>,
    /// `audit_annotations` of the names `rejected` and `warned`.
    pub(crate) rejected: String,
    pub(crate) warned: String,
    /// The annotation `mutated`.
    pub(crate) mutated: String,
    /// `mutated_object`.
    pub(crate) object: Option<Value>,
}

impl Answer {
    #[track_caller]
    pub(crate) fn of(answer: Result<String, String>) -> Self {
        let text = answer.expect("validate always answers");
        let value: Value = serde_json::from_str(&text).expect("the answer is JSON");
        let warnings = value["warnings"].as_array().map_or(&[][..], Vec::as_slice);
        let annotation =
            |name: &str| value["audit_annotations"][name].as_str().unwrap_or_default().to_owned();
        Self {
            rejected: annotation("rejected"),
            warned: annotation("warned"),
            mutated: annotation("mutated"),
            object: value.get("mutated_object").cloned(),
            accepted: value["accepted"].as_bool().expect("accepted is required"),
            message: value["message"].as_str().unwrap_or_default().to_owned(),
            warnings: warnings.iter().map(|it| it.as_str().unwrap().to_owned()).collect(),
        }
    }
}

/// The host of this process, with the module of [`policy_file`].
pub(crate) fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| {
        let file = policy_file();
        let engine = Engine::default();
        let module = Module::from_file(&engine, &file)
            .unwrap_or_else(|err| panic!("{} is not a module: {err:?}", file.display()));
        let ready = WasmtimeEngineProviderBuilder::new()
            .engine(engine)
            .module(module.clone())
            .build_pre()
            .unwrap_or_else(|err| panic!("{} is not a policy: {err:?}", file.display()));
        Host { module, ready }
    })
}

/// The file in `PULLSCOPE_POLICY`, or else what Cargo builds now from this checkout, so that no
/// test judges an old module.
fn policy_file() -> PathBuf {
    if let Some(file) = std::env::var_os("PULLSCOPE_POLICY") {
        return file.into();
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    eprintln!("PULLSCOPE_POLICY is not set: building the policy for wasm32-wasip1");
    let built = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--release", "--package", "pullscope-wasm"])
        .args(["--target", "wasm32-wasip1", "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo starts");
    assert!(
        built.success(),
        "the policy does not build; is the target there? rustup target add wasm32-wasip1"
    );
    target.join("wasm32-wasip1").join("release").join("pullscope_wasm.wasm")
}

impl Host {
    /// Calls a new instance; an error is the guest's own or a trap.
    #[track_caller]
    pub(crate) fn call(&self, operation: &str, payload: &[u8]) -> Result<String, String> {
        self.call_with(operation, payload, &Session::default()).0
    }

    /// The same with a host that answers from a session; and how many of its exchanges are left.
    ///
    /// Checks what holds for every call: the module and the native code agree, and no answer
    /// repeats the canary.
    #[track_caller]
    pub(crate) fn call_with(
        &self,
        operation: &str,
        payload: &[u8],
        session: &Session,
    ) -> (Result<String, String>, usize) {
        let instance = self.ready.rehydrate(None).expect("an instance");
        let player = session.player();
        let callback = {
            let player = player.clone();
            move |_: u64, binding: &str, namespace: &str, operation: &str, payload: &[u8]| {
                player.answer(binding, namespace, operation, payload).map_err(Into::into)
            }
        };
        let guest = WapcHost::new(Box::new(instance), Some(Box::new(callback))).expect("it starts");
        let answer = match guest.call(operation, payload) {
            Ok(answer) => Ok(String::from_utf8(answer).expect("answers are UTF-8")),
            Err(wapc::errors::Error::GuestCallFailure(text)) => Err(text),
            Err(err) => panic!("the host failed: {err}"),
        };
        let native_player = session.player();
        let native_host = |it: &HostCall| {
            let payload = it.payload.as_bytes();
            let answer = native_player.answer("kubewarden", it.namespace, it.operation, payload);
            answer.map_err(String::into_bytes)
        };
        let native =
            policy::call(operation.as_bytes(), payload, &native_host).map_err(String::from);
        assert_eq!(answer, native, "the module and the native code differ");
        let (Ok(text) | Err(text)) = &answer;
        tells_nothing(text);
        (answer, player.left())
    }

    /// What a new instance answers to `validate`, and how many bytes of memory it has then.
    ///
    /// The native code is not asked: this is for payloads on which it takes long when it is not
    /// optimized.
    pub(crate) fn measure(&self, payload: &'static [u8]) -> (String, usize) {
        memory::measure(&self.module, payload)
    }

    /// Calls `validate` with a payload of any bytes.
    #[track_caller]
    pub(crate) fn validate_bytes(&self, payload: &[u8]) -> Answer {
        Answer::of(self.call("validate", payload))
    }

    /// Sends an `AdmissionReview` as the engine does: see [`as_the_engine_sends_it`].
    #[track_caller]
    pub(crate) fn validate(&self, review: &Value, settings: &Value) -> Answer {
        self.validate_with(review, settings, &Session::default())
    }

    /// The same with a host that answers from a session, to its end.
    ///
    /// Checks what holds for every object that is changed: only what may be changed is, the same
    /// settings accept it, and nothing is left to change.
    #[track_caller]
    pub(crate) fn validate_with(
        &self,
        review: &Value,
        settings: &Value,
        session: &Session,
    ) -> Answer {
        let mut request = as_the_engine_sends_it(review);
        let payload = json!({"request": request, "settings": settings});
        let (answer, left) =
            self.call_with("validate", &serde_json::to_vec(&payload).unwrap(), session);
        let answer = Answer::of(answer);
        assert_eq!(left, 0, "exchanges of the session are left: {answer:?}");
        if let Some(object) = &answer.object {
            assert!(answer.accepted, "changed and refused");
            let changed = differences(&request["object"], object);
            assert!(!changed.is_empty(), "changed into the same");
            for path in &changed {
                assert!(may_change(path, &request, settings), "{path} is changed by {settings}");
            }
            request["object"] = object.clone();
            let payload = json!({"request": request, "settings": settings});
            let payload = serde_json::to_vec(&payload).unwrap();
            // What has a digest now is not asked for again.
            let session = session.without_digests();
            let again = Answer::of(self.call_with("validate", &payload, &session).0);
            assert!(again.accepted, "refused after the change: {again:?}");
            assert_eq!(again.object, None, "changed a second time");
        }
        answer
    }

    /// `None` when the settings are valid, or else the message.
    #[track_caller]
    pub(crate) fn validate_settings(&self, settings: &Value) -> Option<String> {
        let payload = serde_json::to_vec(settings).unwrap();
        let text = self.call("validate_settings", &payload).expect("always answers");
        let value: Value = serde_json::from_str(&text).expect("the answer is JSON");
        match value["valid"].as_bool().expect("valid is required") {
            true => None,
            false => Some(value["message"].as_str().expect("a reason").to_owned()),
        }
    }
}

/// The request of a review as the policy gets it: a fixed set of fields, absent ones left out.
///
/// Upstream: `AdmissionRequest` in kubewarden `policy-evaluator`.
fn as_the_engine_sends_it(review: &Value) -> Value {
    const FIELDS: [&str; 15] = [
        "uid",
        "kind",
        "resource",
        "subResource",
        "requestKind",
        "requestResource",
        "requestSubResource",
        "name",
        "namespace",
        "operation",
        "userInfo",
        "object",
        "oldObject",
        "dryRun",
        "options",
    ];
    let request = review["request"].as_object().expect("an AdmissionReview");
    let kept = FIELDS.iter().filter_map(|field| Some((*field, request.get(*field)?)));
    kept.filter(|(_, value)| !value.is_null())
        .map(|(field, value)| (field.to_owned(), value.clone()))
        .collect()
}

/// Checks that an answer holds no part of the canary, in whatever way it is encoded. The object that
/// was changed is the user's own.
#[track_caller]
fn tells_nothing(answer: &str) {
    static FOUND: OnceLock<Canary> = OnceLock::new();
    let canary = FOUND.get_or_init(|| Canary::new(CANARY));
    let mut told = serde_json::from_str(answer).unwrap_or_else(|_| json!(answer));
    if let Some(members) = told.as_object_mut() {
        members.remove("mutated_object");
    }
    assert_eq!(canary.find(&told.to_string()), None, "a secret is told: {told}");
}

/// Whether a place of an object is one that the settings ask to be changed.
fn may_change(path: &str, request: &Value, settings: &Value) -> bool {
    let kind = request["kind"]["kind"].as_str().unwrap_or_default();
    let Some((_, spec)) = KINDS.into_iter().find(|it| it.0 == kind) else { return false };
    let spec = format!("/{}/", spec.replace('.', "/"));
    let Some(rest) = path.strip_prefix(&spec) else { return false };
    let asks = |path: &str| {
        let setting = settings.pointer(path);
        setting.is_some_and(|it| !it.is_null() && *it != "off")
    };
    let images = asks("/rewrite/rules") || asks("/rewrite/registries") || asks("/digests/pin");
    let policies = asks("/pullPolicy/set");
    let secrets = asks("/pullSecrets/inject") && kind == "Pod";
    match rest.split('/').collect::<Vec<_>>()[..] {
        ["containers" | "initContainers" | "ephemeralContainers", _, "image"]
        | ["volumes", _, "image", "reference"] => images,
        ["containers" | "initContainers" | "ephemeralContainers", _, "imagePullPolicy"]
        | ["volumes", _, "image", "pullPolicy"] => policies,
        ["imagePullSecrets"] => secrets && request["object"]["spec"]["imagePullSecrets"].is_null(),
        // Appended, so that no other moves.
        ["imagePullSecrets", at] => {
            let before = request["object"]["spec"]["imagePullSecrets"].as_array();
            let is_new = |it: usize| before.is_none_or(|before| it >= before.len());
            secrets && at.parse().is_ok_and(is_new)
        }
        _ => false,
    }
}

/// The places in which two values differ, as JSON pointers.
pub(crate) fn differences(one: &Value, two: &Value) -> Vec<String> {
    fn walk(path: &str, one: &Value, two: &Value, found: &mut Vec<String>) {
        match (one, two) {
            (Value::Object(a), Value::Object(b)) => {
                let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
                for name in names {
                    let path = format!("{path}/{name}");
                    match (a.get(name), b.get(name)) {
                        (Some(a), Some(b)) => walk(&path, a, b, found),
                        _ => found.push(path),
                    }
                }
            }
            (Value::Array(a), Value::Array(b)) => {
                for index in 0..a.len().max(b.len()) {
                    let path = format!("{path}/{index}");
                    match (a.get(index), b.get(index)) {
                        (Some(a), Some(b)) => walk(&path, a, b, found),
                        _ => found.push(path),
                    }
                }
            }
            _ if one != two => found.push(path.to_owned()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk("", one, two, &mut found);
    found
}
