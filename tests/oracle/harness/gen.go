package harness

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// Gen makes random inputs; the same seed makes the same ones.
type Gen struct {
	*rand.Rand
	// wrong is the share of places in a config that are wrong, or odd enough to be refused.
	wrong float64
}

// NewGen makes inputs from a seed.
func NewGen(seed uint64) *Gen {
	return &Gen{Rand: rand.New(rand.NewPCG(seed, 0))}
}

// Chance is true with the given probability.
func (g *Gen) Chance(probability float64) bool {
	return g.Float64() < probability
}

// Between gives a number from low to high, both included.
func (g *Gen) Between(low, high int) int {
	return low + g.IntN(high-low+1)
}

// Pick gives one of the choices.
func Pick[T any](g *Gen, choices ...T) T {
	return choices[g.IntN(len(choices))]
}

// From gives count characters of an ASCII alphabet.
func (g *Gen) From(alphabet string, count int) string {
	text := make([]byte, count)
	for i := range text {
		text[i] = alphabet[g.IntN(len(alphabet))]
	}
	return string(text)
}

// Alphabets for [Gen.From].
const (
	Lower    = "abcdefghijklmnopqrstuvwxyz"
	Upper    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	Digits   = "0123456789"
	Hex      = "0123456789abcdef"
	Alnum    = Lower + Digits
	Wordlike = Alnum + Upper + "_"
)

// OddRunes are characters that parsers and case folding get wrong.
var OddRunes = []rune{
	0, '\t', '\n', '\r', ' ', 0x7f, 0x80, 0xa0, 0xad, 'é', 'É', 'ß', 'ẞ', 'ı', 'İ', 'ſ', 'K', 'Å',
	'Σ', 'ς', 'ǅ', 'Ǆ', 'ÿ', '漢', 'ａ', 'Ａ', '٣', '٫', 0x200b, 0x2028, 0xfeff, 0xfffd, '🦀', '𝐀', '𐐀', 0x10ffff,
}

// OddRune gives a character from OddRunes, from ASCII, or from all of Unicode.
func (g *Gen) OddRune() rune {
	switch g.IntN(4) {
	case 0:
		return Pick(g, OddRunes...)
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

// Mutate makes one to three small edits; alphabet holds the characters that matter to the grammar.
func (g *Gen) Mutate(text, alphabet string) string {
	runes := []rune(text)
	for range g.Between(1, 3) {
		runes = g.edit(runes, alphabet)
	}
	return string(runes)
}

func (g *Gen) edit(runes []rune, alphabet string) []rune {
	fresh := g.OddRune()
	if g.Chance(0.75) {
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
		if g.Chance(0.3) {
			return edited
		}
		edited = append(edited, rest[g.IntN(min(len(rest), 4)):]...)
	default: // repeat a piece
		edited = append(append(edited, rest[:g.Between(1, min(len(rest), 8))]...), rest...)
	}
	return edited
}

// MutateBytes edits text without regard to UTF-8.
func (g *Gen) MutateBytes(text, alphabet string) string {
	edited := []byte(text)
	for range g.Between(1, 3) {
		at := g.IntN(len(edited) + 1)
		fresh := byte(g.IntN(256))
		if g.Chance(0.7) {
			fresh = alphabet[g.IntN(len(alphabet))]
		}
		switch rest := edited[at:]; {
		case len(rest) == 0 || g.Chance(0.35):
			edited = append(append(append([]byte{}, edited[:at]...), fresh), rest...)
		case g.Chance(0.5):
			rest[0] = fresh
		case g.Chance(0.15):
			edited = edited[:at]
		default:
			edited = append(append([]byte{}, edited[:at]...), rest[g.Between(1, min(len(rest), 4)):]...)
		}
	}
	return string(edited)
}
