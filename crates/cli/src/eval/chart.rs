//! Precision and recall as bars, one row for each entity.

use anyhow::Result;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::report::Baseline;
use super::score::{Counts, Scores};

// In pixels.
const WIDTH: u32 = 900;
const MARGIN: u32 = 16;
const HEAD: u32 = 64;
const AXIS: u32 = 28;
const BAR: u32 = 9;
/// Between the rows, and that of a name's letters at this size.
const GAP: u32 = 8;
const TEXT: u32 = 15;
const LETTER: u32 = 8;
const LEGEND: u32 = 180;

/// The chart needs no font of this machine: whoever shows it chooses one.
const FONT: &str = "sans-serif";

/// One bar of every row. Okabe and Ito's blue and orange, which most eyes tell apart; the earlier run is paler.
struct Series {
    name: &'static str,
    color: RGBColor,
    is_earlier: bool,
    ratio: fn(Counts) -> Option<f64>,
}

const SERIES: [Series; 4] = [
    Series {
        name: "precision, baseline",
        color: RGBColor(153, 199, 224),
        is_earlier: true,
        ratio: Counts::precision,
    },
    Series { name: "precision", color: RGBColor(0, 114, 178), is_earlier: false, ratio: Counts::precision },
    Series {
        name: "recall, baseline",
        color: RGBColor(245, 216, 153),
        is_earlier: true,
        ratio: Counts::recall,
    },
    Series { name: "recall", color: RGBColor(230, 159, 0), is_earlier: false, ratio: Counts::recall },
];

/// What stands beside a name: this run's counts and the earlier one's.
struct Row<'a> {
    name: &'a str,
    now: Option<Counts>,
    earlier: Option<Counts>,
}

/// An SVG document. A ratio that is undefined has no bar.
pub(super) fn draw(scores: &Scores, baseline: Option<&Baseline>) -> Result<String> {
    let rows = rows(scores, baseline);
    let series: Vec<_> = SERIES.iter().filter(|series| baseline.is_some() || !series.is_earlier).collect();
    let count = u32::try_from(rows.len())?;
    let band = u32::try_from(series.len())? * BAR + GAP;
    let names = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let names = u32::try_from(names)? * LETTER + GAP;

    let mut document = String::new();
    let size = (WIDTH, HEAD + count * band + AXIS + 2 * MARGIN);
    let root = SVGBackend::with_string(&mut document, size).into_drawing_area();
    root.fill(&WHITE)?;
    head(&root, &series)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(MARGIN)
        .margin_top(MARGIN + HEAD)
        .x_label_area_size(AXIS)
        .y_label_area_size(names)
        .build_cartesian_2d(0.0..1.0, 0.0..f64::from(count * band))?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .max_light_lines(1)
        .x_label_formatter(&|ratio| format!("{ratio:.1}"))
        .label_style((FONT, TEXT))
        .draw()?;
    // Heights count from below, rows from above.
    for (row, below) in rows.iter().zip((0..count).rev()) {
        let top = (below + 1) * band - GAP / 2;
        for (series, index) in series.iter().zip(0..) {
            let counts = if series.is_earlier { row.earlier } else { row.now };
            let Some(ratio) = counts.and_then(series.ratio) else { continue };
            let (high, low) = (f64::from(top - index * BAR), f64::from(top - (index + 1) * BAR));
            let bar = Rectangle::new([(0.0, low), (ratio, high)], series.color.filled());
            chart.draw_series([bar])?;
        }
        let (x, y) = chart.backend_coord(&(0.0, f64::from(below * band + band / 2)));
        let style = (FONT, TEXT).into_text_style(&root).pos(Pos::new(HPos::Right, VPos::Center));
        root.draw(&Text::new(row.name, (x - 8, y), style))?;
    }
    root.present()?;
    // They hold on to the document.
    drop(chart);
    drop(root);
    Ok(document)
}

/// Every entity of either run by name, then all together.
fn rows<'a>(scores: &'a Scores, baseline: Option<&'a Baseline>) -> Vec<Row<'a>> {
    let now = scores.entities.keys();
    let earlier = baseline.into_iter().flat_map(|baseline| baseline.entities.keys());
    let mut names: Vec<&str> = now.chain(earlier).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let row = |name| Row {
        name,
        now: scores.entities.get(name).map(|score| score.counts),
        earlier: baseline.and_then(|baseline| baseline.entities.get(name).copied()),
    };
    let all =
        Row { name: "all", now: Some(scores.all.counts), earlier: baseline.map(|baseline| baseline.all) };
    names.into_iter().map(row).chain([all]).collect()
}

/// The title and what the colours mean.
fn head<B: DrawingBackend>(root: &DrawingArea<B, plotters::coord::Shift>, series: &[&Series]) -> Result<()>
where
    B::ErrorType: 'static,
{
    let margin = i32::try_from(MARGIN)?;
    let title = (FONT, TEXT + 5).into_text_style(root);
    root.draw(&Text::new("Precision and recall", (margin, margin), title))?;
    let y = margin + 40;
    for (series, x) in series.iter().zip((margin..).step_by(usize::try_from(LEGEND)?)) {
        root.draw(&Circle::new((x + 5, y), 5, series.color.filled()))?;
        let style = (FONT, TEXT).into_text_style(root).pos(Pos::new(HPos::Left, VPos::Center));
        root.draw(&Text::new(series.name, (x + 16, y), style))?;
    }
    Ok(())
}
