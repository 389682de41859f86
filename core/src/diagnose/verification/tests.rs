use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::credential::{Credential, Password};
use crate::diagnose::{Diagnosis, ImageReport, diagnose};
use crate::kubelet::verification::CredentialHash;

const IMAGE: &str = "registry.example.com/team/app:1";

fn release(minor: u8) -> Version {
    Version::new(minor).expect("a known release")
}

fn pod(name: &str, secret: &str) -> String {
    format!(
        "kind: Pod\nmetadata: {{name: {name}, namespace: apps}}\nspec:\n  imagePullSecrets: \
         [{{name: {secret}}}]\n  containers:\n  - {{name: app, image: '{IMAGE}'}}\n"
    )
}

fn secret(name: &str, uid: &str, password: &str) -> String {
    format!(
        "---\nkind: Secret\nmetadata: {{name: {name}, namespace: apps, uid: '{uid}'}}\n\
         type: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: \
         '{{\"auths\":{{\"registry.example.com\":{{\"username\":\"robot\",\
         \"password\":\"{password}\"}}}}}}'\n"
    )
}

fn by_secret(name: &str, uid: Option<&str>) -> PulledBy {
    let (namespace, name) = ("apps".to_string(), name.to_string());
    PulledBy::Secret { namespace, name, uid: uid.map(String::from) }
}

fn ask(text: &str, by: PulledBy, minor: u8) -> Diagnosis {
    let pulled = Vec::from([PulledBefore { image: IMAGE.to_string(), by }]);
    diagnose(text, &Options { kubernetes: release(minor), pulled, ..Options::default() })
}

fn image(diagnosis: &Diagnosis) -> &ImageReport {
    &diagnosis.workloads[0].images[0]
}

/// What is decided, by which rule, in which words.
#[track_caller]
fn check(text: &str, by: PulledBy, decision: &str, rule: &str, sentence: &str) {
    let diagnosis = ask(text, by, 36);
    let found = image(&diagnosis).verification.as_ref().expect("it is verified");
    assert_eq!((found.decision.name(), found.rule), (decision, rule));
    assert_eq!(found.sentence, sentence);
}

#[test]
fn who_pulled_the_image_decides() {
    let own = [pod("a", "regcred"), secret("regcred", "1", "x")].concat();
    let regcred = || by_secret("regcred", None);
    let credential = "Secret regcred holds the credential that pulled this image";
    check(&own, regcred(), "use", "sameCredential", credential);
    let other = [&*own, &secret("other", "2", "x")].concat();
    let sentence =
        "Secret regcred holds the same credential as Secret apps/other, which pulled this image";
    check(&other, by_secret("other", None), "use", "sameCredential", sentence);
    let none = [pod("b", "gone"), secret("regcred", "1", "x")].concat();
    let sentence = "the Pod has no credential that pulled this image; Secret apps/regcred did";
    check(&none, regcred(), "pull", "notRecorded", sentence);
    let sentence = "Secret regcred was deleted and made anew since it pulled this image: its uid \
                    and its credential are others";
    check(&own, by_secret("regcred", Some("0")), "pull", "notRecorded", sentence);
    let sentence = "the record of the image names nobody who may use it";
    check(&own, PulledBy::Unknown, "pull", "otherName", sentence);
    let sentence = "the image was pulled without a credential or with one of the node, so every \
                    Pod may use it";
    check(&none, PulledBy::Node, "use", "nodePods", sentence);
    let sentence = "NeverVerifyPreloadedImages lets every Pod use what the kubelet did not pull, \
                    and no record says that it pulled this";
    check(&none, PulledBy::Preloaded, "use", "preloaded", sentence);
}

#[test]
fn a_secret_that_is_not_in_the_text_counts_by_its_name() {
    let text = pod("a", "regcred");
    let diagnosis = ask(&text, by_secret("regcred", None), 36);
    let found = image(&diagnosis).verification.as_ref().expect("it is verified");
    assert_eq!(found.rule, "notRecorded", "the Pod's Secret is not known to be there");
}

#[test]
fn a_service_account_counts_by_its_name() {
    let text = "kind: Pod\nmetadata: {name: a, namespace: apps}\nspec: {serviceAccountName: robot, \
                containers: [{name: app, image: 'registry.example.com/team/app:1'}]}";
    let by = |name: &str| PulledBy::ServiceAccount {
        namespace: "apps".to_string(),
        name: name.to_string(),
        uid: None,
    };
    let sentence = "the Pod runs as the ServiceAccount whose token pulled this image";
    check(text, by("robot"), "use", "sameServiceAccount", sentence);
    let sentence =
        "the Pod has no credential that pulled this image; ServiceAccount apps/other did";
    check(text, by("other"), "pull", "notRecorded", sentence);
}

#[test]
fn what_is_denied_is_pulled_and_the_plan_says_why() {
    let none = [pod("b", "gone"), secret("regcred", "1", "x")].concat();
    let diagnosis = ask(&none, by_secret("regcred", None), 36);
    let report = image(&diagnosis);
    assert_eq!(
        report.outcome.sentence,
        "The pull Secrets give no key: although the node has the image, the registry is asked \
         without a password."
    );
    let step = report.plan.iter().find(|it| it.rule == "verification/notRecorded");
    assert_eq!(step.map(|it| it.decided.as_str()), Some("the registry is asked first"));
    let asked = |it: crate::diagnose::ImageId| diagnosis.asks(it);
    assert!(asked(crate::diagnose::ImageId { workload: 0, image: 0 }));
    let before = ask(&none, by_secret("regcred", None), 34);
    assert_eq!(image(&before).verification, None);
    assert_eq!(image(&before).outcome.sentence, "Starts without a pull: the node has the image.");
}

#[test]
fn a_secret_that_cannot_be_decoded_stops_the_container_where_it_would_decide() {
    let broken = "---\nkind: Secret\nmetadata: {name: regcred, namespace: apps}\n\
                  type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{\"auths\":1}'}\n";
    let text = [&*pod("a", "regcred"), broken, &secret("other", "2", "x")].concat();
    let outcome = |by, minor| image(&ask(&text, by, minor)).outcome.kind;
    use crate::diagnose::OutcomeKind::{BrokenSecret, OnNode};
    assert_eq!(outcome(by_secret("other", None), 36), BrokenSecret);
    assert_eq!(outcome(PulledBy::Node, 36), OnNode);
    assert_eq!(outcome(by_secret("other", None), 34), OnNode, "the gate is off");
}

#[test]
fn without_knowledge_nothing_is_claimed() {
    let text = [pod("a", "regcred"), secret("regcred", "1", "x")].concat();
    let present = Some(Vec::from([IMAGE.to_string()]));
    let diagnosis = diagnose(&text, &Options { present, ..Options::default() });
    let report = image(&diagnosis);
    let found = report.verification.as_ref().expect("it is verified");
    assert_eq!((found.decision, found.required), (VerificationDecision::Unknown, None));
    assert_eq!(report.outcome.sentence, "Starts without a pull: the node has the image.");
    assert!(diagnosis.findings.iter().all(|it| !it.finding.code.starts_with("verification/")));
    let diagnosis = diagnose(&text, &Options::default());
    assert_eq!(image(&diagnosis).verification, None, "the image may not be there");
}

#[test]
fn records_of_one_name_that_disagree_decide_nothing() {
    let record = |image_ref: &str, access: &str| {
        format!(
            "---\nkind: ImagePulledRecord\napiVersion: kubelet.config.k8s.io/v1beta1\n\
             imageRef: '{image_ref}'\ncredentialMapping: {{registry.example.com/team/app: {access}}}\n"
        )
    };
    let free = "{nodePodsAccessible: true}";
    let held = "{kubernetesSecrets: [{uid: '9', namespace: apps, name: x, credentialHash: h}]}";
    let decide = |first: &str, second: &str| {
        let text = [&*pod("a", "gone"), &record("r1", first), &record("r2", second)].concat();
        let present = Some(Vec::from([IMAGE.to_string()]));
        let diagnosis = diagnose(&text, &Options { present, ..Options::default() });
        let found = image(&diagnosis).verification.clone().expect("it is verified");
        (found.decision, found.file.is_some())
    };
    assert_eq!(decide(free, free), (VerificationDecision::Use, true));
    assert_eq!(decide(held, held), (VerificationDecision::Pull, true));
    assert_eq!(decide(free, held), (VerificationDecision::Unknown, false));
}

#[test]
fn an_intent_alone_forces_a_pull() {
    let intent = format!(
        "---\nkind: ImagePullIntent\napiVersion: kubelet.config.k8s.io/v1beta1\nimage: '{IMAGE}'\n"
    );
    let text = [pod("a", "gone"), intent].concat();
    let present = Some(Vec::from([IMAGE.to_string()]));
    let diagnosis = diagnose(&text, &Options { present, ..Options::default() });
    let found = image(&diagnosis).verification.as_ref().expect("it is verified");
    assert_eq!((found.decision, found.rule), (VerificationDecision::Pull, "noRecord"));
    assert!(found.span.is_some());
}

#[test]
fn the_messages_name_pods_and_secrets() {
    let said = |text: &str, by: PulledBy, minor: u8| -> Vec<String> {
        let found = ask(text, by, minor).findings;
        let ours = found.into_iter().filter(|it| it.finding.code.starts_with("verification/"));
        ours.map(|it| format!("{}: {}", it.finding.code, it.finding.message)).collect()
    };
    let none = [pod("b", "gone"), secret("regcred", "1", "x")].concat();
    assert_eq!(
        said(&none, by_secret("regcred", None), 36),
        ["verification/must-pull: the registry is asked for registry.example.com/team/app:1 \
             although the node has it: the Pod has no credential that pulled this image; Secret \
             apps/regcred did; up to Kubernetes 1.34 every Pod could use it"]
    );
    assert_eq!(
        said(&none, by_secret("regcred", None), 34),
        ["verification/upgrade: Kubernetes 1.34 lets every Pod of the node use \
             registry.example.com/team/app:1; where a kubelet of 1.35 or later pulled it like \
             this, the registry is asked first: the Pod has no credential that pulled this image; \
             Secret apps/regcred did"]
    );
    let two = [&*pod("a", "regcred"), "---\n", &pod("b", "gone"), &secret("regcred", "1", "x")];
    let found = diagnose(&two.concat(), &Options::default()).findings;
    let other = found.iter().find(|it| it.finding.code == "verification/other-pod");
    assert_eq!(
        other.map(|it| it.finding.message.as_str()),
        Some(
            "once Pod apps/a has pulled registry.example.com/team/app:1 on a node with Secret \
             regcred, Pod apps/b asks the registry again there: it has no credential that pulled \
             this image (NeverVerifyPreloadedImages)"
        )
    );
}

#[test]
fn no_hash_leaves_in_the_answer() {
    let own = [pod("a", "regcred"), secret("regcred", "1", "parrot-7Qp")].concat();
    let diagnosis = ask(&own, by_secret("regcred", None), 36);

    let json = diagnosis.to_json(&own.as_str().into(), crate::diagnose::Offsets::Bytes);
    let debug = format!("{diagnosis:?}");
    let password = Password::new(b"parrot-7Qp".as_slice());
    let credential = Credential { username: b"robot".to_vec(), password, email: String::new() };
    let hash = CredentialHash::of(&credential);
    let real = hash.expose();

    assert_eq!(image(&diagnosis).verification.as_ref().map(|it| it.rule), Some("sameCredential"));
    assert!(!json.contains(real) && !debug.contains(real));
}
