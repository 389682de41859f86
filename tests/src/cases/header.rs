//! The header of a case.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pullscope_core::diagnose::Options;

use super::options;

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it stands.
    pub path: PathBuf,
    /// The pasted text.
    pub text: String,
    /// The text as the file has it, before marks in it are filled.
    as_written: String,
    /// The what-if switches.
    pub options: Options,
    /// The line that ends the header, from 1.
    pub(super) separator: usize,
    lines: Vec<Line>,
}

/// One line of a header.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// Empty for a comment or an empty line.
    pub(super) name: String,
    pub(super) value: String,
}

/// What a person writes.
const GIVEN: [&str; 8] = ["", "source", "cause", "diagnostic", "note", "options", "silent", "fill"];
/// What the core answers.
const EXPECTED: [&str; 6] = ["first", "finds", "outcome", "fixed", "command", "shows"];
const SEPARATOR: &str = "-----";

impl Case {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not a case.
    pub fn read(path: &Path) -> io::Result<Self> {
        let content = fs::read_to_string(path)?;
        Self::parse(path, &content).map_err(|(line, why)| {
            io::Error::other(format!("{}, line {line}: {why}", path.display()))
        })
    }

    /// Takes the content of a file apart.
    ///
    /// # Errors
    ///
    /// The line that is wrong, and why.
    pub fn parse(path: &Path, content: &str) -> Result<Self, (usize, String)> {
        let mut lines = Vec::new();
        let mut rest = content;
        loop {
            let number = lines.len() + 1;
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            if rest.is_empty() {
                return Err((number, format!("the header does not end with {SEPARATOR}")));
            }
            rest = after;
            if line == SEPARATOR {
                break;
            }
            lines.push(parse_line(number, line).map_err(|why| (number, why))?);
        }
        let mut options = Options::default();
        for line in lines.iter().filter(|it| it.name == "options") {
            options::read(&line.value, &mut options).map_err(|why| (line.number, why))?;
        }
        let separator = lines.len() + 1;
        let mut text = rest.to_owned();
        for line in lines.iter().filter(|it| it.name == "fill") {
            let (mark, count) =
                fill(&line.value).ok_or((line.number, "it is no MARK COUNT".into()))?;
            text = text.replace(mark, &"A".repeat(count));
        }
        let as_written = rest.to_owned();
        let path = path.to_path_buf();
        let case = Self { path, text, as_written, options, separator, lines };
        let has = |name: &str| case.lines.iter().any(|it| it.name == name);
        if !has("source") {
            return Err((separator, "there is no source".into()));
        }
        if !has("finds") && !has("silent") && !has("shows") {
            return Err((
                separator,
                "it expects no finding, none to be silent, and no value".into(),
            ));
        }
        Ok(case)
    }

    /// The codes that are expected.
    pub fn found(&self) -> impl Iterator<Item = &str> {
        let finds = self.lines.iter().filter(|it| it.name == "finds");
        finds.map(|it| it.value.split(' ').next().unwrap_or_default())
    }

    /// The codes that must not be found, with their lines.
    pub fn silent(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.lines.iter().filter(|it| it.name == "silent");
        lines.flat_map(|it| it.value.split_whitespace().map(|code| (it.number, code)))
    }

    /// The paths of the values that are expected in the answer as JSON.
    pub(super) fn shown(&self) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().filter(|it| it.name == "shows");
        lines.map(|it| it.value.split(' ').next().unwrap_or_default())
    }

    /// The numbers of the failure causes that it is about.
    pub fn causes(&self) -> impl Iterator<Item = &str> {
        self.words("cause")
    }

    /// The numbers of what is worth telling about a `registries.yaml` that it is about.
    pub fn diagnostics(&self) -> impl Iterator<Item = &str> {
        self.words("diagnostic")
    }

    /// The words of every line of a name.
    fn words<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        let lines = self.lines.iter().filter(move |it| it.name == name);
        lines.flat_map(|it| it.value.split_whitespace())
    }

    pub(super) fn expectations(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|it| EXPECTED.contains(&it.name.as_str()))
    }

    /// The file with other expectations.
    pub(super) fn with_expectations(&self, given: &[(&'static str, String)]) -> String {
        let mut out = String::new();
        let mut line = |name: &str, value: &str| match name {
            "" => out += &format!("{value}\n"),
            _ => out += &format!("{name}: {value}\n"),
        };
        for it in self.lines.iter().filter(|it| !EXPECTED.contains(&it.name.as_str())) {
            line(&it.name, &it.value);
        }
        for (name, value) in given {
            line(name, value);
        }
        out + SEPARATOR + "\n" + &self.as_written
    }
}

/// A mark, and how many letters stand for it.
fn fill(value: &str) -> Option<(&str, usize)> {
    let (mark, count) = value.split_once(' ').filter(|it| !it.0.is_empty())?;
    // Twice what a Secret may hold.
    count.parse().ok().filter(|it| *it <= 2 << 20).map(|it| (mark, it))
}

fn parse_line(number: usize, line: &str) -> Result<Line, String> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(Line { number, name: String::new(), value: line.to_owned() });
    }
    let (name, value) = line.split_once(": ").ok_or("it is no \"name: value\"")?;
    if !GIVEN.contains(&name) && !EXPECTED.contains(&name) {
        return Err(format!("{name} is no name of a header line"));
    }
    Ok(Line { number, name: name.to_owned(), value: value.to_owned() })
}
