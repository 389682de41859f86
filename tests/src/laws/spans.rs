//! Every place of an answer stands in the text.

use std::ops::Range;

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::finding::KeyId;
use pullscope_core::text::{Limits, documents_within};

/// The first place that is not in the text, or not in its document.
///
/// # Errors
///
/// What the place is, and where.
pub fn spans(text: &str, diagnosis: &Diagnosis, limits: &Limits) -> Result<(), String> {
    for span in ranges(&format!("{diagnosis:?}")) {
        if text.get(span.clone()).is_none() {
            return Err(format!("{span:?} is not in the text"));
        }
    }
    let read = documents_within(text, limits).docs;
    if read.len() != diagnosis.documents.len() {
        return Err("not every document is told".to_string());
    }
    let mut end = 0;
    for (document, report) in read.iter().zip(&diagnosis.documents) {
        if document.span != report.span {
            return Err(format!(
                "the document at {:?} is told at {:?}",
                document.span, report.span
            ));
        }
        // Items of a list may be written elsewhere, with an alias.
        if document.list_item.is_none() && document.span.start < end {
            return Err(format!("the document at {:?} begins within another", document.span));
        }
        end = end.max(document.span.end);
    }
    let within = |what: &str, document: usize, span: &Range<usize>| {
        let Some(read) = read.get(document) else {
            return Err(format!("{what}: there is no document {document}"));
        };
        let is_within = read.span.start <= span.start && span.end <= read.span.end;
        match is_within || read.list_item.is_some() {
            true => Ok(()),
            false => Err(format!("{what} at {span:?} is not in its document {:?}", read.span)),
        }
    };
    for placed in &diagnosis.findings {
        match &placed.finding.span {
            Some(span) => within(placed.finding.code, placed.document, span)?,
            None => within(placed.finding.code, placed.document, &(0..0))
                .or_else(|error| if placed.document < read.len() { Ok(()) } else { Err(error) })?,
        }
        if let Some(id) = placed.images.iter().find(|it| diagnosis.image(**it).is_none()) {
            return Err(format!("{}: there is no image {id:?}", placed.finding.code));
        }
        let is_key = |it: &&KeyId| {
            diagnosis.secrets.get(it.secret).is_some_and(|secret| it.entry < secret.keys.len())
        };
        if let Some(id) = placed.finding.keys.iter().find(|it| !is_key(it)) {
            return Err(format!("{}: there is no key {id:?}", placed.finding.code));
        }
    }
    for workload in &diagnosis.workloads {
        for image in &workload.images {
            within("an image", workload.document, &image.span)?;
            let parts = image.reference.as_ref().ok();
            let parts = parts.map(|it| {
                let (registry, repository) = (Some(&it.registry), Some(&it.repository));
                [registry, repository, it.tag.as_ref(), it.digest.as_ref()]
            });
            for span in parts.into_iter().flatten().flatten().filter_map(|it| it.span.as_ref()) {
                let is_within = image.span.start <= span.start && span.end <= image.span.end;
                if !is_within {
                    return Err(format!("a part at {span:?} is not in its image {:?}", image.span));
                }
            }
            for key in image.credentials.iter().flat_map(|it| &it.keys) {
                let held = diagnosis.secrets.get(key.secret);
                let held = held.ok_or_else(|| format!("there is no Secret {}", key.secret))?;
                within("a key", held.document, &key.span)?;
                if held.keys.get(key.entry).is_none_or(|it| it.0 != key.key) {
                    return Err(format!("{:?} is not {}", key.id(), key.key));
                }
            }
        }
    }
    for event in &diagnosis.events {
        within("an event", event.document, &event.span)?;
        if let Some(id) = event.about.iter().find(|it| diagnosis.image(**it).is_none()) {
            return Err(format!("an event is about {id:?}, which is no image"));
        }
        if event.cause.is_some_and(|it| it >= diagnosis.findings.len()) {
            return Err(format!("an event has the cause {:?}, which is no finding", event.cause));
        }
    }
    Ok(())
}

/// What stands in front of bytes of a `config.json`, which mostly is not in the text as it is.
const IN_A_CONFIG: &str = "key_span: ";

/// The ranges in what `Debug` printed, outside of its strings: whatever a field is called.
fn ranges(debug: &str) -> Vec<Range<usize>> {
    let bytes = debug.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'0'..=b'9' => {
                let first = at;
                let digits = |at: usize| {
                    let count = bytes[at..].iter().take_while(|it| it.is_ascii_digit()).count();
                    debug[at..at + count].parse::<usize>().map(|it| (it, at + count))
                };
                if let Ok((start, end)) = digits(at) {
                    at = end;
                    if debug[at..].starts_with("..")
                        && let Ok((end, after)) = digits(at + 2)
                    {
                        if !debug[..first].ends_with(IN_A_CONFIG) {
                            found.push(start..end);
                        }
                        at = after;
                    }
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullscope_core::diagnose::{Options, diagnose};

    #[test]
    fn ranges_are_found_outside_of_strings() {
        let debug = format!("{:?}", (3..14, "7..8 \" 9..10", '"', [Some(0..0)], 5));
        assert_eq!(ranges(&debug), [3..14, 0..0]);
    }

    #[test]
    fn a_place_outside_is_told() {
        let text = "nginx:1.27\n---\nkind: Pod\n";
        let options = Options::default();
        let diagnosis = diagnose(text, &options);
        assert_eq!(spans(text, &diagnosis, &options.limits), Ok(()));
        let mut wrong = diagnosis.clone();
        wrong.workloads[0].images[0].span = 0..99;
        assert!(spans(text, &wrong, &options.limits).is_err());
        wrong.workloads[0].images[0].span = 15..20;
        assert!(spans(text, &wrong, &options.limits).is_err());
    }

    #[test]
    fn a_key_that_is_not_there_is_told() {
        let text = "kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/dockerconfigjson\n\
                    stringData: {.dockerconfigjson: '{\"auths\": {\"r.io\": {}}}'}\n";
        let options = Options::default();
        let mut diagnosis = diagnose(text, &options);
        let mut findings = diagnosis.findings.iter_mut().map(|it| &mut it.finding);
        let blank = findings.find(|it| it.code == "secret/blank-entry");
        let keys = &mut blank.expect("it is found").keys;
        assert_eq!(keys[..], [KeyId { secret: 0, entry: 0 }]);
        keys[0].entry = 1;
        assert!(spans(text, &diagnosis, &options.limits).is_err());
    }
}
