package harness

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// Kind is one format of rows: what is called, and how inputs for it are made.
type Kind struct {
	Name   string
	Source string
	// Modules are those that answer, if not the program's.
	Modules []string
	// Fields says what each field means.
	Fields Row
	// Answer calls upstream and gives the whole row.
	Answer func(Input) (Row, error)
	// Generate makes the input fields of one row.
	Generate func(*Gen) Row
	// Settle puts what upstream leaves in no fixed order into one; nil when there is nothing to do.
	Settle func(map[string]any)
}

func (p Program) kindNamed(name string) (*Kind, error) {
	for _, k := range p.Kinds {
		if k.Name == name {
			return k, nil
		}
	}
	return nil, fmt.Errorf("%w: no kind %q", ErrUsage, name)
}

// kindOfFile finds the kind that a file's name ends with, or else holds: more-keyring.jsonl. Of two
// that it holds, the longer name is meant.
func (p Program) kindOfFile(path string) (*Kind, error) {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	for _, holds := range []func(string, string) bool{strings.HasSuffix, strings.Contains} {
		var found *Kind
		for _, k := range p.Kinds {
			if holds(stem, k.Name) && (found == nil || len(found.Name) < len(k.Name)) {
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
func (p Program) header(k *Kind, more ...Cell) Row {
	modules := k.Modules
	if modules == nil {
		modules = p.Modules
	}
	meta := Row{
		{"source", k.Source},
		{"version/commit", versions(modules)},
		{"go", strings.TrimPrefix(runtime.Version(), "go")},
	}
	meta = append(meta, more...)
	meta.Add("fields", k.Fields)
	return Row{{"_meta", meta}}
}

// versions names the modules that answer, as they were built in. An older one beside the newest has
// a path of its own here, and is named as what it is.
func versions(modules []string) Row {
	built := Row{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return built
	}
	for _, module := range info.Deps {
		if !slices.Contains(modules, module.Path) {
			continue
		}
		if module.Replace != nil {
			module = module.Replace
		}
		at := slices.IndexFunc(built, func(c Cell) bool { return c.Name == module.Path })
		if at < 0 {
			built.Add(module.Path, module.Version)
		} else {
			built[at].Value = fmt.Sprint(built[at].Value, ", ", module.Version)
		}
	}
	return built
}
