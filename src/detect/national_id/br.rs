//! Brazil: tax number of persons (Cadastro de Pessoas Físicas, CPF) and of companies (Cadastro Nacional da Pessoa
//! Jurídica, CNPJ).
//!
//! **Grammar.** CPF: eleven digits, `529.982.247-25`. CNPJ: eight characters of the company, four of the branch, two
//! check digits, `11.222.333/0001-81`; since July 2026 all but the check digits may be letters: `12.ABC.345/01DE-35`.
//! JSON escapes the stroke.
//!
//! **Evidence.** Two check digits modulo 11, each over all before it; a remainder of 0 or 1 gives 0. Weights rise from 2
//! leftwards, in the CNPJ from 2 to 9 and again from 2; a letter counts as its ASCII code less 48 (Instruções Normativas
//! RFB 2.172/2024, CPF, and 2.229/2024, CNPJ). One random number in 100 passes. Uniform numbers pass too and are not
//! given out.
//!
//! **Not found on purpose.** A bare run of digits without a label. RG (a number of each state), PIS, voter's and health
//! card numbers.

use super::Id;
use super::sum::{are_digits, is_repeated, weighted};

pub(super) const IDS: &[Id] = &[
    Id {
        entity: "br_cpf",
        forms: &[
            "ddd.ddd.ddd-dd",
            "ddd.ddd.ddd/dd",
            "ddd.ddd.ddd.dd",
            "ddd ddd ddd-dd",
            "ddd ddd ddd dd",
            "ddd-ddd-ddd-dd",
            "ddddddddd-dd",
            "ddddddddd/dd",
            "ddddddddddd",
        ],
        is_valid: is_cpf,
    },
    Id {
        entity: "br_cnpj",
        forms: &[
            "xx.xxx.xxx/xxxx-dd",
            "xx.xxx.xxx\\/xxxx-dd",
            "xxxxxxxx/xxxx-dd",
            "xxxxxxxx\\/xxxx-dd",
            "xxxxxxxxxxxxdd",
        ],
        is_valid: is_cnpj,
    },
];

fn is_cpf(number: &[u8]) -> bool {
    are_digits(number, 11)
        && !is_repeated(number)
        && check_digit(&number[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2]) == number[9]
        && check_digit(&number[..10], &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) == number[10]
}

fn is_cnpj(number: &[u8]) -> bool {
    number.len() == 14
        && number[..12].iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && !is_repeated(number)
        && check_digit(&number[..12], &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == number[12]
        && check_digit(&number[..13], &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == number[13]
}

fn check_digit(number: &[u8], weights: &[u32]) -> u8 {
    match weighted(number, weights) % 11 {
        0 | 1 => b'0',
        rest => b'0' + (11 - rest) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpf() {
        // The first two are the samples of tutorials and tests everywhere.
        for number in [
            &b"52998224725"[..],
            b"11144477735",
            b"39053344705",
            b"48291736537",
            b"07163849222",
            b"93718264528",
        ] {
            assert!(is_cpf(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"52998224726"[..], "another second check digit"),
            (b"52998224735", "another first check digit"),
            (b"52998242725", "neighbours swapped"),
            (b"11111111111", "uniform"),
            (b"00000000000", "uniform"),
            (b"5299822472", "ten digits"),
            (b"529982247250", "twelve digits"),
            (b"5299822472A", "a letter"),
        ] {
            assert!(!is_cpf(number), "{}: {reason}", number.escape_ascii());
        }
    }

    #[test]
    fn cnpj() {
        // The third is a real bank's, the fourth the sample that the Receita Federal prints.
        for number in [
            &b"11222333000181"[..],
            b"16727230000197",
            b"00000000000191",
            b"12ABC34501DE35",
            b"47382916000117",
            b"7K2M9QX4000108",
        ] {
            assert!(is_cnpj(number), "{}", number.escape_ascii());
        }
        for (number, reason) in [
            (&b"11222333000182"[..], "another check digit"),
            (b"11223233000181", "neighbours swapped"),
            (b"12ABD34501DE35", "another letter"),
            (b"12abc34501de35", "lower case"),
            (b"00000000000000", "uniform"),
            (b"12ABC34501DEA5", "a letter as check digit"),
            (b"1122233300018", "thirteen digits"),
            (b"112223330001811", "fifteen digits"),
            (b"", "nothing"),
        ] {
            assert!(!is_cnpj(number), "{}: {reason}", number.escape_ascii());
        }
    }
}
