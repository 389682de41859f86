package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// cell is one name and value of a row.
type cell struct {
	name  string
	value any
}

// row is a JSON object whose names keep their order.
type row []cell

// add appends a value.
func (r *row) add(name string, value any) {
	*r = append(*r, cell{name, value})
}

// text appends a string; one that is not UTF-8 goes in base64 under name_b64.
func (r *row) text(name, value string) {
	if utf8.ValidString(value) {
		r.add(name, value)
	} else {
		r.add(name+"_b64", base64.StdEncoding.EncodeToString([]byte(value)))
	}
}

// MarshalJSON writes the cells in their order.
func (r row) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, c := range r {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(c.name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encoder.Encode(c.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// rowWriter writes rows, one a line.
type rowWriter struct {
	encoder *json.Encoder
}

func newRowWriter(out io.Writer) rowWriter {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return rowWriter{encoder}
}

func (w rowWriter) write(r row) error {
	return w.encoder.Encode(r)
}

// input is a row that is read; only the fields that a kind asks for count.
type input map[string]json.RawMessage

// parseInput reads one line; a header gives nil.
func parseInput(line []byte) (input, error) {
	var in input
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, fmt.Errorf("not a JSON object: %w", err)
	}
	if in == nil {
		return nil, errors.New("not a JSON object: null")
	}
	if _, ok := in["_meta"]; ok {
		return nil, nil
	}
	return in, nil
}

// text gives a string field, which may stand in base64 under name_b64.
func (in input) text(name string) (string, error) {
	if raw, ok := in[name+"_b64"]; ok {
		var value []byte
		if err := json.Unmarshal(raw, &value); err != nil {
			return "", fmt.Errorf("field %s_b64: %w", name, err)
		}
		return string(value), nil
	}
	raw, ok := in[name]
	if !ok {
		return "", fmt.Errorf("it has no field %s", name)
	}
	var value *string
	if err := json.Unmarshal(raw, &value); err != nil {
		return "", fmt.Errorf("field %s: %w", name, err)
	}
	if value == nil {
		return "", fmt.Errorf("field %s is null", name)
	}
	return *value, nil
}

// decode reads a field of any shape into value, and says whether it is there.
func (in input) decode(name string, value any) (bool, error) {
	raw, ok := in[name]
	if !ok {
		return false, nil
	}
	if err := json.Unmarshal(raw, value); err != nil {
		return false, fmt.Errorf("field %s: %w", name, err)
	}
	return true, nil
}

// eachLine calls visit with every line that is not blank, and its number from 1.
func eachLine(in io.Reader, visit func(number int, line []byte) error) error {
	reader := bufio.NewReader(in)
	for number := 1; ; number++ {
		line, err := reader.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			if failed := visit(number, line); failed != nil {
				return failed
			}
		}
		if err != nil {
			return nil
		}
	}
}
