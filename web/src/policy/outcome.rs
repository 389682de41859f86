//! What came of the calls of a policy, as the worker tells it.

use pullscope_core::json::{self, Data, Value};
use yew::AttrValue;

use crate::texts::t;

/// What came of one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) end: End,
    /// The response, or the reason why there is none.
    pub(crate) text: String,
    /// What the policy printed and logged.
    pub(crate) log: String,
    /// What it asked.
    pub(crate) asked: Vec<Asked>,
    /// Milliseconds until the instance was ready.
    pub(crate) start: f64,
    /// Milliseconds of the call.
    pub(crate) call: f64,
    /// Bytes that it had in the end.
    pub(crate) memory: f64,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum End {
    Response,
    /// The policy says that it cannot answer.
    Error,
    /// It failed.
    #[default]
    Trap,
    /// It ended itself.
    Exit,
    /// It took too long.
    Timeout,
}

/// One call of the host.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// `kubernetes/get_resource`.
    pub(crate) path: String,
    pub(crate) payload: String,
    /// Empty where it was answered.
    pub(crate) error: String,
}

/// Reads what the worker says of a job.
pub(crate) fn outcomes(text: &str) -> Vec<Outcome> {
    let Ok(root) = json::parse(text, json::DEFAULT_MAX_DEPTH) else { return Vec::new() };
    root.as_array().unwrap_or_default().iter().map(outcome).collect()
}

fn outcome(value: &Value<'_>) -> Outcome {
    let text = |value: &Value<'_>, name: &str| {
        value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let list = |name: &str| value.get(name).and_then(Value::as_array).unwrap_or_default();
    let mut log = text(value, "log");
    for line in list("logged").iter().filter_map(Value::as_str) {
        log += line;
        log.push('\n');
    }
    let asked = |it: &Value<'_>| Asked {
        path: text(it, "path"),
        payload: text(it, "payload"),
        error: text(it, "error"),
    };
    Outcome {
        end: match &*text(value, "end") {
            "response" => End::Response,
            "error" => End::Error,
            "exit" => End::Exit,
            "timeout" => End::Timeout,
            _ => End::Trap,
        },
        text: text(value, "text"),
        log,
        asked: list("calls").iter().map(asked).collect(),
        start: number(value, "start"),
        call: number(value, "call"),
        memory: number(value, "memory"),
    }
}

/// A number; 0 without one.
pub(super) fn number(value: &Value<'_>, name: &str) -> f64 {
    match value.get(name).map(|it| &it.data) {
        Some(Data::Number(it)) => it.parse().unwrap_or(0.0),
        _ => 0.0,
    }
}

impl Outcome {
    /// Why there is no response.
    pub(crate) fn failure(&self) -> Option<AttrValue> {
        match self.end {
            End::Response => None,
            End::Error => Some(t!("The policy answers with an error: {error}", error = self.text)),
            End::Trap => Some(t!("The policy failed: {error}", error = self.text)),
            End::Exit => Some(self.text.clone().into()),
            End::Timeout => Some(t!(
                "The policy took longer than {seconds} seconds and was stopped, as the policy server stops it",
                seconds = self.call / 1000.0
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_worker_says_is_read() {
        let text = r#"[{"end":"response","text":"{}","log":"a\n","logged":["INFO b"],"calls":[{"path":"x/y","payload":"{}","ok":false,"error":"no"}],"more":0,"start":0.25,"call":1.5,"memory":65536},
            {"end":"timeout","text":"","call":2000}, {}]"#;
        let read = outcomes(text);
        assert_eq!(
            (read[0].end, read[0].log.as_str(), read[0].start),
            (End::Response, "a\nINFO b\n", 0.25)
        );
        assert_eq!(
            (read[0].asked[0].path.as_str(), read[0].asked[0].error.as_str()),
            ("x/y", "no")
        );
        assert_eq!(read[0].failure(), None);
        assert!(
            read[1]
                .failure()
                .expect("a reason")
                .starts_with("The policy took longer than 2 seconds")
        );
        assert_eq!(read[2].end, End::Trap);
        assert_eq!(outcomes("half"), []);
    }
}
