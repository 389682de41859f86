//! The two modules.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    Instruction, RawSection, RefType, SectionId, TableSection, TableType, TypeSection, ValType,
};
use wasmparser::{Payload, TypeRef};

use crate::data::Data;
use crate::module::Module;
use crate::segments::Segments;

/// What the rest imports the first module's things from.
const FIRST: &str = "first";
/// The exports of the first module that JavaScript sets.
const IS_LOADED: &str = "restIsLoaded";

/// Both modules.
pub(crate) struct Parts {
    pub(crate) first: Vec<u8>,
    pub(crate) rest: Vec<u8>,
    /// How many bytes of constants went to the rest.
    pub(crate) constants: usize,
}

/// One more global, which can be set and is 0 at first.
pub(crate) fn count_from_zero(globals: &mut GlobalSection) {
    let global = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(global, &ConstExpr::i32_const(0));
}

/// The functions of the rest that the first module calls, and those of its own that the rest calls.
struct Borders {
    /// By the number of the body: the place in the table.
    entries: Vec<Option<u32>>,
    /// In order.
    entered: Vec<u32>,
    /// Functions of the first module, in order.
    asked: Vec<u32>,
    tables: u32,
    globals: u32,
}

impl Borders {
    fn of(module: &Module<'_>, moved: &[bool]) -> Result<Self, String> {
        let mut is_entered = vec![false; moved.len()];
        let mut is_asked = vec![false; module.types.len()];
        for (caller, calls) in module.calls.iter().enumerate() {
            for &called in calls {
                let body = called.checked_sub(module.imported).map(|it| it as usize);
                match (moved[caller], body.is_some_and(|it| moved[it])) {
                    (false, true) => is_entered[body.unwrap_or_default()] = true,
                    (true, false) => is_asked[called as usize] = true,
                    _ => {}
                }
            }
        }
        for (at, is_entered) in is_entered.iter_mut().enumerate() {
            *is_entered |= moved[at] && module.is_open[module.imported as usize + at];
        }
        let numbers = |of: &[bool]| -> Vec<u32> {
            (0..).zip(of).filter(|(_, it)| **it).map(|(at, _)| at).collect()
        };
        let entered = numbers(&is_entered);
        let mut entries = vec![None; moved.len()];
        for (slot, at) in (0..).zip(&entered) {
            entries[*at as usize] = Some(slot);
        }
        let (mut tables, mut globals) = (0, 0);
        for payload in &module.payloads {
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        match import.map_err(|error| error.to_string())?.ty {
                            TypeRef::Func(_) => {}
                            _ => return Err("only functions may be imported".to_owned()),
                        }
                    }
                }
                Payload::TableSection(section) => tables += section.count(),
                Payload::GlobalSection(section) => globals += section.count(),
                _ => {}
            }
        }
        Ok(Self { entries, entered, asked: numbers(&is_asked), tables, globals })
    }
}

/// Numbers of functions as they are in the rest.
struct Renumber {
    map: Vec<u32>,
}

impl Reencode for Renumber {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.map[function as usize])
    }
}

/// Cuts a module.
///
/// # Errors
///
/// It has something that no module of `wasm-bindgen` has.
pub(crate) fn parts(module: &Module<'_>, data: &Data<'_>, moved: &[bool]) -> Result<Parts, String> {
    let borders = Borders::of(module, moved)?;
    let stays = module.numbers.iter().zip(moved).filter(|(_, moved)| !**moved);
    let constants = data.moved(stays.flat_map(|(numbers, _)| numbers.iter().copied()));
    let segments = Segments::of(module, data, &constants)?;
    Ok(Parts {
        first: first(module, moved, &borders, &segments).map_err(|error| error.to_string())?,
        rest: rest(module, moved, &borders, &segments).map_err(|error| error.to_string())?,
        constants: constants.iter().map(ExactSizeIterator::len).sum(),
    })
}

type Written<T> = Result<T, Error<Infallible>>;

fn first(
    module: &Module<'_>,
    moved: &[bool],
    borders: &Borders,
    segments: &Segments<'_>,
) -> Written<Vec<u8>> {
    let copy = &mut RoundtripReencoder;
    let mut out = wasm_encoder::Module::new();
    let ensure = module.types.len() as u32;
    let ensure_type = module.types[module.loader as usize];
    let (table, global) = (borders.tables, borders.globals);
    let source = module.source;
    for payload in &module.payloads {
        let raw = |id: SectionId, range: &std::ops::Range<u64>| RawSection {
            id: id.into(),
            data: &source[range.start as usize..range.end as usize],
        };
        match payload {
            Payload::TypeSection(it) => {
                out.section(&raw(SectionId::Type, &it.range()));
            }
            Payload::ImportSection(it) => {
                out.section(&raw(SectionId::Import, &it.range()));
            }
            Payload::FunctionSection(it) => {
                let mut section = FunctionSection::new();
                copy.parse_function_section(&mut section, it.clone())?;
                section.function(ensure_type);
                out.section(&section);
            }
            Payload::TableSection(it) => {
                let mut section = TableSection::new();
                copy.parse_table_section(&mut section, it.clone())?;
                section.table(slots(borders));
                out.section(&section);
            }
            Payload::MemorySection(it) => {
                out.section(&raw(SectionId::Memory, &it.range()));
            }
            Payload::GlobalSection(it) => {
                let mut section = GlobalSection::new();
                copy.parse_global_section(&mut section, it.clone())?;
                count_from_zero(&mut section);
                out.section(&section);
            }
            Payload::ExportSection(it) => {
                let mut section = ExportSection::new();
                copy.parse_export_section(&mut section, it.clone())?;
                section.export(IS_LOADED, ExportKind::Global, global);
                for at in 0..=table {
                    section.export(&short('t', at), ExportKind::Table, at);
                }
                for at in 0..global {
                    section.export(&short('g', at), ExportKind::Global, at);
                }
                section.export("m", ExportKind::Memory, 0);
                for at in &borders.asked {
                    section.export(&short('f', *at), ExportKind::Func, *at);
                }
                out.section(&section);
            }
            Payload::StartSection { range, .. } => {
                out.section(&raw(SectionId::Start, range));
            }
            Payload::ElementSection(it) => {
                out.section(&raw(SectionId::Element, &it.range()));
            }
            Payload::DataCountSection { .. } => {
                out.section(&DataCountSection { count: segments.first.len() as u32 });
            }
            Payload::CodeSectionStart { .. } => {
                let mut section = CodeSection::new();
                for (at, body) in module.bodies.iter().enumerate() {
                    match (moved[at], borders.entries[at]) {
                        (false, _) => {
                            section.raw(body.as_bytes());
                        }
                        (true, Some(slot)) => {
                            let kind = module.types[module.imported as usize + at];
                            section.function(&stub(
                                ensure,
                                module.parameters(kind),
                                slot,
                                kind,
                                table,
                            ));
                        }
                        (true, None) => {
                            let mut nothing = Function::new([]);
                            nothing.instruction(&Instruction::Unreachable);
                            nothing.instruction(&Instruction::End);
                            section.function(&nothing);
                        }
                    }
                }
                section.function(&ensured(module.loader, global));
                out.section(&section);
            }
            Payload::DataSection(_) => {
                out.section(&section_of(&segments.first));
            }
            // The functions keep their numbers, so that their names hold.
            Payload::CustomSection(it) if !is_of_linker(it.name()) => {
                out.section(&raw(SectionId::Custom, &it.range()));
            }
            _ => {}
        }
    }
    Ok(out.finish())
}

fn rest(
    module: &Module<'_>,
    moved: &[bool],
    borders: &Borders,
    segments: &Segments<'_>,
) -> Written<Vec<u8>> {
    let copy = &mut RoundtripReencoder;
    let mut out = wasm_encoder::Module::new();
    let mut types = TypeSection::new();
    let mut imports = ImportSection::new();
    for payload in &module.payloads {
        match payload {
            Payload::TypeSection(it) => copy.parse_type_section(&mut types, it.clone())?,
            Payload::TableSection(it) => {
                for (at, table) in (0..).zip(it.clone()) {
                    let kind = copy.table_type(table?.ty)?;
                    imports.import(FIRST, &short('t', at), kind);
                }
                imports.import(FIRST, &short('t', borders.tables), slots(borders));
            }
            Payload::MemorySection(it) => {
                for memory in it.clone() {
                    imports.import(FIRST, "m", EntityType::Memory(copy.memory_type(memory?)?));
                }
            }
            Payload::GlobalSection(it) => {
                for (at, global) in (0..).zip(it.clone()) {
                    let kind = copy.global_type(global?.ty)?;
                    imports.import(FIRST, &short('g', at), kind);
                }
            }
            _ => {}
        }
    }
    let mut map = vec![u32::MAX; module.types.len()];
    for (number, at) in (0..).zip(&borders.asked) {
        let kind = module.types[*at as usize];
        imports.import(FIRST, &short('f', *at), EntityType::Function(kind));
        map[*at as usize] = number;
    }
    let mut functions = FunctionSection::new();
    let here = (0..module.bodies.len()).filter(|at| moved[*at]);
    for (number, at) in (borders.asked.len() as u32..).zip(here.clone()) {
        let function = module.imported as usize + at;
        functions.function(module.types[function]);
        map[function] = number;
    }
    let entered: Vec<u32> =
        borders.entered.iter().map(|at| map[module.imported as usize + *at as usize]).collect();
    let mut elements = ElementSection::new();
    elements.active(
        Some(borders.tables),
        &ConstExpr::i32_const(0),
        Elements::Functions(entered.into()),
    );
    let mut code = CodeSection::new();
    let mut renumber = Renumber { map };
    for at in here {
        renumber.parse_function_body(&mut code, module.bodies[at].clone())?;
    }
    out.section(&types).section(&imports).section(&functions).section(&elements);
    out.section(&code).section(&section_of(&segments.rest));
    Ok(out.finish())
}

/// The table through which the first module calls the rest.
fn slots(borders: &Borders) -> TableType {
    let count = borders.entered.len() as u64;
    TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: count,
        maximum: Some(count),
        shared: false,
    }
}

/// What stands for a function of the rest: asks for the rest, and calls it.
fn stub(ensure: u32, parameters: u32, slot: u32, kind: u32, table: u32) -> Function {
    let mut body = Function::new([]);
    body.instruction(&Instruction::Call(ensure));
    for at in 0..parameters {
        body.instruction(&Instruction::LocalGet(at));
    }
    body.instruction(&Instruction::I32Const(slot as i32));
    body.instruction(&Instruction::CallIndirect { type_index: kind, table_index: table });
    body.instruction(&Instruction::End);
    body
}

/// Loads the rest, unless it is there.
fn ensured(loader: u32, global: u32) -> Function {
    let mut body = Function::new([]);
    body.instruction(&Instruction::GlobalGet(global));
    body.instruction(&Instruction::I32Eqz);
    body.instruction(&Instruction::If(wasm_encoder::BlockType::Empty));
    body.instruction(&Instruction::Call(loader));
    body.instruction(&Instruction::End);
    body.instruction(&Instruction::End);
    body
}

fn section_of(segments: &[(u32, &[u8])]) -> DataSection {
    let mut section = DataSection::new();
    for (address, bytes) in segments {
        section.active(0, &ConstExpr::i32_const(*address as i32), bytes.iter().copied());
    }
    section
}

/// What the linker wrote of itself, which does not hold any more.
fn is_of_linker(name: &str) -> bool {
    name == "linking" || name.starts_with("reloc.")
}

/// A name that takes few bytes.
fn short(kind: char, number: u32) -> String {
    format!("{kind}{number:x}")
}
