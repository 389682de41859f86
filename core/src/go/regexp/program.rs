//! The engine: a program of few instructions, tried in order without trying anything twice.
//!
//! A place of the program at a place of the text either leads to a match or never does; each pair is
//! tried once, which bounds all searches of a text by the product of the lengths. What is tried first
//! is what Go prefers.
//!
//! Upstream: `backtrack.go` in Go 1.26 `regexp`.

use alloc::vec::Vec;

use super::class::Class;

/// One instruction.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inst {
    /// One character of a set.
    One(Class),
    /// A place.
    Look(Look),
    /// On, by so many instructions.
    Jump(isize),
    /// On with one, or else with the other.
    Split(isize, isize),
    /// Here a group begins (an even number) or ends.
    Save(usize),
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Start,
    End,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}

impl Look {
    fn holds(self, text: &[u8], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|it| text.get(it));
        let after = text.get(at);
        let is_word =
            |it: Option<&u8>| it.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
        match self {
            Self::Start => before.is_none(),
            Self::End => after.is_none(),
            Self::LineStart => before.is_none_or(|it| *it == b'\n'),
            Self::LineEnd => after.is_none_or(|it| *it == b'\n'),
            Self::WordBoundary => is_word(before) != is_word(after),
            Self::NoWordBoundary => is_word(before) == is_word(after),
        }
    }
}

/// What is remembered of a text, from search to search.
pub(super) struct Search<'p, 't> {
    program: &'p [Inst],
    text: &'t [u8],
    /// One bit for each pair that was tried: for each place of the text so many words.
    tried: Vec<u64>,
    row: usize,
    /// Where each group begins and ends.
    pub(super) places: Vec<Option<usize>>,
}

/// What is still to be done.
enum Job {
    Try(usize, usize),
    /// A place is put back.
    Restore(usize, Option<usize>),
}

impl<'p, 't> Search<'p, 't> {
    pub(super) fn new(program: &'p [Inst], groups: usize, text: &'t [u8]) -> Self {
        let row = (program.len() + 1).div_ceil(64);
        let tried = alloc::vec![0; row * (text.len() + 1)];
        Self { program, text, tried, row, places: alloc::vec![None; 2 * groups] }
    }

    /// Finds the first match from a place of the text on, no earlier than the last one ended.
    pub(super) fn find(&mut self, from: usize) -> bool {
        // What was tried behind the last match in vain is in vain for the next one, too; only where it
        // ended something led to it. So all matches together take no longer than one.
        self.tried[from * self.row..][..self.row].fill(0);
        self.places.fill(None);
        (from..=self.text.len()).any(|start| {
            self.places[0] = Some(start);
            self.matches(start)
        })
    }

    /// Whether it is the first time that this pair is tried.
    fn is_new(&mut self, pc: usize, at: usize) -> bool {
        let (word, bit) = (&mut self.tried[at * self.row + pc / 64], 1 << (pc % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    fn matches(&mut self, start: usize) -> bool {
        let mut jobs = Vec::from([Job::Try(0, start)]);
        while let Some(job) = jobs.pop() {
            let (mut pc, mut at) = match job {
                Job::Try(pc, at) => (pc, at),
                Job::Restore(place, before) => {
                    self.places[place] = before;
                    continue;
                }
            };
            while self.is_new(pc, at) {
                let Some(inst) = self.program.get(pc) else {
                    self.places[1] = Some(at);
                    return true;
                };
                match *inst {
                    Inst::One(class) if self.text.get(at).is_some_and(|it| class.has(*it)) => {
                        (pc, at) = (pc + 1, at + 1);
                    }
                    Inst::Look(look) if look.holds(self.text, at) => pc += 1,
                    Inst::One(_) | Inst::Look(_) => break,
                    Inst::Jump(by) => pc = pc.saturating_add_signed(by),
                    Inst::Split(first, second) => {
                        jobs.push(Job::Try(pc.saturating_add_signed(second), at));
                        pc = pc.saturating_add_signed(first);
                    }
                    Inst::Save(place) => {
                        jobs.push(Job::Restore(place, self.places[place]));
                        self.places[place] = Some(at);
                        pc += 1;
                    }
                }
            }
        }
        false
    }
}
