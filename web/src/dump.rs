//! A dump of a cluster: what the worker reads of it, and what the page makes of the rows.

pub(crate) mod reader;
pub(crate) mod reading;
pub(crate) mod rows;
pub(crate) mod switches;
