//! A host's streams as bytes, and bytes as a stream.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;

use crate::plugin::containment::contained;
use clap_sys::stream::{clap_istream, clap_ostream};

/// More than this is no session: one has some 300 KiB at most.
const MAX_BYTES: usize = 64 << 20;
/// What a session begins with: its length.
const HEAD_BYTES: usize = 8;

/// A session as nice-plug frames it: its length, eight bytes, little end first, and as many more. `None` where the stream fails, or
/// ends before. What lies behind it in the stream is left there.
///
/// # Safety
///
/// `stream` must be null or valid for the call.
pub unsafe fn read(stream: *const clap_istream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // SAFETY: the caller's.
    unsafe {
        read_up_to(stream, &mut bytes, HEAD_BYTES)?;
        let length = u64::from_le_bytes(bytes.as_slice().try_into().ok()?);
        let length = usize::try_from(length).ok().filter(|length| *length <= MAX_BYTES)?;
        read_up_to(stream, &mut bytes, HEAD_BYTES + length)?;
    }
    Some(bytes)
}

/// Reads on until there are so many bytes; `None` if they do not come.
///
/// # Safety
///
/// As for [`read`].
unsafe fn read_up_to(stream: *const clap_istream, bytes: &mut Vec<u8>, end: usize) -> Option<()> {
    // SAFETY: the caller's: the stream is valid for the call.
    let read = unsafe { stream.as_ref() }?.read?;
    let mut piece = [0u8; 4096];
    while bytes.len() < end {
        let wanted = piece.len().min(end - bytes.len());
        // SAFETY: the caller's: the stream is valid for the call.
        let count = unsafe { read(stream, piece.as_mut_ptr().cast(), wanted as u64) };
        let count = usize::try_from(count).ok().filter(|count| (1..=wanted).contains(count))?;
        bytes.extend_from_slice(&piece[..count]);
    }
    Some(())
}

/// Gives the host all of `bytes`, in as many pieces as it likes. Whether it took them.
///
/// # Safety
///
/// `stream` must be null or valid for the call.
pub unsafe fn write(stream: *const clap_ostream, mut bytes: &[u8]) -> bool {
    // SAFETY: the caller's: the stream is valid for the call.
    let Some(write) = unsafe { stream.as_ref() }.and_then(|stream| stream.write) else {
        return false;
    };
    while !bytes.is_empty() {
        // SAFETY: the caller's: the stream is valid for the call.
        let taken = unsafe { write(stream, bytes.as_ptr().cast(), bytes.len() as u64) };
        match usize::try_from(taken).ok().and_then(|taken| bytes.get(taken..)) {
            Some(rest) if taken > 0 => bytes = rest,
            _ => return false,
        }
    }
    true
}

/// Bytes for nice-plug to read.
pub struct ByteReader<'a>(Cell<&'a [u8]>);

impl<'a> ByteReader<'a> {
    /// From the first on.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(Cell::new(bytes))
    }

    /// The stream; valid while `self` is.
    pub fn stream(&self) -> clap_istream {
        clap_istream { ctx: (&raw const *self).cast_mut().cast(), read: Some(give) }
    }
}

unsafe extern "C" fn give(stream: *const clap_istream, to: *mut c_void, most: u64) -> i64 {
    contained("reading a session", -1, || {
        // SAFETY: `stream` was made by `ByteReader::stream`; `to` has room for `most`.
        unsafe {
            let source = &*(*stream).ctx.cast::<ByteReader>();
            let bytes = source.0.get();
            let (given, rest) = bytes.split_at(bytes.len().min(most as usize));
            to.cast::<u8>().copy_from_nonoverlapping(given.as_ptr(), given.len());
            source.0.set(rest);
            given.len() as i64
        }
    })
}

/// What nice-plug writes.
#[derive(Default)]
pub struct ByteWriter(RefCell<Vec<u8>>);

impl ByteWriter {
    /// The stream; valid while `self` is.
    pub fn stream(&self) -> clap_ostream {
        clap_ostream { ctx: (&raw const *self).cast_mut().cast(), write: Some(take) }
    }

    /// What has come.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

unsafe extern "C" fn take(stream: *const clap_ostream, from: *const c_void, count: u64) -> i64 {
    contained("writing a session", -1, || {
        // SAFETY: `stream` was made by `ByteWriter::stream`; `from` holds `count` bytes.
        unsafe {
            let sink = &*(*stream).ctx.cast::<ByteWriter>();
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), count as usize);
            sink.0.borrow_mut().extend_from_slice(bytes);
            count as i64
        }
    })
}
