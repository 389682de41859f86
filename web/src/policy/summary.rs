//! The answer in one sentence, and the line below it.

use yew::AttrValue;

use super::after::Then;
use super::judged::{Judged, Verdict};
use crate::texts::t;
use crate::trip::Mark;

/// The sentence over the answers. `then` are the containers after the changes, if there are any.
pub(crate) fn sentence(judged: &[Judged], then: &[Then]) -> (Mark, AttrValue) {
    let count = |is: fn(Verdict) -> bool| judged.iter().filter(|it| is(it.verdict)).count();
    let refused = count(|it| it == Verdict::Refused);
    let failed = count(|it| it == Verdict::Failed);
    let asked = count(|it| it != Verdict::NotAsked);
    let changes: usize = judged
        .iter()
        .map(|it| if let Verdict::Changed(changes) = it.verdict { changes } else { 0 })
        .sum();
    let first = |verdict| judged.iter().find(|it| it.verdict == verdict);
    if let Some(first) = first(Verdict::Failed) {
        let sentence = match failed {
            1 => t!("There is no answer for {object}, which is a refusal.", object = first.title),
            _ => t!("There is no answer for {count} objects, which are refused.", count = failed),
        };
        return (Mark::Error, sentence);
    }
    if let Some(first) = first(Verdict::Refused) {
        let sentence = match (refused, asked) {
            (1, _) => t!("Refused: {object}.", object = first.title),
            _ => t!("Refused: {count} of {asked} objects.", count = refused, asked = asked),
        };
        return (Mark::Error, sentence);
    }
    let failing = |mark: Option<Mark>| mark == Some(Mark::Error);
    let before = then.iter().filter(|it| failing(it.before.as_ref().map(|it| it.0))).count();
    let after = then.iter().filter(|it| failing(Some(it.after.0))).count();
    let warnings: usize = judged.iter().map(|it| it.warnings.len()).sum();
    let sentence = match (asked, changes) {
        (0, _) => {
            return (Mark::Unknown, t!("No rule of the policy asks for what the text has."));
        }
        (_, 0) if warnings > 0 => {
            let sentence = t!("Accepted as it is, with warnings: {count}.", count = warnings);
            return (Mark::Warning, sentence);
        }
        (1, 0) => t!("Accepted as it is."),
        (_, 0) => t!("Accepted as they are: {count} objects.", count = asked),
        (_, 1) => t!("Accepted with 1 change."),
        _ => t!("Accepted with {count} changes.", count = changes),
    };
    match (changes, before, after) {
        (0, ..) | (_, 0, 0) => (Mark::Ok, sentence),
        (_, _, 0) => {
            let more = t!("After them no container fails; before, {count} did.", count = before);
            (Mark::Ok, format!("{sentence} {more}").into())
        }
        _ => {
            let more = t!(
                "After them {after} containers fail; before, {before} did.",
                after = after,
                before = before
            );
            (Mark::Warning, format!("{sentence} {more}").into())
        }
    }
}

/// A word or two of one verdict.
pub(crate) fn word(judged: &Judged) -> AttrValue {
    match judged.verdict {
        Verdict::Accepted if !judged.warnings.is_empty() => {
            t!("Accepted, warnings: {count}", count = judged.warnings.len())
        }
        Verdict::Accepted => t!("Accepted"),
        Verdict::Changed(1) => t!("Accepted, 1 change"),
        Verdict::Changed(changes) => t!("Accepted, {count} changes", count = changes),
        Verdict::Refused => t!("Refused"),
        Verdict::Failed => t!("No answer"),
        Verdict::NotAsked => t!("No rule asks for this kind"),
    }
}

/// The mark of one verdict.
pub(crate) fn mark(judged: &Judged) -> Mark {
    match judged.verdict.mark() {
        Mark::Ok if !judged.warnings.is_empty() => Mark::Warning,
        mark => mark,
    }
}

/// Milliseconds as people read them. A browser's clock has steps of a tenth.
pub(crate) fn milliseconds(time: f64) -> AttrValue {
    match time {
        time if time < 0.1 => t!("under 0.1 ms"),
        time if time < 10.0 => t!("{time} ms", time = format!("{time:.1}")),
        time => t!("{time} ms", time = time.round()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(verdict: Verdict, warnings: usize) -> Judged {
        Judged {
            verdict,
            warnings: vec!["w".into(); warnings],
            ..Judged::not_asked("Pod".into(), "a".into())
        }
    }

    fn then(before: Mark, after: Mark) -> Then {
        Then {
            owner: "Pod a".into(),
            name: "web".into(),
            before: Some((before, "".into())),
            after: (after, "".into()),
        }
    }

    #[track_caller]
    fn check(judged: &[Judged], containers: &[Then], mark: Mark, expect: &str) {
        assert_eq!(sentence(judged, containers), (mark, expect.to_owned().into()));
    }

    #[test]
    fn what_is_worst_is_said() {
        let [ok, no, none] =
            [Verdict::Accepted, Verdict::Refused, Verdict::Failed].map(|it| one(it, 0));
        check(&[ok.clone(), no.clone()], &[], Mark::Error, "Refused: Pod a.");
        check(&[no.clone(), no.clone(), ok.clone()], &[], Mark::Error, "Refused: 2 of 3 objects.");
        check(&[no, none], &[], Mark::Error, "There is no answer for Pod a, which is a refusal.");
        check(std::slice::from_ref(&ok), &[], Mark::Ok, "Accepted as it is.");
        check(&[ok.clone(), ok], &[], Mark::Ok, "Accepted as they are: 2 objects.");
        check(
            &[one(Verdict::Accepted, 2)],
            &[],
            Mark::Warning,
            "Accepted as it is, with warnings: 2.",
        );
        check(
            &[one(Verdict::NotAsked, 0)],
            &[],
            Mark::Unknown,
            "No rule of the policy asks for what the text has.",
        );
    }

    #[test]
    fn what_changes_is_said_with_what_follows() {
        let changed = one(Verdict::Changed(3), 0);
        let changed = std::slice::from_ref(&changed);
        check(changed, &[then(Mark::Ok, Mark::Ok)], Mark::Ok, "Accepted with 3 changes.");
        let mended = [then(Mark::Error, Mark::Ok), then(Mark::Ok, Mark::Info)];
        check(
            changed,
            &mended,
            Mark::Ok,
            "Accepted with 3 changes. After them no container fails; before, 1 did.",
        );
        let worse = [then(Mark::Ok, Mark::Error)];
        check(
            changed,
            &worse,
            Mark::Warning,
            "Accepted with 3 changes. After them 1 containers fail; before, 0 did.",
        );
    }

    #[test]
    fn times_are_no_more_exact_than_the_clock() {
        let shown = [0.04, 0.25, 12.6].map(milliseconds);
        assert_eq!(shown, ["under 0.1 ms", "0.2 ms", "13 ms"]);
    }
}
