//! A policy, asked about the objects of the text: which requests are made of them, what the settings
//! are, and what the policy's answers mean for the text. Plain data; the file itself runs in a worker,
//! and the view draws what comes of it.
//!
//! ```text
//! text ──► requests ──┐
//! settings ───────────┼──► job ──► worker ──► outcomes ──► judged: verdict, changes, containers after
//! objects ──► world ──┘
//! ```

pub(crate) mod after;
pub(crate) mod desk;
pub(crate) mod file;
pub(crate) mod form;
pub(crate) mod job;
pub(crate) mod judged;
pub(crate) mod manifest;
pub(crate) mod objects;
pub(crate) mod outcome;
pub(crate) mod requests;
mod response;
pub(crate) mod rules;
pub(crate) mod summary;
pub(crate) mod tree;
