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

test("an argument of another type throws, repeats nothing, and the module goes on", () => {
  const calls = {
    parseReference: [[1.25], [undefined], [{ image: canary }], [Symbol(canary)]],
    pullPolicy: [[null], ["nginx", { policy: canary }]],
    decodeDockerConfig: [["{}", canary], ["{}"], [new Uint8Array(3), "config.json"]],
    lookUpCredentials: [["nginx", [canary]], ["nginx", [{ text: canary }]], [1n, []]],
    validateSecret: [[canary], [null], [{ data: { a: 1 } }], [{ data: canary }]],
    validateSecretManifest: [[[canary]]],
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
