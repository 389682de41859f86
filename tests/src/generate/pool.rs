//! Names that things have: few, so that one thing speaks of another, some of them wrong.

/// Namespaces; an empty one is left out.
pub(super) const NAMESPACES: [&str; 6] = ["", "", "default", "apps", "apps", "prod"];

/// Names of workloads.
pub(super) const WORKLOADS: [&str; 6] =
    ["web", "shop", "shop-7d9f8b6c5-x2x7k", "job", "größe", "db-0"];

/// Names of Secrets; some differ by a letter.
pub(super) const SECRETS: [&str; 9] =
    ["regcred", "regcred", "regcreds", "quay", "pull-me", "shared-pull", "Reg_Cred", "true", "a.b"];

/// Names of ServiceAccounts.
pub(super) const ACCOUNTS: [&str; 5] = ["default", "default", "robot", "builder", "robots"];

/// Names of images, good ones and what people write instead.
pub(super) const IMAGES: [&str; 64] = [
    "nginx",
    "nginx:1.27",
    "nginx:latest",
    "library/nginx",
    "docker.io/library/nginx:1",
    "index.docker.io/team/app:1",
    "registry-1.docker.io/team/app",
    "quay.io/team/app:1.4.2",
    "quay.io/team/app-two:1.4.2",
    "quay.io/team/app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "quay.io/team/app:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "quay.io/team/app@sha256:12",
    "quay.io/team/app@e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "registry.example.com:5000/team/shop:1.4.2",
    "registry.example.com/team/shop:1.4.2",
    "registry.example.com:5000/team/Shop:1.4.2",
    "Registry.Example.com/team/shop",
    "localhost/app",
    "localhost:5000/app:dev",
    "10.0.0.5:5000/app:1",
    "[::1]:5000/app",
    "[fe80::1%25eth0]/app",
    "ghcr.io/org/app:main",
    "ghcr.io/Org/app:main",
    "gcr.io/project/app:v1",
    "eu-docker.pkg.dev/project/repo/app:v1",
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1",
    "team.azurecr.io/app:1",
    "registry.gitlab.com/group/sub/app:1",
    "k8s.gcr.io/pause:3.2",
    "https://quay.io/team/app:1",
    "docker://quay.io/team/app:1",
    "oci://ghcr.io/org/chart:1",
    "quay.io//team/app",
    "quay.io/team/app:",
    "quay.io/team/app:1:2",
    "quay.io/team/app: 1",
    "quay.io/team/app:1.0+build",
    "quay.io/team/app:v1/extra",
    "/team/app:1",
    "quay.io/",
    ":latest",
    "@sha256:12",
    "-app",
    "app_",
    "my__app:1",
    "my___app:1",
    "$IMAGE",
    "${REGISTRY}/app:${TAG}",
    "{{ .Values.image }}",
    "<image>",
    "<your-registry>/app:1",
    "$(REGISTRY)/app",
    "REPLACE_ME",
    "nginx :1.27",
    " nginx",
    "nginx ",
    "",
    "größe/app:1",
    "nginx\u{200b}:1",
    "nginx:1.27, redis:7",
    "\"nginx\"",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "nginx:1.27\n",
];

/// Keys of a `config.json`, good ones and what people write instead.
pub(super) const KEYS: [&str; 34] = [
    "quay.io",
    "quay.io/team",
    "quay.io/team/app",
    "quay.io/team/ap",
    "https://quay.io",
    "https://quay.io/v1/",
    "http://quay.io/v2/",
    "quay.io/",
    "quay.io:443",
    "Quay.io",
    "*.io",
    "*.quay.io",
    "https://index.docker.io/v1/",
    "index.docker.io",
    "docker.io",
    "hub.docker.com",
    "registry-1.docker.io",
    "registry.example.com",
    "registry.example.com:5000",
    "registry.example.com:5001",
    "*.example.com:5000",
    "registry.*.com:5000/team",
    "registry.example.org:5000",
    "ghcr.io",
    "ghcr.io/org",
    "gchr.io",
    "localhost",
    "localhost:5000",
    "10.0.0.5:5000",
    "[::1]:5000",
    "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    "",
    "https://",
    "größe.example.com",
];

/// Names of users; some say what the password is.
pub(super) const USERS: [&str; 10] = [
    "robot",
    "robot$ci",
    "team+puller",
    "AWS",
    "_json_key",
    "oauth2accesstoken",
    "00000000-0000-0000-0000-000000000000",
    "<token>",
    "größe",
    "a b",
];
