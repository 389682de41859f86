//! The language of the page: which one is shown, and changing it.

use wasm_bindgen::prelude::*;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::{Whose, use_listener};
use crate::share::fragment;
use crate::texts::{self, Language, t};
use crate::{crash, parts};

/// The language of the page, for components that are below [`use_spoken`].
///
/// A component with texts of its own calls it first: it is drawn anew when the language changes.
#[hook]
pub(crate) fn use_language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// Shows a language from the start, with its message file, and says which one is wanted.
///
/// Without the file, or with one that is none, the page is in English until [`use_spoken`] gets it.
pub(crate) fn begin(tag: Option<&str>, file: Option<&str>) -> Language {
    let language = tag.and_then(Language::of_tag).unwrap_or_default();
    if let Some(file) = file.filter(|_| language != Language::English) {
        // What is wrong with it is said when it is asked for again.
        let _ = texts::show(language, file);
    }
    language
}

/// What the page speaks.
#[derive(Clone, PartialEq)]
pub(crate) struct Spoken {
    pub(crate) language: Language,
    /// The one that is chosen, which may still be loading.
    pub(crate) asked: Language,
    /// A person chose it, here or by the link that was opened, so that the address names it.
    pub(crate) is_chosen: bool,
    pub(crate) on_choose: Callback<Language>,
}

/// Shows the language that is chosen, here or by a link, and keeps the address saying so.
///
/// `wanted` is the one that the page should have begun with. `on_failure` gets a sentence where a
/// language could not be loaded; the one before it stays. `on_change` is called when another is shown.
#[hook]
pub(crate) fn use_spoken(
    wanted: Language,
    on_failure: Callback<AttrValue>,
    on_change: Callback<()>,
) -> Spoken {
    let language = use_state_eq(texts::language);
    let is_chosen = use_state_eq(|| linked().is_some());
    let asked = use_state_eq(texts::language);
    // What loads for an earlier choice is not shown any more.
    let last = use_mut_ref(texts::language);
    let show = {
        let (language, asked) = (language.setter(), asked.setter());
        let is_chosen = is_chosen.setter();
        move |chosen: Language| {
            *last.borrow_mut() = chosen;
            asked.set(chosen);
            let (language, asked) = (language.clone(), asked.clone());
            let (is_chosen, last) = (is_chosen.clone(), last.clone());
            let (on_failure, on_change) = (on_failure.clone(), on_change.clone());
            spawn_local(async move {
                let loaded = load(chosen).await;
                if *last.borrow() != chosen {
                    return;
                }
                let shown = loaded.and_then(|file| match file {
                    Some(file) => texts::show(chosen, &file).map_err(|_| {
                        t!(
                            "The texts in {language} are not those of this page.",
                            language = chosen.name()
                        )
                    }),
                    None => {
                        texts::show_english();
                        Ok(())
                    }
                });
                match shown {
                    Ok(()) => {
                        is_chosen.set(true);
                        language.set(chosen);
                        on_change.emit(());
                    }
                    Err(why) => {
                        *last.borrow_mut() = texts::language();
                        asked.set(texts::language());
                        on_failure.emit(why);
                    }
                }
            });
        }
    };
    {
        let show = show.clone();
        use_effect_with((), move |()| {
            if wanted != texts::language() {
                // Once more, and this time it is said why not.
                show(wanted);
            }
        });
    }
    use_effect_with((*language, *is_chosen), |(language, is_chosen)| {
        declare(*language);
        crash::tell();
        if *is_chosen {
            address(*language);
        }
    });
    let (now, chosen) = (*language, *is_chosen);
    let follow = show.clone();
    use_listener(Whose::Window, "hashchange", move |_: &Event| {
        match linked().as_deref().and_then(Language::of_tag) {
            Some(linked) if linked != now => follow(linked),
            _ if chosen => address(now),
            _ => {}
        }
    });
    Spoken { language: now, asked: *asked, is_chosen: chosen, on_choose: Callback::from(show) }
}

/// The message file of a language; none for English.
async fn load(language: Language) -> Result<Option<String>, AttrValue> {
    if language == Language::English {
        return Ok(None);
    }
    let part = parts::load(&format!("messages-{}", language.tag())).await?;
    let file = js_sys::Reflect::get(&part, &"default".into()).ok();
    Ok(Some(file.and_then(|it| it.as_string()).unwrap_or_default()))
}

/// Says the language of the page to whoever reads it aloud, and to the fonts.
fn declare(language: Language) {
    let document = web_sys::window().and_then(|it| it.document());
    if let Some(root) = document.and_then(|it| it.document_element()) {
        // Without it the page is read all the same.
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// Has the address name the language, and leaves the rest of it as it is.
fn address(language: Language) {
    let Some(window) = web_sys::window() else { return };
    let hash = window.location().hash().unwrap_or_default();
    let named = fragment::in_language(&hash, language);
    if named != hash
        && let Ok(history) = window.history()
    {
        // Where the history cannot be changed, the address stays.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&named));
    }
}

#[wasm_bindgen]
extern "C" {
    /// The tag that the address asks for, where there is such a language. `boot.js` reads it.
    #[wasm_bindgen(js_namespace = pullscope, js_name = linked)]
    fn linked() -> Option<String>;
}
