package main

import (
	"strconv"
	"strings"
)

// node is a value of YAML as it is written.
type node struct {
	kind shape
	// text is a scalar, or an alias, in its quotes.
	text string
	// block are the lines of a literal or folded text, whose text is its indicator.
	block  []string
	items  []node
	pairs  []pair
	flow   bool
	anchor string
}

type pair struct {
	key, value node
}

type shape int

const (
	scalar shape = iota
	sequence
	mapping
)

// bare is the same without its anchors, of which each is written once.
func (n node) bare() node {
	n.anchor = ""
	items := []node{}
	for _, it := range n.items {
		items = append(items, it.bare())
	}
	pairs := []pair{}
	for _, it := range n.pairs {
		pairs = append(pairs, pair{it.key.bare(), it.value.bare()})
	}
	n.items, n.pairs = items, pairs
	return n
}

// plain is a key that needs no quotes.
func (f *file) plain(text string) node {
	switch f.IntN(30) {
	case 0:
		return node{text: `"` + text + `"`}
	case 1:
		return node{text: "'" + text + "'"}
	case 2:
		return pick(f.gen, node{text: text}, node{text: text}, node{text: "!!str " + text}, node{text: "? " + text})
	}
	return node{text: text}
}

// key is a registry as a key.
func (f *file) key(text string) node {
	made := f.string(text)
	if made.block != nil {
		return node{text: strconv.Quote(text)}
	}
	if f.Chance(0.01) {
		return node{text: pick(f.gen, "*", "*foo", "{{ .Values.registry }}", "[a]", "~", "? a", "yes", "5", "@a", "%a", "- a", "a: b")}
	}
	return made
}

// string writes a text in one of the styles of YAML.
func (f *file) string(text string) node {
	fits := text != "" && !strings.ContainsAny(text[:1], "*&!|>'\"%@`{}[]#?-:,~ ") && !strings.ContainsAny(text, "\n\t{}[],") &&
		!strings.Contains(text, ": ") && !strings.Contains(text, " #") && !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, " ")
	switch n := f.IntN(100); {
	case n < 60 && fits, n == 60:
		return node{text: text}
	case n < 66 && text != "" && !strings.ContainsAny(text, "\n") && !strings.HasPrefix(text, " "):
		return node{text: pick(f.gen, "|", ">", "|-", ">-", "|+", "|2-"), block: pick(f.gen, []string{text}, []string{text}, []string{text, "", "more"})}
	case n < 80 || strings.Contains(text, "\n"):
		return node{text: strconv.Quote(text)}
	}
	return node{text: "'" + strings.ReplaceAll(text, "'", "''") + "'"}
}

// writer puts nodes on lines.
type writer struct {
	f    *file
	out  strings.Builder
	step int
	// dashes says whether lists stand as far in as their key.
	dashes bool
}

// document writes the file.
func (f *file) document(root node) string {
	w := writer{f: f, step: pick(f.gen, 2, 2, 2, 4, 1, 3), dashes: f.Chance(0.2)}
	w.block(root, 0)
	return w.out.String()
}

func (w *writer) indent(depth int) {
	w.out.WriteString(strings.Repeat(" ", depth))
}

func (w *writer) end() {
	switch w.f.IntN(60) {
	case 0:
		w.out.WriteString(" # " + pick(w.f.gen, "comment", "auth: x", "'", "TODO: \"x"))
	case 1:
		w.out.WriteString(pick(w.f.gen, " ", "\n", "\n# comment", "\n    # comment", "\t"))
	}
	w.out.WriteByte('\n')
}

// block writes a value on lines of its own.
func (w *writer) block(n node, depth int) {
	switch {
	case n.kind == mapping && len(n.pairs) > 0 && !n.flow:
		for _, it := range n.pairs {
			w.indent(depth)
			w.member(it, depth)
		}
	case n.kind == sequence && len(n.items) > 0 && !n.flow:
		for _, it := range n.items {
			w.indent(depth)
			w.item(it, depth)
		}
	default:
		w.indent(depth)
		w.out.WriteString(w.inline(n))
		w.end()
	}
}

func (w *writer) member(it pair, depth int) {
	w.out.WriteString(it.key.text)
	if strings.HasPrefix(it.key.text, "? ") {
		w.out.WriteByte('\n')
		w.indent(depth)
	}
	w.out.WriteByte(':')
	w.value(it.value, depth, false)
}

func (w *writer) item(it node, depth int) {
	w.out.WriteByte('-')
	if it.kind == mapping && len(it.pairs) > 0 && !it.flow && it.anchor == "" {
		w.out.WriteByte(' ')
		for i, member := range it.pairs {
			if i > 0 {
				w.indent(depth + 2)
			}
			w.member(member, depth+2)
		}
		return
	}
	w.value(it, depth, true)
}

// value writes what stands behind a colon or a dash.
func (w *writer) value(n node, depth int, inList bool) {
	if n.anchor != "" {
		w.out.WriteString(" &" + n.anchor)
	}
	isBlock := !n.flow && len(n.pairs)+len(n.items) > 0
	if isBlock {
		w.end()
		if n.kind != sequence || !w.dashes || inList {
			depth += w.step
		}
		w.block(n, depth)
		return
	}
	if n.block != nil {
		w.out.WriteString(" " + n.text + "\n")
		for _, line := range n.block {
			if line != "" {
				w.indent(depth + w.step)
				if strings.Contains(n.text, "2") && w.step < 2 {
					w.out.WriteByte(' ')
				}
			}
			w.out.WriteString(line + "\n")
		}
		return
	}
	if text := w.inline(node{kind: n.kind, text: n.text, items: n.items, pairs: n.pairs, flow: n.flow}); text != "" {
		w.out.WriteString(" " + text)
	}
	w.end()
}

// inline writes a value in brackets or as one word.
func (w *writer) inline(n node) string {
	lead := ""
	if n.anchor != "" {
		lead = "&" + n.anchor + " "
	}
	parts := []string{}
	switch n.kind {
	case sequence:
		for _, it := range n.items {
			parts = append(parts, w.inline(it))
		}
		return lead + "[" + strings.Join(parts, pick(w.f.gen, ", ", ", ", ",", " , ")) + "]"
	case mapping:
		for _, it := range n.pairs {
			parts = append(parts, it.key.text+": "+w.inline(it.value))
		}
		return lead + "{" + strings.Join(parts, pick(w.f.gen, ", ", ", ", ",")) + "}"
	}
	if n.block != nil {
		return lead + strconv.Quote(n.block[0])
	}
	return lead + n.text
}
