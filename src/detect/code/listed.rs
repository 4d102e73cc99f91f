//! A code whose digits are elements of an array.

use std::ops::RangeInclusive;

use super::super::Site;
use crate::span::Span;

/// The array of single digits that is the value of a quoted key: `"otp":[4,8,2,9,1,3]`.
pub(super) fn digit_array(site: &Site<'_>, lengths: &RangeInclusive<u8>) -> Option<Span> {
    let rest = site.after().strip_prefix(b"\"").filter(|_| site.is_quoted_key())?;
    let value = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    let (array, _) = value.strip_prefix(b"[")?.split_at_checked(memchr::memchr(b']', value)? - 1)?;
    let mut digits = array.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let is_digit = |digit: &[u8]| matches!(digit, [byte] | [b'"', byte, b'"'] if byte.is_ascii_digit());
    let count = array.iter().filter(|byte| **byte == b',').count() + 1;
    let start = site.text.len() - value.len();
    (u8::try_from(count).is_ok_and(|count| lengths.contains(&count)) && digits.all(is_digit))
        .then(|| Span::new(start, start + array.len() + 2))
}
