//! What changed with a release: for each change two cases of one text, in two releases, whose
//! answers differ.
//!
//! A row is a folder `corpus/cases/matrix/ROW`, a case in it is named for its release: `1.34.case`.

use std::collections::BTreeSet;

use super::Case;

/// Every row: its folder, and what changed.
const ROWS: [(&str, &str); 28] = [
    ("credential-providers", "KubeletCredentialProviders on by default since 1.24"),
    ("cloud-providers", "DisableKubeletCloudCredentialProviders on by default since 1.29"),
    ("max-parallel-pulls", "maxParallelImagePulls since 1.27"),
    ("runtime-class", "RuntimeClassInImageCriApi since 1.29, off"),
    ("image-volume", "ImageVolume on by default since 1.35"),
    ("image-volume-digest", "ImageVolumeWithDigest since 1.36, off"),
    ("verification", "KubeletEnsureSecretPulledImages on by default since 1.35"),
    (
        "service-account-tokens",
        "KubeletServiceAccountTokenForCredentialProviders on by default since 1.34",
    ),
    ("empty-name", "a pull Secret without a name is skipped in silence since 1.21"),
    ("old-images", "AlwaysPullImages passes updates without new images since 1.21"),
    ("missing-secret", "the event about a missing pull Secret since 1.28"),
    ("unparsable-image", "the error about an image that is no reference quotes it since 1.28"),
    ("special-errors", "RegistryUnavailable and SignatureValidationFailed since 1.28"),
    ("ipv6-host", "IPv6 registry hosts since 1.29"),
    ("upper-case-host", "registry hosts in upper case since 1.29"),
    ("long-repository", "255 bytes are counted without the registry since 1.32"),
    ("inspect-always", "the runtime is not asked for the image under Always since 1.32"),
    ("long-secret", "other words for what is too long since 1.32"),
    ("back-off-message", "the back-off tells the error since 1.32"),
    ("malformed-secret", "a malformed Secret is the reason of waiting since 1.33"),
    ("keyrings", "keyrings of their own for the node's file and each provider since 1.33"),
    ("provider-directory", "a directory of credential providers since 1.34"),
    ("cache-type", "cacheType is mandatory in tokenAttributes since 1.34"),
    ("late-lookup", "credentials are looked up late since 1.35"),
    ("record-api", "the records of pulls are in v1beta1 since 1.35"),
    ("allowlist", "a name of the allowlist covers every tag since 1.36"),
    ("record-names", "the records of pulls keep names as they are typed since 1.36"),
    ("url-colons", "one colon in the host of a URL since 1.36"),
];

/// Rows without what shows them, and folders that are no row.
pub(super) fn gaps(cases: &[Case], gaps: &mut Vec<String>) {
    let folder = |case: &Case| {
        let folder = case.path.parent()?;
        let is_row = folder.parent()?.ends_with("matrix");
        is_row.then(|| folder.file_name().map(|it| it.to_string_lossy().into_owned()))?
    };
    for (row, what) in ROWS {
        let pair: Vec<&Case> =
            cases.iter().filter(|it| folder(it).as_deref() == Some(row)).collect();
        if let Some(gap) = difference(&pair) {
            gaps.push(format!("matrix/{row}, {what}: {gap}"));
        }
    }
    let folders: BTreeSet<String> = cases.iter().filter_map(folder).collect();
    for it in folders.iter().filter(|it| ROWS.iter().all(|(row, ..)| row != it)) {
        gaps.push(format!("matrix/{it} is the folder of no row"));
    }
}

/// Why two cases do not show that a release changes something.
fn difference(pair: &[&Case]) -> Option<&'static str> {
    let [one, other] = pair else { return Some("it has not two cases") };
    let answer = |case: &Case| {
        let lines = case.expectations().map(|it| (it.name.clone(), it.value.clone()));
        lines.collect::<Vec<_>>()
    };
    let is_named = |case: &Case| {
        let name = case.path.file_stem().unwrap_or_default().to_string_lossy();
        name == case.options.kubernetes.to_string()
    };
    if one.text != other.text {
        return Some("its texts differ");
    }
    if !is_named(one) || !is_named(other) {
        return Some("a case is not named for its release");
    }
    (answer(one) == answer(other)).then_some("its answers do not differ")
}
