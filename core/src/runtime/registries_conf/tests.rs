use super::*;
use crate::text::documents;

/// What a file says, or why it is refused and at which bytes.
fn read(text: &str) -> Result<RegistriesConf, (String, String)> {
    let read = documents(text);
    assert_eq!(read.docs[0].error, None, "{text}");
    let conf = RegistriesConf::read(&read.docs[0].root);
    conf.map_err(|it| (it.to_string(), text[it.span()].to_string()))
}

#[track_caller]
fn refuses(text: &str, message: &str, bytes: &str) {
    assert_eq!(read(text), Err((message.to_string(), bytes.to_string())), "{text}");
}

#[test]
fn later_files_replace_the_registries_and_add_aliases() {
    let main = "unqualified-search-registries = ['a.io', 'b.io']\n[aliases]\nx = 'a.io/x'";
    let more = "[aliases]\nx = ''\ny = 'b.io/y'";
    let mut names = ShortNames::default();
    for text in [main, more, "unqualified-search-registries = []"] {
        names.add(&read(text).expect("it is fine"));
    }
    assert_eq!(names.registries, Some(Vec::new()));
    let aliases: Vec<_> = names.aliases.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(aliases, [("x", ""), ("y", "b.io/y")]);
}

#[test]
fn what_upstream_refuses_is_refused_in_its_words() {
    let entry = |it: &str| format!("unqualified-search-registries = [\"a.io\", \"{it}\"]");
    refuses(
        &entry("https://b.io"),
        "invalid location 'https://b.io': URI schemes are not supported",
        "\"https://b.io\"",
    );
    refuses(
        &entry("b.io/team"),
        "Invalid unqualified-search-registries entry \"b.io/team\"",
        "\"b.io/team\"",
    );
    refuses(&entry(""), "Invalid unqualified-search-registries entry \"\"", "\"\"");
    refuses("short-name-mode = \"strict\"", "invalid short-name mode: \"strict\"", "\"strict\"");
    refuses(
        "[registries.search]\nregistries = ['a.io']",
        "registries.conf must be in v2 format but is in v1",
        "['a.io']",
    );
    refuses(
        "[aliases]\n\"a.io/x\" = 'a.io/x'",
        "validating short-name aliases: invalid short name \"a.io/x\": must not contain registry",
        "\"a.io/x\"",
    );
    refuses(
        "[aliases]\nx = 'a.io/x:1'",
        "validating short-name aliases: invalid alias \"a.io/x:1\": must not contain tag",
        "'a.io/x:1'",
    );
    refuses(
        "[aliases]\nx = 'library/x'",
        "validating short-name aliases: invalid alias \"library/x\": must contain registry and repository",
        "'library/x'",
    );
}

#[test]
fn values_of_another_type_are_refused() {
    let list = "unqualified-search-registries is a list of texts";
    refuses("unqualified-search-registries = 'a.io'", list, "'a.io'");
    refuses("unqualified-search-registries = [1]", list, "1");
    refuses("short-name-mode = true", "short-name-mode is a text", "true");
    refuses("[aliases]\nx = 1", "aliases is a table of texts", "1");
    refuses("[[registry]]\nlocation = 1", "location is a text", "1");
    refuses("[[registry]]\nblocked = 'no'", "blocked is true or false", "'no'");
}
