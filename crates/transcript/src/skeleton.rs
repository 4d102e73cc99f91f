//! What a word looks like, for people who do not look twice.

/// What a label looks like: letters of other scripts as the Latin ones that they resemble, digits as letters.
pub(crate) fn skeleton(label: &str) -> String {
    let plain: String = unicode_security::skeleton(&label.to_lowercase())
        .filter(|character| !matches!(character, '\u{300}'..='\u{36f}'))
        .collect();
    // The skeleton of "m" is "rn": put together again, so that both are one.
    let plain = plain.to_lowercase().replace("rn", "m").replace("vv", "w");
    plain
        .chars()
        .map(|character| match character {
            '0' => 'o',
            '1' | 'i' | '!' | '|' => 'l',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            other => other,
        })
        .collect()
}
