//! Compares recorded answers of upstream's code with ours.
//!
//! `cargo run -q --release -p pullscope-tests --bin conformance -- FILE.jsonl…`

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: conformance FILE.jsonl…");
        return ExitCode::from(2);
    }
    let mut failed = false;
    for file in &files {
        let path = Path::new(file);
        let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
        match pullscope_tests::run_file(path) {
            Ok(report) => {
                println!("{name}: {} passed, {} failed", report.passed, report.failed);
                for difference in &report.differences {
                    println!("{difference}");
                }
                // A corpus that holds no row proves nothing.
                failed |= report.failed > 0 || report.passed == 0;
            }
            Err(error) => {
                println!("{name}: 0 passed, 1 failed");
                println!("{file}: {error}");
                failed = true;
            }
        }
    }
    ExitCode::from(u8::from(failed))
}
