//! What the shell does to a command before kubectl sees it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::findings::Findings;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::kubectl::CreateSecret;

/// Finds user names and passwords in which a `$` within a word was taken for a variable: Harbor
/// calls its robots `robot$ci`, and NVIDIA's registry every user `$oauthtoken`. Any other word that
/// begins with a variable is meant so.
pub(super) fn variables(
    text: &str,
    document: usize,
    command: &CreateSecret,
    findings: &mut Findings,
) {
    let mut say = |message: String, span: &Range<usize>| {
        let fix = in_single_quotes(text, span).map(|edits| Fix {
            title: "Write single quotes around it".to_string(),
            edits,
            command: None,
        });
        let finding = Finding::new("secret/shell-variable", Severity::Warning, message);
        findings.add(document, finding.at("", span.clone()).fixed_by(fix));
    };
    if let Some(user) = command.username.as_ref().filter(|it| it.expands)
        && let Some((before, name)) = variable(&user.text)
    {
        let message = format!(
            "the shell puts its variable {name} in place of ${name}, so that the user is \
             \"{before}\" unless that is set; within single quotes it stays {}",
            user.text
        );
        say(message, &user.span);
    }
    if let Some(password) = command.password.as_ref().filter(|it| it.expands)
        && let Ok(written) = core::str::from_utf8(password.password.expose())
        && variable(written).is_some()
    {
        let message = "the shell puts a variable in place of $ and what follows it in the password; \
                       within single quotes it stays as it is written";
        say(message.to_string(), &password.span);
    }
}

/// What stands before the first variable within a word, and the variable's name.
fn variable(word: &str) -> Option<(&str, &str)> {
    let at = word.find('$')?;
    let (before, rest) = (&word[..at], &word[at + 1..]);
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let length = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
    let begins = rest.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
    // `ci-$STAGE` is put together on purpose.
    let is_meant = !before.ends_with(is_part) && word != "$oauthtoken";
    (begins && !is_meant).then_some((before, &rest[..length]))
}

/// The edits that put a word in single quotes; nothing of it is repeated. `None` where it holds
/// quotes or escapes of its own.
fn in_single_quotes(text: &str, span: &Range<usize>) -> Option<Vec<Edit>> {
    let written = text.get(span.clone())?;
    let quote = |span| Edit { span, text: "'".to_string() };
    let inner = written.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let is_plain = |it: &str| !it.contains(['\'', '"', '\\']);
    match inner {
        Some(inner) => is_plain(inner)
            .then(|| [quote(span.start..span.start + 1), quote(span.end - 1..span.end)].into()),
        None => is_plain(written)
            .then(|| [quote(span.start..span.start), quote(span.end..span.end)].into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::{Options, diagnose};
    use crate::finding::apply;

    /// What the command becomes, and what is said.
    #[track_caller]
    fn check(flags: &str, expect: &[(&str, &str)]) {
        let head = "kubectl create secret docker-registry a --docker-server=ghcr.io ";
        let text = [head, flags].concat();
        let report = diagnose(&text, &Options::default());
        let found: Vec<(String, String)> = report
            .findings
            .iter()
            .filter(|it| it.finding.code == "secret/shell-variable")
            .map(|it| {
                let fix = it.finding.fix.as_ref();
                let fixed = fix.map(|it| apply(&text, &it.edits).expect("edits of this text"));
                let fixed = fixed.map_or("-".to_string(), |it| it[head.len()..].to_string());
                (fixed, it.finding.message.clone())
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|it| (&*it.0, &*it.1)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_robot_of_harbor_needs_single_quotes() {
        let message = "the shell puts its variable ci in place of $ci, so that the user is \"robot\" unless that is set; within single quotes it stays robot$ci";
        check(
            "--docker-username=robot$ci --docker-password=x",
            &[("--docker-username='robot$ci' --docker-password=x", message)],
        );
        check(
            "--docker-username \"robot$ci\" --docker-password=x",
            &[("--docker-username 'robot$ci' --docker-password=x", message)],
        );
        check("--docker-username=\"robot\"$ci --docker-password=x", &[("-", message)]);
        let message = "the shell puts its variable oauthtoken in place of $oauthtoken, so that the user is \"\" unless that is set; within single quotes it stays $oauthtoken";
        check(
            "--docker-username=$oauthtoken --docker-password=$KEY",
            &[("--docker-username='$oauthtoken' --docker-password=$KEY", message)],
        );
        check("--docker-username='robot$ci' --docker-password=x", &[]);
        check("--docker-username=robot\\$ci --docker-password=x", &[]);
    }

    #[test]
    fn a_password_with_a_variable_within_is_not_repeated() {
        let message = "the shell puts a variable in place of $ and what follows it in the password; within single quotes it stays as it is written";
        check(
            "--docker-username=a --docker-password=aB$cD!",
            &[("--docker-username=a --docker-password='aB$cD!'", message)],
        );
    }

    #[test]
    fn a_variable_on_purpose_is_fine() {
        for user in ["$USER", "ci-$STAGE", "${USER}bot", "a$", "a$1", "$(whoami)", "a${B}"] {
            check(&format!("--docker-username={user} --docker-password=$TOKEN"), &[]);
        }
    }
}
