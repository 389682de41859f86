package main

import (
	"fmt"
	"time"

	"k8s.io/client-go/util/flowcontrol"
	testingclock "k8s.io/utils/clock/testing"
)

// What the kubelet makes its back-off with: imageBackOffPeriod and MaxImageBackOff in kubernetes
// pkg/kubelet/kubelet.go.
const (
	imageBackOffPeriod = 10 * time.Second
	maxImageBackOff    = 300 * time.Second
)

// backOffStep is one thing that happens to a back-off, some milliseconds after the step before.
type backOffStep struct {
	After int64  `json:"after"`
	Do    string `json:"do"`
}

func backOffKind() *kind {
	return &kind{
		Name:   "backoff",
		Source: "client-go util/flowcontrol Backoff, with the two numbers of the kubelet",
		Fields: row{
			{"steps", "what happens, each `after` milliseconds since the one before: fail (Next), check (nothing), collect (GC)"},
			{"answers", "after each step: waiting (IsInBackOffSinceUpdate) and delay (Get) in milliseconds"},
		},
		Answer: answerBackOff,
		Generate: makes(func(g *gen) row {
			steps := make([]backOffStep, g.Between(1, 14))
			for i := range steps {
				steps[i] = backOffStep{g.wait(), pick(g, "fail", "fail", "fail", "check", "check", "collect")}
			}
			return row{{"steps", steps}}
		}),
	}
}

// wait gives milliseconds that often lie at or beside a limit of the back-off.
func (g *gen) wait() int64 {
	switch g.IntN(4) {
	case 0:
		return int64(g.IntN(30_000))
	case 1:
		return int64(g.IntN(700_000))
	case 2:
		return 0
	default:
		seconds := pick(g, 10, 20, 40, 80, 160, 300, 600)
		return int64(seconds)*1000 + int64(g.Between(-1, 1))
	}
}

func answerBackOff(in input) (row, error) {
	var steps []backOffStep
	if _, err := in.Decode("steps", &steps); err != nil {
		return nil, err
	}
	clock := testingclock.NewFakeClock(time.Unix(0, 0))
	backOff := flowcontrol.NewFakeBackOff(imageBackOffPeriod, maxImageBackOff, clock)
	answers := make([]row, len(steps))
	for i, step := range steps {
		clock.Step(time.Duration(step.After) * time.Millisecond)
		switch step.Do {
		case "fail":
			backOff.Next("key", clock.Now())
		case "collect":
			backOff.GC()
		case "check":
		default:
			return nil, fmt.Errorf("unknown step %q", step.Do)
		}
		answers[i] = row{
			{"waiting", backOff.IsInBackOffSinceUpdate("key", clock.Now())},
			{"delay", backOff.Get("key").Milliseconds()},
		}
	}
	return row{{"steps", steps}, {"answers", answers}}, nil
}
