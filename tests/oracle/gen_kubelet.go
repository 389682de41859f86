package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
)

// member is one member of a document, its value as it is written.
type member struct{ name, value string }

// kubeletConfiguration makes a file of fields that touch images, right and absurd, in YAML or JSON.
func (g *gen) kubeletConfiguration() string {
	asJSON := g.Chance(0.4)
	members := []member{{"kind", "KubeletConfiguration"}, {"apiVersion", g.kubeletAPIVersion(asJSON)}}
	if members[1].value == "" {
		members = members[:1]
	}
	// Rather more than half of the files are to get past the decoder.
	wrong := pick(g, 0, 0, 0, 0.1, 0.3)
	for range g.Between(0, 7) {
		members = append(members, g.kubeletField(asJSON, wrong))
	}
	// A name that stands twice is an error of another kind in YAML, and of gates one is refused at most.
	seen := map[string]bool{}
	members = slices.DeleteFunc(members, func(m member) bool {
		twice := seen[m.name] && (!asJSON || m.name == "featureGates")
		seen[m.name] = true
		return twice
	})
	if asJSON {
		members[0].value = strconv.Quote(members[0].value)
		// The decoder walks the names as they stand, and takes one twice.
		g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		parts := make([]string, len(members))
		for i, m := range members {
			parts[i] = marshalled(m.name) + ": " + m.value
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	var out strings.Builder
	for _, m := range members {
		name := m.name
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || name == "" {
			name = marshalled(name)
		}
		fmt.Fprintf(&out, "%s: %s\n", name, m.value)
	}
	return out.String()
}

func (g *gen) kubeletAPIVersion(asJSON bool) string {
	if g.Chance(0.97) {
		if asJSON {
			return `"kubelet.config.k8s.io/v1beta1"`
		}
		return "kubelet.config.k8s.io/v1beta1"
	}
	return pick(g, "", `"kubelet.config.k8s.io/v1"`, `"v1"`, `"a/b/c"`, `"kubelet.config.k8s.io/v1alpha1"`, "3", "true", "null",
		`""`, `"kubelet.config.k8s.io/"`, `[1]`, `"kubelet.config.k8s.io/v1beta1 "`)
}

func (g *gen) kubeletField(asJSON bool, wrong float64) member {
	if g.Chance(wrong) {
		return member{g.kubeletFieldName(), g.anyValue(asJSON)}
	}
	number := func() string {
		return strconv.Itoa(pick(g, g.Between(-3, 3), g.Between(0, 110), g.Between(-1<<31, 1<<31-1), 1, 2, 5, 0, -1))
	}
	switch g.IntN(17) {
	case 0:
		return member{"serializeImagePulls", pick(g, "true", "false", "null")}
	case 1, 2:
		return member{"maxParallelImagePulls", pick(g, "null", "0", "1", "2", "5", number())}
	case 3:
		return member{"registryPullQPS", pick(g, "null", number(), number())}
	case 4:
		return member{"registryBurst", pick(g, "null", number(), number())}
	case 5, 6:
		return member{"imagePullCredentialsVerificationPolicy", g.verificationPolicy()}
	case 7:
		return member{"preloadedImagesVerificationAllowlist", g.allowlist()}
	case 8:
		return member{"imageMinimumGCAge", g.duration()}
	case 9:
		return member{"imageMaximumGCAge", g.duration()}
	case 10:
		return member{pick(g, "imageGCHighThresholdPercent", "imageGCLowThresholdPercent"), pick(g, "null", number(), strconv.Itoa(g.Between(70, 101)))}
	case 11:
		return member{"crashLoopBackOff", pick(g, "{}", "null", `{"maxContainerRestartPeriod": `+g.duration()+`}`)}
	case 12:
		return member{pick(g, "containerRuntimeEndpoint", "imageServiceEndpoint"), pick(g, `""`, "null", `"unix:///run/crio/crio.sock"`, `"x"`)}
	case 13:
		return member{"runtimeRequestTimeout", g.duration()}
	case 14:
		return member{"nodeStatusMaxImages", pick(g, "null", "-1", number())}
	case 15:
		return member{"featureGates", g.featureGates(wrong)}
	default:
		if wrong == 0 {
			return member{pick(g, "registryBurst", "registryPullQPS"), strconv.Itoa(g.Between(0, 100))}
		}
		name := g.Mutate(g.kubeletFieldName(), "abcIG")
		if !isPrinted(name) {
			name = "unprinted"
		}
		return member{name, g.anyValue(asJSON)}
	}
}

// marshalled is a value of JSON, which YAML reads too.
func marshalled(value any) string {
	written, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(written)
}

// kubeletFieldName is the name of a field of any sort, and of some that are none.
func (g *gen) kubeletFieldName() string {
	return pick(g, "serializeImagePulls", "maxParallelImagePulls", "registryPullQPS", "registryBurst",
		"imagePullCredentialsVerificationPolicy", "preloadedImagesVerificationAllowlist", "imageMinimumGCAge",
		"imageMaximumGCAge", "imageGCHighThresholdPercent", "imageGCLowThresholdPercent", "crashLoopBackOff",
		"containerRuntimeEndpoint", "imageServiceEndpoint", "runtimeRequestTimeout", "nodeStatusMaxImages", "featureGates",
		"maxParallelImagePull", "registryQPS", "registrypullqps", "metadata", "spec", "authentication", "logging", "memorySwap",
		"staticPodURLHeader", "evictionHard", "clusterDNS", "resolvConf", "podPidsLimit", "userNamespaces",
		"reservedMemory", "cpuCFSQuotaPeriod", "tlsCurvePreferences", "shutdownGracePeriodByPodPriority")
}

func (g *gen) verificationPolicy() string {
	if g.Chance(0.1) {
		return pick(g, `"NeverVerifyAllowListedImages"`, `"alwaysVerify"`, `""`, "null", `"Never\nVerify é"`, `"IfNotPresent"`)
	}
	return strconv.Quote(pick(g, "NeverVerify", "NeverVerifyPreloadedImages", "NeverVerifyAllowlistedImages", "AlwaysVerify", "NeverVerifyAllowlistedImages"))
}

// isPrinted says whether a text has no control character.
func isPrinted(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func (g *gen) allowlist() string {
	patterns := []string{}
	for range g.IntN(4) {
		pattern := pick(g, "ubuntu", "registry.example.com/base/*", "quay.io/*", "docker.io/library/busybox", g.ValidReference())
		if g.Chance(0.15) {
			pattern = pick(g, "", "*", "/*", "quay.io*", " ubuntu", "ubuntu:22.04", "Ubuntu", g.Reference())
		}
		// YAML has no control characters, and the reader here takes none for text.
		if isPrinted(pattern) {
			patterns = append(patterns, pattern)
		}
	}
	return marshalled(patterns)
}

// duration is a string, as it is written in JSON.
func (g *gen) duration() string {
	if g.Chance(0.08) {
		return pick(g, `""`, `"5"`, `"5d"`, `"s"`, `"1 m"`, `"+-1s"`, `"9223372036854775808ns"`, `"1é"`, `"-"`, `".s"`, `"1.2.3s"`, "5", "null", "true")
	}
	unit := func() string { return pick(g, "ns", "us", "µs", "ms", "s", "s", "m", "m", "h") }
	out := pick(g, "", "", "", "", "", "-", "+")
	for range g.Between(1, 2) {
		out += pick(g, strconv.Itoa(g.Between(0, 400)), strconv.Itoa(g.Between(0, 5)), "0", "1.5", ".25", "0.123456789", "2.") + unit()
	}
	return strconv.Quote(pick(g, out, out, out, "0", "2m", "5m", "2m0s", "168h", "300s"))
}

// gateNames are those of the release, sorted, so that the same seed takes the same ones.
func gateNames() []string {
	var names []string
	if gates, ok := utilfeature.DefaultMutableFeatureGate.(interface {
		GetAll() map[featuregate.Feature]featuregate.FeatureSpec
	}); ok {
		for name := range gates.GetAll() {
			names = append(names, string(name))
		}
	}
	slices.Sort(names)
	return names
}

// featureGates has at most one gate that is refused for itself: of several, upstream tells any.
func (g *gen) featureGates(wrong float64) string {
	gates := map[string]bool{}
	about := []string{"KubeletEnsureSecretPulledImages", "ImageVolumeWithDigest", "KubeletCrashLoopBackOffMax",
		"RuntimeClassInImageCriApi", "KubeletServiceAccountTokenForCredentialProviders"}
	for range g.IntN(3) {
		gates[pick(g, about...)] = g.Chance(0.5)
	}
	switch g.IntN(6) {
	case 0:
		gates[pick(g, "AllAlpha", "AllBeta")] = g.Chance(0.5)
	case 1:
		gates[pick(g, gateNames()...)] = g.Chance(0.5)
	case 2:
		if g.Chance(wrong * 2) {
			gates[pick(g, "ImageVolumes", "KubeletCredentialProviders", "imageVolume", "", "é", "DisableKubeletCloudCredentialProviders")] = true
		}
	}
	return marshalled(gates)
}

// anyValue is a value of any type; where a field does not want it, so much the better.
func (g *gen) anyValue(asJSON bool) string {
	choices := []string{"0", "-1", "2147483648", "99999999999999999999", "1.5", "1e3", "-0", "true", "null", `""`, `"5"`, `"x"`, "[]", "[1]",
		`["a", null]`, "{}", `{"a": 1}`, `{"a": true}`, `{"mode": 3, "x": 1}`, `[{"key": 1, "x": 2}]`, `[[1]]`, `{"enabled": "x", "webhook": {"cacheTTL": 5}}`,
		`{"swapBehavior": null}`, `{"a": ["b", 3]}`, `[{"numaNode": 1.5}]`, `{"format": "text", "fromat": 1, "verbosity": -1}`}
	if !asJSON {
		choices = append(choices, "0x10", "010", "1_000", "5.0", "yes", "off", "~", ".inf", "-.inf", ".nan", "1e400", "08", "0b11", "2024-01-01", "1:30", "'5'", "")
	}
	return pick(g, choices...)
}
