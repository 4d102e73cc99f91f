//! What stands for object storage in a program that was built without it.

use std::fs::Metadata;
use std::io::{self, Read, Write};
use std::path::Path;

use super::{Listed, Named};
use crate::record::Content;

/// There is none.
pub(crate) enum Download {}

/// There is none.
pub(crate) enum Upload {}

fn absent<T>() -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "this samar was built without object storage"))
}

pub(crate) fn look(_url: &Path) -> io::Result<Named> {
    absent()
}

pub(crate) fn list(_url: &Path) -> io::Result<Vec<Listed>> {
    absent()
}

pub(crate) fn stamp(_url: &Path) -> Option<String> {
    None
}

impl Download {
    pub(crate) fn begin(_url: &Path) -> io::Result<Self> {
        absent()
    }

    pub(crate) fn stamp(&self) -> String {
        match *self {}
    }

    pub(crate) fn content(&mut self) -> io::Result<Content> {
        match *self {}
    }
}

impl Read for Download {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        match *self {}
    }
}

impl Upload {
    pub(crate) fn begin(_url: &Path, _like: Option<&Download>, _file: Option<&Metadata>) -> io::Result<Self> {
        absent()
    }

    pub(crate) fn commit(self) -> io::Result<String> {
        match self {}
    }
}

impl Write for Upload {
    fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
        match *self {}
    }

    fn flush(&mut self) -> io::Result<()> {
        match *self {}
    }
}
