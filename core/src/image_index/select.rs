//! Which manifest of an index a node takes, and why not each other.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::containerd::{self, Node};
use super::{Entry, Index, IndexFormat, Platform, containers_image, windows};
use crate::go::Quoted;

/// Who chooses among the manifests of an index: the part of a runtime that pulls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Puller {
    /// containerd 2.1 and later, with its transfer service. It fetches the manifests of the node's
    /// own platform, and no others, then takes the first of the usual order; where that one was not
    /// fetched, the pull fails.
    #[default]
    Containerd,
    /// containerd up to 2.0, or with `use_local_image_pull`: the first of the usual order is fetched
    /// and taken.
    ContainerdLocal,
    /// CRI-O.
    CriO,
    /// Docker, below cri-dockerd: the order of containerd.
    Docker,
}

impl Puller {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Containerd, Self::ContainerdLocal, Self::CriO, Self::Docker];

    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Containerd => "containerd",
            Self::ContainerdLocal => "containerdLocal",
            Self::CriO => "crio",
            Self::Docker => "docker",
        }
    }

    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Containerd => "containerd 2.1 and later",
            Self::ContainerdLocal => "containerd up to 2.0",
            Self::CriO => "CRI-O",
            Self::Docker => "Docker",
        }
    }
}

/// What a node takes of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The number of the manifest that it takes.
    pub chosen: Option<usize>,
    /// What is said of each manifest, in the order of the index.
    pub verdicts: Vec<Verdict>,
    /// Why the pull fails; `None` when it takes one.
    pub refusal: Option<NoManifest>,
}

/// What is said of one manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its place among those that the node takes, from 0; `None` when it does not take it.
    pub place: Option<usize>,
    /// What decides.
    pub why: Why,
    /// The same in a sentence that names the values.
    pub sentence: String,
}

/// What decides about one manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It is for the node's platform.
    Exact,
    /// It is for an older processor, whose programs the node runs.
    Fallback,
    /// It names no platform, and is taken where no other is.
    NoPlatform,
    /// It is in the order, but this runtime fetches the node's own platform alone.
    NotFetched,
    /// It is for another operating system.
    Os,
    /// It is for another architecture.
    Architecture,
    /// It is for another variant of the architecture.
    Variant,
    /// It is for another version of the operating system.
    OsVersion,
    /// It asks for a feature that the node does not have.
    OsFeatures,
    /// It describes another manifest, and is no image.
    Attestation,
    /// It has no platform, and the format asks for one.
    PlatformMissing,
}

impl Why {
    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Fallback => "fallback",
            Self::NoPlatform => "noPlatform",
            Self::NotFetched => "notFetched",
            Self::Os => "os",
            Self::Architecture => "architecture",
            Self::Variant => "variant",
            Self::OsVersion => "osVersion",
            Self::OsFeatures => "osFeatures",
            Self::Attestation => "attestation",
            Self::PlatformMissing => "platformMissing",
        }
    }
}

/// Why a node takes no manifest. `Display` is a sentence of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoManifest {
    puller: Puller,
    format: IndexFormat,
    platform: Platform,
    kind: NoManifestKind,
}

/// The kinds of [`NoManifest`].
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoManifestKind {
    /// None is for the platform. `configuration` says whether one without a platform was looked
    /// into.
    NoMatch { configuration: bool },
    /// The first of the order, with this `digest`, is not of the node's own platform, and is not
    /// fetched.
    NotFetched { digest: String },
    /// What comes first is no manifest but something of this `media_type`.
    NotAManifest { digest: String, media_type: String },
}

impl NoManifest {
    /// What is wrong, for code.
    pub fn kind(&self) -> &NoManifestKind {
        &self.kind
    }

    /// The runtime's text, as it stands in an event after `failed to pull and unpack image` and the
    /// like. `index` is the digest of the index itself, which some of the texts name.
    ///
    /// Upstream: `LimitManifests` and `Manifest` in containerd `core/images`, `ReaderAt` in
    /// `core/metadata/content.go`; `chooseInstance` in containers/image `internal/manifest`.
    pub fn upstream(&self, index: &str) -> String {
        match (&self.kind, self.puller) {
            (NoManifestKind::NotFetched { digest }, _) => {
                format!("content digest {digest}: not found")
            }
            (NoManifestKind::NotAManifest { digest, media_type }, _) => {
                format!("unexpected media type {media_type} for {digest}: not found")
            }
            (NoManifestKind::NoMatch { configuration: false }, Puller::ContainerdLocal) => {
                "no match for platform in manifest: not found".to_string()
            }
            (NoManifestKind::NoMatch { .. }, Puller::Containerd | Puller::ContainerdLocal) => {
                format!("no match for platform in manifest {index}: not found")
            }
            (NoManifestKind::NoMatch { .. }, Puller::CriO) => format!(
                "no image found in {} for architecture {}, variant {}, OS {}",
                self.format.as_str(),
                Quoted(self.platform.architecture.as_bytes()),
                Quoted(containers_image::first_variant(&self.platform).as_bytes()),
                Quoted(self.platform.os.as_bytes()),
            ),
            (NoManifestKind::NoMatch { .. }, Puller::Docker) => {
                format!("no matching manifest for {} in the manifest list entries", self.platform)
            }
        }
    }
}

impl fmt::Display for NoManifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (platform, format) = (&self.platform, self.format.as_str());
        match &self.kind {
            NoManifestKind::NoMatch { .. } => {
                write!(f, "the {format} has no manifest that a node of {platform} takes")
            }
            NoManifestKind::NotFetched { .. } => write!(
                f,
                "the {format} has no manifest for {platform} itself, and containerd since 2.1 does \
                 not fetch one for an older processor"
            ),
            NoManifestKind::NotAManifest { media_type, .. } => {
                write!(f, "what fits {platform} is of type {media_type:?}, and no manifest")
            }
        }
    }
}

impl core::error::Error for NoManifest {}

impl Index {
    /// Which manifest a node takes, and what is said of each.
    ///
    /// ```
    /// use pullscope_core::image_index::{Index, Platform, Puller, Why};
    /// use pullscope_core::json;
    ///
    /// let digest = |c: &str| format!("sha256:{}", c.repeat(64));
    /// let text = format!(
    ///     r#"{{"schemaVersion": 2, "manifests": [
    ///     {{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "{}",
    ///      "platform": {{"os": "linux", "architecture": "amd64"}}}},
    ///     {{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "{}",
    ///      "platform": {{"os": "linux", "architecture": "arm", "variant": "v6"}}}}]}}"#,
    ///     digest("a"), digest("b")
    /// );
    /// let index = Index::read(&json::parse(&text, 256)?)?;
    /// let node: Platform = "linux/arm/v7".parse()?;
    ///
    /// let taken = index.select(&node, Puller::ContainerdLocal);
    /// assert_eq!(taken.chosen, Some(1));
    /// assert_eq!(taken.verdicts[1].why, Why::Fallback);
    /// assert_eq!(
    ///     taken.verdicts[0].sentence,
    ///     "it is for amd64, and the node is arm/v7"
    /// );
    ///
    /// let refused = index.select(&node, Puller::Containerd).refusal.unwrap();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "the image index has no manifest for linux/arm/v7 itself, and containerd since 2.1 does \
    ///      not fetch one for an older processor"
    /// );
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// Upstream: `pullImageWithTransferService` in containerd
    /// `internal/cri/server/images/image_pull.go`, `ImageFilter` in `core/transfer/image`,
    /// `Manifest` in `core/images/image.go`; `ChooseInstanceByCompression` in containers/image;
    /// `filterManifests` in moby `distribution/pull_v2_unix.go`.
    pub fn select(&self, platform: &Platform, puller: Puller) -> Selection {
        match puller {
            Puller::CriO => self.select_as_cri_o(platform),
            _ => self.select_as_containerd(platform, puller),
        }
    }

    fn select_as_containerd(&self, platform: &Platform, puller: Puller) -> Selection {
        let node = Node::new(platform);
        let normalized: Vec<Option<Platform>> = self
            .entries
            .iter()
            .map(|it| it.platform.as_ref().map(|it| node.normalize(it)))
            .collect();
        let near = |at: usize| normalized[at].as_ref().and_then(|it| node.near(it));
        let fits = |at: &usize| normalized[*at].is_none() || near(*at).is_some();
        let is_fetched = |at: usize| {
            puller != Puller::Containerd
                || normalized[at].as_ref().is_none_or(|it| node.is_exact(it))
        };
        let mut order: Vec<(usize, Option<u32>)> =
            (0..self.entries.len()).filter(fits).map(|at| (at, near(at))).collect();
        crate::order::sort_by(&mut order, |a, b| {
            containerd::order(&node, (&self.entries[a.0], a.1), (&self.entries[b.0], b.1))
        });
        let mut verdicts: Vec<Verdict> = normalized
            .iter()
            .zip(&self.entries)
            .map(|(normalized, entry)| why_not(&node, normalized.as_ref(), entry))
            .collect();
        for (place, &(at, near)) in order.iter().enumerate() {
            let entry = &self.entries[at];
            let why = match near {
                None => Why::NoPlatform,
                _ if !is_fetched(at) => Why::NotFetched,
                Some(0) => Why::Exact,
                Some(_) => Why::Fallback,
            };
            verdicts[at] = taken(entry, node.platform(), why, place);
        }
        let first = order.first().map(|it| it.0);
        let refusal = match first {
            None => Some(NoManifestKind::NoMatch { configuration: false }),
            Some(at) => self.not_a_manifest(at).or_else(|| {
                // No configuration fits a processor of which containerd knows nothing.
                let is_unknown = near(at).is_none() && node.near(node.platform()).is_none();
                let digest = self.entries[at].digest.clone();
                match is_fetched(at) {
                    false => Some(NoManifestKind::NotFetched { digest }),
                    true if is_unknown => Some(NoManifestKind::NoMatch { configuration: true }),
                    true => None,
                }
            }),
        };
        self.selection(platform, puller, first, verdicts, refusal)
    }

    fn select_as_cri_o(&self, platform: &Platform) -> Selection {
        let near = |at: &usize| {
            Some((containers_image::near(platform, &self.entries[*at], self.format)?, *at))
        };
        let mut order: Vec<(usize, usize)> =
            (0..self.entries.len()).filter_map(|at| near(&at)).collect();
        // A manifest list knows no annotations.
        let is_zstd = |at: usize| self.format == IndexFormat::Oci && self.entries[at].zstd;
        crate::order::sort_by_key(&mut order, |&(near, at)| (near, !is_zstd(at), at));
        let node = Node::new(platform);
        let mut verdicts: Vec<Verdict> =
            self.entries.iter().map(|it| why_not_cri_o(platform, it)).collect();
        for (place, &(_, at)) in order.iter().enumerate() {
            let entry = &self.entries[at];
            let why = match &entry.platform {
                None => Why::NoPlatform,
                Some(it) if it.variant == platform.variant => Why::Exact,
                Some(it) if node.is_exact(&node.normalize(it)) => Why::Exact,
                Some(_) => Why::Fallback,
            };
            verdicts[at] = taken(entry, platform, why, place);
        }
        let first = order.first().map(|it| it.1);
        let refusal = first.is_none().then_some(NoManifestKind::NoMatch { configuration: false });
        self.selection(platform, Puller::CriO, first, verdicts, refusal)
    }

    /// What is no manifest cannot be run. A text may leave the type out.
    fn not_a_manifest(&self, at: usize) -> Option<NoManifestKind> {
        let entry = &self.entries[at];
        let is_known = entry.media_type.is_empty() || entry.is_manifest() || entry.is_index();
        (!is_known).then(|| NoManifestKind::NotAManifest {
            digest: entry.digest.clone(),
            media_type: entry.media_type.clone(),
        })
    }

    fn selection(
        &self,
        platform: &Platform,
        puller: Puller,
        first: Option<usize>,
        verdicts: Vec<Verdict>,
        refusal: Option<NoManifestKind>,
    ) -> Selection {
        let platform = platform.clone();
        let format = self.format;
        Selection {
            chosen: first.filter(|_| refusal.is_none()),
            verdicts,
            refusal: refusal.map(|kind| NoManifest { puller, format, platform, kind }),
        }
    }
}

/// What is said of a manifest that stands at `place` in the order.
fn taken(entry: &Entry, node: &Platform, why: Why, place: usize) -> Verdict {
    let what = match &entry.platform {
        Some(platform) => of(platform),
        None => "no platform".to_string(),
    };
    let mut sentence = match why {
        Why::Exact => format!("it is for {what}, as the node is"),
        Why::Fallback => format!("it is for {what}, whose programs {} runs", of(node)),
        Why::NotFetched => format!(
            "it is for {what}, whose programs {} runs, but this runtime fetches the node's own \
             platform alone",
            of(node)
        ),
        _ => "it names no platform, so its configuration decides whether it fits".to_string(),
    };
    if entry.is_index() {
        sentence += "; it is an index itself, in which the choice goes on";
    }
    if place > 0 {
        sentence += "; another one comes before it";
    }
    Verdict { place: Some(place), why, sentence }
}

fn why_not(node: &Node, normalized: Option<&Platform>, entry: &Entry) -> Verdict {
    let own = node.platform();
    let (Some(other), Some(written)) = (normalized, &entry.platform) else {
        return not(Why::PlatformMissing, "it names no platform".to_string());
    };
    if let Some(verdict) = attestation(entry) {
        return verdict;
    }
    let is_near = node.near(&Platform {
        os_version: String::new(),
        os_features: Vec::new(),
        ..other.clone()
    });
    if other.os != own.os && is_near.is_none() {
        return not(
            Why::Os,
            format!("it is for {}, and the node runs {}", name(&written.os), own.os),
        );
    }
    if is_near.is_none() {
        return architecture_or_variant(own, written, other.architecture == own.architecture);
    }
    if !node.runs_version(other) {
        return not(Why::OsVersion, os_version(own, other));
    }
    let lacks = other.os_features.iter().find(|it| !own.os_features.contains(it));
    let feature = lacks.map_or("", String::as_str);
    not(Why::OsFeatures, format!("it asks for {feature:?}, which the node does not have"))
}

fn why_not_cri_o(node: &Platform, entry: &Entry) -> Verdict {
    let Some(other) = &entry.platform else {
        let why = "it names no platform, and is passed over in a manifest list of Docker";
        return not(Why::PlatformMissing, why.to_string());
    };
    if let Some(verdict) = attestation(entry) {
        return verdict;
    }
    if other.os != node.os {
        let why = format!("it is for {}, and the node runs {}", name(&other.os), node.os);
        return not(Why::Os, why);
    }
    architecture_or_variant(node, other, other.architecture == node.architecture)
}

fn attestation(entry: &Entry) -> Option<Verdict> {
    let is_unknown = entry.platform.as_ref().is_some_and(Platform::is_unknown);
    match &entry.attests {
        Some(digest) if !digest.is_empty() => {
            let why = format!("it describes how {digest} was built, and is no image");
            Some(not(Why::Attestation, why))
        }
        Some(_) => {
            let why = "it describes how another manifest was built, and is no image";
            Some(not(Why::Attestation, why.to_string()))
        }
        None if is_unknown => {
            let why = "its platform is unknown/unknown, as of what is no image to run";
            Some(not(Why::Attestation, why.to_string()))
        }
        None => None,
    }
}

fn architecture_or_variant(node: &Platform, other: &Platform, is_same: bool) -> Verdict {
    let why = if is_same { Why::Variant } else { Why::Architecture };
    not(why, format!("it is for {}, and the node is {}", of(other), of(node)))
}

fn os_version(node: &Platform, other: &Platform) -> String {
    let named = |version: &str| match windows::release(version) {
        Some(release) => format!("{version} ({release})"),
        None => version.to_string(),
    };
    let mut sentence = format!(
        "it is for Windows {}, and the node is {}",
        named(&other.os_version),
        named(&node.os_version)
    );
    if let Some((lowest, highest)) = windows::builds(&node.os_version) {
        sentence += &match lowest == highest {
            true => format!(", which runs build {highest} alone"),
            false => format!(", which runs builds {lowest} to {highest}"),
        };
    }
    sentence
}

fn not(why: Why, sentence: String) -> Verdict {
    Verdict { place: None, why, sentence }
}

/// Architecture and variant.
fn of(platform: &Platform) -> String {
    match platform.variant.as_str() {
        "" => name(&platform.architecture).to_string(),
        variant => format!("{}/{variant}", name(&platform.architecture)),
    }
}

/// A name that may be missing.
fn name(text: &str) -> &str {
    if text.is_empty() { "no name" } else { text }
}
