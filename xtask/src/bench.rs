//! `cargo xtask bench`: the speed table.

use std::path::PathBuf;

use crate::artefacts;
use crate::shell::{self, Outcome};

/// Runs the benchmark, beside the Go program when Go is installed.
///
/// # Errors
///
/// The benchmark or the Go program does not build, or a bar is missed.
pub(crate) fn run() -> Outcome {
    let mut bench = shell::cargo();
    bench.args(["run", "--release", "--package", "pullscope-tests", "--features", "bench"]);
    bench.args(["--bin", "bench"]);
    if let Some(oracle) = oracle()? {
        bench.env("PULLSCOPE_ORACLE", oracle);
    }
    shell::run(&mut bench)
}

/// The program that answers with upstream's own Go code, built; nothing when Go is missing.
fn oracle() -> Outcome<Option<PathBuf>> {
    let Some(go) = shell::find(&["go"]) else {
        println!("Go is not installed: the table comes without Kubernetes' own code");
        return Ok(None);
    };
    let oracle = artefacts::target_folder()
        .join("oracle")
        .join(format!("oracle{}", std::env::consts::EXE_SUFFIX));
    let source = shell::root().join("tests").join("oracle");
    println!("Building the Go program: it is what the table compares with");
    let arguments = ["build", "-o"];
    shell::run(shell::command(go).args(arguments).arg(&oracle).arg(".").current_dir(source))?;
    Ok(Some(oracle))
}
