package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// kind is one format of rows: what is called, and how inputs for it are made.
type kind struct {
	name   string
	source string
	// modules are those that answer, if not the newest ones.
	modules []string
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
		reference1_20Kind(),
		reference1_29Kind(),
		pullPolicyKind(),
		keyringKind(),
		urlMatchKind(),
		dockerConfigKind(),
		secretKind(),
		backOffKind(),
		workloadKind(),
		alwaysPullKind(),
		serviceAccountKind(),
		imageManagerKind(),
		workloadUpdateKind(),
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

// kindOfFile finds the kind that a file's name ends with, or else holds: more-keyring.jsonl. Of two
// that it holds, the longer name is meant.
func kindOfFile(path string) (*kind, error) {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	for _, holds := range []func(string, string) bool{strings.HasSuffix, strings.Contains} {
		var found *kind
		for _, k := range kinds() {
			if holds(stem, k.name) && (found == nil || len(found.name) < len(k.name)) {
				found = k
			}
		}
		if found != nil {
			return found, nil
		}
	}
	return nil, fmt.Errorf("the name of %s holds no kind", path)
}

// header is the first line of a file of rows.
func header(k *kind, more ...cell) row {
	meta := row{
		{"source", k.source},
		{"version/commit", versions(k.modules)},
		{"go", strings.TrimPrefix(runtime.Version(), "go")},
	}
	meta = append(meta, more...)
	meta.add("fields", k.fields)
	return row{{"_meta", meta}}
}

// newestModules answer where a kind names no others.
var newestModules = []string{
	"github.com/distribution/reference", "github.com/opencontainers/go-digest",
	"k8s.io/kubernetes", "k8s.io/apimachinery", "k8s.io/client-go",
}

// versions names the modules that answer, as they were built in. An older one beside the newest has
// a path of its own here, and is named as what it is.
func versions(modules []string) row {
	built := row{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return built
	}
	if modules == nil {
		modules = newestModules
	}
	for _, module := range info.Deps {
		if !slices.Contains(modules, module.Path) {
			continue
		}
		if module.Replace != nil {
			module = module.Replace
		}
		at := slices.IndexFunc(built, func(c cell) bool { return c.name == module.Path })
		if at < 0 {
			built.add(module.Path, module.Version)
		} else {
			built[at].value = fmt.Sprint(built[at].value, ", ", module.Version)
		}
	}
	return built
}
