use pullscope_core::clients::auth::{Answer, Client, Gives, Outcome, Sent};
use serde_json::{Value, json};

use super::{bytes, put_bytes, text};
use crate::Row;

/// The clients that are asked in Go, by the names of their fields.
const CLIENTS: [(&str, Client); 3] =
    [("docker", Client::DockerCli), ("containers", Client::Containers), ("crane", Client::Crane)];

pub(super) fn answer(row: &Row) -> Result<Row, String> {
    let (config, image) = (bytes(row, "config")?, text(row, "image")?);
    let answer = |(name, client): (&str, Client)| {
        (name.to_string(), Value::Array(possible(&client.answer(&config, image))))
    };
    Ok(CLIENTS.into_iter().map(answer).collect())
}

/// What a client may come to: more than one where the order of a map decides.
fn possible(answer: &Answer) -> Vec<Value> {
    match &answer.outcome {
        Outcome::ImageRefused(_) => vec![json!({ "image": "refused" })],
        Outcome::FileRefused(_) => vec![json!({ "refused": true })],
        Outcome::NoKey { .. } => vec![json!({ "nothing": true })],
        Outcome::Asks { program, about, .. } => vec![json!({ "asks": program, "about": about })],
        Outcome::Takes { takes, .. } => {
            let mut all: Vec<Value> = takes.iter().map(|take| gives(&take.gives)).collect();
            all.sort_by_key(Value::to_string);
            all.dedup();
            all
        }
    }
}

fn gives(gives: &Gives) -> Value {
    match gives {
        Gives::Sends(sent) => Value::Object(sent_row(sent)),
        Gives::Nothing(_) => json!({ "nothing": true }),
        Gives::Stops(_) => json!({ "refused": true }),
        Gives::Asks(program) => json!({ "asks": program }),
    }
}

fn sent_row(sent: &Sent) -> Row {
    let mut row = Row::new();
    put_bytes(&mut row, "user", &sent.username);
    put_bytes(&mut row, "password", sent.password.expose());
    put_bytes(&mut row, "identity", sent.identity_token.expose());
    put_bytes(&mut row, "registry", sent.registry_token.expose());
    row
}

/// The answers of one client are a set.
pub(super) fn settle_order(theirs: &mut Row, ours: &mut Row) -> Result<(), String> {
    for side in [theirs, ours] {
        for (name, _) in CLIENTS {
            if let Some(Value::Array(answers)) = side.get_mut(name) {
                answers.sort_by_key(Value::to_string);
            }
        }
    }
    Ok(())
}
