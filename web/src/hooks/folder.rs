//! Folders that are dropped on the page: their files, and those of the folders within.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

use crate::texts::t;

/// Files that are read of what is dropped at once, at most.
const MOST: usize = 500;

/// Names that are told of what was left out, at most.
const TOLD: usize = 8;

/// What a file of a folder is called that is read. What is dropped by itself is read whatever it is
/// called.
const ENDINGS: [&str; 9] =
    ["yaml", "yml", "json", "toml", "txt", "log", "conf", "dockercfg", "dockerconfigjson"];

/// Whether something that is dropped is a folder; to be asked while the event is handled.
pub(super) fn entries(data: &DataTransfer) -> Option<Vec<FileSystemEntry>> {
    let items = data.items();
    let entries = (0..items.length()).filter_map(|at| items.get(at));
    let entries: Vec<FileSystemEntry> =
        entries.filter_map(|it| it.webkit_get_as_entry().ok().flatten()).collect();
    entries.iter().any(FileSystemEntry::is_directory).then_some(entries)
}

/// The files, each with its path, and what was left out and why.
pub(super) async fn files(entries: Vec<FileSystemEntry>) -> (Vec<(String, File)>, Vec<String>) {
    let (mut files, mut left_out) = (Vec::new(), Vec::new());
    // The deepest first, so that each folder stays together; the last is the next.
    let mut open: Vec<(FileSystemEntry, bool)> =
        entries.into_iter().rev().map(|it| (it, true)).collect();
    let mut seen = 0_usize;
    while let Some((entry, is_named)) = open.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        seen += 1;
        if files.len() >= MOST || seen > 20 * MOST {
            left_out.push(
                t!("{path} and what follows it: more than {most} files", path = path, most = MOST)
                    .to_string(),
            );
            break;
        }
        if entry.is_directory() {
            // Such as `.git`, which nobody means.
            if !is_named && entry.name().starts_with('.') || entry.name() == "node_modules" {
                left_out.push(t!("the folder {path}", path = path).to_string());
                continue;
            }
            match list(entry.unchecked_into()).await {
                Ok(mut within) => {
                    within.sort_by_key(FileSystemEntry::name);
                    open.extend(within.into_iter().rev().map(|it| (it, false)));
                }
                Err(_) => left_out
                    .push(t!("{path} is no folder that can be read", path = path).to_string()),
            }
        } else if !is_named && !is_text(&entry.name()) {
            left_out.push(t!("{path} is not named as a text", path = path).to_string());
        } else {
            match file(entry.unchecked_into()).await {
                Ok(file) => files.push((path, file)),
                Err(_) => {
                    left_out.push(t!("{name} is no file that can be read", name = path).to_string())
                }
            }
        }
    }
    let more = left_out.len().saturating_sub(TOLD);
    if more > 0 {
        left_out.truncate(TOLD);
        left_out.push(t!("{more} more", more = more).to_string());
    }
    (files, left_out)
}

/// Whether a file of a folder is read: by its ending, or because it has none.
fn is_text(name: &str) -> bool {
    match name.trim_start_matches('.').rsplit_once('.') {
        Some((_, ending)) => ENDINGS.iter().any(|it| ending.eq_ignore_ascii_case(it)),
        None => true,
    }
}

/// All entries of a folder. A browser gives some at a time, and none at the end.
async fn list(folder: FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    while all.len() <= 20 * MOST {
        let some = Promise::new(&mut |resolve, reject| {
            // What it throws, it would tell the second function, too.
            let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        });
        let some: Array = JsFuture::from(some).await?.unchecked_into();
        if some.length() == 0 {
            break;
        }
        all.extend(some.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
    Ok(all)
}

async fn file(entry: FileSystemFileEntry) -> Result<File, JsValue> {
    let file = Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    Ok(JsFuture::from(file).await?.unchecked_into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_folder_is_read_for_its_name() {
        for name in ["a.yaml", "B.YML", "config", ".dockerconfigjson", ".dockercfg", "x.tar.json"] {
            assert!(is_text(name), "{name}");
        }
        for name in ["a.png", "tool.tar.gz", "b.yaml.bak"] {
            assert!(!is_text(name), "{name}");
        }
    }
}
