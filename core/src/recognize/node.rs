//! What a node holds: the object, and lists of its images.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::{Recognition, What, text_of};
use crate::Version;
use crate::json::{Data, Value};
use crate::text::{Document, Prose, Syntax, verbatim};

/// An image that is on a node, by one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeImage {
    /// The name as the list has it, put together from its columns: `docker.io/library/nginx:1.27`.
    /// Docker leaves out `docker.io/library/`.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// Its bytes, where the list tells them; from a table only about, since it rounds them.
    pub size: Option<u64>,
}

/// What a Node object says.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'v> {
    /// `metadata.name`.
    pub name: Option<&'v str>,
    /// `status.nodeInfo.kubeletVersion`, always a string.
    pub kubelet_version: Option<&'v Value<'v>>,
    /// `status.nodeInfo.containerRuntimeVersion`, always a string: `containerd://2.1.0`.
    pub runtime_version: Option<&'v Value<'v>>,
    /// `status.nodeInfo.architecture`, always a string.
    pub architecture: Option<&'v Value<'v>>,
    /// `status.nodeInfo.operatingSystem`, always a string: `linux`.
    pub operating_system: Option<&'v Value<'v>>,
    /// `status.nodeInfo.kernelVersion`, always a string; on Windows `10.0.20348.2031`.
    pub kernel_version: Option<&'v Value<'v>>,
}

impl Node<'_> {
    /// The release of its kubelet, if it is known here.
    pub fn version(&self) -> Option<Version> {
        self.kubelet_version?.as_str()?.parse().ok()
    }
}

/// What a Node object says; `None` for an object of another kind.
///
/// ```
/// use pullscope_core::recognize::node;
/// use pullscope_core::text::documents;
///
/// let read = documents("kind: Node\nstatus: {nodeInfo: {kubeletVersion: v1.31.4+k3s1}}");
/// let node = node(&read.docs[0].root).unwrap();
/// assert_eq!(node.version().unwrap().to_string(), "1.31");
/// ```
pub fn node<'v>(object: &'v Value<'v>) -> Option<Node<'v>> {
    (text_of(object, "kind")? == "Node").then_some(())?;
    let info = object.get("status").and_then(|it| it.get("nodeInfo"));
    let of_info = |key: &str| info.and_then(|it| it.get(key)).filter(|it| it.as_str().is_some());
    Some(Node {
        name: object.get("metadata").and_then(|it| text_of(it, "name")),
        kubelet_version: of_info("kubeletVersion"),
        runtime_version: of_info("containerRuntimeVersion"),
        architecture: of_info("architecture"),
        operating_system: of_info("operatingSystem"),
        kernel_version: of_info("kernelVersion"),
    })
}

/// The images that a document says are on a node: a Node's `status.images` (the kubelet lists its 50
/// largest there), tables of `crictl images`, `docker images`, `nerdctl images` and `ctr images ls`,
/// JSON of `crictl images -o json` and `docker image inspect`.
///
/// ```
/// use pullscope_core::recognize::images_on_node;
/// use pullscope_core::text::documents;
///
/// let read = documents("IMAGE                TAG    IMAGE ID   SIZE\nregistry.k8s.io/etcd 3.5.0  004811815  99MB\n");
/// let images = images_on_node(read.text, &read.docs[0]);
/// assert_eq!(images[0].name, "registry.k8s.io/etcd:3.5.0");
/// ```
pub fn images_on_node(text: &str, document: &Document<'_>) -> Vec<NodeImage> {
    if document.syntax == Syntax::Prose(Prose::ImageTable) {
        return table(text, document.span.clone());
    }
    let root = &document.root;
    let mut images = Vec::new();
    let mut names = |value: Option<&Value<'_>>, size: Option<u64>| {
        for name in value.and_then(Value::as_array).unwrap_or_default() {
            // Without a tag, Docker and crictl write `<none>`.
            if let Some(written) =
                name.as_str().filter(|it| !it.is_empty() && !it.contains("<none>"))
            {
                let span = verbatim(text, name).unwrap_or_else(|| name.span.clone());
                images.push(NodeImage { name: written.to_string(), span, size });
            }
        }
    };
    if document.kind.as_deref() == Some("Node") {
        let listed = root.get("status").and_then(|it| it.get("images"));
        for image in listed.and_then(Value::as_array).unwrap_or_default() {
            names(image.get("names"), image.get("sizeBytes").and_then(bytes));
        }
        return images;
    }
    let listed = root.get("images").unwrap_or(root).as_array();
    for image in listed.unwrap_or_default() {
        for key in ["repoTags", "repoDigests", "RepoTags", "RepoDigests"] {
            let size = ["size", "Size"].into_iter().find_map(|it| image.get(it));
            names(image.get(key), size.and_then(bytes));
        }
    }
    images
}

/// A number of bytes: `crictl` writes it as a string.
fn bytes(value: &Value<'_>) -> Option<u64> {
    match &value.data {
        Data::Number(text) => text.parse().ok(),
        _ => value.as_str()?.parse().ok(),
    }
}

/// An object or a list that says which images are there.
pub(super) fn recognize_images(root: &Value<'_>) -> Option<Recognition> {
    let first = root.get("images").unwrap_or(root).as_array()?.first()?;
    let member = first
        .as_object()?
        .iter()
        .find(|it| matches!(&*it.key, "repoTags" | "repoDigests" | "RepoTags" | "RepoDigests"))?;
    let why = format!("the member {} is one of a list of images", member.key);
    Some(Recognition::new(What::NodeImages, member.key_span.clone(), why))
}

/// The rows of a table, below its headings.
fn table(text: &str, span: Range<usize>) -> Vec<NodeImage> {
    let mut images = Vec::new();
    let mut columns: Option<Columns> = None;
    let mut start = span.start;
    for line in text[span].split_inclusive(['\n', '\r']) {
        let at = start;
        start += line.len();
        if let Some(found) = Columns::of(line) {
            columns = Some(found);
            continue;
        }
        if let Some(columns) = &columns
            && let Some((name, span)) = columns.name(line)
        {
            let span = at + span.start..at + span.end;
            images.push(NodeImage { name, span, size: written_size(line) });
        }
    }
    images
}

/// The size in a row: a number with a unit, in powers of 1000 as `crictl` and `docker` write it, or of
/// 1024 with an `i`. It stands after the name; of several, as `nerdctl` tells them, the last is that
/// of the layers as they are downloaded.
fn written_size(line: &str) -> Option<u64> {
    let words = line.split_whitespace().skip(1);
    let pairs = words.clone().zip(words.clone().skip(1).chain([""]));
    pairs.filter_map(|(word, next)| size_of(word).or_else(|| size_of_two(word, next))).last()
}

/// `1.2` and `GiB` as two words.
fn size_of_two(number: &str, unit: &str) -> Option<u64> {
    let is_number = number.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    is_number.then(|| size_of(&format!("{number}{unit}"))).flatten()
}

/// `99MB`, `1.2GiB`, `512B`.
fn size_of(word: &str) -> Option<u64> {
    let unit_at = word.find(|it: char| it.is_ascii_alphabetic())?;
    let (number, unit) = word.split_at(unit_at);
    let (base, prefix) = match unit.strip_suffix("iB") {
        Some(prefix) => (1_024_u64, prefix),
        None => (1_000, unit.strip_suffix('B')?),
    };
    let power = match prefix {
        "" => 0,
        "k" | "K" => 1,
        "M" => 2,
        "G" => 3,
        "T" => 4,
        _ => return None,
    };
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || rest.len() > 6 || !is_number(whole) || !is_number(rest) {
        return None;
    }
    let unit = base.pow(power);
    let whole = whole.parse::<u64>().ok()?.checked_mul(unit)?;
    let tenth = 10_u64.pow(u32::try_from(rest.len()).ok()?);
    let rest = rest.parse::<u64>().unwrap_or_default() * unit / tenth;
    whole.checked_add(rest)
}

/// Which words of a row make the name.
struct Columns {
    tag: bool,
    digest: bool,
}

impl Columns {
    fn of(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let first = words.next()?;
        matches!(first, "IMAGE" | "REPOSITORY" | "REF").then_some(())?;
        let tag = words.next() == Some("TAG");
        Some(Self { tag, digest: tag && words.next() == Some("DIGEST") })
    }

    fn name(&self, line: &str) -> Option<(String, Range<usize>)> {
        let mut words = line.split_whitespace();
        let first = words.next()?;
        let start = line.len() - line.trim_start().len();
        let mut end = start + first.len();
        // `ctr` lists the digests of configurations as well, which are names of nothing.
        if first == "<none>" || first.starts_with("sha256:") || first.starts_with('-') {
            return None;
        }
        let mut name = first.to_string();
        if self.tag {
            let tag = words.next()?;
            let digest = self.digest.then(|| words.next()).flatten();
            end += line[end..].find(tag)? + tag.len();
            match (tag, digest) {
                ("<none>", Some(digest)) if digest.starts_with("sha256:") => {
                    name = format!("{name}@{digest}");
                    end += line[end..].find(digest)? + digest.len();
                }
                ("<none>", _) => return None,
                _ => name = format!("{name}:{tag}"),
            }
        }
        Some((name, start..end))
    }
}
