//! What a module's functions read of its constants: strings, tables, and what refers to them.
//!
//! The linker says so, if it is asked to keep its relocations (`--emit-relocs`): where each constant
//! lies, and which other constants its bytes refer to. A function refers to a constant by a number that
//! lies within it. What only functions of the rest can reach that way goes with them. Whatever is not
//! accounted for stays, and so does all that can be written to.

use std::ops::Range;

use wasmparser::{
    BinaryReaderError, DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocationEntry,
    RelocationType, SymbolInfo,
};

/// The segments that nobody writes to.
const CONSTANTS: &str = ".rodata";
/// The number of the first of the two sections that have relocations.
const CODE: usize = 0;

/// The constants of a module.
#[derive(Debug, Default)]
pub(crate) struct Data<'a> {
    /// In order, apart from each other.
    units: Vec<Unit>,
    /// All segments, by their addresses.
    segments: Vec<(u32, &'a [u8])>,
}

/// Bytes that go or stay together.
#[derive(Debug)]
struct Unit {
    at: Range<u32>,
    /// The units whose addresses are among its bytes.
    refers: Vec<usize>,
    /// Somebody reaches it in a way that is not followed here.
    stays: bool,
}

/// What the linker wrote of itself.
#[derive(Default)]
struct Linked<'a> {
    /// The contents of the two sections that have relocations: code, and data.
    sections: [&'a [u8]; 2],
    /// The address of each segment, and where its bytes are within the data section.
    segments: Vec<(u32, Range<u32>)>,
    names: Vec<&'a str>,
    symbols: Vec<SymbolInfo<'a>>,
    /// Of the same two.
    relocations: [Vec<RelocationEntry>; 2],
}

impl<'a> Data<'a> {
    /// Reads what the linker has made, before anything else has changed it.
    ///
    /// # Errors
    ///
    /// It is no module, or its relocations are missing or of another one.
    pub(crate) fn read(linked: &'a [u8]) -> Result<Self, String> {
        let linked = Linked::read(linked).map_err(|error| error.to_string())?;
        if linked.relocations.iter().any(Vec::is_empty) || linked.names.is_empty() {
            return Err("it was linked without --emit-relocs".to_owned());
        }
        let mut data = Self { units: linked.units(), segments: linked.contents() };
        for (section, relocations) in linked.relocations.iter().enumerate() {
            for relocation in relocations {
                data.follow(&linked, relocation, section)?;
            }
        }
        Ok(data)
    }

    /// Notes what a relocation refers to.
    fn follow(
        &mut self,
        linked: &Linked<'_>,
        relocation: &RelocationEntry,
        section: usize,
    ) -> Result<(), String> {
        let Some(symbol) = linked.range_of(relocation) else { return Ok(()) };
        let Some(to) = self.unit_at(symbol.start) else { return Ok(()) };
        let address = u32::try_from(i64::from(symbol.start) + relocation.addend).ok();
        if address.is_none() || linked.number(relocation, section) != address {
            return Err("its relocations are those of another module".to_owned());
        }
        // What is beside a constant, a number in a function would be taken to be in another.
        let is_within = address.is_some_and(|it| self.units[to].at.contains(&it));
        let from = linked.address(relocation.offset).and_then(|it| self.unit_at(it));
        match from {
            _ if section == CODE => self.units[to].stays |= !is_within,
            Some(from) => self.units[from].refers.push(to),
            None => self.units[to].stays = true,
        }
        Ok(())
    }

    /// Whether a segment is one of these, byte by byte.
    pub(crate) fn has(&self, segment: (u32, &[u8])) -> bool {
        self.segments.contains(&segment)
    }

    fn unit_at(&self, address: u32) -> Option<usize> {
        let next = self.units.partition_point(|it| it.at.start <= address);
        next.checked_sub(1).filter(|at| self.units[*at].at.contains(&address))
    }

    /// The bytes that can go, by the numbers in the functions that stay: in order, apart from each other.
    pub(crate) fn moved(&self, numbers: impl IntoIterator<Item = u32>) -> Vec<Range<u32>> {
        let mut is_reached = vec![false; self.units.len()];
        let stay = self.units.iter().enumerate().filter(|(_, it)| it.stays).map(|(at, _)| at);
        let mut next: Vec<usize> = stay.collect();
        next.extend(numbers.into_iter().filter_map(|it| self.unit_at(it)));
        while let Some(at) = next.pop() {
            if !std::mem::replace(&mut is_reached[at], true) {
                next.extend(&self.units[at].refers);
            }
        }
        let mut moved: Vec<Range<u32>> = Vec::new();
        for (unit, _) in self.units.iter().zip(is_reached).filter(|(_, reached)| !reached) {
            match moved.last_mut().filter(|it| it.end == unit.at.start) {
                Some(last) => last.end = unit.at.end,
                None => moved.push(unit.at.clone()),
            }
        }
        moved
    }
}

impl<'a> Linked<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, BinaryReaderError> {
        let mut linked = Self::default();
        let (mut sections, mut code, mut data) = (0, None, None);
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            match &payload {
                Payload::CodeSectionStart { unchecked_range: range, .. } => {
                    code = Some(sections);
                    linked.sections[CODE] =
                        bytes.get(range.start as usize..range.end as usize).unwrap_or_default();
                }
                Payload::DataSection(section) => {
                    data = Some(sections);
                    let range = section.range();
                    linked.sections[1 - CODE] =
                        bytes.get(range.start as usize..range.end as usize).unwrap_or_default();
                    linked.read_segments(section)?;
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Linking(linking) => linked.read_symbols(&linking)?,
                    KnownCustom::Reloc(relocations) => {
                        let section = Some(relocations.section_index());
                        let of = [code, data].iter().position(|it| *it == section);
                        for relocation in relocations.entries() {
                            let relocation = relocation?;
                            if let Some(of) = of {
                                linked.relocations[of].push(relocation);
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            sections += u32::from(payload.as_section().is_some());
        }
        Ok(linked)
    }

    fn read_segments(
        &mut self,
        section: &wasmparser::DataSectionReader<'a>,
    ) -> Result<(), BinaryReaderError> {
        let origin = section.range().start;
        for segment in section.clone() {
            let segment = segment?;
            let end = (segment.range.end - origin) as u32;
            let within = end - segment.data.len() as u32..end;
            self.segments.push((address(&segment.kind).unwrap_or_default(), within));
        }
        Ok(())
    }

    fn read_symbols(
        &mut self,
        linking: &wasmparser::LinkingSectionReader<'a>,
    ) -> Result<(), BinaryReaderError> {
        for part in linking.subsections() {
            match part? {
                Linking::SegmentInfo(segments) => {
                    for segment in segments {
                        self.names.push(segment?.name);
                    }
                }
                Linking::SymbolTable(symbols) => {
                    for symbol in symbols {
                        self.symbols.push(symbol?);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Where a constant lies that a relocation refers to.
    fn range_of(&self, relocation: &RelocationEntry) -> Option<Range<u32>> {
        use RelocationType as Type;
        match relocation.ty {
            Type::FunctionIndexLeb
            | Type::TableIndexSleb
            | Type::TableIndexI32
            | Type::TypeIndexLeb
            | Type::GlobalIndexLeb
            | Type::TableNumberLeb => None,
            _ => self.range(self.symbols.get(relocation.index as usize)?),
        }
    }

    /// Where a symbol lies that is a constant.
    fn range(&self, symbol: &SymbolInfo<'_>) -> Option<Range<u32>> {
        let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol else { return None };
        let (start, within) = self.segments.get(symbol.index as usize)?;
        let is_constant = *self.names.get(symbol.index as usize)? == CONSTANTS;
        let end = symbol.offset.checked_add(symbol.size)?;
        let is_here = is_constant && *start != 0 && end as usize <= within.len();
        is_here.then(|| start + symbol.offset..start + end)
    }

    /// The number that a relocation is about; none if it is of a kind that is not known here.
    fn number(&self, relocation: &RelocationEntry, section: usize) -> Option<u32> {
        let bytes = self.sections[section].get(relocation.offset as usize..)?;
        match relocation.ty {
            RelocationType::MemoryAddrI32 => {
                bytes.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
            }
            // Seven bits in each of five bytes; the sign is beyond the 32 bits.
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb => {
                let bytes: &[u8; 5] = bytes.first_chunk()?;
                let digits = bytes.iter().rev().map(|it| u64::from(it & 0x7f));
                Some(digits.fold(0, |number, digit| number << 7 | digit) as u32)
            }
            _ => None,
        }
    }

    /// What stands in each segment.
    fn contents(&self) -> Vec<(u32, &'a [u8])> {
        let data = self.sections[1 - CODE];
        let of = |range: &Range<u32>| &data[range.start as usize..range.end as usize];
        self.segments.iter().map(|(address, range)| (*address, of(range))).collect()
    }

    /// The address of a byte of the data section.
    fn address(&self, offset: u32) -> Option<u32> {
        let (start, within) = self.segments.iter().find(|(_, it)| it.contains(&offset))?;
        Some(start + (offset - within.start))
    }

    fn units(&self) -> Vec<Unit> {
        let all = self.symbols.iter().filter_map(|it| self.range(it));
        let mut ranges: Vec<Range<u32>> = all.filter(|it| !it.is_empty()).collect();
        ranges.sort_unstable_by_key(|it| (it.start, it.end));
        let mut units: Vec<Unit> = Vec::new();
        for range in ranges {
            match units.last_mut().filter(|it| range.start < it.at.end) {
                Some(last) => last.at.end = last.at.end.max(range.end),
                None => units.push(Unit { at: range, refers: Vec::new(), stays: false }),
            }
        }
        units
    }
}

/// The address at which a segment is put when the module starts, if that is written down.
pub(crate) fn address(kind: &DataKind<'_>) -> Option<u32> {
    let DataKind::Active { memory_index: 0, offset_expr } = kind else { return None };
    match offset_expr.get_operators_reader().read().ok()? {
        Operator::I32Const { value } => Some(value as u32),
        _ => None,
    }
}
