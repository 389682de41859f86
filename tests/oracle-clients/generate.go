package main

import (
	"encoding/json"
	"strings"

	"pullscope/oracle/harness"
)

// generateAuth makes a config whose keys have to do with the image, in the ways in which clients
// differ about them.
func generateAuth(g *harness.Gen) harness.Row {
	image := g.LookupImage()
	if g.Chance(0.3) {
		image += harness.Pick(g, ":1", ":v1.2", "@sha256:"+strings.Repeat("0f", 32))
	}
	keys := make([]string, g.Between(1, 6))
	for i := range keys {
		keys[i] = clientKey(g, image)
	}
	document := g.Config(keys, harness.Pick(g, 0, 0, 0.01))
	if g.Chance(0.2) {
		document = helpersFor(g, image) + strings.TrimPrefix(document, "{")
	}
	if g.Chance(0.02) {
		document = g.MutateBytes(document, harness.JSONAlphabet)
	}
	out := harness.Row{}
	out.Text("config", document)
	out.Text("image", image)
	return out
}

// clientKey is a key for the image, as some client writes it or as a person would.
func clientKey(g *harness.Gen, image string) string {
	host, path, written := strings.Cut(image, "/")
	path, _, _ = strings.Cut(path, ":")
	path, _, _ = strings.Cut(path, "@")
	if !written || !strings.ContainsAny(host, ".:") && host != "localhost" {
		if g.Chance(0.8) {
			return harness.Pick(g, harness.HubKeys...) + harness.Pick(g, "", "", "", "/library", "/team/app")
		}
		return g.KeyFor(image)
	}
	switch g.IntN(12) {
	case 0, 1:
		return host
	case 2, 3: // the image's name, and what leads to it
		parts := strings.Split(path, "/")
		return host + "/" + strings.Join(parts[:g.Between(0, len(parts))], "/")
	case 4:
		return harness.Pick(g, "https://", "http://", "HTTPS://", "oci://", "://", "//", "http://https://") + host + harness.Pick(g, "", "/", "/v1/", "/v2/", "/x")
	case 5:
		return harness.Pick(g, "https://", "http://") + host + "/" + path
	case 6:
		name, _, _ := strings.Cut(host, ":")
		return harness.Pick(g, "", "https://") + name + harness.Pick(g, "", ":", ":443", ":5000", "/")
	case 7:
		return harness.Pick(g, "user@", "u:p@", "https://user@") + host
	default:
		return g.KeyFor(image)
	}
}

// helpersFor begins a config that names credential helpers.
func helpersFor(g *harness.Gen, image string) string {
	host, _, _ := strings.Cut(image, "/")
	key := harness.Pick(g, host, host, image, "docker.io", "index.docker.io", "https://index.docker.io/v1/", "other.example.com")
	quoted, err := json.Marshal(key)
	if err != nil {
		panic(err) // a string always encodes
	}
	program := harness.Pick(g, harness.Pick(g, helpers...), harness.Pick(g, helpers...), "")
	store := `"credsStore":"` + harness.Pick(g, helpers...) + `",`
	return "{" + harness.Pick(g, "", store) + `"credHelpers":{` + string(quoted) + `:"` + program + `"},`
}
