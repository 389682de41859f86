package main

import "pullscope/oracle/harness"

// generateWharfie makes a file and an image, whose registry is often one of its keys.
func generateWharfie(g *gen) row {
	f := newFile(g)
	f.wrong = pick(g, 0, 0, 0, 0, 0, 0.01)
	image := ""
	switch n := g.IntN(10); {
	case n == 0:
		image = g.Reference()
	case n < 3:
		image = pick(g, harness.RealNames...) + g.Suffix()
	default:
		if registry := pick(g, f.registries...); registry != "*" && g.Chance(0.8) {
			image = registry + "/"
		}
		image += pick(g, "busybox", "library/busybox", "team/app", "rancher/mirrored-pause", "a/b/c", "foo.bar/x", "ns/app",
			"b", "aa/bb", "x-y_z") + g.Suffix()
	}
	made := row{}
	made.Text("registries_yaml", f.text())
	made.Text("image", image)
	return made
}
