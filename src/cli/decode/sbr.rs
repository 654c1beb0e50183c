//! Whether AAC that calls itself of low complexity is HE-AAC: the upper half of its band is made up of the lower one, by what a
//! last element of every frame says (ISO 14496-3, spectral band replication). A decoder that does not know it plays half of the
//! band, at half of the rate.
//!
//! Elements have no lengths, so the last one is found from behind: it ends where the frame does, at the mark of three ones.

/// Frames in a row that must have it: one may look so by chance.
pub(super) const SURE_FRAMES: u32 = 12;

/// Whether a frame may end with such an element.
pub(super) fn ends_with_it(frame: &[u8]) -> bool {
    let Some(last) = frame.last() else { return false };
    // The mark of the end, 111, then zeros up to a whole byte.
    let end = frame.len() * 8 - last.trailing_zeros().min(8) as usize;
    let bit = |at: usize| frame[at / 8] >> (7 - at % 8) & 1;
    let bits = |at: usize, count: usize| (at..at + count).fold(0u32, |sum, at| sum << 1 | u32::from(bit(at)));
    if end < 3 || bits(end - 3, 3) != 7 {
        return false;
    }
    let end = end - 3;
    // Of all bits before it: mark 110, a length of four bits, or of 15 and eight more, then the kind, 13 or 14.
    let element_ends = |at: usize| {
        if bits(at, 3) != 6 {
            return false;
        }
        let short = bits(at + 3, 4) as usize;
        let (bytes, inside) =
            if short == 15 { (14 + bits(at + 7, 8) as usize, at + 15) } else { (short, at + 7) };
        bytes > 0 && inside + bytes * 8 == end && matches!(bits(inside, 4), 13 | 14)
    };
    end >= 19 && (end.saturating_sub(270 * 8)..=end - 19).any(element_ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits of a frame: some music, an element of so many bytes and this kind, the mark of the end.
    fn frame(music: usize, element: Option<(usize, u8)>) -> Vec<u8> {
        let mut bits: Vec<u8> = (0..music).map(|n| (n * 7 % 3 == 0) as u8).collect();
        if let Some((bytes, kind)) = element {
            bits.extend([1, 1, 0]);
            let mut number = |value: usize, count: usize| {
                bits.extend((0..count as u32).rev().map(|n| (value.checked_shr(n).unwrap_or(0) & 1) as u8));
            };
            if bytes >= 15 {
                number(15, 4);
                number(bytes - 14, 8);
            } else {
                number(bytes, 4);
            }
            number(usize::from(kind), 4);
            number(0x5a5a, bytes * 8 - 4);
        }
        bits.extend([1, 1, 1]);
        bits.resize(bits.len().next_multiple_of(8), 0);
        bits.chunks(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect()
    }

    #[test]
    fn the_last_element_is_found_from_behind() {
        for music in 60..80 {
            for bytes in [2, 9, 14, 15, 60] {
                assert!(ends_with_it(&frame(music, Some((bytes, 13)))), "{music} {bytes}");
            }
            assert!(!ends_with_it(&frame(music, Some((9, 0)))), "padding is none");
            assert!(!ends_with_it(&frame(music, None)));
        }
        assert!(!ends_with_it(&[]) && !ends_with_it(&[0]) && !ends_with_it(&[0xe0]));
    }
}
