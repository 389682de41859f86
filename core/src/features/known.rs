//! Every feature gate of the kubelet, and what a release says of one that it does not take.
//!
//! ```text
//! featureGates: {Name: true} ──► known? ──► locked to the other value? ──► set
//!                                no: the kubelet ends     yes: it ends     ──► needs gates that are off?
//! ```
//!
//! | | up to 1.30 | 1.31 to 1.34 | since 1.35 |
//! | --- | --- | --- | --- |
//! | how many errors are told | the first | all locked gates, up to the first unknown one | the same |
//! | a gate that needs another one, which is off | | | an error |
//!
//! Upstream walks a map, so the order of its errors is any; here it is that of the text, and of the
//! names where gates need each other.
//!
//! ```
//! use pullscope_core::features::known::GateMap;
//! use pullscope_core::version::Version;
//!
//! let refused = GateMap::new(Version::NEWEST).set(&[("ImageVolumes", true)]).unwrap_err();
//! assert_eq!(refused[0].to_string(), "unrecognized feature gate: ImageVolumes");
//! ```
//!
//! Upstream: `unsafeSetFromMap` in kubernetes `component-base/featuregate/feature_gate.go`; the gates
//! themselves stand in `known.txt`, with the releases that were asked.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;

use super::{Gate, Gates, Stage};
use crate::version::Version;

static KNOWN: &str = include_str!("known.txt");

/// A gate that at least one release knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    line: &'static str,
}

/// What a release says of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Its stage; `None` for a deprecated one.
    pub stage: Option<Stage>,
    /// Whether it is on where nobody sets it.
    pub default: bool,
    /// Whether it cannot be set to the other value.
    pub locked: bool,
}

/// All of them, by name.
pub fn all() -> impl Iterator<Item = Known> {
    KNOWN.lines().filter(|it| !it.starts_with('#')).map(|line| Known { line })
}

/// The gate of that name, letter for letter.
pub fn named(name: &str) -> Option<Known> {
    all().find(|it| it.name() == name)
}

impl Known {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.line.split(' ').next().unwrap_or_default()
    }

    /// What a release says of it; `None` where the release does not know it.
    pub fn state(self, version: Version) -> Option<State> {
        let history = self.line.split(" needs ").next().unwrap_or_default();
        let last = history.split(' ').skip(1).map_while(|it| it.split_at_checked(2));
        let (_, state) = last.take_while(|it| since(it.0) <= version.minor()).last()?;
        let stage = match state.bytes().next()? {
            b'a' => Some(Stage::Alpha),
            b'b' => Some(Stage::Beta),
            b's' => Some(Stage::Stable),
            b'd' => None,
            _ => return None,
        };
        Some(State { stage, default: state.contains('+'), locked: state.contains('!') })
    }

    /// The gates that have to be on where this one is, by name.
    pub fn needs(self, version: Version) -> impl Iterator<Item = &'static str> {
        let needs = self.line.split_once(" needs ").map_or("", |it| it.1);
        let listed = needs.split(' ').filter_map(|it| it.split_once(':'));
        let last = listed.take_while(|it| since(it.0) <= version.minor()).last();
        last.map_or("", |it| it.1).split(',').filter(|it| !it.is_empty())
    }

    /// The first and the last release that know it.
    pub fn releases(self) -> Option<RangeInclusive<Version>> {
        let mut known = Version::all().filter(|it| self.state(*it).is_some());
        let first = known.next()?;
        Some(first..=known.next_back().unwrap_or(first))
    }
}

fn since(digits: &str) -> u8 {
    digits.parse().unwrap_or(u8::MAX)
}

/// Which gates a kubelet runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateMap {
    version: Version,
    /// What was set, by name, and what `AllAlpha` and `AllBeta` set with it.
    set: BTreeMap<&'static str, bool>,
}

impl GateMap {
    /// Those of a release, where nobody sets one.
    pub fn new(version: Version) -> Self {
        Self { version, set: BTreeMap::new() }
    }

    /// The release.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The same with some gates set, as a kubelet takes them.
    ///
    /// # Errors
    ///
    /// What the kubelet says of the gates that it does not take; then it does not start.
    pub fn set(mut self, gates: &[(&str, bool)]) -> Result<Self, Vec<Refused>> {
        let mut refused = Vec::new();
        let tells_all = self.version.minor() >= 31;
        for &(name, on) in gates {
            let known = named(name).and_then(|it| Some((it, it.state(self.version)?)));
            let Some((known, state)) = known else {
                refused.push(Refused::Unknown { name: name.to_string() });
                return Err(refused);
            };
            if state.locked && state.default != on {
                refused.push(Refused::Locked { name: known.name(), on });
                if tells_all {
                    continue;
                }
                return Err(refused);
            }
            self.set.insert(known.name(), on);
        }
        for (all_of, stage) in [("AllAlpha", Stage::Alpha), ("AllBeta", Stage::Beta)] {
            let Some(&on) = self.set.get(all_of) else { continue };
            let of_stage = |it: &Known| {
                it.state(self.version).is_some_and(|it| it.stage == Some(stage))
                    && it.name() != all_of
            };
            for known in all().filter(of_stage) {
                self.set.entry(known.name()).or_insert(on);
            }
        }
        if refused.is_empty() {
            refused = self.unmet();
        }
        if refused.is_empty() { Ok(self) } else { Err(refused) }
    }

    /// The gates that are on and need one that is off.
    fn unmet(&self) -> Vec<Refused> {
        let unmet = all().filter_map(|it| {
            let mut off: Vec<_> = it.needs(self.version).collect();
            off.retain(|name| !self.is_on(name));
            let is_unmet = !off.is_empty() && self.is_on(it.name());
            is_unmet.then(|| Refused::Needs { name: it.name(), off })
        });
        unmet.collect()
    }

    /// Whether a gate is on; one that the release does not know is off.
    pub fn is_on(&self, name: &str) -> bool {
        match self.set.get(name) {
            Some(on) => *on,
            None => named(name).and_then(|it| it.state(self.version)).is_some_and(|it| it.default),
        }
    }

    /// Those of them that touch the pulling of images.
    pub fn about_images(&self) -> Gates {
        Gate::ALL.into_iter().fold(Gates::new(self.version), |gates, gate| {
            match self.set.get(gate.as_str()) {
                Some(on) => gates.with(gate, *on),
                None => gates,
            }
        })
    }
}

/// A gate that a release does not take. Its text is the kubelet's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The release does not know it.
    Unknown {
        /// Its name, as written.
        name: String,
    },
    /// It cannot be set so.
    Locked {
        /// Its name.
        name: &'static str,
        /// What was wanted.
        on: bool,
    },
    /// It is on, and needs gates that are off.
    Needs {
        /// Its name.
        name: &'static str,
        /// The gates that are off, by name.
        off: Vec<&'static str>,
    },
}

impl Refused {
    /// The gate.
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown { name } => name,
            Self::Locked { name, .. } | Self::Needs { name, .. } => name,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name } => write!(f, "unrecognized feature gate: {name}"),
            Self::Locked { name, on } => {
                write!(f, "cannot set feature gate {name} to {on}, feature is locked to {}", !on)
            }
            Self::Needs { name, off } => {
                write!(
                    f,
                    "{name} is enabled, but depends on features that are disabled: [{}]",
                    off.join(" ")
                )
            }
        }
    }
}

impl core::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(minor: u8) -> Version {
        Version::new(minor).expect("a known release")
    }

    #[track_caller]
    fn refused(minor: u8, gates: &[(&str, bool)], expect: &[&str]) {
        let said = GateMap::new(version(minor)).set(gates).err().unwrap_or_default();
        assert_eq!(said.iter().map(ToString::to_string).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn every_line_can_be_read() {
        let mut names = Vec::new();
        for known in all() {
            let releases = known.releases().unwrap_or_else(|| panic!("{}", known.line));
            assert!(releases.start() <= releases.end());
            names.push(known.name());
            for release in Version::all() {
                for name in known.needs(release) {
                    let needed = named(name).and_then(|it| it.state(release));
                    assert!(needed.is_some(), "{} needs {name} in {release}", known.name());
                }
            }
        }
        assert!(names.is_sorted() && names.len() > 400);
    }

    /// As long as a release still knows a gate.
    #[test]
    fn the_gates_about_images_are_the_same_here() {
        for gate in Gate::ALL {
            let known = named(gate.as_str()).expect("every gate about images is known");
            for release in Version::all() {
                let Some(state) = known.state(release) else { continue };
                assert_eq!(
                    (state.stage, state.default),
                    (gate.stage(release), gate.default_in(release))
                );
            }
        }
    }

    #[test]
    fn the_defaults_of_a_release_need_nothing() {
        for release in Version::all() {
            assert!(GateMap::new(release).set(&[]).is_ok(), "{release}");
        }
    }

    #[test]
    fn a_gate_is_refused_in_the_words_of_the_release() {
        let gates = [("Nothing", true), ("KubeletCredentialProviders", false)];
        refused(20, &gates[1..], &[]);
        let locked = "cannot set feature gate KubeletCredentialProviders to false, feature is locked to true";
        refused(26, &gates[1..], &[locked]);
        refused(28, &gates[1..], &["unrecognized feature gate: KubeletCredentialProviders"]);
        refused(26, &gates, &["unrecognized feature gate: Nothing"]);
        let two = [("ImageMaximumGCAge", false), ("ImageVolume", false)];
        refused(
            36,
            &two,
            &[
                "cannot set feature gate ImageMaximumGCAge to false, feature is locked to true",
                "cannot set feature gate ImageVolume to false, feature is locked to true",
            ],
        );
        let needs = "WorkloadWithJob is enabled, but depends on features that are disabled: [GenericWorkload]";
        refused(36, &[("WorkloadWithJob", true)], &[needs]);
        refused(36, &[("WorkloadWithJob", true), ("GenericWorkload", true)], &[]);
    }

    #[test]
    fn all_alpha_and_all_beta_leave_what_is_set() {
        let gate = "KubeletEnsureSecretPulledImages";
        let on = |minor, gates: &[(&str, bool)]| {
            GateMap::new(version(minor))
                .set(gates)
                .map(|it| it.about_images().is_on(Gate::KubeletEnsureSecretPulledImages))
        };
        assert_eq!(on(33, &[("AllAlpha", true)]), Ok(true));
        assert_eq!(on(33, &[("AllAlpha", true), (gate, false)]), Ok(false));
        assert_eq!(on(34, &[("AllBeta", true)]), Ok(false));
        assert_eq!(on(34, &[("AllBeta", true), (gate, true)]), Ok(true));
        assert_eq!(on(36, &[(gate, false)]), Ok(false));
    }
}
