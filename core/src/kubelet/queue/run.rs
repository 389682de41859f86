//! The course of events, one after the other.

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::mem;

use super::attempt::{Attempt, Fate};
use super::bucket::Bucket;
use super::link::Link;
use super::pods::{MILLISECOND, Names, Pod, State};
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
    known: Vec<Known>,
    attempts: Vec<Attempt<'a>>,
    /// Of each attempt, in nanoseconds.
    times: Vec<Times>,
    puller: Puller,
    bucket: Option<Bucket>,
    link: Link,
    /// The time that it is.
    now: u128,
    /// What happens later: the time, then the order in which it was planned.
    plans: BinaryHeap<Reverse<(u128, u64, Plan)>>,
    planned: u64,
    /// What happens now, after those of `plans` for which the time has come.
    at_once: VecDeque<Plan>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Plan {
    /// The kubelet looks at a Pod; void when it has looked since.
    Look { pod: usize, look: u32 },
    /// It goes on with a Pod, whose init container has run.
    GoOn { pod: usize },
    /// The registry has answered an attempt.
    Download { attempt: usize },
    /// An attempt ends.
    End { attempt: usize },
}

/// An image of the node.
#[derive(Default)]
struct Known {
    is_there: bool,
    is_coming: bool,
    /// Attempts that end with the one that brings it.
    joined: Vec<usize>,
    /// Pods that use it at their next look: the look that is over, and when it ended.
    wanted: Vec<(usize, u32, u128)>,
}

#[derive(Clone, Copy)]
struct Times {
    asked: u128,
    starts: u128,
    /// Index into [`Pod::images`].
    image: usize,
}

impl<'s, 'a> Run<'s, 'a> {
    pub(super) fn new(settings: &Settings, node: &'s Node, arrivals: &'s [Arrival<'a>]) -> Self {
        let (version, mut names) = (settings.gates.version(), Names::default());
        let numbered = arrivals.iter().enumerate();
        let pods: Vec<Pod> = numbered
            .map(|(number, it)| Pod::new(number, it, node.jitter, version, &mut names))
            .collect();
        let mut known = Vec::new();
        known.resize_with(names.len(), Known::default);
        for (pod, arrival) in pods.iter().zip(arrivals) {
            for image in &pod.images {
                if let Some(at) = image.known.filter(|_| arrival.images[image.index].present) {
                    known[at].is_there = true;
                }
            }
        }
        let (qps, burst) = (settings.registry_pull_qps, settings.registry_burst);
        let mut run = Self {
            node,
            arrivals,
            pods,
            known,
            attempts: Vec::new(),
            times: Vec::new(),
            puller: Puller::new(settings),
            bucket: (qps != 0).then(|| Bucket::new(qps, burst)),
            link: Link::new(node.bandwidth),
            now: 0,
            plans: BinaryHeap::with_capacity(arrivals.len()),
            planned: 0,
            at_once: VecDeque::new(),
        };
        for (pod, arrival) in arrivals.iter().enumerate() {
            run.plan(nanoseconds(arrival.at), Plan::Look { pod, look: 0 });
        }
        run
    }

    pub(super) fn finish(mut self) -> Simulation<'a> {
        loop {
            let now = (!self.at_once.is_empty()).then_some(self.now);
            let planned = self.plans.peek().map(|Reverse((at, ..))| *at);
            let next = now.or(planned);
            if self.link.next().is_some_and(|done| next.is_none_or(|it| done <= it)) {
                if let Some((now, attempt)) = self.link.end() {
                    self.now = now;
                    self.end(attempt, now);
                }
            } else if now.is_some() && planned != now {
                let Some(plan) = self.at_once.pop_front() else { break };
                self.carry_out(plan, self.now);
            } else {
                let Some(Reverse((now, _, plan))) = self.plans.pop() else { break };
                self.now = now;
                self.carry_out(plan, now);
            }
        }
        let missing = self.pods.iter().enumerate().flat_map(|(number, pod)| {
            let open = pod.images.iter().filter(|it| it.state != State::Done);
            open.map(move |it| (number, it.index))
        });
        let missing = missing.collect();
        let ends = self.attempts.iter().map(|it| it.ends).max().unwrap_or_default();
        Simulation { attempts: self.attempts, missing, ends }
    }

    fn plan(&mut self, at: u128, plan: Plan) {
        if at == self.now {
            self.at_once.push_back(plan);
            return;
        }
        self.planned += 1;
        self.plans.push(Reverse((at, self.planned, plan)));
    }

    fn carry_out(&mut self, plan: Plan, now: u128) {
        match plan {
            Plan::Look { pod, look } if self.pods[pod].look == look => {
                let it = &mut self.pods[pod];
                it.look += 1;
                it.at = it.from;
                it.lacks_volume = false;
                self.go_on(pod, now);
            }
            Plan::Look { .. } => {}
            Plan::GoOn { pod } => self.go_on(pod, now),
            Plan::Download { attempt } => self.download(attempt, now),
            Plan::End { attempt } => self.end(attempt, now),
        }
    }

    /// Goes on with the images of a Pod, up to one that is asked for.
    fn go_on(&mut self, number: usize, now: u128) {
        loop {
            let pod = &mut self.pods[number];
            let at = pod.at;
            let Some(image) = pod.images.get(at) else { return self.end_of_look(number, now) };
            pod.at += 1;
            let wanted = self.arrivals[number].images[image.index];
            let is_held_up = pod.lacks_volume && wanted.role != Role::ImageVolume;
            let fails = match image.state {
                State::Done => {
                    if at == pod.from {
                        pod.from += 1;
                    }
                    continue;
                }
                State::NoName => true,
                State::Open | State::Told if is_held_up => true,
                State::Open | State::Told => match self.ensure(number, at, &wanted, now) {
                    Ensured::Asked => return,
                    Ensured::Failed => true,
                    Ensured::There => false,
                },
            };
            if fails && self.fail(number, at, wanted.role) {
                return self.end_of_look(number, now);
            }
            if !fails && self.runs(number, wanted, now) {
                return;
            }
        }
    }

    /// An image fails in this look: whether the look ends with it.
    fn fail(&mut self, pod: usize, image: usize, role: Role) -> bool {
        let pod = &mut self.pods[pod];
        pod.failed.push(image);
        pod.lacks_volume |= role == Role::ImageVolume;
        role == Role::InitContainer
    }

    /// Whether an init container runs now, before the kubelet goes on.
    fn runs(&mut self, pod: usize, wanted: Wanted<'a>, now: u128) -> bool {
        let runs = wanted.role == Role::InitContainer && wanted.runs > 0;
        if runs {
            self.plan(now + nanoseconds(wanted.runs), Plan::GoOn { pod });
        }
        runs
    }

    /// Upstream: `EnsureImageExists` up to the puller.
    fn ensure(&mut self, number: usize, at: usize, wanted: &Wanted<'a>, now: u128) -> Ensured {
        let image = &self.pods[number].images[at];
        let (known, told) = (image.known, image.state == State::Told);
        let Some(known) = known else {
            self.note(number, at, now, Fate::InvalidName);
            self.pods[number].images[at].state = State::NoName;
            return Ensured::Failed;
        };
        let presence = match self.known[known].is_there {
            true => Presence::Present,
            false => Presence::Absent,
        };
        match decide(wanted.policy, presence, NodeAccess::Granted).decision {
            Decision::Use => {
                self.note(number, at, now, Fate::Present);
                self.pods[number].images[at].state = State::Done;
                return Ensured::There;
            }
            Decision::Refuse => {
                if !told {
                    self.note(number, at, now, Fate::NeverPresent);
                    self.pods[number].images[at].state = State::Told;
                }
                return Ensured::Failed;
            }
            Decision::Pull | Decision::DependsOnNode => {}
        }
        let pod = &mut self.pods[number];
        let wait = &mut pod.waits[pod.images[at].wait];
        if wait.tries == MOST_TRIES || wait.is_waiting(now) {
            return Ensured::Failed;
        }
        wait.tries += 1;
        let attempt = self.note(number, at, now, Fate::Pulled);
        match self.puller.ask(attempt) {
            Place::Free => self.start(attempt, now),
            Place::Behind { ahead, blocked } => {
                let attempt = &mut self.attempts[attempt];
                (attempt.ahead, attempt.blocked) = (ahead, blocked);
            }
        }
        Ensured::Asked
    }

    /// Writes down that an image is asked for, with what comes of it if nothing else does.
    fn note(&mut self, pod: usize, at: usize, now: u128, fate: Fate) -> usize {
        let image = &self.pods[pod].images[at];
        let arrival = &self.arrivals[pod];
        let Wanted { image: text, size, .. } = arrival.images[image.index];
        let asked = milliseconds(now);
        self.times.push(Times { asked: now, starts: now, image: at });
        self.attempts.push(Attempt {
            pod,
            pod_name: arrival.pod,
            index: image.index,
            image: text,
            size,
            number: self.pods[pod].waits[image.wait].tries.max(1),
            asked,
            starts: asked,
            ends: asked,
            pulling: 0,
            with_waiting: 0,
            ahead: 0,
            blocked: false,
            waits_for: None,
            fate,
        });
        self.attempts.len() - 1
    }

    /// An attempt has its turn.
    fn start(&mut self, attempt: usize, now: u128) {
        let times = &mut self.times[attempt];
        times.starts = now;
        self.attempts[attempt].starts = milliseconds(now);
        if times.asked < now {
            self.attempts[attempt].waits_for = self.puller.longest_since(times.asked);
        }
        let is_refused = self.bucket.as_mut().is_some_and(|it| !it.take(now));
        if is_refused {
            self.attempts[attempt].fate = Fate::QpsExceeded;
            self.plan(now, Plan::End { attempt });
        } else if self.node.latency > 0 {
            self.plan(now + nanoseconds(self.node.latency), Plan::Download { attempt });
        } else {
            self.download(attempt, now);
        }
    }

    fn download(&mut self, attempt: usize, now: u128) {
        let Some(known) = self.known_of(attempt) else { return };
        let size = self.attempts[attempt].size;
        let image = &mut self.known[known];
        if image.is_there || image.is_coming {
            self.attempts[attempt].fate = Fate::Shared;
        }
        if image.is_there {
            self.plan(now, Plan::End { attempt });
        } else if image.is_coming {
            image.joined.push(attempt);
        } else {
            image.is_coming = true;
            match self.node.share {
                Share::All => self.link.begin(now, size, attempt),
                Share::Each => self.plan(now + self.link.alone(size), Plan::End { attempt }),
            }
        }
    }

    fn end(&mut self, attempt: usize, now: u128) {
        let Times { asked, starts, image } = self.times[attempt];
        let Attempt { pod, fate, .. } = self.attempts[attempt];
        let it = &mut self.attempts[attempt];
        it.ends = milliseconds(now);
        (it.pulling, it.with_waiting) = (milliseconds(now - starts), milliseconds(now - asked));
        if fate == Fate::Pulled {
            self.arrives(attempt, now);
        }
        if let Some(next) = self.puller.end(attempt, now, now - starts) {
            self.start(next, now);
        }
        let role = {
            let index = self.attempts[attempt].index;
            self.arrivals[pod].images[index].role
        };
        if fate == Fate::QpsExceeded {
            let wait = self.pods[pod].images[image].wait;
            self.pods[pod].waits[wait].fail(now);
            if self.fail(pod, image, role) {
                return self.end_of_look(pod, now);
            }
            return self.go_on(pod, now);
        }
        self.pods[pod].images[image].state = State::Done;
        let wanted = self.arrivals[pod].images[self.attempts[attempt].index];
        if !self.runs(pod, wanted, now) {
            self.go_on(pod, now);
        }
    }

    /// The node has an image from now on.
    fn arrives(&mut self, attempt: usize, now: u128) {
        let Some(known) = self.known_of(attempt) else { return };
        let image = &mut self.known[known];
        (image.is_there, image.is_coming) = (true, false);
        let (joined, wanted) = (mem::take(&mut image.joined), mem::take(&mut image.wanted));
        for attempt in joined {
            self.plan(now, Plan::End { attempt });
        }
        for (pod, look, ended) in wanted {
            let at = self.pods[pod].look_after(ended, now);
            self.plan(at, Plan::Look { pod, look });
        }
    }

    fn known_of(&self, attempt: usize) -> Option<usize> {
        self.pods[self.attempts[attempt].pod].images[self.times[attempt].image].known
    }

    /// The kubelet has done what it can for a Pod: it looks again where anything failed, as soon as
    /// that may come to something else.
    fn end_of_look(&mut self, number: usize, now: u128) {
        let pod = &self.pods[number];
        let mut next: Option<u128> = None;
        for &at in &pod.failed {
            let image = &pod.images[at];
            let wanted = self.arrivals[number].images[image.index];
            let wait = &pod.waits[image.wait];
            if image.state == State::Open && (1..MOST_TRIES).contains(&wait.tries) {
                let look = pod.look_after(now, wait.until());
                next = Some(next.map_or(look, |it| it.min(look)));
            }
            if let Some(known) = image.known.filter(|_| wanted.policy != PullPolicy::Always) {
                let wanted = &mut self.known[known].wanted;
                let entry = (number, pod.look, now);
                // What it wanted at an earlier look is void.
                match wanted.last_mut() {
                    Some(last) if last.0 == number => *last = entry,
                    _ => wanted.push(entry),
                }
            }
        }
        let look = pod.look;
        self.pods[number].failed.clear();
        if let Some(at) = next {
            self.plan(at, Plan::Look { pod: number, look });
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

fn nanoseconds(milliseconds: u64) -> u128 {
    u128::from(milliseconds) * MILLISECOND
}

fn milliseconds(nanoseconds: u128) -> u64 {
    // Nearly always the short division is enough.
    match u64::try_from(nanoseconds) {
        Ok(it) => it / MILLISECOND as u64,
        Err(_) => u64::try_from(nanoseconds / MILLISECOND).unwrap_or(u64::MAX),
    }
}
