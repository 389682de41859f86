//! Any bytes as a pasted text: it is diagnosed without a panic, every place stands in the text, every
//! fix can be made, and a password that stands beside it is not in the answer.
//!
//! The first eight bytes choose the what-if switches and the document with the password.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pullscope_core::diagnose::{Offsets, Texts, diagnose};
use pullscope_core::finding::apply;
use pullscope_tests::generate::{Random, join, options, secret};
use pullscope_tests::laws::{Canary, spans};

/// It is in no seed, so that a text repeats a part of it only by chance.
const PASSWORD: &str = "Xq7vZk2mWp9rTb4n";

static CANARY: LazyLock<Canary> = LazyLock::new(|| Canary::new(PASSWORD));

fuzz_target!(|bytes: &[u8]| {
    let Some((choices, pasted)) = bytes.split_first_chunk::<8>() else { return };
    let mut random = Random::new(u64::from_le_bytes(*choices));
    let options = options(&mut random);
    let text = String::from_utf8_lossy(pasted).into_owned();

    let diagnosis = diagnose(&text, &options);
    if let Err(broken) = spans(&text, &diagnosis, &options.limits) {
        panic!("{broken}\n{options:?}\n{text}");
    }
    for finding in diagnosis.findings.iter().map(|it| &it.finding) {
        let Some(fix) = &finding.fix else { continue };
        if let Err(error) = apply(&text, &fix.edits) {
            panic!("a fix of {} cannot be made: {error}\n{options:?}\n{text}", finding.code);
        }
    }
    diagnosis.to_json(&Texts::from(text.as_str()), Offsets::Utf16);

    if CANARY.find(&text).is_some() {
        return;
    }
    let mut pieces = [text, secret(&mut random, PASSWORD)];
    if random.chance(50) {
        pieces.swap(0, 1);
    }
    let text = join(&pieces);
    let answer = format!("{:?}", diagnose(&text, &options));
    if let Some((part, depth)) = CANARY.find(&answer) {
        panic!("{part} is in the answer, encoded {depth} times\n{answer}\n{options:?}\n{text}");
    }
});
