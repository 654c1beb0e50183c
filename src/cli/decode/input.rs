//! What is read: a file, or a pipe, whose first bytes tell what it is.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use symphonia::core::io::{MediaSource, MediaSourceStream};

/// Bytes by which a kind of file is told; the beginning of a frame of sound is looked for in them too.
const HEAD_BYTES: usize = 64 * 1024;

/// A file or a pipe, from its beginning on.
pub(super) struct Input {
    /// Bytes that were looked at and are not read yet: those from `read` on.
    head: Vec<u8>,
    read: usize,
    rest: Rest,
    /// Bytes left in all, where that can be known.
    left: Option<u64>,
}

enum Rest {
    File(BufReader<File>),
    Pipe(Box<dyn Read + Send + Sync>),
}

impl Input {
    /// Opens a file; `-` is standard input.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if path == Path::new("-") {
            return Self::new(Rest::Pipe(Box::new(io::stdin())), None);
        }
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // A pipe that has a name is none the less one.
        if about.is_file() && file.stream_position().is_ok() {
            return Self::new(Rest::File(BufReader::with_capacity(HEAD_BYTES, file)), Some(about.len()));
        }
        Self::new(Rest::Pipe(Box::new(file)), None)
    }

    fn new(mut rest: Rest, left: Option<u64>) -> io::Result<Self> {
        let mut head = Vec::new();
        rest.reader().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        Ok(Self { head, read: 0, rest, left })
    }

    /// The next bytes, as many as are looked at, without reading them.
    pub(super) fn head(&self) -> &[u8] {
        &self.head[self.read..]
    }

    /// Whether what is looked at is all that is left.
    pub(super) fn is_seen_whole(&self) -> bool {
        self.head().len() < HEAD_BYTES
    }

    /// Bytes left, where that can be known.
    pub(super) fn left(&self) -> Option<u64> {
        self.left
    }

    /// Passes over so many bytes, or to the end.
    pub(super) fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let from_head = bytes.min(self.head().len() as u64);
        self.read += from_head as usize;
        let mut left = bytes - from_head;
        if let (Rest::File(file), Ok(far)) = (&mut self.rest, i64::try_from(left)) {
            file.seek_relative(far)?;
            left = 0;
        }
        io::copy(&mut self.rest.reader().take(left), &mut io::sink())?;
        self.left = self.left.map(|all| all.saturating_sub(bytes));
        Ok(())
    }

    /// Looks at the bytes from here on, after what was read or passed over.
    pub(super) fn look_again(&mut self) -> io::Result<()> {
        self.head.drain(..self.read);
        self.read = 0;
        let wanted = HEAD_BYTES.saturating_sub(self.head.len());
        self.rest.reader().take(wanted as u64).read_to_end(&mut self.head)?;
        Ok(())
    }

    /// As a stream in which one can go back; of a pipe all is read first, into a file without a name.
    pub(super) fn into_file(mut self) -> io::Result<MediaSourceStream<'static>> {
        let source: Box<dyn MediaSource> = match self.rest {
            Rest::File(file) => {
                let mut file = file.into_inner();
                file.rewind()?;
                Box::new(file)
            }
            Rest::Pipe(_) if self.head.len() < HEAD_BYTES => Box::new(Cursor::new(self.head)),
            Rest::Pipe(_) => {
                let mut file = tempfile::tempfile()?;
                io::copy(&mut self, &mut file)?;
                file.seek(SeekFrom::Start(0))?;
                Box::new(file)
            }
        };
        Ok(MediaSourceStream::new(source, Default::default()))
    }
}

impl Rest {
    fn reader(&mut self) -> &mut dyn Read {
        match self {
            Self::File(file) => file,
            Self::Pipe(pipe) => pipe,
        }
    }
}

impl Read for Input {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = if self.head().is_empty() {
            self.rest.reader().read(to)?
        } else {
            let count = self.head().len().min(to.len());
            to[..count].copy_from_slice(&self.head()[..count]);
            self.read += count;
            count
        };
        self.left = self.left.map(|all| all.saturating_sub(count as u64));
        Ok(count)
    }
}
