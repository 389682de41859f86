//! What a person sees of a pull when the registry answers in one way: states, events, and when.

use pullscope_core::kubelet::Answer;
use yew::AttrValue;

use super::Spot;
use crate::texts::t;

/// What comes of one answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Forecast {
    /// `None` where the registry is not asked.
    pub(crate) answer: Option<Answer>,
    /// How often the runtime is asked to pull, each time.
    pub(crate) attempts: usize,
    /// The states in which the container waits, one after the other; none when it starts.
    pub(crate) waiting: Vec<State>,
    /// The events, as they come.
    pub(crate) events: Vec<Told>,
    pub(crate) tries: Vec<Try>,
    /// The events of those tries, and of the waits between them.
    pub(crate) lanes: Vec<Lane>,
    /// The last wait comes again and again.
    pub(crate) goes_on: bool,
}

/// A state in which a container waits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) reason: AttrValue,
    pub(crate) message: AttrValue,
}

/// An event, as `kubectl describe` prints it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) is_warning: bool,
    pub(crate) reason: AttrValue,
    pub(crate) message: AttrValue,
}

/// An event, and when it is emitted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lane {
    pub(crate) told: Told,
    /// The earliest times, in seconds since the first try.
    pub(crate) at: Vec<u32>,
    /// It comes again at each look of the kubelet, until it tries again.
    pub(crate) comes_again: bool,
}

/// What the text tells of when pulls were tried. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Times {
    /// What is counted from.
    pub(crate) start: i64,
    pub(crate) since: Since,
    /// Where that is told.
    pub(crate) spot: Spot,
}

/// What happened at the start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Since {
    /// The first of these tries, which failed.
    Tried {
        count: u64,
        last: i64,
        /// The earliest and the latest time of the next one.
        next: (i64, i64),
    },
    /// The kubelet took the Pod up.
    Started,
    /// The Pod was made.
    Created,
}

/// One time at which the kubelet pulls. All in seconds since the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Try {
    pub(crate) earliest: u32,
    pub(crate) latest: u32,
    /// How long it is not tried again.
    pub(crate) wait: u32,
}

/// What an event in the text says of the registry's answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    pub(crate) answer: Answer,
    /// What the event means.
    pub(crate) sentence: AttrValue,
    /// It was seen before the page repaired something in the text.
    pub(crate) is_old: bool,
    pub(crate) spot: Spot,
}

/// An answer in a word or two, for a button.
pub(crate) fn word(answer: Answer) -> AttrValue {
    match answer {
        Answer::Ok => t!("the image"),
        Answer::Unauthorized => "401".into(),
        Answer::Forbidden => "403".into(),
        Answer::NotFound => "404".into(),
        Answer::TooManyRequests => "429".into(),
        Answer::NetworkError => t!("no answer"),
        Answer::Certificate => t!("bad certificate"),
        Answer::PlainHttp => t!("plain HTTP"),
        Answer::Malformed => t!("malformed"),
        Answer::NoPlatform => t!("no platform"),
    }
}

/// An answer as the value of a stop.
pub(crate) fn value(answer: Answer) -> AttrValue {
    match answer {
        Answer::Ok => t!("Gives the image"),
        Answer::Unauthorized => "401 Unauthorized".into(),
        Answer::Forbidden => "403 Forbidden".into(),
        Answer::NotFound => "404 Not Found".into(),
        Answer::TooManyRequests => "429 Too Many Requests".into(),
        Answer::NetworkError => t!("Not reached"),
        Answer::Certificate => t!("Not trusted"),
        Answer::PlainHttp => t!("Speaks HTTP"),
        Answer::Malformed => t!("Malformed answer"),
        Answer::NoPlatform => t!("No such platform"),
    }
}

/// `2:30`, minutes and seconds.
pub(crate) fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
