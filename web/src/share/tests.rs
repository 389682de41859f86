use pullscope_core::Version;
use pullscope_core::diagnose::PulledBy;
use pullscope_core::features::Gate;
use pullscope_core::kubelet::Presence;
use pullscope_core::registries::{Distribution, Profile};

use super::*;
use crate::lines::Lines;
use crate::read;
use crate::texts::Language;
use crate::views::View;
use crate::what_if::Switch;

fn moved() -> WhatIf {
    let by = |name: &str| PulledBy::Secret {
        namespace: "apps".into(),
        name: name.into(),
        uid: Some("6f1c".into()),
    };
    [
        Switch::Kubernetes(Version::all().next().expect("there is one")),
        Switch::OnNode(Presence::Present),
        Switch::Runtime("cri-o://1.34".into()),
        Switch::Platform("linux/arm64".into()),
        Switch::AlwaysPullImages(true),
        Switch::Gate(Gate::ALL[0], Some(false)),
        Switch::Gate(Gate::ALL[1], Some(true)),
        Switch::NodeConfig(false),
        Switch::Distribution(Distribution::Rke2),
        Switch::Profile(Profile::Legacy),
        Switch::DefaultEndpoint(false),
        Switch::EmbeddedRegistry(true),
        Switch::Namespace("n".into()),
        Switch::Kind("Rollout".into()),
        Switch::Path("spec.x".into()),
        Switch::Day("2026-05-31".into()),
        Switch::Pulled("a:1".into(), Some(by("regcred"))),
        Switch::Pulled("b:1".into(), Some(PulledBy::Node)),
        Switch::Pulled("c d".into(), Some(PulledBy::Unknown)),
    ]
    .into_iter()
    .fold(WhatIf::default(), |it, switch| it.with(switch))
}

#[test]
fn every_switch_is_handed_on() {
    let what_if = moved();
    let shared = Shared::of("", &what_if, None, Place::Node);
    assert_eq!(shared.what_if(None), what_if);
    assert_eq!(Shared::of("", &WhatIf::default(), None, Place::Node).switches, []);
}

#[test]
fn what_is_written_is_read_again() {
    let container = Some(("Deployment apps/sh\"op".to_owned(), "we\nb".to_owned()));
    let shared = Shared::of("kind: <b>\u{1F600}\n\u{0}", &moved(), container, Place::Keyring);
    assert_eq!(Shared::of_json(&shared.to_json()), Ok(shared.clone()));
    assert_eq!(shared.place(), Some(Place::Keyring));
}

#[test]
fn a_workspace_that_is_handed_on_holds_no_password() {
    let text = "kind: Secret\nstringData: {a: parrot-7Qp}\n# password: parrot-7Qp\n";
    let shared = Shared::of(text, &WhatIf::default(), None, Place::Node);
    assert!(!shared.to_json().contains("parrot"));
    assert_eq!(shared.text.len(), text.len());
}

#[test]
fn what_is_no_workspace_is_said_without_repeating_it() {
    for json in [
        "",
        "x",
        "[]",
        "{}",
        "{\"v\":1}",
        "{\"v\":1,\"text\":5}",
        "{\"v\":\"1\",\"text\":\"\"}",
        &"[".repeat(99),
    ] {
        assert_eq!(Shared::of_json(json), Err(t!("what it holds is no workspace")), "{json}");
    }
    assert_eq!(
        Shared::of_json("{\"v\":2,\"text\":\"\"}"),
        Err(t!("a newer version of this page made it"))
    );
    let odd = "{\"v\":1,\"text\":\"t\",\"switches\":[[],[1,2],[\"gate\",\"x\"],[\"kubernetes\",\"9\"],[\"pulled\",\"secret:a b\"],\"x\"],\"container\":[\"a\"],\"stop\":99}";
    let shared = Shared::of_json(odd).expect("what is odd is left out");
    assert_eq!((shared.what_if(None), shared.place()), (WhatIf::default(), None));
}

#[test]
fn a_fragment_names_a_view_and_a_workspace() {
    assert_eq!(fragment::parse("#/keys?s=ab-_"), (View::Keys, Some("ab-_")));
    assert_eq!(fragment::parse("#/?x=1&s="), (View::Journey, Some("")));
    assert_eq!(fragment::parse("#/keys"), (View::Keys, None));
    assert_eq!(fragment::parse(&fragment::of(View::Node, None, "a")), (View::Node, Some("a")));
    let spoken = fragment::of(View::Node, Some(Language::Hindi), "a");
    assert_eq!(spoken, "#/node?lang=hi&s=a");
    assert_eq!(fragment::parse(&spoken), (View::Node, Some("a")));
    assert_eq!(fragment::without_workspace(&spoken), "#/node?lang=hi");
    assert_eq!(fragment::without_workspace("#/node?s=a"), "#/node");
    assert_eq!(fragment::in_language("", Language::Japanese), "#/?lang=ja");
    assert_eq!(
        fragment::in_language("#/museum/opaque", Language::Japanese),
        "#/museum/opaque?lang=ja"
    );
    assert_eq!(fragment::in_language(&spoken, Language::English), "#/node?lang=en&s=a");
    let bytes: Vec<u8> = (0..=255).collect();
    assert_eq!(fragment::decode(&fragment::encode(&bytes)), Some(bytes));
    assert_eq!(fragment::decode("YWJj."), Some(b"abc".to_vec()));
    assert_eq!(fragment::decode("<script>"), None);
}

#[test]
fn a_ticket_tells_the_answer_the_stops_and_the_findings() {
    let text = "kind: Pod\nmetadata: {name: a}\nspec:\n  imagePullSecrets: [{name: s}]\n  containers: [{name: 'w|*b', image: 'r.io:5000/x:1'}]\n---\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{\"auths\": {\"r.io\": {\"username\": \"u\", \"password\": \"parrot-7Qp\"}}}'}\n";
    let what_if = WhatIf::default();
    let picture = read::picture(text, &what_if, None, &[]);
    let ticket =
        ticket::markdown(Some(&picture.trips[0]), "", &picture.notes, &what_if, &Lines::new(text));
    assert!(ticket.starts_with("## "), "{ticket}");
    assert!(ticket.contains("Container w|\\*b of Pod"), "{ticket}");
    assert!(ticket.contains("`r.io:5000/x:1`"), "{ticket}");
    let rows: Vec<&str> = ticket.lines().filter(|it| it.starts_with("| ")).collect();
    // The head, the rule below it, and eight stops.
    assert_eq!(rows.len(), 10, "{ticket}");
    assert!(rows.iter().all(|it| it.replace("\\|", "").matches('|').count() == 6), "{ticket}");
    assert!(ticket.contains("**Warning** `keyring/port-differs` (line "), "{ticket}");
    assert!(ticket.contains("Judged as Kubernetes 1.36"), "{ticket}");
    assert!(!ticket.contains("parrot"));
}
