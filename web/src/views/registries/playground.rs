//! Rewrites to try: patterns and replacements of one's own, and what becomes of each repository.

use std::collections::BTreeMap;
use std::ops::Range;

use pullscope_core::Reference;
use pullscope_core::registries::{Rewrite, Rewrites, Rewritten, Text, TomlTrap, toml_trap};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::icon::State;
use crate::hooks::language::use_language;
use crate::texts::{sentence, t};
use crate::trip::Mark;

/// What a rewrite does to one repository.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) before: String,
    /// Every result that is possible; empty where it stays as it is.
    pub(super) after: Vec<String>,
    /// What the groups of the rewrite that is made take: `$1 = pause`.
    pub(super) groups: String,
}

/// What is wrong with a rewrite.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    /// The number of the rewrite.
    pub(super) number: usize,
    pub(super) message: AttrValue,
    /// The bytes of its pattern that are wrong, where it is the pattern.
    pub(super) span: Option<Range<usize>>,
    /// Whether it breaks the whole file, so that no rewrite is made.
    pub(super) breaks_all: bool,
}

/// Makes the rewrites in the repositories of images.
pub(super) fn try_out(rules: &[(String, String)], images: &[String]) -> (Vec<Row>, Vec<Wrong>) {
    let rewrite = |replacement: &String| Rewrite {
        replacement: Text { value: replacement.clone(), span: 0..0 },
        ..Rewrite::default()
    };
    let written: BTreeMap<String, Rewrite> =
        rules.iter().map(|(pattern, to)| (pattern.clone(), rewrite(to))).collect();
    let rewrites = Rewrites::new(&written);
    let mut wrong = Vec::new();
    for (number, (pattern, replacement)) in rules.iter().enumerate() {
        let trap = |text: &str| match toml_trap(text) {
            Some(TomlTrap::Breaks { span }) => Some(span),
            _ => None,
        };
        let rule = rewrites.rules().iter().find(|it| it.pattern == pattern);
        if let Some(span) = trap(pattern) {
            let message = t!(
                "The pattern breaks the hosts.toml that it is pasted into, and no endpoint of the registry is used: write [.] for \\., or double each backslash."
            );
            wrong.push(Wrong { number, message, span: Some(span), breaks_all: true });
        } else if trap(replacement).is_some() {
            let message = t!(
                "The replacement breaks the hosts.toml that it is pasted into, and no endpoint of the registry is used: write [.] for \\., or double each backslash."
            );
            wrong.push(Wrong { number, message, span: None, breaks_all: true });
        } else if let Some(error) = rule.and_then(|it| it.error()) {
            // Of a pattern with an escape, containerd reads another text than the one written here.
            let span = Some(error.span()).filter(|it| pattern.get(it.clone()).is_some());
            wrong.push(Wrong {
                number,
                message: sentence(&error.to_string()),
                span,
                breaks_all: false,
            });
        }
    }
    let is_broken = wrong.iter().any(|it| it.breaks_all);
    let rows = images.iter().filter_map(|image| {
        let before = Reference::parse(image).ok()?.repository().to_string();
        let (after, rule) = match rewrites.apply(&before) {
            _ if is_broken => (Vec::new(), None),
            Rewritten::Same => (Vec::new(), None),
            Rewritten::To(rule, to) => (vec![to], Some(rule)),
            Rewritten::AnyOf(several) => (several.into_iter().map(|it| it.1).collect(), None),
        };
        let groups = rule.and_then(|it| rewrites.rules().get(it)?.captures(&before));
        let groups = groups.unwrap_or_default();
        let groups = groups.iter().enumerate().skip(1);
        let groups = groups.map(|(number, it)| match it {
            Some(text) => format!("${number} = {text}"),
            None => format!("${number} = {}", t!("(nothing)")),
        });
        let groups = groups.collect::<Vec<_>>().join(", ");
        Some(Row { before, after, groups })
    });
    (rows.collect(), wrong)
}

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The rewrites of the file, to begin with.
    pub(super) rules: Vec<(String, String)>,
    pub(super) images: Vec<String>,
}

#[component]
pub(super) fn Playground(props: &Props) -> Html {
    use_language();
    let own = use_state(|| None::<Vec<(String, String)>>);
    let rules = match &*own {
        Some(rules) => rules.clone(),
        None if props.rules.is_empty() => {
            vec![("^rancher/(.*)".to_owned(), "mirrorproject/rancher-images/$1".to_owned())]
        }
        None => props.rules.clone(),
    };
    let (rows, wrong) = try_out(&rules, &props.images);
    let change = {
        let (own, rules) = (own.clone(), rules.clone());
        Callback::from(move |(number, is_pattern, text): (usize, bool, String)| {
            let mut rules = rules.clone();
            if let Some(rule) = rules.get_mut(number) {
                *(if is_pattern { &mut rule.0 } else { &mut rule.1 }) = text;
            }
            own.set(Some(rules));
        })
    };
    let add = {
        let (own, rules) = (own.clone(), rules.clone());
        move |_: MouseEvent| {
            let more = std::iter::once((String::new(), String::new()));
            own.set(Some(rules.iter().cloned().chain(more).collect()));
        }
    };
    let remove = {
        let (own, rules) = (own.clone(), rules.clone());
        Callback::from(move |number: usize| {
            let mut rules = rules.clone();
            rules.remove(number);
            own.set(Some(rules));
        })
    };
    html! {
        <section class="panel" aria-labelledby="reg-play">
            <div class="panel-h">
                <h2 id="reg-play">{ t!("Try a rewrite") }</h2>
                <p class="panel-n">{ t!("Go’s regular expressions, on the repositories of the images above") }</p>
            </div>
            <div class="panel-b">
                { for rules.iter().enumerate().map(|(number, rule)| {
                    let wrong = wrong.iter().find(|it| it.number == number);
                    fields(number, rule, wrong, rules.len() > 1, &change, &remove)
                }) }
                <p class="reg-acts">
                    <button type="button" class="btn" onclick={add}>{ t!("Another rewrite") }</button>
                    if own.is_some() {
                        <button type="button" class="btn quiet" onclick={move |_: MouseEvent| own.set(None)}>{ t!("As in the file") }</button>
                    }
                </p>
                <table class="grid-t">
                    <thead><tr>
                        <th scope="col">{ t!("Repository") }</th>
                        <th scope="col">{ t!("becomes") }</th>
                        <th scope="col">{ t!("Groups") }</th>
                    </tr></thead>
                    <tbody>{ for rows.iter().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn fields(
    number: usize,
    (pattern, replacement): &(String, String),
    wrong: Option<&Wrong>,
    can_go: bool,
    change: &Callback<(usize, bool, String)>,
    remove: &Callback<usize>,
) -> Html {
    let typed = |is_pattern: bool| {
        let change = change.clone();
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            change.emit((number, is_pattern, text));
        }
    };
    let error = format!("reg-wrong-{number}");
    let remove = remove.reform(move |_: MouseEvent| number);
    html! {
        <div class="reg-rule" role="group" aria-label={t!("Rewrite {number}", number = number + 1)}>
            <label class="fld">
                { t!("Pattern") }
                <input class="in mono" type="text" value={pattern.clone()} spellcheck="false" autocapitalize="off" autocomplete="off"
                    aria-invalid={wrong.map(|_| "true")} aria-describedby={wrong.map(|_| error.clone())} oninput={typed(true)} />
            </label>
            <label class="fld">
                { t!("Replacement") }
                <input class="in mono" type="text" value={replacement.clone()} spellcheck="false" autocapitalize="off" autocomplete="off" oninput={typed(false)} />
            </label>
            if can_go {
                <button type="button" class="btn quiet" onclick={remove} aria-label={t!("Remove rewrite {number}", number = number + 1)}>{ t!("Remove") }</button>
            }
            if let Some(wrong) = wrong {
                <p class="reg-wrong" id={error}>
                    <State mark={Mark::Error} word={t!("Error")} />
                    <span>
                        { &wrong.message }
                        if let Some(span) = &wrong.span {
                            <code class="reg-at">
                                { &pattern[..span.start] }<mark>{ &pattern[span.clone()] }</mark>{ &pattern[span.end..] }
                            </code>
                        }
                    </span>
                </p>
            }
        </div>
    }
}

fn row(row: &Row) -> Html {
    let after = match &row.after[..] {
        [] => html! { { t!("stays") } },
        [one] if one.is_empty() => html! { { t!("nothing: the request has no repository") } },
        [one] => html! { <code>{ one }</code> },
        several => html! {
            <span class="reg-any">
                <State mark={Mark::Warning} word={t!("Undetermined")} />
                <span>
                    { t!("any of these, by chance:") }{ " " }
                    { for several.iter().map(|it| html! { <><code>{ it }</code>{ " " }</> }) }
                </span>
            </span>
        },
    };
    html! {
        <tr>
            <th scope="row"><code>{ &row.before }</code></th>
            <td>{ after }</td>
            <td>{ &row.groups }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(rules: &[(&str, &str)]) -> Vec<(String, String)> {
        rules.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
    }

    #[test]
    fn a_rewrite_is_made_with_its_groups() {
        let rules = rules(&[("^rancher/(.*)", "mirror/$1")]);
        let images = ["rancher/pause:3".to_owned(), "busybox".to_owned(), "Nginx".to_owned()];
        let (rows, wrong) = try_out(&rules, &images);
        assert_eq!(wrong, []);
        assert_eq!(
            rows,
            [
                Row {
                    before: "rancher/pause".into(),
                    after: vec!["mirror/pause".into()],
                    groups: "$1 = pause".into(),
                },
                Row { before: "library/busybox".into(), after: Vec::new(), groups: String::new() },
            ]
        );
    }

    #[test]
    fn several_that_fit_are_undetermined() {
        let (rows, _) = try_out(&rules(&[("^a/", "x/"), ("b$", "y")]), &["a/b".to_owned()]);
        assert_eq!(rows[0].after, ["x/b", "a/y"]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let (_, wrong) = try_out(&rules(&[("^(?!foo)a", "b")]), &[]);
        assert_eq!(
            wrong[0].message,
            "error parsing regexp: invalid or unsupported Perl syntax: `(?!`"
        );
        assert_eq!(wrong[0].span, Some(1..4));
        let (rows, wrong) = try_out(&rules(&[(r"^a\.b/", "c/")]), &["a.b/c".to_owned()]);
        assert_eq!(wrong[0].span, Some(2..4));
        assert!(rows.iter().all(|it| it.after.is_empty()));
    }
}
