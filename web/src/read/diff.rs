//! A fix as lines that go and lines that come, without anything that the editor hides.

use std::ops::Range;

use pullscope_core::finding::Edit;
use pullscope_core::text::Lines;
use yew::AttrValue;

use crate::lines::floor;
use crate::trip::{DiffLine, Sign};

/// More lines are not looked at in a card.
const MOST: usize = 24;
/// Characters of one line that are shown.
const LONGEST: usize = 240;

/// The lines that `edits` touch, before and after. What is in `hidden` becomes dots on both sides;
/// the text of an edit holds no secret.
pub(crate) fn diff(
    text: &str,
    edits: &[Edit],
    lines: &Lines<'_>,
    hidden: &[Range<usize>],
) -> Vec<DiffLine> {
    let mut out = Vec::new();
    // By how many lines the text has grown before the lines at hand.
    let mut shift = 0isize;
    let mut rest = edits;
    while let [first, more @ ..] = rest {
        // Edits whose lines touch are shown together.
        let start = line_start(text, first.span.start);
        let mut end = line_end(text, first.span.end);
        let mut count = 1;
        for edit in more {
            if edit.span.start > end {
                break;
            }
            end = end.max(line_end(text, edit.span.end));
            count += 1;
        }
        let (here, after) = rest.split_at(count);
        rest = after;
        if here.iter().any(|edit| text.get(edit.span.clone()).is_none()) {
            return out;
        }

        let (mut old, mut new) = (Pieces::default(), Pieces::default());
        let mut at = start;
        for edit in here {
            let kept = shown(text, at..edit.span.start, hidden);
            old.push(&kept, false);
            new.push(&kept, false);
            old.push(&shown(text, edit.span.clone(), hidden), true);
            new.push(&edit.text, true);
            at = edit.span.end;
        }
        let kept = shown(text, at..end, hidden);
        old.push(&kept, false);
        new.push(&kept, false);

        let number = lines.position(start).line;
        let (old, new) = (old.finish(), new.finish());
        // Lines that stay as they are need not be shown as going and coming.
        let head = old.iter().zip(&new).take_while(|(old, new)| same(old, new)).count();
        let left = old.len().min(new.len()) - head;
        let pairs = old.iter().rev().zip(new.iter().rev()).take(left);
        let tail = pairs.take_while(|(old, new)| same(old, new)).count();
        let moved = number.saturating_add_signed(shift);
        shift += new.len() as isize - old.len() as isize;
        for (sign, number, side) in [(Sign::Goes, number, old), (Sign::Comes, moved, new)] {
            let changed = head..side.len() - tail;
            let side = side.into_iter().enumerate().filter(|(at, _)| changed.contains(at));
            out.extend(side.map(|(at, parts)| DiffLine { sign, number: number + at, parts }));
        }
    }
    out.truncate(MOST);
    dedent(&mut out);
    out
}

/// Takes away the indentation that all lines have.
fn dedent(lines: &mut [DiffLine]) {
    let indent = |line: &DiffLine| {
        let parts = line.parts.iter().flat_map(|(text, _)| text.chars());
        let mut parts = parts.peekable();
        parts.peek()?;
        Some(parts.take_while(|it| *it == ' ').count())
    };
    let common = lines.iter().filter_map(indent).min().unwrap_or(0);
    for line in lines {
        let mut left = common;
        for (text, _) in &mut line.parts {
            let spaces = text.len() - text.trim_start_matches(' ').len();
            let taken = spaces.min(left);
            *text = text[taken..].to_owned().into();
            left -= taken;
            if taken < spaces || !text.is_empty() {
                break;
            }
        }
    }
}

type Parts = Vec<(AttrValue, bool)>;

/// Stretches of text, cut into lines.
#[derive(Default)]
struct Pieces {
    lines: Vec<Vec<(String, bool)>>,
}

impl Pieces {
    fn push(&mut self, text: &str, changed: bool) {
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 || self.lines.is_empty() {
                self.lines.push(Vec::new());
            }
            if let Some(line) = self.lines.last_mut().filter(|_| !piece.is_empty()) {
                line.push((piece.to_owned(), changed));
            }
        }
    }

    /// Long lines lose their end.
    fn finish(self) -> Vec<Parts> {
        let cut = |line: Vec<(String, bool)>| {
            let mut left = LONGEST;
            let mut out: Parts = Vec::new();
            for (text, changed) in line {
                let count = text.chars().count();
                let text = match count > left {
                    true => text.chars().take(left).chain(['…']).collect(),
                    false => text,
                };
                out.push((text.into(), changed));
                left = left.saturating_sub(count);
                if left == 0 {
                    break;
                }
            }
            out
        };
        self.lines.into_iter().map(cut).collect()
    }
}

/// Whether two lines read the same.
fn same(one: &Parts, other: &Parts) -> bool {
    let text = |parts: &Parts| parts.iter().map(|(text, _)| text.as_str()).collect::<String>();
    text(one) == text(other)
}

/// The text of `span`, with dots for what is hidden.
fn shown(text: &str, span: Range<usize>, hidden: &[Range<usize>]) -> String {
    let first = hidden.partition_point(|it| it.end <= span.start);
    let mut out = String::new();
    let mut at = span.start;
    for dots in hidden[first..].iter().take_while(|it| it.start < span.end) {
        let (start, end) = (dots.start.max(at), dots.end.min(span.end));
        out += text.get(at..start).unwrap_or_default();
        out += &"•".repeat(text.get(start..end).map_or(0, |it| it.chars().count()).min(24));
        at = end;
    }
    out + text.get(at..span.end).unwrap_or_default()
}

/// How far the start and the end of a line are looked for.
const REACH: usize = 2000;

fn line_start(text: &str, at: usize) -> usize {
    let from = floor(text, at.saturating_sub(REACH));
    let before = text.as_bytes().get(from..at).unwrap_or_default();
    before.iter().rposition(|byte| *byte == b'\n').map_or(from, |newline| from + newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let to = floor(text, at.saturating_add(REACH));
    let after = text.as_bytes().get(at..to).unwrap_or_default();
    after.iter().position(|byte| *byte == b'\n').map_or(to, |newline| at + newline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        text: &str,
        edits: &[(Range<usize>, &str)],
        hidden: Option<Range<usize>>,
        expect: &[&str],
    ) {
        let edits: Vec<Edit> = (edits.iter())
            .map(|(span, text)| Edit { span: span.clone(), text: (*text).into() })
            .collect();
        let drawn: Vec<String> = diff(text, &edits, &Lines::new(text), hidden.as_slice())
            .iter()
            .map(|line| {
                let sign = if line.sign == Sign::Goes { '-' } else { '+' };
                let parts = line.parts.iter().map(|(text, changed)| match changed {
                    true => format!("[{text}]"),
                    false => text.to_string(),
                });
                format!("{}{sign}{}", line.number, parts.collect::<String>())
            })
            .collect();
        assert_eq!(drawn, expect);
    }

    #[test]
    fn a_change_within_a_line_shows_the_line_twice() {
        check(
            "a: 1\nb: reg.io\n",
            &[(11..11, ":5000")],
            None,
            &["2-b: reg.io", "2+b: reg[:5000].io"],
        );
    }

    #[test]
    fn lines_that_come_push_the_later_ones_down() {
        check(
            "a: 1\nb: 2\nc: 3\n",
            &[(5..5, "x: 0\n"), (13..14, "4")],
            None,
            &["2+[x: 0]", "3-c: [3]", "4+c: [4]"],
        );
        check("a: 1\nb: 2\nc: 3", &[(5..10, "")], None, &["2-[b: 2]"]);
        check("", &[(0..0, "x")], None, &["1-", "1+[x]"]);
    }

    #[test]
    fn what_all_lines_are_indented_by_is_left_out() {
        check("  a:\n    b: 1\n", &[(2..2, "x: 0\n  ")], None, &["1+[x: 0]"]);
        check("    b: 1\n", &[(7..8, "2")], None, &["1-b: [1]", "1+b: [2]"]);
        check(" a\n", &[(0..0, "  x\n   y\n")], None, &["1+[x]", "2+[ y]"]);
    }

    #[test]
    fn what_is_hidden_stays_hidden() {
        check(
            "{\"auth\": \"c2VjcmV0\", \"a\": 1}",
            &[(25..26, "2")],
            Some(10..18),
            &["1-{\"auth\": \"••••••••\", \"a\":[ ]1}", "1+{\"auth\": \"••••••••\", \"a\":[2]1}"],
        );
        check("pw: abc\nx", &[(4..7, "")], Some(4..7), &["1-pw: [•••]", "1+pw: "]);
    }

    #[test]
    fn edits_that_do_not_fit_the_text_show_nothing() {
        check("ü", &[(1..2, "x")], None, &[]);
        check("a", &[(0..9, "x")], None, &[]);
    }
}
