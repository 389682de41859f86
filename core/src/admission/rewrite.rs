//! Images that are taken from another place than they are written with.

use alloc::string::String;
use core::fmt;

use super::settings::{Mirror, Rewrites};
use crate::quoted::Quoted;
use crate::reference::Reference;
use crate::rewrite::{RegexpError, Rewritten as Outcome, Rule};

/// What the settings make of an image.
pub(super) enum Rewritten {
    /// It stays.
    Same,
    /// It becomes another one, which the kubelet takes.
    To(String),
    /// It would become one that the kubelet refuses, or another than is meant; with the reason.
    Unusable(String),
}

/// Applies the first rule that the image begins with, or else the mirror of its registry. Tag and
/// digest stay.
pub(super) fn rewrite(image: &str, rewrites: &Rewrites<'_>) -> Rewritten {
    // What does not parse is told by another check.
    let Ok(reference) = Reference::parse(image) else { return Rewritten::Same };
    let found = rewrites.rules.iter().find_map(|it| Some((it, it.from.rest(&reference)?)));
    let (name, rule) = match found {
        _ if rewrites.rules.is_empty() && rewrites.mirrors.is_empty() => return Rewritten::Same,
        _ if rewrites.leads_to(&reference) => return Rewritten::Same,
        Some((rule, rest)) => {
            let from = Quoted(rule.from.as_str());
            (rule.to.join(&rest), alloc::format!("rewrite.rules with the from {from}"))
        }
        None => {
            let Some(mirror) = rewrites.mirror(reference.registry()) else {
                return Rewritten::Same;
            };
            let rule = alloc::format!("the mirror of {}", Quoted(mirror.registry));
            match of_mirror(&reference, mirror) {
                Ok(None) => return Rewritten::Same,
                Ok(Some(name)) => (name, rule),
                Err(reason) => {
                    let image = Quoted(image);
                    return Rewritten::Unusable(alloc::format!(
                        "{image} has no other place by {rule}: {reason}; mend the mirror"
                    ));
                }
            }
        }
    };
    let result = [&name, &image[reference.spans().repository.end..]].concat();
    let is_meant = match Reference::parse(&result) {
        // Docker Hub puts `library/` in front of a single component.
        Ok(it) => it.is_registry_written() && !it.repository().is_library_filled_in(),
        Err(_) => false,
    };
    if is_meant {
        return Rewritten::To(result);
    }
    Rewritten::Unusable(alloc::format!(
        "{} would become {} by {rule}, which is not the image that is meant or none at all; use \
         another image, or another rule",
        Quoted(image),
        Quoted(&result)
    ))
}

/// Host and repository at the first endpoint of a mirror; or why there are none.
///
/// containerd passes a pattern over that is none. Here nothing is guessed of what it was meant to do.
fn of_mirror(reference: &Reference<'_>, mirror: &Mirror<'_>) -> Result<Option<String>, Reason> {
    let Some(endpoint) = &mirror.endpoint else { return Ok(None) };
    if let Some(err) = mirror.rewrites.rules().iter().find_map(Rule::error) {
        return Err(Reason::Pattern(err.clone()));
    }
    let repository = alloc::format!("{}", reference.repository());
    let repository = match mirror.rewrites.apply(&repository) {
        Outcome::Same => repository,
        Outcome::To(_, repository) => repository,
        Outcome::AnyOf(_) => return Err(Reason::Several),
    };
    Ok(Some(endpoint.join(&repository)))
}

/// Why a mirror tells no place.
enum Reason {
    /// Several rewrites change the repository, each into another, and containerd takes any of them.
    Several,
    Pattern(RegexpError),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Several => f.write_str("several of its patterns change it, each into another"),
            Self::Pattern(err) => f.write_str(&err.harmless()),
        }
    }
}
