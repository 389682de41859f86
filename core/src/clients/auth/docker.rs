//! Docker CLI, and crane, which asks Docker's code twice.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::answer::{self, Gives, Order, Outcome, Rule, Sent, Take, Why};
use super::file::{self, Entry, File, Refusal};
use crate::Reference;
use crate::base64::{self, Alphabet};
use crate::clients::reference::Parser;
use crate::credential::Password;
use crate::docker_config::without_user;
use crate::go::url::Url;
use crate::reference::DOCKER_HUB;

/// The one key that Docker keeps Docker Hub's credential under.
const HUB_KEY: &str = "https://index.docker.io/v1/";

/// `docker pull`.
///
/// Upstream: `RetrieveAuthTokenFromImage` in docker/cli `cli/command/registry.go`, and
/// `GetAuthConfig` in `cli/config/configfile/file.go`.
pub(super) fn cli(config: &[u8], image: &str) -> Outcome {
    let (file, logins) = match read(config) {
        Ok(read) => read,
        Err(refusal) => return Outcome::FileRefused(refusal),
    };
    match Reference::parse(image) {
        Err(error) => Outcome::ImageRefused(error.to_string()),
        Ok(reference) => look_up(&file, &logins, key_of(reference.registry())),
    }
}

/// go-containerregistry's default keychain: the repository first, then the registry host.
///
/// Upstream: `defaultKeychain.ResolveContext` in go-containerregistry `pkg/authn/keychain.go`.
pub(super) fn crane(config: &[u8], image: &str) -> Outcome {
    let parsed = match Parser::Crane.parse(image) {
        Ok(parsed) => parsed,
        Err(why) => return Outcome::ImageRefused(why),
    };
    let (file, logins) = match read(config) {
        Ok(read) => read,
        Err(refusal) => return Outcome::FileRefused(refusal),
    };
    let registry = parsed.registry().into_owned();
    let repository = format!("{registry}/{}", parsed.repository());
    let second = key_of(&registry);
    match look_up(&file, &logins, &repository) {
        Outcome::Asks { program, about, member, .. } => {
            Outcome::Asks { program, about, member, then: Some(second.into()) }
        }
        Outcome::Takes { takes, order } if takes.iter().any(|it| is_sent(&it.gives)) => {
            Outcome::Takes { takes, order }
        }
        _ => match look_up(&file, &logins, second) {
            Outcome::NoKey { .. } => answer::no_key(&[&repository, second]),
            outcome => outcome,
        },
    }
}

fn is_sent(gives: &Gives) -> bool {
    matches!(gives, Gives::Sends(_))
}

/// Upstream: `getAuthConfigKey` in docker/cli `cli/config/configfile/file.go`.
fn key_of(registry: &str) -> &str {
    match registry {
        DOCKER_HUB | "index.docker.io" => HUB_KEY,
        registry => registry,
    }
}

/// A file and what each of its entries holds. One `auth` that cannot be read fails all of them.
fn read(config: &[u8]) -> Result<(File, Vec<Sent>), Refusal> {
    let file = file::docker(config)?;
    let logins = file.entries.iter().map(login).collect::<Result<Vec<Sent>, Refusal>>()?;
    Ok((file, logins))
}

/// Upstream: `LoadFromReader` and `decodeAuth` in docker/cli `cli/config/configfile/file.go`.
fn login(entry: &Entry) -> Result<Sent, Refusal> {
    let text = |member: &Option<String>| member.clone().unwrap_or_default().into_bytes();
    let mut sent = Sent {
        username: text(&entry.username),
        password: Password::new(text(&entry.password)),
        identity_token: Password::new(text(&entry.identity_token)),
        registry_token: Password::new(text(&entry.registry_token)),
    };
    let auth = entry.auth.as_deref().unwrap_or_default();
    if auth.is_empty() {
        return Ok(sent);
    }
    let refuse = |why: &str| {
        let key = without_user(&entry.key);
        Refusal::new(format!("the auth of \"{key}\" {why}"), entry.span.clone())
    };
    let decoded = base64::decode(Alphabet::Padded, auth.as_bytes())
        .map_err(|_| refuse("is not padded base64"))?;
    match decoded.iter().position(|&byte| byte == b':') {
        None => Err(refuse("holds no colon between user name and password")),
        Some(0) => Err(refuse("holds no user name")),
        Some(colon) => {
            sent.username = decoded[..colon].to_vec();
            sent.password = Password::new(trim_nul(&decoded[colon + 1..]));
            Ok(sent)
        }
    }
}

/// A password without the zero bytes at its ends.
pub(super) fn trim_nul(password: &[u8]) -> &[u8] {
    let start = password.iter().take_while(|&&byte| byte == 0).count();
    let end = password.iter().rev().take_while(|&&byte| byte == 0).count();
    if start == password.len() { b"" } else { &password[start..password.len() - end] }
}

/// Upstream: `GetCredentialsStore` in docker/cli `cli/config/configfile/file.go`, and `Get` in
/// `cli/config/credentials/file_store.go`.
fn look_up(file: &File, logins: &[Sent], server: &str) -> Outcome {
    let (program, member) = match file.helpers.get(server) {
        // One without a name turns the others off for this registry.
        Some(program) => (program, "credHelpers"),
        None => (&file.store, "credsStore"),
    };
    if !program.is_empty() {
        let program = program.clone();
        return Outcome::Asks { program, about: server.into(), member, then: None };
    }
    let take = |(entry, sent): (&Entry, &Sent), rule| Take {
        key: entry.key.clone(),
        key_span: entry.key_span.clone(),
        rule,
        gives: match sent.is_blank() {
            true => Gives::Nothing(Why::Blank),
            false => Gives::Sends(sent.clone()),
        },
    };
    let mut entries = file.entries.iter().zip(logins);
    if let Some(exact) = entries.clone().find(|(entry, _)| entry.key == server) {
        let takes = Vec::from([take(exact, Rule::Exact)]);
        return Outcome::Takes { takes, order: Order::One };
    }
    let takes: Vec<Take> = entries
        .by_ref()
        .filter(|(entry, _)| *host_of(&entry.key) == *server.as_bytes())
        .map(|it| take(it, Rule::Host))
        .collect();
    if takes.is_empty() { answer::no_key(&[server]) } else { answer::takes(takes) }
}

/// The host of a key, with its port.
///
/// Upstream: `ConvertToHostname` in docker/cli `cli/config/credentials/file_store.go`.
fn host_of(key: &str) -> Cow<'_, [u8]> {
    if let Some((before, after)) = key.split_once("://") {
        if let Some(host) = url_host(key, before, after) {
            return Cow::Owned(host);
        }
        let first = after.split('/').next().unwrap_or_default();
        if !first.is_empty() {
            return fallback(first);
        }
    }
    Cow::Borrowed(key.split('/').next().unwrap_or_default().as_bytes())
}

/// Host and port of a URL; `None` when there is no host, or the text is no URL.
///
/// Upstream: `Parse`, `Hostname` and `Port` in Go's `net/url`.
fn url_host(key: &str, before: &str, after: &str) -> Option<Vec<u8>> {
    let (scheme, rest) = match key.strip_prefix("//") {
        Some(rest) if rest.starts_with('/') => return None,
        Some(rest) => ("//", rest),
        None if !is_scheme(before) => return None,
        None if ["http", "https"].iter().any(|it| before.eq_ignore_ascii_case(it)) => {
            ("https://", after)
        }
        None => ("//", after),
    };
    let host = Url::parse(scheme, rest.as_bytes()).ok()?.host;
    let colon = host.iter().rposition(|&byte| byte == b':');
    let colon = colon.filter(|&at| host[at + 1..].iter().all(u8::is_ascii_digit));
    let (name, port) = match colon {
        Some(colon) => (&host[..colon], &host[colon + 1..]),
        None => (&host[..], &b""[..]),
    };
    let name = name.strip_prefix(b"[").and_then(|it| it.strip_suffix(b"]")).unwrap_or(name);
    match (name, port) {
        (b"", _) => None,
        (name, b"") => Some(name.to_vec()),
        (name, port) => Some(join_port(name, port)),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Upstream: `JoinHostPort` in Go's `net`.
fn join_port(host: &[u8], port: &[u8]) -> Vec<u8> {
    if host.contains(&b':') {
        [b"[", host, b"]:", port].concat()
    } else {
        [host, b":", port].concat()
    }
}

/// An IPv6 address with a port and without brackets, which is no URL.
///
/// Upstream: `hostFromURLFallback` in docker/cli `cli/config/credentials/file_store.go`.
fn fallback(host: &str) -> Cow<'_, [u8]> {
    if host.bytes().filter(|&byte| byte == b':').count() > 1
        && !host.starts_with('[')
        && let Some((address, port)) = host.rsplit_once(':')
        && !address.is_empty()
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Cow::Owned(join_port(address.as_bytes(), port.as_bytes()));
    }
    Cow::Borrowed(host.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn host(key: &str, expect: &str) {
        assert_eq!(String::from_utf8_lossy(&host_of(key)), expect);
    }

    #[test]
    fn the_host_of_a_key_is_without_scheme_user_and_path() {
        host("quay.io/team", "quay.io");
        host("https://user@quay.io:443/v1/", "quay.io:443");
        host("https://quay.io:/v1/", "quay.io");
        host("https://[::1]:5000/v1/", "[::1]:5000");
        host("https://[::1]/v1/", "::1");
        host("https://2001:db8::1:5000/v1/", "[2001:db8::1]:5000");
        host("https://quay io/", "quay io");
        host("1https://quay.io/x", "quay.io");
        host("//quay.io/x://y", "quay.io");
        host("https:///v1/", "https:");
    }
}
