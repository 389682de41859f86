// The one result of `diagnose`: its shape, its places, its fixes, and what it does not hold.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import Ajv from "ajv/dist/2020.js";
import { declarations } from "./declarations.mjs";
import { print } from "./print.mjs";
import { SAMPLES } from "./samples.mjs";
import { CANARY, OPTIONS, TEXTS } from "./texts.mjs";

const folder = process.env.PULLSCOPE_PACKAGE;
if (!folder) throw new Error("PULLSCOPE_PACKAGE is not set: run cargo xtask test --only package");
const { applyFix, diagnose, explainFinding } = await import(pathToFileURL(join(folder, "node.js")));

const BLESS = "PULLSCOPE_BLESS=1 cargo xtask test --only package writes it anew";
const root = new URL("../../", import.meta.url);
const schema = JSON.parse(await readFile(new URL("docs/diagnosis.schema.json", root), "utf8"));
const isValid = new Ajv({ allErrors: false, strict: true, allowUnionTypes: true }).compile(schema);

/** The answers about every text, as its case asks and with each of the other options. */
function* answers() {
  for (const { name, text, options } of SAMPLES) {
    for (const it of [options, ...OPTIONS]) yield { name, text, diagnosis: diagnose(text, it) };
  }
}

/** Calls `visit` with every object that is a place, or holds a finding, within a value. */
function walk(value, visit) {
  if (Array.isArray(value)) value.forEach((it) => walk(it, visit));
  else if (value && typeof value === "object") {
    visit(value);
    Object.values(value).forEach((it) => walk(it, visit));
  }
}

const isPlace = (value) => "line" in value && "column" in value;

test("every answer has the shape of the schema, and no more", () => {
  for (const { name, diagnosis } of answers()) {
    assert.ok(isValid(diagnosis), `${name}: ${JSON.stringify(isValid.errors)}`);
  }
});

/** What no text here leads to. */
const UNMET = [
  // A runtime gives a ref for every image that it has.
  "ImageVerification.rule noRef",
  // What is no name gets no further than that.
  "ImageVerification.rule notAName",
  // A key with a malformed pattern is hardly a URL.
  "DiagnosedKey.refusedBy pattern",
  // It takes more keys than a test wants.
  "Outcome.kind notLookedUp",
  "KeyUse.idle notLookedUp",
  // What succeeded needs no explanation.
  "DiagnosedEvent.answer ok",
];

test("every member and every name of the schema is met in some answer", () => {
  const met = new Set();
  const see = (value, definition, path) => {
    const target = definition.$ref ? definition.$ref.replace("#/$defs/", "") : null;
    if (target) return see(value, schema.$defs[target], schema.$defs[target].properties ? target : path);
    if (definition.anyOf) return value === null ? undefined : see(value, definition.anyOf[0], path);
    if (definition.enum) met.add(`${path} ${value}`);
    else if (definition.type === "array") value.forEach((it) => see(it, definition.items, path));
    else if (!definition.properties && value !== null) met.add(path);
    for (const [name, member] of Object.entries(definition.properties ?? {})) {
      see(value[name], member, `${path}.${name}`);
    }
  };
  for (const { diagnosis } of answers()) see(diagnosis, schema.$defs.Diagnosis, "Diagnosis");
  const expected = Object.entries(schema.$defs).flatMap(([type, { properties = {} }]) =>
    Object.entries(properties).flatMap(([name, member]) => {
      const path = `${type}.${name}`;
      if (member.enum) return member.enum.map((it) => `${path} ${it}`);
      const of = member.anyOf?.[0].$ref ?? member.items?.$ref ?? member.$ref;
      return of && schema.$defs[of.replace("#/$defs/", "")].properties ? [] : [path];
    }),
  );
  assert.deepEqual(expected.filter((it) => !met.has(it)), UNMET);
});

test("a type that the answer does not have is refused by the schema", () => {
  const diagnosis = diagnose("nginx");
  const broken = [
    (it) => (it.schema = 2),
    (it) => (it.more = 1),
    (it) => delete it.events,
    (it) => (it.workloads[0].images[0].span = null),
    (it) => (it.workloads[0].images[0].outcome.kind = "other"),
  ];
  for (const breaks of broken) {
    const copy = structuredClone(diagnosis);
    breaks(copy);
    assert.equal(isValid(copy), false, String(breaks));
  }
});

test("the declarations are those of the schema", async () => {
  const file = fileURLToPath(new URL("wasm/src/js/diagnosis.d.ts", root));
  const made = declarations(schema);
  if (process.env.PULLSCOPE_BLESS) await writeFile(file, made);
  assert.equal(await readFile(file, "utf8"), made, BLESS);
});

test("the example of docs/diagnosis.md is what comes out", async () => {
  const file = new URL("docs/diagnosis.md", root);
  const page = await readFile(file, "utf8");
  const [, text] = /```yaml\n([^]*?)```/.exec(page);
  const shown = print(diagnose(text, { answers: ["notFound"] }));
  const made = page.replace(/(?<=```json\n)[^]*?(?=\n```)/, () => shown);
  if (process.env.PULLSCOPE_BLESS) await writeFile(file, made);
  assert.equal(await readFile(file, "utf8"), made, BLESS);
});

test("every place cuts out of its text what Rust meant, and its line and column lead there", () => {
  for (const { name, text } of SAMPLES) {
    const given = `# ä\u{1f980}\r\n${text.replaceAll("shop", "shöp\u{1f980}")}`;
    const lines = given.split(/\r\n|\n|\r/);
    let count = 0;
    walk(diagnose(given), (place) => {
      if (!isPlace(place)) return;
      count += 1;
      assert.ok(place.source === 0 && place.start <= place.end && place.end <= given.length, name);
      const before = given.slice(0, place.start).split(/\r\n|\n|\r/);
      assert.equal(place.line, before.length, name);
      assert.equal(place.column, [...before.at(-1)].length + 1, name);
      assert.ok(place.line <= lines.length);
      assert.ok(given.slice(place.start, place.end).isWellFormed?.() ?? true);
    });
    assert.ok(count > 0 || text.trim() === "", name);
    for (const { images } of diagnose(given).workloads) {
      for (const { image, span } of images) {
        // An image that is written with escapes stands nowhere as it is.
        if (image !== "" && given.includes(image)) assert.ok(given.slice(span.start, span.end).includes(image), `${name}: ${image}`);
      }
    }
  }
});

test("texts of a list are diagnosed as one, and places say which", () => {
  const [pod, secret] = [TEXTS.pod, TEXTS.secret].map((it) => `# \u{1f980}\n${it.trimEnd()}`);
  const { documents, workloads, secrets } = diagnose([pod, "", secret]);
  assert.deepEqual(documents.map((it) => it.span.source), [0, 2]);
  assert.equal(workloads[0].pullSecrets[0].secret, 0);
  assert.equal(workloads[0].images[0].outcome.kind, "noKeyFits");
  const { span } = workloads[0].images[0];
  assert.equal(pod.slice(span.start, span.end), "registry.example.com:5000/team/shop:1.4");
  const key = workloads[0].images[0].credentials.keys[0];
  assert.equal(key.span.source, 2);
  assert.match(secret.slice(key.span.start, key.span.end), /registry\.example\.com/);
  assert.equal(secrets[0].document, 1);
  assert.deepEqual(diagnose([]), diagnose(""));
});

test("a fix is applied where it stands, and the finding goes away", () => {
  let applied = 0;
  for (const { name, text } of SAMPLES) {
    for (const { code, message, fix } of diagnose(text).findings) {
      if (!fix || fix.edits.length === 0) continue;
      const edited = applyFix(text, fix);
      const alike = (text) =>
        diagnose(text).findings.filter((it) => it.code === code && it.message === message).length;
      assert.ok(alike(edited) < alike(text), `${name}: ${fix.title}\n${edited}`);
      assert.deepEqual(applyFix(["\u{1f980}", text], inSource(fix, 1)), ["\u{1f980}", edited]);
      applied += 1;
    }
  }
  assert.ok(applied > 0);
});

/** The same fix, of another text of a list. */
function inSource(fix, source) {
  const edits = fix.edits.map((it) => ({ ...it, span: { ...it.span, source } }));
  return { ...fix, edits };
}

test("a fix that does not fit is an exception", () => {
  const fix = (...edits) => ({ title: "", command: null, edits });
  const edit = (start, end, source = 0) => ({ span: { source, start, end, line: 1, column: 1 }, text: "x" });
  assert.equal(applyFix("a\u{1f980}b", fix(edit(1, 3), edit(4, 4))), "axbx");
  assert.deepEqual(applyFix([], fix()), []);
  const wrong = [
    [fix(edit(0, 9)), "edit 1 is not within the text"],
    [fix(edit(2, 3)), "edit 1 begins or ends within a character"],
    [fix(edit(0, 1), edit(0, 1)), "edit 2 begins before the end of the one in front of it"],
    [fix(edit(0, 1, 1)), "the fix is for a text that was not given"],
    [fix(edit(-1, 1)), "fix is not a Fix"],
    [{ edits: CANARY }, "fix is not a Fix"],
    [undefined, "fix is not a Fix"],
  ];
  for (const [fix, message] of wrong) assert.throws(() => applyFix("a\u{1f980}b", fix), { message });
});

test("no answer holds a password", () => {
  // In base64 a text looks different by what stands before it.
  const hidden = [CANARY, "parrot-7Qp"].flatMap((password) =>
    ["", "a", "aa"].map((before) => btoa(before + password).slice(4, -4)).concat(password),
  );
  for (const word of hidden) {
    const planted = SAMPLES.some(({ text }) => text.includes(word));
    if (!planted) continue;
    for (const { name, diagnosis } of answers()) {
      assert.ok(!JSON.stringify(diagnosis).includes(word), `${name}: ${word}`);
    }
  }
});

test("the code of a finding leads to its page", () => {
  for (const { name, text, options } of SAMPLES.filter((it) => it.name.endsWith(".case"))) {
    for (const { code } of diagnose(text, options).findings) {
      assert.match(explainFinding(code) ?? "", /^# /, `${name}: ${code}`);
    }
  }
  assert.equal(explainFinding("no/such-code"), undefined);
});

test("an option that cannot be is named, and its value is not repeated", () => {
  const options =
    "the options are kubernetes, defaultNamespace, alwaysPullImages, present, pulled, runtime, platform, registries, featureGates, nodeConfig, now, podTemplates and answers";
  const wrong = [
    [CANARY, "options is not an object"],
    [[], "options is not an object"],
    [{ kubernetes: CANARY }, "options.kubernetes is not a Kubernetes release from 1.20 to 1.36"],
    [{ kubernetes: 1.31 }, "options.kubernetes is not a string"],
    [{ kubernets: "1.31" }, `options.kubernets is not known; ${options}`],
    [{ alwaysPullImages: CANARY }, "options.alwaysPullImages is not true or false"],
    [{ defaultNamespace: "" }, "options.defaultNamespace is not the name of a namespace: it is empty"],
    [{ present: CANARY }, "options.present is not a list of strings"],
    [{ present: [1] }, "options.present is not a list of strings"],
    [{ platform: CANARY }, "options.platform is not one: the architecture is missing: linux/amd64 is one with it"],
    [
      { runtime: { version: CANARY } },
      "options.runtime is not a runtime with its version: containerd://2.1.4, cri-o://1.34.1, docker://27.0.3",
    ],
    [
      { runtime: CANARY },
      "options.runtime is not an object with version and, of CRI-O, shortNameMode, searchRegistries and aliases",
    ],
    [
      { runtime: { version: "docker://27.0.3", searchRegistries: [CANARY] } },
      "options.runtime is not a version of CRI-O, where it says what CRI-O searches",
    ],
    [{ featureGates: CANARY }, "options.featureGates is not an object of true and false"],
    [{ featureGates: { ImageVolume: CANARY } }, "options.featureGates is not an object of true and false"],
    [
      { featureGates: { [CANARY]: true } },
      "options.featureGates is not an object with names of these: KubeletCredentialProviders, " +
        "DisableKubeletCloudCredentialProviders, RuntimeClassInImageCriApi, ImageVolume, ImageVolumeWithDigest, " +
        "KubeletEnsureSecretPulledImages, KubeletServiceAccountTokenForCredentialProviders",
    ],
    [{ nodeConfig: 1 }, "options.nodeConfig is not true or false"],
    [{ now: NaN }, "options.now is not a time in milliseconds since 1970"],
    [{ now: new Date() }, "options.now is not a number"],
    [{ podTemplates: [{ kind: CANARY }] }, "options.podTemplates is not a list of objects with kind and path"],
  ];
  for (const [given, message] of wrong) assert.throws(() => diagnose("nginx", given), { message });
  for (const given of [1, null, undefined, [1], { text: CANARY }]) {
    assert.throws(() => diagnose(given), { message: "documents is not a string or a list of them" });
  }
  for (const given of [undefined, null, {}, { kubernetes: null, now: undefined }]) {
    assert.deepEqual(diagnose("nginx", given), diagnose("nginx"));
  }
});

test("each option counts", () => {
  const image = (text, options) => diagnose(text, options).workloads[0].images[0];
  assert.equal(diagnose("nginx", { kubernetes: "v1.31.4+k3s1" }).kubernetes, "1.31");
  assert.equal(image("nginx:1", { present: ["nginx:1"] }).presence, "present");
  assert.equal(image("nginx:1", { present: [] }).presence, "absent");
  assert.equal(image("nginx:1", {}).presence, "unknown");
  assert.equal(image(TEXTS.pod, { alwaysPullImages: true }).policy.by, "alwaysPullImages");
  assert.equal(diagnose(TEXTS.pod, { defaultNamespace: "other" }).workloads[0].namespace, "other");
  const keys = (options) => image(`${TEXTS.node}\n---\n${TEXTS.pod}`, options).credentials.keys.length;
  assert.ok(keys({}) > 0);
  assert.equal(keys({ nodeConfig: false }), 0);
  const rollout = TEXTS.pod.replace("kind: Pod", "kind: Rollout");
  assert.equal(diagnose(rollout).workloads.length, 0);
  assert.equal(diagnose(rollout, { podTemplates: [{ kind: "Rollout", path: "spec" }] }).workloads.length, 1);
  const token = SAMPLES.find(({ name }) => name.endsWith("ecr-two-days.case"));
  const codes = (now) => diagnose(token.text, { now }).findings.map((it) => it.code);
  assert.ok(codes(token.options.now).includes("secret/token-expired"));
  assert.ok(!codes(undefined).includes("secret/token-expired"));
});

test("bad input of every sort is an answer with a place", () => {
  const texts = ["\u0000\u0001", "[".repeat(1 << 20), "a: b\n".repeat(2_000_000), "kind: Pod\nspec: [", "\ud83e"];
  for (const text of texts) {
    const diagnosis = diagnose(text);
    assert.ok(isValid(diagnosis));
    assert.ok(diagnosis.findings.every((it) => it.span !== null) && diagnosis.documents.length > 0);
  }
});
