package main

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"k8s.io/kubernetes/pkg/credentialprovider"

	"pullscope/oracle/harness"
)

func keyringKind() *kind {
	return &kind{
		Name: "keyring",
		Source: "Kubernetes pkg/credentialprovider: JSON decoding of the config, then " +
			"BasicDockerKeyring.Add and Lookup",
		Fields: row{
			{"kind", "config.json = {\"auths\":{…}} document; dockercfg = bare map of entries"},
			{"config", "exact text of the document"},
			{"image", "the string given to Lookup"},
			{"decode_error", "exact error text of decoding; Lookup was not run"},
			{"found", "second result of Lookup"},
			{"creds", "credentials in the order returned"},
			{"group_sizes", "only where the order is not fully defined: lengths of consecutive " +
				"runs of creds; inside a run the order is free (several entries share one " +
				"normalized key, Go map order)"},
		},
		Answer: answerKeyring,
		Generate: makes(func(g *gen) row {
			kind, config, image := g.ConfigAndImage()
			out := row{{"kind", kind}}
			out.Text("config", config)
			out.Text("image", image)
			return out
		}),
		Settle: settleGroups,
	}
}

func answerKeyring(in input) (row, error) {
	kind, err := in.Text("kind")
	if err != nil {
		return nil, err
	}
	document, err := in.Text("config")
	if err != nil {
		return nil, err
	}
	image, err := in.Text("image")
	if err != nil {
		return nil, err
	}
	config, wrong, err := decodeConfig(kind, []byte(document))
	if err != nil {
		return nil, err
	}
	out := row{{"kind", kind}}
	out.Text("config", document)
	out.Text("image", image)
	if wrong != nil {
		out.Text("decode_error", wrong.Error())
		return out, nil
	}
	keyring := &credentialprovider.BasicDockerKeyring{}
	keyring.Add(nil, config)
	found, ok := keyring.Lookup(image)
	creds := make([]credentialprovider.DockerConfigEntry, len(found))
	for i, each := range found {
		creds[i] = credentialprovider.DockerConfigEntry{
			Username: each.Username, Password: each.Password, Email: each.Email,
		}
	}
	sizes, err := sortRuns(config, image, creds)
	if err != nil {
		return nil, err
	}
	list := make([]row, len(creds))
	for i, each := range creds {
		list[i] = credential(each)
	}
	out.Add("found", ok)
	out.Add("creds", list)
	if slices.ContainsFunc(sizes, func(size int) bool { return size > 1 }) {
		out.Add("group_sizes", sizes)
	}
	return out, nil
}

// sortRuns finds the runs of creds that stand in Go's map order, sorts each, and gives their lengths.
//
// Upstream does not show its index, so the runs are worked out from the keys, with the code of
// BasicDockerKeyring.Add; that the credentials then fall into these runs is verified.
func sortRuns(config credentialprovider.DockerConfig, image string, creds []credentialprovider.DockerConfigEntry) ([]int, error) {
	members := map[string][]credentialprovider.DockerConfigEntry{}
	for key, entry := range config {
		if normalized, ok := indexKey(key); ok {
			members[normalized] = append(members[normalized], entry)
		}
	}
	var runs [][]credentialprovider.DockerConfigEntry
	for _, key := range reverseSorted(members) {
		if matched, _ := credentialprovider.URLsMatchStr(key, image); matched {
			runs = append(runs, members[key])
		}
	}
	if len(runs) == 0 && len(creds) > 0 {
		runs = append(runs, members["index.docker.io"])
	}
	sizes := make([]int, 0, len(runs))
	rest := creds
	for _, run := range runs {
		slices.SortFunc(run, compareEntries)
		if len(run) > len(rest) {
			return nil, fmt.Errorf("look-up of %q: fewer credentials than its keys hold", image)
		}
		slices.SortFunc(rest[:len(run)], compareEntries)
		if !slices.EqualFunc(run, rest[:len(run)], func(a, b credentialprovider.DockerConfigEntry) bool {
			return compareEntries(a, b) == 0
		}) {
			return nil, fmt.Errorf("look-up of %q: the credentials do not follow the order of the keys", image)
		}
		sizes = append(sizes, len(run))
		rest = rest[len(run):]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("look-up of %q: more credentials than its keys hold", image)
	}
	return sizes, nil
}

// indexKey normalizes a key as BasicDockerKeyring.Add does; false when Add drops it.
func indexKey(key string) (string, bool) {
	if !strings.HasPrefix(key, "https://") && !strings.HasPrefix(key, "http://") {
		key = "https://" + key
	}
	parsed, err := url.Parse(key)
	if err != nil {
		return "", false
	}
	path := parsed.Path
	if strings.HasPrefix(path, "/v2/") || strings.HasPrefix(path, "/v1/") {
		path = path[3:]
	}
	if path == "/" {
		path = ""
	}
	return parsed.Host + path, true
}

func reverseSorted(members map[string][]credentialprovider.DockerConfigEntry) []string {
	keys := make([]string, 0, len(members))
	for key := range members {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Compare(b, a) })
	return keys
}

func compareEntries(a, b credentialprovider.DockerConfigEntry) int {
	return cmp.Or(
		cmp.Compare(a.Username, b.Username),
		cmp.Compare(a.Password, b.Password),
		cmp.Compare(a.Email, b.Email),
	)
}

// settleGroups sorts the members of every run of a row.
func settleGroups(fields map[string]any) {
	sizes, _ := fields["group_sizes"].([]any)
	rest, _ := fields["creds"].([]any)
	for _, size := range sizes {
		count, ok := size.(float64)
		if !ok || count < 0 || int(count) > len(rest) {
			return
		}
		harness.SortValues(rest[:int(count)])
		rest = rest[int(count):]
	}
}
