//! What a rule says of itself: the documentation at the top of its file, which is written there and nowhere else.
//!
//! `samar rules show` prints it. A constant takes the lines from the source when the program is built; of the rest of the source
//! nothing is kept.

/// The documentation of the built-in rule of this name, in Markdown; the empty text where there is none.
pub(crate) fn of(rule: &str) -> String {
    let country = rule.split('_').next().unwrap_or(rule);
    let own = DOCS.iter().find(|(rules, _)| rules.contains(&rule));
    let shared = || COUNTRIES.iter().find(|(name, _)| *name == country);
    let alone = || rule.ends_with("_alone").then_some(ALONE);
    let doc = own.map(|(_, doc)| *doc).or_else(alone).or_else(|| shared().map(|(_, doc)| *doc));
    let lines = doc.unwrap_or_default().lines();
    lines.map(|line| line.trim_start_matches("//!").trim_start()).collect::<Vec<_>>().join("\n")
}

/// Length of the lines of `source` that start with `//!`.
const fn header_len(source: &[u8]) -> usize {
    let mut at = 0;
    while at + 2 < source.len() && source[at] == b'/' && source[at + 1] == b'/' && source[at + 2] == b'!' {
        while at < source.len() && source[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    at
}

/// The first bytes of `source`.
const fn header<const LEN: usize>(source: &[u8]) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    let mut at = 0;
    while at < LEN {
        bytes[at] = source[at];
        at += 1;
    }
    bytes
}

/// The header of a file beside this one.
macro_rules! doc {
    ($file:literal) => {{
        const SOURCE: &[u8] = include_bytes!($file);
        const BYTES: &[u8] = &header::<{ header_len(SOURCE) }>(SOURCE);
        match std::str::from_utf8(BYTES) {
            Ok(text) => text,
            Err(_) => panic!("source is UTF-8"),
        }
    }};
}

const ALONE: &str = doc!("national_id/alone.rs");

const DOCS: &[(&[&str], &str)] = &[
    (&["mothers_maiden_name"], doc!("maiden_name.rs")),
    (&["private_key"], doc!("private_key.rs")),
    (&["ip_address", "mac_address"], doc!("network.rs")),
    (&["email_escaped", "phone_escaped"], doc!("escaped.rs")),
    (&["passport_machine_readable", "date_of_birth_machine_readable"], doc!("machine_readable.rs")),
    (&["url_credentials"], doc!("url_credentials.rs")),
    (&["passport"], doc!("passport.rs")),
    (&["secret_bot_token"], doc!("secret/bots.rs")),
    (&["secret_token", "secret"], doc!("secret/mod.rs")),
    (&["secret_cookie", "secret_cookie_option"], doc!("secret/cookie.rs")),
    (&["track"], doc!("track.rs")),
    (&["card"], doc!("card/mod.rs")),
    (&["card_in_parts"], doc!("card/parts.rs")),
    (&["pin_block"], doc!("pin_block.rs")),
    (&["account_number"], doc!("account.rs")),
    (&["date_of_birth"], doc!("date_of_birth.rs")),
    (&["email"], doc!("email.rs")),
    (&["pin", "pin_second"], doc!("pin.rs")),
    (&["security_code", "security_code_after_card", "security_code_second"], doc!("security_code.rs")),
    (&["password", "password_second"], doc!("password/mod.rs")),
    (&["otp_bare", "security_code_bare"], doc!("bare_code.rs")),
    (&["otp_lettered", "otp_lettered_second"], doc!("lettered.rs")),
    (&["pin_keypad"], doc!("keypad.rs")),
    (&["otp_purpose"], doc!("purpose.rs")),
    (&["security_code_counted", "otp_counted"], doc!("counted.rs")),
    (&["password_command"], doc!("command.rs")),
    (&["otp", "otp_second"], doc!("otp.rs")),
    (&["expiry", "expiry_after_card", "expiry_after_card_second"], doc!("expiry/mod.rs")),
    (&["expiry_beside_code"], doc!("expiry_beside.rs")),
    (&["crypto_wallet", "crypto_wallet_segwit", "crypto_wallet_alone"], doc!("wallet.rs")),
    (&["phone", "phone_international"], doc!("phone/mod.rs")),
    (&["phone_grouped"], doc!("phone/grouped.rs")),
    (&["iban", "iban_joined"], doc!("iban.rs")),
];

const COUNTRIES: &[(&str, &str)] = &[
    ("ar", doc!("national_id/ar.rs")),
    ("at", doc!("national_id/at.rs")),
    ("au", doc!("national_id/au.rs")),
    ("be", doc!("national_id/be.rs")),
    ("bg", doc!("national_id/bg.rs")),
    ("br", doc!("national_id/br.rs")),
    ("ca", doc!("national_id/ca.rs")),
    ("ch", doc!("national_id/ch.rs")),
    ("cl", doc!("national_id/cl.rs")),
    ("cn", doc!("national_id/cn.rs")),
    ("co", doc!("national_id/co.rs")),
    ("cz", doc!("national_id/cz.rs")),
    ("de", doc!("national_id/de.rs")),
    ("dk", doc!("national_id/dk.rs")),
    ("ee", doc!("national_id/ee.rs")),
    ("es", doc!("national_id/es.rs")),
    ("fi", doc!("national_id/fi.rs")),
    ("fr", doc!("national_id/fr.rs")),
    ("gr", doc!("national_id/gr.rs")),
    ("hk", doc!("national_id/hk.rs")),
    ("hr", doc!("national_id/hr.rs")),
    ("hu", doc!("national_id/hu.rs")),
    ("id", doc!("national_id/id.rs")),
    ("ie", doc!("national_id/ie.rs")),
    ("il", doc!("national_id/il.rs")),
    ("in", doc!("national_id/in_.rs")),
    ("it", doc!("national_id/it.rs")),
    ("jp", doc!("national_id/jp.rs")),
    ("kr", doc!("national_id/kr.rs")),
    ("lt", doc!("national_id/lt.rs")),
    ("lu", doc!("national_id/lu.rs")),
    ("lv", doc!("national_id/lv.rs")),
    ("mx", doc!("national_id/mx.rs")),
    ("my", doc!("national_id/my.rs")),
    ("nl", doc!("national_id/nl.rs")),
    ("no", doc!("national_id/no.rs")),
    ("nz", doc!("national_id/nz.rs")),
    ("ph", doc!("national_id/ph.rs")),
    ("pl", doc!("national_id/pl.rs")),
    ("pt", doc!("national_id/pt.rs")),
    ("ro", doc!("national_id/ro.rs")),
    ("se", doc!("national_id/se.rs")),
    ("sg", doc!("national_id/sg.rs")),
    ("si", doc!("national_id/si.rs")),
    ("th", doc!("national_id/th.rs")),
    ("tr", doc!("national_id/tr.rs")),
    ("tw", doc!("national_id/tw.rs")),
    ("uk", doc!("national_id/uk.rs")),
    ("us", doc!("national_id/us.rs")),
    ("vn", doc!("national_id/vn.rs")),
    ("za", doc!("national_id/za.rs")),
];

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn every_rule_tells_what_it_asks() {
        for detector in crate::detect::builtin() {
            let doc = of(detector.rule());
            assert!(doc.contains("**Grammar.**") && doc.contains("**Evidence.**"), "{}", detector.rule());
        }
    }
}
