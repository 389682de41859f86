//! The findings as SARIF, which code hosts and editors read.
//!
//! Version 2.1.0 of the OASIS standard, with what it asks of a log: one run, the rules that are
//! referred to, each with the page of its code as its help, and for each finding its rule, level,
//! sentence, place, and the edits of its fix. A finding without a place of its own is at its
//! document, because code hosts drop a result that is nowhere. A finding's other places are its
//! related locations. Findings hold no secret, and the text itself is not in the log.
//!
//! Columns are counted in UTF-16 code units, and the log says so: editors count like that, and some
//! of them whatever a log says.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::report::Diagnosis;
use super::texts::Texts;
use crate::finding::{Edit, Finding, Fix, Severity, title};
use crate::json::write_string;
use crate::text::Lines;

/// Where the shape of a log is written down.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Diagnosis {
    /// The findings as a SARIF log, in one line. `names` are the paths of the texts, with `/` between
    /// folders, as they are: what a URI cannot hold is escaped. A text without one gets `text-1.yaml`,
    /// by its number. `page` gives the page of a code, as [`explain`](crate::finding::explain) does, to
    /// a caller who has it.
    ///
    /// ```
    /// use pullscope_core::diagnose::{Options, Texts, diagnose};
    /// use pullscope_core::finding::explain;
    ///
    /// let texts = Texts::from("app:1+2");
    /// let page = |code: &str| explain(code).map(String::from);
    /// let log = diagnose(texts.as_str(), &Options::default()).to_sarif(&texts, &["pod.yaml"], &page);
    /// assert!(log.contains(r#""ruleId":"image/invalid","ruleIndex":0,"level":"error""#));
    /// assert!(log.contains(r#""uri":"pod.yaml""#));
    /// ```
    pub fn to_sarif(
        &self,
        texts: &Texts<'_>,
        names: &[&str],
        page: &dyn Fn(&str) -> Option<String>,
    ) -> String {
        let mut rules: Vec<&str> = self.findings.iter().map(|it| it.finding.code).collect();
        rules.sort_unstable();
        rules.dedup();
        let mut log = Log { out: String::new(), texts, lines: Lines::new(texts.as_str()), names };
        log.put(&format!("{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{"));
        log.put("\"tool\":{\"driver\":{\"name\":\"Pullscope\",\"version\":");
        log.text(env!("CARGO_PKG_VERSION"));
        log.put(",\"rules\":");
        log.list(rules.iter(), |log, code| log.rule(code, page(code)));
        log.put("}},\"columnKind\":\"utf16CodeUnits\",\"newlineSequences\":");
        log.list(["\r\n", "\n", "\r"].into_iter(), Log::text);
        log.put(",\"results\":");
        log.list(self.findings.iter(), |log, it| {
            // Each code of a finding is among the rules, and its document among the documents.
            let rule = rules.binary_search(&it.finding.code).unwrap_or_default();
            let place = it.finding.span.as_ref();
            let place = place.or_else(|| Some(&self.documents.get(it.document)?.span));
            log.result(&it.finding, rule, place);
        });
        log.put("}]}");
        log.out
    }
}

struct Log<'t> {
    out: String,
    texts: &'t Texts<'t>,
    lines: Lines<'t>,
    names: &'t [&'t str],
}

impl Log<'_> {
    fn put(&mut self, json: &str) {
        self.out.push_str(json);
    }

    fn text(&mut self, text: &str) {
        write_string(&mut self.out, text);
    }

    fn list<T>(&mut self, items: impl Iterator<Item = T>, each: impl Fn(&mut Self, T)) {
        self.put("[");
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.put(",");
            }
            each(self, item);
        }
        self.put("]");
    }

    fn rule(&mut self, code: &str, page: Option<String>) {
        self.put("{\"id\":");
        self.text(code);
        self.put(",\"shortDescription\":{\"text\":");
        self.text(title(code).unwrap_or(code));
        self.put("}");
        if let Some(page) = page {
            // Behind the heading and the code comes what happens.
            let first = page.split("\n\n").nth(2).unwrap_or(&page);
            for (member, markdown) in [("fullDescription", first), ("help", &page)] {
                self.put(&format!(",\"{member}\":{{\"text\":"));
                self.text(markdown);
                self.put(",\"markdown\":");
                self.text(markdown);
                self.put("}");
            }
        }
        self.put("}");
    }

    fn result(&mut self, it: &Finding, rule: usize, place: Option<&Range<usize>>) {
        let level = match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        self.put("{\"ruleId\":");
        self.text(it.code);
        self.put(&format!(",\"ruleIndex\":{rule},\"level\":\"{level}\",\"message\":{{\"text\":"));
        self.text(&it.message);
        self.put("},\"locations\":");
        self.list(place.into_iter(), |log, span| {
            log.put("{");
            log.physical(span);
            log.put("}");
        });
        self.put(",\"relatedLocations\":");
        self.list(it.related.iter().enumerate(), |log, (index, related)| {
            log.put(&format!("{{\"id\":{index},"));
            log.physical(&related.span);
            log.put(",\"message\":{\"text\":");
            log.text(&related.label);
            log.put("}}");
        });
        // A command alone changes no file that the log knows.
        let fix = it.fix.as_ref().filter(|it| !it.edits.is_empty());
        self.put(",\"fixes\":");
        self.list(fix.into_iter(), Self::fix);
        self.put("}");
    }

    /// The edits of a fix, by text: they stand in the order of the texts.
    fn fix(&mut self, fix: &Fix) {
        self.put("{\"description\":{\"text\":");
        self.text(&fix.title);
        self.put("},\"artifactChanges\":");
        let texts = self.texts;
        let number = |it: &Edit| texts.place(&it.span).0;
        self.list(fix.edits.chunk_by(|a, b| number(a) == number(b)), |log, edits| {
            log.put("{");
            log.artifact(number(&edits[0]));
            log.put(",\"replacements\":");
            log.list(edits.iter(), |log, edit| {
                log.put("{\"deletedRegion\":");
                log.region(&edit.span);
                log.put(",\"insertedContent\":{\"text\":");
                log.text(&edit.text);
                log.put("}}");
            });
            log.put("}");
        });
        self.put("}");
    }

    fn physical(&mut self, span: &Range<usize>) {
        self.put("\"physicalLocation\":{");
        self.artifact(self.texts.place(span).0);
        self.put(",\"region\":");
        self.region(span);
        self.put("}");
    }

    fn artifact(&mut self, number: usize) {
        self.put("\"artifactLocation\":{\"uri\":");
        match self.names.get(number) {
            Some(name) => self.text(&escaped(name)),
            None => self.text(&format!("text-{}.yaml", number + 1)),
        }
        self.put("}");
    }

    fn region(&mut self, span: &Range<usize>) {
        let (_, place) = self.texts.place(span);
        // Lines are counted in each text by itself.
        let before = self.texts.source(span.start).1.start;
        let first = self.lines.position(before).line - 1;
        let start = self.lines.position(before + place.start);
        let end = self.lines.position(before + place.end);
        self.put(&format!(
            "{{\"startLine\":{},\"startColumn\":{},\"endLine\":{},\"endColumn\":{},\
             \"byteOffset\":{},\"byteLength\":{}}}",
            start.line - first,
            start.utf16_column,
            end.line - first,
            end.utf16_column,
            place.start,
            place.len(),
        ));
    }
}

/// A path as a relative reference of RFC 3986: its bytes but for those that every URI may hold, and
/// `/`, as `%20`.
fn escaped(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::{Options, PlacedFinding, diagnose};
    use crate::json::{Data, Value, parse};

    const PORT: &str = "kind: Pod\nmetadata: {name: a}\nspec:\n  imagePullSecrets: [{name: s}]\n  containers: [{name: 🦀, image: 'r.io:5000/x:1'}]\n---\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{\"auths\": {\"r.io\": {\"username\": \"u\", \"password\": \"parrot-7Qp\"}}}'}\n";

    fn page(code: &str) -> Option<String> {
        crate::finding::explain(code).map(String::from)
    }

    fn texts<'v>(value: &'v Value<'_>, path: &str) -> &'v str {
        at(value, path).as_str().expect(path)
    }

    fn number(value: &Value<'_>, path: &str) -> usize {
        match &at(value, path).data {
            Data::Number(number) => number.parse().expect(path),
            _ => panic!("{path} is no number"),
        }
    }

    fn at<'v, 'a>(value: &'v Value<'a>, path: &str) -> &'v Value<'a> {
        path.split('.').fold(value, |value, step| match step.parse::<usize>() {
            Ok(index) => &value.as_array().expect(path)[index],
            Err(_) => value.get(step).expect(path),
        })
    }

    #[test]
    fn a_log_has_the_shape_that_the_schema_asks_for() {
        let source = Texts::from(PORT);
        let diagnosis = diagnose(PORT, &Options::default());
        let log = diagnosis.to_sarif(&source, &["all.yaml"], &page);
        assert!(!log.contains("parrot"));
        let log = parse(&log, 20).expect("it is JSON");
        assert_eq!(texts(&log, "version"), "2.1.0");
        assert_eq!(texts(&log, "$schema"), SCHEMA);
        assert_eq!(at(&log, "runs").as_array().map(<[_]>::len), Some(1));
        assert_eq!(texts(&log, "runs.0.tool.driver.name"), "Pullscope");
        assert_eq!(texts(&log, "runs.0.columnKind"), "utf16CodeUnits");
        let rules = at(&log, "runs.0.tool.driver.rules").as_array().expect("rules");
        let results = at(&log, "runs.0.results").as_array().expect("results");
        assert_eq!(results.len(), diagnosis.findings.len());
        assert!(results.len() > 1);
        for (result, placed) in results.iter().zip(&diagnosis.findings) {
            let code = texts(result, "ruleId");
            assert_eq!(code, placed.finding.code);
            assert_eq!(texts(&rules[number(result, "ruleIndex")], "id"), code);
            assert!(["error", "warning", "note"].contains(&texts(result, "level")));
            assert!(!texts(result, "message.text").is_empty());
            let Some(span) = &placed.finding.span else { continue };
            let place = at(result, "locations.0.physicalLocation");
            assert_eq!(texts(place, "artifactLocation.uri"), "all.yaml");
            let offset = number(place, "region.byteOffset");
            assert_eq!(offset..offset + number(place, "region.byteLength"), *span);
            // Lines and columns, counted by hand.
            let before = &PORT[..span.start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
            assert_eq!(number(place, "region.startLine"), line);
            assert_eq!(number(place, "region.startColumn"), column);
        }
        for rule in rules {
            assert!(!texts(rule, "shortDescription.text").is_empty());
            assert!(texts(rule, "help.text").starts_with("# "));
            let full = texts(rule, "fullDescription.text");
            assert!(!full.starts_with(['#', '`']) && texts(rule, "help.text").contains(full));
        }
    }

    #[test]
    fn a_fix_is_the_edits_of_each_text() {
        let (pod, secret) = PORT.split_once("---\n").expect("two documents");
        let source = Texts::join([pod, secret]);
        let diagnosis = diagnose(source.as_str(), &Options::default());
        let at_port = |it: &&PlacedFinding| it.finding.code == "keyring/port-differs";
        let placed = diagnosis.findings.iter().find(at_port).expect("the port is found");
        let fix = placed.finding.fix.clone().expect("it has a fix");
        let names = ["the pod.yaml", "sécret:1.yaml"];
        let log = diagnosis.to_sarif(&source, &names, &page);
        let log = parse(&log, 20).expect("it is JSON");
        let results = at(&log, "runs.0.results").as_array().expect("results");
        let result = results.iter().find(|it| texts(it, "ruleId") == "keyring/port-differs");
        let made = at(result.expect("it is in the log"), "fixes.0");
        assert_eq!(texts(made, "description.text"), fix.title);
        assert_eq!(at(made, "artifactChanges").as_array().map(<[_]>::len), Some(1));
        let change = at(made, "artifactChanges.0");
        assert_eq!(texts(change, "artifactLocation.uri"), "s%C3%A9cret%3A1.yaml");
        let replacement = at(change, "replacements.0");
        assert_eq!(texts(replacement, "insertedContent.text"), fix.edits[0].text);
        let region = at(replacement, "deletedRegion");
        let (start, length) = (number(region, "byteOffset"), number(region, "byteLength"));
        assert_eq!(&secret[start..start + length], &source.as_str()[fix.edits[0].span.clone()]);
        assert_eq!(number(region, "startLine"), secret[..start].matches('\n').count() + 1);
    }

    #[test]
    fn a_result_without_a_place_is_at_its_document() {
        let mut diagnosis = diagnose("app:1+2", &Options::default());
        diagnosis.findings[0].finding.span = None;
        let log = diagnosis.to_sarif(&Texts::from("app:1+2"), &[], &page);
        let log = parse(&log, 20).expect("it is JSON");
        let region = at(&log, "runs.0.results.0.locations.0.physicalLocation.region");
        assert_eq!((number(region, "byteOffset"), number(region, "byteLength")), (0, 7));
    }

    #[test]
    fn lines_are_counted_in_each_text() {
        let source = Texts::join(["kind: Pod\n", "\napp:1+2"]);
        let log = diagnose(source.as_str(), &Options::default()).to_sarif(&source, &[], &page);
        let log = parse(&log, 20).expect("it is JSON");
        let results = at(&log, "runs.0.results").as_array().expect("results");
        let invalid = results.iter().find(|it| texts(it, "ruleId") == "image/invalid");
        let place = at(invalid.expect("it is found"), "locations.0.physicalLocation");
        assert_eq!(texts(place, "artifactLocation.uri"), "text-2.yaml");
        assert_eq!(number(place, "region.startLine"), 2);
    }

    #[test]
    fn nothing_found_is_a_log_without_results() {
        let source = Texts::from("");
        let log = diagnose("", &Options::default()).to_sarif(&source, &[], &page);
        assert!(log.contains("\"rules\":[]}},") && log.ends_with(",\"results\":[]}]}"));
    }
}
