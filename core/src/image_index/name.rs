//! Names that end with an architecture: `pause-amd64`.

use core::ops::Range;

use crate::reference::Reference;

/// The architectures that Kubernetes' own images were published for, and their other names.
const ARCHITECTURES: [(&str, &str); 13] = [
    ("amd64", "amd64"),
    ("x86_64", "amd64"),
    ("arm64", "arm64"),
    ("arm64v8", "arm64"),
    ("aarch64", "arm64"),
    ("arm", "arm"),
    ("armhf", "arm"),
    ("arm32v7", "arm"),
    ("arm32v6", "arm"),
    ("ppc64le", "ppc64le"),
    ("s390x", "s390x"),
    ("riscv64", "riscv64"),
    ("386", "386"),
];

/// An architecture in the name of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchitectureInName {
    /// As Go names it: `arm64`.
    pub architecture: &'static str,
    /// Where it stands in the written reference, in bytes.
    pub span: Range<usize>,
    /// Whether it is the end of the repository; else of the tag.
    pub in_repository: bool,
}

/// The architecture at the end of the repository's last component, or of the tag.
///
/// The name is one of people: no component of Kubernetes and no runtime reads it, and a node of
/// another architecture pulls the image all the same.
///
/// ```
/// use pullscope_core::Reference;
/// use pullscope_core::image_index::architecture_in_name;
///
/// let found = |text| architecture_in_name(&Reference::parse(text).unwrap()).map(|it| it.architecture);
/// assert_eq!(found("registry.k8s.io/pause-amd64:3.1"), Some("amd64"));
/// assert_eq!(found("ghcr.io/team/app:1.4-arm64"), Some("arm64"));
/// assert_eq!(found("registry.k8s.io/pause:3.10"), None);
/// ```
///
/// Upstream: the manifests of kubernetes `build/pause` and `test/images`.
pub fn architecture_in_name(reference: &Reference<'_>) -> Option<ArchitectureInName> {
    let spans = reference.spans();
    let text = reference.input();
    let ends = |span: Range<usize>, in_repository| {
        let (_, end) = text[span.clone()].rsplit_once(['-', '_', '/', '.'])?;
        // `x86_64` holds a mark of its own.
        let end = if text[span.clone()].ends_with("x86_64") { "x86_64" } else { end };
        let architecture = ARCHITECTURES.iter().find(|it| it.0 == end)?.1;
        let span = span.end - end.len()..span.end;
        let before = text[..span.start].ends_with(['-', '_', '.']);
        before.then_some(ArchitectureInName { architecture, span, in_repository })
    };
    let tag = spans.tag.clone().and_then(|it| ends(it, false));
    ends(spans.repository, true).or(tag)
}
