//! Support for the tests: corpora of what upstream answered, and how they are compared.
//!
//! A corpus is a file of JSON lines. The first may be a header, `{"_meta": {…}}`; every other is a
//! row: what went in, and what upstream's code gave for it. `corpus/README.md` describes the rows.

pub mod cases;
pub mod corpus;
pub mod generate;
pub mod kinds;
pub mod laws;
pub mod messages;
pub mod processor;
pub mod schema;
pub mod table;

pub use corpus::{Difference, Report, Row, run_file};
pub use kinds::Kind;
pub use table::Table;
