//! Every code of a finding, with its title and its page.
//!
//! A page is a file of Markdown, `docs/findings/AREA-NAME.md` for the code `AREA/NAME`, whose
//! heading is the title. A test compares codes, pages and cases with each other.

/// A code that a [`Finding`](super::Finding) can have.
///
/// How bad a finding is depends on the case and stands with the finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code: `keyring/port-differs`. It keeps its meaning for ever and is never reused.
    pub code: &'static str,
    /// What it says, as a heading.
    pub title: &'static str,
}

/// The heading of a code's page; `None` for a code that is not in the catalogue.
///
/// ```
/// use pullscope_core::finding::title;
///
/// assert_eq!(title("keyring/port-differs"), Some("The key has another port than the image"));
/// ```
pub fn title(code: &str) -> Option<&'static str> {
    place(code).map(|it| CODES[it].title)
}

/// The page of a code, in Markdown: what happens, how to tell, how to fix it, when it is fine.
///
/// ```
/// use pullscope_core::finding::explain;
///
/// let page = explain("secret/encoded-twice").unwrap();
/// assert!(page.starts_with("# The value was encoded twice\n"));
/// assert_eq!(explain("secret/no-such-code"), None);
/// ```
pub fn explain(code: &str) -> Option<&'static str> {
    place(code).map(|it| PAGES[it])
}

fn place(code: &str) -> Option<usize> {
    CODES.binary_search_by_key(&code, |it| it.code).ok()
}

/// Lists areas with their names and titles. Codes and pages are two lists, so that a program that
/// never asks for a page does not carry them.
macro_rules! catalogue {
    ($( $area:literal { $( $name:literal: $title:literal, )* } )*) => {
        /// Every code, in the order of the codes.
        pub const CODES: &[Code] = &[$($(
            Code { code: concat!($area, "/", $name), title: $title },
        )*)*];

        /// The pages, in the order of [`CODES`].
        static PAGES: &[&str] = &[$($(
            include_str!(concat!("../../../docs/findings/", $area, "-", $name, ".md")),
        )*)*];
    };
}

catalogue! {
    "credential-provider" {
        "answer-unusable": "The kubelet uses nothing of the provider's answer",
        "index-docker-io": "index.docker.io in matchImages matches nothing",
        "legacy-gone": "The kubelet has no credentials for this cloud by itself any more",
        "matches-nothing": "The provider is asked for none of the images",
        "path-glob": "A star in the path of matchImages matches nothing",
        "refused": "The kubelet does not start with this configuration of providers",
        "scheme": "An entry of matchImages has a scheme",
        "second-file": "Before 1.34 the kubelet reads one file of credential providers",
        "token-skipped": "The provider is not asked because of the Pod's ServiceAccount",
    }
    "document" {
        "broken": "The document cannot be read",
        "duplicate-member": "A name stands twice in one object",
        "more-findings": "There are more findings than are listed",
        "not-recognized": "These words say nothing of pulls",
    }
    "event" {
        "certificate": "The registry's certificate is not accepted",
        "forbidden": "The registry refuses this credential",
        "invalid-name": "The event is about an image name that the kubelet cannot read",
        "malformed": "What answered is not a registry",
        "network": "The registry was not reached",
        "no-platform": "The image is not built for the node's platform",
        "not-found": "The registry says that there is no such image",
        "other-component": "The failure comes from another component than the kubelet",
        "plain-http": "The registry speaks HTTP, and the node asks with HTTPS",
        "rate-limited": "The registry counts too many pulls",
        "unauthorized": "The registry wants a credential",
        "unbound": "The event names an image that no container here uses",
    }
    "image-index" {
        "broken": "The image index cannot be read",
        "fallback-not-fetched": "containerd does not fetch what older processors run",
        "no-platform": "The index holds nothing for the node",
        "one-platform": "The digest names the image of one platform",
        "other-architecture": "The name ends with another architecture than the node",
    }
    "image" {
        "invalid": "The image is not a reference",
        "missing": "The container names no image",
        "registry-twice": "The registry stands twice in the image",
        "scheme": "The image begins with a scheme",
        "short-name": "The image names no registry",
        "tag-and-digest": "The tag is not looked at, because there is a digest",
        "tag-twice": "The image has two tags",
        "template-not-filled": "A placeholder in the image was never filled in",
        "upper-case": "The repository has an upper-case letter",
        "upper-case-host": "A first part with an upper-case letter is read as a registry host",
        "white-space": "The image has white space around it or in it",
    }
    "keyring" {
        "dead-key": "No image can fit the key",
        "docker-hub-client": "The Docker Hub key works for the kubelet, but not for every client",
        "docker-hub-key": "The key for Docker Hub is one that the kubelet does not know",
        "glob-segments": "The wildcard key has another number of labels than the host",
        "half-segment": "The key's path ends within a name and fits other repositories too",
        "near-miss": "A key nearly fits the image",
        "no-key-fits": "No key fits the image",
        "not-looked-up": "There are too many keys to compare",
        "odd-key": "The key does not do what it looks like",
        "path-differs": "The key's path is not the beginning of the repository",
        "port-differs": "The key has another port than the image",
        "several-credentials": "Several credentials fit the image",
    }
    "kubelet-config" {
        "does-not-start": "The kubelet does not start with this value",
        "feature-gate": "The kubelet does not take a feature gate",
        "not-image-back-off": "The field does not change how often images are tried",
        "not-in-release": "The field came in a later release",
        "not-needed": "serializeImagePulls need not be written",
        "serial-pulls": "The kubelet pulls one image after the other",
        "several": "There are several files of a kubelet",
        "unknown-field": "The kubelet does not know a field",
        "verification-policy": "The policy for the verification of credentials is none that exists",
        "wrong-type": "A field of the kubelet's file has the wrong type",
    }
    "node-config" {
        "broken": "The node's credential file cannot be read",
        "ignored": "The kubelet does not use this part of the node's file",
        "not-merged": "The kubelet reads only one credential file",
    }
    "node" {
        "absent-never": "The policy is Never and the node does not have the image",
        "other-name": "The node has the image under another name",
        "other-version": "The node runs another release",
    }
    "pod" {
        "mirror": "A static Pod cannot use pull Secrets or a ServiceAccount",
        "unchangeable": "A Pod cannot be changed in this way",
    }
    "pull-policy" {
        "frozen": "The pull policy was set when the object was made, and stays",
        "moving-tag": "The tag moves, and the node keeps the image it has",
        "unknown": "The pull policy is none that exists",
    }
    "pull-secret" {
        "duplicate-name": "A pull Secret is listed twice",
        "empty-name": "A pull Secret is listed without a name",
        "ignored": "The kubelet ignores the Secret that the Pod names",
        "in-container": "imagePullSecrets stands in a container, where it is no field",
        "list-of-strings": "imagePullSecrets lists strings instead of objects",
        "missing": "The Secret that the Pod names is not here",
        "not-named": "A Secret has the key that fits, but the Pod does not name it",
        "other-namespace": "The Secret is in another namespace than the Pod",
        "unknown-field": "An entry of imagePullSecrets has a field besides its name",
        "wrong-level": "imagePullSecrets stands where it is no field",
    }
    "queue" {
        "serial-behind-large": "A small image may stand behind a large one",
        "waited": "An image waited longer for its turn than it was pulled",
    }
    "registries" {
        "auth-not-base64": "auth of registries.yaml is not the base64 of user:password",
        "auth-token": "registries.yaml has no token",
        "cert-without-key": "A client certificate without its key",
        "config-hides-wildcard": "An entry of configs keeps its registry from the mirror \"*\"",
        "config-matches-nothing": "An entry of configs is for no address that is asked",
        "config-template": "A template of containerd's configuration has to hold the base",
        "configs-of-mirror": "configs of registries.yaml names a mirror instead of its endpoint",
        "crictl-info": "crictl info shows no mirrors",
        "default-kept": "The default endpoint stays because the mirror has no endpoint",
        "default-kept-by-config": "The default endpoint stays because of an entry of configs",
        "default-listed": "The default endpoint is listed",
        "endpoint-not-asked": "An endpoint is never asked",
        "endpoint-path": "An endpoint has a path without /v2",
        "endpoint-v2-slash": "An endpoint ends in /v2/",
        "endpoint-without-scheme": "An endpoint with a port has no scheme",
        "entry-says-nothing": "An entry changes nothing, and \"*\" holds for its registry",
        "glob-key": "A key of registries.yaml has a star in it",
        "http-then-https": "After a mirror with HTTP the registry itself is asked with HTTPS",
        "http-with-tls": "An endpoint with http has settings for TLS",
        "hub-credentials": "Credentials of Docker Hub are under a name that older releases do not look for",
        "hub-index": "index.docker.io is not Docker Hub's own address",
        "image-keeps-name": "An image keeps its name, whoever gives it",
        "ipv6-endpoint": "An endpoint is an IPv6 address, and containerd is 1.7",
        "key-not-a-host": "A key of registries.yaml is not a host",
        "local-without-scheme": "An endpoint on the node itself has no scheme, and is asked with http",
        "mirror-not-a-registry": "A key of mirrors is no registry",
        "mirror-of-hub-host": "A mirror for Docker Hub has not the key docker.io",
        "mirror-port-differs": "The mirror is for another port than the image",
        "not-yaml": "registries.yaml is not YAML",
        "plain-http": "A registry with plain HTTP is asked with HTTPS for its own images",
        "pull-secret-instead": "The credentials of a Pod take the place of those of the node",
        "restart": "registries.yaml is read when K3s starts",
        "rewrite-escape": "A backslash or a quote of a rewrite breaks hosts.toml",
        "rewrite-group": "A replacement names a group that the pattern does not have",
        "rewrite-leading-slash": "A replacement begins with a slash",
        "rewrite-library": "A rewrite for an official image of Docker Hub lacks library/",
        "rewrite-not-a-regexp": "A pattern of a rewrite is not a regular expression of Go",
        "rewrite-not-repository": "A rewrite looks for a tag, a digest or a registry",
        "rewrite-of-default": "The rewrites are made at no endpoint",
        "rewrite-of-endpoint": "A rewrite stands under the mirror and not under the registry",
        "rewrite-too-large": "A pattern of a rewrite is more than is tried here",
        "rewrites-overlap": "Two rewrites change the same repository",
        "tls-path": "A path of TLS settings is not absolute",
        "unknown-key": "registries.yaml has a key that is not known",
        "wildcard-auth": "Credentials under \"*\" are never used",
        "wildcard-tls": "TLS settings under \"*\" are lost beside a mirror \"*\"",
        "wildcard-unquoted": "The wildcard of registries.yaml has no quotes",
        "wildcard-without-default": "A wildcard mirror of v1.31.6 and v1.32.2 has no default endpoint",
        "wrong-place": "registries.yaml is where K3s does not read it",
        "wrong-type": "A value of registries.yaml is of another type",
    }
    "runtime" {
        "handler-not-sent": "The images of a RuntimeClass are pulled without its handler",
        "other-registry": "CRI-O asks another registry than the credentials are for",
        "registries-conf-refused": "registries.conf is refused, and no short name is resolved",
        "registries-conf-unread": "A registries.conf that the runtime does not read",
        "short-name-mode": "short-name-mode of registries.conf is not for CRI-O",
        "short-name-refused": "CRI-O refuses a name without a registry",
    }
    "secret" {
        "auth-not-base64": "An auth is not base64",
        "auth-replaces": "auth differs from username and password, and wins",
        "auth-without-colon": "An auth has no colon once decoded",
        "blank-entry": "An entry has neither user name nor password",
        "command-refused": "kubectl refuses the command",
        "creds-store": "The password is in a credential helper, not in the Secret",
        "data-key": "The API server refuses a key under data",
        "data-not-base64": "A value under data is not base64",
        "duplicate-key": "A registry stands twice in one Secret",
        "empty-value": "The value is empty",
        "encoded-twice": "The value was encoded twice",
        "http-headers": "The kubelet does not send the headers of a Secret",
        "huge-number": "A number in the value is too large",
        "identity-token": "The entry holds a token that the kubelet does not read",
        "ignored-type": "The kubelet ignores a Secret of this type",
        "missing-key": "The Secret lacks the key that its type needs",
        "more": "There are more findings of this sort in the Secret",
        "no-auth": "The entry has user name and password, but no auth",
        "no-entries": "The Secret holds no credentials",
        "not-an-object": "The value is JSON, but not an object",
        "not-json": "The value is not JSON",
        "same-name": "Two Secrets have the same name",
        "shell-variable": "The shell takes a part of the word for a variable",
        "token-expired": "The token in the Secret has expired",
        "token-short-lived": "The token in the Secret lives for hours only",
        "too-long": "The values of the Secret are larger than 1 MiB",
        "trailing-newline": "The password ends with a line break",
        "unused": "No Pod names the Secret",
        "white-space": "An entry holds white space that was copied along",
        "wrong-layout": "The layout of the value belongs to the other type of Secret",
        "wrong-structure": "The API server accepts the value, the kubelet cannot decode it",
        "wrong-type": "A field of the Secret has the wrong type",
    }
    "service-account" {
        "forbidden": "The ServiceAccount does not allow this pull Secret",
        "not-merged": "The ServiceAccount's pull Secrets are not added to the Pod's own",
        "too-late": "The ServiceAccount was changed after the Pod was made",
    }
    "verification" {
        "broken-record": "The kubelet cannot read a record of a pull",
        "must-pull": "The registry is asked although the node has the image",
        "old-name": "The record of the pull keeps the image under another release's name",
        "other-pod": "Another Pod needs a credential of its own for the same image",
        "recreated": "The Secret was deleted and made anew since it pulled the image",
        "rotated": "A new credential in the same Secret is not checked for an image that is there",
        "upgrade": "From a later release on, this Pod may not use the image that is there",
    }
    "workload" {
        "refused": "The API server refuses the object",
        "two-versions": "One object stands here in two versions",
        "unknown-kind": "An object of another kind seems to hold a Pod spec",
        "wrong-type": "A field of the Pod spec has the wrong type",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_name_an_area_and_a_problem() {
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
        for it in CODES {
            let word = |it: &str| {
                !it.is_empty()
                    && it
                        .bytes()
                        .all(|it| it.is_ascii_lowercase() || it == b'-' || it.is_ascii_digit())
            };
            assert!(
                it.code.split_once('/').is_some_and(|(area, name)| word(area) && word(name)),
                "{it:?}"
            );
        }
    }

    #[test]
    fn a_page_begins_with_the_title_and_the_code() {
        for it in CODES {
            let page = explain(it.code).expect("every code has a page");
            let start = alloc::format!("# {}\n\n`{}`\n\n", it.title, it.code);
            assert!(
                page.starts_with(&start),
                "the page of {} does not start with\n{start}",
                it.code
            );
            assert!(page.ends_with('\n') && !page.ends_with("\n\n"), "{}", it.code);
        }
    }

    #[test]
    fn what_is_no_code_has_neither_title_nor_page() {
        for code in ["", "keyring", "keyring/", "keyring-port-differs", "zzz/zzz"] {
            assert_eq!((title(code), explain(code)), (None, None));
        }
    }
}
