//! A page of HTML that needs nothing beside it: findings by entity, reason, time and file.

use std::collections::BTreeMap;

use indicatif::HumanCount;

use super::Line;

/// Files that are listed; those with the most findings.
const FILES: usize = 1000;

/// Bars of the chart over time: more hours are added up to days, and those to months.
const BARS: usize = 120;

#[derive(Default)]
pub(super) struct Page {
    entities: BTreeMap<String, u64>,
    confidences: BTreeMap<String, u64>,
    hours: BTreeMap<String, u64>,
    without_time: u64,
    files: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Page {
    pub(super) fn add(&mut self, line: &Line<'_>, hour: Option<String>) {
        add(&mut self.entities, line.entity);
        add(&mut self.confidences, line.confidence);
        match hour {
            Some(hour) => add(&mut self.hours, &hour),
            None => self.without_time += 1,
        }
        match self.files.get_mut(line.source) {
            Some(file) => add(file, line.entity),
            None => {
                let counts = BTreeMap::from([(line.entity.to_owned(), 1)]);
                self.files.insert(line.source.to_owned(), counts);
            }
        }
    }

    pub(super) fn html(&self, files: u64, bytes: u64) -> String {
        let total: u64 = self.entities.values().sum();
        let mut list: Vec<(&String, u64)> =
            self.files.iter().map(|(name, counts)| (name, counts.values().sum())).collect();
        list.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
        let top: Vec<_> = list.iter().take(20).map(|(name, count)| ((*name).clone(), *count)).collect();
        let rows: String = list.iter().take(FILES).map(|(name, count)| self.row(name, *count)).collect();
        let more = list.len().saturating_sub(FILES);
        let more = if more > 0 {
            format!("<p>{more} files with fewer findings are not listed.</p>")
        } else {
            String::new()
        };
        let head: String =
            self.entities.keys().map(|entity| format!("<th>{}</th>", escaped(entity))).collect();
        let no_time = match self.without_time {
            0 => String::new(),
            count => format!("<p>{} stand in lines without a time before them.</p>", HumanCount(count)),
        };
        format!(
            include_str!("page.html"),
            total = HumanCount(total),
            files = HumanCount(files),
            s = if files == 1 { "" } else { "s" },
            with = HumanCount(self.files.len() as u64),
            bytes = HumanCount(bytes),
            version = env!("CARGO_PKG_VERSION"),
            entities = bars(&sorted(&self.entities)),
            confidences = bars(&sorted(&self.confidences)),
            times = columns(&self.times()),
            no_time = no_time,
            top = bars(&top),
            head = head,
            rows = rows,
            more = more,
        )
    }

    fn row(&self, name: &str, count: u64) -> String {
        let counts = &self.files[name];
        let cells: String = self
            .entities
            .keys()
            .map(|entity| format!("<td>{}</td>", counts.get(entity).copied().unwrap_or(0)))
            .collect();
        format!("<tr><td>{}</td><td>{count}</td>{cells}</tr>\n", escaped(name))
    }

    /// Counts by hour, or by day or month where there are too many.
    fn times(&self) -> Vec<(String, u64)> {
        let by = |len: usize| {
            let mut sums = BTreeMap::new();
            for (hour, count) in &self.hours {
                *sums.entry(hour[..len].to_owned()).or_default() += count;
            }
            sums.into_iter().collect::<Vec<_>>()
        };
        [13, 10, 7].into_iter().map(by).find(|sums| sums.len() <= BARS).unwrap_or_else(|| by(4))
    }
}

fn add(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}

/// The most first.
fn sorted(counts: &BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut rows: Vec<_> = counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
    rows.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    rows
}

/// A bar for each row, from the left.
fn bars(rows: &[(String, u64)]) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let height = rows.len() * 24;
    let mut svg =
        format!("<svg viewBox=\"0 0 760 {height}\" width=\"760\" height=\"{height}\" role=\"img\">");
    for (index, (name, count)) in rows.iter().enumerate() {
        let (y, text) = (index * 24, index * 24 + 16);
        let width = (*count as f64 / most as f64 * 380.0).max(1.0);
        // The end of a path says more than its start.
        let start = name.char_indices().rev().nth(37).map_or(0, |(at, _)| at);
        let dots = if start > 0 { "…" } else { "" };
        let label = escaped(&name[start..]);
        svg.push_str(&format!(
            "<text x=\"290\" y=\"{text}\" text-anchor=\"end\">{dots}{label}</text>\
             <rect x=\"300\" y=\"{}\" width=\"{width:.1}\" height=\"16\"/>\
             <text x=\"{:.1}\" y=\"{text}\">{count}</text>",
            y + 4,
            width + 306.0
        ));
    }
    svg + "</svg>"
}

/// A bar for each time, from below.
fn columns(rows: &[(String, u64)]) -> String {
    if rows.is_empty() {
        return "<p>No line has a time.</p>".to_owned();
    }
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let step = (720.0 / rows.len() as f64).min(48.0);
    let mut svg = "<svg viewBox=\"0 0 760 200\" width=\"760\" height=\"200\" role=\"img\">".to_owned();
    for (index, (time, count)) in rows.iter().enumerate() {
        let height = (*count as f64 / most as f64 * 150.0).max(1.0);
        svg.push_str(&format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"><title>{time}: {count}</title></rect>",
            20.0 + step * index as f64,
            170.0 - height,
            (step - 1.0).max(0.5)
        ));
    }
    let (first, last) = (&rows[0].0, &rows[rows.len() - 1].0);
    let end = (20.0 + step * rows.len() as f64).max(260.0);
    svg.push_str(&format!("<text x=\"20\" y=\"190\">{first}</text><text x=\"20\" y=\"12\">{most}</text>"));
    if first != last {
        svg.push_str(&format!("<text x=\"{end:.0}\" y=\"190\" text-anchor=\"end\">{last}</text>"));
    }
    svg + "</svg>"
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in text.chars() {
        match char {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Also those that turn the direction of writing.
            char if char.is_control()
                || ('\u{202a}'..='\u{202e}').contains(&char)
                || ('\u{2066}'..='\u{2069}').contains(&char) =>
            {
                out.push('\u{fffd}');
            }
            char => out.push(char),
        }
    }
    out
}
