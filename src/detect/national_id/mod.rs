//! Identification numbers that states give to people and firms: one file per country.
//!
//! **Grammar.** Each number's ways of writing, as templates. **Evidence.** The number's own label beside it, and its check
//! digit or the dates and regions within it. **Not found on purpose.** Numbers without a label: nine to eleven digits are
//! order numbers first, and a check digit alone lets one of ten or eleven of them through. The few ways of writing that
//! nothing else has are in [`alone`].

mod alone;
mod sum;

mod ar;
mod at;
mod au;
mod be;
mod bg;
mod br;
mod ca;
mod ch;
mod cl;
mod cn;
mod co;
mod cz;
mod de;
mod dk;
mod ee;
mod es;
mod fi;
mod fr;
mod gr;
mod hk;
mod hr;
mod hu;
mod id;
mod ie;
mod il;
mod in_;
mod it;
mod jp;
mod kr;
mod lt;
mod lu;
mod lv;
mod mx;
mod my;
mod nl;
mod no;
mod nz;
mod ph;
mod pl;
mod pt;
mod ro;
mod se;
mod sg;
mod si;
mod th;
mod tr;
mod tw;
mod uk;
mod us;
mod vn;
mod za;

pub(super) use alone::all as alone;
pub(super) use alone::is_grouped;
pub(super) use id::is_nik;
pub(super) use sum::is_verhoeff;

use std::ops::Range;

use super::{Detector, Occasion, Site, Trigger, Verdict, Writing, labelled};
use crate::finding::Confidence;
use crate::span::Reach;

/// An identification number of a country.
pub(super) struct Id {
    /// The entity, and the label in the packs: `us_ssn`.
    pub(super) entity: &'static str,
    /// Ways of writing: `d` a digit, `A` a letter, `x` a digit or letter; all else stands for itself.
    pub(super) forms: &'static [&'static str],
    /// Whether the number holds: its letters (upper case) and digits, without separators.
    pub(super) is_valid: fn(&[u8]) -> bool,
}

/// The most letters and digits of a number.
const MAX_LEN: usize = 32;

impl Id {
    /// The end of the number that starts at `at`, in the longest of its forms.
    fn at(&self, text: &[u8], at: usize) -> Option<usize> {
        self.forms.iter().filter_map(|form| self.written(text, at, form)).max()
    }

    /// The end of the number that starts at `at` and is written in this form.
    fn written(&self, text: &[u8], at: usize, form: &str) -> Option<usize> {
        let (mut number, mut len, mut i) = ([0; MAX_LEN], 0, at);
        for part in form.bytes() {
            let byte = *text.get(i)?;
            let fits = match part {
                b'd' => byte.is_ascii_digit(),
                b'A' => byte.is_ascii_alphabetic(),
                b'x' => byte.is_ascii_alphanumeric(),
                _ => byte == part,
            };
            if !fits {
                return None;
            }
            if byte.is_ascii_alphanumeric() {
                *number.get_mut(len)? = byte.to_ascii_uppercase();
                len += 1;
            }
            i += 1;
        }
        let is_over = !text.get(i).is_some_and(u8::is_ascii_alphanumeric);
        (is_over && (self.is_valid)(&number[..len])).then_some(i)
    }
}

impl Detector for &'static Id {
    fn rule(&self) -> &str {
        self.entity
    }

    fn entity(&self) -> &str {
        self.entity
    }

    fn reach(&self) -> Reach {
        Reach::new(128, 192)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label(self.entity)
    }

    fn writing(&self) -> Writing {
        let has_digits = |form: &&str| form.bytes().filter(|part| *part == b'd').count() >= 3;
        if self.forms.iter().all(has_digits) { Writing::Digits } else { Writing::Any }
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        let has_check = !UNCHECKED.contains(&self.entity);
        let is_proved = has_check && !UNPROVED.contains(&self.entity);
        let confidence = if is_proved { Confidence::Checksum } else { Confidence::Context };
        let is_weak = matches!(site.occasion, Occasion::Topic { is_weak: true });
        labelled::confirm(site, |text, at| {
            let end = self.at(text, at)?;
            (!is_weak || is_told(site, text, at..end, has_check)).then_some((end, confidence))
        })
    }
}

/// Whether a label that is a word of its own in some language names the number: in capitals (*SIN*, not *sin*) or with more than a
/// blank between, and a number that is grouped or proves itself.
fn is_told(site: &Site<'_>, text: &[u8], value: Range<usize>, has_check: bool) -> bool {
    let is_upper = !site.text[site.anchor.range()].iter().any(u8::is_ascii_lowercase);
    let is_grouped = text[value.clone()].iter().any(|byte| matches!(byte, b' ' | b'-' | b'.'));
    let gap = text.get(site.anchor.end..value.start).unwrap_or_default();
    let is_tied = gap.iter().any(|byte| *byte != b' ');
    (is_upper || is_grouped && is_tied) && (is_grouped || has_check)
}

/// Numbers that have no check digit and the label and form of others that have one, which are named before them.
const UNCHECKED: [&str; 1] = ["dk_cpr"];

/// Numbers whose check digit does not exist, or is made by a rule that is not published: their form is all that speaks for them.
const UNPROVED: [&str; 10] = [
    "id_nik",
    "in_pan",
    "my_nric",
    "ph_philsys",
    "ph_sss",
    "ph_tin",
    "uk_nino",
    "us_itin",
    "us_ssn",
    "vn_cccd",
];

/// Every number of every country.
pub(super) fn all() -> impl Iterator<Item = &'static Id> {
    COUNTRIES.iter().copied().flatten()
}

/// Every country's numbers.
const COUNTRIES: [&[Id]; 51] = [
    ar::IDS,
    at::IDS,
    au::IDS,
    be::IDS,
    bg::IDS,
    br::IDS,
    ca::IDS,
    ch::IDS,
    cl::IDS,
    cn::IDS,
    co::IDS,
    cz::IDS,
    de::IDS,
    dk::IDS,
    ee::IDS,
    es::IDS,
    fi::IDS,
    fr::IDS,
    gr::IDS,
    hk::IDS,
    hr::IDS,
    hu::IDS,
    id::IDS,
    ie::IDS,
    il::IDS,
    in_::IDS,
    it::IDS,
    jp::IDS,
    kr::IDS,
    lt::IDS,
    lu::IDS,
    lv::IDS,
    mx::IDS,
    my::IDS,
    nl::IDS,
    no::IDS,
    nz::IDS,
    ph::IDS,
    pl::IDS,
    pt::IDS,
    ro::IDS,
    se::IDS,
    sg::IDS,
    si::IDS,
    th::IDS,
    tr::IDS,
    tw::IDS,
    uk::IDS,
    us::IDS,
    vn::IDS,
    za::IDS,
];
