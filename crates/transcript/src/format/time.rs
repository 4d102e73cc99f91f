//! Times as files write them. Only how far apart two are matters, so a day is a number and no calendar is kept.

/// Milliseconds of a written time: a number since 1970, or digits of date and time in any order of day, month and year.
pub(super) fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>()
        && number.is_finite()
        && number > 0.0
    {
        // Seconds until the year 5000, else milliseconds.
        return Some((if number < 1e11 { number * 1000.0 } else { number }) as u64);
    }
    let numbers: Vec<u64> = text
        .split(|character: char| !character.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect();
    let lower = text.to_lowercase();
    let is_afternoon = lower.contains("pm") || lower.contains("p.m") || lower.contains("p.\u{a0}m");
    let is_morning = lower.contains("am") || lower.contains("a.m");
    let (date, clock) = match numbers.as_slice() {
        [a, b, c, clock @ ..] if clock.len() >= 2 => ([*a, *b, *c], clock),
        clock @ ([_, _] | [_, _, _]) => ([0, 0, 0], clock),
        _ => return None,
    };
    let [a, b, c] = date;
    // The year is the largest; which of the others is the day does not matter to a difference within one.
    let (year, rest) = if a > 31 { (a, [b, c]) } else { (c, [b, a]) };
    let day = year.checked_mul(416)?.checked_add(rest[0].checked_mul(32)?)?.checked_add(rest[1])?;
    let mut hour = clock[0] % 24;
    if is_afternoon && hour < 12 {
        hour += 12;
    } else if is_morning && hour == 12 {
        hour = 0;
    }
    let second = clock.get(2).copied().unwrap_or(0).min(60);
    let in_day = (hour * 3600 + clock[1].min(59) * 60 + second) * 1000;
    day.checked_mul(86_400_000)?.checked_add(in_day)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_minute_is_a_minute_in_every_form() {
        for (earlier, later) in [
            ("2024-03-01T10:15:00Z", "2024-03-01T10:16:00Z"),
            ("12/31/23, 11:59 AM", "12/31/23, 12:00 PM"),
            ("31/12/2023 21.15", "31/12/2023 21.16"),
            ("1700000000.000100", "1700000060.000100"),
            ("1700000000000", "1700000060000"),
            ("10:15", "10:16"),
        ] {
            let minute = parse(later).zip(parse(earlier)).map(|(later, earlier)| later - earlier);
            assert_eq!(minute, Some(60_000), "{earlier}");
        }
        assert_eq!(parse("yesterday"), None);
    }
}
