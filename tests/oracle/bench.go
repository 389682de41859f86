package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/distribution/reference"
	"k8s.io/kubernetes/pkg/credentialprovider"

	"pullscope/oracle/harness"
)

func bench(args []string, out io.Writer) error {
	subject, args := args[0], args[1:]
	lines := harness.NewRowWriter(out)
	if subject == "reference" {
		if len(args) != 1 {
			return fmt.Errorf("%w: bench reference takes one file", harness.ErrUsage)
		}
		result, err := benchReference(args[0])
		if err != nil {
			return err
		}
		return lines.Write(result)
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	keys := flags.Int("keys", 1000, "")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%w: %w", harness.ErrUsage, err)
	}
	if *keys < 1 {
		return fmt.Errorf("%w: --keys is at least 1", harness.ErrUsage)
	}
	var result row
	var err error
	switch subject {
	case "keyring":
		result, err = benchKeyring(*keys)
	case "dockerconfig":
		result, err = benchDockerConfig(*keys)
	default:
		return fmt.Errorf("%w: no benchmark %q", harness.ErrUsage, subject)
	}
	if err != nil {
		return err
	}
	return lines.Write(result)
}

// benchReference parses every accepted name of a file of references.
func benchReference(path string) (row, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var names []string
	err = harness.EachLine(file, func(number int, line []byte) error {
		var recorded struct {
			Input *string
			OK    bool
		}
		if err := json.Unmarshal(line, &recorded); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if recorded.OK && recorded.Input != nil {
			names = append(names, *recorded.Input)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no accepted reference", path)
	}
	for _, name := range names {
		if _, err := reference.ParseNormalizedNamed(name); err != nil {
			return nil, fmt.Errorf("%q is not accepted: %w", name, err)
		}
	}
	nanoseconds, allocations := harness.Measure(len(names), func() {
		for _, name := range names {
			_, _ = reference.ParseNormalizedNamed(name)
		}
	})
	return row{
		{"bench", "reference"}, {"names", len(names)},
		{"ns_per_op", nanoseconds}, {"allocs_per_op", allocations},
	}, nil
}

// benchKeyring looks up an image that one of the keys serves.
func benchKeyring(keys int) (row, error) {
	config, wrong, err := decodeConfig("config.json", []byte(benchConfig(keys)))
	if err == nil {
		err = wrong
	}
	if err != nil {
		return nil, err
	}
	keyring := &credentialprovider.BasicDockerKeyring{}
	keyring.Add(nil, config)
	image := benchImage(keys)
	if found, _ := keyring.Lookup(image); len(found) != 1 {
		return nil, fmt.Errorf("%s is served by %d keys, not by one", image, len(found))
	}
	nanoseconds, allocations := harness.Measure(1, func() { keyring.Lookup(image) })
	return row{
		{"bench", "keyring"}, {"keys", keys},
		{"ns_per_op", nanoseconds}, {"allocs_per_op", allocations},
	}, nil
}

// benchDockerConfig decodes a config and adds it to an empty keyring.
func benchDockerConfig(keys int) (row, error) {
	document := []byte(benchConfig(keys))
	var failed error
	nanoseconds, allocations := harness.Measure(1, func() {
		config, wrong, err := decodeConfig("config.json", document)
		if wrong != nil || err != nil {
			failed = errors.Join(wrong, err)
			return
		}
		keyring := &credentialprovider.BasicDockerKeyring{}
		keyring.Add(nil, config)
	})
	if failed != nil {
		return nil, failed
	}
	return row{
		{"bench", "dockerconfig"}, {"keys", keys}, {"bytes", len(document)},
		{"ns_per_op", nanoseconds}, {"allocs_per_op", allocations},
	}, nil
}

// benchConfig is a config.json with the keys registry-I.example.com/team-(I mod 7), I from 0.
//
// Every entry is {"auth":"dXNlcjpwYXNzd29yZA=="}, user and password, and there is no white space.
func benchConfig(keys int) string {
	var text strings.Builder
	text.WriteString(`{"auths":{`)
	for i := range keys {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `"registry-%d.example.com/team-%d":{"auth":"dXNlcjpwYXNzd29yZA=="}`, i, i%7)
	}
	text.WriteString(`}}`)
	return text.String()
}

// benchImage is the image app below the key in the middle, which no other key serves.
func benchImage(keys int) string {
	i := keys / 2
	return fmt.Sprintf("registry-%d.example.com/team-%d/app", i, i%7)
}
