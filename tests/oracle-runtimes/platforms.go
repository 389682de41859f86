package main

import (
	_ "unsafe" // for go:linkname

	"github.com/containerd/platforms"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// defaultMatcher is what platforms.Default gives on a node of that platform.
func defaultMatcher(node ocispec.Platform) platforms.MatchComparer {
	if node.OS == "windows" {
		return &windowsComparer{platforms.NewMatcher(node)}
	}
	return platforms.Only(node)
}

// windowsComparer is windowsMatchComparer, which platforms.Default makes on Windows alone.
type windowsComparer struct {
	platforms.Matcher
}

func (c *windowsComparer) Less(a, b ocispec.Platform) bool {
	return lessOnWindows(c, a, b)
}

//go:linkname lessOnWindows github.com/containerd/platforms.(*windowsMatchComparer).Less
func lessOnWindows(c *windowsComparer, a, b ocispec.Platform) bool
