package main

import (
	"fmt"
	"strings"

	"pullscope/oracle/harness"
)

// file makes one registries.yaml.
type file struct {
	*gen
	// wrong is the share of values of another type than is read there.
	wrong float64
	// registries are the keys that entries are made for, so that several meet one host.
	registries []string
	// anchors are what an alias can stand for, by what it is.
	anchors map[string][]string
	written int
}

func newFile(g *gen) *file {
	f := &file{gen: g, anchors: map[string][]string{}}
	f.wrong = pick(g, 0, 0, 0, 0.01, 0.03, 0.08)
	for range g.Between(1, 4) {
		f.registries = append(f.registries, f.registry())
	}
	return f
}

var registryNames = []string{
	"docker.io", "docker.io", "index.docker.io", "registry-1.docker.io", "quay.io", "ghcr.io",
	"registry.example.com", "registry.example.com:5000", "registry.example.com:443", "localhost:5000",
	"localhost", "127.0.0.1:5000", "127.0.0.1", "[::1]:5000", "10.0.0.5:5000", "REG.example.com",
	"myregistry", "harbor.local",
}

func (f *file) registry() string {
	switch f.IntN(12) {
	case 0, 1:
		return "*"
	case 2:
		return pick(f.gen, "_default", "*.example.com", "docker.io/library", "https://docker.io", "", "library",
			"a b.io", "r.io:x", "r.io:80", "quay.io:443", "quay.io:80", "http://quay.io", "::1", "[::1", "127.0.0.1:6443")
	case 3:
		return f.Domain()
	}
	return pick(f.gen, registryNames...)
}

// text gives the file.
func (f *file) text() string {
	if f.Chance(0.02) {
		return pick(f.gen, "", "\n", "# nothing\n", "null\n", "~", "{}", "---\n", "---\n...\n", "[]", "- a\n", "text", "5",
			"mirrors:", "{\"mirrors\":{}}", "\"mirrors\"", "\ufeffmirrors: {}\n", "--- {}\n---\nmirrors: 5\n", "yes", "&a\n", "*a")
	}
	sections := []pair{}
	for range f.Between(1, 3) {
		sections = append(sections, f.section())
	}
	root := f.mapping(sections)
	root.flow = f.Chance(0.03)
	text := f.document(root)
	switch f.IntN(40) {
	case 0:
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case 1:
		text = strings.TrimSuffix(text, "\n")
	case 2:
		text = "---\n" + text
	case 3:
		text += pick(f.gen, "---\n", "...\n", "---\nmirrors: 5\n", "--- \n[\n", "...\n# end\n", "\n\n", "# end")
	case 4:
		text = pick(f.gen, "\ufeff", "# registries\n", "\n", "%YAML 1.1\n---\n", "# a\n---\n") + text
	}
	if f.Chance(0.06) {
		text = f.Mutate(text, ":::---{}[]\"'&*!|>#%@\t\n  ,?~<=")
	}
	return text
}

func (f *file) section() pair {
	switch n := f.IntN(100); {
	case n < 48:
		return pair{f.plain("mirrors"), f.or("map", func() node { return f.entries("mirrors", f.mirror) })}
	case n < 84:
		return pair{f.plain("configs"), f.or("map", func() node { return f.entries("configs", f.config) })}
	case n < 90:
		return pair{f.plain("auths"), f.or("map", func() node { return f.entries("auths", f.auth) })}
	}
	return f.unknown("mirror", "mirrros", "config", "Mirrors", "registries", "docker.io", "version", "mirrors ", "y", "null", "5")
}

// entries are the values of one section, by registry.
func (f *file) entries(role string, value func() node) node {
	made := []pair{}
	for range f.Between(0, 3) {
		key := pick(f.gen, f.registries...)
		if f.Chance(0.2) {
			key = f.registry()
		}
		made = append(made, pair{f.key(key), f.or(role, value)})
	}
	return f.members(role+" of all", made)
}

func (f *file) mirror() node {
	made := []pair{}
	if f.Chance(0.9) {
		made = append(made, pair{f.plain("endpoint"), f.or("endpoints", f.endpoints)})
	}
	if f.Chance(0.5) {
		made = append(made, pair{f.plain("rewrite"), f.or("rewrites", f.rewrites)})
	}
	if f.Chance(0.08) {
		made = append(made, f.unknown("endpoints", "rewrites", "Endpoint", "url", "skip_verify", "~", "on"))
	}
	return f.members("mirror", made)
}

func (f *file) endpoints() node {
	list := node{flow: f.Chance(0.4), items: []node{}, kind: sequence}
	for range f.Between(0, 3) {
		list.items = append(list.items, f.or("text", func() node { return f.string(f.endpoint()) }))
	}
	return list
}

func (f *file) endpoint() string {
	if f.Chance(0.04) {
		return pick(f.gen, "", "/", "/v2", "//", "http://", "https:///v2", ":5000", "http://:5000", "unix:///run/x.sock",
			"mirror.example.com:x", "http://a b.io", "http://[::1", "http://fd00::1", "fd00::1", "${MIRROR}", "$MIRROR",
			"5", "null", "http:/a", "http:a", "http://a:80:90", "http://%41.io", "http://a%2fb.io", "?x=1", "#f")
	}
	text := pick(f.gen, "https://", "https://", "https://", "http://", "http://", "", "", "HTTPS://", "ftp://", "//") +
		pick(f.gen, "", "", "", "", "", "", "", "", "u@", "u:pw@", "u%40x:p%3A@", ":@")
	switch f.IntN(8) {
	case 0:
		text += f.Domain()
	case 1:
		text += pick(f.gen, f.registries...)
	case 2:
		text += pick(f.gen, registryNames...)
	default:
		text += pick(f.gen, "mirror.example.com", "m.example.com:5000", "10.0.0.1:5000", "localhost:5000", "[fd00::1]:5000",
			"[::1]", "registry-1.docker.io", "MIRROR.example.com", "m.example.com:443", "m.example.com:80", "m.example.com:")
	}
	text += pick(f.gen, "", "", "", "", "/", "/v2", "/v2/", "//", "/proxy", "/proxy/v2", "/a/../b", "/a//b/./c/", "/a%2Fb",
		"/%7Ea", "/a%20b", "/v2/proxy", "/ä", "/a:b", "/..", "/a;b", "/a+b", "/a&b=c", "/v2x", "/%zz")
	if f.Chance(0.06) {
		text += pick(f.gen, "?a=b", "?", "#f", "?a=b&c=%2F#f", "?ns=x", "#", "?a b", "#a b", "?a;b")
	}
	if f.Chance(0.03) {
		return f.Mutate(text, ":/@[]%?#. -_&\\aZ0")
	}
	return text
}

func (f *file) rewrites() node {
	made := []pair{}
	for range pick(f.gen, 0, 1, 1, 1, 2, 3) {
		pattern := pick(f.gen, "^rancher/(.*)", "(.*)", "^(.*)$", "^library/(.*)", "library/", "^library/", "/", "team", "app$",
			"^(team|ns)/(app)", "(?i)^Library/(.*)", "(a*)*", "", "(?=x)", "(.*", `^foo\.bar/(.*)`, `\d+`, `(\w+)/(\w+)`,
			"(?P<first>[^/]+)/(?P<second>.*)", "a{2,}", "[a-f]", ".", "^", "$", `^te\bam`, `"`, "a|b|", "x*", "[[:alpha:]]+")
		if f.Chance(0.1) {
			pattern = f.pattern()
		}
		replacement := pick(f.gen, "mirror/$1", "docker/$1", "p/$1", "$1/docker", "${1}-x", "$1_x", "$1-x", "x", "", "-", "$2/$1",
			"${second}/${first}", "p/$2", "p/$$1", "$", "/x", "x/", "UPPER", "a//b", "a:b", "a b", "..", "$0$0", "library/x",
			"${1", "b", "x/y/z", `\1`, "é")
		made = append(made, pair{f.string(pattern), f.or("text", func() node { return f.string(replacement) })})
	}
	return f.members("rewrites", made)
}

func (f *file) config() node {
	made := []pair{}
	if f.Chance(0.7) {
		made = append(made, pair{f.plain("auth"), f.or("auth", f.auth)})
	}
	if f.Chance(0.5) {
		made = append(made, pair{f.plain("tls"), f.or("tls", f.tls)})
	}
	if f.Chance(0.08) {
		made = append(made, f.unknown("Auth", "TLS", "credentials", "insecure_skip_verify", "username", "no"))
	}
	return f.members("config", made)
}

func (f *file) auth() node {
	made := []pair{}
	for _, key := range []string{"username", "password", "auth", "identity_token"} {
		if f.Chance(0.35) {
			value := pick(f.gen, "user", "u", "pass:word", "p@ss", "dXNlcjpwYXNzd29yZA==", "dTpw", "x y", "ü", "", "#a", "a #b")
			made = append(made, pair{f.plain(key), f.or("text", func() node { return f.string(value) })})
		}
	}
	if f.Chance(0.1) {
		made = append(made, f.unknown("token", "registry_token", "identitytoken", "Username", "email"))
	}
	return f.members("auth", made)
}

func (f *file) tls() node {
	made := []pair{}
	for _, key := range []string{"ca_file", "cert_file", "key_file"} {
		if f.Chance(0.35) {
			value := pick(f.gen, "/ca.crt", "/etc/ssl/c.pem", "", "a\"b", "ü.pem", "/a b", `C:\k.key`)
			made = append(made, pair{f.plain(key), f.or("text", func() node { return f.string(value) })})
		}
	}
	if f.Chance(0.6) {
		value := pick(f.gen, "true", "true", "false", "yes", "Yes", "on", "off", "y", "N", "TRUE", "tRUE", "\"true\"", "1", "0",
			"!!bool yes", "!!str true", "~", "", "'yes'", "!!bool \"on\"", "oN")
		made = append(made, pair{f.plain("insecure_skip_verify"), f.or("bool", func() node { return node{text: value} })})
	}
	if f.Chance(0.08) {
		made = append(made, f.unknown("ca", "insecureSkipVerify", "insecure", "skip_verify"))
	}
	return f.members("tls", made)
}

// unknown is a key that is passed over, whatever stands behind it.
func (f *file) unknown(keys ...string) pair {
	return pair{f.plain(pick(f.gen, keys...)), f.anything(0)}
}

// members makes a mapping of pairs in any order, one of them perhaps twice, with merges.
func (f *file) members(role string, made []pair) node {
	if f.Chance(0.5) {
		f.Shuffle(len(made), func(i, j int) { made[i], made[j] = made[j], made[i] })
	}
	if len(made) > 0 && f.Chance(0.05) {
		again := pick(f.gen, made...)
		again.value = f.or("again", func() node { return pick(f.gen, made...).value.bare() })
		made = append(made, again)
	}
	names := f.anchors[role]
	if len(names) > 0 && f.Chance(0.25) {
		value := node{text: "*" + pick(f.gen, names...)}
		if f.Chance(0.3) {
			value = node{kind: sequence, flow: true, items: []node{value, {text: "*" + pick(f.gen, names...)}}}
		}
		at := f.IntN(len(made) + 1)
		made = append(made[:at:at], append([]pair{{node{text: "<<"}, value}}, made[at:]...)...)
	} else if f.Chance(0.01) {
		value := pick(f.gen, node{text: "{}"}, node{text: "5"}, node{text: ""}, node{text: "[{}, {endpoint: [x.io]}]"},
			node{text: "[{}, 5]"}, node{text: "{endpoint: [m.io], auth: {username: merged}}"}, node{text: "*gone"})
		made = append(made, pair{node{text: pick(f.gen, "<<", "<<", "\"<<\"", "!!merge <<")}, value})
	}
	return f.mapping(made)
}

func (f *file) mapping(pairs []pair) node {
	return node{kind: mapping, flow: f.Chance(0.15), pairs: pairs}
}

// or gives a value, or an alias of one like it, null, or now and then something of another type.
func (f *file) or(role string, value func() node) node {
	if f.Chance(f.wrong) {
		return f.anything(0)
	}
	if names := f.anchors[role]; len(names) > 0 && f.Chance(0.2) {
		return node{text: "*" + pick(f.gen, names...)}
	}
	if f.Chance(0.02) {
		return node{text: pick(f.gen, "", "~", "null", "Null", "NULL", "!!null ''", "'null'", "\"~\"", "\"\"")}
	}
	made := value()
	if made.anchor == "" && !strings.HasPrefix(made.text, "*") && f.Chance(0.08) {
		f.written++
		made.anchor = fmt.Sprintf("%s%d", pick(f.gen, "a", "anchor", "a-b_", "A"), f.written)
		f.anchors[role] = append(f.anchors[role], made.anchor)
	}
	return made
}

// anything is a value of any type.
func (f *file) anything(depth int) node {
	switch n := f.IntN(10); {
	case n < 2 && depth < 3:
		list := node{kind: sequence, flow: f.Chance(0.5), items: []node{}}
		for range f.IntN(3) {
			list.items = append(list.items, f.anything(depth+1))
		}
		return list
	case n < 4 && depth < 3:
		made := []pair{}
		for range f.IntN(3) {
			made = append(made, pair{f.key(pick(f.gen, "endpoint", "auth", "username", "a", "y", "5", "~")), f.anything(depth + 1)})
		}
		return f.mapping(made)
	}
	return node{text: pick(f.gen, oddScalars...)}
}

// oddScalars are texts that are something else to YAML 1.1, or to yaml.v2.
var oddScalars = []string{
	"yes", "no", "on", "OFF", "y", "n", "True", "0", "5", "-7", "+3", "0123", "0o17", "0x1F", "0b101", "-0b11", "1_000", "1e3",
	"1.5", "1.", ".5", ".inf", "-.INF", ".NaN", "1:30", "190:20:30", "2001-12-14", "2001-12-14t21:59:43.10-05:00",
	"2001-1-1 1:2:3", "2001-13-45", "2001-2-30", "9223372036854775808", "18446744073709551616", "1e400", "~", "null", "", "Null",
	"=", "text", "a text of words", "\"quoted\"", "'it''s'", "\"\\u00e9\\n\"", "\"yes\"", "'5'", "\"\"", "''", "!!str 5",
	"!!int 5", "!!int \"5\"", "!!int abc", "!!float 5", "!!bool yes", "!!bool 5", "!!null ''", "!!binary aGk=", "!!binary '!'", "!local x",
	"!!str", "!!map {}", "!!seq []", "!!timestamp 2001-12-14", "! x", "\"a\\\n  b\"", "0x", "0xg", "-", "é", "\"\\x41\"", "a#b",
	"http://a.io", "https://very.long.example.com/path", "<<", "1__0", "_1", "0b", "0b2", "08", "0o8", "1.2.3", "12e03", "+.inf",
	"\"2001-12-14\"", "0x1_F", "1_0.5", "-0x1f", "+0b1", "1e", ".", "..", "...a", "\"long enough to be cut\"", "äöüäöüäöü", "!<tag:yaml.org,2002:str> x",
}

func pick[T any](g *gen, choices ...T) T {
	return harness.Pick(g, choices...)
}
