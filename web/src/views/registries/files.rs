//! The files that the node makes for containerd.

use yew::prelude::*;

use super::model::{File, Model};
use crate::texts::t;

/// More files than a person reads.
const FILES: usize = 50;

pub(super) fn panel(model: &Model) -> Html {
    let Some((config, directories)) = model.files.split_last() else { return html! {} };
    let left = directories.len().saturating_sub(FILES);
    html! {
        <section class="panel" aria-labelledby="reg-files">
            <div class="panel-h">
                <h2 id="reg-files">{ t!("Files for containerd") }</h2>
                <p class="panel-n">{ t!("as the node writes them when it starts") }</p>
            </div>
            <div class="panel-b">
                if !model.setting.profile.makes_directories() {
                    <p class="means">{ t!("Before January 2024 there was no hosts.toml: the mirrors stood in config.toml, too.") }</p>
                } else if directories.is_empty() {
                    <p class="means">{ t!("No hosts.toml: no entry changes anything, and each registry’s own address is asked.") }</p>
                }
                { for directories.iter().take(FILES).map(file) }
                if left > 0 {
                    <p class="means">{ t!("{count} more directories are not shown.", count = left) }</p>
                }
                { file(config) }
            </div>
        </section>
    }
}

fn file(file: &File) -> Html {
    let title = match file.name.as_str() {
        "" => t!("Credentials, in config.toml"),
        "_default" => t!("Every registry without a directory"),
        name => name.to_owned().into(),
    };
    html! {
        <div class="reg-file">
            <h3>{ title }</h3>
            <p class="means"><code>{ breakable(&file.path) }</code></p>
            <pre class="said" tabindex="0" aria-label={file.path.clone()}><code>{ &file.text }</code></pre>
        </div>
    }
}

/// A path, with places where a line may break.
fn breakable(path: &str) -> Html {
    let pieces = path.split_inclusive(['/', '\\']);
    html! { <>{ for pieces.map(|piece| html! { <>{ piece }<wbr /></> }) }</> }
}
