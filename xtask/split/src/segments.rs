//! The segments of both modules: the bytes that each of them puts into the memory they share.

use std::iter;
use std::ops::Range;

use wasmparser::Payload;

use crate::data::{self, Data};
use crate::module::Module;

/// What another segment takes: constants of fewer bytes stay.
const COST: usize = 10;

/// Addresses and what is put there, in order.
pub(crate) struct Segments<'a> {
    pub(crate) first: Vec<(u32, &'a [u8])>,
    pub(crate) rest: Vec<(u32, &'a [u8])>,
}

impl<'a> Segments<'a> {
    /// Cuts the segments of a module; `moved` are constants, in order.
    ///
    /// # Errors
    ///
    /// A segment is none of those that the linker made.
    pub(crate) fn of(
        module: &Module<'a>,
        data: &Data<'_>,
        moved: &[Range<u32>],
    ) -> Result<Self, String> {
        let mut segments = Self { first: Vec::new(), rest: Vec::new() };
        for payload in &module.payloads {
            let Payload::DataSection(section) = payload else { continue };
            for segment in section.clone() {
                let segment = segment.map_err(|error| error.to_string())?;
                let start = data::address(&segment.kind)
                    .filter(|start| data.has((*start, segment.data)))
                    .ok_or("the linker made another module")?;
                segments.cut(start, segment.data, moved);
            }
        }
        Ok(segments)
    }

    fn cut(&mut self, start: u32, bytes: &'a [u8], moved: &[Range<u32>]) {
        let end = start + bytes.len() as u32;
        let of = |range: &Range<u32>| &bytes[(range.start - start) as usize..][..range.len()];
        let gone = moved.iter().filter(|it| start <= it.start && it.end <= end);
        let gone: Vec<Range<u32>> = gone.filter(|it| it.len() >= COST).cloned().collect();
        let starts = gone.iter().map(|it| it.end);
        let ends = gone.iter().map(|it| it.start).chain([end]);
        let kept = iter::once(start).chain(starts).zip(ends).map(|(from, to)| from..to);
        let kept = kept.filter(|it| !it.is_empty());
        self.first.extend(kept.map(|range| (range.start, of(&range))));
        self.rest.extend(gone.iter().map(|range| (range.start, of(range))));
    }
}
