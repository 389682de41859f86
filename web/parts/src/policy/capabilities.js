// What Kubewarden's policy server answers to a policy, answered from objects that are at hand: there is
// no cluster and no registry behind a page.
//
//     kubernetes/get_resource                   the object, or "Cannot find …"
//     kubernetes/list_resources_by_namespace    a list
//     kubernetes/list_resources_all             a list
//     kubernetes/can_i                          no: nobody's rights are known
//     oci/v1/manifest_digest                    a digest that a person gave
//     tracing/log                               kept
//     anything else                             an error that says that nobody is asked
//
// Upstream: `host_callback` of kubewarden `policy-evaluator`, `Client` of its Kubernetes callback handler
// for the texts of the errors.

/**
 * @typedef {object} World
 * @property {object[]} objects Kubernetes objects as the API server would store them
 * @property {string[] | null} granted `v1/Secret`, …: the kinds that the policy may read; `null` for all
 * @property {Record<string, string>} digests of images, by their names
 */

/**
 * The answers of a world.
 *
 * @param {World} world what there is
 * @param {(line: string) => void} log takes what the policy logs
 * @returns {import("./wapc.js").Answers} for `call`
 */
export function capabilities({ objects, granted, digests }, log) {
  const is = (kind, apiVersion) => (it) => it.kind === kind && it.apiVersion === apiVersion;

  /** The objects of a kind, once the policy may read it. */
  const readable = ({ api_version: apiVersion, kind }) => {
    if (granted && !granted.includes(`${apiVersion}/${kind}`)) {
      throw new Error(
        `Policy has not been granted access to Kubernetes ${apiVersion}/${kind} resources. The violation has been reported.`,
      );
    }
    return objects.filter(is(kind, apiVersion));
  };

  const list = (asked, filter) => {
    const { api_version: apiVersion, kind, label_selector: labels, field_selector: fields } = asked;
    const [byLabel, byField] = [selector(labels, labelOf), selector(fields, fieldOf)];
    const items = readable(asked).filter((it) => filter(it) && byLabel(it) && byField(it));
    return { apiVersion, kind: `${kind}List`, metadata: {}, items: items.map((it) => masked(it, asked.field_masks)) };
  };

  const answers = {
    "tracing/log": (asked) => {
      log(logged(asked));
      return "";
    },
    "kubernetes/get_resource": (asked) => {
      const { api_version: apiVersion, kind, name, namespace } = asked;
      const found = readable(asked).find((it) => it.metadata?.name === name && (!namespace || it.metadata.namespace === namespace));
      if (!found) {
        const inside = namespace ? ` inside of namespace '${namespace}'` : "";
        throw new Error(`Cannot find ${apiVersion}/${kind} named '${name}'${inside}`);
      }
      return masked(found, asked.field_masks);
    },
    "kubernetes/list_resources_by_namespace": (asked) => list(asked, (it) => it.metadata?.namespace === asked.namespace),
    "kubernetes/list_resources_all": (asked) => list(asked, () => true),
    "kubernetes/can_i": () => ({ allowed: false, denied: false, reason: "this page knows nobody's rights: no API server is asked" }),
    "oci/v1/manifest_digest": (image) => {
      if (!Object.hasOwn(digests, image)) {
        throw new Error(`this page asks no registry: give it the digest of ${image}`);
      }
      return { digest: digests[image] };
    },
  };

  return (binding, namespace, operation, payload) => {
    const path = `${namespace}/${operation}`;
    if (binding !== "kubewarden") throw new Error(`unknown binding: ${binding}`);
    if (!Object.hasOwn(answers, path)) throw new Error(`this page answers no ${path}: it asks nobody`);
    const answer = answers[path](JSON.parse(new TextDecoder().decode(payload)));
    return typeof answer === "string" ? answer : JSON.stringify(answer);
  };
}

/** A line of a log, as people read it. */
function logged(asked) {
  const { level, message, ...data } = Object(asked);
  const more = Object.entries(data).map(([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return `${String(level ?? "info").toUpperCase()} ${message ?? ""}${more.join("")}`;
}

/** The members of `fields`, dotted paths that pass through lists, and what names the object. */
function masked(object, fields) {
  if (!fields?.length) return object;
  const kept = { apiVersion: object.apiVersion, kind: object.kind };
  for (const field of fields) take(object, kept, field.split("."));
  return kept;
}

function take(from, to, [name, ...rest]) {
  if (from === null || typeof from !== "object" || !Object.hasOwn(from, name)) return;
  const value = from[name];
  if (rest.length === 0 || value === null || typeof value !== "object") {
    // A path that goes on below a text leads nowhere.
    if (rest.length === 0) to[name] = value;
  } else if (Array.isArray(value)) {
    to[name] ??= value.map(() => ({}));
    value.forEach((item, at) => take(item, to[name][at], rest));
  } else {
    take(value, (to[name] ??= {}), rest);
  }
}

const labelOf = (object, key) => object.metadata?.labels?.[key];

function fieldOf(object, path) {
  const value = path.split(".").reduce((at, name) => (at && Object.hasOwn(Object(at), name) ? at[name] : undefined), object);
  return value === undefined ? undefined : String(value);
}

/** A selector as a predicate: `a=b`, `a!=b`, `a in (b, c)`, `a notin (b, c)`, `a`, `!a`. */
function selector(text, valueOf) {
  const parts = (text ?? "").match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  const tests = parts.map((part) => requirement(part.trim(), valueOf)).filter(Boolean);
  return (object) => tests.every((test) => test(object));
}

function requirement(part, valueOf) {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part);
  if (set) {
    const [, key, word, list] = set;
    const values = list.split(",").map((it) => it.trim());
    return (object) => values.includes(valueOf(object, key)) === (word === "in");
  }
  const pair = /^(.*?)\s*(==|!=|=)\s*(.*)$/.exec(part);
  if (pair) {
    const [, key, sign, value] = pair;
    return (object) => (valueOf(object, key) === value) === (sign !== "!=");
  }
  if (part.startsWith("!")) return (object) => valueOf(object, part.slice(1)) === undefined;
  return part ? (object) => valueOf(object, part) !== undefined : null;
}
