//! The statements. `docs/statements.md` lists them for readers, and a test compares the two.

use super::{Statement, ToldBy};

/// What the documentation says and does not hold as it is written.
pub const STATEMENTS: &[Statement] = &[
    Statement {
        said: "The auth of a registry may hold a token",
        wrong: "in every release",
        happens: "there is no member `token`: it is passed over in silence; a personal access token is \
              a `password`, a refresh token an `identity_token`",
        codes: &["registries/auth-token"],
        told_by: None,
    },
    Statement {
        said: "auth is an authentication token",
        wrong: "in every release",
        happens: "it is the base64 of `user:password`; containerd refuses anything else, and the \
              endpoint fails",
        codes: &["registries/auth-not-base64"],
        told_by: None,
    },
    Statement {
        said: "configs has the credentials of each mirror",
        wrong: "in every release",
        happens: "it is keyed by the host and port that is asked, an endpoint's; an entry under the \
              mirror's own name is for its default endpoint alone",
        codes: &["registries/configs-of-mirror"],
        told_by: None,
    },
    Statement {
        said: "The default endpoint of Docker Hub is https://index.docker.io/v2",
        wrong: "in every release",
        happens: "containerd asks `https://registry-1.docker.io/v2`; `index.docker.io` is asked only \
              by RKE2 itself, for its own image",
        codes: &["registries/hub-index", "registries/mirror-of-hub-host"],
        told_by: Some(ToldBy::Hub),
    },
    Statement {
        said: "The default endpoint of any other registry is https://REGISTRY/v2",
        wrong: "for hosts of the machine itself",
        happens: "`localhost` and loopback addresses are asked with http at any port but 443, unless \
              it is written; where nothing is written at all, with https first",
        codes: &[],
        told_by: Some(ToldBy::Local),
    },
    Statement {
        said: "Without http:// an endpoint is asked with https",
        wrong: "for hosts of the machine itself",
        happens: "`localhost:5000` is asked with http",
        codes: &["registries/local-without-scheme"],
        told_by: None,
    },
    Statement {
        said: "The first part of an image has to have a period or a colon to be a registry",
        wrong: "in every release",
        happens: "`localhost` and names with upper-case letters are registries as well; a name of one \
              part has none",
        codes: &["registries/mirror-not-a-registry"],
        told_by: Some(ToldBy::FirstPart),
    },
    Statement {
        said: "With the flag only the endpoints of mirrors are asked",
        wrong: "since January 2024, which brought the flag",
        happens: "the registry itself is asked where `configs` has an entry of the mirror's name, \
              where the mirror has no endpoint that can be used, and where its `hosts.toml` cannot \
              be read",
        codes: &[
            "registries/default-kept",
            "registries/default-kept-by-config",
            "registries/rewrite-escape",
        ],
        told_by: None,
    },
    Statement {
        said: "Each mirror has a name and a set of endpoints",
        wrong: "in every release",
        happens: "endpoints may be left out; the entry then changes nothing, but lets the embedded \
              mirror serve the registry",
        codes: &["registries/entry-says-nothing"],
        told_by: None,
    },
    Statement {
        said: "The entry * of configs is the default for all registries",
        wrong: "in every release",
        happens: "credentials are never looked up under it; its TLS settings are for default endpoints \
              alone",
        codes: &["registries/wildcard-auth"],
        told_by: None,
    },
    Statement {
        said: "The entry * is used for every registry without a mirror of its own",
        wrong: "since March 2024, which brought the wildcard",
        happens: "an entry of `configs` with credentials or TLS settings keeps its registry from it; \
              an entry that changes nothing does not",
        codes: &["registries/config-hides-wildcard"],
        told_by: None,
    },
    Statement {
        said: "A local mirror for all registries, with TLS verification off for all but docker.io",
        wrong: "since March 2024",
        happens: "the documentation's example has verification on for all, and the mirror for \
              `docker.io` too",
        codes: &["registries/wildcard-tls"],
        told_by: None,
    },
    Statement {
        said: "Wildcards work since v1.26.15, v1.27.12, v1.28.8 and v1.29.3",
        wrong: "for v1.31.6 and v1.32.2",
        happens: "there a wildcard mirror has no default endpoint to fall back to",
        codes: &["registries/wildcard-without-default"],
        told_by: None,
    },
    Statement {
        said: "The kubelet may show only the error of the default endpoint",
        wrong: "for containerd 2",
        happens: "the first error of the most telling sort is shown; each host has a line in \
              containerd's log",
        codes: &["registries/http-then-https"],
        told_by: None,
    },
    Statement {
        said: "An endpoint that is the default is ignored",
        wrong: "in every release",
        happens: "only in the last place; before it is asked with rewritten names, and again at the \
              end",
        codes: &["registries/default-listed"],
        told_by: None,
    },
    Statement {
        said: "The example with :443 can be copied as it is",
        wrong: "in every release",
        happens: "it lacks the colon behind the registry, and K3s does not start with it",
        codes: &["registries/not-yaml"],
        told_by: None,
    },
];
