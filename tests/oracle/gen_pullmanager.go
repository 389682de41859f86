package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
)

// What the rows of the pull manager are made of: few of each, so that they meet.
var (
	recordImages = []string{
		"nginx", "nginx:1.27", "docker.io/library/nginx:1.27", "r.io/team/app", "r.io/team/app:1", "r.io/team/app:2",
		"r.io/team/app@sha256:" + strings.Repeat("ab", 32), "r.io/team/app:1@sha256:" + strings.Repeat("cd", 32),
		"r.io/team/other:1", "R.io/Team", "r.io/team/app:", "",
	}
	recordRefs       = []string{"sha256:1", "sha256:2", "r.io/team/app:1", ""}
	recordNamespaces = []string{"default", "apps"}
	recordNames      = []string{"regcred", "other"}
	recordUIDs       = []string{"uid-1", "uid-2", ""}
	recordUsers      = []string{"ada", "grace", "", "<&>\u2028\"\\é"}
)

func generatePullManager(g *gen) row {
	out := row{}
	policy := pick(g, kubeletconfig.NeverVerifyPreloadedImages, kubeletconfig.NeverVerifyPreloadedImages,
		kubeletconfig.NeverVerifyPreloadedImages, kubeletconfig.AlwaysVerify, kubeletconfig.AlwaysVerify,
		kubeletconfig.NeverVerifyAllowlistedImages, kubeletconfig.NeverVerify)
	out.Add("policy", policy)
	allowlist := []string{}
	if policy == kubeletconfig.NeverVerifyAllowlistedImages {
		for range g.Between(0, 2) {
			allowlist = append(allowlist, pick(g, "nginx", "docker.io/library/*", "r.io/team/app", "r.io/team/*", "r.io/x/*"))
		}
	}
	out.Add("allowlist", allowlist)
	ref, image := pick(g, recordRefs[:3]...), pick(g, recordImages...)
	pulled, pulling := []recordFile{}, []recordFile{}
	for range g.Between(0, 3) {
		at := pick(g, ref, ref, ref, pick(g, recordRefs...))
		pulled = g.putFile(pulled, at, g.pulledRecord(at, image), recordRefs)
	}
	for range g.Between(0, 2) {
		at := pick(g, image, image, pick(g, recordImages...))
		content := mustJSON(row{{"kind", "ImagePullIntent"}, {"apiVersion", g.recordVersion()}, {"image", at}})
		pulling = g.putFile(pulling, at, content, recordImages)
	}
	node := []nodeImage{}
	for range g.Between(0, 2) {
		node = append(node, nodeImage{
			Ref: pick(g, recordRefs[:3]...), Tags: []string{pick(g, image, pick(g, recordImages...))},
			Digests: []string{pick(g, recordImages...)},
		})
	}
	out.Add("pulled", pulled)
	out.Add("pulling", pulling)
	out.Add("node", node)
	steps := make([]recordStep, g.Between(1, 6))
	for i := range steps {
		steps[i] = g.recordStep(ref, image)
	}
	out.Add("steps", steps)
	return out
}

func (g *gen) recordStep(ref, image string) recordStep {
	step := recordStep{
		Do:    pick(g, "check", "check", "check", "check", "intent", "pulled", "pulled", "failed", "prune"),
		Image: pick(g, image, image, image, pick(g, recordImages...)),
		Ref:   pick(g, ref, ref, ref, ref, pick(g, recordRefs...)),
	}
	switch step.Do {
	case "check":
		for range g.Between(0, 2) {
			step.Secrets = append(step.Secrets, g.heldSecret())
		}
		if g.Chance(0.3) {
			step.Account = g.heldAccount()
		}
		step.Broken = g.Chance(0.05)
	case "intent", "failed":
		step.Ref = ""
	case "pulled":
		switch g.IntN(5) {
		case 0:
		case 1:
			step.By = &pulledBy{}
		case 2:
			step.By = &pulledBy{Account: g.heldAccount()}
		default:
			secret := g.heldSecret()
			step.By = &pulledBy{Secret: &secret}
		}
	case "prune":
		year := pick(g, 2019, 2021, 2100)
		step = recordStep{Do: "prune", Until: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)}
		for range g.Between(0, 2) {
			step.Known = append(step.Known, pick(g, recordRefs...))
		}
	}
	return step
}

func (g *gen) heldSecret() heldSecret {
	return heldSecret{
		UID: pick(g, recordUIDs[:2]...), Namespace: pick(g, recordNamespaces...), Name: pick(g, recordNames...),
		Username: pick(g, recordUsers...), Password: pick(g, "secret", "secret", "", "\x00<p>"),
		Email: pick(g, "", "", "", "a@example.com"),
	}
}

func (g *gen) heldAccount() *heldAccount {
	return &heldAccount{
		UID: pick(g, recordUIDs...), Namespace: pick(g, recordNamespaces...), Name: pick(g, recordNames...),
	}
}

func (g *gen) recordVersion() string {
	version := pick(g, "v1beta1", "v1beta1", "v1beta1", "v1alpha1")
	if g.Chance(0.03) {
		version = pick(g, "v1", "v1beta2", "")
	}
	return "kubelet.config.k8s.io/" + version
}

// putFile adds a file, mostly of the name that it should have.
func (g *gen) putFile(files []recordFile, key, content string, others []string) []recordFile {
	name := recordFileName(key)
	switch g.IntN(20) {
	case 0:
		name = recordFileName(pick(g, others...))
	case 1:
		name = pick(g, "sha256-x", "other", name+".tmp")
	}
	if g.Chance(0.1) {
		// What begins with a brace is read as JSON and not as YAML.
		content = content[:1] + g.Mutate(content[1:], `{}[]",:x0 nul`)
	}
	files = slices.DeleteFunc(files, func(it recordFile) bool { return it[0] == name })
	return append(files, recordFile{name, content})
}

func recordFileName(key string) string {
	return fmt.Sprintf("sha256-%x", sha256.Sum256([]byte(key)))
}

func (g *gen) pulledRecord(ref, image string) string {
	mapping := map[string]any{}
	for range g.Between(0, 3) {
		name := pick(g, "nginx", "docker.io/library/nginx", "r.io/team/app", "r.io/team/other")
		if g.Chance(0.6) {
			name, _, _ = strings.Cut(image, "@")
			if colon := strings.LastIndexByte(name, ':'); colon > strings.LastIndexByte(name, '/') {
				name = name[:colon]
			}
		}
		mapping[name] = g.recordedAccess()
	}
	kind := "ImagePulledRecord"
	if g.Chance(0.03) {
		kind = pick(g, "ImagePullIntent", "KubeletConfiguration", "")
	}
	record := row{
		{"kind", kind},
		{"apiVersion", g.recordVersion()},
		{"lastUpdatedTime", pick[any](g, "2020-01-01T00:00:00Z", "2020-06-01T00:00:00+02:00", nil)},
		{"imageRef", ref},
	}
	if len(mapping) > 0 || g.Chance(0.5) {
		record.Add("credentialMapping", mapping)
	}
	return mustJSON(record)
}

func (g *gen) recordedAccess() any {
	if g.Chance(0.03) {
		return nil
	}
	access := row{}
	var secrets []any
	count := g.Between(0, 3)
	if g.Chance(0.02) {
		count = pick(g, 98, 99, 100, 101)
	}
	for i := range count {
		held := g.heldSecret()
		secret := row{
			{"uid", held.UID}, {"namespace", held.Namespace}, {"name", held.Name},
			{"credentialHash", pick(g, held.hash(), held.hash(), held.hash(), "", "hash")},
		}
		if count > 3 && i > 0 {
			secret[0].Value = fmt.Sprint("uid-", i)
		}
		secrets = append(secrets, secret)
	}
	if count > 0 || g.Chance(0.1) {
		access.Add("kubernetesSecrets", secrets)
	}
	if g.Chance(0.25) {
		access.Add("kubernetesServiceAccounts", []*heldAccount{g.heldAccount(), g.heldAccount()}[:g.Between(1, 2)])
	}
	if g.Chance(0.15) {
		access.Add("nodePodsAccessible", g.Chance(0.8))
	}
	if g.Chance(0.02) {
		access.Add("unknown", true)
	}
	return access
}

func mustJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
