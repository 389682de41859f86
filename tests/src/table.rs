//! The table of a benchmark: rows, and the bars that are missed.

use std::fmt::Write;

/// What was measured.
#[derive(Debug, Default)]
pub struct Table {
    text: String,
    missed: Vec<String>,
}

impl Table {
    /// What took so long, and of what it is the time.
    pub fn row(&mut self, name: &str, nanoseconds: f64, unit: &str) {
        self.figure(name, &duration(nanoseconds), unit);
    }

    /// What is so much, and of what.
    pub fn figure(&mut self, name: &str, value: &str, unit: &str) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.text, "{name:<44} {value:>12} {unit}");
    }

    /// What another program takes for the same.
    pub fn versus(&mut self, name: &str, theirs: f64, ours: f64) {
        let unit = format!("{:>8.1} times ours", theirs / ours);
        self.row(name, theirs, &unit);
    }

    /// A bar, and whether it is met.
    pub fn bar(&mut self, name: &str, is_met: bool) {
        if !is_met {
            self.missed.push(name.into());
        }
    }

    /// Prints the table, and ends the process with an error when a bar is missed.
    pub fn finish(&self) {
        println!("{}", self.text);
        if self.missed.is_empty() {
            println!("every bar is met");
        } else {
            println!("missed: {}", self.missed.join("; "));
            std::process::exit(1);
        }
    }
}

fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e3 => format!("{ns:.1} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}
