//! The first visit: what the page does, the eight stops, and examples to start from.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::examples::Example;
use crate::hooks::language::use_language;
use crate::texts::t;
use crate::trip::{Flag, Line, Mark, Place, Trip};
use crate::views::View;

#[derive(PartialEq, Properties)]
pub(crate) struct HeroProps {
    /// Brings the cleared text back; absent when there is none.
    pub(crate) on_restore: Option<Callback<()>>,
    pub(crate) on_example: Callback<Example>,
}

/// What this is, beside the empty editor.
#[component]
pub(crate) fn Hero(props: &HeroProps) -> Html {
    use_language();
    let on_example = props.on_example.reform(|_| Example::Port);
    html! {
        <section class="hero" aria-labelledby="answer">
            <h1 id="answer">{ t!("Paste your manifests.") }<br />{ t!("See where the pull stops.") }</h1>
            <p class="what-it-is">
                { t!("Pullscope follows one image from the name you wrote to the credentials that are sent, as the kubelet does it, and shows the line that is at fault.") }
            </p>
            <p class="promise">
                <Icon glyph={Glyph::Shield} />
                <span>{ t!("Nothing you paste leaves this page, and nothing is stored unless you ask for it. Once the page is loaded, its policy forbids every request but for its own parts.") }</span>
            </p>
            <p class="acts">
                <button type="button" class="btn primary big" onclick={on_example}>
                    <Icon glyph={Glyph::Play} />{ t!("Start with an example") }
                </button>
                if let Some(on_restore) = &props.on_restore {
                    <button type="button" class="btn big" onclick={on_restore.reform(|_| ())}>{ t!("Bring back the last text") }</button>
                }
            </p>
        </section>
    }
}

/// The eight stops, before any image travels.
#[component]
pub(crate) fn Stops() -> Html {
    use_language();
    html! {
        <section class="panel ghosts-p" aria-label={t!("The eight stops of an image")}>
            <ol class="ghosts">
                { for Place::ALL.into_iter().map(|place| html! {
                    <li><span class="gd">{ place.number() }</span><b>{ place.name() }</b><span>{ place.asks() }</span></li>
                }) }
            </ol>
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct GalleryProps {
    /// Of each example, in their order, the image that tells most; as far as they are read.
    pub(crate) trips: Rc<[Option<Rc<Trip>>]>,
    pub(crate) on_example: Callback<Example>,
}

/// The examples.
#[component]
pub(crate) fn Gallery(props: &GalleryProps) -> Html {
    use_language();
    html! {
        <section class="gallery-s" aria-labelledby="examples">
            <h2 id="examples">{ t!("Pulls, explained") }</h2>
            <ul class="gallery">
                { for Example::ALL.into_iter().enumerate().map(|(number, example)| {
                    let on_example = props.on_example.clone();
                    let (picture, said) = match props.trips.get(number) {
                        Some(Some(trip)) => (mini(trip), html! { <small>{ trip.said() }</small> }),
                        Some(None) => Default::default(),
                        // As high, until it is read.
                        None => (
                            html! { <svg class="mini" viewBox="0 0 296 20" aria-hidden="true" /> },
                            html! { <small>{ "\u{a0}" }</small> },
                        ),
                    };
                    html! {
                        <li>
                            <button type="button" onclick={move |_| on_example.emit(example)}>
                                { picture }
                                <b>{ example.title() }</b>
                                <span>{ example.about() }</span>
                                { said }
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// What else there is to ask: the views beside the journey.
#[component]
pub(crate) fn Others() -> Html {
    use_language();
    html! {
        <section class="gallery-s" aria-labelledby="others">
            <h2 id="others">{ t!("And what the manifests do not say") }</h2>
            <ul class="gallery">
                { for View::ALL.iter().filter(|view| **view != View::Journey).map(|view| {
                    let about = view.about();
                    html! {
                        <li>
                            <a href={view.hash()}><b>{ about.name }</b><span>{ about.answers }</span></a>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// The journey as eight dots: a diamond is the cause, an octagon the end.
pub(crate) fn mini(trip: &Trip) -> Html {
    let x = |place: Place| 8 + 40 * (place as usize);
    let segments = Place::ALL.windows(2).map(|pair| {
        let class = match trip.stop(pair[0]).out {
            Line::Solid => "mn-line",
            Line::Plain => "mn-line plain",
            Line::Bare => "mn-bare",
            Line::Ghost => "mn-ghost",
        };
        html! { <path d={format!("M{} 10H{}", x(pair[0]), x(pair[1]))} {class} /> }
    });
    let dots = trip.stops.iter().map(|stop| {
        let (x, tone) = (x(stop.place), stop.mark.class());
        match stop.flag {
            Some(Flag::Cause) => html! { <path d={format!("M{x} 4l6 6-6 6-6-6z")} class={classes!("mn-flag", tone)} /> },
            Some(Flag::End) => html! {
                <path d={format!("M{} 4h5l3.5 3.5v5L{} 16h-5l-3.5-3.5v-5z", x - 2, x + 3)} class={classes!("mn-flag", tone)} />
            },
            None => {
                let class = if stop.mark == Mark::Unknown { "mn-gdot" } else { "mn-dot" };
                html! { <circle cx={x.to_string()} cy="10" r="4" {class} /> }
            }
        }
    });
    html! {
        <svg class="mini" viewBox="0 0 296 20" aria-hidden="true" focusable="false">{ for segments }{ for dots }</svg>
    }
}
