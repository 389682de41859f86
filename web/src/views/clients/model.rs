//! What the tables of clients and parsers say, in words.

use std::ops::Range;

use pullscope_core::clients::PastedConfig;
use pullscope_core::clients::auth::{Answer, Client, Verdict, answers};
use pullscope_core::clients::reference::{Parser, Reading};
use pullscope_core::docker_config::without_user;
use yew::AttrValue;

use crate::texts::{self, t};
use crate::trip::Mark;

/// What every client takes from one config.
#[derive(Debug, PartialEq)]
pub(in crate::views) struct Table {
    pub(in crate::views) name: AttrValue,
    /// Where the config stands in the text.
    pub(in crate::views) span: Range<usize>,
    pub(in crate::views) rows: Vec<Row>,
}

#[derive(Debug, PartialEq)]
pub(in crate::views) struct Row {
    pub(in crate::views) client: Client,
    pub(in crate::views) sent: Cell,
    /// The keys it takes; never with a user in front of the host.
    pub(in crate::views) keys: Vec<String>,
    pub(in crate::views) why: String,
}

/// A word, and the shape beside it.
#[derive(Debug, PartialEq)]
pub(in crate::views) struct Cell {
    pub(in crate::views) mark: Mark,
    pub(in crate::views) word: AttrValue,
}

impl Table {
    pub(in crate::views) fn new(config: &PastedConfig, image: &str) -> Self {
        let rows = answers(&config.config, image).iter().map(Row::new).collect();
        let name = match config.name.is_empty() {
            true => t!("a Secret without a name"),
            false => config.name.to_string().into(),
        };
        Self { name, span: config.span.clone(), rows }
    }

    fn sent(&self, client: Client) -> Option<&Cell> {
        self.rows.iter().find(|row| row.client == client).map(|row| &row.sent)
    }
}

impl Row {
    fn new(answer: &Answer) -> Self {
        Self {
            client: answer.client,
            sent: Cell::sent(answer.sent()),
            keys: answer.keys().map(|key| without_user(key).into_owned()).collect(),
            why: answer.to_string(),
        }
    }
}

impl Cell {
    fn sent(verdict: Verdict) -> Self {
        let (mark, word) = match verdict {
            Verdict::Yes => (Mark::Ok, t!("sent")),
            Verdict::No => (Mark::Unknown, t!("not sent")),
            Verdict::Varies => (Mark::Warning, t!("now and then")),
            Verdict::Asks => (Mark::Info, t!("asks a helper")),
        };
        Self { mark, word }
    }
}

/// How one parser reads the image.
#[derive(Debug, PartialEq)]
pub(super) struct ParserRow {
    pub(super) is_kubelet: bool,
    pub(super) verdict: Cell,
    pub(super) registry: String,
    pub(super) repository: String,
    pub(super) beside: AttrValue,
}

pub(super) fn parser_row(reading: &Reading) -> ParserRow {
    let is_kubelet = reading.parser == Parser::Kubelet;
    let (registry, repository) = match &reading.parsed {
        Ok(parsed) => (parsed.registry().into_owned(), parsed.repository().into_owned()),
        Err(_) => (String::new(), String::new()),
    };
    let (mark, word) = match (&reading.parsed, &reading.difference) {
        (Ok(_), None) => (Mark::Ok, t!("accepted")),
        (Ok(_), Some(_)) => (Mark::Warning, t!("accepted")),
        (Err(_), None) => (Mark::Unknown, t!("refused")),
        (Err(_), Some(_)) => (Mark::Warning, t!("refused")),
    };
    let beside = match (&reading.parsed, &reading.difference) {
        (_, Some(difference)) => texts::sentence(difference),
        (Err(why), None) if is_kubelet => texts::sentence(why),
        (Err(_), None) => t!("refused by both"),
        (Ok(_), None) if is_kubelet => t!("what counts in a cluster"),
        (Ok(_), None) => t!("the same image"),
    };
    ParserRow { is_kubelet, verdict: Cell { mark, word }, registry, repository, beside }
}

/// The answer of the view: where clients do not do what the kubelet does.
pub(super) fn sentence(tables: &[Table], readings: &[Reading]) -> (Mark, AttrValue) {
    for table in tables {
        let kubelet = table.sent(Client::Kubelet);
        let others: Vec<&str> = table
            .rows
            .iter()
            .filter(|row| Some(&row.sent) != kubelet)
            .map(|row| row.client.name())
            .collect();
        if !others.is_empty() {
            let others = others.join(", ");
            let said = match kubelet.is_some_and(|it| it.mark == Mark::Ok) {
                true => t!(
                    "The kubelet sends a credential of {name}; not so {clients}.",
                    name = table.name,
                    clients = others
                ),
                false => t!(
                    "The kubelet does not send a credential of {name}; not so {clients}.",
                    name = table.name,
                    clients = others
                ),
            };
            return (Mark::Warning, said);
        }
    }
    let differing = readings.iter().filter(|it| it.difference.is_some()).count();
    match (tables.is_empty(), differing) {
        (_, 0) => (Mark::Ok, t!("Every client and parser does what the kubelet does.")),
        (true, 1) => (Mark::Info, t!("One parser reads this image otherwise than the kubelet.")),
        (true, many) => {
            let said =
                t!("{count} parsers read this image otherwise than the kubelet.", count = many);
            (Mark::Info, said)
        }
        (false, 1) => (
            Mark::Info,
            t!("Every client sends what the kubelet sends; one parser reads the image otherwise."),
        ),
        (false, many) => {
            let said = t!(
                "Every client sends what the kubelet sends; {count} parsers read the image otherwise.",
                count = many
            );
            (Mark::Info, said)
        }
    }
}

pub(super) fn evidence(image: &str) -> AttrValue {
    t!("For {image}, by the rules of the versions named below.", image = image)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullscope_core::clients::pasted_configs;
    use pullscope_core::clients::reference::readings;

    const TEXT: &str = r#"{"auths": {"docker.io": {"auth": "dTpwYXJyb3QtN1Fw"}}}"#;

    fn tables(text: &str, image: &str) -> Vec<Table> {
        pasted_configs(text).iter().map(|it| Table::new(it, image)).collect()
    }

    #[test]
    fn the_sentence_names_who_differs() {
        let tables = tables(TEXT, "busybox");
        let (mark, text) = sentence(&tables, &readings("busybox"));
        assert_eq!(mark, Mark::Warning);
        assert_eq!(
            &*text,
            "The kubelet sends a credential of config.json; not so Docker CLI, crane."
        );
        assert_eq!(tables[0].rows[3].keys, ["docker.io"]);
    }

    #[test]
    fn an_image_that_all_read_alike_is_ok() {
        let text = r#"{"auths": {"registry.example.com": {"auth": "dTpw"}}}"#;
        let image = "registry.example.com/team/app:1";
        let (mark, text) = sentence(&tables(text, image), &readings(image));
        assert_eq!(
            (mark, &*text),
            (Mark::Ok, "Every client and parser does what the kubelet does.")
        );
    }

    #[test]
    fn a_secret_in_the_text_is_a_config() {
        let secret = "kind: Secret\napiVersion: v1\nmetadata:\n  name: regcred\ntype: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '{\"auths\":{\"quay.io\":{\"auth\":\"dTpw\"}}}'\n";
        let tables = tables(secret, "quay.io/team/app");
        assert_eq!(tables[0].name, "regcred");
        assert!(tables[0].rows.iter().all(|row| row.sent.word == "sent"));
    }

    #[test]
    fn no_word_of_the_tables_is_a_password() {
        let text = r#"{"auths": {"u:parrot-7Qp@quay.io": {"auth": "dTpwYXJyb3QtN1Fw"}}}"#;
        let shown = format!("{:?}{:?}", tables(text, "quay.io/a"), pasted_configs(text));
        assert!(!shown.contains("parrot-7Qp") && !shown.contains("dTpwYXJyb3Qt"), "{shown}");
    }

    #[test]
    fn a_reading_that_differs_says_how() {
        let rows: Vec<ParserRow> = readings("MyHost/app:v1").iter().map(parser_row).collect();
        assert_eq!(rows[0].beside, "what counts in a cluster");
        assert_eq!((&*rows[1].verdict.word, rows[1].verdict.mark), ("refused", Mark::Warning));
        assert_eq!((rows[5].registry.as_str(), &*rows[5].verdict.word), ("docker.io", "accepted"));
    }
}
