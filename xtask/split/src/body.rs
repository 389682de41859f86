//! A function's body, and the places where it branches off to what may never run.
//!
//! Code that runs only if a branch is not taken, or only if it is, reaches to the end of the block it
//! stands in. Such a stretch can be cut out, if it takes nothing from the stack and leaves nothing there.

use std::ops::Range;

use wasmparser::{
    BinaryReaderError, BlockType, FuncToValidate, FunctionBody, Operator, ValType,
    ValidatorResources,
};

/// Stretches of fewer bytes are not worth a call.
const LEAST: usize = 16;

/// A body that has been read.
pub(crate) struct Body<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) operators: Vec<Op<'a>>,
    /// The types of parameters and locals.
    pub(crate) locals: Vec<ValType>,
    pub(crate) results: Vec<ValType>,
    /// Those that can be cut out, by where they start; what is within another comes behind it.
    pub(crate) stretches: Vec<Stretch>,
}

/// An instruction.
pub(crate) struct Op<'a> {
    pub(crate) operator: Operator<'a>,
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// Of an `end` or `else`: where the block begins. Of what begins a block: where its `end` is.
    pub(crate) pair: usize,
    /// The block it stands in, by where that begins; none if that is the function.
    pub(crate) within: Option<usize>,
}

/// Instructions that run one behind another until the end of their block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// From the first of them to the `end` or `else`, which is not one of them.
    pub(crate) range: Range<usize>,
}

struct Open {
    begin: Option<usize>,
    /// The places where a stretch may start.
    starts: Vec<usize>,
}

impl<'a> Body<'a> {
    /// Reads a body.
    ///
    /// # Errors
    ///
    /// It is not valid.
    pub(crate) fn read(
        function: FuncToValidate<ValidatorResources>,
        body: &FunctionBody<'a>,
        results: Vec<ValType>,
    ) -> Result<Self, BinaryReaderError> {
        let origin = body.range().start;
        let mut validator =
            function.into_validator(wasmparser::FuncValidatorAllocations::default());
        let mut reader = body.get_binary_reader();
        validator.read_locals(&mut reader)?;
        let locals = (0..validator.len_locals()).filter_map(|at| validator.get_local_type(at));
        let mut read = Self {
            bytes: body.as_bytes(),
            operators: Vec::new(),
            locals: locals.collect(),
            results,
            stretches: Vec::new(),
        };
        let mut open = vec![Open { begin: None, starts: Vec::new() }];
        for operator in body.get_operators_reader()?.into_iter_with_offsets() {
            let (operator, offset) = operator?;
            validator.op(offset, &operator)?;
            let start = (offset - origin) as usize;
            if let Some(last) = read.operators.last_mut() {
                last.range.end = start;
            }
            read.push(operator, start..read.bytes.len(), &mut open);
            let is_fork = matches!(
                read.operators.last().map(|it| &it.operator),
                Some(Operator::If { .. } | Operator::Else | Operator::BrIf { .. } | Operator::End)
            );
            if let Some(innermost) = open.last_mut().filter(|_| is_fork)
                && let Some(frame) = validator.get_control_frame(0)
            {
                let is_plain = frame.block_type == BlockType::Empty || innermost.begin.is_none();
                let is_bare = validator.operand_stack_height() as usize == frame.height;
                if is_plain && is_bare && !frame.unreachable {
                    innermost.starts.push(read.operators.len());
                }
            }
        }
        read.stretches.sort_unstable_by_key(|it| (it.range.start, usize::MAX - it.range.end));
        Ok(read)
    }

    fn push(&mut self, operator: Operator<'a>, range: Range<usize>, open: &mut Vec<Open>) {
        let at = self.operators.len();
        let mut within = open.last().and_then(|it| it.begin);
        let mut pair = at;
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                open.push(Open { begin: Some(at), starts: Vec::new() });
            }
            Operator::Else => {
                if let Some(frame) = open.last_mut() {
                    let starts = std::mem::take(&mut frame.starts);
                    pair = frame.begin.unwrap_or(at);
                    within = self.operators.get(pair).and_then(|it| it.within);
                    self.close(starts, at, range.start);
                }
            }
            Operator::End => {
                if let Some(frame) = open.pop() {
                    pair = frame.begin.unwrap_or(at);
                    within = self.operators.get(pair).and_then(|it| it.within);
                    self.close(frame.starts, at, range.start);
                    if let Some(begin) = frame.begin {
                        self.operators[begin].pair = at;
                    }
                }
            }
            _ => {}
        }
        self.operators.push(Op { operator, range, pair, within });
    }

    fn close(&mut self, starts: Vec<usize>, end: usize, end_byte: usize) {
        for start in starts.into_iter().filter(|start| *start < end) {
            if end_byte - self.operators[start].range.start >= LEAST {
                self.stretches.push(Stretch { range: start..end });
            }
        }
    }

    /// Of which instructions it consists, whatever they are about.
    pub(crate) fn shape(&self) -> u32 {
        let codes = self.operators.iter().map(|it| self.bytes[it.range.start]);
        crate::profile::hash(codes)
    }
}
