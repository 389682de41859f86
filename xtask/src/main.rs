//! Tasks: serve, test, build, bench.
fn main() {}
