//! One stretch of a function, made a function of its own.
//!
//! It takes the locals that it reads, and returns those that somebody wants behind it. Where it leaves
//! to is its last result, unless there is but one such place.

use wasm_encoder::{Encode, Function, Instruction, ValType};
use wasmparser::{BlockType, Operator};

use crate::body::{Body, Stretch};
use crate::live::{Live, Locals};

/// More values than this are not handed over.
const MOST: usize = 24;
/// What a call costs beside its values: the call, the stub that it goes through, the type.
const CALL: usize = 14;

/// Where a stretch goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Behind its last instruction.
    Behind,
    /// To the block that is so many levels out.
    To(u32),
    Return,
}

/// How a stretch is cut out.
pub(crate) struct Plan {
    pub(crate) stretch: Stretch,
    /// The locals it takes.
    takes: Vec<u32>,
    /// Those it returns.
    gives: Vec<u32>,
    exits: Vec<Exit>,
    uses: Vec<u32>,
}

impl Plan {
    /// Makes a plan, if there is one and it saves bytes.
    pub(crate) fn of(body: &Body<'_>, live: &Live<'_, '_>, stretch: &Stretch) -> Option<Self> {
        use wasmparser::ValType as Type;
        let is_number = |it: &Type| matches!(it, Type::I32 | Type::I64 | Type::F32 | Type::F64);
        if body.results.len() > 1 || !body.locals.iter().chain(&body.results).all(is_number) {
            return None;
        }
        let none = || Locals::none(body.locals.len());
        let (mut reads, mut writes, mut wanted) = (none(), none(), none());
        let mut exits = Exits { body, stretch, found: Vec::new() };
        let mut depth = 0;
        for op in &body.operators[stretch.range.clone()] {
            match &op.operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
                Operator::End => depth -= 1,
                Operator::LocalGet { local_index } => reads.insert(*local_index),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    writes.insert(*local_index);
                }
                Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => {
                    exits.branch(*relative_depth, depth)?;
                }
                Operator::BrTable { targets } => {
                    for target in targets.targets().flatten().chain([targets.default()]) {
                        exits.branch(target, depth)?;
                    }
                }
                Operator::Return => exits.add(Exit::Return),
                Operator::ReturnCall { .. } | Operator::ReturnCallIndirect { .. } => return None,
                _ => {}
            }
        }
        if !ends_elsewhere(body, stretch) {
            exits.add(if body.block(stretch).is_none() { Exit::Return } else { Exit::Behind });
        }
        let mut exits = exits.found;
        // Behind comes first and to return last: that is how they are told apart.
        exits.sort_by_key(|it| match it {
            Exit::Behind => 0,
            Exit::To(_) => 1,
            Exit::Return => 2,
        });
        for exit in &exits {
            if let Some(locals) = exit_live(body, live, stretch, *exit) {
                wanted.add(locals);
            }
        }
        let mut gives = writes.clone();
        gives.keep(&wanted);
        let mut takes = reads.clone();
        takes.add(&gives);
        takes.keep(live.before[stretch.range.start].as_ref()?);
        reads.add(&writes);
        let plan = Self {
            stretch: stretch.clone(),
            takes: takes.list(),
            gives: gives.list(),
            exits,
            uses: reads.list(),
        };
        let bytes = body.operators[stretch.range.end].range.start
            - body.operators[stretch.range.start].range.start;
        let values = plan.takes.len() + plan.gives.len();
        let cost = CALL + 3 * values + 5 * plan.exits.len();
        (values <= MOST && cost < bytes).then_some(plan)
    }

    /// The types of what the function takes and returns.
    pub(crate) fn kind(&self, body: &Body<'_>) -> (Vec<ValType>, Vec<ValType>) {
        let of = |local: &u32| value_type(body.locals[*local as usize]);
        let mut results: Vec<ValType> = self.result(body).into_iter().collect();
        results.extend(self.gives.iter().map(of));
        results.extend(self.tells().then_some(ValType::I32));
        (self.takes.iter().map(of).collect(), results)
    }

    /// The type of what the whole function returns, if it may do so from here.
    fn result(&self, body: &Body<'_>) -> Option<ValType> {
        let result = body.results.first().filter(|_| self.exits.contains(&Exit::Return));
        result.map(|it| value_type(*it))
    }

    /// Whether the function tells where it leaves to.
    fn tells(&self) -> bool {
        self.exits.len() > 1
    }

    /// The function.
    pub(crate) fn function(&self, body: &Body<'_>) -> Function {
        let mut numbers = vec![u32::MAX; body.locals.len()];
        let mut locals = Vec::new();
        for (number, local) in (0..).zip(&self.takes) {
            numbers[*local as usize] = number;
        }
        let others = self.uses.iter().filter(|it| !self.takes.contains(it));
        for (number, local) in (self.takes.len() as u32..).zip(others) {
            numbers[*local as usize] = number;
            locals.push((1, value_type(body.locals[*local as usize])));
        }
        let mut code = Function::new(locals);
        let result = self.result(body);
        if self.exits.contains(&Exit::Return) {
            code.instruction(&Instruction::Block(
                result.map_or(wasm_encoder::BlockType::Empty, wasm_encoder::BlockType::Result),
            ));
        }
        let inner = self.exits.iter().filter(|it| **it != Exit::Return).count() as u32;
        for _ in 0..inner {
            code.instruction(&Instruction::Block(wasm_encoder::BlockType::Empty));
        }
        self.copy(body, &numbers, &mut code);
        let is_end_of_function = body.block(&self.stretch).is_none();
        if is_end_of_function && !ends_elsewhere(body, &self.stretch) {
            code.instruction(&Instruction::Br(inner));
        }
        for (at, exit) in (0..).zip(&self.exits) {
            code.instruction(&Instruction::End);
            if *exit != Exit::Return
                && let Some(result) = result
            {
                code.instruction(&zero(result));
            }
            for local in &self.gives {
                code.instruction(&Instruction::LocalGet(numbers[*local as usize]));
            }
            if self.tells() {
                code.instruction(&Instruction::I32Const(at));
            }
            code.instruction(&Instruction::Return);
        }
        code.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
        code
    }

    fn copy(&self, body: &Body<'_>, numbers: &[u32], code: &mut Function) {
        let mut depth = 0;
        let out = |target: u32, depth: u32| match target.checked_sub(depth) {
            None => target,
            Some(level) => depth + self.place(body, level),
        };
        for op in &body.operators[self.stretch.range.clone()] {
            match &op.operator {
                Operator::LocalGet { local_index } => {
                    code.instruction(&Instruction::LocalGet(numbers[*local_index as usize]));
                    continue;
                }
                Operator::LocalSet { local_index } => {
                    code.instruction(&Instruction::LocalSet(numbers[*local_index as usize]));
                    continue;
                }
                Operator::LocalTee { local_index } => {
                    code.instruction(&Instruction::LocalTee(numbers[*local_index as usize]));
                    continue;
                }
                Operator::Br { relative_depth } => {
                    code.instruction(&Instruction::Br(out(*relative_depth, depth)));
                    continue;
                }
                Operator::BrIf { relative_depth } => {
                    code.instruction(&Instruction::BrIf(out(*relative_depth, depth)));
                    continue;
                }
                Operator::BrTable { targets } => {
                    let all: Vec<u32> =
                        targets.targets().flatten().map(|it| out(it, depth)).collect();
                    let default = out(targets.default(), depth);
                    code.instruction(&Instruction::BrTable(all.into(), default));
                    continue;
                }
                Operator::Return => {
                    let place = self.exits.len() as u32 - 1;
                    code.instruction(&Instruction::Br(depth + place));
                    continue;
                }
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
                Operator::End => depth -= 1,
                _ => {}
            }
            code.raw(body.bytes[op.range.clone()].iter().copied());
        }
    }

    /// The place among the exits of a branch that leads so many levels out.
    fn place(&self, body: &Body<'_>, level: u32) -> u32 {
        let exit = exit_of(body, &self.stretch, level).unwrap_or(Exit::Return);
        self.exits.iter().position(|it| *it == exit).unwrap_or_default() as u32
    }

    /// The call that stands for the stretch. `told` and `result` are locals that nobody else uses.
    pub(crate) fn call(
        &self,
        body: &Body<'_>,
        function: u32,
        told: u32,
        result: u32,
        out: &mut Vec<u8>,
    ) {
        let mut put = |instruction: Instruction<'_>| instruction.encode(out);
        for local in &self.takes {
            put(Instruction::LocalGet(*local));
        }
        put(Instruction::Call(function));
        if self.tells() {
            put(Instruction::LocalSet(told));
        }
        for local in self.gives.iter().rev() {
            put(Instruction::LocalSet(*local));
        }
        let has_result = self.result(body).is_some();
        match self.exits.as_slice() {
            [] => put(Instruction::Unreachable),
            [Exit::Behind] => {}
            [Exit::To(level)] => put(Instruction::Br(*level)),
            [Exit::Return] => put(Instruction::Return),
            many => {
                if has_result {
                    put(Instruction::LocalSet(result));
                }
                // All but the first and the one to return, one by one.
                for (at, exit) in (0..).zip(many).skip(1) {
                    put(Instruction::LocalGet(told));
                    put(Instruction::I32Const(at));
                    put(Instruction::I32Eq);
                    match exit {
                        Exit::To(level) => put(Instruction::BrIf(*level)),
                        _ => {
                            put(Instruction::If(wasm_encoder::BlockType::Empty));
                            if has_result {
                                put(Instruction::LocalGet(result));
                            }
                            put(Instruction::Return);
                            put(Instruction::End);
                        }
                    }
                }
                if let Exit::To(level) = many[0] {
                    put(Instruction::Br(level));
                }
            }
        }
    }
}

impl Body<'_> {
    /// The block that a stretch is the end of, by where it begins; none if that is the function.
    fn block(&self, stretch: &Stretch) -> Option<usize> {
        self.operators[stretch.range.start].within
    }
}

struct Exits<'b, 'a> {
    body: &'b Body<'a>,
    stretch: &'b Stretch,
    found: Vec<Exit>,
}

impl Exits<'_, '_> {
    fn add(&mut self, exit: Exit) {
        if !self.found.contains(&exit) {
            self.found.push(exit);
        }
    }

    /// Notes a branch; none if it takes values along.
    fn branch(&mut self, target: u32, depth: u32) -> Option<()> {
        if let Some(level) = target.checked_sub(depth) {
            let exit = exit_of(self.body, self.stretch, level)?;
            self.add(exit);
        }
        Some(())
    }
}

fn exit_of(body: &Body<'_>, stretch: &Stretch, level: u32) -> Option<Exit> {
    let Some(block) = block_at(body, stretch, level) else { return Some(Exit::Return) };
    match body.operators[block].operator {
        Operator::Block { blockty: BlockType::Empty }
        | Operator::If { blockty: BlockType::Empty } => {
            Some(if level == 0 { Exit::Behind } else { Exit::To(level) })
        }
        Operator::Loop { blockty: BlockType::Empty | BlockType::Type(_) } => Some(Exit::To(level)),
        _ => None,
    }
}

/// The block that is so many levels out of a stretch.
fn block_at(body: &Body<'_>, stretch: &Stretch, level: u32) -> Option<usize> {
    (0..level).try_fold(body.block(stretch)?, |block, _| body.operators[block].within)
}

fn exit_live<'l>(
    body: &Body<'_>,
    live: &'l Live<'_, '_>,
    stretch: &Stretch,
    exit: Exit,
) -> Option<&'l Locals> {
    match exit {
        Exit::Return => None,
        Exit::Behind => live.behind[block_at(body, stretch, 0)?].as_ref(),
        Exit::To(level) => live.at_branch[block_at(body, stretch, level)?].as_ref(),
    }
}

/// Whether the last instruction of a stretch leads away from what is behind it.
fn ends_elsewhere(body: &Body<'_>, stretch: &Stretch) -> bool {
    matches!(
        body.operators[stretch.range.end - 1].operator,
        Operator::Br { .. } | Operator::BrTable { .. } | Operator::Return | Operator::Unreachable
    )
}

fn zero(kind: ValType) -> Instruction<'static> {
    match kind {
        ValType::I64 => Instruction::I64Const(0),
        ValType::F32 => Instruction::F32Const(0.0_f32.into()),
        ValType::F64 => Instruction::F64Const(0.0_f64.into()),
        _ => Instruction::I32Const(0),
    }
}

/// The same type, as it is written.
pub(crate) fn value_type(kind: wasmparser::ValType) -> ValType {
    match kind {
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        // No plan is made where there is any other.
        _ => ValType::I32,
    }
}
