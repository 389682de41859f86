//! The reading of a dump: which file, how far, what of it is there, and how its table is looked at.

use std::rc::Rc;

use web_sys::File;
use yew::AttrValue;

use super::rows::{By, Progress, Table, Which};
use crate::texts::t;

/// Rows that are shown at first, and with each request for more.
pub(crate) const ROWS: usize = 100;

/// Where the reading is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// A file that waits for the worker.
    pub(crate) file: Option<File>,
    /// Its name; empty without one.
    pub(crate) name: AttrValue,
    /// Bytes.
    pub(crate) size: f64,
    pub(crate) progress: Progress,
    pub(crate) table: Rc<Table>,
    pub(crate) is_done: bool,
    /// The worker still has what it read.
    pub(crate) is_held: bool,
    /// The switches under which the rows were judged, as the worker has them.
    pub(crate) judged: AttrValue,
    /// The rows so far under other switches, while the worker is at it.
    pub(crate) fresh: Option<Rc<Table>>,
    /// Why it was not read to its end.
    pub(crate) wrong: AttrValue,
    pub(crate) which: Which,
    pub(crate) by: By,
    pub(crate) words: AttrValue,
    /// How many rows are shown besides the first.
    pub(crate) more: usize,
}

/// What happens to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// A file was picked or dropped.
    Take(File),
    /// The worker has it, and these switches.
    Begin(AttrValue),
    Progress(String),
    Rows(String),
    /// It is at the end; the words say what is wrong with the file.
    Done(String),
    Cancelled,
    /// The worker judges what it has under these switches.
    Again(AttrValue),
    /// Rows under them.
    Fresh(String),
    /// All of them are there.
    Judged,
    /// The worker has nothing any more, and why.
    Lost(AttrValue),
    Which(Which),
    By(By),
    Words(String),
    More,
}

impl Reading {
    /// Whether the worker is at it.
    pub(crate) fn is_under_way(&self) -> bool {
        !self.name.is_empty() && !self.is_done
    }

    /// After something happened.
    pub(crate) fn after(&self, told: Told) -> Self {
        let mut next = self.clone();
        match told {
            Told::Take(file) => {
                next = Self {
                    name: file.name().into(),
                    size: file.size(),
                    file: Some(file),
                    ..Self::default()
                };
            }
            Told::Begin(switches) => {
                (next.file, next.judged, next.is_held) = (None, switches, true);
            }
            // What comes after the end is of a worker that was told to stop.
            Told::Progress(_) | Told::Rows(_) | Told::Done(_) if self.is_done => {}
            Told::Progress(text) => next.progress = Progress::read(&text),
            Told::Rows(text) => Rc::make_mut(&mut next.table).add(&text),
            Told::Done(wrong) => (next.is_done, next.wrong) = (true, wrong.into()),
            Told::Cancelled => {
                (next.is_done, next.wrong) = (true, t!("the reading was cancelled"));
                next.is_held = false;
            }
            Told::Again(switches) => {
                (next.judged, next.fresh) = (switches, Some(Rc::default()));
            }
            Told::Fresh(text) => {
                if let Some(fresh) = &mut next.fresh {
                    Rc::make_mut(fresh).add(&text);
                }
            }
            // Until then the rows of before are shown.
            Told::Judged => next.table = next.fresh.take().unwrap_or(next.table),
            Told::Lost(why) => {
                (next.is_held, next.fresh, next.wrong) = (false, None, why);
            }
            Told::Which(which) => (next.which, next.more) = (which, 0),
            Told::By(by) => next.by = by,
            Told::Words(words) => (next.words, next.more) = (words.into(), 0),
            Told::More => next.more += ROWS,
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_the_end_is_not_taken() {
        let reading = Reading { name: "a.json".into(), ..Reading::default() };
        assert!(reading.is_under_way());
        let progress = r#"{"bytes":5,"objects":2,"workloads":1,"secrets":0,"broken":1}"#;
        let reading = reading.after(Told::Progress(progress.into()));
        assert_eq!((reading.progress.objects, reading.progress.broken), (2, 1));
        let reading = reading.after(Told::Cancelled);
        assert_eq!(&*reading.wrong, "the reading was cancelled");
        assert_eq!(reading.after(Told::Done(String::new())), reading);
        let rows = r#"{"images":[{"image":"nginx"}],"secrets":[]}"#;
        assert_eq!(reading.after(Told::Rows(rows.into())), reading);
    }

    #[test]
    fn other_switches_replace_the_rows_once_all_of_them_are_there() {
        let rows = |image: &str| format!(r#"{{"images":[{{"image":"{image}"}}],"secrets":[]}}"#);
        let reading = Reading::default().after(Told::Begin("a".into()));
        let reading = reading.after(Told::Rows(rows("old"))).after(Told::Done(String::new()));
        assert!(reading.is_held);
        let reading = reading.after(Told::Again("b".into())).after(Told::Fresh(rows("new")));
        assert_eq!((&*reading.table.images[0].image, &*reading.judged), ("old", "b"));
        let reading = reading.after(Told::Judged);
        assert_eq!((&*reading.table.images[0].image, reading.fresh), ("new", None));
    }

    #[test]
    fn another_question_begins_with_the_first_rows() {
        let reading = Reading::default().after(Told::More);
        assert_eq!(reading.more, ROWS);
        assert_eq!(reading.after(Told::Words("x".into())).more, 0);
        assert_eq!(reading.after(Told::Which(Which::Failing)).more, 0);
    }
}
