//! The `registries.conf` of the text: what CRI-O makes of names without a registry.

use alloc::format;

use super::super::Scene;
use super::super::findings::Findings;
use super::super::report::ToldBy;
use crate::finding::{Finding, Severity};
use crate::recognize::What;
use crate::runtime::{RegistriesConf, Runtime, ShortNames};

/// Fills in what the files of the text say, in the order of the text, unless the options say it.
/// A file alone tells that the runtime is CRI-O, since no other of a node reads it.
pub(super) fn add(
    scene: &Scene<'_, '_>,
    (runtime, from): (Option<Runtime>, ToldBy),
    findings: &mut Findings,
) -> (Option<Runtime>, ToldBy) {
    let documents = scene.documents.docs.iter().zip(scene.recognized).enumerate();
    let mut files = documents.filter(|it| it.1.1.what == What::RegistriesConf).peekable();
    let Some((first, _)) = files.peek() else { return (runtime, from) };
    let (runtime, from) = match runtime {
        None if from == ToldBy::Nothing => {
            (Runtime::CriO(ShortNames::default()), ToldBy::RegistriesConf(*first))
        }
        runtime => (runtime.unwrap_or_default(), from),
    };
    let mut told = ShortNames::default();
    let mut is_refused = false;
    for (number, (document, recognized)) in files {
        match RegistriesConf::read(&document.root) {
            Ok(conf) => {
                told.add(&conf);
                if let Some(span) = conf.mode.filter(|_| matches!(runtime, Runtime::CriO(_))) {
                    let message = "CRI-O does not read short-name-mode here, which is podman's: its \
                                   own is short_name_mode in crio.conf, enforcing since 1.34, and \
                                   before that it tries every registry";
                    let place = ("short-name-mode", span);
                    let code = "runtime/short-name-mode";
                    findings.say(number, code, Severity::Info, place, message);
                }
            }
            Err(error) => {
                is_refused = true;
                let message = format!(
                    "the file is refused, and with it every registries.conf of the node, so that no \
                     name without a registry is resolved: {error}"
                );
                let finding =
                    Finding::new("runtime/registries-conf-refused", Severity::Error, message);
                findings.add(number, finding.at("", error.span()));
            }
        }
        if !matches!(runtime, Runtime::CriO(_)) {
            let message = format!(
                "{} reads no registries.conf: a name without a registry is one of Docker Hub to it",
                runtime.as_str()
            );
            let place = ("", recognized.span.clone());
            findings.say(number, "runtime/registries-conf-unread", Severity::Info, place, message);
        }
    }
    let runtime = match runtime {
        // What the options say of registries and aliases counts before the text.
        Runtime::CriO(ShortNames { mode, registries: None, aliases })
            if aliases.is_empty() && !is_refused =>
        {
            Runtime::CriO(ShortNames { mode, ..told })
        }
        runtime => runtime,
    };
    (Some(runtime), from)
}
