use super::*;

fn sentences() -> Sentences {
    Sentences::new([
        ("the image", "イメージ"),
        ("Name Secret {name} in imagePullSecrets", "imagePullSecrets に Secret {name} を書く"),
        ("the kubelet does not start: {error}", "kubelet は起動しない：{error}"),
        ("{path} is {value}, and cannot be negative", "{path} は {value} だが、負にはできない"),
        ("{what} is empty", "{what}が空"),
        ("the registry host {host} is empty", "レジストリホスト {host} が空"),
        ("{registry} is asked{how}.", "{registry} に{how}問い合わせる。"),
        (", with the credentials of configs.{key}", "（configs.{key} の資格情報）"),
        (", with what the kubelet has", "（kubelet のもの）"),
        (
            ", with what the kubelet has, and not with the credentials of {key}",
            "（{key} ではない）",
        ),
        (", TLS by configs.{key}", "（TLS は configs.{key}）"),
        ("; {near} is near", "。{near} が近い"),
        ("{sentence}.", "{sentence}。"),
        ("{one}; {other}", "{one}。{other}"),
        ("{one}: {other}", "{one}：{other}"),
        ("pulls with the key {key}", "{key} でプルする"),
    ])
}

#[track_caller]
fn check(sentence: &str, expect: &str) {
    assert_eq!(sentences().said(sentence).as_deref(), Some(expect));
}

#[track_caller]
fn stays(sentence: &str) {
    assert_eq!(sentences().said(sentence), None);
}

#[test]
fn a_person_s_own_words_come_through() {
    check("Name Secret {name} in imagePullSecrets", "imagePullSecrets に Secret {name} を書く");
    check(
        "Name Secret \"the image\" in imagePullSecrets",
        "imagePullSecrets に Secret \"the image\" を書く",
    );
    check("Name Secret é\u{0} in imagePullSecrets", "imagePullSecrets に Secret é\u{0} を書く");
    stays("name Secret regcred");
    stays("");
}

#[test]
fn what_stands_in_a_hole_may_be_a_sentence() {
    check(
        "the kubelet does not start: registryBurst is -1, and cannot be negative",
        "kubelet は起動しない：registryBurst は -1 だが、負にはできない",
    );
    check("the image is empty", "イメージが空");
    check("the kubelet does not start: no such file", "kubelet は起動しない：no such file");
}

#[test]
fn the_pattern_with_the_most_written_in_it_comes_first() {
    check("the registry host ghcr.io is empty", "レジストリホスト ghcr.io が空");
}

#[test]
fn parts_behind_commas_are_told_apart() {
    check(
        "a.io is asked, with the credentials of configs.a.io, TLS by configs.b.io.",
        "a.io に（configs.a.io の資格情報）（TLS は configs.b.io）問い合わせる。",
    );
    check(
        "a.io is asked, with what the kubelet has, and not with the credentials of b, TLS by configs.c.",
        "a.io に（b ではない）（TLS は configs.c）問い合わせる。",
    );
    check("a.io is asked.", "a.io に問い合わせる。");
    check("https://a.io, TLS by configs.b", "https://a.io（TLS は configs.b）");
    check(
        "a, with what the kubelet has, TLS by configs.b",
        "a（kubelet のもの）（TLS は configs.b）",
    );
    stays("a, b, c");
}

#[test]
fn two_sentences_are_put_together_where_both_are_known() {
    check("the image is empty; the image", "イメージが空。イメージ");
    check("the kubelet does not start: a; the image", "kubelet は起動しない：a。イメージ");
    check("spec.image: the image", "spec.image：イメージ");
    stays("this is unknown; the image");
    check("The image; x is empty.", "イメージ。xが空。");
    stays("one: two");
}

#[test]
fn a_capital_letter_at_the_start_changes_nothing() {
    check("Pulls with the key regcred", "regcred でプルする");
    check("The image", "イメージ");
    stays("PULLS with the key regcred");
}

#[test]
fn what_is_long_or_nested_without_end_takes_no_time() {
    let start = std::time::Instant::now();
    stays(&"the kubelet does not start: ".repeat(50_000));
    for text in
        ["the kubelet does not start: ", "; the image", ", x", "the image is empty; ", "a: "]
    {
        let long = text.repeat(LONGEST / text.len());
        let _ = sentences().said(&long);
    }
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
