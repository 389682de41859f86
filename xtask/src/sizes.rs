//! How big a file is, as stored and as a browser downloads it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{self, Outcome};
use crate::tools;

/// A line of the table: what it is, and the files that it consists of.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) files: Vec<PathBuf>,
}

/// Prints the sizes of each row's files together, in bytes, raw and compressed with brotli.
///
/// # Errors
///
/// A file cannot be read, or Node.js is missing.
pub(crate) fn print(rows: &[Row]) -> Outcome {
    println!("\n{:<42} {:>12} {:>12}", "", "bytes", "brotli");
    for row in rows {
        let mut raw = 0;
        for file in &row.files {
            raw += shell::at(file, fs::metadata(file))?.len();
        }
        println!("{:<42} {:>12} {:>12}", row.name, grouped(raw), grouped(brotli(&row.files)?));
    }
    Ok(())
}

/// Every file beneath a folder, in order of its name.
///
/// # Errors
///
/// The folder cannot be read.
pub(crate) fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in shell::at(folder, fs::read_dir(folder))? {
        let path = shell::at(folder, entry)?.path();
        if path.is_dir() { files.extend(self::files(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

/// The sum of the files' sizes, each compressed by itself at the highest quality.
///
/// Node.js has brotli built in, which spares this program its only dependency.
fn brotli(files: &[PathBuf]) -> Outcome<u64> {
    const SCRIPT: &str = "const { brotliCompressSync } = require('zlib');
        const size = (file) => brotliCompressSync(require('fs').readFileSync(file)).length;
        console.log(process.argv.slice(1).reduce((sum, file) => sum + size(file), 0))";
    shell::output(tools::node()?.args(["-e", SCRIPT]).args(files))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| "Node.js could not compress the artefacts".to_owned())
}

/// A number with a comma between groups of three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_from_the_right() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
