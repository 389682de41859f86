//! A key as it is drawn: one tooth for each part that the lock has a socket for.
//!
//! The core says which rule refused a key. Here its parts are only laid out: what that rule compared is
//! marked, what came before it fits, and what came after it was not compared.

use pullscope_core::keyring::Rule;
use yew::AttrValue;

use crate::texts::t;
use crate::trip::{Fit, Kin, Lock, Tooth};

/// The parts of a key, or of a repository, as they are compared.
pub(super) struct Split {
    labels: Vec<AttrValue>,
    port: String,
    path: String,
}

impl Split {
    /// Takes `host[:port][/path]` apart.
    pub(super) fn new(text: &str) -> Self {
        let (host, path) = text.find('/').map_or((text, ""), |slash| text.split_at(slash));
        let port_at = host
            .rfind(':')
            .filter(|colon| host[colon + 1..].bytes().all(|byte| byte.is_ascii_digit()));
        let (host, port) = port_at.map_or((host, ""), |colon| host.split_at(colon));
        let labels = host.split('.').map(|label| AttrValue::from(label.to_owned())).collect();
        Self { labels, port: port.to_owned(), path: path.to_owned() }
    }

    /// As what a key has to fit.
    pub(super) fn into_lock(self) -> Lock {
        Lock { labels: self.labels, port: self.port.into(), path: self.path.into() }
    }
}

/// A key's teeth, and how near it comes.
pub(super) struct Teeth {
    pub(super) kin: Kin,
    pub(super) labels: Vec<Tooth>,
    pub(super) port: Option<Tooth>,
    pub(super) path: Option<Tooth>,
}

/// Lays out a key under the lock. `used`: it is sent, be it by the rule for Docker Hub.
pub(super) fn teeth(index_key: &str, lock: &Lock, refused_by: Option<&Rule>, used: bool) -> Teeth {
    let key = Split::new(index_key);
    let kin = match (used, refused_by) {
        (true, _) => Kin::Fit,
        (false, Some(Rule::NotAUrl(_) | Rule::Scheme { .. } | Rule::BadPattern)) => Kin::Other,
        (false, _) if is_near(&key.labels, &lock.labels) => Kin::Near,
        (false, _) => Kin::Other,
    };
    let tooth = |text: &str, fit: Fit| Tooth { text: text.to_owned().into(), fit };
    let refused_by = refused_by.filter(|_| !used);
    let count = key.labels.len();
    let mut labels: Vec<Tooth> = (key.labels.iter().enumerate())
        .map(|(index, label)| {
            let fit = match refused_by {
                None | Some(Rule::Path { .. }) => Fit::Fits,
                Some(Rule::Label { number, .. }) if index + 1 == *number => Fit::Misses,
                Some(Rule::Label { number, .. }) if index + 1 > *number => Fit::Idle,
                Some(Rule::Label { .. }) => Fit::Fits,
                // Counted from the right, so that what is too much stands out on the left.
                Some(Rule::LabelCount { image, .. }) if index + image < count => Fit::Misses,
                _ if lock.labels.iter().rev().nth(count - 1 - index) == Some(label) => Fit::Fits,
                _ => Fit::Idle,
            };
            tooth(label, fit)
        })
        .collect();
    if let Some(Rule::LabelCount { image, .. }) = refused_by
        && *image > count
    {
        let missing = image - count;
        let said = match missing {
            1 => t!("1 label missing"),
            _ => t!("{missing} labels missing", missing = missing),
        };
        labels.insert(0, tooth(&said, Fit::Gap));
    }
    let port = match refused_by {
        Some(Rule::Port { .. }) if key.port.is_empty() => Some(tooth(&t!("no port"), Fit::Gap)),
        Some(Rule::Port { .. }) => Some(tooth(&key.port, Fit::Misses)),
        _ if key.port.is_empty() => None,
        _ => Some(tooth(&key.port, Fit::Fits)),
    };
    let path_fit = match refused_by {
        None | Some(Rule::Label { .. }) => Fit::Fits,
        Some(Rule::Path { .. }) => Fit::Misses,
        _ => Fit::Idle,
    };
    let path = (!key.path.is_empty()).then(|| tooth(&key.path, path_fit));
    Teeth { kin, labels, port, path }
}

/// Whether a key is meant for this registry, nearly: the names end alike.
fn is_near(key: &[AttrValue], image: &[AttrValue]) -> bool {
    let compared = image.len().min(2);
    key.len() >= compared && key.iter().rev().take(compared).eq(image.iter().rev().take(compared))
}

/// The reason in two or three words.
pub(super) fn why(refused_by: Option<&Rule>, kin: Kin, turn: Option<usize>) -> AttrValue {
    match (turn, refused_by) {
        (Some(turn), _) => t!("fits, tried {turn}", turn = ordinal(turn)),
        (None, Some(Rule::NotAUrl(_))) => t!("not a URL"),
        (None, Some(Rule::Scheme { .. })) => t!("scheme read as host"),
        (None, Some(Rule::BadPattern)) => t!("broken pattern"),
        (None, _) if kin == Kin::Other => t!("other registry"),
        (None, Some(Rule::Port { key, .. })) if key.is_empty() => t!("port missing"),
        (None, Some(Rule::Port { image, .. })) if image.is_empty() => t!("image has no port"),
        (None, Some(Rule::Port { .. })) => t!("port differs"),
        (None, Some(Rule::LabelCount { key, image })) => {
            t!("{key} labels, not {image}", key = key, image = image)
        }
        (None, Some(Rule::Path { .. })) => t!("path differs"),
        (None, Some(Rule::Label { number, .. })) => t!("label {number} differs", number = number),
        (None, None) => t!("not used"),
    }
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub(super) fn ordinal(number: usize) -> AttrValue {
    match (number % 10, number % 100) {
        (1, last) if last != 11 => t!("{number}st", number = number),
        (2, last) if last != 12 => t!("{number}nd", number = number),
        (3, last) if last != 13 => t!("{number}rd", number = number),
        _ => t!("{number}th", number = number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every tooth as its text behind a sign: `=` fits, `!` misses, `~` gap, `?` not compared.
    fn drawn(teeth: &Teeth) -> String {
        let all = teeth.labels.iter().chain(&teeth.port).chain(&teeth.path);
        let all = all.map(|tooth| {
            let sign = match tooth.fit {
                Fit::Fits => '=',
                Fit::Misses => '!',
                Fit::Gap => '~',
                Fit::Idle => '?',
            };
            format!("{sign}{}", tooth.text)
        });
        all.collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(key: &str, rule: Option<Rule>, expect: &str, kin: Kin) {
        let lock = Split::new("registry.example.com:5000/team/shop").into_lock();
        let teeth = teeth(key, &lock, rule.as_ref(), rule.is_none());
        assert_eq!((drawn(&teeth).as_str(), teeth.kin), (expect, kin));
    }

    #[test]
    fn what_the_rule_compared_is_marked() {
        check("*.example.com:5000/team", None, "=* =example =com =:5000 =/team", Kin::Fit);
        let port = Rule::Port { key: vec![], image: b"5000".to_vec() };
        check("registry.example.com", Some(port), "=registry =example =com ~no port", Kin::Near);
        let path = Rule::Path { key: b"/tools".to_vec(), image: b"/team/shop".to_vec() };
        check(
            "registry.example.com:5000/tools",
            Some(path),
            "=registry =example =com =:5000 !/tools",
            Kin::Near,
        );
        let count = Rule::LabelCount { key: 4, image: 3 };
        check(
            "*.registry.example.com:5000",
            Some(count),
            "!* =registry =example =com =:5000",
            Kin::Near,
        );
        let count = Rule::LabelCount { key: 2, image: 3 };
        check(
            "example.com:5000/team",
            Some(count),
            "~1 label missing =example =com =:5000 ?/team",
            Kin::Near,
        );
        let label = Rule::Label { number: 1, key: b"r*t".to_vec(), image: b"registry".to_vec() };
        check(
            "r*t.example.com:5000",
            Some(label),
            "!r*t =example =com =:5000".replace("=example =com", "?example ?com").as_str(),
            Kin::Near,
        );
        let count = Rule::LabelCount { key: 2, image: 3 };
        check("quay.io:5000", Some(count), "~1 label missing ?quay ?io =:5000", Kin::Other);
    }

    #[test]
    fn numbers_have_their_endings() {
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 13, 21, 112].map(|it| ordinal(it).to_string()).join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 112th"
        );
    }
}
