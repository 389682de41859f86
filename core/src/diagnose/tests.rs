use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::base64;

mod generated;
mod node_files;

/// Every kind of document that matters, each with the canary where a password can stand.
pub(super) fn everything(canary: &str) -> Vec<String> {
    let auth = base64::encode(format!("robot:{canary}").as_bytes());
    let config = format!(r#"{{"auths":{{"registry.example.com:5000":{{"auth":"{auth}"}}}}}}"#);
    let twice = base64::encode(base64::encode(config.as_bytes()).as_bytes());
    let once = base64::encode(config.as_bytes());
    let secret = |name: &str, namespace: &str, kind: &str, body: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\n  namespace: {namespace}\n\
             type: {kind}\n{body}\n"
        )
    };
    let json = "kubernetes.io/dockerconfigjson";
    let from = |text: &str| text.to_string();
    Vec::from([
        from(concat!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n  namespace: apps\n",
            "spec:\n  template:\n    spec:\n      serviceAccountName: shop\n",
            "      imagePullSecrets:\n      - name: regcred\n      - name: gone\n",
            "      - name: opaque\n      - name: elsewhere\n      - {}\n",
            "      initContainers:\n      - name: wait\n        image: \"nginx\"\n",
            "      containers:\n      - name: web\n        image: registry.example.com:5000/team/shop:1.4.2\n",
            "      - name: other\n        image: registry.example.com/team/Shop:1.4.2\n",
            "      - name: typed\n        image: 1.25\n        imagePullPolicy: always\n",
        )),
        secret("regcred", "apps", json, &format!("data:\n  .dockerconfigjson: {once}")),
        secret("twice", "apps", json, &format!("data:\n  .dockerconfigjson: {twice}")),
        secret("plain", "apps", json, &format!("data:\n  .dockerconfigjson: '{config}'")),
        secret(
            "opaque",
            "apps",
            "Opaque",
            &format!("stringData:\n  .dockerconfigjson: '{config}'"),
        ),
        secret(
            "elsewhere",
            "default",
            json,
            &format!("stringData:\n  .dockerconfigjson: '{config}'"),
        ),
        secret("number", "apps", json, "stringData:\n  .dockerconfigjson: 12"),
        secret(
            "broken",
            "apps",
            json,
            &format!(
                "stringData:\n  .dockerconfigjson: '{{\"auths\":{{\"a.b\":{{\"auth\":\"{canary}\"}}}}}}'"
            ),
        ),
        from(concat!(
            "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: shop, namespace: apps}\n",
            "imagePullSecrets:\n- name: twice\n",
        )),
        format!(
            r#"{{"auths":{{"https://u:{canary}@quay.io":{{"username":"u","password":"{canary}"}}}},"credsStore":"x"}}"#
        ),
        format!("kind: Secret\nmetadata: {{name: half}}\nstringData: {{password: {canary}, x: [\n"),
        from("ghcr.io/org/app@sha256:12\nnginx\n"),
    ])
}

pub(super) fn joined(documents: &[String]) -> String {
    documents.join("\n---\n")
}

fn look(text: &str) -> Diagnosis {
    let report = diagnose(text, &Options::default());
    spans_stand_in_the_text(text, &report);
    report
}

fn spans_stand_in_the_text(text: &str, report: &Diagnosis) {
    let stands = |span: &core::ops::Range<usize>| {
        assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
    };
    for it in &report.findings {
        it.finding.span.iter().for_each(stands);
        assert!(it.document < report.documents.len());
    }
    for workload in &report.workloads {
        workload.pull_secrets.iter().for_each(|it| stands(&it.span));
        for image in &workload.images {
            stands(&image.span);
            image.policy.span.iter().for_each(stands);
            match &image.reference {
                Err(refusal) => stands(&refusal.span),
                Ok(parts) => {
                    let parts = [
                        Some(&parts.registry),
                        Some(&parts.repository),
                        parts.tag.as_ref(),
                        parts.digest.as_ref(),
                    ];
                    parts.into_iter().flatten().filter_map(|it| it.span.as_ref()).for_each(stands);
                }
            }
            for key in image.credentials.iter().flat_map(|it| &it.keys) {
                stands(&key.span);
                assert!(key.secret < report.secrets.len());
            }
        }
    }
}

/// A Pod with one container and what else stands in its spec.
fn pod(image: &str, spec: &str) -> String {
    format!(
        "kind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n  - name: web\n    image: {image}\n{spec}"
    )
}

fn secret(name: &str, key: &str) -> String {
    format!(
        "kind: Secret\nmetadata: {{name: {name}}}\ntype: kubernetes.io/dockerconfigjson\nstringData:\n  \
         .dockerconfigjson: '{{\"auths\":{{\"{key}\":{{\"username\":\"u\",\"password\":\"p\"}}}}}}'\n"
    )
}

const USES_REGCRED: &str = "  imagePullSecrets:\n  - name: regcred\n";

#[track_caller]
fn check_outcome(text: &str, kind: OutcomeKind, sentence: &str) -> Diagnosis {
    let report = look(text);
    let image = &report.workloads[0].images[0];
    assert_eq!((image.outcome.kind, image.outcome.sentence.as_str()), (kind, sentence), "{text}");
    report
}

/// The finding with this code: the text that it points at, and its message.
#[track_caller]
fn check_finding(text: &str, code: &str, marked: &str, message: &str) {
    let report = look(text);
    let found: Vec<_> = report.findings.iter().map(|it| &it.finding).collect();
    let Some(it) = found.iter().find(|it| it.code == code) else {
        panic!("no {code} in {found:#?}")
    };
    let span = it.span.clone().unwrap_or_default();
    assert_eq!((&text[span], it.message.as_str()), (marked, message));
}

#[test]
fn a_key_that_fits_is_used() {
    let text = pod("registry.example.com:5000/team/app:1.4", USES_REGCRED)
        + "---\n"
        + &secret("regcred", "registry.example.com:5000");
    let report = check_outcome(
        &text,
        OutcomeKind::WithCredential,
        "Unless the node has the image, pulls with the credential from Secret regcred (key registry.example.com:5000).",
    );
    let image = &report.workloads[0].images[0];
    let parts = image.reference.as_ref().unwrap();
    let marked = |part: &Part| part.span.clone().map(|it| &text[it]);
    assert_eq!(marked(&parts.registry), Some("registry.example.com:5000"));
    assert_eq!(marked(&parts.repository), Some("team/app"));
    assert_eq!(parts.tag.as_ref().map(marked), Some(Some("1.4")));
    let key = &image.credentials.as_ref().unwrap().keys[0];
    assert_eq!(
        (key.place, key.credential.username.as_str(), key.credential.has_password),
        (Some(0), "u", true)
    );
    assert_eq!(&text[key.span.clone()], "\"registry.example.com:5000\"");
    let found: Vec<_> = report.findings.iter().map(|it| it.finding.code).collect();
    assert_eq!(found, ["secret/no-auth"]);
}

#[test]
fn a_key_without_the_port_is_a_near_miss() {
    let text = pod("private:5000/app:1", USES_REGCRED) + "---\n" + &secret("regcred", "private");
    check_outcome(
        &text,
        OutcomeKind::NoKeyFits,
        "No key fits: unless the node has the image, the registry is asked without a password.",
    );
    let report = look(&text);
    let found = &report.findings[0].finding;
    assert_eq!(found.code, "keyring/port-differs");
    assert_eq!(
        found.message,
        "Secret regcred has a key for private, the image is private:5000/app: the key has no port, \
         the image has :5000; no credential is sent"
    );
    assert_eq!(found.fix.as_ref().unwrap().title, "Write the key as private:5000");
    let key = &report.workloads[0].images[0].credentials.as_ref().unwrap().keys[0];
    assert_eq!(found.keys, [key.id()]);
    let image = found.related.iter().find(|it| it.label == "the image").unwrap();
    assert_eq!(&text[image.span.clone()], "private:5000/app:1");
}

#[test]
fn the_default_tag_and_host_are_filled_in_with_their_rules() {
    let report = look(&pod("nginx", ""));
    let image = &report.workloads[0].images[0];
    let parts = image.reference.as_ref().unwrap();
    assert_eq!(parts.normalized, "docker.io/library/nginx");
    assert_eq!(parts.runtime_image, "nginx:latest");
    assert_eq!((parts.registry.value.as_str(), &parts.registry.span), ("docker.io", &None));
    assert_eq!(parts.registry.rule, "no registry host is written, which means docker.io");
    assert_eq!(parts.repository.value, "library/nginx");
    let tag = parts.tag.as_ref().unwrap();
    assert_eq!((tag.value.as_str(), &tag.span), ("latest", &None));
    assert_eq!(image.policy.policy, Some(crate::PullPolicy::Always));
    assert_eq!(image.policy.sentence, "no tag means latest, and latest is always pulled");
    assert_eq!(image.outcome.sentence, "No credentials: the registry is asked without a password.");
}

#[test]
fn an_error_stands_where_the_character_stands() {
    for (image, marked) in [
        ("reg.io/Team/app", "T"),
        ("\"reg.io/Team/app\"", "T"),
        ("\"r\\x65g.io/Team/app\"", "\"r\\x65g.io/Team/app\""),
    ] {
        let text = pod(image, "");
        let report = look(&text);
        let found = report.workloads[0].images[0].reference.as_ref().unwrap_err();
        assert_eq!(&text[found.span.clone()], marked);
        assert!(found.message.starts_with(
            "Failed to apply default image tag \"reg.io/Team/app\": couldn't parse image name"
        ));
        assert_eq!(report.workloads[0].images[0].outcome.kind, OutcomeKind::InvalidImageName);
    }
}

#[test]
fn what_the_api_server_refuses_is_said_first() {
    check_outcome(
        &pod("1.25", ""),
        OutcomeKind::RefusedByApiServer,
        "The API server refuses the object: the image is no text: expected a string, found a number; put it in quotes.",
    );
    check_outcome(
        &pod("\"\"", ""),
        OutcomeKind::RefusedByApiServer,
        "The API server refuses the object: there is no image.",
    );
    check_outcome(
        &pod("\" a\"", ""),
        OutcomeKind::RefusedByApiServer,
        "The API server refuses the object: the image begins or ends with white space.",
    );
    check_outcome(
        &pod("a\n    imagePullPolicy: always", ""),
        OutcomeKind::RefusedByApiServer,
        "The API server refuses the object: imagePullPolicy is Always, IfNotPresent or Never, spelled exactly so; always is none of them.",
    );
    check_outcome(
        &pod("a\n    imagePullPolicy: Never", ""),
        OutcomeKind::NeverPulled,
        "Is never pulled: without the image on the node the container waits with ErrImageNeverPull.",
    );
}

#[test]
fn each_pull_secret_says_what_comes_of_it() {
    let uses = pod("quay.io/a/b:1", USES_REGCRED) + "---\n";
    let elsewhere =
        secret("regcred", "quay.io").replace("{name: regcred}", "{name: regcred, namespace: apps}");
    check_finding(
        &(uses.clone() + &elsewhere),
        "pull-secret/other-namespace",
        "regcred",
        "Secret regcred is in namespace apps, the Pod in default; the kubelet looks only in default and goes on without it",
    );
    check_finding(
        &(uses.clone() + &secret("regcreds", "quay.io")),
        "pull-secret/missing",
        "regcred",
        "Secret regcred is not among the documents (did you mean regcreds?); where it does not exist in namespace default, the kubelet warns and goes on without it",
    );
    let opaque = secret("regcred", "quay.io").replace("kubernetes.io/dockerconfigjson", "Opaque");
    check_finding(
        &(uses.clone() + &opaque),
        "secret/ignored-type",
        "Opaque",
        "the kubelet ignores this Secret in imagePullSecrets, because it reads .dockerconfigjson only from a Secret of type kubernetes.io/dockerconfigjson; a type cannot be changed, so delete the Secret and create it again",
    );
    let broken = secret("regcred", "quay.io").replace("\"username\":\"u\"", "\"auth\":\"pants\"");
    let report = look(&(uses.clone() + &broken));
    let [placed] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    // The Secret's own finding is the one, and it says whom it touches.
    assert_eq!(placed.finding.code, "secret/auth-not-base64");
    assert_eq!(placed.images, [ImageId { workload: 0, image: 0 }]);
    assert_eq!(placed.finding.related[0].label, "named here, by Pod web");
    check_outcome(
        &(uses.clone() + &broken),
        OutcomeKind::BrokenSecret,
        "Unless the node has the image, the pull is not even tried, because the kubelet cannot decode Secret regcred.",
    );
    let encoded = secret("regcred", "quay.io").replace("stringData", "data");
    check_finding(
        &(uses + &encoded),
        "secret/data-not-base64",
        "'{\"auths\":{\"quay.io\":{\"username\":\"u\",\"password\":\"p\"}}}'",
        "the value under data has to be base64: illegal base64 data at input byte 0; it is plain text: move it to stringData, or encode it",
    );
}

#[test]
fn a_service_account_helps_only_a_pod_that_lists_nothing() {
    let account = "---\nkind: ServiceAccount\nmetadata: {name: default}\nimagePullSecrets: [{name: regcred}]\n---\n";
    let rest = account.to_string() + &secret("regcred", "quay.io");
    let report = look(&(pod("quay.io/a/b:1", "") + &rest));
    assert_eq!(
        report.workloads[0].pull_secrets_from,
        PullSecretsFrom::ServiceAccount { document: 1 }
    );
    assert_eq!(report.workloads[0].images[0].outcome.kind, OutcomeKind::WithCredential);
    let lists = pod("quay.io/a/b:1", "  imagePullSecrets:\n  - name: other\n") + &rest;
    assert_eq!(look(&lists).workloads[0].pull_secrets_from, PullSecretsFrom::Pod);
    check_finding(
        &lists,
        "service-account/not-merged",
        "regcred",
        "the Pod lists [other], the ServiceAccount default lists [regcred]: its list is copied only into a Pod that lists none, so regcred is not used",
    );
    let exists = pod("quay.io/a/b:1", "").replace("{name: web}", "{name: web, uid: x}") + &rest;
    assert_eq!(look(&exists).workloads[0].pull_secrets_from, PullSecretsFrom::Nowhere);
    let text = pod("a", "  imagePullSecrets:\n  - regcred\n");
    check_finding(
        &text,
        "pull-secret/list-of-strings",
        "regcred",
        "the element regcred is a text, and the API server refuses the object; an element of imagePullSecrets is an object with a name",
    );
    check_finding(
        &pod("a", "    imagePullSecrets: []\n"),
        "pull-secret/in-container",
        "imagePullSecrets",
        "imagePullSecrets is no field of a container and is dropped; it belongs into spec, beside containers",
    );
}

#[test]
fn the_file_of_the_node_comes_after_the_pull_secrets() {
    let node = "---\n{\"auths\": {\"quay.io\": {\"username\": \"n\", \"password\": \"p\"}}}\n---\n";
    let text = pod("quay.io/a/b:1", USES_REGCRED) + node + &secret("regcred", "quay.io");
    let report = look(&text);
    let credentials = report.workloads[0].images[0].credentials.as_ref().unwrap();
    let order: Vec<_> =
        credentials.keys.iter().map(|it| (it.place, it.credential.username.as_str())).collect();
    assert_eq!(order, [(Some(0), "u"), (Some(1), "n")]);
    assert_eq!(&text[credentials.keys[1].span.clone()], "\"quay.io\"");
    let old = "quay.io/a:1\n---\n{\"quay.io\": {\"auth\": \"Zm9vOmJhcg==\"}}\n";
    check_outcome(
        old,
        OutcomeKind::WithCredential,
        "Unless the node has the image, pulls with the credential from the node's own file (key quay.io).",
    );
}

#[test]
fn a_bare_name_is_an_image() {
    let report = look("nginx:1.27");
    assert_eq!(report.documents[0].recognized, crate::recognize::What::Images);
    assert_eq!(
        look(" nginx:\n").workloads[0].images[0].outcome.kind,
        OutcomeKind::InvalidImageName
    );
    let two = look("# images\nnginx\n\n  Quay.io/a\n");
    let images: Vec<_> = two.workloads[0].images.iter().map(|it| it.image.as_str()).collect();
    assert_eq!(images, ["nginx", "Quay.io/a"]);
    let with_secret = String::from("quay.io/a:1\n---\n") + &secret("x", "quay.io");
    assert_eq!(look(&with_secret).workloads[0].images[0].outcome.kind, OutcomeKind::WithCredential);
    let cut = r#"\{"kind":"Secret","data":{".dockerconfigjson":"e30="}}"#;
    for text in
        [cut, "", "kind", "apiVersion:", "hello world", "{}", "- nginx", "kind: Service", "\0"]
    {
        assert!(look(text).workloads.is_empty(), "{text}");
    }
}

/// Reports of the same documents in another order, without places.
fn answers(documents: &[String]) -> Vec<String> {
    let text = joined(documents);
    let report = look(&text);
    let mut answers: Vec<String> = Vec::new();
    for workload in &report.workloads {
        for it in &workload.pull_secrets {
            answers.push(format!("{} {:?} {}", workload.title, it.state, it.sentence));
        }
        for image in &workload.images {
            let keys: Vec<_> = image
                .credentials
                .iter()
                .flat_map(|it| &it.keys)
                .map(|it| (&it.key, it.place, &it.sentence))
                .collect();
            answers.push(format!(
                "{} {:?} {:?} {keys:?}",
                image.image, image.outcome, image.policy.policy
            ));
        }
    }
    answers.extend(
        report.findings.iter().map(|it| format!("{} {}", it.finding.code, it.finding.message)),
    );
    answers.sort_unstable();
    answers
}

#[test]
fn the_order_of_documents_does_not_change_the_answer() {
    let mut documents = everything("canary");
    let expect = answers(&documents);
    assert!(expect.len() > 20, "{expect:#?}");
    for _ in 0..documents.len() {
        documents.rotate_left(1);
        assert_eq!(answers(&documents), expect);
        documents.swap(1, 5);
        assert_eq!(answers(&documents), expect);
    }
}

#[test]
fn no_password_is_in_a_report() {
    for canary in ["PARROT-7f3a", "=PARROT\\u0041", "12345678901"] {
        let documents = everything(canary);
        let text = joined(&documents);
        let encoded = base64::encode(format!("robot:{canary}").as_bytes());
        // Also half-typed: cut anywhere, nothing of it is repeated.
        for end in (0..=text.len()).filter(|it| it % 7 == 0 || *it == text.len()) {
            let report = format!("{:?}", look(&text[..end]));
            assert!(!report.contains(canary), "{report}");
            assert!(!report.contains(&encoded), "{report}");
        }
    }
}

#[test]
fn a_report_does_not_depend_on_the_password() {
    let report = |canary: &str| format!("{:?}", look(&joined(&everything(canary))));
    // The same length, so that the places are the same.
    assert_eq!(report("parrot-one"), report("parrot-two"));
}

#[test]
fn any_half_of_a_text_gives_a_report() {
    let text = joined(&everything("é🐳"));
    for (at, _) in text.char_indices().filter(|(at, _)| at % 11 == 0) {
        look(&text[at..]);
    }
}

#[test]
fn too_many_comparisons_are_said_and_not_made() {
    let options = Options { comparisons: 3, ..Options::default() };
    let text = pod("quay.io/a/b:1", USES_REGCRED) + "---\n" + &secret("regcred", "quay.io");
    let kind = |text: &str| {
        diagnose(text, &options).workloads.pop().unwrap().images.pop().unwrap().outcome.kind
    };
    assert_eq!(kind(&text), OutcomeKind::WithCredential);
    assert_eq!(kind(&(text.clone() + "---\n" + &text)), OutcomeKind::NotLookedUp);
    assert!(
        diagnose(&(text.clone() + "---\n" + &text), &options)
            .findings
            .iter()
            .any(|it| it.finding.code == "keyring/not-looked-up")
    );
}

#[test]
fn in_one_release_a_broken_secret_blocks_even_an_image_that_is_there() {
    let text = pod("quay.io/a/b:1", USES_REGCRED)
        + "---\n"
        + &secret("regcred", "quay.io").replace("\"username\":\"u\"", "\"auth\":\"pants\"");
    for (minor, kind) in
        [(32, OutcomeKind::OnNode), (33, OutcomeKind::BrokenSecret), (34, OutcomeKind::OnNode)]
    {
        let options = Options {
            kubernetes: crate::Version::new(minor).unwrap(),
            present: Some(Vec::from(["quay.io/a/b:1".to_string()])),
            ..Options::default()
        };
        let diagnosis = diagnose(&text, &options);
        assert_eq!(diagnosis.workloads[0].images[0].outcome.kind, kind, "1.{minor}");
        // What is predicted is the same decision.
        let id = ImageId { workload: 0, image: 0 };
        let waits = diagnosis.predict(id, &[], |it| it.waiting().next().is_some());
        assert_eq!(waits, Some(kind == OutcomeKind::BrokenSecret), "1.{minor}");
    }
}
