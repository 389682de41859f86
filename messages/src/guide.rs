//! The pages about findings (`docs/findings`), and their texts.
//!
//! They are written in a small part of Markdown: headings of two levels, paragraphs, lists of one level,
//! tables, code between fences; within a line `code`, *stress* and bare addresses. Anything else is text:
//! there is nothing that could be HTML.
//!
//! A page is translated text by text, so that its code, its addresses and its order are the same in each
//! language: a message file has [`texts`] in its list `guide`.

use std::borrow::Cow;

/// One block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// `#` is 1, `##` is 2.
    Heading(u8, &'a str),
    /// Lines without an empty one between them.
    Paragraph(Cow<'a, str>),
    /// Its items.
    List(Vec<&'a str>),
    /// Between fences, without the language.
    Code(&'a str),
    /// Rows of cells, the head first.
    Table(Vec<Vec<&'a str>>),
}

/// A stretch of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// As it is.
    Text(&'a str),
    /// Between backticks, without them.
    Code(&'a str),
    /// Between stars, without them.
    Stress(&'a str),
    /// An address that begins with `https://`.
    Address(&'a str),
}

/// The blocks of a page.
pub fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut out = Vec::new();
    let mut rest = page;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            rest = after;
        } else if line.starts_with("```") {
            let (code, end) = match after.find("\n```") {
                Some(end) => (&after[..end], &after[end + 4..]),
                None => (after, ""),
            };
            out.push(Block::Code(code.strip_prefix("```").unwrap_or(code)));
            rest = end;
        } else if let Some(heading) = line.strip_prefix("# ") {
            out.push(Block::Heading(1, heading));
            rest = after;
        } else if let Some(heading) = line.strip_prefix("## ") {
            out.push(Block::Heading(2, heading));
            rest = after;
        } else if line.starts_with("- ") {
            let (lines, end) = take(rest, |line| line.starts_with("- "));
            out.push(Block::List(lines.iter().map(|line| &line[2..]).collect()));
            rest = end;
        } else if line.starts_with('|') {
            let (lines, end) = take(rest, |line| line.starts_with('|'));
            let is_rule = |line: &str| line.bytes().all(|it| matches!(it, b'|' | b'-' | b' '));
            let rows = lines.into_iter().filter(|line| !is_rule(line));
            out.push(Block::Table(rows.map(cells).collect()));
            rest = end;
        } else {
            let (lines, end) = take(rest, |line| {
                !line.trim().is_empty() && !line.starts_with(['#', '|', '`', '-'])
                    || line.starts_with('`') && !line.starts_with("```")
            });
            match lines[..] {
                // A first line that only looks like the start of something else is text.
                [] => {
                    out.push(Block::Paragraph(line.into()));
                    rest = after;
                }
                [line] => {
                    out.push(Block::Paragraph(line.into()));
                    rest = end;
                }
                _ => {
                    out.push(Block::Paragraph(lines.join(" ").into()));
                    rest = end;
                }
            }
        }
    }
    out
}

/// The lines up to the first that is of another sort, and what follows them.
fn take(text: &str, is_same: impl Fn(&str) -> bool) -> (Vec<&str>, &str) {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if !is_same(line) {
            break;
        }
        lines.push(line);
        rest = after;
    }
    (lines, rest)
}

/// The cells of a row; a bar within code is no border.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').unwrap_or(row);
    let mut out = Vec::new();
    let (mut start, mut in_code) = (0, false);
    for (at, byte) in row.bytes().enumerate() {
        match byte {
            b'`' => in_code = !in_code,
            b'|' if !in_code => {
                out.push(row[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(row[start..].trim());
    out
}

/// The stretches of a line.
pub fn runs(line: &str) -> Vec<Run<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let found = match rest.as_bytes()[0] {
            b'`' => between(rest, '`').map(|(inner, len)| (Run::Code(inner), len)),
            b'*' if !rest.starts_with("* ") => {
                let stress = between(rest, '*').filter(|(inner, _)| !inner.contains('`'));
                stress.map(|(inner, len)| (Run::Stress(inner), len))
            }
            b'h' if rest.starts_with("https://") => {
                let is_after =
                    |it: char| !it.is_ascii_graphic() || matches!(it, ',' | ')' | ';' | '"');
                let end = rest.find(is_after).unwrap_or(rest.len());
                let address = rest[..end].trim_end_matches(['.', ':']);
                Some((Run::Address(address), address.len()))
            }
            _ => None,
        };
        match found {
            Some((run, len)) => {
                if start < at {
                    out.push(Run::Text(&line[start..at]));
                }
                out.push(run);
                at += len;
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    if start < line.len() {
        out.push(Run::Text(&line[start..]));
    }
    out
}

/// What stands between this mark and the next one, and the bytes of it all.
fn between(text: &str, mark: char) -> Option<(&str, usize)> {
    let inner = text.get(1..)?;
    let end = inner.find(mark).filter(|end| *end > 0)?;
    Some((&inner[..end], end + 2))
}

/// The texts of a page that another language has in its own words: of each block those that are not code
/// and addresses alone. The heading of the page is left out; it is the title of the code, which the core
/// has.
///
/// ```
/// use pullscope_messages::guide::texts;
///
/// let page = "# The title\n\n`area/name`\n\n## What to do\n\n- Restart K3s.\n\n```sh\nrun\n```\n";
/// assert_eq!(texts(page), ["What to do", "Restart K3s."]);
/// ```
pub fn texts(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks(page) {
        match block {
            Block::Heading(1, _) | Block::Code(_) => {}
            Block::Heading(_, text) => out.push(text.to_owned()),
            Block::Paragraph(text) => out.push(text.into_owned()),
            Block::List(items) => out.extend(items.into_iter().map(str::to_owned)),
            Block::Table(rows) => out.extend(rows.into_iter().flatten().map(str::to_owned)),
        }
    }
    out.retain(|text| {
        runs(text).iter().any(|run| match run {
            Run::Text(text) | Run::Stress(text) => text.contains(char::is_alphabetic),
            Run::Code(_) | Run::Address(_) => false,
        })
    });
    out
}

/// What a text and its translation have in common, in order of the alphabet: code and addresses as they
/// are, and a star for what is stressed.
pub fn marks(text: &str) -> Vec<&str> {
    let mark = |run| match run {
        Run::Text(_) => None,
        Run::Code(text) | Run::Address(text) => Some(text),
        Run::Stress(_) => Some("*"),
    };
    let mut marks: Vec<_> = runs(text).into_iter().filter_map(mark).collect();
    marks.sort_unstable();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullscope_core::finding::{CODES, explain};

    #[test]
    fn a_page_is_cut_into_blocks() {
        let page = "# T\n\n`a/b`\n\none\ntwo\n\n- x\n- y `z`\n\n```sh\nrun |\n\nmore\n```\n\n| a | b |\n| --- | --- |\n| `1|2` | 3 |\n";
        assert_eq!(
            blocks(page),
            [
                Block::Heading(1, "T"),
                Block::Paragraph("`a/b`".into()),
                Block::Paragraph("one two".into()),
                Block::List(vec!["x", "y `z`"]),
                Block::Code("run |\n\nmore"),
                Block::Table(vec![vec!["a", "b"], vec!["`1|2`", "3"]]),
            ]
        );
    }

    #[test]
    fn a_line_is_cut_into_runs() {
        assert_eq!(
            runs("*a `b*` *c* 2 * 3, https://x.io/y. `open"),
            [
                Run::Text("*a "),
                Run::Code("b*"),
                Run::Text(" "),
                Run::Stress("c"),
                Run::Text(" 2 * 3, "),
                Run::Address("https://x.io/y"),
                Run::Text(". `open"),
            ]
        );
    }

    #[test]
    fn an_address_ends_where_its_letters_do() {
        let said = "`a`は https://x.io/y。*強く* `a`";
        assert_eq!(marks(said), ["*", "a", "a", "https://x.io/y"]);
        assert_eq!(marks("*x* `a` `a` https://x.io/y."), marks(said));
    }

    #[test]
    fn a_text_of_code_and_addresses_is_none() {
        let page = "`a/b`\n\n- https://x.io/y, `c`\n- *so*\n\n| `k` | value |\n| --- | --- |\n| 3 | `v` |\n";
        assert_eq!(texts(page), ["*so*", "value"]);
    }

    #[test]
    fn what_is_open_to_the_end_is_kept() {
        assert_eq!(blocks("```\na"), [Block::Code("a")]);
        assert_eq!(
            blocks("-x\n#y"),
            [Block::Paragraph("-x".into()), Block::Paragraph("#y".into())]
        );
        assert_eq!(runs("**"), [Run::Text("**")]);
    }

    #[test]
    fn every_page_is_written_in_these_blocks() {
        for it in CODES {
            let page = explain(it.code).unwrap();
            assert!(!page.contains("](") && !page.contains("**"), "{}", it.code);
            for block in blocks(page) {
                if let Block::Paragraph(text) = block {
                    assert!(!text.starts_with(['#', '|', '-', '>']), "{}: {text}", it.code);
                }
            }
        }
    }
}
