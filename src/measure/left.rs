//! What is left of a recording when the song is taken off it: noise, clicks, what the disc did beyond a filter.
//!
//! `left = y − H x`, `H = S_xy / S_xx` over the whole, in windows of Hann's that add up to one, with as much silence around each so
//! that what `H` delays does not come round at the other end.

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::spectrum::windowed;

/// Length of a window, at least: as long as the longest ring of a cutter or a pickup.
const WINDOW_SECONDS: f64 = 0.08;

/// What is left of a recording that is laid along its original.
pub fn left(original: &[f32], laid: &[f32], rate_hz: f64) -> Vec<f32> {
    let size = ((WINDOW_SECONDS * rate_hz) as usize).next_power_of_two();
    let (hop, long) = (size / 2, 2 * size);
    let mut planner = FftPlanner::<f64>::new();
    let (forward, back) = (planner.plan_fft_forward(long), planner.plan_fft_inverse(long));
    let zero = Complex::<f64>::default();
    let parts = || original.windows(size).zip(laid.windows(size)).step_by(hop);
    let transformed = |part: &[f32], bins: &mut Vec<Complex<f64>>| {
        bins.fill(zero);
        windowed(part, &mut bins[hop..hop + size]);
        forward.process(bins);
    };
    let (mut a, mut b) = (vec![zero; long], vec![zero; long]);
    let (mut xx, mut xy) = (vec![0.0; long], vec![zero; long]);
    for (x, y) in parts() {
        transformed(x, &mut a);
        transformed(y, &mut b);
        for n in 0..long {
            xx[n] += a[n].norm_sqr();
            xy[n] += b[n] * a[n].conj();
        }
    }
    let least = 1e-9 * xx.iter().fold(0.0f64, |most, p| most.max(*p)) + 1e-30;
    let through: Vec<Complex<f64>> = xy.iter().zip(&xx).map(|(xy, xx)| xy / (xx + least)).collect();
    // From half a window before the first sample on.
    let mut left = vec![0.0f32; laid.len() + long];
    for (nth, (x, y)) in parts().enumerate() {
        transformed(x, &mut a);
        transformed(y, &mut b);
        for n in 0..long {
            b[n] -= through[n] * a[n];
        }
        back.process(&mut b);
        for (sum, v) in left[nth * hop..].iter_mut().zip(&b) {
            *sum += (v.re / long as f64) as f32;
        }
    }
    left[hop..hop + laid.len()].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_song_goes_and_what_is_not_of_it_stays() {
        let mut state = 7u64;
        let song: Vec<f32> = (0..96_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                0.2 * ((state >> 40) as f32 / 8_388_608.0 - 1.0)
            })
            .collect();
        let mut heard: Vec<f32> = song.windows(3).map(|w| 0.25 * w[0] + 0.5 * w[1] + 0.25 * w[2]).collect();
        heard.extend([0.0; 2]);
        for at in [20_000, 50_000] {
            heard[at] += 0.1;
        }
        let left = left(&song, &heard, 48_000.0);
        for (n, v) in left.iter().enumerate().skip(4096).take(80_000) {
            let wanted = if n == 20_000 || n == 50_000 { 0.1 } else { 0.0 };
            assert!((v - wanted).abs() < 0.02, "{n}: {v}");
        }
    }
}
