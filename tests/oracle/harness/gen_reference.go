package harness

import (
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"strings"
)

// ReferenceAlphabet holds what the grammar of references gives a meaning to.
const ReferenceAlphabet = "/:@.-_+[]AZaz09 %f"

// Reference gives a reference, or something near one. It is UTF-8: images reach a kubelet as JSON.
func (g *Gen) Reference() string {
	switch n := g.IntN(100); {
	case n < 34:
		return g.ValidReference()
	case n < 48:
		return g.RealReference()
	case n < 62:
		return g.nearMiss()
	case n < 80:
		return g.Mutate(g.ValidReference(), ReferenceAlphabet)
	case n < 90:
		return g.Mutate(g.RealReference(), ReferenceAlphabet)
	case n < 95:
		return g.boundary()
	default:
		return g.noise()
	}
}

// ValidReference is one that the grammar accepts, but for what a digest may be.
func (g *Gen) ValidReference() string {
	name := g.Path(g.Between(1, 4))
	if g.Chance(0.6) {
		name = g.Domain() + "/" + name
	}
	return name + g.Suffix()
}

// RealReference is a well-known image, perhaps with a tag or a digest.
func (g *Gen) RealReference() string {
	return Pick(g, RealNames...) + g.Suffix()
}

// Suffix is a tag, a digest, both or neither.
func (g *Gen) Suffix() string {
	suffix := ""
	if g.Chance(0.5) {
		suffix += ":" + g.Tag()
	}
	if g.Chance(0.25) {
		suffix += "@" + g.Digest()
	}
	return suffix
}

// Domain is a registry host, perhaps with a port.
func (g *Gen) Domain() string {
	domain := ""
	switch g.IntN(12) {
	case 0:
		domain = Pick(g, "docker.io", "index.docker.io", "registry-1.docker.io")
	case 1:
		domain = Pick(g, "localhost", "LOCALHOST", "Localhost", "library")
	case 2:
		domain = fmt.Sprintf("%d.%d.%d.%d", g.IntN(256), g.IntN(300), g.IntN(256), g.IntN(256))
	case 3:
		domain = "[" + g.From(Hex+":::", g.Between(2, 12)) + "]"
	case 4:
		domain = Pick(g, "[::1]", "[fd00::1]", "[2001:db8::1]", "[::ffff:10.0.0.1]", "[fe80::1%25eth0]", "[]", "[::G]")
	default:
		labels := make([]string, g.Between(1, 4))
		for i := range labels {
			labels[i] = g.Label()
		}
		domain = strings.Join(labels, ".")
	}
	if g.Chance(0.3) {
		domain += ":" + g.From(Digits, g.Between(1, 6))
	}
	return domain
}

// Label is one part of a host name.
func (g *Gen) Label() string {
	alphabet := Alnum
	if g.Chance(0.2) {
		alphabet += Upper
	}
	label := g.From(alphabet, g.Between(1, 8))
	if g.Chance(0.3) {
		label += strings.Repeat("-", g.Between(1, 3)) + g.From(alphabet, g.Between(1, 4))
	}
	return label
}

// Path is a repository of so many components.
func (g *Gen) Path(components int) string {
	parts := make([]string, components)
	for i := range parts {
		parts[i] = g.Component()
	}
	return strings.Join(parts, "/")
}

// Component is one component of a repository.
func (g *Gen) Component() string {
	component := g.From(Alnum, g.Between(1, 7))
	for g.Chance(0.35) {
		component += Pick(g, ".", "_", "__", "-", "--", "-----") + g.From(Alnum, g.Between(1, 5))
	}
	return component
}

// Tag is a tag as people write them, or any.
func (g *Gen) Tag() string {
	if g.Chance(0.5) {
		return Pick(g, RealTags...)
	}
	return g.From(Wordlike, 1) + g.From(Wordlike+".-", g.Between(0, 20))
}

// Digest is a digest, or one that breaks a rule.
func (g *Gen) Digest() string {
	switch g.IntN(10) {
	case 0, 1, 2, 3:
		return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(g.From(Alnum, 8))))
	case 4:
		return fmt.Sprintf("sha384:%x", sha512.Sum384([]byte(g.From(Alnum, 8))))
	case 5:
		return fmt.Sprintf("sha512:%x", sha512.Sum512([]byte(g.From(Alnum, 8))))
	case 6: // the length is another one
		return Pick(g, "sha256", "sha384", "sha512") + ":" + g.From(Hex, Pick(g, 31, 32, 33, 63, 64, 65, 95, 96, 97, 127, 128, 129))
	case 7: // the algorithm is another one
		algorithm := Pick(g, "md5", "sha1", "sha224", "SHA256", "Sha256", "sha256+b64", "sha256.x", "tarsum.v1+sha256", "a-b_c.d", "sha", "blake3", "sha512_256", "s2-3")
		return algorithm + ":" + g.From(Hex, Pick(g, 32, 40, 64, 128))
	case 8: // the hex digits are not all lower case
		return "sha256:" + g.From(Hex+"ABCDEF", 64)
	default:
		return "sha256:" + g.From(Hex+"gz-", 64)
	}
}

// nearMiss breaks one rule of the grammar.
func (g *Gen) nearMiss() string {
	domain, path, tag, sum := g.Domain(), g.Path(g.Between(1, 3)), g.Tag(), g.Digest()
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
		return path + ":" + tag + ":" + g.Tag()
	case 8:
		return path + "@" + sum + "@" + g.Digest()
	case 9:
		return path + Pick(g, ".", "-", "_", "___", "..", "._", "-.", "_-") + Pick(g, "", "x", "/x", ":x")
	case 10:
		return Pick(g, ".", "-", "_", ":", "@", "..") + path
	case 11:
		return "https://" + domain + "/" + path
	case 12:
		return domain + ":port/" + path
	case 13:
		return domain + ":/" + path
	case 14:
		return domain + "/" + path + ":" + Pick(g, "-", ".", "") + tag + Pick(g, "", " ", "\n", "/", "~", "+x", "é")
	case 15:
		return Pick(g, " ", "\t", "\n", "\ufeff", "\u200b", "\u00a0", "'", "\"") + path + Pick(g, "", " ", "\n", "'", "\"")
	case 16:
		return g.From(Hex, Pick(g, 63, 64, 64, 64, 65)) + Pick(g, "", "", ":"+tag, "/x")
	case 17:
		return Pick(g, "sha256:", "sha384:", "sha512:", "md5:") + g.From(Hex, Pick(g, 32, 64, 96, 128))
	case 18:
		return domain
	case 19:
		return "-" + domain + "/" + path + g.Suffix()
	case 20:
		return strings.ReplaceAll(domain, ".", "..") + "/" + path
	default:
		return strings.ToUpper(g.Label()) + "/" + path + g.Suffix()
	}
}

// boundary sits at one of the grammar's limits of length.
func (g *Gen) boundary() string {
	switch g.IntN(5) {
	case 0: // a name of about 255 bytes, the limit, in one component
		return g.From(Alnum, g.Between(235, 260)) + g.Suffix()
	case 1: // in many
		return strings.TrimSuffix(strings.Repeat(g.Component()+"/", 130)[:g.Between(235, 260)], "/") + g.Suffix()
	case 2: // with a registry host, which counts or does not
		return Pick(g, "docker.io", "quay.io", g.Domain()) + "/" + g.Path(1) + "/" + g.From(Alnum, g.Between(225, 258))
	case 3: // a tag of about 128 bytes, the limit
		return g.Path(1) + ":" + g.From(Wordlike, g.Between(125, 131)) + Pick(g, "", "@"+g.Digest())
	default:
		return g.Path(2) + "@" + g.From(Lower, g.Between(1, 40)) + ":" + g.From(Hex, g.Between(30, 34))
	}
}

// noise is no reference, save by accident.
func (g *Gen) noise() string {
	if g.Chance(0.4) {
		return g.From(ReferenceAlphabet+Lower, g.Between(0, 24))
	}
	var text strings.Builder
	for range g.Between(0, 16) {
		text.WriteRune(g.OddRune())
	}
	return text.String()
}
