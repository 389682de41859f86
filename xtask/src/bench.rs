//! `cargo xtask bench`: the speed table.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::artefacts;
use crate::browser;
use crate::policy;
use crate::shell::{self, Outcome};
use crate::tools;

/// The Pods of the text that the browser is timed with: about 200 kB.
const PODS: &str = "150";

/// The Go programs that the benchmark asks: the variable that names each, and its folder.
const ORACLES: [(&str, &str); 2] =
    [("PULLSCOPE_ORACLE", "oracle"), ("PULLSCOPE_ORACLE_REGISTRIES", "oracle-registries")];

/// Runs the benchmark, beside the Go programs when Go is installed, then the policy in its engine, and
/// the module and the page in Chromium.
///
/// # Errors
///
/// A part does not build, there is no browser, or a bar is missed.
pub(crate) fn run() -> Outcome {
    let mut native = bench();
    if let Some(go) = shell::find(&["go"]) {
        println!("Building the Go programs: they are what the table compares with");
        for (variable, folder) in ORACLES {
            native.env(variable, oracle(&go, folder)?);
        }
    } else {
        println!("Go is not installed: the table comes without upstream's own code");
    }
    let native = shell::run(&mut native);
    // All tables are shown, whatever the first one misses.
    let policy = in_policy_server();
    in_browser().and(page_in_browser()).and(native).and(policy)
}

fn bench() -> Command {
    let mut bench = shell::cargo();
    bench.args(["run", "--release", "--package", "pullscope-tests", "--features", "bench"]);
    bench.args(["--bin", "bench"]);
    bench
}

/// Times the built policy in the engine of the policy server.
fn in_policy_server() -> Outcome {
    policy::build()?;
    let mut bench = shell::cargo();
    bench.args(["bench", "--profile", "host", "--package", "pullscope-tests", "--bench", "policy"]);
    shell::run(bench.env("PULLSCOPE_POLICY", policy::file()))
}

/// Times the built module over the same text, and typing in the built page.
fn in_browser() -> Outcome {
    artefacts::package()?;
    artefacts::page()?;
    let tests = shell::root().join("tests").join("browser");
    tools::npm_packages(&tests, "they drive the browser")?;
    let text = artefacts::target_folder().join("pods.yaml");
    let made = shell::at(&text, File::create(&text))?;
    shell::run(bench().args(["--", "pods", PODS]).stdout(made))?;
    let chromium = browser::chromium()?;
    let timed = |name: &str| {
        let input = shell::at(&text, File::open(&text))?;
        shell::run(
            tools::node()?
                .arg(tests.join(name))
                .env("PULLSCOPE_PACKAGE", artefacts::package_folder())
                .env("PULLSCOPE_PAGE", artefacts::page_folder())
                .env("CHROME", &chromium)
                .stdin(input),
        )
    };
    let diagnosis = timed("diagnosis.bench.mjs");
    timed("typing.bench.mjs").and(diagnosis)
}

/// Measures the built page: sizes, times, requests, and what axe-core and Lighthouse say of it.
fn page_in_browser() -> Outcome {
    artefacts::page()?;
    let measure = |folder: &str, program: &str, why: &str| {
        let tests = shell::root().join("tests").join(folder);
        tools::npm_packages(&tests, why)?;
        shell::run(
            tools::node()?
                .arg(tests.join(program))
                .env("PULLSCOPE_PAGE", artefacts::page_folder())
                .env("CHROME", browser::chromium()?),
        )
    };
    let page = measure("browser", "page.bench.mjs", "they drive the browser");
    let dump = measure("browser", "dump.bench.mjs", "they drive the browser");
    let told = measure("lighthouse", "lighthouse.bench.mjs", "they judge the page");
    page.and(dump).and(told)
}

/// A program that answers with upstream's own Go code, built.
fn oracle(go: &Path, folder: &str) -> Outcome<PathBuf> {
    let oracle = artefacts::target_folder()
        .join("oracle")
        .join(format!("{folder}{}", std::env::consts::EXE_SUFFIX));
    let source = shell::root().join("tests").join(folder);
    let arguments = ["build", "-o"];
    shell::run(shell::command(go).args(arguments).arg(&oracle).arg(".").current_dir(source))?;
    Ok(oracle)
}
