//! A sentence with something else than text in it, at the place where its language wants it.

use yew::prelude::*;

/// The sentence, with each of these at its hole `{name}`.
///
/// A value that somebody wrote goes into a hole, too, and not into the sentence: what it holds is then
/// never taken for a hole. A hole that a translation has left out is not shown.
pub(crate) fn woven(said: &str, holes: &[(&str, Html)]) -> Html {
    let mut out = Vec::new();
    let mut rest = said;
    while let Some((before, hole)) = rest.split_once('{') {
        let named = hole.split_once('}').and_then(|(name, after)| {
            let (_, html) = holes.iter().find(|(it, _)| *it == name)?;
            Some((html, after))
        });
        let Some((html, after)) = named else {
            // A brace that names no hole stays.
            let end = before.len() + 1;
            out.push(html! { rest[..end].to_owned() });
            rest = &rest[end..];
            continue;
        };
        out.push(html! { before.to_owned() });
        out.push(html.clone());
        rest = after;
    }
    out.push(html! { rest.to_owned() });
    html! { <>{ for out }</> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yew::LocalServerRenderer;

    #[derive(PartialEq, Properties)]
    struct Props {
        said: &'static str,
    }

    #[component]
    fn Woven(props: &Props) -> Html {
        let link = |text: &'static str| html! { <a>{ text }</a> };
        woven(props.said, &[("place", link("{what}")), ("what", link("key"))])
    }

    async fn drawn(said: &'static str) -> String {
        LocalServerRenderer::<Woven>::with_props(Props { said }).hydratable(false).render().await
    }

    #[tokio::test(flavor = "current_thread")]
    async fn each_stands_where_the_sentence_wants_it() {
        assert_eq!(drawn("From {place}.").await, "From <a>{what}</a>.");
        assert_eq!(drawn("{what}: {place}").await, "<a>key</a>: <a>{what}</a>");
        assert_eq!(drawn("No hole, {a} {").await, "No hole, {a} {");
    }
}
