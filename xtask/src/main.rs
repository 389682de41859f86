//! `cargo xtask …`: the commands that build, serve and test Pullscope.
//!
//! Each command gets what it needs first (targets, tools, a browser), saying what and why, then does
//! its work. Tools live in a cache of their own ([`tools`]); nothing is installed into the user's
//! cargo or npm folders.

mod artefacts;
mod bench;
mod browser;
mod fuzz;
mod lockfile;
mod module;
mod offline;
mod policy;
mod profile;
mod screenshots;
mod serve;
mod shell;
mod sizes;
mod steps;
mod test;
mod tools;

use std::process::ExitCode;

use shell::Outcome;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port N] [--release]   build the playground and serve it on 127.0.0.1 (default port 8080)
  test [--only STEP]             everything CI runs after formatting, lints and documentation
  build [page|policy|package]    the release artefacts, in out/, with their sizes, or one of them
  policy                         only the admission policy, out/policy.wasm, checked, with its checksum
  setup                          install what the other commands need, and nothing else
  fuzz [SECONDS]                 look for a pasted text that breaks a law (default 600 seconds)
  profile                        note what an ordinary visit runs, by which the page is loaded in two
  messages [LANGUAGE=FILE]…      what the page's message files lack, and more translations put into them
  screenshots                    every view of the page as a picture, in out/screenshots/
  bench                          the speed table, beside the Go program when Go is installed

environment: PULLSCOPE_TOOLS (where tools are kept), CHROME, CHROMEDRIVER (paths of programs)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Outcome<ExitCode> {
    let done = |()| ExitCode::SUCCESS;
    match arguments {
        ["serve", options @ ..] => serve::run(&serve::Options::parse(options)?).map(done),
        ["test"] => test::run(None),
        ["test", "--only", step] => test::run(Some(step)),
        ["build"] => artefacts::all().map(done),
        ["build", one] => artefacts::one(one).map(done),
        ["policy"] => policy::run().map(done),
        ["setup"] => setup().map(done),
        ["fuzz"] => fuzz::run("600").map(done),
        ["fuzz", seconds] => fuzz::run(seconds).map(done),
        ["messages", files @ ..] => test::messages(files).map(done),
        ["bench"] => bench::run().map(done),
        ["profile"] => profile::run().map(done),
        ["screenshots"] => screenshots::run().map(done),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("cannot read `{}`\n\n{USAGE}", other.join(" "))),
    }
}

/// Installs everything that `serve`, `build` and `test` need.
fn setup() -> Outcome {
    tools::Target::Page.ensure()?;
    tools::Target::Policy.ensure()?;
    tools::trunk()?;
    tools::wasm_bindgen()?;
    tools::wasm_opt()?;
    tools::parts()?;
    browser::chromium()?;
    browser::driver()?;
    Ok(())
}
