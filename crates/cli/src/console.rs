//! What a person is told on standard error. Never a byte of input.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::{self, IsTerminal, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use samar::{Redactor, RuleId};

/// The exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Clean = 0,
    Found = 1,
    Trouble = 2,
}

/// A run that takes no longer than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) struct Console {
    is_quiet: bool,
    is_troubled: AtomicBool,
    bar: Option<Bar>,
}

struct Bar {
    bar: ProgressBar,
    since: Instant,
    is_shown: AtomicBool,
}

impl Console {
    pub(crate) fn new(is_quiet: bool) -> Self {
        Self { is_quiet, is_troubled: AtomicBool::new(false), bar: None }
    }

    /// Shows progress towards `total` bytes, where there is someone to see it.
    pub(crate) fn expect(&mut self, total: Option<u64>) {
        let Some(total) = total.filter(|_| !self.is_quiet && io::stderr().is_terminal()) else { return };
        let style =
            ProgressStyle::with_template("{bytes}/{total_bytes} {wide_bar} {bytes_per_sec}, {eta} left");
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden())
            .with_style(style.expect("the template is a constant"));
        self.bar = Some(Bar { bar, since: Instant::now(), is_shown: AtomicBool::new(false) });
    }

    pub(crate) fn advance(&self, bytes: usize) {
        let Some(Bar { bar, since, is_shown }) = &self.bar else { return };
        bar.inc(bytes as u64);
        if since.elapsed() > PATIENCE && !is_shown.swap(true, Ordering::Relaxed) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Something went wrong: it is said, and the exit status will be 2.
    pub(crate) fn trouble(&self, what: impl Display) {
        self.is_troubled.store(true, Ordering::Relaxed);
        self.say(what);
    }

    /// Something that is good to know.
    pub(crate) fn note(&self, what: impl Display) {
        if !self.is_quiet {
            self.say(what);
        }
    }

    /// Takes the bar away.
    pub(crate) fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.bar.finish_and_clear();
        }
    }

    pub(crate) fn is_troubled(&self) -> bool {
        self.is_troubled.load(Ordering::Relaxed)
    }

    fn say(&self, what: impl Display) {
        // There is nobody left to tell where standard error itself fails.
        let say = || writeln!(io::stderr().lock(), "samar: {what}").ok();
        match &self.bar {
            Some(bar) => bar.bar.suspend(say),
            None => say(),
        };
    }
}

/// Findings by entity, for the last line.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    counts: BTreeMap<String, u64>,
}

impl Tally {
    /// Of one input, of which nothing was counted yet.
    pub(crate) fn of(bytes: u64) -> Self {
        Self { files: 1, bytes, counts: BTreeMap::new() }
    }

    pub(crate) fn count(&mut self, redactor: &Redactor, rule: RuleId, times: u64) {
        *self.counts.entry(redactor.rule(rule).entity.to_owned()).or_default() += times;
    }

    /// Counts an alert.
    pub(crate) fn alert(&mut self, kind: &str) {
        *self.counts.entry(kind.to_owned()).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        for (entity, times) in &other.counts {
            *self.counts.entry(entity.clone()).or_default() += times;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.files == 1 { "" } else { "s" };
        write!(f, "{} input{plural}, {} bytes: ", HumanCount(self.files), HumanCount(self.bytes))?;
        if self.counts.is_empty() {
            return f.write_str("nothing found");
        }
        let counts: Vec<_> =
            self.counts.iter().map(|(entity, times)| format!("{} {entity}", HumanCount(*times))).collect();
        f.write_str(&counts.join(", "))
    }
}

/// A path as it is shown: a file's name cannot move the cursor or end the line.
pub(crate) fn shown(path: &Path) -> String {
    let mut shown = String::new();
    for char in path.to_string_lossy().chars() {
        if char.is_control() { shown.extend(char.escape_default()) } else { shown.push(char) }
    }
    shown
}

/// An I/O error without number and capitals.
pub(crate) fn reason(error: &io::Error) -> String {
    // The tempfile crate wraps errors to name its file, which means nothing to a user.
    let inner = error
        .get_ref()
        .and_then(|wrapper| wrapper.source())
        .and_then(|inner| inner.downcast_ref::<io::Error>());
    if let Some(inner) = inner {
        return reason(inner);
    }
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A panic is a bug. Its message could hold a piece of input, so only its place is told.
pub(crate) fn report_panic(panic: &PanicHookInfo<'_>) {
    // A panic of a worker comes here again when its thread is joined.
    static ONCE: Once = Once::new();
    ONCE.call_once(|| report_first_panic(panic));
}

fn report_first_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, |at| {
        let file = Path::new(at.file()).file_name().unwrap_or_default();
        format!(" ({}:{})", shown(Path::new(file)), at.line())
    });
    writeln!(
        io::stderr().lock(),
        "samar: a bug of samar stopped it{place}; what was written is not complete"
    )
    .ok();
}
