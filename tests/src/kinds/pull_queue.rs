use pullscope_core::kubelet::queue::{Arrival, Jitter, Node, Share, Wanted, simulate};
use pullscope_core::kubelet::{EventKind, Settings};
use pullscope_core::workload::Role;
use pullscope_core::{PullPolicy, Version};
use serde_json::{Value, json};

use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let said = row.get("settings").ok_or("there are no settings")?;
    let settings = Settings {
        serialize_image_pulls: said["serialize"].as_bool().ok_or("serialize is not a boolean")?,
        max_parallel_image_pulls: said["parallel"].as_i64().map(number).transpose()?,
        registry_pull_qps: number(said["qps"].as_i64().ok_or("qps is not a number")?)?,
        registry_burst: number(said["burst"].as_i64().ok_or("burst is not a number")?)?,
        ..Settings::of(Version::NEWEST)
    };
    // A byte a nanosecond.
    let node = Node {
        bandwidth: 1_000_000_000,
        share: Share::Each,
        latency: row.get("latency").and_then(Value::as_u64).ok_or("latency is not a number")?,
        jitter: Jitter::None,
    };
    let pods = row.get("pods").and_then(Value::as_array).ok_or("pods is not a list")?;
    let arrivals = pods.iter().map(arrival).collect::<Result<Vec<_>, _>>()?;
    let simulation = simulate(&settings, &node, &arrivals).map_err(|error| error.to_string())?;
    let attempts = simulation.attempts.iter().map(|it| {
        // `startContainer` adds the last event, not the image manager; and the runtime tells another
        // size than the one that makes the time.
        let events = it.events(Version::NEWEST).filter_map(|mut event| {
            if let EventKind::PulledIn(measured) = &mut event.kind {
                measured.size = 1;
            }
            let is_here = !matches!(event.kind, EventKind::Error(_));
            let written =
                [event.event_type().as_str(), event.reason(), &event.message().to_string()];
            is_here.then(|| json!(written))
        });
        json!({
            "pod": it.pod,
            "image": it.index,
            "asked": it.asked,
            "ends": it.ends,
            "events": events.collect::<Vec<_>>(),
        })
    });
    let attempts = attempts.collect::<Vec<_>>();
    Ok(Row::from_iter([("attempts".into(), Value::Array(attempts))]))
}

fn number(number: i64) -> Result<i32, String> {
    i32::try_from(number).map_err(|_| format!("{number} is no setting"))
}

fn arrival(pod: &Value) -> Result<Arrival<'_>, String> {
    let images = pod["images"].as_array().ok_or("images is not a list")?;
    let images = images.iter().map(wanted).collect::<Result<Vec<_>, _>>()?;
    Ok(Arrival::new("", pod["at"].as_u64().ok_or("at is not a number")?, images))
}

fn wanted(image: &Value) -> Result<Wanted<'_>, String> {
    let text = |name: &str| image[name].as_str().ok_or(format!("{name} is not a string"));
    let count = |name: &str| image[name].as_u64().ok_or(format!("{name} is not a number"));
    let role = text("role")?;
    let roles = [Role::Container, Role::InitContainer, Role::SidecarContainer, Role::ImageVolume];
    Ok(Wanted {
        role: roles.into_iter().find(|it| it.name() == role).ok_or("an unknown role")?,
        policy: text("policy")?.parse::<PullPolicy>().map_err(|_| "an unknown policy")?,
        runs: count("runs")?,
        ..Wanted::new(text("image")?, count("nanoseconds")?)
    })
}
