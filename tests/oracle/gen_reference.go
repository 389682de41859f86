package main

import (
	"fmt"
	"strings"

	"github.com/opencontainers/go-digest"
)

// referenceAlphabet holds what the grammar of references gives a meaning to.
const referenceAlphabet = "/:@.-_+[]AZaz09 %f"

// reference gives a reference, or something near one. It is UTF-8: images reach a kubelet as JSON.
func (g *gen) reference() string {
	switch n := g.IntN(100); {
	case n < 34:
		return g.validReference()
	case n < 48:
		return g.realReference()
	case n < 62:
		return g.nearMiss()
	case n < 80:
		return g.mutate(g.validReference(), referenceAlphabet)
	case n < 90:
		return g.mutate(g.realReference(), referenceAlphabet)
	case n < 95:
		return g.boundary()
	default:
		return g.noise()
	}
}

func (g *gen) validReference() string {
	name := g.path(g.between(1, 4))
	if g.chance(0.6) {
		name = g.domain() + "/" + name
	}
	return name + g.suffix()
}

func (g *gen) realReference() string {
	return pick(g, realNames...) + g.suffix()
}

// suffix is a tag, a digest, both or neither.
func (g *gen) suffix() string {
	suffix := ""
	if g.chance(0.5) {
		suffix += ":" + g.tag()
	}
	if g.chance(0.25) {
		suffix += "@" + g.digest()
	}
	return suffix
}

func (g *gen) domain() string {
	domain := ""
	switch g.IntN(12) {
	case 0:
		domain = pick(g, "docker.io", "index.docker.io", "registry-1.docker.io")
	case 1:
		domain = pick(g, "localhost", "LOCALHOST", "Localhost", "library")
	case 2:
		domain = fmt.Sprintf("%d.%d.%d.%d", g.IntN(256), g.IntN(300), g.IntN(256), g.IntN(256))
	case 3:
		domain = "[" + g.from(hex+":::", g.between(2, 12)) + "]"
	case 4:
		domain = pick(g, "[::1]", "[fd00::1]", "[2001:db8::1]", "[::ffff:10.0.0.1]", "[fe80::1%25eth0]", "[]", "[::G]")
	default:
		labels := make([]string, g.between(1, 4))
		for i := range labels {
			labels[i] = g.label()
		}
		domain = strings.Join(labels, ".")
	}
	if g.chance(0.3) {
		domain += ":" + g.from(digits, g.between(1, 6))
	}
	return domain
}

func (g *gen) label() string {
	alphabet := alnum
	if g.chance(0.2) {
		alphabet += upper
	}
	label := g.from(alphabet, g.between(1, 8))
	if g.chance(0.3) {
		label += strings.Repeat("-", g.between(1, 3)) + g.from(alphabet, g.between(1, 4))
	}
	return label
}

func (g *gen) path(components int) string {
	parts := make([]string, components)
	for i := range parts {
		parts[i] = g.component()
	}
	return strings.Join(parts, "/")
}

func (g *gen) component() string {
	component := g.from(alnum, g.between(1, 7))
	for g.chance(0.35) {
		component += pick(g, ".", "_", "__", "-", "--", "-----") + g.from(alnum, g.between(1, 5))
	}
	return component
}

func (g *gen) tag() string {
	if g.chance(0.5) {
		return pick(g, realTags...)
	}
	return g.from(wordlike, 1) + g.from(wordlike+".-", g.between(0, 20))
}

func (g *gen) digest() string {
	switch g.IntN(10) {
	case 0, 1, 2, 3:
		return digest.SHA256.FromString(g.from(alnum, 8)).String()
	case 4:
		return digest.SHA384.FromString(g.from(alnum, 8)).String()
	case 5:
		return digest.SHA512.FromString(g.from(alnum, 8)).String()
	case 6: // the length is another one
		return pick(g, "sha256", "sha384", "sha512") + ":" + g.from(hex, pick(g, 31, 32, 33, 63, 64, 65, 95, 96, 97, 127, 128, 129))
	case 7: // the algorithm is another one
		algorithm := pick(g, "md5", "sha1", "sha224", "SHA256", "Sha256", "sha256+b64", "sha256.x", "tarsum.v1+sha256", "a-b_c.d", "sha", "blake3", "sha512_256", "s2-3")
		return algorithm + ":" + g.from(hex, pick(g, 32, 40, 64, 128))
	case 8: // the hex digits are not all lower case
		return "sha256:" + g.from(hex+"ABCDEF", 64)
	default:
		return "sha256:" + g.from(hex+"gz-", 64)
	}
}

// nearMiss breaks one rule of the grammar.
func (g *gen) nearMiss() string {
	domain, path, tag, sum := g.domain(), g.path(g.between(1, 3)), g.tag(), g.digest()
	switch g.IntN(22) {
	case 0:
		return domain + "/" + strings.ToUpper(path) + ":" + tag
	case 1:
		return domain + "//" + path
	case 2:
		return "/" + path + ":" + tag
	case 3:
		return path + "/"
	case 4:
		return path + ":"
	case 5:
		return path + "@"
	case 6:
		return path + "@" + sum + ":" + tag
	case 7:
		return path + ":" + tag + ":" + g.tag()
	case 8:
		return path + "@" + sum + "@" + g.digest()
	case 9:
		return path + pick(g, ".", "-", "_", "___", "..", "._", "-.", "_-") + pick(g, "", "x", "/x", ":x")
	case 10:
		return pick(g, ".", "-", "_", ":", "@", "..") + path
	case 11:
		return "https://" + domain + "/" + path
	case 12:
		return domain + ":port/" + path
	case 13:
		return domain + ":/" + path
	case 14:
		return domain + "/" + path + ":" + pick(g, "-", ".", "") + tag + pick(g, "", " ", "\n", "/", "~", "+x", "é")
	case 15:
		return pick(g, " ", "\t", "\n", "\ufeff", "\u200b", "\u00a0", "'", "\"") + path + pick(g, "", " ", "\n", "'", "\"")
	case 16:
		return g.from(hex, pick(g, 63, 64, 64, 64, 65)) + pick(g, "", "", ":"+tag, "/x")
	case 17:
		return pick(g, "sha256:", "sha384:", "sha512:", "md5:") + g.from(hex, pick(g, 32, 64, 96, 128))
	case 18:
		return domain
	case 19:
		return "-" + domain + "/" + path + g.suffix()
	case 20:
		return strings.ReplaceAll(domain, ".", "..") + "/" + path
	default:
		return strings.ToUpper(g.label()) + "/" + path + g.suffix()
	}
}

// boundary sits at one of the grammar's limits of length.
func (g *gen) boundary() string {
	switch g.IntN(5) {
	case 0: // a name of about 255 bytes, the limit, in one component
		return g.from(alnum, g.between(235, 260)) + g.suffix()
	case 1: // in many
		return strings.TrimSuffix(strings.Repeat(g.component()+"/", 130)[:g.between(235, 260)], "/") + g.suffix()
	case 2: // with a registry host, which counts or does not
		return pick(g, "docker.io", "quay.io", g.domain()) + "/" + g.path(1) + "/" + g.from(alnum, g.between(225, 258))
	case 3: // a tag of about 128 bytes, the limit
		return g.path(1) + ":" + g.from(wordlike, g.between(125, 131)) + pick(g, "", "@"+g.digest())
	default:
		return g.path(2) + "@" + g.from(lower, g.between(1, 40)) + ":" + g.from(hex, g.between(30, 34))
	}
}

// noise is no reference, save by accident.
func (g *gen) noise() string {
	if g.chance(0.4) {
		return g.from(referenceAlphabet+lower, g.between(0, 24))
	}
	var text strings.Builder
	for range g.between(0, 16) {
		text.WriteRune(g.oddRune())
	}
	return text.String()
}
