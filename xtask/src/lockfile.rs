//! The versions that `Cargo.lock` fixed.

use std::fs;

use crate::shell::{self, Outcome};

/// The version of `package` that this workspace builds with.
///
/// # Errors
///
/// `Cargo.lock` cannot be read, or holds no such package, or several versions of it.
pub(crate) fn version(package: &str) -> Outcome<String> {
    let path = shell::root().join("Cargo.lock");
    let text = shell::at(&path, fs::read_to_string(&path))?;
    match versions(&text, package)[..] {
        [version] => Ok(version.to_owned()),
        [] => Err(format!("Cargo.lock holds no package {package}")),
        ref several => {
            Err(format!("Cargo.lock holds {package} in versions {}", several.join(", ")))
        }
    }
}

/// Every version of `package` in the text of a `Cargo.lock`.
///
/// Cargo writes that file itself, `name` before `version` in each entry and one to a line, so that a
/// TOML parser would add nothing.
fn versions<'a>(text: &'a str, package: &str) -> Vec<&'a str> {
    let quoted =
        |line: &'a str, key: &str| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"');
    text.split("[[package]]")
        .skip(1)
        .filter(|entry| entry.lines().find_map(|line| quoted(line, "name")) == Some(package))
        .filter_map(|entry| entry.lines().find_map(|line| quoted(line, "version")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::versions;

    const LOCK: &str = r#"version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry"
dependencies = [
 "wasm-bindgen-macro",
]

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.131"

[[package]]
name = "syn"
version = "1.0.0"

[[package]]
name = "syn"
version = "2.0.0"
"#;

    #[test]
    fn a_name_is_matched_whole() {
        assert_eq!(versions(LOCK, "wasm-bindgen"), ["0.2.130"]);
        assert_eq!(versions(LOCK, "wasm"), [""; 0]);
    }

    #[test]
    fn several_versions_are_all_seen() {
        assert_eq!(versions(LOCK, "syn"), ["1.0.0", "2.0.0"]);
    }

    #[test]
    fn the_workspace_has_one_wasm_bindgen() {
        super::version("wasm-bindgen").unwrap();
    }
}
