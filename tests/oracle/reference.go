package main

import (
	// The algorithms that a kubelet has; a digest of another one is refused.
	_ "crypto/sha256"
	_ "crypto/sha512"

	"github.com/distribution/reference"
	"k8s.io/kubernetes/pkg/util/parsers"
)

func referenceKind() *kind {
	return &kind{
		name: "reference",
		source: "distribution/reference ParseNormalizedNamed, TagNameOnly, ParseDockerRef, " +
			"ParseAnyReference; Kubernetes pkg/util/parsers ParseImageName",
		fields: row{
			{"input", "the string given to every function"},
			{"ok", "ParseNormalizedNamed succeeded"},
			{"error", "exact error text of ParseNormalizedNamed (ok=false only)"},
			{"domain", "reference.Domain"},
			{"path", "reference.Path"},
			{"familiar_name", "reference.FamiliarName"},
			{"familiar", "reference.FamiliarString"},
			{"tag", "tag or null"},
			{"digest", "digest or null"},
			{"string", "String()"},
			{"tag_name_only", "TagNameOnly(named).String()"},
			{"docker_ref", "ParseDockerRef(input).String()"},
			{"docker_ref_error", "error of ParseDockerRef, only where it fails though ok=true"},
			{"any", "ParseAnyReference(input).String() when it succeeded"},
			{"any_error", "exact error text of ParseAnyReference"},
			{"k8s", "ParseImageName: {repo,tag,digest} or {error}"},
		},
		answer:   answerReference,
		generate: func(g *gen) row { return row{{"input", g.reference()}} },
	}
}

func answerReference(in input) (row, error) {
	name, err := in.text("input")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.text("input", name)
	named, err := reference.ParseNormalizedNamed(name)
	out.add("ok", err == nil)
	if err != nil {
		out.text("error", err.Error())
	} else {
		addNamed(&out, name, named)
	}
	if parsed, err := reference.ParseAnyReference(name); err != nil {
		out.text("any_error", err.Error())
	} else {
		out.text("any", parsed.String())
	}
	out.add("k8s", imageName(name))
	return out, nil
}

func addNamed(out *row, name string, named reference.Named) {
	out.text("domain", reference.Domain(named))
	out.text("path", reference.Path(named))
	out.text("familiar_name", reference.FamiliarName(named))
	out.text("familiar", reference.FamiliarString(named))
	if tagged, ok := named.(reference.Tagged); ok {
		out.text("tag", tagged.Tag())
	} else {
		out.add("tag", nil)
	}
	if digested, ok := named.(reference.Digested); ok {
		out.text("digest", digested.Digest().String())
	} else {
		out.add("digest", nil)
	}
	out.text("string", named.String())
	out.text("tag_name_only", reference.TagNameOnly(named).String())
	if docker, err := reference.ParseDockerRef(name); err != nil {
		out.text("docker_ref_error", err.Error())
	} else {
		out.text("docker_ref", docker.String())
	}
}

func imageName(name string) row {
	out := row{}
	repo, tag, digest, err := parsers.ParseImageName(name)
	if err != nil {
		out.text("error", err.Error())
		return out
	}
	out.text("repo", repo)
	out.text("tag", tag)
	out.text("digest", digest)
	return out
}
