use std::rc::Rc;

use yew::LocalServerRenderer;
use yew::prelude::*;

use super::*;
use crate::what_if::WhatIf;

async fn render(text: &str) -> String {
    let what_if = WhatIf::default();
    let options = what_if.options(None);
    let report =
        (!text.is_empty()).then(|| Rc::new(pullscope_core::diagnose::diagnose(text, &options)));
    let props = ViewProps {
        text: text.into(),
        report,
        what_if,
        trip: None,
        on_go: Callback::noop(),
        dispatch: Callback::noop(),
    };
    LocalServerRenderer::<Queue>::with_props(props).hydratable(false).render().await
}

#[tokio::test(flavor = "current_thread")]
async fn without_a_text_an_example_waits() {
    let html = render("").await;
    assert!(html.contains("proxy waits 31 s for batch's image of 1.2 GB."), "{html}");
    assert!(html.contains("class=\"wait\"") && html.contains("class=\"pull\""), "{html}");
}

#[tokio::test(flavor = "current_thread")]
async fn the_text_says_who_comes_and_how_the_kubelet_pulls() {
    let html = render("nginx:1\n").await;
    assert!(html.contains("No Pod waits for another one's pull."), "{html}");
    assert!(html.contains("pulled in 5 s"), "{html}");
    let html = render("kind: Service\n").await;
    assert!(html.contains("No image is pulled here."), "{html}");
}
