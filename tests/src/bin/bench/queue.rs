//! How long the pulls of many Pods take to simulate.

use std::hint::black_box;

use pullscope_core::Version;
use pullscope_core::kubelet::Settings;
use pullscope_core::kubelet::queue::{Arrival, Jitter, Node, Wanted, simulate};

use crate::{Table, time};

/// Nanoseconds in which the pulls of 10,000 Pods have to be simulated.
const BAR: f64 = 100e6;

/// Milliseconds within which the Pods come.
const TEN_MINUTES: u64 = 600_000;

pub(crate) fn measure(table: &mut Table) {
    let serial = Settings::of(Version::NEWEST);
    let parallel = Settings { serialize_image_pulls: false, ..serial.clone() };
    let some = Settings { max_parallel_image_pulls: Some(5), ..parallel.clone() };
    let free = Settings { registry_pull_qps: 0, ..parallel.clone() };
    let spread = Node::new(40_000_000);
    // All Pods are looked at in the same moments, so that most of them are refused again and again
    // until they are given up: more attempts than that are not made.
    let in_step = Node { jitter: Jitter::None, ..spread };
    let cases = [
        ("one at a time", &serial, spread, TEN_MINUTES),
        ("one at a time, all come at once", &serial, spread, 1),
        ("five at once", &some, spread, TEN_MINUTES),
        ("any number, 5 in a second", &parallel, spread, TEN_MINUTES),
        ("the same, all come at once", &parallel, spread, 1),
        ("the same, without jitter", &parallel, in_step, 1),
        ("any number, no limit", &free, spread, TEN_MINUTES),
    ];
    for (name, settings, node, within) in cases {
        for count in [100, 10_000] {
            let names: Vec<String> = (0..count).map(|it| format!("team/app-{it}:1.4")).collect();
            // Images of 1 to 97 MB.
            let arrivals: Vec<Arrival<'_>> = names
                .iter()
                .enumerate()
                .map(|(i, name)| {
                    let (at, size) = (i as u64 * 7_919 % within, (i as u64 % 97 + 1) * 1_000_000);
                    Arrival::new(name, at, [Wanted::new(name, size)])
                })
                .collect();
            let simulated = || simulate(settings, &node, black_box(&arrivals));
            let attempts = simulated().map_or(0, |it| it.attempts.len());
            let run = time(1, || {
                black_box(simulated().is_ok());
            });
            let name = format!("{count} pulls, {name}");
            table.row(&name, run, &format!("{attempts} attempts"));
            table.bar(&format!("{name}, within 100 ms"), run <= BAR);
        }
    }
}
