//! Names a few characters away, and what becomes of them.

use pullscope_core::reference::Reference;
use pullscope_core::{PullPolicy, Version};
use yew::prelude::*;

use crate::components::icon::State;
use crate::ink::visible;
use crate::texts::t;
use crate::trip::Mark;

/// One name nearby.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Near {
    pub(super) name: String,
    pub(super) mark: Mark,
    /// What Kubernetes says, or what is another.
    pub(super) said: AttrValue,
}

/// Names that are easily written instead of this one.
fn variants(name: &str, reference: Option<&Reference<'_>>) -> Vec<String> {
    let Some(reference) = reference else { return Vec::new() };
    let spans = reference.spans();
    let mut names = Vec::new();
    let without = |span: std::ops::Range<usize>| [&name[..span.start], &name[span.end..]].concat();
    let upper = |at: usize| {
        let letter = name[at..].chars().next().filter(char::is_ascii_lowercase)?;
        let upper = letter.to_ascii_uppercase();
        Some(format!("{}{upper}{}", &name[..at], &name[at + 1..]))
    };
    if let Some(registry) = &spans.registry {
        let host = &name[registry.clone()];
        match host.rfind(':').filter(|it| !host[*it..].contains(']')) {
            Some(colon) => names.push(without(registry.start + colon..registry.end)),
            None => names.push(format!("{host}:5000{}", &name[registry.end..])),
        }
        names.extend(upper(registry.start));
    }
    names.extend(upper(spans.repository.start));
    names.push(format!("https://{name}"));
    if let Some(registry) = &spans.registry {
        names.push(without(registry.start..registry.end + 1));
    }
    if let Some(tag) = &spans.tag {
        names.push(without(tag.start - 1..tag.end));
        names.push(format!("{}:{}", &name[..tag.end], &name[tag.clone()]));
    } else if spans.digest.is_none() {
        names.push(format!("{name}:latest"));
        names.push(format!("{name}:"));
    }
    let last = name[spans.repository.clone()].rsplit('/').next().unwrap_or_default();
    if last.len() < spans.repository.len() {
        names.push(last.to_owned());
    }
    names.push(format!("{name} "));
    names.dedup();
    names.retain(|it| it != name);
    names
}

/// What becomes of each.
pub(super) fn near(name: &str, version: Version) -> Vec<Near> {
    let own = Reference::parse_as(name, version.grammar()).ok();
    let said = |other: String| {
        let (mark, said) = match Reference::parse_as(&other, version.grammar()) {
            Err(error) => (Mark::Error, error.kubernetes_as(&other, version).to_string().into()),
            Ok(reference) => differs(own.as_ref(), name, &reference, &other, version),
        };
        Near { name: other, mark, said }
    };
    variants(name, own.as_ref()).into_iter().map(said).collect()
}

/// What is another for a name that is one, too.
fn differs(
    own: Option<&Reference<'_>>,
    name: &str,
    other: &Reference<'_>,
    written: &str,
    version: Version,
) -> (Mark, AttrValue) {
    let policy = |name: &str| PullPolicy::default_for_as(name, version).policy;
    let changes_policy = policy(name) != policy(written);
    let becomes = other.with_default_tag().to_string();
    let registry = other.registry();
    match own {
        Some(own) if own.registry() != registry && other.is_registry_written() => (
            Mark::Warning,
            t!("Another registry, {registry}: other keys fit.", registry = registry),
        ),
        _ if becomes != written && changes_policy => {
            let policy = policy(written).as_str();
            (Mark::Info, t!("Becomes {name}, policy {policy}.", name = becomes, policy = policy))
        }
        _ if becomes != written => (Mark::Info, t!("Becomes {name}.", name = becomes)),
        _ => (Mark::Info, t!("Another image, by the same rules.")),
    }
}

/// The panel.
pub(super) fn panel(name: &str, version: Version, set: &Callback<String>) -> Html {
    let near = near(name, version);
    if near.is_empty() {
        return html! {};
    }
    html! {
        <section class="panel" aria-labelledby="ref-near">
            <div class="panel-h">
                <h2 id="ref-near">{ t!("A few characters away") }</h2>
                <p class="panel-n">{ t!("what Kubernetes would say") }</p>
            </div>
            <div class="panel-b">
                <ul class="ref-near">
                    { for near.into_iter().map(|it| {
                        let (set, to) = (set.clone(), it.name.clone());
                        html! {
                            <li>
                                <State mark={it.mark} />
                                <code>{ visible(&it.name) }</code>
                                <span>{ it.said }</span>
                                <button type="button" class="btn" aria-label={t!("Try {name}", name = visible(&it.name))} onclick={move |_: MouseEvent| set.emit(to.clone())}>{ t!("Try") }</button>
                            </li>
                        }
                    }) }
                </ul>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_nearby_have_kubernetes_words_or_what_is_another() {
        let near = near("registry.example.com:5000/team/shop:1.4.2", Version::NEWEST);
        let of = |name: &str| {
            let found = near.iter().find(|it| it.name == name);
            found.map(|it| (it.mark, it.said.to_string())).unwrap_or_else(|| panic!("{name}"))
        };
        let other = "Another registry, registry.example.com: other keys fit.";
        assert_eq!(of("registry.example.com/team/shop:1.4.2"), (Mark::Warning, other.into()));
        assert!(of("registry.example.com:5000/Team/shop:1.4.2").1.contains("must be lowercase"));
        assert_eq!(of("https://registry.example.com:5000/team/shop:1.4.2").0, Mark::Error);
        let short = "Becomes docker.io/team/shop:1.4.2.";
        assert_eq!(of("team/shop:1.4.2"), (Mark::Info, short.into()));
        let last = "Becomes docker.io/library/shop:latest, policy Always.";
        assert_eq!(of("shop"), (Mark::Info, last.into()));
    }

    #[test]
    fn what_is_no_name_has_none_nearby() {
        for name in ["", "Nginx", "a b", "é"] {
            assert_eq!(near(name, Version::NEWEST), [], "{name}");
        }
    }
}
