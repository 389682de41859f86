package main

import (
	"crypto/tls"
	"net/url"
	_ "unsafe" // for the names below

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/rancher/wharfie/pkg/registries"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"net/http"
)

// resolver and endpoint are wharfie's registry and endpoint, which it does not export, field by field.
type resolver struct {
	DefaultKeychain authn.Keychain
	Registry        *registries.Registry
	transports      map[string]*http.Transport
}

type endpoint struct {
	auth     authn.Authenticator
	keychain authn.Keychain
	ref      name.Reference
	registry *resolver
	url      *url.URL
}

//go:linkname getEndpoints github.com/rancher/wharfie/pkg/registries.(*registry).getEndpoints
func getEndpoints(r *resolver, ref name.Reference) ([]endpoint, error)

//go:linkname rewrite github.com/rancher/wharfie/pkg/registries.(*registry).rewrite
func rewrite(r *resolver, ref name.Reference) name.Reference

//go:linkname getTLSConfig github.com/rancher/wharfie/pkg/registries.(*registry).getTLSConfig
func getTLSConfig(r *resolver, endpoint *url.URL) (*tls.Config, error)

//go:linkname isDefault github.com/rancher/wharfie/pkg/registries.endpoint.isDefault
func isDefault(e endpoint) bool

//go:linkname image github.com/rancher/wharfie/pkg/registries.(*registry).Image
func image(r *resolver, ref name.Reference, options ...remote.Option) (v1.Image, error)

// newResolver is what GetPrivateRegistries makes of a file, on a node without credentials of its own.
func newResolver(file *registries.Registry) *resolver {
	return &resolver{
		DefaultKeychain: authn.NewMultiKeychain(),
		Registry:        file,
		transports:      map[string]*http.Transport{},
	}
}
