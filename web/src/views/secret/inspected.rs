//! A Secret taken apart: each layer, each entry, what is found, and which images the keys fit.

use std::rc::Rc;

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::docker_config::DockerConfig;
use pullscope_core::json::Value;
use pullscope_core::keyring::Keyring;
use pullscope_core::pull_secret::{Layer, PullSecret, SecretObject, validate, wrap};
use pullscope_core::text::{Document, documents};
use yew::AttrValue;

use super::origin::{Origin, config_of};
use crate::read::capital;
use crate::texts::{sentence, t};
use crate::trip::{Mark, Note, Repair};
use crate::what_if::WhatIf;
use crate::{ink, read as page};

/// More images than a person compares.
const IMAGES: usize = 60;
/// Entries that are shown; a document can hold a hundred thousand.
pub(super) const ENTRIES: usize = 100;

/// A Secret taken apart.
pub(super) struct Inspected {
    pub(super) name: AttrValue,
    pub(super) layers: Vec<LayerView>,
    pub(super) entries: Vec<EntryView>,
    /// How many entries there are in all.
    pub(super) count: usize,
    pub(super) notes: Rc<Vec<Note>>,
    pub(super) fits: Vec<FitView>,
    /// The `config.json` in lines, passwords included.
    pub(super) decoded: String,
    /// The Secret as a manifest, passwords included.
    pub(super) manifest: Rc<str>,
    /// What a Secret is made of that holds the same.
    pub(super) origin: Origin,
}

/// One layer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LayerView {
    pub(super) layer: Layer,
    pub(super) mark: Mark,
    /// It is the first one that cannot be read.
    pub(super) is_broken: bool,
    pub(super) value: AttrValue,
    pub(super) note: AttrValue,
}

/// One entry. It has no `Debug`: its password is in it.
#[derive(Clone, PartialEq)]
pub(super) struct EntryView {
    pub(super) key: AttrValue,
    pub(super) username: AttrValue,
    pub(super) password: AttrValue,
    pub(super) has_auth: bool,
    /// The containers whose images it fits.
    pub(super) fits: Vec<AttrValue>,
}

/// One image of the documents.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FitView {
    pub(super) name: AttrValue,
    pub(super) repository: AttrValue,
    pub(super) mark: Mark,
    /// The number of the first key that fits, or why none does.
    pub(super) why: AttrValue,
}

/// A layer that was pasted, or a manifest that was made. `None` when it is no layer of a Secret.
pub(super) fn of_text(
    text: &str,
    what_if: &WhatIf,
    images: Option<&Diagnosis>,
) -> Option<Inspected> {
    let wrapped = wrap(text)?;
    let picture = page::picture(&wrapped.manifest, what_if, None, &ink::hidden(&wrapped.manifest));
    let report = picture.report.as_deref()?;
    let document = report.secrets.first()?.document;
    let notes = notes_of(&picture.notes, report, document);
    let parsed = documents(&wrapped.manifest);
    let mut inspected =
        Inspected::new(parsed.docs.get(document)?, wrapped.outermost, notes, images)?;
    inspected.manifest = wrapped.manifest.as_ref().into();
    Some(inspected)
}

/// A Secret of the documents, by its place in the report.
pub(super) fn of_documents(
    text: &str,
    report: &Diagnosis,
    notes: &[Note],
    secret: usize,
    what_if: &WhatIf,
) -> Option<Inspected> {
    let secret = report.secrets.get(secret)?;
    if secret.namespace.is_none() {
        // A file of the node is a layer without the ones around it.
        let span = report.documents.get(secret.document)?.span.clone();
        return of_text(text.get(span)?, what_if, Some(report));
    }
    let notes = notes_of(notes, report, secret.document);
    let parsed = documents(text);
    let document = parsed.docs.get(secret.document)?;
    let mut inspected = Inspected::new(document, Layer::Secret, notes, Some(report))?;
    inspected.manifest = text.get(document.span.clone())?.into();
    Some(inspected)
}

/// The findings about the layers of one document.
fn notes_of(notes: &[Note], report: &Diagnosis, document: usize) -> Vec<Note> {
    let about = |note: &&Note| {
        let is_here = report.findings.get(note.index).is_some_and(|it| it.document == document);
        is_here && Layer::of_code(&note.code).is_some() && note.code != "secret/unused"
    };
    notes.iter().filter(about).cloned().collect()
}

/// The findings without places and edits, for a text that nobody sees.
pub(super) fn placeless(notes: &[Note]) -> Vec<Note> {
    let without = |note: &Note| {
        let command = note.repair.as_ref().and_then(|it| it.command.clone());
        let repair = command.map(|command| {
            let title = note.repair.as_ref().map(|it| it.title.clone()).unwrap_or_default();
            Rc::new(Repair { title, edits: Vec::new(), diff: Vec::new(), command: Some(command) })
        });
        Note { spots: Vec::new(), images: Vec::new(), repair, ..note.clone() }
    };
    notes.iter().map(without).collect()
}

impl Inspected {
    fn new(
        document: &Document<'_>,
        outermost: Layer,
        notes: Vec<Note>,
        images: Option<&Diagnosis>,
    ) -> Option<Self> {
        let root = &document.root;
        let object = SecretObject::read(root);
        let data = object.data();
        let secret = PullSecret { secret_type: object.secret_type, data: &data, annotations: &[] };
        let config = config_of(&secret);
        let value = secret.format().and_then(|it| secret.value(it.data_key())).unwrap_or_default();
        let is_read = config.is_some();
        let origin = Origin::of(document, config.as_ref(), value);
        let config = config.unwrap_or_default();
        let (fits, served) = fits(&config, images);
        let entries = config.entries.iter().zip(served).take(ENTRIES).map(|(entry, fits)| {
            let lossy = |bytes: &[u8]| AttrValue::from(String::from_utf8_lossy(bytes).into_owned());
            EntryView {
                key: entry.key.clone().into(),
                username: lossy(&entry.credential.username),
                password: lossy(entry.credential.password.expose()),
                has_auth: entry.has_auth,
                fits,
            }
        });
        let entries: Vec<EntryView> = entries.collect();
        let name = match (document.namespace(), document.name()) {
            (_, None) => t!("no name"),
            (None, Some(name)) => name.to_owned().into(),
            (Some(namespace), Some(name)) => format!("{namespace}/{name}").into(),
        };
        // What is no object may be a secret as a whole.
        let decoded = std::str::from_utf8(value).ok().filter(|it| it.trim().starts_with('{'));
        let decoded = decoded.map(in_lines).unwrap_or_default();
        let facts = Facts {
            root,
            secret: &secret,
            value,
            config: &config,
            is_read,
            entries: &entries,
            name: &name,
            images: &fits,
        };
        let layers = layers(&facts, outermost, &notes);
        Some(Self {
            layers,
            count: config.entries.len(),
            entries,
            notes: Rc::new(notes),
            fits,
            decoded,
            manifest: "".into(),
            name,
            origin,
        })
    }

    /// The first layer that cannot be read.
    pub(super) fn broken(&self) -> Option<&LayerView> {
        self.layers.iter().find(|it| it.is_broken)
    }
}

/// What the layers are told from.
struct Facts<'f> {
    root: &'f Value<'f>,
    secret: &'f PullSecret<'f>,
    /// The decoded value of the key that counts.
    value: &'f [u8],
    config: &'f DockerConfig,
    /// Something within cannot be read, and the config is not known, unless this is set.
    is_read: bool,
    entries: &'f [EntryView],
    name: &'f AttrValue,
    images: &'f [FitView],
}

fn layers(facts: &Facts<'_>, outermost: Layer, notes: &[Note]) -> Vec<LayerView> {
    let worst = |layer: Layer| {
        (notes.iter().filter(|it| Layer::of_code(&it.code) == Some(layer)))
            .max_by_key(|it| it.mark.weight())
    };
    // A refusal without a layer that explains it is the end: the Secret is never there to be read.
    let is_explained = Layer::ALL
        .into_iter()
        .filter(|it| *it >= outermost)
        .any(|it| worst(it).is_some_and(|note| note.mark == Mark::Error));
    let mut is_cut = false;
    let layer = |layer: Layer| {
        let view = |mark, value, note| LayerView { layer, mark, is_broken: false, value, note };
        if layer < outermost {
            return view(Mark::Unknown, AttrValue::from("–"), t!("Not pasted; taken to be right"));
        }
        if is_cut {
            return view(Mark::Unknown, AttrValue::from("–"), t!("Not reached"));
        }
        let (mark, value, said) = told(facts, layer);
        match worst(layer).filter(|it| it.mark.weight() >= mark.weight()) {
            Some(note) if note.mark == Mark::Error => {
                is_cut = true;
                LayerView { is_broken: true, ..view(Mark::Error, value, note.heading()) }
            }
            Some(note) if note.mark != Mark::Ok => view(note.mark, value, note.heading()),
            _ => {
                is_cut = mark == Mark::Error && !is_explained;
                LayerView { is_broken: is_cut, ..view(mark, value, said) }
            }
        }
    };
    Layer::ALL.into_iter().map(layer).collect()
}

/// How a layer is, its value, and what is said of it when nothing worse is found.
fn told(facts: &Facts<'_>, layer: Layer) -> (Mark, AttrValue, AttrValue) {
    let Facts { root, secret, value, config, is_read, entries, name, images } = facts;
    if layer > Layer::TypeAndKey && secret.format().is_none() {
        return (Mark::Unknown, AttrValue::from("–"), t!("Not read: the kubelet skips this type"));
    }
    match layer {
        Layer::Secret => {
            let (mark, said) = match validate(secret).first() {
                None => (Mark::Ok, t!("The API server accepts it")),
                Some(_) => (Mark::Error, t!("The API server refuses it")),
            };
            (mark, (*name).clone(), said)
        }
        Layer::TypeAndKey => {
            let written = if secret.secret_type.is_empty() { "Opaque" } else { secret.secret_type };
            (Mark::Ok, written.to_owned().into(), t!("Type and data key agree"))
        }
        Layer::Base64 => {
            let key = secret.format().map(|it| it.data_key()).unwrap_or_default();
            let encoded = root.get("data").and_then(|it| it.get(key)).and_then(Value::as_str);
            let plain = root.get("stringData").and_then(|it| it.get(key));
            let (mark, said) = match (encoded, plain) {
                (_, Some(_)) => (Mark::Ok, t!("Written as it is, under stringData")),
                (Some(encoded), None) => {
                    (Mark::Ok, t!("Encoded once, in {count} characters", count = encoded.len()))
                }
                (None, None) => (Mark::Warning, t!("Nothing stands there")),
            };
            (mark, t!("{count} bytes", count = value.len()), said)
        }
        // What is broken is further within: up to there it was read.
        Layer::Json | Layer::Auths if !is_read => {
            (Mark::Ok, AttrValue::from("–"), t!("It can be read"))
        }
        Layer::Json => {
            let (mark, said) = match config.has_auths {
                true => (Mark::Ok, t!("An object that has auths")),
                false => (Mark::Warning, t!("An object without auths")),
            };
            (mark, t!("one object"), said)
        }
        Layer::Auths => {
            let idle = entries.iter().filter(|it| it.fits.is_empty()).count();
            let count = config.entries.len();
            let value = match count {
                1 => t!("1 key"),
                _ => t!("{count} keys", count = count),
            };
            let (mark, said) = match (idle, images.is_empty()) {
                (_, _) if count == 0 => (Mark::Warning, t!("No key stands there")),
                (_, true) => (Mark::Ok, t!("No image is in the documents")),
                (0, _) => (Mark::Ok, t!("Each fits an image of the documents")),
                _ => (
                    if idle == count { Mark::Warning } else { Mark::Info },
                    t!(
                        "{idle} of {count} fit no image of the documents",
                        idle = idle,
                        count = count
                    ),
                ),
            };
            (mark, value, said)
        }
        Layer::Auth => {
            let Some(entry) = entries.first() else {
                return (Mark::Unknown, AttrValue::from("–"), t!("No entry"));
            };
            let count = entry.password.chars().count();
            let value =
                t!("{user} : {count} characters, hidden", user = entry.username, count = count);
            let said = match entry.has_auth {
                true => t!("Split at the first colon"),
                false => t!("From username and password"),
            };
            (Mark::Ok, value, said)
        }
    }
}

/// Of each image of the documents whether a key fits, and of each key which images.
fn fits(config: &DockerConfig, images: Option<&Diagnosis>) -> (Vec<FitView>, Vec<Vec<AttrValue>>) {
    let mut keyring = Keyring::new();
    keyring.add(config, 0);
    let mut served: Vec<Vec<AttrValue>> = vec![Vec::new(); config.entries.len()];
    let mut views: Vec<FitView> = Vec::new();
    let of_pods = images.iter().flat_map(|it| &it.workloads).flat_map(|it| &it.images);
    for image in of_pods.take(IMAGES) {
        let Ok(parts) = &image.reference else { continue };
        let repository = AttrValue::from(parts.repository_name.clone());
        let name = match &image.name {
            Some(name) if !name.is_empty() => AttrValue::from(name.clone()),
            _ => image.image.clone().into(),
        };
        if views.iter().any(|it| it.name == name && it.repository == repository) {
            continue;
        }
        let place = |entry: &_| config.entries.iter().position(|it| std::ptr::eq(it, entry));
        let found = keyring.lookup(&repository);
        for place in found.iter().filter_map(|it| place(it.entry)) {
            served[place].push(name.clone());
        }
        let (mark, why) = match found.first().and_then(|it| place(it.entry)) {
            Some(place) => (Mark::Ok, t!("key {number}", number = place + 1)),
            None => {
                let explained = keyring.explain(&repository);
                let rule = match &explained.keys[..] {
                    [only] => {
                        only.refused_by.as_ref().map(|it| capital(&sentence(&it.to_string())))
                    }
                    _ => None,
                };
                (Mark::Unknown, rule.map_or_else(|| t!("no key fits"), AttrValue::from))
            }
        };
        views.push(FitView { name, repository, mark, why });
    }
    (views, served)
}

/// JSON with a line for each member; a text that is none as it is.
pub(super) fn in_lines(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_string, mut is_escaped) = (0usize, false, false);
    let mut chars = json.trim().chars().peekable();
    let newline = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth.min(40)));
    };
    while let Some(it) = chars.next() {
        if in_string {
            out.push(it);
            in_string = is_escaped || it != '"';
            is_escaped = !is_escaped && it == '\\';
            continue;
        }
        match it {
            '"' => {
                in_string = true;
                out.push(it);
            }
            '{' | '[' => {
                out.push(it);
                while chars.next_if(|it| it.is_whitespace()).is_some() {}
                match chars.next_if(|it| matches!(it, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        newline(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                newline(&mut out, depth);
                out.push(it);
            }
            ',' => {
                out.push(it);
                newline(&mut out, depth);
            }
            ':' => out.push_str(": "),
            it if it.is_whitespace() => {}
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
#[path = "inspected/tests.rs"]
mod tests;
