//! What JavaScript sees of what is found in a `registries.yaml`.

use pullscope_core::finding::{Finding, Fix};
use pullscope_core::registries::documentation::differences;
use pullscope_core::registries::lint::Image;
use pullscope_core::registries::{self, Asks, Registries, Setting};
use serde::Serialize;
use tsify::Tsify;

use crate::js::finding::Severity;
use crate::js::span::{Places, Span};

/// What is found in the file.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesFinding {
    /// What it is: `registries/wildcard-auth`. `explainFinding` has the page of it.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The path to it: `configs.*.auth`.
    pub path: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// What is wrong and what to do, without any secret.
    pub message: String,
    /// What to change, or to type on the node.
    pub fix: Option<RegistriesFix>,
}

/// What to change so that a finding goes away, or how to look further. `applyFix` takes it, with the
/// file.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesFix {
    /// What it does, beginning with a verb.
    pub title: String,
    /// Changes of the file, in its order.
    pub edits: Vec<RegistriesEdit>,
    /// What is typed on the node instead, or as well.
    pub command: Option<String>,
}

/// One change of the file.
#[derive(Debug, Serialize, Tsify)]
pub struct RegistriesEdit {
    /// The place that goes; empty to insert.
    pub span: RegistriesPlace,
    /// What takes its place.
    pub text: String,
}

/// A place in the file, in UTF-16 code units.
#[derive(Debug, Serialize, Tsify)]
pub struct RegistriesPlace {
    /// Which text it is in: there is one, and its number is 0.
    pub source: u32,
    /// The first code unit.
    pub start: u32,
    /// The code unit after the last.
    pub end: u32,
}

/// A statement of the documentation that does not hold as it is written, and what the node does.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct RegistriesDifference {
    /// The documentation says.
    pub said: String,
    /// In which releases that is wrong.
    pub wrong: String,
    /// What the node does with this file.
    pub does: String,
    /// The finding that tells it; `null` where what is asked for an image does.
    pub code: Option<String>,
    /// Where it stands.
    pub span: Option<Span>,
}

/// A question that the file does not answer, and the command that does, on the node.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RegistriesCheck {
    /// The question.
    pub question: String,
    /// What is typed on the node.
    pub command: String,
    /// What the answer is when all is well.
    pub expect: String,
}

/// The images, as the rules of the file look at them.
pub(super) fn of_images(asked: &[Asks]) -> Vec<Image<'_>> {
    let images = asked.iter().map(|it| Image {
        registry: &it.registry,
        repository: &it.repository,
        // They stand in no text.
        span: 0..0,
        pull_secret: None,
        answered_http: None,
    });
    images.collect()
}

/// Where the documentation says otherwise.
pub(super) fn documentation(
    found: &[Finding],
    asked: &[Asks],
    setting: Setting,
    places: &Places<'_>,
) -> Vec<RegistriesDifference> {
    let all = differences(found, asked, setting.distribution).into_iter();
    let all = all.map(|it| RegistriesDifference {
        said: it.statement.said.to_owned(),
        wrong: it.statement.wrong.to_owned(),
        does: it.does,
        code: it.code.map(str::to_owned),
        span: it.span.map(|span| places.span(span)),
    });
    all.collect()
}

pub(super) fn finding(finding: Finding, places: &Places<'_>) -> RegistriesFinding {
    RegistriesFinding {
        code: finding.code.to_owned(),
        severity: Severity::new(finding.severity),
        path: finding.path,
        span: finding.span.map(|it| places.span(it)),
        message: finding.message,
        fix: finding.fix.map(|it| fix(it, places)),
    }
}

fn fix(fix: Fix, places: &Places<'_>) -> RegistriesFix {
    let edits = fix.edits.into_iter().map(|it| {
        let Span { start, end } = places.span(it.span);
        RegistriesEdit { span: RegistriesPlace { source: 0, start, end }, text: it.text }
    });
    RegistriesFix { title: fix.title, edits: edits.collect(), command: fix.command }
}

/// What is typed on the node.
pub(super) fn checks(file: &Registries, setting: Setting, asked: &[Asks]) -> Vec<RegistriesCheck> {
    let all = registries::checks(file, &setting, asked).into_iter();
    let all = all.map(|it| RegistriesCheck {
        question: it.question,
        command: it.command,
        expect: it.expect,
    });
    all.collect()
}
