//! `cargo xtask messages`: what the message files of the page lack, and their texts in order.
//!
//! Names files with more translations, `ja=FILE` each, to put them into the message files: JSON objects
//! with the English text as the key. A text that no file of the page needs is left out, and named.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::{fs, io};

use pullscope_messages::holes;
use pullscope_tests::messages::{File, LANGUAGES, gaps, sentences, texts};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether nothing is missing.
fn run() -> io::Result<bool> {
    let page = texts::of_the_page()?;
    let sentences = sentences::all()?;
    println!("{} texts of the page, {} sentences of the core", page.len(), sentences.len());
    let mut more = BTreeMap::<String, Vec<(String, String)>>::new();
    for argument in std::env::args().skip(1) {
        let Some((language, path)) = argument.split_once('=') else {
            return Err(io::Error::other(format!("{argument} is not LANGUAGE=FILE")));
        };
        let texts: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(path)?)?;
        more.entry(language.to_owned()).or_default().extend(texts);
    }
    let mut files = Vec::new();
    for language in LANGUAGES {
        let mut file = File::of(language)?;
        for (text, said) in more.remove(language).unwrap_or_default() {
            if holes(&text) != holes(&said) {
                println!("{language}: other holes: {text:?}: {said:?}");
                continue;
            }
            if page.contains_key(&text) {
                file.page.insert(text.clone(), said.clone());
            }
            if !page.contains_key(&text) || sentences.contains(&text) {
                file.core.insert(text, said);
            }
        }
        file.page.retain(|text, _| page.contains_key(text));
        files.push((language, file));
    }
    // A pattern that one language has is missing in the others.
    let patterns: BTreeSet<String> =
        files.iter().flat_map(|(_, file)| file.core.keys().cloned()).collect();
    let mut is_complete = true;
    for (language, file) in files {
        file.write(language)?;
        let gaps = gaps(&file, &page, &sentences);
        let lacks = patterns.iter().filter(|it| !file.core.contains_key(*it));
        let lists = [
            ("texts of the page", gaps.page),
            ("sentences of the core", gaps.core),
            ("patterns that another language has", lacks.cloned().collect()),
            ("texts with other holes", gaps.holes),
        ];
        for (what, texts) in lists {
            println!("\n{language}: {} {what}", texts.len());
            is_complete &= texts.is_empty();
            texts.iter().for_each(|text| println!("  {}", serde_json::json!(text)));
        }
    }
    Ok(is_complete)
}
