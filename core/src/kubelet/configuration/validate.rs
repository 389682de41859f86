//! Validation: ranges and contradictions of the fields that touch images, in the kubelet's order.
//!
//! Upstream: `ValidateKubeletConfiguration` in kubernetes
//! `pkg/kubelet/apis/config/validation/validation.go`, of each release.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;
use core::ops::Range;

use super::error::{Error, ErrorKind};
use super::values::{Set, Values};
use crate::features::Gate;
use crate::features::known::GateMap;
use crate::go::duration::Duration;
use crate::go::{Quoted, number};
use crate::json::Value;
use crate::kubelet::verification::allowlist;
use crate::kubelet::{Settings, VerificationPolicy, aggregate};
use crate::version::Version;

/// What the kubelet says of all errors together; `None` where there is none.
pub(super) fn aggregate_of(errors: &[Error]) -> Option<String> {
    let said: Vec<&str> = errors.iter().filter_map(Error::upstream).collect();
    (!said.is_empty()).then(|| aggregate(&said).into_owned())
}

/// Every error of validation, in the order of the kubelet.
pub(super) fn validate(
    values: &Values,
    settings: &Settings,
    gates: &GateMap,
    document: &Value<'_>,
) -> Vec<Error> {
    let mut check = Check { gates, document, errors: Vec::new() };
    check.garbage_collection(values, settings);
    let images = settings.node_status_max_images;
    check.refuse(
        images < -1,
        ("nodeStatusMaxImages", &values.status_images),
        format!("nodeStatusMaxImages is {images}: it is -1, for all images, or more"),
        match gates.version().minor() {
            24.. => format!(
                "nodeStatusMaxImages (--node-status-max-images) {images} must be -1 or greater"
            ),
            _ => "nodeStatusMaxImages (--node-status-max-images) must be -1 or greater".into(),
        },
    );
    let burst = settings.registry_burst;
    check.refuse(
        burst < 0,
        ("registryBurst", &values.burst),
        format!("registryBurst is {burst}, and cannot be negative"),
        format!("registryBurst (--registry-burst) {burst} must not be a negative number"),
    );
    let qps = settings.registry_pull_qps;
    check.refuse(
        qps < 0,
        ("registryPullQPS", &values.qps),
        format!("registryPullQPS is {qps}, and cannot be negative; 0 is no limit"),
        format!("registryPullQPS (--registry-qps) {qps} must not be a negative number"),
    );
    check.parallel_pulls(values, settings);
    check.restarts(values);
    if gates.version().minor() >= 33 {
        check.verification(values, settings);
    }
    check.errors
}

struct Check<'c, 'v> {
    gates: &'c GateMap,
    document: &'c Value<'v>,
    errors: Vec<Error>,
}

impl Check<'_, '_> {
    /// Where a field stands, or else the name of the document's kind.
    fn place<T>(&self, written: &Option<Set<T>>) -> Range<usize> {
        let kind = || self.document.get("kind").map(|it| it.span.clone()).unwrap_or_default();
        written.as_ref().map_or_else(kind, |it| it.span.clone())
    }

    fn refuse<T>(
        &mut self,
        is_wrong: bool,
        field: (&str, &Option<Set<T>>),
        message: String,
        upstream: String,
    ) {
        if is_wrong {
            let span = self.place(field.1);
            self.error(ErrorKind::OutOfRange, field.0, span, message, upstream);
        }
    }

    fn error(
        &mut self,
        kind: ErrorKind,
        path: &str,
        span: Range<usize>,
        message: String,
        upstream: impl Display,
    ) {
        let upstream = Some(format!("invalid configuration: {upstream}"));
        self.errors.push(Error { kind, path: path.into(), span, message, upstream });
    }

    fn garbage_collection(&mut self, values: &Values, settings: &Settings) {
        let high = settings.image_gc_high_threshold_percent;
        let low = settings.image_gc_low_threshold_percent;
        for (name, flag, value, written) in [
            ("imageGCHighThresholdPercent", "--image-gc-high-threshold", high, &values.high),
            ("imageGCLowThresholdPercent", "--image-gc-low-threshold", low, &values.low),
        ] {
            self.refuse(
                !(0..=100).contains(&value),
                (name, written),
                format!("{name} is {value}: it is a share of the disk, from 0 to 100"),
                format!("{name} ({flag}) {value} must be between 0 and 100, inclusive"),
            );
        }
        if low >= high {
            let (path, span) = match &values.low {
                None if values.high.is_some() => {
                    ("imageGCHighThresholdPercent", self.place(&values.high))
                }
                _ => ("imageGCLowThresholdPercent", self.place(&values.low)),
            };
            let message = format!(
                "imageGCLowThresholdPercent is {low}, which is not below imageGCHighThresholdPercent, {high}"
            );
            let upstream = format!(
                "imageGCLowThresholdPercent (--image-gc-low-threshold) {low} must be less than \
                 imageGCHighThresholdPercent (--image-gc-high-threshold) {high}"
            );
            self.error(ErrorKind::Conflict, path, span, message, upstream);
        }
        self.ages(values, settings);
    }

    fn ages(&mut self, values: &Values, settings: &Settings) {
        let (minimum, maximum) = (settings.image_minimum_gc_age, settings.image_maximum_gc_age);
        let zero = Duration::default();
        let minor = self.gates.version().minor();
        let path = "imageMaximumGCAge";
        if maximum != zero && !self.gates.is_on("ImageMaximumGCAge") {
            let gate = "ImageMaximumGCAge";
            let span = self.place(&values.maximum_age);
            let message = format!("{path} needs the feature gate {gate}, which is off");
            let option = if minor == 29 { gate } else { path };
            let upstream = format!(
                "{gate} feature gate is required for Kubelet configuration option {option}"
            );
            self.error(ErrorKind::GateOff { gate }, path, span, message, upstream);
        }
        self.refuse(
            minor >= 36 && minimum < zero,
            ("imageMinimumGCAge", &values.minimum_age),
            format!("imageMinimumGCAge is {minimum}, and cannot be negative"),
            format!("imageMinimumGCAge {minimum} must not be negative"),
        );
        self.refuse(
            maximum < zero,
            (path, &values.maximum_age),
            format!("{path} is {maximum}, and cannot be negative"),
            format!("{path} {maximum} must not be negative"),
        );
        if maximum > zero && maximum <= minimum {
            let span = self.place(&values.maximum_age);
            let message =
                format!("{path} is {maximum}, which is not above imageMinimumGCAge, {minimum}");
            let upstream =
                format!("{path} {maximum} must be greater than imageMinimumGCAge {minimum}");
            self.error(ErrorKind::Conflict, path, span, message, upstream);
        }
    }

    fn parallel_pulls(&mut self, values: &Values, settings: &Settings) {
        let Some(parallel) = settings.max_parallel_image_pulls else { return };
        let path = "maxParallelImagePulls";
        self.refuse(
            parallel < 1,
            (path, &values.max_parallel),
            format!("{path} is {parallel}: it is 1 or more, and without it there is no limit"),
            format!("{path} {parallel} must be a positive number"),
        );
        if settings.serialize_image_pulls && parallel > 1 {
            let span = self.place(&values.serialize);
            let message = format!(
                "{path} is {parallel}, and serializeImagePulls: true lets one pull run at a time"
            );
            let upstream = "maxParallelImagePulls cannot be larger than 1 unless SerializeImagePulls \
                            (--serialize-image-pulls) is set to false";
            self.error(ErrorKind::Conflict, "serializeImagePulls", span, message, upstream);
        }
    }

    fn restarts(&mut self, values: &Values) {
        let Some(period) = &values.restart_period else { return };
        let path = "crashLoopBackOff.maxContainerRestartPeriod";
        let field = "CrashLoopBackOff.MaxContainerRestartPeriod";
        let gate = "KubeletCrashLoopBackOffMax";
        let span = period.span.clone();
        if !self.gates.is_on(gate) {
            let message = format!("{path} needs the feature gate {gate}, which is off");
            let upstream = format!("FeatureGate {gate} not enabled, {field} must not be set");
            self.error(ErrorKind::GateOff { gate }, path, span, message, upstream);
        } else if !(1_000..=300_000).contains(&period.value.as_millis()) {
            let message = format!("{path} is {}: it is from 1s to 5m", period.value);
            let seconds = number::float(period.value.as_secs_f64());
            let upstream =
                format!("{field} (got: {seconds} seconds) must be set between 1s and 300s");
            self.error(ErrorKind::OutOfRange, path, span, message, upstream);
        }
    }

    fn verification(&mut self, values: &Values, settings: &Settings) {
        let gate = Gate::KubeletEnsureSecretPulledImages.as_str();
        let policy = "imagePullCredentialsVerificationPolicy";
        let list = "preloadedImagesVerificationAllowlist";
        let first = values.allowlist.first().map(|it| it.span.clone());
        if !self.gates.is_on(gate) {
            for (path, span) in
                [(policy, values.policy.as_ref().map(|it| it.span.clone())), (list, first)]
            {
                let Some(span) = span else { continue };
                let message = format!("{path} needs the feature gate {gate}, which is off");
                let upstream =
                    format!("`{path}` must not be set if {gate} feature gate is not enabled");
                self.error(ErrorKind::GateOff { gate }, path, span, message, upstream);
            }
            return;
        }
        let names = VerificationPolicy::ALL.map(VerificationPolicy::as_str);
        if let Some(written) = values.policy.as_ref().filter(|_| settings.verification.is_none()) {
            let message = format!("{policy} is none of {}", names.join(", "));
            let [never, preloaded, listed, always] = names;
            let upstream = format!(
                "option {} specified for {policy}. Valid options are \"{never}\", \"{preloaded}\", \
                 \"{listed}\" or \"{always}\"",
                Quoted(written.value.as_bytes())
            );
            self.error(ErrorKind::Policy, policy, written.span.clone(), message, upstream);
        }
        let listed = VerificationPolicy::NeverVerifyAllowlistedImages;
        if let Some(span) = first.filter(|_| settings.verification != Some(listed)) {
            let message = format!("{list} counts only with {policy}: {}", listed.as_str());
            let upstream = "can't set `preloadedImagesVerificationAllowlist` if \
                            `imagePullCredentialsVertificationPolicy` is not \"NeverVerifyAllowlistedImages\"";
            self.error(ErrorKind::Conflict, list, span, message, upstream);
            return;
        }
        let version = self.gates.version();
        let mut patterns = values.allowlist.iter().enumerate();
        let refused = patterns.find_map(|(at, pattern)| {
            let error = allowlist::Pattern::parse(&pattern.value, version).err()?;
            Some((at, pattern.span.clone(), error))
        });
        if let Some((at, span, error)) = refused {
            let upstream = format!("invalid image pattern in `{list}`: {error}");
            let message = format!("{list}[{at}] {}", pattern_message(error.kind(), version));
            self.error(ErrorKind::Pattern, &format!("{list}[{at}]"), span, message, upstream);
        }
    }
}

/// What is wrong with a pattern, to go behind its path.
fn pattern_message(kind: &allowlist::ErrorKind, version: Version) -> String {
    use allowlist::ErrorKind;
    match kind {
        ErrorKind::Space => "begins or ends with white space".into(),
        ErrorKind::Empty => "is empty".into(),
        ErrorKind::Star => "has a star elsewhere than in a /* at its end".into(),
        ErrorKind::NoHost => "names no registry before its /*".into(),
        ErrorKind::NotAName(error) => format!("is no name of an image: {error}"),
        ErrorKind::TagOrDigest => {
            "has a tag or a digest: a pattern is a name without them, and covers all of them".into()
        }
        ErrorKind::ShortName => {
            format!("is a short name, which {version} wants in full: docker.io/library/…")
        }
    }
}
