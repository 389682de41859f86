//! Which functions ran, and which of their stretches.
//!
//! A profile is a text, made by a command. Each line begins with the hash of a function's name; if it
//! ran, the hash of its shape follows, and what ran of it, as bits. A function whose shape is not known
//! stays where it is, and so does most of what is not known at all ([`crate::kin`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::body::Body;

/// What stands before the lines.
const HEAD: &str = "\
# What of the page's module an ordinary visit runs, which is what it is loaded with first.
# Written by cargo xtask profile; xtask/split reads it.
";

/// What is known of functions, by the hashes of their names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Profile {
    /// By the hash of the shape, too: a bit for each stretch.
    ran: BTreeMap<(u32, u32), Vec<bool>>,
    idle: BTreeSet<u32>,
}

impl Profile {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// The number of the first line that is none.
    pub(crate) fn parse(text: &str) -> Result<Self, usize> {
        let mut profile = Self::default();
        let lines = text.lines().zip(1_usize..).filter(|(line, _)| !line.starts_with('#'));
        for (line, number) in lines {
            profile.line(line).ok_or(number)?;
        }
        Ok(profile)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let mut words = line.split(' ');
        let mut hash = || u32::from_str_radix(words.next()?, 16).ok();
        let name = hash()?;
        let Some(shape) = hash() else {
            self.idle.insert(name);
            return Some(());
        };
        let bits = words.next().unwrap_or_default().chars();
        let digits: Option<Vec<u32>> = bits.map(|it| it.to_digit(16)).collect();
        let bits = digits?.into_iter().flat_map(|it| (0..4).map(move |bit| it >> bit & 1 == 1));
        self.ran.insert((name, shape), bits.collect());
        Some(())
    }

    /// Reads a trace: a byte for each function, and for each of its stretches, which is not 0 if that ran.
    pub(crate) fn of(bodies: &[Body<'_>], names: &[String], mut trace: &[u8]) -> Self {
        let mut profile = Self::default();
        for (body, name) in bodies.iter().zip(names) {
            let count = trace.len().min(1 + body.stretches.len());
            let (bytes, others) = trace.split_at(count);
            trace = others;
            profile.note(name, body, bytes);
        }
        profile
    }

    /// Notes what ran of a function: a byte that is not 0 for it, and for each of its stretches.
    fn note(&mut self, name: &str, body: &Body<'_>, bytes: &[u8]) {
        let is_known = self.knows(name);
        let name = hash(name.bytes());
        if bytes.first().is_none_or(|it| *it == 0) {
            if !is_known {
                self.idle.insert(name);
            }
            return;
        }
        self.idle.remove(&name);
        let noted = self.ran.entry((name, body.shape())).or_default();
        noted.resize(noted.len().max(body.stretches.len()), false);
        for (noted, bit) in noted.iter_mut().zip(bytes.iter().skip(1)) {
            *noted |= *bit != 0;
        }
    }

    /// Whether a function is known, whatever its shape.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let name = hash(name.bytes());
        let shapes = (name, 0)..=(name, u32::MAX);
        self.idle.contains(&name) || self.ran.range(shapes).next().is_some()
    }

    /// Whether a function is known, and did not run.
    pub(crate) fn is_idle(&self, name: &str) -> bool {
        self.idle.contains(&hash(name.bytes()))
    }

    /// Which stretches of a function ran; none if it is not known.
    pub(crate) fn stretches(&self, name: &str, body: &Body<'_>) -> Option<Vec<bool>> {
        let mut bits = self.ran.get(&(hash(name.bytes()), body.shape()))?.clone();
        bits.resize(body.stretches.len(), false);
        Some(bits)
    }

    /// The text.
    pub(crate) fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for ((name, shape), bits) in &self.ran {
            let digit = |bits: &[bool]| {
                bits.iter().rev().fold(0, |digit, bit| digit << 1 | u32::from(*bit))
            };
            let digits = bits.chunks(4).filter_map(|it| char::from_digit(digit(it), 16));
            let digits: String = digits.collect();
            let _ = writeln!(text, "{name:08x} {shape:08x} {}", digits.trim_end_matches('0'));
        }
        for name in &self.idle {
            let _ = writeln!(text, "{name:08x}");
        }
        text
    }
}

/// FNV-1a, of 32 bits.
pub(crate) fn hash(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(0x811c_9dc5, |hash, it| (hash ^ u32::from(it)).wrapping_mul(0x0100_0193))
}
