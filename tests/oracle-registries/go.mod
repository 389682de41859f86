module pullscope/oracle-registries

go 1.26.6

require (
	github.com/google/go-containerregistry v0.21.6
	github.com/rancher/wharfie v0.7.1
	github.com/sirupsen/logrus v1.10.2
	gopkg.in/yaml.v2 v2.4.0
	pullscope/oracle/harness v0.0.0
)

require (
	github.com/docker/cli v29.4.3+incompatible // indirect
	github.com/docker/docker-credential-helpers v0.9.3 // indirect
	github.com/klauspost/compress v1.18.6 // indirect
	github.com/opencontainers/go-digest v1.0.0 // indirect
	github.com/opencontainers/image-spec v1.1.1 // indirect
	golang.org/x/sync v0.20.0 // indirect
	golang.org/x/sys v0.44.0 // indirect
)

replace pullscope/oracle/harness => ../oracle/harness
