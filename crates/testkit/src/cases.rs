//! The hand-written cases of `corpora/cases`: a text, what must be found in it, what must come out, and why.
//!
//! ```toml
//! [[case]]
//! name = "visa-spaces"
//! text = "pay 4111 1111 1111 1111 now"    # or bytes = "70 61 79 …", in hex
//! find = [{ entity = "card_number", value = "4111 1111 1111 1111" }]
//! output = "pay **** **** **** 1111 now"  # optional; output_bytes = "…" in hex where it is not UTF-8
//! why = "one short line"
//! ```
//!
//! `entities = "network"` says what is looked for where that is not what the standard policy looks for.
//!
//! Values are looked for from left to right, each after the end of the one before; a case without `find` expects nothing.
//! Names are unique over all files.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One text and what is expected of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    /// Unique over all files.
    pub name: String,
    /// The file it came from, without its folder.
    pub file: String,
    /// The input. Not always UTF-8.
    pub text: Vec<u8>,
    /// What must be found, in order and disjoint. Nothing else may be found.
    pub find: Vec<Expected>,
    /// What the default policy must write, where the case says so.
    pub output: Option<Vec<u8>>,
    /// What is looked for, as `--entities` takes it; without it, what the standard policy looks for.
    pub entities: Option<String>,
    /// The reason the case exists.
    pub why: String,
}

/// A finding that a case expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The entity's name, as reports print it.
    pub entity: String,
    /// Byte offset of the value's first byte.
    pub start: usize,
    /// Byte offset behind the value's last byte.
    pub end: usize,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("name", &self.name)
            .field("file", &self.file)
            .field("text", &String::from_utf8_lossy(&self.text))
            .field("find", &self.find)
            .field("output", &self.output.as_deref().map(String::from_utf8_lossy))
            .field("entities", &self.entities)
            .field("why", &self.why)
            .finish()
    }
}

/// Why cases could not be loaded; names the file and, where there is one, the case.
#[derive(Clone, Debug)]
pub struct CaseError {
    file: String,
    case: Option<String>,
    problem: String,
}

impl CaseError {
    fn in_file(file: &str, problem: impl Into<String>) -> Self {
        Self { file: file.to_owned(), case: None, problem: problem.into() }
    }

    fn in_case(file: &str, case: &str, problem: impl Into<String>) -> Self {
        Self { file: file.to_owned(), case: Some(case.to_owned()), problem: problem.into() }
    }

    /// The file at fault.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The name of the case at fault, unless the whole file is.
    pub fn case(&self) -> Option<&str> {
        self.case.as_deref()
    }
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.case {
            Some(case) => write!(f, "{}: case `{}`: {}", self.file, case, self.problem),
            None => write!(f, "{}: {}", self.file, self.problem),
        }
    }
}

impl std::error::Error for CaseError {}

/// The folder of this repository's cases.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/cases")
}

/// Every case of this repository, ordered by file name and then as written.
pub fn load() -> Result<Vec<Case>, CaseError> {
    load_folder(&folder())
}

/// Every case of the `.toml` files in `folder`, ordered by file name and then as written.
pub fn load_folder(folder: &Path) -> Result<Vec<Case>, CaseError> {
    let unreadable =
        |error: std::io::Error| CaseError::in_file(&folder.display().to_string(), error.to_string());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();

    let mut cases: Vec<Case> = Vec::new();
    let mut file_of: HashMap<String, String> = HashMap::new();
    for path in paths {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let toml = fs::read_to_string(&path).map_err(|error| CaseError::in_file(&file, error.to_string()))?;
        for case in parse(&file, &toml)? {
            if let Some(other) = file_of.insert(case.name.clone(), file.clone()) {
                return Err(CaseError::in_case(
                    &file,
                    &case.name,
                    format!("{other} has a case of that name, too"),
                ));
            }
            cases.push(case);
        }
    }
    Ok(cases)
}

/// The cases of one file's text. `file` is only for messages and for [`Case::file`].
pub fn parse(file: &str, toml: &str) -> Result<Vec<Case>, CaseError> {
    let document: Document = toml::from_str(toml)
        .map_err(|error| CaseError::in_file(file, error.to_string().trim_end().to_owned()))?;
    let mut cases: Vec<Case> = Vec::with_capacity(document.case.len());
    for written in document.case {
        if cases.iter().any(|case| case.name == written.name) {
            return Err(CaseError::in_case(file, &written.name, "a case of that name stands above"));
        }
        cases.push(written.read(file)?);
    }
    Ok(cases)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    case: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    text: Option<String>,
    bytes: Option<String>,
    #[serde(default)]
    find: Vec<WrittenValue>,
    output: Option<String>,
    output_bytes: Option<String>,
    entities: Option<String>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenValue {
    entity: String,
    value: String,
}

impl Written {
    fn read(self, file: &str) -> Result<Case, CaseError> {
        let trouble = |problem: String| CaseError::in_case(file, &self.name, problem);
        if self.name.is_empty() {
            return Err(CaseError::in_file(file, "a case has an empty name"));
        }
        if self.why.trim().is_empty() {
            return Err(trouble("`why` is empty".to_owned()));
        }
        let text = one_of("text", self.text, self.bytes)
            .map_err(trouble)?
            .ok_or_else(|| trouble("neither `text` nor `bytes` is given".to_owned()))?;
        let output = one_of("output", self.output, self.output_bytes).map_err(trouble)?;

        let mut find = Vec::with_capacity(self.find.len());
        let mut from = 0;
        for WrittenValue { entity, value } in self.find {
            if entity.is_empty() || !entity.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                return Err(trouble(format!("`{entity}` is not the name of an entity")));
            }
            let start = position(&text, value.as_bytes(), from).ok_or_else(|| {
                trouble(format!(
                    "the value `{value}` ({entity}) does not occur in the text after offset {from}"
                ))
            })?;
            from = start + value.len();
            find.push(Expected { entity, start, end: from });
        }
        Ok(Case {
            name: self.name,
            file: file.to_owned(),
            text,
            find,
            output,
            entities: self.entities,
            why: self.why,
        })
    }
}

fn one_of(what: &str, plain: Option<String>, hex: Option<String>) -> Result<Option<Vec<u8>>, String> {
    match (plain, hex) {
        (Some(_), Some(_)) => Err(format!("`{what}` is given both as text and in hex")),
        (Some(plain), None) => Ok(Some(plain.into_bytes())),
        (None, Some(hex)) => from_hex(&hex).map(Some),
        (None, None) => Ok(None),
    }
}

fn from_hex(hex: &str) -> Result<Vec<u8>, String> {
    let mut digits = hex.chars().filter(|character| !character.is_whitespace());
    let mut bytes = Vec::with_capacity(hex.len() / 2);
    while let Some(high) = digits.next() {
        let low = digits.next().ok_or("the hex has an odd number of digits")?;
        let value = |digit: char| digit.to_digit(16).ok_or_else(|| format!("`{digit}` is no hex digit"));
        bytes.push(u8::try_from(value(high)? << 4 | value(low)?).expect("two hex digits fit a byte"));
    }
    Ok(bytes)
}

/// Where `value` first occurs at or after `from`; an empty value occurs nowhere.
fn position(text: &[u8], value: &[u8], from: usize) -> Option<usize> {
    if value.is_empty() {
        return None;
    }
    text.get(from..)?.windows(value.len()).position(|window| window == value).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(toml: &str) -> String {
        parse("sample.toml", toml).expect_err("the sample is wrong on purpose").to_string()
    }

    #[test]
    fn values_are_found_left_to_right() {
        let cases = parse(
            "sample.toml",
            r#"
            [[case]]
            name = "twice"
            text = "12 and 12"
            find = [{ entity = "pin", value = "12" }, { entity = "otp", value = "12" }]
            output = "[PIN] and [OTP]"
            why = "the second search starts behind the first value"
            "#,
        )
        .expect("the sample is well formed");
        let found: Vec<_> =
            cases[0].find.iter().map(|found| (found.entity.as_str(), found.start, found.end)).collect();
        assert_eq!(found, [("pin", 0, 2), ("otp", 7, 9)]);
        assert_eq!(cases[0].output.as_deref(), Some(b"[PIN] and [OTP]".as_slice()));
    }

    #[test]
    fn bytes_are_hex() {
        let cases = parse(
            "sample.toml",
            "[[case]]\nname = 'b'\nbytes = 'ff 31 32 00'\noutput_bytes = 'FF2a2a00'\nwhy = 'w'\n",
        )
        .expect("the sample is well formed");
        assert_eq!(cases[0].text, b"\xff12\0");
        assert_eq!(cases[0].output.as_deref(), Some(b"\xff**\0".as_slice()));
    }

    #[test]
    fn errors_name_file_and_case() {
        let missing = problem(
            "[[case]]\nname = 'm'\ntext = 'a'\nfind = [{ entity = 'pin', value = '9' }]\nwhy = 'w'\n",
        );
        assert_eq!(
            missing,
            "sample.toml: case `m`: the value `9` (pin) does not occur in the text after offset 0"
        );

        for (toml, expected) in [
            ("[[case]]\nname = 'm'\nwhy = 'w'\n", "neither `text` nor `bytes`"),
            ("[[case]]\nname = 'm'\ntext = 'a'\nbytes = '61'\nwhy = 'w'\n", "both as text and in hex"),
            ("[[case]]\nname = 'm'\nbytes = '6'\nwhy = 'w'\n", "odd number"),
            ("[[case]]\nname = 'm'\nbytes = '6x'\nwhy = 'w'\n", "`x` is no hex digit"),
            ("[[case]]\nname = 'm'\ntext = 'a'\nwhy = ' '\n", "`why` is empty"),
            (
                "[[case]]\nname = 'm'\ntext = 'a'\nfind = [{ entity = 'PIN', value = 'a' }]\nwhy = 'w'\n",
                "`PIN` is not",
            ),
            (
                "[[case]]\nname = 'm'\ntext = 'a'\nfind = [{ entity = 'pin', value = '' }]\nwhy = 'w'\n",
                "does not occur",
            ),
        ] {
            let message = problem(toml);
            assert!(
                message.starts_with("sample.toml: case `m`: ") && message.contains(expected),
                "{message}"
            );
        }
        let twice = "[[case]]\nname = 'm'\ntext = 'a'\nwhy = 'w'\n".repeat(2);
        assert!(problem(&twice).contains("case `m`"), "{}", problem(&twice));
        assert!(
            problem("[[case]]\nname = 'm'\ntext = 'a'\nwhy = 'w'\nwhat = 1\n")
                .contains("unknown field `what`")
        );
    }

    #[test]
    fn the_repository_is_well_formed() {
        let cases = load().expect("the repository's cases are well formed");
        assert!(!cases.is_empty());
        for case in &cases {
            let pairs = case.find.windows(2);
            assert!(
                pairs.into_iter().all(|pair| pair[0].end <= pair[1].start),
                "{}: {}",
                case.file,
                case.name
            );
            if case.find.is_empty() {
                assert!(
                    case.output.as_ref().is_none_or(|output| *output == case.text),
                    "{}: {}",
                    case.file,
                    case.name
                );
            }
        }
    }
}
