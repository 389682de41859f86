//! The tables of the fields.

use super::Kind::{
    Bool, Duration, Float64, Int32, Int64, List, Map, Struct as Object, Text, Uint32, Unchecked,
};
use super::{Field, Kind, Struct};

/// The document.
pub(in crate::kubelet::configuration) static KUBELET_CONFIGURATION: Struct = Struct {
    package: "v1beta1",
    name: "KubeletConfiguration",
    fields: &[
        field("address", Text("string")),
        field("allowedUnsafeSysctls", List(&Text("string"))),
        field("apiVersion", Text("string")),
        field("authentication", Object(&AUTHENTICATION)),
        field("authorization", Object(&AUTHORIZATION)),
        field("cgroupDriver", Text("string")),
        field("cgroupRoot", Text("string")),
        field("cgroupsPerQOS", Bool),
        field("clusterDNS", List(&Text("string"))),
        field("clusterDomain", Text("string")),
        field(
            "configMapAndSecretChangeDetectionStrategy",
            Text("v1beta1.ResourceChangeDetectionStrategy"),
        ),
        field("containerLogMaxFiles", Int32),
        field("containerLogMaxSize", Text("string")),
        since(30, "containerLogMaxWorkers", Int32),
        since(30, "containerLogMonitorInterval", Duration { pointer: true }),
        since(27, "containerRuntimeEndpoint", Text("string")),
        field("contentType", Text("string")),
        field("cpuCFSQuota", Bool),
        field("cpuCFSQuotaPeriod", Duration { pointer: true }),
        field("cpuManagerPolicy", Text("string")),
        since(22, "cpuManagerPolicyOptions", Map(&Text("string"))),
        field("cpuManagerReconcilePeriod", Duration { pointer: false }),
        since(32, "crashLoopBackOff", Object(&CRASH_LOOP_BACK_OFF)),
        field("enableContentionProfiling", Bool),
        field("enableControllerAttachDetach", Bool),
        since(21, "enableDebugFlagsHandler", Bool),
        field("enableDebuggingHandlers", Bool),
        since(21, "enableProfilingHandler", Bool),
        field("enableServer", Bool),
        field("enableSystemLogHandler", Bool),
        since(27, "enableSystemLogQuery", Bool),
        field("enforceNodeAllocatable", List(&Text("string"))),
        field("eventBurst", Int32),
        field("eventRecordQPS", Int32),
        field("evictionHard", Map(&Text("string"))),
        field("evictionMaxPodGracePeriod", Int32),
        field("evictionMinimumReclaim", Map(&Text("string"))),
        field("evictionPressureTransitionPeriod", Duration { pointer: false }),
        field("evictionSoft", Map(&Text("string"))),
        field("evictionSoftGracePeriod", Map(&Text("string"))),
        since(31, "failCgroupV1", Bool),
        field("failSwapOn", Bool),
        field("featureGates", Map(&Bool)),
        field("fileCheckFrequency", Duration { pointer: false }),
        field("hairpinMode", Text("string")),
        field("healthzBindAddress", Text("string")),
        field("healthzPort", Int32),
        field("httpCheckFrequency", Duration { pointer: false }),
        field("imageGCHighThresholdPercent", Int32),
        field("imageGCLowThresholdPercent", Int32),
        since(29, "imageMaximumGCAge", Duration { pointer: false }),
        field("imageMinimumGCAge", Duration { pointer: false }),
        since(
            33,
            "imagePullCredentialsVerificationPolicy",
            Text("v1beta1.ImagePullCredentialsVerificationPolicy"),
        ),
        since(27, "imageServiceEndpoint", Text("string")),
        field("iptablesDropBit", Int32),
        field("iptablesMasqueradeBit", Int32),
        field("kernelMemcgNotification", Bool),
        field("kind", Text("string")),
        field("kubeAPIBurst", Int32),
        field("kubeAPIQPS", Int32),
        field("kubeReserved", Map(&Text("string"))),
        field("kubeReservedCgroup", Text("string")),
        field("kubeletCgroups", Text("string")),
        since(25, "localStorageCapacityIsolation", Bool),
        field("logging", Object(&LOGGING)),
        field("makeIPTablesUtilChains", Bool),
        field("maxOpenFiles", Int64),
        since(27, "maxParallelImagePulls", Int32),
        field("maxPods", Int32),
        since(21, "memoryManagerPolicy", Text("string")),
        since(36, "memoryReservationPolicy", Text("v1beta1.MemoryReservationPolicy")),
        since(22, "memorySwap", Object(&MEMORY_SWAP)),
        since(22, "memoryThrottlingFactor", Float64),
        since(33, "mergeDefaultEvictionSettings", Bool),
        field("nodeLeaseDurationSeconds", Int32),
        field("nodeStatusMaxImages", Int32),
        field("nodeStatusReportFrequency", Duration { pointer: false }),
        field("nodeStatusUpdateFrequency", Duration { pointer: false }),
        field("oomScoreAdj", Int32),
        field("podCIDR", Text("string")),
        since(30, "podLogsDir", Text("string")),
        field("podPidsLimit", Int64),
        field("podsPerCore", Int32),
        field("port", Int32),
        since(33, "preloadedImagesVerificationAllowlist", List(&Text("string"))),
        field("protectKernelDefaults", Bool),
        field("providerID", Text("string")),
        field("qosReserved", Map(&Text("string"))),
        field("readOnlyPort", Int32),
        since(23, "registerNode", Bool),
        since(23, "registerWithTaints", List(&Object(&TAINT))),
        field("registryBurst", Int32),
        field("registryPullQPS", Int32),
        since(21, "reservedMemory", List(&Object(&MEMORY_RESERVATION))),
        field("reservedSystemCPUs", Text("string")),
        field("resolvConf", Text("string")),
        field("rotateCertificates", Bool),
        field("runOnce", Bool),
        field("runtimeRequestTimeout", Duration { pointer: false }),
        since(22, "seccompDefault", Bool),
        field("serializeImagePulls", Bool),
        field("serverTLSBootstrap", Bool),
        field("showHiddenMetricsForVersion", Text("string")),
        field("shutdownGracePeriod", Duration { pointer: false }),
        since(23, "shutdownGracePeriodByPodPriority", List(&Object(&SHUTDOWN_BY_PRIORITY))),
        field("shutdownGracePeriodCriticalPods", Duration { pointer: false }),
        since(32, "singleProcessOOMKill", Bool),
        field("staticPodPath", Text("string")),
        field("staticPodURL", Text("string")),
        field("staticPodURLHeader", Map(&List(&Text("string")))),
        field("streamingConnectionIdleTimeout", Duration { pointer: false }),
        field("syncFrequency", Duration { pointer: false }),
        field("systemCgroups", Text("string")),
        field("systemReserved", Map(&Text("string"))),
        field("systemReservedCgroup", Text("string")),
        field("tlsCertFile", Text("string")),
        field("tlsCipherSuites", List(&Text("string"))),
        since(36, "tlsCurvePreferences", List(&Int32)),
        field("tlsMinVersion", Text("string")),
        field("tlsPrivateKeyFile", Text("string")),
        field("topologyManagerPolicy", Text("string")),
        since(26, "topologyManagerPolicyOptions", Map(&Text("string"))),
        field("topologyManagerScope", Text("string")),
        since(25, "tracing", Object(&TRACING)),
        since(33, "userNamespaces", Object(&USER_NAMESPACES)),
        field("volumePluginDir", Text("string")),
        field("volumeStatsAggPeriod", Duration { pointer: false }),
    ],
};

static AUTHENTICATION: Struct = Struct {
    package: "v1beta1",
    name: "KubeletAuthentication",
    fields: &[
        field("anonymous", Object(&ANONYMOUS)),
        field("webhook", Object(&WEBHOOK_AUTHENTICATION)),
        field("x509", Object(&X509)),
    ],
};

static AUTHORIZATION: Struct = Struct {
    package: "v1beta1",
    name: "KubeletAuthorization",
    fields: &[
        field("mode", Text("v1beta1.KubeletAuthorizationMode")),
        field("webhook", Object(&WEBHOOK_AUTHORIZATION)),
    ],
};

static LOGGING: Struct = Struct {
    package: "v1",
    name: "LoggingConfiguration",
    fields: &[
        since(23, "flushFrequency", Unchecked),
        field("format", Text("string")),
        since(23, "options", Object(&FORMAT_OPTIONS)),
        between(20, 23, "sanitization", Bool),
        since(23, "verbosity", Uint32),
        since(23, "vmodule", Unchecked),
    ],
};

static X509: Struct = Struct {
    package: "v1beta1",
    name: "KubeletX509Authentication",
    fields: &[field("clientCAFile", Text("string"))],
};

static WEBHOOK_AUTHENTICATION: Struct = Struct {
    package: "v1beta1",
    name: "KubeletWebhookAuthentication",
    fields: &[field("cacheTTL", Duration { pointer: false }), field("enabled", Bool)],
};

static ANONYMOUS: Struct = Struct {
    package: "v1beta1",
    name: "KubeletAnonymousAuthentication",
    fields: &[field("enabled", Bool)],
};

static WEBHOOK_AUTHORIZATION: Struct = Struct {
    package: "v1beta1",
    name: "KubeletWebhookAuthorization",
    fields: &[
        field("cacheAuthorizedTTL", Duration { pointer: false }),
        field("cacheUnauthorizedTTL", Duration { pointer: false }),
    ],
};

static MEMORY_RESERVATION: Struct = Struct {
    package: "v1beta1",
    name: "MemoryReservation",
    fields: &[since(21, "limits", Unchecked), since(21, "numaNode", Int32)],
};

static MEMORY_SWAP: Struct = Struct {
    package: "v1beta1",
    name: "MemorySwapConfiguration",
    fields: &[since(22, "swapBehavior", Text("string"))],
};

static SHUTDOWN_BY_PRIORITY: Struct = Struct {
    package: "v1beta1",
    name: "ShutdownGracePeriodByPodPriority",
    fields: &[since(23, "priority", Int32), since(23, "shutdownGracePeriodSeconds", Int64)],
};

static FORMAT_OPTIONS: Struct = Struct {
    package: "v1",
    name: "FormatOptions",
    fields: &[since(23, "json", Object(&JSON_OPTIONS)), since(30, "text", Object(&TEXT_OPTIONS))],
};

static JSON_OPTIONS: Struct = Struct {
    package: "v1",
    name: "JSONOptions",
    fields: &[since(23, "infoBufferSize", Unchecked), since(23, "splitStream", Bool)],
};

static TRACING: Struct = Struct {
    package: "v1",
    name: "TracingConfiguration",
    fields: &[since(25, "endpoint", Text("string")), since(25, "samplingRatePerMillion", Int32)],
};

static TEXT_OPTIONS: Struct = Struct {
    package: "v1",
    name: "TextOptions",
    fields: &[since(30, "infoBufferSize", Unchecked), since(30, "splitStream", Bool)],
};

static CRASH_LOOP_BACK_OFF: Struct = Struct {
    package: "v1beta1",
    name: "CrashLoopBackOffConfig",
    fields: &[since(32, "maxContainerRestartPeriod", Duration { pointer: true })],
};

static USER_NAMESPACES: Struct =
    Struct { package: "v1beta1", name: "UserNamespaces", fields: &[since(33, "idsPerPod", Int64)] };

static TAINT: Struct = Struct {
    package: "v1",
    name: "Taint",
    fields: &[
        field("effect", Text("v1.TaintEffect")),
        field("key", Text("string")),
        field("timeAdded", Unchecked),
        field("value", Text("string")),
    ],
};

const fn field(name: &'static str, kind: Kind) -> Field {
    since(20, name, kind)
}

const fn since(since: u8, name: &'static str, kind: Kind) -> Field {
    between(since, u8::MAX, name, kind)
}

const fn between(since: u8, until: u8, name: &'static str, kind: Kind) -> Field {
    Field { name, kind, since, until }
}
