//! What stands in folders and is neither file nor folder: links, pipes, sockets, devices.

use std::fs::{self, FileType};
use std::path::{Component, Path, PathBuf};

use crate::console::reason;

/// What is neither file nor folder, in a folder.
pub(crate) enum Irregular {
    /// A link to what is walked over anyway.
    Link(PathBuf),
    /// Something that nobody will have looked at.
    Lost(String),
}

/// Looks at it without opening it: a pipe without a writer would wait forever.
pub(crate) fn irregular(folder: &Path, path: &Path, kind: FileType) -> Irregular {
    if !kind.is_symlink() {
        return Irregular::Lost(special(kind).to_owned());
    }
    let above = path.parent().unwrap_or(folder);
    let inside = path.strip_prefix(folder).ok().zip(fs::read_link(path).ok());
    let inside = inside.filter(|(relative, target)| is_inside(relative, target));
    let why = match (fs::canonicalize(path), fs::canonicalize(above), fs::canonicalize(folder)) {
        (Ok(target), Ok(above), _) if above.starts_with(&target) => {
            "a symbolic link to a folder that it lies in".to_owned()
        }
        (Ok(target), _, Ok(folder)) if target.starts_with(&folder) => match inside {
            Some((_, target)) => return Irregular::Link(target),
            None => "a symbolic link that leads into the folder from outside".to_owned(),
        },
        (Err(error), ..) => format!("a symbolic link that leads nowhere: {}", reason(&error)),
        _ => "a symbolic link that leads out of the folder".to_owned(),
    };
    Irregular::Lost(why)
}

/// Whether a link leads on inside the folder on its whole way, so that it means the same in another place.
fn is_inside(link: &Path, target: &Path) -> bool {
    let mut depth = link.components().count() - 1;
    target.components().all(|component| match component {
        Component::CurDir => true,
        Component::Normal(_) => {
            depth += 1;
            true
        }
        Component::ParentDir => depth.checked_sub(1).is_some_and(|up| {
            depth = up;
            true
        }),
        Component::RootDir | Component::Prefix(_) => false,
    })
}

#[cfg(unix)]
fn special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match () {
        () if kind.is_fifo() => "a named pipe",
        () if kind.is_socket() => "a socket",
        () if kind.is_block_device() || kind.is_char_device() => "a device",
        () => "no regular file",
    }
}

#[cfg(not(unix))]
fn special(_kind: FileType) -> &'static str {
    "no regular file"
}
