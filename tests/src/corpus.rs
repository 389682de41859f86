//! Reading a corpus, and judging its rows.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde_json::{Map, Value};

use crate::Kind;
use crate::cases::{self, Outcome};

/// One row: names and values.
pub type Row = Map<String, Value>;

/// Where our answer is not upstream's.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The line of the file, from 1.
    pub line: usize,
    /// The field; empty when the row as a whole cannot be judged.
    pub field: String,
    /// What the row holds.
    pub expected: String,
    /// What our code gives.
    pub got: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, field, expected, got } = self;
        write!(f, "line {line}, {field}\n  expected {expected}\n  got      {got}")
    }
}

/// What came of one corpus.
#[derive(Debug, Default)]
pub struct Report {
    /// Rows without a difference.
    pub passed: usize,
    /// Rows with one, or that could not be judged.
    pub failed: usize,
    /// The first differences.
    pub differences: Vec<Difference>,
}

/// How many differences a [`Report`] keeps.
pub const DIFFERENCES_KEPT: usize = 10;

impl Report {
    fn add(&mut self, line: usize, outcome: Result<Vec<(String, String, String)>, String>) {
        let differences = match outcome {
            Ok(differences) => differences,
            Err(why) => vec![("(row)".into(), "a row that can be judged".into(), why)],
        };
        if differences.is_empty() {
            self.passed += 1;
            return;
        }
        self.failed += 1;
        for (field, expected, got) in differences {
            if self.differences.len() < DIFFERENCES_KEPT {
                self.differences.push(Difference { line, field, expected, got });
            }
        }
    }
}

/// Judges every row of a file whose name says its [`Kind`], or the [`Case`](cases::Case)s in a file
/// or below a folder.
///
/// # Errors
///
/// When something cannot be read, or a file's name says no kind.
pub fn run_file(path: &Path) -> io::Result<Report> {
    if path.is_dir() || path.extension().is_some_and(|it| it == "case") {
        return run_cases(path, std::env::var_os("PULLSCOPE_BLESS").is_some());
    }
    let kind = Kind::of_file(path).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        io::Error::other(format!("the file name holds none of {}", names.join(", ")))
    })?;
    run(kind, BufReader::new(File::open(path)?))
}

/// Judges every row of `lines`.
///
/// # Errors
///
/// When reading fails.
pub fn run(kind: Kind, lines: impl BufRead) -> io::Result<Report> {
    let mut report = Report::default();
    for (i, line) in lines.split(b'\n').enumerate() {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Row>(&line) {
            Ok(row) if row.contains_key("_meta") => {}
            Ok(row) => report.add(i + 1, judge(kind, &row)),
            Err(error) => report.add(i + 1, Err(format!("not a JSON object: {error}"))),
        }
    }
    Ok(report)
}

/// Judges cases; with `bless`, those that fail are given the answer as what they expect.
///
/// # Errors
///
/// When a file cannot be read or written, or is not a case.
pub fn run_cases(path: &Path, bless: bool) -> io::Result<Report> {
    let mut report = Report::default();
    for case in cases::read(path)? {
        match case.run(bless)? {
            Outcome::Passed => report.passed += 1,
            Outcome::Blessed => {
                eprintln!(
                    "{} expects this answer from now on; read what changed",
                    case.path.display()
                );
                report.passed += 1;
            }
            Outcome::Failed(differences) => {
                report.failed += 1;
                for mut difference in differences {
                    let file =
                        case.path.strip_prefix(path).ok().filter(|it| !it.as_os_str().is_empty());
                    let file = file.unwrap_or(&case.path).display();
                    difference.field = format!("{file}, {}", difference.field);
                    if report.differences.len() < DIFFERENCES_KEPT {
                        report.differences.push(difference);
                    }
                }
            }
        }
    }
    Ok(report)
}

/// The fields in which our answer differs from `row`: name, expected, got.
fn judge(kind: Kind, row: &Row) -> Result<Vec<(String, String, String)>, String> {
    let inputs = kind.inputs();
    if let Some(missing) = inputs
        .required
        .iter()
        .find(|name| !row.contains_key(**name) && !row.contains_key(&format!("{name}_b64")))
    {
        return Err(format!("it has no field {missing}"));
    }
    let mut ours = kind.answer(row)?;
    let mut theirs: Row = row
        .iter()
        .filter(|(name, _)| !inputs.is_input(name) && *name != "go_variants")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if theirs.is_empty() {
        return Err("it holds no answer of upstream's".into());
    }
    kind.settle_order(&mut theirs, &mut ours)?;
    let mut names: Vec<&String> = theirs.keys().chain(ours.keys()).collect();
    names.sort();
    names.dedup();
    let show = |value: Option<&Value>| value.map_or("(absent)".into(), Value::to_string);
    Ok(names
        .into_iter()
        .filter(|name| theirs.get(*name) != ours.get(*name))
        .map(|name| (name.clone(), show(theirs.get(name)), show(ours.get(name))))
        .collect())
}
