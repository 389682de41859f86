//! `cargo xtask policy`: the admission policy as it is deployed, checked, with its checksum.

use std::fs;
use std::path::{Path, PathBuf};

use crate::artefacts;
use crate::module;
use crate::shell::{self, Outcome};
use crate::tools::{self, Target};

/// The cargo profile of the policy, which is small before it is fast.
const PROFILE: &str = "policy";

/// The largest that the module may be, in bytes. Each node of the policy server loads it, and what
/// it compiles is kept in memory.
const MAX_SIZE: usize = 200_000;

/// What the module gives: its memory, and the function that answers. There is nothing to initialize.
const EXPORTS: [&str; 2] = ["__guest_call", "memory"];

/// The policy as it is deployed.
pub(crate) fn file() -> PathBuf {
    shell::root().join("out").join("policy.wasm")
}

/// Builds the policy, says what it consists of, and writes its checksum beside it.
///
/// # Errors
///
/// As [`build`].
pub(crate) fn run() -> Outcome {
    build()?;
    let (file, sum) = (file(), sum_file());
    let bytes = shell::at(&file, fs::read(&file))?;
    let imports: Vec<String> = check(&bytes)?.imports.into_iter().map(|it| it.1).collect();
    println!("{}: {} bytes, of at most {MAX_SIZE}", shown(&file), bytes.len());
    println!("imports of wapc: {}", imports.join(", "));
    println!("exports: {}", EXPORTS.join(", "));
    print!("{}: {}", shown(&sum), shell::at(&sum, fs::read_to_string(&sum))?);
    println!("next: kwctl annotate, as README.md shows");
    Ok(())
}

/// Builds the policy: compiled, optimized, checked, and with a checksum that `sha256sum --check`
/// reads.
///
/// # Errors
///
/// A tool is missing and cannot be installed, the policy does not build, it is too large, or it
/// imports or exports anything else than the host and the guest of waPC.
pub(crate) fn build() -> Outcome {
    let built = artefacts::module(Target::Policy, PROFILE)?;
    let file = file();
    if !artefacts::is_newer(&file, &built) || !sum_file().is_file() {
        // A module that fails its checks must not be taken for one that passed.
        let unchecked = built.with_extension("unchecked.wasm");
        let more = ["--converge", "--strip-debug", "--strip-target-features", "--const-hoisting"];
        artefacts::optimize(&built, &unchecked, &more)?;
        check(&shell::at(&unchecked, fs::read(&unchecked))?)?;
        if let Some(folder) = file.parent() {
            shell::at(folder, fs::create_dir_all(folder))?;
        }
        shell::at(&file, fs::copy(&unchecked, &file))?;
        let sum = sum_file();
        shell::at(&sum, fs::write(&sum, format!("{}  policy.wasm\n", sha256(&file)?)))?;
    }
    Ok(())
}

/// Annotates the policy and runs `wasm/e2e.bats`, where `kwctl` and `bats` are installed.
///
/// # Errors
///
/// `kwctl` does not take the metadata, or a test fails.
pub(crate) fn in_kwctl() -> Outcome {
    let (Some(kwctl), Some(bats)) = (shell::find(&["kwctl"]), shell::find(&["bats"])) else {
        println!(
            "kwctl or bats is not installed: the step \"native\" puts the same requests to the engine"
        );
        return Ok(());
    };
    let (file, crate_folder) = (file(), shell::root().join("wasm"));
    shell::run(
        shell::command(kwctl)
            .args(["annotate", "--metadata-path"])
            .arg(crate_folder.join("metadata.yml"))
            .arg("--usage-path")
            .arg(crate_folder.join("README.md"))
            .arg("--output-path")
            .arg(file.with_file_name("annotated-policy.wasm"))
            .arg(&file),
    )?;
    shell::run(shell::command(bats).arg(crate_folder.join("e2e.bats")))
}

fn sum_file() -> PathBuf {
    file().with_extension("wasm.sha256")
}

fn shown(file: &Path) -> String {
    file.strip_prefix(shell::root()).unwrap_or(file).display().to_string()
}

/// Whether the module is small enough, and speaks with nobody but a waPC host.
///
/// The policy server loads no module with an import that it does not know. It knows those of WASI;
/// but a policy that has them could write to its host's output, and would read clock and environment
/// at its start.
fn check(bytes: &[u8]) -> Outcome<module::Interface> {
    let interface = module::interface(bytes)?;
    if let Some((from, name)) = interface.imports.iter().find(|it| it.0 != "wapc") {
        return Err(format!("the policy imports {name} of {from}; only wapc may be imported"));
    }
    let mut exports = interface.exports.clone();
    exports.sort();
    if exports != EXPORTS {
        return Err(format!(
            "the policy exports {}; it has to be {}",
            exports.join(", "),
            EXPORTS.join(", ")
        ));
    }
    if bytes.len() > MAX_SIZE {
        return Err(format!(
            "the policy has {} bytes, more than {MAX_SIZE}; `wasm-opt --metrics` and the names in \
             the module before it is optimized say where they are",
            bytes.len()
        ));
    }
    Ok(interface)
}

/// Node.js has SHA-256 built in, as it has brotli, which spares this program a dependency.
fn sha256(file: &Path) -> Outcome<String> {
    const SCRIPT: &str = "console.log(require('crypto').createHash('sha256')
        .update(require('fs').readFileSync(process.argv[1])).digest('hex'))";
    shell::output(tools::node()?.args(["-e", SCRIPT]).arg(file))
        .filter(|it| it.len() == 64)
        .ok_or_else(|| format!("Node.js could not read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of these imports and exports, filled up to `size` bytes.
    fn module(imports: &[(&str, &str)], exports: &[&str], size: usize) -> Vec<u8> {
        let text = |it: &str| [&[it.len() as u8][..], it.as_bytes()].concat();
        let section = |id: u8, content: Vec<u8>| {
            let length = content.len();
            let length =
                [(length & 127) as u8 | 128, (length >> 7 & 127) as u8 | 128, (length >> 14) as u8];
            [&[id][..], &length, &content].concat()
        };
        let list = |items: Vec<Vec<u8>>| [vec![items.len() as u8], items.concat()].concat();
        let import = |it: &(&str, &str)| [text(it.0), text(it.1), vec![0, 0]].concat();
        let export = |it: &&str| [text(it), vec![0, 0]].concat();
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend(section(2, list(imports.iter().map(import).collect())));
        bytes.extend(section(7, list(exports.iter().map(export).collect())));
        let rest = size.saturating_sub(bytes.len() + 4);
        bytes.extend(section(11, vec![0; rest]));
        bytes
    }

    #[test]
    fn a_policy_of_two_exports_and_imports_of_wapc_passes() {
        let good = module(&[("wapc", "__guest_request")], &["memory", "__guest_call"], 200_000);
        assert_eq!(good.len(), MAX_SIZE);
        let interface = check(&good).unwrap();
        assert_eq!(interface.imports, [("wapc".to_owned(), "__guest_request".to_owned())]);
    }

    #[test]
    fn a_policy_that_is_too_large_or_speaks_with_others_does_not() {
        let exports = ["memory", "__guest_call"];
        for (bad, reason) in [
            (module(&[("wapc", "a")], &exports, 200_001), "has 200001 bytes"),
            (module(&[("wasi_snapshot_preview1", "fd_write")], &exports, 0), "imports fd_write"),
            (module(&[], &["memory"], 0), "exports memory; it has to be __guest_call, memory"),
            (module(&[], &["memory", "__guest_call", "_start"], 0), "exports __guest_call, _start"),
            (b"<html>".to_vec(), "no WebAssembly module"),
        ] {
            let error = check(&bad).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}
