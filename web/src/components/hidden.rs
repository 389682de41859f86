//! A text whose secret stretches are dots, with two buttons that copy it: without them, and with.

use std::ops::Range;
use std::rc::Rc;

use yew::prelude::*;

use super::copy::CopyButton;
use crate::hooks::language::use_language;
use crate::ink;
use crate::texts::t;

/// What stands for a secret, however long that is.
const DOTS: &str = "••••••••••••";

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text: AttrValue,
    /// What it is, for a screen reader.
    pub(crate) label: AttrValue,
    /// Whether the text is given away with its secrets, too.
    #[prop_or_default]
    pub(crate) copies_secrets: bool,
    /// Whether it may hold a secret; else what looks like one is shown: `--docker-password="$PASSWORD"`.
    #[prop_or(true)]
    pub(crate) has_secrets: bool,
    /// The lines that stand out, counted from 0.
    #[prop_or_default]
    pub(crate) marked: Vec<usize>,
}

#[component]
pub(crate) fn HiddenText(props: &Props) -> Html {
    use_language();
    let hidden = use_memo((props.text.clone(), props.has_secrets), |(text, has_secrets)| {
        if *has_secrets { ink::hidden(text) } else { Rc::default() }
    });
    let shown = dotted(&props.text, &hidden);
    let has_secrets = !hidden.is_empty();
    html! { <>
        <div class="code-box" tabindex="0" role="group" aria-label={props.label.clone()}>
            <pre><code>{ for shown.split_inclusive('\n').enumerate().map(|(number, it)| line(it, props.marked.contains(&number))) }</code></pre>
        </div>
        <p class="code-acts">
            if has_secrets {
                <CopyButton
                    text={dotted(&props.text, &hidden)}
                    label={t!("Copy hidden: {what}", what = props.label)}
                    name={t!("Copy hidden")}
                />
                if props.copies_secrets {
                    <CopyButton
                        text={props.text.clone()}
                        label={t!("Copy with passwords: {what}", what = props.label)}
                        name={t!("Copy with passwords")}
                        is_primary=true
                    />
                }
            } else {
                <CopyButton
                    text={props.text.clone()}
                    label={t!("Copy: {what}", what = props.label)}
                    name={t!("Copy")}
                    is_primary=true
                />
            }
        </p>
    </> }
}

/// A line in the colours of the editor.
fn line(line: &str, is_marked: bool) -> Html {
    let mut at = 0;
    let pieces = ink::pieces(line.trim_end_matches('\n')).into_iter().map(|(span, kind)| {
        let before = line[at..span.start].to_owned();
        at = span.end;
        html! { <>{ before }<span class={ink::class(kind)}>{ line[span].to_owned() }</span></> }
    });
    let pieces: Vec<Html> = pieces.collect();
    let whole = html! { <>{ for pieces }{ line[at..].to_owned() }</> };
    if is_marked {
        html! { <mark>{ whole }</mark> }
    } else {
        whole
    }
}

/// The text with dots in place of these stretches.
pub(crate) fn dotted(text: &str, hidden: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in hidden {
        out.push_str(&text[at..range.start]);
        out.push_str(DOTS);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_secret_is_left() {
        let text = "kind: Secret\ndata:\n  .dockerconfigjson: cGFycm90\n  # end\n";
        let dotted = dotted(text, &ink::hidden(text));
        assert_eq!(dotted, format!("kind: Secret\ndata:\n  .dockerconfigjson: {DOTS}\n  # end\n"));
    }
}
