//! The tools that are not part of a Rust or Node.js installation: which versions, where they are kept.
//!
//! Every version is fixed here, except that of wasm-bindgen, which must equal the library's and
//! therefore comes from `Cargo.lock`. A tool of exactly that version on the `PATH` is used as it is;
//! otherwise it is installed once into a folder named after the version.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lockfile;
use crate::shell::{self, Outcome};

/// Bundles the page. Also named in `Trunk.toml`.
const TRUNK: &str = "0.21.14";
/// The `binaryen` package of npm, whose major version is the version of `wasm-opt`.
const BINARYEN: &str = "132.0.0";

/// A tool that is ready to run.
#[derive(Debug)]
pub(crate) struct Tool {
    /// The folder with its programs, to stand first on the `PATH`.
    pub(crate) folder: PathBuf,
    /// Its version, as Trunk is told to expect it.
    pub(crate) version: String,
}

impl Tool {
    /// The path of one of its programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

/// Trunk, which bundles the page.
///
/// # Errors
///
/// It could not be installed.
pub(crate) fn trunk() -> Outcome<Tool> {
    // Without its default features Trunk can neither look for updates nor download tools, and needs no
    // TLS library: it is given every tool it uses.
    cargo_tool("trunk", TRUNK, &["trunk"], "bundles the page")
}

/// The wasm-bindgen programs, of the library's version.
///
/// # Errors
///
/// `Cargo.lock` holds no single version, or it could not be installed.
pub(crate) fn wasm_bindgen() -> Outcome<Tool> {
    let version = lockfile::version("wasm-bindgen")?;
    let programs = ["wasm-bindgen", "wasm-bindgen-test-runner"];
    cargo_tool("wasm-bindgen-cli", &version, &programs, "binds the modules to JavaScript")
}

/// `wasm-opt`, from the npm package, because its crate compiles half an hour of C++.
///
/// # Errors
///
/// It could not be installed.
pub(crate) fn wasm_opt() -> Outcome<Tool> {
    let major = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    let version = format!("version_{major}");
    if let Some(program) = shell::find(&["wasm-opt"])
        && shell::output(Command::new(&program).arg("--version"))
            .is_some_and(|it| it.contains(&version))
    {
        return Ok(Tool { folder: folder_of(&program), version });
    }
    let home = cache()?.join(format!("binaryen-{BINARYEN}"));
    let folder = home.join("node_modules").join(".bin");
    if !folder.join("wasm-opt").exists() {
        println!("Installing binaryen {BINARYEN} from npm: its wasm-opt shrinks the modules");
        shell::at(&home, std::fs::create_dir_all(&home))?;
        let package = format!("binaryen@{BINARYEN}");
        let arguments = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix"];
        shell::run(npm()?.args(arguments).arg(&home).arg(package).current_dir(&home))?;
    }
    Ok(Tool { folder, version })
}

/// npm, which comes with Node.js.
///
/// # Errors
///
/// It is not installed.
pub(crate) fn npm() -> Outcome<Command> {
    shell::find(&["npm"]).map(shell::command).ok_or_else(|| NO_NODE.to_owned())
}

/// Installs the npm packages that the lock file of `folder` names, unless they are there.
///
/// No package runs a script of its own.
///
/// # Errors
///
/// Node.js is missing, or they could not be installed.
pub(crate) fn npm_packages(folder: &Path, why: &str) -> Outcome {
    // npm writes the second file when it has installed the first.
    let locked = folder.join("package-lock.json");
    let installed = folder.join("node_modules").join(".package-lock.json");
    let time = |path: &Path| std::fs::metadata(path).and_then(|it| it.modified()).ok();
    if time(&installed) < time(&locked) {
        let shown = folder.strip_prefix(shell::root()).unwrap_or(folder).display();
        println!("Installing the npm packages of {shown}: {why}");
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        shell::run(npm()?.args(arguments).current_dir(folder))?;
    }
    Ok(())
}

/// What the parts of the page that load on demand are made of.
///
/// # Errors
///
/// As [`npm_packages`].
pub(crate) fn parts() -> Outcome {
    let folder = shell::root().join("web").join("parts");
    npm_packages(&folder, "the parts of the page that load on demand are made of them")
}

/// Node.js.
///
/// # Errors
///
/// It is not installed.
pub(crate) fn node() -> Outcome<Command> {
    shell::find(&["node"]).map(shell::command).ok_or_else(|| NO_NODE.to_owned())
}

const NO_NODE: &str = "Node.js with npm is missing: install version 20 or later";

/// A platform that parts of the workspace are built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A browser: the page and the JavaScript module.
    Page,
    /// A Kubewarden policy server.
    Policy,
}

impl Target {
    /// Its name in cargo and rustup.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Page => "wasm32-unknown-unknown",
            Self::Policy => "wasm32-wasip1",
        }
    }

    /// Installs the target's standard library when it is missing.
    ///
    /// # Errors
    ///
    /// It is missing and rustup is, too, or rustup could not install it.
    pub(crate) fn ensure(self) -> Outcome {
        let name = self.name();
        let arguments = ["--print", "target-libdir", "--target", name];
        let present = shell::output(shell::command("rustc").args(arguments))
            .is_some_and(|folder| Path::new(&folder).is_dir());
        if present {
            return Ok(());
        }
        let why = match self {
            Self::Page => "the page and the JavaScript module run on it",
            Self::Policy => "the admission policy runs on it",
        };
        println!("Installing the Rust target {name}: {why}");
        shell::run(shell::command("rustup").args(["target", "add", name]))
    }
}

/// Where tools are kept: `PULLSCOPE_TOOLS`, or a folder in the user's cache.
fn cache() -> Outcome<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let kept = |cache: PathBuf| cache.join("pullscope").join("tools");
    variable("PULLSCOPE_TOOLS")
        .or_else(|| variable("XDG_CACHE_HOME").map(kept))
        .or_else(|| env::home_dir().map(|home| kept(home.join(".cache"))))
        .ok_or_else(|| "no place for tools: set PULLSCOPE_TOOLS to a folder".to_owned())
}

/// A tool from crates.io, found or compiled.
fn cargo_tool(package: &str, version: &str, programs: &[&str], why: &str) -> Outcome<Tool> {
    let tool = |folder| Tool { folder, version: version.to_owned() };
    if let Some(program) = shell::find(&programs[..1]) {
        let found = tool(folder_of(&program));
        if programs.iter().all(|name| is_version(&found.program(name), version)) {
            return Ok(found);
        }
    }
    let cache = cache()?;
    let home = cache.join(format!("{package}-{version}"));
    let installed = tool(home.join("bin"));
    if programs.iter().all(|name| installed.program(name).is_file()) {
        return Ok(installed);
    }
    println!("Installing {package} {version}: it {why} (some minutes, once)");
    shell::at(&cache, std::fs::create_dir_all(&cache))?;
    let build = cache.join(format!("{package}-{version}.build"));
    let install = |locked: bool| {
        let mut cargo = shell::cargo();
        cargo.args(["install", package, "--version", &format!("={version}")]);
        cargo.args(["--no-default-features", "--root"]).arg(&home);
        cargo.arg("--target-dir").arg(&build).args(locked.then_some("--locked"));
        shell::run(cargo.current_dir(&cache).envs(QUICK_BUILD))
    };
    install(true).or_else(|problem| {
        // A lock file can name a version that a mirror of the registry does not serve.
        println!("{problem}; trying again with the newest dependencies that fit");
        install(false)
    })?;
    // The intermediate files are only worth their space until the tool stands.
    shell::at(&build, std::fs::remove_dir_all(&build))?;
    Ok(installed)
}

/// Tools run for seconds and compile for minutes: their speed matters less than how soon they stand.
const QUICK_BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];

/// Whether the program answers `--version` with `name VERSION`.
fn is_version(program: &Path, version: &str) -> bool {
    shell::output(Command::new(program).arg("--version"))
        .is_some_and(|text| text.split_whitespace().nth(1) == Some(version))
}

fn folder_of(program: &Path) -> PathBuf {
    program.parent().map(Path::to_path_buf).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_matched_whole() {
        let rustc = shell::find(&["rustc"]).unwrap();
        let text = shell::output(Command::new(&rustc).arg("--version")).unwrap();
        let version = text.split_whitespace().nth(1).unwrap();
        assert!(is_version(&rustc, version));
        assert!(!is_version(&rustc, &version[..version.len() - 1]));
    }

    #[test]
    fn trunk_is_fixed_to_one_version_in_both_places() {
        let path = shell::root().join("Trunk.toml");
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains(&format!("trunk-version = \"={TRUNK}\"")));
    }
}
