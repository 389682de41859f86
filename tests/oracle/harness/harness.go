// Package harness is what every program of recorded answers is made of: rows of JSON, kinds of them,
// random inputs, and the commands that answer, generate and check.
//
// It knows none of the code that is asked, and depends on nothing, so that each program links the
// versions of its own subject. A program is its kinds:
//
//	func main() {
//		harness.Main(harness.Program{Name: "oracle", Kinds: kinds(), Modules: modules})
//	}
package harness

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
)

// Program answers rows of some kinds.
type Program struct {
	// Name stands in front of its errors.
	Name string
	// Kinds are the formats of rows that it knows.
	Kinds []*Kind
	// Modules answer where a kind names no others.
	Modules []string
	// Commands are those of this program alone, after the usual ones.
	Commands []Command
}

// Command is one that a program has beside the usual ones.
type Command struct {
	// Name is the first argument, and Usage what follows it and what it does.
	Name, Usage string
	// Run gets the arguments after the name, of which there is at least one.
	Run func(args []string, out io.Writer) error
}

// ErrUsage says that the arguments make no sense; the usage is printed with it.
var ErrUsage = errors.New("unknown arguments")

// errFailed says that the output already tells what is wrong.
var errFailed = errors.New("failed")

// Main runs the program with the arguments of the process, and ends the process when it fails.
func Main(p Program) {
	out := bufio.NewWriter(os.Stdout)
	err := p.Run(os.Args[1:], os.Stdin, out)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	switch {
	case err == nil:
	case errors.Is(err, ErrUsage):
		fmt.Fprintf(os.Stderr, "%s: %v\n%s", p.Name, err, p.usage())
		os.Exit(2)
	case errors.Is(err, errFailed):
		os.Exit(1)
	default:
		fmt.Fprintf(os.Stderr, "%s: %v\n", p.Name, err)
		os.Exit(1)
	}
}

func (p Program) usage() string {
	lines := [][2]string{
		{"answer KIND < INPUTS.jsonl", "rows with upstream's answers"},
		{"generate KIND [--seed N] [--count N]", "rows for fresh random inputs"},
		{"check FILE.jsonl...", "compares recorded rows with upstream's answers"},
	}
	for _, command := range p.Commands {
		lines = append(lines, [2]string{command.Name, command.Usage})
	}
	var text strings.Builder
	text.WriteString("usage:\n")
	for _, line := range lines {
		fmt.Fprintf(&text, "  %s %-37s %s\n", p.Name, line[0], line[1])
	}
	text.WriteString("\nKIND is one of:\n")
	for _, k := range p.Kinds {
		fmt.Fprintf(&text, "  %s\n", k.Name)
	}
	return text.String()
}

// Run does what the arguments say.
func (p Program) Run(args []string, in io.Reader, out io.Writer) error {
	if len(args) < 2 {
		return ErrUsage
	}
	name, subject, rest := args[0], args[1], args[2:]
	switch name {
	case "answer":
		k, err := p.kindNamed(subject)
		if err != nil {
			return err
		}
		return p.answerAll(k, in, out)
	case "generate":
		k, err := p.kindNamed(subject)
		if err != nil {
			return err
		}
		flags := flag.NewFlagSet("generate", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		seed := flags.Uint64("seed", rand.Uint64()>>12, "")
		count := flags.Int("count", 1000, "")
		if err := flags.Parse(rest); err != nil {
			return fmt.Errorf("%w: %w", ErrUsage, err)
		}
		return p.Generate(k, *seed, *count, out)
	case "check":
		return p.Check(args[1:], out)
	}
	for _, command := range p.Commands {
		if command.Name == name {
			return command.Run(args[1:], out)
		}
	}
	return ErrUsage
}

// answerAll writes a header, and a row for every row read.
func (p Program) answerAll(k *Kind, in io.Reader, out io.Writer) error {
	lines := NewRowWriter(out)
	if err := lines.Write(p.header(k)); err != nil {
		return err
	}
	return EachLine(in, func(number int, line []byte) error {
		input, err := ParseInput(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if input == nil {
			return nil
		}
		answered, err := k.Answer(input)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		return lines.Write(answered)
	})
}

// Generate writes a header that names the seed, and count rows.
func (p Program) Generate(k *Kind, seed uint64, count int, out io.Writer) error {
	lines := NewRowWriter(out)
	if err := lines.Write(p.header(k, Cell{"seed", seed}, Cell{"rows", count})); err != nil {
		return err
	}
	g := NewGen(seed)
	for range count {
		made, err := json.Marshal(k.Generate(g))
		if err != nil {
			return err
		}
		input, err := ParseInput(made)
		if err != nil {
			return err
		}
		answered, err := k.Answer(input)
		if err != nil {
			return fmt.Errorf("input %s: %w", made, err)
		}
		if err := lines.Write(answered); err != nil {
			return err
		}
	}
	return nil
}
