//! Wrong statements about pulls, `docs/statements.md`: each names what covers it, and the page of a
//! finding that covers it repeats the statement.

use std::fs;
use std::io;

use pullscope_core::finding::{CODES, explain};
use pullscope_core::registries::documentation::STATEMENTS;

use super::catalogue::root;

/// The heading of a table of statements.
const HEADING: &str =
    "| It is said | Wrong | What happens | Covered by |\n| --- | --- | --- | --- |\n";

/// A row of the file.
struct Statement<'t> {
    /// The statement, in quotes.
    said: &'t str,
    /// Findings: codes in back ticks, with commas between them. Or a test: its name, and the file.
    covered_by: &'t str,
}

/// What of the file does not fit, in sentences.
///
/// # Errors
///
/// When a file cannot be read.
pub(super) fn gaps(gaps: &mut Vec<String>) -> io::Result<()> {
    let text = fs::read_to_string(root().join("docs").join("statements.md"))?;
    let tables: Vec<&str> = text.split(HEADING).skip(1).collect();
    if tables.is_empty() {
        gaps.push(format!("docs/statements.md has no table that begins with\n{HEADING}"));
    }
    for line in tables.iter().flat_map(|it| it.lines().take_while(|it| it.starts_with('|'))) {
        match read(line) {
            Some(statement) => covered(&statement, gaps)?,
            None => gaps.push(format!("docs/statements.md has a row that is none: {line}")),
        }
    }
    of_registries(&text, gaps);
    Ok(())
}

/// Compares the rows about `registries.yaml` with what the core says of them.
fn of_registries(text: &str, gaps: &mut Vec<String>) {
    let section = text.split("\n## ").find(|it| it.starts_with("registries.yaml"));
    let section = section.unwrap_or_default();
    let rows = section.lines().filter(|it| it.starts_with("| \"")).count();
    if rows != STATEMENTS.len() {
        gaps.push(format!("docs/statements.md has {rows} statements about registries.yaml"));
    }
    for it in STATEMENTS {
        let codes: Vec<String> = it.codes.iter().map(|code| format!("`{code}`")).collect();
        let mut row = format!("| \"{}\" | {} | {} | ", it.said, it.wrong, it.happens);
        if !codes.is_empty() {
            row += &format!("{} |", codes.join(", "));
        }
        if !section.contains(&row) {
            gaps.push(format!("docs/statements.md does not have the row\n{row}"));
        }
    }
}

fn read(line: &str) -> Option<Statement<'_>> {
    let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
    let &[said, wrong, happens, covered_by] = &cells[..] else { return None };
    let is_quoted = said.len() > 2 && said.starts_with('"') && said.ends_with('"');
    let is_whole = is_quoted && ![wrong, happens, covered_by].iter().any(|it| it.is_empty());
    is_whole.then_some(Statement { said, covered_by })
}

fn covered(statement: &Statement<'_>, gaps: &mut Vec<String>) -> io::Result<()> {
    let Statement { said, covered_by } = statement;
    let names: Vec<&str> = covered_by.split('`').skip(1).step_by(2).collect();
    if let &[test, file] = &names[..]
        && covered_by.contains("` in `")
    {
        let source = fs::read_to_string(root().join(file))?;
        if !source.contains(&format!("#[test]\n    fn {test}()"))
            && !source.contains(&format!("#[test]\nfn {test}()"))
        {
            gaps.push(format!("{file} has no test {test}, which covers the statement {said}"));
        }
        return Ok(());
    }
    if names.is_empty() {
        gaps.push(format!("nothing covers the statement {said}"));
    }
    for code in names {
        if !CODES.iter().any(|it| it.code == code) {
            gaps.push(format!("{code}, which covers the statement {said}, is no code"));
        } else if !explain(code).is_some_and(|page| page.contains(said)) {
            gaps.push(format!("the page of {code} does not repeat the statement {said}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(said: &str, covered_by: &str) -> Vec<String> {
        let mut gaps = Vec::new();
        covered(&Statement { said, covered_by }, &mut gaps).expect("the files are there");
        gaps
    }

    #[test]
    fn a_row_has_four_cells_and_a_statement_in_quotes() {
        assert!(read("| \"a\" | always | b | `image/invalid` |").is_some());
        assert!(read("| a | always | b | `image/invalid` |").is_none());
        assert!(read("| \"a\" | always | `image/invalid` |").is_none());
    }

    #[test]
    fn a_code_has_to_exist_and_its_page_to_repeat_the_statement() {
        let said = "\"A wrong image name ends in ImagePullBackOff\"";
        assert_eq!(told(said, "`image/invalid`"), Vec::<String>::new());
        assert_eq!(told(said, "`image/missing`").len(), 1);
        assert_eq!(told(said, "`image/no-such`").len(), 1);
        assert_eq!(told(said, "by the reader").len(), 1);
    }

    #[test]
    fn a_test_has_to_exist() {
        let file = "`core/src/kubelet/settings.rs`";
        let of = |test: &str| told("\"a\"", &format!("`{test}` in {file}"));
        assert_eq!(of("a_policy_is_named_letter_for_letter"), Vec::<String>::new());
        assert_eq!(of("no_such_test").len(), 1);
    }
}
