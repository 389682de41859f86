package main

import (
	"strings"

	"pullscope/oracle/harness"
)

// secret is the input of a Secret's validation.
func (g *gen) secret() row {
	kind := pick(g, "kubernetes.io/dockerconfigjson", "kubernetes.io/dockerconfigjson", "kubernetes.io/dockerconfigjson",
		"kubernetes.io/dockercfg", "kubernetes.io/dockercfg")
	if g.Chance(0.15) {
		kind = pick(g, "", "Opaque", "opaque", "kubernetes.io/tls", "kubernetes.io/basic-auth", "kubernetes.io/ssh-auth",
			"kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token", "kubernetes.io/DockerConfigJson",
			"kubernetes.io/dockercfg ", "dockerconfigjson", "example.com/custom", "é")
	}
	data := map[string][]byte{}
	fills := map[string]fill{}
	if g.Chance(0.9) {
		data[g.secretKey(kind)] = []byte(g.secretValue())
	}
	for g.Chance(0.3) {
		data[g.oddKey()] = []byte(g.secretValue())
	}
	if g.Chance(0.02) {
		key := pick(g, "pad", g.secretKey(kind))
		delete(data, key)
		held := 0
		for _, value := range data {
			held += len(value)
		}
		const limit = 1 << 20
		fills[key] = fill{pick(g, "a", " ", "[", "1", "{"), pick(g, 300, 9999, 10000, 10001, limit-held, limit-held+1, limit)}
	}
	out := row{}
	out.Text("type", kind)
	out.Add("data", data)
	if len(fills) > 0 {
		out.Add("data_fill", fills)
	}
	if kind == "kubernetes.io/service-account-token" && g.Chance(0.7) {
		name := pick(g, "kubernetes.io/service-account.name", "kubernetes.io/service-account.uid")
		out.Add("annotations", map[string]string{name: pick(g, "", "sa", "default")})
	}
	return out
}

// secretKey is the key that a type asks for, or the other one, or nearly so.
func (g *gen) secretKey(kind string) string {
	key := ".dockerconfigjson"
	if kind == "kubernetes.io/dockercfg" {
		key = ".dockercfg"
	}
	switch g.IntN(12) {
	case 0:
		return pick(g, ".dockercfg", ".dockerconfigjson", "config.json", "username", "password", "tls.crt", "tls.key", "ssh-privatekey", "token")
	case 1:
		return pick(g, key[1:], strings.ToUpper(key), key+" ", " "+key, key+"\n", "."+key)
	default:
		return key
	}
}

// oddKey is a further key, good or bad.
func (g *gen) oddKey() string {
	switch g.IntN(4) {
	case 0:
		return g.From(harness.Wordlike+".-", g.Between(1, 12))
	case 1:
		return pick(g, "", ".", "..", "...", "..x", ".x", "-", "_", "a b", "a/b", "x y", "é", "🦀", "a\x00", "a\n", "a:b", "a]b", "data[x]", "\u2028", `"`, `\`)
	case 2:
		return strings.Repeat(pick(g, "a", ".", "-", "é", " "), pick(g, 1, 2, 3, 252, 253, 254, 300))
	default:
		return g.Mutate(pick(g, "config.json", "tls.crt", ".dockercfg"), "./ :_-[]")
	}
}

func (g *gen) secretValue() string {
	switch g.IntN(10) {
	case 0:
		return ""
	case 1:
		return pick(g, "x", "null", "{}", "[]", "1", "-", "\xff\xfe", "{\"auths\":", "eyJhdXRocyI6e319", "true", `"x"`, "nul", "1e999", `{"a":1e999}`)
	default:
		_, document := g.OddConfig()
		if len(document) > 4096 { // the limits of depth are for data_fill
			return document[:g.IntN(4096)]
		}
		return document
	}
}
