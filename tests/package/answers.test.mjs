// What only a caller in JavaScript can do: strings that Rust has none of, arguments of other types.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = process.env.PULLSCOPE_PACKAGE;
if (!folder) throw new Error("PULLSCOPE_PACKAGE is not set: run cargo xtask test --only package");
const pullscope = await import(pathToFileURL(join(folder, "node.js")));
const canary = "canary-1f0b7c";

test("spans are those of String.prototype.slice, after half a surrogate pair, too", () => {
  const image = "quay.io/\ud83e/\u{1f980}";
  const { span } = pullscope.parseReference(image);
  assert.equal(image.slice(span.start, span.end), "\ud83e");
  const text = `{"auths":{"\u{1f980}\udc00":{"auth":1}}}`;
  const rejected = pullscope.decodeDockerConfig(text, "config.json");
  assert.equal(text.slice(rejected.span.start, rejected.span.end), "1");
});

test("what is missing is null, and may be given so", () => {
  assert.equal(pullscope.parseReference("nginx").tag, null);
  const config = { format: "config.json", text: '{"auths":{"quay.io":{}}}' };
  const { keys, nameError } = pullscope.lookUpCredentials("quay.io/app", [config]);
  assert.deepEqual([keys[0].refusedBy, nameError], [null, null]);
  for (const written of [undefined, null, ""]) {
    assert.equal(pullscope.pullPolicy("nginx", written).rule, "latestImplied");
  }
});

test("a member named like one of Object.prototype is a key as any other", () => {
  const secret = JSON.parse('{"type":"Opaque","data":{"__proto__":"YQ==","constructor":"YQ=="}}');
  assert.deepEqual(pullscope.validateSecret(secret).errors, []);
});

test("the records of a node decide whether a Pod may use an image", () => {
  const secret = { namespace: "apps", name: "regcred", uid: "1", username: "user", password: "password" };
  const credentialHash = "a55436fc140d516560d072c5fe8700385ce9f41629abf65c1edcbcb39fac691d";
  const record = JSON.stringify({
    kind: "ImagePulledRecord",
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    lastUpdatedTime: "2026-01-01T00:00:00Z",
    imageRef: "sha256:1",
    credentialMapping: {
      "r.io/app": { kubernetesSecrets: [{ uid: "1", namespace: "apps", name: "regcred", credentialHash }] },
    },
  });
  const ask = (secrets) =>
    pullscope.verifyImagePull({ image: "r.io/app:1", imageRef: "sha256:1", records: [record], secrets });
  const own = ask([secret]);
  assert.deepEqual([own.status, own.pull, own.rule, own.secret], ["decided", false, "sameCredential", 0]);
  assert.deepEqual([ask([]).pull, ask([]).rule, ask([]).secret], [true, "notRecorded", null]);
  assert.ok(!JSON.stringify(own).includes(credentialHash));
  const diagnosis = pullscope.diagnose("r.io/app:1", { pulled: [{ image: "r.io/app:1", by: { who: "preloaded" } }] });
  assert.equal(diagnosis.workloads[0].images[0].verification.rule, "preloaded");
  assert.throws(() => pullscope.diagnose("a", { pulled: [{ image: "a" }] }), /options.pulled is not a list/);
});

test("which providers are asked, and what an answer gives", () => {
  const speaks = "credentialprovider.kubelet.k8s.io/v1";
  const provider = (name, more) => ({ name, apiVersion: speaks, matchImages: ["r.io"], defaultCacheDuration: "1h", ...more });
  const token = { serviceAccountTokenAudience: "r.io", cacheType: "ServiceAccount", requireServiceAccount: true };
  const config = JSON.stringify({
    kind: "CredentialProviderConfig",
    apiVersion: "kubelet.config.k8s.io/v1",
    providers: [
      provider("\u{1f980}", { matchImages: ["q.io", "r.io/app", "r.io"] }),
      provider("token", { tokenAttributes: { ...token, requiredServiceAccountAnnotationKeys: ["example.com/team"] } }),
      provider("other", { matchImages: ["q.io"] }),
    ],
  });
  const asks = (more) => pullscope.checkCredentialProviders({ config, image: "r.io/app:1", ...more });
  const account = (annotations) => ({ known: "object", namespace: "apps", name: "web", annotations });
  const verdicts = [undefined, { known: "none" }, account({}), account({ "example.com/team": "a" })].map((serviceAccount) =>
    asks({ serviceAccount }).providers.map((it) => it.verdict),
  );
  assert.deepEqual(verdicts, [
    ["asked", "maybe", "noMatch"],
    ["asked", "noServiceAccount", "noMatch"],
    ["asked", "annotationMissing", "noMatch"],
    ["asked", "asked", "noMatch"],
  ]);
  for (const cacheKeyType of ["Image", "Registry", "Global"]) {
    const auth = { "r.io": { username: "u", password: canary }, "q.io": { username: "v", password: canary } };
    const response = JSON.stringify({ kind: "CredentialProviderResponse", apiVersion: speaks, cacheKeyType, auth });
    const told = asks({ response, respondedBy: "\u{1f980}" }).response;
    assert.deepEqual([told.provider, told.error, told.cacheKeyType, told.lifetime], [0, null, cacheKeyType, "1h0m0s"]);
    assert.deepEqual(told.keys.filter((it) => it.place !== null).map((it) => it.key), ["r.io"]);
    assert.ok(!JSON.stringify(told).includes(canary));
  }
  const { matchImages, cacheKeys, request } = asks().providers[0];
  assert.deepEqual(matchImages.map((it) => it.fits), [false, true, null]);
  assert.equal(config.slice(matchImages[1].span.start, matchImages[1].span.end), '"r.io/app"');
  assert.deepEqual(cacheKeys.map((it) => it.type), ["Image", "Registry", "Global"]);
  assert.equal(JSON.parse(request).image, "r.io/app");
  assert.equal(asks({ image: "team.azurecr.io/app", kubernetes: "1.30" }).legacy.goneSince, "1.30");
  const rejected = asks({ config: ["{}", config] });
  assert.deepEqual([rejected.status, rejected.errors[0].file, rejected.errors[0].path], ["checked", 0, "kind"]);
});

test("an argument of another type throws, repeats nothing, and the module goes on", () => {
  const calls = {
    parseReference: [[1.25], [undefined], [{ image: canary }], [Symbol(canary)]],
    pullPolicy: [[null], ["nginx", { policy: canary }]],
    decodeDockerConfig: [["{}", canary], ["{}"], [new Uint8Array(3), "config.json"]],
    lookUpCredentials: [["nginx", [canary]], ["nginx", [{ text: canary }]], [1n, []]],
    validateSecret: [[canary], [null], [{ data: { a: 1 } }], [{ data: canary }]],
    validateSecretManifest: [[[canary]]],
    checkCredentialProviders: [[canary], [{ config: 1, image: "a" }], [{ config: "", image: "a", response: [canary] }]],
    verifyImagePull: [[canary], [{ image: "a" }], [{ image: "a", imageRef: "b", secrets: [{ password: canary }] }]],
    buildSecret: [[canary], [{ name: "a", username: "b", password: [canary] }]],
  };
  for (const [name, lists] of Object.entries(calls)) {
    for (const list of lists) {
      const isClean = (error) => error instanceof Error && !String(error).includes(canary);
      assert.throws(() => pullscope[name](...list), isClean, name);
    }
  }
  assert.equal(pullscope.parseReference("nginx").status, "parsed");
});

test("what is thrown away is freed", () => {
  const call = () => {
    pullscope.parseReference("a".repeat(1 << 20));
    assert.throws(() => pullscope.validateSecret({ stringData: { a: "a".repeat(1 << 20), b: 1 } }));
  };
  for (let round = 0; round < 8; round += 1) call();
  const { memory } = pullscope.initSync();
  const before = memory.buffer.byteLength;
  for (let round = 0; round < 40; round += 1) call();
  assert.equal(memory.buffer.byteLength, before);
});
