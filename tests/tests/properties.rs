//! Laws that hold for every pasted text, tried on texts that nobody wrote.
//!
//! The texts are the same at every run, so that a change fails for what it changes. To try others,
//! set `PULLSCOPE_SEED` to `random`, or to the number that a failure names; `cargo xtask fuzz` looks
//! further. The texts come from `generate`, the laws from `laws`.

use std::time::Duration;

use pullscope_core::Version;
use pullscope_core::diagnose::{Options, diagnose};
use pullscope_tests::cases::{self, CANARY, catalogue};
use pullscope_tests::generate::hostile::{HOSTILE, HOSTILE_PROSE, Hostile};
use pullscope_tests::generate::{
    Random, broken, damaged, half_typed, join, options, pieces, secret, seed,
};
use pullscope_tests::laws::{
    Canary, Places, fix_by_fix, fixes, hiding, normal, redaction, same, spans,
};
use pullscope_tests::processor::timed;

/// Passwords that occur in no text by chance. The first two are of one length. The third is 27 bytes
/// longer, so that up to three layers of base64 around it end as those of the others do: what is
/// written behind it in base64 depends on that.
const PASSWORDS: [&str; 3] =
    ["Xq7vZk2mWp9rTb4n", "Hj5dYs8cLg3fNx6w", "Kw4zRt9hQm2bVj7sDf6gPx3cHn8kTy5wBd2qLs9vGr4"];

/// Tries a law with so many seeds.
#[track_caller]
fn holds(count: u64, law: impl Fn(&mut Random) -> Result<(), String>) {
    let first = seed(1);
    println!("{count} texts from seed {first}");
    for seed in (0..count).map(|it| first.wrapping_add(it)) {
        if let Err(broken) = law(&mut Random::new(seed)) {
            panic!("seed {seed}: {broken}");
        }
    }
}

#[test]
fn the_order_of_documents_does_not_change_the_answer() {
    holds(600, |random| {
        let mut pieces = pieces(random, PASSWORDS[0]);
        // What is left of a budget depends on the order.
        let comparisons = Options::default().comparisons;
        let options = Options { comparisons, ..options(random) };
        let answer = |text: &str| normal(text, &diagnose(text, &options), Places::Text);
        let text = join(&pieces);
        random.shuffle(&mut pieces);
        let shuffled = join(&pieces);
        same(&answer(&text), &answer(&shuffled))
            .map_err(|it| format!("{it}\n{options:?}\n{text}\n===== and\n{shuffled}"))
    });
}

#[test]
fn an_answer_does_not_depend_on_a_password() {
    holds(500, |random| {
        let options = options(&mut random.clone());
        let [one, same_length, longer] = PASSWORDS.map(|it| join(&pieces(&mut random.clone(), it)));
        let answer = |text: &str| normal(text, &diagnose(text, &options), Places::Nothing);
        if diagnose(&one, &options) != diagnose(&same_length, &options) {
            return Err(format!("places depend on the password\n{one}\n=====\n{same_length}"));
        }
        same(&answer(&one), &answer(&longer)).map_err(|it| format!("{it}\n{one}\n=====\n{longer}"))
    });
}

#[test]
fn no_part_of_a_password_is_in_an_answer() {
    let canary = Canary::new(PASSWORDS[0]);
    holds(1_000, |random| {
        let mut text = join(&pieces(random, PASSWORDS[0]));
        if random.chance(50) {
            text = half_typed(random, &text);
        }
        let answer = format!("{:?}", diagnose(&text, &options(random)));
        match canary.find(&answer) {
            Some((part, depth)) => {
                Err(format!("{part} is in the answer, encoded {depth} times\n{answer}\n{text}"))
            }
            None => Ok(()),
        }
    });
}

/// A password of digits, that a person wrote without quotes: a number, or one that is too large.
#[test]
fn no_digit_of_a_password_that_is_a_number_is_in_an_answer() {
    const DIGITS: &str = "7391528640173952";
    let canary = Canary::new(DIGITS);
    holds(1_500, |random| {
        let mut text = join(&pieces(random, DIGITS));
        let numbers = ["", "", "e999", ".25", "e-7"].map(|it| format!("{DIGITS}{it}"));
        let huge = format!("1e{DIGITS}");
        let number = if random.chance(20) { &huge } else { random.pick(&numbers) };
        for quote in ["\\\"", "\"", "'"] {
            text = text.replace(&format!("{quote}{DIGITS}{quote}"), number);
        }
        let answer = format!("{:?}", diagnose(&text, &options(random)));
        if let Some((part, depth)) = canary.find(&answer) {
            return Err(format!(
                "{part} is in the answer, encoded {depth} times\n{answer}\n{text}"
            ));
        }
        Ok(())
    });
}

#[test]
fn placeholders_for_secrets_are_answered_as_the_secrets() {
    let canary = Canary::new(PASSWORDS[0]);
    holds(800, |random| {
        let mut text = join(&pieces(random, PASSWORDS[0]));
        if random.chance(30) {
            text = half_typed(random, &text);
        }
        redaction(&text, &options(random), &canary)
    });
}

#[test]
fn a_broken_text_shows_no_more_of_a_secret_than_a_whole_one() {
    let canaries = [Canary::new(PASSWORDS[0]), Canary::new(CANARY)];
    let mut cases = cases::read(&catalogue::cases()).expect("the cases can be read");
    // What a plugin is started with is secret under any name, as long as something says that there
    // is a plugin.
    cases.retain(|it| !it.text.contains("AWS_PROFILE"));
    holds(2_000, |random| {
        let text = match random.below(4) {
            0 => random.pick(&cases).text.clone(),
            1 => secret(random, PASSWORDS[0]),
            _ => join(&pieces(random, PASSWORDS[0])),
        };
        let text = broken(random, &text);
        canaries.iter().try_for_each(|it| hiding(&text, it))
    });
}

#[test]
fn every_place_stands_in_its_document() {
    holds(1_500, |random| {
        let mut text = join(&pieces(random, PASSWORDS[0]));
        for _ in 0..random.below(3) {
            text = damaged(random, &text);
        }
        let options = options(random);
        let diagnosis = diagnose(&text, &options);
        spans(&text, &diagnosis, &options.limits).map_err(|it| format!("{it}\n{text}"))
    });
}

#[test]
fn a_fix_mends_what_it_says() {
    holds(600, |random| {
        let mut text = join(&pieces(random, PASSWORDS[0]));
        if random.chance(20) {
            text = damaged(random, &text);
        }
        let options = options(random);
        fixes(&text, &diagnose(&text, &options), &options)
    });
}

#[test]
fn fix_by_fix_comes_to_an_end() {
    holds(200, |random| {
        let text = join(&pieces(random, PASSWORDS[0]));
        let options = options(random);
        let end = fix_by_fix(&text, &options)?;
        spans(&end, &diagnose(&end, &options), &options.limits)
    });
}

#[test]
fn every_release_has_an_answer() {
    holds(40, |random| {
        let text = join(&pieces(random, PASSWORDS[0]));
        for kubernetes in Version::all() {
            let options = Options { kubernetes, ..options(random) };
            let diagnosis = diagnose(&text, &options);
            spans(&text, &diagnosis, &options.limits).map_err(|it| format!("{it}\n{text}"))?;
        }
        Ok(())
    });
}

#[test]
fn time_grows_with_the_text() {
    let slow = HOSTILE.iter().filter_map(|it| too_slow(it, 8 << 10));
    let slow = slow.chain(HOSTILE_PROSE.iter().filter_map(|it| too_slow(it, 50 << 10)));
    let slow: Vec<String> = slow.collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

/// What is wrong when ten times the text takes more than twenty-five times the time: caches account
/// for some of that, and a step that is not linear takes a hundred times as long.
fn too_slow(hostile: &Hostile, bytes: usize) -> Option<String> {
    let (short, long) = (hostile.text(bytes), hostile.text(10 * bytes));
    let mut tries = Vec::new();
    // Another program may take the processor meanwhile. So both sides take about as long, and what
    // is slow is slow each time.
    while tries.len() < 12 {
        let ten_short: Duration = (0..10).map(|_| time(&short)).sum();
        let one_long = time(&long);
        if one_long * 2 <= ten_short * 5 {
            return None;
        }
        tries.push((ten_short, one_long));
    }
    Some(format!("{}: ten times, and in one {tries:?}", hostile.name))
}

fn time(text: &str) -> Duration {
    timed(|| diagnose(text, &Options::default())).1
}
