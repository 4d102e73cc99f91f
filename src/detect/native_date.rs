//! Dates of birth with the words of Chinese, Japanese, Thai and Vietnamese.
//!
//! **Grammar.** Year, month, day with their signs: `1990年5月3日`; the year also of an era, `昭和63年`, `令和元年`, or of the
//! Republic of China, `民國79年`. Thai: day, month's name or its abbreviation, year of the Buddhist or the common era: `3 พ.ค. 2533`.
//! Vietnamese: `3 tháng 5 năm 1990`, with or without accents. Blanks may stand between all parts or none.
//!
//! **Evidence.** As for other dates: the calendar. An era's first year is told by its start: Meiji 1868, Taisho 1912, Showa 1926,
//! Heisei 1989, Reiwa 2019; the Republic of China 1912.
//!
//! **Not found on purpose.** A year and a month without a day.

use super::date_of_birth::{is_date, number};
use super::edge;

/// The end of the date at `at`.
pub(super) fn native_date(text: &[u8], at: usize) -> Option<usize> {
    from_year(text, at).or_else(|| thai(text, at)).or_else(|| vietnamese(text, at))
}

/// `1990年5月3日`, `昭和63年5月3日`
fn from_year(text: &[u8], at: usize) -> Option<usize> {
    let era = ERAS.iter().find_map(|(name, first)| Some((after(text, at, &[name])?, *first)));
    let (start, first) = era.unwrap_or((at, 0));
    let (year, year_end) = match after(text, start, &["元"]) {
        Some(end) if first > 0 => (1, end),
        _ => number(text, start)?,
    };
    let digits = if first > 0 { 4 } else { year_end - start };
    let year = if first > 0 { first + year - 1 } else { year };
    let (month, month_end) = number(text, after(text, year_end, &["年"])?)?;
    let (day, day_end) = number(text, after(text, month_end, &["月"])?)?;
    let end = ["日", "号", "號"].iter().find_map(|sign| exactly(text, blanks(text, day_end), sign));
    let end = end.unwrap_or(day_end);
    (matches!(digits, 2 | 4) && is_date(year, month, day, digits)).then_some(end)
}

/// `3 พฤษภาคม 2533`, `3 พ.ค. 33`
fn thai(text: &[u8], at: usize) -> Option<usize> {
    let (day, day_end) = number(text, at)?;
    let name = after(text, day_end, &["เดือน"]).unwrap_or(day_end);
    let (month, month_end) =
        THAI_MONTHS.iter().zip(1..).find_map(|(names, month)| Some((month, after(text, name, names)?)))?;
    let mark = after(text, month_end, &["พ.ศ.", "พ.ศ", "พศ.", "พศ", "ค.ศ.", "ค.ศ", "ปี"]).unwrap_or(month_end);
    let year_at = blanks(text, mark);
    let (year, end) = number(text, year_at)?;
    let digits = end - year_at;
    (matches!(digits, 2 | 4) && is_date(year, month, day, digits)).then_some(end)
}

/// `3 tháng 5 năm 1990`, `3 thang 5, 1990`
fn vietnamese(text: &[u8], at: usize) -> Option<usize> {
    let (day, day_end) = number(text, at)?;
    let month_at = after(text, day_end, &["tháng", "Tháng", "THÁNG", "thang", "Thang", "THANG", "thg"])?;
    let (month, month_end) = number(text, blanks(text, month_at))?;
    let comma = after(text, month_end, &[",", "/", "-"]).unwrap_or(month_end);
    let word = after(text, comma, &["năm", "Năm", "NĂM", "nam", "Nam", "NAM"]).unwrap_or(comma);
    let year_at = blanks(text, word);
    let (year, end) = number(text, year_at)?;
    let digits = end - year_at;
    (year_at > month_end && matches!(digits, 2 | 4) && is_date(year, month, day, digits)).then_some(end)
}

/// Just past the first of the words that stands at `at` or behind a blank there, and the blank behind it.
fn after(text: &[u8], at: usize, words: &[&str]) -> Option<usize> {
    let start = blanks(text, at);
    words.iter().find_map(|word| exactly(text, start, word)).map(|end| blanks(text, end))
}

fn exactly(text: &[u8], at: usize, word: &str) -> Option<usize> {
    text.get(at..)?.starts_with(word.as_bytes()).then_some(at + word.len())
}

/// Just past two blanks at most.
fn blanks(text: &[u8], at: usize) -> usize {
    let first = at + edge::blank(text, at);
    first + edge::blank(text, first)
}

/// Eras and their first years.
const ERAS: [(&str, u32); 8] = [
    ("明治", 1868),
    ("大正", 1912),
    ("昭和", 1926),
    ("平成", 1989),
    ("令和", 2019),
    ("西暦", 1),
    ("民國", 1912),
    ("民国", 1912),
];

/// The months, whole and abbreviated.
const THAI_MONTHS: [&[&str]; 12] = [
    &["มกราคม", "ม.ค.", "ม.ค", "มค"],
    &["กุมภาพันธ์", "ก.พ.", "ก.พ", "กพ"],
    &["มีนาคม", "มี.ค.", "มี.ค", "มีค"],
    &["เมษายน", "เม.ย.", "เม.ย", "เมย"],
    &["พฤษภาคม", "พ.ค.", "พ.ค", "พค"],
    &["มิถุนายน", "มิ.ย.", "มิ.ย", "มิย"],
    &["กรกฎาคม", "ก.ค.", "ก.ค", "กค"],
    &["สิงหาคม", "ส.ค.", "ส.ค", "สค"],
    &["กันยายน", "ก.ย.", "ก.ย", "กย"],
    &["ตุลาคม", "ต.ค.", "ต.ค", "ตค"],
    &["พฤศจิกายน", "พ.ย.", "พ.ย", "พย"],
    &["ธันวาคม", "ธ.ค.", "ธ.ค", "ธค"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits() {
        for date in [
            "1990年5月3日",
            "1990 年 5 月 3 日",
            "90年5月3号",
            "昭和63年5月3日",
            "令和元年5月3日",
            "民國79年5月3日",
            "3 พฤษภาคม 2533",
            "3 พ.ค. 2533",
            "3พ.ค.33",
            "3 เดือนพฤษภาคม พ.ศ. 2533",
            "3 tháng 5 năm 1990",
            "03 thang 05 nam 1990",
            "3 tháng 5, 1990",
        ] {
            assert_eq!(native_date(date.as_bytes(), 0), Some(date.len()), "{date}");
        }
    }

    #[test]
    fn misses() {
        for (text, reason) in [
            ("1990年5月", "no day"),
            ("1990年13月3日", "no such month"),
            ("2031年5月3日", "too late"),
            ("31 เมษายน 2533", "no such day"),
            ("3 พฤษภาคม", "no year"),
            ("3 tháng 5", "no year"),
            ("", "nothing"),
        ] {
            assert_eq!(native_date(text.as_bytes(), 0), None, "{reason}: {text}");
        }
    }
}
