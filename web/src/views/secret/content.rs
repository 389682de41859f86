//! What a Secret holds: its entries, with each password shown one by one, and its `config.json`.

use yew::prelude::*;

use super::inspected::{ENTRIES, EntryView};
use crate::components::hidden::HiddenText;
use crate::components::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::texts::t;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) entries: Vec<EntryView>,
    pub(super) count: usize,
    pub(super) decoded: AttrValue,
}

#[component]
pub(super) fn Content(props: &Props) -> Html {
    use_language();
    html! { <>
        if !props.entries.is_empty() {
            <section class="panel" aria-labelledby="secret-entries">
                <div class="panel-h">
                    <h2 id="secret-entries">{ t!("Keys") }</h2>
                    <p class="panel-n">{ t!("each with what is sent to a registry that it fits") }</p>
                </div>
                <div class="panel-b">
                    <ol class="entries">
                        { for props.entries.iter().enumerate().map(|(number, entry)| html! {
                            <Entry key={format!("{number} {}", entry.key)} entry={entry.clone()} />
                        }) }
                    </ol>
                    if props.count > ENTRIES {
                        <p class="means">{ t!("{left} more keys are not shown.", left = props.count - ENTRIES) }</p>
                    }
                </div>
            </section>
        }
        if !props.decoded.is_empty() {
            <section class="panel" aria-labelledby="secret-decoded">
                <div class="panel-h"><h2 id="secret-decoded">{ t!("Decoded") }</h2></div>
                <div class="panel-b">
                    <HiddenText text={props.decoded.clone()} label="config.json" copies_secrets=true />
                </div>
            </section>
        }
    </> }
}

#[derive(PartialEq, Properties)]
struct EntryProps {
    entry: EntryView,
}

#[component]
fn Entry(props: &EntryProps) -> Html {
    use_language();
    let is_shown = use_state(|| false);
    let entry = &props.entry;
    let onclick = {
        let is_shown = is_shown.clone();
        move |_: MouseEvent| is_shown.set(!*is_shown)
    };
    let length = entry.password.chars().count();
    let of = if entry.has_auth { t!("from auth") } else { t!("from username and password") };
    html! {
        <li>
            <p class="entry-k"><code>{ &entry.key }</code></p>
            <p>
                <span class="entry-l">{ t!("User") }</span>
                <code>{ &entry.username }</code>
                <span class="entry-n">{ of }</span>
            </p>
            <p>
                <span class="entry-l">{ t!("Password") }</span>
                if *is_shown {
                    // Also what cannot be seen, such as a line break.
                    <code class="entry-p">{ format!("{:?}", &*entry.password).trim_matches('"').to_owned() }</code>
                } else {
                    <span class="entry-n">{ t!("{count} characters, hidden", count = length) }</span>
                }
                <button
                    type="button"
                    class="btn quiet"
                    aria-pressed={is_shown.to_string()}
                    aria-label={t!("Show the password of {key}", key = entry.key)}
                    {onclick}
                >
                    <Icon glyph={Glyph::Eye} />
                    { if *is_shown { t!("Hide") } else { t!("Show") } }
                </button>
            </p>
        </li>
    }
}
