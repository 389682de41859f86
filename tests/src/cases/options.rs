//! The what-if switches of a case: `kubernetes=1.28 always-pull-images present=app:1,app:2`.

use pullscope_core::diagnose::{Options, PulledBefore, PulledBy};
use pullscope_core::features::Gate;
use pullscope_core::recognize::PodTemplatePath;
use pullscope_core::registries::{Containerd, Distribution, Profile, Setting};
use pullscope_core::runtime::{Runtime, ShortNames};
use pullscope_core::time;

/// Reads one line of switches.
pub(super) fn read(line: &str, options: &mut Options) -> Result<(), String> {
    for word in line.split_whitespace() {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        let wrong = || format!("{word} is not understood");
        match name {
            "kubernetes" => options.kubernetes = value.parse().map_err(|_| wrong())?,
            "namespace" => options.default_namespace = value.to_owned(),
            "always-pull-images" => options.always_pull_images = true,
            "present" => {
                let images = value.split(',').filter(|it| !it.is_empty()).map(String::from);
                options.present = Some(images.collect());
            }
            "runtime" => options.runtime = Some(runtime(value).ok_or_else(wrong)?),
            "platform" => options.platform = Some(value.parse().map_err(|_| wrong())?),
            "feature-gate" => {
                let (gate, on) = value.split_once(':').ok_or_else(wrong)?;
                let gate = Gate::named(gate).ok_or_else(wrong)?;
                options.feature_gates.push((gate, on.parse().map_err(|_| wrong())?));
            }
            "pulled" => options.pulled.push(pulled(value).ok_or_else(wrong)?),
            "registries" => options.registries = registries(value).ok_or_else(wrong)?,
            "no-node-config" => options.node_config = false,
            "now" => options.now = Some(time::parse(value).ok_or_else(wrong)?),
            "pod-template" => {
                let (kind, path) = value.split_once(':').ok_or_else(wrong)?;
                let template = PodTemplatePath { kind: kind.to_owned(), path: path.to_owned() };
                options.pod_templates.push(template);
            }
            "comparisons" => options.comparisons = value.parse().map_err(|_| wrong())?,
            _ => return Err(wrong()),
        }
    }
    Ok(())
}

/// `containerd://1.7.0`, or `cri-o://1.34.0,docker.io,quay.io` with the registries that are searched.
fn runtime(value: &str) -> Option<Runtime> {
    let (version, registries) = match value.split_once(',') {
        Some((version, registries)) => (version, Some(registries)),
        None => (value, None),
    };
    let mut runtime = Runtime::of_version(version)?;
    if let (Runtime::CriO(ShortNames { registries: searched, .. }), Some(given)) =
        (&mut runtime, registries)
    {
        *searched = Some(given.split(',').filter(|it| !it.is_empty()).map(String::from).collect());
    }
    Some(runtime)
}

/// `rke2,2024-03,no-default-endpoint,embedded,containerd-1`, in any order.
fn registries(value: &str) -> Option<Setting> {
    let mut setting = Setting::default();
    for word in value.split(',') {
        match word {
            "no-default-endpoint" => setting.default_endpoint_disabled = true,
            "embedded" => setting.embedded_registry = true,
            "containerd-1" => setting.containerd = Some(Containerd::V1),
            word => match (Distribution::named(word), Profile::named(word)) {
                (Some(distribution), _) => setting.distribution = distribution,
                (None, Some(profile)) => setting.profile = profile,
                (None, None) => return None,
            },
        }
    }
    Some(setting)
}

/// `IMAGE>preloaded`, `IMAGE>secret/NAMESPACE/NAME/UID`, the uid left out where it is that of the
/// text.
fn pulled(value: &str) -> Option<PulledBefore> {
    let (image, by) = value.split_once('>')?;
    let mut words = by.split('/');
    let kind = words.next()?;
    let mut object = || {
        let (namespace, name) = (words.next()?.to_owned(), words.next()?.to_owned());
        Some((namespace, name, words.next().map(String::from)))
    };
    let by = match kind {
        "preloaded" => PulledBy::Preloaded,
        "node" => PulledBy::Node,
        "unknown" => PulledBy::Unknown,
        "secret" => {
            let (namespace, name, uid) = object()?;
            PulledBy::Secret { namespace, name, uid }
        }
        "service-account" => {
            let (namespace, name, uid) = object()?;
            PulledBy::ServiceAccount { namespace, name, uid }
        }
        _ => return None,
    };
    Some(PulledBefore { image: image.to_owned(), by })
}
