//! What is made: the Secret in each form in which it is handed over.

use yew::prelude::*;

use super::draft::Draft;
use super::inspected::in_lines;
use crate::components::hidden::HiddenText;
use crate::components::icon::{Glyph, Icon};
use crate::hooks::language::use_language;
use crate::texts::t;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) draft: Draft,
    pub(super) on_add: Callback<()>,
}

/// One form of what is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Yaml,
    Kubectl,
    Kustomize,
    Account,
    Config,
}

impl Form {
    const ALL: [Self; 5] =
        [Self::Yaml, Self::Kubectl, Self::Kustomize, Self::Account, Self::Config];

    fn name(self) -> AttrValue {
        match self {
            Self::Yaml => "YAML".into(),
            Self::Kubectl => "kubectl".into(),
            Self::Kustomize => "kustomize".into(),
            Self::Account => t!("ServiceAccount patch"),
            Self::Config => "config.json".into(),
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Yaml => "secret-t-yaml",
            Self::Kubectl => "secret-t-kubectl",
            Self::Kustomize => "secret-t-kustomize",
            Self::Account => "secret-t-account",
            Self::Config => "secret-t-config",
        }
    }

    /// The texts of it, each with what it is.
    fn texts(self, draft: &Draft) -> Vec<(AttrValue, String)> {
        let config = || {
            let config = draft.blueprint(|it| it.config_json().map(|it| it.into_owned()));
            String::from_utf8(config.unwrap_or_default()).unwrap_or_default()
        };
        match self {
            Self::Yaml => {
                vec![(t!("The Secret"), draft.blueprint(|it| it.yaml()).unwrap_or_default())]
            }
            Self::Kubectl => vec![(t!("The lines to type"), draft.blueprint(|it| it.commands()))],
            Self::Kustomize => {
                vec![(t!("In kustomization.yaml"), draft.blueprint(|it| it.kustomization()))]
            }
            Self::Account => {
                let (account, listed) = (draft.account.trim(), draft.listed());
                vec![
                    (t!("The lines to type"), draft.blueprint(|it| it.patches(account, &listed))),
                    (t!("Or as YAML"), draft.blueprint(|it| it.accounts(account, &listed))),
                ]
            }
            Self::Config => vec![(t!("The config.json"), in_lines(&config()) + "\n")],
        }
    }

    /// Whether it holds the passwords; the others only say where to take them from.
    fn has_secrets(self) -> bool {
        matches!(self, Self::Yaml | Self::Config)
    }

    /// What a person has to know of it.
    fn note(self, draft: &Draft) -> AttrValue {
        let needs_file = draft.blueprint(|it| it.needs_file());
        match self {
            Self::Yaml => {
                t!("As kubectl create secret docker-registry prints it, of 1.34 or later.")
            }
            Self::Kubectl if needs_file => {
                t!(
                    "kubectl makes an entry for one registry alone. For several it reads them from a config.json beside it."
                )
            }
            Self::Kubectl => {
                t!(
                    "The password is asked for: it stands neither in the command nor in the history of the shell."
                )
            }
            Self::Kustomize => {
                t!(
                    "With config.json beside it. The name gets no suffix, because a ServiceAccount names the Secret."
                )
            }
            Self::Account => {
                t!(
                    "The patch replaces the list of the ServiceAccount: name the Secrets that stand there already. Pods that are there already keep their own list."
                )
            }
            Self::Config => t!("What the Secret holds, before base64."),
        }
    }
}

#[component]
pub(super) fn Outcome(props: &Props) -> Html {
    use_language();
    let form = use_state(Form::default);
    let draft = &props.draft;
    let missing = draft.blueprint(|it| it.config_json().err());
    let tab = |it: Form| {
        let chosen = form.clone();
        html! {
            <button
                type="button"
                id={it.id()}
                aria-pressed={(*form == it).to_string()}
                onclick={move |_: MouseEvent| chosen.set(it)}
            >
                { it.name() }
            </button>
        }
    };
    let on_add = props.on_add.reform(|_: MouseEvent| ());
    html! {
        <section class="panel" aria-labelledby="secret-made">
            <div class="panel-h">
                <h2 id="secret-made">{ t!("Result") }</h2>
                <span class="seg secret-tabs" role="group" aria-label={t!("Form of the result")}>{ for Form::ALL.map(tab) }</span>
            </div>
            <div class="panel-b secret-f">
                if let Some(missing) = missing {
                    <p class="none">{ t!("kubectl makes nothing of this yet: {error}.", error = missing) }</p>
                } else {
                    <p class="means">{ form.note(draft) }</p>
                    { for form.texts(draft).into_iter().map(|(label, text)| html! {
                        <div>
                            if *form == Form::Account { <h3>{ label.clone() }</h3> }
                            <HiddenText {text} {label} copies_secrets=true has_secrets={form.has_secrets()} />
                        </div>
                    }) }
                    <p><button type="button" class="btn" onclick={on_add}><Icon glyph={Glyph::Plus} />{ t!("Put the Secret into the documents") }</button></p>
                }
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::Part;
    use super::*;
    use crate::components::hidden::dotted;
    use crate::ink;

    #[test]
    fn what_is_copied_hidden_holds_no_password() {
        let part = Part {
            server: "quay.io".into(),
            username: "robot".into(),
            password: "parrot-7Qp".into(),
            email: String::new(),
        };
        let draft = Draft { parts: vec![part], ..Draft::default() };
        for form in Form::ALL {
            for (_, text) in form.texts(&draft) {
                assert!(!text.trim().is_empty(), "{form:?}");
                let hidden =
                    if form.has_secrets() { ink::hidden(&text) } else { Default::default() };
                let shown = dotted(&text, &hidden);
                // The password, the auth and the value of the Secret.
                for secret in ["parrot-7Qp", "cm9ib3Q6cGFycm90", "eyJhdXRocyI6"] {
                    assert!(!shown.contains(secret), "{form:?}: {shown}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        for form in Form::ALL {
            let _ = form.texts(&Draft::default());
        }
    }
}
