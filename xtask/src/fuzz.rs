//! `cargo xtask fuzz`: LLVM's fuzzer over pasted texts.
//!
//! The target is built with the stable compiler: its coverage counters need no sanitizer. What was
//! found in one run is where the next one begins.

use std::fs;
use std::process::Command;

use crate::artefacts;
use crate::shell::{self, Outcome};

/// What counts the branches, as `cargo fuzz run --sanitizer none` sets it.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                        -Cllvm-args=-sanitizer-coverage-pc-table \
                        -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// Longer texts than this are slow, and reach no other branch.
const MAX_BYTES: usize = 8 << 10;

/// Fuzzes for so many seconds.
///
/// # Errors
///
/// The target does not build (it needs a C++ compiler), or a text broke a law: the last lines name
/// the file with it.
pub(crate) fn run(seconds: &str) -> Outcome {
    let seconds: u32 = seconds.parse().map_err(|_| format!("{seconds} is no number of seconds"))?;
    let place = artefacts::target_folder().join("fuzz");
    let folder = |name: &str| {
        let folder = place.join(name);
        shell::at(&folder, fs::create_dir_all(&folder)).map(|()| folder)
    };
    let (corpus, seeds, broken) = (folder("corpus")?, folder("seeds")?, folder("broken")?);
    let fuzz = shell::root().join("tests").join("fuzz");
    let host = shell::output(shell::command("rustc").args(["--print", "host-tuple"]))
        .ok_or("rustc does not say what machine this is")?;
    let cargo = |what: &str| {
        let mut cargo = shell::cargo();
        cargo.args([what, "--release", "--manifest-path"]).arg(fuzz.join("Cargo.toml"));
        cargo.arg("--target-dir").arg(place.join("build"));
        cargo
    };
    shell::run(cargo("run").args(["--quiet", "--bin", "seeds", "--"]).arg(&seeds))?;
    // With a target of its own, what runs while building is not instrumented.
    shell::run(
        cargo("build").args(["--bin", "documents", "--target", &host]).env("RUSTFLAGS", COVERAGE),
    )?;
    let program = place.join("build").join(&host).join("release").join("documents");
    let mut fuzzer = Command::new(program);
    fuzzer.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={MAX_BYTES}"));
    fuzzer.arg(format!("-dict={}", fuzz.join("documents.dict").display()));
    fuzzer.arg(format!("-artifact_prefix={}/", broken.display()));
    fuzzer.args(["-timeout=20", "-print_final_stats=1"]).arg(&corpus).arg(&seeds);
    shell::run(&mut fuzzer)
}
