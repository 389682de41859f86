//! Keys against images: of each pair the first rule that says no.

use std::ops::Range;

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::keyring::urls_match;
use yew::AttrValue;

use crate::texts::t;
use crate::trip::{Key, Kin, Mark, Trip};

/// Columns that are shown.
const COLUMNS: usize = 24;
/// Rows that are shown.
const ROWS: usize = 60;

/// The matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Matrix {
    /// The images, those of one registry side by side.
    pub(super) columns: Vec<Column>,
    /// The keys, in the order in which they are tried.
    pub(super) rows: Vec<Row>,
    /// How many of each are not shown.
    pub(super) more: (usize, usize),
}

/// One image.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// Its place among the trips.
    pub(super) trip: usize,
    pub(super) registry: AttrValue,
    pub(super) name: AttrValue,
    pub(super) role: AttrValue,
    /// The repository within the registry, with the tag.
    pub(super) rest: AttrValue,
    /// What keys are compared with.
    pub(super) repository: AttrValue,
    pub(super) mark: Mark,
    pub(super) sent: AttrValue,
}

/// One key, and what it is to each image.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) text: AttrValue,
    pub(super) source: AttrValue,
    /// As the kubelet compares it; empty when the key is no URL.
    pub(super) index_key: AttrValue,
    /// Where the document with its file stands in the text.
    pub(super) document: Range<usize>,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    /// The Secret and the key, which no other row has.
    pub(super) fn name(&self) -> AttrValue {
        format!("{} {}", self.source, self.text).into()
    }
}

/// What a key is to an image.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// It is on the ring of the image's Pod.
    On(Box<Key>),
    /// It is not, and would fit.
    WouldFit,
    /// It is not.
    Off,
}

impl Matrix {
    /// Of all images and keys of the text, as far as they are shown.
    pub(super) fn new(trips: &[std::rc::Rc<Trip>], report: &Diagnosis) -> Self {
        let mut columns: Vec<Column> =
            trips.iter().enumerate().filter_map(|(at, trip)| column(at, trip, report)).collect();
        // A stable sort: within a registry the order of the text stays.
        let first = |registry: &AttrValue, all: &[Column]| {
            all.iter().position(|it| it.registry == *registry)
        };
        let order: Vec<Option<usize>> =
            columns.iter().map(|it| first(&it.registry, &columns)).collect();
        let mut numbered: Vec<(Option<usize>, Column)> = order.into_iter().zip(columns).collect();
        numbered.sort_by_key(|it| it.0);
        columns = numbered.into_iter().map(|it| it.1).collect();
        let more_columns = columns.len().saturating_sub(COLUMNS);
        columns.truncate(COLUMNS);

        let mut rows: Vec<(String, usize, Row)> = Vec::new();
        for column in &columns {
            let Some(image) = trips.get(column.trip).and_then(|it| report.image(it.id)) else {
                continue;
            };
            for tried in image.credentials.iter().flat_map(|it| &it.keys) {
                if rows.iter().any(|it| it.1 == tried.secret && *it.2.text == *tried.key) {
                    continue;
                }
                let secret = report.secrets.get(tried.secret);
                let source = secret.map(|it| it.name.clone()).unwrap_or_default();
                let document = secret.and_then(|it| report.documents.get(it.document));
                let row = Row {
                    text: tried.key.clone().into(),
                    source: source.into(),
                    index_key: tried.index_key.clone().into(),
                    document: document.map(|it| it.span.clone()).unwrap_or_default(),
                    cells: Vec::new(),
                };
                rows.push((tried.index_key.clone(), tried.secret, row));
            }
        }
        // The kubelet's own order: index keys from the last to the first, byte by byte.
        rows.sort_by(|one, other| other.0.as_bytes().cmp(one.0.as_bytes()));
        let more_rows = rows.len().saturating_sub(ROWS);
        rows.truncate(ROWS);
        let cell = |index_key: &str, secret: usize, row: &Row, column: &Column| {
            let Some(trip) = trips.get(column.trip) else { return Cell::Off };
            let image = report.image(trip.id);
            let tried = image.and_then(|it| it.credentials.as_ref()).and_then(|it| {
                it.keys.iter().position(|it| it.secret == secret && *it.key == *row.text)
            });
            if let Some(key) = tried.and_then(|it| trip.ring.keys.get(it)) {
                return Cell::On(Box::new(key.clone()));
            }
            let repository = image.and_then(|it| it.reference.as_ref().ok());
            let fits =
                repository.is_some_and(|it| urls_match(index_key, &it.repository_name) == Ok(true));
            if fits { Cell::WouldFit } else { Cell::Off }
        };
        let rows = rows.into_iter().map(|(index_key, secret, mut row)| {
            row.cells =
                columns.iter().map(|column| cell(&index_key, secret, &row, column)).collect();
            row
        });
        Self { rows: rows.collect(), columns, more: (more_columns, more_rows) }
    }

    /// Only the rows with a key that nearly fits.
    pub(super) fn near(&self) -> Self {
        let is_near = |cell: &Cell| matches!(cell, Cell::On(key) if key.kin == Kin::Near);
        let rows = self.rows.iter().filter(|row| row.cells.iter().any(is_near)).cloned().collect();
        Self { rows, ..self.clone() }
    }

    /// The cell that tells most: a near miss before one that would fit, and that before one that fits.
    pub(super) fn telling(&self) -> Option<(usize, usize)> {
        let cells = self.rows.iter().enumerate().flat_map(|(row, it)| {
            it.cells.iter().enumerate().map(move |(column, cell)| ((row, column), cell))
        });
        cells
            .filter(|it| it.1.weight() > 0)
            .min_by_key(|it| std::cmp::Reverse(it.1.weight()))
            .map(|it| it.0)
    }

    /// The registries in the order of the columns, with how many columns each has.
    pub(super) fn registries(&self) -> Vec<(AttrValue, usize)> {
        let mut groups: Vec<(AttrValue, usize)> = Vec::new();
        for column in &self.columns {
            match groups.last_mut() {
                Some((registry, count)) if *registry == column.registry => *count += 1,
                _ => groups.push((column.registry.clone(), 1)),
            }
        }
        groups
    }
}

impl Cell {
    fn weight(&self) -> u8 {
        match self {
            Self::On(key) => match key.kin {
                Kin::Near => 3,
                Kin::Fit => 1,
                Kin::Other => 0,
            },
            Self::WouldFit => 2,
            Self::Off => 0,
        }
    }

    /// Its mark, its words, and the class of its colour.
    pub(super) fn told(&self) -> (Option<Mark>, AttrValue, &'static str) {
        match self {
            Self::On(key) => match key.kin {
                Kin::Fit => (Some(Mark::Ok), key.why.clone(), "m-fit"),
                Kin::Near => (Some(Mark::Error), key.why.clone(), "m-near"),
                Kin::Other => (None, key.why.clone(), "m-other"),
            },
            Self::WouldFit => (Some(Mark::Warning), t!("would fit, not named"), "m-would"),
            Self::Off => (None, t!("not on its ring"), "m-other"),
        }
    }
}

fn column(at: usize, trip: &Trip, report: &Diagnosis) -> Option<Column> {
    let image = report.image(trip.id)?;
    let parts = image.reference.as_ref().ok()?;
    let mut rest = format!("/{}", parts.repository.value);
    if let Some(tag) = &parts.tag {
        rest = format!("{rest}:{}", tag.value);
    }
    Some(Column {
        trip: at,
        registry: parts.registry.value.clone().into(),
        name: trip.name.clone(),
        role: trip.role.clone(),
        rest: rest.into(),
        repository: parts.repository_name.clone().into(),
        mark: trip.mark,
        sent: trip.ring.sent.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::picture;
    use crate::what_if::WhatIf;

    const TEXT: &str = r#"kind: Pod
metadata: {name: p}
spec:
  imagePullSecrets: [{name: a}]
  containers:
  - {name: web, image: 'registry.example.com:5000/team/web:1'}
  - {name: proxy, image: 'nginx:1'}
  - {name: worker, image: 'registry.example.com:5000/team/worker:1'}
---
kind: Pod
metadata: {name: q}
spec:
  imagePullSecrets: [{name: b}]
  containers: [{name: other, image: 'registry.example.com:5000/x:1'}]
---
kind: Secret
metadata: {name: a}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {"registry.example.com": {"auth": "dTpw"}, "quay.io": {"auth": "dTpw"}}}'}
---
kind: Secret
metadata: {name: b}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {"registry.example.com:5000": {"auth": "dTpw"}}}'}
"#;

    fn matrix() -> Matrix {
        let picture = picture(TEXT, &WhatIf::default(), None, &[]);
        Matrix::new(&picture.trips, picture.report.as_deref().expect("a report"))
    }

    #[test]
    fn images_of_one_registry_stand_side_by_side() {
        let names: Vec<_> = matrix().columns.iter().map(|it| it.name.to_string()).collect();
        assert_eq!(names, ["web", "worker", "other", "proxy"]);
        let registries = matrix().registries();
        assert_eq!(registries, [("registry.example.com:5000".into(), 3), ("docker.io".into(), 1)]);
    }

    #[test]
    fn keys_stand_in_the_order_tried_with_the_rule_that_says_no() {
        let matrix = matrix();
        let told =
            |row: &Row| row.cells.iter().map(|it| it.told().1.to_string()).collect::<Vec<_>>();
        let rows: Vec<_> = matrix.rows.iter().map(|it| (it.text.as_str(), told(it))).collect();
        let of = |words: [&str; 4]| words.map(str::to_owned).to_vec();
        let would = "would fit, not named";
        let off = "not on its ring";
        assert_eq!(
            rows,
            [
                ("registry.example.com:5000", of([would, would, "fits, tried 1st", off])),
                (
                    "registry.example.com",
                    of(["port missing", "port missing", off, "other registry"])
                ),
                ("quay.io", of(["other registry", "other registry", off, "other registry"])),
            ]
        );
        assert_eq!(matrix.telling(), Some((1, 0)));
        assert_eq!(matrix.near().rows.len(), 1);
    }

    #[test]
    fn without_keys_there_is_nothing_to_choose() {
        let picture = picture("nginx", &WhatIf::default(), None, &[]);
        let matrix = Matrix::new(&picture.trips, picture.report.as_deref().expect("a report"));
        assert_eq!((matrix.rows.len(), matrix.telling()), (0, None));
    }
}
