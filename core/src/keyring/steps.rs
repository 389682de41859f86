//! One key and one image, compared rule by rule: what let the key pass, and what did not.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::explain::blame_scheme;
use super::{Pattern, Rule, Target};

/// One rule of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule's name, as [`Rule::name`] has it.
    pub rule: &'static str,
    /// Whether the key passes; after one that it does not pass nothing is compared.
    pub passes: bool,
    /// Both values, in a sentence without its final stop.
    pub sentence: String,
}

/// A rule that lets a key pass, with both values.
pub(super) enum Passed<'a> {
    /// Both have this port; an empty one is not written.
    Port(&'a [u8]),
    /// Both hosts have so many labels.
    LabelCount(usize),
    /// The image's path begins with the key's.
    Path { key: &'a [u8], image: &'a [u8] },
    /// The labels with this number, counted from 1 at the left, fit.
    Label { number: usize, key: &'a [u8], image: &'a [u8] },
}

/// Compares an index key with an image's repository, as the kubelet does, up to the first rule that
/// says no.
///
/// `key` is the key as written; it is blamed where its scheme is why the index key does not fit.
///
/// ```
/// use pullscope_core::keyring::steps;
///
/// let steps = steps("*.example.com", "*.example.com", "reg.example.com:5000/app");
/// assert_eq!(steps.len(), 1);
/// assert_eq!(steps[0].sentence, "the key has no port, the image has :5000");
/// ```
pub fn steps(key: &str, index_key: &str, repository: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let target = Target::new(repository).map_err(Rule::NotAUrl);
    let compared = Pattern::new(index_key.as_bytes()).map_err(Rule::NotAUrl).and_then(|pattern| {
        pattern.compare_by(&target?, |passed| {
            let (rule, sentence) = (passed.name(), passed.to_string());
            steps.push(Step { rule, passes: true, sentence });
        })
    });
    if let Err(rule) = compared {
        let rule = blame_scheme(rule, key, &["https", "http"]);
        let sentence = rule.to_string();
        steps.push(Step { rule: rule.name(), passes: false, sentence });
    }
    steps
}

impl Passed<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Port(_) => "port",
            Self::LabelCount(_) => "labelCount",
            Self::Path { .. } => "path",
            Self::Label { .. } => "label",
        }
    }
}

impl fmt::Display for Passed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |bytes| -> Cow<'_, str> { String::from_utf8_lossy(bytes) };
        match *self {
            Self::Port(b"") => f.write_str("neither has a port"),
            Self::Port(port) => write!(f, "both have port :{}", text(port)),
            Self::LabelCount(1) => f.write_str("both hosts have 1 label"),
            Self::LabelCount(count) => write!(f, "both hosts have {count} labels"),
            Self::Path { key: b"", .. } => {
                f.write_str("the key has no path, which fits every path")
            }
            Self::Path { key, image } => {
                write!(f, "the path {} begins with {}", text(image), text(key))
            }
            Self::Label { number, key, image } if key == image => {
                write!(f, "label {number} is \"{}\" in both", text(image))
            }
            Self::Label { number, key, image } => {
                write!(f, "label {number} is \"{}\", which \"{}\" fits", text(image), text(key))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(key: &str, repository: &str, expect: &[(&str, bool, &str)]) {
        let index_key = super::super::index_key(key).expect("a URL");
        let index_key = String::from_utf8(index_key).expect("a text");
        let steps = steps(key, &index_key, repository);
        let steps: Vec<_> =
            steps.iter().map(|it| (it.rule, it.passes, it.sentence.as_str())).collect();
        assert_eq!(steps, expect);
    }

    #[test]
    fn every_rule_that_lets_a_key_pass_is_told() {
        check(
            "https://*.io:5000/v1/te",
            "quay.io:5000/team/app",
            &[
                ("port", true, "both have port :5000"),
                ("labelCount", true, "both hosts have 2 labels"),
                ("path", true, "the path /team/app begins with /te"),
                ("label", true, "label 1 is \"quay\", which \"*\" fits"),
                ("label", true, "label 2 is \"io\" in both"),
            ],
        );
    }

    #[test]
    fn nothing_is_compared_after_a_rule_that_says_no() {
        check(
            "quay.io/team",
            "ghcr.io/team/app",
            &[
                ("port", true, "neither has a port"),
                ("labelCount", true, "both hosts have 2 labels"),
                ("path", true, "the path /team/app begins with /team"),
                ("label", false, "label 1 is \"ghcr\", the key has \"quay\""),
            ],
        );
        check(
            "quay.io",
            "a.quay.io/app",
            &[
                ("port", true, "neither has a port"),
                ("labelCount", false, "the key's host has 2 labels, the image's has 3"),
            ],
        );
    }

    #[test]
    fn a_scheme_that_is_read_as_a_host_is_blamed() {
        let steps = steps("oci://quay.io", "oci:", "quay.io/app");
        let last = steps.last().expect("a rule that says no");
        assert_eq!((last.rule, last.passes), ("scheme", false));
    }

    #[test]
    fn the_steps_and_the_look_up_agree() {
        for (key, repository) in
            [("quay.io", "quay.io/a"), ("*.io", "quay.io/a"), ("q*", "quay.io/a")]
        {
            let fits = steps(key, key, repository).iter().all(|it| it.passes);
            assert_eq!(super::super::urls_match(key, repository), Ok(fits), "{key}");
        }
    }
}
