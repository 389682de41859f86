//! `featureGates`: what the kubelet says of gates that it does not take.
//!
//! Up to 1.31 the kubelet sets the gates after it has read the file, and ends with an error. Since
//! 1.32 defaults depend on them, and filling those in panics.
//!
//! Upstream: `NewKubeletCommand` in kubernetes `cmd/kubelet/app/server.go`,
//! `SetDefaults_KubeletConfiguration`.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::error::{End, Error, ErrorKind, Stage};
use super::values::GateValue;
use crate::features::Gate;
use crate::features::known::{self, GateMap, Refused};
use crate::json::Value;
use crate::kubelet::aggregate;
use crate::version::Version;

/// The gates that a kubelet runs with, or why it does not start.
pub(super) fn set(
    written: &[GateValue],
    version: Version,
    flags: &[(Gate, bool)],
    document: &Value<'_>,
) -> Result<GateMap, (Vec<Error>, End)> {
    let flags = flags.iter().filter(|it| it.0.takes(it.1, version));
    let flags: Vec<(&str, bool)> = flags.map(|it| (it.0.as_str(), it.1)).collect();
    let is_flag = |name: &str| flags.iter().any(|it| it.0 == name);
    let mut gates: Vec<(&str, bool)> =
        written.iter().map(|it| (&*it.name, it.on)).filter(|it| !is_flag(it.0)).collect();
    gates.extend(&flags);
    let refused = match GateMap::new(version).set(&gates) {
        Ok(gates) => return Ok(gates),
        Err(refused) => refused,
    };
    let said: Vec<_> = refused.iter().map(ToString::to_string).collect();
    let said = aggregate(&said.iter().map(|it| &**it).collect::<Vec<_>>()).into_owned();
    let upstream = match version.minor() {
        32.. => format!(
            "failed to merge global and in-flight KubeletConfiguration while setting defaults, error: {said}"
        ),
        24.. => format!("failed to set feature gates from initial flags-based config: {said}"),
        _ => said,
    };
    let errors = refused.into_iter().map(|it| error(it, written, version, document)).collect();
    Err((errors, End { stage: Stage::Gates, upstream: Some(upstream) }))
}

fn error(refused: Refused, written: &[GateValue], version: Version, document: &Value<'_>) -> Error {
    let name = refused.name();
    let message = match &refused {
        Refused::Unknown { .. } => match known::named(name).and_then(|it| it.releases()) {
            Some(releases) if *releases.end() < version => {
                format!(
                    "{version} does not know the feature gate {name} any more: it went after {}",
                    releases.end()
                )
            }
            Some(releases) => {
                format!(
                    "{version} does not know the feature gate {name}: it came in {}",
                    releases.start()
                )
            }
            None => format!(
                "no release from {} to {} knows this feature gate",
                Version::OLDEST,
                Version::NEWEST
            ),
        },
        Refused::Locked { on, .. } => {
            let state = if *on { "off" } else { "on" };
            format!(
                "the feature gate {name} is always {state} in {version}, and cannot be set to {on}"
            )
        }
        Refused::Needs { off, .. } => {
            let (gates, are) = if off.len() == 1 { ("gate", "is") } else { ("gates", "are") };
            format!(
                "the feature gate {name} is on and needs the {gates} {}, which {are} off",
                off.join(", ")
            )
        }
    };
    // A gate that is on by default stands nowhere; what it needs may.
    let stands = |name: &str| written.iter().find(|it| it.name == name);
    let place = stands(name).or_else(|| match &refused {
        Refused::Needs { off, .. } => off.iter().find_map(|it| stands(it)),
        _ => None,
    });
    let place = place.or(written.first());
    // Where flags alone are to blame.
    let kind = || document.get("kind").map(|it| it.span.clone()).unwrap_or_default();
    Error {
        path: place.map_or_else(|| "featureGates".into(), |it| format!("featureGates.{}", it.name)),
        span: place.map_or_else(kind, |it| it.span.clone()),
        message,
        upstream: Some(refused.to_string()),
        kind: ErrorKind::Gate(refused),
    }
}
