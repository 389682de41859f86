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
		"registries_file":    `{"registries_yaml":"mirrors: []","error":null,"mirrors":{},"configs":{}}`,
		"registries_wharfie": `{"registries_yaml":"","image":"nginx","image_error":"none"}`,
		"go_regexp": `{"pattern":"a","replacement":"b","text":"a","error":null,"groups":0,` +
			`"first":["a"],"replaced":"a"}`,
	})
}
