package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// jsonAlphabet holds what JSON gives a meaning to.
const jsonAlphabet = "{}[]\",:\\ntrue0-9.eE/u \n="

// configAndImage is a config whose keys have to do with the image looked up.
func (g *gen) configAndImage() (kind, document, image string) {
	image = g.lookupImage()
	keys := make([]string, g.between(1, 9))
	for i := range keys {
		switch {
		case i > 0 && g.chance(0.08):
			keys[i] = keys[i-1]
		case g.chance(0.1):
			keys[i] = g.keyFor(g.lookupImage())
		default:
			keys[i] = g.keyFor(image)
		}
	}
	kind = pick(g, "config.json", "config.json", "dockercfg")
	g.wrong = 0.002
	document = g.object(keys)
	if kind == "config.json" {
		document = g.wrap(document)
	}
	if g.chance(0.03) {
		document = g.mutateBytes(document, jsonAlphabet)
	}
	return kind, document, image
}

// oddConfig is a config with anything that JSON, or a person, can do to one.
func (g *gen) oddConfig() (kind, document string) {
	kind = pick(g, "config.json", "config.json", "dockercfg")
	if g.chance(0.06) {
		return kind, g.oddDocument()
	}
	keys := make([]string, g.between(0, 4))
	for i := range keys {
		keys[i] = g.keyFor(pick(g, realNames...))
		if i > 0 && g.chance(0.2) {
			keys[i] = keys[i-1]
		}
	}
	g.wrong = 0.04
	document = g.object(keys)
	if kind == "config.json" != g.chance(0.05) {
		document = g.wrap(document)
		if g.chance(0.1) { // a second object is merged into the first, null empties it
			document = strings.TrimSuffix(document, "}") + "," +
				g.fieldName("auths") + ":" + pick(g, "null", "{}", g.object(keys)) + "}"
		}
	}
	if g.chance(0.25) {
		document = g.mutateBytes(document, jsonAlphabet)
	}
	if g.chance(0.05) {
		document = pick(g, "\ufeff", " ", "\n\t", "\x00", "\f", "\xff\xfe", "//c\n") + document
	}
	if g.chance(0.05) {
		document += pick(g, " ", "\n", "\x00", "x", "}", "{}", ",", "\u2028", "\xff", "\xe2\x80")
	}
	return kind, document
}

// oddDocument is no config at all.
func (g *gen) oddDocument() string {
	switch g.IntN(6) {
	case 0:
		return pick(g, "", " ", "null", "true", "false", "tru", "nul", "0", "-", "-0", "1e", "01", "1.", "1e999", `""`, `"`, "[]", "[", "{", "}", "{}", "{}{}", `{"a"}`, `{"a":}`, `{,}`, `{"a":1,}`, `{'a':1}`, `{a:1}`, "\xff", "NaN")
	case 1:
		depth := pick(g, 10, 100, 9998, 9999, 10000, 10001)
		return pick(g, "", `{"auths":`, `{"x":`, `{"auths":{"a":{"x":`) + strings.Repeat(pick(g, "[", `{"a":`), depth) + pick(g, "", "1")
	case 2:
		depth := pick(g, 3, 50, 9998, 9999, 10000)
		return pick(g, `{"x":`, `{"auths":`) + strings.Repeat("[", depth) + strings.Repeat("]", depth) + "}"
	case 3:
		return pick(g, `{"auths":`, `{"auths":{"a.io":`, `{"auths":{"a.io":{"auth":`, `{"a.io":`, `{"HttpHeaders":`) + g.jsonValue() + pick(g, "}", "}}", "}}}")
	default:
		return g.from(jsonAlphabet, g.between(0, 30))
	}
}

// wrap makes a map of entries the auths of a config.json.
func (g *gen) wrap(entries string) string {
	fields := []string{g.fieldName("auths") + ":" + g.space() + entries}
	for g.chance(0.25) {
		field := pick(g, `"HttpHeaders":{"User-Agent":"x"}`, `"credsStore":"desktop"`, `"credHelpers":{"gcr.io":"gcloud"}`,
			`"currentContext":"c"`, `"$schema":"x"`, `"psFormat":"{{.ID}}"`, `"experimental":true`, `"x":[1,2.5e-3,{"a":null}]`)
		if g.chance(g.wrong) {
			field = g.fieldName("HttpHeaders") + ":" + g.jsonValue()
		}
		if g.chance(0.5) {
			fields = append(fields, field)
		} else {
			fields = append([]string{field}, fields...)
		}
	}
	return "{" + g.space() + strings.Join(fields, ","+g.space()) + g.space() + "}"
}

// object is a map from keys to entries.
func (g *gen) object(keys []string) string {
	fields := make([]string, len(keys))
	for i, key := range keys {
		fields[i] = g.quoted(key) + ":" + g.space() + g.entry()
	}
	return "{" + g.space() + strings.Join(fields, ","+g.space()) + "}"
}

func (g *gen) entry() string {
	if g.chance(g.wrong) {
		return g.jsonValue()
	}
	if g.chance(0.05) {
		return pick(g, "null", "{}", `{"x":1}`, `{"auth":""}`, `{"auth":null,"username":"u"}`)
	}
	user := pick(g, "alice", "bob", "_json_key", "AWS", "token", "robot$ci", "user@example.com", "oauth2accesstoken", "00000000-0000-0000-0000-000000000000")
	if g.chance(0.6) {
		user += g.from(digits, 2)
	}
	password := "pw" + g.from(digits, 3)
	var fields []string
	field := func(name, value string) {
		fields = append(fields, g.fieldName(name)+":"+g.space()+value)
	}
	hasAuth := g.chance(0.5)
	if !hasAuth || g.chance(0.2) {
		field("username", g.quoted(user))
		field("password", g.quoted(password))
	}
	if hasAuth {
		field("auth", g.quoted(g.auth(user, password)))
	}
	if g.chance(0.25) {
		field("email", g.quoted(pick(g, "a@example.org", "b@example.org", "", "é@example.org")))
	}
	if g.chance(0.1) {
		field(pick(g, "serveraddress", "identitytoken", "registrytoken", "user", "Auth ", "pass"), g.quoted("x"))
	}
	if g.chance(g.wrong * 2) {
		field(pick(g, "auth", "username", "password", "email"), g.jsonValue())
	}
	if g.chance(0.06) { // the same name twice, perhaps in another case: the last one counts
		field(pick(g, "auth", "username", "password", "email"), g.quoted(pick(g, "", "dTI6cDI=", "x")))
	}
	g.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	return "{" + strings.Join(fields, ","+g.space()) + "}"
}

// auth is user and password in base64.
func (g *gen) auth(user, password string) string {
	plain := user + ":" + password
	if g.chance(0.1) {
		plain = pick(g, ":", user+":", ":"+password, plain+":x", "é:ü", "a\xff:b\xfe", user+":"+password+"\n", "🦀:\x00")
	}
	if g.chance(g.wrong) {
		plain = pick(g, user, "", "\xff", "no colon")
	}
	encoding := base64.StdEncoding
	if g.chance(0.3) {
		encoding = base64.RawStdEncoding
	}
	text := encoding.EncodeToString([]byte(plain))
	if g.chance(g.wrong) {
		text = base64.URLEncoding.EncodeToString([]byte(plain + "\xff\xfe\xfd?>"))
	}
	if g.chance(0.06) && len(text) > 4 { // line ends inside are skipped
		at := g.IntN(len(text))
		text = text[:at] + pick(g, "\n", "\r\n", "\r", "\n\n") + text[at:]
	}
	if g.chance(g.wrong * 3) {
		text = pick(g, text+"=", text+"==", text+"\n", text+" ", " "+text, text+"=\n", "="+text, "A", "A=", "AA", "AB==", "AAA", "AAB=",
			"Og==", "OgB=", "%%%", "====", "=", "é", text+text, strings.TrimRight(text, "="), strings.TrimRight(text, "=")+"=", text[:len(text)/2], text+"\x00")
	}
	if g.chance(g.wrong) {
		text = g.mutate(text, "ABab01+/=-_ \n")
	}
	return text
}

// fieldName writes a name of a struct's field: in any case, with foldings and escapes, quoted.
func (g *gen) fieldName(name string) string {
	switch g.IntN(24) {
	case 0:
		name = strings.ToUpper(name)
	case 1:
		name = strings.ToUpper(name[:1]) + name[1:]
	case 2: // folds to s
		name = strings.ReplaceAll(name, "s", "ſ")
	case 3:
		at := g.IntN(len(name))
		name = name[:at] + strings.ToUpper(name[at:at+1]) + name[at+1:]
	case 4:
		if g.chance(g.wrong * 8) {
			name = g.mutate(name, lower+upper)
		}
	case 5: // an escape for the first character
		return fmt.Sprintf(`"\u%04x%s"`, name[0], name[1:])
	}
	return g.quoted(name)
}

// quoted writes a string as JSON, at times in an unusual way.
func (g *gen) quoted(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always encodes
	}
	// Marshal replaces what is not UTF-8, and escapes more than JSON asks for.
	quoted := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(encoded))
	inside := quoted[1 : len(quoted)-1]
	if !g.chance(g.wrong) {
		return quoted
	}
	switch g.IntN(5) {
	case 0:
		return `"` + strings.ReplaceAll(inside, "/", `\/`) + `"`
	case 1:
		return `"` + inside + pick(g, `\ud83e\udd80`, `\ud800`, `\udc00x`, `\ud800\u0041`, `\u0000`, `\uD83E\uDD80`, `\u00e9`) + `"`
	case 2:
		return `"` + inside + pick(g, "\xff", "\xed\xa0\x80", "\xc3", "é", "\u2028", "\x7f") + `"`
	case 3:
		return `"` + inside + pick(g, `\b\f\n\r\t\"\\`, `\/`) + `"`
	default:
		return `"` + inside + pick(g, "", "", `\x`, `\u12`, `\u12G4`, "\n", "\t", "\x00", `\`, `\'`) + `"`
	}
}

// jsonValue is any value, mostly one of a wrong type.
func (g *gen) jsonValue() string {
	return pick(g, "null", "true", "false", "0", "-1", "1.5e3", "1e400", "01", `""`, `"x"`, `"YTpi"`, "[]", "[1]", `["YTpi"]`, "{}", `{"a":1}`,
		`{"auth":"YTpi"}`, `[{"auth":"YTpi"}]`, `{"a.io":{"auth":"YTpi"}}`, "12345678901234567890123", "tru", "-", `"\x"`, "{\"a\":}")
}

func (g *gen) space() string {
	if g.chance(0.9) {
		return ""
	}
	return pick(g, " ", "\n", "\t", "\r\n", "  ", " \n\t ")
}
