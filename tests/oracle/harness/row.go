package harness

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

// Cell is one name and value of a row.
type Cell struct {
	Name  string
	Value any
}

// Row is a JSON object whose names keep their order.
type Row []Cell

// Add appends a value.
func (r *Row) Add(name string, value any) {
	*r = append(*r, Cell{name, value})
}

// Text appends a string; one that is not UTF-8 goes in base64 under name_b64.
func (r *Row) Text(name, value string) {
	if utf8.ValidString(value) {
		r.Add(name, value)
	} else {
		r.Add(name+"_b64", base64.StdEncoding.EncodeToString([]byte(value)))
	}
}

// MarshalJSON writes the cells in their order.
func (r Row) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, c := range r {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(c.Name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encoder.Encode(c.Value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// RowWriter writes rows, one a line.
type RowWriter struct {
	encoder *json.Encoder
}

// NewRowWriter writes rows to out.
func NewRowWriter(out io.Writer) RowWriter {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return RowWriter{encoder}
}

// Write writes one row.
func (w RowWriter) Write(r Row) error {
	return w.encoder.Encode(r)
}

// Input is a row that is read; only the fields that a kind asks for count.
type Input map[string]json.RawMessage

// ParseInput reads one line; a header gives nil.
func ParseInput(line []byte) (Input, error) {
	var in Input
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

// Text gives a string field, which may stand in base64 under name_b64.
func (in Input) Text(name string) (string, error) {
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

// Decode reads a field of any shape into value, and says whether it is there.
func (in Input) Decode(name string, value any) (bool, error) {
	raw, ok := in[name]
	if !ok {
		return false, nil
	}
	if err := json.Unmarshal(raw, value); err != nil {
		return false, fmt.Errorf("field %s: %w", name, err)
	}
	return true, nil
}

// EachLine calls visit with every line that is not blank, and its number from 1.
func EachLine(in io.Reader, visit func(number int, line []byte) error) error {
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
