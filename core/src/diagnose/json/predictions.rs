//! What is seen of each image, for each answer of the registry, as JSON.

use alloc::collections::BTreeMap;

use super::write::{Json, Writer};
use crate::diagnose::report::{Diagnosis, ImageId, ImageReport, WorkloadReport};
use crate::kubelet::{Answer, Event, Moment, Repeats, Sync, Timeline, Waiting};

/// A diagnosis with the answers that are predicted for.
pub(super) struct Whole<'d> {
    pub(super) diagnosis: &'d Diagnosis,
    answers: &'d [Answer],
    /// What events tell of the answer to an image: of several the last.
    told: BTreeMap<ImageId, Answer>,
}

impl<'d> Whole<'d> {
    pub(super) fn new(diagnosis: &'d Diagnosis, answers: &'d [Answer]) -> Self {
        let events = diagnosis.events.iter();
        let told = events.filter_map(|it| Some((it.answer?, &it.about)));
        let told = told.flat_map(|(answer, about)| about.iter().map(move |it| (*it, answer)));
        Self { diagnosis, answers, told: told.collect() }
    }

    pub(super) fn workloads(&self) -> impl Json + '_ {
        List(|| {
            let workloads = self.diagnosis.workloads.iter().enumerate();
            workloads.map(|(workload, value)| Numbered {
                whole: self,
                id: ImageId { workload, image: 0 },
                value,
            })
        })
    }
}

/// A workload or an image, and which one it is.
pub(super) struct Numbered<'d, T> {
    whole: &'d Whole<'d>,
    id: ImageId,
    pub(super) value: &'d T,
}

impl<'d> Numbered<'d, WorkloadReport> {
    pub(super) fn images(&self) -> impl Json + '_ {
        List(|| {
            self.value.images.iter().enumerate().map(|(image, value)| Numbered {
                whole: self.whole,
                id: ImageId { image, ..self.id },
                value,
            })
        })
    }
}

impl<'d> Numbered<'d, ImageReport> {
    pub(super) fn predictions(&self) -> impl Json + '_ {
        List(|| {
            let Whole { diagnosis, answers, told } = self.whole;
            let asks = diagnosis.asks(self.id);
            let is_predicted = diagnosis.predict(self.id, &[], |_| ()).is_some();
            let told = told.get(&self.id).copied().filter(|it| asks && !answers.contains(it));
            let asked = answers.iter().copied().filter(move |_| asks).chain(told).map(Some);
            // Without a question there is one course of things.
            let answers = asked.chain((!asks).then_some(None)).filter(move |_| is_predicted);
            answers.map(|answer| Predicted { image: self, answer })
        })
    }
}

/// What is seen of an image for one answer.
struct Predicted<'d> {
    image: &'d Numbered<'d, ImageReport>,
    answer: Option<Answer>,
}

impl Json for Predicted<'_> {
    fn write(&self, to: &mut Writer<'_>) {
        let Numbered { whole, id, .. } = *self.image;
        whole.diagnosis.predict(id, self.answer.as_slice(), |prediction| {
            to.object(|to| {
                to.member("answer", &self.answer.map(Answer::name));
                to.member("attempts", &prediction.attempts);
                to.member("looks", &List(|| prediction.syncs()));
                to.member("timeline", prediction.timeline.name());
            });
        });
    }
}

impl Json for Sync<'_> {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("waiting", &self.waiting());
            to.member("events", &List(|| self.events()));
        });
    }
}

impl Json for Waiting<'_> {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("reason", self.reason());
            to.member("message", &Text(self.message()));
        });
    }
}

impl Json for Event<'_> {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("type", self.event_type().as_str());
            to.member("reason", self.reason());
            to.member("message", &Text(self.message()));
        });
    }
}

impl Json for Timeline {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("name", self.name());
            to.member("moments", self.moments);
            to.member("repeats", &self.repeats);
        });
    }
}

impl Json for Moment {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("at", &(self.at as usize));
            to.member("latest", &(self.latest as usize));
            to.member("look", &self.sync);
            to.member("delay", &(self.delay as usize));
        });
    }
}

impl Json for Repeats {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("moments", &self.moments);
            to.member("every", &(self.every as usize));
            to.member("latest", &(self.latest as usize));
        });
    }
}

/// A list that is made as it is written.
struct List<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = T>, T: Json> Json for List<F> {
    fn write(&self, to: &mut Writer<'_>) {
        to.list((self.0)());
    }
}

/// A text that is put together as it is written.
struct Text<T>(T);

impl<T: core::fmt::Display> Json for Text<T> {
    fn write(&self, to: &mut Writer<'_>) {
        to.display(&self.0);
    }
}
