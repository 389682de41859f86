//! The documents: a text area under a drawn copy of its text.
//!
//! The text area holds the text, the caret and the selection, and shows no letters. The copy on top
//! shows them in colour, with marks, and with dots for what is hidden. Only the lines in sight are drawn,
//! so that a large text costs no more than a small one.

use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::icon::{Glyph, Icon, State};
use crate::ink::{Ink, pieces};
use crate::lines::{Lines, floor, utf16};
use crate::state::{Jump, MAX_EDITED};
use crate::trip::Mark;

/// Lines drawn at once: more than any pane is high.
const DRAWN: usize = 120;
/// Lines drawn above the first one in sight; a new window is drawn at every such step.
const STEP: usize = 20;
/// Browsers make no box higher than some 33 million pixels.
const TALLEST: f64 = 30_000_000.0;
/// Bytes of one line that are drawn.
const LONGEST: usize = 4000;

/// A stretch of the text that stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextMark {
    pub(crate) span: Range<usize>,
    pub(crate) why: Why,
}

/// Why it stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The stop with this number read it.
    Read(usize),
    /// A finding is about it.
    Finding(Mark),
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text: Rc<str>,
    pub(crate) lines: Rc<Lines>,
    pub(crate) hidden: Rc<[Range<usize>]>,
    pub(crate) marks: Rc<[TextMark]>,
    /// How many documents there are, in words.
    pub(crate) summary: AttrValue,
    /// The text is shown and not edited.
    pub(crate) large: bool,
    pub(crate) revealed: bool,
    pub(crate) jump: Option<Jump>,
    pub(crate) on_input: Callback<String>,
    /// A large text, as it will be when what was pasted is in it.
    pub(crate) on_paste: Callback<String>,
    pub(crate) on_reveal: Callback<()>,
}

#[component]
pub(crate) fn Editor(props: &Props) -> Html {
    let area = use_node_ref();
    // What scrolls: the text area, or for a large text a plain box of the same size.
    let scroller = use_node_ref();
    let spacer = use_node_ref();
    let copy = use_node_ref();
    let numbers = use_node_ref();
    let first = use_state(|| 0usize);
    // What the text area is known to hold, so that its value is not read back at every key.
    let held = use_mut_ref(|| Rc::<str>::from(""));

    {
        let (area, held) = (area.clone(), held.clone());
        use_effect_with((props.text.clone(), props.large), move |(text, large)| {
            let text = if *large { "".into() } else { text.clone() };
            if *held.borrow() != text {
                if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                    area.set_value(&text);
                }
                *held.borrow_mut() = text;
            }
        });
    }
    {
        let (area, scroller, text, lines) =
            (area.clone(), scroller.clone(), props.text.clone(), props.lines.clone());
        let large = props.large;
        use_effect_with(props.jump.clone(), move |jump| {
            let Some(jump) = jump else { return };
            if large {
                if let Some(scroller) = scroller.cast::<HtmlElement>() {
                    // Without the focus the line is still in sight.
                    let _ = scroller.focus();
                    show(&scroller, &text, &lines, &jump.span);
                }
            } else if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                go(&area, &text, &lines, &jump.span);
            }
        });
    }
    {
        let spacer = spacer.clone();
        use_effect_with((props.lines.clone(), props.large), move |(lines, large)| {
            let Some(spacer) = spacer.cast::<HtmlElement>().filter(|_| *large) else { return };
            let height = (lines.count() as f64 * line_height(&spacer)).min(TALLEST);
            for (name, value) in [
                ("height", format!("{height}px")),
                ("width", format!("{}ch", lines.longest().min(LONGEST))),
            ] {
                // A box that stays small scrolls less far.
                let _ = spacer.style().set_property(name, &value);
            }
        });
    }
    let scrolled = if props.large { scroller.clone() } else { area.clone() };

    let place = {
        let (area, copy, numbers) = (scrolled.clone(), copy.clone(), numbers.clone());
        move |first: usize| {
            let Some(area) = area.cast::<Element>() else { return };
            let top = first as f64 * line_height(&area) - f64::from(area.scroll_top());
            for (node, left) in [(&copy, -area.scroll_left()), (&numbers, 0)] {
                if let Some(node) = node.cast::<HtmlElement>() {
                    // A style that cannot be set leaves the copy where it is.
                    let _ = node
                        .style()
                        .set_property("transform", &format!("translate({left}px, {top}px)"));
                }
            }
        }
    };
    {
        let (place, shown) = (place.clone(), *first);
        use_effect(move || place(shown));
    }
    let on_scroll = {
        let (area, first) = (scrolled, first.clone());
        move |_: Event| {
            let Some(area) = area.cast::<Element>() else { return };
            let top = (f64::from(area.scroll_top()) / line_height(&area)) as usize;
            let wanted = (top / STEP * STEP).saturating_sub(STEP);
            if wanted != *first {
                first.set(wanted);
            }
            place(*first);
        }
    };
    let on_paste = {
        let on_paste = props.on_paste.clone();
        move |event: Event| {
            let area = event.target().and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
            let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            let pasted = data.and_then(|data| data.get_data("text/plain").ok());
            let (Some(area), Some(pasted)) = (area, pasted) else { return };
            if pasted.len() > MAX_EDITED || Lines::new(&pasted).is_long() {
                event.prevent_default();
                on_paste.emit(with_pasted(&area, &pasted));
            }
        }
    };
    let on_input = {
        let on_input = props.on_input.clone();
        move |event: InputEvent| {
            if let Some(area) =
                event.target().and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok())
            {
                let value = area.value();
                *held.borrow_mut() = value.as_str().into();
                on_input.emit(value);
            }
        }
    };

    let from = (*first).min(props.lines.count() - 1);
    let to = (from + DRAWN).min(props.lines.count());
    let has_hidden = !props.hidden.is_empty();
    html! {
        <section class="panel docs" aria-labelledby="documents">
            <div class="panel-h">
                <h2><label id="documents" for="text">{ "Documents" }</label></h2>
                <p class="panel-n" id="documents-n">{ &props.summary }</p>
                if has_hidden {
                    <button
                        type="button"
                        class="btn quiet"
                        aria-label="Show passwords"
                        aria-pressed={props.revealed.to_string()}
                        onclick={props.on_reveal.reform(|_| ())}
                    >
                        <Icon glyph={Glyph::Eye} />
                        { "Passwords" }
                    </button>
                }
            </div>
            <div class="editor">
                <div class="gutter" aria-hidden="true">
                    <div ref={numbers} class="rows">
                        { for (from..to).map(|line| number(props, line)) }
                    </div>
                </div>
                <div class="page">
                    <div class="copy" aria-hidden="true">
                        <pre ref={copy} class="rows">
                            { for (from..to).map(|line| row(props, line)) }
                        </pre>
                    </div>
                    <textarea
                        ref={area}
                        id="text"
                        class="text"
                        aria-describedby="documents-n"
                        placeholder="Paste a Pod or any workload, and its Secrets: YAML or JSON, as many documents as you like"
                        wrap="off"
                        spellcheck="false"
                        autocapitalize="off"
                        autocomplete="off"
                        autocorrect="off"
                        hidden={props.large}
                        oninput={on_input}
                        onpaste={on_paste}
                        onscroll={on_scroll.clone()}
                    />
                    if props.large {
                        <div
                            ref={scroller}
                            class="text"
                            tabindex="0"
                            role="group"
                            aria-label="The text, too large to be edited here"
                            onscroll={on_scroll}
                        >
                            <div ref={spacer} />
                        </div>
                    }
                </div>
            </div>
        </section>
    }
}

/// A line's number, and its sign.
fn number(props: &Props, line: usize) -> Html {
    let range = props.lines.range(line, &props.text);
    let worst = props
        .marks
        .iter()
        .filter(|mark| range.start <= mark.span.start && mark.span.start <= range.end);
    let mut finding: Option<Mark> = None;
    let mut read: Option<usize> = None;
    for mark in worst {
        match mark.why {
            Why::Finding(mark) if finding.is_none_or(|other| mark.weight() > other.weight()) => {
                finding = Some(mark)
            }
            Why::Finding(_) => {}
            Why::Read(stop) => read = Some(stop),
        }
    }
    let sign = match (finding, read) {
        (Some(mark), _) => html! { <State {mark} word="" /> },
        (None, Some(stop)) => html! { <span class="g">{ stop }</span> },
        (None, None) => html! {},
    };
    html! {
        <div class={classes!("no", finding.map(|mark| format!("has-{}", mark.class())))}>
            <span>{ line + 1 }</span>
            <span class="gut">{ sign }</span>
        </div>
    }
}

/// One line, drawn.
fn row(props: &Props, line: usize) -> Html {
    let range = props.lines.range(line, &props.text);
    let whole = &props.text[range.clone()];
    let shown = &whole[..floor(whole, LONGEST)];
    let here = range.start..range.start + shown.len();
    let within = |span: &Range<usize>| {
        let (start, end) = (span.start.max(here.start), span.end.min(here.end));
        (start < end).then(|| start - here.start..end - here.start)
    };
    let pieces = pieces(shown);
    let first_hidden = props.hidden.partition_point(|span| span.end <= here.start);
    let hidden: Vec<_> = match props.revealed {
        true => Vec::new(),
        false => props.hidden[first_hidden..].iter().map_while(within).collect(),
    };
    let marks: Vec<_> =
        props.marks.iter().filter_map(|mark| Some((within(&mark.span)?, mark.why))).collect();
    let has_error = props.marks.iter().any(|mark| {
        mark.why == Why::Finding(Mark::Error)
            && range.start <= mark.span.start
            && mark.span.start <= range.end
    });

    // The line is cut wherever anything begins or ends; what a cut leaves looks the same throughout.
    let mut cuts: Vec<usize> = [0, shown.len()]
        .into_iter()
        .chain(
            pieces
                .iter()
                .map(|(span, _)| span)
                .chain(&hidden)
                .chain(marks.iter().map(|(span, _)| span))
                .flat_map(|span| [span.start, span.end]),
        )
        .map(|at| floor(shown, at))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let covers = |span: &Range<usize>, at: usize| span.start <= at && at < span.end;
    let mut next_piece = 0;
    let runs = cuts.windows(2).map(|cut| {
        let (start, end) = (cut[0], cut[1]);
        while pieces.get(next_piece).is_some_and(|(span, _)| span.end <= start) {
            next_piece += 1;
        }
        let ink =
            pieces.get(next_piece).filter(|(span, _)| covers(span, start)).map(
                |(_, ink)| match ink {
                    Ink::Key => "k",
                    Ink::Text => "s",
                    Ink::Number => "n",
                    Ink::Mark => "p",
                    Ink::Comment => "c",
                },
            );
        let mut class = classes!(ink);
        for (_, why) in marks.iter().filter(|(span, _)| covers(span, start)) {
            class.push(match why {
                Why::Read(_) => "hl",
                Why::Finding(Mark::Error) => "sq-error",
                Why::Finding(Mark::Warning) => "sq-warning",
                Why::Finding(_) => "sq-info",
            });
        }
        let text = &shown[start..end];
        let text = match hidden.iter().any(|span| covers(span, start)) {
            true => "•".repeat(text.chars().count()),
            false => text.to_owned(),
        };
        html! { <span {class}>{ text }</span> }
    });
    html! {
        <div class={classes!("row", has_error.then_some("has-error"))}>
            { for runs }
            if shown.len() < whole.len() {
                <span class="cut">{ "…" }</span>
            }
        </div>
    }
}

/// Moves the focus and the caret to `span`, and brings its line into sight.
fn go(area: &HtmlTextAreaElement, text: &str, lines: &Lines, span: &Range<usize>) {
    let (start, end) = (utf16(text, span.start), utf16(text, span.end));
    // What fails here leaves the caret where it was.
    let _ = area.focus();
    let _ = area.set_selection_range(start, end);
    show(area, text, lines, span);
}

/// Brings the line of `span` into sight.
fn show(area: &Element, text: &str, lines: &Lines, span: &Range<usize>) {
    let line = lines.of(floor(text, span.start));
    let top = line.saturating_sub(4) as f64 * line_height(area);
    area.set_scroll_top(top as i32);
    let (_, column) = lines.position(span.start, text);
    area.set_scroll_left(if column > 60 { (column as i32 - 30) * 7 } else { 0 });
}

/// The text as it is once `pasted` has replaced the selection.
fn with_pasted(area: &HtmlTextAreaElement, pasted: &str) -> String {
    let units: Vec<u16> = area.value().encode_utf16().collect();
    let at = |place: Result<Option<u32>, _>| {
        place.ok().flatten().map_or(units.len(), |at| (at as usize).min(units.len()))
    };
    let (start, end) = (at(area.selection_start()), at(area.selection_end()));
    let before = String::from_utf16_lossy(&units[..start.min(end)]);
    let after = String::from_utf16_lossy(&units[end..]);
    before + &pasted.replace("\r\n", "\n") + &after
}

/// The height of a line in pixels, as the style sheet has it.
fn line_height(area: &Element) -> f64 {
    web_sys::window()
        .and_then(|window| window.get_computed_style(area).ok().flatten())
        .and_then(|style| style.get_property_value("line-height").ok())
        .and_then(|height| height.trim_end_matches("px").parse().ok())
        .filter(|height| *height > 0.0)
        .unwrap_or(20.0)
}
