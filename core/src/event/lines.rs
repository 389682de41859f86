//! Reading lines: messages, tables, descriptions, in any mixture.

use alloc::vec::Vec;
use core::ops::Range;

use super::joined::Joined;
use super::message::is_about_an_image;
use super::table::{self, Column, Table};
use super::{ContainerList, MAX_EVENTS, PullEvent, Says, Source, Told, log, message};

/// A line this long may have been wrapped; a shorter one ends where its writer ended it.
const WRAPPED: usize = 60;

/// A longer message is not put together any further; the API server cuts events at 1,024 bytes.
const MAX_MESSAGE: usize = 16 << 10;

/// Reads the lines within `span`.
pub(super) fn read(text: &str, span: Range<usize>) -> Vec<PullEvent> {
    let mut reader = Reader {
        text,
        width: width(&text[span.clone()]),
        events: Vec::new(),
        table: None,
        pods: false,
        described: Described::default(),
        open: None,
    };
    let mut start = span.start;
    for line in text[span].split_inclusive(['\n', '\r']) {
        let content = line.trim_end_matches(['\n', '\r']);
        if !(content.is_empty() && line.starts_with('\n') && text[..start].ends_with('\r')) {
            reader.line(start..start + content.len());
        }
        start += line.len();
        if reader.events.len() >= MAX_EVENTS {
            reader.open = None;
            break;
        }
    }
    reader.finish();
    reader.events
}

/// The width at which a terminal broke the lines: two of them at least have exactly that many
/// characters, and none has more.
fn width(text: &str) -> Option<usize> {
    let (mut most, mut count) = (0, 0);
    for line in text.split(['\n', '\r']) {
        let length = line.chars().count();
        if length > most {
            (most, count) = (length, 0);
        }
        count += usize::from(length == most);
    }
    (count > 1 && most >= WRAPPED).then_some(most)
}

/// A message whose lines are being put together.
struct Open {
    event: PullEvent,
    message: Joined,
    /// Characters of its last line.
    length: usize,
    /// Whether its last line ends with white space.
    spaced: bool,
    /// Quotes in it so far.
    quotes: usize,
    /// Whether it begins with the words of a runtime.
    runtime: bool,
}

impl Open {
    fn new(event: PullEvent, message: Joined, line: &str) -> Self {
        let length = line.chars().count();
        let spaced = line.ends_with([' ', '\t']);
        let quotes = quotes(&message.text);
        let runtime = message::read(&message.text)
            .is_some_and(|it| it.says == Says::RuntimeError && it.start == 0);
        Self { event, message, length, spaced, quotes, runtime }
    }

    /// Whether its last line may go on in the next one.
    fn may_go_on(&self) -> bool {
        self.length >= WRAPPED && self.message.text.len() < MAX_MESSAGE
    }
}

fn quotes(text: &str) -> usize {
    text.bytes().filter(|it| *it == b'"').count()
}

/// What a description said so far.
#[derive(Default)]
struct Described {
    pod: Option<Told>,
    namespace: Option<Told>,
    list: Option<ContainerList>,
    container: Option<Told>,
    image: Option<Told>,
    waiting: bool,
}

struct Reader<'a> {
    text: &'a str,
    width: Option<usize>,
    events: Vec<PullEvent>,
    table: Option<Table>,
    /// Whether the rows are those of `kubectl get pods` with a namespace.
    pods: bool,
    described: Described,
    open: Option<Open>,
}

impl Reader<'_> {
    fn told(&self, span: Range<usize>) -> Told {
        Told { text: self.text[span.clone()].into(), span }
    }

    fn line(&mut self, span: Range<usize>) {
        let line = &self.text[span.clone()];
        if line.trim().is_empty() {
            return self.finish();
        }
        if let Some(table) = table::heading(line) {
            self.finish();
            self.table = Some(table);
            return;
        }
        if line.trim_start().starts_with("NAME")
            && line.contains("READY")
            && line.contains("STATUS")
        {
            self.finish();
            self.pods = line.trim_start().starts_with("NAMESPACE");
            return;
        }
        if let Some(cells) = table::row(line, self.table.as_ref()) {
            self.finish();
            return self.row(&span, &cells);
        }
        if let Some(event) = self.pod_row(&span) {
            self.finish();
            return self.events.push(event);
        }
        let may_go_on = self.open.is_some() && line.starts_with(|it: char| it.is_ascii_lowercase());
        if !may_go_on && self.description(&span) {
            return self.finish();
        }
        self.free(span);
    }

    /// A row of a table of events.
    fn row(&mut self, span: &Range<usize>, cells: &[table::Cell]) {
        let mut event = PullEvent::new(Source::Row, span.clone());
        event.pod = self.described.pod.clone();
        event.namespace = self.described.namespace.clone();
        let mut message = Joined::default();
        let mut kind = None;
        let mut name = None;
        for (column, cell) in cells {
            if cell.is_empty() {
                continue;
            }
            let cell = span.start + cell.start..span.start + cell.end;
            match column {
                Column::Reason => event.reason = Some(self.told(cell)),
                Column::From => event.from = Some(self.told(cell)),
                Column::Namespace => event.namespace = Some(self.told(cell)),
                Column::Count => event.count = self.text[cell].parse().ok(),
                Column::Age => {
                    event.count = event.count.or_else(|| times(&self.text[cell.clone()]));
                    event.age = Some(self.told(cell));
                }
                Column::Object => self.object(&mut event, cell),
                Column::Kind => kind = Some(&self.text[cell]),
                Column::Name => name = Some(self.told(cell)),
                Column::Field => self.field(&mut event, &cell),
                Column::Message => message = Joined::of(self.text, cell),
                Column::Type | Column::Other => {}
            }
        }
        match kind {
            Some("Pod") => event.pod = name,
            Some(_) => event.object = name,
            // Without a kind, the last column of the wide table names the event itself.
            None => {}
        }
        self.open = Some(Open::new(event, message, &self.text[span.clone()]));
    }

    /// `pod/web`, `replicaset/web`.
    fn object(&self, event: &mut PullEvent, cell: Range<usize>) {
        match self.text[cell.clone()].split_once('/') {
            Some(("pod" | "Pod" | "po" | "pods", name)) => {
                event.pod = Some(self.told(cell.end - name.len()..cell.end));
            }
            _ => {
                event.object = Some(self.told(cell));
                event.pod = None;
            }
        }
    }

    fn field(&self, event: &mut PullEvent, cell: &Range<usize>) {
        if let Some((list, name)) = table::field_path(&self.text[cell.clone()]) {
            event.list = Some(list);
            event.container = name.map(|it| self.told(cell.start + it.start..cell.start + it.end));
        }
    }

    /// A row of `kubectl get pods` whose status is about an image.
    fn pod_row(&self, span: &Range<usize>) -> Option<PullEvent> {
        let table::PodRow { name, status, namespace } = table::pod_row(&self.text[span.clone()])?;
        let here = |it: &Range<usize>| span.start + it.start..span.start + it.end;
        let status = here(&status);
        let reason = message::reason_word(&self.text[status.clone()])?;
        let mut event = PullEvent::new(Source::PodRow, span.clone());
        // Upstream: `printPod` in kubernetes `pkg/printers/internalversion/printers.go`.
        event.list = Some(match self.text[status.clone()].starts_with("Init:") {
            true => ContainerList::Init,
            false => ContainerList::Regular,
        });
        event.reason = Some(self.told(status.start + reason.start..status.start + reason.end));
        event.pod = Some(self.told(here(&name)));
        event.namespace = namespace.filter(|_| self.pods).map(|it| self.told(here(&it)));
        Some(event)
    }

    /// A line of `kubectl describe` before the events. Gives back whether it is one.
    fn description(&mut self, span: &Range<usize>) -> bool {
        let line = &self.text[span.clone()];
        let content = line.trim();
        let Some((key, value)) = content.split_once(':') else { return false };
        let indent = line.len() - line.trim_start().len();
        let value = value.trim();
        let end = span.end - (line.len() - line.trim_end().len());
        let told = || self.told(end - value.len()..end);
        let list = match key {
            "Containers" => Some(ContainerList::Regular),
            "Init Containers" => Some(ContainerList::Init),
            "Ephemeral Containers" => Some(ContainerList::Ephemeral),
            _ => None,
        };
        if indent == 0 {
            match key {
                "Name" if !value.is_empty() => {
                    let pod = Some(told());
                    self.described = Described { pod, ..Described::default() };
                    self.table = None;
                }
                "Namespace" if !value.is_empty() => self.described.namespace = Some(told()),
                _ if list.is_some() && value.is_empty() => {
                    self.described.list = list;
                    self.described.container = None;
                }
                "Conditions" | "Volumes" | "Events" => {
                    self.described.list = None;
                    self.described.container = None;
                    return true;
                }
                _ => return false,
            }
            return true;
        }
        if self.described.list.is_none() {
            return false;
        }
        if value.is_empty() && indent <= 3 {
            let name = span.start + indent..end - 1;
            self.described.container = Some(self.told(name));
            self.described.image = None;
            self.described.waiting = false;
            return true;
        }
        match key {
            "Image" => self.described.image = (!value.is_empty()).then(told),
            "State" => self.described.waiting = value == "Waiting",
            "Last State" => self.described.waiting = false,
            "Reason" if self.described.waiting && is_about_an_image(value) => {
                let mut event = PullEvent::new(Source::Description, span.clone());
                event.reason = Some(told());
                let described = &self.described;
                event.pod = described.pod.clone();
                event.namespace = described.namespace.clone();
                event.container = described.container.clone();
                event.list = described.list;
                event.image = described.image.clone();
                self.finish();
                self.events.push(event);
            }
            _ => {}
        }
        true
    }

    /// A line that stands in no table: a message, the rest of one, or anything else.
    fn free(&mut self, span: Range<usize>) {
        let line = &self.text[span.clone()];
        if let Some(event) = log::read(self.text, &span) {
            self.finish();
            return self.events.push(event);
        }
        let sentence = message::read(line);
        let goes_on = match (&self.open, &sentence) {
            (None, _) => false,
            // The words of a runtime go on those of the kubelet.
            (Some(open), Some(it)) if it.says == Says::RuntimeError => {
                open.may_go_on() && !open.runtime
            }
            (Some(_), Some(_)) => false,
            (Some(open), None) => open.may_go_on(),
        };
        if goes_on && let Some(open) = &mut self.open {
            let end = span.start + line.trim_end().len();
            let start = span.start + (line.len() - line.trim_start().len());
            let hard = start == span.start && self.width == Some(open.length);
            // Within a name in quotes there is no space.
            if open.spaced || (!hard && open.quotes.is_multiple_of(2)) {
                open.message.push(" ", open.event.span.end);
            }
            open.message.push(&self.text[start..end], start);
            open.event.span.end = end;
            open.length = line.chars().count();
            open.spaced = end < span.end;
            open.quotes += quotes(&self.text[start..end]);
            return;
        }
        self.finish();
        if sentence.is_some() {
            let indent = line.len() - line.trim_start().len();
            let whole = span.start + indent..span.start + line.trim_end().len();
            let message = Joined::of(self.text, whole.clone());
            let mut event = PullEvent::new(Source::Message, whole);
            event.pod = self.described.pod.clone();
            event.namespace = self.described.namespace.clone();
            self.open = Some(Open::new(event, message, line));
        }
    }

    /// Ends the message that is being put together.
    fn finish(&mut self) {
        let Some(Open { mut event, message, .. }) = self.open.take() else { return };
        if event.take(&message, &|_| None) {
            self.events.push(event);
        }
    }
}

/// How often, in `2m (x4 over 4m)`.
fn times(age: &str) -> Option<u64> {
    let rest = age.split_once("(x")?.1;
    rest.split(' ').next()?.parse().ok()
}
