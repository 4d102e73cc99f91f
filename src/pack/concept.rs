//! What a word can mean.

use std::ops::{BitOr, BitOrAssign};

use serde::{Deserialize, Serialize};

/// A set of meanings. A word can have several: *code* is a filler and an identifier's tail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Concepts(u32);

/// The concepts a value can be bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Pin,
    SecurityCode,
    Otp,
    Password,
    Card,
    Expiry,
}

impl Label {
    /// Every label and its key in a pack.
    pub(crate) const ALL: [(Self, &'static str); 6] = [
        (Self::Pin, "pin"),
        (Self::SecurityCode, "cvv"),
        (Self::Otp, "otp"),
        (Self::Password, "password"),
        (Self::Card, "card"),
        (Self::Expiry, "expiry"),
    ];

    /// The label named outright.
    pub(crate) const fn strong(self) -> Concepts {
        Concepts(1 << self as u32)
    }

    /// A word that may name the label and asks for a copula and an exact shape.
    pub(crate) const fn weak(self) -> Concepts {
        Concepts(1 << (self as u32 + 6))
    }

    /// Strong or weak.
    pub(crate) fn any(self) -> Concepts {
        self.strong() | self.weak()
    }
}

/// What the values of a label are written with. A value stands on its label's line; where the label ends the line, it may
/// stand alone on the next, or behind an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Writing {
    /// Anything.
    Any,
    /// Three decimal digits or more, of any script, or words for digits or repeats, two or more.
    DigitsOrWords,
    /// Three decimal digits or more, of any script, and no more than 32 letters.
    Digits,
}

/// A label of one rule only, by its place in [`Topic::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub(crate) struct Topic {
    pub(crate) index: u16,
    /// Whether the word may mean something else.
    pub(crate) is_weak: bool,
}

impl Topic {
    /// The entities whose values are known by a label.
    pub(crate) const NAMES: [&'static str; 76] = [
        "account_number",
        "ar_dni_cuit",
        "at_svnr",
        "au_medicare",
        "au_tfn",
        "bare_code",
        "be_nn",
        "bg_egn",
        "br_cnpj",
        "br_cpf",
        "ca_sin",
        "card_in_parts",
        "ch_ahv",
        "cl_rut",
        "cn_id",
        "co_nit",
        "command",
        "counted",
        "crypto_wallet",
        "cz_rc",
        "date_of_birth",
        "de_tax_id",
        "dk_cpr",
        "ee_ik",
        "es_dni",
        "fi_hetu",
        "fr_nir",
        "gr_amka",
        "hk_id",
        "hr_oib",
        "hu_personal_id",
        "hu_taj",
        "hu_tax_id",
        "id_nik",
        "id_npwp",
        "ie_pps",
        "il_id",
        "in_aadhaar",
        "in_pan",
        "it_fiscal_code",
        "jp_my_number",
        "keypad",
        "kr_rrn",
        "lt_ak",
        "lu_nin",
        "lv_pk",
        "mothers_maiden_name",
        "mx_curp",
        "my_nric",
        "nl_bsn",
        "no_fnr",
        "nz_ird",
        "passport",
        "ph_philsys",
        "ph_sss",
        "ph_tin",
        "phone",
        "pin_block",
        "pl_pesel",
        "pt_nif",
        "purpose",
        "ro_cnp",
        "se_pin",
        "secret",
        "sg_nric",
        "si_emso",
        "sk_rc",
        "th_id",
        "tr_tckn",
        "tw_id",
        "uk_nhs",
        "uk_nino",
        "us_itin",
        "us_ssn",
        "vn_cccd",
        "za_id",
    ];

    /// The topic of this name.
    pub(crate) fn named(name: &str) -> Option<u16> {
        Self::NAMES.binary_search(&name).ok().map(|index| index as u16)
    }
}

impl Concepts {
    /// A phrase that contains a label and is none.
    pub(crate) const NOT: Self = Self(1 << 12);
    pub(crate) const POSSESSIVE: Self = Self(1 << 13);
    pub(crate) const COPULA: Self = Self(1 << 14);
    pub(crate) const FILLER: Self = Self(1 << 15);
    /// A tail of an identifier that keeps its meaning: `pin_value`.
    pub(crate) const SUFFIX: Self = Self(1 << 16);
    /// A word after a number that makes it a count.
    pub(crate) const UNIT: Self = Self(1 << 17);
    pub(crate) const CURRENCY: Self = Self(1 << 18);
    pub(crate) const PROHIBITION: Self = Self(1 << 19);
    pub(crate) const QUESTION: Self = Self(1 << 20);
    pub(crate) const DIGIT: Self = Self(1 << 21);
    pub(crate) const REPEAT: Self = Self(1 << 22);
    pub(crate) const NOT_A_PASSWORD: Self = Self(1 << 23);
    /// The name of another kind of number.
    pub(crate) const OTHER: Self = Self(1 << 24);
    /// A detector's own word, or the label of one rule.
    pub(crate) const OWN: Self = Self(1 << 25);
    /// A word before a number that tells what else it is.
    pub(crate) const APART: Self = Self(1 << 26);
    /// What a user is called by: the word before a name to log in with.
    pub(crate) const USER: Self = Self(1 << 27);
    /// A verb of typing a code in: the number behind it is one.
    pub(crate) const ENTRY: Self = Self(1 << 28);
    /// A key of what was typed in, or of a value before and after: it says no more than that.
    pub(crate) const TYPED: Self = Self(1 << 29);
    /// A name of postal codes that are called as a PIN is, and of places that have them.
    pub(crate) const POSTAL: Self = Self(1 << 30);
    /// How what stands before is written: *all lowercase*, *no spaces*.
    pub(crate) const SPELLING: Self = Self(1 << 31);

    /// Words that may stand between a label and its value.
    pub(crate) const CONNECTORS: Self =
        Self(Self::POSSESSIVE.0 | Self::COPULA.0 | Self::FILLER.0 | Self::SUFFIX.0);

    /// Every label, strong or weak.
    pub(crate) const LABELS: Self = Self((1 << 12) - 1);
    /// Every label that is named outright.
    pub(crate) const STRONG: Self = Self((1 << 6) - 1);
    /// Labels whose words start a candidate; a card's words only give evidence.
    pub(crate) const ANCHORS: Self = Self(Self::LABELS.0 & !(1 << 4 | 1 << 10));

    /// What is looked up where a label may stand: one, or a phrase that only contains it.
    pub(crate) const CANDIDATES: Self = Self(Self::ANCHORS.0 | Self::NOT.0 | Self::OWN.0);

    /// Both sets, in a constant.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two sets share a meaning.
    #[inline]
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Concepts {
    /// The set as a number.
    #[inline]
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// The set that [`bits`](Self::bits) gave.
    #[inline]
    pub(crate) const fn of_bits(bits: u32) -> Self {
        Self(bits)
    }
}

impl BitOr for Concepts {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Concepts {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}
