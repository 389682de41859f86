// The findings as a SARIF log: its shape, what it takes from the diagnosis, and what it does not hold.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import { declarations } from "./declarations.mjs";
import { SAMPLES } from "./samples.mjs";
import { CANARY, TEXTS } from "./texts.mjs";

const folder = process.env.PULLSCOPE_PACKAGE;
if (!folder) throw new Error("PULLSCOPE_PACKAGE is not set: run cargo xtask test --only package");
const { applyFix, diagnose, explainFinding, toSarif } = await import(pathToFileURL(join(folder, "node.js")));

const root = new URL("../../", import.meta.url);
const schema = JSON.parse(await readFile(new URL("docs/sarif.schema.json", root), "utf8"));
const isOurs = new Ajv2020({ strict: true }).compile(schema);

// The schema of SARIF is in draft 4 of JSON Schema. But for how it names itself, every keyword in it
// means the same in draft 7.
const { $schema: _draft, id: _name, ...sarif } = createRequire(import.meta.url)(
  "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
);
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(sarif);

test("every log is valid by the schema of SARIF 2.1.0, and holds what ours says, and no more", () => {
  for (const { name, text, options } of SAMPLES) {
    const log = toSarif({ [name]: text }, options);
    assert.ok(isSarif(log), `${name}: ${JSON.stringify(isSarif.errors)}`);
    assert.ok(isOurs(log), `${name}: ${JSON.stringify(isOurs.errors)}`);
  }
});

test("what SARIF does not allow is refused by its schema", () => {
  const broken = [
    (it) => (it.version = "2.0.0"),
    (it) => delete it.runs[0].tool.driver.name,
    (it) => (it.runs[0].columnKind = "bytes"),
    (it) => (it.runs[0].results[0].level = "info"),
    (it) => delete it.runs[0].results[0].message,
    (it) => (it.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0),
    (it) => (it.runs[0].results[0].more = 1),
  ];
  for (const breaks of broken) {
    const log = toSarif({ "pod.yaml": "app:1+2" });
    assert.ok(isSarif(log));
    breaks(log);
    assert.equal(isSarif(log), false, String(breaks));
  }
});

test("the results are the findings, each with its rule, at its line and column", () => {
  let fixes = 0;
  for (const { name, text, options } of SAMPLES) {
    const given = `# ä\u{1f980}\r\n${text.replaceAll("shop", "shöp\u{1f980}")}`;
    const lines = given.split(/\r\n|\n|\r/);
    const { documents, findings } = diagnose(given, options);
    const [{ tool, results }] = toSarif({ [`deploy/${name}`]: given }, options).runs;
    const { rules } = tool.driver;
    assert.deepEqual(rules.map((it) => it.id), [...new Set(findings.map((it) => it.code))].sort());
    for (const { id, help, fullDescription } of rules) {
      assert.equal(help.markdown, explainFinding(id));
      assert.match(fullDescription.text, /^(?!#|`[a-z-]+\/[a-z0-9-]+`$).+[.:]$/s, id);
    }
    const check = (region, span) => {
      assert.equal(region.startLine, span.line, name);
      const before = lines[region.startLine - 1].slice(0, region.startColumn - 1);
      assert.equal([...before].length + 1, span.column, name);
      assert.equal(region.byteOffset, Buffer.byteLength(given.slice(0, span.start)), name);
      assert.equal(region.byteLength, Buffer.byteLength(given.slice(span.start, span.end)), name);
      const end = given.slice(0, span.end).split(/\r\n|\n|\r/);
      assert.deepEqual([region.endLine, region.endColumn], [end.length, end.at(-1).length + 1], name);
    };
    assert.equal(results.length, findings.length);
    for (const [index, result] of results.entries()) {
      const { code, severity, message, document, span, related, fix } = findings[index];
      assert.deepEqual([result.ruleId, rules[result.ruleIndex].id, result.message.text], [code, code, message]);
      assert.equal(result.level, severity === "info" ? "note" : severity);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      assert.equal(decodeURIComponent(artifactLocation.uri), `deploy/${name}`);
      check(region, span ?? documents[document].span);
      assert.deepEqual(result.relatedLocations.map((it) => [it.id, it.message.text]), related.map((it, id) => [id, it.label]));
      result.relatedLocations.forEach((it, id) => check(it.physicalLocation.region, related[id].span));
      assert.equal(result.fixes.length, fix && fix.edits.length > 0 ? 1 : 0);
      for (const { description, artifactChanges } of result.fixes) {
        assert.equal(description.text, fix.title);
        assert.equal(edited(given, artifactChanges[0].replacements), applyFix(given, fix), name);
        fixes += 1;
      }
    }
  }
  assert.ok(fixes > 0);
});

/** A text with the replacements made, as a reader of the log makes them: by lines and columns. */
function edited(text, replacements) {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((it) => it.index + it[0].length)];
  return replacements.reduceRight((text, { deletedRegion: it, insertedContent }) => {
    const start = starts[it.startLine - 1] + it.startColumn - 1;
    const end = starts[it.endLine - 1] + it.endColumn - 1;
    return text.slice(0, start) + insertedContent.text + text.slice(end);
  }, text);
}

test("several files are diagnosed as one, and each result is in its own", () => {
  const files = { "the pod.yaml": TEXTS.pod, "k8s/sécret#1.yaml": `# \u{1f980}\n${TEXTS.secret}` };
  const [{ results }] = toSarif(files).runs;
  const port = results.find((it) => it.ruleId === "keyring/port-differs");
  const { artifactLocation, region } = port.locations[0].physicalLocation;
  assert.equal(artifactLocation.uri, "k8s/s%C3%A9cret%231.yaml");
  assert.match(files["k8s/sécret#1.yaml"].split("\n")[region.startLine - 1], /registry\.example\.com/);
  const related = port.relatedLocations.map((it) => it.physicalLocation.artifactLocation.uri);
  assert.ok(related.includes("the%20pod.yaml"));
  for (const { locations, relatedLocations } of results) {
    for (const { physicalLocation } of [...locations, ...relatedLocations]) {
      const { pathname } = new URL(physicalLocation.artifactLocation.uri, "file:///");
      assert.ok(decodeURIComponent(pathname).slice(1) in files, pathname);
    }
  }
});

test("nothing found is a log without results", () => {
  const nothing = toSarif({});
  assert.ok(isSarif(nothing));
  assert.deepEqual(nothing.runs[0].results, []);
  assert.deepEqual(nothing.runs[0].tool.driver.rules, []);
});

test("no log holds a password", () => {
  for (const { name, text, options } of SAMPLES) {
    const log = JSON.stringify(toSarif({ [name]: text }, options));
    for (const word of [CANARY, "parrot-7Qp"]) assert.ok(!log.includes(word), `${name}: ${word}`);
  }
});

test("what is wrong with a call is named, and not repeated", () => {
  for (const files of [undefined, null, 1, CANARY, [CANARY], { "a.yaml": 1 }, { "a.yaml": [CANARY] }]) {
    assert.throws(() => toSarif(files), { message: "files is not an object of strings" });
  }
  const kubernetes = { message: "options.kubernetes is not a Kubernetes release from 1.20 to 1.36" };
  assert.throws(() => toSarif({}, { kubernetes: CANARY }), kubernetes);
  assert.throws(() => toSarif({}, { answers: [CANARY] }), /^Error: options\.answers is not a list of these: ok, /);
  assert.throws(() => toSarif({}, { more: CANARY }), /^Error: options\.more is not known; /);
});

test("the declarations are those of the schema", async () => {
  const file = new URL("wasm/src/js/sarif.d.ts", root);
  const made = declarations(schema);
  if (process.env.PULLSCOPE_BLESS) await writeFile(file, made);
  assert.equal(await readFile(file, "utf8"), made, "PULLSCOPE_BLESS=1 cargo xtask test --only package writes it anew");
});
