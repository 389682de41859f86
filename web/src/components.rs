//! One file per component: props in, callbacks out, one style sheet beside it.

pub(crate) mod answer;
pub(crate) mod detail;
pub(crate) mod editor;
pub(crate) mod examples;
pub(crate) mod findings;
pub(crate) mod header;
mod icon;
pub(crate) mod journey;
mod keyring;
mod stop;

#[cfg(test)]
mod tests;
