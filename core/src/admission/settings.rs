//! The settings of the policy: as written, checked at once, with a path for every problem.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::registry::{HostSet, RegistryHost};
use crate::json::{Member, Value};
use crate::quoted::{PlainOrQuoted, Quoted};
use crate::workload::type_name;

/// What a cluster allows.
///
/// ```yaml
/// registries:
///   allow: [registry.example.com:5000]   # absent: every registry
///   refuse: [docker.io]                  # absent: none; refusing wins over allowing
/// latest: allow                          # or refuse: the tag latest, written or implied
/// digest: optional                       # or required
/// unparsable: reject                     # or accept: images that the kubelet cannot parse
/// secrets: validate                      # or ignore: Secrets with registry credentials
/// ```
///
/// Every setting may be left out; the values above are the defaults. Without any setting every
/// image that parses is accepted, what does not parse is refused, and Secrets are validated.
/// Which images an entry of `registries` means: [`RegistryHost`].
#[derive(Clone, Debug, Default)]
pub struct Settings<'a> {
    /// Where images may come from.
    pub registries: Registries<'a>,
    /// What happens to the tag `latest`.
    pub latest: LatestTag,
    /// Whether images are named by digest.
    pub digest: Digests,
    /// What happens to an image that does not parse.
    pub unparsable: Unparsable,
    /// What happens to Secrets with registry credentials.
    pub secrets: Secrets,
}

/// Where images may come from: `registries`.
#[derive(Clone, Debug, Default)]
pub struct Registries<'a> {
    /// The only registries, or `None` for all.
    pub allow: Option<HostSet<'a>>,
    /// The registries that are refused, also when allowed.
    pub refuse: HostSet<'a>,
}

/// What happens to the tag `latest`: `latest`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LatestTag {
    /// `allow`, the default.
    #[default]
    Allow,
    /// `refuse`: written, or implied by a reference without tag and digest. A digest pins the
    /// image whatever the tag, so `app:latest@sha256:…` is accepted.
    Refuse,
}

/// Whether images are named by digest: `digest`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digests {
    /// `optional`, the default.
    #[default]
    Optional,
    /// `required`.
    Required,
}

/// What happens to an image that does not parse: `unparsable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unparsable {
    /// `reject`, the default: the Pod would only reach `InvalidImageName`.
    #[default]
    Reject,
    /// `accept`, with a warning. No other rule can judge such an image, so none does.
    Accept,
}

/// What happens to Secrets with registry credentials: `secrets`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// `validate`, the default: what cannot work is refused, what may not work is a warning.
    #[default]
    Validate,
    /// `ignore`.
    Ignore,
}

/// One problem of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// The setting: `registries.allow[0]`; empty for the settings as a whole.
    pub path: String,
    /// What is wrong and what to write, in one sentence without a final stop.
    pub message: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl core::error::Error for SettingsError {}

impl<'a> Settings<'a> {
    /// Reads the settings of a policy. `null` is no settings at all.
    ///
    /// # Errors
    ///
    /// Every problem at once, in the order of the text: an unknown or repeated setting, a value
    /// of the wrong type or outside of its list, an entry that is not a registry host, an empty
    /// list of allowed registries, and a registry that is both allowed and refused.
    ///
    /// ```
    /// use pullscope_core::admission::Settings;
    /// use pullscope_core::json;
    ///
    /// let settings = json::parse(r#"{"latests": "refuse"}"#, json::DEFAULT_MAX_DEPTH).unwrap();
    /// let errors = Settings::parse(&settings).unwrap_err();
    /// assert_eq!(
    ///     errors[0].to_string(),
    ///     "latests: unknown setting; known are registries, latest, digest, unparsable, secrets"
    /// );
    /// ```
    pub fn parse(value: &'a Value<'a>) -> Result<Self, Vec<SettingsError>> {
        let mut reader = Reader { errors: Vec::new() };
        let mut settings = Self::default();
        if value.is_null() {
            return Ok(settings);
        }
        reader.members(value, "", &Self::NAMES, |reader, member| match &*member.key {
            "registries" => settings.registries = Registries::read(reader, &member.value),
            "latest" => {
                let choices = [("allow", LatestTag::Allow), ("refuse", LatestTag::Refuse)];
                settings.latest = reader.choice(member, choices);
            }
            "digest" => {
                let choices = [("optional", Digests::Optional), ("required", Digests::Required)];
                settings.digest = reader.choice(member, choices);
            }
            "unparsable" => {
                let choices = [("reject", Unparsable::Reject), ("accept", Unparsable::Accept)];
                settings.unparsable = reader.choice(member, choices);
            }
            // Only the names of the list come here.
            _ => {
                let choices = [("validate", Secrets::Validate), ("ignore", Secrets::Ignore)];
                settings.secrets = reader.choice(member, choices);
            }
        });
        if reader.errors.is_empty() { Ok(settings) } else { Err(reader.errors) }
    }

    const NAMES: [&'static str; 5] = ["registries", "latest", "digest", "unparsable", "secrets"];
}

impl<'a> Registries<'a> {
    fn read(reader: &mut Reader, value: &'a Value<'a>) -> Self {
        let mut allow = None;
        let mut refuse = Vec::new();
        reader.members(value, "registries", &["allow", "refuse"], |reader, member| {
            if member.key == "refuse" {
                refuse = reader.hosts(&member.value, "registries.refuse");
                return;
            }
            allow = Some(reader.hosts(&member.value, "registries.allow"));
            if member.value.as_array().is_some_and(<[_]>::is_empty) {
                reader.error(
                    "registries.allow",
                    "an empty list would refuse every image; leave the setting out to allow \
                     every registry, or name at least one",
                );
            }
        });
        let set = |hosts: Vec<(usize, RegistryHost<'a>)>| {
            HostSet::new(hosts.into_iter().map(|(_, host)| host).collect())
        };
        let refuse = set(refuse);
        for (index, host) in allow.iter().flatten() {
            if let Some(refused) = refuse.refusing(host) {
                reader.error(
                    alloc::format!("registries.allow[{index}]"),
                    alloc::format!(
                        "{} is refused by {} in registries.refuse, so that allowing it does \
                         nothing; take one of them out",
                        Quoted(host.as_str()),
                        Quoted(refused.as_str())
                    ),
                );
            }
        }
        Self { allow: allow.map(set), refuse }
    }
}

struct Reader {
    errors: Vec<SettingsError>,
}

impl Reader {
    /// Calls `each` once for every known member of an object.
    fn members<'a>(
        &mut self,
        value: &'a Value<'a>,
        path: &str,
        known: &[&str],
        mut each: impl FnMut(&mut Self, &'a Member<'a>),
    ) {
        let Some(members) = value.as_object() else {
            return self.wrong_type(path, "an object", value);
        };
        // Bit `i` is set once the member `known[i]` was met.
        let mut met = 0u32;
        for member in members {
            let name = PlainOrQuoted(&member.key);
            let dot = if path.is_empty() { "" } else { "." };
            let path = || alloc::format!("{path}{dot}{name}");
            match known.iter().position(|it| *it == member.key) {
                None => self.error(
                    path(),
                    alloc::format!("unknown setting; known are {}", Listed(known, ", ")),
                ),
                Some(index) if met & (1 << index) != 0 => {
                    self.error(path(), "given more than once; keep one");
                }
                Some(index) => {
                    met |= 1 << index;
                    each(self, member);
                }
            }
        }
    }

    fn choice<T: Copy + Default, const N: usize>(
        &mut self,
        member: &Member<'_>,
        choices: [(&'static str, T); N],
    ) -> T {
        if let Some(text) = member.value.as_str()
            && let Some((_, choice)) = choices.iter().find(|(name, _)| *name == text)
        {
            return *choice;
        }
        let names = choices.map(|(name, _)| name);
        let found = match member.value.as_str() {
            Some(text) => alloc::format!("{}", Quoted(text)),
            None => type_name(&member.value).into(),
        };
        self.error(
            &*member.key,
            alloc::format!("expected {}, found {found}", Listed(&names, " or ")),
        );
        T::default()
    }

    /// The entries that are registry hosts, each with its position.
    fn hosts<'a>(&mut self, value: &'a Value<'a>, path: &str) -> Vec<(usize, RegistryHost<'a>)> {
        let Some(items) = value.as_array() else {
            self.wrong_type(path, "a list of registry hosts", value);
            return Vec::new();
        };
        let mut hosts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = || alloc::format!("{path}[{index}]");
            match item.as_str().map(RegistryHost::parse) {
                Some(Ok(host)) => hosts.push((index, host)),
                Some(Err(not_a_host)) => self.error(path(), alloc::format!("{not_a_host}")),
                None => self.wrong_type(&path(), "a registry host in quotes", item),
            }
        }
        hosts
    }

    fn wrong_type(&mut self, path: &str, expected: &str, found: &Value<'_>) {
        self.error(path, alloc::format!("expected {expected}, found {}", type_name(found)));
    }

    fn error(&mut self, path: impl Into<String>, message: impl Into<String>) {
        // Enough to mend any file by hand; a generated one has the same mistake everywhere.
        if self.errors.len() < super::Verdict::LIMIT {
            self.errors.push(SettingsError { path: path.into(), message: message.into() });
        }
    }
}

/// Names with a word between them.
struct Listed<'a>(&'a [&'a str], &'a str);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(self.1)?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
