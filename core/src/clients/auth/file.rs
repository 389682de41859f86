//! A `config.json` as the clients decode it: Go's struct fields for three of them, serde's for one.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::docker_config::{is_member, without_user};
use crate::json::{self, Data, Expected, Member, SyntaxError, SyntaxErrorKind, Value};

/// Why a client refuses a whole file, and where. `Display` is the reason as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    why: String,
    span: Range<usize>,
}

impl Refusal {
    pub(super) fn new(why: impl Into<String>, span: Range<usize>) -> Self {
        Self { why: why.into(), span }
    }

    /// The bytes of the file that are refused.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    fn json(error: &SyntaxError) -> Self {
        Self::new(format!("it is not JSON: {error}"), error.span())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

/// What a client decodes of a file.
#[derive(Debug, Default)]
pub(super) struct File {
    /// One entry for each key, in the order in which the keys first appear.
    pub(super) entries: Vec<Entry>,
    /// `credHelpers`.
    pub(super) helpers: BTreeMap<String, String>,
    /// `credsStore`, empty when there is none.
    pub(super) store: String,
}

/// The members of one entry that a client decodes; `None` is a missing member or `null`.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Range<usize>,
    pub(super) span: Range<usize>,
    pub(super) username: Option<String>,
    pub(super) password: Option<String>,
    pub(super) auth: Option<String>,
    pub(super) identity_token: Option<String>,
    pub(super) registry_token: Option<String>,
    /// Whether there is a `username`, decoded or not.
    pub(super) has_login: bool,
}

impl File {
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|it| it.key == key)
    }
}

/// Which Go type a member is decoded into.
#[derive(Clone, Copy)]
enum Type {
    String,
    Strings,
    StringMap,
    StringMaps,
}

/// The members that Docker decodes beside `auths`, `credsStore` and `credHelpers`, by their lower-case
/// names: nobody asks for them here, but a wrong type fails the file.
///
/// Upstream: `ConfigFile` in docker/cli `cli/config/configfile/file.go`.
const DOCKER_MEMBERS: &[(&str, Type)] = &[
    ("httpheaders", Type::StringMap),
    ("psformat", Type::String),
    ("imagesformat", Type::String),
    ("networksformat", Type::String),
    ("pluginsformat", Type::String),
    ("volumesformat", Type::String),
    ("statsformat", Type::String),
    ("detachkeys", Type::String),
    ("serviceinspectformat", Type::String),
    ("servicesformat", Type::String),
    ("tasksformat", Type::String),
    ("secretformat", Type::String),
    ("configformat", Type::String),
    ("nodesformat", Type::String),
    ("prunefilters", Type::Strings),
    ("proxies", Type::StringMaps),
    ("currentcontext", Type::String),
    ("clipluginsextradirs", Type::Strings),
    ("plugins", Type::StringMaps),
    ("aliases", Type::StringMap),
    ("features", Type::StringMap),
];

/// The members of a proxy's entry; others are passed over, whatever they are.
const PROXY_MEMBERS: &[&str] = &["httpproxy", "httpsproxy", "noproxy", "ftpproxy", "allproxy"];

/// The members of an entry of `auths` that Docker decodes.
const DOCKER_ENTRY: &[&str] =
    &["username", "password", "auth", "serveraddress", "identitytoken", "registrytoken"];

/// Those that containers/image decodes.
const CONTAINERS_ENTRY: &[&str] = &["auth", "identitytoken"];

/// Reads a file as Docker does: the first JSON value of the text, whatever follows it.
///
/// Upstream: `LoadFromReader` in docker/cli `cli/config/configfile/file.go`.
pub(super) fn docker(text: &[u8]) -> Result<File, Refusal> {
    let value = match json::parse(text, json::DEFAULT_MAX_DEPTH) {
        Ok(value) => value,
        Err(_) if text.iter().all(|byte| b" \t\r\n".contains(byte)) => return Ok(File::default()),
        Err(error) => match error.kind() {
            SyntaxErrorKind::Unexpected { expected: Expected::End, .. } => {
                let first = &text[..error.span().start];
                json::parse(first, json::DEFAULT_MAX_DEPTH).map_err(|it| Refusal::json(&it))?
            }
            _ => return Err(Refusal::json(&error)),
        },
    };
    let mut reader =
        GoReader { entry_members: DOCKER_ENTRY, has_store: true, ..GoReader::default() };
    reader.document(&value, DOCKER_MEMBERS);
    reader.finish()
}

/// Reads a file as containers/image does.
///
/// Upstream: `authPath.parse` in containers/image `pkg/docker/config/config.go`.
pub(super) fn containers(text: &[u8]) -> Result<File, Refusal> {
    let value =
        json::parse(text, json::DEFAULT_MAX_DEPTH).map_err(|error| Refusal::json(&error))?;
    let mut reader = GoReader { entry_members: CONTAINERS_ENTRY, ..GoReader::default() };
    reader.document(&value, &[]);
    reader.finish()
}

/// Decodes as Go's `encoding/json` does into a struct: names in any case, `null` leaves what was
/// there, of like members the later one, and of wrong types the first is the error.
#[derive(Default)]
struct GoReader {
    entry_members: &'static [&'static str],
    has_store: bool,
    file: File,
    places: BTreeMap<String, usize>,
    wrong: Option<Refusal>,
}

impl GoReader {
    fn finish(self) -> Result<File, Refusal> {
        self.wrong.map_or(Ok(self.file), Err)
    }

    fn wrong(&mut self, what: &str, expected: &str, value: &Value<'_>) {
        if self.wrong.is_none() {
            self.wrong =
                Some(Refusal::new(format!("{what} must be {expected}"), value.span.clone()));
        }
    }

    /// The members of an object; none of `null`.
    fn members<'v, 'a>(&mut self, what: &str, value: &'v Value<'a>) -> &'v [Member<'a>] {
        if !value.is_null() && value.as_object().is_none() {
            self.wrong(what, "an object", value);
        }
        value.as_object().unwrap_or_default()
    }

    fn string(&mut self, what: &str, value: &Value<'_>) -> Option<String> {
        if !value.is_null() && value.as_str().is_none() {
            self.wrong(what, "a string", value);
        }
        value.as_str().map(String::from)
    }

    fn document(&mut self, value: &Value<'_>, others: &[(&str, Type)]) {
        for member in self.members("the document", value) {
            if is_member(&member.key, "auths") {
                self.auths(&member.value);
            } else if is_member(&member.key, "credhelpers") {
                self.helpers(&member.value);
            } else if self.has_store && is_member(&member.key, "credsstore") {
                if let Some(store) = self.string("credsStore", &member.value) {
                    self.file.store = store;
                }
            } else if let Some((_, kind)) =
                others.iter().find(|(name, _)| is_member(&member.key, name))
            {
                self.check(*kind, member);
            }
        }
    }

    fn helpers(&mut self, value: &Value<'_>) {
        if value.is_null() {
            self.file.helpers = BTreeMap::new();
        }
        for member in self.members("credHelpers", value) {
            let program = self.string("a program of credHelpers", &member.value);
            // What is no string leaves an empty one, and so does `null`.
            self.file.helpers.insert(member.key.to_string(), program.unwrap_or_default());
        }
    }

    fn auths(&mut self, value: &Value<'_>) {
        if value.is_null() {
            self.file.entries = Vec::new();
            self.places = BTreeMap::new();
        }
        for member in self.members("auths", value) {
            let entry = self.entry(member);
            let count = self.file.entries.len();
            let place = *self.places.entry(entry.key.clone()).or_insert(count);
            match self.file.entries.get_mut(place) {
                None => self.file.entries.push(entry),
                Some(earlier) => *earlier = entry,
            }
        }
    }

    fn entry(&mut self, member: &Member<'_>) -> Entry {
        let key = without_user(&member.key);
        let mut entry = Entry {
            key: member.key.to_string(),
            key_span: member.key_span.clone(),
            span: member.value.span.clone(),
            ..Entry::default()
        };
        for inner in self.members(&format!("the entry \"{key}\""), &member.value) {
            entry.has_login |= is_member(&inner.key, "username");
            let Some(name) = self.entry_members.iter().find(|name| is_member(&inner.key, name))
            else {
                continue;
            };
            let Some(text) = self.string(&format!("{name} of \"{key}\""), &inner.value) else {
                continue;
            };
            match *name {
                "username" => entry.username = Some(text),
                "password" => entry.password = Some(text),
                "auth" => entry.auth = Some(text),
                "identitytoken" => entry.identity_token = Some(text),
                "registrytoken" => entry.registry_token = Some(text),
                _ => {}
            }
        }
        entry
    }

    /// A member that only has to be of its type.
    fn check(&mut self, kind: Type, member: &Member<'_>) {
        let (name, value) = (&*member.key, &member.value);
        match kind {
            Type::String => {
                self.string(name, value);
            }
            Type::StringMap => {
                for inner in self.members(name, value) {
                    self.string(name, &inner.value);
                }
            }
            Type::StringMaps => {
                let proxies = is_member(name, "proxies");
                for outer in self.members(name, value) {
                    for inner in self.members(name, &outer.value) {
                        if !proxies || PROXY_MEMBERS.iter().any(|it| is_member(&inner.key, it)) {
                            self.string(name, &inner.value);
                        }
                    }
                }
            }
            Type::Strings => match &value.data {
                Data::Array(items) => items.iter().for_each(|item| {
                    self.string(name, item);
                }),
                Data::Null => {}
                _ => self.wrong(name, "a list", value),
            },
        }
    }
}

/// Reads a file as docker_credential does: names as written, no member twice, and text that is UTF-8.
///
/// Upstream: `read_config` in docker_credential `src/config.rs`, through serde_json.
pub(super) fn serde(text: &[u8]) -> Result<File, Refusal> {
    let value =
        json::parse(text, json::DEFAULT_MAX_DEPTH).map_err(|error| Refusal::json(&error))?;
    let reader = SerdeReader { text };
    let [auths, store, helpers] = reader.fields(&value, ["auths", "credsStore", "credHelpers"])?;
    let mut file = File::default();
    if let Some(auths) = auths {
        let mut places = BTreeMap::new();
        for member in reader.map("auths", auths)? {
            let entry = reader.entry(member)?;
            let place = *places.entry(entry.key.clone()).or_insert(file.entries.len());
            match file.entries.get_mut(place) {
                None => file.entries.push(entry),
                Some(earlier) => *earlier = entry,
            }
        }
    }
    if let Some(store) = store {
        file.store = reader.string("credsStore", store)?;
    }
    for member in helpers.map_or(Ok(&[][..]), |helpers| reader.map("credHelpers", helpers))? {
        reader.is_text(&member.key_span)?;
        let program = reader.string("a program of credHelpers", &member.value)?;
        file.helpers.insert(member.key.to_string(), program);
    }
    Ok(file)
}

struct SerdeReader<'t> {
    text: &'t [u8],
}

impl SerdeReader<'_> {
    /// The fields of a struct, from an object or from a list of as many values. `null` is no value.
    fn fields<'v, 'a, const N: usize>(
        &self,
        value: &'v Value<'a>,
        names: [&str; N],
    ) -> Result<[Option<&'v Value<'a>>; N], Refusal> {
        let mut found: [Option<&Value<'_>>; N] = [None; N];
        match &value.data {
            Data::Array(items) if items.len() == N => {
                for (slot, item) in found.iter_mut().zip(items) {
                    *slot = Some(item);
                }
            }
            Data::Object(members) => {
                for member in members {
                    self.is_text(&member.key_span)?;
                    let Some(at) = names.iter().position(|name| *name == member.key) else {
                        continue;
                    };
                    if found[at].replace(&member.value).is_some() {
                        let why = format!("{} stands there twice", names[at]);
                        return Err(Refusal::new(why, member.key_span.clone()));
                    }
                }
            }
            _ => return Err(Refusal::new("there must be an object", value.span.clone())),
        }
        Ok(found.map(|it| it.filter(|value| !value.is_null())))
    }

    fn map<'v, 'a>(&self, what: &str, value: &'v Value<'a>) -> Result<&'v [Member<'a>], Refusal> {
        let wrong = || Refusal::new(format!("{what} must be an object"), value.span.clone());
        value.as_object().ok_or_else(wrong)
    }

    fn string(&self, what: &str, value: &Value<'_>) -> Result<String, Refusal> {
        let wrong = || Refusal::new(format!("{what} must be a string"), value.span.clone());
        let text = value.as_str().ok_or_else(wrong)?;
        self.is_text(&value.span)?;
        Ok(text.into())
    }

    fn entry(&self, member: &Member<'_>) -> Result<Entry, Refusal> {
        self.is_text(&member.key_span)?;
        let names = ["auth", "username", "password", "identitytoken"];
        let [auth, username, password, identity] = self.fields(&member.value, names)?;
        let text = |what: &str, value: Option<&Value<'_>>| {
            value.map(|value| self.string(what, value)).transpose()
        };
        Ok(Entry {
            key: member.key.to_string(),
            key_span: member.key_span.clone(),
            span: member.value.span.clone(),
            auth: text("auth", auth)?,
            username: text("username", username)?,
            password: text("password", password)?,
            identity_token: text("identitytoken", identity)?,
            registry_token: None,
            has_login: username.is_some(),
        })
    }

    /// Whether a string is UTF-8, its escapes included.
    fn is_text(&self, span: &Range<usize>) -> Result<(), Refusal> {
        let bytes = &self.text[span.clone()];
        match core::str::from_utf8(bytes) {
            Ok(text) if !has_lone_surrogate(text) => Ok(()),
            _ => Err(Refusal::new("a string is not UTF-8", span.clone())),
        }
    }
}

/// Whether a JSON string escapes half of a surrogate pair.
fn has_lone_surrogate(text: &str) -> bool {
    let mut rest = text;
    let mut high = false;
    while let Some(at) = rest.find('\\') {
        let unit = rest[at + 1..]
            .strip_prefix('u')
            .and_then(|it| it.get(..4))
            .and_then(|it| u16::from_str_radix(it, 16).ok());
        let joins = high && at == 0;
        match unit {
            Some(0xd800..=0xdbff) if !high => high = true,
            Some(0xdc00..=0xdfff) if joins => high = false,
            Some(0xd800..=0xdfff) => return true,
            _ if high => return true,
            _ => {}
        }
        rest = &rest[at + if unit.is_some() { 6 } else { 2 }..];
        if high && !rest.starts_with('\\') {
            return true;
        }
    }
    high
}
