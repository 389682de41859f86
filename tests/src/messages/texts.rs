//! The texts of the page, as its sources have them, and of the pages about findings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pullscope_core::finding::{CODES, explain};
use pullscope_messages::guide;

/// Where the sources of the page are.
fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web")
}

/// Each text that the page shows in the language of a person, with a file where it stands.
///
/// # Errors
///
/// A source cannot be read, or is not Rust.
pub fn of_the_page() -> io::Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    for path in sources(&web().join("src"))? {
        let source = fs::read_to_string(&path)?;
        let texts = in_source(&source)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
        found.extend(texts.into_iter().map(|text| (text, path.clone())));
    }
    let page = web().join("../index.html");
    found.insert(loading(&fs::read_to_string(&page)?)?, page);
    Ok(found)
}

/// Each text of the pages about findings.
pub fn of_the_guide() -> BTreeSet<String> {
    CODES.iter().filter_map(|it| explain(it.code)).flat_map(guide::texts).collect()
}

/// Components with texts that are not drawn anew when the language changes, as `file: name`: those that
/// do not begin with `use_language()`.
///
/// # Errors
///
/// A source cannot be read.
pub fn deaf_components() -> io::Result<Vec<String>> {
    let mut deaf = Vec::new();
    for path in sources(&web().join("src"))? {
        let source = fs::read_to_string(&path)?;
        // App is above what tells the language, and an icon says nothing.
        if path.ends_with("src/app.rs") || path.ends_with("icon.rs") {
            continue;
        }
        for component in source.split("\n#[component]\n").skip(1) {
            let Some((head, body)) = component.split_once("-> Html {\n") else { continue };
            let first = body.lines().next().unwrap_or_default();
            if !first.contains("use_language();") {
                let name = head.split(['(', '<']).next().unwrap_or_default().trim();
                deaf.push(format!("{}: {name}", path.display()));
            }
        }
    }
    Ok(deaf)
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.append(&mut sources(&path)?);
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What the page says until it is there: the text of the one element of the class `loading`.
fn loading(page: &str) -> io::Result<String> {
    let text = page.split_once(" loading\" role=\"status\">");
    let text = text.and_then(|(_, after)| after.split_once("</p>")).map(|(text, _)| text);
    text.map(str::to_owned)
        .ok_or_else(|| io::Error::other("index.html says nothing while it loads"))
}

/// The texts of `t!("…")` in a source, those of its tests left out.
fn in_source(source: &str) -> Result<Vec<String>, String> {
    let tokens: TokenStream = source.parse().map_err(|error| format!("{error}"))?;
    let mut texts = Vec::new();
    collect(tokens, &mut texts)?;
    Ok(texts)
}

fn collect(tokens: TokenStream, texts: &mut Vec<String>) -> Result<(), String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let before = |steps: usize| at.checked_sub(steps).map(|at| tokens[at].to_string());
        let is = |steps, word: &str| before(steps).is_some_and(|it| it == word);
        if is(1, "tests") && is(2, "mod") {
            continue;
        }
        let is_text = group.delimiter() == Delimiter::Parenthesis && is(1, "!") && is(2, "t");
        if is_text && let Some(TokenTree::Literal(text)) = group.stream().into_iter().next() {
            texts.push(unquoted(&text.to_string())?);
        }
        collect(group.stream(), texts)?;
    }
    Ok(())
}

/// The text of a literal.
fn unquoted(literal: &str) -> Result<String, String> {
    syn::parse_str::<syn::LitStr>(literal)
        .map(|it| it.value())
        .map_err(|error| format!("{literal}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_wherever_they_are_written() {
        let source = r##"
            fn a() -> Html { html! { <p title={t!("One")}>{ t!("{n} of \
                them", n = t!("“two”")) }</p> } }
            const C: &str = "not t!(\"this\")";
            // t!("nor this")
            macro_rules! t { ($text:literal) => { plain($text) } }
            mod tests { fn b() { t!("nor that"); } }
            fn c() { s.t("no"); crate::texts::t!(r#"raw "text""#) }
        "##;
        let texts = in_source(source).unwrap();
        assert_eq!(texts, ["One", "{n} of them", "“two”", "raw \"text\""]);
    }

    #[test]
    fn the_page_has_texts() {
        let texts = of_the_page().unwrap();
        assert!(texts.len() > 500, "{}", texts.len());
        assert!(texts.contains_key("Share"));
        assert!(texts.keys().any(|it| it.starts_with("Loading Pullscope")));
    }
}
