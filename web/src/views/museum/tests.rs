use std::fs;

use pullscope_core::json::Data;

use super::*;
use crate::views::museum::title::title;

/// The day on which the exhibits are looked at here.
const DAY: Option<i64> = Some(1_790_000_000);

/// The list as the page loads it, made of the same files.
fn list() -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let list = format!("{root}/web/parts/src/museum/exhibits.json");
    let list = fs::read_to_string(list).expect("the list of the exhibits");
    let parsed = json::parse(&list, json::DEFAULT_MAX_DEPTH).expect("JSON");
    let mut out = String::from("[");
    for (at, item) in parsed.as_array().expect("a list").iter().enumerate() {
        let case = item.get("case").and_then(Value::as_str).expect("a case");
        let file = fs::read_to_string(format!("{root}/tests/corpus/cases/{case}.case"));
        let file = file.unwrap_or_else(|error| panic!("{case}: {error}"));
        let (head, text) = file.split_once("\n-----\n").expect("a header and a text");
        let Some(Data::Number(cause)) = item.get("cause").map(|it| &it.data) else {
            panic!("{case} has no cause")
        };
        let of_case = head.lines().find_map(|it| it.strip_prefix("cause: ")).unwrap_or_default();
        assert!(of_case.split(' ').any(|it| it == cause), "{case} is no case of cause {cause}");
        let written = list.get(item.span.start..item.span.end - 1).expect("an object");
        out += if at > 0 { "," } else { "" };
        out += written;
        out += ",\"text\":";
        json::write_string(&mut out, text);
        out += "}";
    }
    out + "]"
}

fn exhibits() -> Vec<Exhibit> {
    read_all(&list()).expect("exhibits")
}

#[test]
fn every_cause_has_an_exhibit() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus/README.md");
    let readme = fs::read_to_string(readme).expect("the list of the causes");
    let rows = readme.lines().filter_map(|it| it.strip_prefix("| ")?.split(" |").next());
    let causes: Vec<usize> = rows.filter_map(|it| it.parse().ok()).collect();
    assert!(causes.len() >= 37, "{causes:?}");
    let exhibits = exhibits();
    let shown: Vec<usize> = exhibits.iter().map(|it| it.cause).collect();
    assert_eq!(shown, causes);
    for exhibit in &exhibits {
        assert!(!title(exhibit.cause).is_empty(), "{}", exhibit.slug);
        let same = exhibits.iter().filter(|it| it.slug == exhibit.slug).count();
        assert_eq!(same, 1, "{}", exhibit.slug);
    }
    assert!(title(0).is_empty());
}

#[test]
fn each_is_found_first_when_broken_and_not_at_all_when_fixed() {
    for exhibit in exhibits() {
        let slug = &exhibit.slug;
        let broken = exhibit.ask(&exhibit.text, DAY);
        let first = broken.notes.first().unwrap_or_else(|| panic!("{slug}: nothing is found"));
        assert_eq!(&*first.code, exhibit.code, "{slug}");
        assert!(first.is_explained, "{slug}");
        let (fixed, lines) = exhibit.mended(&broken).unwrap_or_else(|| panic!("{slug}: no change"));
        assert!(!lines.is_empty(), "{slug}");
        let after = exhibit.ask(&fixed, DAY);
        let left: Vec<&str> = after.notes.iter().map(|it| &*it.code).collect();
        assert!(!left.contains(&&*exhibit.code), "{slug}: {left:?}");
    }
}

#[test]
fn no_line_that_is_shown_has_a_password() {
    for exhibit in exhibits() {
        let broken = exhibit.ask(&exhibit.text, DAY);
        let Some((_, lines)) = exhibit.mended(&broken) else { continue };
        for line in lines {
            let text: String = line.parts.iter().map(|it| it.0.as_str()).collect();
            for secret in ["parrot-7Qp", "cGFycm90LTdRc", "eyJhdXRocyI6"] {
                assert!(!text.contains(secret), "{}: {text}", exhibit.slug);
            }
        }
    }
}

#[test]
fn a_list_that_is_none_has_no_exhibit() {
    for list in ["", "{}", "[1]", r#"[{"cause": 1}]"#] {
        assert_eq!(read_all(list), None, "{list}");
    }
}
