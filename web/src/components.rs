//! One file per component: props in, callbacks out, one style sheet beside it.

pub(crate) mod answer;
mod answers;
mod arrived;
pub(crate) mod compare;
pub(crate) mod copy;
pub(crate) mod detail;
mod documents;
pub(crate) mod editor;
pub(crate) mod examples;
pub(crate) mod explain;
pub(crate) mod field;
pub(crate) mod finding;
pub(crate) mod findings;
pub(crate) mod header;
pub(crate) mod hidden;
pub(crate) mod icon;
pub(crate) mod journey;
pub(crate) mod keyring;
mod language;
pub(crate) mod live;
pub(crate) mod notice;
pub(crate) mod pointing;
pub(crate) mod share;
pub(crate) mod sheet;
mod steps;
mod stop;
pub(crate) mod timeline;
pub(crate) mod update;
mod views_menu;
pub(crate) mod what_if;
pub(crate) mod woven;

#[cfg(test)]
mod tests;
