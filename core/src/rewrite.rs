//! Rewrites: what becomes of a repository at an endpoint.
//!
//! containerd tries the patterns in no fixed order, and the first that changes the repository wins. So
//! where several would change it, what is asked differs from request to request, and no answer is
//! invented here: all of them are told.
//!
//! Upstream: `applyRewrites` of the containerd that K3s builds, `core/remotes/docker/resolver.go`.

#[cfg(feature = "text")]
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::Range;

pub use crate::go::regexp::RegexpError;
use crate::go::regexp::{Head, Piece, Regexp, pieces};
#[cfg(feature = "text")]
use crate::registries::{Rewrite, TomlTrap, toml_trap};

/// The rewrites of an entry of `mirrors`, ready to be tried.
#[derive(Clone, Debug, Default)]
pub struct Rewrites<'r> {
    rules: Vec<Rule<'r>>,
    /// About how many states all patterns have.
    #[cfg_attr(not(feature = "text"), expect(dead_code, reason = "only reports ask for it"))]
    states: usize,
}

/// One rewrite.
#[derive(Clone, Debug)]
pub struct Rule<'r> {
    /// The pattern, as it is written.
    pub pattern: &'r str,
    /// What it is replaced with.
    pub replacement: &'r str,
    /// Where pattern and replacement stand.
    pub spans: [Range<usize>; 2],
    /// What containerd reads in place of them, where that differs.
    read: [Option<String>; 2],
    /// Whether it comes after more than is compiled of one entry.
    is_too_many: bool,
    /// Both are made when they are needed first: of many entries a node asks with few.
    error: OnceCell<Option<RegexpError>>,
    program: OnceCell<Result<Regexp, RegexpError>>,
}

/// More states than all patterns of one entry have that are compiled.
const MAX_STATES: usize = 100_000;

/// What becomes of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewritten {
    /// It stays; no rewrite changes it.
    Same,
    /// One rewrite changes it: its number, and the result.
    To(usize, String),
    /// Several would, with different results, and chance decides: the numbers, and each result.
    AnyOf(Vec<(usize, String)>),
}

/// A group that a replacement names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGroup {
    /// The bytes of the replacement.
    pub span: Range<usize>,
    /// The name, where one with digits in front was probably meant as a number: `$1_x`.
    pub meant: Option<usize>,
}

impl<'r> Rewrites<'r> {
    /// As K3s hands them to containerd, through a file in which a backslash means something.
    #[cfg(feature = "text")]
    pub fn new(rewrites: &'r BTreeMap<String, Rewrite>) -> Self {
        let read = |text: &str| match toml_trap(text) {
            Some(TomlTrap::Means { text, .. }) => Some(text),
            _ => None,
        };
        Self::of(rewrites, read)
    }

    /// As they are written: without what the file between K3s and containerd makes of them.
    #[cfg(feature = "text")]
    pub fn as_written(rewrites: &'r BTreeMap<String, Rewrite>) -> Self {
        Self::of(rewrites, |_| None)
    }

    #[cfg(feature = "text")]
    fn of(rewrites: &'r BTreeMap<String, Rewrite>, read: impl Fn(&str) -> Option<String>) -> Self {
        Self::of_rules(rewrites.iter().map(|(pattern, rewrite)| {
            let replacement = rewrite.replacement.value.as_str();
            let spans = [rewrite.pattern.clone(), rewrite.replacement.span.clone()];
            Rule::new(pattern, replacement, spans, [read(pattern), read(replacement)])
        }))
    }

    /// Patterns and replacements as they are written, where none has a place.
    pub(crate) fn of_pairs(pairs: impl Iterator<Item = (&'r str, &'r str)>) -> Self {
        Self::of_rules(pairs.map(|(pattern, replacement)| {
            Rule::new(pattern, replacement, [0..0, 0..0], [None, None])
        }))
    }

    fn of_rules(rules: impl Iterator<Item = Rule<'r>>) -> Self {
        let mut rules: Vec<Rule<'r>> = rules.collect();
        let mut states: usize = 0;
        for rule in &mut rules {
            states = states.saturating_add(states_of(rule.read_pattern()));
            rule.is_too_many = states > MAX_STATES;
        }
        Self { rules, states }
    }

    /// About how much there is to try on a repository.
    #[cfg(feature = "text")]
    pub(super) fn states(&self) -> usize {
        self.states.min(MAX_STATES)
    }

    /// The rewrites, sorted by pattern.
    pub fn rules(&self) -> &[Rule<'r>] {
        &self.rules
    }

    /// What becomes of a repository.
    ///
    /// ```
    /// use pullscope_core::registries::{Registries, Rewrites, Rewritten};
    ///
    /// let file = "mirrors: {docker.io: {rewrite: {'^rancher/(.*)': 'mirror/$1'}}}";
    /// let file = Registries::parse(file).unwrap();
    /// let rewrites = Rewrites::new(&file.mirrors["docker.io"].rewrites);
    /// let rewritten = rewrites.apply("rancher/mirrored-pause");
    /// assert_eq!(rewritten, Rewritten::To(0, "mirror/mirrored-pause".into()));
    /// assert_eq!(rewrites.apply("library/busybox"), Rewritten::Same);
    /// ```
    pub fn apply(&self, repository: &str) -> Rewritten {
        self.apply_and(repository, Some)
    }

    /// The same, where something is made of a result, or it is not taken.
    pub(super) fn apply_and(
        &self,
        repository: &str,
        take: impl Fn(String) -> Option<String>,
    ) -> Rewritten {
        let results = self
            .rules
            .iter()
            .enumerate()
            .filter_map(|(number, rule)| Some((number, take(rule.apply(repository)?)?)));
        let mut results: Vec<(usize, String)> = results.collect();
        match &results[..] {
            [] => Rewritten::Same,
            [first, rest @ ..] if rest.iter().all(|it| it.1 == first.1) => {
                let (number, result) = results.swap_remove(0);
                Rewritten::To(number, result)
            }
            _ => Rewritten::AnyOf(results),
        }
    }
}

/// About how many states a pattern has: without counts as many as it has bytes.
fn states_of(pattern: &str) -> usize {
    match pattern.contains('{') {
        true => Regexp::size(pattern).unwrap_or(1),
        false => pattern.len(),
    }
}

impl<'r> Rule<'r> {
    fn new(
        pattern: &'r str,
        replacement: &'r str,
        spans: [Range<usize>; 2],
        read: [Option<String>; 2],
    ) -> Self {
        let (error, program) = (OnceCell::new(), OnceCell::new());
        Self { pattern, replacement, spans, read, is_too_many: false, error, program }
    }

    /// The pattern, as containerd reads it.
    fn read_pattern(&self) -> &str {
        self.read[0].as_deref().unwrap_or(self.pattern)
    }

    fn program(&self) -> Result<&Regexp, &RegexpError> {
        match self.error() {
            Some(error) => Err(error),
            None => self.program.get_or_init(|| Regexp::new(self.read_pattern())).as_ref(),
        }
    }

    /// Why the pattern is none: it is passed over, with a warning in containerd's log. Or why it is
    /// not tried here, where [`is_a_limit_of_ours`](RegexpError::is_a_limit_of_ours).
    pub fn error(&self) -> Option<&RegexpError> {
        let pattern = self.read_pattern();
        let check = || match Regexp::size(pattern) {
            Err(error) => Some(error),
            Ok(_) if self.is_too_many => Some(RegexpError::too_large(pattern)),
            Ok(_) => None,
        };
        self.error.get_or_init(check).as_ref()
    }

    /// The repository changed; `None` where it stays, or the pattern is none.
    pub fn apply(&self, repository: &str) -> Option<String> {
        // Most patterns need not be compiled for it. The admission policy has few, and no room.
        if cfg!(feature = "text") && !Head::of(self.read_pattern()).may_be_in(repository) {
            return None;
        }
        let program = self.program().ok()?;
        let replacement = self.read[1].as_deref().unwrap_or(self.replacement);
        Some(program.replace_all(repository, replacement)).filter(|it| it != repository)
    }

    /// The groups of the first match, the whole match first.
    pub fn captures<'t>(&self, repository: &'t str) -> Option<Vec<Option<&'t str>>> {
        self.program().ok()?.captures(repository)
    }

    /// How many groups the pattern has, but for the whole match; 0 where it is none.
    pub fn groups(&self) -> usize {
        self.program().map_or(0, Regexp::groups)
    }

    /// What the replacement names and the pattern does not have: it becomes nothing.
    pub fn missing_groups(&self) -> Vec<MissingGroup> {
        let Ok(program) = self.program() else { return Vec::new() };
        let missing =
            pieces(self.replacement).into_iter().filter_map(|(piece, span)| match piece {
                Piece::Text(_) => None,
                Piece::Number(number) => {
                    (number > program.groups()).then_some(MissingGroup { span, meant: None })
                }
                Piece::Name(name) => {
                    if program.groups_named(name).next().is_some() {
                        return None;
                    }
                    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
                    let meant = digits.parse().ok().filter(|it| *it <= program.groups());
                    Some(MissingGroup { span, meant })
                }
            });
        missing.collect()
    }
}
