//! The page about a code, over the page: what happens, how to tell, what to do.
//!
//! All pages together are longer than what the page starts with, so that they are a part of it; their
//! texts in another language are another.

use std::rc::Rc;

use pullscope_core::finding;
use pullscope_messages::guide::{Block, Run, blocks, runs};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlDialogElement;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::parts;
use crate::texts::{Language, sentence, t};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) code: AttrValue,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Explain(props: &Props) -> Html {
    use_language();
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
    let (page, on_again) = use_page(&props.code);
    html! {
        <dialog ref={dialog} class="explain" aria-labelledby="explain-h" onclose={on_close}>
            // A form of this sort closes its dialog, and sends nothing anywhere.
            <form method="dialog">
                <button class="btn quiet ib" aria-label={t!("Close this page")}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </form>
            <article aria-busy={page.is_none().to_string()}>
                { match &page {
                    None => html! { <h2 id="explain-h">{ title(&props.code) }</h2> },
                    Some(Ok(guide)) => html! { <>
                        <h2 id="explain-h">{ title(&props.code) }</h2>
                        { guide.below_heading() }
                    </> },
                    Some(Err(why)) => html! { <>
                        <h2 id="explain-h">{ title(&props.code) }</h2>
                        <p role="alert">{ why }</p>
                        <button type="button" class="btn" onclick={on_again}>{ t!("Try again") }</button>
                    </> },
                } }
            </article>
        </dialog>
    }
}

/// A page about a code.
struct Guide {
    page: Rc<str>,
    /// An object with the translations of texts; undefined where they are shown as they are.
    said: JsValue,
}

/// A page, or why there is none; nothing while it is on its way.
type Page = Option<Result<Rc<Guide>, AttrValue>>;

/// The page of a code, and what asks for it once more.
#[hook]
fn use_page(code: &AttrValue) -> (Page, Callback<MouseEvent>) {
    let page = use_state(|| Page::None);
    let attempt = use_state(|| 0u32);
    {
        let page = page.setter();
        let language = use_language();
        use_effect_with((code.clone(), *attempt, language), move |(code, _, language)| {
            let (code, language) = (code.clone(), *language);
            page.set(None);
            spawn_local(async move {
                page.set(Some(Guide::load(&code, language).await.map(Rc::new)));
            });
        });
    }
    let on_again = {
        let attempt = attempt.clone();
        Callback::from(move |_| attempt.set(*attempt + 1))
    };
    ((*page).clone(), on_again)
}

#[derive(PartialEq, Properties)]
pub(crate) struct PageProps {
    pub(crate) code: AttrValue,
}

/// The page of a code without its heading, within another page.
#[component]
pub(crate) fn PageBelow(props: &PageProps) -> Html {
    use_language();
    let (page, on_again) = use_page(&props.code);
    match page {
        None => html! {},
        Some(Ok(guide)) => guide.below_heading(),
        Some(Err(why)) => html! { <>
            <p role="alert">{ why }</p>
            <button type="button" class="btn" onclick={on_again}>{ t!("Try again") }</button>
        </> },
    }
}

fn title(code: &str) -> AttrValue {
    sentence(finding::title(code).unwrap_or_default())
}

/// The page of a code, in Markdown and English.
///
/// # Errors
///
/// A sentence for the person: the pages could not be loaded, or there is none.
pub(crate) async fn read(code: &str) -> Result<Rc<str>, AttrValue> {
    let part = parts::load("findings").await?;
    let page = js_sys::Reflect::get(&part, &JsValue::from_str("page"))
        .and_then(|page| page.unchecked_into::<js_sys::Function>().call1(&part, &code.into()));
    let page = page.ok().and_then(|page| page.as_string());
    page.map(Rc::from).ok_or_else(|| t!("There is no page about {code}.", code = code))
}

impl Guide {
    /// The page of a code, in a language.
    ///
    /// # Errors
    ///
    /// A sentence for the person: what it is made of could not be loaded, or there is no such page.
    async fn load(code: &str, language: Language) -> Result<Self, AttrValue> {
        let page = read(code).await?;
        let said = match language {
            Language::English => JsValue::UNDEFINED,
            _ => {
                let part = parts::load(&format!("guide-{}", language.tag())).await?;
                js_sys::Reflect::get(&part, &"default".into()).unwrap_or_default()
            }
        };
        Ok(Self { page, said })
    }

    /// All but the heading, which is the title of the code.
    fn below_heading(&self) -> Html {
        let blocks = blocks(&self.page);
        let below = blocks.iter().filter(|it| !matches!(it, Block::Heading(1, _)));
        below.map(|it| self.block(it)).collect()
    }

    fn block(&self, block: &Block<'_>) -> Html {
        match block {
            Block::Heading(_, text) => html! { <h3>{ self.line(text) }</h3> },
            Block::Paragraph(text) => html! { <p>{ self.line(text) }</p> },
            Block::List(items) => html! {
                <ul>{ for items.iter().map(|item| html! { <li>{ self.line(item) }</li> }) }</ul>
            },
            Block::Code(text) => {
                html! { <pre tabindex="0"><code>{ (*text).to_owned() }</code></pre> }
            }
            Block::Table(rows) => {
                let cells = |row: &[&str], cell: fn(Html) -> Html| -> Html {
                    row.iter().map(|text| cell(self.line(text))).collect()
                };
                let head = |text| html! { <th scope="col">{ text }</th> };
                let below = |text| html! { <td>{ text }</td> };
                html! {
                    <table>
                        <thead>
                            { for rows.iter().take(1).map(|row| html! { <tr>{ cells(row, head) }</tr> }) }
                        </thead>
                        <tbody>
                            { for rows.iter().skip(1).map(|row| html! { <tr>{ cells(row, below) }</tr> }) }
                        </tbody>
                    </table>
                }
            }
        }
    }

    /// A text in the language of the page; what has no translation is English.
    fn line(&self, text: &str) -> Html {
        let said = js_sys::Reflect::get(&self.said, &text.into()).ok();
        match said.and_then(|it| it.as_string()) {
            Some(said) => line(&said),
            None => line(text),
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
