//! What is likely of a function that no profile knows: what is known of those beside it.

use std::collections::HashMap;

use crate::profile::Profile;

/// The beginning of the names of the workspace's crates.
const OURS: &str = "pullscope_";

/// For each function whether it is idle: the profile says so, or it is not known and all that stands
/// beneath the nearest path that is known is idle. A function that is new in a view that nobody opened is.
pub(crate) fn idle(names: &[String], profile: &Profile) -> Vec<bool> {
    // Whether all beneath a path is idle, as far as it is known.
    let mut paths: HashMap<&str, bool> = HashMap::new();
    for name in names.iter().filter(|name| profile.knows(name)) {
        for path in above(name) {
            *paths.entry(path).or_insert(true) &= profile.is_idle(name);
        }
    }
    let is_idle = |name: &String| match profile.knows(name) {
        true => profile.is_idle(name),
        false => above(name).find_map(|path| paths.get(path).copied()).unwrap_or_default(),
    };
    names.iter().map(is_idle).collect()
}

/// The paths that a function of ours stands beneath, the nearest first; of one that others make for our
/// types, those of the first such type.
fn above(name: &str) -> impl Iterator<Item = &str> {
    let begin = name.match_indices(OURS).map(|(at, _)| at).find(|at| !name[..*at].ends_with(':'));
    let path = begin.map_or("", |at| &name[at..]);
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | ':' | '{' | '}' | '#');
    let path = &path[..path.find(|it| !is_part(it)).unwrap_or(path.len())];
    std::iter::successors(Some(path.trim_end_matches(':')), |path| {
        path.rsplit_once("::").map(|(above, _)| above)
    })
    .filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paths_above_a_function_are_those_of_our_first_type() {
        let all = |name| above(name).collect::<Vec<_>>();
        assert_eq!(
            all("<pullscope_web::views::Node as yew::Component>::view"),
            ["pullscope_web::views::Node", "pullscope_web::views", "pullscope_web"]
        );
        assert_eq!(
            all("pullscope_core::text::f::{closure#3}"),
            [
                "pullscope_core::text::f::{closure#3}",
                "pullscope_core::text::f",
                "pullscope_core::text",
                "pullscope_core"
            ]
        );
        assert_eq!(
            all("yew::html::scope::view::<pullscope_web::app::App>"),
            ["pullscope_web::app::App", "pullscope_web::app", "pullscope_web"]
        );
        assert_eq!(all("core::str::from_utf8"), [""; 0]);
    }

    #[test]
    fn what_is_new_is_idle_where_all_is_idle() {
        let hash = |name: &str| crate::profile::hash(name.bytes());
        let mut text = String::new();
        for name in ["pullscope_web::views::museum::room", "pullscope_web::views::museum::door"] {
            text += &format!("{:08x}\n", hash(name));
        }
        text += &format!("{:08x} 00000000 1\n", hash("pullscope_web::views::head"));
        let profile = Profile::parse(&text).unwrap();
        let idle = |new: &str| {
            let known = [
                "pullscope_web::views::museum::room",
                "pullscope_web::views::museum::door",
                "pullscope_web::views::head",
            ];
            let names: Vec<String> = known.iter().chain([&new]).map(ToString::to_string).collect();
            idle(&names, &profile)
        };
        let [true, true, false, is_idle] = idle("<pullscope_web::views::museum::Hall>::new")[..]
        else {
            panic!("what is known is as it was noted")
        };
        assert!(is_idle);
        for name in ["pullscope_web::views::head::{closure#1}", "pullscope_web::views::foot", "f"] {
            assert!(!idle(name)[3], "{name}");
        }
    }
}
