package main

import (
	v1 "k8s.io/api/core/v1"
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
)

func pullPolicyKind() *kind {
	return &kind{
		name:   "pullpolicy",
		source: "Kubernetes pkg/apis/core/v1 SetDefaults_Container",
		fields: row{
			{"image", "container image"},
			{"initial", "imagePullPolicy before defaulting"},
			{"policy", "imagePullPolicy after defaulting"},
		},
		answer: answerPullPolicy,
		generate: func(g *gen) row {
			initial := ""
			if g.chance(0.2) {
				initial = pick(g, "Always", "IfNotPresent", "Never")
			}
			return row{{"image", g.reference()}, {"initial", initial}}
		},
	}
}

func answerPullPolicy(in input) (row, error) {
	image, err := in.text("image")
	if err != nil {
		return nil, err
	}
	initial, err := in.text("initial")
	if err != nil {
		return nil, err
	}
	container := v1.Container{Image: image, ImagePullPolicy: v1.PullPolicy(initial)}
	corev1.SetDefaults_Container(&container)
	out := row{}
	out.text("image", image)
	out.text("initial", initial)
	out.text("policy", string(container.ImagePullPolicy))
	return out, nil
}
