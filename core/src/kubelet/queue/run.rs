//! The course of events, one after the other.

use alloc::vec::Vec;
use core::mem;

use super::agenda::Agenda;
use super::attempt::{Attempt, Fate};
use super::bucket::Bucket;
use super::link::Link;
use super::pods::{Image, Pod, Pods, State, WaitFor, milliseconds, nanoseconds};
use super::puller::{Place, Puller};
use super::{Arrival, MOST_TRIES, Node, Share, Simulation, Wanted};
use crate::PullPolicy;
use crate::kubelet::pull::{Decision, NodeAccess, Presence, decide};
use crate::kubelet::settings::Settings;
use crate::workload::Role;

pub(super) struct Run<'s, 'a> {
    node: &'s Node,
    arrivals: &'s [Arrival<'a>],
    pods: Vec<Pod>,
    images: Vec<Image>,
    waits: Vec<WaitFor>,
    known: Vec<Known>,
    attempts: Vec<Attempt<'a>>,
    puller: Puller,
    bucket: Option<Bucket>,
    link: Link,
    agenda: Agenda<Plan>,
    /// Counts the looks that ended.
    ended: u64,
}

/// What is done with a Pod.
enum Plan {
    /// The kubelet looks at it; void when it has looked since.
    Look { pod: usize, look: u32 },
    /// It goes on with it, after an init container has run.
    GoOn { pod: usize },
    /// The registry has answered its attempt.
    Download { pod: usize },
    /// Its attempt ends.
    End { pod: usize },
}

/// An image of the node.
#[derive(Default)]
struct Known {
    is_there: bool,
    is_coming: bool,
    /// Pods whose attempts end with the one that brings it.
    joined: Vec<usize>,
    /// Pods that have wanted it, with the index into [`Run::images`].
    wanted: Vec<(usize, usize)>,
}

impl<'s, 'a> Run<'s, 'a> {
    pub(super) fn new(settings: &Settings, node: &'s Node, arrivals: &'s [Arrival<'a>]) -> Self {
        let version = settings.gates.version();
        let Pods { pods, images, waits, names } = Pods::new(arrivals, node.jitter, version);
        let mut known = Vec::new();
        known.resize_with(names, Known::default);
        for (pod, arrival) in pods.iter().zip(arrivals) {
            for image in &images[pod.from..pod.end] {
                if let Some(at) = image.known.filter(|_| arrival.images[image.index].present) {
                    known[at].is_there = true;
                }
            }
        }
        let (qps, burst) = (settings.registry_pull_qps, settings.registry_burst);
        let mut agenda = Agenda::new();
        for (pod, arrival) in arrivals.iter().enumerate() {
            agenda.plan(nanoseconds(arrival.at), Plan::Look { pod, look: 0 });
        }
        Self {
            node,
            arrivals,
            attempts: Vec::with_capacity(images.len()),
            pods,
            images,
            waits,
            known,
            puller: Puller::new(settings),
            bucket: (qps != 0).then(|| Bucket::new(qps, burst)),
            link: Link::new(node.bandwidth),
            agenda,
            ended: 0,
        }
    }

    pub(super) fn finish(mut self) -> Simulation<'a> {
        loop {
            let next = self.agenda.next();
            if self.link.next().is_some_and(|done| next.is_none_or(|it| done <= it)) {
                if let Some((now, attempt)) = self.link.end() {
                    self.end(self.attempts[attempt].pod, now);
                }
            } else {
                let Some((now, plan)) = self.agenda.take() else { break };
                self.carry_out(plan, now);
            }
        }
        let missing = self.pods.iter().enumerate().flat_map(|(number, pod)| {
            let open = self.images[pod.first..pod.end].iter().filter(|it| it.state != State::Done);
            open.map(move |it| (number, it.index))
        });
        let missing = missing.collect();
        let ends = self.attempts.iter().map(|it| it.ends).max().unwrap_or_default();
        Simulation { attempts: self.attempts, ended: self.puller.into_order(), missing, ends }
    }

    fn carry_out(&mut self, plan: Plan, now: u128) {
        match plan {
            Plan::Look { pod, look } if self.pods[pod].look == look => {
                let it = &mut self.pods[pod];
                for image in &mut self.images[it.from..it.at] {
                    image.failed = false;
                }
                it.look += 1;
                it.at = it.from;
                (it.is_looking, it.lacks_volume) = (true, false);
                self.go_on(pod, now);
            }
            Plan::Look { .. } => {}
            Plan::GoOn { pod } => self.go_on(pod, now),
            Plan::Download { pod } => self.download(pod, now),
            Plan::End { pod } => self.end(pod, now),
        }
    }

    /// Goes on with the images of a Pod, up to one that is asked for.
    fn go_on(&mut self, number: usize, now: u128) {
        loop {
            let pod = &mut self.pods[number];
            let at = pod.at;
            if at == pod.end {
                return self.end_of_look(number, now);
            }
            pod.at += 1;
            let image = &self.images[at];
            let role = image.role;
            let is_held_up = pod.lacks_volume && role != Role::ImageVolume;
            let fails = match image.state {
                State::Done => {
                    if at == pod.from {
                        pod.from += 1;
                    }
                    continue;
                }
                State::NoName => true,
                State::Open | State::Told if is_held_up => true,
                State::Open | State::Told => match self.ensure(number, at, now) {
                    Ensured::Asked => return,
                    Ensured::Failed => true,
                    Ensured::There => false,
                },
            };
            if fails && self.fail(number, at) {
                return self.end_of_look(number, now);
            }
            if !fails && self.runs(number, at, now) {
                return;
            }
        }
    }

    /// An image fails in this look: whether the look ends with it.
    fn fail(&mut self, pod: usize, at: usize) -> bool {
        let image = &mut self.images[at];
        image.failed = true;
        self.pods[pod].lacks_volume |= image.role == Role::ImageVolume;
        image.role == Role::InitContainer
    }

    /// Whether an init container runs now, before the kubelet goes on.
    fn runs(&mut self, pod: usize, at: usize, now: u128) -> bool {
        let Image { role, index, .. } = self.images[at];
        if role != Role::InitContainer {
            return false;
        }
        let Wanted { runs, .. } = self.arrivals[pod].images[index];
        if runs > 0 {
            self.agenda.plan(now + nanoseconds(runs), Plan::GoOn { pod });
        }
        runs > 0
    }

    /// Upstream: `EnsureImageExists` up to the puller.
    fn ensure(&mut self, number: usize, at: usize, now: u128) -> Ensured {
        let image = &mut self.images[at];
        let Some(known) = image.known else {
            image.state = State::NoName;
            self.note(number, at, now, Fate::InvalidName);
            return Ensured::Failed;
        };
        let presence = match self.known[known].is_there {
            true => Presence::Present,
            false => Presence::Absent,
        };
        match decide(image.policy, presence, NodeAccess::Granted).decision {
            Decision::Use => {
                image.state = State::Done;
                self.note(number, at, now, Fate::Present);
                return Ensured::There;
            }
            Decision::Refuse => {
                if mem::replace(&mut image.state, State::Told) != State::Told {
                    self.note(number, at, now, Fate::NeverPresent);
                }
                return Ensured::Failed;
            }
            Decision::Pull | Decision::DependsOnNode => {}
        }
        let wait = &mut self.waits[image.wait];
        if wait.tries == MOST_TRIES || wait.is_waiting(now) {
            return Ensured::Failed;
        }
        wait.tries += 1;
        let attempt = self.note(number, at, now, Fate::Pulled);
        let pod = &mut self.pods[number];
        (pod.attempt, pod.image, pod.asked) = (attempt, at, now);
        match self.puller.ask(attempt) {
            Place::Free => self.start(number, now),
            Place::Behind { ahead, blocked } => {
                let attempt = &mut self.attempts[attempt];
                (attempt.ahead, attempt.blocked) = (ahead, blocked);
            }
        }
        Ensured::Asked
    }

    /// Writes down that an image is asked for, with what comes of it if nothing else does.
    fn note(&mut self, pod: usize, at: usize, now: u128, fate: Fate) -> usize {
        let image = &self.images[at];
        let arrival = &self.arrivals[pod];
        let Wanted { image: text, size, .. } = arrival.images[image.index];
        let asked = milliseconds(now);
        self.attempts.push(Attempt {
            pod,
            pod_name: arrival.pod,
            index: image.index,
            image: text,
            size,
            number: self.waits[image.wait].tries.max(1),
            asked,
            starts: asked,
            ends: asked,
            pulling: 0,
            with_waiting: 0,
            ahead: 0,
            blocked: false,
            waits_for: None,
            behind: (0, 0),
            fate,
        });
        self.attempts.len() - 1
    }

    /// The attempt of a Pod has its turn.
    fn start(&mut self, pod: usize, now: u128) {
        let it = &mut self.pods[pod];
        it.starts = now;
        let attempt = &mut self.attempts[it.attempt];
        attempt.starts = milliseconds(now);
        if it.asked < now {
            attempt.waits_for = self.puller.longest_since(it.asked);
            attempt.behind = self.puller.ended_since(it.asked);
        }
        let is_refused = self.bucket.as_mut().is_some_and(|it| !it.take(now));
        if is_refused {
            attempt.fate = Fate::QpsExceeded;
            self.agenda.plan(now, Plan::End { pod });
        } else if self.node.latency > 0 {
            self.agenda.plan(now + nanoseconds(self.node.latency), Plan::Download { pod });
        } else {
            self.download(pod, now);
        }
    }

    fn download(&mut self, pod: usize, now: u128) {
        let Pod { attempt, image, .. } = self.pods[pod];
        let Some(known) = self.images[image].known else { return };
        let (image, it) = (&mut self.known[known], &mut self.attempts[attempt]);
        if image.is_there || image.is_coming {
            it.fate = Fate::Shared;
        }
        if image.is_there {
            self.agenda.plan(now, Plan::End { pod });
        } else if image.is_coming {
            image.joined.push(pod);
        } else {
            image.is_coming = true;
            match self.node.share {
                Share::All => self.link.begin(now, it.size, attempt),
                Share::Each => self.agenda.plan(now + self.link.alone(it.size), Plan::End { pod }),
            }
        }
    }

    /// The attempt of a Pod ends.
    fn end(&mut self, pod: usize, now: u128) {
        let Pod { attempt, image, asked, starts, .. } = self.pods[pod];
        let it = &mut self.attempts[attempt];
        it.ends = milliseconds(now);
        (it.pulling, it.with_waiting) = (milliseconds(now - starts), milliseconds(now - asked));
        let fate = it.fate;
        if fate == Fate::Pulled {
            self.arrives(image, now);
        }
        if let Some(next) = self.puller.end(attempt, now, now - starts) {
            self.start(self.attempts[next].pod, now);
        }
        if fate == Fate::QpsExceeded {
            self.waits[self.images[image].wait].fail(now);
            if self.fail(pod, image) {
                return self.end_of_look(pod, now);
            }
            return self.go_on(pod, now);
        }
        self.images[image].state = State::Done;
        if !self.runs(pod, image, now) {
            self.go_on(pod, now);
        }
    }

    /// The node has an image from now on: those that it lacked look again.
    fn arrives(&mut self, image: usize, now: u128) {
        let Some(known) = self.images[image].known else { return };
        let known = &mut self.known[known];
        (known.is_there, known.is_coming) = (true, false);
        for pod in mem::take(&mut known.joined) {
            self.agenda.plan(now, Plan::End { pod });
        }
        let mut wanted = mem::take(&mut known.wanted);
        wanted.retain(|&(pod, at)| self.images[at].failed && !self.pods[pod].is_looking);
        wanted.sort_by_key(|&(pod, _)| self.pods[pod].ended_as);
        for (number, _) in wanted {
            let pod = &self.pods[number];
            let at = pod.look_after(pod.ended, now);
            self.agenda.plan(at, Plan::Look { pod: number, look: pod.look });
        }
    }

    /// The kubelet has done what it can for a Pod: it looks again where anything failed, as soon as
    /// that may come to something else.
    fn end_of_look(&mut self, number: usize, now: u128) {
        let pod = &mut self.pods[number];
        (pod.is_looking, pod.ended, pod.ended_as) = (false, now, self.ended);
        self.ended += 1;
        let mut next: Option<u128> = None;
        let (from, at) = (pod.from, pod.at);
        for (at, image) in (from..at).zip(&mut self.images[from..at]).filter(|it| it.1.failed) {
            let wait = &self.waits[image.wait];
            // What waits for a volume is not tried before that one is there, whatever its own wait.
            let is_tried = !pod.lacks_volume || image.role == Role::ImageVolume;
            let is_open = image.state == State::Open && (1..MOST_TRIES).contains(&wait.tries);
            if is_tried && is_open {
                let look = pod.look_after(now, wait.until());
                next = Some(next.map_or(look, |it| it.min(look)));
            }
            if let Some(known) = image.known.filter(|_| image.policy != PullPolicy::Always)
                && !mem::replace(&mut image.is_listed, true)
            {
                self.known[known].wanted.push((number, at));
            }
        }
        if let Some(at) = next {
            self.agenda.plan(at, Plan::Look { pod: number, look: pod.look });
        }
    }
}

/// What comes of ensuring one image.
enum Ensured {
    /// It is there.
    There,
    /// The puller is asked for it.
    Asked,
    /// Its container waits.
    Failed,
}
