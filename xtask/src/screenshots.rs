//! `cargo xtask screenshots`: every view of the built page, drawn to be looked at.

use crate::artefacts;
use crate::browser;
use crate::shell::{self, Outcome};

use crate::tools;

/// Builds the page and draws its views into `out/screenshots/`: light and dark, wide and narrow.
///
/// # Errors
///
/// The page does not build, or there is no browser.
pub(crate) fn run() -> Outcome {
    artefacts::page()?;
    let tests = shell::root().join("tests").join("browser");
    tools::npm_packages(&tests, "they drive the browser")?;
    let folder = shell::root().join("out").join("screenshots");
    shell::run(
        tools::node()?
            .arg(tests.join("screenshots.mjs"))
            .arg(&folder)
            .env("PULLSCOPE_PAGE", artefacts::page_folder())
            .env("CHROME", browser::chromium()?),
    )?;
    println!("The screenshots are in {}", folder.display());
    Ok(())
}
