package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/credentialprovider"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	kubeletconfigv1alpha1 "k8s.io/kubernetes/pkg/kubelet/apis/config/v1alpha1"
	kubeletconfigv1beta1 "k8s.io/kubernetes/pkg/kubelet/apis/config/v1beta1"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/images/pullmanager"
)

// recordFile is one file of the node: its name and its content.
type recordFile [2]string

// nodeImage is an image that the runtime has.
type nodeImage struct {
	Ref     string   `json:"ref"`
	Tags    []string `json:"tags"`
	Digests []string `json:"digests"`
}

// heldSecret is a Secret with a credential, or with the hash of one.
type heldSecret struct {
	UID       string `json:"uid"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Username  string `json:"username,omitempty"`
	Password  string `json:"password,omitempty"`
	Email     string `json:"email,omitempty"`
}

// heldAccount is a ServiceAccount.
type heldAccount struct {
	UID       string `json:"uid"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// pulledBy is what an image was pulled with; all empty for every Pod of the node.
type pulledBy struct {
	Secret  *heldSecret  `json:"secret,omitempty"`
	Account *heldAccount `json:"account,omitempty"`
}

// recordStep is one thing that happens to the records.
type recordStep struct {
	// Do is check, intent, pulled, failed or prune.
	Do    string `json:"do"`
	Image string `json:"image,omitempty"`
	Ref   string `json:"ref,omitempty"`
	// Secrets, Account and Broken are what a Pod has that is checked.
	Secrets []heldSecret `json:"secrets,omitempty"`
	Account *heldAccount `json:"account,omitempty"`
	Broken  bool         `json:"broken,omitempty"`
	// By is what an image was pulled with; without one, nobody knows.
	By *pulledBy `json:"by,omitempty"`
	// Known are refs of images that the runtime has at a garbage collection, which began at Until.
	Known []string  `json:"known,omitempty"`
	Until time.Time `json:"until,omitzero"`
}

// thisRun is a time between those of the files that are made and those that are written here.
var thisRun = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

func pullManagerKind() *kind {
	return &kind{
		Name: "pull_manager",
		Source: "Kubernetes pkg/kubelet/images/pullmanager: NewImagePullManager over " +
			"NewCachedPullRecordsAccessor and NewFSPullRecordsAccessor",
		Fields: row{
			{"policy", "imagePullCredentialsVerificationPolicy"},
			{"allowlist", "preloadedImagesVerificationAllowlist"},
			{"pulled", "files in image_manager/pulled when the kubelet starts: name and content"},
			{"pulling", "the same in image_manager/pulling"},
			{"node", "images that the runtime has then: ref, tags, digests"},
			{"steps", "what happens: check (MustAttemptImagePull: image, ref, the Pod's secrets with the credential for the " +
				"image, account, broken for a Secret that cannot be decoded), intent, pulled (by a secret, an account, or neither for " +
				"every Pod; without `by`, nobody knows), failed, prune (known refs, until)"},
			{"answers", "of each step: of a check pull, use or error, of others null"},
			{"pulled_after", "the files by name: null for one that cannot be read, else version, ref, updated (seconds since 1970, " +
				"null for none, `now`), access by name: node, secrets (namespace, name, uid, hash), accounts"},
			{"pulling_after", "the same of intents: version, image"},
		},
		Answer:   answerPullManager,
		Generate: makes(generatePullManager),
	}
}

func answerPullManager(in input) (row, error) {
	policy, err := in.Text("policy")
	if err != nil {
		return nil, err
	}
	var allowlist []string
	var pulled, pulling []recordFile
	var node []nodeImage
	var steps []recordStep
	for name, value := range map[string]any{
		"allowlist": &allowlist, "pulled": &pulled, "pulling": &pulling, "node": &node, "steps": &steps,
	} {
		if _, err := in.Decode(name, value); err != nil {
			return nil, err
		}
	}
	out := row{
		{"policy", policy}, {"allowlist", allowlist}, {"pulled", pulled}, {"pulling", pulling}, {"node", node}, {"steps", steps},
	}
	enforcer, err := pullmanager.NewImagePullCredentialVerificationPolicy(
		kubeletconfig.ImagePullCredentialsVerificationPolicy(policy), allowlist)
	if err != nil {
		return nil, err
	}
	root, err := os.MkdirTemp("", "pull-manager-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(root) }()
	directories := []string{filepath.Join(root, "image_manager", "pulled"), filepath.Join(root, "image_manager", "pulling")}
	for i, files := range [][]recordFile{pulled, pulling} {
		if err := writeFiles(directories[i], files); err != nil {
			return nil, err
		}
	}

	logger := klog.Logger{}
	ctx := klog.NewContext(context.Background(), logger)
	files, err := pullmanager.NewFSPullRecordsAccessor(logger, root)
	if err != nil {
		return nil, err
	}
	accessor := pullmanager.NewCachedPullRecordsAccessor(logger, files, 100, 100, 1)
	manager, err := pullmanager.NewImagePullManager(ctx, accessor, enforcer, imageLister{images: node}, 1)
	if err != nil {
		return nil, err
	}
	answers := make([]any, len(steps))
	for i, step := range steps {
		if answers[i], err = step.run(ctx, manager); err != nil {
			return nil, err
		}
	}
	out.Add("answers", answers)
	for i, name := range []string{"pulled_after", "pulling_after"} {
		after, err := readFiles(directories[i])
		if err != nil {
			return nil, err
		}
		out.Add(name, after)
	}
	return out, nil
}

func (s recordStep) run(ctx context.Context, manager *pullmanager.PullManager) (any, error) {
	switch s.Do {
	case "check":
		must, err := manager.MustAttemptImagePull(ctx, s.Image, s.Ref, s.credentials)
		switch {
		case err != nil:
			return "error", nil
		case must:
			return "pull", nil
		default:
			return "use", nil
		}
	case "intent":
		return nil, manager.RecordPullIntent(klog.FromContext(ctx), s.Image)
	case "pulled":
		manager.RecordImagePulled(ctx, s.Image, s.Ref, s.By.credentials())
	case "failed":
		manager.RecordImagePullFailed(ctx, s.Image)
	case "prune":
		manager.PruneUnknownRecords(ctx, s.Known, s.Until)
	default:
		return nil, fmt.Errorf("unknown step %q", s.Do)
	}
	return nil, nil
}

func (s recordStep) credentials() ([]kubeletconfig.ImagePullSecret, *kubeletconfig.ImagePullServiceAccount, error) {
	if s.Broken {
		return nil, nil, errors.New("broken")
	}
	secrets := make([]kubeletconfig.ImagePullSecret, len(s.Secrets))
	for i, secret := range s.Secrets {
		secrets[i] = secret.recorded()
	}
	return secrets, s.Account.recorded(), nil
}

func (s heldSecret) recorded() kubeletconfig.ImagePullSecret {
	return kubeletconfig.ImagePullSecret{UID: s.UID, Namespace: s.Namespace, Name: s.Name, CredentialHash: s.hash()}
}

// hash is upstream's, of a credential that is tracked.
func (s heldSecret) hash() string {
	auth := &credentialprovider.AuthConfig{Username: s.Username, Password: s.Password, Email: s.Email}
	return credentialprovider.NewTrackedAuthConfig(auth, nil).AuthConfigHash
}

func (a *heldAccount) recorded() *kubeletconfig.ImagePullServiceAccount {
	if a == nil {
		return nil
	}
	return &kubeletconfig.ImagePullServiceAccount{UID: a.UID, Namespace: a.Namespace, Name: a.Name}
}

func (b *pulledBy) credentials() *kubeletconfig.ImagePullCredentials {
	switch {
	case b == nil:
		return nil
	case b.Secret != nil:
		return &kubeletconfig.ImagePullCredentials{KubernetesSecrets: []kubeletconfig.ImagePullSecret{b.Secret.recorded()}}
	case b.Account != nil:
		accounts := []kubeletconfig.ImagePullServiceAccount{*b.Account.recorded()}
		return &kubeletconfig.ImagePullCredentials{KubernetesServiceAccounts: accounts}
	default:
		return &kubeletconfig.ImagePullCredentials{NodePodsAccessible: true}
	}
}

// imageLister is all of a runtime that the manager talks to.
type imageLister struct {
	kubecontainer.ImageService
	images []nodeImage
}

func (l imageLister) ListImages(context.Context) ([]kubecontainer.Image, error) {
	images := make([]kubecontainer.Image, len(l.images))
	for i, image := range l.images {
		images[i] = kubecontainer.Image{ID: image.Ref, RepoTags: image.Tags, RepoDigests: image.Digests}
	}
	return images, nil
}

func writeFiles(directory string, files []recordFile) error {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(directory, file[0]), []byte(file[1]), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// recordDecoder reads records as the manager does.
var recordDecoder = func() runtime.Decoder {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		kubeletconfigv1beta1.AddToScheme, kubeletconfigv1alpha1.AddToScheme, kubeletconfig.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			panic(err)
		}
	}
	codecs := serializer.NewCodecFactory(scheme, serializer.EnableStrict)
	return codecs.UniversalDecoder()
}()

// readFiles gives every file that the manager looks into, by name.
func readFiles(directory string) (row, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil, err
	}
	files := row{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(directory, entry.Name()))
		if err != nil {
			return nil, err
		}
		if bytes.HasPrefix([]byte(entry.Name()), []byte("sha256-")) && !bytes.HasSuffix([]byte(entry.Name()), []byte(".tmp")) {
			files.Add(entry.Name(), readRecord(content, filepath.Base(directory)))
		}
	}
	return files, nil
}

func readRecord(content []byte, directory string) any {
	object, gvk, err := recordDecoder.Decode(content, nil, nil)
	if err != nil {
		return nil
	}
	switch record := object.(type) {
	case *kubeletconfig.ImagePullIntent:
		if directory != "pulling" {
			return nil
		}
		return row{{"version", gvk.Version}, {"image", record.Image}}
	case *kubeletconfig.ImagePulledRecord:
		if directory != "pulled" {
			return nil
		}
		var updated any
		switch at := record.LastUpdatedTime; {
		case at.After(thisRun):
			updated = "now"
		case !at.IsZero():
			updated = at.Unix()
		}
		access := map[string]any{}
		for name, credentials := range record.CredentialMapping {
			access[name] = readAccess(credentials)
		}
		return row{{"version", gvk.Version}, {"ref", record.ImageRef}, {"updated", updated}, {"access", access}}
	default:
		return nil
	}
}

func readAccess(credentials kubeletconfig.ImagePullCredentials) row {
	secrets, accounts := [][]string{}, [][]string{}
	for _, it := range credentials.KubernetesSecrets {
		secrets = append(secrets, []string{it.Namespace, it.Name, it.UID, it.CredentialHash})
	}
	for _, it := range credentials.KubernetesServiceAccounts {
		accounts = append(accounts, []string{it.Namespace, it.Name, it.UID})
	}
	return row{{"node", credentials.NodePodsAccessible}, {"secrets", secrets}, {"accounts", accounts}}
}
