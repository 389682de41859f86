//! What a cluster said of pulls: events, the status of containers, log lines.
//!
//! ```text
//! Warning  Failed  2m (x4 over 4m)  kubelet  Failed to pull image "ghcr.io/team/app:1": rpc error: …
//! |-----|  |----|  |-------------|  |-----|                        |----------------|   |----------
//!  type    reason        age         from                               image           error text
//! ```
//!
//! # What is read
//!
//! | pasted | read |
//! | --- | --- |
//! | messages alone, one or several | each line that speaks of a pull |
//! | `kubectl describe pod` | the Pod, waiting containers, the table of events |
//! | `kubectl get events`, with `-A` or `-o wide` | each row |
//! | `kubectl get pods` | each row whose status is about an image |
//! | log lines of the kubelet | what stands in `err=`, `pod=`, `image=` |
//! | log lines as JSON | what stands in `err`, `error` or `msg`, `pod`, `namespace` |
//! | objects of kind `Event`, of `v1` and `events.k8s.io` | each |
//! | a Pod, or a part of its status | waiting containers |
//! | any other object | messages of its conditions |
//!
//! Long lines that a terminal or a chat has wrapped are put together again. Columns are found by
//! their headings, and by what they hold where the spaces between them were lost.
//!
//! Nothing is concluded here: the error of a registry or a runtime is a text with a place.
//!
//! ```
//! use pullscope_core::event::{self, Says};
//! use pullscope_core::text::documents;
//!
//! let read = documents("3m  Warning  Failed  pod/web  Failed to pull image \"ghcr.io/a:1\": 401");
//! let events = event::of_document(read.text, &read.docs[0]);
//! assert_eq!(events[0].says, Says::PullFailed);
//! assert_eq!(events[0].image.as_ref().unwrap().text, "ghcr.io/a:1");
//! assert_eq!(events[0].pod.as_ref().unwrap().text, "web");
//! assert_eq!(&read.text[events[0].error_text.as_ref().unwrap().span.clone()], "401");
//! ```
//!
//! Upstream: kubernetes `pkg/kubelet/events/event.go`, `pkg/kubelet/images/image_manager.go`;
//! `describePod` and `DescribeEvents` in `staging/src/k8s.io/kubectl/pkg/describe/describe.go`.

mod joined;
mod lines;
mod log;
mod message;
mod object;
mod table;
mod took;

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::text::{Document, Prose, Syntax};

pub use message::Says;
pub(crate) use message::speaks_of_a_pull;
pub use took::Took;

/// A text that was told, and the bytes of the document in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The text, put together where it was wrapped, without escapes where it was quoted.
    pub text: String,
    /// From its first to its last byte.
    pub span: Range<usize>,
}

/// Where an event was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A message, alone or among other words.
    Message,
    /// A row of a table of events.
    Row,
    /// A row of `kubectl get pods`.
    PodRow,
    /// A line of a log.
    Log,
    /// The state of a container in `kubectl describe`.
    Description,
    /// An object of kind `Event`.
    Object,
    /// The status of an object.
    Status,
}

/// Which list of a Pod a container stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContainerList {
    /// `initContainers`.
    Init,
    /// `containers`.
    Regular,
    /// `ephemeralContainers`.
    Ephemeral,
}

/// One thing that was said of a pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullEvent {
    /// All of it: the row, the line, the object.
    pub span: Range<usize>,
    /// Where it was found.
    pub source: Source,
    /// What its sentence says.
    pub says: Says,
    /// The reason of the event (`Failed`, `BackOff`) or of the waiting container (`ErrImagePull`).
    pub reason: Option<Told>,
    /// The message as a whole.
    pub message: Option<Told>,
    /// The image, as the sentence or the status names it. The kubelet names it as the Pod does; a
    /// runtime (see [`Says::RuntimeError`]) names it completed.
    pub image: Option<Told>,
    /// The namespace.
    pub namespace: Option<Told>,
    /// The name of the Pod.
    pub pod: Option<Told>,
    /// The object that it is about, when that is no Pod: `replicaset/web`, or a name.
    pub object: Option<Told>,
    /// The name of the container.
    pub container: Option<Told>,
    /// The list in which the container stands.
    pub list: Option<ContainerList>,
    /// Who said it: `kubelet`, `kubelet, node-1`.
    pub from: Option<Told>,
    /// When: `3m`, `2m (x4 over 4m)`, a time stamp.
    pub age: Option<Told>,
    /// How often.
    pub count: Option<u64>,
    /// The Secrets that the kubelet did not find.
    pub missing_secrets: Vec<Told>,
    /// What the runtime or the registry said, as the rest of the message.
    pub error_text: Option<Told>,
    /// How long the pull took that it tells of.
    pub took: Option<Took>,
    /// When it was seen, where an object tells that.
    pub seen: Option<Seen>,
}

/// When an event was seen, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The first time.
    pub first: i64,
    /// The last time; the first one where it was seen once.
    pub last: i64,
}

impl PullEvent {
    fn new(source: Source, span: Range<usize>) -> Self {
        Self {
            span,
            source,
            says: Says::Reason,
            reason: None,
            message: None,
            image: None,
            namespace: None,
            pod: None,
            object: None,
            container: None,
            list: None,
            from: None,
            age: None,
            count: None,
            missing_secrets: Vec::new(),
            error_text: None,
            took: None,
            seen: None,
        }
    }
}

/// More events are not read from one document.
pub const MAX_EVENTS: usize = 10_000;

/// What a document says of pulls, in the order of its text; at most [`MAX_EVENTS`].
///
/// All spans are bytes of `text`, the text that the document was read from.
pub fn of_document(text: &str, document: &Document<'_>) -> Vec<PullEvent> {
    match document.syntax {
        Syntax::Prose(Prose::Command | Prose::ImageTable | Prose::Images | Prose::Toml) => {
            Vec::new()
        }
        Syntax::Prose(_) => of_text(text, document.span.clone()),
        // Words that are a text to YAML.
        _ if document.root.as_str().is_some() => of_text(text, document.span.clone()),
        _ => object::read(text, document),
    }
}

/// What the lines within `span` of `text` say of pulls.
pub fn of_text(text: &str, span: Range<usize>) -> Vec<PullEvent> {
    lines::read(text, span)
}

#[cfg(test)]
mod tests;
