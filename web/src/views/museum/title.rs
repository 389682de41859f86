//! What each exhibit shows, in a few words.

use yew::AttrValue;

use crate::texts::t;

/// The title of the exhibit of a cause, by its number in `tests/corpus/README.md`; empty for another.
pub(super) fn title(cause: usize) -> AttrValue {
    match cause {
        1 => t!("The key names the registry without its port"),
        2 => t!("Docker Hub under a name that no key has"),
        3 => t!("The Secret is in another namespace"),
        4 => t!("The Pod names a Secret that is not there"),
        5 => t!("The Secret has the type Opaque"),
        6 => t!("The layout of the value belongs to the other type"),
        7 => t!("Base64 where text is expected"),
        8 => t!("The passwords are in a credential helper"),
        9 => t!("The ServiceAccount’s Secrets are not added to the Pod’s own"),
        10 => t!("The ServiceAccount was changed after the Pod was made"),
        11 => t!("imagePullSecrets stands in a container"),
        12 => t!("Two credentials for one registry"),
        13 => t!("A star with another number of labels"),
        14 => t!("A path that ends within a segment"),
        15 => t!("User name and password without auth"),
        16 => t!("A key that was copied with white space"),
        17 => t!("A token that was valid for hours"),
        18 => t!("Upper case in the first part is a registry"),
        19 => t!("A scheme before the name"),
        20 => t!("A short name on CRI-O"),
        21 => t!("The policy was stored when the tag was another"),
        22 => t!("The node has the image under another name"),
        23 => t!("Another Pod pulled the image with a credential"),
        24 => t!("configs has the mirrored registry, not the host that is asked"),
        25 => t!("A mirror’s key that is no registry"),
        26 => t!("The path of an endpoint is not where images are"),
        27 => t!("A rewrite names a group that is not there"),
        28 => t!("K3s does not read a registries.yml"),
        29 => t!("A wildcard mirror takes the registry itself away"),
        30 => t!("A misspelt key at the top"),
        31 => t!("One large image keeps the others waiting"),
        32 => t!("A credential provider that is never asked"),
        33 => t!("The digest decides, the tag is not looked at"),
        34 => t!("429 from Docker Hub although there is a Secret"),
        35 => t!("No manifest for the platform of the node"),
        36 => t!("The certificate of a mirror is known under another name"),
        37 => t!("The error is of another program than the kubelet"),
        _ => AttrValue::default(),
    }
}
