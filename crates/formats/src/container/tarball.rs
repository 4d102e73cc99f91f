//! Tar archives, as streams.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use tar::{Archive, Builder, EntryType, Header};

use super::archive::objection;
use super::unpack::{Place, Walk};
use crate::error::FormatError;

/// How the records of a sparse file begin.
const SPARSE: &str = "GNU.sparse";

/// Records of extended headers that this writes itself, where it must.
const OWN_RECORDS: [&str; 3] = ["path", "linkpath", "size"];

pub(super) fn mask(
    walk: &mut Walk<'_>,
    place: Place<'_>,
    input: &mut dyn Read,
    output: Option<&mut dyn Write>,
) -> Result<(), FormatError> {
    let mut archive = Archive::new(input);
    // Archives that were joined have an end in their midst; what stands behind it is not lost.
    archive.set_ignore_zeros(true);
    let mut builder = output.map(Builder::new);
    let entries = archive.entries().map_err(|error| walk.fault(&error, "tar"))?;
    for entry in entries {
        let mut entry = entry.map_err(|error| walk.fault(&error, "tar"))?;
        let path = entry.path_bytes().into_owned();
        let target = entry.link_name_bytes().map(Cow::into_owned);
        let name = place.name_of(&String::from_utf8_lossy(&path));
        // The target of a hard link is a name of the archive.
        let is_symlink = entry.header().entry_type() == EntryType::Symlink;
        let why = objection(&path, target.as_deref().filter(|_| is_symlink))
            .or_else(|| target.as_deref().filter(|_| !is_symlink).and_then(|target| objection(target, None)));
        if let Some(why) = why {
            walk.leave_out(&name, why);
            continue;
        }
        let mut header = entry.header().clone();
        let Records { records, is_sparse } = records(&mut entry).ok_or(FormatError::Corrupt("tar"))?;
        // Its content is a map of what is where and the pieces behind each other.
        if is_sparse {
            walk.leave_out(
                &name,
                "it is a sparse file of a form that is not read (pax); only that of GNU tar is",
            );
            continue;
        }
        let is_file =
            matches!(header.entry_type(), EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse);
        if !is_file {
            if let Some(builder) = &mut builder {
                put(builder, &mut header, &path, target.as_deref(), &records, 0, &mut io::empty())?;
            }
            continue;
        }
        // An entry that is cut short ends early; the way to the next one fails then.
        let masked = walk.entry(place.inside(&name), &mut entry, None, builder.is_some())?;
        if let (Some((mut content, len)), Some(builder)) = (masked, &mut builder) {
            header.set_entry_type(EntryType::Regular);
            put(builder, &mut header, &path, None, &records, len, &mut content)?;
        }
    }
    match builder {
        Some(builder) => builder.into_inner().map(drop).map_err(FormatError::Write),
        None => Ok(()),
    }
}

/// An entry's extended header.
struct Records {
    records: Vec<(String, Vec<u8>)>,
    is_sparse: bool,
}

/// The entry's extended header, but for what is written anew. Nothing if it cannot be read.
fn records<R: Read>(entry: &mut tar::Entry<'_, R>) -> Option<Records> {
    let (mut records, mut is_sparse) = (Vec::new(), false);
    if let Some(extensions) = entry.pax_extensions().ok()? {
        for extension in extensions {
            let extension = extension.ok()?;
            let key = extension.key().ok()?;
            if key.starts_with(SPARSE) {
                is_sparse = true;
            } else if !OWN_RECORDS.contains(&key) {
                records.push((key.to_owned(), extension.value_bytes().to_vec()));
            }
        }
    }
    Some(Records { records, is_sparse })
}

fn put(
    builder: &mut Builder<&mut dyn Write>,
    header: &mut Header,
    path: &[u8],
    target: Option<&[u8]>,
    records: &[(String, Vec<u8>)],
    len: u64,
    content: &mut dyn Read,
) -> Result<(), FormatError> {
    // A name that does not fit into the header stands before it.
    let mut records: Vec<(&str, &[u8])> =
        records.iter().map(|(key, value)| (key.as_str(), value.as_slice())).collect();
    if *header.path_bytes() != *path {
        records.push(("path", path));
    }
    if let Some(target) = target.filter(|target| header.link_name_bytes().as_deref() != Some(*target)) {
        records.push(("linkpath", target));
    }
    if !records.is_empty() {
        builder.append_pax_extensions(records).map_err(FormatError::Write)?;
    }
    header.set_size(len);
    header.set_cksum();
    builder.append(header, content).map_err(FormatError::Write)
}
