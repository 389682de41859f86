package main

import (
	"fmt"

	"github.com/distribution/reference"
	"k8s.io/kubernetes/pkg/util/parsers"
)

func referenceKind() *kind {
	return &kind{
		Name: "reference",
		Source: "distribution/reference ParseNormalizedNamed, TagNameOnly, ParseDockerRef, " +
			"ParseAnyReference; Kubernetes pkg/util/parsers ParseImageName",
		Fields: append(fieldsOfLibrary[:len(fieldsOfLibrary):len(fieldsOfLibrary)],
			cell{"k8s", "ParseImageName: {repo,tag,digest} or {error}"}),
		Answer:   answerReference,
		Generate: makes(func(g *gen) row { return row{{"input", g.Reference()}} }),
	}
}

// newest is what Kubernetes 1.32 and later link.
var newest = library[reference.Named]{
	parse:        reference.ParseNormalizedNamed,
	any:          func(name string) (fmt.Stringer, error) { return reference.ParseAnyReference(name) },
	dockerRef:    reference.ParseDockerRef,
	domain:       reference.Domain,
	path:         reference.Path,
	familiarName: reference.FamiliarName,
	familiar:     func(named reference.Named) string { return reference.FamiliarString(named) },
	withLatest:   func(named reference.Named) string { return reference.TagNameOnly(named).String() },
}

func answerReference(in input) (row, error) {
	name, err := in.Text("input")
	if err != nil {
		return nil, err
	}
	out := newest.answer(name)
	out.Add("k8s", imageName(name))
	return out, nil
}

func imageName(name string) row {
	out := row{}
	repo, tag, digest, err := parsers.ParseImageName(name)
	if err != nil {
		out.Text("error", err.Error())
		return out
	}
	out.Text("repo", repo)
	out.Text("tag", tag)
	out.Text("digest", digest)
	return out
}
