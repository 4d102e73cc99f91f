//! What the engine may not do, read from its source: use a module declared below one's own in `lib.rs`, `unsafe` outside the
//! kernels, input and output outside the streams, the system at all, or files that have grown too long.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Lines from which on a file is to be split by noun.
const MAX_LINES: usize = 500;

/// Parts of the standard library that reach out of the engine.
const SYSTEM: [&str; 6] = ["fs", "net", "thread", "time", "env", "process"];

/// A source file: its path below `src`, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

#[test]
fn dependencies_never_point_upward() {
    let sources = sources();
    assert!(sources.len() > 40, "only {} files were found", sources.len());
    let breaches = breaches(&sources);
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

#[test]
fn no_file_has_grown_too_long() {
    let long = too_long(&sources());
    assert!(long.is_empty(), "split by noun:\n{}", long.join("\n"));
}

/// Every file of the engine, in the order of their paths.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    collect(&root, "", &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn collect(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the source is readable") {
        let entry = entry.expect("the source is readable");
        let name = entry.file_name().into_string().expect("files are named in ASCII");
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), sources);
        } else if name.ends_with(".rs") {
            sources.push(Source {
                path,
                text: fs::read_to_string(entry.path()).expect("the source is readable"),
            });
        }
    }
}

/// What is wrong, one line each with file and line.
fn breaches(sources: &[Source]) -> Vec<String> {
    let root = sources.iter().find(|source| source.path == "lib.rs").expect("a library has a root");
    let pipeline = Pipeline::of(&code(&root.text));
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| source.path != "lib.rs") {
        let code = code(&source.text);
        let mut report = |at: usize, what: String| {
            let line = 1 + code[..at].matches('\n').count();
            breaches.push(format!("src/{}:{line}: {what}", source.path));
        };
        let module = source.path.split(['/', '.']).next().expect("a path has a first part");
        let Some(own) = pipeline.place(module) else {
            report(0, format!("lib.rs declares no module {module}"));
            continue;
        };
        for (at, name) in uses(&code, &source.path) {
            match pipeline.home(&name).and_then(|home| Some((home, pipeline.place(home)?))) {
                Some((home, place)) if place > own => {
                    report(at, format!("{module} uses {name} of {home}, declared below it"));
                }
                Some(_) => {}
                None => report(at, format!("{name} is neither a module nor exported by lib.rs")),
            }
        }
        if !source.path.starts_with("prefilter/simd/") {
            for at in words(&code, "unsafe") {
                report(at, "unsafe outside prefilter/simd".to_owned());
            }
        }
        for (at, name) in paths(&code, "std") {
            if name == "io" && !source.path.starts_with("stream/") {
                report(at, "std::io outside stream".to_owned());
            }
            if SYSTEM.contains(&name.as_str()) {
                report(at, format!("std::{name} in the engine"));
            }
        }
    }
    breaches
}

fn too_long(sources: &[Source]) -> Vec<String> {
    let lines = sources.iter().map(|source| (&source.path, source.text.lines().count()));
    lines
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(path, lines)| format!("src/{path}: {lines} lines"))
        .collect()
}

/// The modules of `lib.rs` in their order, and where what it exports comes from.
struct Pipeline {
    modules: Vec<String>,
    /// Exported name and module.
    exports: Vec<(String, String)>,
}

impl Pipeline {
    fn of(root: &str) -> Self {
        let declared = root.lines().filter_map(|line| {
            let line = line.trim();
            let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
            line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
        });
        let modules: Vec<String> = declared.collect();
        let mut exports = Vec::new();
        for statement in root.split(';').filter_map(|statement| statement.trim().strip_prefix("pub use ")) {
            let (module, names) = statement.split_once("::").expect("what is exported comes from a module");
            let names = names.trim_matches(['{', '}']).split(',');
            exports.extend(names.map(|name| (last_name(name).to_owned(), module.to_owned())));
        }
        assert!(
            !modules.is_empty() && !exports.is_empty(),
            "lib.rs is written in another way than this test reads"
        );
        Self { modules, exports }
    }

    fn place(&self, module: &str) -> Option<usize> {
        self.modules.iter().position(|known| known == module)
    }

    /// The module that a name of the crate's root is, or comes from.
    fn home<'p>(&'p self, name: &str) -> Option<&'p str> {
        let module = self.modules.iter().find(|module| *module == name);
        let export = || self.exports.iter().find(|(known, _)| known == name).map(|(_, module)| module);
        module.or_else(export).map(String::as_str)
    }
}

/// `C` of `a::b as C` and of `a::C`.
fn last_name(path: &str) -> &str {
    let name = path.rsplit_once(" as ").map_or(path, |(_, name)| name);
    name.rsplit("::").next().map_or("", str::trim)
}

/// The source without comments, documentation and the text of strings; offsets of lines stay.
fn code(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(character) = rest.chars().next() {
        let skipped = match character {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => string_end(rest),
            'r' if rest.starts_with("r\"") || rest.starts_with("r#") => raw_string_end(rest).unwrap_or(0),
            // A quote as a character, not as the start of a string.
            '\'' if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") => {
                rest[1..].find('\'').map_or(1, |end| end + 2)
            }
            _ => 0,
        };
        if skipped > 0 {
            code.extend(rest[..skipped].matches('\n'));
            code.push(' ');
            rest = &rest[skipped..];
        } else {
            code.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    code
}

fn string_end(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return at + 1,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
    text.len()
}

fn raw_string_end(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(body.find(&end).map_or(text.len(), |at| 2 + hashes + at + end.len()))
}

/// First names below the crate's root that a file of this path uses, `crate::…` and enough `super::…`, with their offsets.
fn uses(code: &str, path: &str) -> Vec<(usize, String)> {
    let mut uses = paths(code, "crate");
    // `a.rs` and `a/mod.rs` are one module deep, `a/b.rs` is two; a file's tests are one deeper.
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    let tests = code.find("mod tests {").unwrap_or(code.len());
    for (depth, is_test) in [(depth, false), (depth + 1, true)] {
        let root = vec!["super"; depth].join("::");
        let found = paths(code, &root).into_iter();
        uses.extend(found.filter(|(at, name)| {
            (*at > tests) == is_test && name != "super" && !code[..*at].ends_with("super::")
        }));
    }
    uses
}

/// First names after each `root::`, also of `root::{a, b::c}`, with their offsets.
fn paths(code: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for at in words(code, root) {
        let Some(rest) = code[at + root.len()..].strip_prefix("::") else { continue };
        match rest.strip_prefix('{') {
            None => found.push((at, name(rest))),
            Some(list) => found.extend(top_level(list).map(|part| (at, name(part.trim())))),
        }
    }
    found
}

/// The parts of a list up to its closing brace, not those of lists in it.
fn top_level(list: &str) -> impl Iterator<Item = &str> {
    let depths = list.char_indices().scan(0, |depth, (at, character)| {
        *depth += i32::from(character == '{') - i32::from(character == '}');
        Some((at, character, *depth))
    });
    let end = depths.clone().find(|(.., depth)| *depth < 0).map_or(list.len(), |(at, ..)| at);
    let commas = depths
        .take_while(move |(at, ..)| *at < end)
        .filter(|(_, character, depth)| *character == ',' && *depth == 0);
    let mut from = 0;
    let ends = commas.map(|(at, ..)| at).chain([end]);
    ends.map(move |end| &list[std::mem::replace(&mut from, end + 1)..end])
        .filter(|part| !part.trim().is_empty())
}

/// The name at the start of a path.
fn name(path: &str) -> String {
    path.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

/// Offsets at which a whole word stands.
fn words<'c>(code: &'c str, word: &'c str) -> impl Iterator<Item = usize> + 'c {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(word)
        .filter(move |(at, _)| {
            !code[..*at].ends_with(is_name) && !code[at + word.len()..].starts_with(is_name)
        })
        .map(|(at, _)| at)
}

/// A crate of three modules with one file that is under test.
fn sample(path: &str, text: &str) -> Vec<Source> {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    vec![
        source("lib.rs", "mod low;\nmod prefilter;\nmod stream;\npub use stream::{Reader, inner::Writer};\n"),
        source(path, text),
    ]
}

#[test]
fn breaches_are_seen() {
    for (path, text) in [
        ("low.rs", "use crate::stream::Stage;"),
        ("low.rs", "use crate::{low::a, prefilter::{b, c}};"),
        ("low.rs", "fn f() -> crate::Writer {}"),
        ("low/part.rs", "fn f() { super::super::stream::g() }"),
        ("low.rs", "use super::stream;"),
        ("prefilter/runs.rs", "mod tests { use crate::stream; }"),
        ("low.rs", "use crate::nowhere;"),
        ("high.rs", ""),
        ("low.rs", "fn f() { unsafe { g() } }"),
        ("prefilter/runs.rs", "unsafe fn f() {}"),
        ("prefilter/mod.rs", "use std::io;"),
        ("low.rs", "use std::{fmt, io::{self, Read}};"),
        ("stream/mod.rs", "use std::fs::File;"),
        ("low.rs", "let now = std::time::Instant::now();"),
        ("low.rs", "let quote = '\"'; std::thread::spawn(f);"),
    ] {
        assert_eq!(breaches(&sample(path, text)).len(), 1, "{path}: {text}");
    }
    let mut lines = String::new();
    for line in 0..=MAX_LINES {
        writeln!(lines, "// {line}").expect("a string grows");
    }
    assert_eq!(too_long(&sample("low.rs", &lines)).len(), 1);
}

#[test]
fn what_is_allowed_is_no_breach() {
    for (path, text) in [
        ("stream/mod.rs", "use std::io; use crate::{low, prefilter::Tile};"),
        ("prefilter/simd/mod.rs", "unsafe { f() }"),
        ("prefilter/simd/x86_64.rs", "use super::super::Keywords;"),
        ("low.rs", "//! [`Reader`](crate::Reader), unsafe\nfn f() {} // crate::stream, std::fs"),
        ("low.rs", "/// ```\n/// use std::io::Read;\n/// ```\n#![deny(unsafe_code)]"),
        ("low.rs", "let text = \"crate::stream \\\" std::fs\"; let raw = r#\"unsafe \" std::net\"#;"),
        ("low/part.rs", "use super::stream;"),
        ("low.rs", "mod tests { use super::stream; use super::super::low; }"),
    ] {
        assert_eq!(breaches(&sample(path, text)), [""; 0], "{path}: {text}");
    }
}
