//! A variable of Terraform that is named for a password: `variable "db_password" {`, and its `default = "…"` on a line below.

use super::super::Site;

/// Whether the label ends the name of a block that its line opens.
pub(super) fn is_block(site: &Site<'_>) -> bool {
    let before = site.before();
    let line = &before[memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)..];
    line.starts_with(b"variable \"") && site.after().trim_ascii_end() == b"\" {"
}

/// What a line below the block's first is.
pub(super) enum Line {
    /// The default starts here.
    Default(usize),
    /// Another of its arguments.
    Other,
    /// No line of such a block.
    None,
}

/// The line at the site's anchor.
pub(super) fn line(site: &Site<'_>) -> Line {
    let line = site.after();
    let name = line.trim_ascii_start();
    let indent = line.len() - name.len();
    let len = name.iter().take(16).take_while(|byte| byte.is_ascii_lowercase()).count();
    let Some(value) = name[len..].trim_ascii_start().strip_prefix(b"=") else { return Line::None };
    if indent == 0 || !is_below_block(site.before()) {
        return Line::None;
    }
    match (&name[..len], value.trim_ascii_start()) {
        (b"default", [b'"', rest @ ..]) => Line::Default(site.text.len() - rest.len()),
        (b"type" | b"description" | b"sensitive" | b"nullable" | b"ephemeral", _) => Line::Other,
        _ => Line::None,
    }
}

/// Whether the lines before, but for those of arguments, end in one that opens a block.
fn is_below_block(before: &[u8]) -> bool {
    let mut lines = before.trim_ascii_end().rsplit(|byte| *byte == b'\n').take(5);
    lines.find(|line| line.first() != Some(&b' ')).is_some_and(|line| {
        let line = line.trim_ascii_end();
        line.starts_with(b"variable \"") && line.ends_with(b"\" {")
    })
}
