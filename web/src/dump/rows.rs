//! The rows of a dump on the side of the page: gathered, filtered, sorted.

use std::collections::BTreeMap;
use std::rc::Rc;

use pullscope_core::json::{self, Data, Value};
use yew::AttrValue;

use crate::texts::t;

/// Which rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Which {
    #[default]
    All,
    Failing,
    Floating,
    Unused,
}

impl Which {
    pub(crate) const ALL: [Self; 4] = [Self::All, Self::Failing, Self::Floating, Self::Unused];

    pub(crate) fn label(self) -> AttrValue {
        match self {
            Self::All => t!("All images"),
            Self::Failing => t!("Cannot pull"),
            Self::Floating => t!("Floating tags"),
            Self::Unused => t!("Unused Secrets"),
        }
    }
}

/// By what they are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum By {
    #[default]
    Namespace,
    Image,
    Registry,
    Count,
}

impl By {
    pub(crate) const ALL: [Self; 4] = [Self::Namespace, Self::Image, Self::Registry, Self::Count];

    /// For code.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Namespace => "namespace",
            Self::Image => "image",
            Self::Registry => "registry",
            Self::Count => "count",
        }
    }

    pub(crate) fn label(self) -> AttrValue {
        match self {
            Self::Namespace => t!("namespace"),
            Self::Image => t!("image"),
            Self::Registry => t!("registry"),
            Self::Count => t!("number of Pods"),
        }
    }
}

/// One image, or one Secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row {
    pub(crate) namespace: AttrValue,
    /// `Deployment shop`, or the name of a Secret.
    pub(crate) owner: AttrValue,
    pub(crate) container: AttrValue,
    pub(crate) image: AttrValue,
    pub(crate) registry: AttrValue,
    pub(crate) sentence: AttrValue,
    pub(crate) waiting: AttrValue,
    pub(crate) count: usize,
    pub(crate) is_floating: bool,
    pub(crate) fails: bool,
    /// JSON of where its objects stand in the file.
    pub(crate) places: AttrValue,
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Progress {
    pub(crate) bytes: f64,
    pub(crate) objects: usize,
    pub(crate) broken: usize,
}

/// One registry, and how many images come from it; an image counts once for each Pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Registry {
    pub(crate) name: AttrValue,
    pub(crate) images: usize,
    /// Of these, the ones whose tag can mean another image tomorrow.
    pub(crate) floating: usize,
}

/// All rows so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) images: Vec<Rc<Row>>,
    /// The Secrets that no Pod uses.
    pub(crate) unused: Vec<Rc<Row>>,
}

impl Progress {
    /// Reads what the worker tells.
    pub(crate) fn read(text: &str) -> Self {
        let root = json::parse(text, 9).ok();
        let number = |name: &str| root.as_ref().map_or(0.0, |it| number(it, name));
        Self {
            bytes: number("bytes"),
            objects: number("objects") as usize,
            broken: number("broken") as usize,
        }
    }
}

impl Table {
    /// Adds what the worker tells.
    pub(crate) fn add(&mut self, text: &str) {
        let Ok(root) = json::parse(text, 9) else { return };
        let list = |name: &str| root.get(name).and_then(Value::as_array).unwrap_or_default();
        self.images.extend(list("images").iter().map(|it| Rc::new(row(it))));
        let is_used = |it: &&Value<'_>| text_of(it, "usage") == "pods";
        let unused = list("secrets").iter().filter(|it| !is_used(it));
        self.unused.extend(unused.map(|it| {
            let sentence = match &*text_of(it, "usage") {
                "inVain" => t!("a Pod names it, and the kubelet cannot use it"),
                "otherNamespace" => t!("only Pods of other namespaces name it"),
                "serviceAccount" => t!("only a ServiceAccount lists it, whose list no Pod takes"),
                "noPods" => t!("there are no Pods in its namespace"),
                "notNamed" => t!("no Pod and no ServiceAccount names it"),
                _ => t!("nothing in the dump names it"),
            };
            let (owner, registry) = (text_of(it, "name"), text_of(it, "keys"));
            Rc::new(Row { owner, registry, sentence, ..row(it) })
        }));
    }

    /// The rows of a sort with these words in them, in order.
    pub(crate) fn shown(&self, which: Which, words: &str, by: By) -> Vec<Rc<Row>> {
        let all = if which == Which::Unused { &self.unused } else { &self.images };
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let has = |row: &Row, word: &str| {
            [&row.namespace, &row.owner, &row.container, &row.image, &row.registry, &row.waiting]
                .iter()
                .any(|it| it.to_lowercase().contains(word))
        };
        let is_shown = |row: &&Rc<Row>| {
            let is_one = match which {
                Which::All | Which::Unused => true,
                Which::Failing => row.fails,
                Which::Floating => row.is_floating,
            };
            is_one && words.iter().all(|it| has(row, it))
        };
        let mut rows: Vec<Rc<Row>> = all.iter().filter(is_shown).cloned().collect();
        match by {
            By::Namespace => {
                rows.sort_by(|a, b| (&a.namespace, &a.owner).cmp(&(&b.namespace, &b.owner)))
            }
            By::Image => rows.sort_by(|a, b| a.image.cmp(&b.image)),
            By::Registry => {
                rows.sort_by(|a, b| (&a.registry, &a.image).cmp(&(&b.registry, &b.image)))
            }
            By::Count => rows.sort_by_key(|it| std::cmp::Reverse(it.count)),
        }
        rows
    }

    /// The registries with the images that come from each, the most first.
    pub(crate) fn registries(&self) -> Vec<Registry> {
        let mut all: BTreeMap<&AttrValue, Registry> = BTreeMap::new();
        for row in self.images.iter().filter(|it| !it.registry.is_empty()) {
            let one = all.entry(&row.registry).or_default();
            one.images += row.count;
            one.floating += if row.is_floating { row.count } else { 0 };
        }
        let mut all: Vec<Registry> =
            all.into_iter().map(|(name, it)| Registry { name: name.clone(), ..it }).collect();
        all.sort_by_key(|it| std::cmp::Reverse(it.images));
        all
    }
}

fn row(value: &Value<'_>) -> Row {
    let is = |name: &str| value.get(name).and_then(Value::as_bool) == Some(true);
    Row {
        namespace: text_of(value, "namespace"),
        owner: text_of(value, "owner"),
        container: text_of(value, "container"),
        image: text_of(value, "image"),
        registry: text_of(value, "registry"),
        sentence: text_of(value, "sentence"),
        waiting: text_of(value, "waiting"),
        count: number(value, "count") as usize,
        is_floating: is("isFloating"),
        fails: is("fails"),
        places: value.get("places").map(Value::to_json).unwrap_or_default().into(),
    }
}

fn text_of(value: &Value<'_>, name: &str) -> AttrValue {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned().into()
}

fn number(value: &Value<'_>, name: &str) -> f64 {
    match value.get(name).map(|it| &it.data) {
        Some(Data::Number(it)) => it.parse().unwrap_or(0.0),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::DumpReader;
    use super::*;

    const DUMP: &str = r#"{"items": [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b", "namespace": "x"}, "spec": {"containers": [{"name": "web", "image": "quay.io/b:1"}]}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x"}, "spec": {"containers": [{"name": "web", "image": "Nginx"}, {"name": "p", "image": "redis"}]}},
        {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/dockerconfigjson", "metadata": {"name": "s", "namespace": "x"}, "data": {".dockerconfigjson": "e30="}}
    ]}"#;

    fn table() -> Table {
        let mut reader = DumpReader::new("");
        assert_eq!(reader.push(DUMP.as_bytes()) + &reader.finish(), "");
        assert_eq!(Progress::read(&reader.seen()).objects, 3);
        let mut table = Table::default();
        while let Some(rows) = reader.next_rows() {
            table.add(&rows);
        }
        table
    }

    #[test]
    fn rows_are_filtered_and_sorted() {
        let table = table();
        let images = |which, words, by| -> Vec<String> {
            table.shown(which, words, by).iter().map(|it| it.image.to_string()).collect()
        };
        assert_eq!(images(Which::All, "", By::Namespace), ["Nginx", "redis", "quay.io/b:1"]);
        assert_eq!(images(Which::All, "", By::Image), ["Nginx", "quay.io/b:1", "redis"]);
        assert_eq!(images(Which::All, "QUAY pod", By::Image), ["quay.io/b:1"]);
        assert_eq!(images(Which::Failing, "", By::Image), ["Nginx"]);
        assert_eq!(images(Which::Floating, "", By::Image), ["redis"]);
        let unused = table.shown(Which::Unused, "", By::Namespace);
        assert_eq!((&*unused[0].owner, unused.len()), ("s", 1));
        assert!(unused[0].places.starts_with("[["));
        let registry = |name: &str, images, floating| Registry {
            name: name.to_owned().into(),
            images,
            floating,
        };
        assert_eq!(table.registries(), [registry("docker.io", 1, 1), registry("quay.io", 1, 0)]);
    }

    #[test]
    fn what_was_read_is_judged_again_under_other_switches() {
        let dump = r#"{"items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x"}, "spec": {"containers": [{"name": "web", "image": "quay.io/b:1", "imagePullPolicy": "Never"}]}}]}"#;
        let mut reader = DumpReader::new("");
        assert_eq!(reader.push(dump.as_bytes()) + &reader.finish(), "");
        let sentences = |reader: &mut DumpReader| {
            let mut table = Table::default();
            while let Some(rows) = reader.next_rows() {
                table.add(&rows);
            }
            table.images.iter().map(|it| it.sentence.to_string()).collect::<Vec<_>>()
        };
        let first = sentences(&mut reader);
        assert_eq!(sentences(&mut reader), [""; 0]);
        reader.again(r#"{"switches": [["AlwaysPullImages", "on"]]}"#);
        let always = sentences(&mut reader);
        assert_ne!(first, always);
        reader.again("");
        assert_eq!(sentences(&mut reader), first);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        let mut reader = DumpReader::new("");
        assert_eq!(reader.push(br#"{"items": [{"#), "");
        assert!(reader.finish().ends_with("at byte 12"));
    }
}
