/**
 * Weighs the ways in which images can get their credentials against a few facts: which fits, which
 * do not and why, and manifests to start from.
 */
export function advise(facts: AdviceFacts): AdviceOutcome;

/**
 * Makes the edits of a fix in the texts that were diagnosed: in the one, or in those of the list.
 */
export function applyFix(documents: string, fix: Fix): string;
export function applyFix(documents: string[], fix: Fix): string[];

/**
 * Builds a Secret as `kubectl create secret docker-registry` does.
 */
export function buildSecret(parts: SecretParts): BuildOutcome;

/**
 * Says which credential providers of a node are asked for an image, with what, and why not the
 * others: what a kubelet refuses of their configuration, in its words, and what it takes from what a
 * plugin has printed. Passwords do not come back.
 */
export function checkCredentialProviders(input: CheckProvidersInput): CheckProvidersOutcome;

/**
 * Says what other clients take from the same `config.json` for the same image, beside the kubelet:
 * whether a credential is sent, by which key, and why.
 */
export function compareClients(input: CompareClientsInput): ClientsOutcome;

/**
 * Says how other parsers read the same image, beside the kubelet's.
 */
export function compareParsers(image: string): ParsersOutcome;

/**
 * Decodes a Docker config as Kubernetes does.
 */
export function decodeDockerConfig(text: string, format: ConfigFormat): DecodeOutcome;

/**
 * Reads everything in `documents` and says for each image in it what the kubelet does, and why:
 * manifests, Secrets, files of the node, events and names of images, in any order, YAML or JSON.
 *
 * Several texts are diagnosed as one, the files of a folder for example; every place says which of
 * them it is in, as an index. Any text gives an answer; what cannot be read is a finding.
 * An exception names the argument or the option that is wrong.
 */
export function diagnose(documents: string | string[], options?: DiagnoseOptions | null): Diagnosis;

/**
 * The page about a finding's code, in Markdown: what happens, how to tell, how to fix it, when it is
 * fine. `undefined` for a code that does not exist.
 */
export function explainFinding(code: string): string | undefined;

/**
 * Looks up the credentials that `image` gets from `sources`, in the order in which the kubelet
 * tries them, and says of every key why it matches or does not.
 */
export function lookUpCredentials(image: string, sources: ConfigSource[]): LookupOutcome;

/**
 * Reads `input` as the kubelet reads the `image` field of a container.
 */
export function parseReference(input: string): ParseOutcome;

/**
 * The `imagePullPolicy` of a container with `image`, and what decides it. `written` is the policy
 * that the manifest says; leave it out to get the default.
 */
export function pullPolicy(image: string, written?: string | null): PolicyOutcome;

/**
 * What a node of K3s or RKE2 makes of its `registries.yaml`: the files for containerd, and for each
 * image which addresses are asked, in order, by which requests, with whose credentials, and which
 * entries touch no image. An exception names which member of the input is wrong.
 */
export function resolveRegistries(input: RegistriesInput): RegistriesOutcome;

/**
 * Which manifest of an image index a node takes, and of each other why not. `index` is what the
 * registry answers: the output of `crane manifest`, `skopeo inspect --raw`, `docker manifest
 * inspect`, with and without `-v`.
 *
 * `platform` is that of the node: `linux/arm64/v8`, `windows(10.0.20348)/amd64`. `runtime` is its
 * container runtime as a Node object has it: `containerd://1.7.27`, `cri-o://1.34.1`; containerd 2.1
 * and later when missing. An exception names which of the two is wrong.
 */
export function selectManifest(index: string, platform: string, runtime?: string | null): ManifestOutcome;

/**
 * Runs the pulls of several Pods on one node: who waits for whom, from when to when.
 */
export function simulatePulls(input: PullQueueInput): PullQueueOutcome;

/**
 * The findings of a diagnosis as a SARIF 2.1.0 log, which code hosts and editors show at the lines
 * of the files. `files` has the texts by their paths, as they are called in the repository:
 * `{ "deploy/pod.yaml": "kind: Pod…" }`. They are diagnosed as one, in that order.
 *
 * A rule is a code with its page, a result a finding: its place, the other places that it involves,
 * and the edits of its fix. Columns are counted in UTF-16 code units, from 1. Nothing found is a log
 * without results. An exception names the argument or the option that is wrong.
 */
export function toSarif(files: Record<string, string>, options?: DiagnoseOptions | null): SarifLog;

/**
 * Says what the API server and the kubelet make of a Secret with registry credentials.
 */
export function validateSecret(secret: SecretInput): SecretOutcome;

/**
 * The same for every Secret of a manifest in YAML or JSON, in the order of the text. What cannot
 * be read is reported in its place; documents of other kinds are passed over.
 */
export function validateSecretManifest(text: string): SecretOutcome[];

/**
 * Whether a Pod may use an image that the node has, by the records of the node's kubelet: from 1.33
 * on with the feature gate `KubeletEnsureSecretPulledImages`, which is on from 1.35 on.
 */
export function verifyImagePull(question: VerifyInput): VerifyOutcome;

/**
 * What to do, what not, and what to start from.
 */
export interface Advice {
    /**
     * What to do. Empty where the facts leave no way.
     */
    taken: WeighedSetUp[];
    /**
     * What was weighed and not taken.
     */
    refused: WeighedSetUp[];
    /**
     * What to keep in mind, in sentences.
     */
    cautions: string[];
    /**
     * Manifests and files, in the order of `taken`.
     */
    manifests: AdviceManifest[];
}

/**
 * Which Pods may use the images.
 */
export type AdviceAudience = "cluster" | "namespace" | "somePods";

/**
 * What is known of the images, of who may use them, and of the cluster. What is missing is taken to
 * be as the words say.
 */
export interface AdviceFacts {
    /**
     * The release of Kubernetes, from `1.20` on; the newest that is known when missing.
     */
    kubernetes?: string;
    /**
     * Whether the registry gives the images to anybody; `private` when missing.
     */
    images?: AdviceImages;
    /**
     * Which Pods may use the images; `cluster` when missing.
     */
    audience?: AdviceAudience;
    /**
     * Who decides what is on the nodes; `ours` when missing.
     */
    nodes?: AdviceNodes;
    /**
     * Whether people make Pods who must not use each other's images; they do not when missing.
     */
    tenants?: boolean;
    /**
     * Where the images are; `other` when missing.
     */
    registry?: AdviceRegistry;
    /**
     * Whether passwords are replaced every few hours or days; they are not when missing.
     */
    rotates?: boolean;
    /**
     * Whether static Pods use the images; they do not when missing.
     */
    staticPods?: boolean;
    /**
     * Where the nodes get images from; `registry` when missing.
     */
    supply?: AdviceSupply;
    /**
     * Whether the nodes run K3s or RKE2; they do not when missing.
     */
    k3s?: boolean;
}

/**
 * Whether the registry gives the images to anybody.
 */
export type AdviceImages = "public" | "private";

/**
 * A text to start from.
 */
export interface AdviceManifest {
    /**
     * The set-up that it belongs to.
     */
    setUp: string;
    /**
     * What it is and where it goes.
     */
    title: string;
    /**
     * YAML or JSON. What has to be replaced is in capital letters, or says `example`.
     */
    yaml: string;
}

/**
 * Who decides what is on the nodes.
 */
export type AdviceNodes = "ours" | "theirs";

/**
 * What fits the facts.
 */
export type AdviceOutcome = ({ status: "advised" } & Advice) | { status: "rejected"; message: string };

/**
 * Where the images are.
 */
export type AdviceRegistry = "ecr" | "acr" | "google" | "ghcr" | "dockerHub" | "other";

/**
 * Where the nodes get images from.
 */
export type AdviceSupply = "registry" | "mirror" | "airGapped";

/**
 * A new Secret.
 */
export type BuildOutcome = { status: "built"; config: string; yaml: string; json: string } | { status: "rejected"; message: string };

/**
 * For which images an answer is kept.
 */
export type CacheKeyType = "Image" | "Registry" | "Global";

/**
 * A node's credential providers, an image, and what is known of the Pod.
 */
export interface CheckProvidersInput {
    /**
     * The text of the `CredentialProviderConfig`, in YAML or JSON; of several files, those of the
     * directory in the order of their names, which a kubelet reads from 1.34 on.
     */
    config: ConfigTexts;
    /**
     * The image, as it is typed in the container.
     */
    image: string;
    /**
     * The release of the kubelet, from `1.20` on; the newest that is known when missing.
     */
    kubernetes?: string;
    /**
     * Feature gates as `--feature-gates` sets them; none when missing. One that the release does
     * not know or locks stays as it is.
     */
    featureGates?: Record<string, boolean>;
    /**
     * The ServiceAccount of the Pod; one of which nothing is known when missing.
     */
    serviceAccount?: PodServiceAccount;
    /**
     * What a plugin has printed: the text of a `CredentialProviderResponse`.
     */
    response?: string;
    /**
     * The name of the provider that has printed it. When missing, the first that is asked for the
     * image and speaks its API version, or else the first that is asked.
     */
    respondedBy?: string;
}

/**
 * What becomes of the providers for an image.
 */
export type CheckProvidersOutcome = ({ status: "checked" } & CheckedProviders) | ({ status: "imageRejected" } & RejectedReference) | ({ status: "configUnreadable" } & UnreadableConfig) | { status: "rejected"; message: string };

/**
 * One provider, and whether it is asked for the image.
 */
export interface CheckedProvider {
    /**
     * Its name, which is that of its executable.
     */
    name: string;
    /**
     * Whether it is asked.
     */
    verdict: ProviderVerdict;
    /**
     * The same in a sentence, without a final stop.
     */
    sentence: string;
    /**
     * Its entries of `matchImages`, in their order.
     */
    matchImages: MatchedImage[];
    /**
     * What its program reads from its standard input, one line. In place of a token stands `…`.
     */
    request: string | null;
    /**
     * Under which keys an answer is looked for, in this order.
     */
    cacheKeys: ProviderCacheKey[];
    /**
     * How long an answer is kept that does not say it: `12h0m0s`.
     */
    defaultCacheDuration: string;
}

/**
 * The providers of a node, and one image.
 */
export interface CheckedProviders {
    /**
     * Whether a kubelet of this release, with its feature gates, reads a configuration at all.
     */
    isRead: boolean;
    /**
     * Why it does not take this one: it ends at its start then. In its order; empty when it does.
     */
    errors: ProviderConfigError[];
    /**
     * What providers are asked for: registry and repository, without tag and digest.
     */
    repository: string;
    /**
     * The providers, in the order in which they are asked; none where there is an error or nothing
     * is read.
     */
    providers: CheckedProvider[];
    /**
     * What comes of the response, where one was given.
     */
    response: CheckedResponse | null;
    /**
     * What an older kubelet did for the image by itself, where its registry is one of a cloud.
     */
    legacy: LegacyProvider | null;
}

/**
 * What comes of an answer.
 */
export interface CheckedResponse {
    /**
     * Who is taken to have given it: an index into `providers`. `null` where none is asked; then it
     * is judged by itself.
     */
    provider: number | null;
    /**
     * Why the kubelet uses nothing of it.
     */
    error: ProviderResponseError | null;
    /**
     * For which images it is kept.
     */
    cacheKeyType: CacheKeyType | null;
    /**
     * How long it is kept: `10m0s`; `0s` for not at all. `null` where the provider, which is not
     * known, says it.
     */
    lifetime: string | null;
    /**
     * Its keys, in the order in which they are tried. Those whose `place` is not `null` are the
     * credentials that the container runtime is given; no password comes back.
     */
    keys: TriedKey[];
}

/**
 * What one client does with an image when the config is its own.
 */
export interface ClientAnswer {
    /**
     * The client.
     */
    client: ClientName;
    /**
     * Its name, as its users know it.
     */
    name: string;
    /**
     * The library whose rules these are, and its version.
     */
    library: string;
    /**
     * Whether a credential is sent.
     */
    sent: ClientSent;
    /**
     * The keys that it takes for the image's. Of several, all are used where `usesAll`, else any one.
     */
    keys: ClientKey[];
    /**
     * Whether every key is used, one after another.
     */
    usesAll: boolean;
    /**
     * The credential helper that is asked, and about what.
     */
    asks: ClientHelper | null;
    /**
     * Why, as a sentence.
     */
    reason: string;
}

/**
 * A credential helper that is asked.
 */
export interface ClientHelper {
    /**
     * What follows `docker-credential-` in the program's name.
     */
    program: string;
    /**
     * What it is asked about.
     */
    about: string;
}

/**
 * A key that a client takes for the image's.
 */
export interface ClientKey {
    /**
     * The key, as written, but for a user in front of the host, which is `…`.
     */
    key: string;
    /**
     * Where it stands in the config, quotes included.
     */
    span: Span;
    /**
     * The user name that is sent. The password does not come back.
     */
    username: string | null;
}

/**
 * The clients.
 */
export type ClientName = "dockerCli" | "containers" | "crane" | "kubelet" | "dockerCredential";

/**
 * Whether a client sends a credential.
 */
export type ClientSent = "yes" | "no" | "varies" | "asks";

/**
 * What each client does with the image.
 */
export interface ClientsOutcome {
    /**
     * One answer for each client.
     */
    clients: ClientAnswer[];
}

/**
 * A config and an image that are compared.
 */
export interface CompareClientsInput {
    /**
     * The text of a `config.json`.
     */
    config: string;
    /**
     * The image, as it is written.
     */
    image: string;
}

/**
 * What a Docker config holds.
 */
export interface ConfigEntries {
    /**
     * One entry for each key, in the order in which the keys first appear.
     */
    entries: ConfigEntry[];
    /**
     * Whether there is an `auths` member that is not `null`; always so in a `.dockercfg`.
     */
    hasAuths: boolean;
    /**
     * Members that hold or point to credentials and that the kubelet never uses.
     */
    ignored: IgnoredConfigMember[];
}

/**
 * One entry of a Docker config.
 */
export interface ConfigEntry {
    /**
     * The registry, as written, but for a user in front of the host, which is `…`.
     */
    key: string;
    /**
     * Where the key stands, quotes included.
     */
    keySpan: Span;
    /**
     * Where the value stands.
     */
    span: Span;
    /**
     * The user name. Bytes that are not UTF-8 are U+FFFD here, and are sent as they are.
     */
    username: string;
    /**
     * Whether there is a password. It does not come back.
     */
    hasPassword: boolean;
    /**
     * The email address, which is never sent.
     */
    email: string;
    /**
     * What is legal and seldom meant.
     */
    notes: ConfigNote[];
}

/**
 * Why a Docker config does not decode, and where.
 */
export interface ConfigError {
    /**
     * What is wrong, for people. It names the place and repeats no value.
     */
    message: string;
    /**
     * The value that is wrong, or the one character of it.
     */
    span: Span;
    /**
     * The exact error text of Kubernetes.
     */
    upstream: string;
}

/**
 * The two layouts of a Docker config.
 */
export type ConfigFormat = "config.json" | "dockercfg";

/**
 * Something about an entry that is legal and seldom meant.
 */
export interface ConfigNote {
    /**
     * What it is.
     */
    kind: ConfigNoteKind;
    /**
     * Where it stands.
     */
    span: Span;
}

/**
 * The kinds of `ConfigNote`.
 */
export type ConfigNoteKind = "blank" | "authReplaces" | "trailingNewline" | "replacesEarlier" | "identityToken" | "registryToken" | "other";

/**
 * One Docker config that credentials are looked up in.
 */
export interface ConfigSource {
    /**
     * Its layout.
     */
    format: ConfigFormat;
    /**
     * The document.
     */
    text: string;
}

/**
 * The text of one file, or of several.
 */
export type ConfigTexts = string | string[];

/**
 * What Kubernetes takes from one Docker config.
 */
export type DecodeOutcome = ({ status: "decoded" } & ConfigEntries) | ({ status: "rejected" } & ConfigError);

/**
 * What the texts do not say: what-if switches.
 */
export interface DiagnoseOptions {
    /**
     * The release of Kubernetes, of the API server and of the kubelet, from `1.20` on; the newest
     * that is known when missing.
     */
    kubernetes?: string;
    /**
     * The namespace of an object that does not say one; `default` when missing.
     */
    defaultNamespace?: string;
    /**
     * Whether the API server runs the admission plugin AlwaysPullImages; it does not when missing.
     */
    alwaysPullImages?: boolean;
    /**
     * The images that the node has, by the names that the runtime knows them under; not known when
     * missing. Nodes and lists of images among the texts are added to it.
     */
    present?: string[];
    /**
     * The container runtime of the node. When missing, a Node among the texts tells it.
     */
    runtime?: NodeRuntimeOptions;
    /**
     * The platform of the node, as `linux/arm64/v8` or `windows(10.0.20348)/amd64`. When missing, a
     * Node among the texts tells it.
     */
    platform?: string;
    /**
     * How K3s or RKE2 is set on the node, where the texts have its `registries.yaml`; as K3s is
     * installed when missing.
     */
    registries?: RegistriesSetting;
    /**
     * Feature gates about images as `--feature-gates` sets them, for the kubelet and the API server;
     * none when missing. One that the release does not know or locks stays as it is.
     */
    featureGates?: Record<string, boolean>;
    /**
     * Images that the node has, and who pulled them; records of the node among the texts are added
     * to it.
     */
    pulled?: PulledBefore[];
    /**
     * Whether a `config.json` or `.dockercfg` among the texts is on the node; it is when missing.
     */
    nodeConfig?: boolean;
    /**
     * The time with which the age of tokens is judged, in milliseconds since 1970, as `Date.now()`
     * gives it; their age is not judged when missing.
     */
    now?: number;
    /**
     * Kinds, besides the known ones, that make Pods, and where their Pod spec stands.
     */
    podTemplates?: PodTemplatePath[];
    /**
     * The answers of the registry for which is predicted what is seen. When missing: `ok`,
     * `unauthorized`, `forbidden`, `notFound`, `tooManyRequests`, `networkError` and `malformed`
     * for up to 50 images, and none for more. What an event tells is added to them.
     */
    answers?: string[];
}

/**
 * The keys that one image was tried with.
 */
export interface DiagnosedCredentials {
    /**
     * Every key in the order tried: those of the pull Secrets, then those of the node.
     */
    keys: DiagnosedKey[];
    /**
     * How many credentials are tried with the registry, in the order of `place`.
     */
    used: number;
    /**
     * A Secret that the kubelet cannot decode, so that no key is used and no pull is tried: index into the `pullSecrets` of the workload.
     */
    blockedBy: number | null;
}

/**
 * One document.
 */
export interface DiagnosedDocument {
    /**
     * Where it stands.
     */
    span: Place;
    /**
     * Its kind; also known for the items of a list that do not say it.
     */
    kind: string | null;
    /**
     * `metadata.name`.
     */
    name: string | null;
    /**
     * `metadata.namespace`, as written.
     */
    namespace: string | null;
    /**
     * What it was taken for; `unknown` is an object that has nothing to do with images here.
     */
    recognized: "workload" | "embedding" | "unknown" | "secret" | "serviceAccount" | "event" | "node" | "admissionReview" | "configJson" | "dockerCfg" | "registries" | "registriesConf" | "kubeletConfiguration" | "credentialProviderConfig" | "credentialProviderResponse" | "imageIndex" | "imagePulledRecord" | "imagePullIntent" | "nodeImages" | "status" | "images" | "eventText" | "eventTable" | "description" | "podTable" | "createSecret" | "command" | "words" | "broken";
    /**
     * Paths of the Pod specs in an object of a kind that Kubernetes does not have: the one that the options name (`embedding`), or those that look like one (`unknown`).
     */
    podSpecs: string[];
    /**
     * Why it was taken for that, in a sentence that names what decided.
     */
    because: string;
    /**
     * Why it is broken. What stands before the error may still be named here.
     */
    error: DocumentError | null;
}

/**
 * One address that is asked for an image.
 */
export interface DiagnosedEndpoint {
    /**
     * The URL of the manifest, asked for with `HEAD`. Several where chance decides which of them.
     */
    urls: string[];
    /**
     * Host and port.
     */
    host: string;
    /**
     * The registry, where the address has to be told which one is meant.
     */
    ns: string | null;
    /**
     * Whether this is the registry's own address.
     */
    isDefault: boolean;
    /**
     * The rewrite that is made: none, one, or of several any one.
     */
    rewrites: DiagnosedRewrite[];
    /**
     * What it is sent when it asks for credentials: nothing, what the kubelet has for the Pod, or that of an entry.
     */
    credential: "nothing" | "pod" | "entry";
    /**
     * The key of the entry of `configs` whose credentials are sent, or would be if the kubelet had none.
     */
    credentialKey: string | null;
    /**
     * What of that entry is used.
     */
    credentialKind: "password" | "identityToken" | "auth" | "nothing" | null;
    /**
     * How the connection is secured, where an entry says it.
     */
    tls: DiagnosedEndpointTls | null;
    /**
     * Whether certificates are not verified.
     */
    skipsVerification: boolean;
    /**
     * Whether plain HTTP follows when HTTPS does not answer.
     */
    thenHttp: boolean;
    /**
     * All of it in a sentence.
     */
    sentence: string;
    /**
     * Where it is written: the endpoint, or the key of an entry; `null` where it is filled in.
     */
    span: Place | null;
}

/**
 * How a connection is secured.
 */
export interface DiagnosedEndpointTls {
    /**
     * The key of the entry of `configs`; `null` for the files of the cluster.
     */
    key: string | null;
    /**
     * Certificates that are trusted besides the system's; may be empty.
     */
    caFile: string;
    /**
     * The client's certificate; may be empty.
     */
    certFile: string;
    /**
     * Its key; may be empty.
     */
    keyFile: string;
}

/**
 * Which addresses a node with a `registries.yaml` asks for an image.
 */
export interface DiagnosedEndpoints {
    /**
     * The registry in the name of the image.
     */
    registry: string;
    /**
     * The repository, with `library/` where it is filled in.
     */
    repository: string;
    /**
     * The tag, or the digest; of both the digest.
     */
    object: string;
    /**
     * The directory of containerd that is read, a registry or `_default`; `null` where none is.
     */
    directory: string | null;
    /**
     * Why that one.
     */
    why: "own" | "wildcard" | "hidden" | "builtIn";
    /**
     * The same in a sentence.
     */
    because: string;
    /**
     * What breaks the file in that directory, so that it is passed over.
     */
    brokenBy: Place | null;
    /**
     * What is asked, in order; the first that has the image gives it.
     */
    asked: DiagnosedEndpoint[];
}

/**
 * One event or waiting state of the texts, and what it belongs to.
 */
export interface DiagnosedEvent {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * Where it stands.
     */
    span: Place;
    /**
     * Its reason, such as `Failed` or `ImagePullBackOff`, where it is told.
     */
    reason: string | null;
    /**
     * The image that it names.
     */
    image: string | null;
    /**
     * The images that it is about, as far as its names tell.
     */
    about: ImageId[];
    /**
     * What the registry, or what stands before it, answered, where that is told.
     */
    answer: "ok" | "unauthorized" | "forbidden" | "notFound" | "tooManyRequests" | "networkError" | "certificate" | "plainHttp" | "malformed" | "noPlatform" | null;
    /**
     * The words that tell the answer.
     */
    answerSpan: Place | null;
    /**
     * What the container waits with after a failed pull that is told, in this release.
     */
    waiting: WaitingState | null;
    /**
     * How long the pull took that it tells of; `null` where it tells of none.
     */
    took: PullTime | null;
    /**
     * What explains it: index into `findings`.
     */
    cause: number | null;
    /**
     * What it means, in a sentence.
     */
    sentence: string;
}

/**
 * One thing that a person should know, and what it is about.
 */
export interface DiagnosedFinding {
    /**
     * What it is, as `area/problem`. A code keeps its meaning for ever and is never reused; `explainFinding` has a page for each.
     */
    code: string;
    /**
     * `error`: Kubernetes refuses it, or it cannot do what it is for. `warning`: accepted, and probably not what was meant. `info`: worth knowing.
     */
    severity: "error" | "warning" | "info";
    /**
     * What is wrong and what to do, without any secret.
     */
    message: string;
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * The field, as Kubernetes writes it in its errors; empty where it is about the document as a whole.
     */
    path: string;
    /**
     * Where the field stands, where that is known.
     */
    span: Place | null;
    /**
     * The images whose pull it touches; none for a finding about a document alone.
     */
    images: ImageId[];
    /**
     * The keys of Secrets that it is about; none for a finding about something else.
     */
    keys: KeyId[];
    /**
     * The other values that are involved.
     */
    related: RelatedPlace[];
    /**
     * What to change, where one change is right for sure.
     */
    fix: Fix | null;
}

/**
 * One image, and what becomes of it.
 */
export interface DiagnosedImage {
    /**
     * The field: `spec.containers[0].image`; empty for a bare name.
     */
    path: string;
    /**
     * What names it; a bare name counts as a container.
     */
    role: "initContainer" | "sidecarContainer" | "container" | "ephemeralContainer" | "imageVolume";
    /**
     * The name of the container or volume.
     */
    name: string | null;
    /**
     * The image as written; empty when absent.
     */
    image: string;
    /**
     * Where it stands; the container, when it is absent.
     */
    span: Place;
    /**
     * The parts of the reference; `null` when it is none, and `refusal` says why.
     */
    reference: ImageParts | null;
    /**
     * Why the image is not a reference.
     */
    refusal: ImageRefusal | null;
    /**
     * The pull policy.
     */
    policy: DiagnosedPolicy;
    /**
     * Whether the node has the image.
     */
    presence: "present" | "absent" | "unknown";
    /**
     * Its bytes, where a node's list or the event of its pull tells them.
     */
    size: number | null;
    /**
     * Whether the Pod may use the image that the node has; `null` where the kubelet does not ask: it pulls in any case, the gate is off, or nothing tells that the image is there.
     */
    verification: ImageVerification | null;
    /**
     * The keys that it was tried with. `null` when the image is no reference, or when there is too much to compare.
     */
    credentials: DiagnosedCredentials | null;
    /**
     * Of each credential provider whether it is asked, in the order of their configuration. Empty when the image is no reference, or when there is too much to compare.
     */
    providers: ImageProvider[];
    /**
     * What the runtime makes of the name; `null` when the image is no reference.
     */
    runtime: ResolvedImage | null;
    /**
     * Which addresses the node asks for it, by its `registries.yaml`; `null` where there is none, where the runtime is not asked for the image, or where there is too much to compare.
     */
    endpoints: DiagnosedEndpoints | null;
    /**
     * What becomes of it, as far as the texts can tell.
     */
    outcome: Outcome;
    /**
     * What is decided on the way, step by step.
     */
    plan: PlanStep[];
    /**
     * What is seen, for each answer of the registry that the options name, and for that which an event tells; one alone where the registry is not asked, and none where no Pod waits.
     */
    predictions: Prediction[];
}

/**
 * An image index of the texts, and what the node takes of it.
 */
export interface DiagnosedIndex {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * The image that the texts name it for.
     */
    name: string | null;
    /**
     * The images of the texts that it is the index of.
     */
    images: ImageId[];
    /**
     * An image index of OCI, or a manifest list of Docker.
     */
    format: "oci" | "docker";
    /**
     * Who chooses.
     */
    puller: "containerd" | "containerdLocal" | "crio" | "docker";
    /**
     * Index into `manifests`: what the node takes; `null` when it takes none, or when its platform is not known.
     */
    chosen: number | null;
    /**
     * Why the node takes none.
     */
    refusal: string | null;
    /**
     * What it lists, in its order.
     */
    manifests: DiagnosedManifest[];
}

/**
 * One key, and why it fits or does not.
 */
export interface DiagnosedKey {
    /**
     * As written, without a user in front of the host.
     */
    key: string;
    /**
     * The normalized key; empty when the key is no URL.
     */
    indexKey: string;
    /**
     * Where it comes from: a pull Secret, or a file of the node.
     */
    source: "pullSecret" | "node";
    /**
     * Index into the `pullSecrets` of the workload; `null` for a file of the node.
     */
    pullSecret: number | null;
    /**
     * Index into `secrets`.
     */
    secret: number;
    /**
     * Index into the `keys` of that Secret.
     */
    entry: number;
    /**
     * Its turn, from 0; `null` when it is not used.
     */
    place: number | null;
    /**
     * Whether it is used only because no key fits and the image counts as Docker Hub's.
     */
    isFallback: boolean;
    /**
     * The rule that says no.
     */
    refusedBy: "url" | "scheme" | "port" | "labelCount" | "path" | "label" | "pattern" | null;
    /**
     * Why, in a sentence.
     */
    sentence: string;
    /**
     * Where the key stands, or the value of the Secret that holds it.
     */
    span: Place;
    /**
     * The user name; bytes that are no text are U+FFFD.
     */
    username: string;
    /**
     * Whether there is a password. It does not come back.
     */
    hasPassword: boolean;
    /**
     * Whether user name and password are both empty, so that the runtime is sent empty fields.
     */
    isBlank: boolean;
}

/**
 * One manifest of an index. What is said of it is `null` when the platform of the node is not known.
 */
export interface DiagnosedManifest {
    /**
     * Its digest.
     */
    digest: string;
    /**
     * What it is for: `linux/arm64/v8`.
     */
    platform: string | null;
    /**
     * Where it stands.
     */
    span: Place;
    /**
     * Its place among those that the node takes, from 0; `null` when it does not take it.
     */
    place: number | null;
    /**
     * What decides.
     */
    why: "exact" | "fallback" | "noPlatform" | "notFetched" | "os" | "architecture" | "variant" | "osVersion" | "osFeatures" | "attestation" | "platformMissing" | null;
    /**
     * The same in a sentence that names the values.
     */
    sentence: string | null;
}

/**
 * The node, as far as the texts and the options tell.
 */
export interface DiagnosedNode {
    /**
     * What the kubelet runs with, every default filled in.
     */
    settings: KubeletSettings;
    /**
     * The file that the kubelet is configured with; `null` where the texts have none.
     */
    kubelet: KubeletFile | null;
    /**
     * The kubelet's plugins that give credentials for images.
     */
    providers: DiagnosedProviders;
    /**
     * Its container runtime, and its platform.
     */
    runtime: NodeRuntime;
    /**
     * Its `registries.yaml`; `null` where the texts have none.
     */
    registries: DiagnosedRegistries | null;
}

/**
 * The pull policy of one image.
 */
export interface DiagnosedPolicy {
    /**
     * The policy; `null` when what is written is none, and the API server refuses the object.
     */
    policy: "Always" | "IfNotPresent" | "Never" | null;
    /**
     * What decides for the image alone; `null` when nothing does.
     */
    rule: "written" | "latestWritten" | "latestImplied" | "otherTag" | "digestOnly" | "unparsable" | null;
    /**
     * Who has the last word: the manifest, the API server's default, the admission plugin AlwaysPullImages, the object that was stored before, or nobody, because the API server refuses what is written or drops the volume.
     */
    by: "manifest" | "default" | "alwaysPullImages" | "stored" | "nobody";
    /**
     * The rule in a sentence.
     */
    sentence: string;
    /**
     * Where it is written; `null` when it is filled in.
     */
    span: Place | null;
}

/**
 * One credential provider.
 */
export interface DiagnosedProvider {
    /**
     * Its name, which is the name of its program.
     */
    name: string;
    /**
     * Where the name stands.
     */
    span: Place;
    /**
     * In which version the kubelet and it speak.
     */
    apiVersion: string;
    /**
     * `matchImages`, as written.
     */
    matchImages: string[];
    /**
     * How long an answer is used that does not say it: `12h0m0s`.
     */
    defaultCacheDuration: string;
    /**
     * The names of the variables that its environment gets; their values do not come back.
     */
    env: string[];
    /**
     * How many arguments it gets; they do not come back.
     */
    args: number;
    /**
     * Whether it gets a token of the Pod's ServiceAccount.
     */
    getsToken: boolean;
}

/**
 * The kubelet's credential providers, as far as the texts tell.
 */
export interface DiagnosedProviders {
    /**
     * Indexes into `documents`: the configuration.
     */
    documents: number[];
    /**
     * Whether the kubelet of this release, with its feature gates, reads a configuration.
     */
    isRead: boolean;
    /**
     * Why the kubelet does not take the configuration. It ends at its start then.
     */
    errors: ProviderError[];
    /**
     * The providers in their order; none where there is an error.
     */
    providers: DiagnosedProvider[];
    /**
     * What plugins have answered, as far as it was pasted.
     */
    answers: ProviderAnswer[];
}

/**
 * The `registries.yaml` of K3s or RKE2 on the node.
 */
export interface DiagnosedRegistries {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * Which of the two reads it.
     */
    distribution: "k3s" | "rke2";
    /**
     * The time of the release, whose rules were applied.
     */
    profile: "legacy" | "2024-03" | "broken-wildcard" | "2025-07";
    /**
     * Whether the node runs with `--disable-default-registry-endpoint`.
     */
    defaultEndpointDisabled: boolean;
    /**
     * Whether the cluster runs with `--embedded-registry`.
     */
    embeddedRegistry: boolean;
    /**
     * Why it cannot be read, so that the node does not get ready; `null` when it can.
     */
    error: string | null;
    /**
     * Whether the runtime of the node is the containerd that it is made for.
     */
    isUsed: boolean;
    /**
     * Whether every image was looked up; there may be too many.
     */
    isComplete: boolean;
    /**
     * Whose error is seen when every address fails.
     */
    errorSeen: string;
    /**
     * Mirrors with their endpoints and rewrites, then configs.
     */
    entries: DiagnosedRegistriesEntry[];
}

/**
 * One entry of a `registries.yaml`, and the images that it touches.
 */
export interface DiagnosedRegistriesEntry {
    /**
     * What it is.
     */
    kind: "mirror" | "endpoint" | "rewrite" | "config";
    /**
     * The path to it: `mirrors.docker.io.endpoint[0]`.
     */
    path: string;
    /**
     * Where it stands.
     */
    span: Place;
    /**
     * The images, in order.
     */
    images: ImageId[];
    /**
     * Why it touches none; `null` when it does.
     */
    idle: "noAddress" | "twice" | "changesNothing" | "broken" | "noRegistry" | "noHost" | "wildcardConfig" | "noPattern" | "tooLarge" | "onlyDefault" | "noImage" | "noRepository" | "notAsked" | "replaced" | null;
    /**
     * The same in a sentence.
     */
    sentence: string | null;
    /**
     * Whether no image at all can be touched, whichever the texts name.
     */
    isDead: boolean;
}

/**
 * Whom the keys and Secrets serve.
 */
export interface DiagnosedReverse {
    /**
     * Who uses each of `secrets` of the diagnosis, and what its keys serve, in the same order.
     */
    secrets: SecretUse[];
    /**
     * Images that a Pod without a credential for them can use only because the node has them, in the order of the texts.
     */
    present: OnlyPresent[];
}

/**
 * A rewrite that changes the repository.
 */
export interface DiagnosedRewrite {
    /**
     * The pattern.
     */
    pattern: string;
    /**
     * What it is replaced with.
     */
    replacement: string;
    /**
     * What the groups take at the first match, the whole match first.
     */
    groups: (string | null)[];
    /**
     * What becomes of the repository.
     */
    repository: string;
    /**
     * Where the pattern stands.
     */
    span: Place;
}

/**
 * One Secret, or one file of the node with credentials.
 */
export interface DiagnosedSecret {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * The Secret's name; `config.json` or `.dockercfg` for a file of the node.
     */
    name: string;
    /**
     * The namespace; `null` for a file of the node.
     */
    namespace: string | null;
    /**
     * `type` of a Secret, as written; empty for a file of the node.
     */
    type: string;
    /**
     * What comes of it: the kubelet reads its keys, or ignores it, or cannot decode it, or the API server refuses it.
     */
    state: "read" | "ignored" | "refused" | "broken";
    /**
     * Why it is ignored or broken, in words.
     */
    reason: string | null;
    /**
     * Kubernetes' text, where it is refused or broken.
     */
    message: string | null;
    /**
     * Its keys in the order of the text.
     */
    keys: SecretKey[];
}

/**
 * One workload and its images.
 */
export interface DiagnosedWorkload {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * `Deployment apps/shop`, for a heading; `Image names` for bare ones.
     */
    title: string;
    /**
     * The kind; `null` for bare names of images.
     */
    kind: string | null;
    /**
     * `metadata.name`.
     */
    name: string | null;
    /**
     * The namespace that its Pods are in; written, or the default one.
     */
    namespace: string;
    /**
     * The ServiceAccount that its Pods run under; empty for bare names of images.
     */
    serviceAccount: string;
    /**
     * Why the API server refuses the object, or the Pods that are made from it.
     */
    refused: RefusedObject | null;
    /**
     * Where the list of pull Secrets comes from.
     */
    pullSecretsFrom: PullSecretsFrom;
    /**
     * The pull Secrets, in the order in which the kubelet reads them.
     */
    pullSecrets: PullSecretUse[];
    /**
     * Its images: init containers, containers, ephemeral containers, image volumes.
     */
    images: DiagnosedImage[];
}

/**
 * What the kubelet does with each image of one or more texts, and why. Indexes count from 0.
 */
export interface Diagnosis {
    /**
     * The version of this shape. It grows when a member changes its meaning or goes away; a new member does not change it.
     */
    schema: 1;
    /**
     * The release of Kubernetes whose rules were applied: `1.36`.
     */
    kubernetes: string;
    /**
     * What is known of the node.
     */
    node: DiagnosedNode;
    /**
     * Every document, in the order of the texts.
     */
    documents: DiagnosedDocument[];
    /**
     * Every workload, and every document of bare image names, in the order of the texts.
     */
    workloads: DiagnosedWorkload[];
    /**
     * Every Secret and every file of the node that holds credentials, in the order of the texts.
     */
    secrets: DiagnosedSecret[];
    /**
     * The same from the side of the keys and the Secrets.
     */
    reverse: DiagnosedReverse;
    /**
     * Every image index, in the order of the texts.
     */
    indexes: DiagnosedIndex[];
    /**
     * What the texts tell of pulls that were tried already, in the order of the texts.
     */
    events: DiagnosedEvent[];
    /**
     * What a person should know: the worst first, then in the order of the texts.
     */
    findings: DiagnosedFinding[];
    /**
     * How things go on in time; each prediction names one of them.
     */
    timelines: Timeline[];
}

/**
 * Why a document cannot be read.
 */
export interface DocumentError {
    /**
     * Why, in a sentence that repeats no value.
     */
    message: string;
    /**
     * Where it shows.
     */
    span: Place;
}

/**
 * One change of a text.
 */
export interface Edit {
    /**
     * What goes; empty to insert.
     */
    span: Place;
    /**
     * What takes its place.
     */
    text: string;
}

/**
 * A feature gate of Kubernetes.
 */
export interface FeatureGate {
    /**
     * Its name.
     */
    name: string;
    /**
     * How far it has come in this release.
     */
    stage: "alpha" | "beta" | "GA";
    /**
     * Whether it is on.
     */
    on: boolean;
}

/**
 * One error of the API server, in its words.
 */
export interface FieldError {
    /**
     * The kind, as in the `reason` of an API answer: `FieldValueInvalid`.
     */
    type: string;
    /**
     * The kind, as it stands in the text: `Invalid value`.
     */
    typeText: string;
    /**
     * The field: `data[.dockerconfigjson]`.
     */
    field: string;
    /**
     * The value that is shown, which never is the content of the Secret.
     */
    badValue: string;
    /**
     * The reason.
     */
    detail: string;
    /**
     * The whole text.
     */
    text: string;
}

/**
 * One thing that a person should know of a document.
 */
export interface Finding {
    /**
     * What it is, as `area/problem`. A code keeps its meaning for ever.
     */
    code: string;
    /**
     * How bad it is.
     */
    severity: Severity;
    /**
     * The field, as Kubernetes writes it in its errors.
     */
    path: string;
    /**
     * Where the field stands in the text, when a text was given.
     */
    span: Span | null;
    /**
     * What is wrong and what to do, without any secret.
     */
    message: string;
}

/**
 * What to change, so that a finding goes away. It holds no secret.
 */
export interface Fix {
    /**
     * What it does, beginning with a verb.
     */
    title: string;
    /**
     * Changes of the texts as they are; they do not overlap, and stand in order. `applyFix` makes them.
     */
    edits: Edit[];
    /**
     * What a person would type instead, or as well.
     */
    command: string | null;
}

/**
 * An object of the cluster.
 */
export interface HeldObject {
    /**
     * Its namespace.
     */
    namespace: string;
    /**
     * Its name.
     */
    name: string;
    /**
     * Its uid.
     */
    uid: string;
}

/**
 * A Secret of a Pod, and its credential for an image.
 */
export interface HeldSecret {
    /**
     * Its namespace.
     */
    namespace: string;
    /**
     * Its name.
     */
    name: string;
    /**
     * Its uid.
     */
    uid: string;
    /**
     * The user name.
     */
    username?: string;
    /**
     * The password.
     */
    password?: string;
    /**
     * The email address, which counts when credentials are compared.
     */
    email?: string;
}

/**
 * A member of a Docker config that Docker uses and Kubernetes does not.
 */
export interface IgnoredConfigMember {
    /**
     * Its name, as Docker writes it: `credsStore`, `credHelpers`, `HttpHeaders`.
     */
    member: string;
    /**
     * Where its name stands, quotes included.
     */
    keySpan: Span;
    /**
     * Where its value stands.
     */
    span: Span;
}

/**
 * One image: `workloads[workload].images[image]`.
 */
export interface ImageId {
    /**
     * Index into `workloads`.
     */
    workload: number;
    /**
     * Index into the `images` of that workload.
     */
    image: number;
}

/**
 * One part of a reference.
 */
export interface ImagePart {
    /**
     * What the part is.
     */
    value: string;
    /**
     * Where it stands; `null` when it is filled in.
     */
    span: Place | null;
    /**
     * The rule that made it so, in a sentence.
     */
    because: string;
}

/**
 * The parts of a reference.
 */
export interface ImageParts {
    /**
     * The whole reference with everything filled in but the tag.
     */
    normalized: string;
    /**
     * The short form that people type.
     */
    familiar: string;
    /**
     * Registry and repository, which keys are compared with: `docker.io/library/nginx`.
     */
    repositoryName: string;
    /**
     * The name under which a runtime keeps the image: of tag and digest the digest, and `latest` where neither is written.
     */
    fullName: string;
    /**
     * What the kubelet asks the runtime for: as written, with a tag where one is implied.
     */
    runtimeImage: string;
    /**
     * The registry host with its port.
     */
    registry: ImagePart;
    /**
     * The repository within the registry.
     */
    repository: ImagePart;
    /**
     * The tag; `null` when there is only a digest.
     */
    tag: ImagePart | null;
    /**
     * The digest.
     */
    digest: ImagePart | null;
}

/**
 * Whether one credential provider is asked for one image.
 */
export interface ImageProvider {
    /**
     * Index into `providers` of the node.
     */
    provider: number;
    /**
     * Its name.
     */
    name: string;
    /**
     * Whether it is asked: `maybe` where a ServiceAccount decides that is not here; else why not.
     */
    verdict: "asked" | "maybe" | "noMatch" | "noServiceAccount" | "annotationMissing";
    /**
     * Index into its `matchImages`: the entry that fits.
     */
    entry: number | null;
    /**
     * The same in a sentence.
     */
    sentence: string;
    /**
     * Of each entry of `matchImages` up to the one that fits, why it does not.
     */
    refusals: string[];
    /**
     * What its program reads, one line. In place of a token stands `…`.
     */
    request: string | null;
    /**
     * Under which keys an answer is looked for, in this order.
     */
    cacheKeys: ProviderCacheKey[];
    /**
     * Index into `answers` of the node: what it has answered.
     */
    answer: number | null;
    /**
     * Which keys of the answer fit the image, in their turn.
     */
    used: string[];
}

/**
 * An image reference, normalized.
 */
export interface ImageReference {
    /**
     * The registry host with its port; `docker.io` when none is written.
     */
    registry: string;
    /**
     * The path within the registry: `library/nginx`.
     */
    repository: string;
    /**
     * The tag, when one is written.
     */
    tag: string | null;
    /**
     * The digest with its algorithm, when one is written.
     */
    digest: string | null;
    /**
     * Registry and repository, as credentials are looked up: `docker.io/library/nginx`.
     */
    name: string;
    /**
     * The whole reference with what is implied written out, except for the tag.
     */
    normalized: string;
    /**
     * The short form that people type.
     */
    familiar: string;
    /**
     * The short form of registry and repository alone.
     */
    familiarName: string;
    /**
     * The tag that Kubernetes works with: `latest` when neither tag nor digest is written, empty
     * when only a digest is.
     */
    tagOrDefault: string;
    /**
     * `normalized`, with `:latest` when neither tag nor digest is written.
     */
    withDefaultTag: string;
    /**
     * What the container runtime resolves: a digest makes the tag irrelevant.
     */
    resolved: string;
    /**
     * Where the parts stand in the input.
     */
    spans: ReferenceSpans;
}

/**
 * Why an image is not a reference.
 */
export interface ImageRefusal {
    /**
     * Why, in a sentence.
     */
    sentence: string;
    /**
     * What is wrong: the characters where they stand in the text as they are, else the value.
     */
    span: Place;
    /**
     * Kubernetes' text: of the event, or of the API server's answer when it refuses the object.
     */
    message: string;
}

/**
 * Whether a Pod may use the image that the node has, and what decides it.
 */
export interface ImageVerification {
    /**
     * The policy of the kubelet.
     */
    policy: "NeverVerify" | "NeverVerifyPreloadedImages" | "NeverVerifyAllowlistedImages" | "AlwaysVerify";
    /**
     * Whether the image has to be verified; `null` where that depends on who pulled it, which nothing tells.
     */
    required: boolean | null;
    /**
     * Who is recorded as having pulled it; `null` where no record of its name is known.
     */
    recorded: RecordedAccess | null;
    /**
     * The pull Secret of the Pod that counts: index into the `pullSecrets` of its workload.
     */
    counts: number | null;
    /**
     * The Pod uses the image; or the registry is asked, and under `Never` the container waits; or the container waits, because a pull Secret cannot be decoded; or it depends on who pulled the image.
     */
    decision: "use" | "pull" | "wait" | "unknown";
    /**
     * The rule that decides.
     */
    rule: "unknown" | "noRef" | "brokenSecret" | "unreadableRecord" | "neverVerify" | "preloaded" | "allowlisted" | "noRecord" | "notAName" | "otherName" | "nodePods" | "nobody" | "sameCredential" | "sameSecret" | "sameServiceAccount" | "notRecorded";
    /**
     * The same in a sentence.
     */
    sentence: string;
    /**
     * The record among the texts, if it is one.
     */
    span: Place | null;
    /**
     * The file of the record on the node, below the directory of the kubelet.
     */
    file: string | null;
}

/**
 * One key: `secrets[secret].keys[entry]`.
 */
export interface KeyId {
    /**
     * Index into `secrets`.
     */
    secret: number;
    /**
     * Index into the `keys` of that Secret.
     */
    entry: number;
}

/**
 * Why a key does not match an image.
 */
export interface KeyRefusal {
    /**
     * The rule that says no.
     */
    rule: KeyRule;
    /**
     * The rule as a sentence, with both values.
     */
    reason: string;
}

/**
 * The rules that a key can fail.
 */
export type KeyRule = "url" | "scheme" | "port" | "labelCount" | "path" | "label" | "pattern";

/**
 * What comes of one key.
 */
export interface KeyUse {
    /**
     * The images that its credential is tried for, in order.
     */
    serves: ServedImage[];
    /**
     * Why it serves none of the images here: no image whatever can fit it (`never`), its Secret is not used (`notOnKeyring`), another pull Secret of the Pod cannot be decoded (`blocked`), images of its registry are here and are not below its path (`otherPath`), other keys come before it for Docker Hub (`shadowed`), no image is of its registry (`noImage`), or there is too much to compare (`notLookedUp`). `null` when it serves one.
     */
    idle: "never" | "notOnKeyring" | "blocked" | "otherPath" | "shadowed" | "noImage" | "notLookedUp" | null;
    /**
     * The same in a sentence; `null` when it serves one.
     */
    sentence: string | null;
}

/**
 * A `KubeletConfiguration`, as the kubelet of the release reads it.
 */
export interface KubeletFile {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * Whether the kubelet starts with it.
     */
    starts: boolean;
    /**
     * How far a kubelet gets that does not start: it cannot decode the file, does not take the feature gates, or refuses values. `null` where it starts.
     */
    stage: "decode" | "gates" | "validate" | null;
    /**
     * What it ends with, word for word; `null` where it starts, and for wrong types up to 1.22.
     */
    upstream: string | null;
    /**
     * Why it does not start, in its order.
     */
    errors: KubeletFileError[];
    /**
     * What it logs of names that it does not know before it goes on without them; `null` where there are none, and up to 1.22.
     */
    log: string | null;
    /**
     * Those names.
     */
    ignored: KubeletFileIgnored[];
    /**
     * The fields that touch images, and what each does; empty where they cannot be decoded.
     */
    fields: KubeletFileField[];
}

/**
 * One thing for which the kubelet does not start.
 */
export interface KubeletFileError {
    /**
     * The field.
     */
    path: string;
    /**
     * Where its value stands; where there is none, the document's kind.
     */
    span: Place;
    /**
     * What is wrong, in a sentence.
     */
    message: string;
    /**
     * What the kubelet says of it alone, word for word; `null` for wrong types up to 1.22.
     */
    upstream: string | null;
}

/**
 * A field of the kubelet's file that touches images.
 */
export interface KubeletFileField {
    /**
     * Its path.
     */
    path: string;
    /**
     * What it comes to, the default filled in; empty where nothing is set.
     */
    value: string;
    /**
     * Where it is written; `null` for a default.
     */
    span: Place | null;
    /**
     * What it does.
     */
    sentence: string;
}

/**
 * A name that is no field in this release.
 */
export interface KubeletFileIgnored {
    /**
     * Its path.
     */
    path: string;
    /**
     * Where it stands.
     */
    span: Place;
    /**
     * The first release that has the field; `null` where none has.
     */
    since: string | null;
}

/**
 * What a kubelet's configuration decides about images.
 */
export interface KubeletSettings {
    /**
     * Whether one pull follows the other.
     */
    serializeImagePulls: boolean;
    /**
     * How many pulls run at once; `null` for no limit.
     */
    maxParallelImagePulls: number | null;
    /**
     * Pulls in a second, on average; 0 for no limit.
     */
    registryPullQPS: number;
    /**
     * Pulls at one moment, where there is a limit.
     */
    registryBurst: number;
    /**
     * `imagePullCredentialsVerificationPolicy`; `null` where its feature gate is off.
     */
    verification: "NeverVerify" | "NeverVerifyPreloadedImages" | "NeverVerifyAllowlistedImages" | "AlwaysVerify" | null;
    /**
     * `preloadedImagesVerificationAllowlist`.
     */
    allowlist: string[];
    /**
     * The feature gates about images that the release knows.
     */
    gates: FeatureGate[];
}

/**
 * What an older kubelet did for images of a cloud by itself, on a node of that cloud.
 */
export interface LegacyProvider {
    /**
     * The cloud: `ecr`, `acr` or `gcr`.
     */
    cloud: string;
    /**
     * Whether this kubelet still does it.
     */
    isServed: boolean;
    /**
     * Whether only the feature gate `DisableKubeletCloudCredentialProviders` keeps it from that.
     */
    isDisabled: boolean;
    /**
     * The first release that has no code for it: `1.27`.
     */
    goneSince: string;
}

/**
 * One manifest of an index.
 */
export interface ListedManifest {
    /**
     * Its digest.
     */
    digest: string;
    /**
     * What it is for: `linux/arm64/v8`.
     */
    platform: string | null;
    /**
     * Its place among those that the node takes, from 0.
     */
    place: number | null;
    /**
     * What decides: `exact`, `fallback`, `noPlatform`, `notFetched`, `os`, `architecture`,
     * `variant`, `osVersion`, `osFeatures`, `attestation` or `platformMissing`.
     */
    why: string;
    /**
     * The same in a sentence that names the values.
     */
    sentence: string;
    /**
     * Where it stands.
     */
    span: Span;
}

/**
 * A look-up of credentials, explained.
 */
export interface Lookup {
    /**
     * What is looked up: registry and repository, without tag and digest.
     */
    name: string;
    /**
     * Every entry of every config, in the order in which the kubelet tries keys; those that are no
     * URL come last. The entries whose `place` is not `null` are the credentials that the
     * container runtime is given, in that order.
     */
    keys: TriedKey[];
    /**
     * Whether no key matched and the credentials of Docker Hub were taken instead.
     */
    isFallback: boolean;
    /**
     * Why no key can match at all.
     */
    nameError: string | null;
}

/**
 * Which credentials an image gets.
 */
export type LookupOutcome = ({ status: "lookedUp" } & Lookup) | ({ status: "imageRejected" } & RejectedReference) | ({ status: "configRejected" } & SourceError);

/**
 * What a node takes of an image index.
 */
export type ManifestOutcome = ({ status: "read" } & ManifestSelection) | ({ status: "rejected" } & RejectedIndex);

/**
 * What a node takes of an image index, and why not each other manifest.
 */
export interface ManifestSelection {
    /**
     * The media type of the index.
     */
    mediaType: string;
    /**
     * The manifest that the node takes, as an index into `manifests`.
     */
    chosen: number | null;
    /**
     * Why it takes none.
     */
    refusal: string | null;
    /**
     * What the index lists, in its order.
     */
    manifests: ListedManifest[];
}

/**
 * An entry of `matchImages`.
 */
export interface MatchedImage {
    /**
     * As written.
     */
    pattern: string;
    /**
     * Which of the files it stands in, counted from 0.
     */
    file: number;
    /**
     * Where in the text of the file.
     */
    span: Span;
    /**
     * Whether it fits the image; `null` for one after the first that does, which is not looked at.
     */
    fits: boolean | null;
    /**
     * Why it does not.
     */
    refusal: string | null;
}

/**
 * An image that the node does not have in the end.
 */
export interface MissingImage {
    /**
     * Index into the Pods.
     */
    pod: number;
    /**
     * Index into the images of the Pod.
     */
    image: number;
}

/**
 * A moment at which the kubelet looks at the image.
 */
export interface Moment {
    /**
     * The earliest time, in seconds.
     */
    at: number;
    /**
     * The latest time, in seconds, as far as the kubelet decides it.
     */
    latest: number;
    /**
     * Index into the `looks` of the prediction.
     */
    look: number;
    /**
     * The seconds without a pull that begin here; 0 where none begin.
     */
    delay: number;
}

/**
 * The container runtime of the node, and its platform.
 */
export interface NodeRuntime {
    /**
     * The runtime; containerd when nothing tells it.
     */
    name: "containerd" | "crio" | "docker";
    /**
     * Who chooses among the manifests of an index; `containerdLocal` is containerd up to 2.0.
     */
    puller: "containerd" | "containerdLocal" | "crio" | "docker";
    /**
     * What tells the runtime.
     */
    toldBy: ToldBy;
    /**
     * The platform, as `linux/arm64/v8`; `null` when nothing tells it.
     */
    platform: string | null;
    /**
     * What tells the platform.
     */
    platformToldBy: ToldBy;
}

/**
 * The container runtime of a node.
 */
export interface NodeRuntimeOptions {
    /**
     * As a Node object has it in `status.nodeInfo.containerRuntimeVersion`: `containerd://2.1.4`,
     * `cri-o://1.34.1`, `docker://27.0.3`.
     */
    version: string;
    /**
     * Of CRI-O: what happens where several registries could be meant. When missing, `enforcing` from
     * 1.34 on, and `disabled` before.
     */
    shortNameMode?: ShortNameMode;
    /**
     * Of CRI-O: `unqualified-search-registries` of `registries.conf`; not known when missing.
     */
    searchRegistries?: string[];
    /**
     * Of CRI-O: `aliases` of `registries.conf`.
     */
    aliases?: Record<string, string>;
}

/**
 * Which object of the cluster, this one and none that has its name later.
 */
export interface ObjectCoordinates {
    /**
     * Its namespace.
     */
    namespace: string;
    /**
     * Its name.
     */
    name: string;
    /**
     * Its uid; empty where it is not known.
     */
    uid: string;
}

/**
 * An image that a Pod can use only because the node has it: the Pod has no credential for it, and the kubelet does not ask the registry.
 */
export interface OnlyPresent {
    /**
     * Index into `workloads`.
     */
    workload: number;
    /**
     * Index into the `images` of that workload.
     */
    image: number;
    /**
     * Whether something here tells that the registry wants a credential for it: it was pulled with one, or another Pod has one for it.
     */
    wantsCredential: boolean;
    /**
     * Whether it depends on who pulled it, which nothing here tells.
     */
    depends: boolean;
    /**
     * Why the Pod may use it, in a sentence without a final stop.
     */
    sentence: string;
}

/**
 * What becomes of one image, as far as the texts can tell: the registry's answer is not in it.
 */
export interface Outcome {
    /**
     * What it is, for code.
     */
    kind: "refusedByApiServer" | "kubeletDoesNotStart" | "invalidImageName" | "refusedByRuntime" | "brokenSecret" | "neverPulled" | "notOnNode" | "onNode" | "withCredential" | "withBlankCredential" | "noKeyFits" | "anonymous" | "withNodeCredential" | "asksProvider" | "notLookedUp";
    /**
     * Whether the container surely does not start.
     */
    isFailure: boolean;
    /**
     * The same in a sentence.
     */
    sentence: string;
}

/**
 * What one image reference means.
 */
export type ParseOutcome = ({ status: "parsed" } & ImageReference) | ({ status: "rejected" } & RejectedReference);

/**
 * What a parser takes an image for. What it leaves open is empty.
 */
export interface ParsedParts {
    /**
     * The registry host, with its port.
     */
    registry: string;
    /**
     * The path within the registry.
     */
    repository: string;
    /**
     * The tag.
     */
    tag: string;
    /**
     * The digest, with its algorithm.
     */
    digest: string;
}

/**
 * The parsers.
 */
export type ParserName = "kubelet" | "containers" | "crane" | "containerd" | "regclient" | "ociSpec" | "swimlane" | "parseDockerImageName";

/**
 * How one parser reads an image.
 */
export interface ParserReading {
    /**
     * The parser.
     */
    parser: ParserName;
    /**
     * Its name, as its users know it.
     */
    name: string;
    /**
     * The library whose rules these are, and its version.
     */
    library: string;
    /**
     * What it takes the image for; `null` when it refuses it.
     */
    parsed: ParsedParts | null;
    /**
     * Why it refuses the image.
     */
    refused: string | null;
    /**
     * How that is not the kubelet's answer, as a sentence.
     */
    difference: string | null;
}

/**
 * How each parser reads an image.
 */
export interface ParsersOutcome {
    /**
     * One reading for each parser, the kubelet's first.
     */
    parsers: ParserReading[];
}

/**
 * Where something stands. `start` and `end` count from 0 within the text that `source` names, in UTF-16 code units in the answers of the JavaScript module: `text.slice(start, end)` cuts it out.
 */
export interface Place {
    /**
     * Which of the given texts: 0 when one was given.
     */
    source: number;
    /**
     * Where it begins.
     */
    start: number;
    /**
     * Where it ends; the same as `start` where something is missing.
     */
    end: number;
    /**
     * The line in which it begins, from 1.
     */
    line: number;
    /**
     * The character of that line (not the byte, nor the UTF-16 code unit), from 1.
     */
    column: number;
}

/**
 * One decision on the way of an image.
 */
export interface PlanStep {
    /**
     * Where on the way, in this order.
     */
    stage: "reference" | "apiServer" | "frozen" | "pull" | "verification" | "credentials" | "attempts" | "runtime" | "endpoints";
    /**
     * What is decided: `IfNotPresent`, `regcred, then shared-pull`.
     */
    decided: string;
    /**
     * The name of the rule that decides, for code: `pull-policy/otherTag`.
     */
    rule: string;
    /**
     * Why, in a sentence that names the value.
     */
    because: string;
    /**
     * The values that decide.
     */
    from: RelatedPlace[];
}

/**
 * The ServiceAccount of a Pod.
 */
export type PodServiceAccount = { known: "none" } | { known: "object"; namespace: string; name: string; uid?: string; annotations?: Record<string, string> };

/**
 * A kind that makes Pods.
 */
export interface PodTemplatePath {
    /**
     * The kind: `Rollout`.
     */
    kind: string;
    /**
     * The path of the Pod spec: `spec.template.spec`.
     */
    path: string;
}

/**
 * The pull policy of a container.
 */
export type PolicyOutcome = { status: "decided"; policy: PullPolicy; rule: PullPolicyRule; reason: string } | { status: "rejected"; message: string };

/**
 * One event of the Pod.
 */
export interface PredictedEvent {
    /**
     * How much it matters, by Kubernetes' two types.
     */
    type: "Normal" | "Warning";
    /**
     * The reason: `Pulling`, `Failed`.
     */
    reason: string;
    /**
     * The message; `…` stands for durations and sizes, which cannot be known.
     */
    message: string;
}

/**
 * What one look of the kubelet comes to.
 */
export interface PredictedLook {
    /**
     * The state of the container, `state.waiting`; `null` when it starts.
     */
    waiting: WaitingState | null;
    /**
     * The events of the Pod, in their order.
     */
    events: PredictedEvent[];
}

/**
 * What a person sees of an image, in Kubernetes' own words. The words of the runtime within them are those of containerd.
 */
export interface Prediction {
    /**
     * What the registry answers to every attempt; `null` where it is not asked.
     */
    answer: "ok" | "unauthorized" | "forbidden" | "notFound" | "tooManyRequests" | "networkError" | "certificate" | "plainHttp" | "malformed" | "noPlatform" | null;
    /**
     * How often the runtime is asked to pull, each time that it is: once for each credential, up to the first that succeeds.
     */
    attempts: number;
    /**
     * What the kubelet's looks at the image come to: the first, and that which follows a failed pull.
     */
    looks: PredictedLook[];
    /**
     * When: the name of one of `timelines`.
     */
    timeline: "starts" | "stays" | "backsOff";
}

/**
 * What a credential provider has answered.
 */
export interface ProviderAnswer {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * Index into `providers` of the node: who is taken to have given it.
     */
    provider: number | null;
    /**
     * Why the kubelet uses nothing of it.
     */
    error: ProviderError | null;
    /**
     * For which images it is kept.
     */
    cacheKeyType: "Image" | "Registry" | "Global" | null;
    /**
     * How long it is kept: `10m0s`; `0s` for not at all.
     */
    lifetime: string | null;
    /**
     * Its keys, and what may be shown of their credentials.
     */
    keys: SecretKey[];
}

/**
 * A key of a provider's cache.
 */
export interface ProviderCacheKey {
    /**
     * For which images an answer is kept under it.
     */
    type: CacheKeyType;
    /**
     * What it stands for: the repository, its registry, `<global>`.
     */
    base: string;
    /**
     * Its bytes in hex; `null` where what is not known is part of it.
     */
    hex: string | null;
}

/**
 * A key under which an answer of a credential provider is kept.
 */
export interface ProviderCacheKey {
    /**
     * The `cacheKeyType` that it belongs to.
     */
    type: "Image" | "Registry" | "Global";
    /**
     * What it stands for: the repository, its registry, `<global>`.
     */
    base: string;
    /**
     * Its bytes in hex; `null` where something that is not known is part of it.
     */
    hex: string | null;
}

/**
 * One error of a configuration.
 */
export interface ProviderConfigError {
    /**
     * Which of the files it stands in, counted from 0.
     */
    file: number;
    /**
     * Where in the object, such as `providers[0].name`.
     */
    path: string;
    /**
     * Where in the text of the file.
     */
    span: Span;
    /**
     * In our words, without a final stop.
     */
    sentence: string;
    /**
     * The kubelet's own text. Where it repeats the whole file, `'…'` stands for that.
     */
    upstream: string;
}

/**
 * One error of a configuration of credential providers, or of an answer.
 */
export interface ProviderError {
    /**
     * Index into `documents`.
     */
    document: number;
    /**
     * Where in the object.
     */
    path: string;
    /**
     * Where in the text.
     */
    span: Place;
    /**
     * What is wrong, without a final stop.
     */
    sentence: string;
    /**
     * The kubelet's text.
     */
    message: string;
}

/**
 * Why a kubelet uses nothing of an answer. It logs that, and goes on without.
 */
export interface ProviderResponseError {
    /**
     * Where in the object.
     */
    path: string;
    /**
     * Where in the text of the response.
     */
    span: Span;
    /**
     * In our words, without a final stop.
     */
    sentence: string;
    /**
     * The kubelet's own text.
     */
    upstream: string;
}

/**
 * Whether a provider is asked for an image.
 */
export type ProviderVerdict = "asked" | "maybe" | "noMatch" | "noServiceAccount" | "annotationMissing";

/**
 * One time that a Pod asks for an image. Times are milliseconds.
 */
export interface PullAttempt {
    /**
     * Index into the Pods.
     */
    pod: number;
    /**
     * Index into the images of the Pod.
     */
    image: number;
    /**
     * 1 for the first pull of this text that the Pod asks for.
     */
    number: number;
    /**
     * When it is asked for.
     */
    asked: number;
    /**
     * When its pull begins.
     */
    starts: number;
    /**
     * When it ends.
     */
    ends: number;
    /**
     * How many pulls were running or waiting before it.
     */
    ahead: number;
    /**
     * Whether the queue of a serial kubelet was full.
     */
    blocked: boolean;
    /**
     * Of the pulls that ended while it waited the longest: index into the attempts.
     */
    waitsFor: number | null;
    /**
     * The pulls that ended while it waited: they begin here in `ended`.
     */
    behindFrom: number;
    /**
     * They end before this place.
     */
    behindTo: number;
    /**
     * What comes of it.
     */
    fate: PullFate;
    /**
     * The messages of its events, in their order, word for word.
     */
    events: string[];
}

/**
 * What comes of asking for an image.
 */
export type PullFate = "pulled" | "shared" | "qpsExceeded" | "present" | "neverPresent" | "invalidName";

/**
 * A value of `imagePullPolicy`.
 */
export type PullPolicy = "Always" | "IfNotPresent" | "Never";

/**
 * What decides a pull policy.
 */
export type PullPolicyRule = "written" | "latestWritten" | "latestImplied" | "otherTag" | "digestOnly" | "unparsable";

/**
 * An image that a Pod wants.
 */
export interface PullQueueImage {
    /**
     * The image as it is written.
     */
    image: string;
    /**
     * Bytes to download.
     */
    size: number;
    /**
     * The policy as it is stored; what Kubernetes fills in when missing.
     */
    policy?: QueuePolicy;
    /**
     * What wants it; a container when missing.
     */
    role?: QueueRole;
    /**
     * Whether the node has it from the beginning; it does not when missing.
     */
    present?: boolean;
    /**
     * Milliseconds that an init container runs; 0 when missing.
     */
    runs?: number;
}

/**
 * A node, the settings of its kubelet, and the Pods that come to it. What is missing is as the
 * kubelet's defaults have it.
 */
export interface PullQueueInput {
    /**
     * The release of Kubernetes, from `1.20` on; the newest that is known when missing.
     */
    kubernetes?: string;
    /**
     * Whether one image is pulled after the other; they are when missing.
     */
    serializeImagePulls?: boolean;
    /**
     * How many pulls run at once; any number when missing.
     */
    maxParallelImagePulls?: number;
    /**
     * Pulls in a second, 0 for any number; 5 when missing.
     */
    registryPullQPS?: number;
    /**
     * Pulls at one moment; 10 when missing.
     */
    registryBurst?: number;
    /**
     * Bytes in a second, at least 1.
     */
    bandwidth: number;
    /**
     * Whether each pull has that bandwidth for itself; all share it when missing.
     */
    bandwidthOfEachPull?: boolean;
    /**
     * Milliseconds that a pull takes besides its bytes; 0 when missing.
     */
    latency?: number;
    /**
     * Whether every Pod that failed is looked at after exactly 10 s; when missing, looks are spread
     * over 10 to 15 s.
     */
    withoutJitter?: boolean;
    /**
     * The Pods. Those that come at the same time ask in this order.
     */
    pods: PullQueuePod[];
}

/**
 * What becomes of the pulls. Times are milliseconds.
 */
export type PullQueueOutcome = { status: "simulated"; attempts: PullAttempt[]; ended: number[]; missing: MissingImage[]; ends: number; longestWait: string | null } | { status: "rejected"; message: string };

/**
 * A Pod that comes to the node.
 */
export interface PullQueuePod {
    /**
     * Its name, for sentences.
     */
    name: string;
    /**
     * Milliseconds until the kubelet begins with its images; 0 when missing.
     */
    at?: number;
    /**
     * Its images, in the order of the manifest.
     */
    images: PullQueueImage[];
}

/**
 * One name in a list of pull Secrets, and what comes of it.
 */
export interface PullSecretUse {
    /**
     * The name; may be empty.
     */
    name: string;
    /**
     * Where the name stands, or the element without a name.
     */
    span: Place;
    /**
     * Index into `secrets`, also when the Secret cannot be used.
     */
    secret: number | null;
    /**
     * What comes of it.
     */
    state: "used" | "emptyName" | "missing" | "otherNamespace" | "ignored" | "refused" | "broken";
    /**
     * The same in a sentence.
     */
    sentence: string;
}

/**
 * Where a Pod's list of pull Secrets comes from.
 */
export interface PullSecretsFrom {
    /**
     * The Pod spec, its ServiceAccount (copied by admission), a ServiceAccount that is not among the documents, nowhere, every pasted Secret (for a bare name of an image), or none because the Pod is static.
     */
    from: "pod" | "serviceAccount" | "unknown" | "nowhere" | "pasted" | "staticPod";
    /**
     * The ServiceAccount whose list is copied: index into `documents`.
     */
    document: number | null;
    /**
     * The same in a sentence.
     */
    because: string;
}

/**
 * How long a pull took, as its event tells it. Times are milliseconds.
 */
export interface PullTime {
    /**
     * How long the runtime was busy with it; `null` before 1.25.
     */
    pulling: number | null;
    /**
     * How long it waited for its turn before; `null` before 1.25.
     */
    waiting: number | null;
    /**
     * Both together.
     */
    withWaiting: number;
    /**
     * Bytes of the image; `null` before 1.30.
     */
    size: number | null;
}

/**
 * That the node has an image, and who pulled it.
 */
export interface PulledBefore {
    /**
     * The image, as it was typed in the container that it was pulled for.
     */
    image: string;
    /**
     * Who pulled it.
     */
    by: PulledBy;
}

/**
 * Who pulled an image.
 */
export type PulledBy = { who: "preloaded" } | { who: "node" } | { who: "secret"; namespace: string; name: string; uid?: string } | { who: "serviceAccount"; namespace: string; name: string; uid?: string } | { who: "unknown" };

/**
 * A value of `imagePullPolicy`.
 */
export type QueuePolicy = "Always" | "IfNotPresent" | "Never";

/**
 * What wants an image.
 */
export type QueueRole = "container" | "initContainer" | "sidecarContainer" | "ephemeralContainer" | "imageVolume";

/**
 * Who is recorded as having pulled an image.
 */
export interface RecordedAccess {
    /**
     * Every Pod of the node may use it.
     */
    nodePods: boolean;
    /**
     * Pods with one of these Secrets may; a few of them.
     */
    secrets: ObjectCoordinates[];
    /**
     * Pods that run as one of these ServiceAccounts may; a few of them.
     */
    serviceAccounts: ObjectCoordinates[];
    /**
     * How many Secrets and ServiceAccounts more.
     */
    more: number;
}

/**
 * The kinds of `RejectedReference`.
 */
export type ReferenceErrorKind = "empty" | "surroundingSpace" | "scheme" | "identifier" | "unexpected" | "missing" | "repositoryTooLong" | "tagTooLong" | "digest" | "other";

/**
 * Where the parts of a reference stand in the input. What is filled in has no place.
 */
export interface ReferenceSpans {
    /**
     * The registry host.
     */
    registry: Span | null;
    /**
     * The repository, as far as it is written.
     */
    repository: Span;
    /**
     * The tag, without its colon.
     */
    tag: Span | null;
    /**
     * The digest, without its at sign.
     */
    digest: Span | null;
}

/**
 * Why the API server refuses an object, or the Pods that are made from it.
 */
export interface RefusedObject {
    /**
     * The field; empty where there is none to blame.
     */
    path: string;
    /**
     * The value, or what lacks one.
     */
    span: Place;
    /**
     * Why, in a sentence.
     */
    sentence: string;
    /**
     * The API server's own words.
     */
    message: string;
}

/**
 * What is asked for an image that is a reference.
 */
export interface RegistriesAsks {
    /**
     * As given.
     */
    image: string;
    /**
     * The registry in its name.
     */
    registry: string;
    /**
     * Its repository, with `library/` where it is filled in.
     */
    repository: string;
    /**
     * Its tag, or its digest; of both the digest.
     */
    object: string;
    /**
     * The directory that is read: a registry or `_default`; `null` where none is.
     */
    directory: string | null;
    /**
     * Why that one: `own`, `wildcard`, `hidden` or `builtIn`.
     */
    why: string;
    /**
     * The same in a sentence.
     */
    because: string;
    /**
     * What breaks the file in that directory, so that it is passed over.
     */
    brokenBy: Span | null;
    /**
     * What is asked, in order; the first that has the image gives it.
     */
    endpoints: RegistriesEndpoint[];
    /**
     * Of RKE2: how it would pull the image itself, as it does with its own before containerd
     * runs. `null` with K3s, and where that parser refuses the name.
     */
    runtimeImage: RuntimeImagePull | null;
}

/**
 * A question that the file does not answer, and the command that does, on the node.
 */
export interface RegistriesCheck {
    /**
     * The question.
     */
    question: string;
    /**
     * What is typed on the node.
     */
    command: string;
    /**
     * What the answer is when all is well.
     */
    expect: string;
}

/**
 * A statement of the documentation that does not hold as it is written, and what the node does.
 */
export interface RegistriesDifference {
    /**
     * The documentation says.
     */
    said: string;
    /**
     * In which releases that is wrong.
     */
    wrong: string;
    /**
     * What the node does with this file.
     */
    does: string;
    /**
     * The finding that tells it; `null` where what is asked for an image does.
     */
    code: string | null;
    /**
     * Where it stands.
     */
    span: Span | null;
}

/**
 * The directory of a registry.
 */
export interface RegistriesDirectory {
    /**
     * The registry, or `_default`.
     */
    registry: string;
    /**
     * The path of its `hosts.toml` on the node.
     */
    path: string;
    /**
     * The text of its `hosts.toml`.
     */
    text: string;
}

/**
 * Which of the two reads a `registries.yaml`.
 */
export type RegistriesDistribution = "k3s" | "rke2";

/**
 * What the node leaves out.
 */
export interface RegistriesDropped {
    /**
     * The key of the entry.
     */
    key: string;
    /**
     * Why: `key` or `endpoint` is no address, the endpoint stands `twice`, the entry changes
     * `nothing`.
     */
    why: string;
    /**
     * Where it stands.
     */
    span: Span;
}

/**
 * One change of the file.
 */
export interface RegistriesEdit {
    /**
     * The place that goes; empty to insert.
     */
    span: RegistriesPlace;
    /**
     * What takes its place.
     */
    text: string;
}

/**
 * One address that is asked.
 */
export interface RegistriesEndpoint {
    /**
     * What the manifest is asked for with: `HEAD`.
     */
    method: string;
    /**
     * The URL of the manifest. Several where chance decides which of them.
     */
    urls: string[];
    /**
     * Whether several rewrites would change the repository, with different results.
     */
    undetermined: boolean;
    /**
     * Host and port.
     */
    host: string;
    /**
     * The registry, where the address has to be told which one is meant.
     */
    ns: string | null;
    /**
     * Whether this is the registry's own address.
     */
    isDefault: boolean;
    /**
     * The rewrite that is made: none, one, or of several any one.
     */
    rewrites: RegistriesRewriting[];
    /**
     * What it is sent when it asks for credentials: `nothing`, what the kubelet has for the `pod`, or
     * that of an `entry`.
     */
    credential: string;
    /**
     * The key of the entry of `configs` whose credentials are sent, or would be if the kubelet had
     * none.
     */
    credentialKey: string | null;
    /**
     * What of that entry is used: `password`, `identityToken`, `auth` or `nothing`.
     */
    credentialKind: string | null;
    /**
     * How the connection is secured.
     */
    tls: RegistriesTls | null;
    /**
     * Whether certificates are not verified.
     */
    skipsVerification: boolean;
    /**
     * Whether plain HTTP follows when HTTPS does not answer.
     */
    thenHttp: boolean;
    /**
     * All of it in a sentence.
     */
    sentence: string;
    /**
     * Where it is written: the endpoint, or the key of an entry; `null` where it is filled in.
     */
    span: Span | null;
}

/**
 * One entry of the file, and the images that it touches.
 */
export interface RegistriesEntry {
    /**
     * `mirror`, `endpoint`, `rewrite` or `config`.
     */
    kind: string;
    /**
     * The path to it: `mirrors.docker.io.endpoint[0]`.
     */
    path: string;
    /**
     * Indexes into the images.
     */
    images: number[];
    /**
     * Why it touches none: `noAddress`, `twice`, `changesNothing`, `broken`, `noRegistry`, `noHost`,
     * `wildcardConfig`, `noPattern`, `tooLarge`, `onlyDefault`, `noImage`, `noRepository`,
     * `notAsked` or `replaced`.
     */
    idle: string | null;
    /**
     * The same in a sentence.
     */
    sentence: string | null;
    /**
     * Whether no image at all can be touched, whichever are asked about.
     */
    isDead: boolean;
    /**
     * Where it stands.
     */
    span: Span;
}

/**
 * A file that the node makes.
 */
export interface RegistriesFile {
    /**
     * Its path on the node.
     */
    path: string;
    /**
     * Its text.
     */
    text: string;
}

/**
 * What is found in the file.
 */
export interface RegistriesFinding {
    /**
     * What it is: `registries/wildcard-auth`. `explainFinding` has the page of it.
     */
    code: string;
    /**
     * How bad it is.
     */
    severity: Severity;
    /**
     * The path to it: `configs.*.auth`.
     */
    path: string;
    /**
     * Where it stands.
     */
    span: Span | null;
    /**
     * What is wrong and what to do, without any secret.
     */
    message: string;
    /**
     * What to change, or to type on the node.
     */
    fix: RegistriesFix | null;
}

/**
 * What to change so that a finding goes away, or how to look further. `applyFix` takes it, with the
 * file.
 */
export interface RegistriesFix {
    /**
     * What it does, beginning with a verb.
     */
    title: string;
    /**
     * Changes of the file, in its order.
     */
    edits: RegistriesEdit[];
    /**
     * What is typed on the node instead, or as well.
     */
    command: string | null;
}

/**
 * What is asked for an image.
 */
export type RegistriesImage = ({ status: "resolved" } & RegistriesAsks) | { status: "rejected"; image: string; message: string };

/**
 * A `registries.yaml`, how the node is set, and images.
 */
export interface RegistriesInput {
    /**
     * The text of the file.
     */
    file: string;
    /**
     * The images, as they are written.
     */
    images: string[];
    /**
     * How the node is set; as K3s is installed when missing.
     */
    setting?: RegistriesSetting;
    /**
     * Whether the node runs Windows, where directories have other names; it does not when missing.
     */
    windows?: boolean;
    /**
     * Whether the kubelet has a credential for the Pods, which then goes before those of the file; it
     * has none when missing.
     */
    podCredential?: boolean;
}

/**
 * What the node makes of the file. No password, `auth` or token is in it.
 */
export type RegistriesOutcome = { status: "read"; profile: RegistriesProfile; path: string; unknown: RegistriesUnknownKey[]; dropped: RegistriesDropped[]; directories: RegistriesDirectory[]; configToml: RegistriesFile; images: RegistriesImage[]; entries: RegistriesEntry[]; errorSeen: string; findings: RegistriesFinding[]; documentation: RegistriesDifference[]; checks: RegistriesCheck[] } | { status: "rejected"; message: string; upstream: string | null; span: Span; errors: RegistriesTypeError[]; findings: RegistriesFinding[]; documentation: RegistriesDifference[] };

/**
 * A place in the file, in UTF-16 code units.
 */
export interface RegistriesPlace {
    /**
     * Which text it is in: there is one, and its number is 0.
     */
    source: number;
    /**
     * The first code unit.
     */
    start: number;
    /**
     * The code unit after the last.
     */
    end: number;
}

/**
 * A time in which K3s and RKE2 resolved alike.
 */
export type RegistriesProfile = "legacy" | "2024-03" | "broken-wildcard" | "2025-07";

/**
 * A rewrite that changes the repository.
 */
export interface RegistriesRewriting {
    /**
     * The pattern.
     */
    pattern: string;
    /**
     * What it is replaced with.
     */
    replacement: string;
    /**
     * What the groups take at the first match, the whole match first.
     */
    groups: (string | null)[];
    /**
     * What becomes of the repository.
     */
    repository: string;
    /**
     * Where the pattern stands.
     */
    span: Span;
}

/**
 * How K3s or RKE2 is set on a node.
 */
export interface RegistriesSetting {
    /**
     * Which of the two reads the file; K3s when missing.
     */
    distribution?: RegistriesDistribution;
    /**
     * The release, as `k3s --version` and a Node tell it: `v1.33.4+k3s1`; the newest that is known
     * when missing.
     */
    version?: string;
    /**
     * The time of the release, where no release is given.
     */
    profile?: RegistriesProfile;
    /**
     * Whether the node runs with `--disable-default-registry-endpoint`; it does not when missing.
     */
    defaultEndpointDisabled?: boolean;
    /**
     * Whether the cluster runs with `--embedded-registry`; it does not when missing.
     */
    embeddedRegistry?: boolean;
}

/**
 * How a connection is secured.
 */
export interface RegistriesTls {
    /**
     * The key of the entry of `configs`; `null` for the files of the cluster.
     */
    key: string | null;
    /**
     * Certificates that are trusted besides the system's; empty where none are named.
     */
    caFile: string;
    /**
     * The client's certificate; may be empty.
     */
    certFile: string;
    /**
     * Its key; may be empty.
     */
    keyFile: string;
}

/**
 * A value of another type than is read there.
 */
export interface RegistriesTypeError {
    /**
     * The path to it.
     */
    path: string;
    /**
     * What is wrong.
     */
    message: string;
    /**
     * The node's own line, without a value that may be a password.
     */
    upstream: string;
    /**
     * Where it stands.
     */
    span: Span;
}

/**
 * A key that is passed over in silence.
 */
export interface RegistriesUnknownKey {
    /**
     * The path to it.
     */
    path: string;
    /**
     * The key that was probably meant.
     */
    meant: string | null;
    /**
     * Where it stands.
     */
    span: Span;
}

/**
 * Why a text is no image index.
 */
export interface RejectedIndex {
    /**
     * What is wrong.
     */
    message: string;
    /**
     * Where.
     */
    span: Span;
}

/**
 * Why a text is not an image reference, and where it stops being one.
 */
export interface RejectedReference {
    /**
     * What is wrong, for code.
     */
    kind: ReferenceErrorKind;
    /**
     * What is wrong, for people.
     */
    message: string;
    /**
     * The part of the input that is wrong.
     */
    span: Span;
    /**
     * The exact error text of distribution/reference.
     */
    upstream: string;
    /**
     * The exact error text of the kubelet, which quotes the image.
     */
    kubernetes: string;
}

/**
 * A value that is involved.
 */
export interface RelatedPlace {
    /**
     * What it is: `the image`.
     */
    label: string;
    /**
     * Where it stands.
     */
    span: Place;
}

/**
 * How a timeline goes on.
 */
export interface Repeats {
    /**
     * How many of the last moments come again.
     */
    moments: number;
    /**
     * The fewest seconds from one time to the next.
     */
    every: number;
    /**
     * The most seconds from one time to the next.
     */
    latest: number;
}

/**
 * What the runtime makes of the name of an image.
 */
export interface ResolvedImage {
    /**
     * What it asks registries for, in the order in which it tries them; empty when it refuses the name, or when its configuration is not known.
     */
    references: string[];
    /**
     * What decides; `null` when it refuses the name.
     */
    rule: "written" | "dockerHub" | "alias" | "registries" | "unknown" | null;
    /**
     * The same in a sentence.
     */
    sentence: string;
    /**
     * The runtime's own text, when it refuses the name.
     */
    message: string | null;
    /**
     * Index into `indexes`, where the texts hold that of the image.
     */
    index: number | null;
}

/**
 * One address that RKE2 asks itself.
 */
export interface RuntimeImageEndpoint {
    /**
     * What the manifest is asked for with: `GET`.
     */
    method: string;
    /**
     * The URL of the manifest. Several where chance decides which of them.
     */
    urls: string[];
    /**
     * Whether several rewrites would change the repository, with different results.
     */
    undetermined: boolean;
    /**
     * Host and port.
     */
    host: string;
    /**
     * Whether its host is the registry's own, where nothing is rewritten.
     */
    isDefault: boolean;
    /**
     * The key of the entry of `configs` whose credentials are sent; `null` where those of the node's
     * plugins and of Docker's `config.json` are looked for.
     */
    credentialKey: string | null;
    /**
     * How the connection is secured.
     */
    tls: RegistriesTls | null;
    /**
     * Whether certificates are not verified.
     */
    skipsVerification: boolean;
    /**
     * All of it in a sentence.
     */
    sentence: string;
    /**
     * Where it is written; `null` for the registry's own.
     */
    span: Span | null;
}

/**
 * How RKE2 pulls an image itself.
 */
export interface RuntimeImagePull {
    /**
     * The registry as it is called there: `index.docker.io` for Docker Hub.
     */
    registry: string;
    /**
     * The repository.
     */
    repository: string;
    /**
     * What is asked, in order; the last is the registry's own address, whatever the flags say.
     */
    endpoints: RuntimeImageEndpoint[];
}

/**
 * The changes of one file.
 */
export interface SarifArtifactChange {
    /**
     * The file.
     */
    artifactLocation: SarifArtifactLocation;
    /**
     * The changes; they do not overlap, and stand in order.
     */
    replacements: SarifReplacement[];
}

/**
 * A file.
 */
export interface SarifArtifactLocation {
    /**
     * Its path as it was given, as a relative URI: a space is `%20`.
     */
    uri: string;
}

/**
 * Pullscope itself.
 */
export interface SarifDriver {
    /**
     * Its name.
     */
    name: "Pullscope";
    /**
     * Its version.
     */
    version: string;
    /**
     * The codes of the findings, each once.
     */
    rules: SarifRule[];
}

/**
 * What to change, so that a finding goes away. It holds no secret.
 */
export interface SarifFix {
    /**
     * What it does, beginning with a verb.
     */
    description: SarifText;
    /**
     * The changes of each file.
     */
    artifactChanges: SarifArtifactChange[];
}

/**
 * A place.
 */
export interface SarifLocation {
    /**
     * The file, and where in it.
     */
    physicalLocation: SarifPhysicalLocation;
}

/**
 * The findings as a SARIF log.
 */
export interface SarifLog {
    /**
     * Where SARIF 2.1.0 is described.
     */
    $schema: string;
    /**
     * The version of SARIF.
     */
    version: "2.1.0";
    /**
     * One run.
     */
    runs: SarifRun[];
}

/**
 * A text in Markdown.
 */
export interface SarifMarkdown {
    /**
     * The text, for readers that show none.
     */
    text: string;
    /**
     * The same, for readers that do.
     */
    markdown: string;
}

/**
 * A file, and where in it.
 */
export interface SarifPhysicalLocation {
    /**
     * The file.
     */
    artifactLocation: SarifArtifactLocation;
    /**
     * Where in it.
     */
    region: SarifRegion;
}

/**
 * A place in a file.
 */
export interface SarifRegion {
    /**
     * The line of its first character, from 1.
     */
    startLine: number;
    /**
     * The column of its first character, from 1, in UTF-16 code units.
     */
    startColumn: number;
    /**
     * The line of its end, from 1.
     */
    endLine: number;
    /**
     * The column behind its last character, from 1, in UTF-16 code units.
     */
    endColumn: number;
    /**
     * Its first byte in UTF-8, from 0.
     */
    byteOffset: number;
    /**
     * How many bytes of UTF-8 it has.
     */
    byteLength: number;
}

/**
 * A place of another value that is involved.
 */
export interface SarifRelatedLocation {
    /**
     * Its number in the result, from 0.
     */
    id: number;
    /**
     * The file, and where in it.
     */
    physicalLocation: SarifPhysicalLocation;
    /**
     * What it is: `the image`.
     */
    message: SarifText;
}

/**
 * One change of a file.
 */
export interface SarifReplacement {
    /**
     * What goes; empty to insert.
     */
    deletedRegion: SarifRegion;
    /**
     * What takes its place.
     */
    insertedContent: SarifText;
}

/**
 * One finding.
 */
export interface SarifResult {
    /**
     * Its code.
     */
    ruleId: string;
    /**
     * Index into `rules`.
     */
    ruleIndex: number;
    /**
     * `error`: Kubernetes refuses it, or it cannot do what it is for. `warning`: accepted, and probably not what was meant. `note`: worth knowing.
     */
    level: "error" | "warning" | "note";
    /**
     * What is wrong and what to do, without any secret.
     */
    message: SarifText;
    /**
     * Where the field stands, or the document that the finding is about.
     */
    locations: SarifLocation[];
    /**
     * The other values that are involved.
     */
    relatedLocations: SarifRelatedLocation[];
    /**
     * What to change, where one change is right for sure.
     */
    fixes: SarifFix[];
}

/**
 * A code of findings.
 */
export interface SarifRule {
    /**
     * The code, as `area/problem`. It keeps its meaning for ever and is never reused.
     */
    id: string;
    /**
     * What it says, as a heading.
     */
    shortDescription: SarifText;
    /**
     * What happens: the first paragraph of its page.
     */
    fullDescription: SarifMarkdown;
    /**
     * Its page, as `explainFinding` gives it.
     */
    help: SarifMarkdown;
}

/**
 * One diagnosis.
 */
export interface SarifRun {
    /**
     * Who says it.
     */
    tool: SarifTool;
    /**
     * What columns count.
     */
    columnKind: "utf16CodeUnits";
    /**
     * What ends a line.
     */
    newlineSequences: string[];
    /**
     * The findings: the worst first, then in the order of the texts.
     */
    results: SarifResult[];
}

/**
 * A text.
 */
export interface SarifText {
    /**
     * The text.
     */
    text: string;
}

/**
 * Who says it.
 */
export interface SarifTool {
    /**
     * Pullscope itself.
     */
    driver: SarifDriver;
}

/**
 * A Secret, as in a manifest.
 */
export interface SecretInput {
    /**
     * `type`.
     */
    type?: string;
    /**
     * `data`: values in base64.
     */
    data?: Record<string, string>;
    /**
     * `stringData`: values as they are, which replace those under the same key in `data`.
     */
    stringData?: Record<string, string>;
    /**
     * `metadata.annotations`.
     */
    annotations?: Record<string, string>;
}

/**
 * One key of a Secret or of a file of the node.
 */
export interface SecretKey {
    /**
     * As written, without a user in front of the host.
     */
    key: string;
    /**
     * The user name; bytes that are no text are U+FFFD.
     */
    username: string;
    /**
     * Whether there is a password. It does not come back.
     */
    hasPassword: boolean;
    /**
     * Whether user name and password are both empty, so that the runtime is sent empty fields.
     */
    isBlank: boolean;
}

/**
 * What the API server and the kubelet make of a Secret.
 */
export type SecretOutcome = ({ status: "checked" } & SecretReport) | { status: "unreadable"; problems: SecretProblem[] };

/**
 * What a new Secret is made of.
 */
export interface SecretParts {
    /**
     * `metadata.name`.
     */
    name: string;
    /**
     * `metadata.namespace`; left out when it is missing or empty.
     */
    namespace?: string;
    /**
     * The registry, taken as it is; Docker Hub when it is missing.
     */
    server?: string;
    /**
     * The user name.
     */
    username: string;
    /**
     * The password.
     */
    password: string;
    /**
     * The email address, which the kubelet never sends.
     */
    email?: string;
}

/**
 * Why a Secret cannot be decoded.
 */
export interface SecretProblem {
    /**
     * The field; empty for the whole document.
     */
    path: string;
    /**
     * What is wrong, for people, without any secret.
     */
    message: string;
    /**
     * Where it stands in the text, when a text was given.
     */
    span: Span | null;
}

/**
 * What the kubelet reads from a Secret that a Pod names in `imagePullSecrets`.
 */
export type SecretReading = { status: "config"; format: ConfigFormat; keys: string[] } | { status: "ignored"; reason: string } | { status: "rejected"; message: string; upstream: string };

/**
 * What there is to say of a Secret.
 */
export interface SecretReport {
    /**
     * `metadata.name`, when the Secret comes from a manifest that says it.
     */
    name: string | null;
    /**
     * `metadata.namespace`, likewise.
     */
    namespace: string | null;
    /**
     * The errors of the API server. Where there is none, it accepts the Secret.
     */
    errors: FieldError[];
    /**
     * What a person should know, the worst first; what the API server refuses is said here again.
     */
    findings: Finding[];
    /**
     * What the kubelet reads.
     */
    reading: SecretReading;
}

/**
 * What comes of one Secret or file of the node.
 */
export interface SecretUse {
    /**
     * Whether and why it is used. Its keys are on a keyring for `pods`, `bareNames` and `node`.
     */
    usage: "pods" | "bareNames" | "node" | "nodeUnused" | "notForRegistries" | "replaced" | "inVain" | "otherNamespace" | "serviceAccount" | "noPods" | "unknown" | "notNamed";
    /**
     * The same in a sentence.
     */
    sentence: string;
    /**
     * Indexes into `workloads`: those whose Pods name it, in order, also where it does not help them.
     */
    namedBy: number[];
    /**
     * What comes of each of its `keys`, in their order.
     */
    keys: KeyUse[];
}

/**
 * An image that a key is tried for.
 */
export interface ServedImage {
    /**
     * Index into `workloads`.
     */
    workload: number;
    /**
     * Index into `images` of that workload.
     */
    image: number;
    /**
     * Which attempt it is, from 0: how many credentials are tried before it.
     */
    place: number;
}

/**
 * How bad a finding is.
 */
export type Severity = "error" | "warning" | "info";

/**
 * What CRI-O does with a name without a registry, where several could be meant.
 */
export type ShortNameMode = "enforcing" | "permissive" | "disabled";

/**
 * Why one of the configs does not decode.
 */
export interface SourceError {
    /**
     * Which config it is, counted from 0.
     */
    source: number;
    /**
     * Why it does not decode.
     */
    error: ConfigError;
}

/**
 * A place in a text that was given, in UTF-16 code units: `text.slice(start, end)` cuts it out.
 * Where a text stops too soon, it is empty and at the end.
 */
export interface Span {
    /**
     * The first code unit.
     */
    start: number;
    /**
     * The code unit after the last.
     */
    end: number;
}

/**
 * The moments at which something else is seen. Times are seconds since the kubelet first looks at the image, as if the runtime answered at once.
 */
export interface Timeline {
    /**
     * `starts`: at once. `stays`: every look comes to the same. `backsOff`: pulls fail with longer and longer waits between them.
     */
    name: "starts" | "stays" | "backsOff";
    /**
     * In their order.
     */
    moments: Moment[];
    /**
     * How it goes on after the last moment; `null` where nothing more happens.
     */
    repeats: Repeats | null;
}

/**
 * What tells something of the node.
 */
export interface ToldBy {
    /**
     * The options, a Node of the texts, a `registries.conf` of them, which is a file of CRI-O, or nothing: none, or several that differ.
     */
    by: "options" | "node" | "registriesConf" | "nothing";
    /**
     * The document of the Node or of the file.
     */
    document: number | null;
}

/**
 * One entry of a config, and what came of it.
 */
export interface TriedKey {
    /**
     * Which config it stands in, counted from 0.
     */
    source: number;
    /**
     * The key, as written, but for a user in front of the host, which is `…`.
     */
    key: string;
    /**
     * Where the key stands in its config, quotes included.
     */
    keySpan: Span;
    /**
     * The key as it is compared; empty when it is no URL.
     */
    indexKey: string;
    /**
     * The user name. Bytes that are not UTF-8 are U+FFFD here, and are sent as they are.
     */
    username: string;
    /**
     * Whether there is a password. It does not come back.
     */
    hasPassword: boolean;
    /**
     * Its place among the credentials that are used, from 0.
     */
    place: number | null;
    /**
     * Why the key does not match. An entry that is used as the fallback has a reason, too.
     */
    refusedBy: KeyRefusal | null;
}

/**
 * Why a file is neither YAML nor JSON.
 */
export interface UnreadableConfig {
    /**
     * Which of the files it is, counted from 0.
     */
    file: number;
    /**
     * What is wrong.
     */
    message: string;
    /**
     * Where, in its text.
     */
    span: Span;
}

/**
 * A question to the records of a node: may this Pod use the image that is there?
 */
export interface VerifyInput {
    /**
     * The image, as it is typed in the container.
     */
    image: string;
    /**
     * The ref that the runtime gives for it: `crictl inspecti` shows it as the id.
     */
    imageRef: string;
    /**
     * The release of the kubelet, from `1.33` on; the newest that is known when missing.
     */
    kubernetes?: string;
    /**
     * `imagePullCredentialsVerificationPolicy`; `NeverVerifyPreloadedImages` when missing.
     */
    policy?: string;
    /**
     * `preloadedImagesVerificationAllowlist`.
     */
    allowlist?: string[];
    /**
     * The contents of files of `image_manager/pulled`. One that cannot be read counts as that of the
     * image.
     */
    records?: string[];
    /**
     * The contents of files of `image_manager/pulling`.
     */
    intents?: string[];
    /**
     * The credentials that the Pod's Secrets have for the image, in turn.
     */
    secrets?: HeldSecret[];
    /**
     * The ServiceAccount for which a credential provider gives a credential.
     */
    serviceAccount?: HeldObject;
}

/**
 * Whether a Pod may use an image that the node has.
 */
export type VerifyOutcome = { status: "decided"; pull: boolean; rule: string; reason: string; secret: number | null; isLearned: boolean; file: string } | { status: "rejected"; message: string };

/**
 * Why a container waits.
 */
export interface WaitingState {
    /**
     * One word, such as `ErrImagePull`; the error itself where Kubernetes gives it as the reason.
     */
    reason: string;
    /**
     * The message.
     */
    message: string;
}

/**
 * One set-up, and why it is taken or not.
 */
export interface WeighedSetUp {
    /**
     * Its name: `serviceAccountSecret`.
     */
    setUp: string;
    /**
     * What it is, as a heading.
     */
    title: string;
    /**
     * The fact that decided: the name of a member of `AdviceFacts`.
     */
    fact: string;
    /**
     * Why, in a sentence.
     */
    because: string;
}
