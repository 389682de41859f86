//! What runs in the worker: the core's reader of dumps, with JSON for what crosses.

use std::collections::VecDeque;

use pullscope_core::diagnose::Options;
use pullscope_core::dump::{Dump, ImageRow, Place, SecretRow};
use pullscope_core::json::write_string;
use wasm_bindgen::prelude::*;

use super::switches;

/// Rows that cross at once: few enough for the page to take between two frames.
const BATCH: usize = 250;

/// Reads a dump. `web/parts/src/dump-worker.js` has it.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct DumpReader {
    dump: Dump,
    images: VecDeque<ImageRow>,
    secrets: VecDeque<SecretRow>,
    options: Options,
}

#[wasm_bindgen]
impl DumpReader {
    /// A reader at the start of a dump; the what-if switches are JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(switches: &str) -> Self {
        Self { options: switches::options(switches), ..Self::default() }
    }

    /// Begins with the rows anew, under other switches.
    pub fn again(&mut self, switches: &str) {
        self.options = switches::options(switches);
        self.images.clear();
        self.secrets.clear();
        self.dump.judge_again();
    }

    /// Reads on; what is wrong, or nothing.
    pub fn push(&mut self, piece: &[u8]) -> String {
        self.dump.push(piece).map_or_else(|error| error.to_string(), |()| String::new())
    }

    /// Ends the dump; what is wrong, or nothing.
    pub fn finish(&mut self) -> String {
        self.dump.finish().map_or_else(|error| error.to_string(), |()| String::new())
    }

    /// How much was read: JSON.
    pub fn seen(&self) -> String {
        let seen = self.dump.seen();
        format!(
            "{{\"bytes\":{},\"objects\":{},\"workloads\":{},\"secrets\":{},\"broken\":{}}}",
            seen.bytes, seen.objects, seen.workloads, seen.secrets, seen.broken
        )
    }

    /// The next rows: JSON; nothing when there is no other.
    #[wasm_bindgen(js_name = next)]
    pub fn next_rows(&mut self) -> Option<String> {
        while self.images.is_empty() && self.secrets.is_empty() {
            let (images, secrets) = self.dump.judge(&self.options)?;
            self.images.extend(images);
            self.secrets.extend(secrets);
        }
        let images = self.images.drain(..self.images.len().min(BATCH)).map(|it| image(&it));
        let images: Vec<String> = images.collect();
        let secrets = self.secrets.drain(..self.secrets.len().min(BATCH)).map(|it| secret(&it));
        let secrets: Vec<String> = secrets.collect();
        Some(format!("{{\"images\":[{}],\"secrets\":[{}]}}", images.join(","), secrets.join(",")))
    }
}

fn image(row: &ImageRow) -> String {
    let mut out = String::from("{");
    for (name, value) in [
        ("namespace", row.namespace.as_str()),
        ("owner", &row.owner),
        ("container", &row.container),
        ("image", &row.image),
        ("registry", &row.registry),
        ("outcome", row.outcome.name()),
        ("sentence", &row.sentence),
        ("waiting", &row.waiting),
    ] {
        member(&mut out, name, value);
    }
    let places = std::iter::once(row.place).chain(row.account).chain(row.secrets.iter().copied());
    out + &format!(
        "\"count\":{},\"isFloating\":{},\"fails\":{},\"places\":{}}}",
        row.count,
        row.is_floating,
        row.fails(),
        places_json(places)
    )
}

fn secret(row: &SecretRow) -> String {
    let mut out = String::from("{");
    for (name, value) in [
        ("namespace", row.namespace.as_str()),
        ("name", &row.name),
        ("usage", row.usage.name()),
        ("state", row.state),
        ("keys", &row.keys.join(", ")),
    ] {
        member(&mut out, name, value);
    }
    out + &format!("\"places\":{}}}", places_json([row.place]))
}

fn member(out: &mut String, name: &str, value: &str) {
    *out += &format!("\"{name}\":");
    write_string(out, value);
    out.push(',');
}

fn places_json(places: impl IntoIterator<Item = Place>) -> String {
    let places = places.into_iter().map(|it| format!("[{},{}]", it.offset, it.length));
    format!("[{}]", places.collect::<Vec<_>>().join(","))
}
