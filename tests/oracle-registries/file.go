package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/rancher/wharfie/pkg/registries"
)

func fileKind() *kind {
	return &kind{
		Name:   "registries_file",
		Source: "rancher/wharfie pkg/registries GetPrivateRegistries, which reads with gopkg.in/yaml.v2",
		Modules: []string{
			"github.com/rancher/wharfie", "gopkg.in/yaml.v2",
		},
		Fields: row{
			{"registries_yaml", "text of registries.yaml"},
			{"error", "exact error of loading the file or null"},
			{"mirrors", "what is read: registry -> {endpoint, rewrite}; null beside an error"},
			{"configs", "what is read: host -> {auth, tls}, each null or a block; null beside an error"},
		},
		Answer: answerFile,
		Generate: func(g *gen) row {
			made := row{}
			made.Text("registries_yaml", newFile(g).text())
			return made
		},
	}
}

// mirror and config are what a row shows of an entry.
type mirror struct {
	Endpoints []string          `json:"endpoint"`
	Rewrites  map[string]string `json:"rewrite"`
}

type config struct {
	Auth *credentials `json:"auth"`
	TLS  *security    `json:"tls"`
}

type credentials struct {
	Username      string `json:"username"`
	Password      string `json:"password"`
	Auth          string `json:"auth"`
	IdentityToken string `json:"identity_token"`
}

type security struct {
	CAFile             string `json:"ca_file"`
	CertFile           string `json:"cert_file"`
	KeyFile            string `json:"key_file"`
	InsecureSkipVerify bool   `json:"insecure_skip_verify"`
}

func answerFile(in input) (row, error) {
	text, err := in.Text("registries_yaml")
	if err != nil {
		return nil, err
	}
	out := row{}
	out.Text("registries_yaml", text)
	loaded, wrong, err := load(text)
	if err != nil {
		return nil, err
	}
	if wrong != nil {
		out.Text("error", wrong.Error())
		out.Add("mirrors", nil)
		out.Add("configs", nil)
		return out, nil
	}
	mirrors := map[string]mirror{}
	for key, it := range loaded.Mirrors {
		read := mirror{Endpoints: []string{}, Rewrites: map[string]string{}}
		read.Endpoints = append(read.Endpoints, it.Endpoints...)
		if it.Rewrites != nil {
			read.Rewrites = it.Rewrites
		}
		mirrors[key] = read
	}
	configs := map[string]config{}
	for key, it := range loaded.Configs {
		configs[key] = config{Auth: (*credentials)(it.Auth), TLS: (*security)(it.TLS)}
	}
	out.Add("error", nil)
	out.Add("mirrors", mirrors)
	out.Add("configs", configs)
	return out, nil
}

// load reads a text as the file on a node. wrong is upstream's answer, err a failure of this program.
func load(text string) (loaded *registries.Registry, wrong, err error) {
	dir, err := os.MkdirTemp("", "registries")
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "registries.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, nil, err
	}
	read, wrong := registries.GetPrivateRegistries(path)
	if wrong != nil {
		// An error may end within a character.
		return nil, errors.New(strings.ToValidUTF8(wrong.Error(), "\ufffd")), nil
	}
	return read.Registry, nil, nil
}
