//! The language of the page, to choose.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::language::{Spoken, use_language};
use crate::texts::{Language, t};

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) spoken: Spoken,
}

#[component]
pub(crate) fn LanguageMenu(props: &Props) -> Html {
    use_language();
    let Spoken { asked, ref on_choose, .. } = props.spoken;
    let select = use_node_ref();
    {
        let select = select.clone();
        // Also back, where a language could not be loaded.
        use_effect_with(asked, move |asked| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(asked.tag());
            }
        });
    }
    let onchange = {
        let on_choose = on_choose.clone();
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(chosen) = select.and_then(|it| Language::of_tag(&it.value())) {
                on_choose.emit(chosen);
            }
        }
    };
    html! {
        <label class="language" title={t!("Language")}>
            <Icon glyph={Glyph::Language} />
            <span class="vh">{ t!("Language") }</span>
            <select ref={select} id="language" {onchange}>
                { for Language::ALL.map(|it| html! {
                    <option value={it.tag()} lang={it.tag()} selected={it == asked}>{ it.name() }</option>
                }) }
            </select>
        </label>
    }
}
