use alloc::format;
use alloc::string::{String, ToString};

use super::*;

/// The tree in short.
fn shown(value: &Value<'_>) -> String {
    let all = |parts: Vec<String>| parts.join(", ");
    match &value.data {
        Data::Null => "null".into(),
        Data::Bool(it) => it.to_string(),
        Data::Number(it) => it.to_string(),
        Data::String(it) => format!("{it:?}"),
        Data::Array(items) => format!("[{}]", all(items.iter().map(shown).collect())),
        Data::Object(members) => {
            let of = |it: &Member<'_>| format!("{}: {}", it.key, shown(&it.value));
            format!("{{{}}}", all(members.iter().map(of).collect()))
        }
    }
}

#[track_caller]
fn check(text: &str, expect: &str) {
    let (value, error) = read(text, 0..text.len(), &Limits::default());
    assert_eq!((shown(&value).as_str(), error), (expect, None), "{text}");
}

/// What is wrong, and the bytes.
#[track_caller]
fn refuses(text: &str, message: &str, bytes: &str) {
    let (_, error) = read(text, 0..text.len(), &Limits::default());
    let error = error.expect("an error");
    assert_eq!((error.to_string().as_str(), &text[error.span()]), (message, bytes), "{text}");
}

#[test]
fn a_file_of_a_runtime_is_read_as_it_is_meant() {
    check(
        "# search\nunqualified-search-registries = [\n  \"docker.io\", # first\n  'quay.io',\n]\n\
         short-name-mode=\"enforcing\"\r\n[aliases]\n  \"a/b\" = \"quay.io/a/b\"\nkong = 'x.io/k'\n\
         [[registry]]\nlocation = \"r\"\ninsecure = true\n[[registry.mirror]]\nlocation = \"m\"\n\
         [[registry]]\nprefix = \"p\"",
        "{unqualified-search-registries: [\"docker.io\", \"quay.io\"], short-name-mode: \
         \"enforcing\", aliases: {a/b: \"quay.io/a/b\", kong: \"x.io/k\"}, registry: [{location: \
         \"r\", insecure: true, mirror: [{location: \"m\"}]}, {prefix: \"p\"}]}",
    );
}

#[test]
fn each_sort_of_value_is_read() {
    check("a.b . \"c\" = 1\na.d = 2", "{a: {b: {c: 1}, d: 2}}");
    check("a = {b = 1, c.d = [ ]}\n[e]", "{a: {b: 1, c: {d: []}}, e: {}}");
    check("a = \"\\u00e9\\t\\\"\"\nb = '\\n'", "{a: \"é\\t\\\"\", b: \"\\\\n\"}");
    check("a = \"\"\"\nx\\\n   y\"\"\"\"\nb = '''z''q'''", "{a: \"xy\\\"\", b: \"z''q\"}");
    check(
        "a = [-1_000, 0xfF, 1e3, +0.5, inf, false]",
        "{a: [-1_000, 0xfF, 1e3, +0.5, inf, false]}",
    );
    check("", "{}");
    check("a = {\n  b = 1, # one\n}\nc = \"\\x41\\e\"", "{a: {b: 1}, c: \"A\\u{1b}\"}");
    check("[a.b]\nc = 1\n[a]\nd = 2", "{a: {b: {c: 1}, d: 2}}");
}

#[test]
fn what_is_not_known_is_refused_where_it_stands() {
    refuses("a = docker.io", "this is no value; a text stands in quotes", "docker.io");
    refuses(
        "a = 1979-05-27",
        "dates are not read here; no setting of a runtime is one",
        "1979-05-27",
    );
    refuses("a = 007", "this is no value; a text stands in quotes", "007");
    refuses("a 1", "expected = between the key and its value", "1");
    refuses("a = ", "expected a value", "");
    refuses("a = 1 b", "expected the end of the line", "b");
    refuses("a = \"x\nb = 1", "the text has no quote at its end", "\"x");
    refuses("a = '''x", "the text has no quotes at its end", "'''");
    refuses("a = \"\\q\"", "this escape is none of TOML", "\\q");
    refuses("a = [1 2]", "expected , or ] after a value of the list", "2");
    refuses("a = {b = 1 c = 2}", "expected , or } after a value of the table", "c");
    refuses("a = 1\rb = 2", "a carriage return stands here without a line feed", "\r");
    refuses("[a\nb = 1", "expected ] at the end of the table's name", "\n");
    refuses("[[a]\n", "expected ]] at the end of the table's name", "]");
    refuses("= 1", "expected a key", "=");
    refuses("é = 1", "expected a key", "é");
    refuses("a = 1\na = 2", "this key stands here already", "a");
    refuses("[a]\n[a]", "this key stands here already", "a");
    refuses("a = 1\n[[a]]", "this key stands here already", "a");
    check("a.b = 1\n[a]\nc = 2", "{a: {b: 1, c: 2}}");
    refuses("a = {b = 1}\n[a.c]", "this key stands here already", "a");
}

#[test]
fn deep_and_large_files_end_with_an_error_and_not_with_the_stack() {
    let deep = format!("a = {}", "[".repeat(100_000));
    let (_, error) = read(&deep, 0..deep.len(), &Limits::default());
    assert!(matches!(error.expect("an error").kind(), TextErrorKind::TooDeep { .. }));
    let dots = format!("{}b = 1", "a.".repeat(100_000));
    let (_, error) = read(&dots, 0..dots.len(), &Limits::default());
    assert!(matches!(error.expect("an error").kind(), TextErrorKind::TooDeep { .. }));
    let headers: String = (0..50_000).map(|it| format!("[t{it}]\nk = 1\n")).collect();
    let (value, error) = read(&headers, 0..headers.len(), &Limits::default());
    assert_eq!((value.as_object().map(<[_]>::len), error), (Some(50_000), None));
}
