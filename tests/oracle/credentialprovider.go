package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
	"k8s.io/kubernetes/pkg/credentialprovider/plugin"
	"k8s.io/kubernetes/pkg/features"
)

func credentialProviderConfigKind() *kind {
	return &kind{
		Name:   "credential_provider_config",
		Source: "Kubernetes pkg/credentialprovider/plugin RegisterCredentialProviderPlugins, whose configuration is a directory",
		Fields: row{
			{"files", "the files of the directory in the order of their names, each one JSON or YAML"},
			{"tokens", "whether the gate KubeletServiceAccountTokenForCredentialProviders is on"},
			{"error", "exact error text without the name of the file, and with … for the name of the scheme; null where the configuration is accepted"},
		},
		Answer: answerCredentialProviderConfig,
		Generate: makes(func(g *gen) row {
			files := []string{g.providerConfig()}
			for g.Chance(0.1) {
				files = append(files, g.providerConfig())
			}
			return row{{"files", files}, {"tokens", g.Chance(0.8)}}
		}),
	}
}

func answerCredentialProviderConfig(in input) (row, error) {
	var files []string
	if _, err := in.Decode("files", &files); err != nil {
		return nil, err
	}
	tokens := true
	if _, err := in.Decode("tokens", &tokens); err != nil {
		return nil, err
	}
	reset, err := setTokens(tokens)
	if err != nil {
		return nil, err
	}
	defer reset()
	out := row{{"files", files}, {"tokens", tokens}}
	bin, err := os.MkdirTemp("", "oracle-bin")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(bin)
	dir, err := writeConfigs(files)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	// No plugin is in the directory of programs: what passes validation fails there.
	err = plugin.RegisterCredentialProviderPlugins(dir, bin, nil, nil)
	switch {
	case err == nil:
		return nil, errors.New("a provider was registered without its program")
	case strings.HasPrefix(err.Error(), "plugin binary executable "), strings.HasPrefix(err.Error(), "error inspecting binary executable "):
		out.Add("error", nil)
	default:
		out.Text("error", schemeName.ReplaceAllString(withoutFile(err.Error(), dir), ` in scheme "…"`))
	}
	return out, nil
}

// setTokens turns the tokens of ServiceAccounts on or off, until the function that it gives is called:
// other kinds answer as older releases, which do not know the gate.
func setTokens(on bool) (func(), error) {
	const gate = features.KubeletServiceAccountTokenForCredentialProviders
	gates, ok := utilfeature.DefaultMutableFeatureGate.(featuregate.MutableVersionedFeatureGate)
	if !ok {
		return nil, errors.New("the feature gates know no versions")
	}
	if err := gates.Set(fmt.Sprintf("%s=%t", gate, on)); err != nil {
		return nil, err
	}
	return func() {
		if err := gates.ResetFeatureValueToDefault(gate); err != nil {
			panic(err)
		}
	}, nil
}

// schemeName is a line of source, whose path depends on how a program is built.
var schemeName = regexp.MustCompile(` in scheme "[^"]*"`)

// writeConfigs writes the files of a directory, whose names are in their order.
func writeConfigs(files []string) (string, error) {
	dir, err := os.MkdirTemp("", "oracle-config")
	if err != nil {
		return "", err
	}
	for i, file := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.yaml", i)), []byte(file), 0o600); err != nil {
			os.RemoveAll(dir)
			return "", err
		}
	}
	return dir, nil
}

// withoutFile cuts the name of a file out of an error.
func withoutFile(text, dir string) string {
	start, rest, found := strings.Cut(text, fmt.Sprintf(" %q", dir)[:len(dir)+2])
	if !found {
		return text
	}
	_, rest, _ = strings.Cut(rest, `"`)
	return start + rest
}

// providerConfig is one file of a configuration, mostly good.
func (g *gen) providerConfig() string {
	version := pick(g, "v1", "v1", "v1", "v1beta1", "v1alpha1")
	object := row{
		{"apiVersion", "kubelet.config.k8s.io/" + version},
		{"kind", "CredentialProviderConfig"},
	}
	g.spoil(&object, 0.06, g.badHead)
	providers := []any{}
	for range pick(g, 1, 1, 1, 2, 2, 3) {
		providers = append(providers, g.provider(version))
	}
	if g.Chance(0.04) {
		providers = providers[:0]
	}
	object.Add("providers", providers)
	if g.Chance(0.05) {
		object[len(object)-1].Value = pick[any](g, nil, 1, "x", true, []any{nil}, []any{1}, []any{[]any{}}, row{})
	}
	g.unknown(&object)
	if g.Chance(0.3) {
		g.Shuffle(len(object), func(i, j int) { object[i], object[j] = object[j], object[i] })
	}
	return g.asFile(object)
}

// asFile writes an object as JSON, or as YAML that holds the same.
func (g *gen) asFile(object row) string {
	text, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	switch g.IntN(3) {
	case 0:
		return string(text)
	case 1:
		return pick(g, "", "\n", " ") + string(text) + pick(g, "", "\n", "\n\n")
	default:
		return "# file\n" + blockYAML(object, "")
	}
}

// blockYAML writes an object in YAML, members in their order and as often as they stand there.
func blockYAML(object row, indent string) string {
	var out strings.Builder
	for _, member := range object {
		key, _ := json.Marshal(member.Name)
		switch value := member.Value.(type) {
		case row:
			if len(value) > 0 {
				fmt.Fprintf(&out, "%s%s:\n%s", indent, key, blockYAML(value, indent+"  "))
				continue
			}
		case []any:
			if inner, ok := rowsOf(value); ok {
				fmt.Fprintf(&out, "%s%s:\n", indent, key)
				for _, one := range inner {
					item := blockYAML(one, indent+"  ")
					fmt.Fprintf(&out, "%s- %s", indent, strings.TrimPrefix(item, indent+"  "))
				}
				continue
			}
		}
		value, _ := json.Marshal(member.Value)
		fmt.Fprintf(&out, "%s%s: %s\n", indent, key, value)
	}
	return out.String()
}

// rowsOf gives the elements of a list of objects that are not empty.
func rowsOf(list []any) ([]row, bool) {
	var rows []row
	for _, each := range list {
		one, ok := each.(row)
		if !ok || len(one) == 0 {
			return nil, false
		}
		rows = append(rows, one)
	}
	return rows, len(rows) > 0
}

// spoil changes one of the members, at times.
func (g *gen) spoil(object *row, chance float64, bad func(string) any) {
	for i := range *object {
		if g.Chance(chance) {
			switch at := &(*object)[i]; g.IntN(4) {
			case 0:
				at.Name = pick(g, strings.ToUpper(at.Name), strings.ToUpper(at.Name[:1])+at.Name[1:], at.Name+"s", "x")
			case 1:
				object.Add(at.Name, at.Value)
			default:
				at.Value = bad(at.Name)
			}
		}
	}
}

func (g *gen) unknown(object *row) {
	if g.Chance(0.04) {
		object.Add(pick(g, "x", "Name", "metadata", "a.b", "é", "apiversion", ""), pick[any](g, nil, 1, "x", row{{"y", 1}}, []any{1}))
	}
}

func (g *gen) badHead(name string) any {
	if name == "kind" {
		return pick[any](g, nil, "", 1, "credentialproviderconfig", "CredentialProviderConfigs", "Pod", true, row{})
	}
	return pick[any](g, nil, "", 1, "v1", "kubelet.config.k8s.io/v2", "kubelet.config.k8s.io", "kubelet.config.k8s.io/", "/v1",
		"/", "a/b/c", "credentialprovider.kubelet.k8s.io/v1", []any{})
}

// provider is one provider of a configuration.
func (g *gen) provider(version string) any {
	const group = "credentialprovider.kubelet.k8s.io/"
	entries := []any{}
	for range pick(g, 1, 1, 2, 3) {
		entries = append(entries, g.matchImage(g.LookupImage()))
	}
	out := row{
		{"name", pick(g, "ecr", "acr", "gcr", "plugin", "a-b.c", g.From("abc", 2))},
		{"matchImages", entries},
		{"defaultCacheDuration", pick(g, "12h", "10m", "0s", "1h30m", "0", "1.5h")},
		{"apiVersion", group + pick(g, "v1", version, version)},
	}
	if g.Chance(0.3) {
		out.Add("args", []any{"--flag", g.From("ab", 2)})
	}
	if g.Chance(0.3) {
		out.Add("env", []any{row{{"name", "A"}, {"value", "b"}}})
	}
	if g.Chance(0.4) && (version == "v1" || g.Chance(0.2)) {
		out.Add("tokenAttributes", g.tokenAttributes())
		if g.Chance(0.8) {
			out[3].Value = group + "v1"
		}
	}
	g.spoil(&out, 0.035, g.badProviderValue)
	g.unknown(&out)
	return out
}

// matchImage is an entry that has to do with an image.
func (g *gen) matchImage(image string) string {
	if g.Chance(0.8) {
		return g.plainKeyFor(image)
	}
	return g.KeyFor(image)
}

func (g *gen) plainKeyFor(image string) string {
	host, path, _ := strings.Cut(image, "/")
	if g.Chance(0.3) {
		_, rest, more := strings.Cut(host, ".")
		if more {
			host = "*." + rest
		}
	}
	if g.Chance(0.3) {
		host += "/" + path
	}
	return host
}

func (g *gen) badProviderValue(name string) any {
	odd := pick[any](g, nil, 1, true, row{}, []any{}, "", 1.5)
	switch name {
	case "name":
		return pick[any](g, odd, "", ".", "..", "...", "a b", "a/b", "/ ", "../x", "é", "a\nb", "\"", " ")
	case "matchImages":
		return pick[any](g, odd, []any{}, []any{""}, []any{1}, []any{nil}, []any{"%invalid%"}, []any{"a b.io"}, []any{"a.io:x"},
			[]any{"https://a.io/*"}, []any{"[a.io"}, []any{"ok.io", "a\\b", "%zz"}, []any{"a.io/%"}, []any{"ü.io/é"})
	case "defaultCacheDuration":
		return pick[any](g, odd, "-1m", "-1ns", "1d", "10", "x", "1h 5m", "3000000h", ".5s", "1µs", "-0s", "ü", "1m\n", "-2562047h47m16.854775808s")
	case "apiVersion":
		return pick[any](g, odd, "", "v1", "credentialprovider.kubelet.k8s.io/v2", "kubelet.config.k8s.io/v1", "<&>")
	case "env":
		return pick[any](g, odd, []any{row{{"name", "A"}}}, []any{row{{"Name", "A"}, {"name", 1}}}, []any{"A=b"}, []any{nil})
	case "args":
		return pick[any](g, odd, []any{1}, []any{nil}, []any{row{}})
	default:
		return pick[any](g, odd, []any{row{}})
	}
}

func (g *gen) tokenAttributes() row {
	keys := func() []any {
		list := []any{}
		for g.Chance(0.5) {
			list = append(list, g.annotationKey())
		}
		return list
	}
	out := row{
		{"serviceAccountTokenAudience", pick(g, "registry.example.com", "a", "ecr")},
		{"cacheType", pick(g, "ServiceAccount", "Token")},
		{"requireServiceAccount", g.Chance(0.8)},
	}
	if g.Chance(0.6) {
		out.Add("requiredServiceAccountAnnotationKeys", keys())
	}
	if g.Chance(0.6) {
		out.Add("optionalServiceAccountAnnotationKeys", keys())
	}
	g.spoil(&out, 0.07, func(name string) any {
		odd := pick[any](g, nil, 1, true, row{}, []any{}, "", "x")
		switch name {
		case "cacheType":
			return pick[any](g, odd, "token", "serviceaccount", "Tokens", "<a>")
		case "serviceAccountTokenAudience":
			return pick[any](g, odd, "", nil)
		default:
			return pick[any](g, odd, []any{1}, []any{nil}, []any{"a", "a"})
		}
	})
	g.unknown(&out)
	return out
}

func (g *gen) annotationKey() string {
	if g.Chance(0.8) {
		return pick(g, "example.com/role", "role", "a", "Example.com/Role", "b.c/d_e.f")
	}
	return pick(g, "", "/", "a/", "/a", "a/b/c", "-a", "a-", "a b", "é/a", "Ä", "a.-b/c", "example.com/", "İ",
		strings.Repeat("a", 63), strings.Repeat("a", 64), strings.Repeat("a", 253)+"/b", strings.Repeat("a", 254)+"/b", "a..b/c", "x\n")
}
