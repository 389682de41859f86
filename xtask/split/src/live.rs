//! Which of a function's locals are still wanted at which place.

use wasmparser::Operator;

use crate::body::Body;

/// Numbers of locals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Locals(Vec<u64>);

impl Locals {
    pub(crate) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub(crate) fn insert(&mut self, local: u32) {
        self.0[local as usize / 64] |= 1 << (local % 64);
    }

    fn remove(&mut self, local: u32) {
        self.0[local as usize / 64] &= !(1 << (local % 64));
    }

    /// Adds those of another set, and tells whether one of them is new.
    pub(crate) fn add(&mut self, other: &Self) -> bool {
        let mut is_more = false;
        for (mine, other) in self.0.iter_mut().zip(&other.0) {
            is_more |= *other & !*mine != 0;
            *mine |= other;
        }
        is_more
    }

    /// Keeps those that are in another set, too.
    pub(crate) fn keep(&mut self, other: &Self) {
        for (mine, other) in self.0.iter_mut().zip(&other.0) {
            *mine &= other;
        }
    }

    /// In order.
    pub(crate) fn list(&self) -> Vec<u32> {
        let bits = |word: u64| (0..64).filter(move |bit| word >> bit & 1 == 1);
        self.0
            .iter()
            .zip(0..)
            .flat_map(|(word, at)| bits(*word).map(move |bit| at * 64 + bit))
            .collect()
    }
}

/// The locals that are wanted.
pub(crate) struct Live<'b, 'a> {
    body: &'b Body<'a>,
    /// Before an instruction with which a stretch starts.
    pub(crate) before: Vec<Option<Locals>>,
    /// Behind a block, by where it begins.
    pub(crate) behind: Vec<Option<Locals>>,
    /// Where a branch out of a block leads, by where that begins.
    pub(crate) at_branch: Vec<Option<Locals>>,
    blocks: Vec<usize>,
}

impl<'b, 'a> Live<'b, 'a> {
    pub(crate) fn of(body: &'b Body<'a>) -> Self {
        let count = body.operators.len();
        let mut before = vec![None; count];
        for stretch in &body.stretches {
            before[stretch.range.start] = Some(Locals::none(body.locals.len()));
        }
        let (behind, at_branch) = (vec![None; count], vec![None; count]);
        let mut live = Self { body, before, behind, at_branch, blocks: Vec::new() };
        let nothing = Locals::none(body.locals.len());
        live.through(0, count.saturating_sub(1), nothing);
        live
    }

    /// What is wanted before the first of some instructions, by what is wanted behind the last.
    fn through(&mut self, from: usize, to: usize, mut live: Locals) -> Locals {
        let body = self.body;
        let mut at = to;
        while at > from {
            at -= 1;
            match &body.operators[at].operator {
                Operator::End => {
                    let begin = body.operators[at].pair;
                    live = self.block(begin, at, live);
                    at = begin;
                }
                Operator::LocalGet { local_index } => live.insert(*local_index),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    live.remove(*local_index);
                }
                Operator::Br { relative_depth } => live = self.branch(*relative_depth),
                Operator::BrIf { relative_depth } => {
                    live.add(&self.branch(*relative_depth));
                }
                Operator::BrTable { targets } => {
                    live = self.branch(targets.default());
                    for depth in targets.targets().flatten() {
                        live.add(&self.branch(depth));
                    }
                }
                Operator::Return
                | Operator::Unreachable
                | Operator::ReturnCall { .. }
                | Operator::ReturnCallIndirect { .. } => live = self.nothing(),
                _ => {}
            }
            if let Some(before) = &mut self.before[at] {
                before.add(&live);
            }
        }
        live
    }

    fn block(&mut self, begin: usize, end: usize, behind: Locals) -> Locals {
        self.behind[begin] = Some(behind.clone());
        self.blocks.push(begin);
        let live = match self.body.operators[begin].operator {
            Operator::Loop { .. } => loop {
                let mut again = self.at_branch[begin].take().unwrap_or_else(|| self.nothing());
                self.at_branch[begin] = Some(again.clone());
                let live = self.through(begin + 1, end, behind.clone());
                let is_more = again.add(&live);
                self.at_branch[begin] = Some(again);
                if !is_more {
                    break live;
                }
            },
            Operator::If { .. } => {
                self.at_branch[begin] = Some(behind.clone());
                let operators = &self.body.operators;
                let is_its = |at: &usize| {
                    matches!(operators[*at].operator, Operator::Else)
                        && operators[*at].pair == begin
                };
                match (begin..end).find(is_its) {
                    Some(other) => {
                        let mut live = self.through(other + 1, end, behind.clone());
                        live.add(&self.through(begin + 1, other, behind));
                        live
                    }
                    None => {
                        let mut live = self.through(begin + 1, end, behind.clone());
                        live.add(&behind);
                        live
                    }
                }
            }
            _ => {
                self.at_branch[begin] = Some(behind.clone());
                self.through(begin + 1, end, behind)
            }
        };
        self.blocks.pop();
        live
    }

    /// What is wanted where a branch leads.
    fn branch(&self, depth: u32) -> Locals {
        let block = self.blocks.len().checked_sub(depth as usize + 1).map(|at| self.blocks[at]);
        block.and_then(|it| self.at_branch[it].clone()).unwrap_or_else(|| self.nothing())
    }

    fn nothing(&self) -> Locals {
        Locals::none(self.body.locals.len())
    }
}
