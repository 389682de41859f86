use pullscope_core::clients::reference::Parser;
use serde_json::Value;

use super::{put_bytes, text};
use crate::Row;

/// The parsers that are asked in Go, by the names of their fields.
const GO: [(&str, Parser); 4] = [
    ("containers", Parser::Containers),
    ("crane", Parser::Crane),
    ("containerd", Parser::Containerd),
    ("regclient", Parser::Regclient),
];

/// Those that are asked in JavaScript.
const NPM: [(&str, Parser); 2] =
    [("swimlane", Parser::Swimlane), ("parse_docker_image_name", Parser::ParseDockerImageName)];

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    answer_of(&GO, row)
}

pub(super) fn answer_npm(row: &Row) -> Result<Row, String> {
    answer_of(&NPM, row)
}

/// The parts as each parser has them, or null.
fn answer_of(parsers: &[(&str, Parser)], row: &Row) -> Result<Row, String> {
    let input = text(row, "input")?;
    let parts = |parser: Parser| match parser.parse(input) {
        Err(_) => Value::Null,
        Ok(parsed) => {
            let mut parts = Row::new();
            for (name, part) in
                ["registry", "repository", "tag", "digest"].iter().zip(parsed.bytes())
            {
                put_bytes(&mut parts, name, part);
            }
            Value::Object(parts)
        }
    };
    Ok(parsers.iter().map(|&(name, parser)| (name.to_string(), parts(parser))).collect())
}
