//! `cargo xtask test`: everything that shows Pullscope to be right.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::artefacts;
use crate::browser;
use crate::offline;
use crate::policy;
use crate::shell::{self, Outcome};
use crate::sizes;
use crate::steps::{self, Step};
use crate::tools::{self, Target};

const STEPS: [Step; 9] = [
    Step {
        name: "setup",
        what: "the targets, tools and the browser that the tests need",
        needs: &[],
        run: crate::setup,
    },
    Step {
        name: "policy",
        what: "build the admission policy as it is deployed",
        needs: &[],
        run: policy::build,
    },
    Step {
        name: "native",
        what: "tests of every crate on this machine, the policy in its host included",
        needs: &["policy"],
        run: native,
    },
    Step {
        name: "kwctl",
        what: "the annotated policy in kwctl, where that and bats are installed",
        needs: &["policy"],
        run: policy::in_kwctl,
    },
    Step {
        name: "conformance",
        what: "every row of the corpora against upstream's answer",
        needs: &[],
        run: conformance,
    },
    Step {
        name: "module",
        what: "the JavaScript module's own tests, in Chromium",
        needs: &[],
        run: module,
    },
    Step {
        name: "package",
        what: "build the JavaScript package, and use it and the page's host of the policy from Node.js",
        needs: &["policy"],
        run: package,
    },
    Step {
        name: "page",
        what: "build the page as it is published",
        needs: &[],
        run: artefacts::page,
    },
    Step {
        name: "browser",
        what: "the built page in Chromium, as a person uses it",
        needs: &["page"],
        run: page_in_browser,
    },
];

/// Runs all steps, or one with what it needs.
///
/// # Errors
///
/// No step has that name.
pub(crate) fn run(only: Option<&str>) -> Outcome<ExitCode> {
    steps::run(&STEPS, only)
}

fn native() -> Outcome {
    shell::run(shell::cargo().args(["test", "--workspace"]).env("PULLSCOPE_POLICY", policy::file()))
}

/// Says what the message files of the page lack, and puts translations into them.
///
/// # Errors
///
/// Something is missing, or a file cannot be read.
pub(crate) fn messages(files: &[&str]) -> Outcome {
    let program = ["run", "--quiet", "--package", "pullscope-tests", "--bin", "messages", "--"];
    shell::run(shell::cargo().args(program).args(files))
}

fn conformance() -> Outcome {
    let corpus = shell::root().join("tests").join("corpus");
    let rows = files_ending_in(&corpus, ".jsonl")?;
    let program = ["run", "--quiet", "--package", "pullscope-tests", "--bin", "conformance", "--"];
    shell::run(shell::cargo().args(program).args(rows))
}

fn module() -> Outcome {
    Target::Page.ensure()?;
    let runner = tools::wasm_bindgen()?.program("wasm-bindgen-test-runner");
    let driver = browser::driver()?;
    let capabilities = artefacts::target_folder().join("webdriver.json");
    shell::at(&capabilities, fs::write(&capabilities, browser::capabilities()?))?;
    shell::run_tests(
        shell::cargo()
            .args([
                "test",
                "--package",
                "pullscope-wasm",
                "--tests",
                "--target",
                Target::Page.name(),
            ])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
            .env("WASM_BINDGEN_USE_BROWSER", "1"),
    )
}

fn package() -> Outcome {
    artefacts::package()?;
    let tests = shell::root().join("tests").join("package");
    tools::npm_packages(&tests, "they compare the answers with their schema")?;
    shell::run(
        node_test(&tests)?
            .env("PULLSCOPE_PACKAGE", artefacts::package_folder())
            .env("PULLSCOPE_POLICY", policy::file()),
    )
}

fn page_in_browser() -> Outcome {
    let tests = shell::root().join("tests").join("browser");
    tools::npm_packages(&tests, "they drive the browser")?;
    let package = tests.with_file_name("package");
    tools::npm_packages(&package, "they assemble small policies")?;
    shell::run(
        node_test(&tests)?
            .env("PULLSCOPE_PAGE", artefacts::page_folder())
            .env("PULLSCOPE_SINGLE_FILE", offline::single_file())
            .env("CHROME", browser::chromium()?),
    )
}

/// Node.js's test runner over the tests of one folder.
fn node_test(folder: &Path) -> Outcome<Command> {
    let tests = files_ending_in(folder, ".test.mjs")?;
    let mut node = tools::node()?;
    // What hangs is named, and the others are run; a file takes a minute or two.
    node.args(["--test", "--test-timeout=600000", "--test-reporter", "spec"]).args(tests);
    Ok(node)
}

/// The files of a folder, at least one, whose names end like this.
fn files_ending_in(folder: &Path, end: &str) -> Outcome<Vec<PathBuf>> {
    let fits = |path: &PathBuf| {
        path.to_str().is_some_and(|it| it.ends_with(end) && !it.contains("node_modules"))
    };
    let files: Vec<PathBuf> = sizes::files(folder)?.into_iter().filter(fits).collect();
    match files.is_empty() {
        true => Err(format!("no file {}/*{end}: there is nothing to test", folder.display())),
        false => Ok(files),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_needs_only_earlier_ones() {
        for (index, step) in STEPS.iter().enumerate() {
            for name in step.needs {
                assert!(STEPS[..index].iter().any(|it| it.name == *name), "{}: {name}", step.name);
            }
        }
    }

    #[test]
    fn a_folder_without_tests_is_an_error() {
        let error = files_ending_in(&shell::root().join("xtask/src"), ".jsonl").unwrap_err();
        assert!(error.ends_with("there is nothing to test"), "{error}");
    }
}
