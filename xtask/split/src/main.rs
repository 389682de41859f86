//! Cuts a module of WebAssembly in two, so that what is seldom called need not be loaded first.
//!
//! ```text
//! pullscope-split trace MODULE.wasm TRACED.wasm
//! pullscope-split profile MODULE.wasm TRACE PROFILE
//! pullscope-split cut LINKED.wasm MODULE.wasm PROFILE FIRST.wasm REST.wasm
//! ```
//!
//! The traced module notes, in a memory that it exports as `trace`, which of its functions ran, and which
//! of their stretches; `TRACE` is what that memory holds in the end, and `PROFILE` says it of functions
//! by their names, so that it holds for another build, too, as far as that has the same functions.
//!
//! What never ran goes to the rest: whole functions, stretches of others, and what is only called from
//! there. In the first module each of those that is called becomes a stub, which asks for the rest once,
//! by the module's import `loadRest`, and then calls it through a table. So every call has the same
//! answer as before, whether the rest is there yet or not. What the profile does not know stays,
//! unless it stands beside what never ran.
//!
//! Constants that only the rest reaches go with it, to the same addresses. `LINKED` says which: it is
//! what the linker made of the same functions with `--emit-relocs`, before `wasm-bindgen` changed it.
//!
//! The module must have the names of its functions.

mod body;
mod data;
mod kin;
mod live;
mod module;
mod outline;
mod profile;
mod segments;
#[cfg(test)]
mod tests;
mod whole;
mod write;

use std::process::ExitCode;
use std::{env, fs};

use data::Data;
use module::Module;
use profile::Profile;
use whole::Whole;

const USAGE: &str = "\
usage: pullscope-split trace MODULE.wasm TRACED.wasm
       pullscope-split profile MODULE.wasm TRACE PROFILE
       pullscope-split cut LINKED.wasm MODULE.wasm PROFILE FIRST.wasm REST.wasm";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["trace", module, traced] => trace(module, traced),
        ["profile", module, trace, profile] => note(module, trace, profile),
        ["cut", linked, module, profile, first, rest] => cut(linked, module, profile, first, rest),
        _ => Err(USAGE.to_owned()),
    };
    match done {
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

fn trace(module: &str, traced: &str) -> Result<String, String> {
    let bytes = read(module)?;
    let whole = Whole::read(&bytes).map_err(|error| format!("{module}: {error}"))?;
    write(traced, &whole.traced()?)?;
    Ok(format!("{} functions are traced", whole.bodies.len()))
}

fn note(module: &str, trace: &str, profile: &str) -> Result<String, String> {
    let bytes = read(module)?;
    let whole = Whole::read(&bytes).map_err(|error| format!("{module}: {error}"))?;
    let names = Module::read(&bytes).map_err(|error| format!("{module}: {error}"))?.names();
    let noted = Profile::of(&whole.bodies, &names, &read(trace)?);
    write(profile, noted.text().as_bytes())?;
    let ran = names.iter().filter(|name| !noted.is_idle(name)).count();
    Ok(format!("{ran} of {} functions ran", names.len()))
}

fn cut(
    linked: &str,
    module: &str,
    profile: &str,
    first: &str,
    rest: &str,
) -> Result<String, String> {
    let link = read(linked)?;
    let data = Data::read(&link).map_err(|error| format!("{linked}: {error}"))?;
    let text = String::from_utf8(read(profile)?).map_err(|error| format!("{profile}: {error}"))?;
    let known = Profile::parse(&text).map_err(|line| format!("{profile}: line {line} is none"))?;
    let bytes = read(module)?;
    let problem = |error: String| format!("{module}: {error}");
    let names = Module::read(&bytes).map_err(problem)?.names();
    let outlined = Whole::read(&bytes).map_err(problem)?.outlined(&known, &names)?;
    let cut = Module::read(&outlined).map_err(problem)?;
    let idle = kin::idle(&names, &known);
    let moved = cut.moved(|at| idle.get(at).is_none_or(|it| *it));
    let parts = write::parts(&cut, &data, &moved)?;
    write(first, &parts.first)?;
    write(rest, &parts.rest)?;
    let (all, stretches) = (names.len(), moved.len() - names.len());
    let functions = moved.iter().filter(|it| **it).count() - stretches;
    let constants = parts.constants;
    Ok(format!(
        "{functions} of {all} functions went to the rest, {stretches} stretches of others, and \
         {constants} bytes of constants"
    ))
}

fn read(file: &str) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{file}: {error}"))
}

fn write(file: &str, bytes: &[u8]) -> Result<(), String> {
    fs::write(file, bytes).map_err(|error| format!("{file}: {error}"))
}
