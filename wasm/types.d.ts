/**
 * Builds a Secret as `kubectl create secret docker-registry` does.
 */
export function buildSecret(parts: SecretParts): BuildOutcome;

/**
 * Decodes a Docker config as Kubernetes does.
 */
export function decodeDockerConfig(text: string, format: ConfigFormat): DecodeOutcome;

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
 * Says what the API server and the kubelet make of a Secret with registry credentials.
 */
export function validateSecret(secret: SecretInput): SecretOutcome;

/**
 * The same for every Secret of a manifest in YAML or JSON, in the order of the text. What cannot
 * be read is reported in its place; documents of other kinds are passed over.
 */
export function validateSecretManifest(text: string): SecretOutcome[];

/**
 * A new Secret.
 */
export type BuildOutcome = { status: "built"; config: string; yaml: string; json: string } | { status: "rejected"; message: string };

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
 * What Kubernetes takes from one Docker config.
 */
export type DecodeOutcome = ({ status: "decoded" } & ConfigEntries) | ({ status: "rejected" } & ConfigError);

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
 * What one image reference means.
 */
export type ParseOutcome = ({ status: "parsed" } & ImageReference) | ({ status: "rejected" } & RejectedReference);

/**
 * The pull policy of a container.
 */
export type PolicyOutcome = { status: "decided"; policy: PullPolicy; rule: PullPolicyRule; reason: string } | { status: "rejected"; message: string };

/**
 * A value of `imagePullPolicy`.
 */
export type PullPolicy = "Always" | "IfNotPresent" | "Never";

/**
 * What decides a pull policy.
 */
export type PullPolicyRule = "written" | "latestWritten" | "latestImplied" | "otherTag" | "digestOnly" | "unparsable";

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
 * How bad a finding is.
 */
export type Severity = "error" | "warning" | "info";

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
