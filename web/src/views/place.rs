//! Places of the text, as links that lead there.

use std::ops::Range;
use std::rc::Rc;

use pullscope_core::text::Lines;
use yew::prelude::*;

use super::ViewProps;
use crate::texts::t;

/// Where each line of the text is, and the way there.
pub(super) struct Places<'t> {
    lines: Lines<'t>,
    on_go: Callback<Range<usize>>,
}

impl<'t> Places<'t> {
    pub(super) fn new(props: &'t ViewProps) -> Self {
        let text: &'t Rc<str> = &props.text;
        Self { lines: Lines::new(text), on_go: props.on_go.clone() }
    }

    /// `line 12`, which shows the journey with the caret there.
    pub(super) fn link(&self, span: &Range<usize>) -> Html {
        let line = self.lines.position(span.start).line;
        let span = span.clone();
        let on_click = self.on_go.reform(move |_: MouseEvent| span.clone());
        html! { <button type="button" class="go" onclick={on_click}>{ t!("line {line}", line = line) }</button> }
    }
}
