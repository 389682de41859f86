//! A name taken apart by the core, in the words of the page.

use std::ops::Range;

use pullscope_core::finding::Severity;
use pullscope_core::kubelet::RuntimeImage;
use pullscope_core::reference::{self, REPOSITORY_MAX, Reference, TAG_MAX};
use pullscope_core::{PullPolicy, Version};
use yew::AttrValue;

use crate::read::{capital, whole};
use crate::texts::{sentence, t};
use crate::trip::{Mark, Place};

/// What the core makes of a name.
pub(super) enum Read {
    Apart(Apart),
    Refused(Refused),
}

/// A name that is a reference.
pub(super) struct Apart {
    /// As written.
    pub(super) name: String,
    pub(super) parts: Vec<Part>,
    /// Every spelling of it: as pulled, for keys, short, and whole.
    runtime: String,
    for_keys: String,
    familiar: String,
    /// What is worth knowing of it.
    pub(super) advice: Vec<(Mark, AttrValue)>,
    is_whole: bool,
}

/// A name that is none.
pub(super) struct Refused {
    pub(super) name: String,
    /// The bytes that are wrong; empty, where it stops too soon.
    pub(super) span: Range<usize>,
    pub(super) why: AttrValue,
    /// Kubernetes' own words.
    pub(super) message: AttrValue,
    /// What to write instead.
    pub(super) instead: Option<String>,
}

/// One part of a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// `host`, `port`, `repo`, `tag`, `digest`.
    pub(super) kind: &'static str,
    pub(super) title: AttrValue,
    pub(super) value: String,
    /// Where it stands, its sign in front included; `None` when it is filled in, or is not there.
    pub(super) span: Option<Range<usize>>,
    pub(super) is_there: bool,
    pub(super) rule: AttrValue,
    /// Upstream's function that decides it.
    pub(super) source: &'static str,
    /// The stops that use it.
    pub(super) stops: &'static [Place],
}

/// Reads a name as the kubelet of a release does.
pub(super) fn read(name: &str, version: Version) -> Read {
    match Reference::parse_as(name, version.grammar()) {
        Ok(reference) => Read::Apart(Apart::new(name, &reference, version)),
        Err(error) => {
            let advice = reference::mistake(name, &error, version.grammar());
            Read::Refused(Refused {
                name: name.to_owned(),
                span: error.span(),
                why: capital(&sentence(&advice.message)).into(),
                message: error.kubernetes_as(name, version).to_string().into(),
                instead: advice.replaced(name),
            })
        }
    }
}

impl Read {
    /// The answer in one sentence.
    pub(super) fn sentence(&self) -> (Mark, AttrValue) {
        match self {
            Self::Refused(refused) if refused.name.is_empty() => {
                (Mark::Unknown, t!("Write the name of an image."))
            }
            Self::Refused(_) => {
                (Mark::Error, t!("No name: the container waits with InvalidImageName."))
            }
            Self::Apart(apart) => {
                let filled = || apart.parts.iter().filter(|it| it.is_there && it.span.is_none());
                let filled: Vec<&str> = filled().map(|it| &*it.value).collect();
                match (&filled[..], apart.is_whole) {
                    ([], true) => (Mark::Ok, t!("A valid name. Nothing had to be filled in.")),
                    ([], false) => (Mark::Ok, t!("A valid name. library/ is filled in.")),
                    (filled, _) => {
                        let filled = filled.join(", ");
                        (Mark::Ok, t!("A valid name. Filled in: {parts}.", parts = filled))
                    }
                }
            }
        }
    }
}

impl Apart {
    fn new(name: &str, reference: &Reference<'_>, version: Version) -> Self {
        let advice = reference::advice(name, version.grammar()).into_iter().map(|it| {
            let mark = match it.severity {
                Severity::Error => Mark::Error,
                Severity::Warning => Mark::Warning,
                Severity::Info => Mark::Info,
            };
            (mark, whole(&it.message))
        });
        Self {
            name: name.to_owned(),
            parts: parts(name, reference, version),
            runtime: RuntimeImage::of(reference).to_string(),
            for_keys: reference.name().to_string(),
            familiar: reference.familiar().to_string(),
            advice: advice.collect(),
            is_whole: !reference.repository().is_library_filled_in(),
        }
    }

    /// Place, text, and what it is there.
    pub(super) fn spellings(&self) -> Vec<(AttrValue, String, AttrValue)> {
        vec![
            (t!("As typed"), self.name.clone(), t!("Events and waiting messages")),
            (
                t!("Back-off"),
                format!("<UID>_{}", self.name),
                t!("One wait for each Pod and spelling"),
            ),
            (
                t!("To the runtime"),
                self.runtime.clone(),
                match self.runtime == self.name {
                    true => t!("Unchanged"),
                    false => t!("With what is filled in"),
                },
            ),
            (
                t!("For keys"),
                self.for_keys.clone(),
                t!("Without tag and digest: keys never see them"),
            ),
            (
                t!("As people type it"),
                self.familiar.clone(),
                t!("The shortest spelling of the same"),
            ),
        ]
    }
}

fn parts(name: &str, reference: &Reference<'_>, version: Version) -> Vec<Part> {
    const NORMALIZE: &str = "splitDockerDomain, distribution/reference normalize.go";
    const GRAMMAR: &str = "reference grammar, distribution/reference regexp.go";
    let spans = reference.spans();
    let registry = reference.registry();
    // The host and its port are one part to Kubernetes and two to the eye.
    let port_at =
        registry.rfind(':').filter(|it| registry[it + 1..].bytes().all(|it| it.is_ascii_digit()));
    let (host, port) = port_at.map_or((registry, ""), |it| registry.split_at(it));
    let written = spans.registry.clone();
    let cut = written.clone().map(|it| it.end - port.len());
    let mut parts = vec![Part {
        kind: "host",
        title: t!("Registry host"),
        value: host.to_owned(),
        span: written.clone().zip(cut).map(|(span, cut)| span.start..cut),
        is_there: true,
        rule: whole(reference.registry_rule().as_str()),
        source: NORMALIZE,
        stops: &[Place::Keyring, Place::Endpoints],
    }];
    parts.push(Part {
        kind: "port",
        title: t!("Port"),
        value: port.trim_start_matches(':').to_owned(),
        span: written.zip(cut).map(|(span, cut)| cut..span.end).filter(|it| !it.is_empty()),
        is_there: !port.is_empty(),
        rule: t!("Belongs to the registry host. Compared as text and never filled in: no port is not 443."),
        source: "URLsMatch, kubernetes pkg/credentialprovider/keyring.go",
        stops: &[Place::Keyring, Place::Endpoints],
    });
    let repository = reference.repository();
    let value = repository.to_string();
    let slash = spans.registry.as_ref().map_or(0, |_| 1);
    let rule = match repository.is_library_filled_in() {
        true => {
            t!("library/ is filled in, because the name has one component and is on docker.io.")
        }
        false => t!(
            "{count} of {most} bytes, lower case. library/ is filled in on docker.io only.",
            count = value.len(),
            most = REPOSITORY_MAX
        ),
    };
    parts.push(Part {
        kind: "repo",
        title: t!("Repository"),
        span: Some(spans.repository.start - slash..spans.repository.end),
        is_there: true,
        value,
        rule,
        source: GRAMMAR,
        stops: &[Place::Keyring, Place::Endpoints],
    });
    let policy = PullPolicy::default_for_as(name, version).policy.as_str();
    let digest = reference.digest();
    let is_implied = reference.tag().is_none() && digest.is_none();
    let rule = match (reference.tag(), digest.is_some()) {
        (Some(_), true) => t!("Not looked at: the digest decides what is pulled."),
        (Some(tag), false) => t!(
            "{count} of {most} bytes. The policy defaults to {policy}.",
            count = tag.len(),
            most = TAG_MAX,
            policy = policy
        ),
        (None, true) => t!("None is written, and the digest needs none."),
        (None, false) => t!(
            "None is written, which means latest. The policy defaults to {policy}.",
            policy = policy
        ),
    };
    parts.push(Part {
        kind: "tag",
        title: t!("Tag"),
        value: reference.tag().or(is_implied.then_some("latest")).unwrap_or_default().to_owned(),
        span: spans.tag.map(|it| it.start - 1..it.end),
        is_there: reference.tag().is_some() || is_implied,
        rule,
        source: "SetDefaults_Container, kubernetes pkg/apis/core/v1/defaults.go",
        stops: &[Place::Policy, Place::Endpoints],
    });
    parts.push(Part {
        kind: "digest",
        title: t!("Digest"),
        value: digest.map(|it| it.as_str().to_owned()).unwrap_or_default(),
        span: spans.digest.map(|it| it.start - 1..it.end),
        is_there: digest.is_some(),
        rule: match digest {
            Some(_) => t!("The content itself: whoever gives other bytes is found out."),
            None => t!("Without a digest the tag decides, and a tag can move."),
        },
        source: "ParseDockerRef, distribution/reference normalize.go",
        stops: &[Place::Endpoints],
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The written parts with the bytes that they are made of.
    fn drawn(name: &str) -> Vec<(&'static str, String)> {
        let Read::Apart(apart) = read(name, Version::NEWEST) else { panic!("{name}") };
        let written =
            apart.parts.iter().filter_map(|it| Some((it.kind, name[it.span.clone()?].to_owned())));
        written.collect()
    }

    fn owned(parts: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        parts.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect()
    }

    #[test]
    fn the_parts_are_the_whole_name() {
        let digest = format!("sha256:{}", "0".repeat(64));
        let name = format!("registry.example.com:5000/team/shop:1.4.2@{digest}");
        let expect = [
            ("host", "registry.example.com"),
            ("port", ":5000"),
            ("repo", "/team/shop"),
            ("tag", ":1.4.2"),
            ("digest", &format!("@{digest}")),
        ];
        assert_eq!(drawn(&name), owned(&expect));
        assert_eq!(drawn(&name).iter().map(|it| &*it.1).collect::<String>(), name);
        assert_eq!(drawn("nginx"), owned(&[("repo", "nginx")]));
        assert_eq!(drawn("[2001:db8::1]/x:1").first().map(|it| &*it.1), Some("[2001:db8::1]"));
    }

    #[test]
    fn the_answer_tells_what_is_filled_in() {
        let said = |name: &str| read(name, Version::NEWEST).sentence().1;
        assert_eq!(said("nginx"), "A valid name. Filled in: docker.io, latest.");
        assert_eq!(said("quay.io/a/b:1"), "A valid name. Nothing had to be filled in.");
        assert_eq!(said("docker.io/nginx:1"), "A valid name. library/ is filled in.");
        assert!(said("Nginx:").contains("InvalidImageName"));
        assert_eq!(said(""), "Write the name of an image.");
    }

    #[test]
    fn what_is_refused_has_kubernetes_words_and_what_to_write() {
        let Read::Refused(refused) = read("https://quay.io/a/b:1", Version::NEWEST) else {
            panic!("it is none")
        };
        assert!(refused.message.contains("invalid reference format"), "{}", refused.message);
        assert_eq!(refused.instead.as_deref(), Some("quay.io/a/b:1"));
        assert_eq!(refused.span, 0..8);
    }
}
