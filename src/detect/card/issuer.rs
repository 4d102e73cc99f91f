//! Issuer identification numbers: which network a card number belongs to, and what it asks for.
//!
//! Sources: ISO/IEC 7812-1 (structure), the networks' published BIN ranges as used by payment forms. Legacy and
//! domestic ranges are listed so that a labelled or grouped number of theirs is found.

/// How much a network's range says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// A collision magnet: only with a word for a card beside it.
    Named,
    /// A wide range: grouped as on a card, or with a word.
    Wide,
    /// A narrow range: a bare number with a right check digit is enough.
    Strict,
}

/// One range of a network.
struct Range {
    low: u32,
    high: u32,
    /// Bit `n`: numbers of `n` digits exist.
    lengths: u32,
    trust: Trust,
}

/// What the table says of the first digits of a number that has `len` digits: the most trusting entry.
pub(super) fn trust(digits: &[u8], len: usize) -> Option<Trust> {
    let prefix = digits.iter().take(8).fold(0, |prefix, digit| prefix * 10 + u32::from(digit - b'0'));
    let mut ranges = BY_START[usize::try_from(prefix / 1_000_000).map_or(0, |start| start % 100)];
    let mut trust = None;
    while ranges != 0 {
        let range = &RANGES[ranges.trailing_zeros() as usize];
        ranges &= ranges - 1;
        if range.low <= prefix && prefix <= range.high && range.lengths >> len & 1 == 1 {
            trust = trust.max(Some(range.trust));
        }
    }
    trust
}

/// By the first two digits, a bit for each range that they can start.
const BY_START: [u128; 100] = {
    const { assert!(RANGES.len() <= 128) };
    let (mut ranges, mut i) = ([0; 100], 0);
    while i < RANGES.len() {
        let mut start = RANGES[i].low / 1_000_000;
        while start <= RANGES[i].high / 1_000_000 {
            ranges[start as usize] |= 1 << i;
            start += 1;
        }
        i += 1;
    }
    ranges
};

/// Whether any card can start with these two digits.
pub(super) fn may_start(digits: &[u8]) -> bool {
    const STARTS: [u16; 10] = starts(Named);
    STARTS[usize::from(digits[0] - b'0')] >> (digits[1] - b'0') & 1 == 1
}

/// The first two digits of cards that are found without a word beside them: by the first, a bit for the second.
pub(crate) const FIRST_DIGITS: [u16; 10] = starts(Wide);

/// The first two digits of all ranges that are trusted at least so much.
const fn starts(least: Trust) -> [u16; 10] {
    let mut starts = [0; 10];
    let mut i = 0;
    while i < RANGES.len() {
        if (RANGES[i].trust as u8) < least as u8 {
            i += 1;
            continue;
        }
        let (mut pair, last) = (RANGES[i].low / 1_000_000, RANGES[i].high / 1_000_000);
        while pair <= last {
            starts[(pair / 10) as usize] |= 1 << (pair % 10);
            pair += 1;
        }
        i += 1;
    }
    starts
}

/// A range of prefixes, widened to eight digits.
const fn range(low: u32, high: u32, lengths: &[u32], trust: Trust) -> Range {
    let (mut low, mut high) = (low, high);
    while high < 10_000_000 {
        low *= 10;
        high = high * 10 + 9;
    }
    let (mut bits, mut i) = (0, 0);
    while i < lengths.len() {
        bits |= 1 << lengths[i];
        i += 1;
    }
    Range { low, high, lengths: bits, trust }
}

const fn one(prefix: u32, lengths: &[u32], trust: Trust) -> Range {
    range(prefix, prefix, lengths, trust)
}

use Trust::{Named, Strict, Wide};

const RANGES: [Range; 82] = [
    // Visa; 13 digits until the 1990s.
    one(4, &[13, 16, 18, 19], Strict),
    // Mastercard.
    range(51, 55, &[16], Strict),
    range(2221, 2720, &[16], Strict),
    // American Express.
    one(34, &[15], Strict),
    one(37, &[15], Strict),
    // Diners Club: 14 digits; up to 19 since its numbers run on Discover's network.
    range(300, 305, &[14], Strict),
    one(3095, &[14], Strict),
    one(36, &[14], Strict),
    range(38, 39, &[14], Strict),
    range(300, 305, &[15, 16, 17, 18, 19], Wide),
    one(3095, &[15, 16, 17, 18, 19], Wide),
    one(36, &[15, 16, 17, 18, 19], Wide),
    range(38, 39, &[15, 16, 17, 18, 19], Wide),
    // Discover.
    one(6011, &[16, 17, 18, 19], Strict),
    range(644, 649, &[16, 17, 18, 19], Strict),
    one(65, &[16, 17, 18, 19], Strict),
    // JCB; 15 digits in its first ranges.
    range(3528, 3589, &[16, 17, 18, 19], Strict),
    one(2131, &[15], Wide),
    one(1800, &[15], Wide),
    // UnionPay.
    one(62, &[14, 15, 16, 17, 18, 19], Wide),
    range(8100, 8171, &[16, 17, 18, 19], Wide),
    // Maestro.
    one(50, &[12, 13, 14, 15, 16, 17, 18, 19], Wide),
    range(56, 69, &[12, 13, 14, 15, 16, 17, 18, 19], Wide),
    // RuPay.
    one(60, &[16], Wide),
    range(81, 82, &[16], Wide),
    one(508, &[16], Wide),
    one(353, &[16], Strict),
    one(356, &[16], Strict),
    // Mir.
    range(2200, 2204, &[16, 17, 18, 19], Strict),
    // Troy.
    one(9792, &[16], Strict),
    // Elo, besides what Visa's and Discover's ranges hold.
    one(401178, &[16], Strict),
    one(401179, &[16], Strict),
    one(431274, &[16], Strict),
    one(438935, &[16], Strict),
    one(451416, &[16], Strict),
    one(457393, &[16], Strict),
    range(457631, 457632, &[16], Strict),
    one(504175, &[16], Strict),
    range(506699, 506778, &[16], Strict),
    range(509000, 509999, &[16], Strict),
    one(627780, &[16], Strict),
    one(636297, &[16], Strict),
    one(636368, &[16], Strict),
    range(650031, 650033, &[16], Strict),
    range(650035, 650051, &[16], Strict),
    range(650405, 650439, &[16], Strict),
    range(650485, 650538, &[16], Strict),
    range(650541, 650598, &[16], Strict),
    range(650700, 650718, &[16], Strict),
    range(650720, 650727, &[16], Strict),
    range(650901, 650978, &[16], Strict),
    range(651652, 651679, &[16], Strict),
    range(655000, 655019, &[16], Strict),
    range(655021, 655058, &[16], Strict),
    // Hiper and Hipercard.
    one(637095, &[16], Strict),
    one(637568, &[16], Strict),
    one(637599, &[16], Strict),
    one(637609, &[16], Strict),
    one(637612, &[16], Strict),
    one(606282, &[16], Strict),
    one(606282, &[13, 19], Wide),
    one(384100, &[16], Strict),
    one(384140, &[16], Strict),
    one(384160, &[16], Strict),
    // Verve.
    range(506099, 506198, &[16, 18, 19], Strict),
    range(507865, 507964, &[16, 18, 19], Strict),
    range(650002, 650027, &[16, 18, 19], Strict),
    // Dankort.
    one(5019, &[16], Strict),
    one(4571, &[16], Strict),
    // InstaPayment, InterPayment, BC Card.
    range(637, 639, &[16], Wide),
    one(636, &[16, 17, 18, 19], Wide),
    one(6541, &[16], Strict),
    one(6556, &[16], Strict),
    // Domestic: LankaPay, the switch of Transnistria, Uzcard, Humo, BORICA, Belkart.
    one(357111, &[16], Strict),
    range(6054740, 6054744, &[16], Strict),
    one(8600, &[16], Wide),
    one(9860, &[16], Wide),
    one(2205, &[16], Wide),
    one(9112, &[16], Wide),
    // Cards of Korean banks for use at home.
    one(9, &[16], Named),
    // Air travel (UATP): every bare number can start with 1.
    one(1, &[15], Named),
    // Indonesia's GPN debit cards have their banks' BINs under 4, 5 and 6; 19 digits in the oldest.
    range(5, 6, &[16, 19], Named),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_by_their_first_digits() {
        for (digits, len, expected) in [
            ("41111111", 16, Some(Strict)),
            ("41111111", 15, None),
            ("22210000", 16, Some(Strict)),
            ("27209999", 16, Some(Strict)),
            ("27210000", 16, None),
            ("37828224", 15, Some(Strict)),
            ("30569309", 14, Some(Strict)),
            ("30569309", 16, Some(Wide)),
            ("62000000", 16, Some(Wide)),
            ("67590000", 13, Some(Wide)),
            ("90000000", 16, Some(Named)),
            ("17000000", 13, None),
        ] {
            assert_eq!(trust(digits.as_bytes(), len), expected, "{digits} {len}");
        }
    }

    #[test]
    fn every_range_can_start() {
        assert!(
            may_start(b"40")
                && may_start(b"97")
                && may_start(b"22")
                && !may_start(b"00")
                && !may_start(b"29")
        );
    }
}
