//! Compares recorded answers of upstream's code with ours, and cases with what is found in them.
//!
//! `cargo run -q --release -p pullscope-tests --bin conformance -- FILE.jsonl… FILE.case… FOLDER…`
//!
//! The word `catalogue` in place of a file compares codes, pages, sources and cases with each other.
//! With `PULLSCOPE_BLESS=1`, a case that fails is given the answer as what it expects.

use std::path::Path;
use std::process::ExitCode;

use pullscope_tests::cases::{self, catalogue};

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: conformance FILE.jsonl… FILE.case… FOLDER… | catalogue");
        return ExitCode::from(2);
    }
    let mut failed = false;
    for file in &files {
        if file == "catalogue" {
            failed |= !catalogue_is_whole();
            continue;
        }
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

fn catalogue_is_whole() -> bool {
    let gaps = cases::read(&catalogue::cases()).and_then(|cases| catalogue::gaps(&cases));
    let gaps = gaps.unwrap_or_else(|error| vec![error.to_string()]);
    println!("catalogue: {} gaps", gaps.len());
    gaps.iter().for_each(|it| println!("{it}"));
    gaps.is_empty()
}
