//! The time of day in a generated text: moves on by a few milliseconds a line and prints itself in many fashions.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// 2024-09-27 03:11:12 UTC, in milliseconds.
const START: u64 = 1_727_406_672_000;

const MILLISECONDS_PER_DAY: u64 = 86_400_000;

/// A moment, with its date worked out.
#[derive(Clone)]
pub(super) struct Clock {
    milliseconds: u64,
    day: u64,
    year: u32,
    month: u32,
    day_of_month: u32,
}

impl Clock {
    pub(super) fn new() -> Self {
        let mut clock = Self { milliseconds: START, day: 0, year: 0, month: 0, day_of_month: 0 };
        clock.advance(0);
        clock
    }

    pub(super) fn advance(&mut self, milliseconds: u32) {
        self.milliseconds += u64::from(milliseconds);
        let day = self.milliseconds / MILLISECONDS_PER_DAY;
        if day != self.day {
            self.day = day;
            (self.year, self.month, self.day_of_month) = civil(day);
        }
    }

    pub(super) fn milliseconds(&self) -> u64 {
        self.milliseconds
    }

    pub(super) fn year(&self) -> u32 {
        self.year
    }

    pub(super) fn month(&self) -> u32 {
        self.month
    }

    pub(super) fn month_name(&self) -> &'static str {
        MONTHS[self.month as usize - 1]
    }

    pub(super) fn day_of_month(&self) -> u32 {
        self.day_of_month
    }

    pub(super) fn hour(&self) -> u32 {
        self.within_day() / 3_600_000
    }

    pub(super) fn minute(&self) -> u32 {
        self.within_day() / 60_000 % 60
    }

    pub(super) fn second(&self) -> u32 {
        self.within_day() / 1000 % 60
    }

    pub(super) fn millisecond(&self) -> u32 {
        self.within_day() % 1000
    }

    fn within_day(&self) -> u32 {
        u32::try_from(self.milliseconds % MILLISECONDS_PER_DAY)
            .expect("a day has fewer than 2^32 milliseconds")
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar, by eras of 400 years that start in March.
fn civil(day: u64) -> (u32, u32, u32) {
    let shifted = day + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let narrow =
        |number: u64| u32::try_from(number).expect("a generated haystack spans days, not millions of years");
    (narrow(year), narrow(month), narrow(day_of_month))
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn days_have_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(19_993), (2024, 9, 27));
        assert_eq!(civil(20_088), (2024, 12, 31));
    }
}
