//! What each finds of what was planted, and what it finds besides, so that no speed is told without it.

use samar_testkit::generate::Line;

use crate::rivals::{Rival, Seen};

/// What planted entities are told together.
pub(crate) const GROUPS: [(&str, &[&str]); 5] = [
    ("card numbers", &["card_number"]),
    ("expiry", &["card_expiry"]),
    ("PIN, OTP, CVV", &["pin", "otp", "card_cvv"]),
    ("passwords", &["password"]),
    ("e-mail, phone", &["email", "phone"]),
];

/// Counts over a list of lines.
#[derive(Clone, Copy, Default)]
pub(crate) struct Accuracy {
    /// For each group, values hidden and values planted.
    pub groups: [(usize, usize); GROUPS.len()],
    /// Lines without a value in which something was hidden, and all lines without.
    pub extra: (usize, usize),
}

impl Accuracy {
    /// Of one rival; `None` where it finds no values.
    pub(crate) fn of(rival: &mut dyn Rival, lines: &[Line]) -> Option<Self> {
        let mut accuracy = Self::default();
        for line in lines {
            accuracy.count(line, &rival.look(&line.text)?);
        }
        Some(accuracy)
    }

    /// Adds what was seen in a line.
    pub(crate) fn count(&mut self, line: &Line, seen: &Seen) {
        for (range, entity) in &line.values {
            let Some(group) = GROUPS.iter().position(|(_, entities)| entities.contains(entity)) else {
                continue;
            };
            self.groups[group].1 += 1;
            let is_hidden = match seen {
                Seen::Places(places) => range.clone().all(|at| {
                    !line.text.as_bytes()[at].is_ascii_alphanumeric()
                        || places.iter().any(|place| place.contains(&at))
                }),
                // A short value may stand in the line a second time, as part of something else.
                Seen::Output(output) => {
                    let value = &line.text[range.clone()];
                    output.matches(value).count() < line.text.matches(value).count()
                }
            };
            self.groups[group].0 += usize::from(is_hidden);
        }
        if line.values.is_empty() {
            self.extra.1 += 1;
            self.extra.0 += usize::from(match seen {
                Seen::Places(places) => !places.is_empty(),
                Seen::Output(output) => *output != line.text,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Accuracy, Seen};
    use samar_testkit::generate::Line;

    #[test]
    fn a_value_is_hidden_as_a_whole_or_not() {
        let line = Line { text: "pin 1234".to_owned(), values: vec![(4..8, "pin")] };
        let hidden = |seen| {
            let mut accuracy = Accuracy::default();
            accuracy.count(&line, &seen);
            accuracy.groups[2]
        };
        assert_eq!(hidden(Seen::Places(vec![0..6, 6..8])), (1, 1));
        assert_eq!(hidden(Seen::Places(vec![std::ops::Range { start: 0, end: 7 }])), (0, 1));
        assert_eq!(hidden(Seen::Output("pin ****".to_owned())), (1, 1));
        assert_eq!(hidden(Seen::Output("pin 1234!".to_owned())), (0, 1));
    }

    #[test]
    fn whatever_is_found_in_a_clean_line_is_extra() {
        let line = Line { text: "pin 12".to_owned(), values: vec![] };
        let mut accuracy = Accuracy::default();
        accuracy.count(&line, &Seen::Places(vec![]));
        accuracy.count(&line, &Seen::Output("pin **".to_owned()));
        assert_eq!(accuracy.extra, (1, 2));
    }
}
