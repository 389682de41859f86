//! The keys: which images each serves, and which serve none; and who uses an image without one.

mod matrix;
mod model;
mod side;

use std::rc::Rc;

use pullscope_core::diagnose::{Diagnosis, Idle, ImageId, KeyUse, SecretReport, SecretUse, Usage};
use yew::prelude::*;

use super::ViewProps;
use super::head::ViewHead;
use crate::components::icon::State;
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::texts::{sentence, t};
use crate::trip::{Mark, workload};
use model::Matrix;

/// More images than a person reads beside one key.
const SHOWN: usize = 6;
/// More keys than a person reads in one table; those that serve something come first.
const ROWS: usize = 200;

#[component]
pub(super) fn Keys(props: &ViewProps) -> Html {
    use_language();
    let report = props.report.as_deref();
    let (mark, sentence, evidence) = answer(report);
    let matrix = report.map(|it| Matrix::new(&props.picture.trips, it)).unwrap_or_default();
    let matrix = Rc::new(matrix);
    html! { <>
        <ViewHead {mark} {sentence} {evidence} example={Example::Order} dispatch={props.dispatch.clone()} />
        if let Some(report) = report {
            <div class="view keys">
                if !matrix.rows.is_empty() {
                    <matrix::MatrixPanel
                        {matrix}
                        text={props.text.clone()}
                        trips={Rc::<[_]>::from(props.picture.trips.as_slice())}
                        on_go={props.on_go.clone()}
                        dispatch={props.dispatch.clone()}
                    />
                }
                { for report.secrets.iter().zip(&report.reverse.secrets).enumerate().map(|(number, (secret, one))| {
                    panel(number, report, secret, one, props)
                }) }
                { present(report, props) }
            </div>
        }
    </> }
}

/// How many keys serve, and what should not be there.
fn answer(report: Option<&Diagnosis>) -> (Mark, AttrValue, AttrValue) {
    let Some(report) = report.filter(|it| !it.secrets.is_empty()) else {
        return (
            Mark::Unknown,
            t!("No Secret and no file with credentials is in the text."),
            t!("Paste Pods together with their pull Secrets."),
        );
    };
    let keys = || report.reverse.secrets.iter().flat_map(|it| &it.keys);
    let serving = keys().filter(|it| !it.serves.is_empty()).count();
    let never = keys().filter(|it| matches!(it.idle, Some(Idle::Never(_)))).count();
    let unused = report.reverse.secrets.iter().filter(|it| it.usage == Usage::NotNamed).count();
    let said = match keys().count() {
        1 => t!("{serving} of 1 key serve an image here.", serving = serving),
        keys => {
            t!("{serving} of {keys} keys serve an image here.", serving = serving, keys = keys)
        }
    };
    let mut evidence = Vec::new();
    if never > 0 {
        evidence.push(t!("No image can fit {count} of them.", count = never));
    }
    match unused {
        0 => {}
        1 => evidence.push(t!("No Pod names 1 Secret.")),
        _ => evidence.push(t!("No Pod names {count} Secrets.", count = unused)),
    }
    match report.reverse.present.iter().filter(|it| it.wants_credential).count() {
        0 => {}
        1 => evidence.push(t!(
            "Pods without a key can use 1 image that wants one, because the node has it."
        )),
        free => evidence.push(t!(
            "Pods without a key can use {count} images that want one, because the node has it.",
            count = free
        )),
    }
    let mark = if evidence.is_empty() { Mark::Ok } else { Mark::Warning };
    (mark, said, evidence.join(" ").into())
}

/// The images that Pods without a credential use because they are there; nothing where there are none.
fn present(report: &Diagnosis, props: &ViewProps) -> Html {
    let all = &report.reverse.present;
    if all.is_empty() {
        return html! {};
    }
    let left = all.len().saturating_sub(ROWS);
    html! {
        <section class="panel" aria-labelledby="keys-present">
            <div class="panel-h">
                <h2 id="keys-present">{ t!("Without a key, only because the node has the image") }</h2>
                <p class="panel-n">{ if all.len() == 1 { t!("1 image of a Pod") } else { t!("{count} images of Pods", count = all.len()) } }</p>
            </div>
            <div class="panel-b">
                <table class="grid-t">
                    <thead>
                        <tr><th scope="col">{ t!("Image") }</th><th scope="col">{ t!("Why") }</th></tr>
                    </thead>
                    <tbody>
                        { for all.iter().take(ROWS).filter_map(|one| {
                            let image = report.image(one.image)?;
                            let span = image.span.clone();
                            let on_click = props.on_go.reform(move |_: MouseEvent| span.clone());
                            let mark = if one.wants_credential { Mark::Warning } else { Mark::Info };
                            Some(html! {
                                <tr>
                                    <th scope="row">
                                        <code>{ &image.image }</code>{ " " }
                                        <button type="button" class="go" onclick={on_click} aria-label={t!("{what} in the text", what = image.image)}>{ t!("in the text") }</button>
                                    </th>
                                    <td><State {mark} word="" />{ " " }{ t!("{sentence}.", sentence = sentence(&one.sentence)) }</td>
                                </tr>
                            })
                        }) }
                    </tbody>
                </table>
                if left > 0 {
                    <p class="means">{ t!("{count} more are not listed.", count = left) }</p>
                }
            </div>
        </section>
    }
}

/// The names of the images that a key serves, the first few.
fn images(report: &Diagnosis, key: &KeyUse) -> String {
    let named = |id: ImageId, place: usize| {
        let (image, owner) =
            (&report.image(id)?.image, workload(&report.workloads.get(id.workload)?.title));
        Some(match place {
            0 => t!("{image} of {owner}", image = image, owner = owner),
            place => t!(
                "{image} of {owner}, as attempt {number}",
                image = image,
                owner = owner,
                number = place + 1
            ),
        })
    };
    let served = key.serves.iter().take(SHOWN);
    let mut names: Vec<AttrValue> = served.filter_map(|it| named(it.image, it.place)).collect();
    if key.serves.len() > SHOWN {
        names.push(t!("{more} more", more = key.serves.len() - SHOWN));
    }
    names.join("; ")
}

fn panel(
    number: usize,
    report: &Diagnosis,
    secret: &SecretReport,
    one: &SecretUse,
    props: &ViewProps,
) -> Html {
    let id = format!("keys-{number}");
    let mark = match one.usage {
        it if it.is_used() => Mark::Ok,
        Usage::NotNamed | Usage::InVain | Usage::OtherNamespace => Mark::Warning,
        _ => Mark::Unknown,
    };
    let title = match &secret.namespace {
        Some(namespace) => format!("Secret {namespace}/{}", secret.name).into(),
        None => t!("The node’s {file}", file = secret.name),
    };
    let span = report.documents.get(secret.document).map(|it| it.span.clone());
    let go = span.map(|span| {
        let on_click = props.on_go.reform(move |_: MouseEvent| span.clone());
        html! { <button type="button" class="go" onclick={on_click} aria-label={t!("{what} in the text", what = title)}>{ t!("in the text") }</button> }
    });
    let mut keys: Vec<(&str, &KeyUse)> =
        secret.keys.iter().map(|it| it.0.as_str()).zip(&one.keys).collect();
    keys.sort_by_key(|(_, key)| key.serves.is_empty());
    let left = keys.len().saturating_sub(ROWS);
    html! {
        <section class="panel" aria-labelledby={id.clone()}>
            <div class="panel-h">
                <h2 {id}>{ title }</h2>
                <p class="panel-n"><State {mark} word="" />{ sentence(&one.usage.to_string()) }{ " " }{ go }</p>
            </div>
            if !keys.is_empty() {
                <div class="panel-b">
                    <table class="grid-t">
                        <thead>
                            <tr><th scope="col">{ t!("Key") }</th><th scope="col">{ t!("Serves") }</th></tr>
                        </thead>
                        <tbody>
                            { for keys.iter().take(ROWS).map(|(name, key)| html! {
                                <tr>
                                    <th scope="row"><code>{ *name }</code></th>
                                    <td>{ match &key.idle {
                                        Some(idle) => t!("nothing: {why}", why = sentence(&idle.to_string())),
                                        None => images(report, key).into(),
                                    } }</td>
                                </tr>
                            }) }
                        </tbody>
                    </table>
                    if left > 0 {
                        <p class="means">{ t!("{count} more keys are not listed.", count = left) }</p>
                    }
                </div>
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use pullscope_core::diagnose::{Options, diagnose};

    use super::*;

    const TEXT: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n\
        type: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: \
        '{\"auths\": {\"quay.io\": {\"auth\": \"dTpw\"}, \"team\": {\"auth\": \"dTpw\"}}}'\n---\n\
        apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {imagePullSecrets: [{name: a}], \
        containers: [{name: c, image: quay.io/x}]}\n";

    #[test]
    fn the_answer_counts_keys_that_serve_and_keys_that_never_can() {
        let report = diagnose(TEXT, &Options::default());
        let (mark, sentence, evidence) = answer(Some(&report));
        assert_eq!(mark, Mark::Warning);
        assert_eq!(sentence, "1 of 2 keys serve an image here.");
        assert_eq!(evidence, "No image can fit 1 of them.");
        assert_eq!(images(&report, &report.reverse.secrets[0].keys[0]), "quay.io/x of Pod p");
    }

    #[test]
    fn a_pod_that_needs_no_key_since_the_image_is_there_is_counted() {
        let text = format!(
            "{TEXT}---\napiVersion: v1\nkind: Pod\nmetadata: {{name: q}}\n\
             spec: {{containers: [{{name: c, image: 'quay.io/x:1'}}]}}\n"
        )
        .replace("quay.io/x}", "'quay.io/x:1'}");
        let kubernetes = "1.34".parse().expect("a release that is known");
        let present = Some(vec!["quay.io/x:1".to_owned()]);
        let report = diagnose(&text, &Options { kubernetes, present, ..Options::default() });
        assert_eq!(report.reverse.present.len(), 1);
        let evidence = answer(Some(&report)).2;
        assert!(
            evidence.ends_with(
                "Pods without a key can use 1 image that wants one, because the node has it."
            ),
            "{evidence}"
        );
    }

    #[test]
    fn without_a_secret_the_view_says_what_to_paste() {
        assert_eq!(answer(None).2, "Paste Pods together with their pull Secrets.");
    }
}
