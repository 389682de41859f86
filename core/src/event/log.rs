//! Lines of logs: `E0612 10:00:00 … "Error syncing pod" err="…" pod="default/web"`.

use core::ops::Range;

use super::joined::Joined;
use super::message;
use super::{PullEvent, Says, Source, Told};

/// Reads a line with members such as `err="…"`; `None` when it has none that speaks of a pull.
pub(super) fn read(document: &str, span: &Range<usize>) -> Option<PullEvent> {
    let line = &document[span.clone()];
    let error = member(line, "err").or_else(|| member(line, "error"))?;
    let whole = Joined::of(document, span.clone());
    let unquoted = |range: Range<usize>| whole.unquoted(range);
    let mut event = PullEvent::new(Source::Log, span.clone());
    let error = unquoted(error);
    let told = |joined: Joined| joined.told(span);
    let pulled = quoted_in(line, "PullImage ").or_else(|| member(line, "image"));
    let names_the_pull = line.contains("Failed to pull image\"") || line.contains("PullImage ");
    if !event.take(&error, &|_| None) && !names_the_pull {
        return None;
    }
    if names_the_pull {
        event.says = Says::PullFailed;
        event.message = Some(told(error.clone()));
        event.error_text = Some(told(error));
    }
    if let Some(image) = pulled {
        event.image = Some(told(unquoted(image)));
    }
    if let Some(pod) = member(line, "pod") {
        let text = &line[pod.clone()];
        let place = |range: Range<usize>| Told {
            text: line[range.clone()].into(),
            span: span.start + range.start..span.start + range.end,
        };
        match (text.find('/'), text.find('_'), text.find('(')) {
            (Some(at), ..) => {
                event.namespace = Some(place(pod.start..pod.start + at));
                event.pod = Some(place(pod.start + at + 1..pod.end));
            }
            // `web_default(1b6f…)`
            (None, Some(at), Some(uid)) if at < uid => {
                event.pod = Some(place(pod.start..pod.start + at));
                event.namespace = Some(place(pod.start + at + 1..pod.start + uid));
            }
            _ => event.pod = Some(place(pod)),
        }
    }
    if let Some(name) = member(line, "containerName") {
        event.container = Some(told(unquoted(name)));
    }
    Some(event)
}

/// What stands in quotes after `name=`.
fn member(line: &str, name: &str) -> Option<Range<usize>> {
    let mut from = 0;
    // A name may end a longer one: `err` of `stderr`. A few are looked at, for lines are long.
    for _ in 0..8 {
        let at = from + line[from..].find(name)?;
        let after = at + name.len();
        let begins = at == 0 || line[..at].ends_with([' ', '\t']);
        if begins && line[after..].starts_with("=\"") {
            return message::quoted(line, after + 1).map(|it| it.0);
        }
        from = after;
    }
    None
}

fn quoted_in(line: &str, phrase: &str) -> Option<Range<usize>> {
    message::quoted(line, line.find(phrase)? + phrase.len()).map(|it| it.0)
}
