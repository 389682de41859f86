//! Reading an object into a Go type as a component's configuration is read: which member is unknown
//! or stands twice, and which value is of the wrong type, in upstream's words and order.
//!
//! A [`Shape`] says what a type holds. What is of the wrong type is an error in any release; what is
//! unknown or doubled is one where the reader is strict. Go stops at a duration that is none; of
//! other values of the wrong type it names the first, after it has read everything.
//!
//! ```text
//! json: cannot unmarshal number into Go struct field CredentialProvider.providers.name of type string
//!                        |----|                      |----------------| |------------|         |----|
//!                         found                        innermost type        path               target
//! ```
//!
//! A YAML document becomes JSON with its members in the order of their names first, so its errors
//! come in that order.
//!
//! Upstream: `Decode` and `unmarshal` in kubernetes
//! `apimachinery/pkg/runtime/serializer/json/json.go`, `UnmarshalStrict` in `sigs.k8s.io/json`.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::docker_config::JsonType;
use crate::go::Quoted;
use crate::json::{Data, Member, Value};
use crate::time::GoDuration;

/// What a Go type holds.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A string of a named type, or of `string`.
    Text(&'static str),
    /// `bool`.
    Bool,
    /// `metav1.Duration`.
    Duration,
    /// A slice.
    List(&'static Shape),
    /// A map of strings.
    Map(&'static Shape),
    /// A struct.
    Struct(&'static Struct),
}

/// A Go struct: its name without the package, and its members.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [(&'static str, Shape)],
}

/// How the members of the document come to Go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Json,
    Yaml,
}

/// A value that Go cannot take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeError {
    /// Go's text.
    pub(crate) upstream: String,
    /// Where the value stands in the object, such as `providers[0].name`.
    pub(crate) path: String,
    pub(crate) span: Range<usize>,
    /// What is wrong, in our words.
    pub(crate) sentence: String,
}

/// A member that Go knows not, or that stands twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StrictError {
    /// Go's text: `unknown field "providers[0].x"`.
    pub(crate) upstream: String,
    pub(crate) path: String,
    /// Bytes of the member's name.
    pub(crate) span: Range<usize>,
    pub(crate) is_duplicate: bool,
}

/// Go lists no more than so many.
const MAX_ERRORS: usize = 100;

impl Shape {
    fn go_type(&self, package: &str) -> String {
        match self {
            Self::Text("string") => "string".to_string(),
            Self::Text(name) => format!("{package}.{name}"),
            Self::Bool => "bool".to_string(),
            Self::Duration => "v1.Duration".to_string(),
            Self::List(inner) => format!("[]{}", inner.go_type(package)),
            Self::Map(inner) => format!("map[string]{}", inner.go_type(package)),
            Self::Struct(it) => format!("{package}.{}", it.name),
        }
    }
}

/// Reads `root` as a `shape` of a Go package.
///
/// # Errors
///
/// The first value that Go cannot take. Otherwise all that a strict reader refuses.
pub(crate) fn check(
    root: &Value<'_>,
    shape: &Shape,
    package: &str,
    syntax: Syntax,
) -> Result<Vec<StrictError>, TypeError> {
    let mut walk = Walk {
        package,
        syntax,
        owner: None,
        fields: Vec::new(),
        path: String::new(),
        saved: None,
        seen: BTreeSet::new(),
        strict: Vec::new(),
    };
    walk.value(root, shape)?;
    match walk.saved {
        Some(error) => Err(error),
        None => Ok(walk.strict),
    }
}

struct Walk<'w> {
    package: &'w str,
    syntax: Syntax,
    /// The struct that is being read.
    owner: Option<&'static str>,
    /// The members on the way to the value, without indices.
    fields: Vec<String>,
    path: String,
    saved: Option<TypeError>,
    seen: BTreeSet<String>,
    strict: Vec<StrictError>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value<'_>, shape: &Shape) -> Result<(), TypeError> {
        match (shape, &value.data) {
            (Shape::Duration, Data::Null) | (_, Data::Null) => {}
            (Shape::Text(_), Data::String(_)) | (Shape::Bool, Data::Bool(_)) => {}
            (Shape::Duration, Data::String(text)) => {
                if let Err(error) = GoDuration::parse(text) {
                    // Go stops here, and forgets what it has saved.
                    let sentence = format!("{} is no duration such as 10m or 12h", self.here());
                    return Err(self.error(error.to_string(), sentence, value));
                }
            }
            (Shape::Duration, _) => return Err(self.wrong_type(value, "string", false)),
            (Shape::List(inner), Data::Array(items)) => {
                for (i, item) in items.iter().enumerate() {
                    let before = self.path.len();
                    self.path += &format!("[{i}]");
                    self.value(item, inner)?;
                    self.path.truncate(before);
                }
            }
            (Shape::Struct(shape), Data::Object(members)) => self.members(members, shape)?,
            (Shape::Map(inner), Data::Object(members)) => self.entries(members, inner)?,
            _ => {
                let error = self.wrong_type(
                    value,
                    &shape.go_type(self.package),
                    matches!(shape, Shape::Struct(_)),
                );
                self.saved.get_or_insert(error);
            }
        }
        Ok(())
    }

    fn members(&mut self, members: &[Member<'_>], shape: &Struct) -> Result<(), TypeError> {
        let owner = self.owner;
        let mut known = BTreeSet::new();
        for member in ordered(members, self.syntax) {
            match shape.fields.iter().find(|it| it.0 == member.key) {
                None => self.refuse(member, false),
                Some((name, inner)) => {
                    if !known.insert(*name) {
                        self.refuse(member, true);
                    }
                    self.owner = Some(shape.name);
                    self.fields.push((*name).to_owned());
                    let before = self.enter(name);
                    self.value(&member.value, inner)?;
                    self.path.truncate(before);
                    self.fields.pop();
                    self.owner = owner;
                }
            }
        }
        Ok(())
    }

    fn entries(&mut self, members: &[Member<'_>], inner: &Shape) -> Result<(), TypeError> {
        let mut known = BTreeSet::new();
        for member in ordered(members, self.syntax) {
            if !known.insert(&*member.key) {
                self.refuse(member, true);
            }
            let before = self.enter(&member.key);
            self.value(&member.value, inner)?;
            self.path.truncate(before);
        }
        Ok(())
    }

    /// Goes on to a member; the length of the path before.
    fn enter(&mut self, name: &str) -> usize {
        let before = self.path.len();
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path += name;
        before
    }

    fn refuse(&mut self, member: &Member<'_>, is_duplicate: bool) {
        if self.strict.len() == MAX_ERRORS {
            return;
        }
        let before = self.enter(&member.key);
        let problem = if is_duplicate { "duplicate" } else { "unknown" };
        let upstream = format!("{problem} field {}", Quoted(self.path.as_bytes()));
        if self.seen.insert(upstream.clone()) {
            let (path, span) = (self.path.clone(), member.key_span.clone());
            self.strict.push(StrictError { upstream, path, span, is_duplicate });
        }
        self.path.truncate(before);
    }

    /// The value's place in words.
    fn here(&self) -> &str {
        if self.path.is_empty() { "the document" } else { &self.path }
    }

    fn wrong_type(&self, value: &Value<'_>, target: &str, is_struct: bool) -> TypeError {
        let found = JsonType::of_data(&value.data);
        let name = found.upstream();
        let upstream = match self.owner {
            Some(owner) => {
                let path = self.fields.join(".");
                format!(
                    "json: cannot unmarshal {name} into Go struct field {owner}.{path} of type {target}"
                )
            }
            None => format!("json: cannot unmarshal {name} into Go value of type {target}"),
        };
        let wanted = match target {
            "bool" => JsonType::Bool,
            _ if target.starts_with("[]") => JsonType::Array,
            _ if is_struct || target.starts_with("map") => JsonType::Object,
            _ => JsonType::String,
        };
        let sentence = format!("{} has to be {wanted}, not {found}", self.here());
        self.error(upstream, sentence, value)
    }

    fn error(&self, upstream: String, sentence: String, value: &Value<'_>) -> TypeError {
        TypeError { upstream, path: self.path.clone(), span: value.span.clone(), sentence }
    }
}

/// The members in the order in which Go meets them. Of those that stand twice in YAML the last is
/// left.
pub(crate) fn ordered<'m, 'a>(members: &'m [Member<'a>], syntax: Syntax) -> Vec<&'m Member<'a>> {
    let mut ordered: Vec<&Member<'_>> = members.iter().collect();
    if syntax == Syntax::Yaml {
        crate::order::sort_by(&mut ordered, |a, b| a.key.cmp(&b.key));
        ordered.reverse();
        ordered.dedup_by(|later, kept| later.key == kept.key);
        ordered.reverse();
    }
    ordered
}

/// The error of Go's YAML reader about names that stand twice in one object: its text, and where
/// they stand.
///
/// `file` is where the file begins in `text`. Upstream: `UnmarshalStrict` in
/// `go.yaml.in/yaml/v2`.
pub(crate) fn yaml_duplicates(
    text: &str,
    file: usize,
    root: &Value<'_>,
) -> Option<(String, Vec<Range<usize>>)> {
    let mut spans = Vec::new();
    let mut told = String::new();
    let breaks: Vec<usize> =
        text.get(file..).unwrap_or_default().match_indices('\n').map(|it| file + it.0).collect();
    doubled(root, &mut |member| {
        // Go names the line on which the value begins.
        let line = breaks.partition_point(|it| *it < member.value.span.start) + 1;
        told +=
            &format!("\n  line {line}: key {} already set in map", Quoted(member.key.as_bytes()));
        spans.push(member.key_span.clone());
    });
    (!spans.is_empty()).then(|| (format!("yaml: unmarshal errors:{told}"), spans))
}

fn doubled<'a>(value: &Value<'a>, tell: &mut dyn FnMut(&Member<'a>)) {
    match &value.data {
        Data::Array(items) => items.iter().for_each(|it| doubled(it, tell)),
        Data::Object(members) => {
            let mut known = BTreeSet::new();
            for member in members {
                doubled(&member.value, tell);
                if !known.insert(&*member.key) {
                    tell(member);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    static INNER: Struct = Struct {
        name: "Inner",
        fields: &[("name", Shape::Text("string")), ("ttl", Shape::Duration)],
    };
    static OUTER: Shape = Shape::Struct(&Struct {
        name: "Outer",
        fields: &[
            ("list", Shape::List(&Shape::Struct(&INNER))),
            ("map", Shape::Map(&Shape::Struct(&INNER))),
            ("on", Shape::Bool),
        ],
    });

    #[track_caller]
    fn check_text(text: &str, syntax: Syntax, expect: &str) {
        let root = parse(text.as_bytes(), 64).expect("the test's text is JSON");
        let told = match check(&root, &OUTER, "v1", syntax) {
            Ok(errors) => {
                let errors: Vec<_> = errors.into_iter().map(|it| it.upstream).collect();
                errors.join(", ")
            }
            Err(error) => error.upstream,
        };
        assert_eq!(told, expect);
    }

    #[test]
    fn unknown_and_doubled_members_are_told_with_their_paths() {
        let text = r#"{"z":1,"list":[{"x":{"y":1},"x":2,"name":"a","name":"b"}],"a":null}"#;
        let told =
            r#"unknown field "list[0].x", duplicate field "list[0].name", unknown field "a""#;
        check_text(text, Syntax::Json, &format!(r#"unknown field "z", {told}"#));
        let sorted = r#"unknown field "a", unknown field "list[0].x", unknown field "z""#;
        check_text(text, Syntax::Yaml, sorted);
    }

    #[test]
    fn the_first_wrong_type_is_told_and_a_wrong_duration_before_it() {
        let field = "json: cannot unmarshal";
        check_text(
            r#"{"on":1,"list":[{"name":2}]}"#,
            Syntax::Json,
            &format!("{field} number into Go struct field Outer.on of type bool"),
        );
        check_text(
            r#"{"on":1,"list":[{"name":2}]}"#,
            Syntax::Yaml,
            &format!("{field} number into Go struct field Inner.list.name of type string"),
        );
        check_text(
            r#"{"on":1,"list":[{"ttl":"x"}]}"#,
            Syntax::Json,
            "time: invalid duration \"x\"",
        );
        check_text("[]", Syntax::Json, &format!("{field} array into Go value of type v1.Outer"));
        check_text(r#"{"map":{"k":null},"list":[null],"on":null}"#, Syntax::Json, "");
    }

    #[test]
    fn yaml_names_the_lines_of_doubled_members() {
        let text = "{\"a\": 1,\n\"b\": {\"c\": 1,\n\"c\": 2},\n\"a\": 2}";
        let root = parse(text.as_bytes(), 64).expect("the test's text is JSON");
        let (told, spans) = yaml_duplicates(text, 0, &root).expect("two names stand twice");
        assert_eq!(
            told,
            "yaml: unmarshal errors:\n  line 3: key \"c\" already set in map\n  line 4: key \"a\" already \
             set in map"
        );
        assert_eq!(spans.len(), 2);
    }
}
