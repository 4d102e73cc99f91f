//! What can go wrong while a redactor is built. Nothing can go wrong while it runs on memory.

use std::error::Error;
use std::fmt;

/// A pack or an allow-list that cannot be used: where and why.
#[derive(Debug)]
pub struct PackError {
    /// Whether it is an allow-list, which has no name.
    is_list: bool,
    pack: Option<String>,
    line: Option<usize>,
    reason: String,
    source: Option<Box<toml::de::Error>>,
}

impl PackError {
    pub(crate) fn syntax(text: &str, error: toml::de::Error) -> Self {
        let line = error
            .span()
            .map(|span| 1 + text.as_bytes()[..span.start].iter().filter(|&&b| b == b'\n').count());
        Self {
            is_list: false,
            pack: None,
            line,
            reason: error.message().to_owned(),
            source: Some(Box::new(error)),
        }
    }

    pub(crate) fn content(pack: &str, reason: impl Into<String>) -> Self {
        Self { is_list: false, pack: Some(pack.to_owned()), line: None, reason: reason.into(), source: None }
    }

    pub(crate) fn of_list(line: usize, reason: impl Into<String>) -> Self {
        Self { is_list: true, pack: None, line: Some(line), reason: reason.into(), source: None }
    }

    pub(crate) fn at(pack: &str, line: usize, reason: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::content(pack, reason) }
    }

    /// The pack's name, where it could be read.
    #[must_use]
    pub fn pack(&self) -> Option<&str> {
        self.pack.as_deref()
    }

    /// The line of the pack's text, from 1, where the trouble has one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_list { "allow-list" } else { "pack" })?;
        if let Some(pack) = &self.pack {
            write!(f, " {pack}")?;
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl Error for PackError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|error| error as _)
    }
}

/// Everything that is wrong with a [`Builder`](crate::Builder), at once.
#[derive(Debug)]
pub struct BuildError {
    problems: Vec<String>,
}

impl BuildError {
    /// `None` where there is no problem.
    pub(crate) fn of(problems: Vec<String>) -> Option<Self> {
        (!problems.is_empty()).then_some(Self { problems })
    }

    /// One line for each problem.
    pub fn problems(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().map(String::as_str)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl Error for BuildError {}

/// A policy file that cannot be used: where and why.
#[derive(Debug)]
pub struct PolicyError {
    line: Option<usize>,
    reason: String,
}

impl PolicyError {
    pub(crate) fn syntax(text: &str, error: &toml::de::Error) -> Self {
        let reason = error.message().to_owned();
        match error.span() {
            Some(span) => Self::at(text, span.start, reason),
            None => Self::content(reason),
        }
    }

    pub(crate) fn at(text: &str, at: usize, reason: String) -> Self {
        let line = 1 + text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count();
        Self { line: Some(line), reason }
    }

    pub(crate) fn content(reason: String) -> Self {
        Self { line: None, reason }
    }

    /// The line of the file, from 1, where the trouble has one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("policy")?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl Error for PolicyError {}
