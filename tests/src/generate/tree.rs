//! Objects as trees, and the many ways to write one down: YAML in blocks and in brackets, JSON,
//! quotes, comments, anchors.

use super::Random;

/// A value of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A text; quoted where YAML would read something else.
    Text(String),
    /// A number, a boolean, `null`: written as it is.
    Bare(String),
    /// A list.
    List(Vec<Tree>),
    /// An object, in its order; a name may stand twice.
    Map(Vec<(String, Tree)>),
}

/// A text.
pub fn text(text: impl Into<String>) -> Tree {
    Tree::Text(text.into())
}

/// An object with these members.
pub fn map<const N: usize>(members: [(&str, Tree); N]) -> Tree {
    Tree::Map(members.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
}

impl Tree {
    /// Adds a member to an object; nothing to anything else.
    pub fn with(mut self, key: &str, value: Tree) -> Self {
        if let Self::Map(members) = &mut self {
            members.push((key.to_string(), value));
        }
        self
    }

    /// As JSON, in one line.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        json(self, None, 0, &mut out);
        out
    }

    /// Written down in one of many ways.
    pub fn write(&self, random: &mut Random) -> String {
        let mut out = String::new();
        match random.below(10) {
            0 => json(self, None, 0, &mut out),
            1 => json(self, Some(2), 0, &mut out),
            2 => json(self, Some(4), 0, &mut out),
            style => {
                let mut yaml = Yaml {
                    random,
                    lists_indented: style % 2 == 0,
                    comments: style == 4,
                    anchors: style == 5,
                    flow: if style == 6 { 25 } else { 4 },
                    seen: Vec::new(),
                };
                yaml.block(self, 0, &mut out);
            }
        }
        while out.ends_with('\n') {
            out.pop();
        }
        out
    }
}

/// A string as JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn json(tree: &Tree, indent: Option<usize>, depth: usize, out: &mut String) {
    let line = |depth: usize, out: &mut String| {
        if let Some(indent) = indent {
            out.push('\n');
            out.push_str(&" ".repeat(indent * depth));
        }
    };
    let (open, close, count) = match tree {
        Tree::Text(text) => return out.push_str(&quoted(text)),
        Tree::Bare(bare) => return out.push_str(bare),
        Tree::List(items) => ('[', ']', items.len()),
        Tree::Map(members) => ('{', '}', members.len()),
    };
    out.push(open);
    for number in 0..count {
        if number > 0 {
            out.push(',');
        }
        line(depth + 1, out);
        match tree {
            Tree::List(items) => json(&items[number], indent, depth + 1, out),
            Tree::Map(members) => {
                out.push_str(&quoted(&members[number].0));
                out.push_str(if indent.is_some() { ": " } else { ":" });
                json(&members[number].1, indent, depth + 1, out);
            }
            Tree::Text(_) | Tree::Bare(_) => {}
        }
    }
    if count > 0 {
        line(depth, out);
    }
    out.push(close);
}

struct Yaml<'r> {
    random: &'r mut Random,
    lists_indented: bool,
    comments: bool,
    anchors: bool,
    /// How many of a hundred lists and objects stand in brackets.
    flow: usize,
    /// Values with an anchor.
    seen: Vec<Tree>,
}

impl Yaml<'_> {
    /// A value in lines of its own, each ended.
    fn block(&mut self, tree: &Tree, indent: usize, out: &mut String) {
        let pad = " ".repeat(indent);
        match tree {
            Tree::Map(members) if !members.is_empty() => {
                for (number, (key, value)) in members.iter().enumerate() {
                    self.comment(&pad, out);
                    // The first member of an element follows its dash.
                    if number > 0 || !out.ends_with("- ") {
                        out.push_str(&pad);
                    }
                    out.push_str(&self.scalar(key));
                    out.push(':');
                    self.after_key(value, indent, out);
                }
            }
            Tree::List(items) if !items.is_empty() => {
                for item in items {
                    self.comment(&pad, out);
                    out.push_str(&pad);
                    out.push_str("- ");
                    match item {
                        Tree::Map(members)
                            if !members.is_empty() && !self.random.chance(self.flow) =>
                        {
                            // A comment would part the dash from its first member.
                            let comments = std::mem::take(&mut self.comments);
                            self.block(item, indent + 2, out);
                            self.comments = comments;
                        }
                        _ => {
                            out.push_str(&self.inline(item));
                            out.push('\n');
                        }
                    }
                }
            }
            _ => {
                out.push_str(&pad);
                out.push_str(&self.inline(tree));
                out.push('\n');
            }
        }
    }

    fn after_key(&mut self, value: &Tree, indent: usize, out: &mut String) {
        let is_empty = match value {
            Tree::List(items) => items.is_empty(),
            Tree::Map(members) => members.is_empty(),
            Tree::Text(text) if text.contains('\n') && !text.trim().is_empty() => {
                return self.literal(text, indent, out);
            }
            Tree::Text(_) | Tree::Bare(_) => true,
        };
        if is_empty || self.random.chance(self.flow) {
            out.push(' ');
            out.push_str(&self.inline(value));
            if self.comments && self.random.chance(20) {
                out.push_str(" # see the wiki");
            }
            out.push('\n');
            return;
        }
        if self.anchors {
            if let Some(at) = self.seen.iter().position(|it| it == value) {
                out.push_str(&format!(" *a{at}\n"));
                return;
            }
            if self.random.chance(40) {
                // Known from now on, and not within itself, since no value holds itself.
                out.push_str(&format!(" &a{}", self.seen.len()));
                self.seen.push(value.clone());
            }
        }
        out.push('\n');
        let deeper = match value {
            Tree::List(_) if !self.lists_indented => indent,
            _ => indent + 2,
        };
        self.block(value, deeper, out);
    }

    fn comment(&mut self, pad: &str, out: &mut String) {
        if self.comments && self.random.chance(15) && !out.ends_with("- ") {
            let words = ["# old: nginx:1.0", "#", "# größer, 大きい", "# password: none here"];
            out.push_str(pad);
            let word = self.random.pick(&words);
            out.push_str(word);
            out.push('\n');
        }
    }

    /// A text of several lines, as it is.
    fn literal(&mut self, text: &str, indent: usize, out: &mut String) {
        let chomp = match (text.ends_with("\n\n"), text.ends_with('\n')) {
            (true, _) => "+",
            (false, true) => "",
            (false, false) => "-",
        };
        let hint = if text.starts_with([' ', '\n']) { "2" } else { "" };
        out.push_str(&format!(" |{hint}{chomp}\n"));
        for line in text.lines() {
            if !line.is_empty() {
                out.push_str(&" ".repeat(indent + 2));
                out.push_str(line);
            }
            out.push('\n');
        }
    }

    /// A value within one line.
    fn inline(&mut self, tree: &Tree) -> String {
        match tree {
            Tree::Text(text) => self.scalar(text),
            Tree::Bare(bare) => bare.clone(),
            Tree::List(items) => {
                let items: Vec<String> = items.iter().map(|it| self.inline(it)).collect();
                format!("[{}]", items.join(", "))
            }
            Tree::Map(members) => {
                let member = |(key, value): &(String, Tree)| {
                    format!("{}: {}", self.scalar(key), self.inline(value))
                };
                let members: Vec<String> = members.iter().map(member).collect();
                format!("{{{}}}", members.join(", "))
            }
        }
    }

    fn scalar(&mut self, text: &str) -> String {
        let plain = text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '.' || it == '/')
            && text.chars().all(|it| it.is_alphanumeric() || "-_./:@+=".contains(it))
            && !text.ends_with(':')
            && !matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n")
            && !text.starts_with(".inf")
            && !text.starts_with(".nan");
        match self.random.below(12) {
            0 => quoted(text),
            1 if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
            _ if plain => text.to_string(),
            2..=6 if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
            _ => quoted(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullscope_core::json::{Data, Value};
    use pullscope_core::text::documents;

    fn same(tree: &Tree, value: &Value<'_>) -> bool {
        match (tree, &value.data) {
            (Tree::Text(text), Data::String(found)) => text == found,
            (Tree::Bare(_), Data::String(_) | Data::Array(_) | Data::Object(_)) => false,
            (Tree::Bare(_), _) => true,
            (Tree::List(items), Data::Array(found)) => {
                items.len() == found.len() && items.iter().zip(found).all(|(a, b)| same(a, b))
            }
            (Tree::Map(members), Data::Object(found)) => {
                let pairs = || members.iter().zip(found);
                members.len() == found.len()
                    && pairs().all(|((key, value), it)| *key == it.key && same(value, &it.value))
            }
            _ => false,
        }
    }

    #[test]
    fn every_way_of_writing_is_read_as_the_same_object() {
        let list = Tree::List(vec![map([("name", text("a"))]), map([])]);
        let tree = map([
            ("kind", text("Secret")),
            ("on", text("1.25")),
            ("list", list.clone()),
            ("again", list),
            ("number", Tree::Bare("12".into())),
            ("lines", text("one\n  two\n\nthree: 'x'\n")),
            ("odd", text("# no: \"comment\" é")),
            ("empty", text("")),
            ("nested", map([("yes", Tree::List(vec![text("x"), Tree::List(vec![])]))])),
        ]);
        for seed in 0..400 {
            let written = tree.write(&mut Random::new(seed));
            let read = documents(&written);
            assert_eq!(read.docs.len(), 1, "{written}");
            assert_eq!(read.docs[0].error, None, "{written}");
            assert!(same(&tree, &read.docs[0].root), "{written}");
        }
    }
}
