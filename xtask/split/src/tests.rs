//! A module of a few functions, cut.

mod behaviour;
mod data;

use wasm_encoder::{
    CodeSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, MemorySection,
    MemoryType, NameMap, NameSection, RefType, TableSection, TableType, TypeSection, ValType,
};

use crate::data::Data;
use crate::module::Module;
use crate::write;

/// A table with room for one function.
fn table() -> TableSection {
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 1,
        maximum: Some(1),
        shared: false,
    });
    tables
}

/// A memory of one page.
fn memory() -> MemorySection {
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    memories
}

/// The import, and five functions: an exported one, what it calls of the path that is cut off, what
/// only that calls, what both call, and one that a table holds.
fn whole() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32, ValType::I64], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("./page_bg.js", "__wbg_loadRest_0123", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    for _ in 0..5 {
        functions.function(1);
    }
    let mut globals = GlobalSection::new();
    globals.global(
        GlobalType { val_type: ValType::I32, mutable: true, shared: false },
        &wasm_encoder::ConstExpr::i32_const(7),
    );
    let mut exports = ExportSection::new();
    exports.export("shown", ExportKind::Func, 1);
    let mut elements = ElementSection::new();
    let held = [5];
    elements.active(
        Some(0),
        &wasm_encoder::ConstExpr::i32_const(0),
        Elements::Functions(held.as_slice().into()),
    );
    let mut code = CodeSection::new();
    for called in [[2, 4].as_slice(), &[3], &[4], &[], &[]] {
        let mut body = Function::new([]);
        for function in called {
            body.instruction(&Instruction::LocalGet(0));
            body.instruction(&Instruction::LocalGet(1));
            body.instruction(&Instruction::Call(*function));
            body.instruction(&Instruction::Drop);
        }
        body.instruction(&Instruction::GlobalGet(0));
        body.instruction(&Instruction::End);
        code.function(&body);
    }
    let mut names = NameMap::new();
    for (at, name) in [
        (1, "page[0123456789abcdef]::shown"),
        (2, "<page[0123456789abcdef]::views::Node as yew[0123456789abcdef]::Component>::view"),
        (3, "page[0123456789abcdef]::helped"),
        (4, "page[0123456789abcdef]::shared"),
        (5, "<yew[0123456789abcdef]::Held<page[0123456789abcdef]::views::Node>>::held"),
    ] {
        names.append(at, name);
    }
    let mut name_section = NameSection::new();
    name_section.functions(&names);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions).section(&table());
    module.section(&memory()).section(&globals).section(&exports).section(&elements);
    module.section(&code).section(&name_section);
    module.finish()
}

/// That a path names it.
fn beneath(names: &[String], path: &str) -> Vec<bool> {
    names.iter().map(|it| it.trim_start_matches('<').starts_with(path)).collect()
}

#[test]
fn what_only_the_rest_calls_goes_with_it() {
    let bytes = whole();
    let module = Module::read(&bytes).unwrap();
    let views = beneath(&module.names(), "page::views");
    assert_eq!(views, [false, true, false, false, false]);
    assert_eq!(module.moved(|at| views[at]), [false, true, true, false, false]);
}

#[test]
fn both_parts_are_valid_and_fit() {
    let bytes = whole();
    let module = Module::read(&bytes).unwrap();
    let data = Data::default();
    let views = beneath(&module.names(), "page::views");
    // What a table holds can go, too.
    let moved = module.moved(|at| views[at] || at == 4);
    let parts = write::parts(&module, &data, &moved).unwrap();
    wasmparser::validate(&parts.first).unwrap();
    wasmparser::validate(&parts.rest).unwrap();
    let exported: Vec<String> = names_of(&parts.first);
    for payload in wasmparser::Parser::new(0).parse_all(&parts.rest) {
        let wasmparser::Payload::ImportSection(imports) = payload.unwrap() else { continue };
        for import in imports.into_imports() {
            let import = import.unwrap();
            assert_eq!(import.module, "first");
            assert!(exported.iter().any(|it| it == import.name), "{}", import.name);
        }
    }
    assert!(exported.iter().any(|it| it == "restIsLoaded"));
}

fn names_of(module: &[u8]) -> Vec<String> {
    let payloads = wasmparser::Parser::new(0).parse_all(module);
    let sections = payloads.filter_map(|it| match it.expect("it was written a moment ago") {
        wasmparser::Payload::ExportSection(exports) => Some(exports),
        _ => None,
    });
    sections.flatten().map(|it| it.expect("it is valid").name.to_owned()).collect()
}

#[test]
fn a_module_that_cannot_load_a_rest_is_refused() {
    let empty = wasm_encoder::Module::new().finish();
    assert!(Module::read(&empty).err().unwrap().contains("__wbg_loadRest_"));
    assert!(Module::read(b"<!doctype html>").is_err());
}
