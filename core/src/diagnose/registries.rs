//! What is found about a `registries.yaml`.

use alloc::format;
use alloc::string::String;
use core::ops::Range;

use super::findings::Findings;
use crate::base64::{self, Alphabet};
use crate::docker_config::without_user;
use crate::finding::{Finding, Severity};
use crate::registries::{Address, Auth, Meant, Mirror, Registries, Unknown};
use crate::text::Document;

/// The address of the embedded mirror, where nothing else is said.
const SUPERVISOR: &str = "127.0.0.1:6443";

/// What a `registries.yaml` shows. One that K3s does not decode shows nothing: it is not in use.
pub(super) fn findings(text: &str, index: usize, document: &Document<'_>, findings: &mut Findings) {
    if document.error.is_some() {
        return;
    }
    let Ok(file) = Registries::read(text, &document.root) else { return };
    for unknown in file.passed_over.iter().filter(|it| it.meant == Some(Meant::Token)) {
        findings.add(index, token(&file, unknown));
    }
    for (key, config) in &file.configs {
        if let Some(auth) = &config.auth
            && let Some(finding) = no_base64(key, auth)
        {
            findings.add(index, finding);
        }
        if key != "*"
            && (config.auth.is_some() || config.tls.is_some())
            && let Some(mirror) = file.mirrors.get(key)
            && let Some(finding) = for_a_mirror(&file, key, config.key.clone(), mirror)
        {
            findings.add(index, finding);
        }
    }
}

/// "The auth of a registry may hold a token".
///
/// Upstream: `AuthConfig` in rancher/wharfie `pkg/registries/types.go`.
fn token(file: &Registries, unknown: &Unknown) -> Finding {
    let suffix = format!(".auth.{}", unknown.key);
    let key = unknown.path.strip_prefix("configs.").and_then(|it| it.strip_suffix(&*suffix));
    let key = key.unwrap_or_default();
    let auth = file.configs.get(key).and_then(|it| it.auth.as_ref());
    let (severity, what) = match auth {
        Some(auth) if !auth.is_empty() => {
            (Severity::Warning, "only the other members of auth are used")
        }
        _ => (Severity::Error, "the file has no credentials for this registry"),
    };
    let message = format!(
        "auth has no member {}: it is passed over in silence, and {what}. A personal access token \
         goes into password, a refresh token into identity_token",
        unknown.key
    );
    let path = format!("{}{suffix}", config_path(key));
    Finding::new("registries/auth-token", severity, message).at(path, unknown.span.clone())
}

/// "auth is an authentication token". What is used before it hides it.
///
/// Upstream: `ParseAuth` in containerd `internal/cri/server/images/image_pull.go`.
fn no_base64(key: &str, auth: &Auth) -> Option<Finding> {
    if auth.auth.is_empty() || !auth.username.value.is_empty() || !auth.identity_token.is_empty() {
        return None;
    }
    let what = match base64::decode(Alphabet::Padded, auth.auth.expose()) {
        Err(error) => format!("this is none ({error})"),
        Ok(decoded) if !decoded.contains(&b':') => "what it decodes to has no colon".into(),
        Ok(_) => return None,
    };
    let message = format!(
        "auth is read as the base64 of user:password, and {what}: containerd gives up on the \
         endpoint. A token goes into password, with a username"
    );
    let path = format!("{}.auth.auth", config_path(key));
    let span = auth.auth.span.clone();
    Some(Finding::new("registries/auth-not-base64", Severity::Error, message).at(path, span))
}

/// "configs has the credentials of each mirror": they are those of a host that is asked.
///
/// Only if no endpoint of the mirror has an entry: else the entry of the mirror's own name is the one
/// for its default endpoint, and meant so.
fn for_a_mirror(
    file: &Registries,
    key: &str,
    span: Range<usize>,
    mirror: &Mirror,
) -> Option<Finding> {
    let mut first = None;
    for endpoint in &mirror.endpoints {
        let address = Address::parse(&endpoint.value, SUPERVISOR).ok()?;
        if file.configs.contains_key(&address.registry)
            || file.configs.contains_key(&address.host())
        {
            return None;
        }
        first = first.or(Some((address.registry, endpoint.span.clone())));
    }
    let (host, endpoint) = first?;
    let shown = without_user(key);
    let message = format!(
        "configs is keyed by the host that is asked: this entry is for {shown} itself, which is \
         asked last or not at all, and not for the endpoints of the mirror {shown}. For those the key is {host}"
    );
    let finding = Finding::new("registries/configs-of-mirror", Severity::Warning, message)
        .at(config_path(key), span)
        .with("the endpoint", endpoint);
    Some(finding)
}

/// The path to an entry; a key may hold a user name and a password.
fn config_path(key: &str) -> String {
    format!("configs.{}", without_user(key))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use crate::diagnose::{Options, diagnose};

    #[track_caller]
    fn found(text: &str, expect: &[&str]) {
        let found = diagnose(text, &Options::default()).findings;
        let found: Vec<_> = found
            .iter()
            .map(|it| {
                let span = it.finding.span.clone().unwrap_or_default();
                let (code, severity) = (it.finding.code, it.finding.severity.as_str());
                [code, severity, &*it.finding.path, &text[span]].join(" ")
            })
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_token_is_passed_over() {
        found(
            "configs:\n  r.io:\n    auth:\n      token: parrot\n",
            &["registries/auth-token error configs.r.io.auth.token token"],
        );
        found(
            "configs:\n  r.io:\n    auth: {username: a, password: b, registry_token: parrot}\n",
            &["registries/auth-token warning configs.r.io.auth.registry_token registry_token"],
        );
        found("configs:\n  r.io:\n    auth: {identity_token: parrot}\n", &[]);
    }

    #[test]
    fn auth_is_base64_of_user_and_password() {
        let auth = |auth: &str| ["configs:\n  r.io:\n    auth:\n      auth: ", auth, "\n"].concat();
        let told = |it: &str| {
            ["registries/auth-not-base64 error configs.r.io.auth.auth ", it].concat().to_string()
        };
        found(&auth("cGFycm90"), &[&told("cGFycm90")]);
        found(&auth("glpat-parrot"), &[&told("glpat-parrot")]);
        found(&auth("dXNlcjpwYXJyb3Q="), &[]);
        found(&[&auth("glpat-parrot"), "      username: a\n"].concat(), &[]);
    }

    #[test]
    fn configs_are_those_of_a_host() {
        let mirrors = "mirrors:\n  r.io:\n    endpoint: [\"https://m.io:5000/proxy\"]\n";
        let config = |key: &str| {
            let auth = ":\n    tls:\n      ca_file: /etc/ca.pem\n";
            ["  ", key, auth].concat()
        };
        let only = [mirrors, "configs:\n", &config("r.io")].concat();
        found(&only, &["registries/configs-of-mirror warning configs.r.io r.io"]);
        found(&[&only, &*config("\"m.io:5000\"")].concat(), &[]);
        found(&[mirrors, "configs:\n", &config("\"m.io:5000\"")].concat(), &[]);
        let all = only.replace("r.io:", "\"*\":");
        found(&all, &[]);
        let own = "mirrors:\n  r.io:\n    endpoint: [\"https://r.io\"]\nconfigs:\n";
        found(&[own, &config("r.io")].concat(), &[]);
    }

    #[test]
    fn no_secret_is_repeated() {
        let text = "mirrors:\n  https://a:parrot@r.io:\n    endpoint: [\"https://b:parrot@m.io\"]\n\
            configs:\n  https://a:parrot@r.io:\n    auth:\n      token: parrot\n      auth: parrot\n";
        for it in diagnose(text, &Options::default()).findings {
            let said = format!("{} {} {:?}", it.finding.path, it.finding.message, it.finding.fix);
            assert!(!said.contains("parrot"), "{said}");
        }
    }

    #[test]
    fn a_file_that_is_not_decoded_shows_nothing() {
        found("configs:\n  r.io:\n    auth: [token]\n    tls: {}\n", &[]);
    }
}
