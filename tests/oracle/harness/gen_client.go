package harness

import "strings"

// ClientReference is a reference on which parsers differ, or something near one.
func (g *Gen) ClientReference() string {
	switch n := g.IntN(100); {
	case n < 45:
		return g.Reference()
	case n < 60:
		return g.clientHost() + "/" + g.Path(g.Between(1, 2)) + g.Suffix()
	case n < 75:
		return Pick(g, "", g.Domain()+"/") + g.clientPath() + g.Suffix()
	case n < 80:
		return Pick(g, "localhost", "localhost:5000", "localhost/", g.From(Hex, 64), "sha256:"+g.From(Hex, 64), "gcr.io/", "docker.io/")
	case n < 87:
		return Pick(g, "https://", "http://", "docker://", "oci://", "ocidir://", "ocifile://", "/", "//", "docker-daemon:") + g.ValidReference()
	default:
		return g.Mutate(g.clientHost()+"/"+g.clientPath()+g.Suffix(), ReferenceAlphabet)
	}
}

// clientHost is a host that some parser takes for something else.
func (g *Gen) clientHost() string {
	host := Pick(g, "MYHOST", "MyHost", "A", "a-B", "B-a", "a-Bc-d", "AB-", "[2001:db8::1]", "[::1]", "[1:2:3:4:5:6:7:8]", "[::1:2:3:4:5:6:7:8:9]",
		"[fe80::1%25eth0]", "[::]", "[12345::]", "-host.com", "host-.com", "a..b", "example.com.", "a.", "my_host.io", "localhost", "LOCALHOST",
		"docker.io", "index.docker.io", "registry-1.docker.io", "a", "..", ".", "ünïcode", "1.2.3.4", "user@host.io", "h!ost.io", "%41.io", "a%2fb.io")
	return host + Pick(g, "", "", "", ":5000", ":", ":x", ":99999", ":0")
}

// clientPath is a repository that some parser refuses.
func (g *Gen) clientPath() string {
	return g.Path(1) + Pick(g, "", "___", "-.", "..", "/_", "_/", "//", "/", "/../", "/./", "--", "-", ".", "é", "%61", "?x", "#x", "/A/", strings.Repeat("a", 120), strings.Repeat("a/", 125)) + g.Path(1)
}
