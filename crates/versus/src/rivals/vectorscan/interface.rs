//! The few functions of `libhs` that are called, as `hs.h` declares them.

use std::ffi::{c_char, c_int, c_uint, c_ulonglong, c_void};

/// `HS_MODE_BLOCK`: the text is in memory as one.
pub(super) const MODE_BLOCK: c_uint = 1;
/// `HS_FLAG_SOM_LEFTMOST`: where a match starts is told, too.
pub(super) const FLAG_STARTS: c_uint = 256;
/// `HS_SUCCESS`.
pub(super) const SUCCESS: c_int = 0;

/// `hs_database_t`.
#[repr(C)]
pub(super) struct Database {
    _opaque: [u8; 0],
}

/// `hs_scratch_t`.
#[repr(C)]
pub(super) struct Scratch {
    _opaque: [u8; 0],
}

/// `hs_compile_error_t`.
#[repr(C)]
pub(super) struct CompileError {
    pub message: *mut c_char,
    pub expression: c_int,
}

/// `match_event_handler`: rule, start, end, flags, context.
pub(super) type OnMatch = extern "C" fn(c_uint, c_ulonglong, c_ulonglong, c_uint, *mut c_void) -> c_int;

unsafe extern "C" {
    pub(super) fn hs_compile_multi(
        expressions: *const *const c_char,
        flags: *const c_uint,
        ids: *const c_uint,
        elements: c_uint,
        mode: c_uint,
        platform: *const c_void,
        database: *mut *mut Database,
        error: *mut *mut CompileError,
    ) -> c_int;
    pub(super) fn hs_free_compile_error(error: *mut CompileError) -> c_int;
    pub(super) fn hs_free_database(database: *mut Database) -> c_int;
    pub(super) fn hs_alloc_scratch(database: *const Database, scratch: *mut *mut Scratch) -> c_int;
    pub(super) fn hs_free_scratch(scratch: *mut Scratch) -> c_int;
    pub(super) fn hs_scan(
        database: *const Database,
        data: *const c_char,
        length: c_uint,
        flags: c_uint,
        scratch: *mut Scratch,
        on_match: OnMatch,
        context: *mut c_void,
    ) -> c_int;
}
