package main

import (
	"context"
	"encoding/json"
	"errors"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/kubernetes/plugin/pkg/admission/alwayspullimages"
)

func alwaysPullKind() *kind {
	return &kind{
		Name: "always_pull_images",
		Source: "Kubernetes plugin/pkg/admission/alwayspullimages: Validate and then Admit, for an object that the " +
			"API server's scheme has decoded and defaulted",
		Fields: row{
			{"kind", "kind of the object"},
			{"version", "the release whose feature gates are set, 1.31 or later"},
			{"subresource", "subresource of the request, or empty"},
			{"object", "the object, without kind and apiVersion"},
			{"old", "the stored object; the request is an update when it is there"},
			{"refused", "the text of Validate for the object as it is sent, or null"},
			{"admitted", "path and value of every pull policy after Admit"},
		},
		Answer:   answerAlwaysPull,
		Generate: makes(func(g *gen) row { return g.alwaysPull() }),
	}
}

func answerAlwaysPull(in input) (row, error) {
	kind, err := in.Text("kind")
	if err != nil {
		return nil, err
	}
	release, err := in.Text("version")
	if err != nil {
		return nil, err
	}
	subresource, err := in.Text("subresource")
	if err != nil {
		return nil, err
	}
	out := row{{"kind", kind}, {"version", release}, {"subresource", subresource}, {"object", in["object"]}}
	err = asVersion(release, func() error {
		object, err := decodeObject(kind, in["object"])
		if err != nil {
			return err
		}
		var old runtime.Object
		operation := admission.Create
		if raw, given := in["old"]; given {
			out.Add("old", raw)
			operation = admission.Update
			if old, err = decodeObject(kind, raw); err != nil {
				return err
			}
		}
		attributes, err := attributesOf(kind, object, old, operation, subresource)
		if err != nil {
			return err
		}
		plugin := alwayspullimages.NewAlwaysPullImages()
		out.Add("refused", errorText(plugin.Validate(context.Background(), attributes, nil)))
		if err := plugin.Admit(context.Background(), attributes, nil); err != nil {
			return err
		}
		out.Add("admitted", policies(object))
		return nil
	})
	return out, err
}

// attributesOf makes the request that admission plugins see.
func attributesOf(kind string, object, old runtime.Object, operation admission.Operation, subresource string) (admission.Attributes, error) {
	version, err := schema.ParseGroupVersion(workloadKinds[kind])
	if err != nil {
		return nil, err
	}
	kinds := version.WithKind(kind)
	resource, _ := meta.UnsafeGuessKindToResource(kinds)
	accessor, err := meta.Accessor(object)
	if err != nil {
		return nil, err
	}
	return admission.NewAttributesRecord(
		object, old, kinds, accessor.GetNamespace(), accessor.GetName(), resource, subresource, operation, nil, false, nil,
	), nil
}

// errorText is an error's text, or null.
func errorText(err error) any {
	if err == nil {
		return nil
	}
	return err.Error()
}

// alwaysPull is the input of a request that AlwaysPullImages sees.
func (g *gen) alwaysPull() row {
	kind := "Pod"
	if g.Chance(0.1) {
		kind = g.workloadKind()
	}
	named := func(spec object) object {
		it := g.workload(kind, spec)
		if kind == "Pod" {
			it["metadata"] = pick(g, object{"name": "web"}, object{"name": "web"}, object{"generateName": "web-"},
				object{}, object{"name": "a\"b<"}, object{"name": "", "generateName": "x"})
		}
		if g.Chance(0.01) {
			delete(it, "spec")
		}
		return it
	}
	spec := g.podSpec()
	out := row{
		{"kind", kind},
		{"version", pick(g, "1.31", "1.34", "1.35", "1.36", "1.36")},
		{"subresource", pick(g, "", "", "", "", "", "", "ephemeralcontainers", "status")},
		{"object", named(spec)},
	}
	if g.Chance(0.6) {
		out.Add("old", named(g.otherImages(spec)))
	}
	return out
}

// otherImages gives a copy of a Pod spec in which an image or a list may be another one.
func (g *gen) otherImages(spec object) object {
	copied := clone(spec)
	for _, list := range []string{"initContainers", "containers", "ephemeralContainers", "volumes"} {
		elements, _ := copied[list].([]any)
		for _, each := range elements {
			container, ok := each.(object)
			if !ok || list == "volumes" {
				continue
			}
			if g.Chance(0.15) {
				container["image"] = pick[any](g, g.RealReference(), "", nil)
			}
			if g.Chance(0.15) {
				container["imagePullPolicy"] = g.policy()
			}
		}
		if g.Chance(0.05) {
			delete(copied, list)
		}
		if len(elements) > 1 && g.Chance(0.1) {
			elements[0], elements[1] = elements[1], elements[0]
		}
	}
	return copied
}

// clone copies an object as a whole.
func clone(it object) object {
	text, err := json.Marshal(it)
	if err != nil {
		panic(errors.Join(errors.New("what is generated is JSON"), err))
	}
	var copied object
	if err := json.Unmarshal(text, &copied); err != nil {
		panic(err)
	}
	return copied
}
