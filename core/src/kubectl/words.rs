//! The words of one command, as a shell reads them.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Arg;

/// One word.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// Without quotes.
    pub(super) text: String,
    /// As written.
    pub(super) span: Range<usize>,
    pub(super) expands: bool,
    /// The byte of the text after the first `=`, and the byte of the word after it.
    pub(super) equals: Option<(usize, usize)>,
}

impl Word {
    pub(super) fn arg(&self) -> Arg {
        Arg { text: self.text.clone(), span: self.span.clone(), expands: self.expands }
    }

    /// What follows the first `=`.
    pub(super) fn value(&self) -> Option<Arg> {
        let (written, at) = self.equals?;
        let span = written.min(self.span.end)..self.span.end;
        Some(Arg { text: self.text[at..].into(), span, expands: self.expands })
    }
}

/// A command.
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    /// The byte after its last line, line break included.
    pub(super) end: usize,
    /// A quote that is never closed.
    pub(super) unclosed: Option<Range<usize>>,
}

/// Text in quotes may be this long; a quote that is not closed by then was none.
const MAX_QUOTED: usize = 64 << 10;

/// Where the command begins in a line: after white space, a prompt and assignments.
pub(super) fn prompt(line: &str) -> usize {
    let mut rest = line.trim_start_matches([' ', '\t']);
    // `$ `, `# `, `> `, `% `, `user@host:~/dir$ `, `[root@host ~]# `, `PS C:\> `.
    let head = &rest[..rest.floor_char_boundary(80)];
    for end in ["$ ", "# ", "> ", "% ", "❯ ", "➜ "] {
        let Some(at) = head.find(end) else { continue };
        let before = &head[..at];
        let is_prompt = before.is_empty()
            || before.starts_with("PS ")
            || before.contains('@') && !before.contains(['"', '\'', '=']);
        if is_prompt {
            rest = rest[at + end.len()..].trim_start_matches([' ', '\t']);
            break;
        }
    }
    // `C:\Users\me>` has no space behind it.
    let is_drive = rest.starts_with(|it: char| it.is_ascii_alphabetic())
        && rest.get(1..).is_some_and(|it| it.starts_with(":\\"));
    if is_drive && let Some(at) = head.find('>') {
        rest = rest[at + 1..].trim_start_matches([' ', '\t']);
    }
    // `KUBECONFIG=x kubectl …`
    while let Some((word, after)) = rest.split_once(' ') {
        let name = word.split('=').next().unwrap_or_default();
        let assigns = name.len() < word.len()
            && !name.is_empty()
            && name.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_')
            && !word.contains(['\'', '"', '$', '`', '\\']);
        if !assigns {
            break;
        }
        rest = after.trim_start_matches([' ', '\t']);
    }
    line.len() - rest.len()
}

/// Reads the command that begins in `span`.
pub(super) fn read(text: &str, span: Range<usize>) -> Words {
    let text = &text[..span.end];
    let line_end = text[span.start..].find(['\n', '\r']).map_or(text.len(), |it| span.start + it);
    let at = span.start + prompt(&text[span.start..line_end]);
    let mut shell = Shell {
        text,
        at,
        words: Vec::new(),
        word: None,
        unclosed: None,
        other: false,
        no_parenthesis: false,
    };
    shell.run();
    Words { words: shell.words, end: shell.at, unclosed: shell.unclosed }
}

struct Shell<'a> {
    text: &'a str,
    at: usize,
    words: Vec<Word>,
    word: Option<Word>,
    unclosed: Option<Range<usize>>,
    /// After a pipe or the like: the words are those of another command.
    other: bool,
    /// A `$(` was met that never ends, so that no further one is looked for.
    no_parenthesis: bool,
}

impl Shell<'_> {
    fn run(&mut self) {
        while let Some(found) = self.text[self.at..].chars().next() {
            let start = self.at;
            match found {
                '\n' | '\r' => {
                    self.finish();
                    self.line_break();
                    if !self.goes_on() {
                        return;
                    }
                }
                ' ' | '\t' => {
                    self.finish();
                    self.at += 1;
                }
                '\\' | '`' | '^' if self.is_line_end(start + 1) => {
                    self.finish();
                    self.at += 1;
                    self.line_break();
                }
                '\\' => {
                    self.at += 1;
                    match self.text[self.at..].chars().next() {
                        Some(next) => self.push(next, start, next.len_utf8()),
                        None => self.push('\\', start, 0),
                    }
                }
                '\'' | '"' => self.quoted(found),
                '$' | '`' => self.expansion(found),
                '#' if self.word.is_none() => {
                    self.at = self.text[self.at..]
                        .find(['\n', '\r'])
                        .map_or(self.text.len(), |it| it + self.at);
                }
                '|' | ';' | '&' | '<' | '>' | '(' | ')' => {
                    self.finish();
                    self.other = true;
                    self.at += 1;
                }
                _ => self.push(found, start, found.len_utf8()),
            }
        }
        self.finish();
    }

    /// Adds a character that is written from byte `start` on, and goes `length` bytes further.
    fn push(&mut self, found: char, start: usize, length: usize) {
        let word = self.word.get_or_insert_with(|| Word { span: start..start, ..Word::default() });
        word.text.push(found);
        self.at += length;
        word.span.end = self.at;
        if found == '=' && word.equals.is_none() {
            word.equals = Some((self.at, word.text.len()));
        }
    }

    fn finish(&mut self) {
        if let Some(word) = self.word.take().filter(|_| !self.other) {
            self.words.push(word);
        }
    }

    fn is_line_end(&self, at: usize) -> bool {
        self.text[at..].starts_with(['\n', '\r'])
    }

    fn line_break(&mut self) {
        self.at += if self.text[self.at..].starts_with("\r\n") { 2 } else { 1 };
    }

    /// Whether the next line belongs to the command although nothing says so: it begins with a flag.
    fn goes_on(&self) -> bool {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t']);
        rest.strip_prefix("--").is_some_and(|it| it.starts_with(|c: char| c.is_ascii_lowercase()))
    }

    /// A text in quotes. Without an end, the quote is one character of the word.
    fn quoted(&mut self, quote: char) {
        let start = self.at;
        let Some(end) = self.closing(quote) else {
            self.unclosed.get_or_insert(start..start + 1);
            return self.push(quote, start, 1);
        };
        let word = self.word.get_or_insert_with(|| Word { span: start..start, ..Word::default() });
        // An empty text in quotes is a word as well.
        word.span.end = end + 1;
        self.at += 1;
        while self.at < end {
            let Some(found) = self.text[self.at..].chars().next() else { break };
            let start = self.at;
            if quote == '"' && found == '\\' {
                let next = self.text[start + 1..].chars().next().unwrap_or('\\');
                match next {
                    '\n' => self.at += 2,
                    '$' | '`' | '"' | '\\' => {
                        self.at += 1;
                        self.push(next, start, 1);
                    }
                    _ => self.push(found, start, 1),
                }
            } else if quote == '"' && matches!(found, '$' | '`') {
                self.expansion(found);
            } else {
                self.push(found, start, found.len_utf8());
            }
        }
        self.at = self.at.max(end + 1);
        if let Some(word) = &mut self.word {
            word.span.end = self.at;
        }
    }

    /// The closing quote. A manifest that begins within is none of the command's words.
    fn closing(&self, quote: char) -> Option<usize> {
        let from = self.at + 1;
        let bytes = &self.text.as_bytes()[..self.text.len().min(from + MAX_QUOTED)];
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' if quote == '"' => at += 1,
                b'\n' => {
                    let line = &bytes[at + 1..];
                    if ["apiVersion:", "kind:", "---"]
                        .iter()
                        .any(|it| line.starts_with(it.as_bytes()))
                    {
                        return None;
                    }
                }
                _ if byte == quote as u8 => return Some(at),
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// A variable or a command whose result the shell would put here; it stays as it is written.
    fn expansion(&mut self, found: char) {
        let start = self.at;
        let rest = &self.text[start..];
        let end = match found {
            '`' => rest[1..]
                .find(['`', '\n'])
                .filter(|&it| rest[1 + it..].starts_with('`'))
                .map(|it| it + 2),
            _ if rest.starts_with("$(") && !self.no_parenthesis => parenthesis(rest),
            _ => None,
        };
        self.no_parenthesis |= end.is_none() && rest.starts_with("$(");
        let named = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '{' | '(');
        let expands = end.is_some() || (found == '$' && rest[1..].starts_with(named));
        for written in rest[..end.unwrap_or(1)].chars() {
            self.push(written, self.at, written.len_utf8());
        }
        if let Some(word) = &mut self.word {
            word.expands |= expands;
        }
    }
}

/// The length of `$(…)` at the start of a text.
fn parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'\n' => return None,
            _ => {}
        }
    }
    None
}
