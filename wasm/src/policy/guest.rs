//! The guest's side of waPC, without an SDK and without `std`.
//!
//! `std` and the SDK would do, but bring imports of WASI, a formatter for panics and an allocator
//! that this module has no use for. Imported are functions of `wapc` alone; exported are `memory`
//! and `__guest_call`. There is nothing to initialize.
//!
//! Upstream: <https://wapc.io/docs/spec/>.

use alloc::vec::Vec;
use core::panic::PanicInfo;

use super::HostCall;

mod arena;

#[global_allocator]
static ARENA: arena::Arena = arena::Arena::new();

#[link(wasm_import_module = "wapc")]
unsafe extern "C" {
    /// Writes the name of the operation and the payload, of the lengths given to `__guest_call`.
    fn __guest_request(operation: *mut u8, payload: *mut u8);
    /// Takes the answer.
    fn __guest_response(answer: *const u8, length: usize);
    /// Takes the text of an error.
    fn __guest_error(text: *const u8, length: usize);
    /// Asks the host; 1 with a response, 0 with an error. Binding, namespace, operation, payload.
    fn __host_call(
        binding: *const u8,
        binding_length: usize,
        namespace: *const u8,
        namespace_length: usize,
        operation: *const u8,
        operation_length: usize,
        payload: *const u8,
        payload_length: usize,
    ) -> i32;
    /// The length of the response.
    fn __host_response_len() -> usize;
    /// Writes the response.
    fn __host_response(place: *mut u8);
    /// The length of the error's text.
    fn __host_error_len() -> usize;
    /// Writes the error's text.
    fn __host_error(place: *mut u8);
}

// The compiler calls `memcmp` to compare strings, and expects a C library on this target. Of
// wasi-libc, which comes with the target, exactly this function is linked; it calls no WASI.
#[link(name = "c")]
unsafe extern "C" {}

/// The longest operation is `validate_settings`.
const MAX_OPERATION: usize = 32;

/// Answers one call of the host: 1 with an answer set, 0 with an error set.
#[unsafe(no_mangle)]
extern "C" fn __guest_call(operation_length: usize, payload_length: usize) -> i32 {
    // SAFETY: everything that the previous call allocated is gone: the call has returned, and
    // neither this crate nor `pullscope_core` keeps anything in a static.
    unsafe { ARENA.reset() };

    let outcome = if operation_length > MAX_OPERATION {
        super::call(b"", b"", &host_call) // unknown, whatever it is
    } else if payload_length > super::MAX_FETCHED {
        Err(super::TOO_LARGE)
    } else {
        let mut operation = [0; MAX_OPERATION];
        let mut payload = Vec::<u8>::with_capacity(payload_length);
        // SAFETY: the host writes exactly the two lengths it gave; both buffers hold them, and
        // all bytes of `payload` are written before its length is set.
        unsafe {
            __guest_request(operation.as_mut_ptr(), payload.as_mut_ptr());
            payload.set_len(payload_length);
        }
        super::call(&operation[..operation_length], &payload, &host_call)
    };
    match outcome {
        // SAFETY: the host reads the text before it returns.
        Ok(answer) => unsafe {
            __guest_response(answer.as_ptr(), answer.len());
            1
        },
        // SAFETY: as above.
        Err(text) => unsafe {
            __guest_error(text.as_ptr(), text.len());
            0
        },
    }
}

/// Asks the host, which holds a response or an error until the next call.
fn host_call(call: &HostCall) -> Result<Vec<u8>, Vec<u8>> {
    const BINDING: &str = "kubewarden";
    let HostCall { namespace, operation, payload } = call;
    // SAFETY: the host reads the four texts before it returns, and then writes exactly as many
    // bytes as it said, all of them before the length is set.
    unsafe {
        let is_response = __host_call(
            BINDING.as_ptr(),
            BINDING.len(),
            namespace.as_ptr(),
            namespace.len(),
            operation.as_ptr(),
            operation.len(),
            payload.as_ptr(),
            payload.len(),
        ) == 1;
        let length = if is_response { __host_response_len() } else { __host_error_len() };
        // Nothing that is asked for is larger, and an error may be of any length.
        if length > super::MAX_PAYLOAD {
            return Err(Vec::new());
        }
        let mut text = Vec::<u8>::with_capacity(length);
        if is_response {
            __host_response(text.as_mut_ptr());
        } else {
            __host_error(text.as_mut_ptr());
        }
        text.set_len(length);
        if is_response { Ok(text) } else { Err(text) }
    }
}

/// A panic is a defect; the host turns the trap into a denial. Saying more would cost the
/// formatting machinery, and a message might hold what was being judged.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
