use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::Version;

fn settings(serial: bool, parallel: Option<i32>, qps: i32, burst: i32) -> Settings {
    Settings {
        serialize_image_pulls: serial,
        max_parallel_image_pulls: parallel,
        registry_pull_qps: qps,
        registry_burst: burst,
        ..Settings::of(Version::NEWEST)
    }
}

/// 1,000 bytes a second, and no chance.
const NODE: Node = Node { bandwidth: 1_000, share: Share::All, latency: 0, jitter: Jitter::None };

fn run<'a>(settings: &Settings, arrivals: &[Arrival<'a>]) -> Simulation<'a> {
    simulate(settings, &NODE, arrivals).expect("the numbers can be simulated")
}

/// When each attempt was asked for, began and ended, in seconds.
fn times(simulation: &Simulation<'_>) -> Vec<(u64, u64, u64)> {
    let times = simulation.attempts.iter();
    times.map(|it| (it.asked / 1000, it.starts / 1000, it.ends / 1000)).collect()
}

fn three() -> [Arrival<'static>; 3] {
    [
        Arrival::new("a", 0, [Wanted::new("a", 6_000)]),
        Arrival::new("b", 0, [Wanted::new("b", 2_000)]),
        Arrival::new("c", 1_000, [Wanted::new("c", 1_000)]),
    ]
}

#[test]
fn a_serial_kubelet_pulls_in_the_order_of_asking() {
    let simulation = run(&settings(true, None, 0, 0), &three());
    assert_eq!(times(&simulation), [(0, 0, 6), (0, 6, 8), (1, 8, 9)]);
    let waits = simulation.attempts.iter().map(|it| (it.waits_for, it.ahead));
    assert_eq!(waits.collect::<Vec<_>>(), [(None, 0), (Some(0), 1), (Some(0), 2)]);
    let longest = simulation.longest_wait().expect("two wait").to_string();
    assert_eq!(longest, "c waits 7 s for the images of a (6 kB) and b (2 kB)");
    let complete: Vec<_> = simulation.complete().into_iter().collect();
    assert_eq!(complete, [(0, 6_000), (1, 8_000), (2, 9_000)]);
}

#[test]
fn a_wait_names_what_ended_meanwhile_and_took_time() {
    let arrivals = [
        Arrival::new("a", 0, [Wanted::new("a", 2_000)]),
        Arrival::new("b", 0, [Wanted::new("b", 6_000)]),
        // By now b's has come.
        Arrival::new("again", 0, [Wanted::new("b", 6_000)]),
        Arrival::new("c", 3_000, [Wanted::new("c", 1_000)]),
        Arrival::new("d", 3_000, [Wanted::new("d", 1_000)]),
        Arrival::new("e", 3_000, [Wanted::new("e", 0)]),
        Arrival::new("f", 3_000, [Wanted::new("f", 500)]),
        Arrival::new("g", 3_000, [Wanted::new("g", 1)]),
    ];
    let simulation = run(&settings(true, None, 0, 0), &arrivals);
    let waits: Vec<String> = simulation
        .attempts
        .iter()
        .filter_map(|it| simulation.wait(it))
        .map(|it| it.to_string())
        .collect();
    assert_eq!(
        waits,
        [
            "b waits 2 s for a's image of 2 kB",
            "again waits 8 s for the images of a (2 kB) and b (6 kB)",
            "c waits 5 s for b's image of 6 kB",
            "d waits 6 s for the images of b (6 kB) and c (1 kB)",
            "e waits 7 s for the images of b (6 kB), c (1 kB) and d (1 kB)",
            "f waits 7 s for the images of b (6 kB), c (1 kB) and d (1 kB)",
            "g waits 7.5 s for 4 images of 8.5 kB together; b's of 6 kB takes longest",
        ]
    );
}

#[test]
fn pulls_at_once_share_the_bandwidth() {
    // Each gets 500 B/s for a second, then a third, then half again.
    let simulation = run(&settings(false, None, 0, 0), &three());
    assert_eq!(times(&simulation), [(0, 0, 9), (0, 0, 5), (1, 1, 4)]);
    assert_eq!(simulation.longest_wait(), None);
    let each = Node { share: Share::Each, ..NODE };
    let each = simulate(&settings(false, None, 0, 0), &each, &three()).expect("it runs");
    assert_eq!(times(&each), [(0, 0, 6), (0, 0, 2), (1, 1, 2)]);
}

#[test]
fn as_many_pulls_run_as_the_settings_say() {
    let simulation = run(&settings(false, Some(2), 0, 0), &three());
    assert_eq!(times(&simulation), [(0, 0, 9), (0, 0, 4), (1, 4, 6)]);
    assert_eq!(simulation.attempts[2].waits_for, Some(1));
    assert_eq!(run(&settings(false, Some(0), 0, 0), &three()).ends, 9_000);
}

#[test]
fn the_eleventh_that_waits_is_blocked() {
    let names: Vec<String> = (0..13).map(|it| format!("pod-{it}")).collect();
    let arrivals: Vec<_> =
        names.iter().map(|it| Arrival::new(it, 0, [Wanted::new(it, 1_000)])).collect();
    let simulation = run(&settings(true, None, 0, 0), &arrivals);
    let blocked: Vec<bool> = simulation.attempts.iter().map(|it| it.blocked).collect();
    assert_eq!(blocked.iter().position(|it| *it), Some(11));
    assert!(simulation.attempts.iter().all(|it| it.ends == 1_000 * (it.pod as u64 + 1)));
}

#[test]
fn what_the_limit_refuses_is_tried_again_after_the_back_off() {
    let arrivals: Vec<_> =
        ["a", "b", "c"].map(|it| Arrival::new(it, 0, [Wanted::new(it, 0)])).into_iter().collect();
    let simulation = run(&settings(false, None, 1, 1), &arrivals);
    let told: Vec<_> =
        simulation.attempts.iter().map(|it| (it.pod, it.asked / 1000, it.fate)).collect();
    assert_eq!(
        told,
        [
            (0, 0, Fate::Pulled),
            (1, 0, Fate::QpsExceeded),
            (2, 0, Fate::QpsExceeded),
            (1, 10, Fate::Pulled),
            (2, 10, Fate::QpsExceeded),
            (2, 30, Fate::Pulled),
        ]
    );
    assert_eq!(simulation.refused(), 3);
    assert_eq!(simulation.last_attempts().count(), 3);
    let events: Vec<String> =
        simulation.attempts[1].events(Version::NEWEST).map(|it| it.message().to_string()).collect();
    assert_eq!(
        events,
        [
            "Pulling image \"b\"",
            "Failed to pull image \"b\": pull QPS exceeded",
            "Error: ErrImagePull"
        ]
    );
}

#[test]
fn a_limit_without_burst_never_lets_a_pull_through() {
    let simulation = run(&settings(true, None, 5, 0), &three()[..1]);
    assert_eq!(simulation.attempts.len(), MOST_TRIES as usize);
    assert_eq!(simulation.missing, [(0, 0)]);
}

#[test]
fn a_pod_takes_volumes_then_init_containers_then_containers() {
    let wanted = |image, role| Wanted { role, ..Wanted::new(image, 1_000) };
    let init = Wanted { runs: 5_000, ..wanted("init", Role::InitContainer) };
    let images = [
        wanted("app", Role::Container),
        init,
        wanted("proxy", Role::SidecarContainer),
        wanted("data", Role::ImageVolume),
    ];
    let simulation = run(&settings(false, None, 0, 0), &[Arrival::new("pod", 0, images)]);
    let order: Vec<_> = simulation.attempts.iter().map(|it| (it.image, it.asked / 1000)).collect();
    assert_eq!(order, [("data", 0), ("init", 1), ("proxy", 7), ("app", 8)]);
}

#[test]
fn an_image_is_downloaded_once_and_then_there() {
    let always = Wanted { policy: PullPolicy::Always, ..Wanted::new("nginx", 4_000) };
    let never = Wanted { policy: PullPolicy::Never, ..always };
    let arrivals = [
        Arrival::new("a", 0, [Wanted::new("nginx:latest", 4_000)]),
        Arrival::new("b", 1_000, [always]),
        Arrival::new("c", 2_000, [never]),
        Arrival::new("d", 9_000, [Wanted::new("docker.io/library/nginx", 4_000)]),
        Arrival::new("e", 9_000, [always]),
    ];
    let simulation = run(&settings(false, None, 0, 0), &arrivals);
    let told: Vec<_> = simulation
        .attempts
        .iter()
        .map(|it| (it.pod, it.asked / 1000, it.ends / 1000, it.fate))
        .collect();
    assert_eq!(
        told,
        [
            (0, 0, 4, Fate::Pulled),
            (1, 1, 4, Fate::Shared),
            (2, 2, 2, Fate::NeverPresent),
            (3, 9, 9, Fate::Present),
            (4, 9, 9, Fate::Shared),
            (2, 12, 12, Fate::Present),
        ]
    );
}

#[test]
fn what_waits_for_a_volume_that_never_comes_is_given_up() {
    let wanted = |image, role, policy| Wanted { role, policy, ..Wanted::new(image, 1_000) };
    let images = [
        wanted("app", Role::ImageVolume, PullPolicy::Always),
        wanted("data", Role::ImageVolume, PullPolicy::Never),
        // Of one text with the first, and so of one wait, which knows of a pull.
        wanted("app", Role::Container, PullPolicy::Always),
    ];
    let simulation = run(&settings(false, None, 5, 10), &[Arrival::new("pod", 0, images)]);
    assert_eq!(simulation.missing, [(0, 1), (0, 2)]);
}

#[test]
fn what_is_no_reference_holds_nothing_up_but_what_follows_an_init_container() {
    let broken = Wanted::new("UPPER", 1);
    let init = Wanted { role: Role::InitContainer, ..broken };
    let arrivals = [
        Arrival::new("a", 0, [broken, Wanted::new("x", 1)]),
        Arrival::new("b", 0, [init, Wanted::new("y", 1)]),
    ];
    let simulation = run(&settings(true, None, 5, 10), &arrivals);
    assert_eq!(simulation.missing, [(0, 0), (1, 0), (1, 1)]);
}

#[test]
fn numbers_without_meaning_are_refused_and_great_ones_are_not() {
    let one = |at, size| [Arrival::new("a", at, [Wanted::new("a", size)])];
    let told = |settings: &Settings, node: &Node, arrivals: &[Arrival<'_>]| {
        simulate(settings, node, arrivals).map_or_else(|error| error.to_string(), |_| String::new())
    };
    let usual = settings(true, None, 5, 10);
    assert_eq!(told(&usual, &Node::new(0), &one(0, 1)), "the bandwidth is 0, so that no pull ends");
    assert_eq!(told(&settings(true, None, -1, 0), &NODE, &[]), "registryPullQPS -1 is negative");
    assert_eq!(told(&settings(true, None, 0, -1), &NODE, &[]), "registryBurst -1 is negative");
    assert_eq!(told(&usual, &NODE, &one(0, u64::MAX)), "a size of Pod 1 is greater than 2^53 - 1");
    assert_eq!(told(&usual, &Node::new(u64::MAX), &[]), "the bandwidth is greater than 2^53 - 1");
    let most = (1 << 53) - 1;
    let node = Node { bandwidth: 1, latency: most, ..NODE };
    let simulation = simulate(&usual, &node, &one(most, most)).expect("it runs");
    assert_eq!(simulation.ends, most + most + most * 1_000);
    assert_eq!(run(&settings(false, Some(i32::MAX), i32::MAX, i32::MAX), &[]).ends, 0);
}

#[test]
fn ten_thousand_pods_are_looked_at_no_oftener_than_their_number_allows() {
    let names: Vec<String> = (0..10_000).map(|it| format!("pod-{it}")).collect();
    let arrivals: Vec<_> = names
        .iter()
        .map(|it| Arrival { pod: it, at: 0, images: vec![Wanted::new(it, 1_000)] })
        .collect();
    let node = Node::new(1_000_000_000);
    let simulation = simulate(&settings(false, None, 5, 10), &node, &arrivals).expect("it runs");
    assert!(simulation.missing.is_empty());
    assert!(simulation.attempts.len() < 16 * names.len(), "{}", simulation.attempts.len());
    // 5 in a second, but for the first ten; and most of a back-off passes without any.
    assert!(
        simulation.ends >= 9_990 * 200 && simulation.ends < 9_990 * 1_000,
        "{}",
        simulation.ends
    );
}
