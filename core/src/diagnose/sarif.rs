//! The findings as SARIF, which code hosts and editors read.
//!
//! Version 2.1.0 of the OASIS standard, with what it asks of a log: one run, the rules that are
//! referred to, each with the page of its code as its help, and for each finding its rule, level,
//! sentence and place. Columns are counted in characters. A finding's other places are its related
//! locations. Findings hold no secret, and the text itself is not in the log.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::report::{Diagnosis, PlacedFinding};
use super::texts::Texts;
use crate::finding::{Severity, title};
use crate::json::write_string;
use crate::text::Lines;

/// Where the shape of a log is written down.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Diagnosis {
    /// The findings as a SARIF log, in one line. `names` are those of the texts, as paths without a
    /// scheme; a text without one has a name of its own. `page` gives the page of a code, as
    /// [`explain`](crate::finding::explain) does, to a caller who has it.
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
        log.put("}},\"columnKind\":\"unicodeCodePoints\",\"results\":");
        log.list(self.findings.iter(), |log, it| {
            // Each code of a finding is among the rules.
            let rule = rules.binary_search(&it.finding.code).unwrap_or_default();
            log.result(it, rule);
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
            self.put(",\"help\":{\"text\":");
            self.text(&page);
            self.put(",\"markdown\":");
            self.text(&page);
            self.put("}");
        }
        self.put("}");
    }

    fn result(&mut self, placed: &PlacedFinding, rule: usize) {
        let it = &placed.finding;
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
        self.list(it.span.iter(), |log, span| {
            log.location(span, None);
            log.put("}");
        });
        if !it.related.is_empty() {
            self.put(",\"relatedLocations\":");
            self.list(it.related.iter().enumerate(), |log, (index, related)| {
                log.location(&related.span, Some(index));
                log.put(",\"message\":{\"text\":");
                log.text(&related.label);
                log.put("}}");
            });
        }
        self.put("}");
    }

    /// A location, left open for more members.
    fn location(&mut self, span: &Range<usize>, id: Option<usize>) {
        let (number, place) = self.texts.place(span);
        self.put("{");
        if let Some(id) = id {
            self.put(&format!("\"id\":{id},"));
        }
        self.put("\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
        match self.names.get(number) {
            Some(name) => write_string(&mut self.out, name),
            None => self.text(&format!("text-{}.yaml", number + 1)),
        }
        // Lines are counted in each text by itself.
        let before = span.start - place.start;
        let first = self.lines.position(before).line - 1;
        let start = self.lines.position(before + place.start);
        let end = self.lines.position(before + place.end);
        self.put(&format!(
            "}},\"region\":{{\"startLine\":{},\"startColumn\":{},\"endLine\":{},\"endColumn\":{},\
             \"byteOffset\":{},\"byteLength\":{}}}}}",
            start.line - first,
            start.column,
            end.line - first,
            end.column,
            place.start,
            place.len(),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::{Options, diagnose};
    use crate::json::{Data, Value, parse};

    const PORT: &str = "kind: Pod\nmetadata: {name: a}\nspec:\n  imagePullSecrets: [{name: s}]\n  containers: [{name: é, image: 'r.io:5000/x:1'}]\n---\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{\"auths\": {\"r.io\": {\"username\": \"u\", \"password\": \"parrot-7Qp\"}}}'}\n";

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
        assert_eq!(texts(&log, "runs.0.columnKind"), "unicodeCodePoints");
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
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            assert_eq!(number(place, "region.startLine"), line);
            assert_eq!(number(place, "region.startColumn"), column);
        }
        for rule in rules {
            assert!(!texts(rule, "shortDescription.text").is_empty());
            assert!(texts(rule, "help.text").starts_with("# "));
        }
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
        assert!(
            log.ends_with("\"rules\":[]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[]}]}")
        );
    }
}
