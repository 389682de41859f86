//! The answer as Markdown, for a ticket or a chat.
//!
//! No secret is in it: what it tells comes from the core, which repeats none.

use std::fmt::Write;

use crate::lines::Lines;
use crate::texts::t;
use crate::trip::{Flag, Note, Trip, workload};
use crate::what_if::WhatIf;

/// The answer, the stops with what they decided and where that stands, and the findings.
pub(crate) fn markdown(
    trip: Option<&Trip>,
    sentence: &str,
    notes: &[Note],
    what_if: &WhatIf,
    lines: &Lines,
) -> String {
    let mut out =
        format!("## {}\n", line(&trip.map_or_else(|| sentence.to_owned().into(), Trip::said)));
    if let Some(trip) = trip {
        journey(&mut out, trip, lines);
    }
    if !notes.is_empty() {
        push(&mut out, format_args!("\n### {}\n\n", t!("Findings")));
    }
    for note in notes {
        let place = match note.spots.first() {
            Some(spot) => t!(" (line {line}:{column})", line = spot.line, column = spot.column),
            None => "".into(),
        };
        let (word, message) = (note.mark.word(), line(&note.said()));
        push(&mut out, format_args!("- **{word}** {}{place}: {message}\n", code(&note.code)));
    }
    let version = t!("Judged as Kubernetes {version} by Pullscope.", version = what_if.kubernetes);
    push(&mut out, format_args!("\n{version}\n"));
    out
}

fn journey(out: &mut String, trip: &Trip, lines: &Lines) {
    let role = match trip.role.is_empty() {
        true => String::new(),
        false => format!(" ({})", trip.role),
    };
    let container =
        t!("Container {name} of {owner}", name = trip.name, owner = workload(&trip.owner));
    push(out, format_args!("\n{}{role}: {}\n", line(&container), code(&trip.image)));
    if !trip.evidence.is_empty() {
        push(out, format_args!("\n{}\n", line(&trip.evidence)));
    }
    let heads = [t!("Stop"), t!("Value"), t!("Reason"), t!("Line")];
    push(out, format_args!("\n| # | {} |\n| --- | --- | --- | --- | --- |\n", heads.join(" | ")));
    for stop in &trip.stops {
        let flag = match stop.flag {
            Some(Flag::Cause) => format!(" **{}**", t!("cause")),
            Some(Flag::End) => format!(" **{}**", t!("stops here")),
            None => String::new(),
        };
        let read = stop.read.first().map(|span| (lines.of(span.start) + 1).to_string());
        push(
            out,
            format_args!(
                "| {} | {}{flag} | {} | {} | {} |\n",
                stop.place.number(),
                stop.place.name(),
                cell(&stop.value),
                cell(&stop.caption),
                read.unwrap_or_default(),
            ),
        );
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // A String takes whatever is written into it.
    let _ = out.write_fmt(text);
}

/// A text in one line, in which nothing is markup.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// The same in a cell of a table.
fn cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}

/// A text as code, whatever is in it.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}
