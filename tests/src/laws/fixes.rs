//! A fix mends what it says, and nothing breaks.

use pullscope_core::diagnose::{Diagnosis, Options, PlacedFinding, diagnose};
use pullscope_core::finding::apply;
use pullscope_core::text::{Syntax, documents_within};

/// Makes the edits of each fix, alone.
///
/// # Errors
///
/// Which fix cannot be made, breaks a document, or leaves its finding.
pub fn fixes(text: &str, diagnosis: &Diagnosis, options: &Options) -> Result<(), String> {
    for (at, _) in diagnosis.findings.iter().enumerate().filter(|(_, it)| has_edits(it)) {
        fixed(text, diagnosis, at, options)?;
    }
    Ok(())
}

/// Makes the first fix that there is, again and again, until there is none.
///
/// # Errors
///
/// When a fix cannot be made, or there is no end to it.
pub fn fix_by_fix(text: &str, options: &Options) -> Result<String, String> {
    let mut text = text.to_string();
    let mut made = Vec::new();
    let mut most = None;
    loop {
        let diagnosis = diagnose(&text, options);
        let fixes = diagnosis.findings.iter().filter(|it| has_edits(it)).count();
        let Some(at) = diagnosis.findings.iter().position(has_edits) else { return Ok(text) };
        // One fix may bring to light what another one mends, but not for ever.
        let most = *most.get_or_insert(3 * fixes + 10);
        made.push(diagnosis.findings[at].finding.code);
        if made.len() > most {
            return Err(format!("there is no end to {made:?}\n{text}"));
        }
        text = fixed(&text, &diagnosis, at, options)?;
    }
}

fn has_edits(placed: &PlacedFinding) -> bool {
    placed.finding.fix.as_ref().is_some_and(|it| !it.edits.is_empty())
}

/// The text after one fix.
fn fixed(
    text: &str,
    diagnosis: &Diagnosis,
    at: usize,
    options: &Options,
) -> Result<String, String> {
    let placed = &diagnosis.findings[at];
    let Some(fix) = &placed.finding.fix else { return Ok(text.to_string()) };
    let fails = |what: &str, changed: &str| {
        Err(format!(
            "{} {what}\n{:#?}\n{text}\n=====\n{changed}",
            placed.finding.code, placed.finding
        ))
    };
    let changed = match apply(text, &fix.edits) {
        Ok(changed) => changed,
        Err(error) => return fails(&format!("has a fix of which {error}"), ""),
    };
    // Lines of prose are cut by what they look like, and a fix may change that.
    let objects = |text| {
        let mut read = documents_within(text, &options.limits).docs;
        read.retain(|it| it.kind.is_some());
        read
    };
    let (before, after) = (objects(text), objects(&changed));
    if before.len() != after.len() {
        return fails("has a fix that changes the number of objects", &changed);
    }
    for (before, after) in before.iter().zip(&after) {
        if before.error.is_none() && after.error.is_some() {
            return fails("has a fix that breaks a document", &changed);
        }
        let was_json = before.syntax == Syntax::Json && before.error.is_none();
        if was_json && after.syntax != Syntax::Json {
            return fails("has a fix that makes something else of JSON", &changed);
        }
    }
    // Of two workloads that share a finding, a fix may mend one.
    let weight = |diagnosis: &Diagnosis| {
        let same = |it: &&PlacedFinding| {
            let (one, other) = (&it.finding, &placed.finding);
            it.document == placed.document
                && (one.code, &one.path, &one.message) == (other.code, &other.path, &other.message)
        };
        let weight = |it: &PlacedFinding| 1 + it.images.len() + it.finding.related.len();
        diagnosis.findings.iter().filter(same).map(weight).sum::<usize>()
    };
    if weight(&diagnose(&changed, options)) >= weight(diagnosis) {
        return fails("has a fix that leaves it as it is", &changed);
    }
    Ok(changed)
}
