//! What a module holds, and which of its functions go to the rest.

use std::collections::HashMap;

use wasmparser::{
    BinaryReaderError, ElementItems, ExternalKind, FunctionBody, KnownCustom, Name, Operator,
    Parser, Payload, TypeRef,
};

/// The import that loads the rest, by the beginning of the name that `wasm-bindgen` gives it.
const LOADER: &str = "__wbg_loadRest_";

/// A module that is to be cut.
pub(crate) struct Module<'a> {
    pub(crate) source: &'a [u8],
    /// All of its sections.
    pub(crate) payloads: Vec<Payload<'a>>,
    /// How many functions are imported; those come first.
    pub(crate) imported: u32,
    /// The type of each function, imported ones first.
    pub(crate) types: Vec<u32>,
    /// The import that loads the rest.
    pub(crate) loader: u32,
    /// The bodies of the others.
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    /// The functions that each body calls or names.
    pub(crate) calls: Vec<Vec<u32>>,
    /// The numbers in each body that can be addresses.
    pub(crate) numbers: Vec<Vec<u32>>,
    /// Named by a table, an export or a body: called from where nobody sees.
    pub(crate) is_open: Vec<bool>,
    /// How many parameters each type has.
    parameters: Vec<u32>,
    names: HashMap<u32, String>,
}

impl<'a> Module<'a> {
    /// Reads a module.
    ///
    /// # Errors
    ///
    /// It is none, or does not import what loads the rest.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        let text = |error: BinaryReaderError| error.to_string();
        let payloads =
            Parser::new(0).parse_all(bytes).collect::<Result<Vec<_>, _>>().map_err(text)?;
        let mut module = Self {
            source: bytes,
            parameters: Vec::new(),
            payloads: Vec::new(),
            imported: 0,
            types: Vec::new(),
            loader: u32::MAX,
            bodies: Vec::new(),
            calls: Vec::new(),
            numbers: Vec::new(),
            is_open: Vec::new(),
            names: HashMap::new(),
        };
        for payload in &payloads {
            module.section(payload).map_err(text)?;
        }
        module.payloads = payloads;
        let bodies = module.bodies.clone();
        for body in bodies {
            module.read_body(&body).map_err(text)?;
        }
        if module.loader == u32::MAX {
            return Err(format!("no function is imported whose name begins with {LOADER}"));
        }
        if module.names.is_empty() {
            return Err("it has no names".to_owned());
        }
        Ok(module)
    }

    fn section(&mut self, payload: &Payload<'a>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::TypeSection(groups) => {
                for kind in groups.clone().into_iter_err_on_gc_types() {
                    self.parameters.push(kind?.params().len() as u32);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    let import = import?;
                    let TypeRef::Func(kind) = import.ty else { continue };
                    if import.name.starts_with(LOADER) {
                        self.loader = self.imported;
                    }
                    self.types.push(kind);
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(types) => {
                for kind in types.clone() {
                    self.types.push(kind?);
                }
                self.is_open = vec![false; self.types.len()];
            }
            Payload::ExportSection(exports) => {
                for export in exports.clone() {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.open(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => self.open(*func),
            Payload::ElementSection(elements) => {
                for element in elements.clone() {
                    if let ElementItems::Functions(functions) = element?.items {
                        for function in functions {
                            self.open(function?);
                        }
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body.clone()),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(names) = custom.as_known() {
                    for name in names {
                        let Name::Function(functions) = name? else { continue };
                        for named in functions {
                            let named = named?;
                            self.names.insert(named.index, without_hashes(named.name));
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// How many parameters a type has.
    pub(crate) fn parameters(&self, kind: u32) -> u32 {
        self.parameters.get(kind as usize).copied().unwrap_or_default()
    }

    fn open(&mut self, function: u32) {
        if let Some(is_open) = self.is_open.get_mut(function as usize) {
            *is_open = true;
        }
    }

    fn read_body(&mut self, body: &FunctionBody<'a>) -> Result<(), BinaryReaderError> {
        let (mut calls, mut numbers) = (Vec::new(), Vec::new());
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    calls.push(function_index);
                }
                Operator::RefFunc { function_index } => {
                    calls.push(function_index);
                    self.open(function_index);
                }
                operator => numbers.extend(number_in(&operator)),
            }
        }
        for numbers in [&mut calls, &mut numbers] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        self.calls.push(calls);
        self.numbers.push(numbers);
        Ok(())
    }

    /// The names of the functions with a body, without what tells one version of a crate from another.
    pub(crate) fn names(&self) -> Vec<String> {
        let functions = (self.imported..).zip(&self.bodies);
        functions.map(|(at, _)| self.names.get(&at).cloned().unwrap_or_default()).collect()
    }

    /// For each function with a body whether it goes to the rest: what does by its number, and what is
    /// only called from there.
    pub(crate) fn moved(&self, goes: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut moved: Vec<bool> = (0..self.bodies.len()).map(goes).collect();
        let mut callers: Vec<Vec<usize>> = vec![Vec::new(); self.bodies.len()];
        for (caller, calls) in self.calls.iter().enumerate() {
            for called in calls.iter().filter_map(|it| it.checked_sub(self.imported)) {
                callers[called as usize].push(caller);
            }
        }
        loop {
            let before = moved.clone();
            for at in 0..moved.len() {
                let is_open = self.is_open[self.imported as usize + at];
                if !moved[at] && !is_open && !callers[at].is_empty() {
                    moved[at] = callers[at].iter().all(|caller| before[*caller] || *caller == at);
                }
            }
            if moved == before {
                return moved;
            }
        }
    }
}

/// The number in an instruction that may be an address, or the first of the addresses it is added to.
fn number_in(operator: &Operator<'_>) -> Option<u32> {
    match operator {
        Operator::I32Const { value } => Some(*value as u32),
        Operator::I32Load { memarg }
        | Operator::I32Load8S { memarg }
        | Operator::I32Load8U { memarg }
        | Operator::I32Load16S { memarg }
        | Operator::I32Load16U { memarg }
        | Operator::I64Load { memarg }
        | Operator::I64Load8S { memarg }
        | Operator::I64Load8U { memarg }
        | Operator::I64Load16S { memarg }
        | Operator::I64Load16U { memarg }
        | Operator::I64Load32S { memarg }
        | Operator::I64Load32U { memarg }
        | Operator::F32Load { memarg }
        | Operator::F64Load { memarg }
        | Operator::I32Store { memarg }
        | Operator::I32Store8 { memarg }
        | Operator::I32Store16 { memarg }
        | Operator::I64Store { memarg }
        | Operator::I64Store8 { memarg }
        | Operator::I64Store16 { memarg }
        | Operator::I64Store32 { memarg }
        | Operator::F32Store { memarg }
        | Operator::F64Store { memarg } => u32::try_from(memarg.offset).ok(),
        _ => None,
    }
}

/// A name without the numbers in brackets that tell one version of a crate from another.
fn without_hashes(name: &str) -> String {
    let mut rest = name;
    let mut plain = String::with_capacity(name.len());
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let hash = after.find(|it: char| !it.is_ascii_hexdigit()).unwrap_or(after.len());
        match after[hash..].strip_prefix(']').filter(|_| hash >= 12) {
            Some(after) => rest = after,
            None => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain + rest
}
