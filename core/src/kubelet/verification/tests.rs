use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::credential::{Credential, Password};
use crate::kubelet::VerificationPolicy;
use crate::version::Version;

const IMAGE: &str = "docker.io/testing/test:latest";
const NAME: &str = "docker.io/testing/test";
const REF: &str = "testimageref";

fn release(minor: u8) -> Version {
    Version::new(minor).expect("a known release")
}

fn coordinates(namespace: &str, name: &str, uid: &str) -> Coordinates {
    Coordinates { namespace: namespace.into(), name: name.into(), uid: uid.into() }
}

fn held(namespace: &str, name: &str, uid: &str, hash: &str) -> SecretUse {
    SecretUse { secret: coordinates(namespace, name, uid), hash: CredentialHash::from_record(hash) }
}

fn known() -> SecretUse {
    held("default", "pull-secret", "testsecretuid", "testsecrethash")
}

fn account(namespace: &str, uid: &str) -> Coordinates {
    coordinates(namespace, "robot", uid)
}

/// A kubelet that has one record, of this access.
fn kubelet(policy: VerificationPolicy, access: Option<Access>, minor: u8) -> Manager<'static> {
    let version = release(minor);
    let mut start = Start::default();
    if let Some(access) = access {
        let mut record = PulledRecord::new(REF, None, version);
        record.access.insert(NAME.into(), access);
        start.pulled.put(&file_name(REF), Some(record));
    }
    Manager::new(start, Policy::new(policy, [], version).expect("no patterns"), version)
}

fn check(
    kubelet: &mut Manager<'_>,
    image: &str,
    secrets: &[SecretUse],
    service_account: Option<Coordinates>,
) -> Decision {
    let held = PodCredentials { secrets: secrets.to_vec(), service_account };
    kubelet.must_pull(&Asked { image, image_ref: REF, credentials: Some(&held) }, None)
}

const PRELOADED: VerificationPolicy = VerificationPolicy::NeverVerifyPreloadedImages;

/// Whether the registry is asked, and how many Secrets are recorded afterwards.
#[track_caller]
fn secrets(access: Access, pod: &[SecretUse], pull: bool, recorded: usize) {
    let mut kubelet = kubelet(PRELOADED, Some(access), 36);
    assert_eq!(check(&mut kubelet, IMAGE, pod, None).pull, pull);
    let record = kubelet.record(REF).expect("the record stays");
    assert_eq!(record.access[NAME].secrets.len(), recorded);
}

#[test]
fn a_secret_counts_by_its_credential_or_by_its_coordinates() {
    let access = || Access::secret(known());
    secrets(access(), &[known()], false, 1);
    secrets(access(), &[], true, 1);
    let rotated = held("default", "pull-secret", "testsecretuid", "different");
    secrets(access(), core::slice::from_ref(&rotated), false, 1);
    secrets(access(), &[held("default", "pull-secret", "different", "different")], true, 1);
    secrets(access(), &[held("different", "pull-secret", "testsecretuid", "different")], true, 1);
    secrets(access(), &[held("different", "other", "x", "testsecrethash")], false, 2);

    let mut kubelet = kubelet(PRELOADED, Some(access()), 36);
    let decision = check(&mut kubelet, IMAGE, core::slice::from_ref(&rotated), None);
    assert_eq!(decision.why, Why::SameSecret { pod: 0, recorded: 0 });
    assert_eq!(kubelet.record(REF).expect("the record stays").access[NAME].secrets, [rotated]);
}

#[test]
fn an_empty_hash_in_a_record_equals_none() {
    let access = || Access::secret(held("default", "pull-secret", "testsecretuid", ""));
    secrets(access(), &[held("default", "other", "x", "")], true, 1);
    secrets(access(), &[known()], false, 1);
}

#[test]
fn a_record_is_of_one_name_of_the_image() {
    let mut kubelet = kubelet(PRELOADED, Some(Access::secret(known())), 36);
    let decision = check(&mut kubelet, "docker.io/testing/other", &[known()], None);
    assert_eq!((decision.pull, decision.why), (true, Why::OtherName));
    assert!(!check(&mut kubelet, "docker.io/testing/test:other", &[known()], None).pull);
}

#[test]
fn a_record_without_anybody_forces_a_pull() {
    let empty = PulledRecord::new(REF, None, Version::NEWEST);
    let mut start = Start::default();
    start.pulled.put(&file_name(REF), Some(empty));
    let policy = Policy::new(PRELOADED, [], Version::NEWEST).expect("no patterns");
    let mut kubelet = Manager::new(start, policy, Version::NEWEST);
    assert_eq!(check(&mut kubelet, IMAGE, &[known()], None).why, Why::OtherName);
}

#[test]
fn an_image_without_a_record_was_there_before() {
    let why = |policy| check(&mut kubelet(policy, None, 36), IMAGE, &[known()], None).why;
    assert_eq!(why(PRELOADED), Why::Exempt(Exempt::Preloaded));
    assert_eq!(why(VerificationPolicy::AlwaysVerify), Why::NoRecord);
    assert_eq!(why(VerificationPolicy::NeverVerify), Why::Exempt(Exempt::Never));
}

#[test]
fn an_intent_alone_says_that_the_kubelet_pulled_it() {
    let why = |policy| {
        let mut kubelet = kubelet(policy, None, 36);
        kubelet.record_intent(IMAGE);
        check(&mut kubelet, IMAGE, &[known()], None).why
    };
    assert_eq!(why(PRELOADED), Why::NoRecord);
    assert_eq!(why(VerificationPolicy::NeverVerify), Why::Exempt(Exempt::Never));
}

#[test]
fn what_every_pod_may_use_needs_no_secret() {
    for pod in [&[][..], &[known()][..]] {
        let mut kubelet = kubelet(PRELOADED, Some(Access::node_pods()), 36);
        assert_eq!(check(&mut kubelet, IMAGE, pod, None).why, Why::NodePods);
    }
}

#[test]
fn a_service_account_counts_by_all_its_coordinates() {
    let why = |pod| {
        let access = Access::service_account(account("default", "1"));
        check(&mut kubelet(PRELOADED, Some(access), 36), IMAGE, &[], pod).why
    };
    assert_eq!(why(Some(account("default", "1"))), Why::SameServiceAccount);
    assert_eq!(why(Some(account("default", "2"))), Why::NotRecorded);
    assert_eq!(why(Some(account("other", "1"))), Why::NotRecorded);
    assert_eq!(why(None), Why::NotRecorded);
}

#[test]
fn a_service_account_is_recorded_since_1_34() {
    let recorded = |minor| {
        let mut kubelet = kubelet(PRELOADED, None, minor);
        let access = Access::service_account(account("default", "1"));
        kubelet.record_pulled(IMAGE, REF, Some(&access), None);
        kubelet.record(REF).expect("it was recorded").access[NAME].clone()
    };
    assert_eq!(recorded(33), Access::node_pods());
    assert_eq!(recorded(34), Access::service_account(account("default", "1")));
}

#[test]
fn a_record_with_a_hundred_secrets_learns_no_more() {
    let secrets = |count: usize| {
        let of = |i| held("default", "pull-secret", &format!("uid-{i}"), &format!("hash-{i}"));
        let access = Access { secrets: (0..count).map(of).collect(), ..Access::default() };
        kubelet(PRELOADED, Some(access), 36)
    };
    let other = held("apps", "other", "x", "hash-1");
    let rotated = held("default", "pull-secret", "uid-1", "new");
    for (count, learns) in [(99, true), (100, false)] {
        let mut kubelet = secrets(count);
        let decision = check(&mut kubelet, IMAGE, core::slice::from_ref(&other), None);
        assert_eq!((decision.pull, decision.update.is_some()), (false, learns), "{count}");
        let decision = check(&mut secrets(count), IMAGE, core::slice::from_ref(&rotated), None);
        assert_eq!(decision.pull, !learns, "{count}");
    }
}

#[test]
fn a_record_that_cannot_be_read_forces_a_pull_under_every_policy() {
    for policy in VerificationPolicy::ALL {
        let mut start = Start::default();
        start.pulled.put(&file_name(REF), None);
        let policy = Policy::new(policy, [], Version::NEWEST).expect("no patterns");
        let mut kubelet = Manager::new(start, policy, Version::NEWEST);
        assert_eq!(check(&mut kubelet, IMAGE, &[known()], None).why, Why::Unreadable);
        kubelet.record_pulled(IMAGE, REF, Some(&Access::secret(known())), None);
        assert!(!check(&mut kubelet, IMAGE, &[known()], None).pull, "it is written anew");
    }
}

#[test]
fn since_1_34_the_name_of_a_file_matters_only_beside_one_that_cannot_be_read() {
    let why = |minor, with_broken: bool| {
        let version = release(minor);
        let mut start = Start::default();
        let mut record = PulledRecord::new(REF, None, version);
        record.access.insert(NAME.into(), Access::node_pods());
        start.pulled.put(&file_name("another"), Some(record));
        if with_broken {
            start.pulled.put("sha256-broken", None);
        }
        let policy =
            Policy::new(VerificationPolicy::AlwaysVerify, [], version).expect("no patterns");
        let mut kubelet = Manager::new(start, policy, version);
        check(&mut kubelet, IMAGE, &[], None).why
    };
    assert_eq!(why(36, false), Why::NodePods);
    assert_eq!(why(33, false), Why::NoRecord);
    assert_eq!(why(36, true), Why::NodePods, "what could be read is in memory");
}

#[test]
fn an_intent_becomes_a_record_when_the_runtime_lists_the_image_under_its_text() {
    let mut start = Start::default();
    for image in [IMAGE, "test"] {
        let api = Api::written_by(Version::NEWEST);
        start.pulling.put(&file_name(image), Some(PullIntent { api, image: image.into() }));
    }
    start.images.push(NodeImage { image_ref: REF.into(), names: Vec::from([IMAGE.into()]) });
    let policy = Policy::new(PRELOADED, [], Version::NEWEST).expect("no patterns");
    let mut kubelet = Manager::new(start, policy, Version::NEWEST);
    let left: Vec<_> = kubelet.pulling().files().map(|it| it.0.to_string()).collect();
    assert_eq!(left, [file_name("test")], "the runtime lists no image as it is typed here");
    assert_eq!(check(&mut kubelet, IMAGE, &[known()], None).why, Why::OtherName);
}

#[test]
fn records_keep_the_normalized_name_up_to_1_35() {
    let after = |wrote, reads| {
        let policy = |minor| {
            Policy::new(VerificationPolicy::AlwaysVerify, [], release(minor)).expect("no patterns")
        };
        let mut kubelet = Manager::new(Start::default(), policy(wrote), release(wrote));
        kubelet.record_pulled("nginx:1.27", REF, Some(&Access::node_pods()), None);
        let start = Start { pulled: kubelet.pulled().clone(), ..Start::default() };
        check(&mut Manager::new(start, policy(reads), release(reads)), "nginx:1.27", &[], None).why
    };
    for minor in 33..=36 {
        assert_eq!(after(minor, minor), Why::NodePods);
    }
    assert_eq!(after(33, 35), Why::NodePods, "v1beta1 is written for v1alpha1");
    assert_eq!(after(35, 36), Why::OtherName);
    let mut older = kubelet(VerificationPolicy::AlwaysVerify, Some(Access::node_pods()), 35);
    assert_eq!(check(&mut older, "docker.io/testing/test", &[], None).why, Why::NodePods);
}

#[test]
fn before_1_35_credentials_are_made_first() {
    for (minor, why) in
        [(33, Why::BrokenSecret), (34, Why::BrokenSecret), (35, Why::NodePods), (36, Why::NodePods)]
    {
        let kubelet = kubelet(PRELOADED, Some(Access::node_pods()), minor);
        let asked = Asked { image: IMAGE, image_ref: REF, credentials: None };
        assert_eq!(kubelet.decide(&asked).why, why, "{minor}");
    }
    let kubelet = kubelet(PRELOADED, Some(Access::secret(known())), 36);
    let asked = Asked { image: IMAGE, image_ref: REF, credentials: None };
    assert_eq!(kubelet.decide(&asked).why, Why::BrokenSecret);
}

#[test]
fn file_names_are_hashes() {
    for (key, name) in [
        (REF, "sha256-b3c0cc4278800b03a308ceb2611161430df571ca733122f0a40ac8b9792a9064"),
        (IMAGE, "sha256-aef2af226629a35d5f3ef0fdbb29fdbebf038d0acd8850590e8c48e1e283aa56"),
    ] {
        assert_eq!(file_name(key), name);
        assert!(is_record_file(name));
        assert!(!is_record_file(&format!("{name}.tmp")));
    }
    assert!(!is_record_file("b3c0cc42"));
}

#[test]
fn credentials_hash_as_go_writes_them() {
    let hash = |username: &str, password: &str, email: &str| {
        CredentialHash::of(&Credential {
            username: username.into(),
            password: Password::new(password),
            email: email.into(),
        })
    };
    let known = [
        (
            hash("user", "password", ""),
            "a55436fc140d516560d072c5fe8700385ce9f41629abf65c1edcbcb39fac691d",
        ),
        (
            hash("ada", "smash", "ada@example.com"),
            "353258b53f5e9a57b059eab3f05312fc35bbeb874f08ce101e7bf0bf46977423",
        ),
        (
            hash("grace", "squash", "grace@example.com"),
            "f949b3837a1eb733a951b6aeda0b3327c09ec50c917de9ca35818e8fbf567e29",
        ),
        (hash("", "", ""), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    ];
    for (hash, expect) in known {
        assert_eq!(hash.expose(), expect);
        assert_eq!(format!("{hash:?}"), "CredentialHash(elided)");
    }
}

const RECORD: &str = r#"{"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/v1beta1",
"lastUpdatedTime":"2026-01-01T00:00:00Z","imageRef":"sha256:1","credentialMapping":{"r.io/app":
{"kubernetesSecrets":[{"uid":"1","namespace":"apps","name":"regcred","credentialHash":"h"}],
"kubernetesServiceAccounts":[{"uid":"2","namespace":"apps","name":"robot"}]}}}"#;

#[track_caller]
fn corrupt(from: &str, to: &str, minor: u8, expect: &str, at: &str) {
    let text = RECORD.replacen(from, to, 1);
    let error = PulledRecord::parse(text.as_bytes(), release(minor)).expect_err("corrupt");
    assert_eq!((error.to_string().as_str(), &text[error.span()]), (expect, at));
}

#[test]
fn records_are_read() {
    let record = PulledRecord::parse(RECORD.as_bytes(), Version::NEWEST).expect("a record");
    assert_eq!((record.api, record.image_ref.as_str()), (Api::V1Beta1, "sha256:1"));
    let access = &record.access["r.io/app"];
    assert_eq!(access.secrets, [held("apps", "regcred", "1", "h")]);
    assert_eq!(access.service_accounts, [account("apps", "2")]);
    let intent =
        r#"{"kind":"ImagePullIntent","apiVersion":"kubelet.config.k8s.io/v1alpha1","image":"a"}"#;
    let intent = PullIntent::parse(intent.as_bytes(), Version::NEWEST).expect("an intent");
    assert_eq!((intent.api, intent.image.as_str()), (Api::V1Alpha1, "a"));
}

#[test]
fn one_thing_too_much_makes_a_record_corrupt() {
    let unknown = "a record has no member more in this version, and none is passed over";
    corrupt("\"imageRef\"", "\"more\":1,\"imageRef\"", 36, unknown, "\"more\"");
    let twice = "the member uid stands twice";
    corrupt("\"uid\":\"1\"", "\"uid\":\"1\",\"uid\":\"1\"", 36, twice, "\"uid\"");
    corrupt("\"sha256:1\"", "1", 36, "expected a string", "1");
    let time = "expected a time, as 2026-01-31T12:00:00Z";
    corrupt("2026-01-01T00:00:00Z", "now", 36, time, "\"now\"");
    corrupt("ImagePulledRecord", "Pod", 36, "kind has to be ImagePulledRecord", "\"Pod\"");
    let version = "apiVersion is none whose records Kubernetes 1.36 reads";
    let found = "\"kubelet.config.k8s.io/v1\"";
    corrupt("v1beta1", "v1", 36, version, found);
}

#[test]
fn older_releases_read_less() {
    let version = "apiVersion is none whose records Kubernetes 1.34 reads";
    let found = "\"kubelet.config.k8s.io/v1beta1\"";
    corrupt("", "", 34, version, found);
    let alpha = RECORD.replace("v1beta1", "v1alpha1");
    assert!(PulledRecord::parse(alpha.as_bytes(), release(34)).is_ok());
    let error = PulledRecord::parse(alpha.as_bytes(), release(33)).expect_err("corrupt");
    assert_eq!(&alpha[error.span()], "\"kubernetesServiceAccounts\"");
    let only_secrets: String = alpha.replace("kubernetesServiceAccounts", "kubernetesSecrets2");
    assert!(PulledRecord::parse(only_secrets.as_bytes(), release(36)).is_err());
}
