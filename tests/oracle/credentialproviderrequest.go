package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"time"
	"unsafe"

	authenticationv1 "k8s.io/api/authentication/v1"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/credentialprovider"
	"k8s.io/kubernetes/pkg/credentialprovider/plugin"
	"k8s.io/utils/clock"
	testingclock "k8s.io/utils/clock/testing"
)

func credentialProviderRequestKind() *kind {
	return &kind{
		Name: "credential_provider_request",
		Source: "Kubernetes pkg/credentialprovider/plugin: RegisterCredentialProviderPlugins, then Lookup of " +
			"NewExternalCredentialProviderDockerKeyring, with programs that print what the row says and a clock that is set",
		Fields: row{
			{"config", "the configuration of the providers, JSON"},
			{"namespace", "of the Pod"},
			{"account", "the Pod's ServiceAccount: name, uid, annotations; no uid where there is none of this name; null for a Pod without"},
			{"token", "the token of the ServiceAccount"},
			{"token_hash", "sha256: and the hash of the token in hex"},
			{"answers", "what the program of each provider prints"},
			{"looks", "one look-up each, `after` milliseconds since the one before: image"},
			{"results", "of each look-up: requests (provider and what it reads), credentials (user name and password in turn), " +
				"errors (provider and error, as in the log), cached (hex of the keys of each provider's cache, sorted)"},
		},
		Answer:   answerCredentialProviderRequest,
		Generate: makes(func(g *gen) row { return g.providerRequest() }),
	}
}

// The plugins that are registered, which nothing takes away again.
//
//go:linkname registeredPlugins k8s.io/kubernetes/pkg/credentialprovider/plugin.providers
var registeredPlugins []struct {
	name string
	impl unsafe.Pointer
}

//go:linkname registeredNames k8s.io/kubernetes/pkg/credentialprovider/plugin.seenProviderNames
var registeredNames sets.String

type providerAccount struct {
	Name        string            `json:"name"`
	UID         *string           `json:"uid,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type providerLook struct {
	After int64  `json:"after"`
	Image string `json:"image"`
}

func answerCredentialProviderRequest(in input) (row, error) {
	config, err := in.Text("config")
	if err != nil {
		return nil, err
	}
	namespace, err := in.Text("namespace")
	if err != nil {
		return nil, err
	}
	token, err := in.Text("token")
	if err != nil {
		return nil, err
	}
	var account *providerAccount
	var looks []providerLook
	answers := map[string]string{}
	for name, value := range map[string]any{"account": &account, "looks": &looks, "answers": &answers} {
		if _, err := in.Decode(name, value); err != nil {
			return nil, err
		}
	}
	reset, err := setTokens(true)
	if err != nil {
		return nil, err
	}
	defer reset()
	bin, err := os.MkdirTemp("", "oracle-bin")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(bin)
	const program = "#!/bin/sh\ncat > \"$0.in\"\ncat \"$0.out\"\n"
	for name, answer := range answers {
		path := filepath.Join(bin, filepath.Base(name))
		if err := errors.Join(os.WriteFile(path, []byte(program), 0o700), os.WriteFile(path+".out", []byte(answer), 0o600)); err != nil {
			return nil, err
		}
	}
	dir, err := writeConfigs([]string{config})
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	registeredPlugins, registeredNames = nil, sets.NewString()
	getToken := func(_, _ string, _ *authenticationv1.TokenRequest) (*authenticationv1.TokenRequest, error) {
		return &authenticationv1.TokenRequest{Status: authenticationv1.TokenRequestStatus{Token: token}}, nil
	}
	getAccount := func(_, name string) (*v1.ServiceAccount, error) {
		if account == nil || account.UID == nil {
			return nil, fmt.Errorf("serviceaccount %q not found", name)
		}
		meta := metav1.ObjectMeta{Name: name, UID: types.UID(*account.UID), Annotations: account.Annotations}
		return &v1.ServiceAccount{ObjectMeta: meta}, nil
	}
	if err := plugin.RegisterCredentialProviderPlugins(dir, bin, getToken, getAccount); err != nil {
		return nil, fmt.Errorf("the configuration is refused: %w", err)
	}
	name := ""
	if account != nil {
		name = account.Name
	}
	keyring := plugin.NewExternalCredentialProviderDockerKeyring(namespace, "pod", "pod-uid", name)
	now := testingclock.NewFakeClock(time.Unix(0, 0))
	stores := setClocks(keyring, now)
	log := &errorLog{}
	klog.SetSlogLogger(slog.New(log))
	defer klog.SetSlogLogger(slog.New(slog.DiscardHandler))

	results := make([]row, len(looks))
	for i, look := range looks {
		now.Step(time.Duration(look.After) * time.Millisecond)
		log.errors = [][2]string{}
		found, _ := keyring.Lookup(look.Image)
		credentials := [][2]string{}
		for _, each := range found {
			credentials = append(credentials, [2]string{each.AuthConfig.Username, each.AuthConfig.Password})
		}
		requests := [][2]string{}
		cached := [][]string{}
		for j, registered := range registeredPlugins {
			path := filepath.Join(bin, registered.name) + ".in"
			if read, err := os.ReadFile(path); err == nil {
				requests = append(requests, [2]string{registered.name, string(read)})
				if err := os.Remove(path); err != nil {
					return nil, err
				}
			}
			keys := []string{}
			for _, key := range stores[j].ListKeys() {
				keys = append(keys, hex.EncodeToString([]byte(key)))
			}
			slices.Sort(keys)
			cached = append(cached, keys)
		}
		results[i] = row{{"requests", requests}, {"credentials", credentials}, {"errors", log.errors}, {"cached", cached}}
	}
	return row{
		{"config", config}, {"namespace", namespace}, {"account", account}, {"token", token}, {"token_hash", tokenHash(token)},
		{"answers", answers}, {"looks", looks}, {"results", results},
	}, nil
}

// setClocks gives the plugins of a keyring another clock, and tells their caches.
func setClocks(keyring credentialprovider.DockerKeyring, now clock.Clock) []cache.Store {
	open := func(v reflect.Value) reflect.Value {
		return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
	}
	var stores []cache.Store
	plugins := reflect.ValueOf(keyring).Elem().FieldByName("providers")
	for i := range plugins.Len() {
		impl := plugins.Index(i).Elem().Elem().FieldByName("provider").Elem()
		open(impl.FieldByName("clock")).Set(reflect.ValueOf(now))
		open(impl.FieldByName("lastCachePurge")).Set(reflect.ValueOf(now.Now()))
		store := open(impl.FieldByName("cache"))
		stores = append(stores, store.Interface().(cache.Store))
		policy := store.Elem().Elem().FieldByName("expirationPolicy").Elem().Elem()
		open(policy.FieldByName("clock")).Set(reflect.ValueOf(now))
	}
	return stores
}

// errorLog keeps what the kubelet logs of a plugin's failure.
type errorLog struct{ errors [][2]string }

func (*errorLog) Enabled(context.Context, slog.Level) bool { return true }
func (l *errorLog) WithAttrs([]slog.Attr) slog.Handler     { return l }
func (l *errorLog) WithGroup(string) slog.Handler          { return l }
func (l *errorLog) Handle(_ context.Context, record slog.Record) error {
	if record.Message != "Failed to provide credentials for image" {
		return nil
	}
	var entry [2]string
	record.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "provider":
			entry[0] = a.Value.String()
		case "err":
			entry[1] = fmt.Sprint(a.Value.Any())
		}
		return true
	})
	l.errors = append(l.errors, entry)
	return nil
}

// providerRequest is a configuration that is accepted, what its plugins answer, and some look-ups.
func (g *gen) providerRequest() row {
	const group = "credentialprovider.kubelet.k8s.io/"
	images := []string{g.plainImage(), g.plainImage()}
	if host, _, ok := cutHost(images[0]); ok && g.Chance(0.5) {
		images[1] = host + "/" + g.Path(1)
	}
	token := pick(g, "token-1", "eyJhbGciOi", "a<b>\"c\"")
	providers := []any{}
	answers := map[string]string{}
	for i, name := range []string{"ecr", "acr", "gcr"}[:pick(g, 1, 1, 2, 3)] {
		image := pick(g, images...)
		version := pick(g, "v1", "v1", "v1", "v1beta1", "v1alpha1")
		entries := []any{}
		for range pick(g, 1, 1, 2) {
			entry := g.plainKeyFor(image)
			if g.Chance(0.2) {
				entry = pick(g, "index.docker.io", "docker.io", "*.*", "*", "https://"+entry, entry+"/*", "*."+entry)
			}
			if _, err := credentialprovider.ParseSchemelessURL(entry); err != nil {
				entry = image
			}
			entries = append(entries, entry)
		}
		one := row{
			{"name", name}, {"matchImages", entries}, {"apiVersion", group + version},
			{"defaultCacheDuration", pick(g, "0s", "1s", "1m", "20m", "12h")},
		}
		if version == "v1" && g.Chance(0.4) {
			required, optional := []any{}, []any{}
			for _, key := range []string{"a", "example.com/role", "z"} {
				switch g.IntN(4) {
				case 0:
					required = append(required, key)
				case 1:
					optional = append(optional, key)
				}
			}
			one.Add("tokenAttributes", row{
				{"serviceAccountTokenAudience", "registry"},
				{"cacheType", pick(g, "ServiceAccount", "Token")},
				{"requireServiceAccount", len(required) > 0 || g.Chance(0.6)},
				{"requiredServiceAccountAnnotationKeys", required},
				{"optionalServiceAccountAnnotationKeys", optional},
			})
		}
		providers = append(providers, one)
		answers[name] = g.providerAnswer(group+version, fmt.Sprint("user", i), token, images)
	}
	config, err := json.Marshal(row{
		{"kind", "CredentialProviderConfig"}, {"apiVersion", "kubelet.config.k8s.io/v1"}, {"providers", providers},
	})
	if err != nil {
		panic(err)
	}
	var account *providerAccount
	if g.Chance(0.85) {
		account = &providerAccount{Name: pick(g, "default", "robot")}
		if g.Chance(0.93) {
			uid := pick(g, "uid-1", "")
			account.UID = &uid
			account.Annotations = map[string]string{}
			for _, key := range []string{"a", "example.com/role", "z", "other"} {
				if g.Chance(0.75) {
					account.Annotations[key] = pick(g, "", "x", "<&>", "é\n", "arn:aws:iam::1:role/r")
				}
			}
			if g.Chance(0.005) {
				account.Annotations["a"] = string(make([]byte, pick(g, 65535, 65536, 70000)))
			}
		}
	}
	looks := []providerLook{}
	for range g.Between(1, 5) {
		looks = append(looks, providerLook{
			After: pick[int64](g, 0, 0, 1, 999, 1000, 1001, 60000, 60001, 900000, 900001, 1200000, 43200000, 86400000),
			Image: pick(g, images...),
		})
	}
	return row{
		{"config", string(config)}, {"namespace", pick(g, "default", "apps")}, {"account", account},
		{"token", token}, {"token_hash", tokenHash(token)}, {"answers", answers}, {"looks", looks},
	}
}

func tokenHash(token string) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(token)))
}

func (g *gen) plainImage() string {
	fresh := g.Domain() + "/" + g.Path(2)
	if _, err := credentialprovider.ParseSchemelessURL(fresh); err != nil {
		fresh = "quay.io/team/app"
	}
	return pick(g, "docker.io/library/nginx", "docker.io/team/app", "ghcr.io/team/app", "team.azurecr.io/app",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app", "eu.gcr.io/project/app", "registry.example.com:5000/team/app",
		"localhost:5000/a", "[::1]:5000/a", "a.b.c.d.e/f/g/h", fresh)
}

func cutHost(image string) (string, string, bool) {
	for i := range image {
		if image[i] == '/' {
			return image[:i], image[i+1:], true
		}
	}
	return image, "", false
}

// providerAnswer is what a program prints, mostly good.
func (g *gen) providerAnswer(version, user, token string, images []string) string {
	object := row{
		{"kind", "CredentialProviderResponse"}, {"apiVersion", version},
		{"cacheKeyType", pick(g, "Image", "Registry", "Global")},
	}
	if g.Chance(0.6) {
		object.Add("cacheDuration", pick[any](g, nil, "0s", "1s", "1m", "10m", "6h", "-1s", "0", "1000ms"))
	}
	auth := row{}
	index := sets.NewString()
	for i := range pick(g, 0, 1, 1, 1, 2, 3) {
		key := g.plainKeyFor(pick(g, images...))
		switch g.IntN(6) {
		case 0:
			key = pick(g, "index.docker.io", "docker.io", "*.*", "%zz", "*.io/team")
		case 1:
			key = pick(g, "https://", "http://") + key + pick(g, "", "/", "/v1/", "/v2/")
		}
		// Keys that are one to the keyring would stand in the order of a Go map.
		one := credentialprovider.BasicDockerKeyring{}
		one.Add(nil, credentialprovider.DockerConfig{key: {}})
		keys := reflect.ValueOf(&one).Elem().FieldByName("index")
		if keys.Len() == 1 && index.Has(keys.Index(0).String()) {
			continue
		}
		if keys.Len() == 1 {
			index.Insert(keys.Index(0).String())
		}
		secret := pick(g, "secret", "secret", "", token)
		auth.Add(key, row{{"username", fmt.Sprint(user, "-", i)}, {"password", secret}})
	}
	object.Add("auth", auth)
	if g.Chance(0.1) {
		object[len(object)-1].Value = pick[any](g, nil, "x", []any{}, row{{"a.io", nil}}, row{{"a.io", "x"}}, row{{"a.io", row{{"user", "x"}}}},
			row{{"a.io", row{{"password", 1}}}})
	}
	g.spoil(&object, 0.03, func(string) any {
		return pick[any](g, nil, 1, "", "x", "image", "v1", "1d", "credentialprovider.kubelet.k8s.io/v1", "a/b/c", row{}, []any{})
	})
	g.unknown(&object)
	text, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	if g.Chance(0.04) {
		return pick(g, "", "null", "[]", "1", "kind: CredentialProviderResponse", string(text[:g.IntN(len(text))]), string(text)+"}")
	}
	return string(text) + pick(g, "", "\n")
}
