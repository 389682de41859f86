package main

import (
	"testing"

	"pullscope/oracle/harness/harnesstest"
)

// The corpora beside this program are what it answers.
func TestCorporaAreUpstreamsAnswers(t *testing.T) {
	harnesstest.Corpora(t, oracle(), "../corpus")
}

// A seed makes the same rows again, although clients walk maps; and check accepts them.
func TestGeneratedRowsRepeatAndAgree(t *testing.T) {
	harnesstest.Generated(t, oracle())
}

// A difference is found: rows that say something else than upstream do not pass.
func TestCheckFindsDifferences(t *testing.T) {
	harnesstest.Refuses(t, oracle(), map[string]string{
		"client_auth":      `{"config":"{}","image":"nginx","docker":[],"containers":[],"crane":[]}`,
		"client_reference": `{"input":"nginx","containers":null,"crane":null,"containerd":null,"regclient":null}`,
	})
}
