//! The sheet of the keys, over the page.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::shortcuts::{Command, TABLE, is_mac};
use crate::texts::t;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Sheet(props: &Props) -> Html {
    use_language();
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // A dialog that cannot be opened as such still stands in the page.
                let _ = dialog.show_modal();
            }
        });
    }
    let on_close = props.on_close.reform(|_: Event| ());
    html! {
        <dialog ref={dialog} class="explain sheet" aria-labelledby="sheet-h" onclose={on_close}>
            // A form of this sort closes its dialog, and sends nothing anywhere.
            <form method="dialog">
                <button class="btn quiet ib" aria-label={t!("Close the keys")}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </form>
            <h2 id="sheet-h">{ t!("Keys") }</h2>
            <h3>{ t!("Anywhere") }</h3>
            <dl>
                { for commands().map(|command| row(chords(command), command.does())) }
            </dl>
            { for places(is_mac()).into_iter().map(|(place, rows)| html! { <>
                <h3>{ place }</h3>
                <dl>
                    { for rows.into_iter().map(|(keys, does)| {
                        row(html! { { for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) } }, does)
                    }) }
                </dl>
            </> }) }
        </dialog>
    }
}

fn row(keys: Html, does: AttrValue) -> Html {
    html! { <div><dt>{ keys }</dt><dd>{ does }</dd></div> }
}

/// Each command once, in the order of the table.
fn commands() -> impl Iterator<Item = Command> {
    TABLE.iter().enumerate().filter_map(|(index, (_, command))| {
        let is_first = TABLE[..index].iter().all(|(_, other)| other != command);
        is_first.then_some(*command)
    })
}

/// All chords of a command.
fn chords(command: Command) -> Html {
    let chords = TABLE.iter().filter(|(_, other)| *other == command).map(|(chord, _)| chord);
    html! { <>
        { for chords.enumerate().map(|(index, chord)| html! { <>
            if index > 0 { <span>{ t!("or") }</span> }
            { for chord.keys().into_iter().map(|key| html! { <kbd>{ key }</kbd> }) }
        </> }) }
    </> }
}

/// The keys of one place, and what they do there.
type Rows = Vec<(Vec<&'static str>, AttrValue)>;

/// What keys do in one place of the page; on a Mac the command key stands for Control.
fn places(is_mac: bool) -> [(AttrValue, Rows); 5] {
    let control = if is_mac { "⌘" } else { "Ctrl" };
    // The key beside it that folds: CodeMirror takes another one on a Mac.
    let fold = if is_mac { "Option" } else { "Shift" };
    let alt = if is_mac { "Option" } else { "Alt" };
    [
        (
            t!("In the journey"),
            vec![
                (vec!["←", "→"], t!("The stop before, the next stop")),
                (vec!["Enter"], t!("Choose a stop")),
            ],
        ),
        (
            t!("In the text"),
            vec![
                (vec![control, "Z"], t!("Take the last change back, that of a fix too")),
                (vec!["Esc", "Tab"], t!("Leave the text: Escape, then Tab")),
            ],
        ),
        (
            t!("In the editor of code"),
            vec![
                (vec![control, "."], t!("Show the findings of the line, each with its fix")),
                (vec!["F8"], t!("Go to the next finding; with Shift to the one before")),
                (vec![control, "F"], t!("Search, and replace")),
                (
                    vec![control, "G"],
                    t!("The next place that was searched for; with Shift the one before"),
                ),
                (vec![control, fold, "["], t!("Fold the lines below; with ] unfold them")),
                (vec!["Ctrl", alt, "["], t!("Fold everything; with ] unfold everything")),
                (vec!["Tab"], t!("Move the lines in; with Shift out")),
            ],
        ),
        (
            t!("In the matrix of keys and images"),
            vec![
                (vec!["←", "→", "↑", "↓"], t!("The cell beside, above or below")),
                (vec!["Enter"], t!("Open the cell; Escape closes it")),
            ],
        ),
        (
            t!("In a list or a window over the page"),
            vec![
                (vec!["Tab"], t!("The next thing to press; with Shift the one before")),
                (vec!["Esc"], t!("Close it")),
            ],
        ),
    ]
}
