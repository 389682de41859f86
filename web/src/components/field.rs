//! Fields that several views have: a list to choose from, and a switch.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A list to choose from: of each choice its value, and how it is shown. What is chosen and not in the
/// list, stands last.
pub(crate) fn choice(
    id: &'static str,
    label: AttrValue,
    choices: &[(&'static str, AttrValue)],
    chosen: &str,
    on_value: Callback<String>,
) -> Html {
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            on_value.emit(select.value());
        }
    };
    let is_listed = choices.iter().any(|it| it.0 == chosen);
    html! {
        <span class="fld">
            <label for={id}>{ label }</label>
            <select {id} class="in" {onchange}>
                { for choices.iter().map(|(value, name)| html! {
                    <option value={*value} selected={*value == chosen}>{ name }</option>
                }) }
                if !is_listed {
                    <option value={chosen.to_owned()} selected={true}>{ chosen.to_owned() }</option>
                }
            </select>
        </span>
    }
}

/// A switch, with what stands behind its label.
pub(crate) fn toggle(
    label: AttrValue,
    title: Option<AttrValue>,
    is_on: bool,
    on_switch: Callback<bool>,
    behind: Html,
) -> Html {
    html! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-checked={is_on.to_string()}
            {title}
            onclick={move |_| on_switch.emit(!is_on)}
        >
            <span class="tr" aria-hidden="true"><i /></span>
            { label }
            { behind }
        </button>
    }
}
