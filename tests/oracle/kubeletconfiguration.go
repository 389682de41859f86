package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
	logsapi "k8s.io/component-base/logs/api/v1"
	metricsfeatures "k8s.io/component-base/metrics/features"
	"k8s.io/kubernetes/pkg/features"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/validation"
	"k8s.io/kubernetes/pkg/kubelet/kubeletconfig/util/codec"
)

// A kubelet links these gates too; their packages leave it to the program to add them.
func init() {
	utilruntime.Must(logsapi.AddFeatureGates(utilfeature.DefaultMutableFeatureGate))
	utilruntime.Must(metricsfeatures.AddFeatureGates(utilfeature.DefaultMutableFeatureGate))
}

func kubeletConfigurationKind() *kind {
	return &kind{
		Name: "kubelet_configuration",
		Source: "Kubernetes pkg/kubelet: DecodeKubeletConfiguration, SetDefaults_KubeletConfiguration, " +
			"ValidateKubeletConfiguration, on a host with cgroup v2",
		Fields: row{
			{"config", "the file, in YAML or JSON"},
			{"strict", "what strict decoding says, where the kubelet goes on without it; absent where it says nothing"},
			{"stage", "where the kubelet ends: decode, default (it panics), validate; absent where it starts"},
			{"error", "what it ends with; a file that it quotes as a whole is replaced by …, and gates that need others " +
				"are told in the order of their names"},
			{"settings", "the fields that touch images, defaults filled in, and gates: which feature gates about images are on; " +
				"absent where they are not decoded. Durations are nanoseconds; a policy that does not count is empty"},
		},
		Answer:   answerKubeletConfiguration,
		Generate: makes(func(g *gen) row { return row{{"config", g.kubeletConfiguration()}} }),
	}
}

func answerKubeletConfiguration(in input) (row, error) {
	text, err := in.Text("config")
	if err != nil {
		return nil, err
	}
	out := row{{"config", text}}
	_, codecs, err := scheme.NewSchemeAndCodecs(serializer.EnableStrict)
	if err != nil {
		return nil, err
	}
	config, stage, failed := decodeKubeletConfiguration(codecs, text)
	if failed == nil {
		if _, _, strict := codecs.UniversalDecoder().Decode([]byte(text), nil, nil); runtime.IsStrictDecodingError(strict) {
			out.Add("strict", strict.Error())
		}
		// Whether the host has cgroup v1 is not a question of the file.
		config.FailCgroupV1 = false
		if err := validation.ValidateKubeletConfiguration(config, utilfeature.DefaultFeatureGate); err != nil {
			stage, failed = "validate", err
		}
	}
	if failed != nil {
		out.Add("stage", stage)
		out.Add("error", kubeletError(text, failed))
	}
	if config != nil {
		settings, err := imageSettings(config)
		if err != nil {
			return nil, err
		}
		out.Add("settings", settings)
	}
	return out, nil
}

// decodeKubeletConfiguration decodes and fills in defaults; a kubelet whose feature gates are wrong
// panics there.
func decodeKubeletConfiguration(codecs *serializer.CodecFactory, text string) (
	config *kubeletconfig.KubeletConfiguration, stage string, failed error,
) {
	defer func() {
		if said := recover(); said != nil {
			config, stage, failed = nil, "default", errors.New(fmt.Sprint(said))
		}
	}()
	config, failed = codec.DecodeKubeletConfiguration(context.Background(), codecs, []byte(text))
	return config, "decode", failed
}

// modulePath is where a program that is no kubelet has Kubernetes' code.
var modulePath = regexp.MustCompile(`k8s\.io/kubernetes@v[0-9.]+/`)

// kubeletError is the text of an error, without what differs from one run to the next.
func kubeletError(text string, failed error) string {
	said := strings.Replace(failed.Error(), "'"+text+"'", "'…'", 1)
	said = modulePath.ReplaceAllString(said, "k8s.io/kubernetes/")
	start := strings.Index(said, "[")
	if !strings.Contains(said, "depends on features that are disabled") || start < 0 || !strings.HasSuffix(said, "]]") {
		return said
	}
	unmet := strings.Split(strings.TrimSuffix(said[start+1:], "]]"), "], ")
	slices.Sort(unmet)
	return said[:start+1] + strings.Join(unmet, "], ") + "]]"
}

// imageGates are the feature gates about images that this release knows.
var imageGates = []featuregate.Feature{
	features.ImageVolume, features.ImageVolumeWithDigest, features.KubeletEnsureSecretPulledImages,
	features.KubeletServiceAccountTokenForCredentialProviders, features.RuntimeClassInImageCriAPI,
}

// imageSettings are the fields that touch images. A policy that is none is not told.
func imageSettings(config *kubeletconfig.KubeletConfiguration) (row, error) {
	set := utilfeature.DefaultFeatureGate.DeepCopy()
	if err := set.SetFromMap(config.FeatureGates); err != nil {
		return nil, err
	}
	gates := row{}
	for _, gate := range imageGates {
		gates.Add(string(gate), set.Enabled(gate))
	}
	policy := config.ImagePullCredentialsVerificationPolicy
	switch kubeletconfig.ImagePullCredentialsVerificationPolicy(policy) {
	case kubeletconfig.NeverVerify, kubeletconfig.NeverVerifyPreloadedImages, kubeletconfig.NeverVerifyAllowlistedImages,
		kubeletconfig.AlwaysVerify:
	default:
		policy = ""
	}
	if !set.Enabled(features.KubeletEnsureSecretPulledImages) {
		policy = ""
	}
	return row{
		{"serializeImagePulls", config.SerializeImagePulls},
		{"maxParallelImagePulls", config.MaxParallelImagePulls},
		{"registryPullQPS", config.RegistryPullQPS},
		{"registryBurst", config.RegistryBurst},
		{"imagePullCredentialsVerificationPolicy", policy},
		{"preloadedImagesVerificationAllowlist", append([]string{}, config.PreloadedImagesVerificationAllowlist...)},
		{"imageMinimumGCAge", config.ImageMinimumGCAge.Nanoseconds()},
		{"imageMaximumGCAge", config.ImageMaximumGCAge.Nanoseconds()},
		{"imageGCHighThresholdPercent", config.ImageGCHighThresholdPercent},
		{"imageGCLowThresholdPercent", config.ImageGCLowThresholdPercent},
		{"nodeStatusMaxImages", config.NodeStatusMaxImages},
		{"runtimeRequestTimeout", config.RuntimeRequestTimeout.Nanoseconds()},
		{"containerRuntimeEndpoint", config.ContainerRuntimeEndpoint},
		{"imageServiceEndpoint", config.ImageServiceEndpoint},
		{"gates", gates},
	}, nil
}
