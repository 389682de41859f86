//! Cases: what a person pastes, and what has to be found in it.
//!
//! A case is a text file: a header of `name: value` lines, a line of five hyphens, and the pasted
//! text as it is. `corpus/README.md` describes the header.
//!
//! The header is compared with what the core answers, written in the same words. Setting
//! `PULLSCOPE_BLESS` writes the answer into the file instead, but never takes away a code that was
//! expected: who expects something else has to say so.

mod answer;
pub mod catalogue;
mod diagnostics;
mod header;
mod matrix;
mod options;
mod statements;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pullscope_core::diagnose::{Diagnosis, diagnose};

use crate::Difference;
pub use header::Case;

/// A text that stands for a password in the cases; no answer may repeat it.
pub const CANARY: &str = "parrot-7Qp";

/// What came of a case.
#[derive(Debug)]
pub enum Outcome {
    /// The answer is the expected one.
    Passed,
    /// It is not.
    Failed(Vec<Difference>),
    /// It was not, and the file says now what the answer is.
    Blessed,
}

/// Every case in a file or below a folder, in the order of their paths.
///
/// # Errors
///
/// When something cannot be read, or is not a case.
pub fn read(path: &Path) -> io::Result<Vec<Case>> {
    let mut files = Vec::new();
    list(path, &mut files)?;
    files.sort();
    files.iter().map(|it| Case::read(it)).collect()
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() || path.extension().is_some_and(|it| it == "case") {
            list(&path, files)?;
        }
    }
    Ok(())
}

impl Case {
    /// What the core answers, written as the header of a case.
    pub fn answer(&self) -> Diagnosis {
        diagnose(&self.text, &self.options)
    }

    /// Compares the answer with the header; with `bless`, puts it into the file.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn run(&self, bless: bool) -> io::Result<Outcome> {
        let diagnosis = self.answer();
        let given = answer::lines(self, &diagnosis);
        let mut differences = self.compare(&given);
        differences.extend(self.forbidden(&diagnosis));
        if differences.is_empty() {
            return Ok(Outcome::Passed);
        }
        if bless && self.may_be_blessed(&diagnosis) {
            fs::write(&self.path, self.with_expectations(&given))?;
            return Ok(Outcome::Blessed);
        }
        Ok(Outcome::Failed(differences))
    }

    /// The differences between the header and what is given, line by line.
    fn compare(&self, given: &[(&'static str, String)]) -> Vec<Difference> {
        let mut given: Vec<Option<&(&str, String)>> = given.iter().map(Some).collect();
        let mut missing = Vec::new();
        for line in self.expectations() {
            let same = |it: &&mut Option<&(&str, String)>| {
                it.is_some_and(|it| it.0 == line.name && it.1 == line.value)
            };
            match given.iter_mut().find(same) {
                Some(found) => *found = None,
                None => missing.push(line),
            }
        }
        let mut differences = Vec::new();
        for line in missing {
            // What is given in its place is the nearest of the same sort.
            let word = |it: &str| it.split(' ').next().unwrap_or_default().to_owned();
            let place = given
                .iter()
                .position(|it| {
                    it.is_some_and(|it| it.0 == line.name && word(&it.1) == word(&line.value))
                })
                .or_else(|| given.iter().position(|it| it.is_some_and(|it| it.0 == line.name)));
            let got = place.and_then(|it| given[it].take());
            differences.push(Difference {
                line: line.number,
                field: line.name.clone(),
                expected: line.value.clone(),
                got: got.map_or("(nothing)".into(), |it| it.1.clone()),
            });
        }
        differences.extend(given.into_iter().flatten().map(|(name, value)| Difference {
            line: self.separator,
            field: (*name).to_owned(),
            expected: "(nothing)".into(),
            got: value.clone(),
        }));
        differences
    }

    /// What must not be, whatever the header expects.
    fn forbidden(&self, diagnosis: &Diagnosis) -> Vec<Difference> {
        let mut differences = Vec::new();
        for (line, code) in self.silent() {
            let found = diagnosis.findings.iter().find(|it| it.finding.code == code);
            differences.extend(found.map(|it| Difference {
                line,
                field: "silent".into(),
                expected: format!("no {code}"),
                got: answer::finding(&self.text, &it.finding),
            }));
        }
        differences.extend(answer::useless_fixes(self, diagnosis).into_iter().map(|got| {
            Difference {
                line: self.separator,
                field: "fix".into(),
                expected: "a change after which the finding is gone".into(),
                got,
            }
        }));
        if answer::repeats_a_password(diagnosis) {
            differences.push(Difference {
                line: self.separator,
                field: "password".into(),
                expected: "an answer that repeats none".into(),
                got: format!("{CANARY}, as it is or in base64"),
            });
        }
        differences
    }

    /// Whether nothing that was expected would get lost.
    fn may_be_blessed(&self, diagnosis: &Diagnosis) -> bool {
        let found = |code: &str| diagnosis.findings.iter().any(|it| it.finding.code == code);
        self.found().all(found) && self.forbidden(diagnosis).is_empty()
    }
}
