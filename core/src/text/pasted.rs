//! Tests of what is pasted together: each piece is found, whatever stands around it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: ghcr.io/team/app:1\n";
const SECRET: &str = "kind: Secret\napiVersion: v1\nmetadata:\n  name: regcred\ntype: Opaque\n";
const JSON: &str = "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"ServiceAccount\",\n  \"metadata\": {\"name\": \"robot\"}\n}\n";
const EVENT: &str =
    "Failed to pull image \"ghcr.io/team/app:1\": rpc error: code = Unknown desc = 401\n";
const IMAGES: &str = "nginx:1.27\nghcr.io/team/app:1\n";
const COMMAND: &str = "$ kubectl create secret docker-registry regcred \\\n  --docker-server=ghcr.io \\\n  --docker-username=me --docker-password=x\n";
const TABLE: &str = "LAST SEEN   TYPE      REASON   OBJECT     MESSAGE\n3m          Warning   Failed   pod/web    Error: ErrImagePull\n";
const PODS: &str = "NAME   READY   STATUS             RESTARTS   AGE\nweb    0/1     ImagePullBackOff   0          3m\n";
const ON_NODE: &str = "IMAGE                     TAG    IMAGE ID        SIZE\ndocker.io/library/nginx   1.27   1234567890abc   70MB\n";
const DESCRIBE: &str = "Name:             web\nNamespace:        default\nLabels:           app=web\n                  tier=front\nContainers:\n  web:\n    Image:          ghcr.io/team/app:1\n    State:          Waiting\n      Reason:       ImagePullBackOff\nConditions:\n  Type    Status\n  Ready   False\nEvents:\n  Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------\n  Warning  Failed   3m    kubelet  Failed to pull image \"ghcr.io/team/app:1\": rpc error: code = Unknown desc = failed to\nresolve reference \"ghcr.io/team/app:1\": 401\n";
const WORDS: &str = "Hello, my pod does not start since yesterday: what is wrong?\n";

/// What each document is, and what it begins with.
fn found(text: &str) -> Vec<String> {
    let read = documents(text);
    read.docs
        .iter()
        .map(|it| {
            assert!(text.get(it.span.clone()).is_some());
            let broken = if it.error.is_some() { "broken " } else { "" };
            match it.syntax {
                Syntax::Prose(prose) => format!("{broken}{prose:?}"),
                _ => format!("{broken}{}", it.kind.as_deref().unwrap_or("-")),
            }
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    assert_eq!(found(text), expect, "{text}");
}

/// Every pair of pieces, with nothing, an empty line or a marker between them.
#[test]
fn no_piece_hides_its_neighbour() {
    let pieces = [
        (POD, "Pod"),
        (SECRET, "Secret"),
        (JSON, "ServiceAccount"),
        (EVENT, "Events"),
        (IMAGES, "Images"),
        (COMMAND, "Command"),
        (TABLE, "EventTable"),
        (PODS, "PodTable"),
        (ON_NODE, "ImageTable"),
        (DESCRIBE, "Describe"),
        (WORDS, "Other"),
    ];
    for (first, first_kind) in pieces {
        for (second, second_kind) in pieces {
            for between in ["\n", "---\n", "", "\n\n"] {
                for crlf in [false, true] {
                    let mut text = format!("{first}{between}{second}");
                    if crlf {
                        text = text.replace('\n', "\r\n");
                    }
                    let found = found(&text);
                    let is = |kinds: &[&str]| found == kinds;
                    let prose = |kind: &str| {
                        !matches!(kind, "Pod" | "Secret" | "ServiceAccount" | "Command")
                    };
                    let joined = if between != "---\n" && prose(first_kind) && prose(second_kind) {
                        // Two pieces of prose may be one, and words belong to what they stand with.
                        first_kind == second_kind
                            || [first_kind, second_kind].contains(&"Other")
                            || between.is_empty()
                            || second_kind == "Events"
                    } else {
                        // Names alone, as a document, are a text to YAML.
                        false
                    };
                    let names = |kind| if kind == "Images" { "-" } else { kind };
                    let split = is(&[first_kind, second_kind])
                        || is(&[names(first_kind), second_kind])
                        || is(&[first_kind, names(second_kind)])
                        || is(&[names(first_kind), names(second_kind)]);
                    assert!(
                        split || joined,
                        "{first_kind} {between:?} {second_kind}: {found:?}\n{text}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_second_api_version_begins_a_document() {
    check(&format!("{POD}{POD}"), &["Pod", "Pod"]);
    check(&format!("{SECRET}{POD}"), &["Secret", "Pod"]);
    check(&format!("{POD}{SECRET}{SECRET}"), &["Pod", "Secret", "Secret"]);
    check(&format!("{POD}\n# second\n{SECRET}"), &["Pod", "Secret"]);
    check("kind: A\nx: 1\n\nkind: B\n", &["A", "B"]);
    check("  apiVersion: v1\n  kind: A\napiVersion: v1\nkind: B\n", &["A", "B"]);
    // Sorted by name, as kubectl prints it.
    check(
        "kind: A\nkind: B\nsome words\napiVersion: v1\nx: 1\napiVersion: v1\n",
        &["B", "Other", "-", "-"],
    );
    check("apiVersion: v1\ndata: {}\nkind: A\napiVersion: v1\nkind: B\n", &["A", "B"]);
    let text = "kind: A\nkind: B\n";
    check(text, &["B"]);
    assert_eq!(documents(text).docs[0].duplicates.len(), 1);
}

#[test]
fn a_manifest_in_a_manifest_stays_there() {
    check(
        "kind: ConfigMap\ndata:\n  a: |\n    apiVersion: v1\n    kind: Pod\n\n    Failed to pull image \"x\"\nb: 1\n",
        &["ConfigMap"],
    );
    check(
        "kind: List\nitems:\n- apiVersion: v1\n  kind: A\n- apiVersion: v1\n  kind: B\n",
        &["A", "B"],
    );
    check("message: 'Failed to pull image \"x\": 401'\nreason: ErrImagePull\n", &["-"]);
}

#[test]
fn valid_yaml_is_one_document_whatever_it_looks_like() {
    for text in [
        "some words: 1\nkind: A\n",
        "kind: A\nsome words: 1\n",
        "kind: A\nx: [1,\n 2]\n",
        "{kind: A, # }\nx: '}'}\n",
        "{kind: A, x: '}'}",
    ] {
        let read = documents(text);
        assert_eq!(read.docs.len(), 1, "{text}");
        assert_eq!(read.docs[0].kind.as_deref(), Some("A"), "{text}");
    }
}

#[test]
fn what_is_being_typed_stays_in_its_document() {
    for text in ["apiVersion: v1\nkind: A\nmeta", "kind: A\nspec\nx: 1\n", "kind: A\n\nspe"] {
        check(text, &["broken A"]);
    }
    check("spe", &["-"]);
    check("apiVersio", &["-"]);
}

#[test]
fn lists_of_a_person_hide_no_manifest() {
    let list = "**Environment**:\n- Kubernetes version: 1.29\n- it worked before: yes\n";
    check(&format!("{list}\n{POD}"), &["Other", "Pod"]);
    check(&format!("{POD}\n{list}"), &["Pod", "Other"]);
    check(&format!("- Version: 1\n- OS: x\n\n{POD}"), &["-", "Pod"]);
    check("metadata: {name: x}\n\nkind: A\n", &["A"]);
    check(&format!("{ON_NODE}{IMAGES}"), &["ImageTable", "Images"]);
}

#[test]
fn a_fence_is_the_edge_of_a_document() {
    check(
        &format!("My pod:\n```yaml\n{POD}```\nand its event:\n```\n{EVENT}```\n"),
        &["Other", "Pod", "Other", "Events"],
    );
    check(&format!("```\n{JSON}```\n{SECRET}"), &["ServiceAccount", "Secret"]);
}

#[test]
fn output_follows_the_command_that_printed_it() {
    check(
        &format!("$ kubectl get pods\n{PODS}$ kubectl get pod web -o yaml\n{POD}"),
        &["Command", "PodTable", "Command", "Pod"],
    );
    check(
        &format!("root@host:~# kubectl describe pod web\n{DESCRIBE}\n{DESCRIBE}"),
        &["Command", "Describe", "Describe"],
    );
    check(
        &format!("cat <<'EOF' | kubectl apply -f -\n{POD}EOF\n{SECRET}"),
        &["Command", "Pod", "Secret"],
    );
}

#[test]
fn broken_json_ends_where_something_else_begins() {
    check(
        &format!("{{\n  \"kind\": \"A\",\n  \"x\": [\n{EVENT}{POD}{JSON}"),
        &["broken A", "Events", "Pod", "ServiceAccount"],
    );
    check("{\"kind\": \"A\"},\n{\"kind\": \"B\"},\n{\"kind\": \"C\"}\n", &["A", "B", "C"]);
    check(&format!("{{\"kind\": \"A\"}}}}\n{POD}"), &["broken -", "Pod"]);
}

#[test]
fn a_terminal_may_have_coloured_its_output() {
    check("\u{1b}[31mFailed to pull image \"x\": 401\u{1b}[0m\n", &["Events"]);
}

#[test]
fn prose_begins_at_its_own_line() {
    let text = format!("# note\n{EVENT}");
    let read = documents(&text);
    assert_eq!(&text[read.docs[0].span.clone()], EVENT.trim_end());
    let text = format!("---\nplease help me now:\n\n{POD}");
    let read = documents(&text);
    assert_eq!(&text[read.docs[0].span.clone()], "please help me now:");
}

/// A text of each line that makes the splitter look ahead, alone and between others.
#[test]
fn hostile_pastes_take_linear_time() {
    let lines = [
        "{}",
        "{",
        "[",
        "{}x",
        "{a: '",
        "} {",
        "apiVersion: v1",
        "kind: A",
        "word",
        "some words",
        "a/b",
        "some words:",
        "```",
        "---",
        "$ kubectl x <<EOF",
        "kubectl create 'x",
        "Name:  x",
        "Events:",
        "- a",
        "",
        "  x",
        "Failed to pull image \"",
        "NAME READY STATUS",
        "# c",
        "é",
        "{\"kind\": \"A\"} {",
    ];
    for first in lines {
        for second in lines {
            let pair = format!("{first}\n{second}\n");
            let text = pair.repeat((2 << 10) / pair.len());
            let read = documents(&text);
            assert!(read.docs.iter().all(|it| text.get(it.span.clone()).is_some()));
        }
        let text = format!("{first}\n").repeat((128 << 10) / (first.len() + 1));
        assert!(documents(&text).docs.len() <= Limits::default().documents + 1);
    }
    let text = "{}".repeat(1 << 16);
    assert_eq!(documents(&text).docs.len(), Limits::default().documents + 1);
    assert_eq!(documents(&"x".repeat(1 << 20)).docs.len().to_string(), "1");
}
