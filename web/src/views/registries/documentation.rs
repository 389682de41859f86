//! The examples of the K3s documentation, each with what K3s does otherwise.

use yew::prelude::*;

use crate::examples::Example;
use crate::state::Action;

pub(super) fn panel(dispatch: &Callback<Action>) -> Html {
    html! {
        <section class="panel" aria-labelledby="reg-docs">
            <div class="panel-h"><h2 id="reg-docs">{ "Examples of the documentation" }</h2></div>
            <ul class="panel-b reg-docs">
                { for Example::REGISTRIES.into_iter().map(|example| {
                    let on_click = dispatch.reform(move |_: MouseEvent| Action::Load(example));
                    html! {
                        <li>
                            <button type="button" class="btn" onclick={on_click}>{ format!("Example: {}", example.title()) }</button>
                            <p class="means">{ example.about() }</p>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
