//! The tables `[[registry]]`, as far as one of them makes the whole file refused.
//!
//! Upstream: `postProcessRegistries`, `parseLocation`, `loadConfigFile` in containers/image
//! `pkg/sysregistriesv2/system_registries_v2.go`.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{RegistriesConfError, boolean, list, member, text};
use crate::go::Quoted;
use crate::json::{Data, Value};

type Checked<T> = Result<T, RegistriesConfError>;

/// One table, or one of its mirrors.
struct Registry<'v> {
    span: Range<usize>,
    prefix: &'v str,
    location: &'v str,
    pull_from_mirror: &'v str,
    is_insecure: bool,
    is_blocked: bool,
    by_digest_only: bool,
    mirrors: Vec<Self>,
}

/// What the text of a table's key may be; a mirror has no mirrors.
fn registry<'v>(value: &'v Value<'_>) -> Checked<Registry<'v>> {
    if !matches!(value.data, Data::Object(_)) {
        return Err(RegistriesConfError::type_of("[[registry]]", "a list of tables", value));
    }
    text(value, "namespace-proxy")?;
    let mirrors = match member(value, "mirror") {
        Some(mirrors) => list(mirrors, "mirror", "a list of tables")?,
        None => &[],
    };
    Ok(Registry {
        span: value.span.clone(),
        prefix: text(value, "prefix")?,
        location: text(value, "location")?,
        pull_from_mirror: text(value, "pull-from-mirror")?,
        is_insecure: boolean(value, "insecure")?,
        is_blocked: boolean(value, "blocked")?,
        by_digest_only: boolean(value, "mirror-by-digest-only")?,
        mirrors: mirrors.iter().map(mirror).collect::<Checked<_>>()?,
    })
}

fn mirror<'v>(value: &'v Value<'_>) -> Checked<Registry<'v>> {
    if !matches!(value.data, Data::Object(_)) {
        return Err(RegistriesConfError::type_of("mirror", "a list of tables", value));
    }
    text(value, "namespace-proxy")?;
    Ok(Registry {
        span: value.span.clone(),
        prefix: "",
        location: text(value, "location")?,
        pull_from_mirror: text(value, "pull-from-mirror")?,
        is_insecure: boolean(value, "insecure")?,
        is_blocked: false,
        by_digest_only: false,
        mirrors: Vec::new(),
    })
}

/// The tables, each value of the right type.
pub(super) struct Registries<'v>(Vec<Registry<'v>>);

impl<'v> Registries<'v> {
    pub(super) fn read(root: &'v Value<'_>) -> Checked<Self> {
        let tables = match member(root, "registry") {
            Some(tables) => list(tables, "[[registry]]", "a list of tables")?,
            None => &[],
        };
        tables.iter().map(registry).collect::<Checked<_>>().map(Self)
    }

    /// Whether they go together.
    pub(super) fn check(&mut self) -> Checked<()> {
        for registry in &mut self.0 {
            check(registry)?;
        }
        // The conflict that is told is that of the table which comes first.
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let mut told: Option<(usize, RegistriesConfError)> = None;
        for (at, it) in self.0.iter().enumerate() {
            let key = if it.location.is_empty() { it.prefix } else { it.location };
            let first = *known.entry(key).or_insert(at);
            let what = match &self.0[first] {
                other if other.is_insecure != it.is_insecure => "insecure",
                other if other.is_blocked != it.is_blocked => "blocked",
                _ => continue,
            };
            if told.as_ref().is_none_or(|it| first < it.0) {
                let message = format!(
                    "registry '{}' is defined multiple times with conflicting '{what}' setting",
                    it.location
                );
                told = Some((first, RegistriesConfError::new(message, &it.span)));
            }
        }
        told.map_or(Ok(()), |it| Err(it.1))
    }

    /// Whether each prefix with a star is one.
    pub(super) fn check_stars(&self) -> Checked<()> {
        let odd =
            |it: &&Registry<'_>| it.prefix.starts_with("*.") && it.prefix.contains(['/', '@', ':']);
        // They are looked at in the order of their prefixes.
        let Some(odd) = self.0.iter().filter(odd).min_by_key(|it| it.prefix) else { return Ok(()) };
        let message = format!(
            "Wildcarded prefix should be in the format: *.example.com. Current prefix {} is \
             incorrectly formatted",
            Quoted(odd.prefix.as_bytes())
        );
        Err(RegistriesConfError::new(message, &odd.span))
    }
}

fn check(it: &mut Registry<'_>) -> Checked<()> {
    let span = it.span.clone();
    let refuse = |message: String| Err(RegistriesConfError::new(message, &span));
    it.location = location(it.location).map_err(|it| RegistriesConfError::new(it, &span))?;
    if it.prefix.is_empty() {
        if it.location.is_empty() {
            return refuse("invalid condition: both location and prefix are unset".into());
        }
        it.prefix = it.location;
    } else {
        it.prefix = location(it.prefix).map_err(|it| RegistriesConfError::new(it, &span))?;
        if !it.prefix.starts_with("*.") && it.location.is_empty() {
            let message = "invalid condition: location is unset and prefix is not in the format: \
                           *.example.com";
            return refuse(message.into());
        }
    }
    let prefix = Quoted(it.prefix.as_bytes());
    if !it.pull_from_mirror.is_empty() {
        return refuse(format!(
            "pull-from-mirror must not be set for a non-mirror registry {prefix}"
        ));
    }
    for mirror in &mut it.mirrors {
        let span = mirror.span.clone();
        let refuse = |message: String| Err(RegistriesConfError::new(message, &span));
        mirror.location =
            location(mirror.location).map_err(|it| RegistriesConfError::new(it, &span))?;
        if mirror.location.is_empty() {
            return refuse("invalid condition: mirror location is unset".into());
        }
        let quoted = Quoted(mirror.location.as_bytes());
        let from = mirror.pull_from_mirror;
        if it.by_digest_only && !from.is_empty() {
            return refuse(format!(
                "cannot set mirror usage mirror-by-digest-only for the registry ({prefix}) and \
                 pull-from-mirror for per-mirror ({quoted}) at the same time"
            ));
        }
        if !matches!(from, "" | "all" | "digest-only" | "tag-only") {
            let from = Quoted(from.as_bytes());
            return refuse(format!(
                "unsupported pull-from-mirror value {from} for mirror {quoted}"
            ));
        }
    }
    Ok(())
}

/// A location without slashes at its end; one with a scheme is refused.
pub(super) fn location(written: &str) -> Result<&str, String> {
    let location = written.trim_end_matches('/');
    match location.starts_with("http://") || location.starts_with("https://") {
        true => Err(format!("invalid location '{written}': URI schemes are not supported")),
        false => Ok(location),
    }
}
