package main

import (
	"fmt"

	"github.com/opencontainers/go-digest"
)

// library is one version of the package reference. Its types differ from those of another version,
// but have the same methods; N is its Named.
type library[N fmt.Stringer] struct {
	parse func(string) (N, error)
	any   func(string) (fmt.Stringer, error)
	// dockerRef is nil where a version has no ParseDockerRef.
	dockerRef            func(string) (N, error)
	domain, path         func(N) string
	familiarName         func(N) string
	familiar, withLatest func(N) string
}

// fieldsOfLibrary says what the fields mean that add writes.
var fieldsOfLibrary = row{
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
}

// answer gives the row of a name.
func (l library[N]) answer(name string) row {
	out := row{}
	out.Text("input", name)
	named, err := l.parse(name)
	out.Add("ok", err == nil)
	if err != nil {
		out.Text("error", err.Error())
	} else {
		l.addNamed(&out, name, named)
	}
	if parsed, err := l.any(name); err != nil {
		out.Text("any_error", err.Error())
	} else {
		out.Text("any", parsed.String())
	}
	return out
}

func (l library[N]) addNamed(out *row, name string, named N) {
	out.Text("domain", l.domain(named))
	out.Text("path", l.path(named))
	out.Text("familiar_name", l.familiarName(named))
	out.Text("familiar", l.familiar(named))
	if tag, ok := tagOf(named); ok {
		out.Text("tag", tag)
	} else {
		out.Add("tag", nil)
	}
	if sum, ok := digestOf(named); ok {
		out.Text("digest", sum)
	} else {
		out.Add("digest", nil)
	}
	out.Text("string", named.String())
	out.Text("tag_name_only", l.withLatest(named))
	if l.dockerRef == nil {
		return
	}
	if docker, err := l.dockerRef(name); err != nil {
		out.Text("docker_ref_error", err.Error())
	} else {
		out.Text("docker_ref", docker.String())
	}
}

func tagOf(named any) (string, bool) {
	tagged, ok := named.(interface{ Tag() string })
	if !ok {
		return "", false
	}
	return tagged.Tag(), true
}

func digestOf(named any) (string, bool) {
	digested, ok := named.(interface{ Digest() digest.Digest })
	if !ok {
		return "", false
	}
	return digested.Digest().String(), true
}
