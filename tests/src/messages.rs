//! The message files of the page (`web/messages`), and whether they are complete: each text that a
//! person may read is there in each language, with the same holes, and nothing else is.
//!
//! The texts of the page are found in its sources, those of the guide in its pages ([`texts`]); the
//! sentences of the core by having it answer every text there is ([`sentences`]).

mod files;
mod gaps;
pub mod sentences;
pub mod texts;

pub use files::{File, LANGUAGES, Texts, folder};
pub use gaps::{English, Gaps, fits, fits_in_guide, gaps};
