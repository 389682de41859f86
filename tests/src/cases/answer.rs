//! What the core answers, in the words of a header.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pullscope_core::diagnose::{Diagnosis, Offsets, PlacedFinding, Texts, diagnose};
use pullscope_core::finding::{Finding, Severity, apply};
use pullscope_core::text::Lines;
use serde_json::Value;

use super::{CANARY, Case};

/// The lines of the header that come from the answer.
pub(super) fn lines(case: &Case, diagnosis: &Diagnosis) -> Vec<(&'static str, String)> {
    let told = |it: &&PlacedFinding| {
        it.finding.severity != Severity::Info || case.found().any(|code| code == it.finding.code)
    };
    let findings: Vec<&Finding> =
        diagnosis.findings.iter().filter(told).map(|it| &it.finding).collect();
    let mut lines = Vec::new();
    if let Some(first) = findings.first() {
        lines.push(("first", first.code.to_owned()));
    }
    lines.extend(findings.iter().map(|it| ("finds", finding(&case.text, it))));
    lines.extend(outcomes(diagnosis).into_iter().map(|it| ("outcome", it)));
    for (number, it) in findings.iter().enumerate() {
        // One fix of each sort is enough.
        if findings[..number].iter().any(|other| other.code == it.code) {
            continue;
        }
        let Some(fix) = &it.fix else { continue };
        if let Some(command) = &fix.command {
            lines.push(("command", format!("{} {}", it.code, command.replace('\n', "\\n"))));
        }
        if fix.edits.is_empty() {
            continue;
        }
        let after = match apply(&case.text, &fix.edits) {
            Ok(text) => {
                let after = diagnose(&text, &case.options);
                format!("leaves {}; {}", codes(&after), outcomes(&after).join(", "))
            }
            Err(error) => format!("cannot be made: {error}"),
        };
        lines.push(("fixed", format!("{} {after}", it.code)));
    }
    lines.extend(values(case, diagnosis).into_iter().map(|it| ("shows", it)));
    lines
}

/// The values of the answer as JSON that the case asks for, each behind its path: names and numbers
/// with dots between them, and `name=x` for the element of a list that has this name.
fn values(case: &Case, diagnosis: &Diagnosis) -> Vec<String> {
    let paths: Vec<&str> = case.shown().collect();
    if paths.is_empty() {
        return Vec::new();
    }
    let texts = Texts::from(case.text.as_str());
    // What the core writes is JSON.
    let answer: Value =
        serde_json::from_str(&diagnosis.to_json(&texts, Offsets::Bytes)).unwrap_or_default();
    let member = |value: &Value, step: &str| match (value, step.split_once('=')) {
        (Value::Array(items), Some((name, expected))) => {
            items.iter().find(|it| it[name] == expected).cloned()
        }
        (Value::Array(items), None) => items.get(step.parse::<usize>().ok()?).cloned(),
        _ => value.get(step).cloned(),
    };
    let value = |path: &str| path.split('.').try_fold(answer.clone(), |at, step| member(&at, step));
    paths
        .into_iter()
        .map(|path| match value(path) {
            Some(value) => format!("{path} {value}"),
            None => format!("{path} (nothing)"),
        })
        .collect()
}

/// The codes of errors and warnings, or `nothing`.
fn codes(diagnosis: &Diagnosis) -> String {
    let codes: Vec<&str> = diagnosis
        .findings
        .iter()
        .filter(|it| it.finding.severity != Severity::Info)
        .map(|it| it.finding.code)
        .collect();
    if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") }
}

/// What becomes of each image: the container, and the name of the outcome.
fn outcomes(diagnosis: &Diagnosis) -> Vec<String> {
    let images = diagnosis.workloads.iter().flat_map(|it| &it.images);
    images
        .map(|it| {
            let name = it.name.as_deref().unwrap_or(&it.image);
            format!("{name} {}", it.outcome.kind.name())
        })
        .collect()
}

/// A finding: its code, its severity, where it stands, and the bytes that it marks.
pub(super) fn finding(text: &str, finding: &Finding) -> String {
    let Finding { code, severity, span, .. } = finding;
    let Some(span) = span else { return format!("{code} {severity} without a place") };
    let Some(marked) = text.get(span.clone()) else {
        return format!("{code} {severity} at {span:?}, which is not in the text");
    };
    let position = Lines::new(text).position(span.start);
    let marked = Value::from(shortened(marked)).to_string();
    format!("{code} {severity} at {}:{} {marked}", position.line, position.column)
}

/// A long text by its beginning, its end and its length.
fn shortened(text: &str) -> String {
    if text.len() <= 72 {
        return text.to_owned();
    }
    let (start, end) = (text.floor_char_boundary(40), text.ceil_char_boundary(text.len() - 16));
    format!("{}…{} ({} bytes)", &text[..start], &text[end..], text.len())
}

/// Fixes after which the finding is still there, whether the case tells of it or not.
pub(super) fn useless_fixes(case: &Case, diagnosis: &Diagnosis) -> Vec<String> {
    let count = |diagnosis: &Diagnosis, code: &str| {
        diagnosis.findings.iter().filter(|it| it.finding.code == code).count()
    };
    let mut useless = Vec::new();
    for it in &diagnosis.findings {
        let code = it.finding.code;
        let Some(fix) = it.finding.fix.as_ref().filter(|it| !it.edits.is_empty()) else { continue };
        let after = apply(&case.text, &fix.edits).map(|it| diagnose(&it, &case.options));
        let before = count(diagnosis, code);
        if after.is_ok_and(|after| count(&after, code) < before) {
            continue;
        }
        useless.push(format!("{}: {}", finding(&case.text, &it.finding), fix.title));
    }
    useless
}

/// Whether the canary is in an answer, as it is or within base64.
pub(super) fn repeats_a_password(diagnosis: &Diagnosis) -> bool {
    let answer = format!("{diagnosis:?}");
    // A text stands in base64 in one of three ways, by its place in the groups of three bytes; the
    // groups that it does not fill alone are left out.
    let encoded = (0..3).map(|before| {
        let text = STANDARD.encode(format!("{}{CANARY}", &"   "[..before]));
        let (start, end) = (before.div_ceil(3) * 4, (before + CANARY.len()) / 3 * 4);
        text[start..end].to_owned()
    });
    answer.contains(CANARY) || encoded.into_iter().any(|it| answer.contains(&it))
}
