use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;

/// Kind, name and error of every document, one a line.
#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let read = documents(text);
    spans_stand_in_the_text(&read);
    let lines = Lines::new(text);
    let found: Vec<String> = read
        .docs
        .iter()
        .map(|it| {
            let kind = it.kind.as_deref().unwrap_or("-");
            let name = it.name().unwrap_or("-");
            match &it.error {
                None => format!("{kind} {name}"),
                Some(error) => {
                    let at = lines.position(error.span().start);
                    format!("{kind} {name} {}:{} {error}", at.line, at.column)
                }
            }
        })
        .collect();
    assert_eq!(found, expect, "{text}");
}

fn spans_stand_in_the_text(read: &Documents<'_>) {
    fn walk(text: &str, value: &Value<'_>) {
        assert!(text.get(value.span.clone()).is_some(), "{:?} of {text:?}", value.span);
        match &value.data {
            Data::Array(items) => items.iter().for_each(|it| walk(text, it)),
            Data::Object(members) => {
                for member in members {
                    assert!(text.get(member.key_span.clone()).is_some());
                    walk(text, &member.value);
                }
            }
            _ => {}
        }
    }
    for document in &read.docs {
        assert!(read.text.get(document.span.clone()).is_some());
        if let Some(error) = &document.error {
            assert!(read.text.get(error.span()).is_some(), "{:?} of {:?}", error, read.text);
        }
        walk(read.text, &document.root);
    }
}

/// The texts of every leaf, as they stand in the pasted text.
fn leaves(text: &str) -> Vec<(String, String)> {
    fn walk(text: &str, path: &str, value: &Value<'_>, out: &mut Vec<(String, String)>) {
        match &value.data {
            Data::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    walk(text, &format!("{path}[{at}]"), item, out);
                }
            }
            Data::Object(members) => {
                for member in members {
                    let key = &text[member.key_span.clone()];
                    walk(text, &format!("{path}.{key}"), &member.value, out);
                }
            }
            _ => out.push((path.to_string(), text[value.span.clone()].to_string())),
        }
    }
    let mut out = Vec::new();
    for document in documents(text).docs {
        assert_eq!(document.error, None, "{text}");
        walk(text, "", &document.root, &mut out);
    }
    out
}

#[track_caller]
fn check_leaves(text: &str, expect: &[(&str, &str)]) {
    let found = leaves(text);
    let found: Vec<_> = found.iter().map(|(path, leaf)| (path.as_str(), leaf.as_str())).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn yaml_documents_stand_between_markers() {
    check(
        "kind: A\n---\nkind: B\n...\n---\n# nothing\n---\n--- {kind: C}\n",
        &["A -", "B -", "C -"],
    );
    check("---\r\nkind: A\r\n---\r\nkind: B\r\n", &["A -", "B -"]);
    check("kind: A\r---\rkind: B\r", &["A -", "B -"]);
    check("\u{feff}kind: A\n", &["A -"]);
    check("%YAML 1.1\n---\nkind: A\n", &["A -"]);
    check("kind: ---\nmetadata:\n  name: |\n    ---\n", &["--- ---\n"]);
    check("", &[]);
    check("# only a comment\n\n---\n", &[]);
    check("  kind: A\n  metadata: {name: x}\n", &["A x"]);
}

#[test]
fn json_values_follow_one_another() {
    check("{\"kind\":\"A\"}{\"kind\":\"B\"}\n{\"kind\":\"C\"}", &["A -", "B -", "C -"]);
    check("# source\n{\"kind\": \"A\"}\n---\nkind: B\n", &["A -", "B -"]);
    check("{kind: A, metadata: {name: '}'}}", &["A }"]);
    check("{\"kind\": \"A\",}", &["A -"]);
}

#[test]
fn lists_give_their_items() {
    check("kind: List\nitems:\n- kind: A\n- kind: B\n  metadata: {name: b}\n", &["A -", "B b"]);
    check(r#"{"kind": "PodList", "items": [{"metadata": {"name": "a"}}]}"#, &["Pod a"]);
    check("kind: List\nitems:\n- kind: List\n  items:\n  - kind: A\n", &["A -"]);
    check("kind: List\nitems: []\n", &[]);
    // Copied from such a list, without its beginning.
    let item = "- apiVersion: v1\n  kind: A\n";
    check(&[item, item].concat(), &["A -", "A -"]);
    check("  - apiVersion: v1\n    kind: A\n\nwords of a person\n", &["A -", "- -"]);
    check(
        r#"[{"apiVersion": "v1", "kind": "A"}, {"apiVersion": "v1", "kind": "B"}]"#,
        &["A -", "B -"],
    );
    check("- apiVersion: v1\n  kind: A\n- 1\n", &["- -"]);
    check("[]", &["- -"]);
    check("kind: List\nitems: 7\n", &["List -"]);
    check("kind: AllowList\n", &["AllowList -"]);
}

#[test]
fn a_broken_document_hides_no_other() {
    check(
        "kind: A\n---\nkind: B\nspec: [\n---\nkind: C\n",
        &["A -", "B - 4:8 expected a value", "C -"],
    );
    check(
        "{\"kind\": \"A\"\n{\"kind\": \"B\"}\n{\"kind\": \"C\"}\n",
        &[
            "A - 1:13 the document ends too soon, expected ',' or '}' after the member",
            "B -",
            "C -",
        ],
    );
    check(
        "{\"kind\": \"A, \n}\n{\"kind\": \"B\"}\n",
        &["- - 1:14 unexpected line break, expected '\"' to close the string", "B -"],
    );
}

#[test]
fn an_error_says_what_and_where() {
    check("kind: A\n\tmetadata: x\n", &["- - 2:1 a tab cannot indent YAML; use spaces"]);
    check(
        "image: nginx: 1.25\n",
        &[
            "- - 1:13 a key with ':' cannot stand here; quote the value if the ':' belongs to it, or check the indentation",
        ],
    );
    check("kind: A\nspec\nx: 1\n", &["A - 2:5 a key stands here without ':' after it"]);
    check("kind: A\nspec: 'x\n", &["A - 2:7 this quote is never closed"]);
    check("a: {{ .Values.image }}\n", &["- - 1:5 this is a template that was not filled in: '{{'"]);
    check("a: *b\n", &["- - 1:4 this alias names no anchor of the document"]);
    check("a: &b [*b]\n", &["- - 1:8 this alias stands within the value that its anchor names"]);
    check(
        "kind: A\0\n",
        &["- - 1:8 control character U+0000; this is a binary file, or text in another encoding"],
    );
    check(
        "kind: A\u{80}\n",
        &["- - 1:8 control character U+0080; this is a binary file, or text in another encoding"],
    );
    check("{\"kind\": \"A\u{80}\"}\n", &["A\u{80} -"]);
    check("@nginx\n", &["- - 1:1 a text cannot begin with '@', '`' or '%'; quote it"]);
    check("a: 'é' b: c\n", &["- - 1:8 nothing may follow a quoted text here"]);
}

#[test]
fn what_was_read_before_an_error_is_kept() {
    let read =
        documents("kind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - image: a\n   x");
    let document = &read.docs[0];
    assert!(document.error.is_some());
    assert_eq!((document.kind.as_deref(), document.name()), (Some("Pod"), Some("web")));
}

#[test]
fn every_value_knows_where_it_stands() {
    check_leaves(
        "a: one\nb: 'two'\nc: \"th\\u0072ee\"\nd:\ne: |\n  é\n  x\nf: [1, ü ,{g: h}]\ni:\n  - j # k\n  -\n",
        &[
            (".a", "one"),
            (".b", "'two'"),
            (".c", "\"th\\u0072ee\""),
            (".d", ""),
            (".e", "é\n  x"),
            (".f[0]", "1"),
            (".f[1]", "ü"),
            (".f[2].g", "h"),
            (".i[0]", "j"),
            (".i[1]", ""),
        ],
    );
    check_leaves("é: # ü\r\n  b: ö\r\n", &[(".é.b", "ö")]);
    check_leaves("# é\n---\n[\"é\", {\"a\": true}]", &[("[0]", "\"é\""), ("[1].\"a\"", "true")]);
}

#[test]
fn collections_span_from_their_first_to_their_last_character() {
    let text = "a:\n  b: [1, 2] # c\n  d: 3\n\n# e\nf: {g: 1 }\n";
    let read = documents(text);
    let root = &read.docs[0].root;
    let a = root.get("a").unwrap();
    assert_eq!(&text[a.span.clone()], "b: [1, 2] # c\n  d: 3");
    assert_eq!(&text[a.get("b").unwrap().span.clone()], "[1, 2]");
    assert_eq!(&text[root.get("f").unwrap().span.clone()], "{g: 1 }");
}

#[test]
fn aliases_and_merge_keys_are_followed() {
    check_leaves("a: &x [1]\nb: *x\nc: 2\n", &[(".a[0]", "1"), (".b[0]", "1"), (".c", "2")]);
    let text =
        "base: &x {image: a, name: nn}\nc: {<<: *x, image: b}\nd: {<<: [*x, {name: m, z: 1}]}\n";
    let read = documents(text);
    let member = |at: &str, key: &str| {
        read.docs[0].root.get(at).unwrap().get(key).and_then(Value::as_str).map(String::from)
    };
    assert_eq!(member("c", "image").as_deref(), Some("b"));
    assert_eq!(member("c", "name").as_deref(), Some("nn"));
    assert_eq!(member("d", "name").as_deref(), Some("nn"));
    assert!(read.docs[0].duplicates.is_empty());
    check("a: {<<: 1}\n", &["- - 1:5 '<<' needs a mapping, or a list of mappings"]);
}

#[test]
fn a_member_written_twice_is_noted_and_the_last_counts() {
    for text in ["a: 1\nb: 2\na: 3\n", "{\"a\": 1, \"b\": 2, \"a\": 3}"] {
        let read = documents(text);
        let [duplicate] = &read.docs[0].duplicates[..] else { panic!("{text}") };
        assert!(duplicate.lost.start < duplicate.kept.start);
        let a = read.docs[0].root.get("a").unwrap();
        assert_eq!(&text[a.span.clone()], "3");
    }
}

#[test]
fn a_plain_scalar_has_a_type_and_a_quoted_one_is_text() {
    let read = documents("a: 1.25\nb: on\nc: '1.25'\nd: !!str 1\ne: ~\n1: x\noff: z\n");
    let root = &read.docs[0].root;
    assert!(matches!(root.get("a").unwrap().data, Data::Number(ref it) if it == "1.25"));
    assert_eq!(root.get("b").unwrap().as_bool(), Some(true));
    assert_eq!(root.get("c").unwrap().as_str(), Some("1.25"));
    assert_eq!(root.get("d").unwrap().as_str(), Some("1"));
    assert!(root.get("e").unwrap().is_null());
    assert_eq!(root.get("1").unwrap().as_str(), Some("x"));
    assert_eq!(root.get("false").unwrap().as_str(), Some("z"));
}

#[test]
fn bounds_are_errors_with_a_position() {
    let limits = Limits { bytes: 40, documents: 2, depth: 3, nodes: 80, alias_nodes: 4 };
    let message = |text: &str| {
        let read = documents_within(text, &limits);
        spans_stand_in_the_text(&read);
        let error = read.docs.iter().find_map(|it| it.error.clone());
        error.map(|it| (it.span().start, it.to_string()))
    };
    let expect = |at, text: &str| Some((at, text.to_string()));
    assert_eq!(message("a: 1\n---\nb: 1\n"), None);
    assert_eq!(
        message(&"é".repeat(21)),
        expect(40, "the text is larger than 40 bytes, the most that is read")
    );
    assert_eq!(
        message("a: 1\n---\nb: 1\n---\nc: 1\n"),
        expect(18, "more than 2 documents; from here on they are not read")
    );
    let deep = "lists and mappings nest more than 3 levels deep";
    assert_eq!(message("- - - - 1\n"), expect(6, deep));
    assert_eq!(message("a: [[[[[[[[1"), expect(5, deep));
    assert_eq!(
        message("[[[[1]]]]").map(|it| it.1),
        Some("lists and objects nest more than 3 levels deep".to_string())
    );
    assert_eq!(
        message("- &a [1]\n- *a\n- *a\n"),
        expect(16, "the aliases of this document repeat more than 4 values")
    );
    assert_eq!(message("- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n"), None,);
    let limits = Limits { nodes: 6, ..limits };
    let read = documents_within("- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n", &limits);
    let error = read.docs[0].error.as_ref().map(ToString::to_string);
    assert_eq!(error.as_deref(), Some("the document holds more than 6 values"));
}

/// Whatever is cut or changed, spans stand in the text and nothing panics.
#[test]
fn any_half_of_a_text_is_read() {
    let text = "é: &x {a: \"ü\\n\", b: 'ö'}\r\n? k\r\n: - *x\n  - |+\n   🐳\n\n--- # c\n[{\"a\": [1, {}]}, ~]\n...\n!t {<<: {x: y}}\n{\"a\":1}{\"b\"";
    for (at, _) in text.char_indices() {
        spans_stand_in_the_text(&documents(&text[..at]));
        spans_stand_in_the_text(&documents(&text[at..]));
        for inserted in [
            "\t", "{", "]", "\"", "'", ": ", "\n", "- ", "&", "*", "%", "\u{feff}", "\0", "#",
            "---\n",
        ] {
            let changed = format!("{}{inserted}{}", &text[..at], &text[at..]);
            spans_stand_in_the_text(&documents(&changed));
        }
    }
}

#[test]
fn positions_count_as_editors_do() {
    let long = "é🐳x".repeat(1000);
    let text = format!("a\r\nb\rc\n{long}\n");
    let lines = Lines::new(&text);
    assert_eq!(lines.count(), 5);
    let mut expected = Position { line: 4, column: 1, utf16_column: 1 };
    for (at, found) in long.char_indices() {
        assert_eq!(lines.position(7 + at), expected);
        expected.column += 1;
        expected.utf16_column += found.len_utf16();
    }
    assert_eq!(lines.position(usize::MAX).line, 5);
    assert_eq!(lines.position(1), Position { line: 1, column: 2, utf16_column: 2 });
    assert_eq!(lines.position(4).line, 2);
    assert_eq!(lines.utf16(text.len()), text.encode_utf16().count());
    assert_eq!(lines.line(2), Some(3..4));
}

/// Texts that make readers slow or big. Here each ends, and says why; their times are linear.
#[test]
fn hostile_texts_end_with_a_clear_error() {
    let first = |text: &str| {
        let read = documents(text);
        spans_stand_in_the_text(&read);
        read.docs.iter().find_map(|it| it.error.as_ref().map(ToString::to_string))
    };
    #[track_caller]
    fn check(found: Option<String>, expect: &str) {
        assert_eq!(found.as_deref(), Some(expect));
    }
    check(
        first(&"a".repeat(20_000_000)),
        "the text is larger than 16777216 bytes, the most that is read",
    );
    check(first(&"[".repeat(100_000)), "lists and objects nest more than 256 levels deep");
    check(first(&"{\"a\":".repeat(100_000)), "lists and objects nest more than 256 levels deep");
    check(first(&"- ".repeat(100_000)), "lists and mappings nest more than 256 levels deep");
    check(
        first(&format!("x: {}", "[".repeat(100_000))),
        "lists and mappings nest more than 255 levels deep",
    );
    check(
        first(&format!("x: {}", "[\n ".repeat(100_000))),
        "lists and mappings nest more than 255 levels deep",
    );
    check(
        first(&format!("x: [{}", "a,".repeat(200_000))),
        "the document holds more than 1000000 values",
    );
    check(
        first(&"--- a\n".repeat(60_000)),
        "more than 50000 documents; from here on they are not read",
    );
    check(
        first("\u{7f}ELF\u{2}\u{1}\u{1}\0"),
        "control character U+007F; this is a binary file, or text in another encoding",
    );

    let mut laughs = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..30 {
        let alias = format!("*a{},", level - 1);
        laughs += &format!("a{level}: &a{level} [{}]\n", alias.repeat(9));
    }
    check(first(&laughs), "the aliases of this document repeat more than 100000 values");
}

/// Brackets are counted where they are brackets, not where they are text.
#[test]
fn brackets_in_texts_and_comments_are_no_elements() {
    let limits = Limits { nodes: 40, ..Limits::default() };
    let many = "[,{".repeat(50);
    for text in [
        format!("a: '{many}'\n"),
        format!("a: \"{many}\"\n"),
        format!("a: x{many}\n"),
        format!("a: |\n  {many}\n"),
        format!("a: [1] # {many}\nb: ['{many}', \"{many}\"]\n"),
        "- [1, 2]\n".repeat(9),
    ] {
        let read = documents_within(&text, &limits);
        assert_eq!(read.docs[0].error, None, "{text}");
    }
}

#[test]
fn a_quoted_value_ends_with_its_quote_also_before_a_comment() {
    let texts = ["'it''s'  # no", r#""a \" b" # c"#, "'a\n  b' # c", "\"\" #", "'x'   "];
    let ends = [7, 8, 7, 2, 3];
    for (text, end) in texts.iter().zip(ends) {
        let text = ["a: ", text, "\nb: 1\n"].concat();
        let read = documents(&text);
        let span = read.docs[0].root.get("a").unwrap().span.clone();
        assert_eq!(span, 3..3 + end, "{text}");
    }
}

#[test]
fn a_tab_is_marked_in_its_own_document() {
    let text = "kind: A\nu: \"6f1c\"\n \t'v': '1'\n---\nkind: B\nx:\t1\n";
    let read = documents(text);
    let error = read.docs[0].error.as_ref().expect("a tab cannot indent");
    assert!(error.span().end <= read.docs[0].span.end, "{error:?}");
    check(
        "kind: A\nu: \"6f1c\"\n\t\t'v': '1'\nx:\t1\n",
        &["A - 3:2 a tab cannot indent YAML; use spaces"],
    );
}

#[test]
fn a_list_begins_with_its_first_dash_or_bracket() {
    let text = "a:\n- {b: 1}\n- c\nd:\n  - e\nf: [g]\nh:\n- [i]\nj:\n  -\n    k: 1\n";
    let read = documents(text);
    let list = |key| read.docs[0].root.get(key).map(|it| &text[it.span.clone()]);
    assert_eq!(list("a"), Some("- {b: 1}\n- c"));
    assert_eq!(list("d"), Some("- e"));
    assert_eq!(list("f"), Some("[g]"));
    assert_eq!(list("h"), Some("- [i]"));
    assert_eq!(list("j"), Some("-\n    k: 1"));
}

#[test]
fn an_error_about_a_key_marks_whole_characters() {
    let text = "spec:\n ? \u{fffd}a:\n  - b\n";
    let read = documents(text);
    let error = read.docs[0].error.as_ref().expect("a mapping cannot be a key");
    assert_eq!(text.get(error.span()), Some("\u{fffd}"));
}
