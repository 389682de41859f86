package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/distribution/reference"
	"github.com/docker/cli/cli/config"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	containers "go.podman.io/image/v5/docker/reference"
	containersconfig "go.podman.io/image/v5/pkg/docker/config"
	"go.podman.io/image/v5/types"

	"pullscope/oracle/harness"
)

func authKind() *harness.Kind {
	return &harness.Kind{
		Name: "client_auth",
		Source: "docker/cli cli/config GetAuthConfig, containers/image pkg/docker/config GetCredentialsForRef, " +
			"go-containerregistry pkg/authn DefaultKeychain",
		Fields: harness.Row{
			{"config", "exact text of a config.json"},
			{"image", "the image that is pulled"},
			{"docker", "what the client may come to: a list of {user, password, identity, registry}, {asks, about} " +
				"(a credential helper, and for what), {refused} or {nothing}; more than one where the order of a map decides"},
			{"containers", "the same"},
			{"crane", "the same"},
		},
		Answer:   answerAuth,
		Generate: generateAuth,
	}
}

// tries is how often a client is asked that walks a map. The rarest first key of a map of eight
// comes up in one of eight walks, and would be missed once in 10^11 rows.
const tries = 200

func answerAuth(in harness.Input) (harness.Row, error) {
	document, err := in.Text("config")
	if err != nil {
		return nil, err
	}
	image, err := in.Text("image")
	if err != nil {
		return nil, err
	}
	at, err := workplace()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(at.file, []byte(document), 0o600); err != nil {
		return nil, err
	}
	out := harness.Row{}
	out.Text("config", document)
	out.Text("image", image)
	out.Add("docker", all(docker(document, image)))
	out.Add("containers", all(containersImage(at.file, image)))
	out.Add("crane", all(crane(image)))
	return out, nil
}

// all gives the different answers of a client, in a fixed order.
func all(ask func() harness.Row) []harness.Row {
	answers := map[string]harness.Row{}
	for range tries {
		answer := ask()
		text, err := json.Marshal(answer)
		if err != nil {
			panic(err) // a row of strings always encodes
		}
		answers[string(text)] = answer
		if first := answer[0].Name; first == "asks" || first == "image" {
			break // neither depends on a map
		}
	}
	keys := make([]string, 0, len(answers))
	for text := range answers {
		keys = append(keys, text)
	}
	slices.Sort(keys)
	sorted := make([]harness.Row, len(keys))
	for i, text := range keys {
		sorted[i] = answers[text]
	}
	return sorted
}

func docker(document, image string) func() harness.Row {
	file, failed := config.LoadFromReader(bytes.NewReader([]byte(document)))
	return func() harness.Row {
		if failed != nil {
			return harness.Row{{"refused", true}}
		}
		named, err := reference.ParseNormalizedNamed(image)
		if err != nil {
			return harness.Row{{"image", "refused"}}
		}
		found, err := file.GetAuthConfig(reference.Domain(named))
		if err != nil {
			return harness.Row{{"refused", true}}
		}
		return credential(found.Username, found.Password, found.IdentityToken, found.RegistryToken)
	}
}

func containersImage(file, image string) func() harness.Row {
	return func() harness.Row {
		named, err := containers.ParseNormalizedNamed(image)
		if err != nil {
			return harness.Row{{"image", "refused"}}
		}
		// An empty configuration of registries, and no folder of more.
		system := &types.SystemContext{
			AuthFilePath: file, SystemRegistriesConfPath: os.DevNull, SystemRegistriesConfDirPath: filepath.Dir(file) + "/registries.conf.d",
		}
		found, err := containersconfig.GetCredentialsForRef(system, named)
		if err != nil {
			return harness.Row{{"refused", true}}
		}
		return credential(found.Username, found.Password, found.IdentityToken, "")
	}
}

func crane(image string) func() harness.Row {
	return func() harness.Row {
		parsed, err := name.ParseReference(image)
		if err != nil {
			return harness.Row{{"image", "refused"}}
		}
		found, err := authn.DefaultKeychain.Resolve(parsed.Context())
		if err != nil {
			return harness.Row{{"refused", true}}
		}
		sent, err := found.Authorization()
		if err != nil {
			return harness.Row{{"refused", true}}
		}
		return credential(sent.Username, sent.Password, sent.IdentityToken, sent.RegistryToken)
	}
}

// credential is what a client sends, or the helper that it asks.
func credential(user, password, identity, registry string) harness.Row {
	if program, ok := strings.CutPrefix(user, helperMark); ok {
		return harness.Row{{"asks", program}, {"about", password}}
	}
	if cmp.Or(user, password, identity, registry) == "" {
		return harness.Row{{"nothing", true}}
	}
	out := harness.Row{}
	out.Text("user", user)
	out.Text("password", password)
	out.Text("identity", identity)
	out.Text("registry", registry)
	return out
}

// helperMark begins the user name that the helpers of this program give; the password is what they
// were asked about.
const helperMark = "asked of "

// helpers are the programs that configs name here.
var helpers = []string{"desktop", "ecr-login", "gcloud", "pass"}

// place is where the clients find their file and the helpers.
type place struct{ file string }

// workplace makes a home whose config.json each row writes anew, and sets the environment that leads
// the clients there.
var workplace = sync.OnceValues(func() (place, error) {
	home, err := os.MkdirTemp("", "oracle-clients")
	if err != nil {
		return place{}, err
	}
	folder := filepath.Join(home, ".docker")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return place{}, err
	}
	for _, helper := range helpers {
		script := "#!/bin/sh\nread -r about\n" +
			`printf '{"ServerURL":"x","Username":"` + helperMark + helper + `","Secret":"%s"}' "$about"` + "\n"
		if err := os.WriteFile(filepath.Join(home, "docker-credential-"+helper), []byte(script), 0o700); err != nil {
			return place{}, err
		}
	}
	for name, value := range map[string]string{
		"HOME": home, "DOCKER_CONFIG": folder, "XDG_RUNTIME_DIR": "", "XDG_CONFIG_HOME": "", "REGISTRY_AUTH_FILE": "",
		"DOCKER_AUTH_CONFIG": "", "PATH": home + string(os.PathListSeparator) + os.Getenv("PATH"),
	} {
		if err := os.Setenv(name, value); err != nil {
			return place{}, err
		}
	}
	return place{filepath.Join(folder, "config.json")}, nil
})
