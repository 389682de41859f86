//! What belongs to the rest.
//!
//! A line names a path: its functions, the methods of its types, and what they contain. With a star
//! behind it, it also names what other crates are made for with one of its types, and with an
//! exclamation mark before it, it names what stays nevertheless. What follows a `#` is a comment.

/// A list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct List<'a> {
    pub(crate) lines: Vec<Line<'a>>,
}

/// A line of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    pub(crate) path: &'a str,
    stays: bool,
    with_others: bool,
}

impl<'a> List<'a> {
    pub(crate) fn parse(text: &'a str) -> Self {
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        let lines = lines.filter(|line| !line.is_empty()).map(|line| {
            let path = line.strip_prefix('!').unwrap_or(line);
            let (stays, with_others) = (path != line, path.ends_with('*'));
            Line { path: path.trim_end_matches('*'), stays, with_others }
        });
        Self { lines: lines.collect() }
    }

    /// Whether a function goes to the rest, by its name; notes which lines say so.
    pub(crate) fn moves(&self, name: &str, used: &mut [bool]) -> bool {
        let own = own_path(name);
        // Of Rust's own, the compiler makes one for all types that it can be one for.
        let is_shared = ["core::", "alloc::", "std::"].iter().any(|it| own.starts_with(it));
        let (mut goes, mut stays) = (false, false);
        for (line, used) in self.lines.iter().zip(used) {
            let is_named = is_beneath(&own, line.path)
                || line.with_others && !is_shared && names(name, line.path);
            if is_named {
                *used = true;
                if line.stays { stays = true } else { goes = true }
            }
        }
        goes && !stays
    }
}

/// The path of a function: that of `<a::B as c::D>::e` is `a::B::e`.
fn own_path(name: &str) -> String {
    let Some(rest) = name.strip_prefix('<') else { return name.to_owned() };
    let mut depth = 1;
    let end = rest.char_indices().find(|(_, it)| {
        match it {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let Some((end, _)) = end else { return name.to_owned() };
    let (kind, function) = (&rest[..end], &rest[end + 1..]);
    let kind = kind.split(" as ").next().unwrap_or(kind);
    format!("{}{function}", kind.trim_start_matches(['&', '[', '(']))
}

fn is_beneath(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| !rest.starts_with(is_inner))
}

/// Whether a path stands anywhere in a name.
fn names(name: &str, path: &str) -> bool {
    name.match_indices(path).any(|(at, _)| {
        !name[..at].ends_with(|it| is_inner(it) || it == ':')
            && !name[at + path.len()..].starts_with(is_inner)
    })
}

fn is_inner(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(list: &str, name: &str) -> bool {
        let list = List::parse(list);
        list.moves(name, &mut vec![false; list.lines.len()])
    }

    #[test]
    fn a_path_names_its_functions_and_the_methods_of_its_types() {
        for name in
            ["a::b::c", "a::b::c::{closure#0}", "<a::b::T>::new", "<a::b::T as core::Clone>::clone"]
        {
            assert!(moves("a::b", name), "{name}");
        }
        for name in ["a::bc::d", "x::a::b::c", "<x::T<a::b::U>>::new", "<x::T as a::b::Q>::c"] {
            assert!(!moves("a::b", name), "{name}");
        }
    }

    #[test]
    fn a_star_names_what_others_do_with_its_types() {
        assert!(moves("a::b*", "<x::Holder<a::b::T> as x::View>::view"));
        assert!(!moves("a::b*", "core::ptr::drop_in_place::<a::b::T>"));
        assert!(!moves("a::b*", "x::f::<a::bc::T>"));
    }

    #[test]
    fn what_stays_is_said_by_a_line_of_its_own() {
        let list = "a::b # the files of a node\n\n# but\n!a::b::T\n";
        assert!(moves(list, "a::b::f"));
        assert!(!moves(list, "<a::b::T as core::Clone>::clone"));
    }
}
