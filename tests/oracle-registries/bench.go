package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/go-containerregistry/pkg/name"

	"pullscope/oracle/harness"
)

// bench times what Image does for an image before it sends anything: the list of endpoints, and the
// rewrite at each of them that is not the default. The file is loaded once.
func bench(args []string, out io.Writer) error {
	if len(args) != 3 || args[0] != "registries" {
		return fmt.Errorf("%w: bench registries takes a file and an image", harness.ErrUsage)
	}
	text, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	loaded, wrong, err := load(string(text))
	if err = errors.Join(wrong, err); err != nil {
		return err
	}
	ref, err := name.ParseReference(args[2])
	if err != nil {
		return err
	}
	r := newResolver(loaded)
	asked, rewritten := 0, 0
	resolve := func() {
		endpoints, wrong := getEndpoints(r, ref)
		if wrong != nil {
			err = wrong
			return
		}
		asked, rewritten = len(endpoints), 0
		for _, it := range endpoints {
			if !isDefault(it) && rewrite(r, ref).Context().RepositoryStr() != ref.Context().RepositoryStr() {
				rewritten++
			}
		}
	}
	nanoseconds, allocations := harness.Measure(1, resolve)
	if err != nil {
		return err
	}
	return harness.NewRowWriter(out).Write(row{
		{"bench", "registries"}, {"mirrors", len(loaded.Mirrors)}, {"endpoints", asked},
		{"rewritten", rewritten}, {"ns_per_op", nanoseconds}, {"allocs_per_op", allocations},
	})
}
