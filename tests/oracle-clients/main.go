// Command oracle-clients answers with other clients' own code how they read a config and an image.
//
// It is made like ../oracle, and a module of its own: what these clients depend on must not change
// the versions that Kubernetes links. See README.md.
package main

import (
	"io"

	"github.com/sirupsen/logrus"

	"pullscope/oracle/harness"
)

// oracle is this program: what it answers, and the modules that answer.
func oracle() harness.Program {
	return harness.Program{
		Name:  "oracle-clients",
		Kinds: []*harness.Kind{authKind(), referenceKind()},
		Modules: []string{
			"github.com/containerd/containerd/v2", "github.com/distribution/reference",
			"github.com/docker/cli", "github.com/google/go-containerregistry",
			"github.com/opencontainers/go-digest", "github.com/regclient/regclient",
			"go.podman.io/image/v5",
		},
	}
}

func main() {
	// What a client would warn about is in the rows.
	logrus.SetOutput(io.Discard)
	harness.Main(oracle())
}
