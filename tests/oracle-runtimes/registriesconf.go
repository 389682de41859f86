package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"go.podman.io/image/v5/pkg/shortnames"
	"go.podman.io/image/v5/pkg/sysregistriesv2"
	"go.podman.io/image/v5/types"
)

func registriesConfKind() *kind {
	return &kind{
		Name:   "registries_conf",
		Source: "containers/image pkg/sysregistriesv2 TryUpdatingCache, and pkg/shortnames Resolve in the mode disabled",
		Fields: row{
			{"text", "the file"},
			{"name", "a name that is resolved with it"},
			{"candidates", "the references that are tried, in their order, or null; none where the file does not say what is searched"},
			{"error", "exact error text or null; toml for a text that is no TOML, or has a value of another type; what is wrong with several aliases stands in the order of its letters; the file is " + confPath},
		},
		Answer:   answerRegistriesConf,
		Generate: generateRegistriesConf,
	}
}

func answerRegistriesConf(in input) (row, error) {
	text, err := in.Text("text")
	if err != nil {
		return nil, err
	}
	name, err := in.Text("name")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.Text("text", text)
	out.Text("name", name)
	candidates, err := resolveWith(text, name)
	if err != nil {
		out.Add("candidates", nil)
		out.Text("error", err.Error())
		return out, nil
	}
	out.Add("candidates", candidates)
	out.Add("error", nil)
	return out, nil
}

// resolveWith gives what is asked for, one after the other, with a file of that text.
func resolveWith(text, name string) (candidates []string, err error) {
	dir, err := os.MkdirTemp("", "registries")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "registries.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, err
	}
	mode := types.ShortNameModeDisabled
	ctx := &types.SystemContext{
		ShortNameMode:               &mode,
		SystemRegistriesConfPath:    path,
		SystemRegistriesConfDirPath: filepath.Join(dir, "registries.conf.d"),
		UserShortNameAliasConfPath:  filepath.Join(dir, "aliases.conf"),
	}
	sysregistriesv2.InvalidateCache()
	if _, err := sysregistriesv2.TryUpdatingCache(ctx); err != nil {
		message := strings.TrimPrefix(err.Error(), `loading registries configuration "`+path+`": `)
		if strings.HasPrefix(message, "toml: ") {
			message = "toml"
		}
		// Go's map gives the aliases in any order.
		if rest, found := strings.CutPrefix(message, aliasesPrefix); found {
			lines := strings.Split(rest, "\n")
			slices.Sort(lines)
			message = aliasesPrefix + strings.Join(lines, "\n")
		}
		return nil, errors.New(message)
	}
	resolved, err := shortnames.Resolve(ctx, name)
	// Another file may say what is searched.
	if err != nil && strings.HasSuffix(err.Error(), "no containers-registries.conf(5) was found") {
		return []string{}, nil
	}
	if err != nil {
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

const aliasesPrefix = "validating short-name aliases: "

func generateRegistriesConf(g *gen) row {
	text := confText(g)
	for isAmbiguous(text) {
		text = confText(g)
	}
	made := row{}
	made.Text("text", text)
	made.Text("name", pick(g, []string{"kong", "nginx:1", "team/app", "app", "fedora@sha256:" + strings.Repeat("0a", 32), "quay.io/x"}))
	return made
}

// isAmbiguous is whether keys of one table differ by letter case alone: of those, Go's map decides
// which one counts.
func isAmbiguous(text string) bool {
	var tree map[string]any
	_, err := toml.Decode(text, &tree)
	return err == nil && foldsTwice(tree)
}

func foldsTwice(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		seen := map[string]bool{}
		for key, member := range value {
			folded := strings.ToLower(key)
			if seen[folded] || foldsTwice(member) {
				return true
			}
			seen[folded] = true
		}
	case []map[string]any:
		for _, item := range value {
			if foldsTwice(item) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(value, foldsTwice)
	}
	return false
}

func confText(g *gen) string {
	var text strings.Builder
	line := func(written string) {
		text.WriteString(written)
		text.WriteString(pick(g, []string{"\n", "\n", "\n", "\r\n", " # why\n", "\n\n# x = [\n"}))
	}
	if g.Chance(0.85) {
		line(tomlKey(g, "unqualified-search-registries") + pick(g, []string{" = ", "=", "\t=  "}) + tomlList(g, confRegistries))
	}
	if g.Chance(0.3) {
		line(tomlKey(g, "short-name-mode") + " = " + tomlText(g, pick(g, []string{
			"enforcing", "permissive", "disabled", "enforcing", "permissive", "disabled", "", "strict",
		})))
	}
	if g.Chance(0.1) {
		line(pick(g, []string{
			`credential-helpers = ["containers-auth.json"]`, `credential-helpers = [""]`, `credential-helpers = [7]`,
			`additional-layer-store-auth-helper = "x"`, `additional-layer-store-auth-helper = [ ]`,
			`aliases = {kong = "quay.io/kong", "a/b" = 'localhost/b'}`, `aliases.nginx = "quay.io/other/nginx"`,
			"unknown = 0x_1", "unknown = [1_000, 0b1, 0o7, 1e6, -inf, true]", "unknown = {a.b = 1, c = [{}],\n}",
		}))
	}
	bad := g.Chance(0.2)
	for range pick(g, []int{0, 1, 1, 1, 1, 1, 1, 1, 1, 2}) {
		line(pick(g, []string{"[aliases]", "[aliases]", "[ aliases ]", `["aliases"]`, "[Aliases]"}))
		for n := range g.IntN(3) {
			name, target := aliasNames[(n+g.IntN(3)*2)%len(aliasNames)], pick(g, confTargets)
			if bad {
				name, target, bad = pick(g, confBadNames), pick(g, confBadTargets), false
				if g.Chance(0.5) {
					name = "app"
				} else {
					target = "quay.io/app"
				}
			}
			line(tomlText(g, name) + " = " + tomlText(g, target))
		}
	}
	for range pick(g, []int{0, 0, 1, 2, 3}) {
		line("[[registry]]")
		registryTable(g, line)
		for range pick(g, []int{0, 0, 1, 2}) {
			line("[[registry.mirror]]")
			mirrorTable(g, line)
		}
	}
	if g.Chance(0.04) {
		line(pick(g, []string{
			"[registries.search]\nregistries = ['docker.io']", "[registries.block]\nregistries = []",
			"[registries.insecure]", "[registries]\nsearch = 1", "[registries.search]\nregistries = 'x'",
		}))
	}
	written := text.String()
	if g.Chance(0.2) {
		written = g.Mutate(written, "[]{}=\"'.,#\n\\ a0-_")
	}
	return written
}

var confRegistries = []string{
	"docker.io", "docker.io", "quay.io", "registry.access.redhat.com", "localhost", "registry.example.com:5000",
	"ghcr.io/", "Registry.example.com", "hub", "a-b.c//", "https://quay.io", "quay.io/team", "", "-a.io", "a..io",
	"a:b", "[::1]:5000", "a_b.io", "a.io:5000/",
}

var confTargets = []string{
	"docker.io/library/nginx", "quay.io/team/app", "localhost/built", "docker.io/kong", "registry.example.com:5000/a/b", "",
}

var confBadNames = []string{"quay.io/app", "localhost/app", "app:1", "App", "", "a//b", "app@sha256:" + strings.Repeat("0a", 32)}

var confBadTargets = []string{"app", "team/app", "quay.io/app:1", "quay.io/App", "https://quay.io/app", "quay.io", "quay.io/app@sha256:" + strings.Repeat("0a", 32)}

func registryTable(g *gen, line func(string)) {
	locations := []string{"a.io", "a.io", "b.io/team", "c.io", "a.io/", "localhost:5000"}
	if g.Chance(0.06) {
		locations = []string{"https://a.io", ""}
	}
	if g.Chance(0.95) {
		line("location = " + tomlText(g, pick(g, locations)))
	}
	if g.Chance(0.4) {
		line("prefix = " + tomlText(g, pick(g, []string{"a.io", "x.io/y", "*.a.io", "*.a.io/b", "b.io", "", "*.b.io"})))
	}
	if g.Chance(0.2) {
		line("insecure = " + pick(g, []string{"true", "false", "1", `"true"`}))
	}
	if g.Chance(0.2) {
		line("blocked = " + pick(g, []string{"true", "false"}))
	}
	if g.Chance(0.15) {
		line("mirror-by-digest-only = " + pick(g, []string{"true", "false"}))
	}
	if g.Chance(0.03) {
		line(`prefix = "http://a.io"`)
	}
	if g.Chance(0.03) {
		line(`pull-from-mirror = "all"`)
	}
}

func mirrorTable(g *gen, line func(string)) {
	if g.Chance(0.95) {
		line("location = " + tomlText(g, pick(g, []string{"m.io", "m.io/x/", "n.io", "a.io", "http://m.io", "localhost"})))
	}
	if g.Chance(0.3) {
		line("pull-from-mirror = " + tomlText(g, pick(g, []string{"all", "digest-only", "tag-only", "none", ""})))
	}
	if g.Chance(0.1) {
		line("insecure = " + pick(g, []string{"true", "'no'"}))
	}
}

func tomlKey(g *gen, name string) string {
	switch g.IntN(12) {
	case 0:
		return `"` + name + `"`
	case 1:
		return "'" + name + "'"
	case 2:
		return strings.ToUpper(name[:1]) + name[1:]
	default:
		return name
	}
}

// tomlText is a text in quotes of one of the four kinds.
func tomlText(g *gen, text string) string {
	switch g.IntN(10) {
	case 0, 1, 2:
		return "'" + text + "'"
	case 3:
		return `"""` + pick(g, []string{"", "\n", "\\\n  "}) + text + `"""`
	case 4:
		return "'''" + pick(g, []string{"", "\n"}) + text + "'''"
	case 5:
		return `"` + strings.NewReplacer("a", `\u0061`, ".", `\x2e`, "k", `\U0000006b`).Replace(text) + `"`
	default:
		return `"` + text + `"`
	}
}

func tomlList(g *gen, texts []string) string {
	if g.Chance(0.03) {
		return pick(g, []string{`"docker.io"`, "7", `[["docker.io"]]`, `["docker.io", 7]`, "{}"})
	}
	var list strings.Builder
	list.WriteString("[")
	space := func() { list.WriteString(pick(g, []string{"", " ", "\n  ", " # one, ]\n"})) }
	for n, count := 0, pick(g, []int{0, 1, 1, 2, 2, 3}); n < count; n++ {
		space()
		// Most entries are good ones, or no file would be read.
		good := texts[:6]
		if g.Chance(0.12) {
			good = texts
		}
		list.WriteString(tomlText(g, pick(g, good)))
		space()
		if n < count-1 || g.Chance(0.3) {
			list.WriteString(",")
		}
	}
	space()
	list.WriteString("]")
	return list.String()
}
