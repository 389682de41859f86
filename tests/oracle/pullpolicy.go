package main

import (
	v1 "k8s.io/api/core/v1"
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
)

func pullPolicyKind() *kind {
	return &kind{
		Name:   "pullpolicy",
		Source: "Kubernetes pkg/apis/core/v1 SetDefaults_Container",
		Fields: row{
			{"image", "container image"},
			{"initial", "imagePullPolicy before defaulting"},
			{"policy", "imagePullPolicy after defaulting"},
		},
		Answer: answerPullPolicy,
		Generate: makes(func(g *gen) row {
			initial := ""
			if g.Chance(0.2) {
				initial = pick(g, "Always", "IfNotPresent", "Never")
			}
			return row{{"image", g.Reference()}, {"initial", initial}}
		}),
	}
}

func answerPullPolicy(in input) (row, error) {
	image, err := in.Text("image")
	if err != nil {
		return nil, err
	}
	initial, err := in.Text("initial")
	if err != nil {
		return nil, err
	}
	container := v1.Container{Image: image, ImagePullPolicy: v1.PullPolicy(initial)}
	corev1.SetDefaults_Container(&container)
	out := row{}
	out.Text("image", image)
	out.Text("initial", initial)
	out.Text("policy", string(container.ImagePullPolicy))
	return out, nil
}
