// Command oracle answers with upstream's own code what the core answers in Rust.
//
// It reads inputs, or makes fresh ones, calls distribution/reference and Kubernetes, and writes rows
// in the formats of ../corpus. See README.md.
package main

import (
	"log/slog"

	"k8s.io/klog/v2"

	"pullscope/oracle/harness"
)

// oracle is this program: what it answers, and the newest modules that answer.
func oracle() harness.Program {
	return harness.Program{
		Name:  "oracle",
		Kinds: kinds(),
		Modules: []string{
			"github.com/distribution/reference", "github.com/opencontainers/go-digest",
			"k8s.io/kubernetes", "k8s.io/apimachinery", "k8s.io/client-go",
		},
		Commands: []harness.Command{{
			Name:  "bench",
			Usage: "reference FILE.jsonl, keyring --keys N, dockerconfig --keys N: times upstream",
			Run:   bench,
		}},
	}
}

func main() {
	// Kubernetes logs every key that it drops; the rows show the outcome.
	klog.SetSlogLogger(slog.New(slog.DiscardHandler))
	harness.Main(oracle())
}
