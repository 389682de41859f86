package harness

// RealNames are well-known public images.
var RealNames = []string{
	"nginx", "redis", "postgres", "busybox", "alpine", "ubuntu", "debian", "httpd", "mariadb", "traefik",
	"library/nginx", "docker.io/library/redis", "docker.io/nginx", "index.docker.io/library/alpine",
	"bitnami/kafka", "grafana/grafana", "grafana/loki", "prom/prometheus", "calico/node", "rancher/k3s",
	"rancher/mirrored-pause", "hashicorp/vault", "jenkins/jenkins", "minio/minio", "velero/velero",
	"docker.io/rancher/shell", "docker.io/istio/pilot", "docker.io/cilium/cilium",
	"registry.k8s.io/pause", "registry.k8s.io/kube-apiserver", "registry.k8s.io/coredns/coredns",
	"registry.k8s.io/ingress-nginx/controller", "registry.k8s.io/sig-storage/csi-provisioner",
	"k8s.gcr.io/etcd", "gcr.io/distroless/static", "gcr.io/google_containers/pause-amd64",
	"us-docker.pkg.dev/google-samples/containers/gke/hello-app", "eu.gcr.io/my-project/app",
	"quay.io/coreos/etcd", "quay.io/prometheus/node-exporter", "quay.io/jetstack/cert-manager-controller",
	"quay.io/argoproj/argocd", "quay.io/cilium/operator-generic", "quay.io/calico/cni",
	"ghcr.io/kubewarden/policy-server", "ghcr.io/fluxcd/source-controller", "ghcr.io/dexidp/dex",
	"ghcr.io/home-assistant/home-assistant", "ghcr.io/project-zot/zot-linux-amd64",
	"mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/azure-cli", "mcr.microsoft.com/oss/kubernetes/pause",
	"public.ecr.aws/eks-distro/kubernetes/pause", "public.ecr.aws/docker/library/busybox",
	"602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni",
	"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/team/app",
	"docker.elastic.co/elasticsearch/elasticsearch", "nvcr.io/nvidia/cuda", "icr.io/ibm/appsody",
	"registry.gitlab.com/gitlab-org/gitlab-runner", "registry.redhat.io/ubi9/ubi", "registry.suse.com/bci/bci-base",
	"registry.opensuse.org/opensuse/tumbleweed", "registry.rancher.com/rancher/rancher",
	"registry.example.com:5000/team/app", "localhost/app", "localhost:5000/app", "127.0.0.1:5000/app",
	"10.0.0.1:30500/team/service/api", "[::1]:5000/app", "[fd00::1]/team/app", "registry:5000/app", "harbor.local/p/x",
	"cr.yandex/mirror/nginx", "rg.fr-par.scw.cloud/ns/img", "myregistry.azurecr.io/samples/nginx",
}

// RealTags are tags as people write them.
var RealTags = []string{
	"latest", "latest", "v1.2.3", "1.27", "1.27-alpine", "stable", "nightly", "main", "sha-8f3c2a1", "20.04",
	"v0.9.0-rc.1", "1.0.0_build.5", "x86_64", "Latest", "LATEST", "lts-jdk17", "0", "_", "9999999999", "3.19.1",
}
