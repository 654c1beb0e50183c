//! Charts: what playing does to a song, what was read of a recording; drawn without any font of the system.

mod canvas;
pub mod reading_chart;
mod spectrogram;
pub mod wear_chart;

/// The shortest round step that gives at most a dozen marks.
fn step_seconds(seconds: f64) -> f64 {
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0];
    steps.into_iter().find(|step| seconds / step <= 12.0).unwrap_or(3600.0)
}

fn clock(time: f64, step: f64) -> String {
    if step < 1.0 {
        return format!("{time:.1}");
    }
    let whole = time.round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_has_round_marks_and_not_too_many() {
        for seconds in [0.05, 0.9, 25.0, 197.0, 7200.0, 50_000.0] {
            let marks = seconds / step_seconds(seconds);
            assert!(marks <= 14.0, "{seconds}: {marks}");
        }
        assert_eq!((clock(75.0, 5.0), clock(0.3, 0.1)), ("1:15".to_string(), "0.3".to_string()));
    }
}
