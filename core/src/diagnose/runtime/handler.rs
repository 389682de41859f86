//! What the runtime is told of a Pod's RuntimeClass with its images.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use core::ops::Range;

use super::super::Scene;
use super::super::image::Context;
use super::super::report::{ImageReport, Stage, Step};
use crate::finding::{Finding, Related, Severity};
use crate::kubelet::RuntimeHandler;
use crate::runtime::Runtime;

/// The annotation by which containerd up to 2.4 is told of a handler without the kubelet.
const ANNOTATION: &str = "io.containerd.cri.runtime-handler";

/// The RuntimeClasses of the text, by their names; of several the last.
pub(in super::super) struct Classes {
    by_name: BTreeMap<String, Class>,
    /// Whether the annotation stands anywhere in the text.
    is_annotated: bool,
}

struct Class {
    handler: String,
    span: Range<usize>,
}

impl Classes {
    pub(in super::super) fn of(scene: &Scene<'_, '_>) -> Self {
        let documents = scene.documents.docs.iter();
        let classes = documents.filter(|it| it.kind.as_deref() == Some("RuntimeClass"));
        let classes = classes.filter_map(|it| {
            let handler = it.root.get("handler")?;
            let class =
                Class { handler: handler.as_str()?.to_string(), span: handler.span.clone() };
            Some((it.name()?.to_string(), class))
        });
        let is_annotated = scene.documents.text.contains(ANNOTATION);
        Self { by_name: classes.collect(), is_annotated }
    }
}

/// The step of an image whose Pod names a RuntimeClass.
pub(in super::super) fn step(context: &Context<'_, '_>) -> Option<Step> {
    let value = context.spec?.get("runtimeClassName")?;
    let name = value.as_str()?;
    let gates = context.snapshot.settings.gates;
    let runtime = &context.snapshot.runtime.runtime;
    let class = context.snapshot.runtime_classes.by_name.get(name);
    let mut from =
        alloc::vec![Related { label: "the RuntimeClass".into(), span: value.span.clone() }];
    let sent = RuntimeHandler::sent(gates, Some(name));
    let (decided, because) = match sent {
        RuntimeHandler::NoClass => return None,
        RuntimeHandler::Of(_) => {
            from.extend(
                class.map(|it| Related { label: "its handler".into(), span: it.span.clone() }),
            );
            let decided = match class {
                Some(class) => format!("with runtimeHandler {}", class.handler),
                None => {
                    format!("with the runtimeHandler of RuntimeClass {name}, which is not here")
                }
            };
            let then = match runtime {
                Runtime::Containerd { .. } => {
                    "containerd unpacks the image for the snapshotter of that handler, if its \
                     runtime_platforms name one, and looks for an image by its name alone"
                }
                Runtime::CriO(_) => "CRI-O does not read it",
                Runtime::Docker => "Docker does not read it",
            };
            let because = format!(
                "RuntimeClassInImageCriApi is on: the kubelet names the handler when it asks for the \
                 image and when it has it pulled; {then}"
            );
            (decided, because)
        }
        RuntimeHandler::Unknown | RuntimeHandler::Off => {
            let why = match sent {
                RuntimeHandler::Unknown => {
                    format!("{} does not know RuntimeClassInImageCriApi", gates.version())
                }
                _ => "RuntimeClassInImageCriApi is off".to_string(),
            };
            let because = format!(
                "{why}: RuntimeClass {name} is for the sandbox alone, and the image is looked for and \
                 pulled as for any other Pod"
            );
            ("without a runtimeHandler".to_string(), because)
        }
    };
    let rule = format!("runtime/handler-{}", sent.name());
    Some(Step { stage: Stage::Runtime, decided, rule, because, from })
}

/// A RuntimeClass of the text that the pulls of its Pods do not tell, at the field of the Pod spec.
pub(in super::super) fn finding(context: &Context<'_, '_>, image: &ImageReport) -> Option<Finding> {
    let value = context.spec?.get("runtimeClassName")?;
    let name = value.as_str()?;
    let Classes { by_name, is_annotated } = &context.snapshot.runtime_classes;
    let class = by_name.get(name)?;
    let sent = RuntimeHandler::sent(context.snapshot.settings.gates, Some(name));
    let is_told = matches!(sent, RuntimeHandler::NoClass | RuntimeHandler::Of(_)) || *is_annotated;
    let is_containerd = matches!(context.snapshot.runtime.runtime, Runtime::Containerd { .. });
    if is_told || !is_containerd {
        return None;
    }
    let message = format!(
        "the images of this Pod are pulled without runtimeHandler {}: RuntimeClassInImageCriApi is not \
         on, so that containerd unpacks them for its default snapshotter",
        class.handler
    );
    // `spec.template.spec.containers[0].image` stands beside `spec.template.spec.runtimeClassName`.
    let before = image.path.rfind("spec.").map_or("", |at| &image.path[..at]);
    let finding = Finding::new("runtime/handler-not-sent", Severity::Info, message);
    let finding = finding.at(format!("{before}spec.runtimeClassName"), value.span.clone());
    Some(finding.with("the handler", class.span.clone()))
}
