//! Cuts a module of WebAssembly in two, so that what is seldom called need not be loaded first.
//!
//! ```text
//! pullscope-split LINKED.wasm MODULE.wasm LIST FIRST.wasm REST.wasm
//! ```
//!
//! `LIST` names the paths whose functions go to the rest, one on each line. What is only called from
//! there goes with it. In the first module each of those that is called from elsewhere becomes a stub,
//! which asks for the rest once, by the module's import `loadRest`, and then calls it through a table.
//! So every call has the same answer as before, whether the rest is there yet or not.
//!
//! Constants that only the rest reaches go with it, to the same addresses. `LINKED` says which: it is
//! what the linker made of the same functions with `--emit-relocs`, before `wasm-bindgen` changed it.
//!
//! The module must have its names: the function's path is what the list is compared with.

mod data;
mod list;
mod module;
mod segments;
#[cfg(test)]
mod tests;
mod write;

use std::process::ExitCode;
use std::{env, fs};

use data::Data;
use list::List;
use module::Module;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [linked, module, list, first, rest] = arguments.as_slice() else {
        eprintln!("usage: pullscope-split LINKED.wasm MODULE.wasm LIST FIRST.wasm REST.wasm");
        return ExitCode::FAILURE;
    };
    match split(linked, module, list, first, rest) {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn split(
    linked: &str,
    module: &str,
    list: &str,
    first: &str,
    rest: &str,
) -> Result<String, String> {
    let read = |file: &str| fs::read(file).map_err(|error| format!("{file}: {error}"));
    let write = |file: &str, bytes: &[u8]| {
        fs::write(file, bytes).map_err(|error| format!("{file}: {error}"))
    };
    let link = read(linked)?;
    let data = Data::read(&link).map_err(|error| format!("{linked}: {error}"))?;
    let bytes = read(module)?;
    let list = String::from_utf8(read(list)?).map_err(|error| format!("{list}: {error}"))?;
    let module = Module::read(&bytes).map_err(|error| format!("{module}: {error}"))?;
    let (moved, idle) = module.moved(&List::parse(&list));
    let parts = write::parts(&module, &data, &moved)?;
    write(first, &parts.first)?;
    write(rest, &parts.rest)?;
    let count = moved.iter().filter(|it| **it).count();
    let (all, stubs, constants) = (moved.len(), parts.stubs, parts.constants);
    let mut told = format!(
        "{count} of {all} functions went to the rest, {stubs} of them with a stub, and {constants} bytes"
    );
    if !idle.is_empty() {
        told += &format!("; no function is within {}", idle.join(", "));
    }
    Ok(told)
}
