//! What changed with a release: for each change two cases of one text, in two releases, whose
//! answers differ; or a test beside the rule, where no text that a person pastes shows it yet.
//!
//! A row is a folder `corpus/cases/matrix/ROW`, a case in it is named for its release: `1.34.case`.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use super::Case;
use super::catalogue::root;

/// What shows a row.
enum Shown {
    /// Two cases of one text.
    Cases,
    /// A test: its file, from the root of the project on, and its name.
    Test(&'static str, &'static str),
}
use Shown::{Cases, Test};

/// Every row: its folder, and what changed.
const ROWS: [(&str, &str, Shown); 19] = [
    ("credential-providers", "KubeletCredentialProviders on by default since 1.24", Cases),
    ("cloud-providers", "DisableKubeletCloudCredentialProviders on by default since 1.29", Cases),
    (
        "max-parallel-pulls",
        "maxParallelImagePulls since 1.27",
        Test(
            "core/src/kubelet/configuration/tests.rs",
            "a_field_of_a_later_release_is_passed_over",
        ),
    ),
    ("runtime-class", "RuntimeClassInImageCriApi since 1.29, off", Cases),
    ("image-volume", "ImageVolume on by default since 1.35", Cases),
    ("image-volume-digest", "ImageVolumeWithDigest since 1.36, off", Cases),
    ("verification", "KubeletEnsureSecretPulledImages on by default since 1.35", Cases),
    (
        "service-account-tokens",
        "KubeletServiceAccountTokenForCredentialProviders on by default since 1.34",
        Cases,
    ),
    ("empty-name", "a pull Secret without a name is skipped in silence since 1.21", Cases),
    (
        "old-images",
        "AlwaysPullImages passes updates without new images since 1.21",
        Test(
            "core/src/api_server/tests.rs",
            "always_pull_images_in_1_20_looks_at_every_update_and_at_no_volume",
        ),
    ),
    ("missing-secret", "the event about a missing pull Secret since 1.28", Cases),
    ("ipv6-host", "IPv6 registry hosts since 1.29", Cases),
    ("upper-case-host", "registry hosts in upper case since 1.29", Cases),
    ("long-repository", "255 bytes are counted without the registry since 1.32", Cases),
    ("back-off-message", "the back-off tells the error since 1.32", Cases),
    ("malformed-secret", "a malformed Secret is the reason of waiting since 1.33", Cases),
    (
        "cache-type",
        "cacheType is mandatory in tokenAttributes since 1.34",
        Test("core/src/credential_provider/tests.rs", "texts_of_older_releases"),
    ),
    (
        "late-lookup",
        "credentials are looked up late since 1.35",
        Test("core/src/kubelet/verification/tests.rs", "before_1_35_credentials_are_made_first"),
    ),
    (
        "allowlist",
        "a name of the allowlist covers every tag, and records keep the name as typed, since 1.36",
        Test(
            "core/src/kubelet/verification/allowlist/tests.rs",
            "before_1_36_a_name_covers_only_an_image_without_tag_and_digest",
        ),
    ),
];

/// Rows without what shows them, and folders that are no row.
pub(super) fn gaps(cases: &[Case], gaps: &mut Vec<String>) -> io::Result<()> {
    let folder = |case: &Case| {
        let folder = case.path.parent()?;
        let is_row = folder.parent()?.ends_with("matrix");
        is_row.then(|| folder.file_name().map(|it| it.to_string_lossy().into_owned()))?
    };
    for (row, what, shown) in ROWS {
        match shown {
            Cases => {
                let pair: Vec<&Case> =
                    cases.iter().filter(|it| folder(it).as_deref() == Some(row)).collect();
                if let Some(gap) = difference(&pair) {
                    gaps.push(format!("matrix/{row}, {what}: {gap}"));
                }
            }
            Test(file, name) => {
                if !fs::read_to_string(root().join(file))?.contains(&format!("fn {name}()")) {
                    gaps.push(format!("{row}, {what}: {file} has no test {name}"));
                }
            }
        }
    }
    let folders: BTreeSet<String> = cases.iter().filter_map(folder).collect();
    for it in folders.iter().filter(|it| ROWS.iter().all(|(row, ..)| row != it)) {
        gaps.push(format!("matrix/{it} is the folder of no row"));
    }
    Ok(())
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
