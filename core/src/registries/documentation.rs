//! What the documentation of K3s and RKE2 says of `registries.yaml` and does not hold as it is written,
//! and where a file shows it.
//!
//! That a statement was believed, or that it differs for an image, is told by what is decided anyway: the
//! findings of a file, and the addresses that are asked. No rule is written here a second time.
//!
//! The documentation: <https://docs.k3s.io/installation/private-registry>.

mod statements;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::address::{HUB, HUB_HOST};
use super::asks::{Asked, Asks};
use super::setting::Distribution;
use crate::finding::Finding;

pub use statements::STATEMENTS;

/// A statement of the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// In its words, as far as they can be short.
    pub said: &'static str,
    /// In which releases it is wrong.
    pub wrong: &'static str,
    /// What happens instead.
    pub happens: &'static str,
    /// The findings that tell it of a file.
    pub codes: &'static [&'static str],
    /// What tells it of an image.
    told_by: Option<ToldBy>,
}

/// What of the addresses that are asked tells a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ToldBy {
    /// Docker Hub itself is asked.
    Hub,
    /// A registry on the machine itself is asked with plain HTTP.
    Local,
    /// The registry has neither a period nor a colon.
    FirstPart,
}

/// A statement, and what a node makes of a file instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The statement.
    pub statement: &'static Statement,
    /// What the node does, in a sentence without a final stop.
    pub does: String,
    /// The finding that tells it; `None` where the addresses do.
    pub code: Option<&'static str>,
    /// Where it is written.
    pub span: Option<Range<usize>>,
}

/// Where a file and its images differ from what the documentation says, in the order of
/// [`STATEMENTS`], each once for a code. `findings` are those of the file, `asks` what is asked for the
/// images.
///
/// ```
/// use pullscope_core::diagnose::{Options, diagnose};
/// use pullscope_core::registries::documentation::differences;
/// use pullscope_core::registries::Distribution;
///
/// let report = diagnose("mirrors: {'*': }\nconfigs: {'*': {auth: {username: a}}}", &Options::default());
/// let findings = report.findings.iter().map(|it| &it.finding);
/// let all = differences(findings, &[], Distribution::K3s);
/// assert_eq!(all[0].code, Some("registries/wildcard-auth"));
/// assert_eq!(all[0].statement.said, "The entry * of configs is the default for all registries");
/// ```
pub fn differences<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    asks: &[Asks],
    distribution: Distribution,
) -> Vec<Difference> {
    // The first of each code.
    let mut first: Vec<&Finding> = Vec::new();
    let of_the_file = findings.into_iter().filter(|it| it.code.starts_with("registries/"));
    for finding in of_the_file {
        if first.iter().all(|it| it.code != finding.code) {
            first.push(finding);
        }
    }
    let mut differences = Vec::new();
    for statement in STATEMENTS {
        let told = first.iter().filter(|it| statement.codes.contains(&it.code));
        let before = differences.len();
        differences.extend(told.map(|it| Difference {
            statement,
            does: it.message.clone(),
            code: Some(it.code),
            span: it.span.clone(),
        }));
        if differences.len() == before
            && let Some(told_by) = statement.told_by
        {
            let told = asks.iter().find_map(|it| told_by.find(it, distribution));
            let told = told.map(|(does, span)| Difference { statement, does, code: None, span });
            differences.extend(told);
        }
    }
    differences
}

impl ToldBy {
    /// What is done for an image instead, and where that is written.
    fn find(
        self,
        asks: &Asks,
        distribution: Distribution,
    ) -> Option<(String, Option<Range<usize>>)> {
        let own =
            |is_it: fn(&Asked) -> bool| asks.endpoints.iter().find(|it| it.is_default && is_it(it));
        let product = distribution.title();
        let registry = &asks.registry;
        match self {
            Self::Hub => {
                let own = own(|it| it.host == HUB_HOST).filter(|_| registry == HUB)?;
                let does = format!(
                    "the containerd of {product} asks {}://{} for images of {registry}",
                    own.scheme, own.host
                );
                Some((does, own.span.clone()))
            }
            Self::Local => {
                let own = own(|it| it.scheme == "http" || it.then_http)?;
                let how =
                    if own.scheme == "http" { "with http" } else { "with https, then with http" };
                Some((format!("{} is asked {how}", own.host), own.span.clone()))
            }
            Self::FirstPart => {
                let is_meant = !registry.contains(['.', ':']);
                is_meant.then(|| {
                    (format!("{registry} is the registry of {registry}/{}", asks.repository), None)
                })
            }
        }
    }
}

#[cfg(test)]
mod tests;
