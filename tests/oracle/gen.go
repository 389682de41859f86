package main

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// gen makes random inputs; the same seed makes the same ones.
type gen struct {
	*rand.Rand
	// wrong is the share of places in a config that are wrong, or odd enough to be refused.
	wrong float64
}

func newGen(seed uint64) *gen {
	return &gen{Rand: rand.New(rand.NewPCG(seed, 0))}
}

// chance is true with the given probability.
func (g *gen) chance(probability float64) bool {
	return g.Float64() < probability
}

// between gives a number from low to high, both included.
func (g *gen) between(low, high int) int {
	return low + g.IntN(high-low+1)
}

// pick gives one of the choices.
func pick[T any](g *gen, choices ...T) T {
	return choices[g.IntN(len(choices))]
}

// from gives count characters of an ASCII alphabet.
func (g *gen) from(alphabet string, count int) string {
	text := make([]byte, count)
	for i := range text {
		text[i] = alphabet[g.IntN(len(alphabet))]
	}
	return string(text)
}

const (
	lower    = "abcdefghijklmnopqrstuvwxyz"
	upper    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits   = "0123456789"
	hex      = "0123456789abcdef"
	alnum    = lower + digits
	wordlike = alnum + upper + "_"
)

// oddRunes are characters that parsers and case folding get wrong.
var oddRunes = []rune{
	0, '\t', '\n', '\r', ' ', 0x7f, 0x80, 0xa0, 0xad, 'é', 'É', 'ß', 'ẞ', 'ı', 'İ', 'ſ', 'K', 'Å',
	'Σ', 'ς', 'ǅ', 'Ǆ', 'ÿ', '漢', 'ａ', 'Ａ', '٣', '٫', 0x200b, 0x2028, 0xfeff, 0xfffd, '🦀', '𝐀', '𐐀', 0x10ffff,
}

// oddRune gives a character from oddRunes, from ASCII, or from all of Unicode.
func (g *gen) oddRune() rune {
	switch g.IntN(4) {
	case 0:
		return pick(g, oddRunes...)
	case 1, 2:
		return rune(g.IntN(128))
	default:
		for {
			if r := rune(g.IntN(utf8.MaxRune + 1)); utf8.ValidRune(r) {
				return r
			}
		}
	}
}

// mutate makes one to three small edits; alphabet holds the characters that matter to the grammar.
func (g *gen) mutate(text, alphabet string) string {
	runes := []rune(text)
	for range g.between(1, 3) {
		runes = g.edit(runes, alphabet)
	}
	return string(runes)
}

func (g *gen) edit(runes []rune, alphabet string) []rune {
	fresh := g.oddRune()
	if g.chance(0.75) {
		fresh = rune(alphabet[g.IntN(len(alphabet))])
	}
	at := g.IntN(len(runes) + 1)
	edited := append([]rune{}, runes[:at]...)
	rest := runes[at:]
	if len(rest) == 0 {
		return append(edited, fresh)
	}
	switch g.IntN(7) {
	case 0: // insert
		edited = append(append(edited, fresh), rest...)
	case 1: // replace
		edited = append(append(edited, fresh), rest[1:]...)
	case 2: // delete
		edited = append(edited, rest[1:]...)
	case 3: // double
		edited = append(append(edited, rest[0]), rest...)
	case 4: // change case
		changed := []rune(strings.ToUpper(string(rest[0])))
		edited = append(append(edited, changed...), rest[1:]...)
	case 5: // cut
		if g.chance(0.3) {
			return edited
		}
		edited = append(edited, rest[g.IntN(min(len(rest), 4)):]...)
	default: // repeat a piece
		edited = append(append(edited, rest[:g.between(1, min(len(rest), 8))]...), rest...)
	}
	return edited
}

// mutateBytes edits text without regard to UTF-8.
func (g *gen) mutateBytes(text, alphabet string) string {
	edited := []byte(text)
	for range g.between(1, 3) {
		at := g.IntN(len(edited) + 1)
		fresh := byte(g.IntN(256))
		if g.chance(0.7) {
			fresh = alphabet[g.IntN(len(alphabet))]
		}
		switch rest := edited[at:]; {
		case len(rest) == 0 || g.chance(0.35):
			edited = append(append(append([]byte{}, edited[:at]...), fresh), rest...)
		case g.chance(0.5):
			rest[0] = fresh
		case g.chance(0.15):
			edited = edited[:at]
		default:
			edited = append(append([]byte{}, edited[:at]...), rest[g.between(1, min(len(rest), 4)):]...)
		}
	}
	return string(edited)
}
