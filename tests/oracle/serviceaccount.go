package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/plugin/pkg/admission/serviceaccount"
	kjson "sigs.k8s.io/json"
)

func serviceAccountKind() *kind {
	return &kind{
		Name: "service_account",
		Source: "Kubernetes plugin/pkg/admission/serviceaccount: Admit of a new Pod that the API server's scheme has " +
			"decoded and defaulted",
		Fields: row{
			{"object", "the Pod, without kind and apiVersion; its namespace is default"},
			{"accounts", "the ServiceAccounts of the namespace"},
			{"limit", "the plugin's setting LimitSecretReferences"},
			{"refused", "the text of the error, or null"},
			{"account", "serviceAccountName after Admit, where it is not refused"},
			{"pull_secrets", "names in imagePullSecrets after Admit, where it is not refused"},
		},
		Answer:   answerServiceAccount,
		Generate: makes(func(g *gen) row { return g.serviceAccount() }),
	}
}

func answerServiceAccount(in input) (row, error) {
	var accounts []json.RawMessage
	if _, err := in.Decode("accounts", &accounts); err != nil {
		return nil, err
	}
	limit := false
	if _, err := in.Decode("limit", &limit); err != nil {
		return nil, err
	}
	object, err := decodeObject("Pod", in["object"])
	if err != nil {
		return nil, err
	}
	pod, ok := object.(*core.Pod)
	if !ok {
		return nil, fmt.Errorf("%T is no Pod", object)
	}
	out := row{{"object", in["object"]}, {"accounts", in["accounts"]}, {"limit", limit}}

	cluster := informers.NewSharedInformerFactory(emptyCluster{}, time.Hour)
	indexer := cluster.Core().V1().ServiceAccounts().Informer().GetIndexer()
	for _, raw := range accounts {
		var account corev1.ServiceAccount
		if err := kjson.UnmarshalCaseSensitivePreserveInts(raw, &account); err != nil {
			return nil, err
		}
		account.Namespace = "default"
		if err := indexer.Add(&account); err != nil {
			return nil, err
		}
	}
	plugin := serviceaccount.NewServiceAccount()
	plugin.LimitSecretReferences = limit
	plugin.SetExternalKubeClientSet(emptyCluster{})
	plugin.SetExternalKubeInformerFactory(cluster)

	pod.Namespace = "default"
	attributes, err := attributesOf("Pod", pod, nil, admission.Create, "")
	if err != nil {
		return nil, err
	}
	if err := plugin.Admit(context.Background(), attributes, nil); err != nil {
		out.Add("refused", err.Error())
		return out, nil
	}
	names := []string{}
	for _, secret := range pod.Spec.ImagePullSecrets {
		names = append(names, secret.Name)
	}
	out.Add("refused", nil)
	out.Add("account", pod.Spec.ServiceAccountName)
	out.Add("pull_secrets", names)
	return out, nil
}

// emptyCluster is a cluster that is asked for nothing but service accounts, and has none: the
// plugin asks it for those that its own list lacks.
type emptyCluster struct{ kubernetes.Interface }

func (emptyCluster) CoreV1() typedcorev1.CoreV1Interface { return emptyCore{} }

type emptyCore struct{ typedcorev1.CoreV1Interface }

func (emptyCore) ServiceAccounts(string) typedcorev1.ServiceAccountInterface { return noAccounts{} }

type noAccounts struct {
	typedcorev1.ServiceAccountInterface
}

func (noAccounts) Get(_ context.Context, name string, _ metav1.GetOptions) (*corev1.ServiceAccount, error) {
	return nil, errors.NewNotFound(core.Resource("serviceaccounts"), name)
}

// serviceAccount is the input of a new Pod. The account default is nearly always there: the plugin
// waits a second or two for a missing one.
func (g *gen) serviceAccount() row {
	spec := object{"containers": []any{object{"name": "c", "image": "nginx"}}}
	g.list(spec, "imagePullSecrets", 0.5, 3, func(int) any { return g.pullSecret() })
	for _, member := range []string{"serviceAccountName", "serviceAccount"} {
		if g.Chance(0.35) {
			spec[member] = pick[any](g, "web", "web", "web", "other", "default", "", nil, "missing", "Q\"<", "é")
		}
	}
	metadata := pick(g, object{"name": "web"}, object{"name": "web"}, object{"generateName": "web-"}, object{})
	if g.Chance(0.12) {
		metadata["annotations"] = object{"kubernetes.io/config.mirror": pick[any](g, "abc", "", nil)}
	} else if g.Chance(0.05) {
		metadata["annotations"] = pick[any](g, nil, object{}, object{"kubernetes.io/config.source": "file"})
	}
	accounts := []any{g.account("default"), g.account("web")}
	if g.Chance(0.3) {
		accounts = append(accounts, g.account("other"))
	}
	return row{
		{"object", object{"metadata": metadata, "spec": spec}},
		{"accounts", accounts},
		{"limit", g.Chance(0.15)},
	}
}

func (g *gen) account(name string) object {
	metadata := object{"name": name}
	if g.Chance(0.25) {
		metadata["annotations"] = object{"kubernetes.io/enforce-mountable-secrets": pick[any](g,
			"true", "true", "1", "t", "T", "TRUE", "True", "tRUE", "yes", "false", "0", "", " true", nil)}
	}
	account := object{"metadata": metadata}
	g.list(account, "imagePullSecrets", 0.7, 3, func(int) any { return g.pullSecret() })
	return account
}
