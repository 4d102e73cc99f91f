//! Detectors: a candidate becomes a hit, or is refused with a reason.
//!
//! **Contract.** [`Detector::confirm`] is a pure function of its [`Site`]: the bytes within the detector's
//! [`Reach`] around the candidate, the words of the packs, and nothing else. It is linear in the reach and
//! cannot fail. One detector, one file: grammar, evidence, what is not found on purpose, parsing, facts.

mod account;
mod bare_code;
mod card;
mod check;
mod code;
mod command;
mod counted;
mod custom;
mod date_of_birth;
pub(crate) mod doc;
mod dump;
mod edge;
mod email;
mod escaped;
mod expiry;
mod expiry_beside;
mod expiry_field;
mod extent;
mod full_date;
mod iban;
mod keypad;
mod labelled;
mod lettered;
mod machine_readable;
mod made_up;
mod maiden_name;
mod month;
mod month_year;
mod national_id;
mod native_date;
mod network;
mod otp;
mod passport;
mod password;
mod phone;
mod pin;
mod pin_block;
mod placeholder;
mod postal_code;
mod private_key;
mod purpose;
mod record;
mod secret;
mod security_code;
mod setter;
mod stand_in;
mod track;
mod url_credentials;
mod wallet;

pub(crate) use card::{FIRST_DIGITS, is_wrapped, may_be_card};
pub(crate) use custom::{Custom, Search, Stretch, validator, validators};

use std::fmt;

use crate::context::{self, Lexicon, Row};
use crate::finding::Confidence;
use crate::pack::{Concepts, Label, Writing};
use crate::span::{Reach, Span};

/// Confirms candidates of one kind of value.
pub trait Detector: Send + Sync + 'static {
    /// The rule's name, unique in a redactor: `card`.
    fn rule(&self) -> &str;

    /// The entity that a hit is a value of: `card_number`.
    fn entity(&self) -> &str;

    /// How far around the candidate's first byte [`confirm`](Self::confirm) looks. More than
    /// [`Reach::MAX`] is refused when the redactor is built.
    fn reach(&self) -> Reach;

    /// What makes a place in the haystack a candidate.
    fn trigger(&self) -> Trigger;

    /// What the values of a [`Trigger::Label`] are written with: a label is only looked at where it may have such a value.
    fn writing(&self) -> Writing {
        Writing::Any
    }

    /// Looks at a candidate.
    fn confirm(&self, site: &Site<'_>) -> Verdict;
}

impl Reach {
    /// The widest reach that a detector may declare: what a stream may have to hold back.
    pub const MAX: Self = Self::new(256, 2048);
}

/// What makes a place a candidate for a detector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trigger {
    /// The first digit of a number that has 12 digits or more, counted over single-byte separators and
    /// characters beyond ASCII, or eight or more at the end of a line.
    Digits,
    /// A word that the packs know for this label (`pin`, `cvv`, `otp`, `password`, `expiry`, or an entity such as
    /// `us_ssn`), at its first byte.
    Label(&'static str),
    /// One of these words or phrases, lower case; a space stands for one separator or none.
    Words(&'static [&'static str]),
    /// One of these prefixes at the start of a word: two letters first, four bytes at least, or three of which the last is no
    /// letter. Candidates may differ in case and from the fifth byte on.
    Prefixes(&'static [&'static [u8]]),
    /// This byte: `@` that no other follows, `+` before a digit from 1 on, or `%` where the escape of one of the two starts.
    Byte(u8),
    /// Two letters that are the code of a country with IBANs (ISO 13616) and two digits, at the start of a word.
    CountryCode,
    /// A `.`, `:` or `-` that may be the first separator of a network address.
    Address,
    /// A place inside a value of one of the shapes that the engine's own detectors look for: the blank, full stop or hyphen
    /// before three digits that another separator and three more follow (`.345.678` in `12.345.678-5`), before four and three, or on
    /// both sides of eight; the first of seven digits, a letter and seven digits; a digit that starts a word of sixteen letters and
    /// digits. Of these only those with one of these bytes.
    Shape(&'static [u8]),
    /// The end of a hit of the rule of this name, on the same line.
    Following(&'static str),
    /// The label of the rule of this name, where that rule has found a value: there may be another.
    Again(&'static str),
    /// A match of the rule's own regex, near a keyword where it has some. Only rules of packs have it.
    Pattern,
}

/// What a detector says of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A value.
    Hit(Hit),
    /// No value, and the clause of the rule that says so.
    Miss(&'static str),
    /// A label that ends its line: the same detector is asked again at the start of the next line.
    NextLine,
}

/// A value that a detector has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub(crate) span: Span,
    pub(crate) confidence: Confidence,
    pub(crate) is_merged: bool,
    /// Where the detector is asked again, if anywhere.
    pub(crate) goes_on: Option<Onward>,
}

/// Where a value goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Onward {
    /// Where the hit ends.
    Here,
    /// On the next line; where the hit ends if the line's end is out of sight.
    AtLineEnd,
}

impl Hit {
    /// A value at `span`, in offsets of [`Site::text`].
    #[must_use]
    pub const fn new(span: Span, confidence: Confidence) -> Self {
        Self { span, confidence, is_merged: false, goes_on: None }
    }

    /// The same hit, of a value that may go on where it ends or on the next line.
    pub(crate) const fn going_on(self) -> Self {
        Self { goes_on: Some(Onward::AtLineEnd), ..self }
    }

    /// The same hit, behind which another value may stand.
    pub(crate) const fn going_on_here(self) -> Self {
        Self { goes_on: Some(Onward::Here), ..self }
    }

    /// The same hit, of which a mask must keep nothing: its kept digits could be read as part of what follows.
    #[must_use]
    pub const fn without_tail(self) -> Self {
        Self { is_merged: true, ..self }
    }
}

/// What led to a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// A number starts at the anchor, and whether a word that names cards may be near.
    Digits { is_named: bool },
    /// A word of these concepts stands at the anchor.
    Label(Concepts),
    /// A word stands at the anchor that is this rule's own label; a weak one may mean something else.
    Topic { is_weak: bool },
    /// A label ended the line before; the anchor is the start of this line.
    Carried,
    /// A hit ends at the anchor.
    Following,
    /// A prefix, a byte or a country's code stands at the anchor.
    Mark,
}

/// A candidate and what may be seen around it.
#[derive(Clone, Copy)]
pub struct Site<'h> {
    pub(crate) text: &'h [u8],
    pub(crate) anchor: Span,
    pub(crate) occasion: Occasion,
    pub(crate) lexicon: &'h Lexicon,
    pub(crate) is_strict: bool,
    /// Where the last number that was found ends, if within sight.
    pub(crate) last_end: Option<usize>,
}

impl<'h> Site<'h> {
    /// What may be seen: at most the detector's reach on each side, on the right to the line's end.
    #[must_use]
    pub fn text(&self) -> &'h [u8] {
        self.text
    }

    /// The candidate in [`text`](Self::text): the label or word, or the empty span where a number or a line
    /// starts or a hit has ended.
    #[must_use]
    pub fn anchor(&self) -> Span {
        self.anchor
    }

    /// Whether the label is a quoted key of JSON: what it names stands behind its colon, and nowhere else in the line.
    pub(crate) fn is_quoted_key(&self) -> bool {
        let Some((b'"', rest)) = self.text[self.anchor.end..].split_first() else { return false };
        rest.trim_ascii_start().first() == Some(&b':')
    }

    /// The field of the row at the candidate that stands below a name of this label, where a table's first line is above.
    fn row(&self, label: Label) -> Row {
        let is_label = |name: Span| {
            let starts = name.range().filter(|&at| context::is_word_start(self.text, at));
            let wanted = label.strong() | Concepts::NOT;
            let mut words = starts.filter_map(|at| self.lexicon.longest(self.text, at, wanted));
            words.any(|word| word.end == name.end && !word.concepts.has(Concepts::NOT))
        };
        context::row(self.text, self.anchor.start, is_label)
    }

    /// What may be seen after the candidate.
    #[must_use]
    pub fn after(&self) -> &'h [u8] {
        &self.text[self.anchor.end..]
    }

    /// What may be seen before the candidate.
    #[must_use]
    pub fn before(&self) -> &'h [u8] {
        &self.text[..self.anchor.start]
    }

    /// Whether the label that was found for this candidate is a weak one.
    fn is_weak(&self, label: Label) -> bool {
        matches!(self.occasion, Occasion::Label(concepts) if !concepts.has(label.strong()))
    }
}

impl fmt::Debug for Site<'_> {
    /// Places only: a site shows input, its `Debug` must not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("text_len", &self.text.len())
            .field("anchor", &self.anchor)
            .field("occasion", &self.occasion)
            .finish_non_exhaustive()
    }
}

/// Every detector that comes with the engine, in the order in which they are asked.
pub(crate) fn builtin() -> Vec<Box<dyn Detector>> {
    let mut detectors: Vec<Box<dyn Detector>> = vec![
        Box::new(track::Track),
        Box::new(card::Card),
        Box::new(card::Parts),
        Box::new(expiry::Expiry),
        Box::new(expiry::ExpiryAfterCard),
        Box::new(expiry::SecondExpiryAfterCard),
        Box::new(expiry_beside::ExpiryBesideCode),
        Box::new(security_code::SecurityCode),
        Box::new(security_code::SecurityCodeAfterCard),
        Box::new(pin::Pin),
        Box::new(pin_block::PinBlock),
        Box::new(otp::Otp),
        Box::new(pin::SecondPin),
        Box::new(otp::SecondOtp),
        Box::new(security_code::SecondSecurityCode),
        Box::new(bare_code::BareCode),
        Box::new(bare_code::BareSecurityCode),
        Box::new(purpose::Purpose),
        Box::new(lettered::Lettered),
        Box::new(lettered::SecondLettered),
        Box::new(keypad::Keypad),
        Box::new(password::Password),
        Box::new(password::SecondPassword),
        Box::new(command::Command),
        Box::new(private_key::PrivateKey),
        Box::new(secret::ProviderToken),
        Box::new(secret::BotToken),
        Box::new(secret::NamedSecret),
        Box::new(secret::Cookie),
        Box::new(secret::CookieOption),
        Box::new(url_credentials::UrlCredentials),
        Box::new(email::Email),
        Box::new(escaped::EscapedEmail),
        Box::new(phone::InternationalPhone),
        Box::new(phone::GroupedPhone),
        Box::new(escaped::EscapedPhone),
        Box::new(iban::Iban),
        Box::new(iban::Joined),
        Box::new(wallet::Segwit),
        Box::new(wallet::Wallet),
        Box::new(wallet::Alone),
        Box::new(date_of_birth::DateOfBirth),
        Box::new(passport::Passport),
        Box::new(machine_readable::Number),
        Box::new(machine_readable::Birth),
        Box::new(maiden_name::MaidenName),
        Box::new(network::IpAddress),
        Box::new(network::MacAddress),
    ];
    detectors.extend(counted::ALL.map(|counted| Box::new(counted) as Box<dyn Detector>));
    detectors.extend(national_id::all().map(|id| Box::new(id) as Box<dyn Detector>));
    // Behind those that ask for a form: where both fit, the form says more.
    detectors.push(Box::new(account::Account));
    detectors.push(Box::new(phone::Phone));
    detectors.extend(national_id::alone().map(|id| Box::new(id) as Box<dyn Detector>));
    detectors
}

/// The countries that account numbers start with: by the first letter of the code, a bit for the second.
pub(crate) fn countries() -> [u32; 26] {
    iban::countries()
}

/// Whether a value that is known by its shape alone has its anchor at `at`.
pub(crate) fn is_shaped(text: &[u8], at: usize) -> bool {
    match text[at] {
        b'0'..=b'9' => wallet::is_alone(text, at) || machine_readable::is_birth(text, at),
        _ => national_id::is_grouped(text, at) || phone::is_grouped(text, at),
    }
}

/// The entities of the national identification numbers.
pub(crate) fn national_ids() -> impl Iterator<Item = &'static str> {
    national_id::all().map(|id| id.entity)
}
