//! A module with constants, as the linker writes it, cut.

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, Encode, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    Instruction, NameMap, NameSection, SymbolTable, TypeSection, ValType,
};

use super::{memory, table};
use crate::data::Data;
use crate::module::Module;
use crate::write::{self, Parts};

/// Where the constants begin.
const START: u32 = 4096;
/// Names and texts of as many bytes as it takes to go, in order; what follows is written to.
const CONSTANTS: [&str; 7] =
    ["shown by both", "shown at once", "shown later", "beyond", "behind", "table", "row"];
const SIZE: u32 = 16;

fn address(name: &str) -> u32 {
    let at = CONSTANTS.iter().position(|it| *it == name).expect("it is one of them");
    START + at as u32 * SIZE
}

/// A function `page::shown` that refers to the first two and, one byte behind it, the fourth; one
/// `page::later` that refers to the first, the third and the table; and a table that refers to the row.
fn linked() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    imports.import("./page_bg.js", "__wbg_loadRest_0123", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(0).function(0);
    let mut globals = GlobalSection::new();
    globals.global(
        GlobalType { val_type: ValType::I32, mutable: true, shared: false },
        &ConstExpr::i32_const(0),
    );
    let mut exports = ExportSection::new();
    exports.export("shown", ExportKind::Func, 1).export("later", ExportKind::Func, 2);
    let mut code = CodeSection::new();
    let mut in_code = Vec::new();
    for named in [
        [("shown by both", 0), ("shown at once", 3), ("beyond", SIZE)],
        [("shown by both", 0), ("shown later", 0), ("table", 0)],
    ] {
        let mut body = Function::new([]);
        for (name, addend) in named {
            // The number of the section's functions, and of the bytes of each, takes a byte.
            let offset = 1 + code.byte_len() as u32 + 1 + body.byte_len() as u32 + 1;
            in_code.push((4, offset, name, addend));
            body.raw([0x41].into_iter().chain(padded(address(name) + addend)));
            body.instruction(&Instruction::Drop);
        }
        body.instruction(&Instruction::End);
        code.function(&body);
    }
    let mut bytes = Vec::new();
    for name in CONSTANTS {
        bytes.extend(name.bytes().chain(std::iter::repeat(b'.')).take(SIZE as usize));
    }
    let in_bytes = (address("table") - START) as usize;
    bytes[in_bytes..][..4].copy_from_slice(&address("row").to_le_bytes());
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(START as i32), bytes.iter().copied());
    data.active(0, &ConstExpr::i32_const(START as i32 + 112), *b"this can be written to");
    // The number of segments; a kind, an address of two bytes and its instructions, a length.
    let in_data = [(5, 1 + 1 + 4 + 1 + in_bytes as u32, "row", 0)];
    let mut names = NameMap::new();
    names.append(1, "page::shown");
    names.append(2, "page::later");
    let mut name_section = NameSection::new();
    name_section.functions(&names);
    let (linking, code_relocations, data_relocations) =
        (linking(), relocations(7, &in_code), relocations(8, &in_data));
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&table());
    module.section(&memory()).section(&globals).section(&exports).section(&code).section(&data);
    for (name, bytes) in
        [("linking", linking), ("reloc.CODE", code_relocations), ("reloc.DATA", data_relocations)]
    {
        module.section(&CustomSection { name: name.into(), data: bytes.into() });
    }
    module.section(&name_section);
    module.finish()
}

fn padded(number: u32) -> [u8; 5] {
    std::array::from_fn(|at| (number >> (7 * at)) as u8 & 0x7f | if at < 4 { 0x80 } else { 0 })
}

fn linking() -> Vec<u8> {
    let mut segments = Vec::new();
    2_u32.encode(&mut segments);
    for name in [".rodata", ".data"] {
        name.encode(&mut segments);
        segments.extend([0, 0]);
    }
    let mut symbols = SymbolTable::new();
    for (at, name) in (0..).zip(CONSTANTS) {
        let place = wasm_encoder::DataSymbolDefinition { index: 0, offset: at * SIZE, size: SIZE };
        symbols.data(0, name, Some(place));
    }
    let place = wasm_encoder::DataSymbolDefinition { index: 1, offset: 0, size: 22 };
    symbols.data(0, "written", Some(place));
    let mut whole = wasm_encoder::LinkingSection::new();
    whole.symbol_table(&symbols);
    // The encoder knows no names of segments: they stand before what it wrote, behind its version.
    let mut section = Vec::new();
    whole.encode(&mut section);
    let text = "linking".len() + 1;
    let begin = section.windows(text).position(|it| &it[1..] == b"linking").expect("it has a name");
    let mut out = vec![section[begin + text], 5];
    segments.encode(&mut out);
    out.extend(&section[begin + text + 1..]);
    out
}

fn relocations(section: u32, all: &[(u8, u32, &str, u32)]) -> Vec<u8> {
    let mut out = Vec::new();
    section.encode(&mut out);
    (all.len() as u32).encode(&mut out);
    for (kind, offset, name, addend) in all {
        out.push(*kind);
        offset.encode(&mut out);
        ((address(name) - START) / SIZE).encode(&mut out);
        (*addend as i32).encode(&mut out);
    }
    out
}

fn cut(path: &str) -> Parts {
    let bytes = linked();
    let module = Module::read(&bytes).expect("it is one");
    let data = Data::read(&bytes).expect("it was linked with relocations");
    let names = module.names();
    let moved = module.moved(|at| names[at] == path);
    let parts = write::parts(&module, &data, &moved).expect("it can be cut");
    wasmparser::validate(&parts.first).expect("the first part is valid");
    wasmparser::validate(&parts.rest).expect("the rest is valid");
    parts
}

/// What a module puts where.
fn segments(module: &[u8]) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        let wasmparser::Payload::DataSection(section) = payload.expect("it is valid") else {
            continue;
        };
        for segment in section {
            let segment = segment.expect("it is valid");
            let address = crate::data::address(&segment.kind).expect("it has one");
            found.push((address, String::from_utf8_lossy(segment.data).into_owned()));
        }
    }
    found
}

#[test]
fn what_only_the_rest_reaches_goes_with_it() {
    let parts = cut("page::later");
    assert_eq!(parts.constants, 3 * SIZE as usize);
    let first = segments(&parts.first);
    assert_eq!(
        first,
        [
            (START, "shown by both...shown at once...".to_owned()),
            // The number that is behind the one is that of the other.
            (address("beyond"), "beyond..........behind..........".to_owned()),
            (START + 112, "this can be written to".to_owned()),
        ]
    );
    let rest = segments(&parts.rest);
    assert_eq!(rest.len(), 2);
    assert_eq!(rest[0], (address("shown later"), "shown later.....".to_owned()));
    // The table, and the row, which only the table refers to.
    assert_eq!(rest[1].0, address("table"));
    assert!(rest[1].1.ends_with("row............."), "{rest:?}");
    let customs = wasmparser::Parser::new(0).parse_all(&parts.first).filter_map(|it| match it {
        Ok(wasmparser::Payload::CustomSection(custom)) => Some(custom.name()),
        _ => None,
    });
    assert_eq!(customs.collect::<Vec<_>>(), ["name"]);
}

#[test]
fn what_a_function_that_stays_reaches_stays() {
    let parts = cut("page::none");
    assert_eq!(parts.constants, 0);
    assert_eq!(segments(&parts.rest), []);
    let parts = cut("page::shown");
    let first = segments(&parts.first);
    assert!(first.iter().any(|(_, text)| text.starts_with("shown later")), "{first:?}");
    assert!(first.iter().all(|(_, text)| !text.contains("shown at once")), "{first:?}");
}

#[test]
fn what_the_linker_wrote_of_another_module_is_refused() {
    let bytes = linked();
    let change = |from: &str, to: &str| {
        let at = bytes.windows(from.len()).position(|it| it == from.as_bytes());
        let mut bytes = bytes.clone();
        bytes[at.expect("it is there")..][..to.len()].copy_from_slice(to.as_bytes());
        bytes
    };
    let other = change("reloc.CODE", "other.CODE");
    assert!(Data::read(&other).err().unwrap().contains("--emit-relocs"));

    let other = change("shown later", "never shown");
    let (module, data) = (Module::read(&bytes).unwrap(), Data::read(&other).unwrap());
    let parts = write::parts(&module, &data, &[false, true]);
    assert_eq!(parts.err().unwrap(), "the linker made another module");

    // Its functions hold other numbers.
    let number = padded(address("shown later"));
    let at = bytes.windows(5).position(|it| it == number).unwrap();
    let mut other = bytes.clone();
    other[at] ^= 1;
    assert!(Data::read(&other).err().unwrap().contains("another module"));
}
