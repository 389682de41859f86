package harness

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
)

// differencesShown is how many differences check prints for a file.
const differencesShown = 10

// Check answers the inputs of recorded rows anew and compares.
func (p Program) Check(paths []string, out io.Writer) error {
	failed := false
	for _, path := range paths {
		report, err := p.checkFile(path)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		fmt.Fprintf(out, "%s: %d passed, %d failed\n", name, report.passed, report.failed)
		for _, difference := range report.differences {
			fmt.Fprintln(out, difference)
		}
		// A file without a row proves nothing.
		failed = failed || report.failed > 0 || report.passed == 0
	}
	if failed {
		return errFailed
	}
	return nil
}

type report struct {
	passed, failed int
	differences    []string
}

func (p Program) checkFile(path string) (report, error) {
	var done report
	k, err := p.kindOfFile(path)
	if err != nil {
		return done, err
	}
	file, err := os.Open(path)
	if err != nil {
		return done, err
	}
	defer file.Close()
	err = EachLine(file, func(number int, line []byte) error {
		recorded, answered, err := CheckRow(k, line)
		switch {
		case err != nil:
			done.failed++
			done.show(fmt.Sprintf("line %d: %v", number, err))
		case recorded == nil:
		case reflect.DeepEqual(recorded, answered):
			done.passed++
		default:
			done.failed++
			done.show(fmt.Sprintf("line %d%s", number, Differences(recorded, answered)))
		}
		return nil
	})
	return done, err
}

func (r *report) show(difference string) {
	if len(r.differences) < differencesShown {
		r.differences = append(r.differences, difference)
	}
}

// CheckRow gives a recorded row and upstream's present answer, comparable; nil and nil for a header.
func CheckRow(k *Kind, line []byte) (recorded, answered map[string]any, err error) {
	in, err := ParseInput(line)
	if in == nil {
		return nil, nil, err
	}
	out, err := k.Answer(in)
	if err != nil {
		return nil, nil, err
	}
	text, err := json.Marshal(out)
	if err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(text, &answered); err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(line, &recorded); err != nil {
		return nil, nil, err
	}
	applyVariant(recorded)
	if k.Settle != nil {
		k.Settle(recorded)
		k.Settle(answered)
	}
	return recorded, answered, nil
}

// applyVariant turns a row, Go 1.26's answer, into the answer recorded for the Go in use.
func applyVariant(recorded map[string]any) {
	variants, _ := recorded["go_variants"].(map[string]any)
	delete(recorded, "go_variants")
	for release, fields := range variants {
		version := runtime.Version()
		if version != "go"+release && !strings.HasPrefix(version, "go"+release+".") {
			continue
		}
		changed, _ := fields.(map[string]any)
		for name, value := range changed {
			if value == nil {
				delete(recorded, name)
			} else {
				recorded[name] = value
			}
		}
	}
}

func Differences(recorded, answered map[string]any) string {
	var text strings.Builder
	names := map[string]bool{}
	for name := range recorded {
		names[name] = true
	}
	for name := range answered {
		names[name] = true
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	for _, name := range sorted {
		if reflect.DeepEqual(recorded[name], answered[name]) {
			continue
		}
		fmt.Fprintf(&text, ", %s\n  recorded %s\n  upstream %s", name, show(recorded, name), show(answered, name))
	}
	return text.String()
}

func show(fields map[string]any, name string) string {
	value, ok := fields[name]
	if !ok {
		return "(absent)"
	}
	return jsonText(value)
}

// SortValues sorts by the text of each value.
func SortValues(values []any) {
	slices.SortFunc(values, func(a, b any) int { return cmp.Compare(jsonText(a), jsonText(b)) })
}

// jsonText writes a value that came from JSON, which cannot fail.
func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}
