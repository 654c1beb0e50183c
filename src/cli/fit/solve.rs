//! Least squares that outliers do not lead astray: Gauss and Newton's step, damped after Levenberg, for Huber's cost.

/// Huber's: squares up to `far`, straight further out.
pub fn cost(r: &[f64], far: f64) -> f64 {
    r.iter().map(|v| v.abs()).map(|v| if v < far { v * v } else { far * (2.0 * v - far) }).sum()
}

/// JᵀWJ, its diagonal raised by a share; the weights are those of a step that descends the cost above.
pub fn normal(columns: &[Vec<f64>], r: &[f64], far: f64, damping: f64) -> Vec<Vec<f64>> {
    let count = columns.len();
    let dot =
        |a: &[f64], b: &[f64]| a.iter().zip(b).zip(r).map(|((p, q), v)| p * q * weight(*v, far)).sum::<f64>();
    (0..count)
        .map(|n| {
            let mut row: Vec<f64> = (0..count).map(|k| dot(&columns[n], &columns[k])).collect();
            row[n] *= 1.0 + damping;
            row[n] += 1e-9;
            row
        })
        .collect()
}

fn weight(v: f64, far: f64) -> f64 {
    (far / v.abs().max(1e-9)).min(1.0)
}

/// The step that a damped round takes.
pub fn solve<const N: usize>(columns: &[Vec<f64>], r: &[f64], far: f64, damping: f64) -> [f64; N] {
    let right =
        std::array::from_fn(|n| columns[n].iter().zip(r).map(|(p, v)| -p * v * weight(*v, far)).sum());
    solve_normal(&normal(columns, r, far, damping), &right)
}

/// Gauss and Jordan's elimination with the largest pivots.
pub fn solve_normal<const N: usize>(matrix: &[Vec<f64>], right: &[f64; N]) -> [f64; N] {
    let mut m: Vec<Vec<f64>> = matrix.to_vec();
    m.iter_mut().zip(right).for_each(|(row, value)| row.push(*value));
    for i in 0..N {
        let best = (i..N).max_by(|a, b| m[*a][i].abs().total_cmp(&m[*b][i].abs())).unwrap_or(i);
        m.swap(i, best);
        let pivot = m[i].clone();
        for (_, row) in m.iter_mut().enumerate().filter(|(k, _)| *k != i) {
            let share = row[i] / pivot[i];
            row.iter_mut().zip(&pivot).skip(i).for_each(|(v, p)| *v -= share * p);
        }
    }
    std::array::from_fn(|n| m[n][N] / m[n][n])
}
