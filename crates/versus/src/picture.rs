//! The picture: a bar for each rival and haystack, over a logarithmic scale, with a line where memcpy is.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::report::Row;

/// Height of a rival's bars and the space below them.
const ROW_PIXELS: u32 = 44;
const LEFT_PIXELS: u32 = 330;
const TOP_PIXELS: u32 = 70;
const WIDTH_PIXELS: u32 = 1100;

const COLOURS: [RGBColor; 3] = [RGBColor(31, 119, 180), RGBColor(44, 160, 101), RGBColor(214, 139, 37)];
const INK: RGBColor = RGBColor(40, 40, 40);
const GRID: RGBColor = RGBColor(215, 215, 215);

/// Draws `rows`, of which the first is memcpy.
pub(crate) fn draw(path: &Path, haystacks: &[&str], rows: &[Row]) -> Result<(), Box<dyn Error>> {
    let (memcpy, rivals) = rows.split_first().ok_or("nothing was measured")?;
    let height = TOP_PIXELS + 50 + ROW_PIXELS * u32::try_from(rivals.len())?;
    let area = SVGBackend::new(path, (WIDTH_PIXELS, height)).into_drawing_area();
    area.fill(&WHITE)?;

    let speeds = || rows.iter().flat_map(|row| row.speeds.iter().copied());
    let (least, most) = (speeds().fold(f64::INFINITY, f64::min), speeds().fold(0.0, f64::max));
    // The scale begins and ends at a power of ten that leaves every bar a length.
    let (from, to) = ((least / 1e6).log10().floor(), (most * 1.5 / 1e6).log10());
    let scale_pixels = f64::from(WIDTH_PIXELS - LEFT_PIXELS - 100);
    let x = |bytes: f64| {
        LEFT_PIXELS as i32 + (((bytes / 1e6).log10() - from) / (to - from) * scale_pixels) as i32
    };
    let bottom = (height - 45) as i32;
    let font = |size: u32| ("sans-serif", size).into_font().color(&INK);
    let at = |horizontal, vertical| Pos::new(horizontal, vertical);

    for power in from as i32..=to.floor() as i32 {
        let speed = 10_f64.powi(power) * 1e6;
        area.draw(&PathElement::new([(x(speed), TOP_PIXELS as i32 - 8), (x(speed), bottom)], GRID))?;
        area.draw(&Text::new(
            axis(power),
            (x(speed), bottom + 8),
            font(13).pos(at(HPos::Center, VPos::Top)),
        ))?;
    }

    let mut left = LEFT_PIXELS as i32;
    for (name, colour) in haystacks.iter().zip(&COLOURS) {
        area.draw(&Rectangle::new([(left, 16), (left + 12, 28)], colour.filled()))?;
        area.draw(&Text::new(
            (*name).to_owned(),
            (left + 18, 22),
            font(14).pos(at(HPos::Left, VPos::Center)),
        ))?;
        left += 190;
    }

    for (index, row) in (0..).zip(rivals) {
        let top = (TOP_PIXELS + index * ROW_PIXELS) as i32;
        let is_own = row.name.contains("**");
        let name = row.name.replace("**", "").replace('`', "");
        let style = font(if is_own { 15 } else { 14 }).pos(at(HPos::Right, VPos::Center));
        area.draw(&Text::new(name, (LEFT_PIXELS as i32 - 10, top + 11), style))?;
        let hidden = row.hidden().map_or_else(
            || format!("{}, no values", row.task),
            |share| format!("hides {}", crate::report::percent(share)),
        );
        let style = font(11).pos(at(HPos::Right, VPos::Center));
        area.draw(&Text::new(hidden, (LEFT_PIXELS as i32 - 10, top + 26), style))?;
        for ((offset, speed), colour) in (0..).zip(&row.speeds).zip(&COLOURS) {
            let bar = top + offset * 12;
            let fill = if is_own { colour.mix(1.0) } else { colour.mix(0.55) };
            area.draw(&Rectangle::new([(LEFT_PIXELS as i32, bar), (x(*speed), bar + 10)], fill.filled()))?;
            area.draw(&Text::new(
                crate::report::rate(*speed),
                (x(*speed) + 4, bar + 5),
                font(10).pos(at(HPos::Left, VPos::Center)),
            ))?;
        }
    }

    // Where memory is: as the haystacks are alike to it, one line for the first.
    let line = x(memcpy.speeds[0]);
    area.draw(&PathElement::new([(line, TOP_PIXELS as i32 - 14), (line, bottom)], RED.stroke_width(2)))?;
    area.draw(&Text::new(
        format!("memcpy, {}", crate::report::rate(memcpy.speeds[0])),
        (line, TOP_PIXELS as i32 - 16),
        font(13).pos(at(HPos::Center, VPos::Bottom)),
    ))?;
    area.present()?;
    Ok(())
}

fn axis(power: i32) -> String {
    match power {
        ..0 => format!("{} kB/s", 10_u32.pow((power + 3).max(0).unsigned_abs())),
        0..3 => format!("{} MB/s", 10_u32.pow(power.unsigned_abs())),
        _ => format!("{} GB/s", 10_u32.pow((power - 3).unsigned_abs())),
    }
}
