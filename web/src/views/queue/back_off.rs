//! When the kubelet tries a pull again that failed: the rule, to scale and as a table.

use pullscope_core::kubelet::queue::Span;
use pullscope_core::kubelet::{BackOff, Timeline as Times};
use yew::prelude::*;

use crate::components::timeline::Timeline;
use crate::read::tries;

/// The panel.
pub(super) fn panel() -> Html {
    let times = Times::BACKS_OFF;
    let [first, longest, remembered] =
        [BackOff::FIRST, BackOff::LONGEST, BackOff::REMEMBERED].map(Span);
    html! {
        <section class="panel" aria-labelledby="queue-back-off">
            <div class="panel-h">
                <h2 id="queue-back-off">{ "When a pull fails" }</h2>
                <p class="panel-n">{ "the same in every release" }</p>
            </div>
            <div class="panel-b">
                <p>
                    { format!("After a failed pull the kubelet waits {first}, after each further one twice as long, up to {longest}. ") }
                    { "It pulls at its first look after that, which comes up to 15 s later." }
                </p>
                <Timeline tries={tries(&times)} goes_on={times.repeats.is_some()} attempts=1 />
                <ul class="q-rules">
                    <li>{ format!("A failure more than {remembered} after the one before begins at {first} again.") }</li>
                    <li>{ "Each Pod waits for itself, by the text of its image: a new Pod begins without a wait, and a changed Secret ends none." }</li>
                    <li>{ "A pull that is refused with “pull QPS exceeded” is a failed one." }</li>
                    <li>
                        { "No setting of the kubelet changes these numbers. " }
                        <code>{ "crashLoopBackOff.maxContainerRestartPeriod" }</code>
                        { " is for containers that end, since 1.32." }
                    </li>
                </ul>
            </div>
        </section>
    }
}
