//! How long the core takes, beside other parsers in the same run.
//!
//! `cargo xtask bench`. With `PULLSCOPE_ORACLE` naming the built program of `tests/oracle`, and
//! `PULLSCOPE_ORACLE_REGISTRIES` that of `tests/oracle-registries`, the Go code is timed too, over the
//! same inputs. Every figure is the median of its batches.
//!
//! `bench pods COUNT` writes the text that diagnoses are timed with, for other programs.

mod diagnosis;
mod node;
mod queue;
mod registries;

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write;
use std::hint::black_box;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pullscope_core::Reference;
use pullscope_core::docker_config::{DockerConfig, Format, decode};
use pullscope_core::keyring::Keyring;
use pullscope_tests::Table;

/// Counts allocations, to show that parsing makes none.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, count] = arguments.as_slice()
        && word == "pods"
    {
        print!("{}", diagnosis::pods(count.parse().expect("COUNT is a number")));
        return;
    }
    let mut table = Table::default();
    references(&mut table);
    keyrings(&mut table);
    decoding(&mut table);
    diagnosis::measure(&mut table);
    queue::measure(&mut table);
    node::measure(&mut table);
    registries::measure(&mut table);
    table.finish();
}

fn references(table: &mut Table) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/reference.jsonl");
    let names = real_world_names(&corpus);
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    for name in &names {
        black_box(Reference::parse(black_box(name)).is_ok());
    }
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    table.bar("no allocation while parsing", allocations == 0);

    let each = names.len();
    let ours = time(each, || {
        for name in &names {
            black_box(Reference::parse(black_box(name)).is_ok());
        }
    });
    let bytes = names.iter().map(String::len).sum::<usize>() / each;
    table.row(&format!("parse, {each} names of {bytes} bytes"), ours, "per name");
    table.bar("parse at most 150 ns", ours <= 150.0);

    let theirs = time(each, || {
        for name in &names {
            black_box(black_box(name).parse::<oci_spec::distribution::Reference>().is_ok());
        }
    });
    table.versus("  oci-spec", theirs, ours);
    table.bar("40 times oci-spec", theirs >= 40.0 * ours);
    let file =
        std::env::temp_dir().join(format!("pullscope-{}-reference.jsonl", std::process::id()));
    let rows =
        names.iter().map(|name| format!("{}\n", serde_json::json!({"input": name, "ok": true})));
    std::fs::write(&file, rows.collect::<String>()).expect("the temporary folder can be written");
    let go = oracle(&["bench", "reference", &file.to_string_lossy()]);
    let _ = std::fs::remove_file(&file);
    if let Some(go) = go {
        table.versus("  distribution/reference (Go)", go, ours);
        table.bar("25 times distribution/reference", go >= 25.0 * ours);
    }
}

fn keyrings(table: &mut Table) {
    let mut of_hundred = f64::NAN;
    for keys in [1, 10, 100, 1_000, 10_000] {
        let config = config_of(keys);
        let mut keyring = Keyring::new();
        keyring.add(&config, 0);
        let image = image_among(keys);
        assert_eq!(keyring.lookup(&image).len(), 1);
        let ours = time(1, || {
            black_box(keyring.lookup(black_box(&image)).len());
        });
        table.row(&format!("look-up among {keys} keys"), ours, "");
        match keys {
            100 => of_hundred = ours,
            10_000 => table.bar("10,000 keys at most 3 times 100", ours <= 3.0 * of_hundred),
            _ => {}
        }
        if let Some(go) = oracle(&["bench", "keyring", "--keys", &keys.to_string()]) {
            table.versus("  kubernetes (Go)", go, ours);
            if keys == 1_000 {
                table.bar("200 times Kubernetes among 1,000 keys", go >= 200.0 * ours);
            }
        }
    }
}

fn decoding(table: &mut Table) {
    for keys in [10, 1_000] {
        let text = config_text(keys);
        let ours = time(1, || {
            if let Ok(config) = decode(Format::ConfigJson, black_box(text.as_bytes())) {
                let mut keyring = Keyring::new();
                keyring.add(&config, 0);
                black_box(&keyring);
            }
        });
        table.row(&format!("decode and index {keys} keys"), ours, "");
        if let Some(go) = oracle(&["bench", "dockerconfig", "--keys", &keys.to_string()]) {
            table.versus("  kubernetes (Go)", go, ours);
        }
    }
}

/// The keys that the Go program makes too: one of them serves [`image_among`].
fn config_text(keys: usize) -> String {
    let mut text = String::from("{\"auths\":{");
    for i in 0..keys {
        let comma = if i == 0 { "" } else { "," };
        let key = format!("registry-{i}.example.com/team-{}", i % 7);
        let _ = write!(text, "{comma}\"{key}\":{{\"auth\":\"dXNlcjpwYXNzd29yZA==\"}}");
    }
    text + "}}"
}

fn config_of(keys: usize) -> DockerConfig {
    decode(Format::ConfigJson, config_text(keys).as_bytes()).expect("the text is a config")
}

fn image_among(keys: usize) -> String {
    let i = keys / 2;
    format!("registry-{i}.example.com/team-{}/app", i % 7)
}

/// The names in the corpus that people use: accepted, on Docker Hub by their short form or on a
/// registry that everyone knows, and without the runs of separators that only a generator writes.
fn real_world_names(corpus: &Path) -> Vec<String> {
    const REGISTRIES: [&str; 9] = [
        "docker.io",
        "gcr.io",
        "ghcr.io",
        "mcr.microsoft.com",
        "nvcr.io",
        "public.ecr.aws",
        "quay.io",
        "registry.gitlab.com",
        "registry.k8s.io",
    ];
    let file = std::fs::read(corpus).expect("the corpus is there");
    let rows = file.lines().map_while(Result::ok);
    rows.filter_map(|line| serde_json::from_str::<pullscope_tests::Row>(&line).ok())
        .filter(|row| row.get("ok") == Some(&true.into()))
        .filter_map(|row| row.get("input")?.as_str().map(String::from))
        .filter(|name| {
            Reference::parse(name).is_ok_and(|reference| {
                REGISTRIES.contains(&reference.registry())
                    && !name.contains("--")
                    && !name.contains("__")
                    && reference.tag().is_none_or(|tag| tag.len() <= 32)
            })
        })
        .collect()
}

/// Nanoseconds for one of the `each` things that `run` does: the median of batches of 20 ms.
fn time(each: usize, mut run: impl FnMut()) -> f64 {
    let mut rounds = 1;
    loop {
        let start = Instant::now();
        (0..rounds).for_each(|_| run());
        if start.elapsed() >= Duration::from_millis(20) {
            break;
        }
        rounds *= 2;
    }
    let mut batches: Vec<f64> = (0..31)
        .map(|_| {
            let start = Instant::now();
            (0..rounds).for_each(|_| run());
            start.elapsed().as_nanos() as f64 / (rounds * each) as f64
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    batches[batches.len() / 2]
}

/// What the Go program of Kubernetes measures, in nanoseconds.
fn oracle(arguments: &[&str]) -> Option<f64> {
    oracle_of("PULLSCOPE_ORACLE", arguments)
}

/// The same of the Go program that a variable names.
fn oracle_of(variable: &str, arguments: &[&str]) -> Option<f64> {
    let program = PathBuf::from(std::env::var_os(variable)?);
    let output = Command::new(program).args(arguments).output().ok()?;
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    row.get("ns_per_op")?.as_f64()
}
