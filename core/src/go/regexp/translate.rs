//! Reads an expression into a program.
//!
//! Upstream: `parse` in Go 1.26 `regexp/syntax/parse.go`, `compile` in `compile.go`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::class::{self, Class};
use super::code::{Code, Repetition};
use super::count::{Count, count};
use super::program::{Inst, Look};
use super::{Problem, RegexpError, escape};
use crate::substring;

/// More instructions than an expression that is tried here has.
const MAX_LENGTH: usize = 20_000;
/// Higher than Go's tree of an expression is.
const MAX_HEIGHT: usize = 1000;

/// What an expression is made into.
pub(super) struct Translated {
    pub(super) program: Vec<Inst>,
    /// How many instructions it has, whether they are made or not.
    pub(super) length: usize,
    pub(super) names: Vec<Option<String>>,
}

/// Reads an expression; the program stays empty where it is not made, and only its length is told.
pub(super) fn translate(pattern: &str, makes_program: bool) -> Result<Translated, RegexpError> {
    let mut translator = Translator::new(pattern, makes_program);
    translator.run()?;
    let Translator { code, names, .. } = translator;
    if code.length() > MAX_LENGTH {
        return Err(RegexpError::too_large(pattern));
    }
    Ok(Translated { length: code.length(), program: code.into_program(), names })
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
    /// Where it begins in the program, and where its last branch does.
    start: usize,
    branch: usize,
    /// The jumps to its end, one behind each branch but the last.
    jumps: Vec<usize>,
    /// Whether what stands before the last thing in the branch can be empty, and whether a branch
    /// before can.
    is_branch_nullable: bool,
    is_nullable: bool,
    /// The greatest count within that its repetition would multiply.
    weight: u32,
    /// How high Go's tree of what is within is at least.
    height: usize,
    /// Its number, where it is one that is kept.
    number: Option<usize>,
}

#[derive(Clone, Copy)]
struct Item {
    start: usize,
    weight: u32,
    /// How high Go's tree of it is at least.
    height: usize,
    /// Whether it matches nothing, too.
    is_nullable: bool,
}

struct Translator<'p> {
    pattern: &'p str,
    at: usize,
    flags: Flags,
    open: Vec<Open>,
    code: Code,
    names: Vec<Option<String>>,
}

impl<'p> Translator<'p> {
    fn new(pattern: &'p str, makes_program: bool) -> Self {
        let mut translator = Self {
            pattern,
            at: 0,
            flags: Flags::default(),
            open: Vec::new(),
            code: Code::new(makes_program),
            names: alloc::vec![None],
        };
        translator.open_group(None);
        translator
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
                    self.open_group(Some(self.names.len() - 1));
                }
                ')' => self.close_group()?,
                '|' => {
                    self.at += 1;
                    self.next_branch();
                }
                '^' | '$' | '.' => {
                    self.at += 1;
                    self.symbol(first);
                }
                '[' => {
                    let (class, end) = class::parse(self.pattern, start, self.flags.fold)?;
                    self.at = end;
                    self.atom(Inst::One(class));
                }
                '*' | '+' | '?' => {
                    self.at += 1;
                    let (min, max) = match first {
                        '*' => (0, None),
                        '+' => (1, None),
                        _ => (0, Some(1)),
                    };
                    self.repeat(start, repeat, (min, max), 0, 0)?;
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
        if self.open.len() > 1 {
            return Err(self.error(Problem::MissingParen, 0..self.pattern.len()));
        }
        self.end_branch();
        if let Some(open) = self.open.pop() {
            self.code.land(&open.jumps);
        }
        Ok(())
    }

    /// Adds one thing that can be repeated.
    fn atom(&mut self, inst: Inst) {
        let start = self.code.length();
        self.code.push(inst);
        let is_nullable = matches!(inst, Inst::Look(_));
        self.done(Item { start, weight: 1, height: 1, is_nullable });
    }

    fn done(&mut self, item: Item) {
        if let Some(open) = self.open.last_mut() {
            open.weight = open.weight.max(item.weight);
            open.height = open.height.max(item.height);
            let before = open.last.replace(item);
            open.is_branch_nullable &= before.is_none_or(|it| it.is_nullable);
        }
    }

    fn literal(&mut self, character: char) {
        let mut class = Class::default();
        // What is not ASCII may have a case that is; no text that is matched has it.
        class.add(character, character, self.flags.fold);
        self.atom(Inst::One(class));
    }

    fn symbol(&mut self, symbol: char) {
        let Flags { multi_line, dot_all, .. } = self.flags;
        self.atom(match symbol {
            '^' if multi_line => Inst::Look(Look::LineStart),
            '^' => Inst::Look(Look::Start),
            '$' if multi_line => Inst::Look(Look::LineEnd),
            '$' => Inst::Look(Look::End),
            _ => Inst::One(Class::any(dot_all)),
        });
    }

    /// Ends what stands between two bars.
    fn end_branch(&mut self) {
        if let Some(open) = self.open.last_mut() {
            let last = open.last.take();
            open.is_nullable |= open.is_branch_nullable && last.is_none_or(|it| it.is_nullable);
            open.is_branch_nullable = true;
        }
    }

    /// Goes over a bar.
    fn next_branch(&mut self) {
        self.end_branch();
        let Some(open) = self.open.last_mut() else { return };
        open.jumps.push(self.code.end_branch(open.branch));
        open.branch = self.code.length();
    }

    fn open_group(&mut self, number: Option<usize>) {
        let start = self.code.length();
        if let Some(number) = number {
            self.code.push(Inst::Save(2 * number));
        }
        self.open.push(Open {
            flags: self.flags,
            last: None,
            start,
            branch: self.code.length(),
            jumps: Vec::new(),
            is_branch_nullable: true,
            is_nullable: false,
            weight: 1,
            height: 0,
            number,
        });
    }

    fn close_group(&mut self) -> Result<(), RegexpError> {
        if self.open.len() == 1 {
            return Err(self.error(Problem::UnexpectedParen, 0..self.pattern.len()));
        }
        self.at += 1;
        self.end_branch();
        if let Some(Open { flags, start, weight, height, number, jumps, is_nullable, .. }) =
            self.open.pop()
        {
            self.flags = flags;
            self.code.land(&jumps);
            if let Some(number) = number {
                self.code.push(Inst::Save(2 * number + 1));
            }
            let height = self.checked_height(height.max(1) + usize::from(number.is_some()))?;
            self.done(Item { start, weight, height, is_nullable });
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
                        self.open_group(None);
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
        self.open_group(Some(self.names.len() - 1));
        Ok(())
    }

    fn backslash(&mut self) -> Result<(), RegexpError> {
        let start = self.at;
        let simple = match self.rest().as_bytes().get(1) {
            Some(b'A') => Some(Look::Start),
            Some(b'b') => Some(Look::WordBoundary),
            Some(b'B') => Some(Look::NoWordBoundary),
            Some(b'z') => Some(Look::End),
            Some(b'C') => return Err(self.error(Problem::Escape, start..start + 2)),
            Some(b'Q') => {
                let quoted = &self.rest()[2..];
                let (quoted, length) = match substring::split_once(quoted, r"\E") {
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
            self.atom(Inst::Look(simple));
            return Ok(());
        }
        if let Some((class, end)) = class::escaped(self.pattern, start, self.flags.fold)? {
            self.at = end;
            self.atom(Inst::One(class));
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
        let factor = most.unwrap_or(min);
        self.repeat(start, repeat, (min, most), min.max(factor), factor)
    }

    /// Repeats the last thing. `counts` is not 0 where a count of two or more is written, `factor` is
    /// what it multiplies.
    fn repeat(
        &mut self,
        start: usize,
        before: Option<usize>,
        (min, max): (u32, Option<u32>),
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
        let (min_times, max) = (min as usize, max.map(|it| it as usize));
        let is_nullable = item.is_nullable;
        self.code
            .repeat(item.start, Repetition { min: min_times, max, is_lazy: lazy, is_nullable });
        item.is_nullable |= min == 0;
        item.weight = weight.clamp(1, 1000);
        item.height = self.checked_height(item.height + 1)?;
        self.done(item);
        Ok(())
    }
}
