use super::*;
use crate::examples::Example;
use crate::trip::Mark;
use crate::what_if::Switch;
use pullscope_core::kubelet::Presence;
use yew::Reducible;

fn act(state: Rc<State>, action: Action) -> Rc<State> {
    state.reduce(action)
}

fn with(text: &str) -> Rc<State> {
    act(Rc::default(), Action::SetText(text.into()))
}

#[test]
fn what_changes_nothing_is_the_same_state() {
    let state = act(with(Example::Port.text()), Action::ChoosePlace(Place::Policy));
    for action in [
        Action::SetText(Example::Port.text().into()),
        Action::ChooseTrip(state.at()),
        Action::ChooseTrip(99),
        Action::ChoosePlace(Place::Policy),
    ] {
        let name = format!("{action:?}").chars().take(20).collect::<String>();
        assert!(Rc::ptr_eq(&state, &state.clone().reduce(action)), "{name}");
    }
}

#[test]
fn another_view_keeps_the_text_and_what_is_chosen() {
    let state = act(with(Example::Port.text()), Action::ChoosePlace(Place::Policy));
    let node = act(state.clone(), Action::Show(View::Node));
    assert_eq!(node.view(), View::Node);
    assert_eq!((node.text(), node.place(), node.at()), (state.text(), Place::Policy, state.at()));
    let older = act(node.clone(), Action::Set(Switch::AlwaysPullImages(true)));
    assert_eq!(older.view(), View::Node);
    assert_eq!(act(older, Action::Show(View::Journey)).place(), Place::Policy);
    assert_eq!(act(node.clone(), Action::Load(Example::Order)).view(), View::Node);
    assert_eq!(act(node, Action::SetText("nginx".into())).view(), View::Node);
}

#[test]
fn a_line_a_stop_and_a_new_start_lead_to_the_journey() {
    let node = act(with(Example::Port.text()), Action::Show(View::Node));
    for action in [Action::GoTo(3..9), Action::ChoosePlace(Place::Keyring), Action::Clear] {
        let name = format!("{action:?}");
        assert_eq!(act(node.clone(), action).view(), View::Journey, "{name}");
    }
    let same = act(node.clone(), Action::Show(View::Node));
    assert!(Rc::ptr_eq(&same, &node));
}

#[test]
fn an_edit_keeps_the_image_and_the_stop() {
    let state = with(Example::Port.text());
    let web = state.picture().trips.iter().position(|trip| trip.name == "web").unwrap();
    let state = act(act(state, Action::ChooseTrip(web)), Action::ChoosePlace(Place::Reference));
    let more = Example::Port.text().replace("      initContainers:\n        - name: migrate\n          image: docker.io/library/postgres:17.2\n", "");
    let state = act(state, Action::SetText(more));
    assert_eq!(state.trip().unwrap().name, "web");
    assert_eq!(state.at(), web - 1);
    assert_eq!(state.place(), Place::Reference);
}

#[test]
fn the_keyring_goes_on_with_the_providers_of_the_node() {
    let state = with(Example::Node.text());
    let ring = |name: &str| {
        let trip = state.picture().trips.iter().find(|trip| trip.name == name).unwrap();
        let asked = trip.ring.plugins.iter().filter(|(mark, ..)| *mark != Mark::Unknown);
        let asked = asked.map(|(_, name, _)| name.to_string()).collect::<Vec<_>>();
        (asked, trip.stop(Place::Keyring).value.to_string())
    };
    let ecr = "ecr-credential-provider";
    assert_eq!(ring("report"), (vec![ecr.to_owned()], ecr.to_owned()));
    assert_eq!(ring("sidecar"), (vec![], "No keys".to_owned()));
}

#[test]
fn a_text_that_breaks_while_it_is_typed_loses_nothing() {
    let text = Example::Port.text();
    let mut state = with("");
    for end in (0..=text.len()).step_by(7) {
        state = act(state, Action::SetText(text[..end].into()));
        assert_eq!(&**state.text(), &text[..end]);
        assert!(state.picture().trips.is_empty() || state.trip().is_some());
    }
}

#[test]
fn the_image_with_the_most_to_repair_is_shown_first() {
    let shown = |example: Example| with(example.text()).trip().unwrap().name.to_string();
    assert_eq!(shown(Example::Port), "web");
    assert_eq!(shown(Example::Twice), "sidecar");
    assert_eq!(with("image: nginx").at(), 0);
}

#[test]
fn another_image_shows_its_own_first_stop() {
    let state = act(with(Example::Port.text()), Action::ChoosePlace(Place::Written));
    let state = act(state, Action::ChooseTrip(0));
    assert_eq!(state.place(), state.trip().unwrap().first());
}

#[test]
fn a_text_that_no_text_area_holds_in_time_is_shown_without_one() {
    let pasted = |text: String| act(Rc::default(), Action::Paste(text));
    assert!(!pasted("a: b\n".repeat(1000)).is_large());
    assert!(pasted("a: b\n".repeat(30_000)).is_large());
    assert!(pasted("a".repeat(MAX_EDITED + 1)).is_large());
    assert!(!act(pasted("a: b\n".repeat(30_000)), Action::Clear).is_large());
}

#[test]
fn a_cleared_text_comes_back() {
    let state = act(with("kind: Pod"), Action::Clear);
    assert!(state.is_blank() && state.has_last());
    assert_eq!(&**act(state, Action::Restore).text(), "kind: Pod");
}

#[test]
fn going_to_the_same_place_twice_is_two_jumps() {
    let state = act(with("a: 1\nb: 2"), Action::GoTo(5..6));
    let once = state.jump().cloned();
    let state = act(state, Action::GoTo(5..6));
    assert_ne!(state.jump().cloned(), once);
    assert_eq!(state.jump().unwrap().span, 5..6);
}

#[test]
fn the_examples_show_what_they_promise() {
    let trip = |example: Example, name: &str| {
        let state = with(example.text());
        state.picture().trips.iter().find(|trip| trip.name == name).unwrap().clone()
    };
    let web = trip(Example::Port, "web");
    assert_eq!((web.mark, web.ring.fitting(), web.ring.keys.len()), (Mark::Error, 0, 3));
    assert_eq!(web.first(), Place::Keyring);
    assert_eq!(trip(Example::Port, "proxy").ring.fitting(), 1);

    let report = trip(Example::Order, "report");
    let order: Vec<_> = report
        .ring
        .keys
        .iter()
        .filter(|key| key.turn.is_some())
        .map(|key| key.text.as_str().to_owned())
        .collect();
    assert_eq!(order, ["quay.io/acme", "quay.io", "*.io"]);
    // The path prefix ends within a word, and Kubernetes lets it.
    assert_eq!(trip(Example::Order, "fonts").ring.fitting(), 3);

    let api = trip(Example::Twice, "api");
    assert_eq!((api.mark, api.first(), api.ring.off.len()), (Mark::Warning, Place::Keyring, 1));
    let sidecar = trip(Example::Twice, "sidecar");
    assert_eq!((sidecar.mark, sidecar.first()), (Mark::Error, Place::Reference));
}

#[test]
fn no_password_of_the_examples_is_in_what_is_shown() {
    for example in Example::ALL {
        let state = with(example.text());
        let shown = format!("{:?}", state.picture());
        for secret in [
            "correct horse",
            "battery",
            "staple",
            "cm9ib3Q",
            "open sesame",
            "wildcard",
            "shibboleth",
            "swordfish",
            "ZXlKaGRYUm9",
        ] {
            assert!(!shown.contains(secret), "{example:?} shows {secret}");
        }
    }
}

/// A Deployment that forgets to name its Secret, and one that does not.
const FORGOTTEN: &str = "kind: Deployment
metadata: {name: shop}
spec:
  template:
    spec:
      containers:
      - name: web
        image: reg.example.com/team/shop:1
---
kind: Secret
metadata: {name: regcred}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {\"auths\": {\"reg.example.com\": {\"username\": \"robot\", \"password\": \"canary-1\"}}}
";

#[test]
fn a_fix_is_applied_taken_back_and_made_again() {
    let state = act(with(FORGOTTEN), Action::LookAhead);
    let best = state.best().unwrap();
    assert_eq!(best.code, "pull-secret/not-named");
    let then = state.later().fix(best.index).unwrap();
    assert!(then.starts_with("Then web: ") && then.contains("Secret regcred"), "{then}");

    let fixed = act(state.clone(), Action::ApplyFirst);
    assert_ne!(fixed.text(), state.text());
    assert_eq!(fixed.trip().unwrap().ring.fitting(), 1);
    assert!(fixed.change().unwrap().has_changed() && !fixed.change().unwrap().is_undone);

    let undone = act(fixed.clone(), Action::Undo);
    assert_eq!(undone.text(), state.text());
    assert!(undone.change().unwrap().is_undone);
    let again = act(undone, Action::Undo);
    assert_eq!(again.text(), fixed.text());

    // What the person types is the person's own: the browser takes it back.
    let typed = act(again, Action::SetText("kind: Pod".into()));
    assert_eq!(typed.change(), None);
}

#[test]
fn a_fix_that_is_not_there_changes_nothing() {
    let state = with("image: nginx");
    for action in [Action::Apply(99), Action::ApplyFirst, Action::Undo] {
        assert!(Rc::ptr_eq(&state, &state.clone().reduce(action)));
    }
}

#[test]
fn a_switch_changes_the_outcome_of_the_image_that_is_looked_at() {
    let text =
        "kind: Pod\nspec:\n  containers:\n  - {name: a, image: x:1}\n  - {name: b, image: y:1}";
    let outcome =
        |state: &State, at: usize| state.picture().trips[at].stop(Place::Outcome).value.to_string();
    let state = act(with(text), Action::Set(Switch::OnNode(Presence::Present)));
    assert_eq!((outcome(&state, 0), outcome(&state, 1)), ("Starts".into(), "Depends".into()));
    assert_eq!(state.trip().unwrap().stop(Place::Node).value, "It is there");
    let state = act(state, Action::ChooseTrip(1));
    assert_eq!((outcome(&state, 0), outcome(&state, 1)), ("Depends".into(), "Starts".into()));
    // It stays so while the text is edited.
    let state = act(state, Action::SetText(text.replace("y:1", "y:2")));
    assert_eq!(outcome(&state, 1), "Starts");
    let same = state.clone().reduce(Action::Set(Switch::OnNode(Presence::Present)));
    assert!(Rc::ptr_eq(&state, &same));
}

#[test]
fn starting_over_puts_the_switches_back() {
    let state = act(with("nginx"), Action::Set(Switch::AlwaysPullImages(true)));
    assert_eq!(*act(state, Action::Clear).what_if(), WhatIf::default());
}

#[test]
fn dropped_files_stand_behind_the_text() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = vec![file("a.yaml", "\u{feff}kind: Pod\r\n"), file("b.json", "{}")];
    let dropped = Dropped { files, ..Dropped::default() };
    let state = act(with("nginx"), Action::Append(dropped.clone()));
    assert_eq!(&**state.text(), "nginx\n---\nkind: Pod\n---\n{}");
    assert_eq!(state.change().unwrap().what, "Add 2 files to the text");
    assert_eq!(&**act(state, Action::Undo).text(), "nginx");
    assert_eq!(&**act(Rc::default(), Action::Append(dropped)).text(), "kind: Pod\n---\n{}");
}

#[test]
fn what_was_put_in_is_named_until_the_text_is_another() {
    let put = |before: &Rc<State>, put: &str| {
        let text = format!("{}{put}", before.text());
        let span = before.text().len()..text.len();
        act(before.clone(), Action::PutIn(text, span))
    };
    let said = |state: &State| state.arrival().map(|it| it.said.to_string());
    let pod = put(&Rc::default(), "kind: Pod\n---\n");
    assert_eq!(said(&pod).as_deref(), Some("Pasted: Pod"));
    let both = put(&pod, "kind: Secret\n");
    assert_eq!(said(&both).as_deref(), Some("Pasted: Secret"));
    // What is looked at is no edit.
    let seen = act(act(both.clone(), Action::Show(View::Keys)), Action::LookAhead);
    assert_eq!(said(&seen), said(&both));
    let files = vec![("a".to_owned(), "kind: Service\n".to_owned())];
    let dropped = Dropped { files, ..Dropped::default() };
    let added = act(both.clone(), Action::Append(dropped));
    assert_eq!(said(&added).as_deref(), Some("Added: Service"));
    for ended in [
        Action::SetText("kind: Pod".into()),
        Action::Paste("kind: Pod".into()),
        Action::Load(Example::Port),
        Action::Open(pod.shared()),
        Action::Undo,
        Action::Clear,
        Action::Seen,
    ] {
        let name = format!("{ended:?}").chars().take(20).collect::<String>();
        assert_eq!(said(&act(added.clone(), ended)), None, "{name}");
    }
    assert_eq!(said(&act(act(added, Action::Clear), Action::Restore)), None);
    assert_eq!(said(&Rc::<State>::unwrap_or_clone(pod).with_typed("nginx".into())), None);
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_changes_nothing() {
    let left_out = vec!["a.iso is larger than 64 MB".into()];
    let dropped = Dropped { left_out, ..Dropped::default() };
    let state = act(with("nginx"), Action::Append(dropped));
    assert_eq!(&**state.text(), "nginx");
    let change = state.change().unwrap();
    assert!(!change.has_changed() && change.left_out.len() == 1);
    assert!(act(state, Action::Dismiss).change().is_none());
}

#[test]
fn a_diff_shows_no_password() {
    let text = FORGOTTEN.replace("reg.example.com/team", "reg.example.com:5000/team");
    for text in [FORGOTTEN, &text] {
        let state = act(with(text), Action::LookAhead);
        let shown = format!("{:?} {:?}", state.picture(), state.later());
        assert!(!shown.contains("canary-1"), "{shown}");
    }
}

/// [`FORGOTTEN`], and what the cluster said of it.
fn with_event() -> Rc<State> {
    let event = "---\nFailed to pull image \"reg.example.com/team/shop:1\": failed to resolve reference \"reg.example.com/team/shop:1\": unexpected status from HEAD request to https://reg.example.com/v2/team/shop/manifests/1: 403 Forbidden\n";
    with(&(FORGOTTEN.to_owned() + event))
}

fn values(state: &State) -> [String; 2] {
    let trip = state.trip().unwrap();
    [Place::Registry, Place::Outcome].map(|place| trip.stop(place).value.to_string())
}

#[test]
fn an_event_tells_the_answer_until_the_text_is_repaired() {
    let state = with_event();
    assert_eq!(values(&state), ["403 Forbidden", "ErrImagePull"]);
    assert_eq!(state.trip().unwrap().stop(Place::Registry).caption, "Known from your event.");
    assert_eq!(state.trip().unwrap().mark, Mark::Error);

    let state = act(state, Action::ApplyFirst);
    assert_eq!(values(&state), ["Not known", "Depends"]);
    assert_eq!(state.trip().unwrap().mark, Mark::Ok);
    let state = act(state, Action::Undo);
    assert_eq!(values(&state), ["403 Forbidden", "ErrImagePull"]);
}

#[test]
fn an_answer_can_be_assumed_and_let_go() {
    let state = act(with_event(), Action::Assume(Some(Answer::Ok)));
    assert_eq!(values(&state), ["Gives the image", "Starts"]);
    let forecast = state.trip().unwrap().forecast.clone().unwrap();
    assert!(forecast.waiting.is_empty() && forecast.tries.is_empty());

    let state = act(state, Action::Assume(Some(Answer::NotFound)));
    let forecast = state.trip().unwrap().forecast.clone().unwrap();
    let reasons: Vec<&str> = forecast.waiting.iter().map(|it| it.reason.as_str()).collect();
    assert_eq!(reasons, ["ErrImagePull", "ImagePullBackOff"]);
    let waits: Vec<u32> = forecast.tries.iter().map(|it| it.wait).collect();
    assert_eq!(waits, [10, 20, 40, 80, 160, 300, 300]);
    assert!(forecast.goes_on);

    let state = act(state, Action::Assume(None));
    assert_eq!(values(&state), ["403 Forbidden", "ErrImagePull"]);
}

#[test]
fn where_no_registry_is_asked_there_is_nothing_to_assume() {
    let state =
        act(with("kind: Pod\nspec: {containers: [{name: a, image: A:1}]}"), Action::LookAhead);
    let trip = state.trip().unwrap().clone();
    assert!(!trip.is_asked);
    assert_eq!(trip.forecast.as_ref().unwrap().waiting[0].reason, "InvalidImageName");
    let assumed = act(state, Action::Assume(Some(Answer::Ok)));
    assert_eq!(assumed.trip().unwrap().stop(Place::Outcome).value, "InvalidImageName");
}

#[test]
fn what_an_old_event_says_is_not_in_front_any_more() {
    let about_events = |state: &State| {
        let near = state.picture().notes.iter().filter(|note| note.is_near(state.looked_at()));
        near.filter(|note| note.code.starts_with("event/")).count()
    };
    let event = "---\nFailed to pull image \"reg.example.com/team/shop:1\": unexpected status from HEAD request to https://reg.example.com/v2/team/shop/manifests/1: 403 Forbidden\n";
    let named = FORGOTTEN.replace(
        "      containers:",
        "      imagePullSecrets: [{name: regcrde}]\n      containers:",
    );
    let state = with(&(named + event));
    let fixed = act(state, Action::ApplyFirst);
    assert!(fixed.picture().notes.iter().any(|note| note.code.starts_with("event/")));
    assert_eq!(about_events(&fixed), 0);
    // The same text without a fix of ours: the event is about it as it is.
    assert_eq!(about_events(&with(fixed.text())), 1);
}

#[test]
fn the_way_back_of_the_editor_is_that_of_the_page() {
    let state = with(Example::Port.text());
    let before = state.text().clone();
    let fixed = state.reduce(Action::ApplyFirst);
    let after = fixed.text().clone();
    assert_ne!(before, after);
    let back = fixed.reduce(Action::SetText(before.to_string()));
    assert_eq!(back.text(), &before);
    assert!(back.change().is_some_and(|change| change.is_undone));
    assert!(back.what_if().old_events.is_empty(), "the events are those of this text again");
    let again = back.reduce(Action::SetText(after.to_string()));
    assert!(again.change().is_some_and(|change| !change.is_undone));
    // Any other text is a person's own.
    assert!(again.reduce(Action::SetText("a: b".to_owned())).change().is_none());
}

#[test]
fn pointing_changes_nothing_but_what_is_lit() {
    let state = with(Example::Port.text());
    let spans = [0..3, 5..6];
    let pointed =
        state.clone().reduce(Action::Point(spans.to_vec())).reduce(Action::Over(Some(4..9)));
    assert_eq!((pointed.pointed(), pointed.over()), (&spans[..], Some(&(4..9))));
    assert!(Rc::ptr_eq(pointed.picture(), state.picture()));
    // Another text has other lines.
    let typed = pointed.reduce(Action::SetText("a: b".to_owned()));
    assert_eq!((typed.pointed(), typed.over()), (&[][..], None));
}
