use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::diagnose::{Diagnosis, Options, PulledBefore, PulledBy, diagnose};
use crate::version::Version;

fn secret(name: &str, keys: &[&str]) -> String {
    let entry = |key: &&str| format!("\"{key}\": {{\"auth\": \"dTpw\"}}");
    let entries: Vec<String> = keys.iter().map(entry).collect();
    format!(
        "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: {name}}}\n\
         type: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '{{\"auths\": {{{}}}}}'\n",
        entries.join(", ")
    )
}

fn pod(name: &str, secrets: &[&str], images: &[&str]) -> String {
    let names: Vec<String> = secrets.iter().map(|it| format!("{{name: {it}}}")).collect();
    let containers: Vec<String> =
        images.iter().map(|it| format!("  - {{name: a, image: \"{it}\"}}\n")).collect();
    format!(
        "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  imagePullSecrets: [{}]\n  \
         containers:\n{}",
        names.join(", "),
        containers.concat()
    )
}

fn told(text: &str) -> Diagnosis {
    diagnose(text, &Options::default())
}

/// Of each Secret its usage, and of each key the images with the attempt, or why there are none.
fn lines(diagnosis: &Diagnosis) -> Vec<String> {
    let reports = diagnosis.secrets.iter().zip(&diagnosis.reverse.secrets);
    let mut lines = Vec::new();
    for (report, one) in reports {
        lines.push(format!("{} {}", report.name, one.usage.name()));
        for ((key, _), found) in report.keys.iter().zip(&one.keys) {
            let serves = found.serves.iter();
            let serves: Vec<String> = serves
                .map(|it| format!("{}.{}#{}", it.image.workload, it.image.image, it.place))
                .collect();
            let idle = found.idle.as_ref().map_or("", |it| it.name());
            lines.push(format!("  {key}: {}{idle}", serves.join(" ")));
        }
    }
    lines
}

#[test]
fn a_key_tells_its_images_and_which_attempt_it_is() {
    let text = [
        secret("a", &["quay.io/team", "quay.io", "ghcr.io/other"]),
        secret("b", &["quay.io", "gcr.io", "index.docker.io", "docker.io"]),
        pod("p", &["a", "b"], &["quay.io/team/x", "nginx"]),
        pod("q", &["b"], &["quay.io/y", "ghcr.io/team/z"]),
    ];
    assert_eq!(
        lines(&told(&text.concat())),
        [
            "a pods",
            "  quay.io/team: 0.0#0",
            "  quay.io: 0.0#1",
            "  ghcr.io/other: noImage",
            "b pods",
            "  quay.io: 0.0#2 1.0#0",
            "  gcr.io: noImage",
            "  index.docker.io: shadowed",
            "  docker.io: 0.1#0",
        ]
    );
}

#[test]
fn a_key_that_serves_nothing_tells_why() {
    let text = [
        secret("a", &["quay.io/other", "quay.io/Team", "team"]),
        secret("unnamed", &["quay.io"]),
        pod("p", &["a"], &["quay.io/team/x"]),
    ];
    assert_eq!(
        lines(&told(&text.concat())),
        [
            "a pods",
            "  quay.io/other: otherPath",
            "  quay.io/Team: never",
            "  team: never",
            "unnamed notNamed",
            "  quay.io: notOnKeyring",
        ]
    );
}

#[test]
fn a_finding_names_the_keys_that_it_is_about() {
    let text = [
        secret("a", &["quay.io/other", "quay.io/Team", "team"]),
        secret("b", &["ghcr.io", "gcr.io", "gcr.io/te"]),
        pod("p", &["a", "b"], &["gcr.io/team/x", "ghcr.io:443/y"]),
    ];
    let diagnosis = told(&text.concat());
    let about = diagnosis.findings.iter().filter(|it| !it.finding.keys.is_empty()).map(|it| {
        let names = it.finding.keys.iter().map(|it| {
            let secret = &diagnosis.secrets[it.secret];
            format!("{} {}", secret.name, secret.keys[it.entry].0)
        });
        (it.finding.code, names.collect::<Vec<_>>().join(", "))
    });
    let about: Vec<(&str, String)> = about.collect();
    let expect = [
        ("keyring/port-differs", "b ghcr.io"),
        ("keyring/half-segment", "b gcr.io/te"),
        ("keyring/dead-key", "a quay.io/Team, a team"),
    ];
    assert_eq!(about, expect.map(|(code, keys)| (code, keys.to_string())));
}

#[test]
fn a_secret_tells_who_uses_it() {
    let other = |name: &str| secret(name, &["quay.io"]).replace("{name:", "{namespace: o, name:");
    let account = "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: builder}\n\
                   imagePullSecrets: [{name: listed}]\n";
    let text = [
        other("elsewhere"),
        other("lonely"),
        secret("listed", &["quay.io"]),
        secret("opaque", &["quay.io"]).replace("kubernetes.io/dockerconfigjson", "Opaque"),
        secret("vain", &["quay.io"]).replace("kubernetes.io/dockerconfigjson", "Opaque"),
        account.to_string(),
        pod("p", &["elsewhere", "vain"], &["quay.io/x"]),
        "---\n{\"auths\": {\"quay.io\": {\"auth\": \"dTpw\"}}}\n".to_string(),
    ];
    let diagnosis = told(&text.concat());
    let usages: Vec<String> =
        lines(&diagnosis).into_iter().filter(|it| !it.starts_with(' ')).collect();
    assert_eq!(
        usages,
        [
            "elsewhere otherNamespace",
            "lonely noPods",
            "listed serviceAccount",
            "opaque notForRegistries",
            "vain inVain",
            "config.json node",
        ]
    );
    assert_eq!(diagnosis.reverse.secrets[0].named_by, [0]);
}

#[test]
fn nobody_is_said_not_to_name_a_secret_where_that_is_not_known() {
    let text = [secret("a", &["quay.io"]), "---\nnginx\n".to_string()];
    assert_eq!(lines(&told(&text.concat()))[0], "a bareNames");
    let text = [secret("a", &["quay.io"]), pod("p", &[], &["quay.io/x"])];
    assert_eq!(lines(&told(&text.concat()))[0], "a unknown");
}

#[test]
fn beyond_the_budget_a_key_is_not_said_to_serve_nothing() {
    let text = [secret("a", &["quay.io"]), pod("p", &["a"], &["quay.io/x"])].concat();
    let options = Options { comparisons: 1, ..Options::default() };
    assert_eq!(lines(&diagnose(&text, &options))[1], "  quay.io: notLookedUp");
}

/// Of each image that is used only because it is there: the sentence, and what is known.
fn present(text: &str, minor: u8, by: Option<PulledBy>) -> Vec<(bool, bool, String)> {
    let image = "r.io/app:1".to_string();
    let options = Options {
        kubernetes: Version::new(minor).expect("a release that is known"),
        present: Some(Vec::from([image.clone(), "q.io/b:1".to_string()])),
        pulled: by.map(|by| PulledBefore { image, by }).into_iter().collect(),
        ..Options::default()
    };
    let found = diagnose(text, &options).reverse.present;
    found.into_iter().map(|it| (it.wants_credential, it.depends, it.sentence)).collect()
}

#[test]
fn who_uses_an_image_only_because_it_is_there() {
    let text = [
        secret("own", &["r.io"]),
        pod("mine", &["own"], &["r.io/app:1"]),
        pod("other", &[], &["r.io/app:1", "q.io/b:1"]),
    ]
    .concat();
    let found = present(&text, 34, None);
    assert_eq!(
        found[0],
        (
            true,
            false,
            "Pod other has no credential for r.io/app:1, and can use it because the node has it: \
             this kubelet of 1.34 does not verify who may"
                .to_string()
        )
    );
    assert!(
        !found[1].0 && found[1].2.ends_with("; nothing here tells that its registry wants one")
    );
    assert_eq!(found.len(), 2);
    let verified = present(&text, 36, None);
    assert!(verified[0].1 && verified[0].2.contains("unless the kubelet pulled it with"));
    let secret = PulledBy::Secret { namespace: "default".into(), name: "own".into(), uid: None };
    let kept = present(&text, 36, Some(secret));
    assert!(kept.iter().all(|it| !it.2.contains("r.io/app")));
    let free = present(&text, 36, Some(PulledBy::Preloaded));
    assert!(!free[0].1 && free[0].2.contains("r.io/app:1"));
}

#[test]
fn who_asks_the_registry_uses_nothing_only_because_it_is_there() {
    let always = pod("p", &[], &["r.io/app"]);
    assert_eq!(present(&always, 34, None), []);
    assert_eq!(present("r.io/app:1", 34, None), []);
}
