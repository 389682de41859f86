//! What the policy's answers mean: a verdict for each request, and what it changes in the text.

use std::ops::Range;

use pullscope_core::finding::Edit;
use pullscope_core::json::{self, Value};
use pullscope_core::patch::{self, Step};
use pullscope_core::text::{Documents, Lines, yaml};
use yew::AttrValue;

use super::outcome::{Asked, Outcome};
use super::requests::{Request, object_in};
use super::response::response;
use crate::read;
use crate::texts::t;
use crate::trip::{DiffLine, Mark};

/// What becomes of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepted,
    /// Accepted with so many changes.
    Changed(usize),
    Refused,
    /// There is no answer, which is a refusal, too.
    Failed,
    /// No rule of the policy asks for it.
    NotAsked,
}

impl Verdict {
    pub(crate) fn mark(self) -> Mark {
        match self {
            Self::Accepted | Self::Changed(_) => Mark::Ok,
            Self::Refused | Self::Failed => Mark::Error,
            Self::NotAsked => Mark::Unknown,
        }
    }
}

/// One request and its answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) title: AttrValue,
    pub(crate) kind: AttrValue,
    pub(crate) name: AttrValue,
    pub(crate) operation: AttrValue,
    pub(crate) verdict: Verdict,
    /// Why it is refused, or what the policy says of it.
    pub(crate) message: AttrValue,
    pub(crate) warnings: Vec<AttrValue>,
    /// For the audit log.
    pub(crate) annotations: Vec<(AttrValue, AttrValue)>,
    pub(crate) changes: Vec<ChangeView>,
    /// What changes in the text, in order; empty where nothing does.
    pub(crate) edits: Vec<Edit>,
    /// The JSON Patch; empty where it would tell what a Secret holds.
    pub(crate) patch: AttrValue,
    /// What the policy server answers to the API server; empty as above.
    pub(crate) response: AttrValue,
    pub(crate) log: AttrValue,
    pub(crate) asked: Vec<Asked>,
    /// Milliseconds of the instance and of the call.
    pub(crate) times: (f64, f64),
    pub(crate) memory: f64,
    /// The bytes of the object in the text.
    pub(crate) span: Range<usize>,
}

/// One change of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChangeView {
    /// `add`, `replace` or `remove`.
    pub(crate) operation: &'static str,
    /// `/spec/containers/0/image`.
    pub(crate) pointer: AttrValue,
    /// The lines before and after; empty where they cannot be shown one by one.
    pub(crate) diff: Vec<DiffLine>,
}

/// The text that the requests were made of, and what of it stays hidden.
pub(crate) struct Source<'s> {
    pub(crate) documents: &'s Documents<'s>,
    pub(crate) lines: &'s Lines<'s>,
    pub(crate) hidden: &'s [Range<usize>],
}

impl Source<'_> {
    /// A text of the policy without anything that is hidden in the person's own.
    fn veiled(&self, said: &str) -> String {
        let mut said = said.to_owned();
        for secret in self.hidden.iter().filter_map(|it| self.documents.text.get(it.clone())) {
            // Shorter ones stand in every word.
            if secret.len() >= 4 && said.contains(secret) {
                said = said.replace(secret, "••••");
            }
        }
        said
    }
}

/// What the settings are to the policy: its message where they are not valid.
pub(crate) fn refused_settings(outcome: &Outcome) -> Option<AttrValue> {
    if let Some(failure) = outcome.failure() {
        return Some(failure);
    }
    let answer = json::parse(&outcome.text, json::DEFAULT_MAX_DEPTH).ok();
    let is_valid = answer.as_ref().and_then(|it| it.get("valid")).and_then(Value::as_bool);
    let message = answer.as_ref().and_then(|it| it.get("message")).and_then(Value::as_str);
    match is_valid {
        Some(true) => None,
        Some(false) => Some(
            message.map_or_else(|| t!("The policy gives no reason"), |it| it.to_owned().into()),
        ),
        None => Some(t!("The policy’s answer to validate_settings is not one of Kubewarden")),
    }
}

/// The requests with their answers. `outcomes` are those of the requests that a rule asks for.
pub(crate) fn judged(
    source: &Source<'_>,
    requests: &[Request],
    outcomes: &[Outcome],
) -> Vec<Judged> {
    let mut outcomes = outcomes.iter();
    let judge = |request: &Request| match request.is_asked {
        true => outcomes.next().map(|outcome| one(source, request, outcome)),
        false => Some(empty(request, Verdict::NotAsked)),
    };
    requests.iter().filter_map(judge).collect()
}

impl Judged {
    /// A request that no rule asks for.
    pub(crate) fn not_asked(kind: AttrValue, name: AttrValue) -> Self {
        Self {
            title: format!("{kind} {name}").into(),
            kind,
            name,
            operation: AttrValue::default(),
            verdict: Verdict::NotAsked,
            message: AttrValue::default(),
            warnings: Vec::new(),
            annotations: Vec::new(),
            changes: Vec::new(),
            edits: Vec::new(),
            patch: AttrValue::default(),
            response: AttrValue::default(),
            log: AttrValue::default(),
            asked: Vec::new(),
            times: (0.0, 0.0),
            memory: 0.0,
            span: 0..0,
        }
    }
}

fn empty(request: &Request, verdict: Verdict) -> Judged {
    Judged {
        verdict,
        title: request.title().into(),
        operation: request.operation.clone().into(),
        span: request.span.clone(),
        ..Judged::not_asked(request.kind.clone().into(), request.name.clone().into())
    }
}

fn one(source: &Source<'_>, request: &Request, outcome: &Outcome) -> Judged {
    let veiled = |text: &str| AttrValue::from(source.veiled(text));
    let asked = outcome.asked.iter().map(|it| Asked {
        path: it.path.clone(),
        payload: source.veiled(&it.payload),
        error: source.veiled(&it.error),
    });
    let mut judged = Judged {
        log: veiled(&outcome.log),
        asked: asked.collect(),
        times: (outcome.start, outcome.call),
        memory: outcome.memory,
        ..empty(request, Verdict::Failed)
    };
    if let Some(failure) = outcome.failure() {
        judged.message = veiled(&failure);
        return judged;
    }
    let answer = json::parse(&outcome.text, json::DEFAULT_MAX_DEPTH).ok();
    let Some((answer, accepted)) =
        answer.as_ref().and_then(|it| Some((it, it.get("accepted")?.as_bool()?)))
    else {
        judged.message = t!("The policy’s answer is not one of Kubewarden: it has no “accepted”");
        return judged;
    };
    let text = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default();
    judged.message = veiled(text("message"));
    judged.warnings = answer
        .get("warnings")
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .map(veiled)
        .collect();
    let annotations = answer.get("audit_annotations").and_then(Value::as_object);
    judged.annotations = annotations
        .unwrap_or_default()
        .iter()
        .filter_map(|it| Some((veiled(&it.key), veiled(it.value.as_str()?))))
        .collect();
    judged.verdict = if accepted { Verdict::Accepted } else { Verdict::Refused };
    let before = json::parse(&request.object, json::DEFAULT_MAX_DEPTH).ok();
    let after = answer.get("mutated_object").filter(|it| accepted && !it.is_null());
    let steps = match (&before, after) {
        (Some(before), Some(after)) => patch::between(before, after),
        _ => Vec::new(),
    };
    if !steps.is_empty() {
        judged.verdict = Verdict::Changed(steps.len());
        changed(source, request, &steps, after, &mut judged);
    }
    // What a Secret holds is in its patch.
    if request.kind != "Secret" || steps.is_empty() {
        judged.patch = veiled(&patch::to_json(&steps));
        judged.response = response(request, answer, &judged, &steps).into();
    }
    judged
}

/// Fills in what the steps are to the text.
fn changed(
    source: &Source<'_>,
    request: &Request,
    steps: &[Step<'_>],
    after: Option<&Value<'_>>,
    judged: &mut Judged,
) {
    let text = source.documents.text;
    let object = object_in(source.documents, request);
    let is_secret = request.kind == "Secret";
    let shown = |edits: &[Edit]| match is_secret {
        true => Vec::new(),
        false => read::diff(text, edits, source.lines, source.hidden),
    };
    let edits_of = |steps: &[Step<'_>]| object.and_then(|it| patch::edits(text, it, steps));
    judged.changes = steps
        .iter()
        .map(|step| ChangeView {
            operation: step.operation(),
            pointer: step.pointer().into(),
            diff: edits_of(std::slice::from_ref(step)).map(|it| shown(&it)).unwrap_or_default(),
        })
        .collect();
    judged.edits = edits_of(steps).unwrap_or_else(|| {
        // The object is written anew: line by line where it has lines of its own, else as JSON.
        let whole = object.zip(after).map(|(object, after)| {
            let span = object.span.clone();
            let written = text.get(span.clone()).unwrap_or_default();
            let has_lines = !written.starts_with('{')
                && (span.start == 0 || text[..span.start].ends_with('\n'));
            let new = if has_lines { yaml(after) } else { after.to_json() };
            let new = if written.ends_with('\n') { new } else { new.trim_end().to_owned() };
            Edit { span, text: new }
        });
        whole.into_iter().collect()
    });
}

#[cfg(test)]
mod tests {
    use pullscope_core::base64;
    use pullscope_core::text::documents;

    use super::*;
    use crate::ink;
    use crate::policy::after::after;
    use crate::policy::outcome::End;
    use crate::policy::requests::{Operation, requests};
    use crate::policy::rules::Metadata;

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: x}\nspec:\n  containers:\n  - name: web\n    image: nginx\n";

    /// What an answer of a policy makes of the one object of a text.
    fn judge(text: &str, answer: &str) -> Judged {
        let read = documents(text);
        let (made, _) = requests(&read, &Metadata::read(""), Operation::Create, "x");
        let (lines, hidden) = (Lines::new(text), ink::hidden(text));
        let source = Source { documents: &read, lines: &lines, hidden: &hidden };
        let outcome = Outcome { end: End::Response, text: answer.into(), ..Outcome::default() };
        judged(&source, &made, &[outcome]).remove(0)
    }

    fn changed_pod(image: &str) -> String {
        format!(
            r#"{{"accepted": true, "mutated_object": {{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "a", "namespace": "x"}}, "spec": {{"containers": [{{"name": "web", "image": "{image}"}}]}}}}}}"#
        )
    }

    #[test]
    fn a_change_is_shown_in_the_lines_of_the_person() {
        let judged = judge(POD, &changed_pod("reg.io/nginx:1"));
        assert_eq!(judged.verdict, Verdict::Changed(1));
        let [change] = &judged.changes[..] else { panic!("one change") };
        assert_eq!((change.operation, &*change.pointer), ("replace", "/spec/containers/0/image"));
        assert_eq!(change.diff.iter().map(|it| it.number).collect::<Vec<_>>(), [7, 7]);
        let text = after(POD, std::slice::from_ref(&judged)).expect("it changes");
        assert_eq!(text, POD.replace("image: nginx", "image: reg.io/nginx:1"));
        assert!(judged.response.contains("\"patchType\": \"JSONPatch\""));
        assert!(judged.patch.contains("reg.io/nginx:1"));
    }

    #[test]
    fn an_object_that_comes_back_the_same_is_accepted_as_it_is() {
        let judged = judge(POD, &changed_pod("nginx"));
        assert_eq!((judged.verdict, after(POD, &[judged])), (Verdict::Accepted, None));
    }

    #[test]
    fn what_the_policy_says_is_kept_apart() {
        let judged = judge(
            POD,
            r#"{"accepted": false, "message": "no", "code": 403, "warnings": ["w"], "audit_annotations": {"rejected": "a/b"}}"#,
        );
        assert_eq!((judged.verdict, &*judged.message), (Verdict::Refused, "no"));
        assert_eq!(judged.warnings, ["w"]);
        assert_eq!(judged.annotations, [("rejected".into(), "a/b".into())]);
        assert_eq!(
            &*judged.response,
            "{\n  \"uid\": \"00000000-0000-4000-8000-000000000001\",\n  \"allowed\": false,\n  \"status\": {\"message\": \"no\", \"code\": 403},\n  \"auditAnnotations\": {\"rejected\":\"a/b\"},\n  \"warnings\": [\"w\"]\n}"
        );
    }

    #[test]
    fn an_answer_that_is_none_is_a_refusal() {
        for answer in ["", "[]", r#"{"allowed": true}"#] {
            assert_eq!(judge(POD, answer).verdict, Verdict::Failed);
        }
    }

    #[test]
    fn what_cannot_be_changed_in_place_is_written_anew() {
        let text = POD.replace("image: nginx", "image: &i nginx\n    args: [*i]");
        let answer = changed_pod("reg.io/a").replace(r#""image""#, r#""args": ["b"], "image""#);
        let judged = judge(&text, &answer);
        let changed = after(&text, &[judged]).expect("it changes");
        assert!(changed.starts_with("apiVersion: v1\nkind: Pod\n"), "{changed}");
        assert!(changed.contains("image: reg.io/a\n"), "{changed}");
    }

    const SECRET: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: x}\nstringData:\n  password: canary-8f1d\n";

    #[test]
    fn what_a_secret_holds_is_not_told() {
        let data = base64::encode(b"canary-8f1d");
        let answer = format!(
            r#"{{"accepted": true, "message": "it is canary-8f1d", "mutated_object": {{"apiVersion": "v1", "kind": "Secret", "metadata": {{"name": "s", "namespace": "x"}}, "data": {{"password": "{data}", "more": "{data}"}}}}}}"#
        );
        let judged = judge(SECRET, &answer);
        assert_eq!((judged.verdict, &*judged.message), (Verdict::Changed(1), "it is ••••"));
        let shown = format!("{:?}{}{}", judged.changes, judged.patch, judged.response);
        assert!(!shown.contains("canary") && !shown.contains(&data), "{shown}");
    }

    #[test]
    fn settings_are_refused_with_the_words_of_the_policy() {
        let of = |text: &str| {
            refused_settings(&Outcome {
                end: End::Response,
                text: text.into(),
                ..Outcome::default()
            })
        };
        assert_eq!(of(r#"{"valid": true}"#), None);
        assert_eq!(of(r#"{"valid": false, "message": "a: b"}"#).as_deref(), Some("a: b"));
        assert!(of("{}").is_some() && refused_settings(&Outcome::default()).is_some());
    }
}
