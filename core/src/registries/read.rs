//! Decoding the file: what each key is read into, in the order of upstream's decoder, whose errors come
//! in that order and whose limits on aliases count its steps.
//!
//! Upstream: `mappingStruct`, `mapping`, `sequence`, `scalar`, `merge` in `gopkg.in/yaml.v2` v2.4.0
//! `decode.go`.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::file::{
    Auth, Config, FileError, Mirror, Quote, Registries, Rewrite, Secret, Text, Tls, TypeError,
};
use super::unknown::{Known, Unknown};
use crate::credential::Password;
use crate::go::yaml::{self, Data, Id, Node, NotThat, Resolved, Tree, YamlError};

/// Reads the file that stands in `span` of `text`.
pub(super) fn read(text: &str, span: Range<usize>) -> Result<Registries, FileError> {
    let start = span.start;
    let moved = |error: YamlError| FileError::Syntax(error.moved(start));
    let tree = yaml::parse(&text[span]).map_err(moved)?;
    let mut reader = Reader {
        tree: &tree,
        start,
        lines: text[..start].matches('\n').count(),
        path: Vec::new(),
        errors: Vec::new(),
        passed_over: Vec::new(),
        // The document itself is the first step.
        steps: 1,
        repeated: 0,
        depth: 0,
        followed: BTreeSet::new(),
    };
    let mut registries = Registries::default();
    if let Some(root) = tree.root {
        let read = reader.value(root, |it, node| it.registries(node, &mut registries));
        read.map_err(moved)?;
    }
    registries.passed_over = reader.passed_over;
    match reader.errors.is_empty() {
        true => Ok(registries),
        false => Err(FileError::Types(reader.errors)),
    }
}

struct Reader<'t> {
    tree: &'t Tree<'t>,
    /// Where the file begins in the text, and how many lines are before it.
    start: usize,
    lines: usize,
    path: Vec<String>,
    errors: Vec<TypeError>,
    passed_over: Vec<Unknown>,
    /// Values that were decoded, and those of them that an alias repeats.
    steps: usize,
    repeated: usize,
    /// How many aliases are followed, and which.
    depth: usize,
    followed: BTreeSet<Id>,
}

type Read<T = ()> = Result<T, YamlError>;

/// What is read at a place: Go's name, and ours.
type Expected = (&'static str, &'static str);

const MAPPING: &str = "a mapping";

/// What to do with a member.
type Each<'e, 't> = &'e mut dyn FnMut(&mut Reader<'t>, &Text, Id) -> Read;

impl<'t> Reader<'t> {
    fn registries(&mut self, root: &'t Node<'t>, into: &mut Registries) -> Read {
        let expected = ("registries.Registry", MAPPING);
        let is_there = self.members(root, expected, &mut |it, key, value| match &*key.value {
            "mirrors" => it.within(key, value, |it, node| it.mirrors(node, into)),
            "configs" => it.within(key, value, |it, node| it.configs(node, into)),
            "auths" => it.within(key, value, Self::auths),
            _ => it.pass_over(key, value, Known::Root),
        })?;
        if !is_there {
            *into = Registries::default();
        }
        Ok(())
    }

    fn mirrors(&mut self, node: &'t Node<'t>, into: &mut Registries) -> Read {
        let expected = ("map[string]registries.Mirror", MAPPING);
        let is_there = self.members(node, expected, &mut |it, key, value| {
            let mut mirror = Mirror { key: key.span.clone(), ..Mirror::default() };
            it.within(key, value, |it, node| it.mirror(node, &mut mirror))?;
            mirror.is_again = into.mirrors.contains_key(&key.value);
            into.mirrors.insert(key.value.clone(), mirror);
            Ok(())
        })?;
        if !is_there {
            into.mirrors.clear();
        }
        Ok(())
    }

    fn mirror(&mut self, node: &'t Node<'t>, mirror: &mut Mirror) -> Read {
        let expected = ("registries.Mirror", MAPPING);
        let is_there = self.members(node, expected, &mut |it, key, value| match &*key.value {
            "endpoint" => it.within(key, value, |it, node| {
                mirror.endpoints = it.texts(node)?;
                Ok(())
            }),
            "rewrite" => it.within(key, value, |it, node| it.rewrites(node, mirror)),
            _ => it.pass_over(key, value, Known::Mirror),
        })?;
        if !is_there {
            mirror.endpoints.clear();
            mirror.rewrites.clear();
        }
        Ok(())
    }

    fn texts(&mut self, node: &'t Node<'t>) -> Read<Vec<Text>> {
        let mut texts = Vec::new();
        match &node.data {
            Data::List(items) => {
                for item in items {
                    texts.extend(self.string(*item)?);
                }
            }
            _ if self.resolve(node)? == Some(Resolved::Null) => {}
            _ => self.refuse(node, ("[]string", "a list")),
        }
        Ok(texts)
    }

    fn rewrites(&mut self, node: &'t Node<'t>, mirror: &mut Mirror) -> Read {
        let expected = ("map[string]string", MAPPING);
        let is_there = self.members(node, expected, &mut |it, key, value| {
            it.path.push(key.value.clone());
            let replacement = it.string(value)?;
            it.path.pop();
            if let Some(replacement) = replacement {
                let rewrite = Rewrite { pattern: key.span.clone(), replacement };
                mirror.rewrites.insert(key.value.clone(), rewrite);
            }
            Ok(())
        })?;
        if !is_there {
            mirror.rewrites.clear();
        }
        Ok(())
    }

    fn configs(&mut self, node: &'t Node<'t>, into: &mut Registries) -> Read {
        let expected = ("map[string]registries.RegistryConfig", MAPPING);
        let is_there = self.members(node, expected, &mut |it, key, value| {
            let mut config = Config { key: key.span.clone(), ..Config::default() };
            it.within(key, value, |it, node| it.config(node, &mut config))?;
            config.is_again = into.configs.contains_key(&key.value);
            into.configs.insert(key.value.clone(), config);
            Ok(())
        })?;
        if !is_there {
            into.configs.clear();
        }
        Ok(())
    }

    fn config(&mut self, node: &'t Node<'t>, config: &mut Config) -> Read {
        let expected = ("registries.RegistryConfig", MAPPING);
        let is_there = self.members(node, expected, &mut |it, key, value| match &*key.value {
            "auth" => it.within(key, value, |it, node| {
                if it.is_no_block(node, ("*registries.AuthConfig", MAPPING))? {
                    config.auth = None;
                    return Ok(());
                }
                let auth = config.auth.get_or_insert_default();
                auth.key = key.span.clone();
                it.auth(node, auth, true)
            }),
            "tls" => it.within(key, value, |it, node| {
                if it.is_no_block(node, ("*registries.TLSConfig", MAPPING))? {
                    config.tls = None;
                    return Ok(());
                }
                let tls = config.tls.get_or_insert_default();
                tls.key = key.span.clone();
                it.tls(node, tls)
            }),
            _ => it.pass_over(key, value, Known::Config),
        })?;
        if !is_there {
            (config.auth, config.tls) = (None, None);
        }
        Ok(())
    }

    /// Whether there is no block: upstream leaves the pointer alone, and refuses a quoted `"null"`.
    fn is_no_block(&mut self, node: &'t Node<'t>, expected: Expected) -> Read<bool> {
        if !node.is_null_at_once() {
            return Ok(false);
        }
        let is_scalar = matches!(node.data, Data::Scalar(_));
        if !is_scalar || self.resolve(node)? != Some(Resolved::Null) {
            self.refuse(node, expected);
        }
        Ok(true)
    }

    /// A block of credentials; `counts`: what it does not know is told.
    fn auth(&mut self, node: &'t Node<'t>, auth: &mut Auth, counts: bool) -> Read {
        let expected = ("registries.AuthConfig", MAPPING);
        let is_there = self.members(node, expected, &mut |it, key, value| {
            let secret = match &*key.value {
                "username" => {
                    it.path.push(key.value.clone());
                    auth.username = it.string(value)?.unwrap_or_default();
                    it.path.pop();
                    return Ok(());
                }
                "password" => &mut auth.password,
                "auth" => &mut auth.auth,
                "identity_token" => &mut auth.identity_token,
                _ if counts => return it.pass_over(key, value, Known::Auth),
                _ => return Ok(()),
            };
            it.path.push(key.value.clone());
            let Text { value, span } = it.string(value)?.unwrap_or_default();
            it.path.pop();
            let value = (!value.is_empty()).then(|| Password::new(value.into_bytes()));
            *secret = Secret { value, span };
            Ok(())
        })?;
        if !is_there {
            *auth = Auth { key: auth.key.clone(), ..Auth::default() };
        }
        Ok(())
    }

    /// What `auths` holds is checked, and never used.
    fn auths(&mut self, node: &'t Node<'t>) -> Read {
        let expected = ("map[string]registries.AuthConfig", MAPPING);
        let mut unused = Auth::default();
        self.members(node, expected, &mut |it, key, value| {
            it.within(key, value, |it, node| it.auth(node, &mut unused, false))
        })?;
        Ok(())
    }

    fn tls(&mut self, node: &'t Node<'t>, tls: &mut Tls) -> Read {
        let expected = ("registries.TLSConfig", MAPPING);
        let is_there = self.members(node, expected, &mut |it, key, value| {
            let text = match &*key.value {
                "ca_file" => &mut tls.ca_file,
                "cert_file" => &mut tls.cert_file,
                "key_file" => &mut tls.key_file,
                "insecure_skip_verify" => {
                    return it.within(key, value, |it, node| {
                        match it.resolve(node)? {
                            Some(Resolved::Bool(value)) => tls.insecure_skip_verify = value,
                            Some(Resolved::Null) => tls.insecure_skip_verify = false,
                            _ => it.refuse(node, ("bool", "true or false")),
                        }
                        Ok(())
                    });
                }
                _ => return it.pass_over(key, value, Known::Tls),
            };
            it.path.push(key.value.clone());
            *text = it.string(value)?.unwrap_or_default();
            it.path.pop();
            Ok(())
        })?;
        if !is_there {
            *tls = Tls { key: tls.key.clone(), ..Tls::default() };
        }
        Ok(())
    }

    /// Goes through a mapping. Gives `false` for nothing in its place; anything else is an error.
    fn members(
        &mut self,
        node: &'t Node<'t>,
        expected: Expected,
        each: Each<'_, 't>,
    ) -> Read<bool> {
        let Data::Map(members) = &node.data else {
            if self.resolve(node)? == Some(Resolved::Null) {
                return Ok(false);
            }
            self.refuse(node, expected);
            return Ok(true);
        };
        for &(key, value) in members {
            let written = &self.tree.nodes[key];
            if written.is_merge() {
                self.merge(value, expected, each)?;
            } else if let Some(text) = self.string(key)? {
                let span = self.placed(&written.span);
                each(self, &Text { value: text.value, span }, value)?;
            }
        }
        Ok(true)
    }

    /// `<<`, where it stands: what is written after it counts more. Of several, the first one counts.
    fn merge(&mut self, id: Id, expected: Expected, each: Each<'_, 't>) -> Read {
        let nodes = &self.tree.nodes;
        let is_map = |id: Id| match nodes[id].data {
            Data::Alias(meant, _) => matches!(nodes[meant].data, Data::Map(_)),
            Data::Map(_) => true,
            Data::Scalar(_) | Data::List(_) => false,
        };
        let merged: Vec<Id> = match &nodes[id].data {
            Data::List(items) => items.iter().rev().copied().collect(),
            _ => alloc::vec![id],
        };
        for id in merged {
            if !is_map(id) {
                let problem = "map merge requires map or sequence of maps as the value";
                return Err(YamlError::new(problem, nodes[id].span.clone()));
            }
            self.value(id, |it, node| it.members(node, expected, each).map(|_| ()))?;
        }
        Ok(())
    }

    /// Any scalar is a text, as it is written; nothing is an empty one.
    fn string(&mut self, id: Id) -> Read<Option<Text>> {
        let mut read = None;
        self.value(id, |it, node| {
            let text = match (it.resolve(node)?, &node.data) {
                (Some(Resolved::Null), _) => String::new(),
                (Some(Resolved::Text(text)), _) => text.into_owned(),
                (Some(Resolved::Bool(_)), Data::Scalar(text)) => text.clone().into_owned(),
                _ => {
                    it.refuse(node, ("string", "a text"));
                    return Ok(());
                }
            };
            read = Some(Text { value: text, span: it.placed(&node.span) });
            Ok(())
        })?;
        Ok(read)
    }

    /// What a scalar is; `None` for a list or a mapping.
    fn resolve(&self, node: &'t Node<'t>) -> Read<Option<Resolved<'t>>> {
        if !matches!(node.data, Data::Scalar(_)) {
            return Ok(None);
        }
        let refuse = |error: NotThat| {
            // What is written may be a secret.
            let NotThat { problem, hidden } = error;
            let problem = if self.is_secret() { hidden } else { problem };
            YamlError::new(problem, node.span.clone())
        };
        node.resolve().map(Some).map_err(refuse)
    }

    /// One step: a value, or what an alias stands for.
    fn value(&mut self, id: Id, read: impl FnOnce(&mut Self, &'t Node<'t>) -> Read) -> Read {
        let node = &self.tree.nodes[id];
        self.steps += 1;
        self.repeated += usize::from(self.depth > 0);
        if self.is_excessive() {
            let problem = "document contains excessive aliasing";
            return Err(YamlError::new(problem, node.span.clone()));
        }
        let Data::Alias(meant, name) = node.data else { return read(self, node) };
        if !self.followed.insert(id) {
            let problem = format!("anchor '{name}' value contains itself");
            return Err(YamlError::new(problem, node.span.clone()));
        }
        self.depth += 1;
        let result = self.value(meant, read);
        self.depth -= 1;
        self.followed.remove(&id);
        result
    }

    /// Whether aliases repeat more than upstream allows: 99 of 100 values of a small document, and
    /// less of a large one.
    ///
    /// Upstream: `allowedAliasRatio`.
    fn is_excessive(&self) -> bool {
        const LOW: usize = 400_000;
        const HIGH: usize = 4_000_000;
        if self.repeated <= 100 || self.steps <= 1000 {
            return false;
        }
        let number = |it: usize| u32::try_from(it).map_or(f64::MAX, f64::from);
        let allowed = match self.steps {
            ..=LOW => 0.99,
            HIGH.. => 0.10,
            steps => 0.99 - 0.89 * (number(steps - LOW) / number(HIGH - LOW)),
        };
        number(self.repeated) / number(self.steps) > allowed
    }

    fn within(
        &mut self,
        key: &Text,
        value: Id,
        read: impl FnOnce(&mut Self, &'t Node<'t>) -> Read,
    ) -> Read {
        self.path.push(key.value.clone());
        self.value(value, read)?;
        self.path.pop();
        Ok(())
    }

    fn pass_over(&mut self, key: &Text, value: Id, known: Known) -> Read {
        let nodes = &self.tree.nodes;
        let node = match nodes[value].data {
            Data::Alias(meant, _) => &nodes[meant],
            _ => &nodes[value],
        };
        let members = match &node.data {
            Data::Map(members) => &members[..],
            _ => &[],
        };
        let names = members.iter().filter_map(|it| match &nodes[it.0].data {
            Data::Scalar(name) => Some(&**name),
            _ => None,
        });
        let unknown = Unknown::new(&self.path, key, known, &names.collect::<Vec<&str>>());
        self.passed_over.push(unknown);
        Ok(())
    }

    fn placed(&self, span: &Range<usize>) -> Range<usize> {
        self.start + span.start..self.start + span.end
    }

    fn refuse(&mut self, node: &Node<'_>, (expected, wanted): Expected) {
        self.errors.push(TypeError {
            span: self.placed(&node.span),
            path: self.path.join("."),
            line: self.lines + node.line,
            tag: node.short_tag(),
            quote: if self.is_secret() { None } else { quote(node) },
            may_be_secret: self.may_be_secret(),
            expected,
            wanted,
        });
    }

    fn is_secret(&self) -> bool {
        self.path.iter().any(|it| it == "auth" || it == "auths")
    }

    /// Whether a password may stand here by mistake: where credentials are read, in place of them
    /// and of what they stand in.
    fn may_be_secret(&self) -> bool {
        let in_configs = self.path.first().is_some_and(|it| it == "configs");
        self.is_secret() || in_configs && self.path.get(2).is_none_or(|it| it != "tls")
    }
}

/// What an error quotes of a value: of a scalar the first bytes.
///
/// Upstream: `terror` in `gopkg.in/yaml.v2` `decode.go`.
fn quote(node: &Node<'_>) -> Option<Quote> {
    let text = match &node.data {
        _ if matches!(&*node.short_tag(), "!!seq" | "!!map") => return None,
        Data::Scalar(text) => &**text,
        _ => "",
    };
    Some(Quote(match text.len() > 10 {
        // Go cuts bytes, and perhaps a character.
        true => format!("{}...", String::from_utf8_lossy(&text.as_bytes()[..7])),
        false => text.to_string(),
    }))
}
