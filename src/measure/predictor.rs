//! Linear prediction: what the next sample of a signal is expected to be, from those before it.

/// The predictor of an autocorrelation, `r[0]..=r[order]`, by Levinson's recursion. `ridge` is the share of white noise that is
/// added, which keeps it solvable.
pub(super) fn of_autocorrelation(r: &[f64], ridge: f64) -> Vec<f64> {
    let order = r.len() - 1;
    let mut a = vec![0.0; order];
    let mut error = r[0] * (1.0 + ridge) + 1e-20;
    for i in 0..order {
        let reached: f64 = (0..i).map(|k| a[k] * r[i - k]).sum();
        let reflection = (r[i + 1] - reached) / error;
        let before = a.clone();
        a[i] = reflection;
        for k in 0..i {
            a[k] = before[k] - reflection * before[i - 1 - k];
        }
        error *= 1.0 - reflection * reflection;
    }
    a
}

/// Autocorrelation of a signal up to a lag, not divided by its length.
pub(super) fn autocorrelation(x: &[f64], order: usize) -> Vec<f64> {
    let n = x.len();
    (0..=order).map(|lag| (lag..n).map(|i| x[i] * x[i - lag]).sum()).collect()
}

/// What the predictor does not expect, from sample `from` on; what lies before the signal counts as silence.
pub(super) fn residual(x: &[f64], a: &[f64], from: usize) -> Vec<f64> {
    let expected = |i: usize| a.iter().take(i).enumerate().map(|(k, a)| a * x[i - 1 - k]).sum::<f64>();
    (from..x.len()).map(|i| x[i] - expected(i)).collect()
}
