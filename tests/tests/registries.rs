//! What is told by `registries.yaml` does not depend on what was asked before, takes no long time, and
//! shows no password.

use std::time::Duration;

use pullscope_core::Reference;
use pullscope_core::diagnose::{Offsets, Options, Texts, diagnose};
use pullscope_core::registries::{
    Flags, Registries, Resolver, Secrets, Setting, Table, Teller, Wharfie, config_toml, hosts_toml,
    wharfie,
};
use pullscope_tests::generate::{Random, registries_yaml};
use pullscope_tests::laws::Canary;
use pullscope_tests::processor::timed;

/// A second, as it is released; without optimization a quarter of a minute.
const BAR: Duration = Duration::from_secs(if cfg!(debug_assertions) { 15 } else { 1 });

const PASSWORD: &str = "Xq7vZk2mWp9rTb4n";

const IMAGES: [&str; 8] = [
    "busybox",
    "rancher/mirrored-pause:3.6",
    "docker.io/team/app:1",
    "quay.io/a/b",
    "ghcr.io/shop/app:1",
    "registry.example.com/shop/app:1",
    "registry.example.com:5000/shop/app:1",
    "localhost:5000/a",
];

fn image(text: &str) -> Reference<'_> {
    Reference::parse(text).expect("it is an image")
}

#[test]
fn an_answer_does_not_depend_on_those_before_it() {
    let mut read = 0;
    for seed in 0..3_000 {
        let text = registries_yaml(&mut Random::new(seed), PASSWORD);
        let Ok(file) = Registries::parse(&text) else { continue };
        read += 1;
        let setting = Setting::default();
        let flags = setting.flags();
        let table = Table::new(&file, &flags);
        let (kept, all) = (Resolver::new(&file, &table, setting.profile), Wharfie::new(&file));
        for name in IMAGES {
            let anew = Resolver::new(&file, &table, setting.profile);
            let (once, again) = (kept.resolve(&image(name)), kept.resolve(&image(name)));
            assert_eq!(once, anew.resolve(&image(name)), "seed {seed}, {name}");
            assert_eq!(once, again, "seed {seed}, {name}");
            // What is told with reasons asks the same addresses.
            let told = Teller::new(&file, &table, setting).tell(&image(name), false);
            let hosts = |attempts: &[_]| attempts.len();
            assert_eq!(hosts(&once.attempts), told.endpoints.len(), "seed {seed}, {name}");
            for (attempt, told) in once.attempts.iter().zip(&told.endpoints) {
                assert_eq!(attempt.host, told.host, "seed {seed}, {name}");
                assert_eq!(attempt.is_default, told.is_default, "seed {seed}, {name}");
            }
            assert_eq!(all.resolve(name), wharfie(&file, name), "seed {seed}, {name}");
        }
    }
    assert!(read > 1_000, "{read} files were read");
}

/// Every text that a file leads to, but for what is asked for as it is written.
fn told(text: &str) -> String {
    let options = Options::default();
    let pod = format!(
        "\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{containers: [{{name: a, image: {}}}]}}\n",
        IMAGES[2]
    );
    let whole = [text, &pod].concat();
    let diagnosis = diagnose(&whole, &options);
    let mut out = diagnosis.to_json(&Texts::from(&*whole), Offsets::Bytes);
    let file = match Registries::parse(text) {
        Ok(file) => file,
        Err(error) => {
            out += &format!("{error} {error:?} {:?}", error.upstream());
            return out;
        }
    };
    let setting = Setting::default();
    let flags = setting.flags();
    let table = Table::new(&file, &flags);
    out += &format!("{file:?}");
    for directory in table.directories.values() {
        out += &hosts_toml(directory, &flags, setting.distribution, Secrets::Hidden);
    }
    out += &config_toml(&file, &flags, Secrets::Hidden);
    let teller = Teller::new(&file, &table, setting);
    for name in IMAGES {
        let asks = teller.tell(&image(name), false);
        out += &format!("{asks:?}");
        asks.endpoints.iter().for_each(|it| out += &it.sentence());
        for endpoint in wharfie(&file, name).into_iter().flat_map(|it| it.endpoints) {
            out += &endpoint.url();
        }
    }
    let entries = teller.entries(&[teller.tell(&image(IMAGES[0]), false)]);
    out + &format!("{entries:?}")
}

#[test]
fn no_password_of_a_random_file_is_told() {
    let canary = Canary::new(PASSWORD);
    for seed in 0..500 {
        let text = registries_yaml(&mut Random::new(seed), PASSWORD);
        let told = told(&text);
        assert_eq!(canary.find(&told), None, "seed {seed}\n{text}");
    }
}

#[test]
fn no_password_is_told_wherever_it_stands() {
    let canary = Canary::new(PASSWORD);
    for before in [
        "configs: {docker.io: {auth: {username: robot, password: ",
        "configs: {docker.io: {auth: {auth: ",
        "configs: {docker.io: {auth: {auth: !!binary ",
        "configs: {docker.io: {auth: {identity_token: ",
        "configs: {docker.io: {auth: {token: ",
        "configs: {docker.io: {auth: ",
        "configs: {docker.io: {auth: {password: [",
        "configs: {docker.io: {auth: {username: {",
        "auths: {docker.io: ",
        "auths: {docker.io: {password: !!int ",
        "mirrors: {docker.io: {endpoint: ['https://robot:",
        "mirrors: {docker.io: {endpoint: ['ftp://robot:",
        "mirrors: {docker.io: {endpoint: 'https://robot:",
        "mirrors: {'robot:",
        "configs: {'robot:",
    ] {
        let open = before.matches('{').count() - before.matches('}').count();
        let in_list = before.matches('[').count();
        let quoted = before.matches('\'').count() % 2 == 1;
        let host = if quoted { "@m.example.com'" } else { "" };
        let is_key = before.ends_with("{'robot:");
        let value = if is_key { ": {auth: {username: a}}" } else { "" };
        let text =
            format!("{before}{PASSWORD}{host}{value}{}{}\n", "]".repeat(in_list), "}".repeat(open));
        let told = told(&text);
        assert_eq!(canary.find(&told), None, "{text}");
        // Half typed, too.
        let told = self::told(before) + &self::told(&format!("{before}{PASSWORD}"));
        assert_eq!(canary.find(&told), None, "{before}");
    }
}

fn rewrites(patterns: impl Iterator<Item = String>) -> String {
    let mut text =
        "mirrors:\n  docker.io:\n    endpoint: [https://m.example.com]\n    rewrite:\n".to_string();
    patterns.for_each(|it| text += &format!("      '{it}': 'x/$1'\n"));
    text
}

/// Each text is read and resolved, or refused, in time.
#[test]
fn hostile_files_are_answered_in_time() {
    const SIZE: usize = 5_000_000;
    let lines = |head: &str, each: &dyn Fn(usize) -> String| {
        let mut text = head.to_string();
        (0..).map_while(|number| (text.len() < SIZE).then(|| text += &each(number))).for_each(drop);
        text
    };
    let mut nested = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_string();
    for (from, to) in ('a'..'i').zip('b'..='i') {
        nested += &format!("{to}: &{to} [{}]\n", vec![format!("*{from}"); 9].join(","));
    }
    nested += "mirrors: {docker.io: {endpoint: *i}}\n";
    let mut mirrors = "mirrors:\n".to_string();
    for number in 0..10_000 {
        mirrors += &format!("  r{number}.example.com: {{endpoint: [m{number}.example.com]}}\n");
    }
    for (name, text) in [
        ("10,000 mirrors", mirrors),
        ("mirrors", lines("mirrors:\n", &|it| format!("  r{it}.io: {{endpoint: [m{it}.io]}}\n"))),
        ("paths", lines("mirrors:\n", &|it| format!("  docker.io/{it}: {{endpoint: [m.io]}}\n"))),
        ("configs", lines("configs:\n", &|it| format!("  r{it}.io: {{auth: {{username: u}}}}\n"))),
        (
            "endpoints",
            lines("mirrors:\n  docker.io:\n    endpoint:\n", &|it| {
                format!("    - m{it}.example.com\n")
            }),
        ),
        ("a long pattern", rewrites(["a".repeat(SIZE)].into_iter())),
        ("nested groups", rewrites(["(".repeat(50_000) + &")".repeat(50_000)].into_iter())),
        ("counts", rewrites((0..500).map(|it| format!("{it}{}", "(.{1000})".repeat(50))))),
        ("fewer counts", rewrites((0..500).map(|it| format!("(.{{1000}})(.{{999}}){it}?")))),
        ("counts in counts", rewrites((0..500).map(|it| format!("((.{{0,31}}){{0,31}}){it}?")))),
        ("stars", rewrites((0..500).map(|it| format!("({}){it}?", "(a*)*".repeat(200))))),
        ("aliases", nested),
        ("an alias in itself", "mirrors: &a {docker.io: *a}\n".to_string()),
        ("brackets", "[".repeat(SIZE)),
        ("mappings", "{a: ".repeat(SIZE / 4)),
        ("binary", "mirrors: \0\u{1}".repeat(SIZE / 11)),
    ] {
        let long = format!("docker.io/{}b:1", "a/".repeat(100));
        let ((), taken) = timed(|| {
            let Ok(file) = Registries::parse(&text) else { return };
            let flags = Flags::default();
            let table = Table::new(&file, &flags);
            let resolver = Resolver::new(&file, &table, Setting::default().profile);
            assert!(!resolver.resolve(&image(&long)).attempts.is_empty(), "{name}");
            assert!(wharfie(&file, &long).is_some(), "{name}");
        });
        println!("{name}: {} kB in {taken:.2?}", text.len() / 1000);
        assert!(taken < BAR, "{name}: {taken:?}");
    }
}

/// What is more than is tried is told at its place, and never an answer without a word.
#[test]
fn a_pattern_that_is_not_tried_is_told() {
    let large = "(.{1000})".repeat(50);
    let text = rewrites([large.clone()].into_iter());
    let diagnosis = diagnose(&text, &Options::default());
    let found =
        diagnosis.findings.iter().find(|it| it.finding.code == "registries/rewrite-too-large");
    let span = found.and_then(|it| it.finding.span.clone()).expect("it is told, with its place");
    assert_eq!(text[span], format!("'{large}'"));
}
