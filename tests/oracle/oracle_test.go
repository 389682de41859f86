package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
)

// The corpora beside this program are what it answers.
func TestCorporaAreUpstreamsAnswers(t *testing.T) {
	paths, err := filepath.Glob("../corpus/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < len(kinds()) {
		t.Fatalf("only %d corpora in ../corpus", len(paths))
	}
	var out bytes.Buffer
	if err := check(paths, &out); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// A seed makes the same rows again, although upstream walks maps; and check accepts them.
func TestGeneratedRowsRepeatAndAgree(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			var first, second bytes.Buffer
			for _, out := range []*bytes.Buffer{&first, &second} {
				if err := generate(k, 7, 400, out); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Error("the same seed made other rows")
			}
			rows := 0
			err := eachLine(&first, func(number int, line []byte) error {
				recorded, answered, err := checkRow(k, line)
				if err != nil {
					return err
				}
				if recorded == nil {
					return nil
				}
				rows++
				if found := differences(recorded, answered); found != "" {
					t.Errorf("line %d%s", number, found)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if rows != 400 {
				t.Errorf("%d rows, not 400", rows)
			}
		})
	}
}

// A difference is found: rows that say something else than upstream do not pass.
func TestCheckFindsDifferences(t *testing.T) {
	wrong := map[string]string{
		"reference":           `{"input":"nginx","ok":false,"error":"invalid reference format"}`,
		"reference_1_20":      `{"input":"[::1]/a","ok":false,"error":"invalid reference format"}`,
		"reference_1_29":      `{"input":"Team/app","ok":true,"domain":"docker.io"}`,
		"pullpolicy":          `{"image":"nginx","initial":"","policy":"IfNotPresent"}`,
		"keyring":             `{"kind":"dockercfg","config":"{}","image":"nginx","found":true,"creds":[]}`,
		"urlmatch":            `{"glob":"*.io","target":"quay.io","match":false,"error":null}`,
		"dockerconfig_decode": `{"kind":"dockercfg","raw":"{}","ok":true,"entries":[{}]}`,
		"workload_create":     `{"kind":"Pod","version":"1.36","object":{},"decoded":true,"errors":[]}`,
		"always_pull_images":  `{"kind":"Pod","version":"1.36","subresource":"","object":{},"refused":"no","admitted":[]}`,
		"workload_update":     `{"kind":"Pod","write":"patch","old":{},"new":{},"failed":"no"}`,
		"service_account":     `{"object":{},"accounts":[],"limit":false,"refused":null}`,
		"secret_validate":     `{"type":"kubernetes.io/dockercfg","data":{},"errors":[]}`,
		"backoff":             `{"steps":[{"after":0,"do":"fail"}],"answers":[{"waiting":true,"delay":20000}]}`,
		"image_manager": `{"image":"nginx","policy":"Never","looks":[{"after":0,"node":"absent","pulls":[""]}],` +
			`"answers":[{"reason":"ErrImagePull","message":"","events":[],"asked":"nginx","attempts":0}]}`,
	}
	for _, k := range kinds() {
		recorded, answered, err := checkRow(k, []byte(wrong[k.name]))
		if err != nil {
			t.Errorf("%s: %v", k.name, err)
			continue
		}
		if differences(recorded, answered) == "" {
			t.Errorf("%s: a wrong row passes", k.name)
		}
	}
}

// The gates of a release hold for its row alone.
func TestGatesOfARelease(t *testing.T) {
	object := `{"spec":{"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","image":{"reference":"a"}}]}}`
	for release, stored := range map[string]int{"1.34": 1, "1.35": 2, "1.36": 2} {
		in, err := parseInput([]byte(`{"kind":"Pod","version":"` + release + `","object":` + object + `}`))
		if err != nil {
			t.Fatal(err)
		}
		out, err := answerWorkload(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range out {
			if list, ok := c.value.([]row); ok && c.name == "stored" && len(list) != stored {
				t.Errorf("%s stores %d policies, not %d", release, len(list), stored)
			}
		}
	}
}

// What is not UTF-8 goes in and comes out in base64.
func TestBytesThatAreNotUTF8(t *testing.T) {
	in, err := parseInput([]byte(`{"input_b64":"/w=="}`))
	if err != nil {
		t.Fatal(err)
	}
	out, err := answerReference(in)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	if want := []byte(`{"input_b64":"/w==","ok":false,`); !bytes.HasPrefix(text, want) {
		t.Errorf("got %s, want it to begin with %s", text, want)
	}
}

// Keys that normalize to one index key form a run, whatever the order of the map.
func TestRunsOfOneIndexKey(t *testing.T) {
	config := `{"quay.io":{"username":"b"},"https://quay.io/v1/":{"username":"a"},"*.io":{"username":"c"}}`
	line, err := json.Marshal(map[string]string{"kind": "dockercfg", "config": config, "image": "quay.io/x"})
	if err != nil {
		t.Fatal(err)
	}
	in, err := parseInput(line)
	if err != nil {
		t.Fatal(err)
	}
	// quay.io and https://quay.io/v1/ are one index key; *.io comes after it.
	for range 20 {
		out, err := answerKeyring(in)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(out[len(out)-2:])
		if err != nil {
			t.Fatal(err)
		}
		want := `{"creds":[{"username":"a","password":"","email":""},{"username":"b","password":"","email":""},` +
			`{"username":"c","password":"","email":""}],"group_sizes":[2,1]}`
		if string(text) != want {
			t.Fatalf("got %s, want %s", text, want)
		}
	}
}
