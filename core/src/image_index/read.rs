//! An index as it is pasted: what a registry answers, and what clients print of it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::Platform;
use crate::digest::Digest;
use crate::json::{Data, Value};

/// The media types of an index.
const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";
const DOCKER_LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
/// The media types of what an index lists.
const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";

/// The annotations that say that a manifest describes another one, and which.
const REFERENCE_TYPE: &str = "vnd.docker.reference.type";
const REFERENCE_DIGEST: &str = "vnd.docker.reference.digest";
const ATTESTATION: &str = "attestation-manifest";
/// The annotation of a manifest whose layers are compressed with Zstandard.
const ZSTD: &str = "io.github.containers.compression.zstd";

/// An image index, or a manifest list of Docker: one name, and a manifest for each platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Which of the two it is.
    pub format: IndexFormat,
    /// The name that the text gives with it: `docker manifest inspect -v` repeats the image.
    pub name: Option<String>,
    /// What it lists, in its order.
    pub entries: Vec<Entry>,
}

/// The two formats of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IndexFormat {
    /// `application/vnd.oci.image.index.v1+json`.
    Oci,
    /// `application/vnd.docker.distribution.manifest.list.v2+json`.
    Docker,
}

impl IndexFormat {
    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Oci => "oci",
            Self::Docker => "docker",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Oci => OCI_INDEX,
            Self::Docker => DOCKER_LIST,
        }
    }

    /// What people call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oci => "image index",
            Self::Docker => "manifest list",
        }
    }
}

/// One manifest of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its digest.
    pub digest: String,
    /// Its media type; empty when the text does not say it.
    pub media_type: String,
    /// Bytes of the manifest, not of the image.
    pub size: Option<u64>,
    /// What it is for.
    pub platform: Option<Platform>,
    /// The digest of the manifest that this one describes, of an attestation; it may be empty.
    pub attests: Option<String>,
    /// Whether it says that its layers are compressed with Zstandard.
    pub zstd: bool,
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// Where its platform stands; the whole entry when it has none.
    pub platform_span: Range<usize>,
}

impl Entry {
    /// Whether it is an index itself.
    pub fn is_index(&self) -> bool {
        matches!(self.media_type.as_str(), OCI_INDEX | DOCKER_LIST)
    }

    /// Whether it is the manifest of an image.
    pub fn is_manifest(&self) -> bool {
        matches!(self.media_type.as_str(), OCI_MANIFEST | DOCKER_MANIFEST)
    }
}

impl Index {
    /// Reads what a registry answers for the name of an image that exists for several platforms.
    ///
    /// It is taken from any of: `crane manifest`, `skopeo inspect --raw`, `docker manifest inspect`
    /// with and without `-v`, `docker buildx imagetools inspect --raw`, `regctl manifest get
    /// --format raw-body`.
    ///
    /// ```
    /// use pullscope_core::image_index::Index;
    /// use pullscope_core::json;
    ///
    /// let text = r#"{"schemaVersion": 2, "manifests": [
    ///     {"digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ///      "platform": {"os": "linux", "architecture": "arm64"}}]}"#;
    /// let index = Index::read(&json::parse(text, 256)?).expect("it is an index");
    /// assert_eq!(index.entries[0].platform.as_ref().unwrap().to_string(), "linux/arm64");
    ///
    /// let error = Index::read(&json::parse(r#"{"config": {}, "layers": []}"#, 256)?).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "this is the manifest of one image, and every node gets it; an index has manifests"
    /// );
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When it is no index, or a member has another type than it has to have; the first such place.
    ///
    /// Upstream: `Index` in opencontainers/image-spec `specs-go/v1/index.go`;
    /// `ValidateUnambiguousManifestFormat` in containers/image `internal/manifest/common.go` and
    /// `validateMediaType` in containerd `core/images/image.go`.
    pub fn read(value: &Value<'_>) -> Result<Self, IndexError> {
        match &value.data {
            // `docker manifest inspect -v` prints a list for an index.
            Data::Array(items) => Self::read_verbose(items, value),
            Data::Object(_) if value.get("manifests").is_some() => Self::read_raw(value),
            Data::Object(_) if value.get("Descriptor").is_some() => {
                Err(IndexError::new(IndexErrorKind::OneManifest, value))
            }
            Data::Object(_) if is_single(value) => {
                Err(IndexError::new(IndexErrorKind::OneManifest, value))
            }
            _ => Err(IndexError::new(IndexErrorKind::NotAnIndex, value)),
        }
    }

    fn read_raw(value: &Value<'_>) -> Result<Self, IndexError> {
        for member in ["config", "layers", "fsLayers", "history"] {
            if let Some(found) = value.get(member).filter(|it| !it.is_null()) {
                return Err(IndexError::new(IndexErrorKind::Ambiguous { member }, found));
            }
        }
        let format = match text(value, "mediaType")? {
            Some((OCI_INDEX, _)) | None => IndexFormat::Oci,
            Some((DOCKER_LIST, _)) => IndexFormat::Docker,
            Some((_, at)) => return Err(IndexError::new(IndexErrorKind::MediaType, at)),
        };
        let Some(manifests) = value.get("manifests") else {
            return Err(IndexError::new(IndexErrorKind::NotAnIndex, value));
        };
        let listed = match &manifests.data {
            Data::Array(items) => items.as_slice(),
            Data::Null => &[],
            _ => return Err(wrong_type("manifests", "a list", manifests)),
        };
        let entries = listed.iter().map(|it| entry(it, it)).collect::<Result<_, _>>()?;
        Ok(Self { format, name: None, entries })
    }

    /// `[{"Ref": "docker.io/library/app:1@sha256:…", "Descriptor": {…}, "OCIManifest": {…}}, …]`
    fn read_verbose(items: &[Value<'_>], value: &Value<'_>) -> Result<Self, IndexError> {
        let mut entries = Vec::with_capacity(items.len());
        let mut name = None;
        let mut format = IndexFormat::Oci;
        for item in items {
            let Some(descriptor) = item.get("Descriptor") else {
                return Err(IndexError::new(IndexErrorKind::NotAnIndex, item));
            };
            if let Some((reference, _)) = text(item, "Ref")?
                && name.is_none()
            {
                let end = reference.find('@').unwrap_or(reference.len());
                name = Some(reference[..end].to_string()).filter(|it| !it.is_empty());
            }
            let entry = entry(descriptor, item)?;
            // A list of Docker's holds manifests of Docker's.
            if entry.media_type == DOCKER_MANIFEST {
                format = IndexFormat::Docker;
            }
            entries.push(entry);
        }
        match entries.is_empty() {
            true => Err(IndexError::new(IndexErrorKind::NotAnIndex, value)),
            false => Ok(Self { format, name, entries }),
        }
    }
}

/// Whether an object looks like an index, or like what lists its manifests.
#[cfg(feature = "text")]
pub(crate) fn looks_like_index(value: &Value<'_>) -> bool {
    match &value.data {
        Data::Object(_) => {
            let listed = value.get("manifests").and_then(Value::as_array);
            let is_typed = value
                .get("mediaType")
                .and_then(Value::as_str)
                .is_some_and(|it| matches!(it, OCI_INDEX | DOCKER_LIST));
            is_typed || listed.is_some_and(|it| it.iter().any(|it| it.get("digest").is_some()))
        }
        Data::Array(items) => items.first().is_some_and(|first| {
            first.get("Descriptor").is_some_and(|it| it.get("digest").is_some())
        }),
        _ => false,
    }
}

/// Whether an object is the manifest of one image.
fn is_single(value: &Value<'_>) -> bool {
    value.get("layers").is_some()
        || value.get("config").is_some()
        || value.get("fsLayers").is_some()
}

fn entry(value: &Value<'_>, whole: &Value<'_>) -> Result<Entry, IndexError> {
    if value.as_object().is_none() {
        return Err(wrong_type("an entry of manifests", "an object", value));
    }
    let Some((digest, at)) = text(value, "digest")? else {
        return Err(IndexError::new(IndexErrorKind::NoDigest, value));
    };
    if let Err(error) = Digest::parse(digest) {
        return Err(IndexError::new(IndexErrorKind::Digest { why: error.to_string() }, at));
    }
    let size = match value.get("size") {
        None => None,
        Some(size) => match &size.data {
            Data::Null => None,
            Data::Number(number) => match number.parse() {
                Ok(number) => Some(number),
                Err(_) => return Err(wrong_type("size", "a number of bytes", size)),
            },
            _ => return Err(wrong_type("size", "a number of bytes", size)),
        },
    };
    let platform = value.get("platform").filter(|it| !it.is_null());
    let annotations = value.get("annotations").filter(|it| !it.is_null());
    let annotation = |key: &str| annotations.and_then(|it| it.get(key)).and_then(Value::as_str);
    let attests = (annotation(REFERENCE_TYPE) == Some(ATTESTATION))
        .then(|| annotation(REFERENCE_DIGEST).unwrap_or_default().to_string());
    Ok(Entry {
        digest: digest.to_string(),
        media_type: text(value, "mediaType")?.map_or("", |it| it.0).to_string(),
        size,
        platform_span: platform.map_or_else(|| whole.span.clone(), |it| it.span.clone()),
        platform: platform.map(read_platform).transpose()?,
        attests,
        zstd: annotation(ZSTD) == Some("true"),
        span: whole.span.clone(),
    })
}

fn read_platform(value: &Value<'_>) -> Result<Platform, IndexError> {
    if value.as_object().is_none() {
        return Err(wrong_type("platform", "an object", value));
    }
    let member = |name| Ok(text(value, name)?.map_or("", |it| it.0).to_string());
    let mut os_features = Vec::new();
    match value.get("os.features").map(|it| (it, &it.data)) {
        None | Some((_, Data::Null)) => {}
        Some((_, Data::Array(items))) => {
            for item in items {
                match item.as_str() {
                    Some(feature) => os_features.push(feature.to_string()),
                    None => return Err(wrong_type("os.features", "a list of texts", item)),
                }
            }
        }
        Some((it, _)) => return Err(wrong_type("os.features", "a list of texts", it)),
    }
    Ok(Platform {
        os: member("os")?,
        architecture: member("architecture")?,
        variant: member("variant")?,
        os_version: member("os.version")?,
        os_features,
    })
}

/// A member that is a text where it is there.
fn text<'v, 'a>(
    value: &'v Value<'a>,
    name: &'static str,
) -> Result<Option<(&'v str, &'v Value<'a>)>, IndexError> {
    match value.get(name) {
        None => Ok(None),
        Some(found) => match &found.data {
            Data::Null => Ok(None),
            Data::String(text) => Ok(Some((text, found))),
            _ => Err(wrong_type(name, "a text", found)),
        },
    }
}

fn wrong_type(member: &'static str, expected: &'static str, at: &Value<'_>) -> IndexError {
    IndexError::new(IndexErrorKind::WrongType { member, expected }, at)
}

/// Why a document is no index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexError {
    kind: IndexErrorKind,
    span: Range<usize>,
}

impl IndexError {
    fn new(kind: IndexErrorKind, at: &Value<'_>) -> Self {
        Self { kind, span: at.span.clone() }
    }

    /// What is wrong, for code.
    pub fn kind(&self) -> &IndexErrorKind {
        &self.kind
    }

    /// Bytes of the text that are wrong.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// The kinds of [`IndexError`].
#[expect(missing_docs, reason = "each variant's line names its fields")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexErrorKind {
    /// It has no list of manifests.
    NotAnIndex,
    /// It is the manifest of one image.
    OneManifest,
    /// It has `manifests`, and `member`, which the manifest of one image has.
    Ambiguous { member: &'static str },
    /// Its media type is neither of the two.
    MediaType,
    /// An entry has no digest.
    NoDigest,
    /// A digest is none, and why.
    Digest { why: String },
    /// The `member` has to be `expected`.
    WrongType { member: &'static str, expected: &'static str },
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text;
        f.write_str(match &self.kind {
            IndexErrorKind::NotAnIndex => {
                "this is no image index, which is an object with a list of manifests"
            }
            IndexErrorKind::OneManifest => {
                "this is the manifest of one image, and every node gets it; an index has manifests"
            }
            IndexErrorKind::Ambiguous { member } => {
                text = format!(
                    "it has manifests, as an index, and {member}, as the manifest of one image: \
                     runtimes refuse what may be either"
                );
                &text
            }
            IndexErrorKind::MediaType => {
                "the media type is neither that of an image index nor of a manifest list"
            }
            IndexErrorKind::NoDigest => "the entry has no digest, by which it would be fetched",
            IndexErrorKind::Digest { why } => {
                text = format!("the digest of an entry is none: {why}");
                &text
            }
            IndexErrorKind::WrongType { member, expected } => {
                text = format!("{member} has to be {expected}");
                &text
            }
        })
    }
}

impl core::error::Error for IndexError {}
