//! The files of the node, and what the kubelet keeps of them in memory.
//!
//! ```text
//! <kubelet root>/image_manager/pulled/sha256-<hex of the SHA-256 of the image ref>
//! <kubelet root>/image_manager/pulling/sha256-<hex of the SHA-256 of the image as it is typed>
//! ```
//!
//! A file of another name is passed over, and so is one that ends with `.tmp`. A file that holds
//! the record of another image than its name says counts as absent. Since 1.34 everything is read
//! into memory when the kubelet starts; where that went without an error, files are not read again,
//! and the name of a file no longer matters.
//!
//! Upstream: kubernetes `pkg/kubelet/images/pullmanager/fs_pullrecords.go`, `mem_pullrecords.go`.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::hash::hex;
use super::record::{Api, PullIntent, PulledRecord};
use crate::version::Version;

const PREFIX: &str = "sha256-";

/// The name of the file of a record: of an image ref for one that was pulled, of the image as it is
/// typed for an intent.
///
/// ```
/// use pullscope_core::kubelet::verification::file_name;
///
/// assert_eq!(
///     file_name("testimageref"),
///     "sha256-b3c0cc4278800b03a308ceb2611161430df571ca733122f0a40ac8b9792a9064"
/// );
/// ```
///
/// Upstream: `cacheFilename` in kubernetes `pkg/kubelet/images/pullmanager/fs_pullrecords.go`.
pub fn file_name(key: &str) -> String {
    [PREFIX, &hex(key.as_bytes())].concat()
}

/// Whether the kubelet looks into a file of this name when it lists its records.
pub fn is_record_file(name: &str) -> bool {
    name.starts_with(PREFIX) && !name.ends_with(".tmp")
}

/// A kind of record: what it is filed under, and in which version it is written.
pub(super) trait Record: Clone {
    /// What the name of its file is made of.
    fn key(&self) -> &str;
    /// The version it is written in.
    fn api(&mut self) -> &mut Api;
}

impl Record for PulledRecord {
    fn key(&self) -> &str {
        &self.image_ref
    }

    fn api(&mut self) -> &mut Api {
        &mut self.api
    }
}

impl Record for PullIntent {
    fn key(&self) -> &str {
        &self.image
    }

    fn api(&mut self) -> &mut Api {
        &mut self.api
    }
}

/// A record that the kubelet cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// The files of one directory: by name, what each holds, or that it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory<R> {
    files: BTreeMap<String, Option<R>>,
}

impl<R> Default for Directory<R> {
    fn default() -> Self {
        Self { files: BTreeMap::new() }
    }
}

impl<R> Directory<R> {
    /// Puts a file there: a record, or `None` for one that the kubelet cannot read.
    pub fn put(&mut self, name: &str, record: Option<R>) {
        if is_record_file(name) {
            self.files.insert(name.to_string(), record);
        }
    }

    /// The files, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, Option<&R>)> {
        self.files.iter().map(|(name, record)| (name.as_str(), record.as_ref()))
    }
}

/// A directory, and what is in memory of it.
#[derive(Clone, Debug)]
pub(super) struct Store<R> {
    directory: Directory<R>,
    /// By key; `None` in 1.33, which keeps nothing in memory.
    memory: Option<BTreeMap<String, R>>,
    /// Whether what is not in memory is not there.
    is_complete: bool,
    version: Version,
}

impl<R: Record> Store<R> {
    /// What the kubelet finds when it starts: old records are written anew in the version of the
    /// release, then all are read.
    pub(super) fn open(directory: Directory<R>, version: Version) -> Self {
        let mut store = Self { directory, memory: None, is_complete: false, version };
        let names: Vec<String> = store.directory.files.keys().cloned().collect();
        for name in &names {
            let Some(Some(record)) = store.directory.files.get(name) else { continue };
            let mut record = record.clone();
            if *record.api() != Api::written_by(version) {
                store.write(record);
            }
        }
        if version.keeps_records_in_memory() {
            let read = || store.directory.files.values();
            store.is_complete = read().all(Option::is_some);
            let keyed = |it: &R| (it.key().to_string(), it.clone());
            store.memory = Some(read().flatten().map(keyed).collect());
        }
        store
    }

    /// The record of a key.
    pub(super) fn get(&self, key: &str) -> Result<Option<&R>, Unreadable> {
        if let Some(record) = self.memory.as_ref().and_then(|it| it.get(key)) {
            return Ok(Some(record));
        }
        if self.is_complete {
            return Ok(None);
        }
        match self.directory.files.get(&file_name(key)) {
            None => Ok(None),
            Some(None) => Err(Unreadable),
            Some(Some(record)) => Ok(Some(record).filter(|it| it.key() == key)),
        }
    }

    /// Every record that can be read, in the order of the files.
    pub(super) fn list(&self) -> impl Iterator<Item = &R> {
        self.directory.files.values().flatten()
    }

    pub(super) fn write(&mut self, mut record: R) {
        *record.api() = Api::written_by(self.version);
        if let Some(memory) = &mut self.memory {
            memory.insert(record.key().to_string(), record.clone());
        }
        self.directory.files.insert(file_name(record.key()), Some(record));
    }

    pub(super) fn delete(&mut self, key: &str) {
        if let Some(memory) = &mut self.memory {
            memory.remove(key);
        }
        self.directory.files.remove(&file_name(key));
    }

    pub(super) fn directory(&self) -> &Directory<R> {
        &self.directory
    }
}
