// A dump of a cluster that never was, of any size.
export const CANARY = "canary-8f1d3c7a";

const PAD = "x".repeat(400);
const AUTH = Buffer.from(JSON.stringify({ auths: { "registry.example.com:5000": { username: "robot", password: CANARY } } })).toString("base64");
const NAMESPACES = 80;

/** Pieces of a file like that of `kubectl get pods,secrets,serviceaccounts -A -o json`, of about so many bytes. */
export function* dump(bytes) {
  yield '{\n    "apiVersion": "v1",\n    "items": [\n';
  const written = (object) => JSON.stringify(object, null, 4);
  const others = Array.from({ length: NAMESPACES }, (_, at) => of(`team-${at}`).map(written)).flat();
  let left = bytes - others.join().length;
  for (let number = 0; left > 0; number += 1) {
    const text = written(pod(number));
    left -= text.length;
    yield `${text},\n`;
  }
  yield others.join(",\n");
  yield '\n    ],\n    "kind": "List",\n    "metadata": {"resourceVersion": ""}\n}\n';
}

/** A Pod of a Deployment; each 97th waits for its image. */
function pod(number) {
  const app = `app-${(number * 7) % 400}`;
  const images = [`registry.example.com:5000/team/${app}:1.${number % 5}`, "nginx", `quay.io/org/${app}:latest`, `registry.example.com/${app}:2`, "Upper/Case"];
  const metadata = {
    name: `${app}-7d9c-${number}`,
    namespace: `team-${number % NAMESPACES}`,
    uid: `uid-${number}`,
    labels: { app, "pod-template-hash": "7d9c" },
    annotations: { 'a "quoted" name': `{[ ${PAD}` },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: `${app}-7d9c`, controller: true }],
    managedFields: [{ fieldsV1: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f:member-${at}`, { 'k:{"type":"Ready"}': { ".": {} } }])) }],
  };
  const env = Array.from({ length: 12 }, (_, at) => ({ name: `V${at}`, value: PAD.slice(0, 60) }));
  const state = number % 97 === 5 ? { waiting: { reason: "ImagePullBackOff" } } : { running: {} };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: {
      serviceAccountName: "default",
      imagePullSecrets: number % 3 ? [{ name: "regcred" }] : undefined,
      containers: [{ name: "web", image: images[number % 5], env }, { name: "side", image: "ghcr.io/org/side:3" }],
    },
    status: { phase: "Running", containerStatuses: [{ name: "web", state }] },
  };
}

/** What each namespace has besides. */
function of(namespace) {
  const secret = (name) => ({ apiVersion: "v1", kind: "Secret", type: "kubernetes.io/dockerconfigjson", metadata: { name, namespace }, data: { ".dockerconfigjson": AUTH } });
  return [secret("regcred"), secret("spare"), { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } }];
}
