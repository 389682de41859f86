//! How much memory a request takes: waPC by hand, because `wapc` does not tell it.
//!
//! The benchmark of the policy has this file, too.

use wasmtime_provider::wasmtime::{Caller, Extern, Linker, Memory, Module, Store};

/// What a new instance answers to `validate`, and how many bytes of memory it has then.
pub(crate) fn measure(module: &Module, payload: &'static [u8]) -> (String, usize) {
    const OPERATION: &[u8] = b"validate";
    fn memory(caller: &mut Caller<'_, String>) -> Memory {
        caller.get_export("memory").and_then(Extern::into_memory).expect("a memory")
    }
    let request = move |mut caller: Caller<'_, String>, operation: u32, place: u32| {
        let memory = memory(&mut caller);
        memory.write(&mut caller, operation as usize, OPERATION).expect("it is reserved");
        memory.write(&mut caller, place as usize, payload).expect("it is reserved");
    };
    let response = |mut caller: Caller<'_, String>, place: u32, length: u32| {
        let memory = memory(&mut caller);
        let text = memory.data(&caller)[place as usize..][..length as usize].to_vec();
        *caller.data_mut() = String::from_utf8(text).expect("answers are UTF-8");
    };
    let engine = module.engine();
    let mut linker = Linker::new(engine);
    linker.func_wrap("wapc", "__guest_request", request).expect("it is imported");
    linker.func_wrap("wapc", "__guest_response", response).expect("it is imported");
    linker.func_wrap("wapc", "__guest_error", |_: u32, _: u32| {}).expect("it is imported");
    // Nothing that is measured asks the host.
    linker.define_unknown_imports_as_traps(module).expect("the rest is imported");
    let mut store = Store::new(engine, String::new());
    // Where a clock ends requests, nothing ticks here.
    store.set_epoch_deadline(1);
    let instance = linker.instantiate(&mut store, module).expect("it starts");
    let call = instance
        .get_typed_func::<(u32, u32), u32>(&mut store, "__guest_call")
        .expect("it is exported");
    let lengths = (OPERATION.len() as u32, payload.len() as u32);
    assert_eq!(call.call(&mut store, lengths).expect("no trap"), 1, "no answer");
    let used = instance.get_memory(&mut store, "memory").expect("it is exported");
    let used = used.data_size(&store);
    (store.into_data(), used)
}
