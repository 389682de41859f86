package main

import "k8s.io/kubernetes/pkg/kubelet/images/pullmanager"

func allowlistKind() *kind {
	return &kind{
		Name: "allowlist",
		Source: "Kubernetes pkg/kubelet/images/pullmanager: ValidateAllowlistImagesPatterns, " +
			"NewNeverVerifyAllowListedPullPolicy",
		Fields: row{
			{"patterns", "preloadedImagesVerificationAllowlist"},
			{"images", "as they are typed in a container"},
			{"errors", "of each pattern alone, null for one that is accepted"},
			{"error", "of the list, null where it is accepted"},
			{"free", "of each image, whether it need not be verified; only where the list is accepted"},
		},
		Answer: answerAllowlist,
		Generate: makes(func(g *gen) row {
			images := make([]string, g.Between(1, 4))
			for i := range images {
				images[i] = g.Reference()
			}
			patterns := make([]string, g.Between(1, 3))
			for i := range patterns {
				patterns[i] = g.allowlistPattern(pick(g, images...))
			}
			return row{{"patterns", patterns}, {"images", images}}
		}),
	}
}

// allowlistPattern gives a pattern that mostly has to do with the image.
func (g *gen) allowlistPattern(image string) string {
	name, slashes := image, []int{}
	for i, c := range image {
		switch {
		case c == '/':
			slashes = append(slashes, i)
		case (c == ':' || c == '@') && len(slashes) > 0 && name == image:
			name = image[:i]
		}
	}
	if g.Chance(0.15) {
		name = image
	}
	pattern := name
	if len(slashes) > 0 && g.Chance(0.5) {
		pattern = image[:pick(g, slashes...)] + "/*"
	}
	switch g.IntN(8) {
	case 0:
		return g.Mutate(pattern, "*/*:@ Aa.")
	case 1:
		return pick(g, "", "*", "/*", "//*", "*/*", " a", "a ", "a/", "a/*/*", "image.repo/pokus*", g.Reference())
	default:
		return pattern
	}
}

func answerAllowlist(in input) (row, error) {
	var patterns, images []string
	if _, err := in.Decode("patterns", &patterns); err != nil {
		return nil, err
	}
	if _, err := in.Decode("images", &images); err != nil {
		return nil, err
	}
	errors := make([]any, len(patterns))
	for i, pattern := range patterns {
		if err := pullmanager.ValidateAllowlistImagesPatterns([]string{pattern}); err != nil {
			errors[i] = err.Error()
		}
	}
	out := row{{"patterns", patterns}, {"images", images}, {"errors", errors}}
	policy, err := pullmanager.NewNeverVerifyAllowListedPullPolicy(patterns)
	if err != nil {
		out.Add("error", err.Error())
		return out, nil
	}
	out.Add("error", nil)
	free := make([]bool, len(images))
	for i, image := range images {
		free[i] = !policy.RequireCredentialVerificationForImage(image, true)
	}
	out.Add("free", free)
	return out, nil
}
