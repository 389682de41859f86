//! The eight stops of one image. What was decided at each is told by the core's steps; here they get
//! a place, a state and a short value for the map.

use pullscope_core::PullPolicy;
use pullscope_core::diagnose::{OutcomeKind, PolicyBy, Stage, Step};
use pullscope_core::kubelet::{Decision, NodeAccess, Presence, decide};
use yew::AttrValue;

use super::{Reader, capital, endpoints, keys, list, spot, whole};
use crate::ink;
use crate::texts::{sentence, t};
use crate::trip::{Fact, Flag, Line, Mark, Place, Ring, StepView, Stop};

/// All stops of the image.
pub(super) fn stops(reader: &Reader<'_>, ring: &Ring, mark: Mark) -> [Stop; 8] {
    let mut stops = Place::ALL.map(|place| {
        let mut stop = match place {
            Place::Written => written(reader),
            Place::Reference => reference(reader),
            Place::Policy => policy(reader),
            Place::Node => node(reader),
            Place::Keyring => keys::stop(reader, ring, mark),
            Place::Endpoints => endpoints::stop(reader, ring),
            Place::Registry => registry(reader, ring),
            Place::Outcome => outcome(reader, mark),
        };
        stop.steps = reader.steps(place);
        stop
    });
    // Where the way ends, nothing after it is reached; only the outcome is known then.
    let is_end = |stop: &Stop| stop.out == Line::Ghost && stop.place != Place::Registry;
    if let Some(end) = stops.iter().position(is_end) {
        let word = match reader.image.outcome.kind {
            OutcomeKind::OnNode => t!("Not needed"),
            _ => t!("Not reached"),
        };
        for stop in &mut stops[end + 1..7] {
            stop.mark = Mark::Unknown;
            stop.out = Line::Ghost;
            stop.flag = None;
            if stop.place != Place::Policy {
                stop.value = word.clone();
                stop.caption = AttrValue::default();
                stop.lead =
                    t!("{word}: the way ends at stop {number}.", word = word, number = end + 1);
                stop.facts.clear();
            }
        }
    }
    stops
}

/// A stop of which only the value and the caption are known.
pub(super) fn stop(
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
        steps: Vec::new(),
        facts: Vec::new(),
        read: Vec::new(),
    }
}

pub(super) fn fact(name: AttrValue, value: impl Into<AttrValue>) -> Fact {
    Fact { name, value: value.into(), code: false }
}

pub(super) fn code(name: AttrValue, value: impl Into<AttrValue>) -> Fact {
    Fact { code: true, ..fact(name, value) }
}

impl Reader<'_> {
    /// What the core decided at a stop.
    fn steps(&self, place: Place) -> Vec<StepView> {
        let here = self.image.plan.iter().filter(|step| at(step) == place);
        here.map(|step| self.step(step)).collect()
    }

    fn step(&self, step: &Step) -> StepView {
        StepView {
            decided: step.decided.clone().into(),
            rule: step.rule.clone().into(),
            because: step.because.clone().into(),
            from: step.from.iter().map(|it| spot(self.lines, &it.label, &it.span)).collect(),
        }
    }
}

/// The stop at which a step is told.
fn at(step: &Step) -> Place {
    match step.stage {
        Stage::Reference => Place::Reference,
        // Which pull Secrets a Pod has is decided with its policy, and asked for at its keys.
        Stage::ApiServer if step.rule.starts_with("service-account/") => Place::Keyring,
        Stage::ApiServer | Stage::Frozen => Place::Policy,
        Stage::Pull | Stage::Verification => Place::Node,
        Stage::Credentials | Stage::Attempts => Place::Keyring,
        Stage::Runtime | Stage::Endpoints => Place::Endpoints,
    }
}

fn written(reader: &Reader<'_>) -> Stop {
    let image = reader.image;
    let at = reader.lines.position(image.span.start);
    let role = sentence(image.role.as_str());
    let who = match (&image.name, image.path.is_empty()) {
        (_, true) => t!("The line"),
        (Some(name), false) => t!("The {role} {name}", role = role, name = name),
        (None, false) => t!("A {role} without a name", role = role),
    };
    let mut stop =
        stop(Place::Written, Mark::Ok, t!("Line {line}", line = at.line), AttrValue::default());
    if !image.path.is_empty() {
        stop.caption = match &image.name {
            Some(name) => t!("{role} {name}.", role = capital(&role), name = name),
            None => t!("{sentence}.", sentence = capital(&role)),
        };
    }
    if image.image.is_empty() {
        stop.mark = Mark::Error;
        stop.value = t!("No image");
        stop.flag = Some(Flag::Cause);
        stop.out = Line::Ghost;
        stop.lead = t!("{who} names no image.", who = who);
    } else {
        let bytes = image.image.len();
        stop.lead = t!(
            "{who} names its image in {bytes} bytes. Events and back-off keep this spelling.",
            who = who,
            bytes = bytes
        );
        stop.facts.push(code(t!("As written"), image.image.clone()));
    }
    stop.facts.push(fact(
        t!("Where"),
        t!("line {line}, column {column}", line = at.line, column = at.column),
    ));
    if !image.path.is_empty() {
        stop.facts.push(code(t!("Field"), image.path.clone()));
    }
    stop.read.push(image.span.clone());
    stop
}

fn reference(reader: &Reader<'_>) -> Stop {
    let parts = match &reader.image.reference {
        Ok(parts) => parts,
        Err(refusal) => {
            let mut stop =
                stop(Place::Reference, Mark::Error, t!("Not a name"), whole(&refusal.sentence));
            stop.flag = Some(Flag::Cause).filter(|_| !reader.image.image.is_empty());
            stop.out = Line::Ghost;
            stop.read.push(refusal.span.clone());
            stop.lead = whole(&refusal.sentence);
            stop.facts.push(code(t!("Written"), ink::visible(&reader.image.image)));
            if let Some(wrong) = reader.text.get(refusal.span.clone()).filter(|it| !it.is_empty()) {
                stop.facts.push(code(t!("At fault"), ink::visible(wrong)));
            }
            stop.facts.push(fact(t!("Kubernetes says"), refusal.message.clone()));
            return stop;
        }
    };
    let mut filled: Vec<AttrValue> = Vec::new();
    if parts.registry.span.is_none() {
        filled.push(t!("host"));
    }
    let differs = |part: &pullscope_core::diagnose::Part| match &part.span {
        Some(span) => reader.text.get(span.clone()).is_some_and(|text| text != part.value),
        None => true,
    };
    if differs(&parts.repository) {
        filled.push("library/".into());
    }
    if parts.tag.as_ref().is_some_and(|tag| tag.span.is_none()) {
        filled.push(t!("tag"));
    }
    let caption = match filled.is_empty() {
        true => t!("Nothing had to be filled in."),
        false => t!("Filled in: {parts}.", parts = list(filled)),
    };
    let mut stop = stop(Place::Reference, Mark::Ok, t!("Valid name"), caption);
    stop.facts = vec![
        code(t!("For keys"), parts.repository_name.clone()),
        code(t!("In short"), parts.familiar.clone()),
    ];
    stop.read.push(reader.image.span.clone());
    stop
}

fn policy(reader: &Reader<'_>) -> Stop {
    let policy = &reader.image.policy;
    let is_refused = reader.image.outcome.kind == OutcomeKind::RefusedByApiServer;
    let Some(value) = policy.policy else {
        let mut stop =
            stop(Place::Policy, Mark::Error, t!("Not a policy"), t!("The API server refuses it."));
        stop.flag = Some(Flag::Cause);
        stop.out = Line::Ghost;
        stop.read.extend(policy.span.clone());
        return stop;
    };
    let caption = match policy.by {
        PolicyBy::Manifest => t!("As written."),
        PolicyBy::Default => t!("Filled in from the tag."),
        PolicyBy::AlwaysPullImages => t!("Set by AlwaysPullImages."),
        PolicyBy::Stored => t!("Stored before, and stays."),
        PolicyBy::Nobody => AttrValue::default(),
    };
    let mut stop = stop(Place::Policy, Mark::Ok, value.as_str(), caption);
    // A policy that is filled in was read off the image.
    stop.read.push(policy.span.clone().unwrap_or_else(|| reader.image.span.clone()));
    if is_refused && reader.image.reference.is_ok() {
        stop.mark = Mark::Error;
        stop.caption = t!("The API server refuses the object.");
        stop.flag = Some(Flag::Cause);
        stop.out = Line::Ghost;
    }
    stop
}

fn node(reader: &Reader<'_>) -> Stop {
    let image = reader.image;
    let Some(policy) = image.policy.policy else {
        return stop(Place::Node, Mark::Unknown, t!("Not reached"), AttrValue::default());
    };
    let access = image.verification.as_ref().map_or(NodeAccess::Granted, |it| it.access());
    let decision = decide(policy, image.presence, access).decision;
    let (mark, value, caption) = match (decision, image.presence, policy) {
        (Decision::Use, ..) => (Mark::Ok, t!("It is there"), t!("Nothing is pulled.")),
        (Decision::Refuse, Presence::Present, _) => {
            (Mark::Error, t!("Not for this Pod"), t!("And nothing is pulled."))
        }
        (Decision::Pull, Presence::Present, PullPolicy::IfNotPresent) => {
            (Mark::Ok, t!("Not for this Pod"), t!("So the kubelet pulls."))
        }
        (Decision::Refuse, ..) => (Mark::Error, t!("Not there"), t!("And nothing is pulled.")),
        (Decision::Pull, _, PullPolicy::Always) => {
            (Mark::Ok, t!("Not looked at"), t!("Always goes on to the registry."))
        }
        (Decision::Pull, ..) => (Mark::Ok, t!("Not there"), t!("So the kubelet pulls.")),
        (Decision::DependsOnNode, _, PullPolicy::Never) => {
            (Mark::Info, t!("Has to be there"), t!("Never: nothing is pulled."))
        }
        (Decision::DependsOnNode, ..) => {
            (Mark::Unknown, t!("Not known"), t!("If there, nothing is pulled."))
        }
    };
    let mut stop = stop(Place::Node, mark, value, caption);
    stop.flag = match (decision, policy) {
        (Decision::Refuse, _) => Some(Flag::Cause),
        (Decision::DependsOnNode, PullPolicy::Never) => Some(Flag::End),
        _ => None,
    };
    if stop.flag.is_some() || decision == Decision::Use {
        stop.out = Line::Ghost;
    }
    if image.presence == Presence::Unknown {
        stop.lead = t!(
            "Which images the node holds is not in the text. A Node, or the output of crictl images, tells it; so does the switch above."
        );
    }
    if let Ok(parts) = &image.reference {
        stop.facts.push(code(t!("To check"), format!("crictl inspecti {}", parts.runtime_image)));
    }
    stop
}

fn registry(reader: &Reader<'_>, ring: &Ring) -> Stop {
    let kind = reader.image.outcome.kind;
    let caption = match ring.out {
        Some(Line::Solid) if kind == OutcomeKind::WithNodeCredential => {
            t!("Sent what registries.yaml has.")
        }
        Some(Line::Solid) => t!("It is sent a password."),
        _ => t!("It is asked without a password."),
    };
    let mut stop = stop(Place::Registry, Mark::Unknown, t!("Not known"), caption);
    stop.lead = t!(
        "Only the registry knows what it answers: whether the tag exists, whether the password is right, whether it may pull. This page asks nobody."
    );
    stop.out = Line::Ghost;
    stop
}

fn outcome(reader: &Reader<'_>, mark: Mark) -> Stop {
    let outcome = &reader.image.outcome;
    let (mark, value, caption) = match outcome.kind {
        OutcomeKind::RefusedByApiServer => (Mark::Error, t!("Refused"), t!("By the API server.")),
        OutcomeKind::KubeletDoesNotStart => {
            (Mark::Error, t!("No kubelet"), t!("It does not start."))
        }
        OutcomeKind::InvalidImageName => {
            (Mark::Error, AttrValue::Static("InvalidImageName"), t!("The container waits."))
        }
        OutcomeKind::RefusedByRuntime => {
            (Mark::Error, t!("The name is refused"), t!("By the runtime; the container waits."))
        }
        OutcomeKind::BrokenSecret => {
            (Mark::Error, t!("No pull is tried"), t!("The container waits."))
        }
        OutcomeKind::NeverPulled => (Mark::Unknown, t!("Depends"), t!("On what the node holds.")),
        OutcomeKind::NotOnNode => {
            (Mark::Error, AttrValue::Static("ErrImageNeverPull"), t!("The container waits."))
        }
        OutcomeKind::OnNode => (Mark::Ok, t!("Starts"), t!("Without a pull.")),
        OutcomeKind::WithCredential
        | OutcomeKind::WithBlankCredential
        | OutcomeKind::NoKeyFits
        | OutcomeKind::WithNodeCredential
        | OutcomeKind::Anonymous => {
            (Mark::Unknown, t!("Depends"), t!("On what the registry answers."))
        }
        OutcomeKind::AsksProvider => {
            (Mark::Unknown, t!("Depends"), t!("On what the provider answers."))
        }
        OutcomeKind::NotLookedUp => (mark, t!("Not known"), t!("Keys were not compared.")),
    };
    let mut stop = stop(Place::Outcome, mark, value, caption);
    stop.lead = outcome.sentence.clone().into();
    stop
}
