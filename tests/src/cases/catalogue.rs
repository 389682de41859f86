//! Codes, pages, sources and cases, compared with each other.
//!
//! Every code of the catalogue is given somewhere in the core, has a page in `docs/findings` that
//! the index lists, a case that finds it and a case in which it is silent. Nothing else has one.
//! Every cause of a failed pull that users really hit has a case, and one that must not disturb.
//! So has everything that is worth telling about a `registries.yaml`, by its number.
//! Every wrong statement that is listed has a finding, or a test of the rule.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pullscope_core::finding::{CODES, Code};

use super::{Case, diagnostics, matrix, statements};

/// Codes that only a text of a size can have that nobody reads. `tests/cases.rs` makes it.
pub const LONG: [&str; 3] = ["document/more-findings", "secret/more", "secret/too-long"];

/// The causes of failed pulls that users really hit and that a text can tell, by the numbers that
/// cases give. Each has a case that finds something, and one in which nothing is to be found.
const CAUSES: [(&str, &str); 37] = [
    ("1", "the key is not the registry of the image: host, port, scheme, path"),
    ("2", "Docker Hub goes by other names in other clients"),
    ("3", "the Secret is in another namespace"),
    ("4", "the Secret is missing or misspelt"),
    ("5", "the type of the Secret is not one for registries"),
    ("6", "the layout belongs to the other type"),
    ("7", "encoded twice, or not at all"),
    ("8", "an empty config, or passwords in a credential helper"),
    ("9", "the ServiceAccount's list is not merged"),
    ("10", "the ServiceAccount was changed after the Pod was made"),
    ("11", "imagePullSecrets at the wrong level, or a list of strings"),
    ("12", "several credentials for one registry"),
    ("13", "a wildcard with another number of labels"),
    ("14", "a path that ends within a segment"),
    ("15", "user name and password without auth"),
    ("16", "line breaks and other artefacts of copying"),
    ("17", "a token that lives for hours"),
    ("18", "upper case in the image"),
    ("19", "templates, schemes, white space, a registry or tag twice"),
    ("20", "a short name on CRI-O"),
    ("21", "a moving tag, and the policy that was stored"),
    ("22", "the node has the image under another name, or not at all"),
    ("23", "the node has the image, and the Pod has no credential that pulled it"),
    ("24", "configs of registries.yaml has the mirrored registry, and not the host that is asked"),
    ("25", "a mirror's key is not the registry of the image"),
    ("26", "the path of an endpoint is not the place of a registry"),
    ("27", "a rewrite names a group that is not there, or is made nowhere"),
    ("28", "a mirror with plain HTTP, and a file of another name"),
    ("29", "a wildcard mirror, and what is asked after it"),
    ("30", "a mistyped key of registries.yaml, and no restart"),
    ("31", "one pull at a time: a great image keeps the others waiting"),
    ("32", "a credential provider that is never asked"),
    ("33", "a tag beside a digest"),
    ("34", "Docker Hub's limit although there is a Secret"),
    ("35", "no such image, or none for the platform"),
    ("36", "a certificate that is not accepted"),
    ("37", "a component that is not the kubelet"),
];

/// Sections that every page has.
const SECTIONS: [&str; 5] = [
    "\n## How it comes about\n",
    "\n## How to tell\n",
    "\n## What to do\n",
    "\n## When it is fine\n",
    "\n## Sources\n",
];

/// What does not fit, in sentences; empty when everything does.
///
/// # Errors
///
/// When a file cannot be read.
pub fn gaps(cases: &[Case]) -> io::Result<Vec<String>> {
    let mut gaps = Vec::new();
    pages(&mut gaps)?;
    sources(&mut gaps)?;
    covered(cases, &mut gaps);
    causes(cases, &mut gaps)?;
    diagnostics::gaps(cases, &mut gaps)?;
    matrix::gaps(cases, &mut gaps);
    statements::gaps(&mut gaps)?;
    Ok(gaps)
}

/// Where the cases stand.
pub fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join("cases")
}

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The code of each page, from the names of the files.
fn pages(gaps: &mut Vec<String>) -> io::Result<()> {
    let folder = root().join("docs").join("findings");
    let mut index = fs::read_to_string(folder.join("README.md"))?;
    let rows: String = CODES
        .iter()
        .map(|Code { code, title }| format!("| [`{code}`]({}.md) | {title} |\n", file(code)))
        .collect();
    if index.split_off(index.find("| [").unwrap_or(index.len())) != rows {
        gaps.push(format!("docs/findings/README.md does not list every page in order:\n{rows}"));
    }
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let code = CODES.iter().find(|it| file(it.code) == name);
        if code.is_none() && name != "README" {
            gaps.push(format!("docs/findings/{name}.md is the page of no code"));
        }
    }
    for Code { code, title } in CODES {
        let page = fs::read_to_string(folder.join(file(code)).with_extension("md"))?;
        if !page.starts_with(&format!("# {title}\n")) {
            gaps.push(format!("the page of {code} is not headed {title}"));
        }
        let places: Vec<Option<usize>> = SECTIONS.iter().map(|it| page.find(it)).collect();
        if places.contains(&None) || !places.is_sorted() {
            gaps.push(format!("the page of {code} does not have each section, in order"));
        }
        if page.matches("```").count() % 2 == 1 {
            gaps.push(format!("a block is left open on the page of {code}"));
        }
    }
    Ok(())
}

fn file(code: &str) -> String {
    code.replace('/', "-")
}

/// Compares the catalogue with the literals in the core's sources.
fn sources(gaps: &mut Vec<String>) -> io::Result<()> {
    let mut given = BTreeSet::new();
    literals(&root().join("core").join("src"), &mut given)?;
    for Code { code, .. } in CODES {
        if !given.contains(*code) {
            gaps.push(format!("{code} is never given"));
        }
    }
    let areas: BTreeSet<&str> = CODES.iter().filter_map(|it| area(it.code)).collect();
    for code in &given {
        let is_known = CODES.iter().any(|it| it.code == code);
        if !is_known && area(code).is_some_and(|it| areas.contains(it)) {
            gaps.push(format!("{code} is given and not in the catalogue"));
        }
    }
    Ok(())
}

fn area(code: &str) -> Option<&str> {
    Some(code.split_once('/')?.0)
}

/// Every literal that looks like a code. Left out are tests, the catalogue itself, the plan, whose
/// rules have names of the same form, and the policy, whose codes are not those of findings.
fn literals(path: &Path, found: &mut BTreeSet<String>) -> io::Result<()> {
    const LEFT_OUT: [&str; 5] =
        ["tests.rs", "catalogue.rs", "plan.rs", "admission", "admission.rs"];
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if LEFT_OUT.iter().any(|it| path.ends_with(it)) {
            continue;
        }
        if path.is_dir() {
            literals(&path, found)?;
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code.lines().filter(|it| !it.trim_start().starts_with("//"));
        for line in code {
            found.extend(line.split('"').filter(|it| looks_like_a_code(it)).map(String::from));
        }
    }
    Ok(())
}

fn looks_like_a_code(text: &str) -> bool {
    let word = |it: &str| {
        let is_name = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
        !it.is_empty() && it.bytes().all(is_name)
    };
    text.split_once('/').is_some_and(|(area, name)| word(area) && word(name))
}

/// Compares the catalogue with the cases.
fn covered(cases: &[Case], gaps: &mut Vec<String>) {
    let found: BTreeSet<&str> = cases.iter().flat_map(Case::found).collect();
    let silent: BTreeSet<&str> = cases.iter().flat_map(|it| it.silent().map(|it| it.1)).collect();
    for Code { code, .. } in CODES {
        if LONG.contains(code) {
            continue;
        }
        if !found.contains(code) {
            gaps.push(format!("no case finds {code}"));
        }
        if !silent.contains(code) {
            gaps.push(format!("no case shows that {code} can be silent"));
        }
    }
    for code in found.union(&silent) {
        if !CODES.iter().any(|it| it.code == *code) {
            gaps.push(format!("a case names {code}, which is no code"));
        }
    }
}

/// Compares the causes with the cases, and with the list for readers.
fn causes(cases: &[Case], gaps: &mut Vec<String>) -> io::Result<()> {
    let readme = fs::read_to_string(root().join("tests").join("corpus").join("README.md"))?;
    let rows: String = CAUSES.iter().map(|(it, what)| format!("| {it} | {what} |\n")).collect();
    if !readme.contains(&rows) {
        gaps.push(format!("tests/corpus/README.md does not list the causes:\n{rows}"));
    }
    for (cause, what) in CAUSES {
        let about = || cases.iter().filter(|case| case.causes().any(|it| it == cause));
        if !about().any(|case| case.found().next().is_some()) {
            gaps.push(format!("no case finds cause {cause}, {what}"));
        }
        if !about().any(|case| case.found().next().is_none()) {
            gaps.push(format!("no case comes near cause {cause}, {what}, and finds nothing"));
        }
    }
    for case in cases {
        for it in case.causes().filter(|it| CAUSES.iter().all(|(number, _)| number != it)) {
            gaps.push(format!("{} names cause {it}, which there is not", case.path.display()));
        }
    }
    Ok(())
}
