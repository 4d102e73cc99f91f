//! Numbering plans: countries' calling codes and what their numbers look like.

/// The calling code at the start: no code is another's start.
pub(super) fn calling_code(digits: &[u8]) -> Option<(u16, &[u8])> {
    (1..=3).find_map(|len| {
        let (code, rest) = digits.split_at_checked(len)?;
        let code = code.iter().fold(0, |value, digit| value * 10 + u16::from(digit & 15));
        (code_len(code) == len && is_assigned(code)).then_some((code, rest))
    })
}

pub(super) fn code_len(code: u16) -> usize {
    match code {
        0..10 => 1,
        10..100 => 2,
        _ => 3,
    }
}

/// List of ITU-T E.164 assigned country codes, spare and reserved ones left out.
fn is_assigned(code: u16) -> bool {
    matches!(code, 1 | 7 | 20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49)
        || matches!(code, 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98)
        || matches!(code, 211..=213 | 216 | 218 | 220..=258 | 260..=269 | 290 | 291 | 297..=299)
        || matches!(code, 350..=359 | 370..=383 | 385..=387 | 389 | 420 | 421 | 423)
        || matches!(code, 500..=509 | 590..=599 | 670 | 672..=683 | 685..=692)
        || matches!(code, 800 | 808 | 850 | 852 | 853 | 855 | 856 | 870 | 878 | 880..=883 | 886 | 888)
        || matches!(code, 960..=968 | 970..=977 | 979 | 992..=996 | 998)
}

/// Whether the digits are a mobile number as programs keep it, with its calling code and no sign: `639205518846`.
pub(super) fn is_foreign_mobile(digits: &[u8]) -> bool {
    let len = match digits {
        [b'6', b'0', b'1', ..] => 11..=12,
        [b'6', b'1', b'4', ..] | [b'6', b'6', b'6' | b'8' | b'9', ..] => 11..=11,
        [b'6', b'3', b'9', ..] | [b'4', b'4', b'7', ..] | [b'9', b'1', b'6'..=b'9', ..] => 12..=12,
        [b'8', b'4', b'3' | b'5' | b'7'..=b'9', ..] | [b'3', b'3', b'6' | b'7', ..] => 11..=11,
        [b'3', b'4', b'6' | b'7', ..] => 11..=11,
        [b'8', b'1', b'7'..=b'9', b'0', ..] => 12..=12,
        [b'8', b'6', b'1', b'3'..=b'9', ..] | [b'5', b'5', _, _, b'9', ..] => 13..=13,
        [b'4', b'9', b'1', b'5'..=b'7', ..] => 12..=13,
        // Africa's largest: Kenya, Tanzania, Uganda, Ghana and Nigeria, South Africa.
        [b'2', b'5', b'4', b'1' | b'7', ..] | [b'2', b'5', b'5' | b'6', b'6' | b'7', ..] => 12..=12,
        [b'2', b'3', b'3', b'2' | b'5', ..] => 12..=12,
        [b'2', b'3', b'4', b'7'..=b'9', ..] => 13..=13,
        [b'2', b'7', b'6'..=b'8', ..] => 11..=11,
        _ => return false,
    };
    len.contains(&digits.len())
}

/// Lengths, and first digits where they tell, of the national numbers of a code.
pub(super) fn is_plan(code: u16, number: &[u8]) -> bool {
    let first = number.first().copied().unwrap_or(0);
    let lengths = match code {
        1 => return is_north_american(number),
        62 => return is_indonesian(number),
        7 if matches!(first, b'3'..=b'9') => 10..=10,
        34 if matches!(first, b'5'..=b'9') => 9..=9,
        65 if matches!(first, b'3' | b'6' | b'8' | b'9') => 8..=8,
        86 => {
            return if first == b'1' {
                (10..=11).contains(&number.len())
            } else {
                (9..=11).contains(&number.len())
            };
        }
        7 | 34 | 65 => return false,
        45 | 47 => 8..=8,
        27 | 33 | 40 | 41 | 48 | 56 | 61 | 93 | 94 => 9..=9,
        30 | 58 | 90 | 91 | 98 => 10..=10,
        32 | 36 | 51 | 66 => 8..=9,
        81 | 84 | 92 => 9..=10,
        20 | 57 | 60 | 63 | 64 => 8..=10,
        31 => 9..=11,
        39 => 6..=11,
        43 | 49 => 7..=12,
        44 => 9..=10,
        46 => 7..=10,
        52 | 54 | 55 => 10..=11,
        53 => 6..=8,
        82 => 8..=11,
        95 => 7..=10,
        _ => 5..=12,
    };
    lengths.contains(&number.len())
}

/// NPA-NXX-XXXX: ten digits, area and exchange start with 2 to 9, the area is no N11 (NANPA).
pub(super) fn is_north_american(number: &[u8]) -> bool {
    match number {
        [b'2'..=b'9', a, b, b'2'..=b'9', ..] => number.len() == 10 && [a, b] != [&b'1', &b'1'],
        _ => false,
    }
}

/// Mobile 8xx with 9 to 12 digits, landlines with 7 to 11 (Kominfo, fundamental technical plan 2018).
fn is_indonesian(number: &[u8]) -> bool {
    match number.first() {
        Some(b'8') => (9..=12).contains(&number.len()),
        Some(b'2'..=b'7' | b'9') => (7..=11).contains(&number.len()),
        _ => false,
    }
}
