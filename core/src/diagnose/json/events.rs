//! What a cluster said, as JSON.

use alloc::string::String;

use super::write::{Json, Writer};
use crate::diagnose::EventReport;
use crate::event::Took;
use crate::kubelet::Answer;

/// A reason and a message.
struct Reasoned<'r>(&'r (String, String));

impl Json for Reasoned<'_> {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("reason", &self.0.0);
            to.member("message", &self.0.1);
        });
    }
}

impl Json for EventReport {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("document", &self.document);
            to.member("span", &self.span);
            to.member("reason", &self.reason);
            to.member("image", &self.image);
            to.member("about", &self.about);
            to.member("answer", &self.answer.map(Answer::name));
            to.member("answerSpan", &self.answer_span);
            to.member("waiting", &self.waiting.as_ref().map(Reasoned));
            to.member("took", &self.took);
            to.member("cause", &self.cause);
            to.member("sentence", &self.sentence);
        });
    }
}

impl Json for Took {
    fn write(&self, to: &mut Writer<'_>) {
        to.object(|to| {
            to.member("pulling", &self.pulling);
            to.member("waiting", &self.waiting());
            to.member("withWaiting", &self.with_waiting);
            to.member("size", &self.size);
        });
    }
}
