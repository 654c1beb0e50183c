//! What this process has in memory.

use std::fs;

use crate::Result;

/// Memory of this process that is in use, in MiB: what the C library keeps for later is given back first.
#[allow(unsafe_code)]
pub fn resident_mib() -> Result<f64> {
    #[cfg(target_os = "linux")]
    {
        unsafe extern "C" {
            fn malloc_trim(pad: usize) -> i32;
        }
        // SAFETY: it may be called at any time.
        unsafe { malloc_trim(0) };
    }
    let pages = fs::read_to_string("/proc/self/statm")?;
    let pages: f64 = pages.split_whitespace().nth(1).ok_or("no figure of memory")?.parse()?;
    Ok(pages * 4096.0 / f64::from(1 << 20))
}

/// The middle one of some figures.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
