//! `cargo xtask messages`: what the message files of the page lack, and their texts in order.
//!
//! Names files with more translations, `ja=FILE` each, to put them into the message files: JSON objects
//! with the English text as the key. A translation with other holes, code or addresses is left out, and
//! named.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::{fs, io};

use pullscope_tests::messages::{English, File, LANGUAGES, fits, fits_in_guide, gaps};

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
    let english = English::read()?;
    let English { page, core, guide } = &english;
    let (texts, sentences, of_guide) = (page.len(), core.len(), guide.len());
    println!(
        "{texts} texts of the page, {sentences} sentences of the core, {of_guide} texts of the guide"
    );
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
            let is_of_guide = guide.contains(&text);
            let is_fit = if is_of_guide { fits_in_guide } else { fits };
            if !is_fit(&text, &said) {
                println!("{language}: other holes, code or addresses: {text:?}: {said:?}");
                continue;
            }
            if is_of_guide {
                file.guide.insert(text.clone(), said.clone());
            }
            let is_of_page = page.contains_key(&text);
            if is_of_page {
                file.page.insert(text.clone(), said.clone());
            }
            if core.contains(&text) || !is_of_guide && !is_of_page {
                file.core.insert(text, said);
            }
        }
        file.page.retain(|text, _| page.contains_key(text));
        file.guide.retain(|text, _| guide.contains(text));
        files.push((language, file));
    }
    // A pattern that one language has is missing in the others.
    let patterns: BTreeSet<String> =
        files.iter().flat_map(|(_, file)| file.core.keys().cloned()).collect();
    let mut is_complete = true;
    for (language, file) in files {
        file.write(language)?;
        let lacks = patterns.iter().filter(|it| !file.core.contains_key(*it)).cloned().collect();
        let lists = gaps(&file, &english).lists();
        let lists = lists.into_iter().chain([("patterns of another language are missing", lacks)]);
        for (what, texts) in lists {
            println!("\n{language}: {} {what}", texts.len());
            is_complete &= texts.is_empty();
            texts.iter().for_each(|text| println!("  {}", serde_json::json!(text)));
        }
    }
    Ok(is_complete)
}
