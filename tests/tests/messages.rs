//! The page is whole in each of its languages.

use std::collections::BTreeSet;

use pullscope_tests::messages::{English, File, LANGUAGES, folder, gaps, texts};

/// What is listed of a gap, at most.
const LISTED: usize = 40;

#[test]
fn every_text_and_every_sentence_has_a_translation() {
    let english = English::read().expect("the page's sources and the cases can be read");
    assert!(english.core.len() > 5_000, "{}", english.core.len());
    assert!(english.guide.len() > 1_000, "{}", english.guide.len());
    let mut wrong = Vec::new();
    for language in LANGUAGES {
        let file = File::of(language).expect("it is a message file");
        for (what, texts) in gaps(&file, &english).lists() {
            if texts.is_empty() {
                continue;
            }
            wrong.push(format!("{language}: {} {what}", texts.len()));
            wrong.extend(texts.iter().take(LISTED).map(|text| format!("  {text:?}")));
        }
    }
    assert!(wrong.is_empty(), "see cargo xtask messages\n{}", wrong.join("\n"));
}

#[test]
fn all_languages_have_the_same_patterns_in_order() {
    let files = LANGUAGES.map(|it| (it, File::of(it).expect("it is a message file")));
    let patterns = |file: &File| file.core.keys().cloned().collect::<BTreeSet<_>>();
    let first = patterns(&files[0].1);
    assert!(first.len() > 1_000, "{}", first.len());
    for (language, file) in &files {
        let others = patterns(file);
        let differ: Vec<_> = first.symmetric_difference(&others).take(LISTED).collect();
        assert!(differ.is_empty(), "{} and {language}: {differ:#?}", files[0].0);
        let path = folder().join(language).with_extension("json");
        let text = std::fs::read_to_string(path).expect("it can be read");
        assert_eq!(text, file.to_json(), "{language}: cargo xtask messages puts it in order");
    }
}

#[test]
fn a_component_is_drawn_anew_in_another_language() {
    let deaf = texts::deaf_components().expect("the page's sources can be read");
    assert!(deaf.is_empty(), "without `use_language()` first: {deaf:#?}");
}
