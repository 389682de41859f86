//! Memory for one call: allocated upwards, given back all at once.
//!
//! Kubewarden makes a new instance for every request and drops it afterwards, so that freeing
//! single values would be work for nothing. A host that keeps an instance (`kwctl bench`) starts
//! every call with [`Arena::reset`]. A general allocator such as dlmalloc would do the same for
//! about 6 kB of code and a search at each allocation.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32;
use core::cell::Cell;
use core::ptr;

const PAGE: usize = 64 << 10;

unsafe extern "C" {
    /// Where the linker's data and stack end; only its address means something.
    static __heap_base: u8;
}

/// The allocator. `free` and `end` are addresses; both are 0 before the first allocation.
pub(super) struct Arena {
    free: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: a wasm module without the threads proposal has one thread.
unsafe impl Sync for Arena {}

impl Arena {
    pub(super) const fn new() -> Self {
        Self { free: Cell::new(0), end: Cell::new(0) }
    }

    /// Gives everything back.
    ///
    /// # Safety
    ///
    /// Nothing that was allocated before is used afterwards.
    pub(super) unsafe fn reset(&self) {
        self.free.set((&raw const __heap_base).addr());
        self.end.set(wasm32::memory_size(0) * PAGE);
    }

    /// Makes `end` at least `wanted`, or says that there is no more memory.
    fn grow(&self, wanted: usize) -> bool {
        let missing = (wanted - self.end.get()).div_ceil(PAGE);
        // A quarter more than there is, so that a large request grows in few steps.
        let generous = missing.max(self.end.get() / PAGE / 4);
        for pages in [generous, missing] {
            if wasm32::memory_grow(0, pages) != usize::MAX {
                self.end.set(wasm32::memory_size(0) * PAGE);
                return true;
            }
        }
        false
    }
}

// SAFETY: `free` only moves upwards between two resets, past what was handed out, and never past
// `end`, which is within the memory. Nobody else grows or uses memory above `__heap_base`.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(start) = self.free.get().checked_next_multiple_of(layout.align()) else {
            return ptr::null_mut();
        };
        let Some(end) = start.checked_add(layout.size()) else { return ptr::null_mut() };
        if end > self.end.get() && !self.grow(end) {
            return ptr::null_mut();
        }
        self.free.set(end);
        ptr::with_exposed_provenance_mut(start)
    }

    /// Nothing: all is given back at once. Code that frees what single values own is left out then,
    /// which is 8 kB.
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The last allocation grows in place, as a string that is being written does.
        if start.addr() + layout.size() == self.free.get() {
            let Some(end) = start.addr().checked_add(size) else { return ptr::null_mut() };
            if end > self.end.get() && !self.grow(end) {
                return ptr::null_mut();
            }
            self.free.set(end);
            return start;
        }
        // SAFETY: the caller keeps the contract of `realloc`, which has these two as its meaning.
        unsafe {
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                ptr::copy_nonoverlapping(start, moved, layout.size().min(size));
            }
            moved
        }
    }
}
