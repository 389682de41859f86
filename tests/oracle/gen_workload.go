package main

import (
	"strings"

	"pullscope/oracle/harness"
)

// object is a JSON object whose members come in any order.
type object = map[string]any

// workloadCreate is the input of a create request.
func (g *gen) workloadCreate() row {
	kind := g.workloadKind()
	object := g.workload(kind, g.podSpec())
	g.damage(object, 0.06)
	release := pick(g, "1.31", "1.33", "1.34", "1.35", "1.36", "1.36", "1.36")
	return row{{"kind", kind}, {"version", release}, {"object", object}}
}

func (g *gen) workloadKind() string {
	return pick(g, "Pod", "Pod", "Pod", "Deployment", "Deployment", "CronJob", "Job", "StatefulSet", "DaemonSet",
		"ReplicaSet", "ReplicationController", "PodTemplate")
}

// workload puts a Pod spec where a kind has it. All but the Pod spec is as the API server wants it.
func (g *gen) workload(kind string, spec any) object {
	labels := object{"app": "web"}
	metadata := object{"name": "web", "namespace": "default"}
	if kind == "Pod" {
		return object{"metadata": metadata, "spec": spec}
	}
	template := object{"metadata": object{"labels": labels}, "spec": spec}
	selector := object{"matchLabels": labels}
	switch kind {
	case "PodTemplate":
		return object{"metadata": metadata, "template": template}
	case "ReplicationController":
		return object{"metadata": metadata, "spec": object{"selector": labels, "template": template}}
	case "Job":
		return object{"metadata": metadata, "spec": object{"template": template}}
	case "CronJob":
		job := object{"spec": object{"template": template}}
		return object{"metadata": metadata, "spec": object{"schedule": "* * * * *", "jobTemplate": job}}
	case "StatefulSet":
		return object{"metadata": metadata, "spec": object{"selector": selector, "serviceName": "web", "template": template}}
	default:
		return object{"metadata": metadata, "spec": object{"selector": selector, "template": template}}
	}
}

// podSpec is a Pod spec with all that names images and pull Secrets, a part of it odd.
func (g *gen) podSpec() object {
	spec := object{}
	g.list(spec, "containers", 0.95, 3, func(i int) any { return g.container("c", i) })
	g.list(spec, "initContainers", 0.3, 2, func(i int) any { return g.initContainer(i) })
	g.list(spec, "ephemeralContainers", 0.12, 2, func(i int) any { return g.container("e", i) })
	g.list(spec, "volumes", 0.35, 3, func(i int) any { return g.volume(i) })
	g.list(spec, "imagePullSecrets", 0.4, 4, func(int) any { return g.pullSecret() })
	return spec
}

// list adds a list of up to most elements, or null, or no list at all.
func (g *gen) list(spec object, name string, often float64, most int, element func(int) any) {
	if !g.Chance(often) {
		if g.Chance(0.1) {
			spec[name] = nil
		}
		return
	}
	count := g.Between(1, most)
	if g.Chance(0.04) {
		count = 0
	}
	list := make([]any, count)
	for i := range list {
		if g.Chance(0.02) {
			continue // null
		}
		list[i] = element(i)
	}
	spec[name] = list
}

func (g *gen) container(prefix string, i int) object {
	container := object{"name": prefix + g.From(harness.Digits[i:i+1], 1)}
	if g.Chance(0.05) {
		container["name"] = pick[any](g, "", nil, "c0", "Upper")
	}
	g.set(container, "image", func() any { return g.objectImage() })
	if g.Chance(0.35) {
		container["imagePullPolicy"] = g.policy()
	}
	return container
}

func (g *gen) initContainer(i int) object {
	container := g.container("i", i)
	if g.Chance(0.3) {
		container["restartPolicy"] = pick[any](g, "Always", "Always", nil, "Never")
	}
	return container
}

// volume is an image volume, another one, or one of no sort at all.
func (g *gen) volume(i int) object {
	volume := object{"name": "v" + harness.Digits[i:i+1]}
	if g.Chance(0.25) {
		volume[pick(g, "emptyDir", "configMap", "secret", "hostPath", "projected")] = pick[any](g, object{}, object{}, nil)
	}
	if g.Chance(0.8) {
		source := object{}
		g.set(source, "reference", func() any { return g.objectImage() })
		if g.Chance(0.35) {
			source["pullPolicy"] = g.policy()
		}
		if g.Chance(0.05) {
			source[pick(g, "imagePullPolicy", "image", "tag")] = "Always"
		}
		volume["image"] = source
		if g.Chance(0.05) {
			volume["image"] = nil
		}
	}
	return volume
}

func (g *gen) pullSecret() object {
	entry := object{}
	g.set(entry, "name", func() any {
		return pick(g, "a", "a", "b", "c", "regcred", "", "No DNS name", "é", "\u2028", `"`, "<b>")
	})
	if g.Chance(0.1) {
		entry[pick(g, "namespace", "namespace", "Name", "secretName", "", "é\"<")] = pick[any](g, "elsewhere", nil, 7)
	}
	return entry
}

// set adds a member, or null, or leaves it out.
func (g *gen) set(to object, name string, value func() any) {
	switch {
	case g.Chance(0.92):
		to[name] = value()
	case g.Chance(0.3):
		to[name] = nil
	}
}

func (g *gen) policy() any {
	switch g.IntN(8) {
	case 0:
		return pick[any](g, "always", "ALWAYS", "Always ", "ifNotPresent", "OnFailure", "<x>", "é", "\u2028", "\a", `"`, "🦀")
	case 1:
		return pick[any](g, "", nil)
	default:
		return pick(g, "Always", "IfNotPresent", "Never")
	}
}

// objectImage is an image, sometimes with the white space that templates may have.
func (g *gen) objectImage() string {
	space := func() string {
		return pick(g, " ", "\t", "\n", "\u00a0", "\u2003", "\ufeff", "\u200b", "\u0085", "\u3000", "\r\n", "\u001c", "\u180e")
	}
	switch g.IntN(12) {
	case 0:
		return pick(g, "", "", " ", space())
	case 1:
		return strings.Repeat(space(), g.IntN(2)) + g.RealReference() + space()
	case 2:
		return space() + g.RealReference()
	case 3, 4, 5:
		return g.Reference()
	default:
		return g.RealReference()
	}
}

// damage replaces a value somewhere by one of another type, or by null.
func (g *gen) damage(root object, often float64) {
	if !g.Chance(often) {
		return
	}
	odd := func() any { return pick[any](g, nil, 7, true, "text", []any{}, object{}, []any{nil}, []any{7}) }
	at, inVolumes := any(root), false
	for range 20 {
		switch it := at.(type) {
		case object:
			// Only what is about images: other fields are not read.
			names := []string{}
			for _, name := range []string{
				"spec", "template", "jobTemplate", "containers", "initContainers", "ephemeralContainers", "volumes",
				"imagePullSecrets", "image", "imagePullPolicy", "name", "reference", "pullPolicy",
			} {
				if _, has := it[name]; has {
					names = append(names, name)
				}
			}
			if len(names) == 0 {
				return
			}
			name := pick(g, names...)
			if _, image := it["image"].(object); inVolumes && !image && name == "name" {
				return // a volume of another sort
			}
			inVolumes = name == "volumes"
			if g.Chance(0.35) {
				it[name] = odd()
				return
			}
			at = it[name]
		case []any:
			if len(it) == 0 {
				return
			}
			i := g.IntN(len(it))
			if g.Chance(0.3) {
				it[i] = odd()
				return
			}
			at = it[i]
		default:
			return
		}
	}
}
