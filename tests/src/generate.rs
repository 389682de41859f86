//! Pasted texts, realistic and nasty ones, that nobody wrote: the same for the same seed.
//!
//! ```
//! use pullscope_tests::generate::{Random, join, pieces};
//!
//! let pasted = join(&pieces(&mut Random::new(1), "parrot"));
//! assert_eq!(pasted, join(&pieces(&mut Random::new(1), "parrot")));
//! ```

mod broken;
pub mod hostile;
mod node;
mod options;
mod pool;
mod prose;
mod random;
mod secret;
pub mod tree;
mod workload;

pub use broken::broken;
pub use options::options;
pub use random::{Random, seed};
use tree::Tree;

/// What stands between two pieces of a pasted text.
const BETWEEN: &str = "\n---\n";

/// Some pieces of a pasted text, each a document or a few, with `password` wherever one can stand.
///
/// The choices do not depend on the password. It is told apart from what is around it only when it
/// begins with a letter and holds nothing but letters, digits and hyphens.
pub fn pieces(random: &mut Random, password: &str) -> Vec<String> {
    let count = 1 + random.below(7);
    let mut pieces: Vec<String> = (0..count).map(|_| piece(random, password)).collect();
    if random.chance(25) {
        let again = pieces[random.below(count)].clone();
        pieces.push(again);
    }
    // A node has one of each of its files: of two, the order would count.
    if random.chance(40) {
        let at = random.below(pieces.len() + 1);
        pieces.insert(at, node::file(random, password).write(random));
    }
    if random.chance(10) {
        pieces.iter_mut().for_each(|it| *it = it.replace('\n', "\r\n"));
    }
    pieces
}

/// A piece with `password` in it, whole or broken.
pub fn secret(random: &mut Random, password: &str) -> String {
    let tree = match random.below(4) {
        0 => return secret::command(random, password),
        1 => {
            let is_old = random.chance(30);
            secret::config(random, password, is_old)
        }
        _ => secret::secret(random, password),
    };
    tree.write(random)
}

/// An object of a cluster with `password` wherever one can stand: a workload mostly, right or wrong.
pub fn object(random: &mut Random, password: &str) -> Tree {
    match random.below(10) {
        0 => secret::secret(random, password),
        1 => workload::service_account(random),
        2 => workload::other(random),
        _ => workload::workload(random),
    }
}

/// A `registries.yaml` with `password` wherever one can stand.
pub fn registries_yaml(random: &mut Random, password: &str) -> String {
    node::registries(random, password).write(random)
}

/// The text of some pieces.
pub fn join(pieces: &[String]) -> String {
    pieces.join(BETWEEN)
}

/// A pasted text as it is while somebody still types: it ends anywhere, or has something wrong in
/// it. A value stays where it was.
pub fn half_typed(random: &mut Random, text: &str) -> String {
    let at = text.floor_char_boundary(random.below(text.len() + 1));
    let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let odd = ["{", "}", "[", "\"", "'", ": ", "é", "\0", "&a ", "*a", "\t", "#", "|", "- ", "\\"];
    match random.below(5) {
        0 => text[..at].to_string(),
        1 => format!("{} {}", &text[..line], &text[line..]),
        2 => format!("{}{}{}", &text[..line], random.pick(&odd), &text[line..]),
        3 => text.replacen('"', "\u{201c}", 2),
        _ => format!("{}{}{}", &text[..at], random.pick(&odd), &text[at..]),
    }
}

/// A pasted text of which something was lost, or stands twice, or elsewhere.
pub fn damaged(random: &mut Random, text: &str) -> String {
    let at = |random: &mut Random| text.floor_char_boundary(random.below(text.len() + 1));
    let (first, second) = (at(random), at(random));
    let (start, end) = (first.min(second), first.max(second));
    match random.below(4) {
        0 => text[start..].to_string(),
        1 => format!("{}{}", &text[..start], &text[end..]),
        2 => format!("{}{}", &text[..end], &text[start..]),
        _ => half_typed(random, text),
    }
}

fn piece(random: &mut Random, password: &str) -> String {
    let tree = match random.below(20) {
        0..=6 => workload::workload(random),
        7 | 8 => secret::good_secret(random, password),
        9..=11 => secret::secret(random, password),
        12 | 13 => workload::service_account(random),
        14 => {
            let is_old = random.chance(30);
            secret::config(random, password, is_old)
        }
        15 => workload::other(random),
        16 => {
            let count = random.below(4);
            let items: Vec<Tree> = (0..count).map(|_| item(random, password)).collect();
            workload::list(random, items)
        }
        17 => return secret::command(random, password),
        _ => return prose::prose(random),
    };
    tree.write(random)
}

/// An object of a list.
fn item(random: &mut Random, password: &str) -> Tree {
    match random.below(4) {
        0 => secret::secret(random, password),
        1 => workload::service_account(random),
        _ => workload::workload(random),
    }
}
