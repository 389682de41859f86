package main

import "k8s.io/kubernetes/pkg/credentialprovider"

func urlMatchKind() *kind {
	return &kind{
		Name:   "urlmatch",
		Source: "Kubernetes pkg/credentialprovider URLsMatchStr",
		Fields: row{
			{"glob", "first argument"},
			{"target", "second argument"},
			{"match", "result"},
			{"error", "exact error text or null"},
		},
		Answer: answerURLMatch,
		Generate: makes(func(g *gen) row {
			glob, target := g.GlobAndTarget()
			return row{{"glob", glob}, {"target", target}}
		}),
	}
}

func answerURLMatch(in input) (row, error) {
	glob, err := in.Text("glob")
	if err != nil {
		return nil, err
	}
	target, err := in.Text("target")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.Text("glob", glob)
	out.Text("target", target)
	matched, err := credentialprovider.URLsMatchStr(glob, target)
	out.Add("match", matched)
	if err != nil {
		out.Text("error", err.Error())
	} else {
		out.Add("error", nil)
	}
	return out, nil
}
