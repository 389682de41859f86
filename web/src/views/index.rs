//! The image index: which manifest of a pasted index a node takes, and why not each other.

mod chooser;

use std::rc::Rc;

use pullscope_core::diagnose::Diagnosis;
use pullscope_core::image_index::{Entry, Index, Selection};
use pullscope_core::recognize::What;
use pullscope_core::text::documents;
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::icon::State;
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::texts::{sentence as said, t};
use crate::trip::Mark;
use chooser::{Choice, Chooser};

/// More rows than a person reads.
const ROWS: usize = 100;

#[component]
pub(super) fn ImageIndex(props: &ViewProps) -> Html {
    use_language();
    let language = use_language();
    let chosen = use_state(|| None::<Choice>);
    let choice = match &*chosen {
        Some(choice) => choice.clone(),
        None => Choice::of(props.report.as_deref()),
    };
    let on_choice = {
        let chosen = chosen.clone();
        Callback::from(move |choice| chosen.set(Some(choice)))
    };
    let index =
        use_memo((props.text.clone(), report_of(&props.report), language), |(text, report, _)| {
            report.0.as_deref().and_then(|report| read(text, report))
        });
    let platform = choice.platform();
    let answer =
        index.as_ref().as_ref().map(|index| (index, index.select(&platform, choice.puller)));
    let (mark, sentence) = match &answer {
        None => (
            Mark::Unknown,
            t!("Paste an image index: what crane manifest or docker manifest inspect prints."),
        ),
        Some((index, selection)) => sentence(index, selection, &platform.to_string()),
    };
    html! { <>
        <ViewHead
            {mark}
            {sentence}
            evidence={t!("For a node of {platform} with {runtime}.", platform = platform, runtime = said(choice.puller.as_str()))}
            example={Example::Index}
            dispatch={props.dispatch.clone()}
        />
        <div class="view index">
            <Chooser {choice} {on_choice} />
            { for answer.iter().map(|(index, selection)| table(index, selection, props)) }
        </div>
    </> }
}

/// A report that is compared by being the same one.
#[derive(Clone)]
struct Same(Option<Rc<Diagnosis>>);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_ref().map(Rc::as_ptr) == other.0.as_ref().map(Rc::as_ptr)
    }
}

fn report_of(report: &Option<Rc<Diagnosis>>) -> Same {
    Same(report.clone())
}

/// The first index of the text that can be read.
fn read(text: &str, report: &Diagnosis) -> Option<Index> {
    let is_index = |it: &What| *it == What::ImageIndex;
    report.documents.iter().any(|it| is_index(&it.recognized)).then_some(())?;
    let parsed = documents(text);
    let found = parsed.docs.iter().zip(&report.documents);
    found.filter(|it| is_index(&it.1.recognized)).find_map(|it| Index::read(&it.0.root).ok())
}

/// What the node takes.
fn sentence(index: &Index, selection: &Selection, platform: &str) -> (Mark, AttrValue) {
    if let Some(refusal) = &selection.refusal {
        return (Mark::Error, t!("The pull fails: {why}.", why = said(&refusal.to_string())));
    }
    let chosen = selection.chosen.and_then(|it| index.entries.get(it));
    match chosen {
        Some(entry) => {
            let said = t!(
                "A node of {platform} takes the manifest for {name}.",
                platform = platform,
                name = name(entry)
            );
            (Mark::Ok, said)
        }
        None => (Mark::Unknown, t!("The index lists nothing.")),
    }
}

fn name(entry: &Entry) -> AttrValue {
    let platform = entry.platform.as_ref();
    platform.map_or_else(|| t!("no platform"), |it| it.to_string().into())
}

fn table(index: &Index, selection: &Selection, props: &ViewProps) -> Html {
    let left = index.entries.len().saturating_sub(ROWS);
    let rows = index.entries.iter().zip(&selection.verdicts).enumerate().take(ROWS);
    html! {
        <section class="panel" aria-labelledby="index-manifests">
            <div class="panel-h"><h2 id="index-manifests">{ t!("Manifests") }</h2></div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead>
                        <tr><th scope="col">{ t!("For") }</th><th scope="col">{ t!("On this node") }</th></tr>
                    </thead>
                    <tbody>
                        { for rows.map(|(at, (entry, verdict))| {
                            let mark = match (selection.chosen == Some(at), verdict.place) {
                                (true, _) => Mark::Ok,
                                (false, Some(_)) => Mark::Info,
                                (false, None) => Mark::Unknown,
                            };
                            let span = entry.span.clone();
                            let on_click = props.on_go.reform(move |_: MouseEvent| span.clone());
                            let word = if selection.chosen == Some(at) { t!("Taken") } else { AttrValue::default() };
                            html! {
                                <tr class={classes!((selection.chosen == Some(at)).then_some("index-on"))}>
                                    <th scope="row">
                                        <span class="node-on"><State {mark} word="" />{ name(entry) }</span>
                                        <p class="means"><code>{ short(&entry.digest) }</code>{ " " }
                                            <button type="button" class="go" onclick={on_click} aria-label={t!("{what} in the text", what = name(entry))}>{ t!("in the text") }</button>
                                        </p>
                                    </th>
                                    <td>
                                        if !word.is_empty() { <b>{ word }{ ": " }</b> }
                                        { t!("{sentence}.", sentence = said(&verdict.sentence)) }
                                    </td>
                                </tr>
                            }
                        }) }
                    </tbody>
                </table>
                if left > 0 {
                    <p class="means">{ t!("{count} more manifests are not shown.", count = left) }</p>
                }
            </div>
        </section>
    }
}

/// The beginning of a digest, by which people tell it.
fn short(digest: &str) -> &str {
    digest.get(..19).unwrap_or(digest)
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};
    use pullscope_core::image_index::{Platform, Puller};

    use super::*;

    fn index(architecture: &str) -> (String, Diagnosis) {
        let text = format!(
            r#"{{"manifests": [{{"digest": "sha256:{:064}", "platform": {{"os": "linux", "architecture": "{architecture}"}}}}]}}"#,
            1
        );
        let report = diagnose(&text, &Options::default());
        (text, report)
    }

    #[test]
    fn the_answer_names_the_platform_that_is_taken() {
        let (text, report) = index("amd64");
        let index = read(&text, &report).expect("it is an index");
        let node = Platform::new("linux", "amd64", "");
        let selection = index.select(&node, Puller::Containerd);
        let (mark, said) = sentence(&index, &selection, &node.to_string());
        assert_eq!(mark, Mark::Ok);
        assert_eq!(said, "A node of linux/amd64 takes the manifest for linux/amd64.");
    }

    #[test]
    fn a_pull_that_fails_is_the_answer() {
        let (text, report) = index("s390x");
        let index = read(&text, &report).expect("it is an index");
        let node = Platform::new("linux", "amd64", "");
        let (mark, said) = sentence(&index, &index.select(&node, Puller::CriO), &node.to_string());
        assert_eq!(mark, Mark::Error);
        assert_eq!(
            said,
            "The pull fails: the image index has no manifest that a node of linux/amd64 takes."
        );
    }

    #[test]
    fn a_text_without_an_index_has_none() {
        let report = diagnose("nginx", &Options::default());
        assert_eq!(read("nginx", &report), None);
    }
}
