package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"k8s.io/kubernetes/pkg/credentialprovider"
)

func dockerConfigKind() *kind {
	return &kind{
		Name: "dockerconfig_decode",
		Source: "Kubernetes pkg/credentialprovider: json.Unmarshal into DockerConfigJSON " +
			"(kind config.json) or DockerConfig (kind dockercfg)",
		Fields: row{
			{"kind", "config.json or dockercfg"},
			{"raw", "the document, when it is UTF-8"},
			{"raw_b64", "the document in base64, when it is not UTF-8"},
			{"ok", "decoding succeeded"},
			{"entries", "list of {key, username, password, email}, sorted by key bytes; a value " +
				"that is not UTF-8 appears under NAME_b64 in base64"},
			{"error", "exact error text of json.Unmarshal"},
			{"redacted_error", "error text of the readers of config files, which hide the cause"},
		},
		Answer: answerDockerConfig,
		Generate: makes(func(g *gen) row {
			kind, document := g.OddConfig()
			out := row{{"kind", kind}}
			out.Text("raw", document)
			return out
		}),
	}
}

// decodeConfig decodes a document as the kubelet does for a pull Secret.
func decodeConfig(kind string, document []byte) (credentialprovider.DockerConfig, error, error) {
	switch kind {
	case "config.json":
		var config credentialprovider.DockerConfigJSON
		err := json.Unmarshal(document, &config)
		return config.Auths, err, nil
	case "dockercfg":
		var config credentialprovider.DockerConfig
		err := json.Unmarshal(document, &config)
		return config, err, nil
	default:
		return nil, nil, fmt.Errorf("kind %q is neither config.json nor dockercfg", kind)
	}
}

func answerDockerConfig(in input) (row, error) {
	kind, err := in.Text("kind")
	if err != nil {
		return nil, err
	}
	document, err := in.Text("raw")
	if err != nil {
		return nil, err
	}
	config, wrong, err := decodeConfig(kind, []byte(document))
	if err != nil {
		return nil, err
	}
	out := row{{"kind", kind}}
	out.Text("raw", document)
	out.Add("ok", wrong == nil)
	if wrong == nil {
		out.Add("entries", entries(config))
		return out, nil
	}
	out.Text("error", wrong.Error())
	redacted, err := redactedError(kind, []byte(document))
	if err != nil {
		return nil, err
	}
	out.Text("redacted_error", redacted.Error())
	return out, nil
}

func entries(config credentialprovider.DockerConfig) []row {
	keys := make([]string, 0, len(config))
	for key := range config {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	list := make([]row, 0, len(keys))
	for _, key := range keys {
		out := row{}
		out.Text("key", key)
		list = append(list, append(out, credential(config[key])...))
	}
	return list
}

func credential(entry credentialprovider.DockerConfigEntry) row {
	out := row{}
	out.Text("username", entry.Username)
	out.Text("password", entry.Password)
	out.Text("email", entry.Email)
	return out
}

// redactedError gives what the readers of config files say about a document that does not decode.
func redactedError(kind string, document []byte) (redacted, failed error) {
	if kind == "dockercfg" {
		_, redacted = credentialprovider.ReadDockerConfigFileFromBytes(document)
	} else {
		// The reader of bytes is not exported for this kind; the reader of files is.
		file, err := os.CreateTemp("", "config-*.json")
		if err != nil {
			return nil, err
		}
		defer os.Remove(file.Name())
		_, err = file.Write(document)
		if closed := file.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return nil, err
		}
		_, redacted = credentialprovider.ReadSpecificDockerConfigJSONFile(file.Name())
	}
	if redacted == nil {
		return nil, fmt.Errorf("the reader of %s accepts what json.Unmarshal refuses", kind)
	}
	return redacted, nil
}
