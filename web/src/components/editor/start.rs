//! Where an editor was left, so that the next one goes on there; and which one a person wants.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{HtmlTextAreaElement, Storage};

thread_local! {
    /// What was typed before the page was there, and where.
    static BEFORE: RefCell<(String, Start)> = RefCell::default();
}

/// Takes over the text area that index.html begins with.
pub(crate) fn take_over() {
    let document = web_sys::window().and_then(|it| it.document());
    let area = document.and_then(|it| it.get_element_by_id("text"));
    if let Some(area) = area.and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) {
        BEFORE.set((area.value(), Start::of(&area)));
    }
}

/// What was typed before the page was there.
pub(crate) fn typed() -> String {
    BEFORE.with_borrow(|(text, _)| text.clone())
}

/// Whether that is the text of a page that failed, which takes the place of what is kept.
pub(crate) fn is_again() -> bool {
    let document = web_sys::window().and_then(|it| it.document());
    document.and_then(|it| it.document_element()).is_some_and(|it| it.has_attribute("data-crashed"))
}

/// Selection, focus and what is in sight; offsets in UTF-16 code units.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Start {
    pub(super) anchor: u32,
    pub(super) head: u32,
    pub(super) is_focused: bool,
    /// Pixels above what is in sight.
    pub(super) top: i32,
}

impl Start {
    /// Where the first editor begins.
    pub(super) fn first() -> Self {
        BEFORE.with_borrow_mut(|(_, start)| std::mem::take(start))
    }

    /// Where a text area is left.
    pub(super) fn of(area: &HtmlTextAreaElement) -> Self {
        let at = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or_default();
        let (start, end) = (at(area.selection_start()), at(area.selection_end()));
        let is_backward =
            area.selection_direction().ok().flatten().is_some_and(|it| it == "backward");
        let active = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.active_element());
        let (anchor, head) = if is_backward { (end, start) } else { (start, end) };
        let is_focused = active.as_ref() == Some(&**area);
        Self { anchor, head, is_focused, top: area.scroll_top() }
    }

    /// Where the selection begins.
    pub(super) fn first_unit(&self) -> u32 {
        self.anchor.min(self.head)
    }

    /// Where it ends.
    pub(super) fn last_unit(&self) -> u32 {
        self.anchor.max(self.head)
    }

    /// Goes on there in a text area.
    pub(super) fn put(&self, area: &HtmlTextAreaElement) {
        let direction = if self.head < self.anchor { "backward" } else { "forward" };
        let (start, end) = (self.first_unit(), self.last_unit());
        // What fails here leaves the caret at the start.
        let _ = area.set_selection_range_with_direction(start, end, direction);
        area.set_scroll_top(self.top);
        if self.is_focused {
            let _ = area.focus();
        }
    }
}

/// Where the wish for a plain text area is kept until the window is closed, once somebody had it.
const KEY: &str = "pullscope.editor";

/// Whether a plain text area is wanted.
pub(super) fn wants_plain() -> bool {
    session().and_then(|it| it.get_item(KEY).ok().flatten()).is_some_and(|it| it == "plain")
}

/// Keeps the wish until the window is closed.
pub(super) fn want_plain(is_wanted: bool) {
    if let Some(session) = session() {
        // Where nothing can be kept, the wish holds until the page is loaded again.
        let _ = match is_wanted {
            true => session.set_item(KEY, "plain"),
            false => session.remove_item(KEY),
        };
    }
}

fn session() -> Option<Storage> {
    // On the host, where components are drawn for tests, there is no window to ask.
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    web_sys::window()?.session_storage().ok().flatten()
}
