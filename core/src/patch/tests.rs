use super::*;
use crate::finding::apply;
use crate::json::{DEFAULT_MAX_DEPTH, parse};
use crate::text::documents;

/// The patch from the text to `after`, and the text after its edits, which has to read as `after`.
#[track_caller]
fn check(text: &str, after: &str, patch: &str, expect: Option<&str>) {
    let read = documents(text);
    let after = parse(after, DEFAULT_MAX_DEPTH).expect("it is JSON");
    let steps = between(&read.docs[0].root, &after);
    assert_eq!(to_json(&steps), patch);
    let changed = edits(text, &read.docs[0].root, &steps)
        .map(|it| apply(text, &it).expect("the edits fit the text"));
    assert_eq!(changed.as_deref(), expect);
    if let Some(changed) = changed {
        let again = documents(&changed);
        assert!(again.docs[0].error.is_none(), "{changed}");
        assert_eq!(to_json(&between(&again.docs[0].root, &after)), "[]");
    }
}

#[test]
fn the_order_of_members_and_the_writing_of_numbers_change_nothing() {
    check(
        "a: 1.0\nb: [0x10, x]\n",
        r#"{"b": [16, "x"], "a": 1}"#,
        "[]",
        Some("a: 1.0\nb: [0x10, x]\n"),
    );
}

#[test]
fn a_text_keeps_its_quotes_and_its_comment() {
    check(
        "a: 'x' # one\nb: \"y\"\nc: z\nd:\n",
        r#"{"a": "it's", "b": "on", "c": "on", "d": "nginx:1"}"#,
        r#"[{"op":"replace","path":"/a","value":"it's"},{"op":"replace","path":"/b","value":"on"},{"op":"replace","path":"/c","value":"on"},{"op":"replace","path":"/d","value":"nginx:1"}]"#,
        Some("a: 'it''s' # one\nb: \"on\"\nc: \"on\"\nd: nginx:1\n"),
    );
}

#[test]
fn elements_come_at_the_end_of_their_list() {
    let patch = r#"[{"op":"add","path":"/l/1","value":{"name":"b","x":[1]}},{"op":"add","path":"/l/2","value":{"name":"c"}}]"#;
    let after = r#"{"l": [{"name": "a"}, {"name": "b", "x": [1]}, {"name": "c"}], "z": 1}"#;
    check(
        "l:\n  - name: a # kept\n\n# more\nz: 1\n",
        after,
        patch,
        Some("l:\n  - name: a # kept\n  - name: b\n    x:\n    - 1\n  - name: c\n\n# more\nz: 1\n"),
    );
    check(
        r#"{"l": [{"name": "a"}], "z": 1}"#,
        after,
        patch,
        Some(r#"{"l": [{"name": "a"}, {"name":"b","x":[1]}, {"name":"c"}], "z": 1}"#),
    );
    check("l: []", r#"{"l": [1]}"#, r#"[{"op":"add","path":"/l/0","value":1}]"#, Some("l: [1]"));
}

#[test]
fn members_come_behind_one_that_stands_in_one_line() {
    check(
        "spec:\n  containers:\n  - name: web\n    image: nginx # 1\n    args:\n    - a\n",
        r#"{"spec": {"containers": [{"name": "web", "image": "nginx", "args": ["a"], "imagePullPolicy": "Always"}], "imagePullSecrets": [{"name": "regcred"}]}}"#,
        r#"[{"op":"add","path":"/spec/containers/0/imagePullPolicy","value":"Always"},{"op":"add","path":"/spec/imagePullSecrets","value":[{"name":"regcred"}]}]"#,
        Some(
            "spec:\n  imagePullSecrets:\n  - name: regcred\n  containers:\n  - name: web\n    image: nginx # 1\n    imagePullPolicy: Always\n    args:\n    - a\n",
        ),
    );
    check(
        r#"{"spec": {}}"#,
        r#"{"spec": {"a/b~c": null}}"#,
        r#"[{"op":"add","path":"/spec/a~1b~0c","value":null}]"#,
        Some(r#"{"spec": {"a/b~c": null}}"#),
    );
    check(
        "metadata:\n  name: a",
        r#"{"metadata": {"name": "a", "labels": {"x": "y"}}}"#,
        r#"[{"op":"add","path":"/metadata/labels","value":{"x":"y"}}]"#,
        Some("metadata:\n  name: a\n  labels:\n    x: \"y\""),
    );
}

#[test]
fn what_goes_takes_its_lines_with_it() {
    check(
        "a: 1\nb: 2 # gone\nl:\n- x\n- y\n- z\n",
        r#"{"a": 1, "l": ["x"]}"#,
        r#"[{"op":"remove","path":"/b"},{"op":"remove","path":"/l/2"},{"op":"remove","path":"/l/1"}]"#,
        Some("a: 1\nl:\n- x\n"),
    );
}

#[test]
fn a_place_that_others_share_is_left_to_the_whole() {
    check(
        "a: &x nginx\nb: *x\n",
        r#"{"a": "nginx", "b": "y"}"#,
        r#"[{"op":"replace","path":"/b","value":"y"}]"#,
        None,
    );
    check(
        "a: |\n  one\nb: 1\n",
        r#"{"a": "two", "b": 1}"#,
        r#"[{"op":"replace","path":"/a","value":"two"}]"#,
        None,
    );
}

#[test]
fn a_value_of_another_sort_is_replaced_as_a_whole() {
    check(
        "a:\n  b: 1\nc: 2\n",
        r#"{"a": [1, {"x": "y"}], "c": {"d": true}}"#,
        r#"[{"op":"replace","path":"/a","value":[1,{"x":"y"}]},{"op":"replace","path":"/c","value":{"d":true}}]"#,
        Some("a:\n  [1,{\"x\":\"y\"}]\nc: {\"d\":true}\n"),
    );
}
