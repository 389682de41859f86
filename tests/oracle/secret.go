package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilvalidation "k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/core/validation"

	"pullscope/oracle/harness"
)

func secretKind() *kind {
	return &kind{
		Name: "secret_validate",
		Source: "Kubernetes pkg/apis/core/validation ValidateSecret, for a Secret whose metadata " +
			"(name pull-secret, namespace default) is valid",
		Fields: row{
			{"type", "Secret type"},
			{"data", "data map, values in base64"},
			{"data_fill", "further data entries, too long to print: the byte repeated count times"},
			{"annotations", "metadata.annotations, where given"},
			{"errors", "list of {type, type_text, field, bad_value, detail, text}; text is Error()"},
			{"sorted_prefix", "the first N errors come from visiting the data keys in Go map order; " +
				"they are sorted by field here"},
		},
		Answer:   answerSecret,
		Generate: makes(func(g *gen) row { return g.secret() }),
		Settle:   settlePrefix,
	}
}

// fill is a value too long to print: one byte, many times.
type fill struct {
	Byte  string `json:"byte"`
	Count int    `json:"count"`
}

func answerSecret(in input) (row, error) {
	kind, err := in.Text("type")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.Text("type", kind)
	secret := core.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "pull-secret", Namespace: "default"},
		Type:       core.SecretType(kind),
		Data:       map[string][]byte{},
	}
	given, err := in.Decode("data", &secret.Data)
	if err != nil {
		return nil, err
	}
	if !given || secret.Data == nil {
		return nil, errors.New("it has no field data")
	}
	out.Add("data", in["data"])
	fills := map[string]fill{}
	if given, err := in.Decode("data_fill", &fills); err != nil {
		return nil, err
	} else if given {
		out.Add("data_fill", in["data_fill"])
	}
	for key, each := range fills {
		if len(each.Byte) != 1 || each.Count < 0 {
			return nil, fmt.Errorf("field data_fill: %q is not a byte and a count", key)
		}
		secret.Data[key] = bytes.Repeat([]byte(each.Byte), each.Count)
	}
	if given, err := in.Decode("annotations", &secret.Annotations); err != nil {
		return nil, err
	} else if given {
		out.Add("annotations", in["annotations"])
	}
	wrong := validation.ValidateObjectMeta(&secret.ObjectMeta, true, validation.ValidateSecretName, field.NewPath("metadata"))
	if len(wrong) > 0 {
		return nil, fmt.Errorf("the annotations are no part of valid metadata: %w", wrong.ToAggregate())
	}

	errs := validation.ValidateSecret(&secret)
	unordered := 0
	for key := range secret.Data {
		unordered += len(utilvalidation.IsConfigMapKey(key))
	}
	slices.SortStableFunc(errs[:unordered], func(a, b *field.Error) int {
		return cmp.Compare(a.Field, b.Field)
	})
	list := make([]row, len(errs))
	for i, each := range errs {
		list[i] = fieldError(each)
	}
	out.Add("errors", list)
	if unordered > 0 {
		out.Add("sorted_prefix", unordered)
	}
	return out, nil
}

func fieldError(err *field.Error) row {
	out := row{{"type", string(err.Type)}, {"type_text", err.Type.String()}}
	out.Text("field", err.Field)
	if text, ok := err.BadValue.(string); ok {
		out.Text("bad_value", text)
	} else {
		out.Add("bad_value", err.BadValue)
	}
	out.Text("detail", err.Detail)
	out.Text("text", err.Error())
	return out
}

// settlePrefix sorts the errors of a row that stand in no fixed order.
func settlePrefix(fields map[string]any) {
	count, _ := fields["sorted_prefix"].(float64)
	errs, _ := fields["errors"].([]any)
	if count >= 0 && int(count) <= len(errs) {
		harness.SortValues(errs[:int(count)])
	}
}
