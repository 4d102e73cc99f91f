//! What a person is told on standard error. Never a byte of input.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::{self, IsTerminal, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use samar::Excuse;
use samar_formats::FormatError;

/// The exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Clean = 0,
    Found = 1,
    Trouble = 2,
}

/// A run that takes no longer than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// What was found is shown anew after so many milliseconds.
const PACE: u64 = 200;

/// Bytes of a file from which on it has a bar of its own.
const LARGE: u64 = 16 << 20;

/// Characters of its name that stand before its bar.
const NAME: usize = 28;

pub(crate) struct Console {
    is_quiet: bool,
    is_troubled: AtomicBool,
    bar: Option<Bar>,
}

struct Bar {
    /// The bar of the run, and those of the files below it.
    all: MultiProgress,
    bar: ProgressBar,
    since: Instant,
    is_shown: AtomicBool,
    files: u64,
    /// What was found so far, and how many files are done.
    so_far: Mutex<Tally>,
    /// When that was shown, in milliseconds from the start on.
    told: AtomicU64,
}

impl Console {
    pub(crate) fn new(is_quiet: bool) -> Self {
        Self { is_quiet, is_troubled: AtomicBool::new(false), bar: None }
    }

    /// Shows progress towards `total` bytes in so many files, where there is someone to see it.
    pub(crate) fn expect(&mut self, total: impl FnOnce() -> Option<u64>, files: usize) {
        if self.is_quiet || !io::stderr().is_terminal() {
            return;
        }
        let Some(total) = total() else { return };
        let style = ProgressStyle::with_template(
            "{bytes}/{total_bytes} {wide_bar} {bytes_per_sec}, {eta} left\n{wide_msg}",
        );
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::hidden());
        let bar = all.add(ProgressBar::new(total)).with_style(style.expect("the template is a constant"));
        let (since, is_shown, files) = (Instant::now(), AtomicBool::new(false), files as u64);
        let (so_far, told) = (Mutex::default(), AtomicU64::new(0));
        self.bar = Some(Bar { all, bar, since, is_shown, files, so_far, told });
    }

    /// Something was found.
    pub(crate) fn found(&self, entity: &str) {
        if let Some(Bar { so_far, .. }) = &self.bar
            && let Ok(mut so_far) = so_far.lock()
        {
            so_far.count_one(entity);
        }
    }

    /// So many files are done, or given up.
    pub(crate) fn files_done(&self, count: u64) {
        if let Some(Bar { so_far, .. }) = &self.bar
            && let Ok(mut so_far) = so_far.lock()
        {
            so_far.files += count;
        }
    }

    /// A bar for one file among others, if it is `len` bytes long and that takes long enough to look at it.
    pub(crate) fn file(&self, name: &dyn Display, len: impl FnOnce() -> Option<u64>) -> Option<ProgressBar> {
        let Bar { all, files, .. } = self.bar.as_ref()?;
        if *files <= 1 {
            return None;
        }
        let len = len().filter(|len| *len >= LARGE)?;
        let style =
            ProgressStyle::with_template("{msg:28} {wide_bar} {percent:>3} % {bytes_per_sec}, {eta} left");
        let bar = ProgressBar::new(len).with_style(style.expect("the template is a constant"));
        Some(all.add(bar.with_message(end_of(&name.to_string()))))
    }

    /// Takes a file's bar away.
    pub(crate) fn file_over(&self, bar: &ProgressBar) {
        bar.finish_and_clear();
        if let Some(Bar { all, .. }) = &self.bar {
            all.remove(bar);
        }
    }

    /// So much of the inputs was read.
    pub(crate) fn advance(&self, bytes: usize) {
        let Some(Bar { all, bar, since, is_shown, files, so_far, told }) = &self.bar else { return };
        bar.inc(bytes as u64);
        let elapsed = since.elapsed();
        if elapsed < PATIENCE {
            return;
        }
        let now = elapsed.as_millis() as u64;
        if now - told.load(Ordering::Relaxed).min(now) > PACE
            && let Ok(so_far) = so_far.lock()
        {
            told.store(now, Ordering::Relaxed);
            let done = match files {
                1 => String::new(),
                files => format!("{} of {} files, ", HumanCount(so_far.files), HumanCount(*files)),
            };
            bar.set_message(format!("{done}{}", so_far.most()));
        }
        if !is_shown.swap(true, Ordering::Relaxed) {
            all.set_draw_target(ProgressDrawTarget::stderr());
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

    /// Says that a signal ended the run, when it did.
    pub(crate) fn on_signal(&self) -> impl FnOnce() + Send + 'static {
        let bars = self.bar.as_ref().map(|bar| bar.all.clone());
        move || {
            if let Some(bars) = bars {
                bars.clear().ok();
            }
            writeln!(io::stderr().lock(), "samar: ended by a signal; files that are finished stay").ok();
        }
    }

    pub(crate) fn is_troubled(&self) -> bool {
        self.is_troubled.load(Ordering::Relaxed)
    }

    fn say(&self, what: impl Display) {
        // There is nobody left to tell where standard error itself fails.
        let say = || writeln!(io::stderr().lock(), "samar: {what}").ok();
        match &self.bar {
            Some(bar) => bar.all.suspend(say),
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
    /// What was found and let stand.
    excused: BTreeMap<(String, Excuse), u64>,
}

impl Tally {
    /// Adds the counts of a text.
    pub(crate) fn count(&mut self, text: &samar_formats::Tally) {
        self.bytes += text.bytes;
        for (entity, times) in text.by_entity() {
            *self.counts.entry(entity.to_owned()).or_default() += times;
        }
        for (entity, excuse, times) in text.excused() {
            *self.excused.entry((entity.to_owned(), excuse)).or_default() += times;
        }
    }

    fn count_one(&mut self, entity: &str) {
        match self.counts.get_mut(entity) {
            Some(times) => *times += 1,
            None => drop(self.counts.insert(entity.to_owned(), 1)),
        }
    }

    /// What there is, the most frequent first: a line may be too short for all of it.
    fn most(&self) -> String {
        if self.counts.is_empty() {
            return "nothing found yet".to_owned();
        }
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
        let sum = HumanCount(counts.iter().map(|(_, times)| **times).sum());
        let counts: Vec<_> =
            counts.iter().map(|(entity, times)| format!("{} {entity}", HumanCount(**times))).collect();
        format!("{sum} found: {}", counts.join(", "))
    }

    /// Whether something was found that was let stand.
    pub(crate) fn has_excused(&self) -> bool {
        !self.excused.is_empty()
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.bytes += other.bytes;
        for (entity, times) in &other.counts {
            *self.counts.entry(entity.clone()).or_default() += times;
        }
        for (excused, times) in &other.excused {
            *self.excused.entry(excused.clone()).or_default() += times;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    fn found(&self) -> String {
        if self.counts.is_empty() {
            return "nothing found".to_owned();
        }
        let counts: Vec<_> =
            self.counts.iter().map(|(entity, times)| format!("{} {entity}", HumanCount(*times))).collect();
        counts.join(", ")
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.files == 1 { "" } else { "s" };
        let (files, bytes) = (HumanCount(self.files), HumanCount(self.bytes));
        write!(f, "{files} input{plural}, {bytes} bytes: {}", self.found())?;
        let excused: Vec<_> = self
            .excused
            .iter()
            .map(|((entity, excuse), times)| format!("{} {entity} ({})", HumanCount(*times), excuse.name()))
            .collect();
        if excused.is_empty() { Ok(()) } else { write!(f, "; let stand: {}", excused.join(", ")) }
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

/// The end of a name, which tells more than its start.
fn end_of(name: &str) -> String {
    let more = name.chars().count().saturating_sub(NAME);
    if more == 0 {
        name.to_owned()
    } else {
        format!("…{}", name.chars().skip(more + 1).collect::<String>())
    }
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

/// Why an input could not be gone through.
pub(crate) fn cause(error: &FormatError) -> String {
    match error {
        FormatError::Read(error) | FormatError::Write(error) => reason(error),
        FormatError::Bomb => {
            format!("{error} (a bomb, or very even: --max-ratio and --max-unpacked allow more)")
        }
        other => other.to_string(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_line_shows_what_tells_most() {
        let mut tally = Tally::default();
        assert_eq!(tally.most(), "nothing found yet");
        for entity in ["pin", "otp", "card_number", "otp", "pin", "pin"] {
            tally.count_one(entity);
        }
        assert_eq!(tally.most(), "6 found: 3 pin, 2 otp, 1 card_number");
        assert_eq!(end_of("short.log"), "short.log");
        assert_eq!(end_of("/archive/2021/payments/día.log"), "…chive/2021/payments/día.log");
        assert_eq!(end_of("/archive/2021/payments/día.log").chars().count(), NAME);
    }
}
