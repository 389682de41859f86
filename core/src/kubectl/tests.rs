use alloc::format;
use alloc::string::{String, ToString};

use super::*;
use crate::pull_secret;

#[track_caller]
fn ok(text: &str) -> CreateSecret {
    let command = parse(text, 0..text.len()).expect("a command").expect("a valid command");
    let args = [&command.namespace, &command.server, &command.username, &command.email];
    for arg in args.into_iter().flatten().chain([&command.name]) {
        assert!(text.get(arg.span.clone()).is_some(), "{arg:?}");
    }
    assert!(text.get(command.span.clone()).is_some());
    command
}

#[track_caller]
fn refused(text: &str, at: &str, upstream: Option<&str>, said: &str) {
    let err = parse(text, 0..text.len()).expect("a command").unwrap_err();
    assert_eq!(&text[err.span()], at);
    assert_eq!(err.upstream().as_deref(), upstream);
    assert_eq!(err.to_string(), said);
}

fn text(arg: &Option<Arg>) -> &str {
    arg.as_ref().map_or("-", |it| &it.text)
}

const HEAD: &str = "kubectl create secret docker-registry regcred";

#[test]
fn values_follow_a_flag_or_an_equals_sign() {
    let command = ok(
        "kubectl -n team create secret docker-registry regcred --docker-server=https://ghcr.io \
         --docker-username me --docker-password 'it''s a \"p\"' --docker-email=a@b.c --dry-run=client -o yaml",
    );
    assert_eq!(command.tool, "kubectl");
    assert_eq!(command.name.text, "regcred");
    assert_eq!(text(&command.namespace), "team");
    assert_eq!(text(&command.server), "https://ghcr.io");
    assert_eq!(text(&command.username), "me");
    assert_eq!(text(&command.email), "a@b.c");
    let password = command.password.as_ref().unwrap();
    assert_eq!(password.password.expose(), b"its a \"p\"");
    for written in ["-nteam", "-n=team", "-n team", "--namespace team", "--namespace=team"] {
        let whole = format!("{HEAD} {written} --docker-username=a --docker-password=b");
        let command = ok(&whole);
        let namespace = command.namespace.unwrap();
        assert_eq!((&*namespace.text, &whole[namespace.span]), ("team", "team"), "{written}");
    }
}

#[test]
fn a_command_goes_on_over_lines() {
    for joint in [" \\\n  ", "\\\r\n", " `\n", " ^\r\n", "\n  ", "\n"] {
        let whole = format!(
            "$ {HEAD}{joint}--docker-server=ghcr.io{joint}--docker-username=me{joint}--docker-password=pw\nkind: Pod\n"
        );
        let command = ok(&whole);
        assert_eq!(text(&command.server), "ghcr.io", "{joint:?}");
        assert_eq!(command.password.unwrap().password.expose(), b"pw", "{joint:?}");
        assert_eq!(&whole[end_of_command(&whole, 0)..], "kind: Pod\n", "{joint:?}");
    }
}

#[test]
fn what_stands_around_the_command_is_passed_over() {
    for (before, after, tool) in [
        ("", " | kubectl apply -f -", "kubectl"),
        ("user@host:~/dir$ ", " > secret.yaml", "kubectl"),
        ("C:\\Users\\me>", "", "kubectl"),
        ("[root@node1 ~]# ", " # comment --docker-server=no", "kubectl"),
        ("PS C:\\> ", "; echo done", "kubectl"),
        ("sudo microk8s ", " && true", "sudo microk8s kubectl"),
        ("KUBECONFIG=/tmp/x ", "", "kubectl"),
    ] {
        let whole = format!("{before}{HEAD} --docker-username=a --docker-password=b{after}");
        let command = ok(&whole);
        assert_eq!((&*command.tool, &*command.name.text), (tool, "regcred"), "{whole}");
        assert!(whole[command.span].ends_with("=b"), "{whole}");
    }
    assert!(parse("kubectl get pods", 0..16).is_none());
    assert!(parse("", 0..0).is_none());
}

#[test]
fn nothing_is_expanded_and_it_is_said() {
    let command = ok(&format!(
        "{HEAD} --docker-server=\"$REG\" --docker-username='$me' --docker-password=$(cat \"a b\") --docker-email=\"\\$x\""
    ));
    assert_eq!(text(&command.server), "$REG");
    assert!(command.server.as_ref().unwrap().expands);
    assert!(!command.username.as_ref().unwrap().expands);
    assert!(!command.email.as_ref().unwrap().expands);
    let password = command.password.as_ref().unwrap();
    assert_eq!((password.password.expose(), password.expands), (&b"$(cat \"a b\")"[..], true));
    assert_eq!(
        command.to_string(),
        format!(
            "{HEAD} --docker-server=\"$REG\" --docker-username='$me' --docker-password='<password>' --docker-email='$x'"
        )
    );
}

#[test]
fn it_makes_what_kubectl_makes() {
    let command = ok(&format!("{HEAD} --docker-username=foo --docker-password=bar"));
    assert_eq!(
        command.config_json().unwrap().unwrap(),
        pull_secret::build(DEFAULT_SERVER, "foo", "bar", "")
    );
    let yaml = command.manifest().unwrap().yaml().unwrap();
    assert!(yaml.contains("\n  name: regcred\ntype: kubernetes.io/dockerconfigjson"));
    for short in
        ["", "--docker-username=foo", "--docker-server= --docker-username=a --docker-password=b"]
    {
        let command = ok(&format!("{HEAD} {short}"));
        assert_eq!(
            command.config_json().unwrap_err().to_string(),
            "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required"
        );
    }
    let command = ok(&format!("{HEAD} --from-file=config.json --docker-username=x"));
    assert_eq!(command.config_json().unwrap(), None);
    assert_eq!(command.to_string(), format!("{HEAD} --from-file=config.json"));
}

#[test]
fn a_generic_secret_says_its_type() {
    let command = ok(
        "oc create secret generic pull --from-file=.dockerconfigjson=$HOME/.docker/config.json \
         --from-literal=a=b --type=kubernetes.io/dockerconfigjson",
    );
    assert_eq!((command.form, &*command.tool), (Form::Generic, "oc"));
    assert_eq!(text(&command.secret_type), "kubernetes.io/dockerconfigjson");
    assert_eq!(command.from_file[0].text, ".dockerconfigjson=$HOME/.docker/config.json");
    assert_eq!(command.from_literal[0].0.text, "a");
    assert_eq!(command.from_literal[0].1.password.expose(), b"b");
}

#[test]
fn errors_have_the_words_of_kubectl() {
    refused(
        &format!("{HEAD} --docker-user=me"),
        "--docker-user=me",
        Some("unknown flag: --docker-user"),
        "kubectl knows no such flag; there is --docker-username",
    );
    refused(
        &format!("{HEAD} --docker-passwordhunter2"),
        "--docker-passwordhunter2",
        Some("unknown flag: --docker-passwordhunter2"),
        "expected '=' or a space after --docker-password",
    );
    refused(
        &format!("{HEAD} --docker-password"),
        "--docker-password",
        Some("flag needs an argument: --docker-password"),
        "the flag --docker-password needs a value after it",
    );
    refused(
        &format!("{HEAD} -n"),
        "-n",
        Some("flag needs an argument: 'n' in -n"),
        "the flag 'n' in -n needs a value after it",
    );
    refused(
        "kubectl create secret docker-registry --docker-username=me",
        "",
        Some("exactly one NAME is required, got 0"),
        "expected the name of the Secret",
    );
    refused(
        &format!("{HEAD} –docker-server=x --docker-password=a b"),
        "–docker-server=x",
        Some("exactly one NAME is required, got 3"),
        "3 words stand where the name of the Secret is expected; a value with a space needs quotes, \
         and a flag begins with two plain hyphens",
    );
    refused(
        &format!("{HEAD} -p secret"),
        "-p",
        Some("unknown shorthand flag: 'p' in -p"),
        "kubectl create secret knows no flag of this letter; long flags begin with '--'",
    );
    refused(&format!("{HEAD} --docker-password='oops"), "'", None, "this quote is never closed");
    refused(
        &format!("{HEAD} --=x"),
        "--=x",
        Some("bad flag syntax: --=x"),
        "expected the name of a flag after '--'",
    );
}

#[test]
fn no_password_is_shown() {
    let whole = format!("{HEAD} --docker-username=u --docker-password=hunter2");
    let command = ok(&whole);
    assert!(!format!("{command:?} {command}").contains("hunter2"));
    for typo in ["--docker-passwordhunter2", "--hunter2", "-hunter2 -p", "--=hunter2", "'hunter2"] {
        let whole = format!("{HEAD} {typo} x");
        if let Err(err) = parse(&whole, 0..whole.len()).unwrap() {
            assert!(!format!("{err:?} {err}").contains("hunter2"), "{typo}");
        }
    }
}

#[test]
fn a_quote_takes_no_manifest_with_it() {
    let whole = format!("{HEAD} --docker-password='x\napiVersion: v1\nname: 'y'\n");
    assert_eq!(&whole[end_of_command(&whole, 0)..], "apiVersion: v1\nname: 'y'\n");
}

/// A megabyte of whatever makes a reader look twice.
#[test]
fn hostile_commands_take_linear_time() {
    for part in
        ["$(", "`", "'", "\"", "\\", "--a ", "--docker-password=x ", "a'b\"c ", "\\\n", "\n--a"]
    {
        let whole = format!("{HEAD} {}", part.repeat((1 << 20) / part.len()));
        let read = parse(&whole, 0..whole.len());
        assert!(read.is_some(), "{part}");
        assert!(end_of_command(&whole, 0) <= whole.len());
    }
    let lines: String = format!("{HEAD} '\n{HEAD} \"\n").repeat(4_000);
    let mut at = 0;
    while at < lines.len() {
        at = end_of_command(&lines, at);
    }
}

#[test]
fn any_part_of_a_command_is_read() {
    let whole = format!(
        "$ é@x:~$ {HEAD} --docker-server=\"é$(a (b) c)\" \\\n -n 'ü' `x` --docker-password=\\é -né | x"
    );
    for (at, _) in whole.char_indices() {
        for part in [&whole[..at], &whole[at..]] {
            if let Some(Ok(command)) = parse(part, 0..part.len()) {
                assert!(part.get(command.span).is_some());
            }
            assert!(part.get(..end_of_command(part, 0)).is_some());
        }
    }
}
