//! The page without a network: what its worker keeps.

use std::path::{Path, PathBuf};

use crate::shell::{self, Outcome};
use crate::tools;

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

/// A program of this crate's own for Node.js.
fn script(name: &str) -> PathBuf {
    shell::root().join("xtask").join("js").join(name)
}
