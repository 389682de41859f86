// What a node takes of an image index, asked for by itself and in a diagnosis.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = process.env.PULLSCOPE_PACKAGE;
if (!folder) throw new Error("PULLSCOPE_PACKAGE is not set: run cargo xtask test --only package");
const { diagnose, selectManifest } = await import(pathToFileURL(join(folder, "node.js")));

const digest = (number) => `sha256:${String(number).padStart(64, "0")}`;
const manifest = (number, platform) => ({
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  digest: digest(number),
  platform,
});
const INDEX = JSON.stringify({
  schemaVersion: 2,
  "😀": "a character of two code units",
  manifests: [
    manifest(1, { os: "linux", architecture: "amd64" }),
    manifest(2, { os: "linux", architecture: "arm", variant: "v6" }),
  ],
});

test("the manifest of a platform is told, and why not each other", () => {
  const { status, chosen, refusal, manifests } = selectManifest(INDEX, "linux/amd64");
  assert.deepEqual([status, chosen, refusal], ["read", 0, null]);
  assert.deepEqual(manifests.map((it) => it.why), ["exact", "architecture"]);
  assert.equal(manifests[1].sentence, "it is for arm/v6, and the node is amd64");
  const { start, end } = manifests[1].span;
  assert.equal(JSON.parse(INDEX.slice(start, end)).digest, digest(2));
});

test("runtimes differ", () => {
  const chosen = (runtime) => selectManifest(INDEX, "linux/arm/v7", runtime).chosen;
  const runtimes = [undefined, "containerd://2.1.4", "containerd://1.7.27", "cri-o://1.34.1"];
  assert.deepEqual(runtimes.map(chosen), [null, null, 1, 1]);
});

test("what is no index is told where, and a wrong argument is named", () => {
  const { status, message, span } = selectManifest('{"manifests": 1}', "linux/amd64");
  assert.deepEqual([status, message, span], ["rejected", "manifests has to be a list", { start: 14, end: 15 }]);
  assert.equal(selectManifest("{", "linux/amd64").status, "rejected");
  assert.throws(() => selectManifest(INDEX, "linux"), {
    message: "platform is not that of a node: the architecture is missing: linux/amd64 is one with it",
  });
  assert.throws(() => selectManifest(INDEX, "linux/amd64", "docker"), {
    message: "runtime is none with its version, as containerd://2.1.4",
  });
  assert.throws(() => selectManifest(1, "linux/amd64"), { message: "index is not a string" });
});

test("the index of an image is found in the texts", () => {
  const { indexes, workloads, node } = diagnose(["ghcr.io/team/app:1", INDEX], { platform: "linux/s390x" });
  assert.equal(node.runtime.platform, "linux/s390x");
  assert.deepEqual(indexes[0].images, [{ workload: 0, image: 0 }]);
  assert.equal(indexes[0].refusal, "the image index has no manifest that a node of linux/s390x takes");
  assert.equal(workloads[0].images[0].runtime.index, 0);
});

test("CRI-O's configuration decides what a short name is", () => {
  const runtime = { version: "cri-o://1.34.1", searchRegistries: ["quay.io", "docker.io"] };
  const [image] = diagnose("kong:3.9", { runtime }).workloads[0].images;
  assert.equal(image.runtime.message, "short name mode is enforcing, but image name kong:3.9 returns ambiguous list");
  const [disabled] = diagnose("kong:3.9", { runtime: { ...runtime, shortNameMode: "disabled" } }).workloads[0].images;
  assert.deepEqual(disabled.runtime.references, ["quay.io/kong:3.9", "docker.io/library/kong:3.9"]);
});
