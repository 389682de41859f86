//! The texts of each release, and what a person sees when. The texts of the newest release are
//! compared with upstream's code; those of older ones were read in theirs.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::features::Gates;
use crate::reference::ParseError;
use crate::{PullPolicy, Reference, Version};

fn version(minor: u8) -> Version {
    Version::new(minor).expect("a known release")
}

fn reference(image: &str) -> Reference<'_> {
    Reference::parse(image).expect("the image is a reference")
}

fn pull<'a>(reference: &'a Reference<'a>, version: Version) -> Pull<'a> {
    Pull {
        image: reference.input(),
        reference: Ok(reference),
        policy: PullPolicy::IfNotPresent,
        credentials: 0,
        broken_secret: None,
        missing_secrets: &[],
        access: NodeAccess::without_records(Gates::new(version)),
        version,
    }
}

/// A look at an image that is not there, whose pull fails with `error`.
fn failed<'a>(pull: &Pull<'a>, error: &'a str, memory: &mut Memory<'a>, now: u64) -> Sync<'a> {
    pull.sync(Ok(Presence::Absent), Err(PullError::Text(error)), memory, now)
}

fn waiting(sync: &Sync<'_>) -> String {
    let waiting = sync.waiting().expect("the container waits");
    format!("{}: {}", waiting.reason(), waiting.message())
}

fn events(sync: &Sync<'_>) -> Vec<String> {
    sync.events()
        .map(|it| format!("{} {} {}", it.event_type().as_str(), it.reason(), it.message()))
        .collect()
}

#[test]
fn retries_follow_the_wait_and_tell_the_error() {
    let image = reference("missing_image");
    let pull = pull(&image, Version::NEWEST);
    let mut memory = Memory::new();
    let seconds = [0, 10, 20, 30, 40, 69, 70];
    let reasons: Vec<&str> = seconds
        .into_iter()
        .filter_map(|at| {
            failed(&pull, "404", &mut memory, at * 1000).waiting().map(|it| it.reason())
        })
        .collect();
    let (failed, waits) = ("ErrImagePull", "ImagePullBackOff");
    assert_eq!(reasons, [failed, failed, waits, failed, waits, waits, failed]);
    assert_eq!(memory.back_off().delay(), 80_000);
}

#[test]
fn a_success_does_not_shorten_the_next_wait() {
    let image = reference("a:1");
    let pull = Pull { policy: PullPolicy::Always, ..pull(&image, Version::NEWEST) };
    let mut memory = Memory::new();
    failed(&pull, "404", &mut memory, 0);
    let done = pull.sync(Ok(Presence::Absent), Ok(()), &mut memory, 20_000);
    assert_eq!(done.outcome, Outcome::Pulled);
    failed(&pull, "404", &mut memory, 30_000);
    assert_eq!(memory.back_off().delay(), 20_000);
}

#[test]
fn the_back_off_tells_the_error_since_1_32() {
    let error = "SignatureValidationFailed";
    let image = reference("typo_image");
    for (minor, text) in [
        (31, "ImagePullBackOff: Back-off pulling image \"typo_image\""),
        (
            32,
            "ImagePullBackOff: Back-off pulling image \"typo_image\": SignatureValidationFailed: \
             image pull failed for typo_image because the signature validation failed",
        ),
    ] {
        let pull = pull(&image, version(minor));
        let mut memory = Memory::new();
        failed(&pull, error, &mut memory, 0);
        let again = failed(&pull, error, &mut memory, 1_000);
        assert_eq!(waiting(&again), text);
        // The event never tells it.
        assert_eq!(
            events(&again),
            [
                "Normal BackOff Back-off pulling image \"typo_image\"",
                "Warning Failed Error: ImagePullBackOff",
            ],
        );
    }
}

#[test]
fn special_errors_have_their_own_reason_since_1_28() {
    let image = reference("test");
    let text = |minor, error| {
        waiting(&failed(&pull(&image, version(minor)), error, &mut Memory::new(), 0))
    };
    let unavailable = "RegistryUnavailable: foo";
    assert_eq!(text(27, unavailable), "ErrImagePull: RegistryUnavailable: foo");
    assert_eq!(
        text(28, unavailable),
        "RegistryUnavailable: image pull failed for test because the registry is unavailable: foo",
    );
    // Two different errors begin with a bracket.
    assert_eq!(text(36, "[RegistryUnavailable, 404]"), "ErrImagePull: [RegistryUnavailable, 404]",);
}

#[test]
fn an_image_that_is_no_reference_is_told_in_each_release() {
    let error: ParseError = Reference::parse("Nginx:").expect_err("the image is no reference");
    for (minor, what) in [(27, "image reference"), (28, "image name"), (36, "image name")] {
        let pull = Pull {
            image: "Nginx:",
            reference: Err(&error),
            policy: PullPolicy::Never,
            credentials: 0,
            broken_secret: None,
            missing_secrets: &[],
            access: NodeAccess::Granted,
            version: version(minor),
        };
        let prediction = predict(&pull, Presence::Unknown, &[Answer::NotFound]);
        assert_eq!(
            waiting(&prediction.first),
            format!(
                "InvalidImageName: Failed to apply default image tag \"Nginx:\": couldn't parse \
                 {what} \"Nginx:\": {}",
                error.upstream(),
            ),
        );
        assert_eq!(
            prediction.events().map(|it| it.reason()).collect::<Vec<_>>(),
            ["InspectFailed", "Failed"],
        );
        assert_eq!((prediction.backs_off(), prediction.attempts), (false, 0));
        assert_eq!(prediction.timeline.repeats.map(|it| (it.every, it.latest)), Some((10, 15)));
    }
}

#[test]
fn a_runtime_that_cannot_tell_names_no_image_since_1_32() {
    let image = reference("a:1");
    let look = |minor, policy| {
        let pull = Pull { policy, ..pull(&image, version(minor)) };
        pull.sync(Err("down"), Ok(()), &mut Memory::new(), 0)
    };
    let text = "ImageInspectError: Failed to inspect image \"a:1\": down";
    assert_eq!(waiting(&look(31, PullPolicy::IfNotPresent)), text);
    let text = "ImageInspectError: Failed to inspect image \"\": down";
    assert_eq!(waiting(&look(32, PullPolicy::IfNotPresent)), text);
    assert!(look(31, PullPolicy::Always).waiting().is_some());
    assert_eq!(look(32, PullPolicy::Always).outcome, Outcome::Pulled);
}

#[test]
fn a_broken_secret_stops_another_thing_in_each_release() {
    let image = reference("a:1");
    let look = |minor, presence| {
        let broken_secret = Some("illegal base64 data at input byte 4");
        let pull = Pull { broken_secret, ..pull(&image, version(minor)) };
        let prediction = predict(&pull, presence, &[Answer::Ok]);
        (prediction.waiting().map(|it| it.reason()).collect::<Vec<_>>(), prediction.attempts)
    };
    let raw = "illegal base64 data at input byte 4";
    for (minor, reasons) in [
        (32, alloc::vec!["ErrImagePull", "ImagePullBackOff"]),
        (33, alloc::vec![raw]),
        (36, alloc::vec![raw]),
    ] {
        assert_eq!(look(minor, Presence::Absent), (reasons, 0), "1.{minor}");
    }
    for (minor, reasons) in [(32, alloc::vec![]), (33, alloc::vec![raw]), (34, alloc::vec![])] {
        assert_eq!(look(minor, Presence::Present), (reasons, 0), "1.{minor}");
    }
}

#[test]
fn a_broken_secret_leaves_one_event_since_1_33() {
    let image = reference("a:1");
    let broken_secret = Some("unexpected end of JSON input");
    let texts = |minor| {
        let pull = Pull { broken_secret, ..pull(&image, version(minor)) };
        events(&predict(&pull, Presence::Absent, &[Answer::Ok]).first)
    };
    assert_eq!(
        texts(32),
        [
            "Normal Pulling Pulling image \"a:1\"",
            "Warning Failed Failed to pull image \"a:1\": unexpected end of JSON input",
            "Warning Failed Error: ErrImagePull",
        ],
    );
    assert_eq!(texts(33), ["Warning Failed Error: unexpected end of JSON input"]);
}

#[test]
fn missing_secrets_are_told_since_1_28_and_stop_nothing() {
    let image = reference("a:1");
    let texts = |minor| {
        let missing_secrets = &["b", "a"];
        let pull = Pull { missing_secrets, ..pull(&image, version(minor)) };
        events(&predict(&pull, Presence::Present, &[]).first)
    };
    let present = "Normal Pulled Container image \"a:1\" already present on machine";
    assert_eq!(texts(27), [present]);
    assert_eq!(
        texts(28),
        [
            "Warning FailedToRetrieveImagePullSecret Unable to retrieve some image pull secrets (b, \
             a); attempting to pull the image may not succeed.",
            present,
        ],
    );
    assert!(texts(35)[1].ends_with(" already present on machine and can be accessed by the pod"));
}

#[test]
fn never_without_the_image_is_the_same_in_all_releases() {
    let image = reference("a");
    for version in Version::all() {
        let pull = Pull { policy: PullPolicy::Never, ..pull(&image, version) };
        let prediction = predict(&pull, Presence::Unknown, &[Answer::Ok]);
        assert_eq!(
            events(&prediction.first),
            [
                "Warning ErrImageNeverPull Container image \"a\" is not present with pull policy of \
                 Never",
                "Warning Failed Error: ErrImageNeverPull",
            ],
        );
        assert!(!prediction.backs_off());
    }
}

#[test]
fn a_finished_pull_tells_more_in_later_releases() {
    let image = reference("a:1");
    for (minor, rest) in [
        (24, ""),
        (25, " (… including waiting)"),
        (29, " (… including waiting)"),
        (30, " (… including waiting). Image size: … bytes."),
    ] {
        let prediction = predict(&pull(&image, version(minor)), Presence::Absent, &[Answer::Ok]);
        let expect = format!("Normal Pulled Successfully pulled image \"a:1\" in …{rest}");
        assert_eq!(events(&prediction.first)[1], expect);
        assert_eq!(prediction.timeline.repeats, None);
    }
}

#[test]
fn waits_grow_to_300_seconds() {
    let image = reference("a:1");
    let prediction = predict(&pull(&image, Version::NEWEST), Presence::Absent, &[Answer::NotFound]);
    let moments = prediction.timeline.moments;
    let pulls: Vec<_> =
        moments.iter().filter(|it| it.sync == 0).map(|it| (it.at, it.latest, it.delay)).collect();
    assert_eq!(
        pulls,
        [
            (0, 0, 10),
            (10, 25, 20),
            (30, 60, 40),
            (70, 115, 80),
            (150, 210, 160),
            (310, 385, 300),
            (610, 700, 300),
        ],
    );
    let looks: Vec<_> =
        moments.iter().filter(|it| it.sync == 1).map(|it| (it.at, it.latest)).collect();
    assert_eq!(looks, [(1, 15), (20, 40), (40, 75), (80, 130), (160, 225), (320, 400), (620, 715)],);
    let repeats = prediction.timeline.repeats.expect("the last wait repeats");
    assert_eq!((repeats.moments, repeats.every, repeats.latest), (2, 300, 315));
}

#[test]
fn each_event_is_emitted_at_the_moments_of_its_look() {
    let image = reference("shop:1");
    for minor in [27, 36] {
        let pull = pull(&image, version(minor));
        let prediction = predict(&pull, Presence::Absent, &[Answer::NotFound]);
        let told: Vec<(u32, u32, String)> = prediction
            .emitted()
            .map(|it| {
                let message = it.event.message().to_string();
                (it.moment.at, it.moment.latest, message)
            })
            .collect();
        let at = |text: &str| -> Vec<(u32, u32)> {
            let is = |it: &&(u32, u32, String)| it.2.starts_with(text);
            told.iter().filter(is).map(|it| (it.0, it.1)).collect()
        };
        let tries = [(0, 0), (10, 25), (30, 60), (70, 115), (150, 210), (310, 385), (610, 700)];
        for text in ["Pulling image \"shop:1\"", "Failed to pull image", "Error: ErrImagePull"] {
            assert_eq!(at(text), tries, "{text}, 1.{minor}");
        }
        let waits = [(1, 15), (20, 40), (40, 75), (80, 130), (160, 225), (320, 400), (620, 715)];
        for text in ["Back-off pulling image \"shop:1\"", "Error: ImagePullBackOff"] {
            assert_eq!(at(text), waits, "{text}, 1.{minor}");
        }
        assert!(told.iter().is_sorted_by_key(|it| it.0), "{told:?}");
        // The event never tells the error, which the waiting does since 1.32.
        assert!(told.iter().any(|it| it.2 == "Back-off pulling image \"shop:1\""));
    }
}

#[test]
fn what_starts_or_stays_is_told_once() {
    let image = reference("shop:1");
    let never = Pull { policy: PullPolicy::Never, ..pull(&image, Version::NEWEST) };
    let told = |prediction: &Prediction<'_>| -> Vec<(u32, &str)> {
        prediction.emitted().map(|it| (it.moment.at, it.event.reason())).collect()
    };
    assert_eq!(
        told(&predict(&never, Presence::Absent, &[])),
        [(0, "ErrImageNeverPull"), (0, "Failed")]
    );
    let pull = pull(&image, Version::NEWEST);
    assert_eq!(
        told(&predict(&pull, Presence::Absent, &[Answer::Ok])),
        [(0, "Pulling"), (0, "Pulled")]
    );
}

#[test]
fn the_next_pull_follows_from_the_number_of_failures() {
    let pulls: Vec<Moment> =
        Timeline::BACKS_OFF.moments.iter().filter(|it| it.sync == 0).copied().collect();
    for (number, two) in pulls.windows(2).enumerate() {
        let next = Timeline::next_after(number as u64 + 1);
        assert_eq!(*next.start(), two[1].at - two[0].at);
        assert_eq!(*next.end(), two[1].latest - two[0].latest);
    }
    assert_eq!(Timeline::next_after(0), 0..=15);
    assert_eq!(Timeline::next_after(u64::MAX), 300..=315);
}

#[test]
fn each_credential_is_an_attempt_and_the_first_success_ends_it() {
    use Answer::{NotFound, Ok, Unauthorized};
    let image = reference("reg.io/a:1");
    let attempts = |credentials, answers| {
        let pull = Pull { credentials, ..pull(&image, Version::NEWEST) };
        let prediction = predict(&pull, Presence::Absent, answers);
        (prediction.attempts, prediction.waiting().count())
    };
    assert_eq!(attempts(0, &[Unauthorized, Ok]), (1, 2));
    assert_eq!(attempts(1, &[Unauthorized, Ok]), (1, 2));
    assert_eq!(attempts(2, &[Unauthorized, Ok]), (2, 0));
    assert_eq!(attempts(5, &[Unauthorized, Ok, NotFound]), (2, 0));
    assert_eq!(attempts(5, &[Unauthorized, NotFound]), (5, 2));
    assert_eq!(attempts(5, &[]), (1, 0));
}

#[track_caller]
fn says(image: &str, credentials: usize, minor: u8, answers: &[Answer], expect: &str) {
    let image = reference(image);
    let pull = Pull { credentials, ..pull(&image, version(minor)) };
    let prediction = predict(&pull, Presence::Absent, answers);
    let first = prediction.waiting().next().expect("the container waits");
    assert_eq!(first.message().to_string(), expect);
}

#[test]
fn answers_are_told_as_containerd_tells_them() {
    let head = "failed to pull and unpack image \"reg.io/a:1\": failed to resolve reference \
                \"reg.io/a:1\": ";
    let status = "unexpected status from HEAD request to https://reg.io/v2/a/manifests/1: ";
    let denied = "pull access denied, repository does not exist or may require authorization: \
                  server message: insufficient_scope: authorization failed";
    let request = "failed to do request: Head \"https://reg.io/v2/a/manifests/1\": ";
    let check = |answer, text: &str| {
        says("reg.io/a:1", 1, 36, &[answer], text);
    };
    check(Answer::Unauthorized, &format!("{head}{status}401 Unauthorized"));
    check(Answer::Forbidden, &format!("{head}{status}403 Forbidden"));
    check(Answer::TooManyRequests, &format!("{head}{status}429 Too Many Requests"));
    check(
        Answer::NotFound,
        &format!("rpc error: code = NotFound desc = {head}reg.io/a:1: not found"),
    );
    check(Answer::NetworkError, &format!("{head}{request}dial tcp: lookup reg.io: no such host"));
    check(
        Answer::PlainHttp,
        &format!("{head}{request}http: server gave HTTP response to HTTPS client"),
    );
    says("reg.io/a:1", 0, 36, &[Answer::Unauthorized], &format!("{head}{denied}"));
    says(
        "reg.io/a:1",
        0,
        27,
        &[Answer::Unauthorized],
        &format!("rpc error: code = Unknown desc = {head}{denied}"),
    );
    says(
        "reg.io/a:1",
        9,
        36,
        &[Answer::Forbidden, Answer::Unauthorized, Answer::Forbidden],
        &format!("[{head}{status}403 Forbidden, {head}{status}401 Unauthorized]"),
    );
}

#[test]
fn the_host_is_asked_as_the_runtime_asks_it() {
    let digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let tail = |image: &str, answer| {
        let image = reference(image);
        let prediction = predict(&pull(&image, Version::NEWEST), Presence::Absent, &[answer])
            .waiting()
            .next()
            .map(|it| it.message().to_string())
            .expect("the container waits");
        prediction.rsplit(" request").next().map(String::from).expect("a text has a last part")
    };
    for (image, text) in [
        (
            "nginx",
            ": Head \"https://registry-1.docker.io/v2/library/nginx/manifests/latest\": dial tcp: \
             lookup registry-1.docker.io: no such host",
        ),
        (
            "localhost:5000/a",
            ": Head \"http://localhost:5000/v2/a/manifests/latest\": dial tcp 127.0.0.1:5000: \
             connect: connection refused",
        ),
        (
            "10.0.0.5/a",
            ": Head \"https://10.0.0.5/v2/a/manifests/latest\": dial tcp 10.0.0.5:443: i/o timeout",
        ),
        (
            "[fd00::1]:5000/a",
            ": Head \"https://[fd00::1]:5000/v2/a/manifests/latest\": dial tcp [fd00::1]:5000: i/o \
             timeout",
        ),
    ] {
        assert_eq!(tail(image, Answer::NetworkError), text);
    }
    assert_eq!(
        tail(&format!("reg.io/a:1@{digest}"), Answer::Forbidden),
        format!(" to https://reg.io/v2/a/manifests/{digest}: 403 Forbidden"),
    );
}

#[test]
fn very_many_credentials_cost_no_more() {
    let image = reference("reg.io/a:1");
    let answers: Vec<Answer> = Answer::ALL.into_iter().skip(1).cycle().take(100_000).collect();
    let pull = Pull { credentials: usize::MAX, ..pull(&image, Version::NEWEST) };
    let prediction = predict(&pull, Presence::Absent, &answers);
    let waiting = prediction.waiting().next().expect("the container waits");
    let text = waiting.message().to_string();
    assert_eq!(text.matches("failed to pull and unpack image").count(), 9);
}
