//! Regular expressions of Go, for texts of ASCII: its grammar and errors, run by another engine.
//!
//! An expression is read by Go's rules and written again for the `regex` crate, which finds the same
//! matches: leftmost first, in linear time. Only ASCII is matched, which is all that the name of a
//! repository holds; so a class of characters becomes the ASCII characters in it.
//!
//! Upstream: `parse` in Go 1.26 `regexp/syntax/parse.go`.

mod class;
mod escape;
mod head;
mod replace;
mod unicode;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use class::Class;
pub(crate) use head::Head;
pub(crate) use replace::{Piece, pieces};

/// A regular expression, ready to match.
#[derive(Clone, Debug)]
pub(crate) struct Regexp {
    program: regex::bytes::Regex,
    /// The names of the groups; the first one is the whole match.
    names: Vec<Option<String>>,
}

/// Why a text is no regular expression of Go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexpError {
    problem: Problem,
    expression: String,
    span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    MissingArgument,
    NestedRepeat,
    RepeatSize,
    MissingParen,
    UnexpectedParen,
    PerlSyntax,
    CaptureName,
    ClassRange,
    MissingBracket,
    Escape,
    TrailingBackslash,
    Nesting,
    TooLarge,
}

impl RegexpError {
    fn new(problem: Problem, pattern: &str, span: Range<usize>) -> Self {
        Self { problem, expression: pattern[span.clone()].to_string(), span }
    }

    /// An expression that could be compiled and is not, since there is too much of it.
    pub(crate) fn too_large(pattern: &str) -> Self {
        Self::new(Problem::TooLarge, pattern, 0..pattern.len())
    }

    /// The bytes of the expression that are wrong.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Whether Go compiles it, and only this program does not.
    pub fn is_a_limit_of_ours(&self) -> bool {
        self.problem == Problem::TooLarge
    }
}

/// Go's text; where only this program has a limit, a text of its own.
impl fmt::Display for RegexpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.problem {
            Problem::MissingArgument => "missing argument to repetition operator",
            Problem::NestedRepeat => "invalid nested repetition operator",
            Problem::RepeatSize => "invalid repeat count",
            Problem::MissingParen => "missing closing )",
            Problem::UnexpectedParen => "unexpected )",
            Problem::PerlSyntax => "invalid or unsupported Perl syntax",
            Problem::CaptureName => "invalid named capture",
            Problem::ClassRange => "invalid character class range",
            Problem::MissingBracket => "missing closing ]",
            Problem::Escape => "invalid escape sequence",
            Problem::TrailingBackslash => "trailing backslash at end of expression",
            Problem::Nesting => "expression nests too deeply",
            Problem::TooLarge => {
                let length = self.span.len();
                return write!(
                    f,
                    "an expression of {length} bytes is too much, by itself or with those before it, to be tried here"
                );
            }
        };
        write!(f, "error parsing regexp: {problem}: `{}`", self.expression)
    }
}

impl core::error::Error for RegexpError {}

/// More states than an expression has that is compiled, and more bytes than it is compiled to.
const MAX_STATES: usize = 20_000;
const MAX_SIZE: usize = 16 << 20;
/// Higher than Go's tree of an expression is.
const MAX_HEIGHT: usize = 1000;
/// As deep as expressions nest here: what is deeper would take too much of the stack.
const MAX_DEPTH: u32 = 250;

impl Regexp {
    /// Reads an expression.
    pub(crate) fn new(pattern: &str) -> Result<Self, RegexpError> {
        let Translator { out, names, .. } = Translator::run_within_limits(pattern)?;
        let built = regex::bytes::RegexBuilder::new(&out)
            .unicode(false)
            .size_limit(MAX_SIZE)
            .nest_limit(MAX_DEPTH)
            .build();
        // What is written for the engine it can read, so what remains are its size and its depth.
        let program = built.map_err(|_| RegexpError::too_large(pattern))?;
        Ok(Self { program, names })
    }

    /// How large an expression is, without compiling it.
    pub(crate) fn size(pattern: &str) -> Result<Size, RegexpError> {
        let translator = Translator::run_within_limits(pattern)?;
        let height = translator.open.last().map_or(0, |it| it.height);
        // A group, the choices and the sequences in it, and what repeats it are a level each.
        let levels = 3 * translator.most_open + 2 * height;
        let may_be_too_deep = u32::try_from(levels).map_or(true, |it| it >= MAX_DEPTH);
        Ok(Size { states: translator.states(), may_be_too_deep })
    }
}

/// How large an expression is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// About how many states it is compiled to.
    pub(crate) states: usize,
    /// Whether it may nest deeper than is compiled, which only compiling tells.
    pub(crate) may_be_too_deep: bool,
}

/// What the flags of an expression are at one place.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// `i`: letter case does not count.
    fold: bool,
    /// `m`: `^` and `$` also match at lines.
    multi_line: bool,
    /// `s`: `.` matches a line break.
    dot_all: bool,
    /// `U`: what repeats takes as little as it can.
    lazy: bool,
}

/// What is open: the whole, or a group.
struct Open {
    /// The flags from before it.
    flags: Flags,
    /// The last thing in it that can be repeated.
    last: Option<Item>,
    /// Where it begins in what is written.
    start: usize,
    /// The greatest count within that its repetition would multiply.
    weight: u32,
    /// How high Go's tree of what is within is at least, and is this a group that it keeps.
    height: usize,
    captures: bool,
    /// How many states what is within has, but for the last thing.
    states: usize,
}

impl Open {
    /// How many states everything within has.
    fn states(&self) -> usize {
        self.states.saturating_add(self.last.map_or(0, |it| it.states))
    }
}

#[derive(Clone, Copy)]
struct Item {
    start: usize,
    weight: u32,
    /// How high Go's tree of it is at least.
    height: usize,
    is_repeated: bool,
    states: usize,
}

struct Translator<'p> {
    pattern: &'p str,
    at: usize,
    flags: Flags,
    open: Vec<Open>,
    /// So many were open at once.
    most_open: usize,
    out: String,
    names: Vec<Option<String>>,
}

impl<'p> Translator<'p> {
    fn new(pattern: &'p str) -> Self {
        let flags = Flags::default();
        Self {
            pattern,
            at: 0,
            flags,
            open: alloc::vec![Open {
                flags,
                last: None,
                start: 0,
                weight: 1,
                height: 0,
                captures: false,
                states: 0,
            }],
            most_open: 1,
            out: String::with_capacity(2 * pattern.len()),
            names: alloc::vec![None],
        }
    }

    fn run_within_limits(pattern: &'p str) -> Result<Self, RegexpError> {
        let mut translator = Self::new(pattern);
        translator.run()?;
        match translator.states() > MAX_STATES {
            true => Err(RegexpError::too_large(pattern)),
            false => Ok(translator),
        }
    }

    fn states(&self) -> usize {
        self.open.last().map_or(0, Open::states)
    }

    fn rest(&self) -> &'p str {
        &self.pattern[self.at..]
    }

    fn error(&self, problem: Problem, span: Range<usize>) -> RegexpError {
        RegexpError::new(problem, self.pattern, span)
    }

    fn run(&mut self) -> Result<(), RegexpError> {
        // Where the operator before this one stands, when it repeats.
        let mut repeat: Option<usize> = None;
        while let Some(first) = self.rest().chars().next() {
            let start = self.at;
            let mut next_repeat = None;
            match first {
                '(' if self.rest().starts_with("(?") => self.perl_group()?,
                '(' => {
                    self.at += 1;
                    self.names.push(None);
                    self.open_group(true);
                }
                ')' => self.close_group()?,
                '|' => {
                    self.at += 1;
                    self.end_branch();
                    self.out.push('|');
                }
                '^' | '$' | '.' => {
                    self.at += 1;
                    self.symbol(first);
                }
                '[' => {
                    let (class, end) = class::parse(self.pattern, start, self.flags.fold)?;
                    self.at = end;
                    self.atom(|out| class.write(out));
                }
                '*' | '+' | '?' => {
                    self.at += 1;
                    let operator = &self.pattern[start..self.at];
                    self.repeat(start, repeat, operator, 0, 0)?;
                    next_repeat = Some(start);
                }
                '{' => match count(self.rest()) {
                    None => {
                        self.at += 1;
                        self.literal('{');
                    }
                    Some(count) => {
                        self.at += count.length;
                        self.counted(start, repeat, &count)?;
                        next_repeat = Some(start);
                    }
                },
                '\\' => self.backslash()?,
                literal => {
                    self.at += literal.len_utf8();
                    self.literal(literal);
                }
            }
            repeat = next_repeat;
        }
        match self.open.len() {
            1 => Ok(()),
            _ => Err(self.error(Problem::MissingParen, 0..self.pattern.len())),
        }
    }

    /// Writes one thing that can be repeated.
    fn atom(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.out.len();
        write(&mut self.out);
        self.done(Item { start, weight: 1, height: 1, is_repeated: false, states: 1 });
    }

    fn done(&mut self, item: Item) {
        if let Some(open) = self.open.last_mut() {
            open.weight = open.weight.max(item.weight);
            open.height = open.height.max(item.height);
            open.states = open.states();
            open.last = Some(item);
        }
    }

    fn literal(&mut self, character: char) {
        let fold = self.flags.fold;
        self.atom(|out| match u8::try_from(character).ok().filter(u8::is_ascii) {
            Some(byte) if !(fold && byte.is_ascii_alphabetic()) => class::push_byte(out, byte),
            _ if fold => {
                let mut class = Class::default();
                class.add(character, character, true);
                class.write(out);
            }
            // No text that is matched has it.
            _ => Class::default().write(out),
        });
    }

    fn symbol(&mut self, symbol: char) {
        let Flags { multi_line, dot_all, .. } = self.flags;
        self.atom(|out| {
            out.push_str(match symbol {
                '^' if multi_line => "(?m:^)",
                '^' => r"\A",
                '$' if multi_line => "(?m:$)",
                '$' => r"\z",
                _ if dot_all => "(?s:.)",
                _ => ".",
            });
        });
    }

    /// Ends what stands between two bars.
    fn end_branch(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.states = open.states().saturating_add(1);
            open.last = None;
        }
    }

    fn open_group(&mut self, captures: bool) {
        let start = self.out.len();
        self.out.push_str(if captures { "(" } else { "(?:" });
        let flags = self.flags;
        self.open.push(Open {
            flags,
            last: None,
            start,
            weight: 1,
            height: 0,
            captures,
            states: 0,
        });
        self.most_open = self.most_open.max(self.open.len());
    }

    fn close_group(&mut self) -> Result<(), RegexpError> {
        if self.open.len() == 1 {
            return Err(self.error(Problem::UnexpectedParen, 0..self.pattern.len()));
        }
        self.at += 1;
        if let Some(group) = self.open.pop() {
            let states = group.states().saturating_add(2);
            let Open { flags, start, weight, height, captures, .. } = group;
            self.flags = flags;
            self.out.push(')');
            let height = self.checked_height(height.max(1) + usize::from(captures))?;
            self.done(Item { start, weight, height, is_repeated: false, states });
        }
        Ok(())
    }

    fn checked_height(&self, height: usize) -> Result<usize, RegexpError> {
        match height > MAX_HEIGHT {
            true => Err(self.error(Problem::Nesting, 0..self.pattern.len())),
            false => Ok(height),
        }
    }

    /// `(?flags)`, `(?flags:`, `(?P<name>` and `(?<name>`.
    fn perl_group(&mut self) -> Result<(), RegexpError> {
        let start = self.at;
        let text = self.rest();
        let named = [("(?P<", 4), ("(?<", 3)]
            .into_iter()
            .find(|(opening, length)| text.starts_with(opening) && text.len() > *length);
        if let Some((_, length)) = named {
            return self.named_group(length);
        }
        let mut flags = self.flags;
        let mut on = true;
        let mut any = false;
        self.at += 2;
        while let Some(character) = self.rest().chars().next() {
            self.at += character.len_utf8();
            let flag = match character {
                'i' => &mut flags.fold,
                'm' => &mut flags.multi_line,
                's' => &mut flags.dot_all,
                'U' => &mut flags.lazy,
                '-' if on => {
                    on = false;
                    any = false;
                    continue;
                }
                ':' | ')' if on || any => {
                    if character == ':' {
                        self.open_group(false);
                    }
                    self.flags = flags;
                    return Ok(());
                }
                _ => break,
            };
            *flag = on;
            any = true;
        }
        Err(self.error(Problem::PerlSyntax, start..self.at))
    }

    fn named_group(&mut self, length: usize) -> Result<(), RegexpError> {
        let start = self.at;
        let Some(end) = self.rest().find('>') else {
            return Err(self.error(Problem::CaptureName, start..self.pattern.len()));
        };
        let name = self.rest().get(length..end).unwrap_or_default();
        let is_name = |it: char| it == '_' || it.is_ascii_alphanumeric();
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(self.error(Problem::CaptureName, start..start + end + 1));
        }
        self.names.push(Some(name.to_string()));
        self.at += end + 1;
        self.open_group(true);
        Ok(())
    }

    fn backslash(&mut self) -> Result<(), RegexpError> {
        let start = self.at;
        let simple = match self.rest().as_bytes().get(1) {
            Some(b'A') => Some(r"\A"),
            Some(b'b') => Some(r"\b"),
            Some(b'B') => Some(r"\B"),
            Some(b'z') => Some(r"\z"),
            Some(b'C') => return Err(self.error(Problem::Escape, start..start + 2)),
            Some(b'Q') => {
                let quoted = &self.rest()[2..];
                let (quoted, length) = match quoted.split_once(r"\E") {
                    Some((quoted, _)) => (quoted, quoted.len() + 4),
                    None => (quoted, quoted.len() + 2),
                };
                quoted.chars().for_each(|it| self.literal(it));
                self.at += length;
                return Ok(());
            }
            _ => None,
        };
        if let Some(simple) = simple {
            self.at += 2;
            self.atom(|out| out.push_str(simple));
            return Ok(());
        }
        if let Some((class, end)) = class::escaped(self.pattern, start, self.flags.fold)? {
            self.at = end;
            self.atom(|out| class.write(out));
            return Ok(());
        }
        let (character, end) = escape::parse(self.pattern, start)?;
        self.at = end;
        self.literal(character);
        Ok(())
    }

    fn counted(
        &mut self,
        start: usize,
        repeat: Option<usize>,
        count: &Count,
    ) -> Result<(), RegexpError> {
        let Count { min, max, .. } = *count;
        let too_many = |it: Option<u32>| it.is_none_or(|it| it > 1000);
        let max_is_wrong = max.is_some_and(|max| too_many(max) || max < min);
        if too_many(min) || max_is_wrong {
            return Err(self.error(Problem::RepeatSize, start..self.at));
        }
        let min = min.unwrap_or_default();
        let most = max.flatten();
        let operator = match most {
            None => format!("{{{min},}}"),
            Some(most) => format!("{{{min},{most}}}"),
        };
        let factor = most.unwrap_or(min);
        self.repeat(start, repeat, &operator, min.max(factor), factor)
    }

    /// Repeats the last thing. `counts` is not 0 where a count of two or more is written, `factor` is
    /// what it multiplies.
    fn repeat(
        &mut self,
        start: usize,
        before: Option<usize>,
        operator: &str,
        counts: u32,
        factor: u32,
    ) -> Result<(), RegexpError> {
        let mut lazy = self.flags.lazy;
        if self.rest().starts_with('?') {
            self.at += 1;
            lazy = !lazy;
        }
        if let Some(before) = before {
            return Err(self.error(Problem::NestedRepeat, before..self.at));
        }
        // What is repeated is put back, and no longer the last thing.
        let Some(mut item) = self.open.last_mut().and_then(|it| it.last.take()) else {
            return Err(self.error(Problem::MissingArgument, start..self.at));
        };
        let weight = if factor == 0 && counts > 0 { 1 } else { factor.max(1) * item.weight };
        if counts >= 2 && weight > 1000 {
            return Err(self.error(Problem::RepeatSize, start..self.at));
        }
        if item.is_repeated {
            self.out.insert_str(item.start, "(?:");
            self.out.push(')');
        }
        self.out.push_str(operator);
        if lazy {
            self.out.push('?');
        }
        item.weight = weight.clamp(1, 1000);
        item.height = self.checked_height(item.height + 1)?;
        let times = if counts > 0 { counts as usize } else { 1 };
        item.states = item.states.saturating_mul(times).saturating_add(1);
        item.is_repeated = true;
        self.done(item);
        Ok(())
    }
}

/// `{2}`, `{2,}` or `{2,3}`.
struct Count {
    /// `None` for a number that is too large to be read.
    min: Option<u32>,
    /// `None` where there is none.
    max: Option<Option<u32>>,
    length: usize,
}

fn count(text: &str) -> Option<Count> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find('}')?;
    let (min, max) = match inner[..end].split_once(',') {
        None => (number(&inner[..end])?, Some(number(&inner[..end])?)),
        Some((min, "")) => (number(min)?, None),
        Some((min, max)) => (number(min)?, Some(number(max)?)),
    };
    Some(Count { min, max, length: end + 2 })
}

/// A number without leading zeros.
fn number(text: &str) -> Option<Option<u32>> {
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    (is_number && (text.len() == 1 || !text.starts_with('0'))).then(|| text.parse().ok())
}

#[cfg(test)]
mod tests;
