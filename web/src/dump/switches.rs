//! The what-if switches on their way into the worker: JSON.
//!
//! ```json
//! {"clock": 1770000000, "switches": [["kubernetes", "1.33"], ["AlwaysPullImages", "on"]]}
//! ```
//!
//! A dump has many images, so that which image a node has is none of them.

use pullscope_core::diagnose::Options;
use pullscope_core::json::{self, Data, Value, write_string};
use pullscope_core::kubelet::Presence;

use crate::share::{pairs, what_if};
use crate::what_if::{Switch, WhatIf};

/// The switches as text, for [`options`].
pub(crate) fn text(it: &WhatIf) -> String {
    let mut out = String::from("{");
    if let Some(clock) = it.clock {
        out += &format!("\"clock\":{clock},");
    }
    out += "\"switches\":[";
    let of_many = it.with(Switch::OnNode(Presence::Unknown));
    for (number, (name, value)) in pairs(&of_many).iter().enumerate() {
        out += if number > 0 { ",[" } else { "[" };
        write_string(&mut out, name);
        out.push(',');
        write_string(&mut out, value);
        out.push(']');
    }
    out + "]}"
}

/// What the core is asked with; a text that is none of [`text`] moves no switch.
pub(crate) fn options(text: &str) -> Options {
    let Ok(root) = json::parse(text, 9) else { return Options::default() };
    let clock = match root.get("clock").map(|it| &it.data) {
        Some(Data::Number(it)) => it.parse().ok(),
        _ => None,
    };
    let list = root.get("switches").and_then(Value::as_array).unwrap_or_default();
    let word = |pair: &[Value<'_>], at: usize| pair.get(at)?.as_str().map(str::to_owned);
    let pairs: Vec<(String, String)> = list
        .iter()
        .filter_map(|pair| pair.as_array())
        .filter_map(|pair| word(pair, 0).zip(word(pair, 1)))
        .collect();
    what_if(&pairs, clock).options(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_asked_with_the_switches_of_the_page() {
        let it = WhatIf { clock: Some(5), ..WhatIf::default() }
            .with(Switch::AlwaysPullImages(true))
            .with(Switch::Kubernetes("1.30".parse().expect("a release")))
            .with(Switch::Namespace("a\"b".into()));
        assert_eq!(options(&text(&it)), it.options(None));
        // Which image a node has says nothing of the images of a dump.
        let present = it.with(Switch::OnNode(Presence::Present));
        assert_eq!(text(&present), text(&it));
        assert_eq!(options("{"), Options::default());
    }
}
