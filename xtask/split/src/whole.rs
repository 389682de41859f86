//! A module that is changed function by function: traced, or with stretches cut out.

use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, Encode, ExportKind, ExportSection, FunctionSection, GlobalSection, Instruction,
    MemArg, MemArgTarget, MemorySection, MemoryType, RawSection, TypeSection, ValType,
};
use wasmparser::{FuncType, Parser, Payload, TypeRef, ValidPayload, Validator};

use crate::body::Body;
use crate::live::Live;
use crate::outline::Plan;
use crate::profile::Profile;
use crate::write::count_from_zero;

/// The export of a traced module: a memory with a byte for each place, which is 1 once it was reached.
const TRACE: &str = "trace";
/// The export that the first module of a cut one has, too: so the page loads a rest here as well.
const IS_LOADED: &str = "restIsLoaded";

/// A module, and its bodies.
pub(crate) struct Whole<'a> {
    source: &'a [u8],
    payloads: Vec<Payload<'a>>,
    types: Vec<FuncType>,
    imported: u32,
    pub(crate) bodies: Vec<Body<'a>>,
}

impl<'a> Whole<'a> {
    /// Reads a module.
    ///
    /// # Errors
    ///
    /// It is none.
    pub(crate) fn read(source: &'a [u8]) -> Result<Self, String> {
        Self::parse(source).map_err(|error| error.to_string())
    }

    fn parse(source: &'a [u8]) -> Result<Self, wasmparser::BinaryReaderError> {
        let mut whole = Self {
            source,
            payloads: Vec::new(),
            types: Vec::new(),
            imported: 0,
            bodies: Vec::new(),
        };
        let mut validator = Validator::new();
        let mut kinds = Vec::new();
        for payload in Parser::new(0).parse_all(source) {
            let payload = payload?;
            match &payload {
                Payload::TypeSection(types) => {
                    for kind in types.clone().into_iter_err_on_gc_types() {
                        whole.types.push(kind?);
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        whole.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(functions) => {
                    for kind in functions.clone() {
                        kinds.push(kind?);
                    }
                }
                _ => {}
            }
            if let ValidPayload::Func(function, body) = validator.payload(&payload)? {
                let kind = kinds.get(whole.bodies.len()).copied().unwrap_or_default();
                let results = whole.types.get(kind as usize).map(|it| it.results().to_vec());
                whole.bodies.push(Body::read(function, &body, results.unwrap_or_default())?);
            }
            whole.payloads.push(payload);
        }
        Ok(whole)
    }

    /// The same module, which notes where it has been: at the beginning of each function, and of each of
    /// its stretches, in order.
    pub(crate) fn traced(&self) -> Result<Vec<u8>, String> {
        let memories = self.payloads.iter().map(|it| match it {
            Payload::MemorySection(memories) => memories.count(),
            _ => 0,
        });
        let memory = memories.sum();
        let mut place = 0;
        let mut note = |out: &mut Vec<u8>| {
            Instruction::I32Const(0).encode(out);
            Instruction::I32Const(1).encode(out);
            let target = MemArgTarget::Memory(memory);
            let at = MemArg { offset: place, align: 0, target, ordering: None };
            Instruction::I32Store8(at).encode(out);
            place += 1;
        };
        let mut code = CodeSection::new();
        for body in &self.bodies {
            let begin = body.operators.first().map_or(0, |it| it.range.start);
            let mut out = body.bytes[..begin].to_vec();
            note(&mut out);
            let mut stretches = body.stretches.iter().peekable();
            for (at, op) in body.operators.iter().enumerate() {
                while stretches.next_if(|it| it.range.start == at).is_some() {
                    note(&mut out);
                }
                out.extend_from_slice(&body.bytes[op.range.clone()]);
            }
            code.raw(&out);
        }
        let mut out = Changed { code: Some(code), ..Changed::default() };
        let pages = 1 + place / 65_536;
        out.memory = Some(MemoryType {
            minimum: pages,
            maximum: Some(pages),
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let globals = self.payloads.iter().map(|it| match it {
            Payload::GlobalSection(globals) => globals.count(),
            _ => 0,
        });
        let global = globals.sum();
        out.exports =
            vec![(TRACE, ExportKind::Memory, memory), (IS_LOADED, ExportKind::Global, global)];
        self.write(out).map_err(|error| error.to_string())
    }

    /// The same module, in which each stretch that never ran is a function of its own, behind all others.
    pub(crate) fn outlined(&self, profile: &Profile, names: &[String]) -> Result<Vec<u8>, String> {
        let mut out = Changed::default();
        let (mut code, mut cut) = (CodeSection::new(), Vec::new());
        let next = self.imported + self.bodies.len() as u32;
        for (body, name) in self.bodies.iter().zip(names) {
            let plans =
                profile.stretches(name, body).map_or_else(Vec::new, |ran| plans(body, &ran));
            let mut functions = Vec::new();
            for plan in &plans {
                functions.push(next + cut.len() as u32);
                out.functions.push(self.kind(plan.kind(body), &mut out.types));
                cut.push(plan.function(body));
            }
            code.raw(&shortened(body, &plans, &functions));
        }
        for function in &cut {
            code.function(function);
        }
        out.code = Some(code);
        self.write(out).map_err(|error| error.to_string())
    }

    /// The number of a type, which is added if there is none.
    fn kind(
        &self,
        (takes, gives): (Vec<ValType>, Vec<ValType>),
        added: &mut Vec<(Vec<ValType>, Vec<ValType>)>,
    ) -> u32 {
        let same = |it: &&FuncType| {
            let of = |types: &[wasmparser::ValType]| {
                types.iter().map(|it| RoundtripReencoder.val_type(*it).ok()).collect::<Vec<_>>()
            };
            let is = |mine: &[ValType]| mine.iter().copied().map(Some).collect::<Vec<_>>();
            of(it.params()) == is(&takes) && of(it.results()) == is(&gives)
        };
        if let Some(at) = self.types.iter().position(|it| same(&it)) {
            return at as u32;
        }
        let wanted = (takes, gives);
        let at = added.iter().position(|it| *it == wanted).unwrap_or_else(|| {
            added.push(wanted);
            added.len() - 1
        });
        (self.types.len() + at) as u32
    }

    fn write(&self, changed: Changed) -> Result<Vec<u8>, Error> {
        let copy = &mut RoundtripReencoder;
        let mut out = wasm_encoder::Module::new();
        for payload in &self.payloads {
            match payload {
                Payload::TypeSection(it) if !changed.types.is_empty() => {
                    let mut section = TypeSection::new();
                    copy.parse_type_section(&mut section, it.clone())?;
                    for (takes, gives) in &changed.types {
                        section.ty().function(takes.iter().copied(), gives.iter().copied());
                    }
                    out.section(&section);
                }
                Payload::FunctionSection(it) => {
                    let mut section = FunctionSection::new();
                    copy.parse_function_section(&mut section, it.clone())?;
                    for kind in &changed.functions {
                        section.function(*kind);
                    }
                    out.section(&section);
                }
                Payload::MemorySection(it) => {
                    let mut section = MemorySection::new();
                    copy.parse_memory_section(&mut section, it.clone())?;
                    if let Some(memory) = changed.memory {
                        section.memory(memory);
                    }
                    out.section(&section);
                }
                Payload::GlobalSection(it) if !changed.exports.is_empty() => {
                    let mut section = GlobalSection::new();
                    copy.parse_global_section(&mut section, it.clone())?;
                    count_from_zero(&mut section);
                    out.section(&section);
                }
                Payload::ExportSection(it) => {
                    let mut section = ExportSection::new();
                    copy.parse_export_section(&mut section, it.clone())?;
                    for (name, kind, at) in &changed.exports {
                        section.export(name, *kind, *at);
                    }
                    out.section(&section);
                }
                Payload::CodeSectionStart { .. } => {
                    if let Some(code) = &changed.code {
                        out.section(code);
                    }
                }
                payload => {
                    if let Some((id, range)) = payload.as_section() {
                        let data = &self.source[range.start as usize..range.end as usize];
                        out.section(&RawSection { id, data });
                    }
                }
            }
        }
        Ok(out.finish())
    }
}

/// What is not as it was.
#[derive(Default)]
struct Changed {
    types: Vec<(Vec<ValType>, Vec<ValType>)>,
    functions: Vec<u32>,
    memory: Option<MemoryType>,
    /// With them comes a global, which they name.
    exports: Vec<(&'static str, ExportKind, u32)>,
    code: Option<CodeSection>,
}

/// The stretches of a function to be cut out, apart from each other.
fn plans(body: &Body<'_>, ran: &[bool]) -> Vec<Plan> {
    if ran.iter().all(|it| *it) {
        return Vec::new();
    }
    let live = Live::of(body);
    let mut plans: Vec<Plan> = Vec::new();
    for (stretch, _) in body.stretches.iter().zip(ran).filter(|(_, ran)| !**ran) {
        let end = plans.last().map_or(0, |it| it.stretch.range.end);
        if stretch.range.start >= end {
            plans.extend(Plan::of(body, &live, stretch));
        }
    }
    plans
}

/// A function without what was cut out of it.
fn shortened(body: &Body<'_>, plans: &[Plan], functions: &[u32]) -> Vec<u8> {
    if plans.is_empty() {
        return body.bytes.to_vec();
    }
    // Two more locals: where a call leads to, and the function's result.
    let mut reader = wasmparser::BinaryReader::new(body.bytes, 0);
    let groups = reader.read_var_u32().unwrap_or_default();
    let declared = reader.original_position() as usize;
    let begin = body.operators.first().map_or(0, |it| it.range.start);
    let mut out = Vec::new();
    (groups + 2).encode(&mut out);
    out.extend_from_slice(&body.bytes[declared..begin]);
    let result = body.results.first().map_or(ValType::I32, |it| crate::outline::value_type(*it));
    for kind in [ValType::I32, result] {
        1_u32.encode(&mut out);
        kind.encode(&mut out);
    }
    let told = body.locals.len() as u32;
    let mut at = 0;
    for (plan, function) in plans.iter().zip(functions) {
        let range = &plan.stretch.range;
        let kept = &body.operators[at..range.start];
        for op in kept {
            out.extend_from_slice(&body.bytes[op.range.clone()]);
        }
        plan.call(body, *function, told, told + 1, &mut out);
        at = range.end;
    }
    for op in &body.operators[at..] {
        out.extend_from_slice(&body.bytes[op.range.clone()]);
    }
    out
}
