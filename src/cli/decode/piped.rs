//! WAV files that came through a pipe: their writer could not go back to say how long they are.
//!
//! Where the length of the sound should stand, ffmpeg leaves 2³² − 1, sox a figure just below 2³¹, others 0. Such a file
//! goes on to its end; one that says any other length and breaks off before it is broken.

/// Bytes in which the sound must begin: what stands before it is short.
pub const HEAD_BYTES: usize = 4096;
/// Where sox's figures begin: 2³¹ less a head.
const NEARLY_HALF: u32 = 0x7fff_f000;

/// Whether a file that begins so leaves its length open.
pub fn is_open(head: &[u8]) -> bool {
    data_length_at(head).is_some()
}

/// Says in an open file how long it is; leaves any other as it is.
pub fn close(file: &mut Vec<u8>) {
    let Some(at) = data_length_at(&file[..file.len().min(HEAD_BYTES)]) else { return };
    let length = file.len() - (at + 4);
    // A last frame that broke off is left out.
    let frame = frame_bytes(file).max(1);
    let length = length - length % frame;
    file.truncate(at + 4 + length);
    // Of a file beyond 4 GiB, which holds more sound than is read, the length stays open.
    if let (Ok(whole), Ok(sound)) = (u32::try_from(file.len() - 8), u32::try_from(length)) {
        file[4..8].copy_from_slice(&whole.to_le_bytes());
        file[at..at + 4].copy_from_slice(&sound.to_le_bytes());
    }
}

/// Where the length of the sound stands, if it is left open.
fn data_length_at(head: &[u8]) -> Option<usize> {
    chunk(head, b"data").filter(|at| {
        let length = number(head, *at);
        matches!(length, Some(0 | u32::MAX)) || length.is_some_and(|n| (NEARLY_HALF..1 << 31).contains(&n))
    })
}

/// Bytes of one sample of all channels.
fn frame_bytes(head: &[u8]) -> usize {
    let block_align =
        |at: usize| head.get(at + 4 + 12..at + 4 + 14).map(|two| u16::from_le_bytes([two[0], two[1]]));
    chunk(head, b"fmt ").and_then(block_align).map_or(1, usize::from)
}

/// Where the length of a chunk of this name stands.
fn chunk(head: &[u8], name: &[u8; 4]) -> Option<usize> {
    if !(head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WAVE")) {
        return None;
    }
    let mut at = 12;
    while head.get(at..at + 4)? != name {
        let length = number(head, at + 4)? as usize;
        // Chunks begin at even places.
        at = at.checked_add(8 + length + length % 2)?;
    }
    Some(at + 4)
}

fn number(head: &[u8], at: usize) -> Option<u32> {
    head.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of 16 bits, two channels and `sound`, with a note before it, that says `length`.
    fn file(length: u32, sound: &[u8]) -> Vec<u8> {
        let mut file =
            b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0"
                .to_vec();
        file.extend(b"LIST\x03\0\0\0abc\0data");
        file.extend(length.to_le_bytes());
        file.extend(sound);
        file
    }

    #[test]
    fn an_open_length_is_closed_at_the_end() {
        for length in [0, u32::MAX, 0x7fff_ffff, 0x7fff_ffff - 36] {
            let mut open = file(length, &[7; 11]);
            assert!(is_open(&open), "{length:#x}");
            close(&mut open);
            let mut wanted = file(8, &[7; 8]);
            let whole = wanted.len() as u32 - 8;
            wanted[4..8].copy_from_slice(&whole.to_le_bytes());
            assert_eq!(open, wanted, "{length:#x}");
            assert!(!is_open(&open));
        }
    }

    #[test]
    fn what_says_its_length_or_is_no_wav_file_is_left_alone() {
        for whole in
            [file(8, &[7; 8]), file(4000, &[7; 8]), b"RIFF".to_vec(), b"fLaC data".to_vec(), Vec::new()]
        {
            let mut left = whole.clone();
            close(&mut left);
            assert!(left == whole && !is_open(&whole));
        }
        let silent = file(0, &[]);
        let mut closed = silent.clone();
        close(&mut closed);
        assert_eq!(closed[8..], silent[8..], "no sound is no sound");
    }
}
