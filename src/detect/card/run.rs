//! A run of digits as it is written: groups and what separates them.

use crate::fold::{self, Kind, Separator};

/// The most digits of a run that are looked at: two numbers of 19 digits.
const MAX_DIGITS: usize = 40;
/// The most separators in a row within a number: `1234 - 5678`.
const MAX_GAP: usize = 3;

/// Digits from a place on, with where each stands.
pub(super) struct Run {
    /// Folded to ASCII.
    digits: [u8; MAX_DIGITS],
    /// Offsets of each digit's first byte and end: a site is smaller than 64 KiB.
    places: [(u16, u16); MAX_DIGITS],
    /// For each group: the index just past its last digit, and what separates it from the next.
    groups: [(u8, Gap); MAX_DIGITS + 1],
    len: usize,
    group_count: usize,
    /// Whether the last group goes on beyond what is held.
    is_cut: bool,
}

/// What stands between two groups: up to three separators, in order. Gaps are compared for equality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap(u16);

impl Gap {
    fn push(&mut self, separator: Separator) {
        self.0 = self.0 << 4 | separator as u16;
    }

    /// A gap with a line end: the number was wrapped there, it says nothing of the grouping's style.
    fn is_wrap(self) -> bool {
        (0..4).any(|i| self.0 >> (4 * i) & 0xf == Separator::Newline as u16)
    }

    fn is_one(self, separator: Separator) -> bool {
        self.0 == separator as u16
    }
}

impl Run {
    /// The run of digits that starts at `at`, where a digit stands.
    pub(super) fn parse(text: &[u8], at: usize) -> Self {
        let mut run = Self {
            digits: [0; MAX_DIGITS],
            places: [(0, 0); MAX_DIGITS],
            groups: [(0, Gap::default()); MAX_DIGITS + 1],
            len: 0,
            group_count: 0,
            is_cut: false,
        };
        let (mut i, mut gap, mut gap_len) = (at, Gap::default(), 0);
        while let Some(glyph) = fold::glyph(text, i) {
            match glyph.kind {
                Kind::Digit(value) => {
                    if run.len == MAX_DIGITS {
                        run.is_cut = gap_len == 0;
                        break;
                    }
                    if gap_len > 0 {
                        run.groups[run.group_count] = (run.len as u8, gap);
                        run.group_count += 1;
                        (gap, gap_len) = (Gap::default(), 0);
                    }
                    run.digits[run.len] = b'0' + value;
                    run.places[run.len] = (i as u16, (i + glyph.len) as u16);
                    run.len += 1;
                }
                // Less than half a card is not wrapped.
                Kind::Separator(Separator::Newline) if run.len < 8 => break,
                Kind::Separator(Separator::Newline) => gap.push_once(Separator::Newline, &mut gap_len),
                Kind::Separator(separator) if gap_len < MAX_GAP => {
                    gap.push(separator);
                    gap_len += 1;
                }
                Kind::Invisible => {}
                Kind::Separator(_) | Kind::Other => break,
            }
            i += glyph.len;
        }
        run.groups[run.group_count] = (run.len as u8, Gap::default());
        run.group_count += 1;
        run
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn digits(&self, count: usize) -> &[u8] {
        &self.digits[..count]
    }

    /// Sizes of the groups.
    pub(super) fn sizes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.group_count).map(|group| self.size(group))
    }

    pub(super) fn size(&self, group: usize) -> usize {
        let start = group.checked_sub(1).map_or(0, |before| self.groups[before].0);
        usize::from(self.groups[group].0 - start)
    }

    pub(super) fn group_count(&self) -> usize {
        self.group_count
    }

    /// The index just past the last digit of a group.
    pub(super) fn digits_through(&self, group: usize) -> usize {
        usize::from(self.groups[group].0)
    }

    /// End offset of the digit with index `count - 1`.
    pub(super) fn end_of(&self, count: usize) -> usize {
        usize::from(self.places[count - 1].1)
    }

    /// Offset of the digit with this index.
    pub(super) fn start_of(&self, index: usize) -> usize {
        usize::from(self.places[index].0)
    }

    /// Whether the groups up to and with `last` have the same separators between them.
    pub(super) fn is_uniform(&self, last: usize) -> bool {
        let mut gaps = self.groups[..last].iter().map(|(_, gap)| *gap).filter(|gap| !gap.is_wrap());
        let first = gaps.next();
        gaps.all(|gap| Some(gap) == first)
    }

    /// What follows a group.
    pub(super) fn gap_after(&self, group: usize) -> Gap {
        self.groups[group].1
    }

    /// Whether the last group goes on beyond what is held here.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Whether a group is followed by nothing but a stop and digits: a decimal, an address.
    pub(super) fn is_dotted_after(&self, group: usize) -> bool {
        self.groups[group].1.is_one(Separator::Dot)
    }

    /// Whether a hyphen and digits follow a group.
    pub(super) fn is_hyphened_after(&self, group: usize) -> bool {
        self.groups[group].1.is_one(Separator::Hyphen)
    }
}

impl Gap {
    /// A carriage return and a line feed are one line end, blanks around it belong to it.
    fn push_once(&mut self, separator: Separator, len: &mut usize) {
        self.0 = separator as u16;
        *len = (*len).max(1);
    }
}
