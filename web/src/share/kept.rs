//! The workspace that a person asked this browser to keep, without secrets.

use web_sys::Storage;
use yew::AttrValue;

use super::Shared;
use crate::texts::t;

/// Under this name, and no other, something is stored.
const NAME: &str = "pullscope-workspace";

/// What is kept; `None` when the person did not ask for it, or took it back.
pub(crate) fn kept() -> Option<Shared> {
    let json = storage()?.get_item(NAME).ok().flatten()?;
    // What cannot be read any more is as good as none; the switch stays on.
    Some(Shared::of_json(&json).unwrap_or_default())
}

/// Keeps this workspace in place of what was kept.
///
/// # Errors
///
/// A sentence for the person: the browser has no room, or keeps nothing. What was kept is gone then,
/// so that no older text comes back in place of this one.
pub(crate) fn keep(shared: &Shared) -> Result<(), AttrValue> {
    let refused = || t!("This browser does not keep the workspace: it is too large, or forbidden.");
    let storage = storage().ok_or_else(refused)?;
    storage.set_item(NAME, &shared.to_json()).map_err(|_| {
        forget();
        refused()
    })
}

/// Forgets what is kept.
pub(crate) fn forget() {
    if let Some(storage) = storage() {
        // Where nothing can be removed, nothing was kept.
        let _ = storage.remove_item(NAME);
    }
}

/// A browser may forbid it, as for a file from a disk.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
