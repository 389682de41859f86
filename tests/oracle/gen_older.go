package main

import (
	"strings"

	"pullscope/oracle/harness"
)

// olderReference gives a reference on which releases differ, or something near one.
func (g *gen) olderReference() string {
	switch n := g.IntN(100); {
	case n < 35:
		return g.Reference()
	case n < 55:
		return g.newerHost() + "/" + g.Path(g.Between(1, 3)) + g.Suffix()
	case n < 75:
		return g.fullName() + g.Suffix()
	case n < 85:
		return g.upperCase()
	default:
		return g.Mutate(pick(g, g.newerHost()+"/"+g.Path(1)+g.Suffix(), g.fullName(), g.upperCase()), harness.ReferenceAlphabet)
	}
}

// newerHost is one that the oldest parsers refuse, or is near one.
func (g *gen) newerHost() string {
	host := ""
	switch g.IntN(4) {
	case 0:
		host = "[" + g.From(harness.Hex+"ABCDEF:::", g.Between(1, 14)) + "]"
	case 1:
		host = pick(g, "[::1]", "[fd00::1]", "[2001:DB8::1]", "[::ffff:10.0.0.1]", "[fe80::1%eth0]", "[]", "[::g]", "::1", "[::1")
	case 2:
		host = pick(g, "LOCALHOST", "Localhost", "É", "İ", "K", "ǅ", "ß", "ſ", "My_Org", "Docker.io", "INDEX.DOCKER.IO")
	default:
		host = strings.ToUpper(g.Label())
		if g.Chance(0.5) {
			host = host[:1] + g.Label()
		}
	}
	if g.Chance(0.25) {
		host += ":" + g.From(harness.Digits, g.Between(1, 5))
	}
	return host
}

// fullName has about 255 bytes in one of the ways of counting them.
func (g *gen) fullName() string {
	host := ""
	switch g.IntN(7) {
	case 0, 1: // Docker Hub's counts, written or not
	case 2:
		host = pick(g, "docker.io/", "index.docker.io/")
	case 3: // a component, and no host
		host = g.From(harness.Alnum, 3) + "_" + g.From(harness.Alnum, 3) + ".io/"
	case 4: // most of the bytes are the host's
		host = strings.Repeat(g.Label()+".", 120)[:g.Between(150, 240)] + "x/"
	default:
		host = g.Domain() + "/"
	}
	length := g.Between(251, 259)
	switch g.IntN(3) {
	case 0: // host and repository as they are written
		length -= len(host)
	case 1: // with what is filled in
		length -= pick(g, len("docker.io/library/"), len("docker.io/"), len("library/"))
	}
	if g.Chance(0.3) && length > 20 {
		return host + g.From(harness.Alnum, 10) + "/" + g.From(harness.Alnum, length-11)
	}
	return host + g.From(harness.Alnum, length)
}

// upperCase has an upper-case letter somewhere.
func (g *gen) upperCase() string {
	name := pick(g, "", g.Domain()+"/", g.Label()+"/") + g.Path(g.Between(1, 2)) + g.Suffix()
	at := g.IntN(len(name))
	return name[:at] + pick(g, strings.ToUpper(name[at:at+1]), "A", "Z", "É", "İ", "K") + name[at+1:]
}
