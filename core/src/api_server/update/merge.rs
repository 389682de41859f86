//! The lists of a Pod spec before and after an update.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

use super::{Kept, NoName, Rule, Update, Write};
use crate::api_server::defaults::{self, Outcome, Policy};
use crate::api_server::{ApiServer, Parts, text};
use crate::json::{Data, Value};
use crate::workload::{ImageField, PodSpec, Role, pod_spec, pod_spec_path};

/// The lists that matter, and their elements' key is `name` in each.
const LISTS: [&str; 5] =
    ["initContainers", "containers", "ephemeralContainers", "volumes", PULL_SECRETS];
const PULL_SECRETS: &str = "imagePullSecrets";

pub(super) struct Lists<'v>(pub(super) Vec<List<'v>>);

/// One list of the Pod spec, before and after the update.
pub(super) struct List<'v> {
    pub(super) name: &'static str,
    pub(super) before: Vec<Slot<'v>>,
    pub(super) after: Vec<Slot<'v>>,
    /// Bytes of the list in the new version.
    pub(super) span: Option<Range<usize>>,
}

/// One element of a list.
#[derive(Clone)]
pub(super) struct Slot<'v> {
    pub(super) name: &'v str,
    /// The image and its policy as stored; a volume of another sort and a pull Secret have none.
    pub(super) image: Option<(&'v str, &'v str)>,
    /// What is told of it, where the new version has it.
    pub(super) kept: Option<Kept<'v>>,
}

impl<'v> Lists<'v> {
    pub(super) fn of(update: &Update<'v>, server: ApiServer) -> Result<Self, NoName> {
        let old = Version::of(update.kind, update.old);
        let new = Version::of(update.kind, update.new);
        let last = match update.write {
            Write::Apply(last) => last.map(|it| Version::of(update.kind, it)),
            Write::Replace | Write::Patch => None,
        };
        let server = old.spec.map_or(server, |old| server.updating(&old));
        let merge = Merge { path: pod_spec_path(update.kind), update, server, old, new, last };
        LISTS.into_iter().map(|name| merge.list(name)).collect::<Result<_, _>>().map(Self)
    }
}

/// A Pod spec, and what names an image there by the place of its element in memory.
struct Version<'v> {
    spec: Option<PodSpec<'v>>,
    images: BTreeMap<*const Value<'v>, ImageField<'v>>,
}

impl<'v> Version<'v> {
    fn of(kind: &str, object: &'v Value<'v>) -> Self {
        let spec = pod_spec(kind, object).ok().flatten();
        let images = spec.as_ref().map(|it| Parts::of(it).images).unwrap_or_default();
        let images = images.into_iter().map(|image| (core::ptr::from_ref(image.element), image));
        Self { spec, images: images.collect() }
    }

    fn list(&self, name: &str) -> Option<&'v Value<'v>> {
        self.spec.and_then(|it| it.value.get(name))
    }

    fn elements(&self, name: &str) -> &'v [Value<'v>] {
        self.list(name).and_then(Value::as_array).unwrap_or_default()
    }

    fn image(&self, element: &'v Value<'v>) -> Option<&ImageField<'v>> {
        self.images.get(&core::ptr::from_ref(element))
    }
}

fn name_of<'v>(element: &'v Value<'v>) -> &'v str {
    text(element.get("name"))
}

fn by_name<'v>(elements: &'v [Value<'v>]) -> BTreeMap<&'v str, &'v Value<'v>> {
    elements.iter().map(|it| (name_of(it), it)).collect()
}

struct Merge<'u, 'v> {
    path: Option<&'static str>,
    update: &'u Update<'v>,
    server: ApiServer,
    old: Version<'v>,
    new: Version<'v>,
    last: Option<Version<'v>>,
}

impl<'v> Merge<'_, 'v> {
    fn list(&self, name: &'static str) -> Result<List<'v>, NoName> {
        let before: Vec<Slot<'v>> =
            self.old.elements(name).iter().map(|it| self.stored(it)).collect();
        let new = self.new.list(name);
        let replaces = matches!(self.update.write, Write::Replace);
        let after = match new.map(|it| &it.data) {
            _ if replaces => self.replaced(name),
            // What was applied before and is no more is taken out as a whole.
            None if self.last.as_ref().is_some_and(|it| it.list(name).is_some()) => Vec::new(),
            None => before.clone(),
            Some(Data::Array(elements)) => {
                self.names(name)?;
                self.merged(name, elements)
            }
            Some(_) => Vec::new(),
        };
        Ok(List { name, before, after, span: new.map(|it| it.span.clone()) })
    }

    /// An element of the stored object.
    fn stored(&self, element: &'v Value<'v>) -> Slot<'v> {
        let image = self.old.image(element).map(|image| {
            let policy = defaults::policy(image, self.server);
            (image.text().unwrap_or_default(), stored_text(policy.outcome, image.policy_text()))
        });
        Slot { name: name_of(element), image, kept: None }
    }

    fn replaced(&self, name: &str) -> Vec<Slot<'v>> {
        let old = by_name(self.old.elements(name));
        let old = |name| old.get(name).and_then(|it| self.old.image(it));
        let new = self.new.elements(name).iter();
        new.map(|element| self.slot(element, old(name_of(element)), None, true)).collect()
    }

    fn merged(&self, name: &str, elements: &'v [Value<'v>]) -> Vec<Slot<'v>> {
        let last = self.last.as_ref().map(|it| it.elements(name)).unwrap_or_default();
        let (last, new) = (by_name(last), by_name(elements));
        let old: BTreeSet<&str> = self.old.elements(name).iter().map(name_of).collect();
        let mut after: Vec<Slot<'v>> = Vec::new();
        for element in self.old.elements(name) {
            let last = last.get(name_of(element)).copied();
            match new.get(name_of(element)) {
                Some(new) => {
                    let old = self.old.image(element);
                    after.push(self.slot(new, old, last, false));
                }
                None if last.is_none() => after.push(self.stored(element)),
                None => {}
            }
        }
        let added = elements.iter().filter(|it| !old.contains(name_of(it)));
        after.extend(added.map(|element| self.slot(element, None, None, false)));
        sort_as(&mut after, elements);
        after
    }

    /// An element of the new version, over that of the same name in the stored object.
    fn slot(
        &self,
        element: &'v Value<'v>,
        old: Option<&ImageField<'v>>,
        last: Option<&'v Value<'v>>,
        replaces: bool,
    ) -> Slot<'v> {
        let name = name_of(element);
        let Some(new) = self.new.image(element) else {
            return Slot { name, image: None, kept: None };
        };
        let stored = old.map(|it| (it, defaults::policy(it, self.server)));
        let applied = |member| last.is_some_and(|it| member_of(it, new.role, member).is_some());
        let is_merged = !replaces && old.is_some();
        let [image_member, policy_member] = members(new.role);
        // What is left out stays in a merge, unless it was applied before.
        let image_stays = is_merged
            && member_of(element, new.role, image_member).is_none()
            && !applied(image_member);
        let policy_stays = is_merged
            && member_of(element, new.role, policy_member).is_none()
            && !applied(policy_member);
        let mut now = new.clone();
        if image_stays {
            now.image = old.and_then(|it| it.image);
        }
        let fresh = defaults::policy(&now, self.server).outcome;
        let (outcome, written, rule) = match &stored {
            Some((old, stored)) if policy_stays => (stored.outcome, old.policy_text(), Rule::Stays),
            _ if !new.policy_text().is_empty() => (fresh, new.policy_text(), Rule::Written),
            None => (fresh, "", Rule::New),
            Some(_) if replaces => (fresh, "", Rule::Replaced),
            Some(_) => (fresh, "", Rule::TakenOut),
        };
        let image = now.text().unwrap_or_default();
        let Policy { path, span, .. } = defaults::policy(new, self.server);
        let stored = stored.map(|it| it.1);
        let kept = Kept { path, span, role: new.role, name, image, outcome, rule, stored, fresh };
        Slot { name, image: Some((image, stored_text(outcome, written))), kept: Some(kept) }
    }

    /// Whether each element can be found by its name, where two lists are merged.
    fn names(&self, list: &'static str) -> Result<(), NoName> {
        let old = self.old.elements(list);
        let last = self.last.as_ref().map(|it| it.elements(list)).unwrap_or_default();
        let lacks_key = |element: &&Value<'_>| element.get("name").is_none();
        // A stored pull Secret without a name has no such member; a container's is there and empty.
        let is_stored_without = |element: &&Value<'_>| name_of(element).is_empty();
        let merges = !old.is_empty() || !last.is_empty();
        let new = self.new.elements(list).iter().enumerate();
        let stored = old.iter().enumerate().filter(|_| list == PULL_SECRETS);
        let found = None
            .or_else(|| new.filter(|_| merges).find(|it| lacks_key(&it.1)).map(|it| (it, false)))
            .or_else(|| stored.clone().find(|it| is_stored_without(&it.1)).map(|it| (it, true)));
        let at_last = || last.iter().enumerate().find(|it| lacks_key(&it.1)).map(|it| (it, true));
        match found.or_else(at_last) {
            None => Ok(()),
            Some(((index, element), is_stored)) => {
                let path = format!("{}.{list}[{index}]", self.path.unwrap_or_default());
                Err(NoName { path, span: element.span.clone(), is_stored })
            }
        }
    }
}

/// Puts what the new version holds into its order, and leaves the rest where it is.
///
/// Upstream: `normalizeElementOrder` in kubernetes `apimachinery/pkg/util/strategicpatch/patch.go`.
fn sort_as(after: &mut [Slot<'_>], elements: &[Value<'_>]) {
    let order: BTreeMap<&str, usize> =
        elements.iter().enumerate().map(|(at, it)| (name_of(it), at)).collect();
    let places: Vec<usize> =
        (0..after.len()).filter(|at| order.contains_key(after[*at].name)).collect();
    let mut sorted: Vec<Slot<'_>> = places.iter().map(|at| after[*at].clone()).collect();
    crate::order::sort_by_key(&mut sorted, |it| order.get(it.name));
    for (at, slot) in places.into_iter().zip(sorted) {
        after[at] = slot;
    }
}

/// The policy as it stands in the stored object.
fn stored_text(outcome: Outcome, written: &str) -> &str {
    outcome.policy().map_or(written, |it| it.as_str())
}

/// The members that hold the image and its policy.
fn members(role: Role) -> [&'static str; 2] {
    match role {
        Role::ImageVolume => ["reference", "pullPolicy"],
        _ => ["image", "imagePullPolicy"],
    }
}

/// A member that holds the image or its policy, `null` included.
fn member_of<'v>(element: &'v Value<'v>, role: Role, member: &str) -> Option<&'v Value<'v>> {
    match role {
        Role::ImageVolume => element.get("image")?.get(member),
        _ => element.get(member),
    }
}
