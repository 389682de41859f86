//! How long it takes to tell what is asked for an image, by a large `registries.yaml`.

use std::fmt::Write;
use std::hint::black_box;

use pullscope_core::Reference;
use pullscope_core::registries::{self, Flags, Profile, Registries, Resolver, Rewritten, Wharfie};

use crate::{Table, oracle_of, time};

const MIRRORS: usize = 1_000;
const REWRITES: usize = 50;

/// Nanoseconds in which one image has to be resolved.
const BAR: f64 = 50e3;

/// The rewrite of this team fits.
const IMAGE: &str = "registry-500.example.com/team-24/shop/web:1.27";

/// Mirrors with two endpoints each; that of the image has all the rewrites, of which one fits.
fn file() -> String {
    let mut text = String::from("mirrors:\n");
    for mirror in 0..MIRRORS {
        let _ = write!(
            text,
            "  registry-{mirror}.example.com:\n    endpoint:\n    - https://mirror-{0}.example.com\n    - http://cache-{0}.example.com:5000\n",
            mirror % 7
        );
        if mirror == MIRRORS / 2 {
            text += "    rewrite:\n";
            for team in 0..REWRITES {
                let _ = writeln!(text, "      \"^team-{team}/(.*)\": \"mirror/team-{team}/$1\"");
            }
        }
    }
    text += "configs:\n";
    for mirror in 0..7 {
        let _ = writeln!(
            text,
            "  mirror-{mirror}.example.com: {{auth: {{username: robot, password: secret}}}}"
        );
    }
    text
}

pub(crate) fn measure(table: &mut Table) {
    let text = file();
    let load = time(1, || {
        black_box(Registries::parse(black_box(&text)).is_ok());
    });
    let file = Registries::parse(&text).expect("the file can be read");
    table.row(&format!("read registries.yaml, {} kB", text.len() / 1000), load, "");
    let flags = Flags::default();
    let made = registries::Table::new(&file, &flags);
    let resolver = Resolver::new(&file, &made, Profile::default());
    let image = Reference::parse(IMAGE).expect("it is an image");
    let found = resolver.resolve(&image);
    let is_rewritten = |it: &Rewritten| matches!(it, Rewritten::To(..));
    let rewritten = found.attempts.iter().filter(|it| is_rewritten(&it.rewritten)).count();
    assert_eq!((found.attempts.len(), rewritten), (3, 2));
    let ours = time(1, || {
        black_box(resolver.resolve(black_box(&image)).attempts.len());
    });
    let name = format!("resolve an image, {MIRRORS} mirrors, {REWRITES} rewrites");
    table.row(&name, ours, "");
    table.bar("resolve an image in at most 50 µs", ours <= BAR);

    let wharfie = Wharfie::new(&file);
    let found = wharfie.resolve(IMAGE).expect("it is an image");
    let rewritten = found.endpoints.iter().filter(|it| is_rewritten(&it.rewritten)).count();
    assert_eq!((found.endpoints.len(), rewritten), (3, 2));
    let as_wharfie = time(1, || {
        black_box(wharfie.resolve(black_box(IMAGE)).is_some());
    });
    table.row("  the same as RKE2 does for itself", as_wharfie, "");
    table.bar("resolve an image as wharfie in at most 50 µs", as_wharfie <= BAR);

    let path = std::env::temp_dir().join(format!("pullscope-{}.yaml", std::process::id()));
    std::fs::write(&path, &text).expect("the temporary folder can be written");
    let arguments = ["bench", "registries", &path.to_string_lossy(), IMAGE];
    let go = oracle_of("PULLSCOPE_ORACLE_REGISTRIES", &arguments);
    let _ = std::fs::remove_file(&path);
    if let Some(go) = go {
        table.versus("  wharfie (Go)", go, as_wharfie);
        table.bar("20 times wharfie", go >= 20.0 * as_wharfie.max(ours));
    }
}
