//! Components, rendered to text on this machine.

use std::rc::Rc;

use yew::prelude::*;
use yew::{LocalServerRenderer, Reducible};

use super::answer::{Answer, Props as AnswerProps};
use super::detail::{Detail, Props as DetailProps};
use super::editor::{Editor, Props as EditorProps, TextMark, Why};
use super::findings::{Findings, Props as FindingsProps};
use super::journey::{Journey, Props as JourneyProps};
use crate::examples::Example;
use crate::state::{Action, State};
use crate::trip::{Mark, Place};

async fn render<C: BaseComponent>(props: C::Properties) -> String {
    LocalServerRenderer::<C>::with_props(props).hydratable(false).render().await
}

fn with(text: &str) -> Rc<State> {
    Rc::<State>::default().reduce(Action::SetText(text.into()))
}

/// The text of a page, its tags left out.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(character),
            _ => {}
        }
    }
    out
}

fn web() -> Rc<State> {
    let state = with(Example::Port.text());
    let web = state.picture().trips.iter().position(|trip| trip.name == "web").unwrap();
    state.reduce(Action::ChooseTrip(web))
}

#[tokio::test(flavor = "current_thread")]
async fn the_answer_is_the_heading_and_names_its_state() {
    let html = render::<Answer>(AnswerProps {
        mark: Mark::Error,
        sentence: "Will fail.".into(),
        evidence: "Why.".into(),
        fix: Some((0, "Add “:5000” to the key".into())),
        then: Some("Then web pulls.".into()),
        on_apply: Callback::noop(),
    })
    .await;
    assert_eq!(words(&html), "Answer: Will fail.Why.Add “:5000” to the keyAlt FThen web pulls.");
    assert!(html.contains("<h1") && html.contains("st-error"), "{html}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_stop_reads_as_its_state_number_name_and_value() {
    let state = web();
    let html = render::<Journey>(JourneyProps {
        trips: state.picture().trips.as_slice().into(),
        trip: state.trip().unwrap().clone(),
        at: state.at(),
        place: Place::Keyring,
        on_trip: Callback::noop(),
        on_place: Callback::noop(),
        inside: None,
    })
    .await;
    assert!(words(&html).contains("Warning: Stop 5 of 8, Keyringcause"), "{}", words(&html));
    assert_eq!(html.matches("class=\"stop-name\"").count(), 8);
    assert_eq!(html.matches("aria-expanded=\"true\"").count(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_key_says_what_it_is_and_why_it_does_not_fit() {
    let state = web();
    let html = render::<Detail>(DetailProps {
        trip: state.trip().unwrap().clone(),
        place: Place::Keyring,
        on_place: Callback::noop(),
        on_answer: Callback::noop(),
        on_go: Callback::noop(),
    })
    .await;
    let words = words(&html);
    assert!(words.contains("port missing: the key has no port, the image has :5000."), "{words}");
    assert!(words.contains("Sent: nothing."), "{words}");
    assert!(html.contains("t-gap") && html.contains("t-miss"), "{html}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_finding_has_a_place_to_go_to() {
    let state = web();
    let html = render::<Findings>(FindingsProps {
        notes: state.picture().notes.clone(),
        at: state.looked_at(),
        later: state.later().clone(),
        on_go: Callback::noop(),
        on_apply: Callback::noop(),
        on_explain: Callback::noop(),
        has_key: true,
    })
    .await;
    let words = words(&html);
    assert!(words.contains("1 error, "), "{words}");
    assert!(words.contains("The key has another port than the image"), "{words}");
    assert!(words.contains("Line 35:") && words.contains("the image, line 21"), "{words}");
    // What is about another image is folded, and not drawn until it is opened.
    assert!(html.contains("Elsewhere in the text") && !words.contains("envoyproxy"), "{words}");
}

async fn editor(state: &State, marks: Vec<TextMark>) -> String {
    render::<Editor>(EditorProps {
        text: state.text().clone(),
        lines: state.lines().clone(),
        hidden: state.hidden().clone(),
        marks: marks.into(),
        notes: state.picture().notes.clone(),
        later: state.later().clone(),
        documents: state.picture().documents.clone(),
        summary: state.picture().summary.clone(),
        large: state.is_large(),
        revealed: state.revealed(),
        jump: None,
        arrival: state.arrival().cloned(),
        on_input: Callback::noop(),
        on_paste: Callback::noop(),
        on_seen: Callback::noop(),
        on_go: Callback::noop(),
        on_reveal: Callback::noop(),
        on_apply: Callback::noop(),
        on_explain: Callback::noop(),
        on_stop: Callback::noop(),
        on_over: Callback::noop(),
    })
    .await
}

#[tokio::test(flavor = "current_thread")]
async fn the_editor_shows_dots_until_it_is_asked_for_passwords() {
    let state = with("kind: Secret\ndata:\n  x: c2VjcmV0\n");
    let hidden = editor(&state, Vec::new()).await;
    assert!(hidden.contains("••••••••") && !hidden.contains("c2VjcmV0"), "{hidden}");
    let shown = editor(&state.reduce(Action::ToggleReveal), Vec::new()).await;
    assert!(shown.contains("c2VjcmV0"), "{shown}");
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_pasted_is_said_in_a_live_region_that_is_always_there() {
    let text = "kind: Pod\n---\nkind: Secret\n";
    let region = |html: &str| {
        let region = html.split("<div ").find(|it| it.contains("class=\"arrived\""));
        let (tag, inside) = region.and_then(|it| it.split_once('>')).expect("a region");
        assert!(tag.contains("role=\"status\""), "{tag}");
        inside.split("</div>").next().unwrap_or_default().to_owned()
    };
    assert_eq!(region(&editor(&with(text), Vec::new()).await), "");
    let pasted = Action::PutIn(text.into(), 0..text.len());
    let html = region(&editor(&Rc::<State>::default().reduce(pasted), Vec::new()).await);
    assert!(html.contains("<b>Pasted: Pod, Secret</b>"), "{html}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_mark_ends_where_it_ends_and_its_line_has_a_sign() {
    let state = with("a: bc\nd: e\n");
    let why = Why::Finding(Mark::Error, 0);
    let html = editor(&state, vec![TextMark { span: 3..4, why }]).await;
    assert!(
        html.contains("<span class=\"s sq-error\">b</span><span class=\"s\">c</span>"),
        "{html}"
    );
    assert_eq!(html.matches("class=\"row has-error\"").count(), 1);
    assert_eq!(html.matches("class=\"no has-error\"").count(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn only_the_lines_in_sight_are_drawn() {
    let state = Rc::<State>::default().reduce(Action::Paste("a: b\n".repeat(100_000)));
    let html = editor(&state, Vec::new()).await;
    assert!(html.len() < 50_000, "{} bytes", html.len());
    assert!(html.contains("too large to be edited here"), "{html}");
}

#[tokio::test(flavor = "current_thread")]
async fn many_workloads_are_a_list_to_choose_from() {
    let pod = "kind: Pod\nspec: {containers: [{name: a, image: x:1}]}\n---\n";
    let state = with(&pod.repeat(400));
    let html = render::<Journey>(JourneyProps {
        trips: state.picture().trips.as_slice().into(),
        trip: state.trip().unwrap().clone(),
        at: state.at(),
        place: Place::Keyring,
        on_trip: Callback::noop(),
        on_place: Callback::noop(),
        inside: None,
    })
    .await;
    assert_eq!(html.matches("aria-pressed").count(), 1);
    assert_eq!(html.matches("<option").count(), 300);
    assert!(words(&html).contains("1 of 400"), "{}", words(&html));
}
