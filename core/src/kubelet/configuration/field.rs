//! What each field that touches images means, in a sentence.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::error::Error;
use super::schema::KUBELET_CONFIGURATION;
use super::values::{Set, Values};
use crate::features::Gate;
use crate::go::duration::Duration;
use crate::kubelet::{Settings, VerificationPolicy};

/// A field that touches images, as the kubelet has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its path in the document.
    pub path: &'static str,
    /// What it comes to, defaults filled in; empty where nothing is set.
    pub value: String,
    /// Bytes of the value; `None` for a default.
    pub span: Option<Range<usize>>,
    /// What it does, in a sentence.
    pub sentence: String,
}

/// What would be said of a value that is refused is not so: nothing is pulled by it.
pub(super) fn refuse(fields: &mut [Field], errors: &[Error]) {
    for field in fields {
        let is_of = |it: &Error| it.path().split('[').next() == Some(field.path);
        if field.span.is_some() && errors.iter().any(is_of) {
            field.sentence = "The kubelet does not start with this value.".into();
        }
    }
}

fn span<T>(written: &Option<Set<T>>) -> Option<Range<usize>> {
    written.as_ref().map(|it| it.span.clone())
}

/// The fields that the release has, in the order of what happens to an image.
pub(super) fn fields(values: &Values, settings: &Settings) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut add = |path: &'static str, value: String, span, sentence: String| {
        let name = path.split('.').next().unwrap_or(path);
        if KUBELET_CONFIGURATION.field(name, settings.gates.version()).is_some() {
            fields.push(Field { path, value, span, sentence });
        }
    };
    let (serial, parallel) = pulls(settings);
    add(
        "serializeImagePulls",
        settings.serialize_image_pulls.to_string(),
        span(&values.serialize),
        serial,
    );
    let max = settings.max_parallel_image_pulls.map_or(String::new(), |it| it.to_string());
    add("maxParallelImagePulls", max, span(&values.max_parallel), parallel);
    let (qps, burst) = (settings.registry_pull_qps, settings.registry_burst);
    let limit = match qps {
        0 => "The kubelet asks for pulls as fast as they come.".into(),
        _ => format!(
            "More than {qps} pulls in a second, on average, fail with ErrImagePull: pull QPS exceeded."
        ),
    };
    add("registryPullQPS", qps.to_string(), span(&values.qps), limit);
    let bursts = match qps {
        0 => "Says nothing: there is no limit.".into(),
        _ => format!("So many pulls, {burst}, may begin at one moment."),
    };
    add("registryBurst", burst.to_string(), span(&values.burst), bursts);
    let policy = settings.verification.map_or("", VerificationPolicy::as_str).to_string();
    add(
        "imagePullCredentialsVerificationPolicy",
        policy,
        span(&values.policy),
        verification(settings),
    );
    let listed = match settings.allowlist.len() {
        0 => "No image is free for all Pods.".into(),
        1 => "One pattern names images that every Pod of the node may use.".into(),
        count => format!("{count} patterns name images that every Pod of the node may use."),
    };
    let first = values.allowlist.first().map(|it| it.span.start);
    let end = values.allowlist.last().map(|it| it.span.end);
    let list = first.zip(end).map(|(start, end)| start.min(end)..end.max(start));
    add("preloadedImagesVerificationAllowlist", settings.allowlist.join(", "), list, listed);
    garbage_collection(values, settings, &mut add);
    add(
        "nodeStatusMaxImages",
        settings.node_status_max_images.to_string(),
        span(&values.status_images),
        status(settings.node_status_max_images),
    );
    add(
        "runtimeRequestTimeout",
        settings.runtime_request_timeout.to_string(),
        span(&values.timeout),
        "Limits what the runtime is asked, but not a pull: no time is too long for that.".into(),
    );
    endpoints(values, settings, &mut add);
    if let Some(period) = &values.restart_period {
        add(
            "crashLoopBackOff.maxContainerRestartPeriod",
            period.value.to_string(),
            Some(period.span.clone()),
            "Is about containers that end, and not about images: ImagePullBackOff ends at 5m."
                .into(),
        );
    }
    fields
}

fn pulls(settings: &Settings) -> (String, String) {
    let serial = match settings.serialize_image_pulls {
        true => "One pull follows the other: a great image keeps all others waiting.",
        false => "Several pulls run at once.",
    };
    let parallel = match (settings.serialize_image_pulls, settings.max_parallel_image_pulls) {
        (true, None) => "One pull runs at a time, as serializeImagePulls says.".into(),
        (false, None) => "No limit: every pull begins at once.".into(),
        (_, Some(1)) => "One pull runs at a time.".into(),
        (_, Some(max)) => format!("At most {max} pulls run at once; others wait for one to end."),
    };
    (serial.into(), parallel)
}

fn verification(settings: &Settings) -> String {
    let gate = Gate::KubeletEnsureSecretPulledImages;
    let sentence = match settings.verification {
        None if settings.gates.is_on(gate) => "Is none of the policies.",
        None => "Every Pod may use an image that the node has: the feature gate is off.",
        Some(VerificationPolicy::NeverVerify) => "Every Pod may use an image that the node has.",
        Some(VerificationPolicy::NeverVerifyPreloadedImages) => {
            "A Pod may use an image that the kubelet pulled only with a credential that pulled it; \
             others that the node has are free."
        }
        Some(VerificationPolicy::NeverVerifyAllowlistedImages) => {
            "A Pod may use an image that the node has only with a credential that pulled it, unless the \
             allowlist names it: whoever pulled it, and also where it was preloaded."
        }
        Some(VerificationPolicy::AlwaysVerify) => {
            "A Pod may use an image that the node has only with a credential that pulled it."
        }
    };
    sentence.into()
}

type Add<'a> = &'a mut dyn FnMut(&'static str, String, Option<Range<usize>>, String);

fn garbage_collection(values: &Values, settings: &Settings, add: Add<'_>) {
    let (minimum, maximum) = (settings.image_minimum_gc_age, settings.image_maximum_gc_age);
    let kept = format!("An image that no container uses is kept at least {minimum}.");
    add("imageMinimumGCAge", minimum.to_string(), span(&values.minimum_age), kept);
    let removed = match maximum == Duration::default() {
        true => "An image is not removed for its age.".into(),
        false => format!(
            "An image that no container used for {maximum} is removed, and pulled again when it is needed."
        ),
    };
    add("imageMaximumGCAge", maximum.to_string(), span(&values.maximum_age), removed);
    let (high, low) =
        (settings.image_gc_high_threshold_percent, settings.image_gc_low_threshold_percent);
    let begins = format!(
        "When the disk of the images is {high} % full, images that are not used are removed."
    );
    add("imageGCHighThresholdPercent", high.to_string(), span(&values.high), begins);
    let ends = format!("Removing images ends when the disk is {low} % full.");
    add("imageGCLowThresholdPercent", low.to_string(), span(&values.low), ends);
}

fn status(images: i32) -> String {
    match images {
        -1 => "The status of the Node lists all images that the node has.".into(),
        0 => "The status of the Node lists no image.".into(),
        _ => format!("The status of the Node lists at most {images} images: it may have others."),
    }
}

fn endpoints(values: &Values, settings: &Settings, add: Add<'_>) {
    let runtime = settings.container_runtime_endpoint.clone().unwrap_or_default();
    let asked = "Where the kubelet asks for containers.".into();
    add("containerRuntimeEndpoint", runtime, span(&values.runtime), asked);
    let (images, asked) = match &settings.image_service_endpoint {
        Some(images) => {
            (images.clone(), "Where the kubelet asks for images: elsewhere than for containers.")
        }
        None => (String::new(), "Images are asked for where containers are."),
    };
    add("imageServiceEndpoint", images, span(&values.images), asked.into());
}
