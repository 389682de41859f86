//! What stands between two markers, line by line.

use alloc::vec::Vec;
use core::ops::Range;

use super::super::prose::{self, Line, Prose};
use super::{
    Group, Piece, SPACE, Sort, behind_marker, is_marker, line_at, skip_comments,
    skip_marker_and_comments, trim,
};
use crate::kubectl;

/// Values in brackets that may be left open in one text; after that, only lines are looked at.
const MAX_UNFINISHED: usize = 8;

/// What the lines since the last cut are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing but comments so far.
    Nothing,
    /// Words that may be the first line of YAML, or of a person.
    Loose {
        /// Each line is one word.
        words: bool,
        /// The indentation of the first line.
        indent: usize,
    },
    Yaml(Yaml),
    /// Values in brackets that do not end, or that something follows in the same line.
    Brackets,
    Prose(Prose),
}

/// What was seen of a YAML document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Yaml {
    /// The indentation of its first line.
    indent: usize,
    api_version: bool,
    kind: bool,
    other: bool,
    /// A second `kind:`, when it was the last line with a key: the document that it may begin.
    again: Option<usize>,
    /// Lines that are no YAML, if what follows them is another document.
    doubt: Option<Doubt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Doubt {
    start: usize,
    sort: Prose,
}

pub(super) struct Region<'a, 'g> {
    /// The text up to the end of the region.
    text: &'a str,
    /// Where the piece begins that is not finished.
    start: usize,
    state: State,
    /// Whether the line before was blank.
    blank: bool,
    /// The line that ends a here-document.
    heredoc: Option<&'a str>,
    /// Whether the cut before `start` is a doubt.
    doubtful: bool,
    groups: &'g mut Vec<Group>,
    /// Values in brackets that did not end, in the whole text.
    unfinished: &'g mut usize,
}

impl<'a, 'g> Region<'a, 'g> {
    /// A region that goes from `start` to the end of `text`.
    pub(super) fn new(
        text: &'a str,
        start: usize,
        groups: &'g mut Vec<Group>,
        unfinished: &'g mut usize,
    ) -> Self {
        let (state, blank, heredoc, doubtful) = (State::Nothing, false, None, false);
        Self { text, start, state, blank, heredoc, doubtful, groups, unfinished }
    }

    pub(super) fn run(mut self, from: usize) {
        let mut at = from;
        if let Some(first) =
            line_at(self.text, at).filter(|it| is_marker(&self.text[it.clone()], "---"))
        {
            // Content may stand in the marker's line; it is read by what it begins with.
            let after = at + 3;
            let rest = self.text[after..first.end].trim_start_matches(SPACE);
            at = if rest.is_empty() || rest.starts_with('#') {
                first.end
            } else if rest.starts_with(['{', '[']) {
                self.brackets(first.end - rest.len())
            } else {
                self.state = State::Yaml(Yaml::default());
                first.end
            };
        }
        while let Some(line) = line_at(self.text, at) {
            at = self.line(line);
        }
        self.end();
    }

    /// Takes the line; gives the byte to go on at.
    fn line(&mut self, line: Range<usize>) -> usize {
        let written = &self.text[line.clone()];
        if self.heredoc.is_some_and(|it| written.trim_end_matches(SPACE) == it) {
            self.cut(line.start, false, State::Nothing);
            (self.start, self.heredoc) = (line.end, None);
            return line.end;
        }
        let content = written.trim_start_matches([' ', '\t']);
        let indent = written.len() - content.len();
        // Within YAML, only what is not indented can be the end of it.
        let inner = matches!(self.state, State::Yaml(it) if indent > it.indent);
        if inner && !content.trim_start_matches(SPACE).is_empty() {
            self.blank = false;
            return line.end;
        }
        let found = prose::line(content);
        let next = match self.state {
            State::Nothing => self.begin(line.clone(), indent, found),
            State::Loose { .. } => self.loose(line.clone(), indent, found),
            State::Yaml(yaml) => self.yaml(line.clone(), indent, found, yaml),
            State::Brackets => self.in_brackets(line.clone(), indent, found),
            State::Prose(prose) => self.prose(line.clone(), indent, found, prose),
        };
        self.blank = found == Line::Blank || (self.blank && found == Line::Comment);
        next
    }

    /// The first line of a piece, or a line before it.
    fn begin(&mut self, line: Range<usize>, indent: usize, found: Line) -> usize {
        let mut yaml = Yaml { indent, ..Yaml::default() };
        match found {
            Line::Blank | Line::Comment => return line.end,
            Line::ApiVersion => yaml.api_version = true,
            Line::Kind => yaml.kind = true,
            Line::Section | Line::Yaml => yaml.other = true,
            Line::Bracket => return self.brackets(line.start + indent),
            Line::Prose(Prose::Command) => return self.command(line),
            Line::Prose(prose) => {
                self.start = line.start;
                self.state = State::Prose(prose);
                return line.end;
            }
            Line::Word { .. } | Line::Words | Line::WordsKey => {
                let words = matches!(found, Line::Word { .. });
                self.state = State::Loose { words, indent };
                return line.end;
            }
        }
        self.state = State::Yaml(yaml);
        line.end
    }

    /// After words that may be YAML, and are not when something else begins here.
    fn loose(&mut self, line: Range<usize>, indent: usize, found: Line) -> usize {
        let State::Loose { words, indent: first } = self.state else { return line.end };
        match found {
            Line::Blank | Line::Comment => {}
            Line::Word { .. } if words || !self.blank => {}
            Line::Words | Line::WordsKey | Line::Yaml if !words => {}
            Line::Prose(Prose::Events) if !words => self.state = State::Prose(Prose::Events),
            Line::Section | Line::Yaml if words => {
                self.state = State::Yaml(Yaml { indent: first, other: true, ..Yaml::default() });
            }
            _ => {
                self.state = State::Prose(if words { Prose::Images } else { Prose::Other });
                self.cut(line.start, !matches!(found, Line::Prose(_)), State::Nothing);
                return self.begin(line, indent, found);
            }
        }
        line.end
    }

    fn yaml(&mut self, line: Range<usize>, indent: usize, found: Line, mut yaml: Yaml) -> usize {
        let whole = yaml.api_version || yaml.kind || yaml.other;
        let begins = match found {
            Line::ApiVersion => yaml.api_version && (yaml.kind || yaml.other),
            Line::Kind => yaml.kind && self.blank,
            _ => false,
        };
        if begins
            || (matches!(found, Line::ApiVersion | Line::Kind) && indent < yaml.indent && whole)
        {
            let again = yaml.again.filter(|_| found == Line::ApiVersion && yaml.doubt.is_none());
            let kind = again.is_some();
            self.cut_yaml(again.unwrap_or(line.start), &yaml, false);
            self.begin(line.clone(), indent, found);
            if let State::Yaml(yaml) = &mut self.state {
                yaml.kind |= kind;
            }
            return line.end;
        }
        match found {
            Line::Blank | Line::Comment => return line.end,
            Line::ApiVersion | Line::Kind | Line::Section | Line::Yaml => {
                let header = matches!(found, Line::ApiVersion | Line::Kind);
                let first = self.blank && !yaml.api_version && !yaml.kind;
                if header && (yaml.doubt.is_some() || first) {
                    self.cut_yaml(line.start, &yaml, true);
                    return self.begin(line, indent, found);
                }
                // After words, an item of a list is one of theirs.
                let item = found == Line::Yaml && self.text[line.start + indent..].starts_with('-');
                yaml.doubt = yaml.doubt.filter(|_| item);
                yaml.again = (found == Line::Kind && yaml.kind).then_some(line.start);
                match found {
                    Line::ApiVersion => yaml.api_version = true,
                    Line::Kind => yaml.kind = true,
                    _ => yaml.other = true,
                }
            }
            Line::Bracket if self.text[line.start + indent..].starts_with('{') => {
                self.cut_yaml(line.start, &yaml, true);
                return self.begin(line, indent, found);
            }
            Line::Bracket => {}
            Line::Prose(_) => {
                self.cut_yaml(line.start, &yaml, false);
                return self.begin(line, indent, found);
            }
            Line::Word { image } => {
                if image && yaml.doubt.is_none() {
                    yaml.doubt = Some(Doubt { start: line.start, sort: Prose::Images });
                }
            }
            Line::Words | Line::WordsKey => {
                let doubt = Doubt { start: line.start, sort: Prose::Other };
                yaml.doubt.get_or_insert(doubt).sort = Prose::Other;
            }
        }
        self.state = State::Yaml(yaml);
        line.end
    }

    /// Ends a YAML document before `at`, and words that stand at its end with it.
    fn cut_yaml(&mut self, at: usize, yaml: &Yaml, doubtful: bool) {
        if let Some(doubt) = yaml.doubt {
            self.cut(doubt.start, true, State::Prose(doubt.sort));
        }
        self.cut(at, doubtful, State::Nothing);
    }

    /// Broken JSON, or YAML in brackets, goes on until something else begins.
    fn in_brackets(&mut self, line: Range<usize>, indent: usize, found: Line) -> usize {
        let other = match found {
            Line::Bracket => indent == 0 && self.text[line.start..].starts_with('{'),
            Line::ApiVersion | Line::Kind | Line::Prose(_) => indent == 0,
            _ => false,
        };
        if !other {
            return line.end;
        }
        self.cut(line.start, !matches!(found, Line::Prose(_)), State::Nothing);
        self.begin(line, indent, found)
    }

    fn prose(&mut self, line: Range<usize>, indent: usize, found: Line, prose: Prose) -> usize {
        let other = match found {
            Line::Blank | Line::Comment | Line::Yaml | Line::WordsKey => false,
            Line::ApiVersion | Line::Kind | Line::Section => indent == 0,
            Line::Bracket => indent == 0 && (self.blank || is_json(&self.text[line.clone()])),
            Line::Prose(Prose::Describe) => {
                let begins = self.text[line.start..].starts_with("Name:");
                indent == 0 && (prose != Prose::Describe || begins)
            }
            // The table at the end of a description is a part of it.
            Line::Prose(Prose::EventTable) => prose != Prose::Describe || self.is_wide(&line),
            Line::Prose(Prose::Events) => match prose {
                Prose::Other => {
                    self.state = State::Prose(Prose::Events);
                    false
                }
                Prose::Images | Prose::ImageTable | Prose::Command => true,
                Prose::PodTable => self.blank,
                _ => false,
            },
            Line::Prose(_) => true,
            Line::Word { image } => {
                // One word is no row of a table, but may be the end of a wrapped one.
                let apart = self.blank || matches!(prose, Prose::ImageTable | Prose::PodTable);
                image && apart && indent == 0 && prose != Prose::Images
            }
            Line::Words => prose == Prose::Images,
        };
        if !other {
            return line.end;
        }
        self.cut(line.start, false, State::Nothing);
        if let Line::Word { .. } = found {
            self.state = State::Prose(Prose::Images);
            return line.end;
        }
        self.begin(line, indent, found)
    }

    /// Whether a line of headings is that of `kubectl get events`.
    fn is_wide(&self, line: &Range<usize>) -> bool {
        self.text[line.clone()].contains("REASON")
    }

    /// A command, with the lines that go on with it.
    fn command(&mut self, line: Range<usize>) -> usize {
        let end = kubectl::end_of_command(self.text, line.start).max(line.end);
        self.heredoc = heredoc(&self.text[line.start..end]).or(self.heredoc);
        self.start = line.start;
        self.state = State::Prose(Prose::Command);
        self.cut(end, false, State::Nothing);
        end
    }

    /// Values in brackets, one after the other, from byte `start` on; gives the byte to go on at.
    fn brackets(&mut self, mut start: usize) -> usize {
        let line_end = |at: usize| line_at(self.text, at).map_or(self.text.len(), |it| it.end);
        let mut rest_end = line_end(start);
        loop {
            // A tag or a comment before the bracket stays out of the piece; what matters is inside.
            self.start = start;
            self.state = State::Brackets;
            if *self.unfinished >= MAX_UNFINISHED {
                return rest_end;
            }
            let Some(end) = value(self.text, start) else {
                *self.unfinished += 1;
                return rest_end;
            };
            if end > rest_end {
                rest_end = line_at(self.text, end).map_or(end, |it| it.end);
            }
            let rest = self.text[end..rest_end].trim_start_matches(SPACE);
            if rest.starts_with(['{', '[']) {
                self.cut(end, false, State::Nothing);
                start = rest_end - rest.len();
                continue;
            }
            // Elements of a list are pasted with their commas.
            if !matches!(rest.trim_end_matches(SPACE), "" | ",") && !rest.starts_with('#') {
                return rest_end;
            }
            // Only a bracket in a comment or in single quotes was miscounted.
            let doubtful = self.doubtful || self.text[start..end].contains(['#', '\'']);
            let next = skip_comments(&self.text[rest_end..]);
            self.cut(end, doubtful && !next.starts_with(['{', '[']), State::Nothing);
            self.start = rest_end;
            return rest_end;
        }
    }

    /// Ends the piece before `at`. The next begins there, in `state`, after a doubt or not.
    fn cut(&mut self, at: usize, doubtful: bool, state: State) {
        let sort = match self.state {
            State::Nothing | State::Loose { .. } | State::Yaml(_) => Sort::Block,
            State::Brackets => Sort::Brackets,
            State::Prose(prose) => Sort::Prose(prose),
        };
        let mut span = trim(self.text, self.start..at);
        let mut empty = span.is_empty();
        if matches!(sort, Sort::Block | Sort::Prose(Prose::Images | Prose::Other)) {
            let content = skip_marker_and_comments(self.text, span.clone());
            empty = content.is_empty();
            // Lines of prose need no indentation. No document needs the marker in front of it, with
            // which its place would depend on what it follows.
            span = match sort {
                Sort::Block => trim(self.text, behind_marker(self.text, span)),
                _ => content,
            };
        }
        if !empty {
            self.add(Piece { span, sort });
            self.doubtful = doubtful;
        }
        self.start = at;
        self.state = state;
    }

    fn add(&mut self, piece: Piece) {
        let Some(group) = self.groups.last_mut().filter(|_| self.doubtful) else {
            return self.groups.push(Group { whole: None, pieces: Vec::from([piece]) });
        };
        let first = &group.pieces[0];
        let start = group.whole.as_ref().map_or(first.span.start, |it| it.span.start);
        let sort = if first.sort == Sort::Brackets { Sort::Brackets } else { Sort::Block };
        group.whole = Some(Piece { span: start..piece.span.end, sort });
        group.pieces.push(piece);
    }

    /// The end of the region.
    fn end(mut self) {
        let end = self.text.len();
        match self.state {
            State::Yaml(yaml) => self.cut_yaml(end, &yaml, false),
            State::Loose { words: false, .. } => {
                let start = self.start;
                let span = trim(self.text, behind_marker(self.text, trim(self.text, start..end)));
                self.state = State::Prose(Prose::Other);
                self.cut(end, false, State::Nothing);
                if let Some(group) = self.groups.last_mut().filter(|it| it.whole.is_none()) {
                    group.whole = Some(Piece { span, sort: Sort::Block });
                }
            }
            _ => self.cut(end, false, State::Nothing),
        }
    }
}

/// Whether a line begins an object of JSON, and not a part of what a registry answered.
fn is_json(line: &str) -> bool {
    let rest = line[1..].trim_start_matches(SPACE);
    let members =
        ["\"apiVersion\"", "\"kind\"", "\"metadata\"", "\"auths\"", "\"spec\"", "\"items\""];
    line.starts_with('{') && (rest.is_empty() || members.iter().any(|it| rest.starts_with(it)))
}

/// The word that ends the here-document of a command: `EOF` of `kubectl apply -f - <<'EOF'`.
fn heredoc(command: &str) -> Option<&str> {
    let rest = command.split_once("<<")?.1;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches([' ', '\t']);
    let rest = rest.trim_start_matches(['\'', '"', '\\']);
    let end =
        rest.find(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// The end of the value in brackets that begins at byte `start`, by counting brackets outside of
/// strings. A string ends with its line: JSON allows no line break in it, and YAML is told apart
/// by what follows.
fn value(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut string = false;
    let mut bytes = text.bytes().enumerate().skip(start);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if string => {
                bytes.next();
            }
            b'"' => string = !string,
            b'\n' | b'\r' => string = false,
            b'{' | b'[' if !string => depth += 1,
            b'}' | b']' if !string => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
