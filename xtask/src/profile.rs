//! `cargo xtask profile`: what of the page's module an ordinary visit runs.

use std::fs;

use crate::artefacts;
use crate::browser;
use crate::shell::{self, Outcome};
use crate::tools;

/// Builds the page whose module notes what it runs, visits it, and writes `web/first.profile`, by which
/// the module is cut in two; then builds the page from it.
///
/// # Errors
///
/// The page does not build, there is no browser, or a visit does not go as it should.
pub(crate) fn run() -> Outcome {
    let tests = shell::root().join("tests").join("browser");
    tools::npm_packages(&tests, "they drive the browser")?;
    let module = artefacts::whole()?;
    let (whole, trace) = (module.with_extension("whole"), module.with_extension("trace"));
    shell::at(&whole, fs::rename(&module, &whole))?;
    shell::run(artefacts::split().arg("trace").arg(&whole).arg(&module))?;
    shell::run(
        tools::node()?
            .arg(tests.join("trace.mjs"))
            .arg(&trace)
            .env("PULLSCOPE_PAGE", artefacts::page_folder())
            .env("CHROME", browser::chromium()?),
    )?;
    let profile = artefacts::profile();
    shell::run(artefacts::split().arg("profile").arg(&whole).arg(&trace).arg(&profile))?;
    shell::at(&module, fs::rename(&whole, &module))?;
    shell::at(&trace, fs::remove_file(&trace))?;
    artefacts::finish(&module)?;
    println!("{} is written anew", profile.display());
    Ok(())
}
