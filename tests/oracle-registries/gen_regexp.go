package main

import (
	"fmt"
	"strings"

	"pullscope/oracle/harness"
)

// regexpAlphabet holds what the grammar of expressions gives a meaning to.
const regexpAlphabet = `()[]{}*+?|\^$.-:<>=!,&~#P0123456789abdsiwzpLQE`

func generateRegexp(g *gen) row {
	f := &file{gen: g}
	made := row{}
	made.Text("pattern", f.pattern())
	made.Text("replacement", f.replacement())
	made.Text("text", f.subject())
	return made
}

// pattern is a regular expression, or something near one.
func (f *file) pattern() string {
	switch n := f.IntN(100); {
	case n < 70:
		return f.expression(f.Between(0, 4))
	case n < 88:
		return f.Mutate(f.expression(f.Between(0, 3)), regexpAlphabet)
	case n < 94:
		return f.From(regexpAlphabet, f.Between(0, 10))
	}
	return pick(f.gen, "(?!a)b", "(?<=a)b", `(a)\1`, "a**", "a+*?", "x{1001}", "x{1000}", "(x{500}){3}", "((a{100}){10}){1}",
		"(a{30}){34}", "x{2}{3}", "(?:x{1000})?", "[z-a]", "[a", "[]", "[]a]", "[^]a]", "[a-]", "[-a]", "[a-b-c]", "[[:foo:]]", "[[:word:]",
		"(?P<n>a)(?P<n>b)", "(?P<1>a)", "(?<n>a)", "(?P=n)", "(?P>n)", "(?i", "(?i:", "(?i)", "(?-)", "(?i-)", "(?-i)", "(?ii-s)", "(?)",
		"()", "(|)", "a||b", "|", "||", "^*", "$+", `\b*`, "(?i)k", "(?i)[k-s]", "(?i)ſ", `\Q`, `\Q\E`, `\Qa\Eb*`, `\Qab\E*`, `\E`, `a\`,
		`\x`, `\x{}`, `\x{110000}`, `\x{41`, `\x4`, `\0`, `\00`, `\08`, `\777`, `\8`, `\p`, `\pN`, `\p{`, `\p{^Lu}`, `\P{^Lu}`, `\p{Greek}`,
		`\pq`, `\p{lu}`, `[\p{Nd}\PL]`, `[\d-z]`, `[a-\d]`, `[\Q]\E]`, `[\b]`, `\C`, `\z`, `\Z`, `\A`, `\a\f\t\n\r\v`, `\_`, `\-`, `\é`, "é",
		"a{,2}", "a{2", "a{2,", "a{02}", "{", "}", "a{}", "{2}", "a{2}?", "a{2}??", "a{0}", "(a){0}", "(a){0,0}b", "(?U)a*?", "(?s).", "(?m)^a$",
		"(a*)+", "(a*)*", "(a|b*)*", "(|a)*", "(|a)+", "(a??)*", "(?:(a)|b)*", "(a)|(b)", "(a(b)?)+", "^^a", "a$b", "(?m)$", `\B`, `\b`, `a\b`,
		"x{1,1000}", "x{0,1001}", "x{99999999999}", "x{1,99999999999}", "x{3,2}", "[[.a.]]", "[[=a=]]", "(?#c)a", "(?>a)", "a(?i)b|c", "a(?i:b)c",
		strings.Repeat("(", 999)+strings.Repeat(")", 999), strings.Repeat("(", 1001)+strings.Repeat(")", 1001), strings.Repeat("(?:", 1000)+"a"+strings.Repeat(")*", 1000),
		strings.Repeat("a?", 60)+strings.Repeat("a", 60), strings.Repeat("(a{1,10}){1,10}", 3), strings.Repeat("x", 3000), "((((((((((a){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}",
		"("+strings.Repeat("a|", 500)+"b)*", "[[:^alpha:]]", "[^[:alpha:]]", "[^\\D]", "[^\\x00-\\x{10FFFF}]", "[\\x00-\\x{10FFFF}]", "(?i)[^k]", "[^a-z]", "(?i)[^ſ]")
}

func (f *file) expression(depth int) string {
	if depth == 0 {
		return f.atom()
	}
	switch f.IntN(9) {
	case 0:
		return f.expression(depth-1) + "|" + f.expression(depth-1)
	case 1, 2, 3:
		return f.expression(depth-1) + f.expression(depth-1)
	case 4:
		return pick(f.gen, "(", "(", "(", "(?:", "(?i:", "(?s-m:", "(?U:", "(?P<n>", fmt.Sprintf("(?P<g%d>", f.IntN(9)), "(?<h>", "(?m:") +
			f.expression(depth-1) + ")"
	case 5:
		return pick(f.gen, "(?i)", "(?m)", "(?s)", "(?U)", "(?-i)", "(?im-s)", "^", `\A`) + f.expression(depth-1)
	default:
		return f.expression(depth-1) + pick(f.gen, "*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}", "{0}", "{1}", "{0,1}", "{,2}")
	}
}

func (f *file) atom() string {
	switch f.IntN(10) {
	case 0:
		return "(.*)"
	case 1:
		return pick(f.gen, ".", "^", "$", `\b`, `\B`, `\A`, `\z`)
	case 2:
		return pick(f.gen, `\d`, `\D`, `\w`, `\W`, `\s`, `\S`, `\pL`, `\PL`, `\p{Lu}`, `\.`, `\/`, `\-`, `\n`, `\x61`, `\141`, `\x{62}`, `\Qa.b\E`)
	case 3, 4:
		text := pick(f.gen, "[", "[", "[^")
		for range f.Between(1, 3) {
			text += pick(f.gen, "a", "b-d", "/", "A-Z", "0-9", `\d`, `\W`, "[:alpha:]", "[:^digit:]", `\-`, "&&", "~", ".", "k", "S", "é-ü", `\x{17f}`, "\n", " -/")
		}
		return text + "]"
	case 5:
		return pick(f.gen, "team", "app", "library/", "rancher/", "K", "s", "é", "ſ", "/")
	default:
		return f.From("aab/AB.1_-", f.Between(0, 2))
	}
}

func (f *file) replacement() string {
	text := ""
	for range f.IntN(4) {
		text += pick(f.gen, "$1", "$2", "$0", "${1}", "${n}", "$n", "$g1", "${h}", "$1x", "${1}x", "$$", "$", "${", "${1", "${}", "$-", "$é", "$01", "$1_",
			"x", "/", "-", `\1`, "é", "$10", "$99999999999", "${0}", "$ 1", "${ 1}", "{", "}", "$$1", "${1}}", "", "p/", "$１", "${n-1}")
	}
	return text
}

// subject is a text of ASCII.
func (f *file) subject() string {
	switch f.IntN(5) {
	case 0:
		return f.From("aab/AB.1_-kKsS \n", f.Between(0, 12))
	case 1:
		return f.From("ab", f.Between(0, 30))
	case 2:
		return f.Path(f.Between(1, 3))
	case 3:
		text := make([]byte, f.Between(0, 6))
		for i := range text {
			text[i] = byte(f.IntN(128))
		}
		return string(text)
	}
	return pick(f.gen, "library/busybox", "team/app", "rancher/mirrored-pause", "a/b/c", "", "TEAM/App", "foo.bar/x", harness.RealNames[0])
}
