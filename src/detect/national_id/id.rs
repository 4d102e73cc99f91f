//! Indonesia: population number (Nomor Induk Kependudukan, NIK, "nomor KTP") and taxpayer number (Nomor Pokok
//! Wajib Pajak, NPWP).
//!
//! **Grammar.** NIK: 16 digits `PPKKCC DDMMYY SSSS`: province, regency, district, day of birth (a woman's
//! plus 40), month, year, serial; bare, in groups of four or by field. NPWP: 15 digits
//! `XX.XXX.XXX.X-XXX.XXX`: kind, number, check digit, tax office, branch; since 2022 16 digits: `0` before
//! the old ones, or a resident's NIK; a branch's (NITKU) has six more.
//!
//! **Evidence.** NIK: no check digit (UU 23/2006 pasal 13; PP 37/2007 pasal 37; codes of Permendagri
//! 72/2019): province, regency, date and a serial from 0001 let one number of 60 through, so its seven groups
//! are found without a label. NPWP: the first nine digits are a Luhn number; 16 and 22 digits: PMK
//! 112/PMK.03/2022. Luhn alone lets one of ten through, but nothing else is written `dd.ddd.ddd.d-ddd.ddd`,
//! so that form is found without a label.
//!
//! **Not found on purpose.** A NIK in 16 bare digits or in fours without a label: a card number's shape. The
//! number of a family card (KK) has the same shape: only the label tells. Codes of districts that do not
//! exist are not refused.

use super::{Id, sum};

pub(super) const IDS: &[Id] = &[
    Id {
        entity: "id_nik",
        forms: &[
            "dddddddddddddddd",
            "dddd dddd dddd dddd",
            "dddd-dddd-dddd-dddd",
            "dddd.dddd.dddd.dddd",
            "dddddd dddddd dddd",
            "dddddd-dddddd-dddd",
            "dddddd.dddddd.dddd",
            "dd.dd.dd.dddddd.dddd",
            "dd-dd-dd-dddddd-dddd",
            "dd dd dd dddddd dddd",
            "dd.dddd.dddddd.dddd",
            "dd-dd-dd-dd-dd-dd-dddd",
            "dd.dd.dd.dd.dd.dd.dddd",
            "dd dd dd dd dd dd dddd",
        ],
        is_valid: is_nik,
    },
    Id {
        entity: "id_npwp",
        forms: &[
            "dd.ddd.ddd.d-ddd.ddd",
            "dd.ddd.ddd.d.ddd.ddd",
            "dd.ddd.ddd.d ddd.ddd",
            "dd.ddd.ddd-d.ddd.ddd",
            "dd.ddd.ddd-d-ddd.ddd",
            "dd ddd ddd d ddd ddd",
            "dd-ddd-ddd-d-ddd-ddd",
            "ddd.ddd.ddd.d-ddd.ddd",
            "ddddddddd-ddd.ddd",
            "ddddddddd-dddddd",
            "ddddddddd.dddddd",
            "ddddddddddddddd",
            "dddddddddddddddd",
            "dddd dddd dddd dddd",
            "dddd-dddd-dddd-dddd",
            "dddd.dddd.dddd.dddd",
            "dddddddddddddddddddddd",
        ],
        is_valid: is_npwp,
    },
];

/// Whether digits can be an Indonesian population number.
pub(in crate::detect) fn is_nik(id: &[u8]) -> bool {
    if !sum::are_digits(id, 16) {
        return false;
    }
    // A woman's day is 41 to 71.
    let day = match sum::number(&id[6..8]) {
        day @ 41..=71 => day - 40,
        day => day,
    };
    let is_place = matches!(
        sum::number(&id[..2]),
        11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81..=82 | 91..=96
    )
        // Regencies count from 01, cities from 71; none has come near 50 and 80.
        && matches!(sum::number(&id[2..4]), 1..=49 | 71..=79)
        && &id[4..6] != b"00";
    is_place
        && sum::is_date(2000 + sum::number(&id[10..12]), sum::number(&id[8..10]), day)
        && &id[12..] != b"0000"
}

fn is_npwp(id: &[u8]) -> bool {
    match id.len() {
        15 => is_old_npwp(id),
        16 => is_new_npwp(id),
        // A branch: six digits behind the taxpayer's sixteen.
        22 => sum::are_digits(id, 22) && is_new_npwp(&id[..16]),
        _ => false,
    }
}

fn is_new_npwp(id: &[u8]) -> bool {
    is_nik(id) || id.split_first().is_some_and(|(&first, old)| first == b'0' && is_old_npwp(old))
}

fn is_old_npwp(id: &[u8]) -> bool {
    sum::are_digits(id, 15)
        && !sum::is_repeated(&id[..9])
        && sum::is_luhn(&id[..9])
        // Every tax office has a code from 001.
        && &id[9..12] != b"000"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nik() {
        sum::check(
            is_nik,
            &[
                "3171011708450001",
                "3311120411870003",
                "3273015708990012",
                "9471016902000001",
                "1101010101700001",
            ],
            &[
                ("9971011708450001", "no province 99"),
                ("2071011708450001", "no province 20"),
                ("3100011708450001", "no regency 00"),
                ("3160011708450001", "no regency 60"),
                ("3171001708450001", "no district 00"),
                ("3171013202000001", "no day 32"),
                ("3171013002000001", "no 30 February"),
                ("3171017202000001", "72 is a woman's day 32"),
                ("3171011713450001", "no month 13"),
                ("3171010001450001", "no day 00"),
                ("3171011708450000", "serials start at 0001"),
                ("317101170845001", "15 digits"),
                ("317101170845000A", "a letter"),
            ],
        );
    }

    #[test]
    fn npwp() {
        sum::check(
            is_npwp,
            &[
                "013121660091000",
                "016090524017000",
                "013000666091000",
                "0013121660091000",
                "3171011708450001",
                "0013121660091000000001",
                "3171011708450001000000",
            ],
            &[
                ("013121661091000", "check digit"),
                ("031121660091000", "two digits swapped"),
                ("000000000000000", "equal digits"),
                ("013121660000000", "no tax office 000"),
                ("1013121660091000", "16 digits start with 0 or are a NIK"),
                ("0013121661091000", "check digit"),
                ("0013121661091000000001", "check digit of a branch's taxpayer"),
                ("01312166009100", "14 digits"),
                ("01312166009100A", "a letter"),
            ],
        );
    }
}
