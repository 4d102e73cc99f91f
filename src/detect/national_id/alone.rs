//! Numbers that are known without a label, by their groups.
//!
//! **Grammar.** The one way of writing that nothing else has: three separators or more in fixed places. **Evidence.** That,
//! and the check digits. **Not found on purpose.** Other ways of writing the same number, which need their label; numbers
//! whose groups dates, telephone numbers or cards have, too; and those whose groups the prefilter does not see for free:
//! it looks for a separator, three digits or four, a separator and three digits, and for eight digits between separators.

use super::{Id, UNPROVED, ar, br, ch, cl, co, fr, id, th};
use crate::detect::{Detector, Hit, Site, Trigger, Verdict, edge};
use crate::finding::Confidence;
use crate::span::{Reach, Span};

/// A number that needs no label.
pub(in crate::detect) struct Alone {
    /// The rule's name: the entity's with `_alone`.
    rule: &'static str,
    id: &'static Id,
    forms: &'static [Form],
}

/// A way of writing.
struct Form {
    /// As one of [`Id`].
    text: &'static str,
    /// The separator that the prefilter finds.
    anchor: usize,
    /// The last separator, which most other numbers do not have: it is looked at first. Its offset from the anchor.
    last: usize,
    last_sign: u8,
}

impl Form {
    const fn new(text: &'static str) -> Self {
        let (Some(anchor), Some(last)) = (anchor(text), last(text)) else {
            panic!("the prefilter does not find the form");
        };
        Self { text, anchor, last: last - anchor, last_sign: text.as_bytes()[last] }
    }

    /// Start and end of what may be written so around the separator at `at`.
    #[inline]
    fn around(&self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        if text.get(at + self.last) != Some(&self.last_sign) {
            return None;
        }
        let start = at.checked_sub(self.anchor)?;
        Some((start, start + self.text.len()))
    }
}

impl Alone {
    /// Start and end of the number of which the separator at `at` is the anchor.
    fn around(&self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        self.forms.iter().find_map(|form| {
            let (start, end) = form.around(text, at)?;
            let is_written = self.id.written(text, start, form.text) == Some(end);
            (is_written && stands_apart(text, start, end)).then_some((start, end))
        })
    }
}

impl Detector for &'static Alone {
    fn rule(&self) -> &str {
        self.rule
    }

    fn entity(&self) -> &str {
        self.id.entity
    }

    fn reach(&self) -> Reach {
        Reach::new(24, 32)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Shape(b" -.")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        self.around(site.text, site.anchor.start).map_or(
            Verdict::Miss("no number with these groups and the check digit"),
            |(start, end)| {
                let confidence =
                    if UNPROVED.contains(&self.id.entity) { Confidence::Shape } else { Confidence::Checksum };
                Verdict::Hit(Hit::new(Span::new(start, end), confidence))
            },
        )
    }
}

/// Whether the separator at `at` is the anchor of a number that is known without a label.
pub(in crate::detect) fn is_grouped(text: &[u8], at: usize) -> bool {
    // First what tells most addresses of hosts and sums of money: the byte behind the second group.
    let byte = |after: usize| edge::byte(text, at + after);
    let may_be = match byte(4) {
        b'0'..=b'9' => byte(9) == b'-' || byte(10) == b'.' || byte(11) == b'-',
        _ => match byte(8) {
            b'-' | b'/' | b'\\' => true,
            b' ' => byte(4) == b' ',
            b'.' => byte(10) == b'-',
            _ => false,
        },
    };
    may_be && ALONE.iter().any(|alone| alone.around(text, at).is_some())
}

/// Every number that is known without a label.
pub(in crate::detect) fn all() -> impl Iterator<Item = &'static Alone> {
    ALONE.iter()
}

/// Where a form has what the prefilter finds: a separator, three digits or four, a separator and three digits; or eight digits
/// between separators.
const fn anchor(form: &str) -> Option<usize> {
    let form = form.as_bytes();
    let mut at = 0;
    while at < form.len() {
        let second = at + 1 + digits(form, at + 1);
        let is_group = matches!(second - at, 4 | 5) && digits(form, second + 1) >= 3;
        if !is_digit(form[at]) && second < form.len() && (is_group || second - at == 9) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// How many digits a form has from an offset on.
const fn digits(form: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < form.len() && is_digit(form[end]) {
        end += 1;
    }
    end - at
}

/// Where a form has its last separator.
const fn last(form: &str) -> Option<usize> {
    let mut at = form.len();
    while at > 0 {
        at -= 1;
        if !is_digit(form.as_bytes()[at]) && form.as_bytes()[at] != b'x' {
            return Some(at);
        }
    }
    None
}

/// Whether a form has a digit there, of any value or a certain one.
const fn is_digit(part: u8) -> bool {
    part == b'd' || part.is_ascii_digit()
}

/// Whether the number is no part of a longer one, of a word, a name of a file or a mask.
fn stands_apart(text: &[u8], start: usize, end: usize) -> bool {
    let (before, after) = (edge::before(text, start), edge::byte(text, end));
    let next = edge::byte(text, end + 1);
    let goes_on = match after {
        b'/' | b',' | b':' => next.is_ascii_digit(),
        b' ' => next.is_ascii_digit() && text[start..end].contains(&b' '),
        // The rest of a host's name.
        b'.' | b'-' => next.is_ascii_alphanumeric(),
        b'_' | b'*' => true,
        _ => false,
    };
    let is_row =
        text[start..end].contains(&b' ') && before == b' ' && edge::before(text, start - 1).is_ascii_digit();
    let is_part = is_row || matches!(before, b'.' | b'-' | b'_' | b'*' | b',' | b'+' | b'@');
    let is_word = edge::starts_word(text, start) && edge::ends_word(text, end);
    is_word && !is_part && !goes_on && !edge::touches_digit(text, start, end)
}

const ALONE: &[Alone] = &[
    Alone {
        rule: "ar_dni_cuit_alone",
        id: &ar::IDS[0],
        forms: &[Form::new("dd-dddddddd-d"), Form::new("dd-dd.ddd.ddd-d")],
    },
    Alone { rule: "br_cpf_alone", id: &br::IDS[0], forms: &[Form::new("ddd.ddd.ddd-dd")] },
    Alone {
        rule: "br_cnpj_alone",
        id: &br::IDS[1],
        forms: &[Form::new("dd.ddd.ddd/dddd-dd"), Form::new("dd.ddd.ddd\\/dddd-dd")],
    },
    Alone { rule: "ch_ahv_alone", id: &ch::IDS[0], forms: &[Form::new("756.dddd.dddd.dd")] },
    Alone {
        rule: "cl_rut_alone",
        id: &cl::IDS[0],
        forms: &[Form::new("dd.ddd.ddd-x"), Form::new("d.ddd.ddd-x")],
    },
    Alone { rule: "co_nit_alone", id: &co::IDS[0], forms: &[Form::new("ddd.ddd.ddd-d")] },
    Alone { rule: "fr_nir_alone", id: &fr::IDS[0], forms: &[Form::new("d dd dd dx ddd ddd dd")] },
    Alone { rule: "id_npwp_alone", id: &id::IDS[1], forms: &[Form::new("dd.ddd.ddd.d-ddd.ddd")] },
    Alone { rule: "th_id_alone", id: &th::IDS[0], forms: &[Form::new("d-dddd-ddddd-dd-d")] },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_named_for_its_entity() {
        for alone in ALONE {
            assert_eq!(alone.rule.strip_suffix("_alone"), Some(alone.id.entity));
        }
    }

    #[test]
    fn anchors_are_where_the_prefilter_looks() {
        assert_eq!(anchor("ddd.ddd.ddd-dd"), Some(3));
        assert_eq!(anchor("d dd dd dx ddd ddd dd"), Some(10), "three digits behind the first");
        assert_eq!(anchor("d-dddd-ddddd-dd-d"), Some(1), "four and three");
        assert_eq!(anchor("dd-dddddddd-d"), Some(2), "eight digits");
        assert_eq!(anchor("dd-ddddddd-d"), None, "seven digits");
        assert_eq!(anchor("ddddddd"), None);
    }
}
