package harness

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
)

// JSONAlphabet holds what JSON gives a meaning to.
const JSONAlphabet = "{}[]\",:\\ntrue0-9.eE/u \n="

// ConfigAndImage is a config whose keys have to do with the image looked up.
func (g *Gen) ConfigAndImage() (kind, document, image string) {
	image = g.LookupImage()
	keys := make([]string, g.Between(1, 9))
	for i := range keys {
		switch {
		case i > 0 && g.Chance(0.08):
			keys[i] = keys[i-1]
		case g.Chance(0.1):
			keys[i] = g.KeyFor(g.LookupImage())
		default:
			keys[i] = g.KeyFor(image)
		}
	}
	kind = Pick(g, "config.json", "config.json", "dockercfg")
	g.wrong = 0.002
	document = g.Object(keys)
	if kind == "config.json" {
		document = g.Wrap(document)
	}
	if g.Chance(0.03) {
		document = g.MutateBytes(document, JSONAlphabet)
	}
	return kind, document, image
}

// Config is a config.json with these keys. wrong is the share of places that are wrong, or odd enough
// to be refused.
func (g *Gen) Config(keys []string, wrong float64) string {
	g.wrong = wrong
	return g.Wrap(g.Object(keys))
}

// OddConfig is a config with anything that JSON, or a person, can do to one.
func (g *Gen) OddConfig() (kind, document string) {
	kind = Pick(g, "config.json", "config.json", "dockercfg")
	if g.Chance(0.06) {
		return kind, g.OddDocument()
	}
	keys := make([]string, g.Between(0, 4))
	for i := range keys {
		keys[i] = g.KeyFor(Pick(g, RealNames...))
		if i > 0 && g.Chance(0.2) {
			keys[i] = keys[i-1]
		}
	}
	g.wrong = 0.04
	document = g.Object(keys)
	if kind == "config.json" != g.Chance(0.05) {
		document = g.Wrap(document)
		if g.Chance(0.1) { // a second object is merged into the first, null empties it
			document = strings.TrimSuffix(document, "}") + "," +
				g.FieldName("auths") + ":" + Pick(g, "null", "{}", g.Object(keys)) + "}"
		}
	}
	if g.Chance(0.25) {
		document = g.MutateBytes(document, JSONAlphabet)
	}
	if g.Chance(0.05) {
		document = Pick(g, "\ufeff", " ", "\n\t", "\x00", "\f", "\xff\xfe", "//c\n") + document
	}
	if g.Chance(0.05) {
		document += Pick(g, " ", "\n", "\x00", "x", "}", "{}", ",", "\u2028", "\xff", "\xe2\x80")
	}
	return kind, document
}

// OddDocument is no config at all.
func (g *Gen) OddDocument() string {
	switch g.IntN(6) {
	case 0:
		return Pick(g, "", " ", "null", "true", "false", "tru", "nul", "0", "-", "-0", "1e", "01", "1.", "1e999", `""`, `"`, "[]", "[", "{", "}", "{}", "{}{}", `{"a"}`, `{"a":}`, `{,}`, `{"a":1,}`, `{'a':1}`, `{a:1}`, "\xff", "NaN")
	case 1:
		depth := Pick(g, 10, 100, 9998, 9999, 10000, 10001)
		return Pick(g, "", `{"auths":`, `{"x":`, `{"auths":{"a":{"x":`) + strings.Repeat(Pick(g, "[", `{"a":`), depth) + Pick(g, "", "1")
	case 2:
		depth := Pick(g, 3, 50, 9998, 9999, 10000)
		return Pick(g, `{"x":`, `{"auths":`) + strings.Repeat("[", depth) + strings.Repeat("]", depth) + "}"
	case 3:
		return Pick(g, `{"auths":`, `{"auths":{"a.io":`, `{"auths":{"a.io":{"auth":`, `{"a.io":`, `{"HttpHeaders":`) + g.JSONValue() + Pick(g, "}", "}}", "}}}")
	default:
		return g.From(JSONAlphabet, g.Between(0, 30))
	}
}

// Wrap makes a map of entries the auths of a config.json.
func (g *Gen) Wrap(entries string) string {
	fields := []string{g.FieldName("auths") + ":" + g.Space() + entries}
	for g.Chance(0.25) {
		field := Pick(g, `"HttpHeaders":{"User-Agent":"x"}`, `"credsStore":"desktop"`, `"credHelpers":{"gcr.io":"gcloud"}`,
			`"currentContext":"c"`, `"$schema":"x"`, `"psFormat":"{{.ID}}"`, `"experimental":true`, `"x":[1,2.5e-3,{"a":null}]`)
		if g.Chance(g.wrong) {
			field = g.FieldName("HttpHeaders") + ":" + g.JSONValue()
		}
		if g.Chance(0.5) {
			fields = append(fields, field)
		} else {
			fields = append([]string{field}, fields...)
		}
	}
	return "{" + g.Space() + strings.Join(fields, ","+g.Space()) + g.Space() + "}"
}

// Object is a map from keys to entries.
func (g *Gen) Object(keys []string) string {
	fields := make([]string, len(keys))
	for i, key := range keys {
		fields[i] = g.Quoted(key) + ":" + g.Space() + g.Entry()
	}
	return "{" + g.Space() + strings.Join(fields, ","+g.Space()) + "}"
}

// Entry is the value of one key of auths.
func (g *Gen) Entry() string {
	if g.Chance(g.wrong) {
		return g.JSONValue()
	}
	if g.Chance(0.05) {
		return Pick(g, "null", "{}", `{"x":1}`, `{"auth":""}`, `{"auth":null,"username":"u"}`)
	}
	user := Pick(g, "alice", "bob", "_json_key", "AWS", "token", "robot$ci", "user@example.com", "oauth2accesstoken", "00000000-0000-0000-0000-000000000000")
	if g.Chance(0.6) {
		user += g.From(Digits, 2)
	}
	password := "pw" + g.From(Digits, 3)
	var fields []string
	field := func(name, value string) {
		fields = append(fields, g.FieldName(name)+":"+g.Space()+value)
	}
	hasAuth := g.Chance(0.5)
	if !hasAuth || g.Chance(0.2) {
		field("username", g.Quoted(user))
		field("password", g.Quoted(password))
	}
	if hasAuth {
		field("auth", g.Quoted(g.Auth(user, password)))
	}
	if g.Chance(0.25) {
		field("email", g.Quoted(Pick(g, "a@example.org", "b@example.org", "", "é@example.org")))
	}
	if g.Chance(0.1) {
		field(Pick(g, "serveraddress", "identitytoken", "registrytoken", "user", "Auth ", "pass"), g.Quoted("x"))
	}
	if g.Chance(g.wrong * 2) {
		field(Pick(g, "auth", "username", "password", "email"), g.JSONValue())
	}
	if g.Chance(0.06) { // the same name twice, perhaps in another case: the last one counts
		field(Pick(g, "auth", "username", "password", "email"), g.Quoted(Pick(g, "", "dTI6cDI=", "x")))
	}
	g.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	return "{" + strings.Join(fields, ","+g.Space()) + "}"
}

// Auth is user and password in base64.
func (g *Gen) Auth(user, password string) string {
	plain := user + ":" + password
	if g.Chance(0.1) {
		plain = Pick(g, ":", user+":", ":"+password, plain+":x", "é:ü", "a\xff:b\xfe", user+":"+password+"\n", "🦀:\x00")
	}
	if g.Chance(g.wrong) {
		plain = Pick(g, user, "", "\xff", "no colon")
	}
	encoding := base64.StdEncoding
	if g.Chance(0.3) {
		encoding = base64.RawStdEncoding
	}
	text := encoding.EncodeToString([]byte(plain))
	if g.Chance(g.wrong) {
		text = base64.URLEncoding.EncodeToString([]byte(plain + "\xff\xfe\xfd?>"))
	}
	if g.Chance(0.06) && len(text) > 4 { // line ends inside are skipped
		at := g.IntN(len(text))
		text = text[:at] + Pick(g, "\n", "\r\n", "\r", "\n\n") + text[at:]
	}
	if g.Chance(g.wrong * 3) {
		text = Pick(g, text+"=", text+"==", text+"\n", text+" ", " "+text, text+"=\n", "="+text, "A", "A=", "AA", "AB==", "AAA", "AAB=",
			"Og==", "OgB=", "%%%", "====", "=", "é", text+text, strings.TrimRight(text, "="), strings.TrimRight(text, "=")+"=", text[:len(text)/2], text+"\x00")
	}
	if g.Chance(g.wrong) {
		text = g.Mutate(text, "ABab01+/=-_ \n")
	}
	return text
}

// FieldName writes a name of a struct's field: in any case, with foldings and escapes, quoted.
func (g *Gen) FieldName(name string) string {
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
		if g.Chance(g.wrong * 8) {
			name = g.Mutate(name, Lower+Upper)
		}
	case 5: // an escape for the first character
		return fmt.Sprintf(`"\u%04x%s"`, name[0], name[1:])
	}
	return g.Quoted(name)
}

// Quoted writes a string as JSON, at times in an unusual way.
func (g *Gen) Quoted(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always encodes
	}
	// Marshal replaces what is not UTF-8, and escapes more than JSON asks for.
	quoted := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(encoded))
	inside := quoted[1 : len(quoted)-1]
	if !g.Chance(g.wrong) {
		return quoted
	}
	switch g.IntN(5) {
	case 0:
		return `"` + strings.ReplaceAll(inside, "/", `\/`) + `"`
	case 1:
		return `"` + inside + Pick(g, `\ud83e\udd80`, `\ud800`, `\udc00x`, `\ud800\u0041`, `\u0000`, `\uD83E\uDD80`, `\u00e9`) + `"`
	case 2:
		return `"` + inside + Pick(g, "\xff", "\xed\xa0\x80", "\xc3", "é", "\u2028", "\x7f") + `"`
	case 3:
		return `"` + inside + Pick(g, `\b\f\n\r\t\"\\`, `\/`) + `"`
	default:
		return `"` + inside + Pick(g, "", "", `\x`, `\u12`, `\u12G4`, "\n", "\t", "\x00", `\`, `\'`) + `"`
	}
}

// JSONValue is any value, mostly one of a wrong type.
func (g *Gen) JSONValue() string {
	return Pick(g, "null", "true", "false", "0", "-1", "1.5e3", "1e400", "01", `""`, `"x"`, `"YTpi"`, "[]", "[1]", `["YTpi"]`, "{}", `{"a":1}`,
		`{"auth":"YTpi"}`, `[{"auth":"YTpi"}]`, `{"a.io":{"auth":"YTpi"}}`, "12345678901234567890123", "tru", "-", `"\x"`, "{\"a\":}")
}

// Space is white space, at times.
func (g *Gen) Space() string {
	if g.Chance(0.9) {
		return ""
	}
	return Pick(g, " ", "\n", "\t", "\r\n", "  ", " \n\t ")
}
