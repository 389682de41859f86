package main

import (
	"testing"

	"pullscope/oracle/harness/harnesstest"
)

// The corpora of this program's kinds are what it answers.
func TestCorporaAreUpstreamsAnswers(t *testing.T) {
	harnesstest.Corpora(t, oracle(), "../corpus")
}

// A seed makes the same rows again; and check accepts them.
func TestGeneratedRowsRepeatAndAgree(t *testing.T) {
	harnesstest.Generated(t, oracle())
}

// A difference is found: rows that say something else than upstream do not pass.
func TestCheckFindsDifferences(t *testing.T) {
	harnesstest.Refuses(t, oracle(), map[string]string{
		"image_index": `{"index":"{\"manifests\":[]}","platform":{"os":"linux","architecture":"amd64"},` +
			`"containerd":null,"containerd_error":null,"containerd_local":null,"containerd_local_error":null,` +
			`"cri_o":null,"cri_o_error":null}`,
		"short_name": `{"name":"nginx","mode":"enforcing","registries":["quay.io"],"aliases":{},` +
			`"candidates":["docker.io/library/nginx:latest"],"error":null}`,
		"registries_conf": `{"text":"short-name-mode = 'strict'","name":"nginx","candidates":[],"error":null}`,
	})
}
