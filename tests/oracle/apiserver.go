package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/version"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/component-base/featuregate"
	"k8s.io/kubernetes/pkg/api/job"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/core/pods"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	kjson "sigs.k8s.io/json"
)

// workloadKinds are the kinds that hold a Pod spec, with their API.
var workloadKinds = map[string]string{
	"Pod":                   "v1",
	"PodTemplate":           "v1",
	"ReplicationController": "v1",
	"ReplicaSet":            "apps/v1",
	"Deployment":            "apps/v1",
	"StatefulSet":           "apps/v1",
	"DaemonSet":             "apps/v1",
	"Job":                   "batch/v1",
	"CronJob":               "batch/v1",
}

// decodeObject reads an object as the API server reads a request: decoded, defaulted, converted.
func decodeObject(kind string, raw json.RawMessage) (runtime.Object, error) {
	text, err := withKind(kind, raw)
	if err != nil {
		return nil, err
	}
	return runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), text)
}

// withKind puts a kind and its API version into an object.
func withKind(kind string, raw json.RawMessage) ([]byte, error) {
	api, ok := workloadKinds[kind]
	if !ok {
		return nil, fmt.Errorf("no kind %q holds a Pod spec", kind)
	}
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, fmt.Errorf("not an object: %w", err)
	}
	if members == nil {
		return nil, fmt.Errorf("not an object: %s", raw)
	}
	members["kind"], members["apiVersion"] = kind, api
	return json.Marshal(members)
}

// podSpecOf gives the Pod spec of an object and the path to it.
func podSpecOf(object runtime.Object) (*core.PodSpec, *field.Path) {
	if pod, ok := object.(*core.Pod); ok {
		return &pod.Spec, field.NewPath("spec")
	}
	template, path := templateOf(object)
	if template == nil {
		return nil, path.Child("spec")
	}
	return &template.Spec, path.Child("spec")
}

// templateOf gives the Pod template of an object and the path to it.
func templateOf(object runtime.Object) (*core.PodTemplateSpec, *field.Path) {
	template, path := (*core.PodTemplateSpec)(nil), field.NewPath("spec", "template")
	switch it := object.(type) {
	case *core.PodTemplate:
		template, path = &it.Template, field.NewPath("template")
	case *core.ReplicationController:
		template = it.Spec.Template
	case *apps.ReplicaSet:
		template = &it.Spec.Template
	case *apps.Deployment:
		template = &it.Spec.Template
	case *apps.StatefulSet:
		template = &it.Spec.Template
	case *apps.DaemonSet:
		template = &it.Spec.Template
	case *batch.Job:
		template = &it.Spec.Template
	case *batch.CronJob:
		template, path = &it.Spec.JobTemplate.Spec.Template, field.NewPath("spec", "jobTemplate", "spec", "template")
	}
	return template, path
}

// visitImages calls visit with every place that names an image: the path of its policy, its image
// and its policy.
func visitImages(spec *core.PodSpec, path *field.Path, visit func(path, image string, policy core.PullPolicy)) {
	if spec == nil {
		return
	}
	pods.VisitContainersWithPath(spec, path, func(c *core.Container, path *field.Path) bool {
		visit(path.Child("imagePullPolicy").String(), c.Image, c.ImagePullPolicy)
		return true
	})
	for i, volume := range spec.Volumes {
		if volume.Image != nil {
			path := path.Child("volumes").Index(i).Child("image", "pullPolicy")
			visit(path.String(), volume.Image.Reference, volume.Image.PullPolicy)
		}
	}
}

// policies lists the pull policies of an object.
func policies(object runtime.Object) []row {
	list := []row{}
	spec, path := podSpecOf(object)
	visitImages(spec, path, func(path, _ string, policy core.PullPolicy) {
		list = append(list, row{{"path", path}, {"policy", string(policy)}})
	})
	return list
}

// asVersion calls answer with the feature gates as they are in a release.
func asVersion(release string, answer func() error) error {
	wanted, err := version.ParseMajorMinor(release)
	if err != nil {
		return err
	}
	gates, ok := utilfeature.DefaultMutableFeatureGate.(featuregate.MutableVersionedFeatureGate)
	if !ok {
		return fmt.Errorf("the feature gates know no versions")
	}
	before := gates.EmulationVersion()
	if err := gates.SetEmulationVersion(wanted); err != nil {
		return err
	}
	failed := answer()
	if err := gates.SetEmulationVersion(before); err != nil {
		return err
	}
	return failed
}

// dropDisabled removes what the feature gates do not let in.
func dropDisabled(object, old runtime.Object) {
	var oldPod *core.Pod
	var oldTemplate *core.PodTemplateSpec
	if old != nil {
		oldPod, _ = old.(*core.Pod)
		oldTemplate, _ = templateOf(old)
	}
	if pod, ok := object.(*core.Pod); ok {
		podutil.DropDisabledPodFields(pod, oldPod)
	} else if template, _ := templateOf(object); template != nil {
		podutil.DropDisabledTemplateFields(template, oldTemplate)
	}
}

// validateNew gives the errors of the API server for a new object.
func validateNew(object runtime.Object) (field.ErrorList, error) {
	template, _ := templateOf(object)
	opts := podutil.GetValidationOptionsFromPodTemplate(template, nil)
	switch it := object.(type) {
	case *core.Pod:
		opts := podutil.GetValidationOptionsFromPodSpecAndMeta(&it.Spec, nil, &it.ObjectMeta, nil)
		opts.ResourceIsPod = true
		return corevalidation.ValidatePodCreate(it, opts), nil
	case *core.PodTemplate:
		return corevalidation.ValidatePodTemplate(it, opts), nil
	case *core.ReplicationController:
		return corevalidation.ValidateReplicationController(it, opts), nil
	case *apps.ReplicaSet:
		return appsvalidation.ValidateReplicaSet(it, opts), nil
	case *apps.Deployment:
		return appsvalidation.ValidateDeployment(it, opts), nil
	case *apps.StatefulSet:
		return appsvalidation.ValidateStatefulSet(it, opts), nil
	case *apps.DaemonSet:
		return appsvalidation.ValidateDaemonSet(it, opts), nil
	case *batch.Job:
		return batchvalidation.ValidateJob(it, batchvalidation.JobValidationOptions{PodValidationOptions: opts}), nil
	case *batch.CronJob:
		return batchvalidation.ValidateCronJobCreate(it, opts), nil
	}
	return nil, fmt.Errorf("%T is not validated here", object)
}

// warnings gives the warnings of the API server for a new object.
func warnings(object runtime.Object) []string {
	ctx := context.Background()
	switch it := object.(type) {
	case *core.Pod:
		return podutil.GetWarningsForPod(ctx, it, nil)
	case *batch.Job:
		return job.WarningsForJobSpec(ctx, field.NewPath("spec"), &it.Spec, nil)
	case *batch.CronJob:
		path := field.NewPath("spec", "jobTemplate", "spec")
		return job.WarningsForJobSpec(ctx, path, &it.Spec.JobTemplate.Spec, nil)
	}
	template, path := templateOf(object)
	return podutil.GetWarningsForPodTemplate(ctx, path, template, nil)
}

// imageFields match the errors and warnings that are about images and pull Secrets.
var imageFields = regexp.MustCompile(
	`(^|\.)(((initContainers|containers|ephemeralContainers)\[\d+\]\.(image|imagePullPolicy))` +
		`|volumes\[\d+\]\.image(\.reference|\.pullPolicy)?|imagePullSecrets\[\d+\](\.name)?` +
		`|containers|ephemeralContainers|template)$`)

func imageErrors(errs field.ErrorList) []string {
	texts := []string{}
	for _, each := range errs {
		if imageFields.MatchString(each.Field) {
			texts = append(texts, each.Error())
		}
	}
	return texts
}

// unknownField matches what strict decoding says of fields beside images and pull Secrets.
var unknownField = regexp.MustCompile(`^unknown field ".*(imagePullSecrets\[\d+\]|volumes\[\d+\]\.image)\.[^.]*"$`)

// unknownFields gives what the API server warns about when it decodes a request.
func unknownFields(kind string, raw json.RawMessage) ([]string, error) {
	text, err := withKind(kind, raw)
	if err != nil {
		return nil, err
	}
	version, err := schema.ParseGroupVersion(workloadKinds[kind])
	if err != nil {
		return nil, err
	}
	object, err := legacyscheme.Scheme.New(version.WithKind(kind))
	if err != nil {
		return nil, err
	}
	strict, err := kjson.UnmarshalStrict(text, object)
	if err != nil {
		return nil, err
	}
	texts := []string{}
	for _, each := range strict {
		if unknownField.MatchString(each.Error()) {
			texts = append(texts, each.Error())
		}
	}
	return texts, nil
}

func workloadKind() *kind {
	return &kind{
		Name: "workload_create",
		Source: "Kubernetes: an object of a kind with a Pod spec as a create request: decoded and defaulted by " +
			"the API server's scheme, fields of disabled features dropped (DropDisabledPodFields, " +
			"DropDisabledTemplateFields), validated (ValidatePodCreate, ValidateDeployment, …), warned about " +
			"(sigs.k8s.io/json UnmarshalStrict, GetWarningsForPod, GetWarningsForPodTemplate, WarningsForJobSpec)",
		Fields: row{
			{"kind", "kind of the object"},
			{"version", "the release whose feature gates are set, 1.31 or later"},
			{"object", "the object, without kind and apiVersion"},
			{"decoded", "false when the object cannot be decoded; then there is no other answer"},
			{"defaulted", "path and value of every pull policy after defaulting"},
			{"stored", "the same after the fields of disabled features were dropped"},
			{"errors", "texts of the errors about images, pull policies, image volumes, pull Secrets"},
			{"warnings", "unknown fields of pull Secrets and image volumes, then the warnings about pull Secrets"},
		},
		Answer:   answerWorkload,
		Generate: makes(func(g *gen) row { return g.workloadCreate() }),
	}
}

func answerWorkload(in input) (row, error) {
	kind, err := in.Text("kind")
	if err != nil {
		return nil, err
	}
	release, err := in.Text("version")
	if err != nil {
		return nil, err
	}
	out := row{{"kind", kind}, {"version", release}, {"object", in["object"]}}
	err = asVersion(release, func() error {
		object, err := decodeObject(kind, in["object"])
		if err != nil {
			if _, known := workloadKinds[kind]; !known {
				return err
			}
			out.Add("decoded", false)
			return nil
		}
		out.Add("decoded", true)
		out.Add("defaulted", policies(object))
		dropDisabled(object, nil)
		out.Add("stored", policies(object))
		errs, err := validateNew(object)
		if err != nil {
			return err
		}
		out.Add("errors", imageErrors(errs))
		told, err := unknownFields(kind, in["object"])
		if err != nil {
			return err
		}
		for _, warning := range warnings(object) {
			if path, _, _ := strings.Cut(warning, ": "); imageFields.MatchString(path) {
				told = append(told, warning)
			}
		}
		out.Add("warnings", told)
		return nil
	})
	return out, err
}
