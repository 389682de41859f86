// The host of waPC that the page has, with the built policy and with guests that do what it does not.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { capabilities } from "../../web/parts/src/policy/capabilities.js";
import { inspect } from "../../web/parts/src/policy/module.js";
import { call } from "../../web/parts/src/policy/wapc.js";
import { assembled, guest } from "./guests.mjs";

const file = process.env.PULLSCOPE_POLICY;
if (!file) throw new Error("PULLSCOPE_POLICY is not set: run cargo xtask test --only package");
const policy = await inspect(await readFile(file));

const nobody = { objects: [], granted: null, digests: {} };
const silent = () => {};

/** Calls the built policy. */
function ask(operation, payload, world = nobody) {
  return call(policy.module, operation, JSON.stringify(payload), capabilities(world, silent));
}

const pod = (image, more = {}) => ({
  kind: "Pod",
  apiVersion: "v1",
  metadata: { name: "shop", namespace: "apps" },
  spec: { containers: [{ name: "web", image }], ...more },
});

const request = (object) => ({
  uid: "1",
  kind: { group: "", version: "v1", kind: object.kind },
  resource: { group: "", version: "v1", resource: "pods" },
  operation: "CREATE",
  namespace: object.metadata.namespace,
  userInfo: {},
  object,
});

const validate = (object, settings, world) => JSON.parse(ask("validate", { request: request(object), settings }, world).text);

test("the built policy is one of waPC, and says its protocol", () => {
  assert.equal(policy.form, "wapc");
  assert.deepEqual(policy.missing, []);
  assert.deepEqual(policy.exports.toSorted(), ["__guest_call", "memory"]);
  const outcome = ask("protocol_version", "");
  assert.deepEqual([outcome.end, outcome.text, outcome.log], ["response", '"v1"', ""]);
  assert.ok(outcome.start >= 0 && outcome.call >= 0 && outcome.memory > 0);
});

test("settings are looked at, and a wrong one is named", () => {
  assert.deepEqual(JSON.parse(ask("validate_settings", {}).text), { valid: true });
  const { valid, message } = JSON.parse(ask("validate_settings", { references: { latest: "never" } }).text);
  assert.equal(valid, false);
  assert.match(message, /references\.latest/);
});

test("an unknown operation is an error of the guest", () => {
  const { end, text } = ask("mutate", {});
  assert.equal(end, "error");
  assert.match(text, /unknown operation/);
});

test("a request is accepted, refused or changed", () => {
  assert.deepEqual(validate(pod("nginx:1.27"), {}), { accepted: true });
  const refused = validate(pod("Nginx"), {});
  assert.equal(refused.accepted, false);
  assert.match(refused.message, /spec\.containers\[0\]\.image/);
  const changed = validate(pod("nginx:1.27"), { rewrite: { rules: [{ from: "docker.io", to: "mirror.example.com/hub" }] } });
  assert.equal(changed.mutated_object.spec.containers[0].image, "mirror.example.com/hub/library/nginx:1.27");
});

const LOOKS = { pullSecrets: { require: ["registry.example.com/**"], verify: "reject" } };
const looking = () => pod("registry.example.com/team/shop:1", { imagePullSecrets: [{ name: "regcred" }] });
const secret = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "regcred", namespace: "apps" },
  type: "kubernetes.io/dockerconfigjson",
  data: { ".dockerconfigjson": btoa('{"auths":{"registry.example.com":{"auth":"dTpw"}}}') },
};

test("what the policy asks of the cluster is answered from the objects at hand", () => {
  const objects = [secret, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: "apps" } }];
  assert.equal(validate(looking(), LOOKS, { ...nobody, objects }).accepted, true);
  const missing = validate(looking(), LOOKS, nobody);
  assert.match(missing.message, /there is no Secret "?regcred"? in the namespace "?apps"?/);
  const refused = validate(looking(), LOOKS, { ...nobody, objects, granted: [] });
  assert.match(refused.message, /contextAwareResources/);
});

test("digests come from the person, or not at all", () => {
  const settings = { digests: { pin: ["registry.example.com/**"] } };
  const digest = `sha256:${"a".repeat(64)}`;
  const image = "registry.example.com/team/shop:1";
  const { mutated_object: pinned } = validate(pod(image), settings, { ...nobody, digests: { [image]: digest } });
  assert.equal(pinned.spec.containers[0].image, `${image}@${digest}`);
  assert.match(validate(pod(image), settings).message, /the policy server did not answer/);
});

/** Has a guest ask one thing. */
async function curious(namespace, operation, payload, world = nobody) {
  const { module } = await inspect(await guest("curious"));
  const logged = [];
  const text = `${namespace}\n${operation}\n${JSON.stringify(payload)}`;
  return { ...call(module, "validate", text, capabilities(world, (line) => logged.push(line))), logged };
}

test("each capability of Kubewarden has its answer, and each answer of an offline page its reason", async () => {
  const objects = [
    secret,
    { ...secret, metadata: { name: "other", namespace: "apps", labels: { tier: "web" } } },
    { ...secret, metadata: { name: "far", namespace: "infra", labels: { tier: "db" } } },
  ];
  const world = { ...nobody, objects };
  const of = { api_version: "v1", kind: "Secret" };
  const names = async (operation, more) => {
    const { end, text } = await curious("kubernetes", operation, { ...of, ...more }, world);
    assert.equal(end, "response");
    const list = JSON.parse(text);
    assert.equal(list.kind, "SecretList");
    return list.items.map((it) => it.metadata.name);
  };
  assert.deepEqual(await names("list_resources_all", {}), ["regcred", "other", "far"]);
  assert.deepEqual(await names("list_resources_by_namespace", { namespace: "apps" }), ["regcred", "other"]);
  for (const [selector, expect] of [
    ["tier=web", ["other"]],
    ["tier!=web", ["regcred", "far"]],
    ["tier in (web, db)", ["other", "far"]],
    ["tier notin (web)", ["regcred", "far"]],
    ["tier,tier!=web", ["far"]],
    ["!tier", ["regcred"]],
  ]) {
    assert.deepEqual(await names("list_resources_all", { label_selector: selector }), expect, selector);
  }
  assert.deepEqual(await names("list_resources_all", { field_selector: "metadata.namespace=infra" }), ["far"]);

  const masked = await curious("kubernetes", "get_resource", { ...of, name: "other", namespace: "apps", field_masks: ["metadata.labels", "type"] }, world);
  assert.deepEqual(JSON.parse(masked.text), { apiVersion: "v1", kind: "Secret", metadata: { labels: { tier: "web" } }, type: secret.type });
  assert.deepEqual(masked.calls, [{ path: "kubernetes/get_resource", payload: masked.calls[0].payload, ok: true, error: "" }]);

  const may = await curious("kubernetes", "can_i", { subject_access_review: {} });
  assert.equal(JSON.parse(may.text).allowed, false);
  for (const [namespace, operation] of [["oci", "v2/verify"], ["net", "v1/dns_lookup_host"], ["oci", "v1/oci_manifest"], ["a", "__proto__"]]) {
    const { end, text, calls } = await curious(namespace, operation, "x");
    assert.deepEqual([end, text], ["error", `this page answers no ${namespace}/${operation}: it asks nobody`]);
    assert.deepEqual([calls[0].ok, calls[0].error], [false, text]);
  }
  const { logged } = await curious("tracing", "log", { level: "warn", message: "odd", image: "nginx" });
  assert.deepEqual(logged, ["WARN odd image=nginx"]);
});

test("each call has an instance of its own", async () => {
  const { module } = await inspect(await guest("curious"));
  const twice = () => call(module, "validate", 'tracing\nlog\n{"message": "x"}', capabilities(nobody, silent)).end;
  assert.deepEqual([twice(), twice()], ["response", "response"]);
});

test("a guest that links WASI starts, prints and is answered", async () => {
  const { form, module } = await inspect(await guest("wasi"));
  assert.equal(form, "wapc");
  const { end, text, log } = call(module, "validate", "{}", () => "");
  assert.deepEqual([end, text, log], ["response", '{"accepted":true,"valid":true}', "started\ncalled\n"]);
});

test("a guest that fails or ends itself is told apart from one that answers", async () => {
  const { module } = await inspect(await guest("trap"));
  assert.deepEqual([call(module, "validate", "{}", () => "").end], ["trap"]);
  const leaves = `(module (import "wasi_unstable" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1)
    (func (export "__guest_call") (param i32 i32) (result i32) (call $exit (i32.const 7)) (i32.const 1)))`;
  const exit = call((await inspect(assembled(leaves))).module, "validate", "{}", () => "");
  assert.deepEqual([exit.end, exit.text], ["exit", "the module ended itself with the exit code 7"]);
  const bad = `(module (import "wapc" "__guest_response" (func $response (param i32 i32))) (memory (export "memory") 1)
    (func (export "__guest_call") (param i32 i32) (result i32) (call $response (i32.const -16) (i32.const 64)) (i32.const 1)))`;
  assert.equal(call((await inspect(assembled(bad))).module, "validate", "{}", () => "").end, "trap");
});

test("what a guest prints without end is kept to its beginning", async () => {
  const talks = `(module (import "wapc" "__console_log" (func $log (param i32 i32))) (memory (export "memory") 2)
    (func (export "__guest_call") (param i32 i32) (result i32) (call $log (i32.const 0) (i32.const 100000)) (i32.const 1)))`;
  const { log } = call((await inspect(assembled(talks))).module, "validate", "{}", () => "");
  assert.match(log, /… and 34465 more bytes$/);
});

test("a file that is no waPC policy is told by what it is", async () => {
  const empty = "(module)";
  const command = `(module (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))) (memory (export "memory") 1) (func (export "_start")))`;
  const rego = `(module (memory (export "memory") 1) (func (export "opa_eval_ctx_new")))`;
  const other = `(module (import "env" "abort" (func)) (import "wapc" "__guest_response" (func (param i32 i32)))
    (memory (export "memory") 1) (func (export "__guest_call") (param i32 i32) (result i32) (i32.const 0)))`;
  const form = async (bytes) => (await inspect(bytes)).form;
  const text = new TextEncoder().encode("<!doctype html>");
  assert.equal(await form(text), "none");
  assert.equal(await form(new Uint8Array()), "none");
  const broken = await inspect(assembled(empty).slice(0, 6));
  assert.equal(broken.form, "none");
  assert.notEqual(broken.error, "");
  assert.equal(await form(new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0])), "component");
  assert.equal(await form(assembled(empty)), "module");
  assert.equal(await form(assembled(command)), "wasi");
  assert.equal(await form(assembled(rego)), "rego");
  const unlinked = await inspect(assembled(other));
  assert.deepEqual([unlinked.form, unlinked.missing], ["unlinked", ["env.abort"]]);
});
