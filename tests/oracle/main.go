// Command oracle answers with upstream's own code what the core answers in Rust.
//
// It reads inputs, or makes fresh ones, calls distribution/reference and Kubernetes, and writes rows
// in the formats of ../corpus. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"

	"k8s.io/klog/v2"
)

const usage = `usage:
  oracle answer KIND < INPUTS.jsonl            rows with upstream's answers
  oracle generate KIND [--seed N] [--count N]  rows for fresh random inputs
  oracle check FILE.jsonl...                   compares recorded rows with upstream's answers
  oracle bench reference FILE.jsonl            times distribution/reference
  oracle bench keyring|dockerconfig --keys N   times Kubernetes' keyring

KIND is one of reference, reference_1_20, reference_1_29, pullpolicy, keyring, urlmatch,
dockerconfig_decode, secret_validate, backoff, workload_create, always_pull_images, service_account,
image_manager, workload_update.
`

// errUsage says that the arguments make no sense; the usage is printed with it.
var errUsage = errors.New("unknown arguments")

// errFailed says that the output already tells what is wrong.
var errFailed = errors.New("failed")

func main() {
	// Kubernetes logs every key that it drops; the rows show the outcome.
	klog.SetSlogLogger(slog.New(slog.DiscardHandler))

	out := bufio.NewWriter(os.Stdout)
	err := run(os.Args[1:], os.Stdin, out)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	switch {
	case err == nil:
	case errors.Is(err, errUsage):
		fmt.Fprintf(os.Stderr, "oracle: %v\n%s", err, usage)
		os.Exit(2)
	case errors.Is(err, errFailed):
		os.Exit(1)
	default:
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) < 2 {
		return errUsage
	}
	command, subject, rest := args[0], args[1], args[2:]
	switch command {
	case "answer":
		k, err := kindNamed(subject)
		if err != nil {
			return err
		}
		return answerAll(k, in, out)
	case "generate":
		k, err := kindNamed(subject)
		if err != nil {
			return err
		}
		flags := flag.NewFlagSet("generate", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		seed := flags.Uint64("seed", rand.Uint64()>>12, "")
		count := flags.Int("count", 1000, "")
		if err := flags.Parse(rest); err != nil {
			return fmt.Errorf("%w: %w", errUsage, err)
		}
		return generate(k, *seed, *count, out)
	case "check":
		return check(args[1:], out)
	case "bench":
		return bench(subject, rest, out)
	default:
		return errUsage
	}
}

// answerAll writes a header, and a row for every row read.
func answerAll(k *kind, in io.Reader, out io.Writer) error {
	lines := newRowWriter(out)
	if err := lines.write(header(k)); err != nil {
		return err
	}
	return eachLine(in, func(number int, line []byte) error {
		input, err := parseInput(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if input == nil {
			return nil
		}
		answered, err := k.answer(input)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		return lines.write(answered)
	})
}

// generate writes a header that names the seed, and count rows.
func generate(k *kind, seed uint64, count int, out io.Writer) error {
	lines := newRowWriter(out)
	if err := lines.write(header(k, cell{"seed", seed}, cell{"rows", count})); err != nil {
		return err
	}
	g := newGen(seed)
	for range count {
		made, err := json.Marshal(k.generate(g))
		if err != nil {
			return err
		}
		input, err := parseInput(made)
		if err != nil {
			return err
		}
		answered, err := k.answer(input)
		if err != nil {
			return fmt.Errorf("input %s: %w", made, err)
		}
		if err := lines.write(answered); err != nil {
			return err
		}
	}
	return nil
}
