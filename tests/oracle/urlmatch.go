package main

import "k8s.io/kubernetes/pkg/credentialprovider"

func urlMatchKind() *kind {
	return &kind{
		name:   "urlmatch",
		source: "Kubernetes pkg/credentialprovider URLsMatchStr",
		fields: row{
			{"glob", "first argument"},
			{"target", "second argument"},
			{"match", "result"},
			{"error", "exact error text or null"},
		},
		answer: answerURLMatch,
		generate: func(g *gen) row {
			glob, target := g.globAndTarget()
			return row{{"glob", glob}, {"target", target}}
		},
	}
}

func answerURLMatch(in input) (row, error) {
	glob, err := in.text("glob")
	if err != nil {
		return nil, err
	}
	target, err := in.text("target")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.text("glob", glob)
	out.text("target", target)
	matched, err := credentialprovider.URLsMatchStr(glob, target)
	out.add("match", matched)
	if err != nil {
		out.text("error", err.Error())
	} else {
		out.add("error", nil)
	}
	return out, nil
}
