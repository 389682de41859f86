//! How long the pulls of many Pods take to simulate.

use std::hint::black_box;

use pullscope_core::Version;
use pullscope_core::kubelet::Settings;
use pullscope_core::kubelet::queue::{Arrival, Node, Wanted, simulate};

use crate::{Table, time};

/// Nanoseconds in which the pulls of 10,000 Pods have to be simulated.
const BAR: f64 = 100e6;

pub(crate) fn measure(table: &mut Table) {
    let serial = Settings::of(Version::NEWEST);
    let parallel = Settings { serialize_image_pulls: false, ..serial.clone() };
    let some = Settings { max_parallel_image_pulls: Some(5), ..parallel.clone() };
    let free = Settings { registry_pull_qps: 0, ..parallel.clone() };
    let kubelets = [
        ("one at a time", serial),
        ("five at once", some),
        ("any number, 5 in a second", parallel),
        ("any number, no limit", free),
    ];
    for (name, settings) in kubelets {
        for count in [100, 10_000] {
            let names: Vec<String> = (0..count).map(|it| format!("team/app-{it}:1.4")).collect();
            // Pods within ten minutes, images of 1 to 97 MB.
            let arrivals: Vec<Arrival<'_>> = names
                .iter()
                .enumerate()
                .map(|(i, name)| {
                    let (at, size) = (i as u64 * 7_919 % 600_000, (i as u64 % 97 + 1) * 1_000_000);
                    Arrival::new(name, at, [Wanted::new(name, size)])
                })
                .collect();
            let node = Node::new(40_000_000);
            let run = time(1, || {
                black_box(simulate(&settings, &node, black_box(&arrivals)).is_ok());
            });
            table.row(&format!("{count} pulls, {name}"), run, "");
            table.bar(&format!("{count} pulls, {name}, within 100 ms"), run <= BAR);
        }
    }
}
