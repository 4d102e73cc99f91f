//! What can be asked for.

/// A kind of value that a question can ask for: its place in [`TABLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Concept(pub(crate) u8);

/// Sets of concepts, a bit each.
pub(crate) type Concepts = u32;

pub(crate) struct Facts {
    /// The key in a pack, which is the entity's name.
    pub(crate) key: &'static str,
    /// A label before the value, as the engine's packs know it.
    pub(crate) label: &'static str,
    pub(crate) form: Form,
}

/// How an answer looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Digits, written or spoken.
    Digits,
    /// One word, perhaps a plain one.
    Secret,
    /// Words.
    Words,
}

/// Every concept. Where a bare number fits several that were asked for at once, the earlier one wins.
pub(crate) const TABLE: [Facts; 15] = [
    facts("card_number", "card number: ", Form::Digits),
    facts("card_expiry", "card expiry: ", Form::Digits),
    facts("card_cvv", "CVV: ", Form::Digits),
    facts("pin", "PIN: ", Form::Digits),
    facts("otp", "OTP: ", Form::Digits),
    facts("password", "password: ", Form::Secret),
    facts("date_of_birth", "date of birth: ", Form::Digits),
    facts("id_nik", "NIK: ", Form::Digits),
    facts("id_npwp", "NPWP: ", Form::Digits),
    facts("us_ssn", "SSN: ", Form::Digits),
    facts("in_aadhaar", "aadhaar: ", Form::Digits),
    facts("passport", "passport: ", Form::Digits),
    facts("account_number", "account number: ", Form::Digits),
    facts("phone", "phone: ", Form::Digits),
    facts("mothers_maiden_name", "mother's maiden name: ", Form::Words),
];

const fn facts(key: &'static str, label: &'static str, form: Form) -> Facts {
    Facts { key, label, form }
}

impl Concept {
    pub(crate) const CARD: Self = Self(0);
    pub(crate) const EXPIRY: Self = Self(1);
    pub(crate) const CVV: Self = Self(2);
    pub(crate) const PIN: Self = Self(3);
    pub(crate) const OTP: Self = Self(4);
    pub(crate) const PASSWORD: Self = Self(5);

    pub(crate) const BIRTH: Self = Self(6);
    pub(crate) const ACCOUNT: Self = Self(12);

    /// A picture of a card, which shows its number: a word of the packs alone, heard as [`CARD`](Self::CARD).
    pub(crate) const PHOTO: Self = Self(TABLE.len() as u8);

    /// Those that no bank asks for in a chat.
    pub(crate) const NEVER_ASKED: Concepts =
        Self::CARD.bit() | Self::CVV.bit() | Self::PIN.bit() | Self::OTP.bit() | Self::PASSWORD.bit();
    /// What a code may be.
    pub(crate) const CODES: Concepts = Self::CVV.bit() | Self::PIN.bit() | Self::OTP.bit();
    /// Those of which a part tells no secret: their last four digits may be asked for.
    pub(crate) const WHOLE: Concepts =
        !(Self::CVV.bit() | Self::PIN.bit() | Self::OTP.bit() | Self::PASSWORD.bit());

    pub(crate) fn named(key: &str) -> Option<Self> {
        TABLE.iter().position(|facts| facts.key == key).map(|index| Self(index as u8))
    }

    pub(crate) const fn bit(self) -> Concepts {
        1 << self.0
    }

    pub(crate) const fn facts(self) -> &'static Facts {
        &TABLE[self.0 as usize]
    }

    /// The concepts of a set, in the table's order.
    pub(crate) fn of(set: Concepts) -> impl Iterator<Item = Self> {
        (0..TABLE.len() as u8).map(Self).filter(move |concept| set & concept.bit() != 0)
    }
}
