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
