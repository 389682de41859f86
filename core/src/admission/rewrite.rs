//! Images that are taken from another place than they are written with.

use alloc::string::String;

use super::settings::Rewrites;
use crate::quoted::Quoted;
use crate::reference::Reference;

/// What the settings make of an image.
pub(super) enum Rewritten {
    /// It stays.
    Same,
    /// It becomes another one, which the kubelet takes.
    To(String),
    /// It would become one that the kubelet refuses, or another than is meant; with the reason.
    Unusable(String),
}

/// Applies the first rule that the image begins with. Tag and digest stay.
pub(super) fn rewrite(image: &str, rewrites: &Rewrites<'_>) -> Rewritten {
    // What does not parse is told by another check.
    let Ok(reference) = Reference::parse(image) else { return Rewritten::Same };
    let found = rewrites.rules.iter().find_map(|it| Some((it, it.from.rest(&reference)?)));
    let Some((rule, rest)) = found else { return Rewritten::Same };
    if rewrites.rules.iter().any(|it| it.to.rest(&reference).is_some()) {
        return Rewritten::Same;
    }
    let slash = if rest.is_empty() { "" } else { "/" };
    let name = alloc::format!("{}{slash}{rest}", rule.to.as_str());
    let result = alloc::format!("{name}{}", &image[reference.spans().repository.end..]);
    let is_meant = match Reference::parse(&result) {
        // Docker Hub puts `library/` in front of a single component.
        Ok(it) => it.is_registry_written() && !it.repository().is_library_filled_in(),
        Err(_) => false,
    };
    if is_meant {
        return Rewritten::To(result);
    }
    Rewritten::Unusable(alloc::format!(
        "{} would become {} by rewrite.rules with the from {}, which is not the image that is meant \
         or none at all; use another image, or another rule",
        Quoted(image),
        Quoted(&result),
        Quoted(rule.from.as_str())
    ))
}
