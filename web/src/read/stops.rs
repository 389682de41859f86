//! The eight stops of one image, and its keyring.

use std::ops::Range;

use pullscope_core::PullPolicy;
use pullscope_core::diagnose::{OutcomeKind, PullSecretState, TriedKey};
use pullscope_core::pull_policy;
use yew::AttrValue;

use super::teeth::{Split, ordinal, teeth, why};
use super::{Reader, capital};
use crate::trip::{Fact, Flag, Key, Line, Lock, Mark, Place, Ring, Stop};

/// All stops of the image.
pub(super) fn stops(reader: &Reader<'_>, ring: &Ring, mark: Mark) -> [Stop; 8] {
    let mut stops = Place::ALL.map(|place| match place {
        Place::Written => written(reader),
        Place::Reference => reference(reader),
        Place::Policy => policy(reader),
        Place::Node => node(reader),
        Place::Keyring => keyring(reader, ring, mark),
        Place::Endpoints => endpoints(reader, ring),
        Place::Registry => registry(ring),
        Place::Outcome => outcome(reader, mark),
    });
    // Where the way ends, nothing after it is reached; only the outcome is known then.
    if let Some(end) =
        stops.iter().position(|stop| stop.out == Line::Ghost && stop.place != Place::Registry)
    {
        for stop in &mut stops[end + 1..7] {
            stop.mark = Mark::Unknown;
            stop.out = Line::Ghost;
            stop.flag = None;
            if stop.place != Place::Policy {
                stop.value = "Not reached".into();
                stop.caption = AttrValue::default();
            }
        }
    }
    stops
}

fn stop(
    place: Place,
    mark: Mark,
    value: impl Into<AttrValue>,
    caption: impl Into<AttrValue>,
) -> Stop {
    Stop {
        place,
        mark,
        value: value.into(),
        caption: caption.into(),
        flag: None,
        out: Line::Solid,
        lead: AttrValue::default(),
        facts: Vec::new(),
        read: Vec::new(),
    }
}

fn fact(name: &'static str, value: impl Into<AttrValue>) -> Fact {
    Fact { name: name.into(), value: value.into(), code: false }
}

fn code(name: &'static str, value: impl Into<AttrValue>) -> Fact {
    Fact { code: true, ..fact(name, value) }
}

fn written(reader: &Reader<'_>) -> Stop {
    let image = reader.image;
    let at = reader.lines.position(image.span.start);
    let who = match (&image.name, image.path.is_empty()) {
        (_, true) => "The line".to_owned(),
        (Some(name), false) => format!("The {} {name}", image.role.as_str()),
        (None, false) => format!("A {} without a name", image.role.as_str()),
    };
    let mut stop = stop(Place::Written, Mark::Ok, format!("Line {}", at.line), "");
    if !image.path.is_empty() {
        stop.caption = format!(
            "{}.",
            capital(&match &image.name {
                Some(name) => format!("{} {name}", image.role.as_str()),
                None => image.role.as_str().to_owned(),
            })
        )
        .into();
    }
    if image.image.is_empty() {
        stop.mark = Mark::Error;
        stop.value = "No image".into();
        stop.flag = Some(Flag::Cause);
        stop.out = Line::Ghost;
        stop.lead = format!("{who} names no image.").into();
    } else {
        let bytes = image.image.len();
        stop.lead = format!(
            "{who} names its image in {bytes} bytes. Events and back-off keep this spelling."
        )
        .into();
        stop.facts.push(code("As written", image.image.clone()));
    }
    stop.facts.push(fact("Where", format!("line {}, column {}", at.line, at.column)));
    if !image.path.is_empty() {
        stop.facts.push(code("Field", image.path.clone()));
    }
    stop.read.push(image.span.clone());
    stop
}

fn reference(reader: &Reader<'_>) -> Stop {
    let parts = match &reader.image.reference {
        Ok(parts) => parts,
        Err(refusal) => {
            let mut stop =
                stop(Place::Reference, Mark::Error, "Not a name", capital(&refusal.sentence) + ".");
            stop.flag = Some(Flag::Cause).filter(|_| !reader.image.image.is_empty());
            stop.out = Line::Ghost;
            stop.lead = format!("This is not a reference: {}.", refusal.sentence).into();
            stop.facts.push(code("Kubernetes says", refusal.message.clone()));
            stop.read.push(refusal.span.clone());
            return stop;
        }
    };
    let mut filled: Vec<&str> = Vec::new();
    if parts.registry.span.is_none() {
        filled.push("host");
    }
    let differs = |part: &pullscope_core::diagnose::Part| match &part.span {
        Some(span) => reader.text.get(span.clone()).is_some_and(|text| text != part.value),
        None => true,
    };
    if differs(&parts.repository) {
        filled.push("library/");
    }
    if parts.tag.as_ref().is_some_and(|tag| tag.span.is_none()) {
        filled.push("tag");
    }
    let caption = match filled.is_empty() {
        true => "Nothing had to be filled in.".to_owned(),
        false => format!("Filled in: {}.", filled.join(", ")),
    };
    let mut stop = stop(Place::Reference, Mark::Ok, "Valid name", caption.clone());
    stop.lead = format!("A valid name. {caption}").into();
    stop.facts = vec![
        code("In full", parts.normalized.clone()),
        code("For keys", parts.repository_name.clone()),
        code("To the runtime", parts.runtime_image.clone()),
        code("In short", parts.familiar.clone()),
    ];
    stop.read.push(reader.image.span.clone());
    stop
}

fn policy(reader: &Reader<'_>) -> Stop {
    let policy = &reader.image.policy;
    let sentence = capital(&policy.sentence);
    let Some(value) = policy.policy else {
        let mut stop =
            stop(Place::Policy, Mark::Error, "Not a policy", "The API server refuses it.");
        stop.flag = Some(Flag::Cause);
        stop.out = Line::Ghost;
        stop.lead = format!("{sentence}.").into();
        stop.read.extend(policy.span.clone());
        return stop;
    };
    let is_written = policy.rule == Some(pull_policy::Rule::Written);
    let caption = if is_written { "As written." } else { "Filled in from the tag." };
    let mut stop = stop(Place::Policy, Mark::Ok, value.as_str(), caption);
    stop.lead = match is_written {
        true => format!("The manifest says {value}."),
        false => {
            format!("The field is not written, so the API server stores {value} with the object.")
        }
    }
    .into();
    stop.facts.push(fact("Rule", sentence));
    if let Some(span) = &policy.span {
        stop.facts.push(fact("Where", format!("line {}", reader.line(span))));
    } else {
        stop.facts
            .push(fact("Later", "A later change of the image alone keeps the stored policy."));
    }
    // A policy that is filled in was read off the image.
    stop.read.push(policy.span.clone().unwrap_or_else(|| reader.image.span.clone()));
    stop
}

fn node(reader: &Reader<'_>) -> Stop {
    let mut stop = match reader.image.policy.policy {
        Some(PullPolicy::Always) => {
            let mut stop =
                stop(Place::Node, Mark::Ok, "Not looked at", "Always goes on to the registry.");
            stop.lead =
                "With Always the kubelet asks the registry at every start of the container.".into();
            stop
        }
        Some(PullPolicy::Never) => {
            let mut stop =
                stop(Place::Node, Mark::Info, "Has to be there", "Never: nothing is pulled.");
            stop.lead = "With Never the image has to be on the node already. Otherwise the container waits.".into();
            stop.facts.push(code("Else", "ErrImageNeverPull"));
            stop.flag = Some(Flag::End);
            stop.out = Line::Ghost;
            stop
        }
        _ => {
            let mut stop =
                stop(Place::Node, Mark::Unknown, "Not known", "If there, nothing is pulled.");
            stop.lead = "Which images a node holds is not in the text. If this exact name is there, the container starts without a pull; the stops after this one say what happens if not.".into();
            stop
        }
    };
    if let Ok(parts) = &reader.image.reference {
        stop.facts.push(code("To check", format!("crictl inspecti {}", parts.runtime_image)));
    }
    stop
}

fn keyring(reader: &Reader<'_>, ring: &Ring, mark: Mark) -> Stop {
    let fitting = ring.fitting();
    let keys = ring.keys.len();
    let first = ring.keys.iter().find(|key| key.turn == Some(1));
    let mut stop = match (reader.image.outcome.kind, first) {
        (OutcomeKind::BrokenSecret, _) => {
            let mut stop = stop(
                Place::Keyring,
                Mark::Error,
                "No keys at all",
                "One Secret cannot be decoded.",
            );
            stop.flag = Some(Flag::Cause);
            stop.out = Line::Ghost;
            stop.lead = "One pull Secret that cannot be decoded takes all others with it: the kubelet finds no credentials for the Pod and tries no pull.".into();
            stop
        }
        (kind, Some(first)) => {
            let mark =
                if kind == OutcomeKind::WithBlankCredential { Mark::Warning } else { Mark::Ok };
            let caption = match (fitting, keys) {
                (1, 1) => "The only key fits.".to_owned(),
                (1, _) => format!("1 of {keys} keys fits."),
                _ => format!("First of {fitting} that fit."),
            };
            let mut stop = stop(Place::Keyring, mark, first.source.clone(), caption);
            stop.lead = format!(
                "{} The password goes to {}.",
                match fitting {
                    1 => format!("The key {} fits.", first.text),
                    _ => format!("{fitting} keys fit, and {} comes first.", first.text),
                },
                lock_name(ring)
            )
            .into();
            if kind == OutcomeKind::WithBlankCredential {
                stop.flag = Some(Flag::Cause);
                stop.lead =
                    format!("The key {} fits, and has neither user name nor password.", first.text)
                        .into();
            }
            stop
        }
        (OutcomeKind::NotLookedUp, None) => {
            let mut stop =
                stop(Place::Keyring, Mark::Unknown, "Not compared", "There are too many keys.");
            stop.lead =
                "There is too much to compare here: fewer documents at a time are looked up."
                    .into();
            stop
        }
        (_, None) if keys > 0 => {
            let mut stop =
                stop(Place::Keyring, mark, "No key fits", "It goes on without a password.");
            stop.lead = format!(
                "{keys} {} tried on {}, and none fits.",
                if keys == 1 { "key was" } else { "keys were" },
                lock_name(ring)
            )
            .into();
            stop
        }
        (_, None) => {
            let mut stop = stop(Place::Keyring, mark, "No keys", "It goes on without a password.");
            stop.lead = "There is no key to try.".into();
            stop
        }
    };
    if matches!(mark, Mark::Warning) && fitting == 0 {
        stop.flag = Some(Flag::Cause);
    }
    if stop.out != Line::Ghost {
        stop.out = ring.out.unwrap_or(Line::Solid);
    }
    stop.facts.push(fact("List of Secrets", secrets_from(reader)));
    let has_node =
        ring.keys.iter().any(|key| key.source == "config.json" || key.source == ".dockercfg");
    if !has_node {
        stop.facts.push(fact(
            "Not in the text",
            "credentials in files of the node, and credential plugins",
        ));
    }
    stop.read.extend(reader.workload.pull_secrets.iter().map(|one| one.span.clone()));
    stop.read.extend(ring.keys.iter().filter_map(|key| key.span.clone()));
    stop
}

/// The registry and repository that keys are compared with.
fn lock_name(ring: &Ring) -> String {
    let Some(lock) = &ring.lock else { return "the image".into() };
    let labels = lock.labels.iter().map(AttrValue::as_str).collect::<Vec<_>>().join(".");
    format!("{labels}{}{}", lock.port, lock.path)
}

fn secrets_from(reader: &Reader<'_>) -> String {
    reader.workload.pull_secrets_because.clone()
}

fn endpoints(reader: &Reader<'_>, ring: &Ring) -> Stop {
    let host = reader
        .image
        .reference
        .as_ref()
        .map(|parts| parts.registry.value.clone())
        .unwrap_or_default();
    let mut stop = stop(
        Place::Endpoints,
        Mark::Unknown,
        "Depends on the node",
        "Its mirrors are not in the text.",
    );
    stop.lead = format!("Without a mirror the runtime asks {host} itself. Mirrors are set on the node, and nothing in the text tells which there are.").into();
    stop.out = ring.out.unwrap_or(Line::Solid);
    stop
}

fn registry(ring: &Ring) -> Stop {
    let caption = match ring.out {
        Some(Line::Solid) => "It is sent a password.",
        _ => "It is asked without a password.",
    };
    let mut stop = stop(Place::Registry, Mark::Unknown, "Not known", caption);
    stop.lead = "Only the registry knows what it answers: whether the tag exists, whether the password is right, whether it may pull. This page asks nobody.".into();
    stop.out = Line::Ghost;
    stop
}

fn outcome(reader: &Reader<'_>, mark: Mark) -> Stop {
    let outcome = &reader.image.outcome;
    let (mark, value, caption) = match outcome.kind {
        OutcomeKind::RefusedByApiServer => (Mark::Error, "Refused", "By the API server."),
        OutcomeKind::InvalidImageName => (Mark::Error, "InvalidImageName", "The container waits."),
        OutcomeKind::BrokenSecret => (Mark::Error, "No pull is tried", "The container waits."),
        OutcomeKind::NeverPulled => (Mark::Unknown, "Depends", "On what the node holds."),
        OutcomeKind::NotOnNode => (Mark::Error, "ErrImageNeverPull", "The container waits."),
        OutcomeKind::OnNode => (Mark::Ok, "Starts", "Without a pull."),
        OutcomeKind::WithCredential
        | OutcomeKind::WithBlankCredential
        | OutcomeKind::NoKeyFits
        | OutcomeKind::Anonymous => (Mark::Unknown, "Depends", "On what the registry answers."),
        OutcomeKind::NotLookedUp => (mark, "Not known", "Keys were not compared."),
    };
    let mut stop = stop(Place::Outcome, mark, value, caption);
    stop.lead = outcome.sentence.clone().into();
    stop
}

impl Reader<'_> {
    /// The keys of the image under the lock.
    pub(super) fn ring(&self) -> Ring {
        let lock = match &self.image.reference {
            Ok(parts) => Split::new(&parts.repository_name).into_lock(),
            Err(_) => return Ring::default(),
        };
        let off = (self.workload.pull_secrets.iter())
            .filter(|one| one.state != PullSecretState::Used)
            .map(|one| {
                let name = if one.name.is_empty() { "(no name)" } else { &one.name };
                (name.to_owned().into(), capital(&one.sentence).into())
            })
            .collect();
        let keys: Vec<Key> = (self.image.credentials.iter())
            .flat_map(|credentials| &credentials.keys)
            .map(|tried| self.key(tried, &lock))
            .collect();
        let kind = self.image.outcome.kind;
        let was_meant = |ring: &Ring| self.mark(ring) == Mark::Warning;
        let mut ring = Ring { lock: Some(lock), keys, off, ..Ring::default() };
        let (out, what, then) = match kind {
            OutcomeKind::WithCredential => {
                let sent = self.sent().join(", then ");
                (Line::Solid, format!("Sent: {sent}."), "The passwords are hidden here.")
            }
            OutcomeKind::WithBlankCredential => {
                (Line::Bare, "Sent: empty fields.".into(), "What a runtime makes of them differs.")
            }
            OutcomeKind::NoKeyFits | OutcomeKind::Anonymous => {
                let line = if was_meant(&ring) { Line::Bare } else { Line::Plain };
                (line, "Sent: nothing.".into(), "The kubelet makes one pull without a password.")
            }
            OutcomeKind::BrokenSecret => {
                (Line::Ghost, "Sent: nothing.".into(), "No pull is tried.")
            }
            _ => return ring,
        };
        ring.out = Some(out);
        ring.sent = (what.into(), then.into());
        ring
    }

    /// The users that are tried, in their turn, at most four of them.
    fn sent(&self) -> Vec<String> {
        let keys = self.image.credentials.iter().flat_map(|credentials| &credentials.keys);
        let mut used: Vec<&TriedKey> = keys.filter(|key| key.place.is_some()).collect();
        used.sort_by_key(|key| key.place);
        let more = used.len().saturating_sub(4);
        let mut words: Vec<String> = used
            .into_iter()
            .take(4)
            .map(|key| match key.credential.username.is_empty() {
                true => "a password without a user".to_owned(),
                false => format!("user {}", key.credential.username),
            })
            .collect();
        if more > 0 {
            words.push(format!("{more} more"));
        }
        words
    }

    fn key(&self, tried: &TriedKey, lock: &Lock) -> Key {
        let rule = tried.refused_by.as_ref();
        let turn = tried.place.map(|place| place + 1);
        let drawn = teeth(&tried.index_key, lock, rule, turn.is_some());
        let source = self
            .report
            .secrets
            .get(tried.secret)
            .map(|secret| secret.name.clone())
            .unwrap_or_default();
        let words = match (tried.is_fallback, turn) {
            (true, Some(turn)) => format!("Docker Hub, {}", ordinal(turn)),
            _ => why(rule, drawn.kin, turn),
        };
        Key {
            text: tried.key.clone().into(),
            source: source.into(),
            kin: drawn.kin,
            turn,
            labels: drawn.labels,
            port: drawn.port,
            path: drawn.path,
            why: words.into(),
            because: tried.sentence.clone().into(),
            span: Some(tried.span.clone()).filter(|span: &Range<usize>| span.start < span.end),
        }
    }
}
