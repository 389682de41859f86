package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/client-go/util/flowcontrol"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/images"
	"k8s.io/kubernetes/pkg/kubelet/images/pullmanager"
	testingclock "k8s.io/utils/clock/testing"
)

// look is one call of EnsureImageExists, some milliseconds after the one before.
type look struct {
	After int64 `json:"after"`
	// Node is what the runtime has: absent, present, or denied, which is present and not for this Pod.
	Node string `json:"node"`
	// InspectError is what the runtime says when it cannot tell.
	InspectError string `json:"inspect_error,omitempty"`
	// Pulls are the outcomes of the attempts of a pull, empty for a success; the last one goes for
	// all attempts that follow.
	Pulls []string `json:"pulls"`
}

func imageManagerKind() *kind {
	return &kind{
		Name:   "image_manager",
		Source: "Kubernetes pkg/kubelet/images: EnsureImageExists of NewImageManager",
		Fields: row{
			{"image", "image of the container"},
			{"policy", "imagePullPolicy"},
			{"kind", "of the pull Secret, where there is one: config.json or dockercfg"},
			{"config", "data of the pull Secret"},
			{"looks", "one call each, `after` milliseconds since the one before: node (absent, present, denied: " +
				"present and not for this Pod), inspect_error, pulls (outcome of each attempt, empty for a success, the last repeats)"},
			{"answers", "of each call: reason (the error) and message, both empty for a success; events as type, reason, message; " +
				"asked (the image given to the runtime), attempts. Durations and sizes in events are replaced by …"},
		},
		Answer: answerImageManager,
		Generate: makes(func(g *gen) row {
			out := row{}
			image := g.ValidReference()
			if g.Chance(0.3) {
				image = g.Reference()
			}
			var kind, config string
			hasSecret := g.Chance(0.4)
			if hasSecret {
				kind, config, image = g.ConfigAndImage()
			}
			out.Text("image", image)
			out.Text("policy", pick(g, "Always", "IfNotPresent", "IfNotPresent", "Never"))
			if hasSecret {
				out.Text("kind", kind)
				out.Text("config", config)
			}
			looks := make([]look, g.Between(1, 8))
			for i := range looks {
				looks[i] = g.look()
			}
			out.Add("looks", looks)
			return out
		}),
	}
}

// pullErrors are what runtimes say, and what Kubernetes gives a meaning to.
var pullErrors = []string{
	"", "", "404", "unauthorized: authentication required", "[a, b]", "x: \"quoted\"\nand more", "ImagePullBackOff",
	"RegistryUnavailable", "RegistryUnavailable: no route", "RegistryUnavailableToo", "registryUnavailable", " RegistryUnavailable",
	"SignatureValidationFailed", "SignatureValidationFailed: no key", "RegistryUnavailable: SignatureValidationFailed",
	"rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/a:1\": not found", "ü%s%d",
}

func (g *gen) look() look {
	made := look{After: g.wait(), Node: pick(g, "absent", "absent", "absent", "present", "denied")}
	if g.Chance(0.1) {
		made.InspectError = pick(g, "runtime is down", "rpc error: code = Unavailable desc = \"x\"")
	}
	made.Pulls = make([]string, g.Between(1, 3))
	for i := range made.Pulls {
		made.Pulls[i] = pick(g, pullErrors...)
	}
	if g.Chance(0.5) {
		made.Pulls = []string{pick(g, pullErrors[2:]...)}
	}
	return made
}

func answerImageManager(in input) (row, error) {
	image, err := in.Text("image")
	if err != nil {
		return nil, err
	}
	policy, err := in.Text("policy")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.Text("image", image)
	out.Text("policy", policy)
	var secrets []v1.Secret
	if _, ok := in["kind"]; ok {
		kind, err := in.Text("kind")
		if err != nil {
			return nil, err
		}
		config, err := in.Text("config")
		if err != nil {
			return nil, err
		}
		secret, err := pullSecret(kind, config)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, secret)
		out.Text("kind", kind)
		out.Text("config", config)
	}
	var looks []look
	if _, err := in.Decode("looks", &looks); err != nil {
		return nil, err
	}
	out.Add("looks", looks)

	clock := testingclock.NewFakeClock(time.Unix(0, 0))
	backOff := flowcontrol.NewFakeBackOff(imageBackOffPeriod, maxImageBackOff, clock)
	node := &fakeNode{}
	manager := images.NewImageManager(
		node, &credentialprovider.BasicDockerKeyring{}, node, node, backOff, false, nil, 0, 0, node)
	pod := &v1.Pod{}
	pod.UID = "uid"
	sandbox := &runtimeapi.PodSandboxConfig{Metadata: &runtimeapi.PodSandboxMetadata{Uid: "uid"}}
	answers := make([]row, len(looks))
	for i, each := range looks {
		clock.Step(time.Duration(each.After) * time.Millisecond)
		if len(each.Pulls) == 0 {
			return nil, errors.New("a look without pulls")
		}
		*node = fakeNode{look: each, events: [][]string{}}
		_, message, err := manager.EnsureImageExists(
			context.Background(), &v1.ObjectReference{}, pod, image, secrets, sandbox, "", v1.PullPolicy(policy))
		reason := ""
		if err == nil {
			// The message of a success is shown nowhere.
			message = ""
		} else {
			reason = err.Error()
		}
		answers[i] = row{
			{"reason", reason}, {"message", message}, {"events", node.events},
			{"asked", node.asked}, {"attempts", node.attempts},
		}
	}
	out.Add("answers", answers)
	return out, nil
}

// pullSecret is a Secret with one Docker config.
func pullSecret(kind, config string) (v1.Secret, error) {
	switch kind {
	case "config.json":
		return v1.Secret{
			Type: v1.SecretTypeDockerConfigJson,
			Data: map[string][]byte{v1.DockerConfigJsonKey: []byte(config)},
		}, nil
	case "dockercfg":
		return v1.Secret{
			Type: v1.SecretTypeDockercfg,
			Data: map[string][]byte{v1.DockerConfigKey: []byte(config)},
		}, nil
	default:
		return v1.Secret{}, fmt.Errorf("unknown kind of config %q", kind)
	}
}

// fakeNode is all that the image manager talks to: a runtime, a recorder of events, the records of
// earlier pulls.
type fakeNode struct {
	kubecontainer.ImageService
	pullmanager.NoopImagePullManager
	look     look
	events   [][]string
	asked    string
	attempts int
}

func (n *fakeNode) GetImageRef(_ context.Context, image kubecontainer.ImageSpec) (string, error) {
	n.asked = image.Image
	switch {
	case n.look.InspectError != "":
		return "", errors.New(n.look.InspectError)
	case n.look.Node == "absent":
		return "", nil
	default:
		return "ref", nil
	}
}

// PullImage does what kuberuntime's does: an attempt for each credential, their errors together.
func (n *fakeNode) PullImage(
	_ context.Context, image kubecontainer.ImageSpec, credentials []credentialprovider.TrackedAuthConfig, _ *runtimeapi.PodSandboxConfig,
) (string, *credentialprovider.TrackedAuthConfig, error) {
	n.asked = image.Image
	var failed []error
	for range max(1, len(credentials)) {
		outcome := n.look.Pulls[min(n.attempts, len(n.look.Pulls)-1)]
		n.attempts++
		if outcome == "" {
			return "ref", nil, nil
		}
		failed = append(failed, errors.New(outcome))
	}
	return "", nil, utilerrors.NewAggregate(failed)
}

func (n *fakeNode) GetImageSize(context.Context, kubecontainer.ImageSpec) (uint64, error) {
	return 1, nil
}

func (n *fakeNode) MustAttemptImagePull(context.Context, string, string, pullmanager.GetPodCredentials) (bool, error) {
	return n.look.Node == "denied", nil
}

func (n *fakeNode) RecordImageStartedPulling(types.UID)  {}
func (n *fakeNode) RecordImageFinishedPulling(types.UID) {}

// measured is what the event of a finished pull tells, and no one can foretell.
var measured = regexp.MustCompile(`in \S+ \(\S+ including waiting\)\. Image size: \d+ bytes\.$`)

func (n *fakeNode) Event(_ runtime.Object, kind, reason, message string) {
	message = measured.ReplaceAllString(message, "in … (… including waiting). Image size: … bytes.")
	n.events = append(n.events, []string{kind, reason, message})
}

func (n *fakeNode) Eventf(object runtime.Object, kind, reason, format string, args ...any) {
	n.Event(object, kind, reason, fmt.Sprintf(format, args...))
}

func (n *fakeNode) AnnotatedEventf(object runtime.Object, _ map[string]string, kind, reason, format string, args ...any) {
	n.Eventf(object, kind, reason, format, args...)
}
