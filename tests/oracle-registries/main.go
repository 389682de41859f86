// Command oracle-registries answers with the published code of wharfie, and with Go's own regular
// expressions, what the core answers in Rust about registries.yaml.
//
// It reads inputs, or makes fresh ones, calls upstream, and writes rows in the formats of ../corpus.
// See README.md.
package main

import (
	"io"

	"github.com/sirupsen/logrus"

	"pullscope/oracle/harness"
)

func oracle() harness.Program {
	return harness.Program{
		Name:  "oracle-registries",
		Kinds: []*kind{fileKind(), wharfieKind(), regexpKind()},
		Modules: []string{
			"github.com/rancher/wharfie", "github.com/google/go-containerregistry", "gopkg.in/yaml.v2",
		},
		Commands: []harness.Command{{
			Name:  "bench",
			Usage: "registries FILE.yaml IMAGE: times upstream",
			Run:   bench,
		}},
	}
}

func main() {
	// What is passed over is logged; the rows show the outcome.
	logrus.SetOutput(io.Discard)
	harness.Main(oracle())
}

type (
	kind  = harness.Kind
	row   = harness.Row
	cell  = harness.Cell
	input = harness.Input
	gen   = harness.Gen
)
