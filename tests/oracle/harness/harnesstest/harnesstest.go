// Package harnesstest holds the tests that every program of recorded answers has to pass.
package harnesstest

import (
	"bytes"
	"path/filepath"
	"testing"

	"pullscope/oracle/harness"
)

// Corpora fails unless there is a corpus in the folder for every kind of the program, and every row
// of it is what upstream answers.
func Corpora(t *testing.T, p harness.Program, folder string) {
	t.Helper()
	paths := make([]string, len(p.Kinds))
	for i, k := range p.Kinds {
		paths[i] = filepath.Join(folder, k.Name+".jsonl")
	}
	var out bytes.Buffer
	if err := p.Check(paths, &out); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// Generated fails unless a seed makes the same rows again, although upstream walks maps, and these
// rows are what upstream answers to their inputs.
func Generated(t *testing.T, p harness.Program) {
	t.Helper()
	const count = 400
	for _, k := range p.Kinds {
		t.Run(k.Name, func(t *testing.T) {
			var first, second bytes.Buffer
			for _, out := range []*bytes.Buffer{&first, &second} {
				if err := p.Generate(k, 7, count, out); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Error("the same seed made other rows")
			}
			rows := 0
			err := harness.EachLine(&first, func(number int, line []byte) error {
				recorded, answered, err := harness.CheckRow(k, line)
				if err != nil {
					return err
				}
				if recorded == nil {
					return nil
				}
				rows++
				if found := harness.Differences(recorded, answered); found != "" {
					t.Errorf("line %d%s", number, found)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if rows != count {
				t.Errorf("%d rows, not %d", rows, count)
			}
		})
	}
}

// Refuses fails where a row that says something else than upstream passes; there is one for each
// kind.
func Refuses(t *testing.T, p harness.Program, wrong map[string]string) {
	t.Helper()
	for _, k := range p.Kinds {
		recorded, answered, err := harness.CheckRow(k, []byte(wrong[k.Name]))
		if err != nil {
			t.Errorf("%s: %v", k.Name, err)
			continue
		}
		if harness.Differences(recorded, answered) == "" {
			t.Errorf("%s: a wrong row passes", k.Name)
		}
	}
}
