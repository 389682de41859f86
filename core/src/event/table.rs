//! Rows of tables: what stands under which heading.

use alloc::vec::Vec;
use core::ops::Range;

/// A column that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Namespace,
    Age,
    Type,
    Reason,
    From,
    Object,
    /// The name of an object whose kind has a column of its own.
    Name,
    Kind,
    /// `spec.containers{web}`.
    Field,
    Count,
    Message,
    Other,
}

/// Headings, as `kubectl` of several years wrote them.
const HEADINGS: [(&str, Column); 20] = [
    ("LAST SEEN", Column::Age),
    ("FIRST SEEN", Column::Other),
    ("LASTSEEN", Column::Age),
    ("FIRSTSEEN", Column::Other),
    ("NAMESPACE", Column::Namespace),
    ("TYPE", Column::Type),
    ("REASON", Column::Reason),
    ("OBJECT", Column::Object),
    ("SUBOBJECT", Column::Field),
    ("SOURCE", Column::From),
    ("MESSAGE", Column::Message),
    ("COUNT", Column::Count),
    ("NAME", Column::Name),
    ("KIND", Column::Kind),
    ("Type", Column::Type),
    ("Reason", Column::Reason),
    ("Age", Column::Age),
    ("From", Column::From),
    ("SubObjectPath", Column::Field),
    ("Message", Column::Message),
];

/// One cell: its column, and its bytes of the line.
pub(super) type Cell = (Column, Range<usize>);

/// A line of headings.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Each column, and the character at which it begins.
    columns: Vec<(Column, usize)>,
}

/// Reads a line of headings of a table of events.
pub(super) fn heading(line: &str) -> Option<Table> {
    let mut columns = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let at = line.len() - rest.len();
        let word = rest.split([' ', '\t']).next().unwrap_or_default();
        let known = HEADINGS.iter().find(|(name, _)| {
            rest.strip_prefix(name).is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t']))
        });
        let (length, column) = known.map_or((word.len(), Column::Other), |it| (it.0.len(), it.1));
        // A line of headings is short, so that counting its characters each time costs nothing.
        columns.push((column, line[..at].chars().count()));
        if columns.len() > 20 {
            return None;
        }
        rest = rest[length..].trim_start();
    }
    let has = |wanted: Column| columns.iter().any(|it| it.0 == wanted);
    (has(Column::Type) && has(Column::Reason) && has(Column::Message)).then_some(Table { columns })
}

/// Reads a row of a table of events; `None` when the line is none.
pub(super) fn row(line: &str, table: Option<&Table>) -> Option<Vec<Cell>> {
    if let Some(cells) = table.and_then(|it| by_heading(line, it)) {
        return Some(cells);
    }
    by_words(line)
}

fn is_type(word: &str) -> bool {
    matches!(word, "Normal" | "Warning")
}

/// Cells by where they stand. Each column must begin after a space.
fn by_heading(line: &str, table: &Table) -> Option<Vec<Cell>> {
    if line.contains('\t') {
        return None;
    }
    let mut cells = Vec::new();
    let mut chars = line.char_indices().map(|it| it.0).chain([line.len()]).enumerate().peekable();
    let mut starts = Vec::new();
    for &(_, wanted) in &table.columns {
        let at = loop {
            match chars.peek() {
                Some(&(number, at)) if number == wanted => break at,
                Some(_) => chars.next(),
                None => break line.len(),
            };
        };
        if at > 0 && at < line.len() && !line[..at].ends_with(' ') {
            return None;
        }
        starts.push(at);
    }
    for (index, (&(column, _), &start)) in table.columns.iter().zip(&starts).enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(line.len());
        let cell = line[start..end].trim_end();
        let indent = cell.len() - cell.trim_start().len();
        cells.push((column, start + indent..start + cell.len()));
    }
    let kind = cells.iter().find(|it| it.0 == Column::Type)?;
    is_type(&line[kind.1.clone()]).then_some(cells)
}

/// Cells by what they hold: `Warning` or `Normal`, then the reason, and around them the rest.
fn by_words(line: &str) -> Option<Vec<Cell>> {
    let mut words = Vec::new();
    let mut rest = line;
    // The type stands among the first words; what follows the tenth is message.
    while words.len() < 10 {
        let trimmed = rest.trim_start();
        // Whatever counts as white space at the end of the line ends a word as well.
        let length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        if length == 0 {
            break;
        }
        let start = line.len() - trimmed.len();
        words.push(start..start + length);
        rest = &trimmed[length..];
    }
    let word = |index: usize| words.get(index).map(|it| &line[it.clone()]);
    let kind = (0..words.len().min(6)).find(|&it| word(it).is_some_and(is_type))?;
    let reason = words.get(kind + 1)?.clone();
    let is_name = line[reason.clone()].bytes().all(|it| it.is_ascii_alphanumeric());
    let follows = words.get(kind + 2)?;
    if !is_name || !line[reason.clone()].starts_with(|it: char| it.is_ascii_uppercase()) {
        return None;
    }
    let mut cells = Vec::from([(Column::Type, words[kind].clone()), (Column::Reason, reason)]);
    let end = line.trim_end().len();
    let object = &line[follows.clone()];
    if object.contains('/') && !object.contains(['"', ':']) {
        // `kubectl get events`: [namespace] age type reason object message.
        let is_age = |it: &str| it.starts_with(|it: char| it.is_ascii_digit() || it == '<');
        let ages = (0..kind).find(|&it| word(it).is_some_and(is_age)).unwrap_or(kind);
        if ages > 0 {
            cells.push((Column::Namespace, words[ages - 1].clone()));
        }
        if ages < kind {
            cells.push((Column::Age, words[ages].start..words[kind - 1].end));
        }
        cells.push((Column::Object, follows.clone()));
        let rest = &line[follows.end..end];
        cells.push((Column::Message, end - rest.trim_start().len()..end));
        return Some(cells);
    }
    if kind > 0 {
        return None;
    }
    // `kubectl describe`: type reason age from message.
    let mut age = follows.clone();
    let mut next = kind + 3;
    if word(next).is_some_and(|it| it.starts_with("(x")) {
        let close = line[words[next].start..].find(')').map(|it| words[next].start + it + 1)?;
        age.end = close;
        next = words.iter().position(|it| it.start >= close).unwrap_or(words.len());
    }
    cells.push((Column::Age, age.clone()));
    let from = words.get(next)?;
    let rest = &line[from.start..end];
    // The columns stand apart by two spaces, unless those were lost: then the source is one word,
    // and a second one after a comma.
    let gap = rest.find("  ").or_else(|| rest.find('\t')).filter(|&it| !rest[..it].contains('"'));
    let length = gap.unwrap_or_else(|| {
        let first = rest.find(' ').unwrap_or(rest.len());
        match first < rest.len() && rest[..first].ends_with(',') {
            true => rest[first + 1..].find(' ').map_or(rest.len(), |it| first + 1 + it),
            false => first,
        }
    });
    if length == rest.len() {
        // No source: what is left is the message.
        cells.push((Column::Message, from.start..end));
        return Some(cells);
    }
    cells.push((Column::From, from.start..from.start + length));
    let message = &rest[length..];
    cells.push((Column::Message, end - message.trim_start().len()..end));
    Some(cells)
}

/// A row of `kubectl get pods`, as bytes of its line.
pub(super) struct PodRow {
    pub(super) name: Range<usize>,
    pub(super) status: Range<usize>,
    /// What stands before the name; a namespace, if the headings say so.
    pub(super) namespace: Option<Range<usize>>,
}

/// Reads a row of `kubectl get pods`, by its column `0/1`.
pub(super) fn pod_row(line: &str) -> Option<PodRow> {
    let mut words: [Option<Range<usize>>; 2] = [None, None];
    let mut rest = line;
    for _ in 0..4 {
        let trimmed = rest.trim_start();
        let length = trimmed.find([' ', '\t'])?;
        let start = line.len() - trimmed.len();
        let word = start..start + length;
        rest = &trimmed[length..];
        if is_ready(&line[word.clone()]) {
            let status = rest.trim_start();
            let start = line.len() - status.len();
            let length = status.find([' ', '\t']).unwrap_or(status.len());
            let [namespace, name] = words;
            return Some(PodRow { name: name?, status: start..start + length, namespace });
        }
        words = [words[1].take(), Some(word)];
    }
    None
}

/// `0/1`.
fn is_ready(word: &str) -> bool {
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    word.split_once('/').is_some_and(|(ready, all)| is_number(ready) && is_number(all))
}

/// The name of the container in `spec.containers{web}`, and the list it is in.
pub(super) fn field_path(path: &str) -> Option<(super::ContainerList, Option<Range<usize>>)> {
    use super::ContainerList::{Ephemeral, Init, Regular};
    let lists = [
        ("spec.containers", Regular),
        ("spec.initContainers", Init),
        ("spec.ephemeralContainers", Ephemeral),
    ];
    let (prefix, list) = lists.into_iter().find(|it| path.starts_with(it.0))?;
    let rest = &path[prefix.len()..];
    let name =
        rest.strip_prefix('{').and_then(|it| it.strip_suffix('}')).filter(|it| !it.is_empty());
    Some((list, name.map(|it| prefix.len() + 1..prefix.len() + 1 + it.len())))
}
