package main

import (
	"strings"

	containerd "github.com/containerd/containerd/v2/pkg/reference"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/regclient/regclient/types/ref"
	containers "go.podman.io/image/v5/docker/reference"

	"pullscope/oracle/harness"
)

func referenceKind() *harness.Kind {
	return &harness.Kind{
		Name: "client_reference",
		Source: "containers/image docker/reference ParseNormalizedNamed, go-containerregistry pkg/name ParseReference, " +
			"containerd pkg/reference Parse, regclient types/ref New",
		Fields: harness.Row{
			{"input", "the string that is parsed"},
			{"containers", "{registry, repository, tag, digest}, or null where it is refused"},
			{"crane", "the same; a tag beside a digest is dropped"},
			{"containerd", "the same: Hostname, the rest of Locator, and Object"},
			{"regclient", "the same; of ocidir and ocifile the folder as the repository"},
		},
		Answer: answerReference,
		Generate: func(g *harness.Gen) harness.Row {
			return harness.Row{{"input", g.ClientReference()}}
		},
	}
}

func answerReference(in harness.Input) (harness.Row, error) {
	input, err := in.Text("input")
	if err != nil {
		return nil, err
	}
	out := harness.Row{}
	out.Text("input", input)
	out.Add("containers", containersReference(input))
	out.Add("crane", craneReference(input))
	out.Add("containerd", containerdReference(input))
	out.Add("regclient", regclientReference(input))
	return out, nil
}

// parts is what a parser makes of an input.
func parts(registry, repository, tag, digest string) any {
	return harness.Row{{"registry", registry}, {"repository", repository}, {"tag", tag}, {"digest", digest}}
}

func containersReference(input string) any {
	named, err := containers.ParseNormalizedNamed(input)
	if err != nil {
		return nil
	}
	tag, digest := "", ""
	if tagged, ok := named.(containers.Tagged); ok {
		tag = tagged.Tag()
	}
	if digested, ok := named.(containers.Digested); ok {
		digest = digested.Digest().String()
	}
	return parts(containers.Domain(named), containers.Path(named), tag, digest)
}

func craneReference(input string) any {
	parsed, err := name.ParseReference(input)
	if err != nil {
		return nil
	}
	tag, digest := parsed.Identifier(), ""
	if _, ok := parsed.(name.Digest); ok {
		tag, digest = "", tag
	}
	return parts(parsed.Context().RegistryStr(), parsed.Context().RepositoryStr(), tag, digest)
}

func containerdReference(input string) any {
	spec, err := containerd.Parse(input)
	if err != nil {
		return nil
	}
	host := spec.Hostname()
	tag, digest, _ := strings.Cut(spec.Object, "@")
	out := harness.Row{}
	out.Text("registry", host)
	out.Text("repository", strings.TrimPrefix(strings.TrimPrefix(spec.Locator, host), "/"))
	out.Text("tag", tag)
	out.Text("digest", digest)
	return out
}

func regclientReference(input string) any {
	parsed, err := ref.New(input)
	if err != nil {
		return nil
	}
	if parsed.Scheme != "reg" {
		return parts("", parsed.Path, parsed.Tag, parsed.Digest)
	}
	return parts(parsed.Registry, parsed.Repository, parsed.Tag, parsed.Digest)
}
