//! Text between tags, and where its links lead.

use samar::Span;

use super::edit::{Escapes, Piece};

/// Tags that say how a text looks and part no words.
const INLINE: [&str; 20] = [
    "<b", "</b", "<i", "</i", "<u", "</u", "<em", "</em", "<strong", "</strong", "<font", "</font", "<mark",
    "</mark", "<small", "</small", "<sub", "</sub", "<sup", "</sup",
];

/// A longer reference is none.
const REFERENCE: usize = 10;

/// The character that a text starts with as a reference, and how many bytes that takes.
pub(super) fn reference(text: &str) -> Option<(char, usize)> {
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(REFERENCE).position(|byte| byte == b';')?;
    let character = match &name[..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        number => {
            let digits = number.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)?
        }
    };
    Some((character, end + 2))
}

/// The pieces of a string of HTML that stands at `base` of its file, JSON's escapes in it.
pub(super) fn pieces(inner: &str, base: usize) -> Vec<Piece> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    let mut target = None;
    let mut is_inline = false;
    for tag in tags(inner).chain([Span::new(inner.len(), inner.len())]) {
        if tag.start > at {
            let raw = Span::new(base + at, base + tag.start);
            let piece = Piece::escaped(raw, if is_inline { "" } else { " " });
            pieces.push(Piece { target: target.clone(), is_html: true, ..piece });
            is_inline = true;
        }
        at = tag.end;
        let tag = &inner[tag.range()];
        is_inline &= INLINE.iter().any(|name| is_tag(tag, name));
        if is_tag(tag, "<a") {
            target = href(tag);
        } else if is_tag(tag, "</a") {
            target = None;
        }
    }
    pieces
}

/// Whether a string holds tags.
pub(super) fn is_html(inner: &str) -> bool {
    const SHOWN: [&str; 5] = ["<p", "<div", "<br", "<span", "<a"];
    tags(inner)
        .map(|tag| &inner[tag.range()])
        .any(|tag| tag.starts_with("</") || SHOWN.iter().any(|name| is_tag(tag, name)))
}

/// The tags of a string. A mark that opens none, or one that nothing closes, is text.
fn tags(inner: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + inner.get(at..)?.find('<')?;
            at = open + 1;
            let name = inner[at..].strip_prefix('/').unwrap_or(&inner[at..]);
            if name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!') {
                at += inner[at..].find('>')? + 1;
                return Some(Span::new(open, at));
            }
        }
    })
}

fn is_tag(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && !tag[name.len()..].starts_with(|next: char| next.is_alphanumeric())
}

/// Where a link's tag says that it leads.
fn href(tag: &str) -> Option<Box<str>> {
    let tag: String = Escapes(tag).map(|(character, _)| character).collect();
    let small = tag.to_ascii_lowercase();
    let value = tag[small.find("href")? + 4..].trim_start().strip_prefix('=')?.trim_start();
    let end = match value.chars().next()? {
        mark @ ('"' | '\'') => return Some(value[1..].split(mark).next()?.replace("&amp;", "&").into()),
        _ => value.find([' ', '>']).unwrap_or(value.len()),
    };
    Some(value[..end].into())
}
