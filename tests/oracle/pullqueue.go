package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/flowcontrol"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/kubernetes/pkg/credentialprovider"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/images"
	"k8s.io/kubernetes/pkg/kubelet/images/pullmanager"
)

// queueSettings are those of the kubelet that the puller is made with.
type queueSettings struct {
	Serialize bool   `json:"serialize"`
	Parallel  *int32 `json:"parallel"`
	QPS       int32  `json:"qps"`
	Burst     int32  `json:"burst"`
}

// queueImage is an image that a Pod wants; it takes so many nanoseconds to pull.
type queueImage struct {
	Image       string `json:"image"`
	Nanoseconds int64  `json:"nanoseconds"`
	Role        string `json:"role"`
	Policy      string `json:"policy"`
	Runs        int64  `json:"runs"`
}

// queuePod comes to the node after so many milliseconds.
type queuePod struct {
	At     int64        `json:"at"`
	Images []queueImage `json:"images"`
}

type queueInput struct {
	settings queueSettings
	latency  int64
	pods     []queuePod
}

func pullQueueKind() *kind {
	return &kind{
		Name: "pull_queue",
		Source: "Kubernetes pkg/kubelet/images: EnsureImageExists of NewImageManager with its serial and parallel " +
			"pullers, throttle and back-off, called for several Pods at once, with Go's clock of testing/synctest",
		Fields: row{
			{"settings", "serialize (serializeImagePulls), parallel (maxParallelImagePulls), qps, burst"},
			{"latency", "milliseconds that every pull takes at least"},
			{"pods", "at: milliseconds until the Pod comes; images, in their order: what each is for, nanoseconds " +
				"of its pull unless the node has it, policy, and milliseconds that an init container runs"},
			{"attempts", "each call that found the image, pulled it or failed to: pod and image (indexes), asked and " +
				"ends in milliseconds, the events. A Pod that failed is looked at every 10 s, 32 times for an image"},
		},
		Answer:   answerPullQueue,
		Generate: makes(generatePullQueue),
	}
}

// queueTries is after how many calls for an image the Pod's loop gives it up.
const queueTries = 32

func generatePullQueue(g *gen) row {
	for {
		in := queueInput{latency: int64(pick(g, 0, 1, 5, 300)), settings: g.queueSettings()}
		shared := []queueImage{
			{Image: "docker.io/library/shared:1", Nanoseconds: int64(g.IntN(30_000_000_000))},
			{Image: "shared:2", Nanoseconds: int64(g.IntN(1_000_000_000))},
		}
		for range g.Between(1, 14) {
			in.pods = append(in.pods, g.queuePod(len(in.pods), shared))
		}
		// What happens to two Pods in the same nanosecond has no order in Go.
		if _, err := runQueue(in); err == nil {
			return row{{"settings", in.settings}, {"latency", in.latency}, {"pods", in.pods}}
		}
	}
}

func (g *gen) queueSettings() queueSettings {
	made := queueSettings{Serialize: g.Chance(0.4), QPS: 5, Burst: 10}
	if !made.Serialize && g.Chance(0.6) {
		made.Parallel = new(int32(g.Between(0, 5)))
	}
	if g.Chance(0.7) {
		made.QPS, made.Burst = int32(pick(g, 0, 1, 1, 2, 3, 7)), int32(pick(g, 1, 1, 2, 3, 5))
		if g.Chance(0.03) {
			made.Burst = 0
		}
	}
	return made
}

func (g *gen) queuePod(number int, shared []queueImage) queuePod {
	// The last digit tells the Pods apart when they are looked at again.
	made := queuePod{At: int64(pick(g, 0, g.IntN(500), g.IntN(30_000)))*100 + int64(number)}
	for i := range g.Between(1, 4) {
		image := queueImage{
			Image:  fmt.Sprintf("app%d-%d", number, i),
			Role:   pick(g, "container", "container", "container", "initContainer", "sidecarContainer", "imageVolume"),
			Policy: pick(g, "IfNotPresent", "IfNotPresent", "Always"),
		}
		image.Nanoseconds = int64(g.IntN(pick(g, 1_000, 1_000_000_000, 60_000_000_000)))
		if g.Chance(0.2) {
			known := pick(g, shared...)
			image.Image, image.Nanoseconds = known.Image, known.Nanoseconds
		}
		if image.Role == "initContainer" {
			image.Runs = int64(pick(g, 0, 1_000, 12_345))
		}
		made.Images = append(made.Images, image)
	}
	return made
}

func answerPullQueue(in input) (row, error) {
	var read queueInput
	for name, into := range map[string]any{"settings": &read.settings, "latency": &read.latency, "pods": &read.pods} {
		if _, err := in.Decode(name, into); err != nil {
			return nil, err
		}
	}
	attempts, err := runQueue(read)
	if err != nil {
		return nil, err
	}
	return row{
		{"settings", read.settings}, {"latency", read.latency}, {"pods", read.pods}, {"attempts", attempts},
	}, nil
}

// bubble runs functions on a clock that stands still while anything can happen.
//
// Such a clock belongs to a test. The one test here never ends, because the worker of a serial puller
// never does; it takes functions for as long as the program runs.
var bubble = sync.OnceValue(func() chan<- func() {
	calls := make(chan func())
	go testing.Main(
		func(string, string) (bool, error) { return true, nil },
		[]testing.InternalTest{{Name: "bubble", F: func(t *testing.T) {
			synctest.Test(t, func(*testing.T) {
				for call := range calls {
					call()
				}
			})
		}}}, nil, nil)
	return calls
})

func runQueue(in queueInput) (attempts []queueAttempt, err error) {
	done := make(chan struct{})
	bubble() <- func() {
		attempts, err = queueInBubble(in)
		close(done)
	}
	<-done
	return attempts, err
}

// queueAttempt is one call that was more than a look at an image in back-off.
type queueAttempt struct {
	Pod    int        `json:"pod"`
	Image  int        `json:"image"`
	Asked  int64      `json:"asked"`
	Ends   int64      `json:"ends"`
	Events [][]string `json:"events"`
	asked  time.Duration
	ends   time.Duration
	pulled bool
}

func queueInBubble(in queueInput) ([]queueAttempt, error) {
	node := &queueNode{
		latency: time.Duration(in.latency) * time.Millisecond,
		there:   map[string]bool{}, takes: map[string]time.Duration{}, events: map[string][][]string{},
	}
	manager := images.NewImageManager(
		node, &credentialprovider.BasicDockerKeyring{}, node, node,
		flowcontrol.NewBackOff(imageBackOffPeriod, maxImageBackOff),
		in.settings.Serialize, in.settings.Parallel, float32(in.settings.QPS), int(in.settings.Burst), node)
	begin := time.Now()
	logs := make([][]queueAttempt, len(in.pods))
	var group sync.WaitGroup
	for number, pod := range in.pods {
		group.Go(func() {
			time.Sleep(time.Duration(pod.At) * time.Millisecond)
			worker := queueWorker{node: node, manager: manager, number: number, pod: pod, begin: begin}
			worker.run()
			logs[number] = worker.log
		})
	}
	group.Wait()
	all := slices.Concat(logs...)
	slices.SortStableFunc(all, func(a, b queueAttempt) int { return int(a.asked - b.asked) })
	if node.joined || isTied(all) {
		return nil, errors.New("two Pods at the same moment")
	}
	return all, nil
}

// isTied tells whether Pods ask, or pulls end, in the same nanosecond.
func isTied(attempts []queueAttempt) bool {
	asked, ended := map[time.Duration]int{}, map[time.Duration]int{}
	for _, it := range attempts {
		if other, ok := asked[it.asked]; ok && other != it.Pod {
			return true
		}
		asked[it.asked] = it.Pod
		if !it.pulled {
			continue
		}
		if other, ok := ended[it.ends]; ok && other != it.Pod {
			return true
		}
		ended[it.ends] = it.Pod
	}
	for _, it := range attempts {
		// Who ends a pull asks again at once.
		if other, ok := asked[it.ends]; ok && other != it.Pod {
			return true
		}
	}
	return false
}

// queueWorker does for one Pod what the kubelet's worker and SyncPod do about images.
type queueWorker struct {
	node    *queueNode
	manager images.ImageManager
	number  int
	pod     queuePod
	begin   time.Time
	log     []queueAttempt
	tries   map[string]int
	done    []bool
}

func (w *queueWorker) run() {
	w.tries, w.done = map[string]int{}, make([]bool, len(w.pod.Images))
	for w.look() {
		time.Sleep(10 * time.Second)
	}
}

// look tries each image that is not there; it tells whether another look can come to something.
func (w *queueWorker) look() bool {
	again, lacksVolume := false, false
	for _, roles := range [][]string{{"imageVolume"}, {"initContainer", "sidecarContainer"}, {"container"}} {
		for i, image := range w.pod.Images {
			if !slices.Contains(roles, image.Role) || w.done[i] {
				continue
			}
			if !lacksVolume || image.Role == "imageVolume" {
				w.done[i] = w.ensure(i)
			}
			switch {
			case w.done[i]:
				time.Sleep(time.Duration(image.Runs) * time.Millisecond)
			default:
				isHeldUp := lacksVolume && image.Role != "imageVolume"
				again = again || w.tries[image.Image] < queueTries && !isHeldUp
				lacksVolume = lacksVolume || image.Role == "imageVolume"
				if image.Role == "initContainer" {
					return again
				}
			}
		}
	}
	return again
}

func (w *queueWorker) ensure(i int) bool {
	name := fmt.Sprint(w.number)
	image := w.pod.Images[i]
	if w.tries[image.Image] == queueTries && (image.Policy == "Always" || !w.node.has(image.Image)) {
		return false
	}
	w.node.expect(image.Image, time.Duration(image.Nanoseconds), name)
	pod := &v1.Pod{}
	pod.UID = types.UID(name)
	sandbox := &runtimeapi.PodSandboxConfig{Metadata: &runtimeapi.PodSandboxMetadata{Uid: name}}
	asked := time.Since(w.begin)
	_, _, err := w.manager.EnsureImageExists(
		context.Background(), &v1.ObjectReference{Name: name}, pod, image.Image, nil, sandbox, "", v1.PullPolicy(image.Policy))
	if errors.Is(err, images.ErrImagePullBackOff) {
		return false
	}
	if w.node.asked(name) {
		w.tries[image.Image]++
	}
	ends := time.Since(w.begin)
	w.log = append(w.log, queueAttempt{
		Pod: w.number, Image: i, Asked: asked.Milliseconds(), Ends: ends.Milliseconds(),
		Events: w.node.take(name), asked: asked, ends: ends, pulled: err == nil && ends > asked,
	})
	return err == nil
}

// queueNode is the runtime, the recorder and the records of a node on which every pull succeeds.
type queueNode struct {
	kubecontainer.ImageService
	pullmanager.NoopImagePullManager
	latency time.Duration

	lock   sync.Mutex
	there  map[string]bool
	coming string
	joined bool
	takes  map[string]time.Duration
	events map[string][][]string
}

// expect says what the next pull of an image takes, and forgets the events of a Pod.
func (n *queueNode) expect(image string, takes time.Duration, pod string) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.takes[runtimeName(image)] = takes
	n.events[pod] = [][]string{}
}

// asked tells whether the Pod asked for a pull since then.
func (n *queueNode) asked(pod string) bool {
	return slices.ContainsFunc(n.take(pod), func(event []string) bool { return event[1] == "Pulling" })
}

func (n *queueNode) take(pod string) [][]string {
	n.lock.Lock()
	defer n.lock.Unlock()
	return n.events[pod]
}

// runtimeName is the name under which a runtime keeps one of the images that are made here.
func runtimeName(image string) string {
	image = strings.TrimPrefix(image, "docker.io/library/")
	if !strings.Contains(image, ":") {
		image += ":latest"
	}
	return image
}

func (n *queueNode) has(image string) bool {
	n.lock.Lock()
	defer n.lock.Unlock()
	return n.there[runtimeName(image)]
}

func (n *queueNode) GetImageRef(_ context.Context, image kubecontainer.ImageSpec) (string, error) {
	if n.has(image.Image) {
		return "ref", nil
	}
	return "", nil
}

func (n *queueNode) PullImage(
	_ context.Context, image kubecontainer.ImageSpec, _ []credentialprovider.TrackedAuthConfig, _ *runtimeapi.PodSandboxConfig,
) (string, *credentialprovider.TrackedAuthConfig, error) {
	name := runtimeName(image.Image)
	time.Sleep(n.latency)
	if n.has(name) {
		return "ref", nil, nil
	}
	n.lock.Lock()
	takes := n.takes[name]
	// Only names that several Pods share can be pulled twice at a time.
	if strings.HasPrefix(name, "shared") {
		n.joined = n.joined || strings.Contains(n.coming, name)
		n.coming += name + " "
	}
	n.lock.Unlock()
	time.Sleep(takes)
	n.lock.Lock()
	defer n.lock.Unlock()
	n.there[name] = true
	n.coming = strings.ReplaceAll(n.coming, name+" ", "")
	return "ref", nil, nil
}

func (n *queueNode) GetImageSize(context.Context, kubecontainer.ImageSpec) (uint64, error) {
	return 1, nil
}

func (n *queueNode) MustAttemptImagePull(context.Context, string, string, pullmanager.GetPodCredentials) (bool, error) {
	return false, nil
}

func (n *queueNode) RecordImageStartedPulling(types.UID)  {}
func (n *queueNode) RecordImageFinishedPulling(types.UID) {}

func (n *queueNode) Event(object runtime.Object, kind, reason, message string) {
	n.lock.Lock()
	defer n.lock.Unlock()
	pod := object.(*v1.ObjectReference).Name
	n.events[pod] = append(n.events[pod], []string{kind, reason, message})
}

func (n *queueNode) Eventf(object runtime.Object, kind, reason, format string, args ...any) {
	n.Event(object, kind, reason, fmt.Sprintf(format, args...))
}

func (n *queueNode) AnnotatedEventf(object runtime.Object, _ map[string]string, kind, reason, format string, args ...any) {
	n.Eventf(object, kind, reason, format, args...)
}
