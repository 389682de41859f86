//! Programs put together of pieces.
//!
//! Jumps are relative, so that a piece can be moved and copied. Where only the length of a program is
//! asked for, none is made: counts within counts would multiply it.
//!
//! Upstream: `compile.go` in Go 1.26 `regexp/syntax`.

use alloc::vec::Vec;

use super::program::Inst;

/// A program that grows at its end.
#[derive(Default)]
pub(super) struct Code {
    insts: Vec<Inst>,
    length: usize,
    is_made: bool,
}

/// How often something is repeated, and whether as seldom as can be.
#[derive(Clone, Copy)]
pub(super) struct Repetition {
    pub(super) min: usize,
    /// `None` where there is no most.
    pub(super) max: Option<usize>,
    pub(super) is_lazy: bool,
    /// Whether what is repeated can be empty.
    pub(super) is_nullable: bool,
}

/// How far it is, as jumps count.
fn far(length: usize) -> isize {
    // A program has far fewer instructions.
    isize::try_from(length).unwrap_or(isize::MAX)
}

impl Code {
    pub(super) fn new(is_made: bool) -> Self {
        Self { is_made, ..Self::default() }
    }

    /// How many instructions there are.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn into_program(self) -> Vec<Inst> {
        self.insts
    }

    pub(super) fn push(&mut self, inst: Inst) {
        self.length = self.length.saturating_add(1);
        if self.is_made {
            self.insts.push(inst);
        }
    }

    /// Ends a branch that begins there: it is tried before what follows, and jumps over it. Where the
    /// jump stands.
    pub(super) fn end_branch(&mut self, start: usize) -> usize {
        if self.is_made {
            let past = far(self.insts.len() - start + 2);
            self.insts.insert(start, Inst::Split(1, past));
            self.insts.push(Inst::Jump(0));
        }
        self.length = self.length.saturating_add(2);
        self.length - 1
    }

    /// Lets jumps lead to the end of what there is.
    pub(super) fn land(&mut self, jumps: &[usize]) {
        for &jump in jumps {
            let by = far(self.length - jump);
            if let Some(inst) = self.insts.get_mut(jump) {
                *inst = Inst::Jump(by);
            }
        }
    }

    /// Repeats what there is from a place on.
    pub(super) fn repeat(&mut self, start: usize, repetition: Repetition) {
        let Repetition { min, max, is_lazy, is_nullable } = repetition;
        let length = self.length - start;
        let each = match max {
            None if min == 0 => length.saturating_add(2),
            None => length.saturating_mul(min).saturating_add(1),
            Some(max) => {
                let optional = length.saturating_add(1).saturating_mul(max - min);
                length.saturating_mul(min).saturating_add(optional)
            }
        };
        self.length = start.saturating_add(each);
        if !self.is_made {
            return;
        }
        let piece = self.insts.split_off(start);
        for _ in 0..min {
            self.insts.extend_from_slice(&piece);
        }
        match max {
            None if min == 0 => self.star(&piece, is_nullable, is_lazy),
            None => self.again(length, is_lazy),
            // Whoever leaves one out leaves out all that follow.
            Some(max) => (1..=max - min).rev().for_each(|left| {
                self.split(1, far(left * (length + 1)), is_lazy);
                self.insts.extend_from_slice(&piece);
            }),
        }
    }

    fn split(&mut self, on: isize, past: isize, is_lazy: bool) {
        self.insts.push(if is_lazy { Inst::Split(past, on) } else { Inst::Split(on, past) });
    }

    /// Goes back over so many, or on.
    fn again(&mut self, length: usize, is_lazy: bool) {
        self.split(-far(length), 1, is_lazy);
    }

    /// Any number of times. What can be empty is tried once first, so that the order is right.
    fn star(&mut self, piece: &[Inst], is_nullable: bool, is_lazy: bool) {
        let length = piece.len();
        self.split(1, far(length) + 2, is_lazy);
        self.insts.extend_from_slice(piece);
        match is_nullable {
            true => self.again(length, is_lazy),
            false => self.insts.push(Inst::Jump(-far(length) - 1)),
        }
    }
}
