package main

import (
	// The algorithms that a kubelet has; a digest of another one is refused.
	_ "crypto/sha256"
	_ "crypto/sha512"

	"fmt"
	"reflect"
	"slices"
	"strings"

	v2_8_2 "github.com/docker/distribution/reference"
	v2_7_1 "older.invalid/distribution-v2.7.1/reference"
	v0_5_0 "older.invalid/reference-v0.5.0"
)

// reference1_20Kind is what Kubernetes 1.20 to 1.28 answer. 1.20 to 1.23 link v2.7.1 of
// docker/distribution, 1.24 to 1.27 v2.8.1, 1.28 v2.8.2; the code of the last two is the same.
func reference1_20Kind() *kind {
	return &kind{
		Name: "reference_1_20",
		Source: "docker/distribution reference ParseNormalizedNamed, TagNameOnly, ParseDockerRef, " +
			"ParseAnyReference, as Kubernetes 1.20 to 1.28 link it; v2.7.1 answers as v2.8.2 does",
		Modules: []string{
			"github.com/docker/distribution", "older.invalid/distribution-v2.7.1",
			"github.com/opencontainers/go-digest",
		},
		Fields: append(fieldsOfOlder(),
			cell{"k8s.error_1_27", "the error as Kubernetes 1.20 to 1.27 put it"}),
		Answer:   answerReference1_20,
		Generate: makes(func(g *gen) row { return row{{"input", g.olderReference()}} }),
	}
}

// reference1_29Kind is what Kubernetes 1.29 to 1.31 answer.
func reference1_29Kind() *kind {
	return &kind{
		Name: "reference_1_29",
		Source: "distribution/reference ParseNormalizedNamed, TagNameOnly, ParseDockerRef, " +
			"ParseAnyReference, as Kubernetes 1.29 to 1.31 link it",
		Modules:  []string{"older.invalid/reference-v0.5.0", "github.com/opencontainers/go-digest"},
		Fields:   fieldsOfOlder(),
		Answer:   answerReference1_29,
		Generate: makes(func(g *gen) row { return row{{"input", g.olderReference()}} }),
	}
}

func fieldsOfOlder() row {
	return append(slices.Clone(fieldsOfLibrary),
		cell{"policy", "the imagePullPolicy that SetDefaults_Container fills in, with this parser"},
		cell{"k8s", "ParseImageName with this parser: {repo,tag,digest} or {error}"})
}

func answerReference1_20(in input) (row, error) {
	name, err := in.Text("input")
	if err != nil {
		return nil, err
	}
	out, oldest := v2_8.answer(name), v2_7.answer(name)
	// v2.7.1 has no ParseDockerRef.
	common := slices.DeleteFunc(slices.Clone(out), func(c cell) bool {
		return strings.HasPrefix(c.Name, "docker_ref")
	})
	if !reflect.DeepEqual(common, oldest) {
		return nil, fmt.Errorf("v2.8.2 answers %v, v2.7.1 %v", common, oldest)
	}
	k8s, policy, err := olderImageName(v2_8, name)
	if err != nil {
		k8s.Text("error_1_27", fmt.Sprintf("couldn't parse image name: %v", err))
	}
	return append(out, cell{"policy", policy}, cell{"k8s", k8s}), nil
}

func answerReference1_29(in input) (row, error) {
	name, err := in.Text("input")
	if err != nil {
		return nil, err
	}
	k8s, policy, _ := olderImageName(v0_5, name)
	return append(v0_5.answer(name), cell{"policy", policy}, cell{"k8s", k8s}), nil
}

// olderImageName is what an older Kubernetes makes of a name, the policy that it fills in, and the
// parser's error. Its functions cannot be linked beside the newest ones, so their few lines stand
// here; from 1.20 to 1.31 they change in nothing but the text in front of the error.
//
// Upstream: ParseImageName in pkg/util/parsers/parsers.go, SetDefaults_Container in
// pkg/apis/core/v1/defaults.go, both of v1.28.15.
func olderImageName[N interface {
	fmt.Stringer
	Name() string
}](l library[N], image string) (k8s row, policy string, failed error) {
	named, err := l.parse(image)
	if err != nil {
		k8s.Text("error", fmt.Sprintf("couldn't parse image name %q: %v", image, err))
		return k8s, "IfNotPresent", err
	}
	tag, _ := tagOf(named)
	sum, _ := digestOf(named)
	if len(tag) == 0 && len(sum) == 0 {
		tag = "latest"
	}
	k8s.Text("repo", named.Name())
	k8s.Text("tag", tag)
	k8s.Text("digest", sum)
	if tag == "latest" {
		return k8s, "Always", nil
	}
	return k8s, "IfNotPresent", nil
}

var v2_7 = library[v2_7_1.Named]{
	parse:        v2_7_1.ParseNormalizedNamed,
	any:          func(name string) (fmt.Stringer, error) { return v2_7_1.ParseAnyReference(name) },
	domain:       v2_7_1.Domain,
	path:         v2_7_1.Path,
	familiarName: v2_7_1.FamiliarName,
	familiar:     func(named v2_7_1.Named) string { return v2_7_1.FamiliarString(named) },
	withLatest:   func(named v2_7_1.Named) string { return v2_7_1.TagNameOnly(named).String() },
}

var v2_8 = library[v2_8_2.Named]{
	parse:        v2_8_2.ParseNormalizedNamed,
	any:          func(name string) (fmt.Stringer, error) { return v2_8_2.ParseAnyReference(name) },
	dockerRef:    v2_8_2.ParseDockerRef,
	domain:       v2_8_2.Domain,
	path:         v2_8_2.Path,
	familiarName: v2_8_2.FamiliarName,
	familiar:     func(named v2_8_2.Named) string { return v2_8_2.FamiliarString(named) },
	withLatest:   func(named v2_8_2.Named) string { return v2_8_2.TagNameOnly(named).String() },
}

var v0_5 = library[v0_5_0.Named]{
	parse:        v0_5_0.ParseNormalizedNamed,
	any:          func(name string) (fmt.Stringer, error) { return v0_5_0.ParseAnyReference(name) },
	dockerRef:    v0_5_0.ParseDockerRef,
	domain:       v0_5_0.Domain,
	path:         v0_5_0.Path,
	familiarName: v0_5_0.FamiliarName,
	familiar:     func(named v0_5_0.Named) string { return v0_5_0.FamiliarString(named) },
	withLatest:   func(named v0_5_0.Named) string { return v0_5_0.TagNameOnly(named).String() },
}
