package harness

import (
	"fmt"
	"strings"
)

// KeyAlphabet holds what URLs and globs give a meaning to.
const KeyAlphabet = `*?[]^-\.:/%@#!{}az09 `

// LookupImage is an image as it is looked up: mostly a repository, at times with a tag, at times odd.
func (g *Gen) LookupImage() string {
	image := Pick(g, RealNames...)
	switch g.IntN(20) {
	case 0, 1, 2:
		image = g.Domain() + "/" + g.Path(g.Between(1, 4))
	case 3:
		image = g.Path(g.Between(1, 3))
	case 4:
		image += g.Suffix()
	case 5:
		image = g.Mutate(image, KeyAlphabet)
	case 6:
		image = Pick(g, "docker.io/library/", "docker.io/", "index.docker.io/", "") + g.Path(g.Between(1, 2))
	case 7:
		image = Pick(g, "", "/", "//x", ".", ":", "docker.io", "index.docker.io", "quay.io", "a.b:5000", "%zz/x", "%41/x", "a@b/c", "?", "#")
	}
	return image
}

// HubKeys are the ways in which people write Docker Hub.
var HubKeys = []string{
	"https://index.docker.io/v1/", "https://index.docker.io/v2/", "https://index.docker.io", "index.docker.io",
	"index.docker.io/", "index.docker.io/v1", "docker.io", "https://docker.io", "docker.io/library", "registry-1.docker.io",
	"http://index.docker.io/v1/", "*.docker.io", "*.io", "INDEX.docker.io", "index.docker.io:443",
}

// KeyFor is a key of a config that has to do with an image: it often matches, or narrowly does not.
func (g *Gen) KeyFor(image string) string {
	if g.Chance(0.08) || !strings.Contains(image, "/") && g.Chance(0.7) {
		return Pick(g, HubKeys...)
	}
	host, path, _ := strings.Cut(image, "/")
	key := g.hostFor(host) + g.pathFor(path)
	switch g.IntN(12) {
	case 0, 1, 2:
		key = Pick(g, "https://", "https://", "http://") + key
	case 3:
		key = Pick(g, "HTTPS://", "https:/", "https:", "//", "ftp://", "oci://", "https:///", "http://https://") + key
	case 4:
		key = g.Mutate(key, KeyAlphabet)
	}
	return key
}

// hostFor is a host, or a glob for it.
func (g *Gen) hostFor(host string) string {
	switch n := g.IntN(20); {
	case n < 8:
		return host
	case n < 14:
		name, port := host, ""
		if colon := strings.LastIndexByte(host, ':'); colon >= 0 && !strings.HasSuffix(host, "]") {
			name, port = host[:colon], host[colon:]
		}
		labels := strings.Split(name, ".")
		for i := range labels {
			if g.Chance(0.5) {
				labels[i] = g.globFor(labels[i])
			}
		}
		return strings.Join(labels, ".") + port
	case n == 14:
		return host + Pick(g, ":443", ":80", ":5000", ":", ":abc", ":*", ":0443")
	case n == 15: // fewer labels
		_, rest, _ := strings.Cut(host, ".")
		return Pick(g, "", "*.", "*") + rest
	case n == 16: // more labels
		return Pick(g, "x.", "*.", ".", "*.*.") + host
	case n == 17:
		return strings.ToUpper(host)
	case n == 18:
		return Pick(g, "user@", "user:pw@", "%20", "%41", "é", "x") + host
	default:
		return g.Domain()
	}
}

// globFor is a pattern for one label of a host.
func (g *Gen) globFor(label string) string {
	if label == "" {
		return Pick(g, "*", "")
	}
	at := g.IntN(len(label))
	head, each, tail := label[:at], label[at:at+1], label[at+1:]
	switch g.IntN(12) {
	case 0, 1:
		return "*"
	case 2:
		return head + "*"
	case 3:
		return "*" + tail
	case 4:
		return head + "?" + tail
	case 5:
		return head + "[" + each + Pick(g, "", "x", "-z", "a-") + "]" + tail
	case 6:
		return head + "[^" + Pick(g, each, "x", "0-9", "a-c") + "]" + tail
	case 7:
		return head + `\` + each + tail
	case 8:
		return strings.Repeat("?", len(label)+Pick(g, 0, 0, 0, 1, -1))
	case 9:
		return head + Pick(g, "**", "*?", "?*", "*"+each+"*") + tail
	case 10:
		return head + Pick(g, "[", "[]", "[^]", "[a-]", "[-a]", "[z-a]", "]", "{a,b}", `[\]]`, `\`) + tail
	default:
		return label
	}
}

// pathFor is a path that is a prefix of the image's, or nearly so.
func (g *Gen) pathFor(path string) string {
	switch g.IntN(14) {
	case 0, 1, 2, 3:
		return ""
	case 4:
		return "/" + path
	case 5:
		namespace, _, _ := strings.Cut(path, "/")
		return "/" + namespace
	case 6:
		return "/" + path[:g.IntN(len(path)+1)]
	case 7:
		return Pick(g, "/v1/", "/v2/", "/v1", "/v2", "/v3/", "/v1//", "/v2/v1/")
	case 8:
		return Pick(g, "/v1/", "/v2/", "/V2/") + path
	case 9:
		return "/" + path + Pick(g, "/", "/x", "x", ":latest", "?x=1", "#f", "%20", "%2F", "%zz", "%", "*")
	case 10:
		return "/"
	case 11:
		return "/" + strings.Replace(path, "/", "%2F", 1)
	case 12:
		if path == "" {
			return "/%61"
		}
		return fmt.Sprintf("/%%%02x%s", path[0], path[1:])
	default:
		return "/" + g.Path(g.Between(1, 2))
	}
}

// GlobAndTarget are the two arguments of a comparison; most have to do with each other.
func (g *Gen) GlobAndTarget() (glob, target string) {
	if g.Chance(0.25) {
		return g.From(KeyAlphabet+"ab", g.Between(0, 8)) + Pick(g, "", ".b", "/p", ":80"),
			g.From("ab^-.]", g.Between(0, 5)) + Pick(g, "", ".b", "/p", ":80")
	}
	target = g.LookupImage()
	glob = g.KeyFor(target)
	if g.Chance(0.8) {
		glob = strings.TrimPrefix(strings.TrimPrefix(glob, "https://"), "http://")
	}
	if g.Chance(0.05) {
		target = g.Mutate(target, KeyAlphabet)
	}
	return glob, target
}
