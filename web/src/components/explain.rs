//! The page about a code, over the page: what happens, how to tell, what to do.

use pullscope_core::finding;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::markdown::{Block, Run, blocks, runs};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) code: AttrValue,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Explain(props: &Props) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.code.clone(), move |_| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|it| !it.open()) {
                // A dialog that cannot be opened as such still stands in the page.
                let _ = dialog.show_modal();
            }
        });
    }
    let on_close = props.on_close.reform(|_: Event| ());
    let page = finding::explain(&props.code).unwrap_or_default();
    html! {
        <dialog ref={dialog} class="explain" aria-labelledby="explain-h" onclose={on_close}>
            // A form of this sort closes its dialog, and sends nothing anywhere.
            <form method="dialog">
                <button class="btn quiet ib" aria-label="Close this page">
                    <Icon glyph={Glyph::Close} />
                </button>
            </form>
            <article>
                { for blocks(page).iter().map(block) }
            </article>
        </dialog>
    }
}

fn block(block: &Block<'_>) -> Html {
    match block {
        Block::Heading(1, text) => html! { <h2 id="explain-h">{ line(text) }</h2> },
        Block::Heading(_, text) => html! { <h3>{ line(text) }</h3> },
        Block::Paragraph(text) => html! { <p>{ line(text) }</p> },
        Block::List(items) => html! {
            <ul>{ for items.iter().map(|item| html! { <li>{ line(item) }</li> }) }</ul>
        },
        Block::Code(text) => html! { <pre tabindex="0"><code>{ (*text).to_owned() }</code></pre> },
        Block::Table(rows) => {
            let head = rows.first().into_iter().flatten();
            html! {
                <table>
                    <thead><tr>{ for head.map(|cell| html! { <th scope="col">{ line(cell) }</th> }) }</tr></thead>
                    <tbody>
                        { for rows.iter().skip(1).map(|row| html! {
                            <tr>{ for row.iter().map(|cell| html! { <td>{ line(cell) }</td> }) }</tr>
                        }) }
                    </tbody>
                </table>
            }
        }
    }
}

fn line(text: &str) -> Html {
    let runs = runs(text).into_iter().map(|run| match run {
        Run::Text(text) => html! { text.to_owned() },
        Run::Code(text) => html! { <code>{ text.to_owned() }</code> },
        Run::Stress(text) => html! { <em>{ text.to_owned() }</em> },
        Run::Address(address) => {
            let address = address.to_owned();
            html! { <a href={address.clone()} target="_blank" rel="noopener noreferrer">{ address }</a> }
        }
    });
    html! { <>{ for runs }</> }
}
