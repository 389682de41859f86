//! What a module answers, whole and cut in every way that a profile can say.

use wasmi::{Caller, Engine, Extern, Global, Instance, Linker, Store, Val};

use crate::data::Data;
use crate::module::Module;
use crate::profile::Profile;
use crate::whole::Whole;
use crate::write;

/// Functions whose code branches off in each way there is: out of a block, back to a loop, over a
/// table, to return; with values that are wanted behind, and with some that are not.
const MODULE: &str = r#"
(module
  (import "./page_bg.js" "__wbg_loadRest_0123" (func $load))
  (table 2 funcref)
  (memory 1)
  (global $count (mut i32) (i32.const 0))
  (elem (i32.const 0) $page::steps $page::digits)
  (func $page::note (param $by i32)
    (global.set $count (i32.add (i32.mul (global.get $count) (i32.const 31)) (local.get $by)))
    (i32.store (i32.and (local.get $by) (i32.const 0xfc)) (global.get $count)))
  (func $page::digits (param $n i32) (param $wide i64) (result i32)
    (local $sum i32) (local $left i32) (local $scale f64)
    (local.set $scale (f64.const 1.5))
    block $done
      loop $next
        block $odd
          (br_if $odd (i32.and (local.get $n) (i32.const 1)))
          (call $page::note (i32.const 8))
          (local.set $sum (i32.add (local.get $sum) (local.get $left)))
          (local.set $wide (i64.add (local.get $wide) (i64.extend_i32_u (local.get $n))))
          (local.set $n (i32.shr_u (local.get $n) (i32.const 1)))
          (br_if $next (local.get $n))
          (local.set $scale (f64.mul (local.get $scale) (f64.const 3)))
          br $done
        end
        (call $page::note (i32.const 12))
        (local.set $left (i32.add (local.get $left) (i32.wrap_i64 (local.get $wide))))
        (local.set $n (i32.shr_u (local.get $n) (i32.const 1)))
        (if (i32.gt_u (local.get $left) (i32.const 1000))
          (then
            (call $page::note (i32.const 16))
            (local.set $left (i32.sub (local.get $left) (i32.const 977)))
            (return (i32.add (local.get $sum) (i32.mul (local.get $left) (i32.const 7)))))
          (else
            (call $page::note (i32.const 20))
            (local.set $sum (i32.add (local.get $sum) (i32.const 3)))))
        (br_if $next (local.get $n))
      end
      (call $page::note (i32.add (local.get $sum) (i32.const 4)))
      (local.set $scale (f64.add (local.get $scale) (f64.const 10)))
    end
    (i32.add (i32.trunc_f64_s (local.get $scale)) (i32.add (local.get $sum) (local.get $left))))
  (func $page::steps (param $n i32) (param $wide i64) (result i32)
    (local $seen i32) (local $kind i32)
    block $out
      block $last
        block $third
          block $second
            block $first
              (local.set $kind (i32.rem_u (local.get $n) (i32.const 5)))
              (br_table $first $second $third $last $out (local.get $kind))
            end
            (call $page::note (i32.const 24))
            (local.set $seen (i32.const 11))
            (br_if $third (i32.gt_u (local.get $n) (i32.const 20)))
            (local.set $seen (i32.mul (local.get $n) (i32.const 13)))
            (br $last)
          end
          (call $page::note (i32.const 28))
          (local.set $n (call $page::digits (local.get $n) (local.get $wide)))
          (br_table $last $third $out (i32.and (local.get $n) (i32.const 3)))
        end
        (call $page::note (i32.const 32))
        (local.set $seen (i32.add (local.get $seen) (call $page::rare (local.get $n))))
        (if (i32.eqz (local.get $seen))
          (then
            (call $page::note (i32.const 36))
            (call $page::note (i32.const 40))
            unreachable))
      end
      (call $page::note (local.get $seen))
      (local.set $wide (i64.mul (local.get $wide) (i64.const 5)))
      (return (i32.add (local.get $kind) (i32.wrap_i64 (local.get $wide))))
    end
    (i32.add (local.get $seen) (local.get $n)))
  (func $page::rare (param $n i32) (result i32)
    (call $page::note (i32.const 44))
    (i32.sub (local.get $n) (i32.const 12)))
  (func $page::shown (param $n i32) (param $wide i64) (result i32)
    (i32.add
      (call_indirect (param i32 i64) (result i32)
        (local.get $n) (local.get $wide) (i32.and (local.get $n) (i32.const 1)))
      (i32.mul (i32.const 31) (global.get $count))))
  (export "shown" (func $page::shown)))
"#;

/// The module, with enough in each stretch that it is worth a call.
fn bytes() -> Vec<u8> {
    let long = |line: &'static str| {
        let count =
            if line.trim_start().starts_with("(call $page::note (i32.const") { 20 } else { 1 };
        std::iter::repeat_n(line, count)
    };
    let text: Vec<&str> = MODULE.lines().flat_map(long).collect();
    wat::parse_str(text.join("\n")).expect("it is written as it should be")
}

/// The instance, and how often it asked for the rest.
struct Page {
    store: Store<Host>,
    instance: Instance,
}

struct Host {
    rest: Vec<u8>,
    asked: usize,
    first: Option<Instance>,
}

impl Page {
    fn of(first: &[u8], rest: &[u8]) -> Self {
        let engine = Engine::default();
        let module = wasmi::Module::new(&engine, first).expect("the first module is valid");
        let mut store = Store::new(&engine, Host { rest: rest.to_vec(), asked: 0, first: None });
        let mut linker = Linker::new(&engine);
        linker.func_wrap("./page_bg.js", "__wbg_loadRest_0123", load).expect("it is wanted once");
        let instance = linker.instantiate_and_start(&mut store, &module).expect("it starts");
        store.data_mut().first = Some(instance);
        Self { store, instance }
    }

    /// What is answered; none if it traps.
    fn answer(&mut self, n: i32, wide: i64) -> Option<i32> {
        let shown = self.instance.get_typed_func::<(i32, i64), i32>(&self.store, "shown");
        shown.expect("it is exported").call(&mut self.store, (n, wide)).ok()
    }
}

/// Ties the rest to the first, as web/boot.js does.
fn load(mut caller: Caller<'_, Host>) {
    caller.data_mut().asked += 1;
    let first = caller.data().first.expect("nothing is called before");
    let module = wasmi::Module::new(caller.engine(), &caller.data().rest[..]);
    let mut linker = Linker::new(caller.engine());
    let exports: Vec<(String, Extern)> =
        first.exports(&caller).map(|it| (it.name().to_owned(), it.into_extern())).collect();
    for (name, export) in exports {
        linker.define("first", &name, export).expect("each name is one");
    }
    linker.instantiate_and_start(&mut caller, &module.expect("it is valid")).expect("it fits");
    let loaded: Global = first.get_global(&caller, "restIsLoaded").expect("it is exported");
    loaded.set(&mut caller, Val::I32(1)).expect("it can be set");
}

fn answers(page: &mut Page) -> Vec<Option<i32>> {
    let numbers = (0..60).chain([i32::MAX, i32::MIN, -1, 4096]);
    numbers
        .flat_map(|n| [0, 1, 500, -3].map(|wide| (n, wide)))
        .map(|(n, wide)| page.answer(n, wide))
        .collect()
}

#[test]
fn however_it_is_cut_it_answers_the_same() {
    let bytes = bytes();
    let expected = answers(&mut Page::of(&bytes, &[]));
    assert!(expected.contains(&None) && expected.iter().flatten().count() > 200);
    let whole = Whole::read(&bytes).unwrap();
    let names = Module::read(&bytes).unwrap().names();
    let places: usize = whole.bodies.iter().map(|it| 1 + it.stretches.len()).sum();
    assert!(places > 15, "{places}");
    let (mut asked, mut cut) = (0, 0);
    let mut random: u64 = 1;
    for round in 0..60 {
        // All of the functions run, or nearly; and what is in them runs less and less.
        let mut trace = Vec::new();
        for body in &whole.bodies {
            for place in 0..=body.stretches.len() {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let chance = random >> 33 & 255;
                trace.push(u8::from(if place == 0 { chance > 40 } else { chance > 4 * round }));
            }
        }
        let text = Profile::of(&whole.bodies, &names, &trace).text();
        let profile = Profile::parse(&text).unwrap();
        let outlined = whole.outlined(&profile, &names).unwrap();
        wasmparser::validate(&outlined).unwrap();
        let module = Module::read(&outlined).unwrap();
        let moved = module.moved(|at| names.get(at).is_none_or(|name| profile.is_idle(name)));
        let parts = write::parts(&module, &Data::default(), &moved).unwrap();
        let mut page = Page::of(&parts.first, &parts.rest);
        assert_eq!(answers(&mut page), expected, "round {round}: {text}");
        assert!(page.store.data().asked <= 1);
        asked += page.store.data().asked;
        cut += module.bodies.len() - names.len();
    }
    assert!(asked > 30 && cut > 100, "{asked} {cut}");
}

#[test]
fn a_traced_module_answers_the_same_and_tells_what_ran() {
    let bytes = bytes();
    let whole = Whole::read(&bytes).unwrap();
    let names = Module::read(&bytes).unwrap().names();
    let traced = whole.traced().unwrap();
    let mut page = Page::of(&bytes, &[]);
    let mut watched = Page::of(&traced, &[]);
    assert_eq!(watched.answer(0, 1), page.answer(0, 1));
    let trace = watched.instance.get_memory(&watched.store, "trace").unwrap();
    let profile = Profile::of(&whole.bodies, &names, trace.data(&watched.store));
    // Zero is the first of the steps, and neither a digit nor rare.
    for (name, is_idle) in [
        ("page::steps", false),
        ("page::note", false),
        ("page::digits", true),
        ("page::rare", true),
    ] {
        assert_eq!(profile.is_idle(name), is_idle, "{name}");
    }
    let steps = names.iter().position(|it| it == "page::steps").unwrap();
    let ran = profile.stretches("page::steps", &whole.bodies[steps]).unwrap();
    assert!(ran.contains(&true) && ran.contains(&false), "{ran:?}");
    let text = profile.text();
    assert_eq!(Profile::parse(&text).unwrap().text(), text);
    assert_eq!(Profile::parse("# a profile\n0000000g\n"), Err(2));
}

#[test]
fn what_the_profile_does_not_know_stays() {
    let bytes = bytes();
    let whole = Whole::read(&bytes).unwrap();
    let names = Module::read(&bytes).unwrap().names();
    let nothing = Profile::default();
    let outlined = whole.outlined(&nothing, &names).unwrap();
    assert_eq!(outlined, bytes);
    assert!(names.iter().all(|name| !nothing.is_idle(name)));
}
