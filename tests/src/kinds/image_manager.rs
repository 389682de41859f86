use pullscope_core::keyring::Keyring;
use pullscope_core::kubelet::{
    Cause, EventKind, Memory, NodeAccess, Outcome, Presence, Pull, PullError, RuntimeImage,
    aggregate,
};
use pullscope_core::pull_secret::{self, PullSecret, Reading};
use pullscope_core::{PullPolicy, Reference, Version};
use serde_json::{Value, json};

use super::docker_config::format;
use super::{bytes, text};
use crate::Row;

/// One call of `EnsureImageExists`.
struct Look<'r> {
    after: u64,
    node: Result<Presence, &'r str>,
    access: NodeAccess,
    /// The error of each attempt; empty for a success, and the last goes for all that follow.
    pulls: Vec<&'r str>,
}

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let image = text(row, "image")?;
    let policy: PullPolicy = text(row, "policy")?.parse().map_err(|_| "an unknown policy")?;
    let reference = Reference::parse(image);
    let (credentials, broken_secret) = match &reference {
        Ok(reference) if row.contains_key("kind") => credentials(row, reference)?,
        _ => (0, None),
    };
    let pull = Pull {
        image,
        reference: reference.as_ref(),
        policy,
        credentials,
        broken_secret: broken_secret.as_deref(),
        missing_secrets: &[],
        access: NodeAccess::Granted,
        version: Version::NEWEST,
    };
    let looks = row.get("looks").and_then(Value::as_array).ok_or("looks is not a list")?;
    let looks = looks.iter().map(Look::read).collect::<Result<Vec<_>, _>>()?;
    let pulls: Vec<_> = looks.iter().map(|look| look.pull(credentials)).collect();

    let asked = reference.as_ref().map(|it| RuntimeImage::of(it).to_string()).unwrap_or_default();
    let (mut memory, mut now) = (Memory::new(), 0);
    let answers = looks.iter().zip(&pulls).map(|(look, (errors, attempts))| {
        now += look.after;
        let result = match errors {
            None => Ok(()),
            Some(text) => Err(PullError::Text(text)),
        };
        let pull = Pull { access: look.access, ..pull };
        let sync = pull.sync(look.node, result, &mut memory, now);
        let pulled = matches!(sync.outcome, Outcome::Pulled | Outcome::Waits(Cause::PullFailed(_)));
        let is_asked = pulled || (reference.is_ok() && policy != PullPolicy::Always);
        // `startContainer` adds the last event, not the image manager.
        let events = sync
            .events()
            .filter(|it| !matches!(it.kind, EventKind::Error(_)))
            .map(|it| json!([it.event_type().as_str(), it.reason(), it.message().to_string()]));
        json!({
            "reason": sync.waiting().map_or("", |it| it.reason()),
            "message": sync.waiting().map_or(String::new(), |it| it.message().to_string()),
            "events": events.collect::<Vec<_>>(),
            "asked": if is_asked { asked.as_str() } else { "" },
            "attempts": if pulled { *attempts } else { 0 },
        })
    });
    Ok(Row::from_iter([("answers".into(), answers.collect())]))
}

/// How many credentials the row's Secret has for the image, or why it cannot be decoded.
fn credentials(row: &Row, reference: &Reference<'_>) -> Result<(usize, Option<String>), String> {
    let (format, config) = (format(row)?, bytes(row, "config")?);
    let data = [(format.data_key(), &config[..])];
    let secret = PullSecret { secret_type: format.secret_type(), data: &data, annotations: &[] };
    Ok(match pull_secret::read(&secret) {
        Err(error) => (0, Some(error.upstream().to_string())),
        Ok(Reading::Ignored(_)) => (0, None),
        Ok(Reading::Config(_, config)) => {
            let mut keyring = Keyring::new();
            keyring.add(&config, 0);
            (keyring.lookup(&reference.name().to_string()).len(), None)
        }
    })
}

impl<'r> Look<'r> {
    fn read(look: &'r Value) -> Result<Self, String> {
        let node = match (look["inspect_error"].as_str(), look["node"].as_str()) {
            (Some(error), _) => Err(error),
            (None, Some("present")) => Ok(Presence::Present),
            (None, Some("denied")) => Ok(Presence::Present),
            (None, Some("absent")) => Ok(Presence::Absent),
            (None, _) => return Err("an unknown node".into()),
        };
        let access = match look["node"].as_str() {
            Some("denied") => NodeAccess::Denied,
            _ => NodeAccess::Granted,
        };
        let pulls = look["pulls"].as_array().ok_or("pulls is not a list")?;
        let pulls: Option<Vec<_>> = pulls.iter().map(Value::as_str).collect();
        let pulls = pulls.filter(|it| !it.is_empty()).ok_or("pulls is not a list of strings")?;
        Ok(Self {
            after: look["after"].as_u64().ok_or("after is not a number")?,
            node,
            access,
            pulls,
        })
    }

    /// The error of a pull with so many credentials, if it fails, and the number of its attempts.
    fn pull(&self, credentials: usize) -> (Option<String>, usize) {
        let last = self.pulls.len() - 1;
        let attempts = (0..credentials.max(1)).map(|i| self.pulls[i.min(last)]);
        let failed: Vec<&str> = attempts.take_while(|it| !it.is_empty()).collect();
        if failed.len() < credentials.max(1) {
            return (None, failed.len() + 1);
        }
        (Some(aggregate(&failed).into_owned()), failed.len())
    }
}
