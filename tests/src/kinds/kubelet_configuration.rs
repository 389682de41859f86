use pullscope_core::features::{Gate, known};
use pullscope_core::kubelet::configuration::{Configuration, Written};
use pullscope_core::kubelet::{Settings, VerificationPolicy};
use pullscope_core::text::{Syntax, documents};
use pullscope_core::version::Version;
use serde_json::{Map, Value, json};

use crate::Row;

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let text = super::text(row, "config")?;
    let read = documents(text);
    let [document] = &read.docs[..] else {
        return Err(format!("{} documents", read.docs.len()));
    };
    if let Some(error) = &document.error {
        return Err(format!("cannot be read: {error}"));
    }
    let written = if document.syntax == Syntax::Json { Written::Json } else { Written::Yaml };
    let configuration = Configuration::read(&document.root, written, Version::NEWEST, &[]);
    let mut out = Row::new();
    if let Some(strict) = &configuration.strict {
        out.insert("strict".into(), strict.as_str().into());
    }
    let mut is_decoded = true;
    if let Some(end) = &configuration.end {
        // Since 1.32 gates are refused where defaults are filled in.
        let stage = if end.stage.name() == "gates" { "default" } else { end.stage.name() };
        is_decoded = stage == "validate";
        out.insert("stage".into(), stage.into());
        out.insert("error".into(), end.upstream.as_deref().unwrap_or_default().into());
    }
    if is_decoded {
        out.insert("settings".into(), settings(&configuration.settings));
    } else {
        out.remove("strict");
    }
    Ok(out)
}

fn settings(settings: &Settings) -> Value {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    json!({
        "serializeImagePulls": settings.serialize_image_pulls,
        "maxParallelImagePulls": settings.max_parallel_image_pulls,
        "registryPullQPS": settings.registry_pull_qps,
        "registryBurst": settings.registry_burst,
        "imagePullCredentialsVerificationPolicy":
            settings.verification.map_or("", VerificationPolicy::as_str),
        "preloadedImagesVerificationAllowlist": settings.allowlist,
        "imageMinimumGCAge": settings.image_minimum_gc_age.as_nanos(),
        "imageMaximumGCAge": settings.image_maximum_gc_age.as_nanos(),
        "imageGCHighThresholdPercent": settings.image_gc_high_threshold_percent,
        "imageGCLowThresholdPercent": settings.image_gc_low_threshold_percent,
        "nodeStatusMaxImages": settings.node_status_max_images,
        "runtimeRequestTimeout": settings.runtime_request_timeout.as_nanos(),
        "containerRuntimeEndpoint": text(&settings.container_runtime_endpoint),
        "imageServiceEndpoint": text(&settings.image_service_endpoint),
        "gates": gates(settings),
    })
}

/// The gates about images that the release knows.
fn gates(settings: &Settings) -> Map<String, Value> {
    let known = |it: &Gate| known::named(it.as_str())?.state(Version::NEWEST).map(|_| *it);
    let gates = Gate::ALL.iter().filter_map(known);
    gates.map(|it| (it.as_str().into(), settings.gates.is_on(it).into())).collect()
}
