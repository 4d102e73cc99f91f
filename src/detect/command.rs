//! Passwords on a command line.
//!
//! **Grammar.** `curl -u USER:VALUE`, `--user USER:VALUE`, `--proxy-user USER:VALUE`; `sshpass -p VALUE`, with a blank or without;
//! `mysql … -pVALUE`, without; `redis-cli -a VALUE`, `mongosh -p VALUE`, `docker login -p VALUE`, `ldapsearch -w VALUE`,
//! `sqlcmd -P VALUE`; `net use … /user:NAME VALUE`; `snmp-server community VALUE`, `enable secret 0 VALUE`; `smbclient -U NAME%VALUE`,
//! `sqlplus NAME/VALUE@…`, `xfreerdp … /p:VALUE`, `htpasswd -b FILE NAME VALUE`; `net user NAME VALUE /add`, `ncftpput -p VALUE`,
//! `lftp -u NAME,VALUE`, `ConvertTo-SecureString "VALUE" -AsPlainText`, `WIFI:S:NAME;P:VALUE;;`; `"sshpass", "-p", "VALUE"`; `IDENTIFIED BY 'VALUE'`,
//! `IDENTIFIED WITH … BY 'VALUE'`. Quotation marks are left out.
//!
//! **Evidence.** The command and its option. What the value looks like says nothing.
//!
//! **Not found on purpose.** Variables (`$PASS`), placeholders, an option without a value; a user without a password.

use super::stand_in::is_placeholder;
use super::{Detector, Hit, Site, Trigger, Verdict};
use crate::context;
use crate::finding::Confidence;
use crate::pack::Concepts;
use crate::span::{Reach, Span};

pub(super) struct Command;

/// How far behind the command its option may stand.
const MAX_BEFORE_OPTION: usize = 160;

impl Detector for Command {
    fn rule(&self) -> &str {
        "password_command"
    }

    fn entity(&self) -> &str {
        "password"
    }

    fn reach(&self) -> Reach {
        Reach::new(16, 320)
    }

    fn trigger(&self) -> Trigger {
        Trigger::Label("command")
    }

    fn confirm(&self, site: &Site<'_>) -> Verdict {
        const NOTHING: Verdict = Verdict::Miss("no option with a password");
        if let Some(before) = site.before().strip_suffix(b"-") {
            // ConvertTo-SecureString "…" -AsPlainText
            let given = before
                .len()
                .checked_sub(CONVERT.len())
                .filter(|at| before[*at..].eq_ignore_ascii_case(CONVERT))
                .and_then(|_| secured(site.after()));
            return given.map_or(NOTHING, |(start, end)| hit(site, start, end));
        }
        let is_part =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'*' | b']');
        if site.before().last().is_some_and(is_part) {
            return Verdict::Miss("part of a longer name");
        }
        let name = site.text[site.anchor.range()].to_ascii_lowercase();
        let after = site.after();
        let found = match name.as_slice() {
            b"curl" => option(after, &[b"-u ", b"--user ", b"--user=", b"--proxy-user ", b"-u"])
                .and_then(|at| credentials(after, at)),
            b"wifi" => network(after),
            b"net user" => added(after),
            b"ncftpput" | b"ncftpget" | b"ncftp" => option(after, &[b"-p "]).and_then(|at| value(after, at)),
            b"lftp" => option(after, &[b"-u "]).and_then(|at| parted(after, at, b',')),
            b"redis-cli" => option(after, &[b"-a ", b"--pass "]).and_then(|at| value(after, at)),
            b"mongosh" | b"mongodump" | b"docker login" => {
                option(after, &[b"-p ", b"--password "]).and_then(|at| value(after, at))
            }
            b"ldapsearch" => option(after, &[b"-w "]).and_then(|at| value(after, at)),
            b"sqlcmd" => option(after, &[b"-P "]).and_then(|at| value(after, at)),
            b"sshpass" => listed(after, b"-p")
                .or_else(|| option(after, &[b"-p ", b"-p"]))
                .and_then(|at| value(after, at)),
            b"net use" => behind_user(after).and_then(|at| value(after, at)),
            b"enable secret" => typed_secret(after).and_then(|at| value(after, at)),
            b"htpasswd" => last_word(after),
            b"smbclient" | b"rpcclient" => {
                option(after, &[b"-U ", b"-U"]).and_then(|at| parted(after, at, b'%'))
            }
            b"sqlplus" => connected(after),
            b"xfreerdp" => option_at(after, b" /p:").and_then(|at| value(after, at)),
            b"snmp-server community" => after.strip_prefix(b" ").and_then(|_| value(after, 1)),
            b"mysql" | b"mysqldump" | b"mysqladmin" => {
                option(after, &[b"-p"]).and_then(|at| value(after, at))
            }
            _ if name.starts_with(b"identified") => identified(after).and_then(|at| value(after, at)),
            // With an ending: wifinya.
            _ => None,
        };
        let Some((start, end)) = found.filter(|(start, end)| end - start >= 3) else { return NOTHING };
        let base = site.anchor.end;
        // A word that names something would name no longer what follows it.
        let wanted = Concepts::LABELS | Concepts::OTHER;
        if context::is_word_start(site.text, base + start)
            && site
                .lexicon
                .longest(site.text, base + start, wanted)
                .is_some_and(|word| word.end >= base + end || site.text.get(word.end) == Some(&b'-'))
        {
            return Verdict::Miss("a word that names something else");
        }
        hit(site, start, end)
    }
}

/// The value behind the command, if it is no stand-in.
fn hit(site: &Site<'_>, start: usize, end: usize) -> Verdict {
    let after = site.after();
    let token = &after[start..end];
    if is_placeholder(token, after.get(end).copied()) || token.starts_with(b"****") {
        return Verdict::Miss("a placeholder, a variable or a call");
    }
    let base = site.anchor.end;
    Verdict::Hit(Hit::new(Span::new(base + start, base + end), Confidence::Context))
}

const CONVERT: &[u8] = b"convertto";

/// The literal that PowerShell makes a secure string of: `"…" -AsPlainText`, `-String '…' -AsPlainText`.
fn secured(text: &[u8]) -> Option<(usize, usize)> {
    let at = text.strip_prefix(b" -String ").map_or(1, |_| 9);
    let quoted = text.starts_with(b" ") && matches!(text.get(at), Some(b'"' | b'\''));
    let (start, end) = value(text, at).filter(|_| quoted)?;
    let line = memchr::memchr(b'\n', &text[end..]).map_or(text.len(), |len| end + len);
    let is_plain = text[end..line].windows(13).any(|word| word.eq_ignore_ascii_case(b" -asplaintext"));
    (is_plain && end - start >= 3).then_some((start, end))
}

/// The password of `net user NAME VALUE /add`: an option and `*`, which asks for it, are none.
fn added(text: &[u8]) -> Option<(usize, usize)> {
    let name = text.strip_prefix(b" ").filter(|name| !matches!(name.first(), Some(b'/' | b' ') | None))?;
    let (_, end) = value(name, 0)?;
    let at = 1 + end + usize::from(matches!(name.get(end), Some(b'"' | b'\'')));
    let (start, end) = text[at..].starts_with(b" ").then(|| value(text, at + 1))??;
    let has_option = text[end..].windows(2).take(64).any(|two| matches!(two, [b' ', b'/']));
    let is_made = super::password::looks_made(&text[start..end]);
    (!matches!(text[start], b'/' | b'*') && (has_option || is_made)).then_some((start, end))
}

/// The password of a network, as its code in two dimensions has it: `WIFI:T:WPA;S:NAME;P:VALUE;;`.
fn network(text: &[u8]) -> Option<(usize, usize)> {
    let mut at = text.strip_prefix(b":").map(|_| 1)?;
    for _ in 0..5 {
        let rest = &text[at..];
        let is_end = |end: &usize| *end == 0 || rest[end - 1] != b'\\';
        let end = memchr::memchr_iter(b';', rest).find(is_end)?;
        if !matches!(rest[..end], [b'A'..=b'Z', b':', ..]) {
            return None;
        }
        if rest[0] == b'P' {
            return (end > 2).then_some((at + 2, at + end));
        }
        at += end + 1;
    }
    None
}

/// Just past the first of the options that stands behind a blank.
fn option(text: &[u8], options: &[&[u8]]) -> Option<usize> {
    let limit = text.len().min(MAX_BEFORE_OPTION);
    for at in 1..limit {
        if text[at] == b'-' && text[at - 1] == b' ' {
            let known = options.iter().find(|option| text[at..].starts_with(option));
            if let Some(option) = known {
                return Some(at + option.len());
            }
        } else if matches!(text[at], b'|' | b';') {
            return None;
        }
    }
    None
}

/// The word behind the option where each word is a literal or a field of its own: `"sshpass", "-p", "…"`, `a0="sshpass" a1="-p" a2="…"`.
fn listed(text: &[u8], option: &[u8]) -> Option<usize> {
    let quote = *text.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let is_gap = |byte: &&u8| matches!(**byte, b',' | b' ' | b'=' | b'a' | b'0'..=b'9');
    let next = |from: usize| {
        let gap = text[from..].iter().take(8).take_while(is_gap).count();
        (gap > 0 && text.get(from + gap) == Some(&quote)).then_some(from + gap)
    };
    let at = next(1)?;
    let rest = text[at + 1..].strip_prefix(option)?;
    (rest.first() == Some(&quote)).then(|| next(text.len() - rest.len() + 1))?
}

/// The word behind the kind of a secret, which is none itself: `enable secret 0 …`.
fn typed_secret(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b" ")?;
    (matches!(rest, [kind, b' ', ..] if kind.is_ascii_digit())).then_some(3)
}

/// The last of three words behind options with a `b`: `htpasswd -bc FILE USER VALUE`.
fn last_word(text: &[u8]) -> Option<(usize, usize)> {
    let mut at = 0;
    let mut is_given = false;
    for _ in 0..4 {
        let rest = text[at..].strip_prefix(b" -")?;
        let len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        is_given |= rest[..len].contains(&b'b');
        at += 2 + len;
        if !text[at..].starts_with(b" -") {
            break;
        }
    }
    // The file and the user.
    for _ in 0..2 {
        let word = text[at..].strip_prefix(b" ")?;
        at += 1 + memchr::memchr(b' ', word)?;
    }
    value(text, at + 1).filter(|_| is_given)
}

/// The password of `USER%VALUE` at `at`.
fn parted(text: &[u8], at: usize, mark: u8) -> Option<(usize, usize)> {
    let (start, end) = value(text, at)?;
    let sign = text[start..end].iter().position(|byte| *byte == mark)?;
    (start + sign + 1 < end).then_some((start + sign + 1, end))
}

/// The password of `USER/VALUE@`, the first word that is no option.
fn connected(text: &[u8]) -> Option<(usize, usize)> {
    let is_word = |at: &usize| text[at - 1] == b' ' && !matches!(text[*at], b' ' | b'-');
    let at = (1..text.len().min(MAX_BEFORE_OPTION)).find(is_word)?;
    let (start, end) = parted(text, at, b'/')?;
    let end = text[start..end].iter().rposition(|byte| *byte == b'@').map(|sign| start + sign)?;
    (start < end).then_some((start, end))
}

/// Just past the option.
fn option_at(text: &[u8], option: &[u8]) -> Option<usize> {
    memchr::memmem::find(&text[..text.len().min(MAX_BEFORE_OPTION)], option).map(|at| at + option.len())
}

/// The word behind the user: `/user:NAME VALUE`; an option is none.
fn behind_user(text: &[u8]) -> Option<usize> {
    const USER: &[u8] = b" /user:";
    let limit = text.len().min(MAX_BEFORE_OPTION);
    let at = (0..limit)
        .find(|&at| text[at..].len() > USER.len() && text[at..at + USER.len()].eq_ignore_ascii_case(USER))?;
    let name = at + USER.len();
    let end = name + text[name..].iter().position(|byte| *byte == b' ')?;
    (!matches!(text.get(end + 1), None | Some(b'/' | b' ' | b'*'))).then_some(end + 1)
}

/// What stands at `at`, without quotation marks.
fn value(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let quote = rest.first().copied().filter(|byte| matches!(byte, b'\'' | b'"' | b'`'));
    let start = at + usize::from(quote.is_some());
    let is_end = |byte: &u8| match quote {
        Some(quote) => *byte == quote,
        None => byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b';' | b'`' | b')'),
    };
    let len = text[start..].iter().position(is_end).unwrap_or(text.len() - start);
    (len > 0).then_some((start, start + len))
}

/// The password of `USER:VALUE` at `at`.
fn credentials(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let blanks = text[at..].iter().take_while(|byte| **byte == b' ').count();
    let (start, end) = value(text, at + blanks)?;
    let colon = text[start..end].iter().position(|byte| *byte == b':')?;
    (start + colon + 1 < end).then_some((start + colon + 1, end))
}

/// The quoted value behind `IDENTIFIED BY` or `IDENTIFIED WITH … BY`.
fn identified(after: &[u8]) -> Option<usize> {
    let blanks = |from: usize| from + after[from..].iter().take_while(|byte| **byte == b' ').count();
    let mut at = blanks(0);
    if !matches!(after.get(at), Some(b'\'' | b'"')) {
        let words = after.get(at..after.len().min(at + 64))?;
        at += words.windows(4).position(|four| four.eq_ignore_ascii_case(b" by "))? + 4;
    }
    matches!(after.get(at), Some(b'\'' | b'"')).then_some(at)
}
