//! What becomes of the built page: its styles in one file, what its worker keeps, and all of it in one
//! file.

use std::path::{Path, PathBuf};

use crate::shell::{self, Outcome};
use crate::tools;

/// Makes one file of the style sheets of a built page.
///
/// # Errors
///
/// The page names none, or Node.js is missing.
pub(crate) fn gather(page: &Path) -> Outcome {
    shell::run(tools::node()?.arg(script("gather.mjs")).arg(page))
}

/// Writes into the worker of a built page which files there are, and lets the page register it.
///
/// Node.js has the hashes built in, which spares this program a dependency.
///
/// # Errors
///
/// The folder holds no page without a list, or Node.js is missing.
pub(crate) fn keep(page: &Path) -> Outcome {
    shell::run(tools::node()?.arg(script("offline.mjs")).arg(page))
}

/// The page as one file.
pub(crate) fn single_file() -> PathBuf {
    shell::root().join("out").join("pullscope.html")
}

/// Writes a built page as one file, which a browser opens from a disk.
///
/// # Errors
///
/// The page names a file that cannot stand in another, or Node.js is missing.
pub(crate) fn inline(page: &Path) -> Outcome {
    shell::run(tools::node()?.arg(script("single-file.mjs")).arg(page).arg(single_file()))
}

/// A program of this crate's own for Node.js.
fn script(name: &str) -> PathBuf {
    shell::root().join("xtask").join("js").join(name)
}
