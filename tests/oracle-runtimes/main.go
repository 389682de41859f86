// Command oracle-runtimes answers with the runtimes' own published code what the core answers in Rust.
//
// It reads inputs, or makes fresh ones, calls containerd's and CRI-O's libraries, and writes rows in
// the formats of ../corpus. See README.md.
package main

import (
	"io"

	"github.com/containerd/log"
	"github.com/sirupsen/logrus"

	"pullscope/oracle/harness"
)

func oracle() harness.Program {
	return harness.Program{
		Name:  "oracle-runtimes",
		Kinds: []*kind{imageIndexKind(), shortNameKind(), registriesConfKind()},
		Modules: []string{
			"github.com/containerd/containerd/v2", "github.com/containerd/platforms",
			"go.podman.io/image/v5",
		},
	}
}

func main() {
	// Both libraries log what they pass over; the rows show the outcome.
	logrus.SetOutput(io.Discard)
	log.L.Logger.SetOutput(io.Discard)
	harness.Main(oracle())
}

type (
	kind  = harness.Kind
	row   = harness.Row
	cell  = harness.Cell
	input = harness.Input
	gen   = harness.Gen
)
