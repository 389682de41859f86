//! What people download: the page, the admission policy and the JavaScript package, built into `out/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lockfile;
use crate::offline;
use crate::policy;
use crate::shell::{self, Outcome};
use crate::sizes::{self, Row};
use crate::tools::{self, Target};

/// The cargo profile of what is built for browsers and published.
pub(crate) const PROFILE: &str = "wasm";

/// The one of the page, which `index.html` names.
const PAGE: &str = "page";

/// What the compiler may use in a WebAssembly file, so that `wasm-opt` may, too.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The folder with the page.
pub(crate) fn page_folder() -> PathBuf {
    shell::root().join("out").join("page")
}

/// The folder with the JavaScript package.
pub(crate) fn package_folder() -> PathBuf {
    shell::root().join("out").join("js")
}

/// Builds one of the three, by its name.
///
/// # Errors
///
/// There is no such artefact, or it does not build.
pub(crate) fn one(name: &str) -> Outcome {
    match name {
        "page" => page(),
        "policy" => policy::build(),
        "package" => package(),
        _ => Err(format!("`{name}` is none of page, policy and package")),
    }
}

/// Builds all three and prints their sizes.
///
/// # Errors
///
/// A tool is missing and cannot be installed, or a part does not build.
pub(crate) fn all() -> Outcome {
    page()?;
    package()?;
    let ends_in = |files: &[PathBuf], end: &str| -> Vec<PathBuf> {
        files.iter().filter(|file| file.extension().is_some_and(|it| it == end)).cloned().collect()
    };
    let page = sizes::files(&page_folder())?;
    let (parts, page): (Vec<_>, Vec<_>) =
        page.into_iter().partition(|file| file.starts_with(page_folder().join("parts")));
    let (rest, first): (Vec<_>, Vec<_>) =
        page.into_iter().partition(|file| file.to_string_lossy().ends_with("_rest.wasm"));
    let package = sizes::files(&package_folder())?;
    sizes::print(&[
        Row { name: "out/page, the WebAssembly it starts with", files: ends_in(&first, "wasm") },
        Row { name: "out/page, all that it starts with", files: first },
        Row { name: "out/page, what follows at once", files: rest },
        Row { name: "out/page, what loads on demand", files: parts },
        Row { name: "out/pullscope.html, all of it", files: vec![offline::single_file()] },
        Row { name: "out/policy.wasm", files: vec![policy::file()] },
        Row { name: "out/js, the WebAssembly in it", files: ends_in(&package, "wasm") },
        Row { name: "out/js, the JavaScript in it", files: ends_in(&package, "js") },
    ])
}

/// Builds the page with Trunk.
///
/// # Errors
///
/// A tool is missing and cannot be installed, or the page does not build.
pub(crate) fn page() -> Outcome {
    finish(&whole()?)
}

/// Builds the page up to its module, which is neither cut nor optimized yet, and says where that is.
///
/// # Errors
///
/// As [`page`].
pub(crate) fn whole() -> Outcome<PathBuf> {
    // The page runs the very file that is deployed.
    policy::build()?;
    let mut trunk = trunk(true)?;
    shell::run(trunk.args(["build", "--release", "--dist"]).arg(page_folder()))?;
    let is_module = |file: &PathBuf| file.to_string_lossy().ends_with("_bg.wasm");
    let whole = sizes::files(&page_folder())?.into_iter().find(is_module);
    whole.ok_or_else(|| "Trunk built a page without a module".to_owned())
}

/// Makes the page of what [`whole`] has built.
///
/// # Errors
///
/// As [`page`].
pub(crate) fn finish(module: &Path) -> Outcome {
    cut(module)?;
    offline::gather(&page_folder())?;
    // Last of all: the worker is told the hash of every file.
    offline::keep(&page_folder())?;
    offline::inline(&page_folder())
}

/// Cuts the page's module in two, and shrinks both: the page starts with the first, and `web/boot.js`
/// loads the second behind it. The profile says what belongs to the second.
fn cut(first: &Path) -> Outcome {
    let rest = PathBuf::from(first.to_string_lossy().replace("_bg.wasm", "_rest.wasm"));
    let linked = target_folder().join(Target::Page.name()).join(PAGE).join("pullscope-web.wasm");
    shell::run(split().arg("cut").arg(linked).arg(first).arg(profile()).arg(first).arg(&rest))?;
    optimize(first, first, &[])?;
    optimize(&rest, &rest, &[])
}

/// The program that cuts a module.
pub(crate) fn split() -> Command {
    let mut command = shell::cargo();
    command.args(["run", "--quiet", "--package", "pullscope-split", "--"]);
    command
}

/// What of the page's module an ordinary visit runs; `cargo xtask profile` writes it.
pub(crate) fn profile() -> PathBuf {
    shell::root().join("web").join("first.profile")
}

/// Trunk, with every tool that it uses found and nothing left for it to download.
///
/// # Errors
///
/// A tool is missing and cannot be installed.
pub(crate) fn trunk(release: bool) -> Outcome<Command> {
    Target::Page.ensure()?;
    tools::parts()?;
    let (trunk, bindgen) = (tools::trunk()?, tools::wasm_bindgen()?);
    let mut folders = vec![bindgen.folder.clone()];
    let mut command = shell::command(trunk.program("trunk"));
    if release {
        let optimizer = tools::wasm_opt()?;
        folders.push(optimizer.folder);
        command.env("TRUNK_TOOLS_WASM_OPT", optimizer.version);
        // Names that tell the types a function is made for, and what refers to which constant: the cut
        // goes by them.
        let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
        let cut = "-Csymbol-mangling-version=v0 -Clink-arg=--emit-relocs";
        command.env("RUSTFLAGS", format!("{flags} {cut}").trim());
    }
    command
        .env("PATH", shell::path_with(&folders)?)
        .env("TRUNK_TOOLS_WASM_BINDGEN", &bindgen.version)
        .env("TRUNK_OFFLINE", "true");
    // Trunk only knows NO_COLOR=true and refuses the usual NO_COLOR=1.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    Ok(command)
}

/// Builds the JavaScript package: one module for browsers, Node.js, Deno and workers.
///
/// # Errors
///
/// A tool is missing and cannot be installed, or the package does not build.
pub(crate) fn package() -> Outcome {
    let built = module(Target::Page, PROFILE)?;
    let folder = package_folder();
    let bindgen = tools::wasm_bindgen()?;
    shell::run(
        shell::command(bindgen.program("wasm-bindgen"))
            .args(["--target", "web", "--out-name", "pullscope", "--out-dir"])
            .arg(&folder)
            .arg(&built),
    )?;
    let wasm = folder.join("pullscope_bg.wasm");
    optimize(&wasm, &wasm, &[])?;
    let manifest = include_str!("../js/package.json")
        .replace("\"0.0.0\"", &format!("\"{}\"", lockfile::version("pullscope-wasm")?));
    for (name, text) in [("package.json", &*manifest), ("node.js", include_str!("../js/node.js"))] {
        let file = folder.join(name);
        shell::at(&file, fs::write(&file, text))?;
    }
    Ok(())
}

/// Compiles the crate `pullscope-wasm` for a target, and says where its module is.
///
/// # Errors
///
/// The target is missing and cannot be installed, or the crate does not build.
pub(crate) fn module(target: Target, profile: &str) -> Outcome<PathBuf> {
    target.ensure()?;
    // One crate type alone: beside an `rlib`, which the tests need, cargo optimizes no module as a
    // whole, and the policy keeps the text of every panic that nobody can see.
    shell::run(shell::cargo().args([
        "rustc",
        "--package",
        "pullscope-wasm",
        "--lib",
        "--crate-type",
        "cdylib",
        "--profile",
        profile,
        "--target",
        target.name(),
    ]))?;
    Ok(target_folder().join(target.name()).join(profile).join("pullscope_wasm.wasm"))
}

/// Where cargo puts what it builds.
pub(crate) fn target_folder() -> PathBuf {
    let root = shell::root();
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |it| root.join(it))
}

/// Shrinks a module with `wasm-opt` and more of its options; both paths may be the same.
///
/// # Errors
///
/// `wasm-opt` is missing and cannot be installed, or it fails.
pub(crate) fn optimize(from: &Path, to: &Path, more: &[&str]) -> Outcome {
    let optimizer = tools::wasm_opt()?;
    if let Some(folder) = to.parent() {
        shell::at(folder, fs::create_dir_all(folder))?;
    }
    shell::run(
        shell::command(optimizer.folder.join("wasm-opt"))
            .args(["-Oz", "--strip-producers"])
            .args(more)
            .args(WASM_FEATURES)
            .arg(from)
            .arg("-o")
            .arg(to),
    )
}

/// Whether `made` exists and is at least as new as what it was made from.
pub(crate) fn is_newer(made: &Path, from: &Path) -> bool {
    let time = |path| fs::metadata(path).and_then(|it| it.modified()).ok();
    matches!((time(made), time(from)), (Some(made), Some(from)) if made >= from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_is_not_newer() {
        let manifest = shell::root().join("Cargo.toml");
        assert!(!is_newer(Path::new("no such file"), &manifest));
        assert!(is_newer(&manifest, &manifest));
    }
}
