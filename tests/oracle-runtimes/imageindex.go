package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/errdefs"
	"github.com/containerd/platforms"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"go.podman.io/image/v5/manifest"
	"go.podman.io/image/v5/types"
)

// indexDigest is what the index of a row is known under; some error texts name it.
var indexDigest = digest.FromString("the index")

func imageIndexKind() *kind {
	return &kind{
		Name: "image_index",
		Source: "containerd core/images FilterPlatforms, LimitManifests, Manifest; " +
			"containers/image manifest.List ChooseInstance",
		Fields: row{
			{"index", "what the registry answers"},
			{"platform", "of the node, as the runtime finds it"},
			{"containerd", "digest of the manifest that containerd 2.1 and later takes with its transfer service, or null"},
			{"containerd_error", "exact error text or null; the index is known under " + indexDigest.String()},
			{"containerd_local", "the same up to containerd 2.0, which fetches the first of the order alone"},
			{"containerd_local_error", "exact error text or null"},
			{"cri_o", "the same of CRI-O"},
			{"cri_o_error", "exact error text or null"},
		},
		Answer:   answerImageIndex,
		Generate: generateImageIndex,
	}
}

func answerImageIndex(in input) (row, error) {
	text, err := in.Text("index")
	if err != nil {
		return nil, err
	}
	var node ocispec.Platform
	if _, err := in.Decode("platform", &node); err != nil {
		return nil, err
	}
	var typed struct {
		MediaType string `json:"mediaType"`
	}
	if err := json.Unmarshal([]byte(text), &typed); err != nil {
		return nil, err
	}
	if typed.MediaType == "" {
		typed.MediaType = ocispec.MediaTypeImageIndex
	}
	out := row{{"index", text}, {"platform", in["platform"]}}
	add := func(name string, chosen digest.Digest, err error) {
		if err != nil {
			out.Add(name, nil)
			out.Text(name+"_error", err.Error())
			return
		}
		out.Add(name, chosen)
		out.Add(name+"_error", nil)
	}
	target := ocispec.Descriptor{MediaType: typed.MediaType, Digest: indexDigest, Size: int64(len(text))}
	store, err := storeOf([]byte(text), node)
	if err != nil {
		return nil, err
	}
	chosen, err := store.transferred(target, node)
	add("containerd", chosen, err)
	chosen, err = store.pulled(target, node)
	add("containerd_local", chosen, err)
	chosen, err = chooseAsCRIO([]byte(text), typed.MediaType, node)
	add("cri_o", chosen, err)
	return out, nil
}

func chooseAsCRIO(text []byte, mediaType string, node ocispec.Platform) (digest.Digest, error) {
	list, err := manifest.ListFromBlob(text, mediaType)
	if err != nil {
		return "", err
	}
	return list.ChooseInstance(&types.SystemContext{
		OSChoice:           node.OS,
		ArchitectureChoice: node.Architecture,
		VariantChoice:      node.Variant,
	})
}

// store serves what an index lists: for each descriptor a manifest that tells its digest.
type store map[digest.Digest][]byte

// chosenAs is the annotation of a manifest of the store that says which entry it stands for.
const chosenAs = "chosen"

func storeOf(index []byte, node ocispec.Platform) (store, error) {
	var read ocispec.Index
	if err := json.Unmarshal(index, &read); err != nil {
		return nil, err
	}
	made := store{indexDigest: index}
	config := ocispec.Descriptor{MediaType: ocispec.MediaTypeImageConfig, Digest: digest.FromString("config")}
	add := func(as digest.Digest, value any) error {
		text, err := json.Marshal(value)
		made[as] = text
		return err
	}
	// A manifest without a platform is judged by its configuration, which fits here.
	if err := add(config.Digest, node); err != nil {
		return nil, err
	}
	for _, entry := range read.Manifests {
		whole := ocispec.Manifest{Config: config, Annotations: map[string]string{chosenAs: entry.Digest.String()}}
		if !images.IsIndexType(entry.MediaType) {
			if err := add(entry.Digest, whole); err != nil {
				return nil, err
			}
			continue
		}
		inner := digest.FromString("inside " + entry.Digest.String())
		nested := ocispec.Index{Manifests: []ocispec.Descriptor{{
			MediaType: ocispec.MediaTypeImageManifest, Digest: inner,
		}}}
		if err := errors.Join(add(inner, whole), add(entry.Digest, nested)); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// ReaderAt gives the bytes of a descriptor; of what is not there it says what containerd's does.
func (s store) ReaderAt(_ context.Context, desc ocispec.Descriptor) (content.ReaderAt, error) {
	blob, ok := s[desc.Digest]
	if !ok {
		return nil, fmt.Errorf("content digest %v: %w", desc.Digest, errdefs.ErrNotFound)
	}
	return readerAt(blob), nil
}

type readerAt []byte

func (r readerAt) ReadAt(p []byte, at int64) (int, error) {
	n := copy(p, r[min(at, int64(len(r))):])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (r readerAt) Close() error { return nil }
func (r readerAt) Size() int64  { return int64(len(r)) }

// pulled is what client.Pull takes.
func (s store) pulled(target ocispec.Descriptor, node ocispec.Platform) (digest.Digest, error) {
	matcher := defaultMatcher(node)
	children := images.FilterPlatforms(images.ChildrenHandler(s), matcher)
	children = images.LimitManifests(children, matcher, 1)
	if err := images.Walk(context.Background(), children, target); err != nil {
		return "", err
	}
	return s.config(target, matcher)
}

// transferred is what the transfer service fetches, and then is taken.
func (s store) transferred(target ocispec.Descriptor, node ocispec.Platform) (digest.Digest, error) {
	fetched := store{}
	fetch := images.HandlerFunc(func(_ context.Context, desc ocispec.Descriptor) ([]ocispec.Descriptor, error) {
		fetched[desc.Digest] = s[desc.Digest]
		return nil, nil
	})
	children := images.FilterPlatforms(images.ChildrenHandler(s), platforms.Ordered(node))
	if err := images.Walk(context.Background(), images.Handlers(fetch, children), target); err != nil {
		return "", err
	}
	return fetched.config(target, defaultMatcher(node))
}

// config is which manifest the image's configuration is read from.
func (s store) config(target ocispec.Descriptor, matcher platforms.MatchComparer) (digest.Digest, error) {
	taken, err := images.Manifest(context.Background(), s, target, matcher)
	if err != nil {
		return "", err
	}
	return digest.Digest(taken.Annotations[chosenAs]), nil
}

var (
	digests = []digest.Digest{}
	systems = []string{"linux", "linux", "linux", "linux", "windows", "darwin", "freebsd", "unknown"}
	// As Go names them, and as people do.
	architectures = []string{
		"amd64", "amd64", "amd64", "arm64", "arm64", "arm", "arm", "386", "ppc64le", "s390x", "riscv64",
		"x86_64", "x86-64", "aarch64", "armhf", "armel", "i386", "AMD64", "unknown",
	}
	variants = map[string][]string{
		"amd64": {"", "", "", "v1", "v2", "v3", "v4", "v10", "V2", "3"},
		"arm64": {"", "", "v8", "v8", "8", "v8.0", "v8.1", "v8.6", "v9", "v9.0", "v9.3", "9", "v8.10", "v10"},
		"arm":   {"", "v5", "v6", "v7", "v7", "v8", "7", "6", "v4", "v07"},
	}
	versions = []string{
		"", "10.0.14393.1066", "10.0.17763.5458", "10.0.17763.6000", "10.0.17763", "10.0.20348.2340",
		"10.0.20348.169", "10.0.20349", "10.0.25398.1", "10.0.26100.1742", "10.0.26200", "10.1.20348",
		"10.0", "10", "x.y.z", "10.0.70000", "300.0.1",
	}
	features = []string{"win32k", "gpu", "sse4", "aes"}
)

func init() {
	for number := range 16 {
		digests = append(digests, digest.FromString(fmt.Sprint(number)))
	}
}

// anyPlatform makes what an index or a node may name.
func anyPlatform(g *gen, system string) ocispec.Platform {
	architecture := pick(g, architectures)
	variant := ""
	if of, ok := variants[architecture]; ok {
		variant = pick(g, of)
	} else if g.Chance(0.1) {
		variant = pick(g, variants["arm"])
	}
	made := ocispec.Platform{OS: system, Architecture: architecture, Variant: variant}
	if system == "windows" || g.Chance(0.05) {
		made.OSVersion = pick(g, versions)
	}
	if g.Chance(0.15) {
		for _, feature := range features {
			if g.Chance(0.4) {
				made.OSFeatures = append(made.OSFeatures, feature)
			}
		}
		g.Shuffle(len(made.OSFeatures), func(i, j int) {
			made.OSFeatures[i], made.OSFeatures[j] = made.OSFeatures[j], made.OSFeatures[i]
		})
	}
	return made
}

func pick[T any](g *gen, from []T) T {
	return from[g.IntN(len(from))]
}

func generateImageIndex(g *gen) row {
	node := anyPlatform(g, "linux")
	if g.Chance(0.2) {
		node = anyPlatform(g, "windows")
	}
	if node.OS != "windows" {
		// The program runs on Linux, and finds neither of these there.
		node.OSVersion, node.OSFeatures = "", nil
	}
	isList := g.Chance(0.3)
	entries := []row{}
	for _, number := range g.Perm(len(digests))[:g.Between(0, 8)] {
		entries = append(entries, generateEntry(g, digests[number], node, isList))
	}
	index := row{{"schemaVersion", 2}}
	switch {
	case isList:
		index.Add("mediaType", images.MediaTypeDockerSchema2ManifestList)
	case g.Chance(0.8):
		index.Add("mediaType", ocispec.MediaTypeImageIndex)
	}
	index.Add("manifests", entries)
	text, err := json.Marshal(index)
	if err != nil {
		panic(err)
	}
	return row{{"index", string(text)}, {"platform", node}}
}

func generateEntry(g *gen, as digest.Digest, node ocispec.Platform, isList bool) row {
	mediaType := ocispec.MediaTypeImageManifest
	if isList {
		mediaType = images.MediaTypeDockerSchema2Manifest
	}
	if g.Chance(0.06) {
		mediaType = pick(g, []string{
			ocispec.MediaTypeImageIndex, images.MediaTypeDockerSchema2ManifestList,
			ocispec.MediaTypeImageManifest, "application/vnd.example+json",
		})
	}
	entry := row{{"mediaType", mediaType}, {"digest", as}, {"size", g.IntN(3000)}}
	annotations := map[string]string{}
	system := node.OS
	if g.Chance(0.25) {
		system = pick(g, systems)
	}
	platform := anyPlatform(g, system)
	switch {
	case g.Chance(0.1):
		platform = ocispec.Platform{OS: "unknown", Architecture: "unknown"}
		annotations["vnd.docker.reference.type"] = "attestation-manifest"
		annotations["vnd.docker.reference.digest"] = pick(g, digests).String()
	case g.Chance(0.4):
		// Near the node: another variant of its architecture.
		platform.Architecture = node.Architecture
		if of, ok := variants[node.Architecture]; ok && !slices.Contains(of, platform.Variant) {
			platform.Variant = pick(g, of)
		}
	case node.OS == "linux" && g.Chance(0.03):
		platform.OS = ""
	}
	if !g.Chance(0.08) {
		entry.Add("platform", platform)
	}
	if g.Chance(0.1) {
		annotations["io.github.containers.compression.zstd"] = pick(g, []string{"true", "true", "false"})
	}
	if len(annotations) > 0 {
		entry.Add("annotations", annotations)
	}
	return entry
}
