//! The tables of a file, while it is read.
//!
//! A header may open a table that dots in a key have made, as the decoder of containers/image has it;
//! TOML itself refuses that.

use core::mem;

use super::{BTreeMap, Cow, Data, Key, Member, Range, Value, Vec};

/// All tables, and the one that keys go to. The first is the file itself.
pub(super) struct Tree<'a> {
    tables: Vec<Table<'a>>,
    open: usize,
}

/// A table: its members by name.
#[derive(Default)]
struct Table<'a> {
    members: BTreeMap<Cow<'a, str>, (Range<usize>, Node<'a>)>,
    span: Range<usize>,
    /// Whether a header has opened it.
    is_opened: bool,
    /// Whether dots in a key have made it.
    is_dotted: bool,
}

/// Tables are named by their index.
enum Node<'a> {
    Value(Value<'a>),
    Table(usize),
    List(Vec<usize>),
}

/// Where a key stands that stands somewhere else already.
type Defined = Range<usize>;

impl<'a> Tree<'a> {
    pub(super) fn new(span: Range<usize>) -> Self {
        Self { tables: Vec::from([Table { span, ..Table::default() }]), open: 0 }
    }

    /// Opens `[keys]`, or one more of `[[keys]]`.
    pub(super) fn open(
        &mut self,
        keys: &[Key<'a>],
        is_list: bool,
        span: Range<usize>,
    ) -> Result<(), Defined> {
        let Some((last, path)) = keys.split_last() else { return Ok(()) };
        let mut at = 0;
        for key in path {
            at = self.below(at, key, false)?;
        }
        let next = self.tables.len();
        let known = self.tables[at].members.get_mut(&last.name).map(|it| &mut it.1);
        self.open = match known {
            None => {
                let node = if is_list { Node::List(Vec::from([next])) } else { Node::Table(next) };
                let node = (last.span.clone(), node);
                self.tables[at].members.insert(last.name.clone(), node);
                next
            }
            Some(Node::List(tables)) if is_list => {
                tables.push(next);
                next
            }
            Some(Node::Table(table)) if !is_list => *table,
            Some(_) => return Err(last.span.clone()),
        };
        if self.open == next {
            self.tables.push(Table { span, ..Table::default() });
        }
        let table = &mut self.tables[self.open];
        if table.is_opened {
            return Err(last.span.clone());
        }
        table.is_opened = true;
        Ok(())
    }

    /// `keys = value` in the table that is open.
    pub(super) fn set(&mut self, keys: &[Key<'a>], value: Value<'a>) -> Result<(), Defined> {
        let Some((last, path)) = keys.split_last() else { return Ok(()) };
        let mut at = self.open;
        for key in path {
            at = self.below(at, key, true)?;
        }
        let members = &mut self.tables[at].members;
        if members.contains_key(&last.name) {
            return Err(last.span.clone());
        }
        members.insert(last.name.clone(), (last.span.clone(), Node::Value(value)));
        Ok(())
    }

    /// The table that a part of a key leads to; `is_dotted` where it stands before a value.
    fn below(&mut self, at: usize, key: &Key<'a>, is_dotted: bool) -> Result<usize, Defined> {
        let defined = || key.span.clone();
        match self.tables[at].members.get(&key.name).map(|it| &it.1) {
            None => {
                let next = self.tables.len();
                let span = key.span.clone();
                let node = (span.clone(), Node::Table(next));
                self.tables[at].members.insert(key.name.clone(), node);
                self.tables.push(Table { span, is_dotted, ..Table::default() });
                Ok(next)
            }
            Some(Node::Table(table)) if !is_dotted || self.tables[*table].is_dotted => Ok(*table),
            Some(Node::List(tables)) if !is_dotted => tables.last().copied().ok_or_else(defined),
            Some(_) => Err(defined()),
        }
    }

    pub(super) fn finish(mut self) -> Value<'a> {
        self.value(0)
    }

    /// Takes a table out. They nest no deeper than a few times [`Limits::depth`](super::Limits).
    fn value(&mut self, at: usize) -> Value<'a> {
        let Table { members, span, .. } = mem::take(&mut self.tables[at]);
        let mut taken: Vec<Member<'a>> = Vec::with_capacity(members.len());
        for (key, (key_span, node)) in members {
            let value = match node {
                Node::Value(value) => value,
                Node::Table(table) => self.value(table),
                Node::List(tables) => {
                    let items = tables.into_iter().map(|it| self.value(it)).collect();
                    Value { span: key_span.clone(), data: Data::Array(items) }
                }
            };
            taken.push(Member { key, key_span, value });
        }
        taken.sort_by_key(|it| it.key_span.start);
        Value { span, data: Data::Object(taken) }
    }
}
