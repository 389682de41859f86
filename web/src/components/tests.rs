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

async fn render<C: BaseComponent>(props: C::Properties) -> String
where
    C::Properties: Send,
{
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
    let html = render::<Answer>(AnswerProps { mark: Mark::Error, sentence: "Will fail.".into(), evidence: "Why.".into() }).await;
    assert_eq!(words(&html), "Answer: Will fail.Why.");
    assert!(html.contains("<h1") && html.contains("st-error"), "{html}");
}
