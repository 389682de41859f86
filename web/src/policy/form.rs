//! The form of a policy's settings, made from its questions: what each asks, whether it is asked now,
//! and what an answer makes of the settings.
//!
//! Upstream: the `questions` of a Rancher chart, as Kubewarden's policies have them.

use pullscope_core::json::Value;
use pullscope_core::text::documents;

use super::tree;

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    /// The path of the setting: `references.registries.allow`.
    pub(crate) variable: String,
    pub(crate) label: String,
    pub(crate) description: String,
    pub(crate) sort: Sort,
    /// What counts without an answer, where it is a word.
    default: String,
    /// Asked only where one of these settings has this value.
    show_if: Vec<(String, String)>,
}

/// What an answer is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sort {
    /// One of these words.
    Choice(Vec<String>),
    /// Yes or no.
    Switch,
    /// A text.
    Text,
    /// Texts.
    List,
    /// Rows with these columns.
    Rows(Vec<Column>),
}

/// A column of rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) label: String,
    /// Several texts, with commas between them.
    pub(crate) is_list: bool,
}

/// What a person has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A word of a choice, or a text.
    Word(String),
    Switch(bool),
    /// The texts of a list.
    List(Vec<String>),
    /// The cells of rows.
    Rows(Vec<Vec<String>>),
}

/// The questions of a file, in its order; those that only tell something are left out.
pub(crate) fn questions(yaml: &str) -> Vec<Question> {
    let read = documents(yaml);
    let root = read.docs.first().map(|it| &it.root);
    let list = root.and_then(|it| it.get("questions")).and_then(Value::as_array);
    list.unwrap_or_default().iter().filter_map(question).collect()
}

fn question(value: &Value<'_>) -> Option<Question> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    if value.get("hide_input").and_then(Value::as_bool) == Some(true) {
        return None;
    }
    let list = |name: &str| value.get(name).and_then(Value::as_array).unwrap_or_default();
    let sort = match text("type") {
        "enum" => Sort::Choice(list("options").iter().filter_map(word).collect()),
        "boolean" => Sort::Switch,
        "array[" => Sort::List,
        "sequence[" => Sort::Rows(list("sequence_questions").iter().filter_map(column).collect()),
        _ => Sort::Text,
    };
    let conditions = text("show_if").split("||").filter_map(|it| it.split_once('='));
    Some(Question {
        variable: text("variable").to_owned(),
        label: text("label").to_owned(),
        description: text("description").trim().to_owned(),
        sort,
        default: value.get("default").and_then(word).unwrap_or_default(),
        show_if: conditions.map(|(path, word)| (path.trim().into(), word.trim().into())).collect(),
    })
}

fn word(value: &Value<'_>) -> Option<String> {
    match value.as_bool() {
        Some(it) => Some(it.to_string()),
        None => value.as_str().map(str::to_owned),
    }
}

fn column(value: &Value<'_>) -> Option<Column> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    Some(Column {
        name: text("variable")?.to_owned(),
        label: text("label")?.to_owned(),
        is_list: text("type") == Some("array["),
    })
}

impl Question {
    /// The first name of the path: questions that share it stand together.
    pub(crate) fn group(&self) -> &str {
        self.variable.split('.').next().unwrap_or_default()
    }

    /// Whether it is asked with these settings.
    pub(crate) fn is_asked(&self, settings: &Value<'_>) -> bool {
        let holds = |(path, word): &(String, String)| {
            tree::at(settings, path).and_then(self::word).is_some_and(|it| it == *word)
        };
        self.show_if.is_empty() || self.show_if.iter().any(holds)
    }

    /// The word that counts.
    pub(crate) fn word(&self, settings: &Value<'_>) -> String {
        let set = tree::at(settings, &self.variable).and_then(word);
        set.unwrap_or_else(|| self.default.clone())
    }

    /// The texts of a list.
    pub(crate) fn list(&self, settings: &Value<'_>) -> Vec<String> {
        texts(tree::at(settings, &self.variable))
    }

    /// The cells of rows.
    pub(crate) fn rows(&self, settings: &Value<'_>) -> Vec<Vec<String>> {
        let Sort::Rows(columns) = &self.sort else { return Vec::new() };
        let rows = tree::at(settings, &self.variable).and_then(Value::as_array);
        let cells = |row: &Value<'_>| {
            let cell = |it: &Column| match it.is_list {
                true => texts(row.get(&it.name)).join(", "),
                false => row.get(&it.name).and_then(word).unwrap_or_default(),
            };
            columns.iter().map(cell).collect()
        };
        rows.unwrap_or_default().iter().map(cells).collect()
    }

    /// The settings with an answer. One that is the default does not stand in them, and neither does an
    /// empty one.
    pub(crate) fn answered(&self, settings: &Value<'_>, answer: Answer) -> Value<'static> {
        let value = match answer {
            Answer::Word(word) if word.is_empty() || word == self.default => None,
            Answer::Word(word) => Some(tree::text(word)),
            Answer::Switch(is_on) if is_on.to_string() == self.default => None,
            Answer::Switch(is_on) => Some(tree::bool(is_on)),
            Answer::List(list) => {
                (!list.is_empty()).then(|| tree::list(list.into_iter().map(tree::text)))
            }
            Answer::Rows(rows) => {
                let rows: Vec<_> = rows.iter().map(|row| self.row(row)).collect();
                (!rows.is_empty()).then(|| tree::list(rows))
            }
        };
        tree::with(settings, &self.variable, value)
    }

    fn row(&self, cells: &[String]) -> Value<'static> {
        let Sort::Rows(columns) = &self.sort else { return tree::object([]) };
        let members = columns.iter().zip(cells).filter_map(|(column, cell)| {
            let value = match column.is_list {
                true => {
                    let parts = cell.split(',').map(str::trim).filter(|it| !it.is_empty());
                    let parts: Vec<_> = parts.map(|it| tree::text(it.to_owned())).collect();
                    (!parts.is_empty()).then(|| tree::list(parts))?
                }
                // An empty cell is told of by the policy.
                false => tree::text(cell.trim().to_owned()),
            };
            Some((column.name.clone(), value))
        });
        tree::object(members)
    }

    /// What the policy says of this setting, of all that it says.
    pub(crate) fn problem<'m>(&self, message: &'m str) -> Option<&'m str> {
        let mut parts = message.split("; ");
        parts.find(|it| {
            let rest = it.strip_prefix(self.variable.as_str());
            rest.is_some_and(|it| it.starts_with([':', '[', '.']))
        })
    }
}

fn texts(value: Option<&Value<'_>>) -> Vec<String> {
    let items = value.and_then(Value::as_array).unwrap_or_default();
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use pullscope_core::admission::Settings;

    use super::*;

    const OWN: &str = include_str!("../../../wasm/questions-ui.yml");

    fn own(variable: &str) -> Question {
        let found = questions(OWN).into_iter().find(|it| it.variable == variable);
        found.expect("the question is there")
    }

    fn empty() -> Value<'static> {
        tree::object([])
    }

    #[track_caller]
    fn check(variable: &str, answer: Answer, expect: &str) {
        let settings = own(variable).answered(&empty(), answer);
        assert_eq!(settings.to_json(), expect);
        assert!(Settings::parse(&settings).is_ok(), "{expect}");
    }

    #[test]
    fn every_question_of_the_policy_is_asked_or_has_a_condition() {
        let all = questions(OWN);
        assert!(all.len() > 25);
        let left: Vec<_> = all.iter().filter(|it| !it.is_asked(&empty())).collect();
        assert_eq!(
            left.iter().map(|it| it.variable.as_str()).collect::<Vec<_>>(),
            ["pullSecrets.unanswered"]
        );
        let looks = own("pullSecrets.verify").answered(&empty(), Answer::Word("warn".into()));
        assert!(left[0].is_asked(&looks));
        assert_eq!(all[0].group(), "mode");
    }

    #[test]
    fn an_answer_stands_at_its_path_and_is_taken_by_the_policy() {
        check(
            "references.latest",
            Answer::Word("warn".into()),
            r#"{"references":{"latest":"warn"}}"#,
        );
        check("references.latest", Answer::Word("off".into()), "{}");
        check(
            "references.registries.allow",
            Answer::List(vec!["quay.io".into(), "reg.io:5000".into()]),
            r#"{"references":{"registries":{"allow":["quay.io","reg.io:5000"]}}}"#,
        );
        check("references.registries.allow", Answer::List(vec![]), "{}");
        check(
            "rewrite.rules",
            Answer::Rows(vec![vec!["docker.io".into(), "reg.io/hub".into()]]),
            r#"{"rewrite":{"rules":[{"from":"docker.io","to":"reg.io/hub"}]}}"#,
        );
        check(
            "pullSecrets.inject",
            Answer::Rows(vec![vec!["regcred".into(), "reg.io/**, quay.io/**".into()]]),
            r#"{"pullSecrets":{"inject":[{"name":"regcred","images":["reg.io/**","quay.io/**"]}]}}"#,
        );
    }

    #[test]
    fn what_was_answered_is_read_again() {
        let question = own("pullSecrets.inject");
        let rows = vec![vec!["a".to_owned(), "x/**, y/**".to_owned()], vec!["b".into(), "".into()]];
        let settings = question.answered(&empty(), Answer::Rows(rows.clone()));
        assert_eq!(question.rows(&settings), rows);
        assert_eq!(own("references.latest").word(&settings), "off");
        let list = own("scope.exemptKinds");
        let settings = list.answered(&settings, Answer::List(vec!["Job".into()]));
        assert_eq!(list.list(&settings), ["Job"]);
    }

    #[test]
    fn what_the_policy_says_stands_at_its_setting() {
        let message = "references.latest: one of a, b; pullSecrets.inject[0].name: missing";
        assert_eq!(
            own("references.latest").problem(message),
            Some("references.latest: one of a, b")
        );
        assert_eq!(
            own("pullSecrets.inject").problem(message),
            Some("pullSecrets.inject[0].name: missing")
        );
        assert_eq!(own("references.requireTag").problem(message), None);
    }
}
