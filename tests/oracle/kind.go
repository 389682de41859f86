package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
)

// kind is one format of rows: what is called, and how inputs for it are made.
type kind struct {
	name   string
	source string
	// fields says what each field means.
	fields row
	// answer calls upstream and gives the whole row.
	answer func(input) (row, error)
	// generate makes the input fields of one row.
	generate func(*gen) row
	// settle puts what upstream leaves in no fixed order into one; nil when there is nothing to do.
	settle func(map[string]any)
}

func kinds() []*kind {
	return []*kind{
		referenceKind(),
		pullPolicyKind(),
		keyringKind(),
		urlMatchKind(),
		dockerConfigKind(),
		secretKind(),
		backOffKind(),
	}
}

func kindNamed(name string) (*kind, error) {
	for _, k := range kinds() {
		if k.name == name {
			return k, nil
		}
	}
	return nil, fmt.Errorf("%w: no kind %q", errUsage, name)
}

// kindOfFile finds the kind that a file's name ends with, or else holds: more-keyring.jsonl.
func kindOfFile(path string) (*kind, error) {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	for _, holds := range []func(string, string) bool{strings.HasSuffix, strings.Contains} {
		for _, k := range kinds() {
			if holds(stem, k.name) {
				return k, nil
			}
		}
	}
	return nil, fmt.Errorf("the name of %s holds no kind", path)
}

// header is the first line of a file of rows.
func header(k *kind, more ...cell) row {
	meta := row{
		{"source", k.source},
		{"version/commit", versions()},
		{"go", strings.TrimPrefix(runtime.Version(), "go")},
	}
	meta = append(meta, more...)
	meta.add("fields", k.fields)
	return row{{"_meta", meta}}
}

// versions names the modules that answer, as they were built in.
func versions() row {
	built := row{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return built
	}
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		switch module.Path {
		case "github.com/distribution/reference", "github.com/opencontainers/go-digest",
			"k8s.io/kubernetes", "k8s.io/apimachinery", "k8s.io/client-go":
			built.add(module.Path, module.Version)
		}
	}
	return built
}
