//! How many images come from which registry: a bar each, and the same numbers as a table.

use yew::prelude::*;

use crate::dump::rows::{Registry, Table};
use crate::texts::t;

/// Registries with a bar of their own; the others share the last one.
const SHOWN: usize = 12;

/// The panel; nothing where no image has a registry.
pub(super) fn panel(table: &Table) -> Html {
    let registries = shown(table.registries());
    let Some(most) = registries.iter().map(|it| it.images).max() else { return html! {} };
    let all: usize = registries.iter().map(|it| it.images).sum();
    let floating: usize = registries.iter().map(|it| it.floating).sum();
    html! {
        <section class="panel dump-n" aria-labelledby="dump-n">
            <div class="panel-h">
                <h2 id="dump-n">{ t!("Images by registry") }</h2>
                <p class="panel-n">{ t!("{floating} of {all} have a floating tag; each counts once for each Pod", floating = floating, all = all) }</p>
                <p class="dump-l" aria-hidden="true">
                    <span><svg viewBox="0 0 12 12"><rect class="bar-fixed" width="12" height="12" /></svg>{ t!("fixed tag or digest") }</span>
                    <span><svg viewBox="0 0 12 12"><rect class="bar-open" x="1" y="1" width="10" height="10" /></svg>{ t!("floating tag") }</span>
                </p>
            </div>
            <div class="panel-b">
                <table class="dump-b" aria-labelledby="dump-n">
                    <thead><tr>
                        <th scope="col">{ t!("Registry host") }</th>
                        <td />
                        <th scope="col">{ t!("Images") }</th>
                        <th scope="col">{ t!("Floating tags") }</th>
                    </tr></thead>
                    <tbody>{ for registries.iter().map(|it| line(it, most)) }</tbody>
                </table>
            </div>
        </section>
    }
}

/// The largest ones, and the sum of the others.
fn shown(mut all: Vec<Registry>) -> Vec<Registry> {
    if all.len() <= SHOWN {
        return all;
    }
    let others = all.split_off(SHOWN - 1);
    all.push(Registry {
        name: t!("{count} others", count = others.len()),
        images: others.iter().map(|it| it.images).sum(),
        floating: others.iter().map(|it| it.floating).sum(),
    });
    all
}

fn line(registry: &Registry, most: usize) -> Html {
    // In thousandths of the longest bar.
    let wide = |count: usize| count * 1000 / most.max(1);
    let fixed = wide(registry.images - registry.floating);
    let open = wide(registry.images) - fixed;
    html! {
        <tr>
            <th scope="row"><code>{ &registry.name }</code></th>
            <td class="dump-bar" aria-hidden="true">
                <svg viewBox="0 0 1000 16" preserveAspectRatio="none" focusable="false">
                    <rect class="bar-fixed" y="1" width={fixed.to_string()} height="14" />
                    if open > 0 {
                        <rect class="bar-open" x={fixed.to_string()} y="1" width={open.to_string()} height="14" />
                    }
                </svg>
            </td>
            <td>{ registry.images }</td>
            <td>{ registry.floating }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_by_itself_is_in_the_sum() {
        let registry =
            |at: usize| Registry { name: format!("r{at}").into(), images: 20 - at, floating: 1 };
        let all: Vec<Registry> = (0..15).map(registry).collect();
        let images: usize = all.iter().map(|it| it.images).sum();
        let shown = shown(all);
        assert_eq!((shown.len(), &*shown[11].name, shown[11].floating), (12, "4 others", 4));
        assert_eq!(shown.iter().map(|it| it.images).sum::<usize>(), images);
    }
}
