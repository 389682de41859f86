package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"pullscope/oracle/harness"
	"pullscope/oracle/harness/harnesstest"
)

// The corpora beside this program are what it answers.
func TestCorporaAreUpstreamsAnswers(t *testing.T) {
	harnesstest.Corpora(t, oracle(), "../corpus")
}

// A seed makes the same rows again, although upstream walks maps; and check accepts them.
func TestGeneratedRowsRepeatAndAgree(t *testing.T) {
	harnesstest.Generated(t, oracle())
}

// A difference is found: rows that say something else than upstream do not pass.
func TestCheckFindsDifferences(t *testing.T) {
	harnesstest.Refuses(t, oracle(), map[string]string{
		"reference":                  `{"input":"nginx","ok":false,"error":"invalid reference format"}`,
		"reference_1_20":             `{"input":"[::1]/a","ok":false,"error":"invalid reference format"}`,
		"reference_1_29":             `{"input":"Team/app","ok":true,"domain":"docker.io"}`,
		"pullpolicy":                 `{"image":"nginx","initial":"","policy":"IfNotPresent"}`,
		"keyring":                    `{"kind":"dockercfg","config":"{}","image":"nginx","found":true,"creds":[]}`,
		"urlmatch":                   `{"glob":"*.io","target":"quay.io","match":false,"error":null}`,
		"dockerconfig_decode":        `{"kind":"dockercfg","raw":"{}","ok":true,"entries":[{}]}`,
		"workload_create":            `{"kind":"Pod","version":"1.36","object":{},"decoded":true,"errors":[]}`,
		"always_pull_images":         `{"kind":"Pod","version":"1.36","subresource":"","object":{},"refused":"no","admitted":[]}`,
		"workload_update":            `{"kind":"Pod","write":"patch","old":{},"new":{},"failed":"no"}`,
		"service_account":            `{"object":{},"accounts":[],"limit":false,"refused":null}`,
		"secret_validate":            `{"type":"kubernetes.io/dockercfg","data":{},"errors":[]}`,
		"credential_provider_config": `{"files":["{}"],"tokens":true,"error":null}`,
		"credential_provider_request": `{"config":"{\"kind\":\"CredentialProviderConfig\",\"apiVersion\":\"kubelet.config.k8s.io/v1\",` +
			`\"providers\":[{\"name\":\"a\",\"matchImages\":[\"a.io\"],\"defaultCacheDuration\":\"0s\",` +
			`\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1\"}]}","namespace":"n","account":null,"token":"t","answers":{"a":""},` +
			`"looks":[],"results":[{}]}`,
		"backoff": `{"steps":[{"after":0,"do":"fail"}],"answers":[{"waiting":true,"delay":20000}]}`,
		"image_manager": `{"image":"nginx","policy":"Never","looks":[{"after":0,"node":"absent","pulls":[""]}],` +
			`"answers":[{"reason":"ErrImagePull","message":"","events":[],"asked":"nginx","attempts":0}]}`,
		"allowlist": `{"patterns":["ubuntu"],"images":["ubuntu:1"],"errors":[null],"error":null,"free":[false]}`,
		"pull_manager": `{"policy":"AlwaysVerify","allowlist":[],"pulled":[],"pulling":[],"node":[],` +
			`"steps":[{"do":"check","image":"a","ref":"b"}],"answers":["use"],"pulled_after":{},"pulling_after":{}}`,
		"pull_queue": `{"settings":{"serialize":true,"parallel":null,"qps":0,"burst":0},"latency":0,"pods":[{"at":0,"images":` +
			`[{"image":"a","nanoseconds":1,"role":"container","policy":"Always","runs":0}]}],"attempts":[]}`,
	})
}

// The gates of a release hold for its row alone.
func TestGatesOfARelease(t *testing.T) {
	object := `{"spec":{"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","image":{"reference":"a"}}]}}`
	for release, stored := range map[string]int{"1.34": 1, "1.35": 2, "1.36": 2} {
		in, err := harness.ParseInput([]byte(`{"kind":"Pod","version":"` + release + `","object":` + object + `}`))
		if err != nil {
			t.Fatal(err)
		}
		out, err := answerWorkload(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range out {
			if list, ok := c.Value.([]row); ok && c.Name == "stored" && len(list) != stored {
				t.Errorf("%s stores %d policies, not %d", release, len(list), stored)
			}
		}
	}
}

// What is not UTF-8 goes in and comes out in base64.
func TestBytesThatAreNotUTF8(t *testing.T) {
	in, err := harness.ParseInput([]byte(`{"input_b64":"/w=="}`))
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
	in, err := harness.ParseInput(line)
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
