package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
	"go.podman.io/image/v5/docker/reference"
	"go.podman.io/image/v5/pkg/shortnames"
	"go.podman.io/image/v5/pkg/sysregistriesv2"
	"go.podman.io/image/v5/types"
)

// confPath is what error texts name the file as.
const confPath = "/etc/containers/registries.conf"

func shortNameKind() *kind {
	return &kind{
		Name:   "short_name",
		Source: "containers/image pkg/shortnames Resolve, and what CRI-O makes of it",
		Fields: row{
			{"name", "what the runtime is asked for"},
			{"mode", "enforcing, permissive or disabled"},
			{"registries", "unqualified-search-registries of registries.conf"},
			{"aliases", "aliases of registries.conf"},
			{"candidates", "the references that are tried, in their order, or null"},
			{"error", "exact error text or null; the file is " + confPath},
		},
		Answer:   answerShortName,
		Generate: generateShortName,
	}
}

// conf is the part of registries.conf that names are resolved with.
type conf struct {
	Registries []string          `toml:"unqualified-search-registries" json:"registries"`
	Aliases    map[string]string `toml:"aliases" json:"aliases"`
}

var modes = map[string]types.ShortNameMode{
	"disabled":   types.ShortNameModeDisabled,
	"permissive": types.ShortNameModePermissive,
	"enforcing":  types.ShortNameModeEnforcing,
}

func answerShortName(in input) (row, error) {
	name, err := in.Text("name")
	if err != nil {
		return nil, err
	}
	mode, err := in.Text("mode")
	if err != nil {
		return nil, err
	}
	var written conf
	if _, err := in.Decode("registries", &written.Registries); err != nil {
		return nil, err
	}
	if _, err := in.Decode("aliases", &written.Aliases); err != nil {
		return nil, err
	}
	out := row{}
	out.Text("name", name)
	out.Add("mode", mode)
	out.Add("registries", written.Registries)
	out.Add("aliases", written.Aliases)
	candidates, err := resolve(name, modes[mode], written)
	if err != nil {
		out.Add("candidates", nil)
		out.Text("error", err.Error())
		return out, nil
	}
	out.Add("candidates", candidates)
	out.Add("error", nil)
	return out, nil
}

// resolve gives what CRI-O asks for, one after the other.
func resolve(name string, mode types.ShortNameMode, written conf) (candidates []string, err error) {
	dir, err := os.MkdirTemp("", "registries")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "registries.conf")
	var text bytes.Buffer
	if err := toml.NewEncoder(&text).Encode(written); err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		return nil, err
	}
	sysregistriesv2.InvalidateCache()
	resolved, err := shortnames.Resolve(&types.SystemContext{
		ShortNameMode:               &mode,
		SystemRegistriesConfPath:    path,
		SystemRegistriesConfDirPath: filepath.Join(dir, "registries.conf.d"),
		UserShortNameAliasConfPath:  filepath.Join(dir, "aliases.conf"),
	}, name)
	if err != nil {
		// CRI-O puts its own words in the place of these.
		if strings.Contains(err.Error(), "short-name resolution enforced but cannot prompt without a TTY") {
			return nil, fmt.Errorf("short name mode is enforcing, but image name %s returns ambiguous list", name)
		}
		return nil, errors.New(strings.ReplaceAll(err.Error(), path, confPath))
	}
	for _, candidate := range resolved.PullCandidates {
		asked, err := withoutIgnoredTag(candidate.Value)
		if err != nil {
			return nil, err
		}
		candidates = append(candidates, asked.String())
	}
	return candidates, nil
}

// withoutIgnoredTag is what CRI-O makes of a reference with tag and digest: the digest counts.
func withoutIgnoredTag(named reference.Named) (reference.Named, error) {
	digested, isDigested := named.(reference.Canonical)
	if _, isTagged := named.(reference.NamedTagged); !isTagged || !isDigested {
		return named, nil
	}
	return reference.WithDigest(reference.TrimNamed(named), digested.Digest())
}

func generateShortName(g *gen) row {
	name := shortNameOf(g)
	registries := []string{}
	for range pick(g, []int{0, 1, 1, 2, 2, 3}) {
		registries = append(registries, pick(g, []string{
			"docker.io", "quay.io", "registry.access.redhat.com", "localhost", "registry.example.com:5000",
			"index.docker.io", "ghcr.io/", "Registry.example.com", "hub",
		}))
	}
	aliases := map[string]string{}
	for range g.IntN(3) {
		aliases[pick(g, aliasNames)] = pick(g, []string{
			"docker.io/library/nginx", "quay.io/team/app", "localhost/built", "docker.io/kong",
			"registry.example.com:5000/a/b", "",
		})
	}
	// The name of an alias is the one that is asked for.
	if repository, _, _ := strings.Cut(strings.SplitN(name, "@", 2)[0], ":"); g.Chance(0.25) &&
		shortnames.IsShortName(repository) {
		aliases[repository] = "quay.io/aliased/" + pick(g, aliasNames[:3])
	}
	mode := pick(g, []string{"enforcing", "enforcing", "permissive", "disabled"})
	made := row{}
	made.Text("name", name)
	made.Add("mode", mode)
	made.Add("registries", registries)
	made.Add("aliases", aliases)
	return made
}

var aliasNames = []string{"nginx", "kong", "app", "team/app", "library/nginx", "fedora"}

func shortNameOf(g *gen) string {
	switch g.IntN(5) {
	case 0:
		return g.Reference()
	case 1:
		return g.ValidReference()
	default:
		return pick(g, []string{
			"nginx", "kong", "team/app", "library/nginx", "localhost/myapp", "localhost:5000/myapp",
			"docker.io/nginx", "docker.io/library/nginx", "index.docker.io/nginx", "app_one/b", "Team/app",
			"quay.io/team/app", "a/b/c/d", "busybox", "[fe80::1]:5000/app", "HOST/app", "x--y/z__w",
		}) + g.Suffix()
	}
}
