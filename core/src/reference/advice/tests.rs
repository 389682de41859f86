use alloc::string::{String, ToString};

use super::*;
use crate::json;

/// The first advice: its code, the bytes that it marks, and the name with the replacement made.
#[track_caller]
fn check(image: &str, code: &str, marked: &str, replaced: Option<&str>) {
    let found = advice(image, Grammar::NEWEST);
    let first = found.first().expect("there is something to say");
    assert_eq!(first.code, code, "{first:?}");
    assert_eq!(&image[first.span.clone()], marked, "{first:?}");
    assert_eq!(first.replaced(image).as_deref(), replaced, "{first:?}");
    if let Some(replaced) = replaced {
        let again = advice(replaced, Grammar::NEWEST);
        assert!(again.iter().all(|it| it.code != code), "{again:?}");
    }
}

#[track_caller]
fn says(image: &str, message: &str) {
    assert_eq!(advice(image, Grammar::NEWEST)[0].message, message);
}

#[track_caller]
fn silent(image: &str) {
    assert_eq!(advice(image, Grammar::NEWEST), []);
}

const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[test]
fn a_full_name_needs_no_advice() {
    for image in [
        "docker.io/library/nginx:1.27",
        "quay.io/a/b",
        "reg.io:5000/team/app:1",
        "localhost/app",
        "mirror.io/docker.io/library/nginx:1",
        "reg.io/team/reg.io/app",
        "REG.io/app",
        "[::1]:5000/app",
        &["reg.io/app@", DIGEST].concat(),
    ] {
        silent(image);
    }
}

#[test]
fn templates_that_nobody_filled_in_are_named() {
    let code = "image/template-not-filled";
    check("${REGISTRY}/app:1", code, "${REGISTRY}", None);
    check("reg.io/app:$TAG", code, "$TAG", None);
    check("reg.io/app:$(TAG)-x", code, "$(TAG)", None);
    check("{{ .Values.image }}", code, "{{ .Values.image }}", None);
    check("reg.io/%APP%:1", code, "%APP%", None);
    check("reg.io/<your-project>/app", code, "<your-project>", None);
    check("reg.io/app:<no value>", code, "<no value>", None);
    for image in ["reg.io/app:${TAG", "reg.io/app:$1", "reg.io/app:50%", "reg.io/app:<>", "a:{{"] {
        assert_eq!(advice(image, Grammar::NEWEST)[0].code, "image/invalid", "{image}");
    }
    says(
        "${REGISTRY}/app",
        "\"${REGISTRY}\" was never filled in: an image is taken as it is written, so fill it in \
         before the manifest is applied",
    );
}

#[test]
fn white_space_is_no_part_of_a_name() {
    let code = "image/white-space";
    check("nginx ", code, " ", Some("nginx"));
    check("\t nginx", code, "\t ", Some("nginx"));
    check(" nginx\n", code, " ", Some("nginx"));
    check("nginx: 1.27", code, " ", Some("nginx:1.27"));
    check("reg.io/team/\n  app:1", code, "\n  ", Some("reg.io/team/app:1"));
    check("nginx\u{200b}:1.27", code, "\u{200b}", Some("nginx:1.27"));
    check("nginx latest", code, " ", None);
    check(" Nginx", code, " ", None);
    check(" ", code, " ", None);
    says("nginx ", "\"nginx \" ends with white space, and no image name has any");
    says(
        "\u{feff}a",
        r#""\u{feff}a" holds a character that is not seen, and no image name has any"#,
    );
}

#[test]
fn a_scheme_is_dropped_where_the_rest_is_a_name() {
    let code = "image/scheme";
    check("https://reg.io/app:1", code, "https://", Some("reg.io/app:1"));
    check("docker://nginx", code, "docker://", Some("nginx"));
    check("oci://reg.io/chart", code, "oci://", Some("reg.io/chart"));
    let image = ["docker-pullable://nginx@", DIGEST].concat();
    check(&image, code, "docker-pullable://", Some(&image[18..]));
    check("https://reg.io/Team/App:V1", code, "https://", Some("reg.io/team/app:V1"));
    check("https://reg.io/", code, "https://", None);
    check("https://hub.docker.com/r/bitnami/redis", code, "https://", None);
    assert_eq!(advice("://x", Grammar::NEWEST)[0].code, "image/invalid");
}

#[test]
fn a_second_registry_is_seen_also_where_it_could_be_a_repository() {
    let code = "image/registry-twice";
    check("reg.io/reg.io/app", code, "reg.io/", Some("reg.io/app"));
    check("docker.io/quay.io/a/b:1", code, "docker.io/", Some("quay.io/a/b:1"));
    check("docker.io/docker.io/a/b:1", code, "docker.io/", Some("docker.io/a/b:1"));
    check("reg.io:5000/reg.io:5000/app:1", code, "reg.io:5000/", Some("reg.io:5000/app:1"));
    let severity = |image| advice(image, Grammar::NEWEST)[0].severity;
    assert_eq!(severity("reg.io/reg.io/app"), Severity::Warning);
    assert_eq!(severity("reg.io:5000/reg.io:5000/app:1"), Severity::Error);
    says("reg.io/reg.io/app", "the registry host \"reg.io\" stands twice: write \"reg.io/app\"");
}

#[test]
fn a_second_tag_is_one_too_many() {
    let code = "image/tag-twice";
    check("app:1.2:latest", code, "1.2:latest", None);
    check("reg.io:5000/team/app:v1:v1", code, "v1:v1", Some("reg.io:5000/team/app:v1"));
    for image in ["app::1", "app:1:", "app:1:-2", "App:1:2", "reg.io:5000:1/app"] {
        assert_ne!(advice(image, Grammar::NEWEST)[0].code, code, "{image}");
    }
}

#[test]
fn upper_case_is_written_small_in_a_repository() {
    let code = "image/upper-case";
    check("host.io/MyOrg/app:V1", code, "MyOrg/app", Some("host.io/myorg/app:V1"));
    check("Nginx", code, "Nginx", Some("nginx"));
    check("MyOrg/MyApp:1", code, "MyApp", Some("docker.io/myorg/myapp:1"));
    assert_eq!(advice("MY_HOST/app", Grammar::NEWEST)[0].code, "image/invalid");
    assert_eq!(advice("host.io/Äpp", Grammar::NEWEST)[0].code, "image/invalid");
}

#[test]
fn upper_case_in_front_makes_a_host_since_1_29() {
    check("MyOrg/app:1", "image/upper-case-host", "MyOrg", Some("docker.io/myorg/app:1"));
    says(
        "MyOrg/app",
        "\"MyOrg\" has an upper-case letter, and so is read as a registry host; write \
         \"docker.io/myorg/app\" if Docker Hub is meant",
    );
    let before = advice("MyOrg/app", Grammar::V1_20);
    assert_eq!((before[0].code, before[0].severity), ("image/upper-case", Severity::Error));
    assert_eq!(before[0].replaced("MyOrg/app").as_deref(), Some("myorg/app"));
}

#[test]
fn a_tag_beside_a_digest_decides_nothing() {
    let image = ["reg.io/app:3.5@", DIGEST].concat();
    check(&image, "image/tag-and-digest", "3.5", None);
    let image = ["reg.io/app:latest@", DIGEST].concat();
    says(
        &image,
        "the tag \"latest\" is not looked at, and only makes the default pull policy Always: the \
         digest alone says which image it is",
    );
}

#[test]
fn a_short_name_is_offered_in_full() {
    let code = "image/short-name";
    check("kong:3.9", code, "kong", Some("docker.io/library/kong:3.9"));
    check("library/kong", code, "library/kong", Some("docker.io/library/kong"));
    check("team/app", code, "team/app", Some("docker.io/team/app"));
    silent("my_host.io/app");
}

#[test]
fn anything_else_has_the_parsers_sentence() {
    check("", "image/missing", "", None);
    check("nginx:", "image/invalid", "", None);
    says("nginx:", "\"nginx:\" is not an image reference: a tag is expected after ':'");
}

#[test]
fn no_password_is_repeated() {
    for image in [
        "https://user:canary@reg.io/app",
        "user:canary@reg.io/App",
        "https://user:$canary@reg.io/app",
        "https://user:${canary}@reg.io/${TAG}",
        "user:canary@reg.io/reg.io/app",
        " user:canary@reg.io/app",
        "user:canary@reg.io/app:1:1",
    ] {
        let found = advice(image, Grammar::NEWEST);
        let inside = json::parse(&alloc::format!("\"{image}\""), 1).map(|value| {
            let text = alloc::format!("\"{image}\"");
            let inside = Inside::text(&text, &value);
            found[0].clone().finding("image", image, 0..text.len(), inside.as_ref())
        });
        let shown = alloc::format!("{found:?} {inside:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn a_finding_points_into_the_text_and_edits_it() {
    let text = r#"{"image": "https:\/\/reg.io\/app"}"#;
    let root = json::parse(text, 2).unwrap();
    let value = root.get("image").unwrap();
    let image = value.as_str().unwrap();
    let inside = Inside::text(text, value).unwrap();
    let advice = advice(image, Grammar::NEWEST).remove(0);
    let finding = advice.clone().finding("x.image", image, value.span.clone(), Some(&inside));
    assert_eq!(&text[finding.span.unwrap()], r"https:\/\/");
    let fix = finding.fix.unwrap();
    assert_eq!(fix.title, "Write \"reg.io/app\"");
    let mut fixed = String::from(text);
    fixed.replace_range(fix.edits[0].span.clone(), &fix.edits[0].text);
    assert_eq!(fixed, r#"{"image": "reg.io\/app"}"#);

    let unplaced = advice.finding("x.image", image, value.span.clone(), None);
    assert_eq!((unplaced.span, unplaced.fix), (Some(value.span.clone()), None));
}

/// Every row of upstream's answers.
fn corpus(mut row: impl FnMut(&str, bool)) {
    let rows = include_str!("../../../../tests/corpus/reference.jsonl");
    for line in rows.lines() {
        let value = json::parse(line, 16).unwrap();
        let Some(input) = value.get("input").and_then(json::Value::as_str) else { continue };
        row(input, value.get("ok").and_then(json::Value::as_bool).unwrap());
    }
}

#[test]
fn ordinary_names_get_no_warning_and_others_one_error() {
    let mut rows = 0;
    let mut warned = 0;
    corpus(|image, is_accepted| {
        rows += 1;
        let found = advice(image, Grammar::NEWEST);
        let problems = found.iter().filter(|it| it.severity != Severity::Info).count();
        if !is_accepted {
            assert_eq!((found.len(), found[0].severity), (1, Severity::Error), "{image}");
        } else if problems > 0 {
            warned += 1;
            assert_eq!(problems, 1, "{image}");
            let first = image.split('/').next().unwrap_or_default();
            let is_expected = match found[0].code {
                "image/upper-case-host" => {
                    !first.contains(['.', ':'])
                        && first.contains(|it| char::is_ascii_uppercase(&it))
                }
                "image/registry-twice" => image.matches(['.', ':']).count() > 1,
                _ => false,
            };
            assert!(is_expected && found[0].severity == Severity::Warning, "{image}: {found:?}");
        }
    });
    assert!(rows > 6_000 && warned > 0 && warned < 100, "{warned} of {rows} rows");
}

#[test]
fn every_place_lies_in_the_name_and_every_replacement_parses() {
    for grammar in [Grammar::V1_20, Grammar::V1_29, Grammar::NEWEST] {
        corpus(|image, _| {
            for advice in advice(image, grammar) {
                assert!(image.get(advice.span.clone()).is_some(), "{image}: {advice:?}");
                let Some(replaced) = advice.replaced(image) else { continue };
                let again = super::advice(&replaced, grammar);
                assert!(Reference::parse_as(&replaced, grammar).is_ok(), "{image}: {advice:?}");
                let is_other = again.iter().all(|it| it.code != advice.code);
                assert!(is_other || advice.code == "image/registry-twice", "{image}: {again:?}");
            }
        });
    }
}

#[test]
fn long_and_hostile_names_are_answered_quickly() {
    for part in ["$", "{{", "<", "%a", " ", "a:", "A/", "a/", "://", "\u{200b} "] {
        let image = part.repeat(200_000);
        let found = advice(&image, Grammar::NEWEST);
        assert!(found[0].message.len() < 2_000, "{}", found[0].message.len().to_string());
    }
}
