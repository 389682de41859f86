//! Pointing: what came from the text lights up the lines it came from, and a line what came from it.
//!
//! [`App`](crate::app::App) provides a [`Pointing`]; whatever came from stretches of the text asks it for
//! the handlers and the class of its element. Nothing is told by pointing only.

use std::ops::Range;

use yew::prelude::*;

/// What somebody points at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pointing {
    /// The line of the text that is under the pointer.
    pub(crate) over: Option<Range<usize>>,
    /// Other stretches are pointed at; none, when nothing is.
    pub(crate) on_point: Callback<Vec<Range<usize>>>,
}

/// The handlers and the class of an element that came from stretches of the text.
pub(crate) struct Pointed {
    pub(crate) class: Option<&'static str>,
    pub(crate) enter: Callback<MouseEvent>,
    pub(crate) leave: Callback<MouseEvent>,
    pub(crate) focus: Callback<FocusEvent>,
    pub(crate) blur: Callback<FocusEvent>,
}

/// What somebody points at now.
#[hook]
pub(crate) fn use_pointing() -> Pointing {
    use_context::<Pointing>().unwrap_or_default()
}

impl Pointing {
    /// For an element that came from these stretches.
    pub(crate) fn at(&self, spans: &[Range<usize>]) -> Pointed {
        let is_lit = !spans.is_empty()
            && self.over.as_ref().is_some_and(|line| {
                spans.iter().any(|span| span.start <= line.end && line.start <= span.end)
            });
        let spans = spans.to_vec();
        Pointed {
            class: is_lit.then_some("pointed"),
            enter: self.on_point.reform({
                let spans = spans.clone();
                move |_| spans.clone()
            }),
            leave: self.on_point.reform(|_| Vec::new()),
            focus: self.on_point.reform(move |_| spans.clone()),
            blur: self.on_point.reform(|_| Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_from_the_line_under_the_pointer_is_lit() {
        let over = |over| Pointing { over, ..Pointing::default() };
        let class = |pointing: Pointing, span: Range<usize>| pointing.at(&[span]).class;
        assert_eq!(class(over(None), 0..5), None);
        assert_eq!(class(over(Some(4..9)), 0..5), Some("pointed"));
        assert_eq!(class(over(Some(4..9)), 9..12), Some("pointed"));
        assert_eq!(class(over(Some(4..9)), 10..12), None);
        // It came from nowhere in the text.
        assert!(over(Some(0..9)).at(&[]).class.is_none());
    }
}
