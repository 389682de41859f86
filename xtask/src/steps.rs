//! A list of steps, run in order, timed and counted.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::shell::Outcome;

/// One step of a longer command.
pub(crate) struct Step {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What it does, in a few words.
    pub(crate) what: &'static str,
    /// The steps whose results it uses; it is skipped when one of them failed.
    pub(crate) needs: &'static [&'static str],
    pub(crate) run: fn() -> Outcome,
}

/// How a step ended.
enum End {
    Passed,
    Failed(String),
    /// The step that it needs and that did not pass.
    Skipped(&'static str),
}

struct Done {
    name: &'static str,
    end: End,
    time: Duration,
}

/// Runs the steps, all of them or one with those it needs, and closes with a table and the count.
///
/// A step that fails does not stop the next, so that one run shows everything there is to repair.
///
/// # Errors
///
/// No step has the name asked for.
pub(crate) fn run(steps: &[Step], only: Option<&str>) -> Outcome<ExitCode> {
    let mut done: Vec<Done> = Vec::new();
    for step in selected(steps, only)? {
        println!("\n── {}: {}", step.name, step.what);
        let start = Instant::now();
        let missing = |name: &&&str| {
            done.iter().any(|other| other.name == **name && !matches!(other.end, End::Passed))
        };
        let end = match step.needs.iter().find(missing) {
            Some(name) => End::Skipped(name),
            None => match (step.run)() {
                Ok(()) => End::Passed,
                Err(problem) => End::Failed(problem),
            },
        };
        match &end {
            End::Passed => {}
            End::Failed(problem) => println!("{} failed: {problem}", step.name),
            End::Skipped(name) => println!("{} skipped: it needs {name}", step.name),
        }
        done.push(Done { name: step.name, end, time: start.elapsed() });
    }
    let (text, code) = summary(&done);
    println!("\n{text}");
    Ok(code)
}

/// The steps that were asked for, in their order.
fn selected<'a>(steps: &'a [Step], only: Option<&str>) -> Outcome<Vec<&'a Step>> {
    let Some(only) = only else { return Ok(steps.iter().collect()) };
    let Some(chosen) = steps.iter().find(|step| step.name == only) else {
        let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
        return Err(format!("no step is called `{only}`; the steps are {}", names.join(", ")));
    };
    Ok(steps.iter().filter(|it| it.name == only || chosen.needs.contains(&it.name)).collect())
}

/// The table, the problems again where they can be seen, and the count alone on the last line.
fn summary(done: &[Done]) -> (String, ExitCode) {
    let mut text = String::new();
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for Done { name, end, time } in done {
        let end = match end {
            End::Passed => {
                passed += 1;
                "passed".to_owned()
            }
            End::Failed(problem) => {
                failed += 1;
                format!("FAILED  {}", problem.lines().next().unwrap_or_default())
            }
            End::Skipped(needed) => {
                skipped += 1;
                format!("skipped, because {needed} did not pass")
            }
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name:<12} {:>7.1} s  {end}", time.as_secs_f64());
    }
    let total: Duration = done.iter().map(|it| it.time).sum();
    let _ = writeln!(text, "{:<12} {:>7.1} s", "", total.as_secs_f64());
    let _ = write!(text, "\n{passed} passed, {failed} failed");
    if skipped > 0 {
        let _ = write!(text, ", {skipped} skipped");
    }
    (text, if failed + skipped == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 3] = [
        Step { name: "build", what: "", needs: &[], run: || Ok(()) },
        Step { name: "broken", what: "", needs: &[], run: || Err("it broke\nhere".to_owned()) },
        Step { name: "browser", what: "", needs: &["build"], run: || Ok(()) },
    ];

    fn names(only: Option<&str>) -> Vec<&'static str> {
        selected(&STEPS, only).unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn one_step_brings_what_it_needs() {
        assert_eq!(names(None), ["build", "broken", "browser"]);
        assert_eq!(names(Some("browser")), ["build", "browser"]);
        assert_eq!(names(Some("build")), ["build"]);
    }

    #[test]
    fn an_unknown_step_is_answered_with_the_known_ones() {
        let error = selected(&STEPS, Some("brwser")).err().unwrap();
        assert_eq!(error, "no step is called `brwser`; the steps are build, broken, browser");
    }

    #[test]
    fn a_failure_decides_the_exit_code_and_the_last_line() {
        let failed = Done {
            name: "broken",
            end: End::Failed("it broke\nhere".to_owned()),
            time: Duration::from_millis(1234),
        };
        let skipped = Done { name: "browser", end: End::Skipped("broken"), time: Duration::ZERO };
        let (text, code) = summary(&[failed, skipped]);
        assert_eq!(
            text,
            "broken           1.2 s  FAILED  it broke\n\
             browser          0.0 s  skipped, because broken did not pass\n\
             \x20                1.2 s\n\
             \n\
             0 passed, 1 failed, 1 skipped"
        );
        assert_eq!(code, ExitCode::FAILURE);
    }

    #[test]
    fn all_passed_is_success() {
        let passed = Done { name: "build", end: End::Passed, time: Duration::ZERO };
        let (text, code) = summary(&[passed]);
        assert!(text.ends_with("\n1 passed, 0 failed"), "{text}");
        assert_eq!(code, ExitCode::SUCCESS);
    }

    #[test]
    fn steps_after_a_failure_still_run() {
        assert_eq!(run(&STEPS, None).unwrap(), ExitCode::FAILURE);
        assert_eq!(run(&STEPS, Some("browser")).unwrap(), ExitCode::SUCCESS);
    }
}
