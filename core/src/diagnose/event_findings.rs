//! What to say of an event that no finding of the text explains: what it means, and what to check.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::report::{Credentials, EventReport, ImageReport, Parts, TriedKey, WorkloadReport};
use crate::event::{PullEvent, Says};
use crate::finding::{Finding, Fix, Severity};
use crate::kubectl::{Arg, CreateSecret};
use crate::kubelet::Answer;

/// An event, and the image that it is about, as far as that is known.
pub(super) struct Told<'t> {
    pub(super) event: &'t PullEvent,
    pub(super) report: &'t EventReport,
    pub(super) image: Option<&'t ImageReport>,
    pub(super) workload: Option<&'t WorkloadReport>,
}

/// The finding for an event; `None` where there is nothing to add to its own words.
pub(super) fn finding(told: &Told<'_>) -> Option<Finding> {
    let Told { event, report, .. } = told;
    if let Some(finding) = told.other_component() {
        return Some(finding);
    }
    if event.says == Says::InvalidName {
        return told.invalid_name();
    }
    let (code, message, fix) = match report.answer? {
        Answer::Unauthorized => told.unauthorized(),
        Answer::Forbidden => told.forbidden(),
        Answer::NotFound => told.not_found(),
        Answer::TooManyRequests => told.rate_limited(),
        Answer::NetworkError => told.network(),
        Answer::Certificate => told.certificate(),
        Answer::PlainHttp => told.plain_http(),
        Answer::NoPlatform => told.no_platform(),
        Answer::Malformed => told.malformed(),
        Answer::Ok => return None,
    };
    let place = report.answer_span.clone().unwrap_or(event.span.clone());
    let mut finding = Finding::new(code, Severity::Error, message).at("", place).fixed_by(fix);
    if let Some(image) = told.image {
        finding = finding.with("the image", image.span.clone());
    }
    for key in told.sent().iter().take(4) {
        finding = finding.with("the key that is used", key.span.clone());
    }
    Some(finding)
}

type Said = (&'static str, String, Option<Fix>);

impl<'t> Told<'t> {
    /// The image as the text or the event names it.
    fn named(&self) -> Option<String> {
        let image = self.image.map(|it| it.image.clone());
        image.or_else(|| self.event.image.as_ref().map(|it| it.text.clone()))
    }

    fn name(&self) -> String {
        self.named().unwrap_or_else(|| "the image".to_string())
    }

    fn parts(&self) -> Option<&'t Parts> {
        self.image?.reference.as_ref().ok()
    }

    /// The registry host, where it is known.
    fn host(&self) -> Option<String> {
        if let Some(parts) = self.parts() {
            return Some(parts.registry.value.clone());
        }
        let told = self.event.image.as_ref()?;
        let parsed = crate::Reference::parse(&told.text).ok()?;
        Some(parsed.registry().to_string())
    }

    fn registry(&self) -> String {
        self.host().unwrap_or_else(|| "the registry".to_string())
    }

    /// The credentials that are sent, in their turn.
    fn sent(&self) -> Vec<&'t TriedKey> {
        self.image
            .and_then(|it| it.credentials.as_ref())
            .map(Credentials::in_order)
            .unwrap_or_default()
    }

    /// What was sent, in words; `None` when nothing is known of it.
    fn sent_words(&self) -> Option<String> {
        let credentials = self.image?.credentials.as_ref()?;
        let sent = credentials.in_order();
        let Some(first) = sent.first() else { return Some("no credential".to_string()) };
        let user = match first.credential.username.as_str() {
            "" => "a credential without a user name".to_string(),
            user => format!("user {user}"),
        };
        let more = match sent.len() {
            1 => String::new(),
            count => format!(", then {} more", count - 1),
        };
        Some(format!("{user} (key {}){more}", first.key))
    }

    /// The command that makes the Secret, or makes it anew.
    fn secret(&self, title: String) -> Option<Fix> {
        let parts = self.parts()?;
        let first = self.sent().first().copied();
        let listed = self.workload.and_then(|it| it.pull_secrets.first());
        let name = listed.map_or("regcred", |it| it.name.as_str());
        let namespace = self.workload.map_or("", |it| it.namespace.as_str());
        let server = match parts.registry.value.as_str() {
            "docker.io" => super::near::HUB_KEY,
            registry => registry,
        };
        let user = first.map_or("", |it| it.credential.username.as_str());
        let command = CreateSecret::for_registry(name, namespace, server, user);
        Some(Fix { title, edits: Vec::new(), command: Some(command.to_string()) })
    }

    /// A command to look further with, where what it asks about is known.
    fn check(&self, title: &str, command: Option<String>) -> Option<Fix> {
        let command = Some(command?);
        Some(Fix { title: title.to_string(), edits: Vec::new(), command })
    }

    /// `docker manifest inspect IMAGE`.
    fn inspect(&self) -> Option<String> {
        Some(format!("docker manifest inspect {}", Arg::new(&self.named()?)))
    }

    /// `curl -v URL` of the registry's API.
    fn curl(&self, scheme: &str) -> Option<String> {
        let url = format!("{scheme}://{}/v2/", api_host(&self.host()?));
        Some(format!("curl -v {}", Arg::new(&url)))
    }

    fn unauthorized(&self) -> Said {
        let registry = self.registry();
        let message = match self.sent_words() {
            Some(sent) if !self.sent().is_empty() => format!(
                "{registry} does not accept {sent}: the password is wrong or expired, or is one of \
                 another registry"
            ),
            Some(_) => format!(
                "{registry} wants a credential for {}, and none is sent: the text has no key for it",
                self.name()
            ),
            None => format!(
                "{registry} wants another credential; paste the Pod and its pull Secrets to see \
                 which are sent"
            ),
        };
        let title = "Make the Secret with a credential that the registry accepts".to_string();
        ("event/unauthorized", message, self.secret(title))
    }

    fn forbidden(&self) -> Said {
        let registry = self.registry();
        let name = self.name();
        let message = match self.sent_words() {
            Some(sent) if !self.sent().is_empty() => format!(
                "{registry} knows {sent}, which may not pull {name}: it needs the right to read \
                 this repository, or the repository does not exist"
            ),
            Some(_) => format!(
                "{registry} does not give {name} without a credential, and none is sent; it says \
                 the same of a repository that does not exist"
            ),
            None => format!(
                "{registry} does not give {name} to whom it was asked by; paste the Pod and its \
                 pull Secrets to see which credentials are sent"
            ),
        };
        let title = "Make a Secret with a user that may read the repository".to_string();
        ("event/forbidden", message, self.secret(title))
    }

    fn not_found(&self) -> Said {
        let name = self.name();
        let sent = match self.sent().is_empty() {
            true => "; asked without a credential, a registry says the same of a private one",
            false => "",
        };
        let message = format!(
            "{} has no {name}, or does not show it: whether the repository and the tag exist cannot \
             be told from here{sent}",
            self.registry()
        );
        let title = "See what the registry has";
        ("event/not-found", message, self.check(title, self.inspect()))
    }

    fn rate_limited(&self) -> Said {
        let registry = self.registry();
        let hub = match registry.as_str() {
            "docker.io" => "Docker Hub",
            other => other,
        };
        let is_anonymous =
            self.event.error_text.as_ref().is_some_and(|it| it.text.contains("unauthenticated"));
        let message = match self.sent_words() {
            Some(sent) if !self.sent().is_empty() && is_anonymous => format!(
                "{hub} counted a pull without a credential, though {sent} is sent as the text stands: \
                 the event is of a Pod that was made before, or a mirror on the node asks on its own"
            ),
            Some(sent) if !self.sent().is_empty() => format!(
                "{hub} counts the pulls of an account, and those of {sent} are used up; wait, or pull \
                 through a mirror"
            ),
            _ => format!(
                "no credential is sent, so {hub} counts the pulls of the node's address, which \
                 others share; name a pull Secret, or pull through a mirror"
            ),
        };
        let title = format!("Make a Secret for {hub}");
        ("event/rate-limited", message, self.secret(title))
    }

    fn network(&self) -> Said {
        let registry = self.registry();
        let message = format!(
            "the node does not reach {registry}: its name is not known there, or the way is closed; \
             credentials have no part in it"
        );
        ("event/network", message, self.check("Ask from the node", self.curl("https")))
    }

    fn certificate(&self) -> Said {
        let registry = self.registry();
        let message = format!(
            "the node does not trust the certificate of {registry}; the runtime's configuration on \
             the node says whom it trusts, and no field of a Pod or Secret does"
        );
        let command = self.host().map(|registry| {
            let host = api_host(&registry);
            let port = if host.contains(':') { "" } else { ":443" };
            let address = format!("{host}{port}");
            format!("openssl s_client -showcerts -connect {} </dev/null", Arg::new(&address))
        });
        ("event/certificate", message, self.check("See the certificate, from the node", command))
    }

    fn plain_http(&self) -> Said {
        let registry = self.registry();
        let message = format!(
            "{registry} speaks HTTP and the runtime asks with HTTPS; the runtime's configuration on \
             the node has to name it as http://{registry}"
        );
        ("event/plain-http", message, self.check("Ask from the node", self.curl("http")))
    }

    fn no_platform(&self) -> Said {
        let name = self.name();
        let message = format!(
            "{name} has no image for the architecture or the system of the node; which ones it has \
             only the registry knows"
        );
        let nodes = "kubectl get nodes -L kubernetes.io/arch";
        let command = self.inspect().map(|it| format!("{it}; {nodes}"));
        let title = "Compare the platforms of the image with those of the nodes";
        ("event/no-platform", message, self.check(title, command))
    }

    fn malformed(&self) -> Said {
        let registry = self.registry();
        let message = format!(
            "what answers for {registry} is not a registry, or not one that the runtime understands: \
             a proxy, a login page, a wrong port or path"
        );
        ("event/malformed", message, self.check("See who answers", self.curl("https")))
    }

    /// A name that no container of the text has: what is wrong with it is told by reading it.
    fn invalid_name(&self) -> Option<Finding> {
        let image = self.event.image.as_ref()?;
        let error = crate::Reference::parse(&image.text).err()?;
        let message =
            format!("the kubelet cannot read {:?}, and no registry is asked: {error}", image.text);
        Some(
            Finding::new("event/invalid-name", Severity::Error, message).at("", image.span.clone()),
        )
    }

    /// What is not said by the kubelet is not about its pull.
    fn other_component(&self) -> Option<Finding> {
        let from = self.event.from.as_ref();
        let by = from.map(|it| it.text.as_str()).filter(|it| !it.starts_with("kubelet"));
        let who = match (self.event.says, by) {
            (Says::EntrypointLookup, _) => "Argo Workflows",
            (Says::DigestLookup, _) => "Knative",
            (Says::SandboxImage, _) => return Some(self.sandbox()),
            (Says::PullFailed | Says::BackOff, Some(by)) => by,
            _ => return None,
        };
        let message = format!(
            "this is from {who}, not from the kubelet: it asks the registry itself, and finds its \
             credentials in a way of its own; the Pod may still be able to pull {}",
            self.name()
        );
        let place = self.report.answer_span.clone().unwrap_or(self.event.span.clone());
        Some(Finding::new("event/other-component", Severity::Warning, message).at("", place))
    }

    /// The sandbox's image is named in the runtime's configuration.
    fn sandbox(&self) -> Finding {
        let image = self.event.image.as_ref().map_or("the image", |it| it.text.as_str());
        let message = format!(
            "{image} is the image of the Pod's sandbox, which the runtime's configuration on the \
             node names: no pull Secret of a Pod is used for it"
        );
        let place = self.report.answer_span.clone().unwrap_or(self.event.span.clone());
        Finding::new("event/other-component", Severity::Warning, message).at("", place)
    }
}

/// The host that serves a registry; Docker Hub's is another than its name.
fn api_host(registry: &str) -> &str {
    match registry {
        "docker.io" => "registry-1.docker.io",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::diagnose::{Options, diagnose};

    #[track_caller]
    fn commands(text: &str, expect: &[&str]) {
        let findings = diagnose(text, &Options::default()).findings;
        let commands = findings.into_iter().filter_map(|it| it.finding.fix?.command);
        assert_eq!(commands.collect::<Vec<String>>(), expect, "{text}");
    }

    #[test]
    fn what_a_person_copies_into_a_shell_is_one_word_for_it() {
        commands(
            "kind: Pod\nmetadata: {name: a}\nspec:\n  imagePullSecrets: [{name: \"$(b)\"}]\n  \
             containers: [{name: c, image: 'ghcr.io/a/b:1'}]\n",
            &["kubectl get secret '$(b)' -n default"],
        );
        commands(
            "kind: Event\nreason: Failed\nmessage: 'Failed to pull image \"a;b`c`\": rpc error: code = NotFound desc = a;b: not found'\n",
            &["docker manifest inspect 'a;b`c`'"],
        );
        let secret = "kind: Secret\nmetadata: {name: b, namespace: FROM}\ntype: \
                      kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: \
                      '{\"auths\":{\"ghcr.io\":{\"auth\":\"YTpi\"}}}'}\n---\nkind: Pod\nmetadata: \
                      {name: a}\nspec:\n  imagePullSecrets: [{name: b}]\n  containers: [{name: c, \
                      image: 'ghcr.io/a/b:1'}]\n";
        commands(
            &secret.replace("FROM", "apps"),
            &[
                "kubectl get secret b -n apps -o yaml | sed 's/namespace: apps$/namespace: default/' \
               | kubectl apply -f -",
            ],
        );
        commands(&secret.replace("FROM", "a/b/e;"), &[]);
    }

    #[test]
    fn an_event_that_names_nothing_gives_no_command() {
        let text = "kind: Event\nreason: Failed\nmessage: 'rpc error: code = Unknown desc = dial tcp: \
                    lookup x: no such host'\n";
        let findings = diagnose(text, &Options::default()).findings;
        assert_eq!(
            findings.iter().map(|it| it.finding.code).collect::<Vec<_>>(),
            ["event/network"]
        );
        commands(text, &[]);
    }
}
