// The texts that the tests ask about, each with the options that it wants.
import { readFile, readdir } from "node:fs/promises";
import { TEXTS } from "./texts.mjs";

const root = new URL("../../", import.meta.url);

/** Every text that the tests have: theirs, the examples of the page, the corpus of cases. */
export const SAMPLES = Object.entries(TEXTS).map(([name, text]) => ({ name, text, options: {} }));
for (const [directory, end] of [["web/src/examples/", ".yaml"], ["tests/corpus/cases/", ".case"]]) {
  for (const name of await readdir(new URL(directory, root), { recursive: true })) {
    if (!name.endsWith(end)) continue;
    const content = await readFile(new URL(directory + name, root), "utf8");
    const [header, ...text] = end === ".case" ? content.split("\n-----\n") : ["", content];
    SAMPLES.push({ name, text: text.join("\n-----\n"), options: optionsOf(header) });
  }
}

/** The what-if switches in the header of a case. */
function optionsOf(header) {
  const words = [...header.matchAll(/^options: (.*)$/gm)].flatMap((it) => it[1].split(" "));
  const given = Object.fromEntries(words.map((it) => it.split("=")));
  return {
    kubernetes: given.kubernetes,
    defaultNamespace: given.namespace,
    alwaysPullImages: "always-pull-images" in given,
    present: given.present?.split(","),
    pulled: words.filter((it) => it.startsWith("pulled=")).map((it) => pulledOf(it.slice("pulled=".length))),
    platform: given.platform,
    runtime: given.runtime && runtimeOf(given.runtime),
    registries: given.registries && registriesOf(given.registries),
    featureGates:
      given["feature-gate"] &&
      Object.fromEntries(
        words
          .filter((it) => it.startsWith("feature-gate="))
          .map((it) => it.slice("feature-gate=".length).split(":"))
          .map(([name, on]) => [name, on === "true"]),
      ),
    nodeConfig: !("no-node-config" in given),
    now: given.now && Date.parse(given.now),
    podTemplates: given["pod-template"]?.split(",").map((it) => {
      const [kind, path] = it.split(":");
      return { kind, path };
    }),
  };
}

/** `rke2,2024-03,no-default-endpoint,embedded`, in any order. */
function registriesOf(text) {
  const words = text.split(",");
  const profiles = ["legacy", "2024-03", "broken-wildcard", "2025-07"];
  return {
    distribution: words.includes("rke2") ? "rke2" : "k3s",
    profile: profiles.find((it) => words.includes(it)),
    defaultEndpointDisabled: words.includes("no-default-endpoint"),
    embeddedRegistry: words.includes("embedded"),
  };
}

/** `r.io/app:1>secret/apps/regcred`: the image, and who pulled it. */
function pulledOf(text) {
  const [image, by] = text.split(">");
  const [kind, namespace, name, uid] = by.split("/");
  const who = kind === "service-account" ? "serviceAccount" : kind;
  return { image, by: namespace === undefined ? { who } : { who, namespace, name, uid } };
}

/** `cri-o://1.34.0,docker.io,quay.io`: a version, and the registries that are searched. */
function runtimeOf(text) {
  const [version, ...searchRegistries] = text.split(",");
  return text.includes(",") ? { version, searchRegistries } : { version };
}
