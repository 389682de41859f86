//! One line of the editor as it is drawn: its number, its sign, its colours, its dots.

use std::ops::Range;

use yew::prelude::*;

use super::{Props, Why};
use crate::components::icon::State;
use crate::ink::{self, pieces};
use crate::lines::floor;
use crate::trip::Mark;

/// Bytes of one line that are drawn.
pub(super) const LONGEST: usize = 4000;

/// A line's number, and its sign.
pub(super) fn number(props: &Props, line: usize) -> Html {
    let range = props.lines.range(line, &props.text);
    let worst = props
        .marks
        .iter()
        .filter(|mark| range.start <= mark.span.start && mark.span.start <= range.end);
    let mut finding: Option<Mark> = None;
    let mut read: Option<usize> = None;
    for mark in worst {
        match mark.why {
            Why::Finding(mark, _) if finding.is_none_or(|other| mark.weight() > other.weight()) => {
                finding = Some(mark)
            }
            Why::Finding(..) | Why::Pointed => {}
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
pub(super) fn row(props: &Props, line: usize) -> Html {
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
        matches!(mark.why, Why::Finding(Mark::Error, _))
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
        let piece = pieces.get(next_piece).filter(|(span, _)| covers(span, start));
        let ink = piece.map(|(_, it)| ink::class(*it));
        let mut class = classes!(ink);
        for (_, why) in marks.iter().filter(|(span, _)| covers(span, start)) {
            class.push(match why {
                Why::Read(_) => "hl",
                Why::Pointed => "lit",
                Why::Finding(Mark::Error, _) => "sq-error",
                Why::Finding(Mark::Warning, _) => "sq-warning",
                Why::Finding(..) => "sq-info",
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
