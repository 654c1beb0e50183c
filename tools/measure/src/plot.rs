//! A plot as SVG: axes, a grid, lines with names.

use std::fmt::Write;

/// Pixels of the whole and of the field within it.
const SIZE: (f64, f64) = (720.0, 420.0);
const FIELD: [f64; 4] = [62.0, 16.0, 560.0, 372.0];
/// Legible on white and on dark; each line has its own.
const COLOURS: [&str; 7] = ["#d1495b", "#2e86ab", "#3f8f5b", "#b5762a", "#7a5195", "#5c6b73", "#c0399f"];

/// One axis.
#[derive(Clone, Copy)]
pub struct Axis {
    /// What and in which unit.
    pub name: &'static str,
    /// Its ends.
    pub from: f64,
    /// See `from`.
    pub to: f64,
    /// Equal ratios instead of equal steps.
    pub log: bool,
    /// Where lines of the grid lie.
    pub marks: &'static [f64],
}

/// A line with its name.
pub struct Line {
    /// In the legend.
    pub name: String,
    /// Places on both axes.
    pub points: Vec<(f64, f64)>,
}

/// Where a value lies along an axis, 0–1.
fn place(axis: &Axis, value: f64) -> f64 {
    let scale = |v: f64| if axis.log { v.max(1e-9).ln() } else { v };
    (scale(value) - scale(axis.from)) / (scale(axis.to) - scale(axis.from))
}

/// The picture.
pub fn draw(x: Axis, y: Axis, lines: &[Line]) -> String {
    let [left, top, right, bottom] = FIELD;
    let px = |v: f64| left + (right - left) * place(&x, v).clamp(0.0, 1.0);
    let py = |v: f64| bottom - (bottom - top) * place(&y, v).clamp(0.0, 1.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        SIZE.0, SIZE.1
    );
    for mark in x.marks {
        let at = px(*mark);
        let _ = writeln!(svg, "<path d=\"M{at:.1} {top}V{bottom}\" stroke=\"#dddddd\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            bottom + 16.0,
            label(*mark)
        );
    }
    for mark in y.marks {
        let at = py(*mark);
        let _ = writeln!(svg, "<path d=\"M{left} {at:.1}H{right}\" stroke=\"#dddddd\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            left - 6.0,
            at + 4.0,
            label(*mark)
        );
    }
    let middle = (left + right) / 2.0;
    let _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        bottom + 36.0,
        x.name
    );
    let _ = writeln!(
        svg,
        "<text transform=\"translate(14 {}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
        (top + bottom) / 2.0,
        y.name
    );
    let _ = writeln!(
        svg,
        "<clipPath id=\"field\"><path d=\"M{left} {top}H{right}V{bottom}H{left}Z\"/></clipPath>"
    );
    for (n, line) in lines.iter().enumerate() {
        let colour = COLOURS[n % COLOURS.len()];
        let points: Vec<String> =
            line.points.iter().map(|(a, b)| format!("{:.1},{:.1}", px(*a), py(*b))).collect();
        let _ = writeln!(
            svg,
            "<polyline clip-path=\"url(#field)\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" points=\"{}\"/>",
            points.join(" ")
        );
        let row = top + 14.0 + 18.0 * n as f64;
        let _ = writeln!(
            svg,
            "<path d=\"M{} {:.1}h18\" stroke=\"{colour}\" stroke-width=\"3\"/>",
            right + 12.0,
            row - 4.0
        );
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{row:.1}\">{}</text>", right + 36.0, line.name);
    }
    svg.push_str("</svg>\n");
    svg
}

fn label(value: f64) -> String {
    if value.abs() >= 1000.0 { format!("{}k", value / 1000.0) } else { format!("{value}") }.replace('-', "−")
}
