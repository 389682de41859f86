// Texts of every sort that a diagnosis has something to say about, each with the canary where a
// password can stand.

/** A password that no answer may hold. */
export const CANARY = "canary-1f0b7c";

const auth = btoa(`robot:${CANARY}`);
const config = (key) => `{"auths":{"${key}":{"auth":"${auth}"}}}`;

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  imagePullSecrets:
  - name: regcred
  containers:
  - name: web
    image: registry.example.com:5000/team/shop:1.4
`;

const SECRET = `apiVersion: v1
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '${config("registry.example.com")}'
`;

const IMAGE = "registry.example.com:5000/team/shop:1.4";
const MANIFEST = "https://registry.example.com:5000/v2/team/shop/manifests/1.4";

/** What the container runtime says of each answer of a registry. */
const FAILURES = [
  ...["401 Unauthorized", "403 Forbidden", "429 Too Many Requests"].map(
    (it) => `failed to resolve reference "${IMAGE}": unexpected status from HEAD request to ${MANIFEST}: ${it}`,
  ),
  `failed to resolve reference "${IMAGE}": ${IMAGE}: not found`,
  ...[
    "dial tcp: lookup registry.example.com: no such host",
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    "http: server gave HTTP response to HTTPS client",
  ].map((it) => `failed to resolve reference "${IMAGE}": failed to do request: Head "${MANIFEST}": ${it}`),
  "failed to unpack image on snapshotter overlayfs: unexpected media type text/html for sha256:e3b0c442: not found",
  "no match for platform in manifest: not found",
];

const EVENTS = [
  `Successfully pulled image "${IMAGE}" in 2s (2s including waiting). Image size: 1234 bytes.`,
  ...FAILURES.map((it) => `Failed to pull image "${IMAGE}": failed to pull and unpack image "${IMAGE}": ${it}`),
];

/** One document of each sort that nothing else here shows. */
const KINDS = [
  POD.replace("Pod", "Rollout"),
  `{"kind":"Event","reason":"Failed","message":"${EVENTS[1].replaceAll('"', '\\"')}"}`,
  '{"kind":"Node","metadata":{"name":"a"},"status":{"images":[{"names":["nginx:1"],"sizeBytes":1}]}}',
  '{"kind":"AdmissionReview","request":{"uid":"1","operation":"CREATE","object":{"kind":"Pod"}}}',
  "mirrors:\n  docker.io: {endpoint: [https://mirror.example.com]}",
  "kind: KubeletConfiguration",
  "kind: CredentialProviderConfig",
  "IMAGE    TAG   IMAGE ID   SIZE\nnginx    1     0123456789abc   10MB",
  '{"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image \\"nginx\\""}}}',
  "LAST SEEN   TYPE      REASON   OBJECT    MESSAGE\n1s          Warning   Failed   pod/web   Error: ErrImagePull",
  "NAME   READY   STATUS             RESTARTS   AGE\nweb    0/1     ImagePullBackOff   0          1m",
  `kubectl create secret docker-registry regcred --docker-username=u --docker-password=${CANARY}`,
  "kubectl get pods",
  "what is wrong here, please?",
];

export const TEXTS = {
  empty: "",
  pod: POD,
  secret: SECRET,
  node: config("registry.example.com:5000"),
  both: `${POD}---\n${SECRET}`,
  events: [POD, ...EVENTS].join("\n---\n"),
  kinds: KINDS.join("\n---\n"),
  roles: `kind: Pod
metadata: {name: web}
spec:
  initContainers:
  - {name: first, image: nginx}
  - {name: beside, image: nginx, restartPolicy: Always}
  containers:
  - {name: shop, image: nginx}
  ephemeralContainers:
  - {name: debug, image: nginx}
  volumes:
  - {name: data, image: {reference: nginx}}
`,
  versions: [POD, POD].map((it, at) => it.replace("{name: web}", `{name: web, uid: "${at || ""}"}`)).join("---\n"),
  dockercfg: `{"registry.example.com:5000":{"auth":"${auth}","email":"a@b.c"}}`,
};

export const OPTIONS = [
  {},
  { kubernetes: "1.20", alwaysPullImages: true, present: ["nginx:1", "docker.io/library/nginx:1"] },
  { podTemplates: [{ kind: "Rollout", path: "spec" }] },
  { answers: ["noPlatform", "certificate", "plainHttp"] },
  { runtime: { version: "docker://27.0.3" }, platform: "linux/arm64/v8" },
  {
    platform: "linux/amd64",
    runtime: {
      version: "cri-o://1.34.1",
      searchRegistries: ["docker.io"],
      aliases: { kong: "docker.io/library/kong" },
    },
  },
];
