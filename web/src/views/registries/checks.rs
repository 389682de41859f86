//! What the text does not tell, and the commands that tell it on the node.

use yew::prelude::*;

use super::model::Model;
use crate::components::copy::CopyButton;
use crate::texts::{sentence, t};

pub(super) fn panel(model: &Model) -> Html {
    if model.checks.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="reg-checks">
            <div class="panel-h">
                <h2 id="reg-checks">{ t!("To look at on the node") }</h2>
                <p class="panel-n">{ t!("what the file does not tell") }</p>
            </div>
            <ul class="panel-b reg-checks">
                { for model.checks.iter().map(|it| html! {
                    <li>
                        <h3>{ sentence(&it.question) }</h3>
                        <div class="cmd">
                            <code>{ &it.command }</code>
                            <CopyButton text={it.command.clone()} label={t!("Copy the command: {what}", what = sentence(&it.question))} />
                        </div>
                        <p class="means">{ t!("Expected: {what}.", what = sentence(&it.expect)) }</p>
                    </li>
                }) }
            </ul>
        </section>
    }
}
