//! Other clients: the same file and the same image, under programs that are not the kubelet.

pub(super) mod model;

use pullscope_core::clients::auth::Client;
use pullscope_core::clients::pasted_configs;
use pullscope_core::clients::reference::readings;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::icon::State;
use crate::components::woven::woven;
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::texts::{sentence as said, t};
use crate::trip::Mark;
use model::{Cell, Table};

#[component]
pub(super) fn Clients(props: &ViewProps) -> Html {
    use_language();
    let image = props.trip.as_ref().map(|trip| trip.image.clone());
    let Some(image) = image else {
        return html! {
            <ViewHead
                mark={Mark::Unknown}
                sentence={t!("Paste an image, and a Secret or a config.json, to compare clients.")}
                evidence={t!("Nothing leaves this page.")}
                example={Example::Order}
                dispatch={props.dispatch.clone()}
            />
        };
    };
    let tables: Vec<Table> =
        pasted_configs(&props.text).iter().map(|it| Table::new(it, &image)).collect();
    let readings = readings(&image);
    let (mark, sentence) = model::sentence(&tables, &readings);
    html! { <>
        <ViewHead
            {mark}
            {sentence}
            evidence={model::evidence(&image)}
            example={Example::Order}
            dispatch={props.dispatch.clone()}
        />
        <div class="view clients">
            { for tables.iter().enumerate().map(|(i, table)| credentials(i, table, props)) }
            if tables.is_empty() {
                <section class="panel" aria-labelledby="clients-none">
                    <div class="panel-h"><h2 id="clients-none">{ t!("Credentials") }</h2></div>
                    <div class="panel-b"><p>{ t!("The text holds no config.json, and no Secret with one.") }</p></div>
                </section>
            }
            { parsers(&readings) }
        </div>
    </> }
}

/// What each client takes from one config.
fn credentials(number: usize, table: &Table, props: &ViewProps) -> Html {
    let id = format!("clients-{number}");
    let span = table.span.clone();
    let on_go = props.on_go.reform(move |_: MouseEvent| span.clone());
    let name = html! { <button type="button" class="go" onclick={on_go}>{ &table.name }</button> };
    html! {
        <section class="panel" aria-labelledby={id.clone()}>
            <div class="panel-h">
                <h2 {id}>{ woven(&t!("Credentials of {name}"), &[("name", name)]) }</h2>
                <p class="panel-n">{ t!("if it were the client's own config.json") }</p>
            </div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead><tr>
                        <th scope="col">{ t!("Client") }</th>
                        <th scope="col">{ t!("Sent") }</th>
                        <th scope="col">{ t!("Key") }</th>
                        <th scope="col">{ t!("Why") }</th>
                    </tr></thead>
                    <tbody>{ for table.rows.iter().map(|row| html! {
                        <tr class={classes!((row.client == Client::Kubelet).then_some("own"))}>
                            { head(row.client.name(), row.client.library()) }
                            { cell(&row.sent) }
                            <td class="cl-key">{ for row.keys.iter().map(|key| html! { <code>{ key }</code> }) }</td>
                            <td class="cl-why">{ said(&row.why) }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </section>
    }
}

/// How each parser reads the image.
fn parsers(readings: &[pullscope_core::clients::reference::Reading]) -> Html {
    html! {
        <section class="panel" aria-labelledby="clients-parsers">
            <div class="panel-h">
                <h2 id="clients-parsers">{ t!("The image, to other parsers") }</h2>
                <p class="panel-n">{ t!("with what each fills in") }</p>
            </div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead><tr>
                        <th scope="col">{ t!("Parser") }</th>
                        <th scope="col">{ t!("Verdict") }</th>
                        <th scope="col">{ t!("Registry host") }</th>
                        <th scope="col">{ t!("Repository") }</th>
                        <th scope="col">{ t!("Beside the kubelet") }</th>
                    </tr></thead>
                    <tbody>{ for readings.iter().map(|reading| {
                        let row = model::parser_row(reading);
                        html! {
                            <tr class={classes!(row.is_kubelet.then_some("own"))}>
                                { head(reading.parser.name(), reading.parser.library()) }
                                { cell(&row.verdict) }
                                <td class="cl-key"><code>{ &row.registry }</code></td>
                                <td class="cl-key"><code>{ &row.repository }</code></td>
                                <td class="cl-why">{ &row.beside }</td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn head(name: &'static str, library: &'static str) -> Html {
    html! { <th scope="row">{ name }<p class="means">{ library }</p></th> }
}

fn cell(cell: &Cell) -> Html {
    html! { <td class="cl-v"><span><State mark={cell.mark} word="" />{ &cell.word }</span></td> }
}
