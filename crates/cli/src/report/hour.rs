//! When a line was written, to the hour.

/// Names of months as web servers write them.
const MONTHS: [&[u8]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// The first time in the start of a line: `2024-03-01T09:…`, `2024/03/01 09:…` or `01/Mar/2024:09:…`. Nothing where none is.
pub(super) fn of(start: &[u8]) -> Option<String> {
    (0..start.len()).find_map(|at| iso(&start[at..]).or_else(|| web(&start[at..])))
}

fn iso(text: &[u8]) -> Option<String> {
    let [year @ .., _, _, _, _, _, _, _, _, _] = text.get(..13)? else { return None };
    let (month, day, hour) = (&text[5..7], &text[8..10], &text[11..13]);
    let is_separated =
        matches!(text[4], b'-' | b'/') && text[4] == text[7] && matches!(text[10], b'T' | b' ' | b'_');
    written(year, month, day, hour).filter(|_| is_separated && text.get(13) == Some(&b':'))
}

fn web(text: &[u8]) -> Option<String> {
    let text = text.get(..15)?;
    let month = 1 + MONTHS.iter().position(|month| *month == &text[3..6])?;
    let is_separated = text[2] == b'/' && text[6] == b'/' && text[11] == b':' && text[14] == b':';
    let month = format!("{month:02}");
    written(&text[7..11], month.as_bytes(), &text[..2], &text[12..14]).filter(|_| is_separated)
}

/// An hour that there is.
fn written(year: &[u8], month: &[u8], day: &[u8], hour: &[u8]) -> Option<String> {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
    };
    let (year, month, day, hour) = (number(year)?, number(month)?, number(day)?, number(hour)?);
    let is_real =
        (1970..2100).contains(&year) && (1..13).contains(&month) && (1..32).contains(&day) && hour < 24;
    is_real.then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_logs_write_them() {
        for (text, expected) in [
            ("2024-03-01T09:10:11Z x", Some("2024-03-01T09")),
            ("{\"ts\":\"2024-03-01 23:10:11\"", Some("2024-03-01T23")),
            ("1.2.3.4 - - [01/Mar/2024:09:10:11 +0700]", Some("2024-03-01T09")),
            ("2024/03/01 09:10:11 [error]", Some("2024-03-01T09")),
            ("2024-13-01T09:10", None),
            ("4111-11-11 11:11", None),
            ("nothing 12:30", None),
        ] {
            assert_eq!(of(text.as_bytes()).as_deref(), expected, "{text}");
        }
    }
}
