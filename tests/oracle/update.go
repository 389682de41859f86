package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/core"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
)

func workloadUpdateKind() *kind {
	return &kind{
		Name: "workload_update",
		Source: "Kubernetes: an object with a Pod spec written over a stored one, decoded and defaulted by the API " +
			"server's scheme: as it is (replace), by StrategicMergePatch (patch), or by StrategicMergePatch of " +
			"CreateThreeWayMergePatch, as kubectl apply does it (apply), both of apimachinery strategicpatch; for a " +
			"Pod then ValidatePodUpdate",
		Fields: row{
			{"kind", "kind of the object"},
			{"write", "replace, patch or apply"},
			{"old", "the object as it was created, without kind and apiVersion; it is stored with defaults"},
			{"last", "for apply: what was applied before, where it is known"},
			{"new", "the object that is written"},
			{"failed", "the error of the merge, or null; with an error there is no other answer"},
			{"policies", "list, name, image and policy of every element in new that names an image, as stored"},
			{"refused", "for a Pod: the errors that forbid changes, each up to the end of its first line"},
		},
		Answer:   answerWorkloadUpdate,
		Generate: makes(func(g *gen) row { return g.workloadUpdate() }),
	}
}

func answerWorkloadUpdate(in input) (row, error) {
	kind, err := in.Text("kind")
	if err != nil {
		return nil, err
	}
	write, err := in.Text("write")
	if err != nil {
		return nil, err
	}
	out := row{{"kind", kind}, {"write", write}, {"old", in["old"]}}
	var last []byte
	if raw, given := in["last"]; given {
		out.Add("last", raw)
		if last, err = withKind(kind, raw); err != nil {
			return nil, err
		}
	}
	out.Add("new", in["new"])
	old, err := decodeObject(kind, in["old"])
	if err != nil {
		return nil, err
	}
	written, err := withKind(kind, in["new"])
	if err != nil {
		return nil, err
	}
	merged, err := merge(kind, write, old, last, written)
	if err != nil {
		out.Add("failed", err.Error())
		return out, nil
	}
	object, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), merged)
	if err != nil {
		return nil, err
	}
	sent, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), written)
	if err != nil {
		return nil, err
	}
	dropDisabled(object, old)
	out.Add("failed", nil)
	out.Add("policies", policiesOf(object, sent))
	refused := []string{}
	if pod, ok := object.(*core.Pod); ok {
		before, ok := old.(*core.Pod)
		if !ok {
			return nil, fmt.Errorf("%T is no Pod", old)
		}
		opts := podutil.GetValidationOptionsFromPodSpecAndMeta(&pod.Spec, &before.Spec, &pod.ObjectMeta, &before.ObjectMeta)
		opts.ResourceIsPod = true
		for _, each := range corevalidation.ValidatePodUpdate(pod, before, opts) {
			if each.Type == field.ErrorTypeForbidden && slices.Contains([]string{"spec", "spec.containers", "spec.initContainers"}, each.Field) {
				line, _, _ := strings.Cut(each.Error(), "\n")
				refused = append(refused, line)
			}
		}
	}
	out.Add("refused", refused)
	return out, nil
}

// merge gives the object that the API server decodes when written comes over old.
func merge(kind, write string, old runtime.Object, last, written []byte) ([]byte, error) {
	if write == "replace" {
		return written, nil
	}
	version, err := schema.ParseGroupVersion(workloadKinds[kind])
	if err != nil {
		return nil, err
	}
	stored, err := runtime.Encode(legacyscheme.Codecs.LegacyCodec(version), old)
	if err != nil {
		return nil, err
	}
	typed, err := legacyscheme.Scheme.New(version.WithKind(kind))
	if err != nil {
		return nil, err
	}
	patch := written
	switch write {
	case "patch":
	case "apply":
		meta, err := strategicpatch.NewPatchMetaFromStruct(typed)
		if err != nil {
			return nil, err
		}
		if patch, err = strategicpatch.CreateThreeWayMergePatch(last, written, stored, meta, true); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("no way to write is called %q", write)
	}
	return strategicpatch.StrategicMergePatch(stored, patch, typed)
}

// policiesOf lists what is stored for the elements that were sent, sorted by list and name.
func policiesOf(object, sent runtime.Object) []row {
	type key struct{ list, name string }
	visit := func(object runtime.Object, visit func(key, string, core.PullPolicy)) {
		spec, _ := podSpecOf(object)
		if spec == nil {
			return
		}
		for list, containers := range map[string][]core.Container{"initContainers": spec.InitContainers, "containers": spec.Containers} {
			for _, each := range containers {
				visit(key{list, each.Name}, each.Image, each.ImagePullPolicy)
			}
		}
		for _, each := range spec.EphemeralContainers {
			visit(key{"ephemeralContainers", each.Name}, each.Image, each.ImagePullPolicy)
		}
		for _, each := range spec.Volumes {
			if each.Image != nil {
				visit(key{"volumes", each.Name}, each.Image.Reference, each.Image.PullPolicy)
			}
		}
	}
	wanted := map[key]bool{}
	visit(sent, func(at key, _ string, _ core.PullPolicy) { wanted[at] = true })
	list := []row{}
	names := []key{}
	visit(object, func(at key, image string, policy core.PullPolicy) {
		if wanted[at] {
			names = append(names, at)
			list = append(list, row{{"list", at.list}, {"name", at.name}, {"image", image}, {"policy", string(policy)}})
		}
	})
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(names[a].list, names[b].list), cmp.Compare(names[a].name, names[b].name))
	})
	sorted := make([]row, len(list))
	for i, at := range order {
		sorted[i] = list[at]
	}
	return sorted
}

// workloadUpdate is an object that is created, and what comes over it.
func (g *gen) workloadUpdate() row {
	kind := pick(g, "Pod", "Pod", g.workloadKind())
	old := g.updatableSpec(kind == "Pod")
	write := pick(g, "replace", "patch", "apply")
	out := row{{"kind", kind}, {"write", write}, {"old", g.workload(kind, old)}}
	base := old
	if write == "apply" && g.Chance(0.7) {
		base = old
		if g.Chance(0.3) {
			base = g.changed(old)
		}
		out.Add("last", g.workload(kind, base))
	}
	changed := g.changed(base)
	if g.Chance(0.1) {
		changed = g.updatableSpec(kind == "Pod")
	}
	out.Add("new", g.workload(kind, changed))
	return out
}

// updatableSpec is a Pod spec in which every element has a name of its own.
func (g *gen) updatableSpec(pod bool) object {
	spec := object{}
	names := map[string]string{"containers": "abc", "initContainers": "ijk", "volumes": "vwx"}
	if pod {
		names["ephemeralContainers"] = "efg"
	}
	for _, list := range []string{"containers", "initContainers", "ephemeralContainers", "volumes"} {
		most := len(names[list])
		if most == 0 || list != "containers" && g.Chance(0.7) {
			continue
		}
		elements := []any{}
		for i := range g.Between(1, most) {
			element := object{"name": names[list][i : i+1]}
			image, policy := element, "imagePullPolicy"
			if list == "volumes" {
				if g.Chance(0.2) {
					element["emptyDir"] = object{}
					elements = append(elements, element)
					continue
				}
				image, policy = object{}, "pullPolicy"
				element["image"] = image
			}
			if g.Chance(0.95) {
				image[map[bool]string{true: "reference", false: "image"}[list == "volumes"]] = g.shortImage()
			}
			if g.Chance(0.4) {
				image[policy] = g.updatePolicy()
			}
			elements = append(elements, element)
		}
		spec[list] = elements
	}
	if g.Chance(0.4) {
		spec["imagePullSecrets"] = g.updateSecrets()
	}
	return spec
}

func (g *gen) shortImage() string {
	return pick(g, "nginx", "nginx:latest", "nginx:1.27", "quay.io/app:v1", "a@sha256:"+strings.Repeat("0", 64))
}

func (g *gen) updatePolicy() any {
	return pick[any](g, "Always", "IfNotPresent", "Never", "Always", "IfNotPresent", "", nil)
}

func (g *gen) updateSecrets() []any {
	names := []string{"r", "s", "t"}
	g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	list := []any{}
	for _, name := range names[:g.Between(0, 3)] {
		list = append(list, object{"name": name})
	}
	if g.Chance(0.07) {
		list = append(list, object{})
	}
	return list
}

// changed gives a copy of a Pod spec with changes to images, policies, names and lists.
func (g *gen) changed(spec object) object {
	copied := clone(spec)
	for _, list := range []string{"containers", "initContainers", "ephemeralContainers", "volumes"} {
		elements, given := copied[list].([]any)
		if !given {
			continue
		}
		for _, each := range elements {
			image, _ := each.(object)
			names := []string{"image", "imagePullPolicy"}
			if list == "volumes" {
				names = []string{"reference", "pullPolicy"}
				image, _ = image["image"].(object)
				if image == nil {
					continue
				}
			}
			if g.Chance(0.3) {
				image[names[0]] = g.shortImage()
			} else if g.Chance(0.06) {
				delete(image, names[0])
			}
			if g.Chance(0.1) {
				image[names[1]] = g.updatePolicy()
			} else if g.Chance(0.25) {
				delete(image, names[1])
			}
		}
		if len(elements) > 1 && g.Chance(0.12) {
			g.Shuffle(len(elements), func(i, j int) { elements[i], elements[j] = elements[j], elements[i] })
		}
		if len(elements) > 0 && g.Chance(0.1) {
			elements = elements[1:]
		}
		if g.Chance(0.08) && !slices.ContainsFunc(elements, isZ) {
			added := object{"name": "z", "image": g.shortImage()}
			if list == "volumes" {
				added = object{"name": "z", "image": object{"reference": g.shortImage()}}
			}
			elements = append(elements, added)
		}
		if list != "volumes" && g.Chance(0.02) {
			elements = append(elements, object{"image": "nameless"})
		}
		copied[list] = elements
		if g.Chance(0.04) {
			delete(copied, list)
		} else if g.Chance(0.03) {
			copied[list] = nil
		}
	}
	if g.Chance(0.15) {
		copied["imagePullSecrets"] = g.updateSecrets()
	} else if g.Chance(0.1) {
		delete(copied, "imagePullSecrets")
	} else if g.Chance(0.03) {
		copied["imagePullSecrets"] = nil
	}
	return copied
}

// isZ says whether an element is the one that is added.
func isZ(element any) bool {
	named, _ := element.(object)
	return named["name"] == "z"
}
