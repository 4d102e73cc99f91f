//! Numbers as text, and the one sum over them. Faster than `fmt`, which a generator of gigabytes notices.

/// The sum of Luhn's formula over ASCII digits; a multiple of ten where the last of them is the right check digit.
pub(super) fn luhn_sum(digits: impl DoubleEndedIterator<Item = u8>) -> u32 {
    digits
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte - b'0');
            match (index % 2 == 1, digit) {
                (false, _) => digit,
                (true, 0..=4) => digit * 2,
                (true, _) => digit * 2 - 9,
            }
        })
        .sum()
}

pub(super) fn digit(number: u32) -> char {
    char::from_digit(number, 10).expect("the number is below ten")
}

pub(super) fn pair(number: u32) -> &'static str {
    let at = 2 * number as usize;
    &DECIMAL_PAIRS[at..at + 2]
}

pub(super) fn hex_pair(number: u32) -> &'static str {
    let at = 2 * number as usize;
    &HEX_PAIRS[at..at + 2]
}

/// A number of up to four digits with zeroes before it.
pub(super) fn padded(number: u32, width: u32, text: &mut String) {
    match width {
        2 => text.push_str(pair(number)),
        3 => {
            text.push(digit(number / 100));
            text.push_str(pair(number % 100));
        }
        _ => {
            text.push_str(pair(number / 100));
            text.push_str(pair(number % 100));
        }
    }
}

/// A number as it is usually written.
pub(super) fn plain(number: u64, text: &mut String) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).expect("a remainder of ten fits a byte");
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    text.push_str(std::str::from_utf8(&digits[at..]).expect("digits are ASCII"));
}

const DECIMAL_PAIRS: &str = match std::str::from_utf8(&pairs::<10, 200>()) {
    Ok(pairs) => pairs,
    Err(_) => panic!("digits are ASCII"),
};

const HEX_PAIRS: &str = match std::str::from_utf8(&pairs::<16, 512>()) {
    Ok(pairs) => pairs,
    Err(_) => panic!("digits are ASCII"),
};

const fn pairs<const BASE: usize, const LENGTH: usize>() -> [u8; LENGTH] {
    let mut pairs = [0; LENGTH];
    let mut number = 0;
    while 2 * number < LENGTH {
        pairs[2 * number] = b"0123456789abcdef"[number / BASE];
        pairs[2 * number + 1] = b"0123456789abcdef"[number % BASE];
        number += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed() {
        let mut text = String::new();
        for number in [0, 7, 10, 1_727_406_672_000, u64::MAX] {
            plain(number, &mut text);
            text.push(' ');
        }
        padded(7, 2, &mut text);
        padded(7, 3, &mut text);
        padded(2024, 4, &mut text);
        assert_eq!(text, "0 7 10 1727406672000 18446744073709551615 070072024");
    }

    #[test]
    fn the_sum_agrees_with_the_judge() {
        for number in ["4111111111111111", "378282246310005", "4111111111111112", "0", "18"] {
            assert_eq!(luhn_sum(number.bytes()).is_multiple_of(10), luhn::valid(number), "{number}");
        }
    }
}
