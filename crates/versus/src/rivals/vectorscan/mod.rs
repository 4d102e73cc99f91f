//! Vectorscan (Hyperscan on every machine) with the rules in one database, from the library that is installed.
//!
//! It tells every end of every match; where a match starts costs more, and is asked in a row of its own, as nothing can be
//! masked without.

mod interface;

use std::error::Error;
use std::ffi::{CStr, CString, c_int, c_uint, c_ulonglong, c_void};
use std::ops::Range;
use std::ptr;

use interface as hs;

use super::{Rival, Seen, Task};
use crate::rules::RULES;

pub(super) struct Vectorscan {
    name: &'static str,
    task: Task,
    database: *mut hs::Database,
    scratch: *mut hs::Scratch,
}

impl Vectorscan {
    /// Where matches end.
    pub(super) fn ends() -> Result<Self, Box<dyn Error>> {
        Self::new("Vectorscan, the rules without starts", Task::Ends, 0)
    }

    /// Where matches start and end.
    pub(super) fn places() -> Result<Self, Box<dyn Error>> {
        Self::new("Vectorscan, the rules", Task::Find, hs::FLAG_STARTS)
    }

    fn new(name: &'static str, task: Task, flag: c_uint) -> Result<Self, Box<dyn Error>> {
        let expressions: Vec<CString> =
            RULES.iter().map(|rule| CString::new(rule.pattern)).collect::<Result<_, _>>()?;
        let pointers: Vec<_> = expressions.iter().map(|expression| expression.as_ptr()).collect();
        let flags = vec![flag; RULES.len()];
        let ids: Vec<c_uint> = (0..).take(RULES.len()).collect();
        let mut error = ptr::null_mut();
        // Made first, so that what has been allocated is let go whatever fails.
        let mut this = Self { name, task, database: ptr::null_mut(), scratch: ptr::null_mut() };
        // SAFETY: the three arrays have as many elements as is said and outlive the call; the strings end in a zero byte.
        let code = unsafe {
            hs::hs_compile_multi(
                pointers.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                c_uint::try_from(RULES.len())?,
                hs::MODE_BLOCK,
                ptr::null(),
                &mut this.database,
                &mut error,
            )
        };
        if code != hs::SUCCESS {
            if error.is_null() {
                return Err(format!("Vectorscan: error {code}").into());
            }
            // SAFETY: a failed compilation hands out an error with a message, which is freed once.
            let (message, rule) = unsafe {
                let message = CStr::from_ptr((*error).message).to_string_lossy().into_owned();
                let rule = (*error).expression;
                hs::hs_free_compile_error(error);
                (message, rule)
            };
            return Err(format!("Vectorscan: rule {rule}: {message}").into());
        }
        // SAFETY: the database was compiled just now.
        match unsafe { hs::hs_alloc_scratch(this.database, &mut this.scratch) } {
            hs::SUCCESS => Ok(this),
            code => Err(format!("Vectorscan: no scratch, error {code}").into()),
        }
    }

    fn find(&self, text: &str, mut found: &mut dyn FnMut(usize, Range<usize>)) {
        let length = c_uint::try_from(text.len()).expect("haystacks are smaller than 4 GiB");
        // SAFETY: database and scratch belong together and live as long as `self`; the text outlives the call. `forward` gets
        // the closure back as it is given here, and is not called after this.
        let code = unsafe {
            hs::hs_scan(
                self.database,
                text.as_ptr().cast(),
                length,
                0,
                self.scratch,
                forward,
                ptr::from_mut(&mut found).cast(),
            )
        };
        assert_eq!(code, hs::SUCCESS, "a scan in memory cannot fail");
    }
}

extern "C" fn forward(
    rule: c_uint,
    from: c_ulonglong,
    to: c_ulonglong,
    _: c_uint,
    context: *mut c_void,
) -> c_int {
    // SAFETY: the context is the reference to the closure that `find` has handed over, alone and alive.
    let found = unsafe { &mut *context.cast::<&mut dyn FnMut(usize, Range<usize>)>() };
    found(rule as usize, from as usize..to as usize);
    0
}

impl Drop for Vectorscan {
    fn drop(&mut self) {
        // SAFETY: both are null or were handed out by the library, and nobody else has them.
        unsafe {
            hs::hs_free_scratch(self.scratch);
            hs::hs_free_database(self.database);
        }
    }
}

impl Rival for Vectorscan {
    fn name(&self) -> &str {
        self.name
    }

    fn task(&self) -> Task {
        self.task
    }

    fn run(&mut self, text: &str) -> usize {
        let mut ends = 0_usize;
        let has_starts = self.task == Task::Find;
        self.find(text, &mut |rule, place| {
            if !has_starts || RULES[rule].check.passes(&text.as_bytes()[place.clone()]) {
                ends = ends.wrapping_add(place.end);
            }
        });
        ends
    }

    fn look(&mut self, line: &str) -> Option<Seen> {
        if self.task == Task::Ends {
            return None;
        }
        let mut places = Vec::new();
        self.find(line, &mut |rule, place| {
            if RULES[rule].check.passes(&line.as_bytes()[place.clone()]) {
                places.push(place);
            }
        });
        Some(Seen::Places(places))
    }
}
