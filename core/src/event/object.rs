//! Objects that say something of pulls: events, Pods, conditions.

use alloc::vec::Vec;
use core::ops::Range;

use super::joined::Joined;
use super::table;
use super::{ContainerList, MAX_EVENTS, PullEvent, Seen, Source, Told, message};
use crate::json::{Data, Value};
use crate::text::{Document, verbatim};
use crate::time;

/// Reads what an object says.
pub(super) fn read(text: &str, document: &Document<'_>) -> Vec<PullEvent> {
    let mut reader =
        Reader { text, events: Vec::new(), name: None, namespace: None, is_pod: false };
    let root = &document.root;
    let metadata = root.get("metadata");
    let of_metadata = |key: &str| metadata.and_then(|it| it.get(key));
    let kind = document.kind.as_deref();
    if kind == Some("Event") {
        let whole = document.span.clone();
        reader.event(root, whole, of_metadata("namespace"));
        return reader.events;
    }
    reader.name = reader.told(of_metadata("name"));
    reader.namespace = reader.told(of_metadata("namespace"));
    // A part of a status is that of a Pod.
    reader.is_pod = kind.is_none_or(|it| it == "Pod");
    if kind.is_none() && reader.log(root, &document.span) {
        return reader.events;
    }
    let status = match kind {
        Some(_) => root.get("status"),
        None => Some(root.get("status").unwrap_or(root)),
    };
    if let Some(status) = status {
        reader.status(status);
    }
    reader.events
}

struct Reader<'a> {
    text: &'a str,
    events: Vec<PullEvent>,
    name: Option<Told>,
    namespace: Option<Told>,
    is_pod: bool,
}

impl Reader<'_> {
    /// A text that is not empty, and its place.
    fn told(&self, value: Option<&Value<'_>>) -> Option<Told> {
        let value = value?;
        let text = value.as_str().filter(|it| !it.is_empty())?;
        let span = verbatim(self.text, value).unwrap_or_else(|| value.span.clone());
        Some(Told { text: text.into(), span })
    }

    /// Takes what a message says.
    fn take(&self, event: &mut PullEvent, value: &Value<'_>) -> bool {
        let Some(message) = value.as_str() else { return false };
        let whole = value.span.clone();
        let joined = match verbatim(self.text, value) {
            Some(span) => Joined::of(self.text, span),
            None => Joined::unplaced(message),
        };
        // Of an escaped or folded text, a part that holds nothing to escape can still be found.
        let find = |part: &str| {
            let at = self.text[whole.clone()].find(part)?;
            Some(whole.start + at..whole.start + at + part.len())
        };
        let find = |part: &str| Some(find(part).unwrap_or_else(|| whole.clone()));
        event.take(&joined, &find)
    }

    /// An object of kind `Event`, of `v1` or of `events.k8s.io`.
    fn event(&mut self, root: &Value<'_>, span: Range<usize>, namespace: Option<&Value<'_>>) {
        let either = |one: &str, other: &str| root.get(one).or_else(|| root.get(other));
        let about = either("involvedObject", "regarding");
        let of_about = |key: &str| about.and_then(|it| it.get(key));
        let mut event = PullEvent::new(Source::Object, span);
        event.reason = self.told(root.get("reason"));
        event.namespace = self.told(of_about("namespace")).or_else(|| self.told(namespace));
        let name = self.told(of_about("name"));
        match of_about("kind").and_then(Value::as_str) {
            None | Some("Pod") => event.pod = name,
            Some(_) => event.object = name,
        }
        if let Some(path) = of_about("fieldPath").and_then(|it| self.told(Some(it)))
            && let Some((list, name)) = table::field_path(&path.text)
        {
            event.list = Some(list);
            event.container = name.map(|it| Told {
                text: path.text[it.clone()].into(),
                span: match path.span.len() == path.text.len() {
                    true => path.span.start + it.start..path.span.start + it.end,
                    false => path.span.clone(),
                },
            });
        }
        let source = either("source", "deprecatedSource").and_then(|it| it.get("component"));
        event.from = [root.get("reportingComponent"), root.get("reportingController"), source]
            .into_iter()
            .find_map(|it| self.told(it));
        event.age = ["lastTimestamp", "deprecatedLastTimestamp", "eventTime"]
            .iter()
            .find_map(|it| self.told(root.get(it)));
        let of_series = |key: &str| root.get("series").and_then(|it| it.get(key));
        event.seen = seen(root, of_series("lastObservedTime"));
        event.count = [root.get("count"), of_series("count"), root.get("deprecatedCount")]
            .into_iter()
            .flatten()
            .find_map(number);
        if let Some(message) = either("message", "note")
            && self.take(&mut event, message)
        {
            self.events.push(event);
        }
    }

    /// A line of a log that is written as JSON. Gives back whether it speaks of a pull.
    fn log(&mut self, root: &Value<'_>, span: &Range<usize>) -> bool {
        let mut event = PullEvent::new(Source::Log, span.clone());
        event.namespace = self.told(root.get("namespace"));
        // `"pod": {"name": "web", "namespace": "default"}`
        if let Some(pod) = root.get("pod") {
            event.pod = self.told(pod.get("name")).or_else(|| self.told(Some(pod)));
            event.namespace = self.told(pod.get("namespace")).or(event.namespace);
        }
        let told = ["err", "error", "msg"].iter().filter_map(|it| root.get(it));
        let spoken = told.into_iter().any(|it| self.take(&mut event, it));
        if spoken {
            self.push(event);
        }
        spoken
    }

    /// A status, or a part of one.
    fn status(&mut self, status: &Value<'_>) {
        for (key, list) in [
            ("initContainerStatuses", Some(ContainerList::Init)),
            ("containerStatuses", Some(ContainerList::Regular)),
            ("ephemeralContainerStatuses", Some(ContainerList::Ephemeral)),
        ] {
            for item in status.get(key).and_then(Value::as_array).unwrap_or_default() {
                self.container(item, list);
            }
        }
        // A list of statuses without its name, one of them, or only its state.
        for item in status.as_array().unwrap_or_default() {
            self.container(item, None);
        }
        self.container(status, None);
        for item in status.get("conditions").and_then(Value::as_array).unwrap_or_default() {
            self.condition(item);
        }
        if status.get("reason").is_none() {
            self.condition(status);
        }
    }

    fn said(&self, span: Range<usize>) -> PullEvent {
        let mut event = PullEvent::new(Source::Status, span);
        event.namespace = self.namespace.clone();
        match self.is_pod {
            true => event.pod = self.name.clone(),
            false => event.object = self.name.clone(),
        }
        event
    }

    /// The status of a container that waits.
    fn container(&mut self, status: &Value<'_>, list: Option<ContainerList>) {
        let state = status.get("state").unwrap_or(status);
        let Some(waiting) = state.get("waiting").filter(|it| it.as_object().is_some()) else {
            return;
        };
        let mut event = self.said(waiting.span.clone());
        event.list = list;
        event.reason = self.told(waiting.get("reason"));
        event.container = self.told(status.get("name"));
        let spoken = waiting.get("message").is_some_and(|it| self.take(&mut event, it));
        let is_about = event.reason.as_ref().is_some_and(|it| message::is_about_an_image(&it.text));
        if !spoken && !is_about {
            return;
        }
        if event.message.is_none() {
            event.message = self.told(waiting.get("message"));
            event.error_text = event.message.clone();
        }
        if event.image.is_none() || event.says == super::Says::RuntimeError {
            event.image = self.told(status.get("image")).or(event.image);
        }
        self.push(event);
    }

    /// A condition, or a status with a message of its own.
    fn condition(&mut self, condition: &Value<'_>) {
        let Some(message) = condition.get("message") else { return };
        let mut event = self.said(message.span.clone());
        event.reason = self.told(condition.get("reason"));
        if self.take(&mut event, message) {
            self.push(event);
        }
    }

    fn push(&mut self, event: PullEvent) {
        if self.events.len() < MAX_EVENTS {
            self.events.push(event);
        }
    }
}

/// When an event was seen. One of `events.k8s.io` has `eventTime` for the first time, and a series
/// where it came again.
fn seen(root: &Value<'_>, observed: Option<&Value<'_>>) -> Option<Seen> {
    let time = |it: &Value<'_>| it.as_str().and_then(time::parse);
    let of = |keys: [&str; 3]| keys.iter().find_map(|key| root.get(key).and_then(time));
    let last = observed
        .and_then(time)
        .or_else(|| of(["lastTimestamp", "deprecatedLastTimestamp", "eventTime"]))?;
    let first = of(["firstTimestamp", "deprecatedFirstTimestamp", "eventTime"]);
    Some(Seen { first: first.unwrap_or(last).min(last), last })
}

fn number(value: &Value<'_>) -> Option<u64> {
    match &value.data {
        Data::Number(text) => text.parse().ok(),
        _ => None,
    }
}
