//! A wait in one sentence.

use core::fmt;

use super::{Attempt, Fate, Simulation};

/// More pulls are not named one by one.
const MOST_NAMED: usize = 3;

/// One Pod that waits for other Pods' pulls: `web waits 48 s for batch's image of 1.2 GB`,
/// `proxy waits 50 s for the images of batch (1.2 GB) and web (50 MB)`,
/// `shop waits 2 min for 5 images of 3 GB together; batch's of 1.2 GB takes longest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait<'s, 'a> {
    /// Who waits.
    pub waiting: &'s Attempt<'a>,
    /// The longest pull that ended meanwhile.
    pub behind: &'s Attempt<'a>,
    simulation: &'s Simulation<'a>,
}

impl<'a> Simulation<'a> {
    /// What an attempt waits for; `None` where it begins at once.
    pub fn wait<'s>(&'s self, attempt: &'s Attempt<'a>) -> Option<Wait<'s, 'a>> {
        let behind = self.attempts.get(attempt.waits_for?)?;
        (attempt.waits() > 0).then_some(Wait { waiting: attempt, behind, simulation: self })
    }

    /// Who waits longest; of several the one that asked first.
    pub fn longest_wait(&self) -> Option<Wait<'_, 'a>> {
        let waits = self.attempts.iter().filter_map(|it| self.wait(it));
        waits.reduce(|longest, it| match it.waiting.waits() > longest.waiting.waits() {
            true => it,
            false => longest,
        })
    }
}

impl<'s, 'a> Wait<'s, 'a> {
    /// The pulls that ended while it waited, in that order, without those that took no time: a
    /// refused one, or one of an image that had come meanwhile.
    pub fn pulls(&self) -> impl Iterator<Item = &'s Attempt<'a>> + use<'s, 'a> {
        let Simulation { attempts, ended, .. } = self.simulation;
        let (from, to) = self.waiting.behind;
        let ended = ended.get(from..to).unwrap_or_default();
        ended.iter().filter_map(|&it| attempts.get(it)).filter(|it| it.pulling > 0)
    }

    /// The bytes that they download together.
    pub fn bytes(&self) -> u64 {
        let downloads = self.pulls().filter(|it| it.fate == Fate::Pulled);
        downloads.fold(0, |sum, it| sum.saturating_add(it.size))
    }
}

impl fmt::Display for Wait<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { waiting, behind, .. } = self;
        write!(f, "{} waits {} for ", waiting.pod_name, Span(waiting.waits()))?;
        let count = self.pulls().count();
        match count {
            0 | 1 => write!(f, "{}'s image of {}", behind.pod_name, Bytes(behind.size)),
            2..=MOST_NAMED => {
                f.write_str("the images of ")?;
                for (turn, it) in self.pulls().enumerate() {
                    f.write_str(match turn {
                        0 => "",
                        _ if turn + 1 == count => " and ",
                        _ => ", ",
                    })?;
                    write!(f, "{} ({})", it.pod_name, Bytes(it.size))?;
                }
                Ok(())
            }
            _ => write!(
                f,
                "{count} images of {} together; {}'s of {} takes longest",
                Bytes(self.bytes()),
                behind.pod_name,
                Bytes(behind.size)
            ),
        }
    }
}

/// Milliseconds for people: `350 ms`, `2.5 s`, `48 s`, `2 min 5 s`, `3 h 10 min`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub u64);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0 s"),
            it @ 1..1_000 => write!(f, "{it} ms"),
            it @ 1_000..10_000 => tenths(f, it / 100, "s"),
            it @ 10_000..60_000 => write!(f, "{} s", it / 1_000),
            it @ 60_000..3_600_000 => pair(f, it / 1_000, "min", "s"),
            it => pair(f, it / 60_000, "h", "min"),
        }
    }
}

/// Bytes for people, in powers of 1000: `999 B`, `20 MB`, `1.2 GB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"];
        let (mut thousands, mut rest) = (self.0, 0);
        let mut unit = "B";
        for larger in units {
            if thousands < 1_000 {
                break;
            }
            (rest, thousands) = (thousands % 1_000, thousands / 1_000);
            unit = larger;
        }
        match thousands < 10 && unit != "B" {
            true => tenths(f, thousands * 10 + rest / 100, unit),
            false => write!(f, "{thousands} {unit}"),
        }
    }
}

/// Two numbers of which one of the first is 60 of the second; the second only where there is any.
fn pair(f: &mut fmt::Formatter<'_>, number: u64, first: &str, second: &str) -> fmt::Result {
    write!(f, "{} {first}", number / 60)?;
    match number % 60 {
        0 => Ok(()),
        rest => write!(f, " {rest} {second}"),
    }
}

fn tenths(f: &mut fmt::Formatter<'_>, tenths: u64, unit: &str) -> fmt::Result {
    match tenths % 10 {
        0 => write!(f, "{} {unit}", tenths / 10),
        rest => write!(f, "{}.{rest} {unit}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn spans_and_bytes_are_short() {
        let spans = [0, 7, 1_000, 2_590, 48_999, 60_000, 125_000, 3_600_000, 11_459_000];
        let expect =
            ["0 s", "7 ms", "1 s", "2.5 s", "48 s", "1 min", "2 min 5 s", "1 h", "3 h 10 min"];
        assert_eq!(spans.map(|it| Span(it).to_string()), expect);
        let bytes = [0, 999, 1_000, 20_000_000, 1_230_000_000, 10_990_000_000, u64::MAX];
        let expect = ["0 B", "999 B", "1 kB", "20 MB", "1.2 GB", "10 GB", "18 EB"];
        assert_eq!(bytes.map(|it| Bytes(it).to_string()), expect);
    }
}
