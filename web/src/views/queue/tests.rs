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
        picture: Rc::default(),
        what_if,
        trip: None,
        notes: Rc::default(),
        later: Rc::default(),
        policy: Rc::default(),
        dump: Rc::default(),
        on_go: Callback::noop(),
        dispatch: Callback::noop(),
    };
    LocalServerRenderer::<Queue>::with_props(props).hydratable(false).render().await
}

#[tokio::test(flavor = "current_thread")]
async fn without_a_text_an_example_waits() {
    let html = render("").await;
    assert!(
        html.contains("proxy waits 31 s for the images of batch (1.2 GB) and web (50 MB)."),
        "{html}"
    );
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

#[tokio::test(flavor = "current_thread")]
async fn the_example_shows_what_serial_pulls_cost() {
    let html = render(Example::Queue.text()).await;
    assert!(
        html.contains("waits 1 min 45 s for trainer&#39;s image of 4.2 GB")
            || html.contains(
                "shop waits 2 min 1 s for the images of trainer (4.2 GB) and migrate (640 MB)."
            ),
        "{html}"
    );
    let row = html.split("<th scope=\"row\">shop</th>").nth(1).expect("a row of the Pod shop");
    let times: Vec<&str> = row
        .split("<td class=\"num\">")
        .skip(1)
        .take(2)
        .filter_map(|it| it.split('<').next())
        .collect();
    assert_eq!(times, ["2 min 3 s", "6.9 s"]);
}

#[tokio::test(flavor = "current_thread")]
async fn the_back_off_is_drawn_with_its_numbers() {
    let html = render("").await;
    for wait in ["10 s", "20 s", "40 s", "80 s", "160 s", "300 s"] {
        assert!(html.contains(&format!("<td>{wait}</td>")), "{wait}: {html}");
    }
    assert!(html.contains("every 300 s") && html.contains("more than 10 min after"), "{html}");
}

#[tokio::test(flavor = "current_thread")]
async fn what_an_event_tells_of_waiting_is_listed() {
    let html =
        render("Successfully pulled image \"a:1\" in 2.1s (35.4s including waiting).\n").await;
    let (_, told) = html.split_once("What your events tell").expect("a table");
    let row = told.split("<code>a:1</code>").nth(1).expect("a row of the image");
    let told: Vec<&str> = row
        .split("<td class=\"num\">")
        .skip(1)
        .take(4)
        .filter_map(|it| it.split('<').next())
        .collect();
    assert_eq!(told, ["33 s", "2.1 s", "35 s", "not told"]);
    assert!(!render("nginx:1\n").await.contains("What your events tell"));
}
