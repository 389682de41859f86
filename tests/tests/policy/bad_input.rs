//! Payloads that no API server sends. Each gets an answer; none ends the instance.

use serde_json::json;

use crate::host::{Answer, CANARY, host};
use crate::requests::{creation, fixture, image, refused};

#[track_caller]
fn unreadable(payload: &[u8], reason: &str) {
    refused(&host().validate_bytes(payload), &format!("the request cannot be read: {reason}"));
}

#[test]
fn what_is_not_json_says_where() {
    unreadable(b"", "not JSON at byte 0: the document is empty");
    unreadable(b"\x00\x01\xff", "not JSON at byte 0: unexpected U+0000, expected a value");
    unreadable(
        b"{\"request\": {\"kind\": ",
        "not JSON at byte 21: the document ends too soon, expected a value",
    );
    unreadable(b"[]", "it has no object named request");
    unreadable(b"{\"request\": \"x\", \"settings\": {}}", "it has no object named request");
}

#[test]
fn every_prefix_of_a_request_is_answered() {
    let payload = json!({"request": fixture("secret-create.json")["request"], "settings": {}});
    let payload = serde_json::to_vec(&payload).unwrap();
    for end in (0..payload.len()).step_by(7) {
        assert!(!host().validate_bytes(&payload[..end]).accepted);
    }
}

#[test]
fn any_byte_may_be_wrong() {
    let payload = json!({"request": fixture("secret-create.json")["request"], "settings": {}});
    let payload = serde_json::to_vec(&payload).unwrap();
    for at in (0..payload.len()).step_by(5) {
        for byte in [0, b'"', b'{', 0xff] {
            let mut payload = payload.clone();
            payload[at] = byte;
            host().validate_bytes(&payload);
        }
    }
}

#[test]
fn what_is_nested_deeply_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for (depth, end) in [(300, close), (700_000, ""), (500_000, close)] {
            let payload = format!("{{\"request\": {}{}", open.repeat(depth), end.repeat(depth));
            let answer = host().validate_bytes(payload.as_bytes());
            assert!(!answer.accepted);
            assert!(
                answer.message.ends_with("lists and objects nest more than 256 levels deep"),
                "{}",
                answer.message
            );
        }
    }
}

#[test]
fn what_is_too_large_is_refused_unread() {
    let mut review = fixture("pod-create.json");
    review["request"]["object"]["metadata"]["annotations"] = json!({"a": "x".repeat(10 << 20)});
    let answer = host().validate(&review, &json!({}));
    assert!(!answer.accepted);
    assert!(answer.message.starts_with("the request cannot be read: it has 1048"));
    assert!(answer.message.ends_with(" bytes, more than the 4194304 that are read"));
    unreadable(&vec![0xff; 10 << 20], "it has 10485760 bytes, more than the 4194304 that are read");

    let text = host().call("validate_settings", &vec![b' '; 10 << 20]).unwrap();
    assert!(text.starts_with("{\"valid\":false,\"message\":\"it has 10485760 bytes"), "{text}");

    let error = host().call("validate", &vec![b'['; 65 << 20]);
    assert_eq!(error.unwrap_err(), "the payload is larger than 64 MiB");
}

/// A Pod whose containers are as many `element`s as are read at most.
fn largest(element: &str) -> Vec<u8> {
    let start = r#"{"request": {"kind": {"kind": "Pod"}, "object": {"spec": {"containers": ["#;
    filled(start, element, "]}}}}")
}

/// A Secret with as many members of `data` as are read at most.
fn largest_secret(member: &str) -> Vec<u8> {
    let start = r#"{"request": {"kind": {"kind": "Secret"}, "object":
        {"type": "kubernetes.io/dockerconfigjson", "data": {"#;
    filled(start, member, "}}}}")
}

fn filled(start: &str, element: &str, end: &str) -> Vec<u8> {
    let count = ((4 << 20) - start.len() - end.len()) / (element.len() + 1);
    let payload = format!("{start}{}{end}", vec![element; count].join(","));
    assert!(payload.len() <= 4 << 20);
    payload.into_bytes()
}

#[test]
fn an_evaluation_stays_within_its_memory() {
    let payload = json!({"request": fixture("deployment-update.json")["request"], "settings": {}});
    let (_, used) = host().measure(serde_json::to_vec(&payload).unwrap().leak());
    assert!(used <= 2 << 20, "an ordinary request takes {used} bytes");
}

#[test]
fn the_largest_payloads_that_are_read_are_answered_within_the_memory() {
    let cases = [
        ("{}", largest("{}")),
        ("0", largest("0")),
        (r#"{"image":"X"}"#, largest(r#"{"image":"X"}"#)),
        (r#""":0"#, largest_secret(r#""":0"#)),
        (r#""":"!""#, largest_secret(r#""":"!""#)),
    ];
    for (element, payload) in cases {
        let (answer, used) = host().measure(payload.leak());
        let answer = Answer::of(Ok(answer));
        assert_eq!(answer.accepted, element == "{}");
        assert!(answer.message.len() < 10_000);
        assert!(used <= 256 << 20, "{element} takes {used} bytes");
    }
}

#[test]
fn a_thousand_bad_containers_are_counted() {
    let containers: Vec<_> = (0..1000).map(|_| json!({"image": "Nginx"})).collect();
    let review = creation("Pod", json!({"spec": {"containers": containers}}));
    let answer = host().validate(&review, &json!({}));
    assert!(answer.message.ends_with("InvalidImageName; and 980 more"), "{}", answer.message);
    assert_eq!(answer.message.matches("spec.containers[").count(), 20);
}

#[test]
fn a_long_image_is_cut_and_a_password_in_one_is_not_told() {
    let answer = image(&format!("{}X", "a/".repeat(100_000)), &json!({}));
    assert!(!answer.accepted && answer.message.len() < 1_000);
    for text in [
        format!("https://robot:{CANARY}@registry.example.com/app:1"),
        format!("robot:{CANARY}@registry.example.com/app"),
        format!("{CANARY}@registry.example.com/app"),
    ] {
        assert!(!image(&text, &json!({})).accepted);
        assert_eq!(image(&text, &json!({"references": {"unparsable": "warn"}})).warnings.len(), 1);
    }
}
