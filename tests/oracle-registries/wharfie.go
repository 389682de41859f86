package main

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/rancher/wharfie/pkg/registries"
)

func wharfieKind() *kind {
	return &kind{
		Name: "registries_wharfie",
		Source: "rancher/wharfie pkg/registries (GetPrivateRegistries, getEndpoints, rewrite, " +
			"getTLSConfig, Image with an in-memory transport), on a node with every file of the TLS blocks",
		Fields: row{
			{"registries_yaml", "text of registries.yaml"},
			{"image", "image name (weak go-containerregistry parsing)"},
			{"yaml_error", "exact error of loading the file"},
			{"image_error", "exact error of parsing the image"},
			{"registry", "registry of the parsed image"},
			{"repository", "repository of the parsed image"},
			{"identifier", "tag or digest"},
			{"endpoints_error", "exact error of making the list of endpoints"},
			{"endpoints", "ordered list of endpoints tried: {url, is_default (endpoint host equals the " +
				"image registry: no rewrite), repository (after rewrite) or repository_any_of (outcomes " +
				"seen, Go map order decides), auth (null = anonymous), insecure_skip_verify, tls_error " +
				"(exact error of building the TLS config)}; the last one is always the default endpoint"},
			{"requests", "manifest requests that Image() really sent, in order, each endpoint answering " +
				"401 Basic to the ping and 404 to the manifest: {method, url, host, authorization}; " +
				"absent where repository_any_of occurs, and where the registry is no address that can " +
				"be asked"},
		},
		Answer:   answerWharfie,
		Generate: generateWharfie,
	}
}

func answerWharfie(in input) (row, error) {
	text, err := in.Text("registries_yaml")
	if err != nil {
		return nil, err
	}
	asked, err := in.Text("image")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.Text("registries_yaml", text)
	out.Text("image", asked)
	loaded, wrong, err := load(text)
	if err != nil {
		return nil, err
	}
	if wrong != nil {
		out.Text("yaml_error", wrong.Error())
		return out, nil
	}
	ref, wrong := name.ParseReference(asked)
	if wrong != nil {
		out.Text("image_error", wrong.Error())
		return out, nil
	}
	out.Add("registry", ref.Context().RegistryStr())
	out.Add("repository", ref.Context().RepositoryStr())
	out.Add("identifier", ref.Identifier())
	r := newResolver(loaded)
	endpoints, wrong := getEndpoints(r, ref)
	if wrong != nil {
		out.Text("endpoints_error", wrong.Error())
		return out, nil
	}
	if err := findFiles(loaded); err != nil {
		return nil, err
	}
	outcomes := rewrites(r, ref)
	open := false
	rows := []row{}
	for _, it := range endpoints {
		shown, err := endpointRow(r, it, outcomes)
		if err != nil {
			return nil, err
		}
		open = open || len(outcomes) > 1 && !isDefault(it)
		rows = append(rows, shown)
	}
	out.Add("endpoints", rows)
	if !open && canBeAsked(ref.Context().RegistryStr()) {
		requests, err := requestsFor(r, ref, endpoints)
		if err != nil {
			return nil, err
		}
		out.Add("requests", requests)
	}
	return out, nil
}

func endpointRow(r *resolver, it endpoint, outcomes []string) (row, error) {
	shown := row{}
	shown.Text("url", it.url.String())
	shown.Add("is_default", isDefault(it))
	switch {
	case isDefault(it):
		shown.Add("repository", it.ref.Context().RepositoryStr())
	case len(outcomes) == 1:
		shown.Add("repository", outcomes[0])
	default:
		shown.Add("repository_any_of", outcomes)
	}
	if it.auth == authn.Anonymous {
		shown.Add("auth", nil)
	} else {
		found, err := it.auth.Authorization()
		if err != nil {
			return nil, err
		}
		if *found == (authn.AuthConfig{}) {
			shown.Add("auth", nil)
		} else {
			shown.Add("auth", credentials{found.Username, found.Password, found.Auth, found.IdentityToken})
		}
	}
	settings, wrong := getTLSConfig(r, it.url)
	if wrong != nil {
		shown.Add("insecure_skip_verify", false)
		shown.Text("tls_error", wrong.Error())
	} else {
		shown.Add("insecure_skip_verify", settings.InsecureSkipVerify)
	}
	return shown, nil
}

// tries is how often a rewrite is made, where the order of a Go map decides; of 200 times, a rule of
// eight is first in none with a chance of 1 : 4 * 10^11.
const tries = 200

// rewrites gives the repositories that may be asked for, sorted.
func rewrites(r *resolver, ref name.Reference) []string {
	times := 1
	for _, it := range r.Registry.Mirrors {
		if len(it.Rewrites) > 1 {
			times = tries
		}
	}
	outcomes := []string{}
	for range times {
		outcome := rewrite(r, ref).Context().RepositoryStr()
		if !slices.Contains(outcomes, outcome) {
			outcomes = append(outcomes, outcome)
		}
	}
	slices.Sort(outcomes)
	return outcomes
}

// findFiles puts files that are there in the place of those of the TLS blocks.
func findFiles(file *registries.Registry) error {
	for key, it := range file.Configs {
		if it.TLS == nil {
			continue
		}
		there, err := nodeFiles()
		if err != nil {
			return err
		}
		settings := *it.TLS
		if settings.CAFile != "" {
			settings.CAFile = there.certificate
		}
		if settings.CertFile != "" && settings.KeyFile != "" {
			settings.CertFile, settings.KeyFile = there.certificate, there.key
		}
		it.TLS = &settings
		file.Configs[key] = it
	}
	return nil
}

// canBeAsked says whether requests to a registry get as far as the endpoints: not those to http: or ::1.
func canBeAsked(registry string) bool {
	asked, err := url.Parse("https://" + registry + "/v2/")
	return err == nil && asked.Host == registry && !strings.HasSuffix(registry, ":")
}

// requestsFor gives what Image sends for the manifest, to one endpoint after the other.
func requestsFor(r *resolver, ref name.Reference, endpoints []endpoint) ([]row, error) {
	sent := &recorder{object: ref.Identifier(), requests: []row{}}
	transport := sent.transport()
	// Plain HTTP goes through the default transport, as does what is no scheme of a registry.
	before := remote.DefaultTransport
	remote.DefaultTransport = anyScheme{sent, transport}
	defer func() { remote.DefaultTransport = before }()
	for _, it := range endpoints {
		r.transports[it.url.Host] = transport
	}
	if _, wrong := image(r, ref); wrong == nil {
		return nil, fmt.Errorf("an image was found for %s", ref)
	}
	return sent.requests, nil
}

// recorder answers as a registry that wants a password and has no manifest.
type recorder struct {
	object   string
	requests []row
}

// transport checks requests as Go does, and sends them nowhere.
func (s *recorder) transport() *http.Transport {
	// What is in memory speaks no HTTP/2.
	transport := &http.Transport{TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{}}
	transport.RegisterProtocol("http", s)
	transport.RegisterProtocol("https", s)
	return transport
}

// anyScheme records a request of another scheme, too, which nobody could send.
type anyScheme struct {
	sent      *recorder
	transport *http.Transport
}

func (a anyScheme) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme == "http" {
		return a.transport.RoundTrip(request)
	}
	return a.sent.RoundTrip(request)
}

func (s *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	answer := &http.Response{
		StatusCode: http.StatusUnauthorized, Request: request, Body: http.NoBody,
		Header: http.Header{"Www-Authenticate": {`Basic realm="registry"`}},
	}
	if !strings.HasSuffix(request.URL.Path, "/manifests/"+s.object) {
		return answer, nil
	}
	shown := row{{"method", request.Method}}
	shown.Text("url", request.URL.String())
	shown.Text("host", request.Host)
	if sent := request.Header.Get("Authorization"); sent != "" {
		shown.Text("authorization", sent)
	}
	s.requests = append(s.requests, shown)
	answer.StatusCode, answer.Header = http.StatusNotFound, http.Header{}
	return answer, nil
}
