//! Running other programs, and where the repository is.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command of this program ends in: a value, or a sentence for the person who typed it.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR")));
    Path::new(&manifest).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A command that runs in the root of the repository.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that started this program.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Runs a command with its output shown, and fails when it does.
///
/// # Errors
///
/// The program could not be started, or ended with something other than success.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let line = line(command);
    println!("  $ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status})")),
        Err(error) => Err(format!("`{line}` did not start: {error}")),
    }
}

/// Runs a command that runs tests, and fails also when it ran none.
///
/// A runner for another target that finds no test says so and succeeds, and a build that lost its
/// tests would look like one that passes them.
///
/// # Errors
///
/// As [`run`], and when no line of the output counts at least one passed test.
pub(crate) fn run_tests(command: &mut Command) -> Outcome {
    let line = line(command);
    println!("  $ {line}");
    let failed = |error| format!("`{line}` did not run: {error}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut passed = 0;
    for text in child.stdout.take().into_iter().flat_map(|it| BufReader::new(it).lines()) {
        let text = text.map_err(failed)?;
        println!("{text}");
        passed += passed_tests(&text);
    }
    match child.wait().map_err(failed)? {
        status if !status.success() => Err(format!("`{line}` failed ({status})")),
        _ if passed == 0 => Err(format!("`{line}` ran no test")),
        _ => Ok(()),
    }
}

/// How many tests this line of a test runner reports as passed.
fn passed_tests(line: &str) -> usize {
    line.strip_prefix("test result: ok. ")
        .and_then(|rest| rest.split_once(" passed")?.0.parse().ok())
        .unwrap_or(0)
}

/// What a command prints, when it succeeds; it has no input and its complaints are dropped.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The first of these programs that stands on the `PATH`.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    names
        .iter()
        .flat_map(|name| suffixes.iter().map(move |suffix| format!("{name}{suffix}")))
        .find_map(|name| {
            std::env::split_paths(&path)
                .map(|folder| folder.join(&name))
                .find(|file| file.is_file())
        })
}

/// The `PATH` with these folders before everything else.
///
/// # Errors
///
/// A folder's name holds the separator of the `PATH`.
pub(crate) fn path_with(folders: &[PathBuf]) -> Outcome<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(folders.iter().cloned().chain(std::env::split_paths(&path)))
        .map_err(|error| format!("a tool stands where the PATH cannot name it: {error}"))
}

/// Adds the file or folder to the message of an error of the file system.
pub(crate) fn at<T>(path: &Path, result: std::io::Result<T>) -> Outcome<T> {
    result.map_err(|error| format!("{}: {error}", path.display()))
}

/// The command as a person would type it; paths inside the repository are shown relative to it.
fn line(command: &Command) -> String {
    let root = format!("{}{}", root().display(), std::path::MAIN_SEPARATOR);
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().replace(&root, ""))
        .enumerate()
        // A program is named; the folder it was found in is not what a reader needs.
        .map(|(index, part)| match part.rsplit(['/', '\\']).next() {
            Some(name) if index == 0 => name.to_owned(),
            _ => part,
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_a_person_would_type_it() {
        let mut command = command("/usr/bin/node");
        command.arg("--test").arg(root().join("tests/browser"));
        assert_eq!(line(&command), "node --test tests/browser");
    }

    #[test]
    fn a_failing_command_is_an_error_that_names_it() {
        let mut cargo = cargo();
        let error = run(cargo.arg("no-such-subcommand").stderr(Stdio::null())).unwrap_err();
        assert!(error.contains("cargo no-such-subcommand` failed"), "{error}");
    }

    #[test]
    fn a_run_without_tests_is_a_failure() {
        assert_eq!(passed_tests("test result: ok. 12 passed; 0 failed; 0 ignored"), 12);
        assert_eq!(passed_tests("no tests to run!"), 0);
        let error = run_tests(cargo().arg("--version")).unwrap_err();
        assert_eq!(error, "`cargo --version` ran no test");
    }

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }
}
